"""What waits: entries with a deadline, dates that come next, and how far the goals are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.text import N_, _, day_and_month, show
from app.models import Certificate, Course, CourseSession, Enrolment, Participation, Person, Project
from app.models.course_session import SessionState
from app.models.enrolment import ACTIVE
from app.models.fields import Choice
from app.services import courses, participations
from app.services.due import Due
from app.services.figures import Figures, Record, figures, records
from app.services.grid import Verdict
from app.services.programmes import load

CERTIFICATE_DAYS = 14
"""Days after a course's last date until its certificates should be out; the office's own aim."""
AHEAD_DAYS = 14
"""How far the list of what is due looks ahead."""
UPCOMING = 5


class DueKind(Choice):
    """What has to be done."""

    ENTRY = "entry", N_("Eintrittsdaten")
    ATTENDANCE = "attendance", N_("Anwesenheit")
    CERTIFICATE = "certificate", N_("Bescheinigungen")


@dataclass(frozen=True, slots=True)
class Goal:
    """One target of the project and where it stands."""

    code: str
    label: str
    actual: int
    target: int


@dataclass(frozen=True)
class Overview:
    """Everything the start page shows about one project."""

    project_id: int
    project: str
    due: tuple[Due, ...]
    goals: tuple[Goal, ...]
    elapsed: Fraction
    """The share of the project's time that has passed, from 0 to 1."""
    complete: int
    incomplete: int
    upcoming: tuple[tuple[CourseSession, str], ...]
    """The next sessions, each with its course's title."""


def projects(session: Session) -> list[tuple[int, str]]:
    """The projects that are not part of another, the latest first."""
    query = select(Project.id, Project.caption).where(Project.parent_id.is_(None))
    return [(id, name) for id, name in session.execute(query.order_by(Project.starts.desc().nulls_last(), Project.id))]


def overview(session: Session, project_id: int) -> Overview:
    """The state of one project today."""
    project = session.get_one(Project, project_id)
    programme = load(project.programme)
    counted = figures(programme, records(session, project_id, today()))
    found = [*_entries(session, counted), *_courses(session, project_id)]
    return Overview(
        project_id,
        project.caption,
        tuple(sorted(found, key=lambda due: (due.deadline, due.kind, due.who))),
        tuple(_goals(project, counted)),
        elapsed(project.starts, project.ends),
        counted.complete,
        len(counted.open),
        tuple(_upcoming(session, project_id)),
    )


def elapsed(first: date | None, last: date | None) -> Fraction:
    """The share of the days from FIRST to LAST that have passed; nothing where the period is not known."""
    if first is None or last is None or last < first:
        return Fraction(0)
    days = min(max((today() - first).days + 1, 0), (last - first).days + 1)
    return Fraction(days, (last - first).days + 1)


def _entries(session: Session, counted: Figures) -> Iterator[Due]:
    """Participations whose mandatory answers are not complete."""
    limit = timedelta(days=counted.programme.terms.entry_days)
    near = [one.record for one in counted.open if (one.record.entry + limit - today()).days <= AHEAD_DAYS]
    names = _names(session, near)
    for record in near:
        occasion = _("Eintritt {day}").format(day=show(record.entry))
        name = names.get(record.person or 0, record.number)
        yield Due(DueKind.ENTRY, name, occasion, record.entry + limit, "person", record.person or 0)


def _names(session: Session, found: Sequence[Record]) -> dict[int, str]:
    ids = {record.person for record in found}
    query = select(Person.id, Person.caption).join(Participation, Participation.person_id == Person.id)
    if len(ids) < 500:
        query = query.where(Person.id.in_(ids))
    return {id: caption for id, caption in session.execute(query)}


def _courses(session: Session, project_id: int) -> Iterator[Due]:
    """Sessions without attendance, and finished courses whose certificates are not out."""
    for course in _of_project(session, project_id):
        grid = courses.grid(session, course.id)
        days = [one.day for one in grid.columns if not one.cancelled]
        if not days:
            continue
        for day in sorted({day for row in grid.rows for day in row.open}):
            yield Due(
                DueKind.ATTENDANCE, course.caption, _("Termin {day}").format(day=show(day)), day, "course", course.id
            )
        last = max(days)
        issued = set(session.scalars(_issued_to(course.id)))
        ready = [row for row in grid.rows if row.verdict == Verdict.FULFILLED and row.person_id not in issued]
        if last <= today() and ready:
            occasion = _("{n} bereit, Ende {day}").format(n=len(ready), day=day_and_month(last))
            limit = last + timedelta(days=CERTIFICATE_DAYS)
            yield Due(DueKind.CERTIFICATE, course.caption, occasion, limit, "course", course.id)


def _issued_to(course_id: int) -> Select[int]:
    return select(Certificate.person_id).where(Certificate.course_id == course_id, Certificate.voided_on.is_(None))


def _of_project(session: Session, project_id: int) -> Sequence[Course]:
    """Courses with anything to do: those with participants and a date that has come."""
    begun = select(CourseSession.course_id).where(CourseSession.day <= today())
    taken = select(Enrolment.course_id).where(Enrolment.state.in_(ACTIVE))
    query = select(Course).where(Course.project_id.in_(participations.family(session, project_id)))
    return session.scalars(query.where(Course.id.in_(begun), Course.id.in_(taken)).order_by(Course.caption_key)).all()


def _goals(project: Project, counted: Figures) -> Iterator[Goal]:
    for indicator in counted.programme.indicators:
        target = project.targets.get(indicator.code, 0)
        actual = counted.number(indicator.code)
        if target > 0 and actual is not None:  # a bar at 0 would claim that nothing was done
            yield Goal(indicator.code, indicator.label, actual, target)


def _upcoming(session: Session, project_id: int) -> Iterator[tuple[CourseSession, str]]:
    query = (
        select(CourseSession, Course.caption)
        .join(Course, Course.id == CourseSession.course_id)
        .where(
            Course.project_id.in_(participations.family(session, project_id)),
            CourseSession.day >= today(),
            CourseSession.state == SessionState.PLANNED,
        )
        .order_by(CourseSession.day, CourseSession.starts, CourseSession.id)
        .limit(UPCOMING)
    )
    yield from session.execute(query)
