"""The way of a pair as a line of steps, with day and proof of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.text import _
from app.ui import icons, theme
from app.ui.pages.pair.words import AHEAD, DONE, NOW, Step
from app.ui.widgets.basics import named

HEIGHT, DOT, GAP = 46, 17, 8
_SAID = {DONE: _("erledigt"), NOW: _("jetzt"), AHEAD: _("kommt noch")}


class StepLine(QWidget):
    """Paints the steps side by side; a screen reader hears them as one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: Sequence[Step] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(self, _("Weg des Tandems"), "stepLine")
        theme.notifier().changed.connect(self.updateGeometry)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self.steps = steps
        told = "; ".join(f"{one.title} {one.detail}".strip() + f", {_SAID[one.place]}" for one in steps)
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines of text."""
        return QSize(theme.px(400), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """As low as it is, and as narrow as need be."""
        return QSize(theme.px(200), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw dots, names, days, and lines where there is room between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for number, (step, width) in enumerate(zip(self.steps, self._widths(), strict=True)):
            last = number + 1 == len(self.steps)
            self._paint_step(painter, step, QRectF(left, 0, width, self.height()), last=last)
            left += width

    def _widths(self) -> list[float]:
        """As wide as each needs and the rest shared; all the same where that is too much."""
        metrics, bold = self.fontMetrics(), QFontMetrics(theme.font(strong=True))
        needed = [
            max(bold.horizontalAdvance(one.title), metrics.horizontalAdvance(one.detail)) + theme.px(DOT + 3 * GAP)
            for one in self.steps
        ]
        spare = (self.width() - sum(needed)) / max(len(needed), 1)
        return [one + spare for one in needed] if spare >= 0 else [self.width() / len(needed)] * len(needed)

    def _paint_step(self, painter: QPainter, step: Step, place: QRectF, *, last: bool) -> None:
        dot = QRectF(place.left(), theme.px(5), theme.px(DOT), theme.px(DOT))
        self._paint_dot(painter, dot, step.place)
        left = int(dot.right()) + theme.px(GAP)
        room = int(place.right()) - left - theme.px(GAP)
        title, detail = theme.font(strong=step.place == NOW), self.font()
        painter.setFont(title)
        painter.setPen(theme.color("muted" if step.place == AHEAD else "text"))
        first = QRect(left, theme.px(3), room, theme.px(21))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        metrics = painter.fontMetrics()
        painter.drawText(first, int(align), metrics.elidedText(step.title, Qt.TextElideMode.ElideRight, room))
        end = left + metrics.horizontalAdvance(step.title) + theme.px(GAP)
        if not last and int(place.right()) - end > theme.px(3 * GAP):
            painter.setPen(QPen(theme.color("ctl" if step.place != DONE else "accent"), 2))
            middle = dot.center().y()
            painter.drawLine(QPointF(end, middle), QPointF(place.right() - theme.px(GAP), middle))
        painter.setFont(detail)
        painter.setPen(theme.color("muted"))
        second = QRect(left, theme.px(23), room, theme.px(20))
        shown = painter.fontMetrics().elidedText(step.detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(second, int(align), shown)

    def _paint_dot(self, painter: QPainter, dot: QRectF, place: str) -> None:
        accent = theme.color("accent")
        painter.setPen(QPen(theme.color("ctl") if place == AHEAD else accent, 2 if place == AHEAD else 4))
        painter.setBrush(accent if place == DONE else theme.color("surface"))
        inset = 1 if place == AHEAD else 2
        painter.drawEllipse(dot.adjusted(inset, inset, -inset, -inset))
        if place == DONE:
            icons.paint(painter, dot.toRect().adjusted(3, 3, -3, -3), "done", "on-accent")
