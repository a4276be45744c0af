"""Who waits, with how many proposals each has, or what is offered to how many; two lines per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem

from app.core.text import _, plural
from app.models.match_decision import Verdict
from app.services.match_sides import Party
from app.services.matchmaking import SEEKERS, Matching
from app.ui import icons, theme
from app.ui.pages.match.kinds import MatchKind
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import named, row
from app.ui.widgets.card import Card
from app.ui.widgets.elided import Elided
from app.ui.widgets.status import STATES
from app.ui.widgets.table import Cell, Index, RowDelegate, set_row_height

ROW = 46
PARTS = Qt.ItemDataRole.UserRole + 130
"""(name, below, words, waited): the four corners of a row."""
ORDERS = (("first", _("Wartezeit")), ("name", _("Name")))
PROVIDER_ORDERS = (("first", _("Plätze")), ("name", _("Name")))


class PersonDelegate(RowDelegate):
    """Paints name and state, and below them where she lives and how long she has waited."""

    def paint_content(self, painter: QPainter, rect: QRect, index: Index, option: QStyleOptionViewItem) -> None:
        """Draw two lines; what is at the left gives way."""
        parts = index.data(PARTS)
        if parts is None:
            super().paint_content(painter, rect, index, option)
            return
        name, below, words, waited = parts
        (icon, colour), half = STATES[index.data(Cell.STATE)], rect.height() // 2
        upper = QRect(rect.left(), rect.top() + 2, rect.width(), half)
        lower = QRect(rect.left(), rect.top() + half, rect.width(), half - 1)
        strong = bool(index.data(Cell.STRONG))
        room = self._right(painter, upper, words, colour, icon)
        self._left(painter, upper, name, room, "text", strong=strong)
        room = self._right(painter, lower, waited, "muted")
        self._left(painter, lower, below, room, "muted")

    def _right(self, painter: QPainter, rect: QRect, text: str, colour: str, icon: str = "") -> int:
        """Draw TEXT at the right end; returns the room left before it."""
        painter.setFont(theme.font())
        metrics = QFontMetrics(theme.font())
        left = rect.right() - metrics.horizontalAdvance(text)
        painter.setPen(theme.color(colour))
        painter.drawText(QRect(left, rect.top(), rect.right() - left + 1, rect.height()), _LEFT, text)
        if icon:
            side = theme.px(16)
            left -= side + 5
            icons.paint(painter, QRect(left, rect.top() + (rect.height() - side) // 2, side, side), icon, colour)
        return left - rect.left() - theme.px(8)

    def _left(self, painter: QPainter, rect: QRect, text: str, room: int, colour: str, *, strong: bool = False) -> None:
        font = theme.font(strong=strong)
        painter.setFont(font)
        painter.setPen(theme.color(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(rect.left(), rect.top(), max(room, 0), rect.height()), _LEFT, shown)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Waiting(Card):
    """The list with its order, looked at from one side; below it how many providers and places there are."""

    chosen = Signal(object)

    def __init__(self, kind: MatchKind) -> None:
        super().__init__(_(kind.waiting), padded=False, name="waiting")
        self.kind = kind
        self.found: Matching | None = None
        self.side = ""
        self.order = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        named(self.order, _("Sortieren nach"), "waitingOrder")
        self.order.currentIndexChanged.connect(lambda _n: self._show())
        self.add_to_header(self.order)
        self.view = RowsView([Column(_(kind.seeker))], "waitingList", _("Liste: {title}").format(title=_(kind.waiting)))
        self.view.setItemDelegate(PersonDelegate(self.view))
        self.view.horizontalHeader().hide()
        set_row_height(self.view, ROW)
        self.view.chosen.connect(self._choose)
        self.body.addWidget(self.view, 1)
        self.foot = Elided("")
        self.foot.setProperty("role", "small")
        self.add_foot(row(self.foot))
        self.setMinimumWidth(theme.px(264))

    def show_matching(self, found: Matching, side: str) -> None:
        """Show who waits, or what is offered, after another computation; the chosen one stays chosen."""
        self.found = None
        if side != self.side:
            self.side = side
            self.order.clear()
            for key, text in ORDERS if side == SEEKERS else PROVIDER_ORDERS:
                self.order.addItem(text, key)
            self.view.show_lines([])
        self.found = found
        self.title.setText(_(self.kind.waiting) if side == SEEKERS else _(self.kind.providers_title))
        self.set_count(len(found.parties(side)))
        told = " · ".join(self._told(found))
        self.foot.setText(told)
        self.foot.setToolTip(told)
        self._show()

    def _told(self, found: Matching) -> Iterator[str]:
        places = plural(found.free, _("1 freier Platz"), _("{n} freie Plätze"))
        yield f"{self.kind.count(len(found.sides.giving))}, {places}"
        if missing := found.sides.without_consent:
            yield _("{n} ohne Einwilligung nicht dabei").format(n=missing)
        if elsewhere := found.sides.elsewhere:
            yield _("{n} aus Projektteilen ohne Mentorinnen nicht dabei").format(n=elsewhere)
        if alone := found.sides.without_club:
            many = _("{n} Angebote ohne Organisation nicht dabei")
            yield plural(alone, _("1 Angebot ohne Organisation nicht dabei"), many)

    def ids(self) -> list[int]:
        """What is in the list, from above."""
        return [int(one.key) for one in self.view.rows.lines]

    def _show(self) -> None:
        if self.found is None:
            return
        self.view.show_lines(list(self._lines(self.found)))
        if self.view.key() is None and self.view.rows.lines:
            self.view.selectRow(0)

    def _lines(self, found: Matching) -> Iterator[Line]:
        locked = {one.person_id for one in found.decided(Verdict.LOCKED)}
        without, parties = set(found.without), found.parties(self.side)
        for id in self._ordered(found, parties):
            one = parties[id]
            if self.side == SEEKERS:
                state, words = _state(found, id, id in locked, id in without)
                weeks = found.weeks(id)
                right = "" if weeks is None else plural(weeks, _("1 Woche"), _("{n} Wochen"))
            else:
                state, words = _demand(found, id)
                right = _("Plätze nicht bekannt") if one.assumed else _("{n} frei").format(n=found.places[id])
            parts = one.listed, one.below, words, right
            yield Line((Item(", ".join(filter(None, parts)), {PARTS: parts, Cell.STATE: state}),), id)

    def _ordered(self, found: Matching, parties: Mapping[int, Party]) -> list[int]:
        if self.order.currentData() == "name":
            return sorted(parties, key=lambda id: parties[id].order)
        if self.side == SEEKERS:
            return found.waiting
        return sorted(parties, key=lambda id: (-found.places[id], parties[id].order))

    def select(self, id: int) -> None:
        """Put the keyboard on a row."""
        place = next((n for n, one in enumerate(self.view.rows.lines) if one.key == id), -1)
        if place >= 0:
            self.view.selectRow(place)

    def _choose(self) -> None:
        if self.found is not None and (key := self.view.key()) is not None:
            self.chosen.emit(key)


def _state(found: Matching, id: int, locked: bool, without: bool) -> tuple[str, str]:
    if locked:
        return "locked", _("festgelegt")
    if without:
        possible = found.result.candidates(id) > 0
        return ("missing", _("Plätze reichen nicht")) if possible else ("refused", _("kein Vorschlag"))
    return "quiet", plural(found.result.candidates(id), _("1 Vorschlag"), _("{n} Vorschläge"))


def _demand(found: Matching, id: int) -> tuple[str, str]:
    """How many people a provider suits."""
    possible = found.result.candidates_of(id)
    if possible:
        return "quiet", plural(possible, _("1 Person passt"), _("{n} Personen passen"))
    return ("left-out", _("voll")) if found.places[id] <= 0 else ("refused", _("passt zu niemandem"))
