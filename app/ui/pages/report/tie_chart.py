"""Ties over time as steps: one line per kind, told apart by its dashes and by the word at its end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.text import _, grouped
from app.models.organisation import Tie
from app.services.ties import MANY, Quarter
from app.ui import theme

STYLES = {Tie.BOND: Qt.PenStyle.DotLine, Tie.BRIDGE: Qt.PenStyle.SolidLine, Tie.LINK: Qt.PenStyle.DashLine}
HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 150, 40, 92, 14, 26
LABEL = 64
"""Room for the words of a quarter, in px at 100 %."""


class TieChart(QWidget):
    """Shows the quarters that have counts; the table beside it says the same."""

    def __init__(self) -> None:
        super().__init__()
        self.quarters: Sequence[Quarter] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.updateGeometry)

    def show_quarters(self, quarters: Sequence[Quarter]) -> None:
        """Show other quarters."""
        self.quarters = [one for one in quarters if one.counts is not None]
        self.setVisible(bool(self.quarters))
        self.setAccessibleName(self._sentence())
        self.update()

    def _sentence(self) -> str:
        """From when to when each kind changed."""
        if not self.quarters:
            return _("Im Verlauf: noch keine Zahlen")
        first, last = self.quarters[0], self.quarters[-1]
        said = [
            _("{kind} von {before} auf {after}").format(
                kind=_(MANY[kind]), before=(first.counts or {})[kind], after=(last.counts or {})[kind]
            )
            for kind in Tie
        ]
        span = _("Quartal {first} bis {last}").format(first=first.label, last=last.label)
        return f"{span}: {', '.join(said)}"

    def sizeHint(self) -> QSize:
        """Small; the numbers are below."""
        return QSize(theme.px(300), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(theme.px(240), theme.px(HEIGHT))

    def _points(self, kind: Tie, most: int) -> list[QPointF]:
        width = self.width() - theme.px(LEFT + RIGHT)
        height = self.height() - theme.px(TOP + BOTTOM)
        last = max(len(self.quarters) - 1, 1)
        return [
            QPointF(
                theme.px(LEFT) + width * number / last,
                theme.px(TOP) + height * (1 - (one.counts or {})[kind] / most),
            )
            for number, one in enumerate(self.quarters)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw frame, words, and the steps of each kind."""
        painter = QPainter(self)
        painter.setFont(theme.font(9))
        if not self.quarters:
            return
        most = max(max((one.counts or {}).values()) for one in self.quarters) or 1
        self._paint_frame(painter, most)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = []
        for kind in Tie:
            points = self._points(kind, most)
            painter.setPen(QPen(theme.color("accent"), 2, STYLES[kind]))
            for one, other in pairwise(points):
                corner = QPointF(other.x(), one.y())
                painter.drawLine(QLineF(one, corner))
                painter.drawLine(QLineF(corner, other))
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(points[-1], theme.px(3), theme.px(3))
            ends.append((points[-1].y(), kind))
        self._paint_names(painter, sorted(ends))

    def _paint_frame(self, painter: QPainter, most: int) -> None:
        left, right = theme.px(LEFT), self.width() - theme.px(RIGHT)
        top, bottom = theme.px(TOP), self.height() - theme.px(BOTTOM)
        side = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for y, text in ((top, grouped(most)), (bottom, "0")):
            painter.fillRect(left, y, right - left, 1, theme.color("line"))
            painter.setPen(theme.color("muted"))
            painter.drawText(QRectF(0, y - theme.px(10), left - theme.px(6), theme.px(20)), side, text)
        count = len(self.quarters)
        step = max(-(-count * theme.px(LABEL) // max(right - left, 1)), 1)
        for number in range(0, count, step):
            x = left + (right - left) * number / max(count - 1, 1)
            room = QRectF(x - theme.px(LABEL) / 2, bottom + theme.px(4), theme.px(LABEL), theme.px(18))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self.quarters[number].label)

    def _paint_names(self, painter: QPainter, ends: Sequence[tuple[float, Tie]]) -> None:
        """The words at the ends of the lines, pushed apart where they would touch."""
        painter.setPen(theme.color("text"))
        at, high = -1000.0, theme.px(17)
        room = self.height() - theme.px(BOTTOM) + high / 2
        for number, (y, kind) in enumerate(ends):
            at = min(max(y, at + high), room - (len(ends) - 1 - number) * high)
            place = QRectF(self.width() - theme.px(RIGHT - 10), at - high / 2, theme.px(RIGHT - 12), high)
            count = (self.quarters[-1].counts or {})[kind]
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), f"{_(MANY[kind])} {count}"
            )
