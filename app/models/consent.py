"""Consents: what somebody allowed, on which form, until it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, Index, and_, text
from sqlalchemy.orm import Mapped

from app.core.clock import today
from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, field


class Purpose(Choice):
    """What a consent is about; each may be withdrawn by itself (Art. 7(3) DSGVO)."""

    INFORMED = "informed", N_("Datenschutzhinweise erhalten")
    MATCHING = "matching", N_("Vorschläge für Tandem und Vermittlung")
    PASSING_ON = "passing_on", N_("Weitergabe an Vereine und Arbeitgeber")
    SPECIAL = "special", N_("Besonders geschützte Angaben")
    PHOTO = "photo", N_("Fotos und Öffentlichkeitsarbeit")
    MESSENGER = "messenger", N_("Nachrichten über WhatsApp")
    SURVEY = "survey", N_("Nachbefragung nach dem Austritt")


class Signatory(Choice):
    """Who signed."""

    SELF = "self", N_("selbst")
    GUARDIAN = "guardian", N_("Sorgeberechtigte")


VALID = text("withdrawn IS NULL")


class Consent(Entity):
    """One consent of one person."""

    __tablename__ = "consent"
    title, titles = N_("Einwilligung"), N_("Einwilligungen")
    caption_label = N_("Zweck")
    listed = ("caption", "given", "withdrawn", "form_version")
    # For `valid`, which many questions about everybody ask.
    indexes = (Index("ix_consent_valid", "purpose", "person_id", sqlite_where=VALID, postgresql_where=VALID),)

    person_id: Mapped[int] = refers("person", N_("Person"))
    purpose: Mapped[str] = field(N_("Zweck"), choice=Purpose)
    given: Mapped[date] = field(N_("Erteilt am"), index=True)
    form_version: Mapped[str] = field(N_("Fassung des Formulars"), length=40, default="")
    signed_by: Mapped[str] = field(N_("Unterschrieben von"), choice=Signatory, default=Signatory.SELF.value)
    guardian: Mapped[str] = field(N_("Name der Sorgeberechtigten"), length=120, default="")
    withdrawn: Mapped[date | None] = field(N_("Widerrufen am"))

    def describe(self) -> str:
        """The purpose."""
        return dict(Purpose.options()).get(self.purpose, self.purpose)

    def rules(self) -> Iterator[tuple[str, str]]:
        """A consent is given before it is withdrawn, and a guardian has a name."""
        if self.given > today():
            yield "given", _("Der Tag der Einwilligung liegt in der Zukunft.")
        if self.withdrawn and self.withdrawn < self.given:
            yield "withdrawn", _("Der Widerruf liegt vor der Einwilligung.")
        if self.withdrawn and self.withdrawn > today():
            yield "withdrawn", _("Ein Widerruf gilt sofort. Bitte den heutigen Tag eintragen.")
        if self.signed_by == Signatory.GUARDIAN and not self.guardian:
            yield "guardian", _("Der Name der Sorgeberechtigten fehlt.")


def valid(purpose: Purpose) -> ColumnElement[bool]:
    """The condition for a consent that may be relied on for PURPOSE today."""
    return and_(Consent.purpose == purpose.value, Consent.withdrawn.is_(None))
