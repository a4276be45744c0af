"""The steps at the left: a tick where one is done, a number where one is to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.text import _
from app.ui import icons, theme

HEIGHT, CIRCLE, LEFT = 36, 20, 15


class Steps(QWidget):
    """Shows where one is; the keyboard has nothing to do here."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.titles = tuple(titles)
        self.current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)
        self.go_to(0)

    def go_to(self, step: int) -> None:
        """Show STEP (from 0) as the one under way."""
        self.current = step
        told = _("Schritt {n} von {all}: {title}")
        self.setAccessibleName(told.format(n=step + 1, all=len(self.titles), title=_(self.titles[step])))
        self.update()

    def sizeHint(self) -> QSize:
        """All steps below each other."""
        return QSize(theme.px(186), theme.px(HEIGHT) * len(self.titles))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw circles and titles."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.px(HEIGHT)
        for number, title in enumerate(self.titles):
            self._paint_step(painter, QRect(0, number * height, self.width(), height), number, _(title))

    def _paint_step(self, painter: QPainter, rect: QRect, number: int, title: str) -> None:
        here, done = number == self.current, number < self.current
        if here:
            painter.fillRect(rect, theme.color("tint"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("accent"))
        side = theme.px(CIRCLE)
        circle = QRect(theme.px(LEFT), rect.top() + (rect.height() - side) // 2, side, side)
        painter.setPen(QPen(theme.color("accent" if here or done else "ctl"), 1))
        painter.setBrush(theme.color("accent" if here else "surface"))
        painter.drawEllipse(circle.adjusted(0, 0, -1, -1))
        painter.setFont(theme.font(9, strong=True))
        if done:
            icons.paint(painter, circle.adjusted(4, 4, -4, -4), "done", "accent")
        else:
            painter.setPen(theme.color("on-accent" if here else "muted"))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(number + 1))
        painter.setPen(theme.color("text" if here or done else "muted"))
        painter.setFont(theme.font(strong=here))
        words = rect.adjusted(circle.right() + theme.px(9), 0, -8, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)
