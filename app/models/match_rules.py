"""Rule sets of the matching: what must be and what is wished, saved under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.core.text import N_
from app.models.base import Entity
from app.models.fields import Choice, field


class MatchKind(Choice):
    """Who is matched with what."""

    PAIRS = "pairs", N_("Mentees mit Mentorinnen")
    OFFERS = "offers", N_("Personen mit Angeboten")


class MatchRules(Entity):
    """One named set of rules; the definition is what `app.services.matching` reads."""

    __tablename__ = "match_rules"
    title, titles = N_("Regelwerk"), N_("Regelwerke")
    together = ("kind", "name")
    listed = ("caption", "kind")

    name: Mapped[str] = field(N_("Name"), length=80)
    kind: Mapped[str] = field(N_("Für"), choice=MatchKind, default=MatchKind.PAIRS.value)
    chosen: Mapped[bool] = field(N_("In Gebrauch"), default=False)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    def describe(self) -> str:
        """The name."""
        return self.name
