"""A small table inside a tab: some columns, and a sentence where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.ui.rows import Column, Line, RowsView
from app.ui.widgets.basics import label


class SmallTable(QStackedWidget):
    """Shows LINES, or a sentence that says that there are none."""

    opened = Signal(object)
    """The key of a line that was double-clicked or entered."""

    def __init__(
        self, name: str, accessible: str, columns: Sequence[Column], nothing: str, height: str = "list"
    ) -> None:
        super().__init__()
        self.view = RowsView(columns, name, accessible, height)
        self.view.opened.connect(self.opened)
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
        self.view.show_lines(lines)
        self.setCurrentIndex(0 if lines else 1)
