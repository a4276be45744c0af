"""The trainings of a person with what their attendance comes to, for the timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.text import _
from app.models import Attendance, Course, CourseSession, Enrolment
from app.models.enrolment import ACTIVE, EnrolmentState
from app.services.grid import Cell, Row, row
from app.services.timeline.kinds import Event, Kind


def trainings(session: Session, person_id: int) -> Iterator[Event]:
    """Beginning and end of each training, with the attendance; the course is what opens."""
    query = select(Enrolment, Course).join(Course, Course.id == Enrolment.course_id)
    found = list(session.execute(query.where(Enrolment.person_id == person_id)))
    dates: dict[int, list[CourseSession]] = defaultdict(list)
    of_courses = CourseSession.course_id.in_([course.id for _enrolment, course in found])
    for one in session.scalars(select(CourseSession).where(of_courses).order_by(CourseSession.day)):
        dates[one.course_id].append(one)
    entered: dict[int, dict[int, Cell]] = defaultdict(dict)
    of_enrolments = Attendance.enrolment_id.in_([enrolment.id for enrolment, _course in found])
    for cell in session.scalars(select(Attendance).where(of_enrolments)):
        entered[cell.enrolment_id][cell.session_id] = Cell(cell.state, cell.minutes, cell.reason)
    for enrolment, course in found:
        line = row(enrolment, "", course.threshold, dates[course.id], entered[enrolment.id])
        yield from _events(enrolment, course, line, dates[course.id])


def _events(enrolment: Enrolment, course: Course, line: Row, dates: list[CourseSession]) -> Iterator[Event]:
    state = _(dict(EnrolmentState.options()).get(enrolment.state, enrolment.state))
    came = _("{n} von {all} UE besucht ({share})").format(n=line.units, all=line.held, share=line.share)
    detail = " · ".join(filter(None, (state, came if line.held else "")))
    first = dates[0].day if dates else None
    yield Event(first, Kind.TRAINING, course.caption, detail, "course", course.id)
    if len(dates) > 1 and enrolment.state in ACTIVE:
        title = _("Letzter Termin: {course}").format(course=course.caption)
        yield Event(dates[-1].day, Kind.TRAINING, title, "", "course", course.id)
