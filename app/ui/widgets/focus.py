"""One focus ring for everything: 2 px wide, 2 px off, wherever the keyboard is."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFocusFrame,
    QMainWindow,
    QMenu,
    QMenuBar,
    QProxyStyle,
    QScrollArea,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QTabBar,
    QWidget,
)

from app.ui import theme

GAP = 4
"""The frame reaches this far beyond the widget: 2 px gap, 2 px line."""
_WITHOUT = (QAbstractItemView, QMenu, QMenuBar, QScrollArea, QMainWindow)
"""These show the keyboard in their own way (cells by their delegate)."""


class _RingStyle(QProxyStyle):
    """Only the ring itself uses this style, so no other widget pays for a style in Python."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """How far the ring reaches beyond its widget."""
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return GAP
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's name
    ) -> int:
        """The ring lies above its widget, so that no neighbour cuts it off."""
        if hint == QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returnData)


@cache
def _ring_style() -> _RingStyle:
    style = _RingStyle("fusion")
    # A widget does not own its style; without this it is gone before the last window, and the program ends in a crash.
    style.setParent(QApplication.instance())
    return style


class FocusRing(QFocusFrame):
    """Follows the keyboard through WINDOW; one per window is enough."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setStyle(_ring_style())
        self.setObjectName("focusRing")
        self.hide()  # else it appears with its window, around nothing
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def start(self) -> None:
        """Show it where the keyboard is already."""
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new.window() is not self._window:
            return
        around = ringed(new)
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if around is not None and around.isVisible() and not pressed:
            # Not while a button is held: what is pressed must not move away. Qt shows no ring where nothing is seen.
            _scroll_to(around)
        self.setWidget(around)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the ring in the colour that stands out on every ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


def _scroll_to(widget: QWidget) -> None:
    """Let WIDGET and its ring be seen whole; Qt is content with the place of the cursor."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) and (content := above.widget()) and content.isAncestorOf(widget):
            place = QRect(widget.mapTo(content, QPoint()), widget.size()).adjusted(-GAP, -GAP, GAP + 1, GAP + 1)
            for corner in (place.bottomRight(), place.topLeft()):
                above.ensureVisible(corner.x(), corner.y(), 0, 0)
        above = above.parentWidget()


def ringed(widget: QWidget | None) -> QWidget | None:
    """The widget to draw the ring around when WIDGET has the keyboard, if any."""
    if widget is None or widget.isWindow() or isinstance(widget, _WITHOUT):
        return None
    parent = widget.parentWidget()
    if isinstance(parent, QComboBox):
        return parent
    if isinstance(widget, QTabBar):
        return None
    return widget
