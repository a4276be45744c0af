"""Records with sensible defaults: a test names only what it is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.core.partial_date import PartialDate
from app.models import (
    Attendance,
    Course,
    CourseSession,
    Enrolment,
    Participation,
    Person,
    Project,
    Role,
)
from app.models.work import Work


def person(last_name: str = "Al-Haddad", first_names: str = "Rim", **values: Any) -> Person:
    """A woman born in 1991 unless said otherwise."""
    given = {"gender": "female", "born": PartialDate(1991, 3, 14), "city": "Bad Blankenburg"} | values
    return Person(last_name=last_name, first_names=first_names, **given)


def project(name: str = "Connecting Humans 2025–2027", **values: Any) -> Project:
    """A project of three years."""
    given = {"starts": date(2025, 1, 1), "ends": date(2027, 12, 31), "reference": "25-0417-CH"} | values
    return Project(name=name, **given)


def participation(person: Person, project: Project, number: str = "CH-001", **values: Any) -> Participation:
    """An entry in March 2026."""
    given = {"entry": date(2026, 3, 2)} | values
    return Participation(person_id=person.id, project_id=project.id, number=number, **given)


def role(person: Person, project: Project, kind: str = "mentee", **values: Any) -> Role:
    """A mentee since March 2026."""
    return Role(person_id=person.id, project_id=project.id, kind=kind, **({"since": date(2026, 3, 2)} | values))


def course(project: Project, name: str = "Integrationsassistenz – Grundqualifizierung", **values: Any) -> Course:
    """A qualification of 24 UE."""
    given = {"kind": "assistant", "units": 24, "venue": "VHS Rudolstadt, Raum 4", "instructor": "Dr. Marit Ehrenforth"}
    return Course(name=name, project_id=project.id, **(given | values))


def sessions(course: Course, count: int = 8, first: date = date(2026, 8, 19), **values: Any) -> list[CourseSession]:
    """COUNT weekly sessions of three UE that took place."""
    given = {"units": 3, "state": "held"} | values
    days = (first + timedelta(weeks=week) for week in range(count))
    return [CourseSession(course_id=course.id, day=day, **given) for day in days]


def enrolment(person: Person, course: Course, **values: Any) -> Enrolment:
    """Enrolled and not more."""
    return Enrolment(person_id=person.id, course_id=course.id, **values)


def attendance(enrolment: Enrolment, session: CourseSession, state: str = "present", **values: Any) -> Attendance:
    """Present unless said otherwise."""
    return Attendance(enrolment_id=enrolment.id, session_id=session.id, state=state, **values)


def add(work: Work, *records: Any) -> None:
    """Store several records at once."""
    for record in records:
        work.add(record)
