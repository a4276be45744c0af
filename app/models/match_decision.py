"""Decisions about proposals: what a coordinator fixed or ruled out before the next computation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr

from app.core.clock import today
from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, field


class Verdict(Choice):
    """What was decided."""

    LOCKED = "locked", N_("festgelegt")
    FORBIDDEN = "forbidden", N_("ausgeschlossen")


class MatchDecision(Entity):
    """One person with one mentor or one offer."""

    __tablename__ = "match_decision"
    title, titles = N_("Festlegung"), N_("Festlegungen")
    listed = ("caption", "day", "reason")

    person_id: Mapped[int] = refers("person", N_("Person"))
    mentor_id: Mapped[int | None] = refers("person", N_("Mentorin"))
    offer_id: Mapped[int | None] = refers("offer", N_("Angebot"))
    verdict: Mapped[str] = field(N_("Entscheidung"), choice=Verdict)
    day: Mapped[date] = field(N_("Am"), default=today)
    reason: Mapped[str] = field(N_("Grund"), length=200, default="")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (
            Index(None, "caption_key", "id"),
            UniqueConstraint("person_id", "mentor_id"),
            UniqueConstraint("person_id", "offer_id"),
        )

    def describe(self) -> str:
        """What was decided."""
        return dict(Verdict.options()).get(self.verdict, self.verdict)

    def rules(self) -> Iterator[tuple[str, str]]:
        """It is about one mentor or one offer."""
        if (self.mentor_id is None) == (self.offer_id is None):
            yield "mentor_id", _("Eine Festlegung gilt für eine Mentorin oder für ein Angebot.")
        if self.mentor_id == self.person_id:
            yield "mentor_id", _("Ein Tandem besteht aus zwei Personen.")
