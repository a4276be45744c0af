"""The list of pairs by stage; a stage can be folded, and inside it the oldest meeting comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from app.core.fold import matches, query_tokens, tokens
from app.core.text import _, plural
from app.models.pair import CLOSED, PairState
from app.services.pair_views import PairLine
from app.ui import icons, theme
from app.ui.pages.pair.words import state_of
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import label, line, row
from app.ui.widgets.card import Card
from app.ui.widgets.search import SearchField
from app.ui.widgets.status import STATES
from app.ui.widgets.table import Cell, Index, RowDelegate

NAME, WORDS = Qt.ItemDataRole.UserRole + 120, Qt.ItemDataRole.UserRole + 121
"""What is painted at the left and at the right of a line; its text says both to a screen reader."""


class StageDelegate(RowDelegate):
    """Paints name and state of a pair; the name gives way where both do not fit."""

    def paint_content(self, painter: QPainter, rect: QRect, index: Index, option: QStyleOptionViewItem) -> None:
        """Draw the state at the right and the name before it."""
        words = index.data(WORDS)
        if words is None:
            super().paint_content(painter, rect, index, option)
            return
        (icon, colour), side = STATES[index.data(Cell.STATE)], theme.px(16)
        metrics = QFontMetrics(option.font)
        left = rect.right() - metrics.horizontalAdvance(words)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(option.font)
        painter.setPen(theme.color(colour))
        painter.drawText(QRect(left, rect.top(), rect.right() - left + 1, rect.height()), int(align), words)
        if icon:
            left -= side + 5
            top = rect.top() + (rect.height() - side) // 2
            icons.paint(painter, QRect(left, top, side, side), icon, colour)
        begin = rect.left() + theme.px(INDENT)
        room = left - begin - theme.px(8)
        painter.setPen(theme.color("text"))
        name = metrics.elidedText(index.data(NAME), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(begin, rect.top(), room, rect.height()), int(align), name)


INDENT = 21


class StageView(RowsView):
    """Headings that fold with Enter, a click or the arrows, and pairs below them."""

    folded = Signal(str)
    """The stage that somebody wants to fold or unfold."""
    entered = Signal(object)
    """The id of a pair that somebody clicked or entered."""

    def __init__(self) -> None:
        super().__init__([Column(_("Tandem"))], "pairList", _("Liste: Tandems"))
        self.setItemDelegate(StageDelegate(self))
        self.horizontalHeader().hide()
        self.opened.connect(self._enter)
        self.clicked.connect(self._click)

    def _click(self, index: QModelIndex) -> None:
        found = self.rows.line(index)
        if found is not None:
            self._enter(found.key)

    def _enter(self, key: Any) -> None:
        if isinstance(key, str):
            self.folded.emit(key)
        elif key is not None:
            self.entered.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left folds, right unfolds, as in every tree."""
        key = self.key()
        heading = self.rows.line(self.currentIndex())
        wanted = {Qt.Key.Key_Left: "down", Qt.Key.Key_Right: "right"}.get(Qt.Key(event.key()))
        if wanted and isinstance(key, str) and heading and wanted in heading.items[0].looks.values():
            self.folded.emit(key)
        else:
            super().keyPressEvent(event)


class Stages(Card):
    """Search above, the list by stage, what it is sorted by below."""

    chosen = Signal(object)
    """The id of the pair with the keyboard."""
    entered = Signal(object)
    changed = Signal()
    """Other pairs can be seen."""

    def __init__(self) -> None:
        super().__init__(padded=False, name="stages")
        self.setAccessibleName(_("Tandems nach Stand"))
        self.lines: Sequence[PairLine] = ()
        self.quiet_days = 28
        self.closed = set(CLOSED)
        """Stages that are folded."""
        self.search = SearchField(name="pairSearch")
        self.search.searched.connect(lambda _text: self._show())
        self.view = StageView()
        self.view.folded.connect(self.fold)
        self.view.entered.connect(self.entered)
        self.view.chosen.connect(self._choose)
        self.body.addLayout(row(self.search, margins=(8, 6, 8, 6)))
        self.body.setSpacing(0)
        self.body.addWidget(line())
        self.body.addWidget(self.view, 1)
        self.foot = label("", "small")
        self.add_foot(row(self.foot, None))
        self.setMinimumWidth(theme.px(290))

    def show_lines(self, lines: Sequence[PairLine], quiet_days: int) -> None:
        """Show other pairs."""
        self.lines, self.quiet_days = lines, quiet_days
        self._show()

    def fold(self, stage: str) -> None:
        """Fold a stage, or unfold it."""
        self.closed ^= {stage}
        self._show()

    def select(self, id: int | None) -> None:
        """Put the keyboard on a pair, unfolding its stage."""
        stage = next((one.state for one in self.lines if one.id == id), None)
        if stage in self.closed:
            self.fold(stage)
        place = next((n for n, one in enumerate(self.view.rows.lines) if one.key == id), -1)
        if place >= 0 and self.view.key() != id:
            self.view.selectRow(place)

    def first(self) -> int | None:
        """The first pair that can be seen."""
        return next((one.key for one in self.view.rows.lines if isinstance(one.key, int)), None)

    def ids(self) -> list[int]:
        """The pairs that can be seen, in order."""
        return [one.key for one in self.view.rows.lines if isinstance(one.key, int)]

    def folded(self) -> list[str]:
        """The stages whose pairs cannot be seen, with how many there are."""
        shown = set(self.ids())
        away = Counter(one.state for one in self._found() if one.id not in shown)
        return [f"{_(stage.label)} {away[stage]}" for stage in PairState if away[stage]]

    def _choose(self) -> None:
        if isinstance(key := self.view.key(), int):
            self.chosen.emit(key)

    def _found(self) -> list[PairLine]:
        wanted = query_tokens(self.search.text())
        if not wanted:
            return list(self.lines)
        return [one for one in self.lines if matches(wanted, tokens(f"{one.mentee} {one.mentor} {one.number}"))]

    def _show(self) -> None:
        found = self._found()
        self.view.show_lines(list(self._made(found, unfolded=bool(self.search.text().strip()))))
        shown = _("nach Stand, dann ältestes Treffen")
        if len(found) < len(self.lines):
            shown = _("{n} von {all}").format(
                n=len(found), all=plural(len(self.lines), _("1 Tandem"), _("{n} Tandems"))
            )
        self.foot.setText(shown)
        self.changed.emit()

    def _made(self, found: Sequence[PairLine], *, unfolded: bool) -> Iterator[Line]:
        for stage in PairState:
            members = [one for one in found if one.state == stage]
            if not members:
                continue
            folded = stage.value in self.closed and not unfolded
            title = f"{_(stage.label)}  {len(members)}"
            icon = "right" if folded else "down"
            yield Line((Item.of(title, icon=icon, strong=True, ground="surface2"),), stage.value)
            for one in () if folded else members:
                state, words = state_of(one, self.quiet_days)
                looks = {NAME: one.short, WORDS: words, Cell.STATE: state}
                yield Line((Item(f"{one.short}, {words}", looks),), one.id)
