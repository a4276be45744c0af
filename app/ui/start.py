"""The program with a window: unlock, work, lock, unlock again. Everything is put together here."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication

from app import NAME
from app.core.errors import UNEXPECTED
from app.core.i18n import _
from app.core.settings import Home, Settings, home
from app.ui import theme
from app.ui.unlock import Facts, UnlockDialog, Ways, first_window

if TYPE_CHECKING:
    from app.core.log import Log
    from app.models.office import Office
    from app.ui.frame.cover import Cover
    from app.ui.main_window import MainWindow
    from app.ui.presentation import Presentation


def run(file: Path | None = None, data: Path | None = None) -> int:
    """Show the unlock dialog and then the window until the person quits; the exit code of the process.

    FILE is offered first; DATA is the folder for settings and logs instead of the person's own.
    """
    places = home(data)
    theme.hurry()
    app = theme.application()
    program = Program(app, places)
    program.unlock(file)
    try:
        return app.exec()
    finally:
        program.end()


class Program(QObject):
    """Goes from the unlock dialog to the window and back; owns what outlives both."""

    def __init__(self, app: QApplication, places: Home) -> None:
        super().__init__()
        self.app, self.places = app, places
        self.log: Log | None = None
        self.settings = Settings(places.settings)
        self.dialog: UnlockDialog | None = None
        self.window: MainWindow | None = None
        self.showing: Presentation | None = None
        self.covering: Cover | None = None
        app.setApplicationName(NAME)
        app.setQuitOnLastWindowClosed(False)
        QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
        theme.apply(app, self.settings.appearance, self.settings.zoom / 100, contrast=self.settings.high_contrast)

    # ---------------------------------------------------------------- unlocking

    def unlock(self, file: Path | None = None) -> None:
        """Ask which file to open, and for its passphrase."""
        known = [Path(text) for text in self.settings.recent]
        recent = [file, *(path for path in known if path != file)] if file else known
        facts = partial(describe, self.settings)
        ways = Ways(_open, _recover, self._create, facts, _code_of, self._prepare, self._new_file())
        self.dialog = first_window(recent, ways)
        self.dialog.opened.connect(self._opened)
        self.dialog.rejected.connect(self.app.quit)

    def _new_file(self) -> Path:
        """Where a new office file is proposed."""
        return self.places.data / f"{NAME.split(' – ')[0]}.koord"

    def _create(self, path: Path, passphrase: str) -> Office:
        from app.models.office import Office

        if path.parent == self.places.data:
            with suppress(OSError):  # the office says what to do where it cannot be made
                path.parent.mkdir(parents=True, exist_ok=True)
        return Office.create(path, passphrase)

    def _prepare(self) -> None:
        """Begin the log and import the rest, while the passphrase is being typed."""
        from app.core.log import Log

        if self.log is None:
            self.log = Log(self.places.logs, self._tell_of_bug)
            self.log.start()
        preload()

    def end(self) -> None:
        """Let go of everything; the interpreter may end."""
        self._let_go()
        if self.log:
            self.log.stop()

    def _opened(self, office: Office) -> None:
        self.settings.opened(office.path)
        self.window = open_window(office, self.settings, self)
        self._translate_qt()
        self.window.lock_requested.connect(self._lock)
        self.window.cover_requested.connect(self._cover)
        self.window.open_requested.connect(self._lock)
        self.window.showing_requested.connect(self._present)
        self.window.closed.connect(self._quit)
        self.window.appear()
        self.window.context.keep_settings()
        self.window.context.keep_digests()
        if self.log and self.log.crashed:
            told = _("Das Programm wurde beim letzten Mal unerwartet beendet. Ihre Daten sind da.")
            self.window.show_message(told, False)
            self.log.crashed = None

    def _present(self) -> None:
        """Show the program to others in a second window; the real one waits behind it."""
        from app.ui.presentation import Presentation

        if self.window and self.showing is None:
            self.showing = Presentation(self.window, self)
            self.showing.ended.connect(self._presented)
            self.showing.lock_requested.connect(self._lock)
            self.showing.start()

    def _presented(self) -> None:
        if self.showing:
            self.showing.deleteLater()
            self.showing = None

    def _translate_qt(self) -> None:
        """Qt's own texts ('Abbrechen', 'Rückgängig') in German, from the first window on."""
        from PySide6.QtCore import QLibraryInfo, QTranslator

        if self.app.findChild(QTranslator) is not None:
            return
        translator = QTranslator(self.app)
        if translator.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self.app.installTranslator(translator)

    def _tell_of_bug(self, _error: BaseException, _report: Path) -> None:
        """Whatever thread it happened in: the program goes on, and says so."""
        if self.window:
            self.window.context.message.emit(_(UNEXPECTED), True)

    def _lock(self) -> None:
        file = self._let_go()
        self.unlock(file)

    def _cover(self) -> None:
        """Hide everything until the passphrase is typed; what is open stays."""
        from app.ui.frame.cover import Cover

        if self.window is None or self.covering:
            return
        context = self.window.context
        assert context.office
        self.covering = Cover(context.office.path, context.office.check_passphrase, context.tasks)
        self.covering.lifted.connect(self._uncovered)
        self.covering.begin()

    def _uncovered(self) -> None:
        if self.covering:
            self.covering.deleteLater()
            self.covering = None

    def _quit(self) -> None:
        self._let_go()
        self.app.quit()

    def _let_go(self) -> Path | None:
        """Close window and file, so that nothing of it stays in memory or locked."""
        window, self.window = self.window, None
        showing, self.showing = self.showing, None
        if window is None:
            return None
        window.hide()
        context = window.context
        if showing:
            showing.stop()
        context.tasks.shutdown()
        if showing:
            showing.clean()
            showing.deleteLater()
        context.close()
        file = context.office.path if context.office else None
        if context.office:
            context.office.close()
        context.keep_settings()
        window.deleteLater()
        return file


def open_window(office: Office, settings: Settings, parent: QObject | None = None) -> MainWindow:
    """The window of an open office file; PARENT keeps the tasks alive until they are shut down."""
    from app.ui.context import Context
    from app.ui.navigation import Navigation
    from app.ui.tasks import Tasks

    tasks = Tasks(parent=parent)
    context = Context(office.db, tasks, settings, office)
    tasks.failed = context.tell
    return Navigation(context, office.path.stem).window


def _open(path: Path, passphrase: str) -> Office:
    from app.models.office import Office

    return Office.open(path, passphrase)


def _recover(path: Path, code: str, passphrase: str) -> Office:
    from app.models.office import Office

    return Office.open_with_recovery(path, code, passphrase)


def _code_of(office: Office) -> str:
    """The recovery code, shown once after a file was created."""
    return "-".join(office.recovery_sheet().groups)


def preload() -> None:
    """Import what the window and its pages need, while the passphrase is being typed."""
    import gc

    import app.models.office
    import app.ui.navigation  # noqa: F401
    from app.ui.pages import AREAS

    for area in AREAS:
        area.load()
    if not gc.get_freeze_count():
        # What was imported stays: going through all of it for garbage would stop the screen for a tenth of a second,
        # and so would what a large file shows. The window does it when nobody is using it, and this only as a reserve.
        gc.freeze()
        young, old, _oldest = gc.get_threshold()
        gc.set_threshold(young, old, 500)


def describe(settings: Settings, path: Path) -> Facts:
    """What can be said about an office file before it is opened."""
    from datetime import datetime

    from app.core.places import FileLock
    from app.core.text import clock_time

    if not path.exists():
        return Facts()
    opened = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    backup = settings.last_backup(path)
    saved = clock_time(backup) if backup else _("noch keine von diesem Computer")
    if FileLock(path).taken():
        return Facts(clock_time(opened), saved, _("auf diesem Computer schon geöffnet"), free=False)
    return Facts(clock_time(opened), saved, _("frei, niemand arbeitet gerade damit"))
