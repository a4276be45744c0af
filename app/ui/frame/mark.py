"""The product's mark: two linked rings, petrol and apricot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from app.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPainter, QPaintEvent


def paint_mark(painter: QPainter, area: QRectF) -> None:
    """Draw the rings into AREA, linked: the petrol one passes over the apricot one at the top, under it below."""
    from PySide6.QtGui import QPen

    painter.setRenderHint(painter.RenderHint.Antialiasing)
    side = min(area.width() / 1.5, area.height())
    pen = side * 0.17
    top = area.top() + (area.height() - side) / 2 + pen / 2
    left = QRectF(area.left() + pen / 2, top, side - pen, side - pen)
    right = left.translated(area.width() - side, 0)
    petrol, apricot = (QPen(theme.color(name), pen) for name in ("accent", "apricot"))
    painter.setPen(petrol)
    painter.drawEllipse(left)
    painter.setPen(apricot)
    painter.drawEllipse(right)
    painter.setPen(petrol)
    painter.drawArc(left, 10 * 16, 60 * 16)


class ProductMark(QWidget):
    """The mark in a window."""

    def __init__(self, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        theme.notifier().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(theme.px(self._height * 3 // 2), theme.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it."""
        if not theme.hurried():
            from PySide6.QtGui import QPainter

            paint_mark(QPainter(self), QRectF(self.rect()))


def window_icon() -> QIcon:
    """The mark as icon of windows and taskbar."""
    from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

    icon = QIcon()
    for side in (16, 24, 32, 48, 64):
        pixmap = QPixmap(side, side)
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(0, side / 6, side, side * 2 / 3))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
