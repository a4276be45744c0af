"""Notices when nobody has used the program for a while, so that it can lock itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_USE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Emits `idle` after MINUTES without keys and mouse in any window; 0 minutes mean never.

    It listens at the few native windows, not at every widget: those get millions of events.
    """

    idle = Signal()

    def __init__(self, minutes: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self.watch)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: float) -> None:
        """Wait this long from now on."""
        self._timer.setInterval(round(minutes * 60_000))
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def watch(self, window: QWindow | None) -> None:
        """Listen at WINDOW, the one that has the keyboard."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self._again()

    def remaining(self) -> int:
        """Milliseconds until `idle`, -1 for never."""
        return self._timer.remainingTime()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any use begins the time anew."""
        if event.type() in _USE:
            self._again()
        return super().eventFilter(watched, event)

    def _again(self) -> None:
        if self._timer.interval():
            self._timer.start()
