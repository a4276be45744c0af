"""Whatever refers to two people: merging them and undoing it leads back to where it began."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.core.errors import Invalid
from app.models import (
    Attendance,
    Base,
    Certificate,
    Consent,
    Course,
    CourseSession,
    Document,
    Enrolment,
    Household,
    LanguageSkill,
    MatchDecision,
    NotDuplicate,
    Note,
    Offer,
    Organisation,
    OrganisationContact,
    Pair,
    Participation,
    Person,
    Placement,
    Qualification,
    Role,
    Task,
)
from app.services.merge_rules import references
from app.services.merging import Side, merge, plan
from tests.conftest import BACKENDS
from tests.factories import add, course, participation, person, project, sessions
from tests.services.test_merging import HASH, everything

DAYS = st.integers(0, 400).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
PEOPLE = st.integers(0, 2)
COURSES = st.integers(0, 1)
TEXTS = st.sampled_from(["", "Rim", "Al-Haddad", "Alhaddad"])


@pytest.fixture(scope="module", params=BACKENDS)
def backend(request):
    """The kind of database for all examples of a run."""
    return request.param


@pytest.fixture(scope="module")
def shared_db(backend, templates, tmp_path_factory):
    """One database for all examples; each begins with an empty one."""
    with templates.copy(backend, tmp_path_factory.mktemp("merging")) as place:
        made = place.open()
        yield made
        made.close()


def emptied(db):
    with db.work("") as work:
        for table in reversed(Base.metadata.sorted_tables):
            work.session.execute(delete(table))
    return db


@st.composite
def graphs(draw):
    """People, courses in two projects of one family, and anything that refers to them."""
    people = [person(draw(TEXTS) or "X", draw(TEXTS), notes=draw(TEXTS), city=draw(TEXTS)) for _n in range(3)]
    whole = project()
    part, other = project("Teil", parent_id=whole.id), project("Anderes")
    projects = [whole, part, other]
    courses = [course(whole), course(part, "Workshop")]
    dates = [day for one in courses for day in sessions(one, 2)]
    graph = [*people, *projects, *courses, *dates]
    for who, what in draw(st.sets(st.tuples(PEOPLE, COURSES))):
        made = Enrolment(
            person_id=people[who].id,
            course_id=courses[what].id,
            state=draw(st.sampled_from(["enrolled", "waiting", "attended", "withdrawn"])),
            needs=draw(st.sampled_from(["", "Bus"])),
        )
        graph.append(made)
        for day in draw(st.sets(st.sampled_from(dates[what * 2 : what * 2 + 2]))):
            seen = draw(st.sampled_from(["present", "partial", "sick", "unexcused"]))
            minutes = draw(st.integers(1, 90)) if seen == "partial" else None
            graph.append(Attendance(enrolment_id=made.id, session_id=day.id, state=seen, minutes=minutes))
    for place, (who, where) in enumerate(draw(st.lists(st.tuples(PEOPLE, PEOPLE), max_size=5))):
        entry, exit = draw(DAYS), draw(st.none() | DAYS)
        values = {"entry": entry, "exit": exit and max(entry, exit), "answers": draw(st.sampled_from([{}, {"a": "x"}]))}
        if draw(st.integers(0, 3)) == 0:
            values |= {"cancelled": date(2026, 9, 1), "cancel_reason": "irrtümlich"}
        graph.append(participation(people[who], projects[where], f"CH-{place:03}", **values))
    for who, where in draw(st.lists(st.tuples(PEOPLE, PEOPLE), max_size=4)):
        since, until = draw(st.none() | DAYS), draw(st.none() | DAYS)
        if since and until and until < since:
            since, until = until, since
        kind = draw(st.sampled_from(["mentee", "mentor"]))
        graph.append(Role(person_id=people[who].id, project_id=projects[where].id, kind=kind, since=since, until=until))
    for place, who in enumerate(draw(st.lists(PEOPLE, max_size=3))):
        issued = {"issued_on": date(2026, 5, 4), "template": "certificate", "content_hash": HASH}
        graph.append(Certificate(person_id=people[who].id, number=f"C-{place}", **issued))
    for one, two in draw(st.sets(st.sampled_from([(0, 1), (0, 2), (1, 2)]))):
        graph.append(NotDuplicate(first_id=people[one].id, second_id=people[two].id))
    graph += draw(belongings(people, whole))
    return people, graph


@st.composite
def belongings(draw, people, whole):
    """What the mentoring, the placements and the office keep about people."""
    club, choir = (Organisation(name=name, kind="culture") for name in ("SV Grün-Weiß", "Kammerchor"))
    offers = [Offer(name="Chor", organisation_id=choir.id, sector="culture") for _n in range(2)]
    family = Household(name="Familie")
    made = [club, choir, *offers, family]
    for one in people:
        one.household_id = draw(st.sampled_from([None, family.id]))
        one.own = draw(st.sampled_from([{}, {"7": "M"}, {"7": "L", "9": "2026-05-01"}]))
        made += draw(st.lists(st.one_of([simple(one, club, choir, offers)]), max_size=6))
    held = Counter()
    ordered = [(a, b) for a in people for b in people if a is not b]
    for place, (mentee, mentor) in enumerate(draw(st.lists(st.sampled_from(ordered), max_size=3, unique=True))):
        state = draw(st.sampled_from([{"state": "proposed"}, CLOSED]))
        held[mentor.id] += "ended" not in state
        pair = Pair(number=f"P-{place}", mentee_id=mentee.id, mentor_id=mentor.id, project_id=whole.id, **state)
        made += [pair, Task(text="Anrufen", due=date(2026, 3, 3), about_table="pair", about_id=pair.id)]
    for id, count in held.items():
        capacity = count + draw(st.integers(0, 2))
        made.append(Role(person_id=id, project_id=whole.id, kind="mentor", capacity=capacity))
    for who, other in draw(st.lists(st.sampled_from(ordered), max_size=3, unique=True)):
        decided = {"person_id": who.id, "verdict": draw(st.sampled_from(["locked", "forbidden"]))}
        made.append(MatchDecision(mentor_id=other.id, **decided))
    for who in draw(st.sets(PEOPLE)):
        verdict = draw(st.sampled_from(["locked", "forbidden"]))
        made.append(MatchDecision(person_id=people[who].id, offer_id=offers[who % 2].id, verdict=verdict))
    return made


@st.composite
def simple(draw, owner, club, choir, offers):
    """One record that belongs to one person."""
    of, few = {"person_id": owner.id}, st.sampled_from([date(2026, 1, 5), date(2026, 2, 9)])
    blank = st.sampled_from(["", "telc"])
    match draw(st.integers(0, 7)):
        case 0:
            ended = draw(st.none() | st.just(date(2026, 4, 1)))
            return Consent(purpose=draw(st.sampled_from(["photo", "matching"])), given=draw(few), withdrawn=ended, **of)
        case 1:
            return LanguageSkill(language="ar", level="B1", day=draw(st.none() | few), evidence=draw(blank), **of)
        case 2:
            return Document(kind="language", seen_on=draw(few), name=draw(blank), **of)
        case 3:
            return Note(day=draw(few), text=draw(st.sampled_from(["a", "b"])), **of)
        case 4:
            return Task(text="Zeugnis", due=draw(few), about_table="person", about_id=owner.id)
        case 5:
            where = draw(st.sampled_from([club, choir]))
            phone = draw(st.sampled_from(["", "0171 3920001"]))
            return OrganisationContact(organisation_id=where.id, name="Rim", function="Leitung", phone=phone, **of)
        case 6:
            return Qualification(kind="multiplier", granted=draw(st.none() | few), note=draw(blank), **of)
        case _:
            return Placement(organisation_id=choir.id, offer_id=draw(st.sampled_from(offers)).id, **of)


CLOSED = {"state": "abandoned", "ended": date(2026, 5, 5), "end_reason": "moved"}


@given(graphs(), st.permutations([0, 1, 2]), st.data())
def test_undo_restores_everything_and_redo_merges_again(shared_db, graph, order, data):
    db = emptied(shared_db)
    people, records = graph
    keep, drop = people[order[0]].id, people[order[1]].id
    with db.work("anlegen") as work:
        add(work, *records)
    before = everything(db)
    with db.read() as session:
        found = plan(session, keep, drop)
    if found.obstacles:
        with pytest.raises(Invalid), db.work(found.label) as work:
            merge(work, found)
        assert everything(db) == before
        return
    choices = {one.name: data.draw(st.sampled_from(one.sides)) for one in found.choices if one.conflict}
    with db.work(found.label) as work:
        merge(work, found, choices | {"first_names": Side.KEEP, "last_name": Side.KEEP})
    after = everything(db)
    nothing_is_lost(db, records, drop)
    undone = db.undo(work.done.id)
    assert everything(db) == before
    db.undo(undone.id)
    assert everything(db) == after


def nothing_is_lost(db, records, dropped):
    """No reference to the person who went, every number and every attended date still there."""
    with db.read() as session:
        assert session.get(Person, dropped) is None
        for entity, column in references("person"):
            assert session.scalars(select(entity).where(getattr(entity, column) == dropped)).all() == []
        for entity, name in ((Participation, "number"), (Certificate, "number")):
            given = sorted(getattr(one, name) for one in records if isinstance(one, entity))
            assert sorted(session.scalars(select(getattr(entity, name)))) == given
        for entity in (Course, CourseSession):
            assert len(session.scalars(select(entity)).all()) == sum(isinstance(one, entity) for one in records)
        for entity in (Pair, Placement):
            assert len(session.scalars(select(entity)).all()) == sum(isinstance(one, entity) for one in records)
        about = {one.about_id for one in records if isinstance(one, Task)}
        assert set(session.scalars(select(Task.about_id))) <= about - {dropped} | {
            one.id for one in session.scalars(select(Person))
        }
        says_what_was_said(session, records)
        seen = {one.session_id for one in records if isinstance(one, Attendance)}
        assert set(session.scalars(select(Attendance.session_id))) == seen


def says_what_was_said(session, records):
    """Whatever somebody entered about a person still stands somewhere."""
    said = ((LanguageSkill, "evidence"), (LanguageSkill, "day"), (Document, "name"), (OrganisationContact, "phone"))
    for entity, name in said:
        given = {getattr(one, name) for one in records if isinstance(one, entity)} - {"", None}
        assert given <= set(session.scalars(select(getattr(entity, name)))), (entity, name)
    purposes = {one.purpose for one in records if isinstance(one, Consent)}
    assert set(session.scalars(select(Consent.purpose))) == purposes
