"""Two records of one person become one, nothing is lost, and one undo restores both."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, Invalid
from app.core.partial_date import PartialDate
from app.models import Attendance, Base, Certificate, Enrolment, NotDuplicate, Participation, Person, Role
from app.services.duplicates import mark_different, similar
from app.services.merging import Side, merge, plan
from tests.factories import add, attendance, course, enrolment, participation, person, project, role, sessions

HASH = "0" * 64


def certificate(owner, number="CH-2026-0001", **values):
    return Certificate(
        person_id=owner.id,
        number=number,
        issued_on=date(2026, 5, 4),
        template="certificate",
        content_hash=HASH,
        **values,
    )


@pytest.fixture
def two(db):
    """Two records of one person and a project; the tests add what the two have."""
    keep = person("Al-Haddad", "Rim", phone="0171 3920012", born=PartialDate(1991, 3, 14))
    drop = person("Alhaddad", "Rim", phone="", born=PartialDate(1991), email="rim@example.org", city="Rudolstadt")
    whole = project()
    with db.work("anlegen") as work:
        add(work, keep, drop, whole)
    return keep, drop, whole


def store(db, *records):
    with db.work("anlegen") as work:
        add(work, *records)
    return records


def planned(db, two):
    with db.read() as session:
        return plan(session, two[0].id, two[1].id)


def merged(db, two, **choices):
    found = planned(db, two)
    with db.work(found.label) as work:
        merge(work, found, choices)
    return work.done


def everything(db):
    """All records with all values but the versions, which only grow."""
    with db.read() as session:
        return {
            table.name: sorted(
                tuple(f"{c.name}={v!r}" for c, v in zip(table.columns, row, strict=True) if c.name != "version")
                for row in session.execute(select(table))
            )
            for table in Base.metadata.sorted_tables
            if table.name not in ("history", "number_series")
        }


def all_of(db, entity):
    with db.read() as session:
        return list(session.scalars(select(entity).order_by(entity.id)))


# --- the fields


def choice(db, two, name):
    return next(one for one in planned(db, two).choices if one.name == name)


@pytest.mark.parametrize(
    ("name", "proposed", "conflict"),
    [
        ("first_names", Side.KEEP, False),
        ("last_name", Side.KEEP, True),
        ("phone", Side.KEEP, False),
        ("email", Side.DROP, False),
        ("born", Side.KEEP, False),
        ("city", Side.KEEP, True),
    ],
)
def test_the_better_value_is_proposed(db, two, name, proposed, conflict):
    found = choice(db, two, name)
    assert (found.proposed, found.conflict) == (proposed, conflict)


@pytest.mark.parametrize(
    ("keep", "drop", "proposed", "conflict"),
    [
        (PartialDate(1991), PartialDate(1991, 3), Side.DROP, False),
        (PartialDate(1991, 1, 1), PartialDate(1991, 3, 14), Side.DROP, True),
        (PartialDate(1991, 3, 14), PartialDate(1991, 1, 1), Side.KEEP, True),
        (PartialDate(1991, 3, 14), PartialDate(1992, 3, 14), Side.KEEP, True),
        (None, PartialDate(1992), Side.DROP, False),
    ],
)
def test_of_two_dates_the_more_complete_is_proposed(db, two, keep, drop, proposed, conflict):
    with db.work("ändern") as work:
        work.get(Person, two[0].id).born = keep
        work.get(Person, two[1].id).born = drop
    found = choice(db, two, "born")
    assert (found.proposed, found.conflict) == (proposed, conflict)


def test_the_chosen_values_are_taken(db, two):
    merged(db, two, last_name=Side.DROP, born=Side.DROP)
    (left,) = all_of(db, Person)
    assert left.id == two[0].id
    assert (left.last_name, left.born, left.phone, left.email) == (
        "Alhaddad",
        PartialDate(1991),
        "0171 3920012",
        "rim@example.org",
    )
    with db.read() as session:
        assert [one.id for one in similar(session, {"last_name": "Alhaddad", "first_names": "Rim"})] == [left.id]


def test_notes_stand_one_below_the_other(db, two):
    with db.work("ändern") as work:
        work.get(Person, two[0].id).notes = "Sucht einen Chor."
        work.get(Person, two[1].id).notes = "Hat Führerschein."
    assert choice(db, two, "notes").proposed is Side.BOTH
    merged(db, two)
    assert all_of(db, Person)[0].notes == "Sucht einen Chor.\nHat Führerschein."


def test_a_short_field_has_room_for_one_value_only(db, two):
    with pytest.raises(ValueError, match="both"):
        merged(db, two, city=Side.BOTH)
    with pytest.raises(ValueError, match="nothing"):
        merged(db, two, nothing=Side.KEEP)
    assert len(all_of(db, Person)) == 2


# --- what moves


def test_roles_certificates_and_enrolments_move(db, two):
    keep, drop, whole = two
    lesson = course(whole)
    store(db, lesson, role(drop, whole), certificate(drop), enrolment(drop, lesson))
    found = planned(db, two)
    assert sorted(step.title for step in found.steps) == ["Anmeldung", "Bescheinigung", "Rolle"]
    assert found.told == ()
    merged(db, two)
    for entity in (Role, Certificate, Enrolment):
        assert [one.person_id for one in all_of(db, entity)] == [keep.id]


def test_one_undo_restores_both_and_redo_merges_again(db, two):
    keep, drop, whole = two
    lesson = course(whole)
    first, second = sessions(lesson, 2)
    both = enrolment(keep, lesson), enrolment(drop, lesson)
    store(db, lesson, first, second, *both, attendance(both[1], first), role(keep, whole), role(drop, whole))
    store(
        db, participation(keep, whole), participation(drop, whole, "CH-002", entry=date(2026, 1, 7)), certificate(drop)
    )
    with db.work("Keine Dublette") as work:
        mark_different(work, keep.id, drop.id)
    before = everything(db)
    done = merged(db, two)
    after = everything(db)
    undone = db.undo(done.id)
    assert everything(db) == before
    db.undo(undone.id)
    assert everything(db) == after


def test_the_same_course_twice_becomes_one_enrolment_with_all_attendance(db, two):
    keep, drop, whole = two
    lesson = course(whole)
    first, second, third = sessions(lesson, 3)
    mine = enrolment(keep, lesson, state="withdrawn")
    theirs = enrolment(drop, lesson, state="attended", needs="Kinderbetreuung")
    store(db, lesson, first, second, third, mine, theirs)
    store(db, attendance(mine, first, "unexcused"), attendance(theirs, first, "partial", minutes=60))
    store(db, attendance(theirs, second), attendance(mine, third))
    assert any(sentence.startswith("Anmeldung") for sentence in planned(db, two).told)
    merged(db, two)
    (left,) = all_of(db, Enrolment)
    assert (left.id, left.person_id, left.state, left.needs) == (mine.id, keep.id, "attended", "Kinderbetreuung")
    seen = {one.session_id: (one.enrolment_id, one.state, one.minutes) for one in all_of(db, Attendance)}
    assert seen == {
        first.id: (mine.id, "partial", 60),
        second.id: (mine.id, "present", None),
        third.id: (mine.id, "present", None),
    }


def test_the_same_role_twice_becomes_one_for_the_whole_time(db, two):
    keep, drop, whole = two
    store(db, role(keep, whole, since=date(2026, 3, 2), until=date(2026, 6, 1)))
    store(db, role(drop, whole, since=date(2025, 9, 1), until=date(2026, 4, 1), channel="Sprachcafé"))
    store(db, role(drop, whole, since=date(2027, 1, 1)), role(drop, whole, "mentor"))
    merged(db, two)
    found = {(one.kind, one.since, one.until, one.channel, one.person_id) for one in all_of(db, Role)}
    assert found == {
        ("mentee", date(2025, 9, 1), date(2026, 6, 1), "Sprachcafé", keep.id),
        ("mentee", date(2027, 1, 1), None, "", keep.id),
        ("mentor", date(2026, 3, 2), None, "", keep.id),
    }


def test_two_participations_count_once_with_the_first_entry_and_the_last_exit(db, two, clock):
    keep, drop, whole = two
    part = project("Connecting Women", parent_id=whole.id)
    late = {"school": "lower", "exit_kind": "regular", "status_after": "no_answer", "status_after__reason": "verzogen"}
    early = {"school": "upper", "exit_kind": "moved", "qualification": "yes"}
    again = participation(keep, whole, "CH-044", entry=date(2026, 6, 1), exit=date(2026, 9, 30), answers=late)
    first = participation(drop, part, "CH-012", entry=date(2026, 1, 7), exit=date(2026, 3, 1), answers=early)
    store(db, part, again, first)
    (sentence,) = planned(db, two).told
    assert sentence == "Teilnahme: CH-012 bleibt mit dem Eintritt am 07.01.2026; storniert wird CH-044."
    merged(db, two)
    found = {one.number: one for one in all_of(db, Participation)}
    assert {one.person_id for one in found.values()} == {keep.id}
    counted, cancelled = found["CH-012"], found["CH-044"]
    assert (counted.entry, counted.exit, counted.cancelled) == (date(2026, 1, 7), date(2026, 9, 30), None)
    assert counted.answers == late | {"school": "upper"}
    assert (cancelled.cancelled, cancelled.cancel_reason) == (clock.date(), "Doppelt erfasst, zählt als CH-012")


def test_whoever_is_back_has_no_exit(db, two):
    keep, drop, whole = two
    store(
        db,
        participation(keep, whole, exit=date(2026, 5, 1)),
        participation(drop, whole, "CH-2", entry=date(2026, 6, 1)),
    )
    merged(db, two)
    assert [one.exit for one in all_of(db, Participation) if not one.cancelled] == [None]


def test_answers_of_the_same_day_complete_each_other(db, two):
    keep, drop, whole = two
    store(db, participation(keep, whole, answers={"school": "upper", "minority": "no"}, exit=date(2026, 5, 1)))
    store(db, participation(drop, whole, "CH-002", answers={"school": "lower", "homeless": "no"}))
    merged(db, two)
    (left,) = (one for one in all_of(db, Participation) if not one.cancelled)
    assert left.answers == {"school": "upper", "minority": "no", "homeless": "no"}
    assert left.exit == date(2026, 5, 1)


def test_participations_in_other_projects_stay_as_they_are(db, two):
    keep, drop, whole = two
    other = project("Anderes Vorhaben")
    cancelled = participation(drop, whole, "CH-3", cancelled=date(2026, 4, 1), cancel_reason="irrtümlich")
    store(db, other, participation(keep, whole), participation(drop, other, "AV-1"), cancelled)
    assert planned(db, two).told == ()
    merged(db, two)
    assert sorted(one.number for one in all_of(db, Participation) if not one.cancelled) == ["AV-1", "CH-001"]


def test_decisions_about_others_are_kept(db, two):
    keep, drop, _whole = two
    third, fourth = store(db, person("Haddad", "Rima"), person("Hadad", "Reem"))
    with db.work("Keine Dublette") as work:
        for pair in ((keep, drop), (keep, third), (third, drop), (fourth, drop)):
            mark_different(work, pair[0].id, pair[1].id)
    merged(db, two)
    found = {(one.first_id, one.second_id) for one in all_of(db, NotDuplicate)}
    assert found == {(keep.id, third.id), (keep.id, fourth.id)}


# --- what is refused


def test_nobody_is_merged_with_oneself_or_with_nobody(db, two):
    with db.read() as session:
        with pytest.raises(Invalid, match="sich selbst"):
            plan(session, two[0].id, two[0].id)
        with pytest.raises(Conflict, match="gibt es nicht mehr"):
            plan(session, two[0].id, 1)


def test_what_changed_since_is_not_overlooked(db, two):
    found = planned(db, two)
    store(db, role(two[1], two[2]))
    before = everything(db)
    with pytest.raises(Conflict, match="neu laden"), db.work(found.label) as work:
        merge(work, found)
    assert everything(db) == before


def test_every_reference_to_a_record_is_known():
    """Whoever adds a table with a foreign key that merging would overlook is told here."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                assert column.info.get("target") == key.column.table.name, f"{table.name}.{column.name}"
