"""Goals of a pair: set in the first meeting, reviewed later."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from app.core.text import N_
from app.models.base import Entity, refers
from app.models.fields import Choice, field


class GoalState(Choice):
    """How far it is."""

    OPEN = "open", N_("noch offen")
    RUNNING = "running", N_("läuft")
    REACHED = "reached", N_("erreicht")
    DROPPED = "dropped", N_("aufgegeben")


class PairGoal(Entity):
    """One goal of one pair."""

    __tablename__ = "pair_goal"
    title, titles = N_("Ziel"), N_("Ziele")
    caption_label = N_("Ziel")
    listed = ("caption", "state", "day")

    pair_id: Mapped[int] = refers("pair", N_("Tandem"))
    text: Mapped[str] = field(N_("Ziel"), length=200)
    state: Mapped[str] = field(N_("Stand"), choice=GoalState, default=GoalState.OPEN.value)
    day: Mapped[date | None] = field(N_("Stand vom"))
    note: Mapped[str] = field(N_("Bemerkung"), length=200, default="", help=N_("Zum Beispiel Termin 05.12."))

    def describe(self) -> str:
        """The goal."""
        return self.text
