"""Small tables whose rows are all at hand: due lists, figures, the people behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from app.core.text import _
from app.ui import theme
from app.ui.widgets.table import Cell, set_up_table

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Column:
    """A heading; `width` in px at 100 %, 0 for what is left."""

    label: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True)
class Item:
    """One cell; `looks` says more about it to the delegate, by Cell role."""

    text: str = ""
    looks: dict[int, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, text: object, state: str = "", **looks: Any) -> Item:
        """A cell with a state (a key of widgets.status.STATES) and looks by the names of Cell in small letters."""
        roles: dict[int, Any] = {Cell[name.upper()]: value for name, value in looks.items()}
        return cls(str(text), roles | ({Cell.STATE: state} if state else {}))


@dataclass(frozen=True)
class Line:
    """One row: its cells and what it stands for; a heading takes no selection."""

    items: tuple[Item, ...]
    key: Any = None
    heading: bool = False


class Lines(Sequence[Line]):
    """A line for each of THINGS, made when it is looked at: lists may be long, screens are not."""

    def __init__(self, things: Sequence[Any], make: Callable[[Any], Line]) -> None:
        self._things, self._make = things, make
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, at: Any) -> Any:
        if at not in self._made:
            self._made[at] = self._make(self._things[at])
        return self._made[at]


class Rows(QAbstractTableModel):
    """Shows LINES under COLUMNS."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        """The line of a cell."""
        return self.lines[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """All lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """All columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can be read but not chosen."""
        if not index.isValid() or self.lines[index.row()].heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Labels above; rows are named by their first cell."""
        if orientation == Qt.Orientation.Vertical:
            if role in (Role.DisplayRole, Role.AccessibleTextRole) and 0 <= section < len(self.lines):
                return self.lines[section].items[0].text
            return None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        return _(column.label) if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Text, alignment, what a screen reader says, and the looks of the cell."""
        if not index.isValid():
            return None
        column, items = self.columns[index.column()], self.lines[index.row()].items
        item = items[index.column()] if index.column() < len(items) else Item()
        if role in item.looks:
            return item.looks[role]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return item.text
        if role == Role.TextAlignmentRole:
            return RIGHT if column.right else LEFT
        if role == Role.AccessibleTextRole and role not in item.looks:
            said = ", ".join(filter(None, (item.text, item.looks.get(Cell.SECOND))))
            return f"{_(column.label)}: {said}" if column.label else said
        return None


class RowsView(QTableView):
    """Shows Rows, one of which is chosen; Enter and double click open it."""

    opened = Signal(object)
    """The key of a line that was double-clicked or entered."""
    chosen = Signal()
    """The keyboard is on another line."""

    def __init__(self, columns: Sequence[Column], name: str, accessible: str, height: str = "list") -> None:
        super().__init__()
        self.rows = Rows(columns, self)
        self.setModel(self.rows)
        set_up_table(self, name, accessible, height, sortable=False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self.open)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit())
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column its width, and what is left to those without."""
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        for number, column in enumerate(self.rows.columns):
            mode = QHeaderView.ResizeMode.Interactive if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, mode)
            if column.width:
                self.setColumnWidth(number, theme.px(column.width))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the chosen one stays chosen."""
        key = self.key()
        self.clearSpans()
        self.rows.show(lines)
        if isinstance(lines, list):  # long lists make their lines when they are looked at, and have no headings
            for number, line in enumerate(lines):
                if line.heading and len(line.items) == 1:
                    self.setSpan(number, 0, 1, len(self.rows.columns))
        if key is None:
            return
        place = next((n for n, line in enumerate(lines) if line.key == key), -1)
        if place >= 0:
            self.selectRow(place)

    def key(self) -> Any:
        """What the line with the keyboard stands for."""
        line = self.rows.line(self.currentIndex())
        return line.key if line else None

    def open(self, index: Index) -> None:
        """Tell that somebody wants what a line stands for."""
        line = self.rows.line(index)
        if line is not None and line.key is not None:
            self.opened.emit(line.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open(self.currentIndex())
        else:
            super().keyPressEvent(event)
