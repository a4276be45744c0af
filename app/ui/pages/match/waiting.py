"""Who waits: mentees without a pair, with how many proposals each has; two lines per person."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QComboBox, QStyleOptionViewItem

from app.core.text import _, plural
from app.models.match_decision import Verdict
from app.services.match_pairs import Matching
from app.services.match_sides import spoken
from app.ui import icons, theme
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import named, row
from app.ui.widgets.card import Card
from app.ui.widgets.elided import Elided
from app.ui.widgets.status import STATES
from app.ui.widgets.table import Cell, Index, RowDelegate, set_row_height

ROW = 46
PARTS = Qt.ItemDataRole.UserRole + 130
"""(name, below, words, waited): the four corners of a row."""
ORDERS = (("waiting", _("Wartezeit")), ("name", _("Name")))


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
    """The list with its order; below it how many mentors and places there are."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Ohne Tandem"), padded=False, name="waiting")
        self.found: Matching | None = None
        self.order = QComboBox()
        for key, text in ORDERS:
            self.order.addItem(text, key)
        named(self.order, _("Sortieren nach"), "waitingOrder")
        self.order.currentIndexChanged.connect(lambda _n: self._show())
        self.add_to_header(self.order)
        self.view = RowsView([Column(_("Mentee"))], "waitingList", _("Liste: Mentees ohne Tandem"))
        self.view.setItemDelegate(PersonDelegate(self.view))
        self.view.horizontalHeader().hide()
        set_row_height(self.view, ROW)
        self.view.chosen.connect(self._choose)
        self.body.addWidget(self.view, 1)
        self.foot = Elided("")
        self.foot.setProperty("role", "small")
        self.add_foot(row(self.foot))
        self.setMinimumWidth(theme.px(264))

    def show_matching(self, found: Matching) -> None:
        """Show who waits after another computation; the chosen one stays chosen."""
        self.found = found
        self.set_count(len(found.waiting))
        mentors = plural(len(found.members.mentors), _("1 Mentorin"), _("{n} Mentorinnen"))
        places = plural(found.free, _("1 freier Platz"), _("{n} freie Plätze"))
        missing = found.members.without_consent
        told = f"{mentors}, {places}"
        if missing:
            told += _(" · {n} ohne Einwilligung nicht dabei").format(n=missing)
        self.foot.setText(told)
        self.foot.setToolTip(told)
        self._show()

    def _show(self) -> None:
        if self.found is None:
            return
        self.view.show_lines(list(self._lines(self.found)))
        if self.view.key() is None and self.view.rows.lines:
            self.view.selectRow(0)

    def _lines(self, found: Matching) -> Iterator[Line]:
        ids = found.waiting
        if self.order.currentData() == "name":
            ids = sorted(ids, key=lambda id: found.people[id].person.caption_key)
        locked = {one.person_id for one in found.decided(Verdict.LOCKED)}
        without = set(found.without)
        for id in ids:
            one = found.people[id]
            state, words = _state(found, id, id in locked, id in without)
            weeks = found.weeks(id)
            waited = "" if weeks is None else plural(weeks, _("1 Woche"), _("{n} Wochen"))
            below = " · ".join(filter(None, (one.person.city, spoken(one))))
            parts = one.person.caption, below, words, waited
            yield Line((Item(", ".join(filter(None, parts)), {PARTS: parts, Cell.STATE: state}),), id)

    def select(self, id: int) -> None:
        """Put the keyboard on a mentee."""
        place = next((n for n, one in enumerate(self.view.rows.lines) if one.key == id), -1)
        if place >= 0:
            self.view.selectRow(place)

    def _choose(self) -> None:
        if (key := self.view.key()) is not None:
            self.chosen.emit(key)


def _state(found: Matching, id: int, locked: bool, without: bool) -> tuple[str, str]:
    if locked:
        return "locked", _("festgelegt")
    if without:
        possible = found.result.candidates(id) > 0
        return ("missing", _("Plätze reichen nicht")) if possible else ("refused", _("kein Vorschlag"))
    return "quiet", plural(found.result.candidates(id), _("1 Vorschlag"), _("{n} Vorschläge"))
