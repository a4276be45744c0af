"""A layout that puts its items into lines and begins a new line where the width ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """For chips and badges; with LAST_AT_END the last item stands at the right end of its line."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8, *, last_at_end: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._last_at_end = last_at_end
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Put ITEM at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at INDEX, if there is one."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove the item at INDEX."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes what its items need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """More width, fewer lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        around = self.contentsMargins()
        heights = [_height(line) for line in self._lines(width - around.left() - around.right())]
        return around.top() + sum(heights) + self.spacing() * max(len(heights) - 1, 0) + around.bottom()

    def setGeometry(self, rect: QRect) -> None:
        """Place the items in RECT, those of a line on one middle."""
        super().setGeometry(rect)
        inside = rect.marginsRemoved(self.contentsMargins())
        y, shown = inside.y(), self._shown()
        for line in self._lines(inside.width()):
            x, height = inside.x(), _height(line)
            for item in line:
                size = item.sizeHint()
                if self._last_at_end and item is shown[-1]:
                    x = max(x, inside.right() + 1 - size.width())
                item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0)).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """At least the widest item."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        x = 0
        for item in self._shown():
            needed = item.sizeHint().width()
            if not lines or x + needed > width:
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += needed + self.spacing()
        return lines


def _height(line: list[QLayoutItem]) -> int:
    return max(item.sizeHint().height() for item in line)
