"""Parts beside each other while there is room, below each other on a narrow screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

Margins = tuple[int, int, int, int]


class _Box(QBoxLayout):
    """A scroll area asks for the preferred height of what depends on its width; here the smallest is enough."""

    def hasHeightForWidth(self) -> bool:
        return False


class SideBySide(QWidget):
    """Turns by itself; PARTS are widgets with the share of the width that they take."""

    def __init__(
        self, parts: Sequence[tuple[QWidget, int]], margins: Margins = (16, 12, 16, 12), wide: int = 0
    ) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self._parts = [part for part, _share in parts]
        self._wide = wide
        self._layout = _Box(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(*margins)
        self._layout.setSpacing(12)
        for part, share in parts:
            self._layout.addWidget(part, share)

    @property
    def turned(self) -> bool:
        """Whether the parts stand below each other."""
        return self._layout.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest part; as high as what is below each other."""
        margins = self._layout.contentsMargins()
        sizes = [_smallest(part) for part in self._parts]
        heights = [size.height() for size in sizes]
        gaps = self._layout.spacing() * (len(sizes) - 1)
        height = sum(heights) + gaps if self.turned else max(heights)
        width = max(size.width() for size in sizes)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the width ends."""
        margins = self._layout.contentsMargins()
        gaps = self._layout.spacing() * (len(self._parts) - 1) + margins.left() + margins.right()
        needed = max(sum(_smallest(part).width() for part in self._parts) + gaps, self._wide)
        fits = event.size().width() >= needed
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if direction != self._layout.direction():
            self._layout.setDirection(direction)
        super().resizeEvent(event)
        if self.minimumSizeHint().height() > self.height():  # lines broke at the new width
            self.updateGeometry()


def scrolling(widget: QWidget) -> QScrollArea:
    """WIDGET in an area that scrolls down when there is less height than it needs."""
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area


def _smallest(part: QWidget) -> QSize:
    """Not narrower than the longest word; as high as its lines are at the width it has."""
    size, inside = part.minimumSizeHint().expandedTo(part.minimumSize()), part.layout()
    if inside and inside.hasHeightForWidth() and part.width() >= size.width():
        size.setHeight(max(size.height(), inside.minimumHeightForWidth(part.width())))
    return size
