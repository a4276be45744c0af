"""Interests: the words that an office uses for what people like and what clubs offer."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.core.text import N_
from app.models.base import Entity
from app.models.fields import field


class Interest(Entity):
    """One word of the office's list; people and offers carry the word itself."""

    __tablename__ = "interest"
    title, titles = N_("Interesse"), N_("Interessen")
    together = ("name",)

    name: Mapped[str] = field(N_("Bezeichnung"), length=40, search=True)

    def describe(self) -> str:
        """The word."""
        return self.name
