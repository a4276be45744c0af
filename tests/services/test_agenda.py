"""What waits today: in the order of its deadlines, with the word that solves it."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from app.models.db import Database
from app.services import agenda
from tests.factories import add, attendance, course, enrolment, participation, person, project, sessions


@pytest.fixture
def office(db: Database, clock: datetime) -> tuple[Database, int]:
    """A project with one incomplete participant and one finished course of two people."""
    p = project(goals="EECO01: 50")
    rim, dilnaz = person(), person("Khalaf", "Dilnaz")
    c = course(p)
    days = sessions(c, 8)
    first, second = enrolment(rim, c), enrolment(dilnaz, c)
    with db.work("anlegen") as work:
        add(work, p, rim, dilnaz, c, *days, first, second, participation(rim, p, entry=date(2026, 10, 19)))
        add(work, *(attendance(first, day) for day in days), *(attendance(second, day) for day in days[:-1]))
    return db, p.id


def test_everything_due_comes_in_the_order_of_its_deadline(office: tuple[Database, int]) -> None:
    db, project_id = office
    with db.read() as session:
        found = agenda.overview(session, project_id)
    assert [(due.kind, due.who, due.occasion, due.deadline, due.days) for due in found.due] == [
        ("attendance", "Integrationsassistenz – Grundqualifizierung", "Termin 07.10.2026", date(2026, 10, 7), -36),
        (
            "certificate",
            "Integrationsassistenz – Grundqualifizierung",
            "1 bereit, Ende 07.10.",
            date(2026, 10, 21),
            -22,
        ),
        ("entry", "Al-Haddad, Rim", "Eintritt 19.10.2026", date(2026, 11, 16), 4),
        ("privacy", "Al-Haddad, Rim", "Eintritt 19.10.2026", date(2026, 11, 16), 4),
    ]
    assert (found.complete, found.incomplete) == (0, 1)


def test_goals_are_only_those_that_have_a_target(office: tuple[Database, int]) -> None:
    db, project_id = office
    with db.read() as session:
        (goal,) = agenda.overview(session, project_id).goals
    assert (goal.code, goal.actual, goal.target) == ("EECO01", 0, 50)


def test_the_time_of_a_project_passes_from_nothing_to_everything(clock: datetime) -> None:
    assert agenda.elapsed(date(2026, 11, 13), date(2026, 12, 31)) == 0
    assert agenda.elapsed(date(2026, 11, 12), date(2026, 11, 13)) == Fraction(1, 2)
    assert agenda.elapsed(date(2025, 1, 1), date(2026, 11, 12)) == 1
    assert agenda.elapsed(date(2025, 1, 1), date(2025, 12, 31)) == 1
    assert agenda.elapsed(None, date(2027, 1, 1)) == 0


def test_the_next_dates_are_those_that_are_still_planned(db: Database, clock: datetime) -> None:
    p = project()
    c = course(p)
    planned = sessions(c, 7, date(2026, 11, 4), state="planned")
    planned[2].state, planned[2].reason = "cancelled", "Glatteis"
    with db.work("anlegen") as work:
        add(work, p, c, *planned)
    with db.read() as session:
        found = agenda.overview(session, p.id).upcoming
    assert [one.day.isoformat() for one in found] == ["2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16"]


def test_projects_are_listed_without_their_parts_the_latest_first(db: Database) -> None:
    old, new = project("Alt", starts=date(2020, 1, 1), ends=date(2022, 1, 1)), project("Neu")
    with db.work("anlegen") as work:
        add(work, old, new, project("Connecting Women", parent_id=new.id))
    with db.read() as session:
        assert [name for _id, name in agenda.projects(session)] == ["Neu", "Alt"]
