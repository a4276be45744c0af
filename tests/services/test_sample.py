"""The sample is believable, the same for the same seed, and as untidy as real lists are."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.core.errors import Cancelled
from app.core.progress import Progress
from app.models import (
    Attendance,
    Certificate,
    Course,
    CourseSession,
    Enrolment,
    History,
    Offer,
    Organisation,
    Pair,
    Participation,
    Person,
    Project,
    Role,
)
from app.models.base import COMPUTED
from app.models.fields import fields
from app.models.pair import HOLDING
from app.models.query import Query
from app.services import certificates, courses, duplicates, figures, participations, sample
from app.services.match_pairs import PAIRS
from app.services.pairs import of_project
from app.services.programme import NO_ANSWER, UNREASONED
from app.services.programmes import load

DAY = date(2026, 11, 12)


@pytest.fixture
def made(one_db, clock):
    """A sample of 150 people."""
    found = sample.create(one_db, today=DAY)
    found_db = one_db
    return found_db, found


def everybody(db):
    with db.read() as session:
        return list(session.scalars(select(Person).order_by(Person.id)))


def told(db):
    """Everything in the data but ids and versions, in the order in which it was made."""
    kinds = (Project, Person, Role, Participation, Course, CourseSession, Enrolment, Attendance, Certificate)
    with db.read() as session:
        for kind in kinds:
            names = [name for name, spec in fields(kind).items() if not spec.target and name not in COMPUTED]
            for record in session.scalars(select(kind).order_by(kind.id)):
                yield kind, *(getattr(record, name) for name in names), getattr(record, "answers", None)


def test_the_sample_has_as_many_people_as_wanted(db):
    assert sample.create(db, 30, today=DAY).persons == 30
    assert len(everybody(db)) == 30


def test_the_same_seed_gives_the_same_data_and_another_gives_another(templates, tmp_path):
    found = []
    for n, seed in enumerate((7, 7, 8)):
        (tmp_path / str(n)).mkdir()
        with templates.copy("sqlite", tmp_path / str(n)) as place:
            db = place.open()
            sample.create(db, 40, seed, DAY)
            found.append(list(told(db)))
            db.close()
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("persons", [0, 1, 13])
def test_a_small_sample_is_possible(one_db, persons):
    made = sample.create(one_db, persons, today=DAY)
    with one_db.read() as session:
        assert len(courses.grid(session, made.course_id).rows) == min(persons, 14)


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 3), date(2027, 8, 1), date(2031, 12, 31)])
def test_a_sample_can_be_made_on_any_day(one_db, today):
    made = sample.create(one_db, 60, today=today)
    with one_db.read() as session:
        project = session.get_one(Project, made.project_id)
        assert (project.starts.year, project.ends.year) == (today.year - 1, today.year + 1)
        entries = list(session.scalars(select(Participation.entry).order_by(Participation.number)))
        assert entries == sorted(entries)
        assert project.starts <= entries[0]
        assert entries[-1] <= today
        held = select(func.max(CourseSession.day)).where(CourseSession.state == "held")
        assert session.scalar(held) <= today


def test_the_qualification_is_as_in_the_pictures(made):
    db, found = made
    with db.read() as session:
        grid = courses.grid(session, found.course_id)
        ready = [one for one in certificates.candidates(session, found.course_id) if not one.blocked]
    assert [column.present for column in grid.columns] == [13, 12, 9, 12, 11, 0, 12, 12, 11]
    assert (grid.columns[-1].day, grid.held, grid.fulfilled, len(grid.rows)) == (date(2026, 11, 4), 24, 10, 14)
    assert {row.caption: row.told for row in grid.rows if row.told != "erfüllt"} == {
        "Gvazava, Nino": "1 Termin offen",
        "Hadgu, Filmon": "unter Schwelle",
        "Mehari, Senait": "unter Schwelle",
        "Qassab, Mouayad": "abgemeldet",
    }
    assert len(ready) == 10
    assert {one.caption: one.told for one in ready if one.told != "bereit"} == {
        "Hoàng Thị Bích Ngọc": "Geburtsort fehlt"
    }


def test_people_come_from_many_origins_and_scripts(made):
    people = everybody(made[0])
    assert len({one.birth_country for one in people}) >= 15
    scripts = {"arabic": "\u0600", "cyrillic": "\u0400", "ethiopic": "\u1200", "georgian": "\u10a0"}
    for first in scripts.values():
        assert any(ord(first) <= ord(one.original_name[0]) < ord(first) + 0x180 for one in people if one.original_name)
    assert any(one.family_first for one in people)


def test_data_is_missing_as_in_real_lists(made):
    people = everybody(made[0])
    born = [str(one.born) for one in people if one.born]
    assert {len(text) for text in born} == {4, 7, 10}
    for name in ("birth_place", "street", "phone", "email", "arrived", "occupation"):
        share = sum(not getattr(one, name) for one in people) / len(people)
        assert 0.01 < share < 0.8, name


def test_large_samples_hold_single_and_long_names(one_db):
    sample.create(one_db, 700, today=DAY)
    people = everybody(one_db)
    assert any(not one.first_names for one in people)
    assert max(len(one.caption) for one in people) > 40
    assert any(one.born is None for one in people)


def test_the_sample_is_found_by_search(made):
    db, _ = made
    with db.read() as session:
        for text in ("Лисенчук", "dvorackova lenka", "nguyen ha", "ሰናይት"):
            assert Query(Person, text).ids(session), text


def test_answers_are_complete_declined_or_missing(made):
    db, found = made
    with db.read() as session:
        programme = load(session.get_one(Project, found.project_id).programme)
        counted = figures.figures(programme, figures.records(session, found.project_id))
        answers = list(session.scalars(select(Participation.answers)))
    assert counted.complete > 80
    assert counted.open
    assert counted.cancelled
    assert all(result.holds for result in counted.controls)
    assert any(NO_ANSWER in given.values() for given in answers)
    assert counted.unfinished and counted.count("EECR04")
    asked = {question.key for question in (*programme.known_columns, *programme.questions)}
    assert {key.removesuffix("__reason") for given in answers for key in given} <= asked


def test_every_answer_belongs_to_its_question(made):
    db, _found = made
    programme = load("esf_plus_2021")
    with db.read() as session:
        for given in session.scalars(select(Participation.answers)):
            asked = [one for one in programme.questions if one.column]
            read = dict(zip(asked, programme.answers(given), strict=True))
            assert all(value in (given.get(one.key), UNREASONED) for one, value in read.items())


def test_answers_contradict_each_other_only_where_that_is_meant(made):
    db, _found = made
    programme = load("esf_plus_2021")
    with db.read() as session:
        given = list(session.scalars(select(Participation.answers)))
    wrong = [one for one in given if not _asked(programme, one)]
    assert len(wrong) == len(given) // sample.MISTAKEN == 1
    assert wrong[0].items() >= sample.CONTRADICTION.items()


def _asked(programme, answers):
    """Whether everything answered at entry was asked, after what was answered before."""
    questions = [one for one in programme.questions_at("entry") if answers.get(one.key)]
    return all(rule.holds(answers.get(rule.key)) for one in questions for rule in one.when)


def test_the_next_participant_gets_the_next_number(made):
    db, found = made
    with db.work("aufnehmen") as work:
        person = work.add(Person(last_name="Neu"))
        work.session.flush()
        count = work.session.scalar(select(func.count()).select_from(Participation))
        assert participations.admit(work, person.id, found.project_id, DAY).number == f"CH-{count + 1:03}"


def test_certificates_of_an_earlier_course_were_issued_and_one_replaced(made):
    db, _ = made
    with db.read() as session:
        issued = list(session.scalars(select(Certificate).order_by(Certificate.number)))
        labels = list(session.scalars(select(History.label).order_by(History.id)))
    assert [one.number for one in issued] == [f"SSA-2026-{n:04}" for n in range(1, len(issued) + 1)]
    assert [bool(one.voided_on) for one in issued].count(True) == 1
    assert labels[0].startswith("Bescheinigungen ausstellen")


def test_every_course_has_a_grid(made):
    db, _ = made
    with db.read() as session:
        grids = [courses.grid(session, id) for id in session.scalars(select(Course.id))]
        waiting = session.scalar(select(func.count()).where(Enrolment.state == "waiting"))
    assert len(grids) == 6
    assert {row.told for grid in grids for row in grid.rows} >= {"erfüllt", "läuft noch", "abgemeldet"}
    assert waiting


def test_a_cancelled_sample_leaves_nothing(one_db):
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        sample.create(one_db, 20, today=DAY, progress=progress)
    assert everybody(one_db) == []


def test_progress_counts_people(one_db):
    progress = Progress()
    sample.create(one_db, 20, today=DAY, progress=progress)
    assert (progress.done, progress.total) == (20, 20)


def test_without_a_day_the_sample_ends_today(one_db, clock):
    sample.create(one_db, 14)
    with one_db.read() as session:
        assert session.scalar(select(func.max(CourseSession.day)).where(CourseSession.state == "held")) <= clock.date()


def test_clubs_and_offers_stand_in_five_counties_at_places_that_exist(made):
    with made[0].read() as session:
        found = session.execute(select(Organisation.county, Organisation.postcode)).all()
        offers = session.scalars(select(Offer)).all()
    assert len(found) == 40 and len({county for county, _postcode in found}) == 5
    assert len(offers) == 120 and all(postcode for _county, postcode in found)
    assert all(one.times for one in offers) and {one.open_to for one in offers} == {"all", "women"}


def test_no_mentor_has_more_than_she_has_room_for(made):
    with made[0].read() as session:
        running = select(Pair.mentor_id, func.count()).where(Pair.state.in_(HOLDING)).group_by(Pair.mentor_id)
        taken = dict(session.execute(running).all())
        room = dict(session.execute(select(Role.person_id, Role.capacity).where(Role.kind == "mentor")).all())
        states = set(session.scalars(select(Pair.state)))
    assert taken and all(number <= room[mentor] for mentor, number in taken.items())
    assert states == {"proposed", "introduction", "active", "completed", "abandoned"}


def test_about_half_of_those_who_wait_are_proposed_a_mentor_and_all_take_part_in_mentoring(made):
    db, found = made
    with db.read() as session:
        matching = PAIRS.compute(session, of_project(session, found.project_id), Progress())
        women = session.scalars(select(Project.id).where(Project.name == "Connecting Women")).one()
        mentees = set(session.scalars(select(Role.person_id).where(Role.project_id == women, Role.kind == "mentee")))
    waiting, served = matching.waiting, len(matching.waiting) - len(matching.without)
    assert set(waiting) <= mentees and matching.sides.elsewhere > 0
    assert 0.4 <= served / len(waiting) <= 0.6


def test_no_offer_has_more_people_than_places(made):
    with made[0].read() as session:
        assert min(free for free in session.scalars(select(Offer.free)) if free is not None) >= 0


def test_somebody_is_there_twice_and_is_found(made):
    with made[0].read() as session:
        found = duplicates.all_pairs(session)
        twice = [(session.get(Person, one.first), session.get(Person, one.second)) for one in found]
    assert len([one for one, other in twice if (one.born, one.arrived) == (other.born, other.arrived)]) >= 2


def test_the_next_pair_gets_the_next_number(made):
    with made[0].work("Tandem") as work:
        given = [number for number in work.session.scalars(select(Pair.number)) if number.startswith("2026-")]
        assert len(given) >= 10 and work.next_number("pair 2026") == len(given) + 1
