"""How the cells of the attendance grid look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.ui import theme
from app.ui.pages.course.grid_model import UNITS
from app.ui.widgets.table import PADDING, RowDelegate
from app.ui.widgets.table import Cell as Look

if TYPE_CHECKING:
    from app.ui.pages.course.grid_view import GridView

Index = QModelIndex | QPersistentModelIndex


class GridDelegate(RowDelegate):
    """Letters on their tints; the row with the keyboard is tinted, the cell framed."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell, which is chosen only together with others."""
        if self._view.selected_count < 2:
            option.state &= ~QStyle.StateFlag.State_Selected
        if index == self._view.currentIndex() and self._view.hasFocus():
            option.state |= QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)

    def _paint_ground(self, painter: QPainter, rect: QRect, index: Index, selected: bool) -> None:
        current = index.row() == self._view.currentIndex().row()
        here = index == self._view.currentIndex()
        ground = "surface" if here else "tint" if selected else index.data(Look.GROUND)
        painter.fillRect(rect, theme.color(ground or ("tint-h" if current else "surface")))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line2"))
        if self._view.rows.is_date(index.column()) or index.column() == self._view.rows.columnCount() - 2:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), theme.color("line2"))

    def paint_content(self, painter: QPainter, rect: QRect, index: Index, option: QStyleOptionViewItem) -> None:
        """A letter in the middle; UE with the attended ones in bold; share and verdict as everywhere."""
        model = self._view.rows
        if not model.is_date(index.column()):
            if index.column() == len(model.grid.columns) + UNITS:
                self._paint_units(painter, rect, str(index.data()))
            else:
                super().paint_content(painter, rect, index, option)
            return
        text = str(index.data() or "")
        if index == self._view.currentIndex() and self._view.part is not None:
            text = f"T {self._view.part}…"
        painter.setPen(theme.color(index.data(Look.TONE)))
        painter.setFont(theme.font(strong=bool(index.data(Look.STRONG))))
        painter.drawText(rect.adjusted(-PADDING, 0, PADDING, 0), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_units(self, painter: QPainter, rect: QRect, text: str) -> None:
        attended, _slash, held = text.partition(" / ")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        rest = f" / {held}"
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        painter.drawText(rect, right, rest)
        rest_width = painter.fontMetrics().horizontalAdvance(rest)
        painter.setFont(theme.font(strong=True))
        painter.drawText(rect.adjusted(0, 0, -rest_width, 0), right, attended)
