"""Participations: a person counted in a project, with the answers as they were at entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import today
from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import field

TAKEN_BACK = N_("Aufnahme rückgängig gemacht")
"""The reason of a Storno that undo made: the number is gone, but the person was never admitted."""

FEW = text("cancelled IS NOT NULL")


class Participation(Entity):
    """One person in one project; a person counts once per project."""

    __tablename__ = "participation"
    title, titles = N_("Teilnahme"), N_("Teilnahmen")
    caption_label = N_("TN-Nr.")
    listed = ("caption", "entry", "exit")
    together = ("project_id", "number")
    # Every list asks who was cancelled, and whether somebody takes part; these answer without the long rows themselves.
    indexes = (
        Index(None, "person_id", "cancelled"),
        Index(None, "project_id", "cancelled"),
        Index("ix_participation_cancelled", "person_id", "cancel_reason", sqlite_where=FEW, postgresql_where=FEW),
    )

    person_id: Mapped[int] = refers("person", N_("Person"), index=False)
    project_id: Mapped[int] = refers("project", N_("Projekt"), index=False)
    number: Mapped[str] = field(N_("TN-Nr."), length=20, search=True)
    entry: Mapped[date] = field(N_("Eintrittsdatum"), group=N_("Eintritt"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Answer per question of the programme; a missing key was not asked, "no_answer" was asked and not answered."""
    exit: Mapped[date | None] = field(N_("Austrittsdatum"), group=N_("Austritt"))
    followed_up: Mapped[date | None] = field(N_("Nachbefragt am"), group=N_("Nachbefragung"))
    episodes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Earlier times in the project, oldest first: entry, exit and answers of each exit that a re-entry followed."""
    cancelled: Mapped[date | None] = field(N_("Storniert am"), group=N_("Storno"))
    cancel_reason: Mapped[str] = field(N_("Grund des Stornos"), length=200, default="", group=N_("Storno"))

    def describe(self) -> str:
        """The pseudonym by which reports know this person."""
        return self.number

    def retract(self) -> bool:
        """A number that was given out stays: undo cancels the participation instead of deleting it."""
        self.cancelled, self.cancel_reason = today(), _(TAKEN_BACK)
        return False

    def rules(self) -> Iterator[tuple[str, str]]:
        """Exit follows entry; whoever cancels says why."""
        if self.exit and self.exit < self.entry:
            yield "exit", _("Der Austritt liegt vor dem Eintritt.")
        if self.cancelled and not self.cancel_reason:
            yield "cancel_reason", _("Der Grund des Stornos fehlt.")
