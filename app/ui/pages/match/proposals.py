"""Who suits and why: one card per mentor, with the points of every wish and what can be decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.text import NBSP, _, plural
from app.services.match_sides import Party
from app.services.matchmaking import SEEKERS, Matching
from app.ui import theme
from app.ui.pages.match.kinds import MatchKind
from app.ui.widgets.badge import Badge
from app.ui.widgets.basics import IconLabel, column, empty, label, plain, row
from app.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from app.ui.widgets.elided import Elided
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.side_by_side import scrolling
from app.ui.widgets.status import STATES

if TYPE_CHECKING:
    from app.services.matching import Line, Proposal

MOST = 10
"""So many cards at most; others are behind „Andere wählen …“."""
LOOKS = {"fulfilled": "complete", "partly": "partial", "not": "left-out", "unknown": "left-out"}
SCORE_WIDTH = 48


class ProposalCard(QFrame):
    """One of the other side: a mentor or an offer for a person, or a person for an offer."""

    accepted = Signal(object)
    locked = Signal(object)
    excluded = Signal(object)
    opened = Signal(object)

    def __init__(self, kind: MatchKind, found: Matching, side: str, proposal: Proposal, number: int) -> None:
        super().__init__()
        self.kind, self.side = kind, side
        self.id, self.party = found.partner(side, proposal)
        self.setProperty("card", "true")
        self.setObjectName(f"proposal{number}")
        self.proposal = proposal
        self.setAccessibleName(
            _("{name}, {points} von {all} Punkten").format(
                name=self.party.caption, points=proposal.points, all=proposal.possible
            )
        )
        theme.mark(self, chosen="true" if proposal.chosen else "false")
        score = label(str(proposal.points), "score")
        below = label(_("von {n}").format(n=proposal.possible), "small")
        left = plain(column(score, below, None, spacing=0))
        left.setMinimumWidth(theme.px(SCORE_WIDTH))
        right = QVBoxLayout()
        right.setSpacing(5)
        right.addLayout(self._head())
        right.addLayout(self._reasons())
        right.addLayout(self._buttons(number))
        outer = row(left, right, spacing=10, margins=(12, 8, 10, 9))
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def _head(self) -> QHBoxLayout:
        told = Elided(self.party.about)
        told.setProperty("role", "muted")
        badge = Badge(*self._places())
        if self.party.assumed:
            badge.setToolTip(_("Solange die Plätze fehlen, wird eine Person nach der anderen vorgeschlagen."))
        if self.proposal.locked:
            badge.show_fact(_("festgelegt"), "", "lock")
        elif self.side == SEEKERS and not self.proposal.chosen and self.proposal.free - self.proposal.others <= 0:
            badge.show_fact(_("für andere vorgesehen"), "", "group")
        caption = Elided(self.party.caption)
        caption.setProperty("role", "strong")
        caption.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        caption.setMinimumWidth(theme.px(80))  # what an offer is called may be long
        parts = row(caption, told, badge)
        parts.setStretch(1, 1)
        return parts

    def _places(self) -> tuple[str, str, str]:
        """What the badge says: the places of a provider, or whether a person is meant for this one."""
        if self.side != SEEKERS:
            return (_("vorgesehen"), "ok", "done") if self.proposal.chosen else (_("möglich"), "", "group")
        if self.party.assumed:
            return _("Plätze nicht bekannt"), "warn", "unknown"
        all_ = plural(self.party.capacity, _("1 Platz"), _("{n} Plätzen"))
        return _("{free} von {all} frei").format(free=max(self.proposal.free, 0), all=all_), "", "group"

    def _reasons(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        shown = [one for one in self.proposal.lines if not one.must or one.state in ("not", "unknown")]
        for number, one in enumerate(shown):
            self._reason(grid, number, one)
        return grid

    def _reason(self, grid: QGridLayout, number: int, one: Line) -> None:
        grid.addWidget(IconLabel(*STATES["wrong" if one.must else LOOKS[one.state]]), number, 0)
        grid.addWidget(label(one.text, "", "err" if one.must else "", wrap=True), number, 1)
        if not one.must:
            grid.addWidget(label(_("{n} von {all}").format(n=one.reached, all=one.possible), "small"), number, 2)

    def _buttons(self, number: int) -> FlowLayout:
        kind = PrimaryButton if number == 0 and self.proposal.chosen and not self.proposal.locked else Button
        who = self.party.caption
        lock = _("Festlegung aufheben") if self.proposal.locked else _("Festlegen")
        made = (
            kind(_("Annehmen"), lambda: self.accepted.emit(self.proposal), "done", f"accept{number}", small=True),
            Button(lock, lambda: self.locked.emit(self.proposal), "lock", f"lock{number}", small=True),
            Button(_("Ausschließen"), lambda: self.excluded.emit(self.proposal), "ban", f"exclude{number}", small=True),
        )
        profile = _(self.kind.profile) if self.side == SEEKERS else _("Profil öffnen")
        link = LinkButton(profile, lambda: self.opened.emit(self.id), f"profile{number}", small=True)
        for button in (*made, link):
            button.setAccessibleName(f"{button.text().strip()}: {who}")
        deeds = FlowLayout(spacing=6, last_at_end=True)
        deeds.setContentsMargins(0, 3, 0, 0)
        for button in (*made, link):
            deeds.addWidget(button)
        return deeds


class Proposals(QWidget):
    """The heading about one row of the list, and the cards of those who suit it, best first."""

    accepted = Signal(object)
    locked = Signal(object)
    excluded = Signal(object)
    opened = Signal(object)
    others = Signal()

    def __init__(self, kind: MatchKind) -> None:
        super().__init__()
        self.kind = kind
        self.cards: list[ProposalCard] = []
        self.title, self.facts = Elided(""), Elided("")
        self.title.setProperty("role", "section")
        self.facts.setProperty("role", "small")
        self.other_button = Button(_("Andere wählen …"), self.others.emit, "search", "chooseOther")
        words = plain(column(self.title, self.facts, spacing=1))
        head = row(words, self.other_button)
        head.setStretch(0, 1)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(8)
        self.area = scrolling(plain(self._list))
        outer = column(head, self.area, spacing=6)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.setMinimumWidth(theme.px(400))

    def show_one(self, found: Matching, side: str, id: int | None) -> None:
        """Show who suits a row of the list; None where the list is empty."""
        empty(self._list)
        self.cards = []
        self.other_button.setVisible(id is not None)
        if id is None:
            self.title.setText("")
            self.facts.setText("")
            notes = found.result.notes or (_(self.kind.served),)
            nobody = _("Niemand wartet") if side == SEEKERS else _(self.kind.nobody).rstrip(".")
            self._list.addWidget(EmptyState("ok", nobody, " ".join(notes)))
            return
        one = found.parties(side)[id]
        self.title.setText(_title(one, side))
        self.facts.setText(one.facts or NBSP)
        self._add(found, side, _ordered(found.proposals(side, id)))
        if not self.cards:
            text = _("Rechts steht, woran es liegt und was helfen würde.")
            self._list.addWidget(EmptyState("unknown", _("Kein Vorschlag"), text))

    def keyboard(self) -> str:
        """The name of the button of a card that has the keyboard."""
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None and self.area.isAncestorOf(focus) else ""

    def take_keyboard(self, name: str) -> bool:
        """Put the keyboard onto the button of that NAME again, if there still is one."""
        buttons = [button for card in self.cards for button in card.findChildren(QPushButton, name)]
        for button in buttons[:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(buttons)

    def first(self) -> Proposal | None:
        """The proposal that a sheet is about: the best one that was computed, if there is any."""
        return next((card.proposal for card in self.cards if card.proposal.chosen), None)

    def _add(self, found: Matching, side: str, proposals: Sequence[Proposal]) -> None:
        for number, one in enumerate(proposals[:MOST]):
            card = ProposalCard(self.kind, found, side, one, number)
            card.accepted.connect(self.accepted)
            card.locked.connect(self.locked)
            card.excluded.connect(self.excluded)
            card.opened.connect(self.opened)
            self.cards.append(card)
            self._list.addWidget(card)
        if len(proposals) > MOST:
            more = _("{n} weitere stehen unter „Andere wählen …“.").format(n=len(proposals) - MOST)
            self._list.addWidget(label(more, "small"))
        if proposals:
            self._list.addStretch(1)


def _ordered(proposals: Sequence[Proposal]) -> list[Proposal]:
    """The one that the computation chose first, then by points."""
    return sorted(proposals, key=lambda one: not one.chosen)


def _title(one: Party, side: str) -> str:
    words = _("Vorschläge für {name}") if side == SEEKERS else _("Wer passt zu „{name}“?")
    return words.format(name=one.name)
