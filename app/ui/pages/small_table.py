"""A small table inside a tab: some columns, a sentence where there is nothing, Enter and double click open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QStackedWidget, QTableView, QVBoxLayout, QWidget

from app.ui import theme
from app.ui.rows import Column, Line, Rows
from app.ui.widgets.basics import label
from app.ui.widgets.table import set_up_table


class SmallTable(QStackedWidget):
    """Shows LINES, or a sentence that says that there are none."""

    opened = Signal(object)
    """The key of a line that was double-clicked or entered."""
    chosen = Signal(object)
    """The key of the line the keyboard is on."""

    def __init__(self, name: str, accessible: str, columns: Sequence[Column], nothing: str) -> None:
        super().__init__()
        self.rows = Rows(columns, self)
        self.view = _View()
        self.view.setModel(self.rows)
        set_up_table(self.view, name, accessible, sortable=False)
        self.view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.view.opened.connect(self._opened)
        self.view.selectionModel().currentRowChanged.connect(self._chosen)
        header = self.view.horizontalHeader()
        header.setStretchLastSection(False)
        for number, column in enumerate(columns):
            if column.width:
                self.view.setColumnWidth(number, theme.px(column.width))
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.nothing: QLabel = label(nothing, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        place = QWidget()
        column_layout = QVBoxLayout(place)
        column_layout.setContentsMargins(14, 14, 14, 14)
        column_layout.addWidget(self.nothing)
        self.addWidget(self.view)
        self.addWidget(place)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.rows.show(lines)
        self.setCurrentIndex(0 if lines else 1)

    def key(self) -> object:
        """What the line with the keyboard stands for."""
        line = self.rows.line(self.view.currentIndex())
        return line.key if line else None

    def _opened(self, index: QModelIndex) -> None:
        if (line := self.rows.line(index)) is not None and line.key is not None:
            self.opened.emit(line.key)

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if (line := self.rows.line(index)) is not None and line.key is not None:
            self.chosen.emit(line.key)


class _View(QTableView):
    opened = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.doubleClicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
