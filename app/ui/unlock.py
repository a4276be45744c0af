"""The first window: choose an office file, type the passphrase. It appears before the rest of the program is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QVBoxLayout, QWidget

from app import NAME
from app.core.errors import UNEXPECTED, UserError, WrongPassphrase
from app.core.i18n import _
from app.ui import theme
from app.ui.frame.mark import ProductMark
from app.ui.frame.open_page import Facts, OpenPage, UnlockPage, Ways
from app.ui.widgets.basics import label, line, row
from app.ui.widgets.buttons import Button, LinkButton, PrimaryButton

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from app.core.passphrases import Attempts
    from app.ui.tasks import Tasks

__all__ = ["Facts", "UnlockDialog", "Ways", "first_window"]
WIDTH = 538


class UnlockDialog(QDialog):
    """Opens, creates or recovers an office file; `opened` carries what the way returned."""

    opened = Signal(object)

    def __init__(
        self, recent: Sequence[Path], ways: Ways, tasks: Tasks | None = None, attempts: Attempts | None = None
    ) -> None:
        super().__init__()
        self.ways, self._tasks, self._attempts = ways, tasks, attempts
        self.outcome: object = None
        self._busy = False
        self._started = False
        self._warned = False
        self._result: object = None
        self.setObjectName("unlock")
        self.setWindowTitle(NAME)
        # Parts are made inside what holds them: to move a finished part costs a look at the style of all within it.
        self._body, self._foot = QWidget(self), QWidget(self)
        self.stack = QStackedWidget(self._body)
        self.open_page = OpenPage(recent, ways, self.stack)
        self._pages: dict[str, UnlockPage] = {"open": self.open_page}
        self.stack.addWidget(self.open_page)
        self._wait = QTimer(self, interval=1000)
        self._wait.timeout.connect(self._count_down)
        self._build()
        self.open_page.path_changed.connect(lambda _path: self._describe())
        self.show_page("open")

    def _build(self) -> None:
        self.heading, self.subtitle = label("", "title"), label("", "muted", wrap=True)
        self.forgotten = LinkButton(_("Kennwort vergessen"), lambda: self.show_page("recover"), "forgotten")
        self.new = LinkButton(_("Neue Datenbank …"), lambda: self.show_page("create"), "newOffice")
        self.back = LinkButton(_("Zurück"), lambda: self.show_page("open"), "back")
        self.quit = Button(_("Beenden"), self.close, name="quit")
        self.primary = PrimaryButton(" ", self.submit, name="primary")
        self._divider = line(vertical=True)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.heading)
        head.addWidget(self.subtitle)
        body, foot = self._body, self._foot
        body.setObjectName("dialogBody")
        foot.setObjectName("dialogFoot")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(28, 22, 28, 22)
        inner.setSpacing(18)
        inner.addLayout(row(ProductMark(28), head, spacing=16))
        inner.addWidget(self.stack, 1)
        links = (self.forgotten, self._divider, self.new, self.back)
        foot.setLayout(row(*links, None, self.quit, self.primary, spacing=12, margins=(28, 10, 20, 10)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(body, 1)
        outer.addWidget(foot)
        self.setMinimumWidth(theme.px(WIDTH))
        self.primary.setDefault(True)

    def show_page(self, name: str) -> None:
        """Show the page NAME (open, recover, create, code); the rare ones are made when first needed."""
        page = self._pages.get(name) or self._make(name)
        at_open = name == "open"
        self.heading.setText(page.title)
        self.subtitle.setText(page.subtitle)
        self.primary.setText(page.deed)
        self.primary.setAccessibleName(page.deed)
        self.primary.show_icon(page.deed_icon)
        for link in (self.forgotten, self.new, self._divider):
            link.setVisible(at_open)
        self.back.setVisible(name in {"recover", "create"})
        self.quit.setVisible(name != "code")
        page.complain("")
        self.stack.setCurrentWidget(page)
        width, height = (self.width(), self.height()) if self.isVisible() else (theme.px(WIDTH), 0)
        needed = self.sizeHint()
        self.resize(max(width, needed.width()), max(height, needed.height()))
        self._allow()
        page.begin()

    def _make(self, name: str) -> UnlockPage:
        from app.ui.frame import unlock_pages

        page: UnlockPage = {
            "recover": lambda: unlock_pages.RecoverPage(self.ways, self.open_page.path),
            "create": lambda: unlock_pages.CreatePage(self.ways),
            "code": unlock_pages.CodePage,
        }[name]()
        self._pages[name] = page
        self.stack.addWidget(page)
        return page

    def page(self) -> UnlockPage:
        """The page shown."""
        page = self.stack.currentWidget()
        assert isinstance(page, UnlockPage)
        return page

    def submit(self) -> None:
        """Do what the page is for, away from the screen."""
        page = self.page()
        if self._busy or not self.primary.isEnabled():
            return
        job = page.job()
        if job is None:
            return
        path = self.open_page.path()
        if page is self.open_page and path and (seconds := self.attempts().wait(path)):
            self._hold(seconds)
            return
        self._set_busy(True)
        self.tasks().run(lambda _progress: job(), self._done, self, self._failed, lane="work")

    def _done(self, result: object) -> None:
        self._set_busy(False)
        path = self.open_page.path()
        if path:
            self.attempts().succeeded(path)
        code = self.ways.code_of(result) if self.page() is not self.open_page else ""
        self._result = result
        if code:
            self._show_code(code)
        else:
            self._finish()

    def _show_code(self, code: str) -> None:
        from app.ui.frame.unlock_pages import CodePage

        page = self._make("code")
        assert isinstance(page, CodePage)
        page.confirmed.connect(self._finish)
        page.show_code(code)
        self.show_page("code")

    def _finish(self) -> None:
        self.outcome = self._result
        self.opened.emit(self.outcome)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._set_busy(False)
        if not isinstance(error, UserError):
            from app.core import log

            log.report(error)
            self.page().complain(_(UNEXPECTED))
            return
        self.page().complain(str(error))
        self._grow()
        self.page().begin()
        path = self.open_page.path()
        if isinstance(error, WrongPassphrase) and self.page() is self.open_page and path:
            self.attempts().failed(path)
            if seconds := self.attempts().wait(path):
                self._hold(seconds)

    def _grow(self) -> None:
        """A long sentence must not squeeze what stands below it."""
        layout = self.layout()
        if layout:
            layout.activate()
            needed = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
            self.resize(self.width(), max(self.height(), needed))

    def _hold(self, seconds: int) -> None:
        """Wait a little after wrong passphrases, and say how long; the other pages need not wait."""
        if self.page() is self.open_page:
            self.primary.setEnabled(False)
            self.primary.setText(" " + _("Öffnen in {seconds} s").format(seconds=seconds))
        self._wait.start()

    def _count_down(self) -> None:
        path = self.open_page.path()
        seconds = self.attempts().wait(path) if path else 0
        if seconds:
            self._hold(seconds)
        else:
            self._wait.stop()
            self._allow()

    def _allow(self) -> None:
        """Let the page shown do its deed, unless it has to wait."""
        if self._wait.isActive() and self.page() is self.open_page:
            self._count_down()
        elif not self._busy:
            self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for widget in (self.stack, self.forgotten, self.new, self.back):
            widget.setEnabled(not busy)
        self.primary.setEnabled(not busy)
        self.primary.setText(" " + (_("Bitte warten …") if busy else self.page().deed))

    def attempts(self) -> Attempts:
        """The counter of wrong passphrases, loaded when it is first needed."""
        from app.core.passphrases import Attempts

        self._attempts = self._attempts or Attempts()
        return self._attempts

    def tasks(self) -> Tasks:
        """Where the ways run, loaded when first needed."""
        from app.ui.tasks import Tasks

        self._tasks = self._tasks or Tasks(parent=self)
        return self._tasks

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first paint, load what can wait."""
        super().paintEvent(event)
        if not self._started:
            self._started = True
            QTimer.singleShot(0, self, self._after_first_paint)

    def _after_first_paint(self) -> None:
        from app.ui.widgets.focus import FocusRing

        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.settle(app)
        self._ring = FocusRing(self)
        self._ring.start()
        self._describe()
        self.tasks().run(lambda _progress: self.ways.preload(), lambda _result: None, self, quiet=True)

    def _describe(self) -> None:
        path = self.open_page.path()
        if path and self._started:
            self.tasks().run(
                lambda _progress: self.ways.describe(path), self.open_page.show_facts, self, _ignore, key="describe"
            )

    def reject(self) -> None:
        """Esc goes back to the first page, and from there ends the program."""
        if self._busy:
            return
        if self.page() is self.open_page:
            self.close()
        elif not self.back.isHidden():
            self.show_page("open")
        else:
            self.page().job()  # says what must be done here first

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is closed while a file is being opened, and a code to keep is not overlooked."""
        if not self._busy and (self._warned or not self.page().keeps):
            super().reject()
            return
        event.ignore()
        if not self._busy:
            self._warned = True
            self.page().job()


def _ignore(_error: BaseException) -> None:
    """What cannot be found out about a file beforehand is said when it is opened."""


def first_window(recent: Sequence[Path], ways: Ways) -> UnlockDialog:
    """The dialog for the start of the program: shown at once, icons a moment later."""
    theme.hurry()
    dialog = UnlockDialog(recent, ways)
    dialog.show()
    return dialog
