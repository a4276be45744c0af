"""The attendance of a course as a grid: cells, sums, and what they mean for the certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from app.core.clock import today
from app.core.text import N_, _, percent, plural
from app.models import CourseSession, Enrolment
from app.models.attendance import AttendanceState
from app.models.course import UNIT_MINUTES
from app.models.course_session import SessionState
from app.models.enrolment import EnrolmentState
from app.models.fields import Choice

LETTERS = {
    AttendanceState.PRESENT.value: "A",
    AttendanceState.PARTIAL.value: "T",
    AttendanceState.EXCUSED.value: "E",
    AttendanceState.SICK.value: "K",
    AttendanceState.UNEXCUSED.value: "U",
    AttendanceState.WITHDRAWN.value: "–",
}
"""What the grid shows and what is typed into it."""


class Verdict(Choice):
    """What somebody's attendance means for the certificate."""

    FULFILLED = "fulfilled", N_("erfüllt")
    OPEN = "open", N_("Termin offen")
    BELOW = "below", N_("unter Schwelle")
    RUNNING = "running", N_("läuft noch")
    WITHDRAWN = "withdrawn", N_("abgemeldet")
    ABANDONED = "abandoned", N_("abgebrochen")


@dataclass(frozen=True, slots=True)
class Cell:
    """One person on one date."""

    state: str | None = None
    minutes: int | None = None
    reason: str = ""

    @property
    def letter(self) -> str:
        """'A', 'T 2', 'E', 'K', 'U', '–', or nothing where nothing was entered."""
        letter = LETTERS.get(self.state or "", "")
        return f"{letter} {(self.minutes or 0) // UNIT_MINUTES}" if self.state == AttendanceState.PARTIAL else letter

    def counted(self, units: int) -> int:
        """The UE that count, of a session with UNITS; of a part only the UE that were attended to their end."""
        if self.state == AttendanceState.PRESENT:
            return units
        return min(units, (self.minutes or 0) // UNIT_MINUTES) if self.state == AttendanceState.PARTIAL else 0


@dataclass(frozen=True, slots=True)
class Column:
    """One date of the course and how many were there, also in part."""

    session_id: int
    day: date
    starts: time | None
    ends: time | None
    units: int
    state: str
    reason: str
    venue: str
    present: int = 0

    @property
    def cancelled(self) -> bool:
        """Whether it did not take place."""
        return self.state == SessionState.CANCELLED

    @property
    def held(self) -> bool:
        """Whether it took place, and so counts."""
        return self.state == SessionState.HELD


@dataclass(frozen=True, slots=True)
class Row:
    """One enrolled person: a cell per date, and what it comes to."""

    enrolment_id: int
    person_id: int
    caption: str
    state: str
    cells: tuple[Cell, ...]
    units: int
    """UE attended."""
    held: int
    """UE of the sessions that took place while this person belonged to the course."""
    open: tuple[date, ...]
    """Days on which nothing was entered."""
    verdict: str

    @property
    def share(self) -> str:
        """The attendance rate, '88 %'."""
        return percent(self.units, self.held)

    @property
    def told(self) -> str:
        """The verdict as the grid says it: '2 Termine offen'."""
        if self.verdict == Verdict.OPEN:
            return plural(len(self.open), _("1 Termin offen"), _("{n} Termine offen"))
        return dict(Verdict.options())[self.verdict]


@dataclass(frozen=True)
class Grid:
    """The attendance of one course."""

    course_id: int
    name: str
    threshold: int
    planned: int
    """UE of the whole course."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def held(self) -> int:
        """UE of all sessions that took place."""
        return sum(column.units for column in self.columns if column.held)

    @property
    def needed(self) -> int:
        """The fewest UE that reach the threshold."""
        return -(-self.planned * self.threshold // 100)

    @property
    def fulfilled(self) -> int:
        """How many reached the threshold."""
        return sum(row.verdict == Verdict.FULFILLED for row in self.rows)


def row(
    enrolment: Enrolment, caption: str, threshold: int, sessions: list[CourseSession], entered: Mapping[int, Cell]
) -> Row:
    """One line of the grid, from what was ENTERED per session."""
    left = _left(enrolment, sessions, entered)
    own = _own(sessions, entered, left=bool(left))
    held = [one for one in own if one.state == SessionState.HELD]
    counted = sum(entered[one.id].counted(one.units) for one in held if one.id in entered)
    base = sum(one.units for one in held)
    empty = [one for one in own if one.id not in entered]
    due = [one for one in empty if one.state == SessionState.HELD or one.day <= today()]
    possible = counted + sum(one.units for one in empty)
    whole = sum(one.units for one in own)
    if left:
        verdict = left
    elif whole and possible * 100 < threshold * whole:
        verdict = Verdict.BELOW
    elif due:
        verdict = Verdict.OPEN
    else:
        verdict = Verdict.RUNNING if not base or len(held) < len(own) else Verdict.FULFILLED
    cells = tuple(
        entered.get(one.id) or Cell(AttendanceState.WITHDRAWN.value if left and _counts(one, own) else None)
        for one in sessions
    )
    open_ = tuple(one.day for one in due)
    return Row(enrolment.id, enrolment.person_id, caption, enrolment.state, cells, counted, base, open_, verdict.value)


def _left(enrolment: Enrolment, sessions: list[CourseSession], entered: Mapping[int, Cell]) -> Verdict | None:
    """How somebody left: by the enrolment's state, or because the last dates are marked as 'abgemeldet'."""
    if enrolment.state == EnrolmentState.ABANDONED:
        return Verdict.ABANDONED
    marks = [entered[one.id].state for one in sessions if one.id in entered and one.state != SessionState.CANCELLED]
    gone = bool(marks) and marks[-1] == AttendanceState.WITHDRAWN
    return Verdict.WITHDRAWN if gone or enrolment.state == EnrolmentState.WITHDRAWN else None


def _own(sessions: list[CourseSession], entered: Mapping[int, Cell], *, left: bool) -> list[CourseSession]:
    """The sessions that count for one enrolment: none that was cancelled, and none after the person left."""
    counting = [one for one in sessions if one.state != SessionState.CANCELLED]
    if not left:
        return counting
    last = 0
    for n, one in enumerate(counting, 1):
        if one.id in entered and entered[one.id].state != AttendanceState.WITHDRAWN:
            last = n
    return counting[:last]


def _counts(session: CourseSession, own: list[CourseSession]) -> bool:
    return session.state != SessionState.CANCELLED and session not in own
