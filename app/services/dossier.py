"""What is kept about people beside their own record: participation, roles, trainings, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Course, Enrolment, Participation, Person, Project, Role
from app.models.enrolment import EnrolmentState
from app.models.role import RoleKind
from app.services.programme import Programme, Question, Value
from app.services.programmes import load


@dataclass(frozen=True)
class Admission:
    """A person's participation with the project and the programme whose questions apply."""

    participation: Participation
    project: str
    programme: Programme
    known: tuple[Value, ...]

    def missing(self, answers: Mapping[str, Any] | None = None, stage: str = "entry") -> list[Question]:
        """The mandatory questions of a STAGE open after ANSWERS, or after those that are stored."""
        stored = self.participation.answers if answers is None else answers
        return self.programme.missing(stored or {}, self.known, stage)


@dataclass(frozen=True)
class RoleLine:
    """One role as the person's page lists it."""

    role: Role
    project: str


@dataclass(frozen=True)
class Training:
    """One enrolment as the person's page lists it."""

    course_id: int
    course: str
    first_day: date | None
    last_day: date | None
    state: str


def known_at_entry(
    programme: Programme, person: Person, entry: date, stored: Mapping[str, object]
) -> tuple[Value, ...]:
    """What the programme takes from the person, as it was on the day of entry."""
    return programme.known(fields_of(programme, person), entry, stored)


def fields_of(programme: Programme, person: Person) -> dict[str, Any]:
    """What the programme needs of a person's record."""
    return {name: getattr(person, name) for name in programme.person_fields}


def admission(session: Session, person: Person) -> Admission | None:
    """The person's latest participation that was not cancelled."""
    query = (
        select(Participation, Project.caption, Project.programme)
        .join(Project, Project.id == Participation.project_id)
        .where(Participation.person_id == person.id, Participation.cancelled.is_(None))
        .order_by(Participation.entry.desc(), Participation.id.desc())
    )
    row = session.execute(query).first()
    if row is None:
        return None
    participation, project, programme = row
    asking = load(programme)
    known = known_at_entry(asking, person, participation.entry, participation.answers or {})
    return Admission(participation, project, asking, known)


def roles(session: Session, person_id: int) -> list[RoleLine]:
    """The person's roles: running ones first, then the latest ended."""
    query = (
        select(Role, Project.caption).join(Project, Project.id == Role.project_id).where(Role.person_id == person_id)
    )
    found = [RoleLine(role, project) for role, project in session.execute(query)]
    return sorted(found, key=lambda line: (line.role.until is not None, line.role.since or date.min))


def running_roles(session: Session, person_id: int) -> list[str]:
    """The German names of the roles that have not ended, each once."""
    lines = [line.role.kind for line in roles(session, person_id) if line.role.until is None]
    return [label for code, label in RoleKind.options() if code in lines]


def trainings(session: Session, person_id: int) -> list[Training]:
    """The courses the person is or was enrolled in, the latest first."""
    columns = (Course.id, Course.caption, Course.first_day, Course.last_day, Enrolment.state)  # type: ignore[attr-defined]
    query = select(*columns).join(Enrolment, Enrolment.course_id == Course.id).where(Enrolment.person_id == person_id)
    found = [Training(*row) for row in session.execute(query)]
    return sorted(found, key=lambda one: one.first_day or date.max, reverse=True)


def participants(session: Session) -> int:
    """How many people take part in any project."""
    people = func.count(func.distinct(Participation.person_id))
    return session.scalar(select(people).where(Participation.cancelled.is_(None))) or 0


def open_projects(session: Session) -> Iterator[tuple[int, str]]:
    """Projects into which people can be admitted, the latest first."""
    query = select(Project.id, Project.caption).order_by(Project.starts.desc().nulls_last(), Project.id)
    yield from ((id, caption) for id, caption in session.execute(query))


ENROLMENT_LABELS = dict(EnrolmentState.options())
