"""Rows of two lines: a word, perhaps as a badge, and what belongs to it in small letters below."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from app.ui import icons, theme
from app.ui.widgets.table import Cell, Index, RowDelegate

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TwoLineDelegate(RowDelegate):
    """Draws cells with Cell.SECOND or Cell.BADGE; all others as usual."""

    def paint_content(self, painter: QPainter, rect: QRect, index: Index, option: QStyleOptionViewItem) -> None:
        """One line in the middle, or two around it."""
        second, badge = index.data(Cell.SECOND), index.data(Cell.BADGE)
        if not second and badge is None:
            super().paint_content(painter, rect, index, option)
            return
        upper = QRect(rect)
        if second:
            half = theme.px(22)
            middle = rect.top() + rect.height() // 2
            upper = QRect(rect.left(), middle - half, rect.width(), half + theme.px(2))
            painter.setFont(theme.font(9))
            painter.setPen(theme.color("muted"))
            lower = QRect(rect.left(), middle + theme.px(2), rect.width(), theme.px(18))
            fitted = painter.fontMetrics().elidedText(str(second), Qt.TextElideMode.ElideRight, lower.width())
            painter.drawText(lower, LEFT, fitted)
        if badge is None:
            super().paint_content(painter, upper, index, option)
        else:
            self._paint_badge(painter, upper, index, str(badge))

    def _paint_badge(self, painter: QPainter, rect: QRect, index: Index, kind: str) -> None:
        """A frame with icon and word, as widgets.badge.Badge looks."""
        colour, icon = kind or "neu", str(index.data(Cell.ICON) or "")
        text, height, side = str(index.data(Qt.ItemDataRole.DisplayRole) or ""), theme.px(19), theme.px(14)
        painter.setFont(theme.font())
        room = side + theme.px(4) if icon else 0
        width = min(painter.fontMetrics().horizontalAdvance(text) + room + theme.px(11), rect.width())
        frame = QRect(rect.left(), rect.top() + (rect.height() - height) // 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(f"{colour}-ln"), 1))
        painter.setBrush(theme.color(f"{colour}-bg"))
        painter.drawRoundedRect(frame, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        inner = frame.adjusted(theme.px(5), 0, -theme.px(4), 0)
        if icon:
            icons.paint(painter, QRect(inner.left(), inner.top() + (height - side) // 2, side, side), icon, colour)
            inner.setLeft(inner.left() + room)
        painter.setPen(theme.color(colour))
        painter.drawText(
            inner, LEFT, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        )


def use_two_lines(view: QTableView) -> None:
    """Let VIEW, which was set up as a table, draw rows of two lines."""
    view.setItemDelegate(TwoLineDelegate(view))
