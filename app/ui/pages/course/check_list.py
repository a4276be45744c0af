"""The list of those who may get a certificate: a tick, the coming number, the result of the check, what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QTableView, QWidget

from app.core.text import _
from app.services.certificates import Candidate
from app.ui import theme
from app.ui.pages.course.choice import LINKS, Result
from app.ui.rows import Column, Index, Item, Line, Rows
from app.ui.widgets.basics import named
from app.ui.widgets.table import RowDelegate, set_up_table

TICK, NAME, NUMBER, UNITS, RESULT, LINK = range(6)
HEADINGS = (
    Column("", 38),
    Column(_("Name"), 212),
    Column(_("Nr."), 56),
    Column(_("UE"), 44, right=True),
    Column(_("Prüfung vor dem Druck"), 226),
    Column("", 98),
)


class People(Rows):
    """Rows whose tick is also said."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As everywhere, and the tick in words."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid() and index.column() == TICK:
            state = super().data(index, Qt.ItemDataRole.CheckStateRole)
            return "" if state is None else _("ausgewählt") if state == Qt.CheckState.Checked else _("nicht ausgewählt")
        return super().data(index, role)


class CheckList(QTableView):
    """Space ticks, Enter does what the link says."""

    ticked = Signal(object)
    """The person whose tick is to change."""
    all_ticked = Signal(bool)
    followed = Signal(object, str)
    """Person and link."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = People(HEADINGS, self)
        self.people: list[int] = []
        self.setModel(self.rows)
        set_up_table(self, "checkList", _("Wer eine Bescheinigung bekommt"), "grid", sortable=False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(theme.px(30))
        self.everybody = QCheckBox(header)
        self.everybody.setTristate(True)
        named(self.everybody, _("Alle auswählen, die bereit sind"), "tickAll")
        self.everybody.clicked.connect(
            lambda: self.all_ticked.emit(self.everybody.checkState() != Qt.CheckState.Unchecked)
        )
        theme.notifier().changed.connect(self.fit)

    def show_people(
        self,
        people: Sequence[Candidate],
        results: Mapping[int, Result],
        ticked: set[int],
        numbers: Mapping[int, str],
    ) -> None:
        """Show everybody anew; the chosen person stays chosen."""
        chosen = self.person()
        lines = [_line(one, results[one.person_id], one.person_id in ticked, numbers) for one in people]
        self.people = [one.person_id for one in people]
        self.rows.show(lines)
        first = next((id for id in self.people if id in ticked), None)
        self.choose(chosen if chosen in self.people else first)
        possible = [id for id in self.people if not results[id].blocked]
        on = sum(id in ticked for id in self.people)
        state = (
            Qt.CheckState.Checked
            if on and on >= len(possible) and on == len(self.people)
            else Qt.CheckState.PartiallyChecked
        )
        self.everybody.setCheckState(state if on else Qt.CheckState.Unchecked)

    def person(self) -> int | None:
        """The chosen person."""
        at = self.currentIndex().row()
        return self.people[at] if 0 <= at < len(self.people) else None

    def choose(self, person_id: int | None) -> None:
        """Choose somebody."""
        if person_id in self.people:
            self.setCurrentIndex(self.rows.index(self.people.index(person_id), NAME))

    # ---------------------------------------------------------------- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter follows the link."""
        person = self.person()
        if event.key() == Qt.Key.Key_Space and person is not None:
            self.ticked.emit(person)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and person is not None:
            self._follow(person)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click into the first column ticks, one on a link follows it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        if index.column() == TICK:
            self.ticked.emit(self.people[index.row()])
        elif index.column() == LINK:
            self._follow(self.people[index.row()])

    def _follow(self, person_id: int) -> None:
        line = self.rows.lines[self.people.index(person_id)]
        if line.key:
            self.followed.emit(person_id, line.key)

    # ---------------------------------------------------------------- size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The result gives way first, then the name."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Share the width."""
        widths = {n: theme.px(heading.width) for n, heading in enumerate(HEADINGS)}
        rest = self.viewport().width() - sum(widths.values())
        widths[RESULT] += max(rest, -theme.px(60)) if rest < 0 else rest
        if rest < -theme.px(60):
            widths[NAME] += max(rest + theme.px(60), -theme.px(80))
        for n, width in widths.items():
            self.setColumnWidth(n, width)
        box = RowDelegate.box_rect(QRect(0, 0, widths[TICK], self.horizontalHeader().height()))
        side = theme.px(24)
        top = (self.horizontalHeader().height() - side) // 2
        self.everybody.setGeometry(QRect(QPoint(box.left(), top), QSize(widths[TICK] - box.left() - 2, side)))


def _line(one: Candidate, checked: Result, ticked: bool, numbers: Mapping[int, str]) -> Line:
    number = numbers.get(one.person_id) or (one.number if one.issued else "")
    looks: dict[int, Any] = {}
    if not one.issued:
        looks[Qt.ItemDataRole.CheckStateRole] = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
    link = LINKS.get(checked.link, "")
    cells = (
        Item("", looks),
        Item.of(one.caption),
        Item.of(number.rpartition("-")[2] or "–", muted=not number),
        Item.of(one.units),
        Item.of(checked.text, checked.state),
        Item.of(link, link=bool(link)),
    )
    return Line(cells, checked.link)
