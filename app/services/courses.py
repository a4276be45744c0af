"""Courses: who attended how much, what follows from it, and how it is entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Conflict, Invalid
from app.core.text import _
from app.models import Attendance, Course, CourseSession, Enrolment, Person
from app.models.attendance import AttendanceState
from app.models.course import UNIT_MINUTES
from app.models.course_session import SessionState
from app.models.enrolment import ACTIVE, EnrolmentState
from app.models.work import Work
from app.services.grid import LETTERS, Cell, Column, Grid, Row, Verdict, row
from app.services.participations import cancelled

__all__ = ["LETTERS", "Cell", "Column", "Grid", "Row", "Verdict"]

THERE = (AttendanceState.PRESENT.value, AttendanceState.PARTIAL.value)
LEFT = (EnrolmentState.WITHDRAWN.value, EnrolmentState.ABANDONED.value)


def grid(session: Session, course_id: int) -> Grid:
    """The attendance of a course: its dates in order, its people by name, without the waiting list.

    Who was cancelled in the project does not appear; who left the course does, with the dates until then.
    """
    course = _course(session, course_id)
    sessions = sessions_of(session, course_id)
    cells = _cells(session, course_id)
    rows = tuple(
        row(enrolment, caption, course.threshold, sessions, cells.get(enrolment.id, {}))
        for enrolment, caption in _people(session, course)
    )
    columns = tuple(
        Column(s.id, s.day, s.starts, s.ends, s.units, s.state, s.reason, s.venue or course.venue, present)
        for n, s in enumerate(sessions)
        for present in [sum(one.cells[n].state in THERE for one in rows)]
    )
    planned = course.units or sum(column.units for column in columns if not column.cancelled)
    return Grid(course.id, course.name, course.threshold, planned, columns, rows)


def sessions_of(session: Session, course_id: int) -> list[CourseSession]:
    """All dates of a course in order."""
    order = (CourseSession.day, CourseSession.starts.nulls_first(), CourseSession.id)
    return list(session.scalars(select(CourseSession).where(CourseSession.course_id == course_id).order_by(*order)))


def participants(session: Session, course_id: int) -> list[Person]:
    """Who belongs to a course now, by name: nobody who waits, left, or was cancelled in the project."""
    course = _course(session, course_id)
    query = select(Person).join(Enrolment, Enrolment.person_id == Person.id)
    query = query.where(Enrolment.course_id == course_id, Enrolment.state.in_(ACTIVE))
    query = query.where(~cancelled(session, course.project_id))
    return list(session.scalars(query.order_by(Person.caption_key, Person.id)))


def set_attendance(
    work: Work, enrolment_id: int, session_id: int, state: str | None, minutes: int | None = None, reason: str = ""
) -> Attendance | None:
    """Enter, change or, with no STATE, empty one cell; a planned session where somebody was took place."""
    enrolment, session = work.get(Enrolment, enrolment_id), work.get(CourseSession, session_id)
    if enrolment.course_id != session.course_id:
        raise Invalid({"session_id": _("Dieser Termin gehört zu einer anderen Schulung.")})
    if state:
        _check_possible(session, state, minutes)
    work.session.flush()
    here = (Attendance.enrolment_id == enrolment_id, Attendance.session_id == session_id)
    record = work.session.scalars(select(Attendance).where(*here)).one_or_none()
    if not state:
        if record:
            work.delete(record)
        return None
    if state in THERE:
        session.state = SessionState.HELD.value
    values = {"state": state, "minutes": minutes if state == AttendanceState.PARTIAL else None, "reason": reason}
    if record:
        work.update(record, values)
        return record
    return work.add(Attendance(enrolment_id=enrolment_id, session_id=session_id, **values))


def all_present(work: Work, session_id: int) -> int:
    """Enter 'anwesend' for everybody without an entry on this date who still belongs to the course; how many."""
    session = work.get(CourseSession, session_id)
    _check_possible(session, AttendanceState.PRESENT, None)
    work.session.flush()
    entered = select(Attendance.enrolment_id).where(Attendance.session_id == session_id)
    missing = select(Enrolment.id).where(
        Enrolment.course_id == session.course_id, Enrolment.state.in_(ACTIVE), Enrolment.id.not_in(entered)
    )
    ids = work.session.scalars(missing.order_by(Enrolment.id)).all()
    for id in ids:
        work.add(Attendance(enrolment_id=id, session_id=session_id, state=AttendanceState.PRESENT.value))
    session.state = SessionState.HELD.value
    return len(ids)


def enrol(work: Work, person_id: int, course_id: int, needs: str = "") -> Enrolment:
    """Enrol a person, on the waiting list when all places are taken; whoever had left comes back."""
    work.session.flush()
    pair = (Enrolment.person_id == person_id, Enrolment.course_id == course_id)
    enrolment = work.session.scalars(select(Enrolment).where(*pair)).one_or_none()
    if enrolment and enrolment.state not in LEFT:
        raise Invalid({"person_id": _("Diese Person ist schon angemeldet.")})
    free = free_places(work.session, course_id)
    state = EnrolmentState.WAITING if free is not None and free <= 0 else EnrolmentState.ENROLLED
    if enrolment:
        work.update(enrolment, {"state": state.value, "needs": needs or enrolment.needs})
        return enrolment
    return work.add(Enrolment(person_id=person_id, course_id=course_id, state=state.value, needs=needs))


def withdraw(work: Work, enrolment_id: int, state: str = EnrolmentState.WITHDRAWN.value) -> None:
    """Let a person leave a course; the dates until then stay."""
    if state not in LEFT:
        raise ValueError(state)
    work.get(Enrolment, enrolment_id).state = state


def move_up(work: Work, course_id: int) -> list[Enrolment]:
    """Enrol from the waiting list, first come first served, as many as there are free places."""
    work.session.flush()
    free = free_places(work.session, course_id)
    waiting = select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.state == EnrolmentState.WAITING.value)
    moved = list(work.session.scalars(waiting.order_by(Enrolment.id).limit(None if free is None else max(free, 0))))
    for enrolment in moved:
        enrolment.state = EnrolmentState.ENROLLED.value
    return moved


def free_places(session: Session, course_id: int) -> int | None:
    """How many places are free; None where their number is not limited."""
    course = _course(session, course_id)
    if course.places is None:
        return None
    taken = select(func.count()).where(Enrolment.course_id == course_id, Enrolment.state.in_(ACTIVE))
    return course.places - (session.scalar(taken) or 0)


def add_session(
    work: Work,
    course_id: int,
    day: date,
    starts: time | None = None,
    ends: time | None = None,
    units: int | None = None,
    venue: str = "",
) -> CourseSession:
    """Plan a date; without UNITS the UE follow from the time."""
    work.session.flush()
    if any((one.day, one.starts) == (day, starts) for one in sessions_of(work.session, course_id)):
        raise Invalid({"day": _("Diesen Termin gibt es schon.")})
    if units is None and starts and ends:
        units = max(0, (ends.hour - starts.hour) * 60 + ends.minute - starts.minute) // UNIT_MINUTES
    planned = CourseSession(course_id=course_id, day=day, starts=starts, ends=ends, units=units or 0, venue=venue)
    return work.add(planned)


def cancel_session(work: Work, session_id: int, reason: str) -> None:
    """Let a date not take place; it stays visible and counts for nobody."""
    work.update(work.get(CourseSession, session_id), {"state": SessionState.CANCELLED.value, "reason": reason})


def _check_possible(session: CourseSession, state: str, minutes: int | None) -> None:
    if session.state == SessionState.CANCELLED:
        raise Invalid({"state": _("Dieser Termin ist ausgefallen. Anwesenheit lässt sich hier nicht eintragen.")})
    if state in THERE and session.day > today():
        raise Invalid({"state": _("Dieser Termin ist noch nicht gewesen.")})
    if state == AttendanceState.PARTIAL and session.units and (minutes or 0) > session.units * UNIT_MINUTES:
        raise Invalid({"minutes": _("Dieser Termin hat nur {n} UE.").format(n=session.units)})


def _course(session: Session, course_id: int) -> Course:
    course = session.get(Course, course_id)
    if course is None:
        raise Conflict(_("Diese Schulung gibt es nicht mehr. Bitte neu laden."))
    return course


def _people(session: Session, course: Course) -> Sequence[tuple[Enrolment, str]]:
    """The enrolments of a course with the people's captions, in the order of names."""
    query = (
        select(Enrolment, Person.caption)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.course_id == course.id, Enrolment.state != EnrolmentState.WAITING.value)
        .where(~cancelled(session, course.project_id))
        .order_by(Person.caption_key, Person.id)
    )
    return [(enrolment, caption) for enrolment, caption in session.execute(query)]


def _cells(session: Session, course_id: int) -> dict[int, dict[int, Cell]]:
    """What was entered in a course, per enrolment and session."""
    columns = (
        Attendance.enrolment_id,
        Attendance.session_id,
        Attendance.state,
        Attendance.minutes,
        Attendance.reason,
    )
    query = select(*columns).join(Enrolment, Enrolment.id == Attendance.enrolment_id)
    found: dict[int, dict[int, Cell]] = {}
    for enrolment_id, session_id, state, minutes, reason in session.execute(
        query.where(Enrolment.course_id == course_id)
    ):
        found.setdefault(enrolment_id, {})[session_id] = Cell(state, minutes, reason)
    return found
