"""Households: people who live together, so that childcare and shared ways can be planned."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from app.core.text import N_
from app.models.base import Entity
from app.models.fields import derived, field
from app.models.person import Person


class Household(Entity):
    """A family or other people under one roof; each member names it."""

    __tablename__ = "household"
    title, titles = N_("Haushalt"), N_("Haushalte")
    listed = ("caption", "members")

    name: Mapped[str] = field(N_("Name"), length=120, search=True, help=N_("Zum Beispiel Familie Al-Haddad"))
    notes: Mapped[str] = field(N_("Notizen"), length=2000, default="", multiline=True)

    def describe(self) -> str:
        """The household's name."""
        return self.name


Household.members = derived(
    N_("Personen"),
    select(func.count()).where(Person.household_id == Household.id).correlate(Household).scalar_subquery(),
    kind=int,
)
