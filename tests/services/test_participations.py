"""People are taken into a project once, with a number that is never given out again."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, Invalid
from app.models import Participation, Person
from app.services import participations
from tests import factories as make

DAY = date(2026, 3, 2)


@pytest.fixture
def project(db):
    """A project with a part, and two people."""
    whole = make.project()
    part = make.project("Connecting Women", parent_id=whole.id)
    people = [make.person(), make.person("Lysenchuk", "Taras")]
    with db.work("anlegen") as work:
        make.add(work, whole, part, *people)
    whole.part, whole.people = part, people
    return whole


def admit(db, person, project, **values):
    with db.work("aufnehmen") as work:
        made = participations.admit(work, person.id, project.id, DAY, **values)
    return made, work.done


def test_numbers_run_through_the_whole_project_with_all_its_parts(db, project):
    first, _ = admit(db, project.people[0], project)
    second, _ = admit(db, project.people[1], project.part)
    assert [first.number, second.number] == ["CH-001", "CH-002"]


def test_the_answers_are_kept_as_they_were_at_entry(db, project):
    given = {"employment": "unemployed", "minority": "no_answer"}
    made, _ = admit(db, project.people[0], project, answers=given)
    given["employment"] = "employed"
    with db.read() as session:
        stored = session.get(Participation, made.id)
        assert stored.answers == {"employment": "unemployed", "minority": "no_answer", "gender": "female", "age": 34}


def test_nobody_is_taken_in_twice_not_even_in_another_part(db, project):
    admit(db, project.people[0], project)
    with pytest.raises(Invalid, match=r"schon als CH-001 teil, seit dem 02\.03\.2026"):
        admit(db, project.people[0], project.part)


def test_the_number_of_who_was_cancelled_is_not_given_out_again(db, project):
    first, _ = admit(db, project.people[0], project)
    with db.work("stornieren") as work:
        participations.cancel(work, first.id, "versehentlich")
    again, _ = admit(db, project.people[0], project)
    assert again.number == "CH-002"


def test_taking_back_an_admission_cancels_it(db, project):
    made, done = admit(db, project.people[0], project)
    db.undo(done.id)
    with db.read() as session:
        assert session.get(Participation, made.id).cancelled
    assert admit(db, project.people[1], project)[0].number == "CH-002"


def test_cancelling_needs_a_reason_and_happens_once(db, project):
    made, _ = admit(db, project.people[0], project)
    with pytest.raises(Invalid, match="Grund"), db.work("stornieren") as work:
        participations.cancel(work, made.id, " ")
    with db.work("stornieren") as work:
        participations.cancel(work, made.id, "doppelt", DAY)
    with pytest.raises(Invalid, match="schon storniert"), db.work("stornieren") as work:
        participations.cancel(work, made.id, "doppelt")


def test_only_who_is_cancelled_without_another_entry_counts_as_cancelled(db, project):
    first, _ = admit(db, project.people[0], project)
    second, _ = admit(db, project.people[1], project)
    with db.work("stornieren") as work:
        participations.cancel(work, first.id, "doppelt")
        participations.cancel(work, second.id, "doppelt")
    admit(db, project.people[1], project.part)
    with db.read() as session:
        gone = list(session.scalars(select(Person.id).where(participations.cancelled(session, project.part.id))))
    assert gone == [project.people[0].id]


def test_a_project_that_is_gone_is_told(db, project):
    with db.read() as session, pytest.raises(Conflict, match="nicht mehr"):
        participations.root(session, 1)


def test_a_circle_of_projects_ends(db, project):
    with db.work("Kreis") as work:
        work.get(type(project), project.id).parent_id = project.part.id
    with db.read() as session:
        assert sorted(participations.family(session, project.id)) == sorted([project.id, project.part.id])


def test_whoever_came_with_a_number_in_one_step_stays_when_the_step_is_taken_back(db, project):
    newcomer = make.person("Okbay", "Tirhas")
    with db.work("aus einer Liste") as work:
        work.add(newcomer)
        made = participations.admit(work, newcomer.id, project.id, DAY)
    undone = db.undo(work.done.id)
    with db.read() as session:
        assert session.get(Participation, made.id).cancelled and session.get(type(newcomer), newcomer.id)
    db.undo(undone.id)
    with db.read() as session:
        assert not session.get(Participation, made.id).cancelled
