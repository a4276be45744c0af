"""Documents that were seen: kind, day and validity; never a copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from app.core.clock import today
from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, field


class DocumentKind(Choice):
    """What was shown; the police certificate stands at the role that needs it."""

    IDENTITY = "identity", N_("Ausweis oder Pass")
    RESIDENCE = "residence", N_("Aufenthaltstitel")
    WORK_PERMIT = "work_permit", N_("Arbeitserlaubnis")
    LANGUAGE = "language", N_("Sprachzertifikat")
    DEGREE = "degree", N_("Schul- oder Berufsabschluss")
    ELIGIBILITY = "eligibility", N_("Nachweis der Zielgruppe")
    OTHER = "other", N_("Sonstiges")


class Document(Entity):
    """One document that somebody showed."""

    __tablename__ = "document"
    title, titles = N_("Nachweis"), N_("Nachweise")
    caption_label = N_("Nachweis")
    listed = ("caption", "seen_on", "valid_until")

    person_id: Mapped[int] = refers("person", N_("Person"))
    kind: Mapped[str] = field(N_("Art"), choice=DocumentKind)
    name: Mapped[str] = field(N_("Bezeichnung"), length=120, default="")
    seen_on: Mapped[date] = field(N_("Eingesehen am"))
    valid_until: Mapped[date | None] = field(N_("Gültig bis"))
    note: Mapped[str] = field(N_("Bemerkung"), length=400, default="")

    def describe(self) -> str:
        """What it is called, or its kind."""
        return self.name or dict(DocumentKind.options()).get(self.kind, self.kind)

    def rules(self) -> Iterator[tuple[str, str]]:
        """Nothing is seen in the future."""
        if self.seen_on > today():
            yield "seen_on", _("Der Tag liegt in der Zukunft.")
