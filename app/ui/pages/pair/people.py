"""The two people of a pair, and their goals."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.text import _, show
from app.models import PairGoal
from app.models.pair_goal import GoalState
from app.services.pair_views import PairView, Partner
from app.ui.pages.pair.words import short_day
from app.ui.widgets.basics import IconLabel, column, empty, label, line, plain, row
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.card import Card
from app.ui.widgets.elided import Elided
from app.ui.widgets.status import StatusText

LOOKS = {
    GoalState.OPEN.value: "open",
    GoalState.RUNNING.value: "partial",
    GoalState.REACHED.value: "fulfilled",
    GoalState.DROPPED.value: "left-out",
}


class PartnerCard(Card):
    """Who she is, in four lines."""

    opened = Signal(object)

    def __init__(self, role: str, name: str) -> None:
        super().__init__(name=name)
        self.setAccessibleName(role)
        self.id: int | None = None
        self.link = LinkButton(_("Öffnen"), lambda: self.opened.emit(self.id), f"{name}Open", small=True)
        self.name, self.facts = Elided(""), [Elided("") for _line in range(3)]
        self.name.setProperty("role", "strong")
        for fact in self.facts:
            fact.setProperty("role", "small")
        self.body.setContentsMargins(10, 6, 10, 8)
        self.body.setSpacing(2)
        head = row(IconLabel("person", "muted"), label(role, "muted"), None, self.link, spacing=6)
        self.body.addLayout(head)
        for fact in (self.name, *self.facts):
            self.body.addWidget(fact)

    def show_partner(self, partner: Partner) -> None:
        """Show one of the two."""
        self.id = partner.id
        self.link.setAccessibleName(_("{who} öffnen").format(who=partner.name))
        for place, text in zip((self.name, *self.facts), _facts(partner), strict=True):
            place.setText(text)
            place.setToolTip(text)


def _facts(partner: Partner) -> tuple[str, str, str, str]:
    return (
        partner.name,
        partner.occupation or _("Beruf nicht erfasst"),
        partner.languages or _("Sprachen nicht erfasst"),
        partner.times or _("Zeiten nicht erfasst"),
    )


class Goals(QWidget):
    """One goal below the other, with its state; links set another one and note that they were looked at."""

    wanted = Signal(object)
    """A goal that somebody wants to change, or None for another one."""
    reviewed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self.dates = Elided("", "small", giving=True)
        self.list = QVBoxLayout()
        self.list.setContentsMargins(0, 0, 0, 0)
        self.list.setSpacing(0)
        self.add_link = LinkButton(_("Ziel ergänzen"), lambda: self.wanted.emit(None), "addGoal")
        self.review_link = LinkButton(_("Prüfung vermerken …"), self.reviewed.emit, "reviewGoals")
        head = row(label(_("Ziele"), "section"), self.dates, None)
        self.setLayout(column(head, self.list, row(self.add_link, 12, self.review_link, None), None, spacing=4))

    def show_goals(self, view: PairView) -> None:
        """Show the goals of a pair."""
        empty(self.list)
        for number, goal in enumerate(view.goals):
            self.list.addWidget(self._goal(goal, number))
        pair = view.pair
        dates = []
        if pair.reviewed:
            dates.append(_("geprüft {day}").format(day=short_day(pair.reviewed)))
        if pair.next_review:
            dates.append(_("nächste Prüfung {day}").format(day=short_day(pair.next_review)))
        self.dates.setText(", ".join(dates) if view.goals or dates else _("werden beim ersten Treffen vereinbart"))
        self.review_link.setVisible(bool(view.goals) and not pair.ended)

    def _goal(self, goal: PairGoal, number: int) -> QWidget:
        text = label(goal.text, wrap=True)
        words = dict(GoalState.options())[goal.state]
        told = f"{words} {short_day(goal.day)}".strip() if goal.state == GoalState.REACHED else words
        state = StatusText(LOOKS[goal.state], ", ".join(filter(None, (told, goal.note))), small=True)
        change = LinkButton(_("ändern"), lambda: self.wanted.emit(goal), f"changeGoal{number}", small=True)
        change.setAccessibleName(_("Ziel „{goal}“ ändern").format(goal=goal.text))
        below = row(state, change)
        below.setStretch(0, 1)
        return plain(column(text, below, line(), spacing=1, margins=(0, 4, 0, 0)))


def heading(view: PairView) -> tuple[str, str]:
    """'Iryna Tymoshchuk – Gudrun Böttner' and 'Tandem 2026-11 · Connecting Women · Rudolstadt'."""
    below = [_("Tandem {number}").format(number=view.line.number), view.project, view.place]
    if view.pair.ended:
        below.append(_("beendet {day}").format(day=show(view.pair.ended)))
    return f"{view.mentee.name} – {view.mentor.name}", " · ".join(filter(None, below))
