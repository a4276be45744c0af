"""The product's mark: two linked rings, petrol and apricot."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme


def paint_mark(painter: QPainter, area: QRectF) -> None:
    """Draw the rings into AREA, linked: the petrol one passes over the apricot one at the top, under it below."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(area.width() / 1.5, area.height())
    pen = side * 0.17
    top = area.top() + (area.height() - side) / 2 + pen / 2
    left = QRectF(area.left() + pen / 2, top, side - pen, side - pen)
    right = left.translated(area.width() - side, 0)
    petrol, apricot = (QPen(theme.color(name), pen, c=Qt.PenCapStyle.FlatCap) for name in ("accent", "apricot"))
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
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One and a half times as wide as high."""
        return QSize(theme.px(self._height * 3 // 2), theme.px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it."""
        paint_mark(QPainter(self), QRectF(self.rect()))


def window_icon() -> QIcon:
    """The mark as icon of windows and taskbar."""
    icon = QIcon()
    for side in (16, 24, 32, 48, 64):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(0, side / 6, side, side * 2 / 3))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
