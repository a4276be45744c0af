"""The table on the screen: keeps the chosen records and the place in the list by id, whatever is reloaded."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QTableView, QWidget

from app.core.text import _
from app.models.query import Query
from app.ui.table import TableModel
from app.ui.widgets.table import set_up_table

SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
MOST_RESTORED = 2_000
"""Selections of more records than these are kept only when everything is selected."""
ENOUGH, MOST_GROWN = 1.5, 1.6
"""So many times its least width the first column has before the others grow, and how far they do."""
TYPING_MS = 1_000
"""A pause this long ends a word typed into the list."""


class _Place(NamedTuple):
    """Where in the list somebody was: `selected` is None when everything was chosen."""

    query: Query
    current: int | None
    selected: list[int] | None
    top: int | None


class Table(QTableView):
    """Shows a TableModel; speaks in ids."""

    chosen = Signal(object)
    """The id of the record that was just chosen."""
    opened = Signal(object)
    """The id of a record that was double-clicked or entered."""
    selection_changed = Signal()

    def __init__(self, model: TableModel, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._place = _Place(model.query, None, [], None)
        self._typed, self._typed_at = "", 0.0
        self._least, self._given, self._grown, self._fitting = 0, list[int](), 1.0, False
        self._announced: int | None = None
        self._awaited: int | None = None
        self.setModel(model)
        set_up_table(self, name, accessible)
        header = self.horizontalHeader()
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._resized)
        header.setSortIndicatorClearable(False)
        # Whether a column is chosen would be asked of every row, at every painting; rows are chosen here.
        header.setSelectionModel(QItemSelectionModel(model, header))
        self.doubleClicked.connect(lambda index: self.opened.emit(model.id_at(index.row())))
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.clicked.connect(lambda index: self.chosen.emit(model.id_at(index.row())))
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self._show_order()
        copy = QAction(_("Kopieren"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.addAction(copy)

    # ---------------------------------------------------------------- ids

    def current_id(self) -> int | None:
        """The record the keyboard is on."""
        return self.rows.id_at(self.currentIndex().row())

    def select_id(self, id: int | None) -> bool:
        """Choose one record and show its row; False when it is not in this list, or only after the next reading."""
        row = self.rows.row_of(id)
        self._awaited = id if row < 0 else None
        if row < 0:
            return False
        self.selectionModel().setCurrentIndex(self.rows.index(row, max(self.currentIndex().column(), 0)), SELECT)
        self.scrollTo(self.currentIndex())
        return True

    def select_none(self) -> None:
        """Choose nothing."""
        self._awaited = None
        self.clearSelection()

    def step(self, by: int) -> None:
        """Choose the next or the previous record."""
        row = self.currentIndex().row() + by
        if 0 <= row < len(self.rows.ids):
            self.select_id(self.rows.ids[row])

    def selected_count(self) -> int:
        """How many records are chosen."""
        return sum(part.height() for part in self._selection())

    def selected_ids(self) -> list[int]:
        """The chosen records in the order of the list."""
        ids = self.rows.ids
        parts = sorted((part.top(), part.bottom()) for part in self._selection())
        return [id for top, bottom in parts for id in ids[top : bottom + 1]]

    def _selection(self) -> Iterable[QItemSelectionRange]:
        return cast("Iterable[QItemSelectionRange]", self.selectionModel().selection())

    def near(self) -> list[int]:
        """Records whose rows should be there at once after a reload: what is on the screen now, and the current one."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        rows = (first, last if last >= 0 else len(self.rows.ids) - 1, self.currentIndex().row())
        return [id for row in rows if (id := self.rows.id_at(row)) is not None]

    def reload(self) -> None:
        """Read the list anew and keep the place."""
        self.rows.reload(self.near())

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, as spreadsheets take them."""
        self.copy_ids(self.selected_ids())

    def copy_ids(self, ids: Sequence[int]) -> None:
        """Put these rows on the clipboard, with the headings of the columns that are seen."""
        if ids:
            self.rows.text_of(ids, QGuiApplication.clipboard().setText, self)

    def give_widths(self, least: int, others: Sequence[int]) -> None:
        """The first column is never narrower than LEAST; the OTHERS grow where it has enough, so that less is cut."""
        self._least, self._given = least, list(others)
        self._fit()

    def given_widths(self) -> Sequence[int]:
        """What the columns after the first were given, by a page or with the mouse."""
        return self._given

    def _fit(self) -> None:
        whole, given = self.viewport().width(), sum(self._given)
        spare = whole - given - self._least * ENOUGH
        self._grown = min(1 + max(spare, 0) / max(given, 1), MOST_GROWN)
        self._fitting = True
        for number, width in enumerate(self._given, 1):
            self.setColumnWidth(number, int(width * self._grown))
        self.setColumnWidth(0, max(whole - int(given * self._grown), self._least))
        self._fitting = False

    def _resized(self, section: int, _before: int, width: int) -> None:
        if not self._fitting and 0 < section <= len(self._given):
            self._given[section - 1] = round(width / self._grown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns filling the width."""
        super().resizeEvent(event)
        if self._least:
            self._fit()

    # ---------------------------------------------------------------- keeping the place

    def _remember(self) -> None:
        count = self.selected_count()
        everything = count == len(self.rows.ids) > 1
        selected = None if everything else [] if count > MOST_RESTORED else self.selected_ids()
        self._place = _Place(self.rows.query, self.current_id(), selected, self.rows.id_at(self.rowAt(0)))

    def _restore(self) -> None:
        place, model = self._place, self.selectionModel()
        same = place.query == self.rows.query
        row = self.rows.row_of(place.current)
        if row >= 0:
            model.setCurrentIndex(self.rows.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        if place.selected is None and same:
            self.selectAll()
        elif place.selected:
            model.select(self._ranges(place.selected), QItemSelectionModel.SelectionFlag.Select)
        self.updateGeometries()
        top = self.rows.row_of(place.top)
        if same and top >= 0:
            self.verticalScrollBar().setValue(top)
        elif row >= 0:
            self.scrollTo(self.currentIndex(), QTableView.ScrollHint.PositionAtCenter)
        else:
            self.scrollToTop()
        self._show_order()
        if same and self._awaited is not None:
            self.select_id(self._awaited)
        self.selection_changed.emit()

    def _ranges(self, ids: Sequence[int]) -> QItemSelection:
        """The rows of IDS as far as they are still in the list, neighbours together."""
        found, last = QItemSelection(), self.rows.columnCount() - 1
        rows = sorted(row for row in map(self.rows.row_of, ids) if row >= 0)
        start = 0
        for n, row in enumerate(rows):
            if n + 1 == len(rows) or rows[n + 1] != row + 1:
                found.select(self.rows.index(rows[start], 0), self.rows.index(row, last))
                start = n + 1
        return found

    # ---------------------------------------------------------------- keys and clicks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Pos1 and Ende go to the first and last record; everything else as Qt does it."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id() is not None:
            self.opened.emit(self.current_id())
        elif plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows.ids:
            self.select_id(self.rows.ids[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the first record whose name starts with what is typed; Qt's own way would read every row."""
        moment = time.monotonic() * 1000
        fresh = moment - self._typed_at > TYPING_MS
        self._typed_at, self._typed = moment, search if fresh else self._typed + search
        self.rows.find_caption(self._typed, self.select_id, self)

    def _selected(self, *_parts: QItemSelection) -> None:
        self._announce()
        self.selection_changed.emit()

    def _moved(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self._announce()

    def _announce(self) -> None:
        # Getting the keyboard makes the first row current without choosing it.
        row = self.currentIndex().row()
        chosen = self.rows.id_at(row) if self.selectionModel().isRowSelected(row, QModelIndex()) else None
        if chosen != self._announced:
            self._announced = chosen
            if chosen is not None:
                self.chosen.emit(chosen)

    def _sort_by(self, section: int) -> None:
        name = self.rows.shown[section]
        descending = name == self.rows.query.order and not self.rows.query.descending
        self.rows.order_by(name, descending, self.near())
        self._show_order()

    def _show_order(self) -> None:
        query, header = self.rows.query, self.horizontalHeader()
        order = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(self.rows.shown.index(query.order) if query.order in self.rows.shown else -1, order)
