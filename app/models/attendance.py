"""Attendance: what one enrolled person did on one date."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Mapped

from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, field


class AttendanceState(Choice):
    """The grid shows the first letters; nothing stored means not yet entered."""

    PRESENT = "present", N_("anwesend")
    PARTIAL = "partial", N_("teilweise")
    EXCUSED = "excused", N_("entschuldigt")
    SICK = "sick", N_("krank")
    UNEXCUSED = "unexcused", N_("unentschuldigt")
    WITHDRAWN = "withdrawn", N_("abgemeldet")


class Attendance(Entity):
    """One enrolment on one session."""

    __tablename__ = "attendance"
    title, titles = N_("Anwesenheit"), N_("Anwesenheiten")
    together = ("enrolment_id", "session_id")

    enrolment_id: Mapped[int] = refers("enrolment", N_("Anmeldung"))
    session_id: Mapped[int] = refers("course_session", N_("Termin"))
    state: Mapped[str] = field(N_("Anwesenheit"), choice=AttendanceState)
    minutes: Mapped[int | None] = field(N_("Minuten"), unit="min")
    reason: Mapped[str] = field(N_("Grund"), length=200, default="")

    def rules(self) -> Iterator[tuple[str, str]]:
        """Whoever was there in part was there for some minutes."""
        if self.state == AttendanceState.PARTIAL and not 0 < (self.minutes or 0) < 24 * 60:
            yield "minutes", _("Bei „teilweise“ fehlt die Dauer.")
