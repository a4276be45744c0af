"""The attendance grid: names that stay visible, dates above, one key per entry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from app.models.attendance import AttendanceState
from app.ui import theme
from app.ui.pages.course.grid_delegate import GridDelegate
from app.ui.pages.course.grid_head import CORNER_NUMBER, Corner, DateHeader, NameHeader
from app.ui.pages.course.grid_model import SHARE, GridModel
from app.ui.widgets.table import set_up_table

Index = QModelIndex | QPersistentModelIndex
KEYS = {
    "A": AttendanceState.PRESENT.value,
    "E": AttendanceState.EXCUSED.value,
    "K": AttendanceState.SICK.value,
    "U": AttendanceState.UNEXCUSED.value,
    "-": AttendanceState.WITHDRAWN.value,
    "–": AttendanceState.WITHDRAWN.value,
}
NAME_WIDTH, NARROW_NAME = 325, 200
DATE_WIDTH, NARROW_DATE = 58, 46
UNITS_WIDTH, SHARE_WIDTH, VERDICT_WIDTH = 78, 58, 140
MOVES = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class GridView(QTableView):
    """Takes keys and says in cells what was typed; storing is somebody else's."""

    entered = Signal(object, object, int)
    """Cells [(row, column)], the new state or None, and with 'teilweise' the UE."""
    filled = Signal(object)
    """Cells [(row, column)] that take the entry of the topmost one, or of the one above."""
    column_filled = Signal()
    """Everybody without an entry was there on the current date."""
    left = Signal(bool)
    """F6 (or Umschalt+F6: backwards) leaves the grid."""

    def __init__(self, model: GridModel, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self.part: str | None = None
        """After T the digits of the UE so far; None while nobody types them."""
        self._place: tuple[int, int] | None = None
        self.setHorizontalHeader(DateHeader(self))
        self.setVerticalHeader(NameHeader(self))
        self.setModel(model)
        set_up_table(self, name, accessible, "grid", sortable=False)
        self.verticalHeader().show()
        self.setItemDelegate(GridDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(True)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        self.verticalHeader().setSectionsClickable(False)
        self.corner = Corner(self)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.selectionModel().currentChanged.connect(self._moved)
        theme.notifier().changed.connect(self.fit)

    # ---------------------------------------------------------------- place and size

    @property
    def selected_count(self) -> int:
        """How many cells are chosen."""
        return len(self.selectedIndexes())

    def _remember(self) -> None:
        index = self.currentIndex()
        model = self.rows
        self._place = model.place(index.row(), index.column()) if self._on_date(index) else None

    def _restore(self) -> None:
        index = self.rows.where(*self._place) if self._place else QModelIndex()
        if not index.isValid() and self.rows.rowCount() and self.rows.grid.columns:
            index = self.rows.index(0, self._first_date())
        if index.isValid():
            self.setCurrentIndex(index)
        self.fit()

    def _first_date(self) -> int:
        """The first date with something still to enter, else the last one."""
        for n, column in enumerate(self.rows.grid.columns):
            if not column.cancelled and any(not row.cells[n].state for row in self.rows.rows):
                return n
        return len(self.rows.grid.columns) - 1

    def _on_date(self, index: Index) -> bool:
        return index.isValid() and self.rows.is_date(index.column())

    def fit(self) -> None:
        """Share the width: dates give way before somebody has to scroll."""
        dates = len(self.rows.grid.columns)
        last = theme.px(UNITS_WIDTH) + theme.px(SHARE_WIDTH) + theme.px(VERDICT_WIDTH)
        room = (
            self.width() - 2 * self.frameWidth() - last - self.verticalScrollBar().sizeHint().width() * self._scrolls()
        )
        per_date = (room - theme.px(NAME_WIDTH)) // max(dates, 1)
        date_width = min(max(per_date, theme.px(NARROW_DATE)), theme.px(DATE_WIDTH))
        name = min(max(room - dates * date_width, theme.px(NARROW_NAME)), theme.px(NAME_WIDTH))
        self.verticalHeader().setFixedWidth(name)
        header = self.horizontalHeader()
        for n in range(dates):
            header.resizeSection(n, date_width)
        rest = room - name - dates * date_width
        for n, width in enumerate((UNITS_WIDTH, SHARE_WIDTH, VERDICT_WIDTH)):
            header.resizeSection(dates + n, theme.px(width) + (max(rest, 0) if n == SHARE + 1 else 0))
        self.corner.fit(name, header.height(), theme.px(CORNER_NUMBER))

    def _scrolls(self) -> bool:
        """Whether the rows need more height than there is."""
        return self.content_height() > self.height() - 2 * self.frameWidth()

    def content_height(self) -> int:
        """Header and all rows, and the scroll bar when the dates need one."""
        rows = self.rows.rowCount() * self.verticalHeader().defaultSectionSize()
        header = self.horizontalHeader()
        wide = self.verticalHeader().width() + header.length() > self.width() - 2 * self.frameWidth()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        return header.sizeHint().height() + rows + bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit()

    # ---------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """The grid's own keys come before anybody's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if modifiers & CONTROL:
            return key == Qt.Key.Key_D or (key == Qt.Key.Key_A and bool(modifiers & SHIFT))
        plain = not modifiers & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier)
        typed = event.text().upper()
        known = bool(typed) and (typed in KEYS or typed == "T" or (typed.isdigit() and self.part is not None))
        return plain and (known or key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters enter, Enter goes down, Tab goes right, everything else as in any table."""
        key, own = event.key(), self._is_own(event)
        if own and event.modifiers() & CONTROL:
            self._end_part()
            if key == Qt.Key.Key_D:
                self.filled.emit(self.chosen())
            else:
                self.column_filled.emit()
        elif own:
            self._type(event.text().upper(), key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end_part()
            self._go(-1 if event.modifiers() & SHIFT else 1, 0)
        elif key in MOVES:
            self._end_part()
            self._tab(MOVES[Qt.Key(key)])
        elif key == Qt.Key.Key_F6:
            self._end_part()
            self.left.emit(bool(event.modifiers() & SHIFT))
        elif key == Qt.Key.Key_Escape and self.part is not None:
            self._drop_part()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are entries here, never a search."""

    def _type(self, typed: str, key: int) -> None:
        if typed.isdigit() and self.part is not None:
            self._type_part(typed)
            return
        self._end_part()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.entered.emit(self.chosen(), None, 0)
        elif typed == "T":
            if self._on_date(self.currentIndex()):
                self.part = ""
                self.viewport().update()
        else:
            self.entered.emit(self.chosen(), KEYS[typed], 0)

    def _type_part(self, digit: str) -> None:
        """One more digit; where another one could still follow, it is waited for."""
        assert self.part is not None
        self.part = (self.part + digit).lstrip("0")
        units = self.rows.grid.columns[self.currentIndex().column()].units
        if self.part and int(self.part) * 10 > units:
            self._end_part()
        else:
            self.viewport().update()

    def _end_part(self) -> None:
        """Enter the UE typed so far."""
        part, places = self.part, self.chosen()
        self._drop_part()
        if part:
            self.entered.emit(places, AttendanceState.PARTIAL.value, int(part))

    def _drop_part(self) -> None:
        self.part = None
        self.viewport().update()

    # ---------------------------------------------------------------- moving

    def chosen(self) -> list[tuple[int, int]]:
        """The cells that an entry is for: dates that took place, or may."""
        found = self.selectedIndexes() or [self.currentIndex()]
        if len(found) == 1:
            found = [self.currentIndex()]
        cells = sorted((index.row(), index.column()) for index in found if self._on_date(index))
        return cells if len(cells) < 2 else [c for c in cells if not self.rows.grid.columns[c[1]].cancelled]

    def _go(self, down: int, right: int) -> None:
        index = self.currentIndex()
        target = self.rows.index(index.row() + down, index.column() + right)
        if target.isValid():
            self.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _tab(self, by: int) -> None:
        """The next date that takes place; after the last one the next person."""
        columns = self.rows.grid.columns
        open_ones = [n for n, column in enumerate(columns) if not column.cancelled]
        here = self.currentIndex()
        ahead = [n for n in open_ones if (n > here.column() if by > 0 else n < here.column())]
        row = here.row() if ahead else here.row() + by
        column = (ahead or open_ones or [0])[0 if by > 0 else -1]
        target = self.rows.index(row, column)
        if target.isValid():
            self.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _moved(self, _current: QModelIndex, before: QModelIndex) -> None:
        if self.part is not None and before.isValid():
            # Whoever goes on with the mouse has finished typing here.
            part, self.part = self.part, None
            if part and self._on_date(before):
                self.entered.emit([(before.row(), before.column())], AttendanceState.PARTIAL.value, int(part))
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self.verticalHeader().viewport().update()
