"""The smallest parts: labels by role, icons as widgets, rows and columns, lines. The first window is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from app.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

PLAIN, SELECTABLE = 0, 1
"""Qt.TextFormat.PlainText, Qt.TextInteractionFlag.TextSelectableByMouse; app.ui.theme says why they are numbers."""
L = TypeVar("L", bound=QBoxLayout)
Part = QWidget | QLayout | int | None
"""A widget, a layout, a gap in px, or None for the space that is left over."""


def named(widget: QWidget, accessible: str, name: str = "") -> None:
    """Give WIDGET the name a screen reader says and a stable object name for tests."""
    widget.setAccessibleName(accessible.replace("&", ""))
    if name:
        widget.setObjectName(name)


def label(text: str, role: str = "", tone: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A text; ROLE title, name, section, strong, muted, small, score, key; TONE err, warn, ok, info, muted, accent."""
    made = QLabel(text)
    made.setProperty("textFormat", PLAIN)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if selectable:
        made.setProperty("textInteractionFlags", SELECTABLE)
    return made


def row(*parts: Part, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """PARTS beside each other."""
    return _fill(QHBoxLayout(), parts, spacing, margins)


def column(*parts: Part, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """PARTS below each other."""
    return _fill(QVBoxLayout(), parts, spacing, margins)


def _fill(layout: L, parts: Iterable[Part], spacing: int, margins: tuple[int, int, int, int]) -> L:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


def empty(layout: QLayout) -> None:
    """Remove everything from LAYOUT; its widgets disappear at once."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def plain(layout: QLayout, parent: QWidget | None = None) -> QWidget:
    """A widget without look of its own around LAYOUT."""
    widget = QWidget(parent)
    widget.setProperty("plain", "true")
    widget.setLayout(layout)
    return widget


def line(*, vertical: bool = False) -> QFrame:
    """A thin dividing line."""
    made = QFrame()
    made.setProperty("line", "true")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


class IconLabel(QWidget):
    """An icon on its own; it follows theme and text size and says nothing to screen readers."""

    def __init__(self, meaning: str, colour: str = "text", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meaning, self._colour, self._size = meaning, colour, size
        theme.notifier().changed.connect(self._fit)
        self._fit()

    def show_icon(self, meaning: str, colour: str = "text") -> None:
        """Show another icon."""
        self._meaning, self._colour = meaning, colour
        self.update()

    def _fit(self) -> None:
        self.setFixedSize(theme.px(self._size), theme.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the icon in the colour of the moment."""
        if self._meaning and not theme.hurried():
            from PySide6.QtGui import QPainter

            from app.ui import icons

            icons.paint(QPainter(self), self.rect(), self._meaning, self._colour)
