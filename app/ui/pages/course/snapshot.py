"""Everything that the page of a course shows, read in one go from one consistent state of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.text import _, period, plural
from app.models import Certificate, Course, Enrolment, Person, Project
from app.models.query import Query
from app.services import certificates, courses
from app.services.grid import Column, Grid, Verdict

TABLES = frozenset(
    {"course", "course_session", "enrolment", "attendance", "certificate", "person", "project", "participation"}
)
"""A change in any other table changes nothing here."""


@dataclass(frozen=True, slots=True)
class Member:
    """One enrolled person, also from the waiting list or who left."""

    enrolment_id: int
    person_id: int
    caption: str
    state: str
    needs: str


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate that was issued in this course."""

    id: int
    number: str
    person_id: int
    caption: str
    issued_on: date
    units: int
    reprints: int
    voided_on: date | None
    void_reason: str


@dataclass(frozen=True)
class Snapshot:
    """A course as it was a moment ago."""

    course: Course
    project: str
    grid: Grid
    members: tuple[Member, ...]
    issued: tuple[Issued, ...]
    ready: int
    """How many could get a certificate now."""
    free: int | None
    """Free places; None where their number is not limited."""

    @property
    def sessions(self) -> Sequence[Column]:
        """All dates in order."""
        return self.grid.columns

    @property
    def facts(self) -> tuple[str, ...]:
        """What the badges say: part of the project, period, size, place, leader."""
        held = [one for one in self.sessions if not one.cancelled]
        count = plural(len(held), _("1 Termin"), _("{n} Termine"))
        size = _("{count} · {n} UE zu 45 Minuten").format(count=count, n=self.grid.planned)
        leader = _("Leitung: {name}").format(name=self.course.instructor) if self.course.instructor else ""
        days = period(held[0].day, held[-1].day) if held else ""
        return tuple(fact for fact in (self.project, days, size, self.course.venue, leader) if fact)

    @property
    def cancelled(self) -> str:
        """'1 Termin ausgefallen, nachgeholt', or nothing."""
        lost = [one for one in self.sessions if one.cancelled]
        if not lost:
            return ""
        told = plural(len(lost), _("1 Termin ausgefallen"), _("{n} Termine ausgefallen"))
        rest = sum(one.units for one in self.sessions if not one.cancelled)
        caught_up = bool(self.course.units) and rest >= self.course.units
        return _("{told}, nachgeholt").format(told=told) if caught_up else told


def load(session: Any, course_id: int) -> Snapshot:
    """Read everything about one course; raises Conflict when it is gone."""
    attendance = courses.grid(session, course_id)
    course: Course = session.get(Course, course_id)
    found = certificates.candidates(session, course_id, attendance=attendance)
    return Snapshot(
        course=course,
        project=_captions(session, Project, [course.project_id])[course.project_id],
        grid=attendance,
        members=_members(session, course_id),
        issued=_issued(session, course_id),
        ready=sum(one.verdict == Verdict.FULFILLED and not one.issued for one in found),
        free=courses.free_places(session, course_id),
    )


def _members(session: Any, course_id: int) -> tuple[Member, ...]:
    query = Query(Enrolment, where={"course_id": course_id}, shown=("person_id", "state", "needs"))
    rows = query.rows(session, query.ids(session))
    people = {person_id for person_id, _state, _needs in rows.values()}
    # In the order of names, which the database knows.
    ordered = Query(Person, where={"id": tuple(people)}).ids(session)
    captions = _captions(session, Person, ordered)
    by_person = {row[0]: (id, *row) for id, row in rows.items()}
    return tuple(Member(e, p, captions[p], state, needs) for e, p, state, needs in map(by_person.__getitem__, ordered))


def _issued(session: Any, course_id: int) -> tuple[Issued, ...]:
    shown = ("number", "person_id", "issued_on", "units", "reprints", "voided_on", "void_reason")
    query = Query(Certificate, where={"course_id": course_id}, shown=shown)
    ids = query.ids(session)
    rows = query.rows(session, ids)
    captions = _captions(session, Person, [rows[id][1] for id in ids])
    return tuple(Issued(id, rows[id][0], rows[id][1], captions.get(rows[id][1], "–"), *rows[id][2:]) for id in ids)


def _captions(session: Any, entity: type[Person | Project], ids: Sequence[int]) -> dict[int, str]:
    rows = Query(entity, shown=("caption",)).rows(session, ids)
    return {id: values[0] for id, values in rows.items()}
