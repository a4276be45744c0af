"""Progress of long tasks: a line in the window after 0.4 s, a panel with numbers and „Abbrechen“ where one waits."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from app.core.progress import Progress
from app.core.text import _
from app.ui.tasks import Tasks
from app.ui.widgets.basics import column, label, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.targets import Bar

LOOK_MS = 100
"""How often running tasks are looked at."""
PATIENCE = 0.4
"""Seconds after which a task is worth a word."""


def remaining(progress: Progress, seconds: float) -> str:
    """How long it will still take, in words; empty while nobody can know."""
    if progress.total <= 0 or progress.done < 3 or seconds < 1:
        return ""
    left = seconds / progress.done * (progress.total - progress.done)
    if left < 60:
        return _("noch etwa {count} Sekunden").format(count=max(round(left), 1))
    return _("noch etwa {count} Minuten").format(count=max(round(left / 60), 1))


def count(progress: Progress) -> str:
    """„124 von 200“, or nothing when the task does not count."""
    return _("{done} von {total}").format(done=progress.done, total=progress.total) if progress.total else ""


class ProgressPanel(QFrame):
    """What is being done, how far it is, how long it will take, and the way to stop it."""

    cancelled = Signal()

    def __init__(self, text: str, consequence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._consequence = consequence
        self._since = time.monotonic()
        self.progress: Progress | None = None
        self._text = label(text, "strong")
        self._count = label("")
        self._note = label(consequence, "small", wrap=True)
        self._bar = Bar()
        self.button = Button(_("Abbrechen"), self._cancel, name="cancelTask", small=True)
        top, middle = row(self._text, None, self._count), row(self._bar, self.button, spacing=10)
        self.setLayout(column(top, middle, self._note, spacing=4))
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.setAccessibleName(text)

    def watch(self, progress: Progress) -> None:
        """Show PROGRESS from now on; the owner hides the panel when the task is done."""
        self.progress, self._since = progress, time.monotonic()
        self.button.setEnabled(True)
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no longer."""
        self._timer.stop()
        self.progress = None

    def look(self) -> None:
        """Show how far the task is now."""
        progress = self.progress
        if progress is None:
            return
        if progress.text:
            self._text.setText(progress.text)
        self._count.setText(count(progress))
        self._bar.share = progress.done / progress.total if progress.total else 0
        self._bar.update()
        left = remaining(progress, time.monotonic() - self._since)
        self._note.setText(" · ".join(filter(None, (left, self._consequence))))

    def _cancel(self) -> None:
        if self.progress:
            self.progress.cancelled = True
        self.button.setEnabled(False)
        self._note.setText(_("Wird abgebrochen …"))
        self.cancelled.emit()


class ProgressLine(QWidget):
    """For the status bar: appears when a task of TASKS takes longer than 0.4 s."""

    def __init__(self, tasks: Tasks, now: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._now = tasks, now
        self._shown: Progress | None = None
        self._text = label("", "small")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(140)
        self._bar.setAccessibleName(_("Fortschritt"))
        self.button = Button(_("Abbrechen"), self._cancel, name="cancelLine")
        self.setLayout(row(self._text, self._bar, self.button, spacing=8))
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        tasks.started.connect(self._start)
        self.hide()

    def look(self) -> None:
        """Show the oldest task that takes long, or hide when none does."""
        running = [entry for entry in self._tasks.running() if not entry.quiet]
        if not running:
            self._timer.stop()
        late = [entry for entry in running if self._now() - entry.since >= PATIENCE]
        self._shown = late[0].progress if late else None
        if self._shown:
            self._text.setText(" ".join(filter(None, (self._shown.text or _("Bitte warten …"), count(self._shown)))))
            self._bar.setRange(0, self._shown.total)
            self._bar.setValue(self._shown.done)
        self.setVisible(bool(self._shown))

    def _start(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _cancel(self) -> None:
        if self._shown:
            self._shown.cancelled = True
