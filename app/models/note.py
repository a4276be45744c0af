"""Notes: what was said or done with a person on one day; part of the person's timeline."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from app.core.clock import today
from app.core.text import N_, show
from app.models.base import Entity, refers
from app.models.fields import Choice, field


class NoteKind(Choice):
    """How the contact came about."""

    FIRST = "first", N_("Erstkontakt")
    TALK = "talk", N_("Gespräch")
    PHONE = "phone", N_("Telefonat")
    MESSAGE = "message", N_("Nachricht")
    VISIT = "visit", N_("Begleitung")
    OTHER = "other", N_("Notiz")


class Note(Entity):
    """One dated note about one person."""

    __tablename__ = "note"
    title, titles = N_("Notiz"), N_("Notizen")
    caption_label = N_("Tag")
    listed = ("caption", "kind", "text")

    person_id: Mapped[int] = refers("person", N_("Person"))
    day: Mapped[date] = field(N_("Tag"), default=today)
    kind: Mapped[str] = field(N_("Art"), choice=NoteKind, default=NoteKind.OTHER.value)
    text: Mapped[str] = field(N_("Text"), length=4000, multiline=True)

    def describe(self) -> str:
        """The day."""
        return show(self.day)
