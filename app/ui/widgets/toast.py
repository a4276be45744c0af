"""A toast: says at the bottom right what was done, and offers to take it back. Never for errors."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import Button, IconButton

LASTS_MS = 10_000
MARGIN = 16


class Toast(QFrame):
    """Lives in WINDOW, above everything; stays as long as mouse or keyboard is on it."""

    undo_clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("toast")
        self._raised_by = 0
        self._text = label("")
        self.undo = Button(_("Rückgängig"), self._undo, name="toastUndo")
        self._key = label(_("Strg+Z"))
        self._key.setProperty("dense", "true")
        self.cross = IconButton("close", _("Meldung schließen"), self.hide, name="toastClose", colour="tip")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 5, 8, 5)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.undo)
        layout.addWidget(self._key)
        layout.addWidget(self.cross)
        self._timer = QTimer(self, singleShot=True, interval=LASTS_MS)
        self._timer.timeout.connect(self._expire)
        window.installEventFilter(self)
        self.hide()

    def tell(self, text: str, *, undo: bool = True) -> None:
        """Show TEXT for ten seconds; UNDO offers to take the action back."""
        self._text.setText(text)
        self.undo.setVisible(undo)
        self._key.setVisible(undo)
        self.setAccessibleName(text)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def place(self, above: int | None = None) -> None:
        """Go to the bottom right of the window, ABOVE px over its lower edge."""
        if above is not None:
            self._raised_by = above
        self.adjustSize()
        window = self._window
        width = min(max(self.width(), theme.px(420)), window.width() - 2 * MARGIN)
        self.resize(width, theme.px(40))
        bottom = window.height() - self._raised_by - MARGIN
        self.move(window.width() - width - MARGIN, bottom - self.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the mouse is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Begin the ten seconds anew."""
        self._timer.start()
        super().leaveEvent(event)

    def _expire(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._timer.start()
        else:
            self.hide()

    def _undo(self) -> None:
        self.hide()
        self.undo_clicked.emit()


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say TEXT without moving the keyboard."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
