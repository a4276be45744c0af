"""The program as it may be shown to others: a second window on a copy in which every human being is invented."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, Unavailable
from app.core.progress import Progress
from app.core.text import _
from app.services.showing import copy_for_showing
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.navigation import Navigation
from app.ui.tasks import Tasks
from app.ui.widgets.progress import ProgressPanel

if TYPE_CHECKING:
    from app.models.db import Database
    from app.ui.main_window import MainWindow


class Preparing(Dialog):
    """Shown while the copy is made; Abbrechen leaves nothing behind."""

    def __init__(self, parent: MainWindow, progress: Progress) -> None:
        super().__init__(parent, _("Vorführung vorbereiten"), "preparing", 480)
        self.progress = progress
        told = _("Ihre Datei bleibt, wie sie ist. Die Kopie wird nach der Vorführung gelöscht.")
        self.panel = ProgressPanel(_("Vorführung wird vorbereitet"), told)
        self.panel.watch(progress)
        self.body.addWidget(self.panel)
        self.body.addStretch(1)

    def reject(self) -> None:
        """Esc or the cross: stop; the dialog goes when nothing is left."""
        self.panel.button.click()


class Presentation(QObject):
    """Makes the copy, shows it in a window of its own while the real one is hidden, and forgets it."""

    begun = Signal()
    ended = Signal()
    """Nothing of it is left, whether it was shown, stopped or failed."""
    lock_requested = Signal()

    def __init__(self, real: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._real = real
        self._folder: Path | None = None
        self._db: Database | None = None
        self._progress = Progress()
        self._dialog: Preparing | None = None
        self.window: MainWindow | None = None

    def start(self) -> None:
        """Make the copy away from the screen, then show it."""
        context = self._real.context
        if not context.db.local:
            context.tell(Unavailable(_("Der Vorführmodus geht nur mit einer Datei auf diesem Computer.")))
            self.ended.emit()
            return
        # Only the copy's key, which is nowhere but in memory, can read what lies there.
        self._folder = Path(tempfile.mkdtemp(prefix="vorfuehrung-"))
        self._dialog = Preparing(self._real, self._progress)
        self._dialog.open()
        # The task itself is never cancelled: its end has to be heard of, so that nothing of it stays.
        context.tasks.run(self._copy, self._open, self, self._failed, lane="work", quiet=True)

    def _copy(self, _progress: Progress) -> None:
        assert self._folder
        with suppress(Cancelled):
            self._progress.check()
            self._db = copy_for_showing(self._real.context.db, self._folder, self._progress)

    def _failed(self, error: BaseException) -> None:
        self.end()
        self._real.context.tell(error)

    def _open(self, _nothing: None) -> None:
        if self._db is None or self._progress.cancelled:
            self.end()
            return
        tasks = Tasks(parent=self)
        context = Context(self._db, tasks, self._real.context.settings)
        tasks.failed = context.tell
        self.window = Navigation(context).window
        self.window.present(_("Vorführung – alle Personen sind erfunden"), _("Vorführung beenden"))
        self.window.closed.connect(self.end)
        for lock in (self.window.lock_requested, self.window.cover_requested):  # nothing here is worth keeping
            lock.connect(self.lock_requested)
        self._close_dialog()
        self.window.setGeometry(self._real.geometry())
        self.window.show()
        self._real.hide()
        self.begun.emit()

    def _close_dialog(self) -> None:
        if self._dialog:
            self._dialog.accept()
            self._dialog.deleteLater()
            self._dialog = None

    def end(self) -> None:
        """Close the copy and delete it; the real window comes back."""
        self.clean()
        self._real.show()
        self._real.activateWindow()
        self.ended.emit()

    def stop(self) -> None:
        """Make no copy any more."""
        self._progress.cancelled = True

    def clean(self) -> None:
        """Let nothing of the copy stay; while one is being made, only after the tasks of the real window ended."""
        self._close_dialog()
        window, self.window = self.window, None
        if window:
            window.hide()
            window.context.tasks.shutdown()
            window.context.close()
            window.deleteLater()
        if self._db:
            self._db.close()
            self._db = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
