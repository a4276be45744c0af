"""Certificates: what was issued to whom; a number once given out stays for ever."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import today
from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, field


class CertificateKind(Choice):
    """What the paper says it is."""

    ATTENDANCE = "attendance", N_("Teilnahmebescheinigung")
    DIPLOMA = "diploma", N_("Zertifikat")
    VOLUNTEERING = "volunteering", N_("Ehrenamtsbescheinigung")


class Certificate(Entity):
    """One issued certificate; it stays when its course is deleted, because `content` holds what was printed."""

    __tablename__ = "certificate"
    title, titles = N_("Bescheinigung"), N_("Bescheinigungen")
    caption_label = N_("Nummer")
    listed = ("caption", "issued_on", "voided_on")

    number: Mapped[str] = field(N_("Nummer"), length=30, search=True, unique=True)
    person_id: Mapped[int] = refers("person", N_("Person"))
    course_id: Mapped[int | None] = refers("course", N_("Schulung"))
    kind: Mapped[str] = field(N_("Art"), choice=CertificateKind, default=CertificateKind.ATTENDANCE.value)
    issued_on: Mapped[date] = field(N_("Ausgestellt am"))
    units: Mapped[int] = field(N_("Besuchte UE"), default=0, unit="UE")
    override_reason: Mapped[str] = field(N_("Grund der Ausnahme"), length=200, default="")
    template: Mapped[str] = field(N_("Vorlage"), length=40)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Everything that was printed, so that a reprint says the same."""
    content_hash: Mapped[str] = field(N_("Prüfsumme"), length=64)
    reprints: Mapped[int] = field(N_("Nachdrucke"), default=0)
    voided_on: Mapped[date | None] = field(N_("Ungültig seit"))
    void_reason: Mapped[str] = field(N_("Grund der Ungültigkeit"), length=200, default="")

    def describe(self) -> str:
        """The number."""
        return self.number

    def retract(self) -> bool:
        """Numbers have no gaps and are never reused: undo makes the certificate void instead of deleting it."""
        self.voided_on, self.void_reason = today(), _("Ausstellung rückgängig gemacht")
        return False
