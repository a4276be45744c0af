"""Course sessions: the single dates of a course."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from app.core.text import N_, _, show
from app.models.base import Entity, refers
from app.models.course import Course
from app.models.fields import Choice, derived, field


class SessionState(Choice):
    """Only what took place counts for the attendance rate."""

    PLANNED = "planned", N_("geplant")
    HELD = "held", N_("stattgefunden")
    CANCELLED = "cancelled", N_("ausgefallen")


class CourseSession(Entity):
    """One date of a course."""

    __tablename__ = "course_session"
    title, titles = N_("Termin"), N_("Termine")
    caption_label = N_("Datum")
    listed = ("caption", "starts", "ends", "units", "state")

    course_id: Mapped[int] = refers("course", N_("Schulung"))
    day: Mapped[date] = field(N_("Datum"))
    starts: Mapped[time | None] = field(N_("Von"))
    ends: Mapped[time | None] = field(N_("Bis"))
    units: Mapped[int] = field(N_("UE"), default=0, unit="UE")
    venue: Mapped[str] = field(N_("Ort"), length=120, default="")
    state: Mapped[str] = field(N_("Stand"), choice=SessionState, default=SessionState.PLANNED.value)
    reason: Mapped[str] = field(N_("Grund des Ausfalls"), length=200, default="")

    def describe(self) -> str:
        """The day."""
        return show(self.day)

    def rules(self) -> Iterator[tuple[str, str]]:
        """A session runs forward and says why it was cancelled."""
        if self.starts and self.ends and self.ends <= self.starts:
            yield "ends", _("Das Ende liegt nicht nach dem Beginn.")
        if not 0 <= self.units <= 24:
            yield "units", _("Möglich sind 0 bis 24 UE an einem Tag.")
        if self.state == SessionState.CANCELLED and not self.reason:
            yield "reason", _("Der Grund des Ausfalls fehlt.")


def _day(which: Callable[..., Any]) -> Any:
    held = CourseSession.state != SessionState.CANCELLED.value
    query = select(which(CourseSession.day)).where(CourseSession.course_id == Course.id, held)
    return query.correlate(Course).scalar_subquery()


Course.first_day = derived(N_("Beginn"), _day(func.min), kind=date)
Course.last_day = derived(N_("Ende"), _day(func.max), kind=date)
