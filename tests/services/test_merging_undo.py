"""Whatever refers to two people: merging them and undoing it leads back to where it began."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.models import (
    Attendance,
    Base,
    Certificate,
    Course,
    CourseSession,
    Enrolment,
    NotDuplicate,
    Participation,
    Person,
    Role,
)
from app.services.merge_rules import references
from app.services.merging import Side, merge, plan
from tests.factories import add, course, participation, person, project, sessions
from tests.services.test_merging import HASH, everything

DAYS = st.integers(0, 400).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
PEOPLE = st.integers(0, 2)
COURSES = st.integers(0, 1)
TEXTS = st.sampled_from(["", "Rim", "Al-Haddad", "Alhaddad"])


@pytest.fixture(scope="module")
def shared_db(templates, tmp_path_factory):
    """One database for all examples; each begins with an empty one."""
    with templates.copy("sqlite", tmp_path_factory.mktemp("merging")) as place:
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
    return people, graph


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
        seen = {one.session_id for one in records if isinstance(one, Attendance)}
        assert set(session.scalars(select(Attendance.session_id))) == seen
