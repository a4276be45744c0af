"""Hides what is open while nobody sits in front of it, and asks for the passphrase before it is seen again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from app.core.errors import UNEXPECTED, UserError, WrongPassphrase
from app.core.passphrases import Attempts, TooSoon
from app.core.text import _
from app.ui.dialogs import Dialog
from app.ui.frame.passphrase import PassphraseField
from app.ui.widgets.basics import IconLabel, label, row
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.status import StatusText

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.tasks import Tasks

_COMES_UP = (QEvent.Type.Show, QEvent.Type.ZOrderChange)
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
"""Windows that go away by themselves."""


class Veil(QWidget):
    """Lies over everything in a window; to hide the window instead would end the dialogs that wait in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("veil")
        self.setAutoFillBackground(True)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if isinstance(watched, QWidget) and event.type() == QEvent.Type.Resize:
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)


class Veils(QObject):
    """One over every window but one, and over each that appears while they lie there."""

    appeared = Signal()

    def __init__(self, besides: QWidget) -> None:
        super().__init__(besides)
        self._besides = besides

    def spread(self) -> None:
        """Hide what every window shows; menus and tips go away."""
        while popup := QApplication.activePopupWidget():
            popup.close()
        QToolTip.hideText()
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._lie_over(window)
        _application().installEventFilter(self)

    def lift(self) -> None:
        """Show everything again."""
        _application().removeEventFilter(self)
        for window in QApplication.topLevelWidgets():
            if veil := _veil(window):
                veil.setParent(None)
                veil.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A task that ends meanwhile may open a dialog or say something above the window."""
        if event.type() in _COMES_UP and isinstance(watched, QWidget) and not isinstance(watched, Veil):
            self._lie_over(watched.window())
        return super().eventFilter(watched, event)

    def _lie_over(self, window: QWidget) -> None:
        if window is self._besides or window.windowType() in _PASSING:
            return
        if veil := _veil(window):
            veil.raise_()
        else:
            Veil(window)
            self.appeared.emit()


def _application() -> QCoreApplication:
    running = QApplication.instance()
    assert running
    return running


def _veil(window: QWidget) -> Veil | None:
    """The one over WINDOW; a window that ends takes its own with it."""
    return window.findChild(Veil, options=Qt.FindChildOption.FindDirectChildrenOnly)


class Cover(Dialog):
    """Stands before everything that is open, which stays as it is, until the passphrase of FILE is typed."""

    lifted = Signal()

    def __init__(self, file: Path, check: Callable[[str], object], tasks: Tasks) -> None:
        """CHECK raises WrongPassphrase; it runs away from the screen."""
        super().__init__(None, _("Gesperrt"), "cover", 460)
        self._file, self._check, self._tasks = file, check, tasks
        self._attempts = Attempts()
        self._veils = Veils(self)
        self.passphrase = PassphraseField(_("Kennwort"), "coverPassphrase")
        self.problem = StatusText("wrong", "", small=True)
        self.problem.set_wrap()
        self.problem.hide()
        self.problem.setObjectName("problem")
        self.go_on = PrimaryButton(_("Weiterarbeiten"), self._submit, "unlock", "goOn")
        self._build()
        self.setModal(True)

    def _build(self) -> None:
        lead = label(_("Hier hat eine Weile niemand gearbeitet."), "section", wrap=True)
        told = _("Ihre Eingaben sind noch nicht gespeichert und bleiben stehen. Das Kennwort zeigt sie wieder.")
        head = row(IconLabel("locked", "info", 24), lead, spacing=12)
        head.setStretch(1, 1)
        title = QLabel(_("&Kennwort"))
        title.setBuddy(self.passphrase)
        self.body.addLayout(head)
        self.body.addWidget(label(told, wrap=True))
        for part in (title, self.passphrase, self.problem):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.add_button(self.go_on, default=True)
        self.passphrase.textEdited.connect(lambda _text: self._complain(""))

    def begin(self) -> None:
        """Hide every window of the program and appear."""
        self._veils.spread()
        self._veils.appeared.connect(self._stand_before, Qt.ConnectionType.QueuedConnection)
        self.open()
        self.passphrase.setFocus()

    def _stand_before(self) -> None:
        """Come before what appeared; the modal window that was opened last is the one that can be used."""
        if self.isVisible():
            self.hide()
            self.open()
            self.passphrase.setFocus()

    def _submit(self) -> None:
        try:
            self._attempts.check(self._file)
        except TooSoon as error:
            self._complain(str(error))
            return
        self.go_on.setEnabled(False)
        typed = self.passphrase.text()
        self._tasks.run(lambda _progress: self._check(typed), self._lift, self, self._failed, quiet=True)

    def _lift(self, _checked: object) -> None:
        self._veils.lift()
        self.accept()
        self.lifted.emit()

    def _failed(self, error: BaseException) -> None:
        self.go_on.setEnabled(True)
        if isinstance(error, WrongPassphrase):
            self._attempts.failed(self._file)
        if not isinstance(error, UserError):
            from app.core import log

            log.report(error)
        self._complain(str(error) if isinstance(error, UserError) else _(UNEXPECTED))
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _complain(self, sentence: str) -> None:
        self.problem.show_state("wrong", sentence)
        self.problem.setVisible(bool(sentence))

    def reject(self) -> None:
        """Esc or the cross: nobody gets past without the passphrase."""
        self._complain(_("Bitte geben Sie das Kennwort ein. So lange bleibt alles verdeckt."))
