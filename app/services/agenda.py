"""What waits: participations, papers, tasks and courses with a deadline, dates that come next, and the goals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction
from functools import partial
from operator import attrgetter

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.text import N_, _, day_and_month, show
from app.models import (
    Attendance,
    Certificate,
    Course,
    CourseSession,
    Enrolment,
    Organisation,
    Pair,
    Person,
    Placement,
    Project,
)
from app.models.course_session import SessionState
from app.models.enrolment import ACTIVE
from app.models.fields import Choice
from app.models.pair import PairState
from app.models.placement import PlacementState
from app.services import courses, participations
from app.services.checklist import counts
from app.services.checklist.records import record_rules
from app.services.due import Due
from app.services.due_people import due as due_people
from app.services.goals import Goal, state
from app.services.grid import Verdict
from app.services.organisation_agenda import due as due_organisations
from app.services.pair_due import QUIET_DAYS
from app.services.pair_due import due as due_pairs
from app.services.programmes import load
from app.services.retention import due as due_retention

__all__ = ["AHEAD_DAYS", "SOURCES", "Appointment", "Due", "DueKind", "Goal", "Overview", "overview", "projects"]

Source = Callable[[Session, Sequence[int], date], Iterable[Due]]
CERTIFICATE_DAYS = 14
"""Days after a course's last date until its certificates should be out; the office's own aim."""
AHEAD_DAYS = 14
"""How far the list of what is due looks ahead."""
UPCOMING = 5


class DueKind(Choice):
    """What has to be done about courses."""

    ATTENDANCE = "attendance", N_("Anwesenheit")
    CERTIFICATE = "certificate", N_("Bescheinigungen")


@dataclass(frozen=True, slots=True)
class Appointment:
    """One date that comes: a session, a first meeting, a trial visit."""

    day: date
    at: time | None
    text: str
    table: str
    record_id: int


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
    upcoming: tuple[Appointment, ...]
    doubles: int = 0
    """How many people have name and day of birth of somebody entered before."""
    parts: tuple[tuple[int, str], ...] = ()
    """The parts of the project, by which the list can be narrowed."""


def projects(session: Session) -> list[tuple[int, str]]:
    """The projects that are not part of another, the latest first."""
    query = select(Project.id, Project.caption).where(Project.parent_id.is_(None))
    return [(id, name) for id, name in session.execute(query.order_by(Project.starts.desc().nulls_last(), Project.id))]


def overview(session: Session, project_id: int, part_id: int | None = None, quiet_days: int = QUIET_DAYS) -> Overview:
    """The state of one project today; with PART_ID only what is due in one of its parts.

    Pairs are asked after QUIET_DAYS without a meeting.
    """
    project = session.get_one(Project, project_id)
    now = state(session, project, load(project.programme), today())
    within = participations.family(session, project_id)
    inside = participations.parts(session, part_id) if part_id else within
    others = [id for id in within if id != project_id]
    names = select(Project.id, Project.caption).where(Project.id.in_(others)).order_by(Project.caption_key)
    return Overview(
        project_id,
        project.caption,
        tuple(due(session, inside, quiet_days)),
        now.goals,
        elapsed(project.starts, project.ends),
        now.complete,
        now.incomplete,
        tuple(_upcoming(session, inside)),
        doubles(session),
        tuple((id, name) for id, name in session.execute(names)),
    )


def due(session: Session, project_ids: Sequence[int], quiet_days: int = QUIET_DAYS) -> list[Due]:
    """Everything with a deadline within the next two weeks, or passed, the most urgent first."""
    until = today() + timedelta(days=AHEAD_DAYS)
    sources: tuple[Source, ...] = (*SOURCES, partial(due_pairs, quiet_days=quiet_days))
    found = [one for source in sources for one in source(session, project_ids, until)]
    # One after the other, the last first: much faster than comparing tuples of them.
    for key in ("who", "kind", "deadline"):
        found.sort(key=attrgetter(key))
    return found


def doubles(session: Session) -> int:
    """How many people seem to be there twice; people that somebody told apart do not count."""
    found = [rule for rule in record_rules() if rule.key == "person.double"]
    return counts(session, found)["person.double"]


def elapsed(first: date | None, last: date | None) -> Fraction:
    """The share of the days from FIRST to LAST that have passed; nothing where the period is not known."""
    if first is None or last is None or last < first:
        return Fraction(0)
    days = min(max((today() - first).days + 1, 0), (last - first).days + 1)
    return Fraction(days, (last - first).days + 1)


def _courses(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    """Sessions without attendance, and finished courses whose certificates are not out."""
    for course in _of_projects(session, project_ids):
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
            if limit > until:
                continue
            yield Due(DueKind.CERTIFICATE, course.caption, occasion, limit, "course", course.id)


def _issued_to(course_id: int) -> Select[int]:
    return select(Certificate.person_id).where(Certificate.course_id == course_id, Certificate.voided_on.is_(None))


def _of_projects(session: Session, project_ids: Sequence[int]) -> Sequence[Course]:
    """Courses with anything to do: those with participants and a date that has come."""
    begun = select(CourseSession.course_id).where(CourseSession.day <= today())
    taken = select(Enrolment.course_id).where(Enrolment.state.in_(ACTIVE))
    query = select(Course).where(Course.project_id.in_(project_ids))
    waits = or_(_unmarked(), _without_certificate())
    query = query.where(Course.id.in_(begun), Course.id.in_(taken), waits)
    return session.scalars(query.order_by(Course.caption_key)).all()


def _unmarked() -> ColumnElement[bool]:
    """Whether somebody's attendance at a past session of the course is not known."""
    marked = exists().where(Attendance.enrolment_id == Enrolment.id, Attendance.session_id == CourseSession.id)
    return (
        exists()
        .where(CourseSession.course_id == Course.id, Enrolment.course_id == Course.id)
        .where(CourseSession.day <= today(), CourseSession.state != SessionState.CANCELLED.value)
        .where(Enrolment.state.in_(ACTIVE), ~marked)
    )


def _without_certificate() -> ColumnElement[bool]:
    """Whether somebody in the course has no valid certificate; the grid knows who should have one."""
    issued = exists().where(
        Certificate.course_id == Enrolment.course_id,
        Certificate.person_id == Enrolment.person_id,
        Certificate.voided_on.is_(None),
    )
    return exists().where(Enrolment.course_id == Course.id, Enrolment.state.in_(ACTIVE), ~issued)


def _upcoming(session: Session, project_ids: Sequence[int]) -> list[Appointment]:
    """The next dates of all modules."""
    found = [
        *_sessions(session, project_ids),
        *_first_meetings(session, project_ids),
        *_trial_visits(session, project_ids),
    ]
    return sorted(found, key=lambda one: (one.day, one.at or time.min, one.text))[:UPCOMING]


def _sessions(session: Session, project_ids: Sequence[int]) -> Iterator[Appointment]:
    query = (
        select(CourseSession.day, CourseSession.starts, Course.caption, Course.id)
        .join(Course, Course.id == CourseSession.course_id)
        .where(Course.project_id.in_(project_ids), CourseSession.day >= today())
        .where(CourseSession.state == SessionState.PLANNED.value)
        .order_by(CourseSession.day, CourseSession.starts, CourseSession.id)
        .limit(UPCOMING)
    )
    for day, at, title, id in session.execute(query):
        yield Appointment(day, at, title, "course", id)


def _first_meetings(session: Session, project_ids: Sequence[int]) -> Iterator[Appointment]:
    mentee, mentor = aliased(Person), aliased(Person)
    query = (
        select(Pair.introduction, mentee.last_name, mentor.last_name, Pair.id)
        .join(mentee, mentee.id == Pair.mentee_id)
        .join(mentor, mentor.id == Pair.mentor_id)
        .where(Pair.project_id.in_(project_ids), Pair.introduction >= today())
        .where(Pair.state == PairState.INTRODUCTION.value)
        .order_by(Pair.introduction, Pair.id)
        .limit(UPCOMING)
    )
    for day, one, other, id in session.execute(query):
        assert day
        yield Appointment(day, None, _("Erstes Treffen: {one} – {other}").format(one=one, other=other), "pair", id)


def _trial_visits(session: Session, project_ids: Sequence[int]) -> Iterator[Appointment]:
    query = (
        select(Placement.trial, Placement.trial_time, Person.caption, Organisation.caption, Placement.person_id)
        .join(Person, Person.id == Placement.person_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(Placement.project_id.in_(project_ids), Placement.trial >= today())
        .where(Placement.state == PlacementState.TRIAL.value)
        .order_by(Placement.trial, Placement.trial_time, Placement.id)
        .limit(UPCOMING)
    )
    for day, at, who, where, id in session.execute(query):
        assert day
        told = _("Schnupperbesuch: {who}, {where}").format(who=who, where=where)
        yield Appointment(day, at, told, "person", id)


SOURCES: tuple[Source, ...] = (due_people, due_organisations, due_retention, _courses)
"""What may wait: each gives everything about some projects with a deadline up to a day."""
