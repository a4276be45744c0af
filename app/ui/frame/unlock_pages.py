"""The rarer pages of the unlock dialog: a new office file, a forgotten passphrase, the recovery code to keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.frame.open_page import SUFFIX, Job, UnlockPage, Ways
from app.ui.frame.passphrase import PassphraseField, StrengthBar
from app.ui.widgets.basics import label, named, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.status import StatusText


def _titled(layout: QVBoxLayout, text: str, field: QWidget, *beside: QWidget) -> None:
    title = QLabel(text)
    title.setBuddy(field)
    layout.addWidget(title)
    layout.addLayout(row(field, *beside))


class NewPassphrase(QWidget):
    """A new passphrase, typed twice, with its strength."""

    def __init__(self, words: Callable[[], tuple[str, ...]] = tuple) -> None:
        super().__init__()
        self._words = words
        self._confirmed_weak = ""
        self.first = PassphraseField(_("Neues Kennwort"), "newPassphrase")
        self.second = PassphraseField(_("Neues Kennwort wiederholen"), "repeatPassphrase")
        self.bar = StrengthBar()
        self.advice = StatusText("hint", _("Am besten mehrere Wörter, mindestens 12 Zeichen."), small=True)
        self.advice.set_wrap()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        _titled(layout, _("Neues &Kennwort"), self.first)
        layout.addWidget(self.bar)
        layout.addWidget(self.advice)
        layout.addSpacing(4)
        _titled(layout, _("Kennwort &wiederholen"), self.second)
        self.first.textEdited.connect(lambda _text: self._rate())
        if self.first.eye and self.second.eye:
            self.first.eye.toggled.connect(self.second.eye.setChecked)

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    def problem(self) -> str:
        """What is wrong, in one sentence; a weak one is refused once and accepted when asked for again."""
        from app.core.passphrases import strength

        if not self.text():
            return _("Bitte geben Sie ein neues Kennwort ein.")
        if self.text() != self.second.text():
            return _("Die beiden Kennwörter sind verschieden. Bitte geben Sie das Kennwort zweimal gleich ein.")
        if strength(self.text(), self._words()).weak and self._confirmed_weak != self.text():
            self._confirmed_weak = self.text()
            return _("Das Kennwort ist schwach. Wählen Sie ein besseres, oder bestätigen Sie es mit demselben Knopf.")
        return ""

    def _rate(self) -> None:
        from app.core.passphrases import strength

        rated = strength(self.text(), self._words())
        self.bar.show_strength(rated.score if self.text() else 0, rated.weak)
        self.advice.show_state("missing" if rated.weak else "fulfilled", rated.sentence)


class CreatePage(UnlockPage):
    """A new office file: where, and with which passphrase."""

    title = _("Neue Datenbank anlegen")
    subtitle = _("Alles in dieser Datei wird mit Ihrem Kennwort verschlüsselt.")
    deed = _("Datenbank anlegen")
    deed_icon = "add"

    def __init__(self, ways: Ways) -> None:
        super().__init__()
        self._ways = ways
        self.path = QLineEdit(placeholderText=_("Noch kein Ort gewählt"))
        named(self.path, _("Ort und Name der neuen Datenbank"), "newPath")
        if ways.new_file and not ways.new_file.exists():
            self.path.setText(str(ways.new_file))
        self.choose = Button(_("Speicherort …"), self._choose, icon="folder", name="choosePath")
        self.passphrase = NewPassphrase(lambda: (Path(self.path.text()).stem,))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        _titled(layout, _("&Datenbank"), self.path, self.choose)
        layout.addSpacing(8)
        layout.addWidget(self.passphrase)
        layout.addWidget(self.problem)
        layout.addStretch(1)

    def job(self) -> Job | None:
        text = self.path.text().strip()
        if not text:
            self.complain(_("Bitte wählen Sie, wo die neue Datenbank liegen soll."))
            self.choose.setFocus()
            return None
        if problem := self.passphrase.problem():
            self.complain(problem)
            return None
        path, passphrase = Path(text).expanduser(), self.passphrase.text()
        if not path.is_absolute():
            self.complain(_("Bitte wählen Sie mit „Speicherort …“ auch den Ordner, in dem die Datenbank liegen soll."))
            self.choose.setFocus()
            return None
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        return lambda: self._ways.create_file(path, passphrase)

    def begin(self) -> None:
        (self.passphrase.first if self.path.text() else self.choose).setFocus()

    def _choose(self) -> None:
        from app.ui import dialogs

        suggested = self._ways.new_file or Path(_("Connecting Humans") + SUFFIX)
        chosen = dialogs.save_file(self, _("Neue Datenbank anlegen"), suggested)
        if chosen:
            self.path.setText(str(chosen))
            self.begin()


class RecoverPage(UnlockPage):
    """A new passphrase with the help of the recovery code."""

    title = _("Kennwort vergessen")
    subtitle = _("Mit dem Wiederherstellungscode vom ausgedruckten Blatt setzen Sie ein neues Kennwort.")
    deed = _("Kennwort neu setzen")
    deed_icon = "key"

    def __init__(self, ways: Ways, path: Callable[[], Path | None]) -> None:
        super().__init__()
        self._ways, self._path = ways, path
        self.code = QPlainTextEdit()
        self.code.setTabChangesFocus(True)
        self.code.setPlaceholderText(_("11 Gruppen zu 6 Zeichen"))
        named(self.code, _("Wiederherstellungscode"), "recoveryCode")
        self.passphrase = NewPassphrase()
        self.file = label("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.file)
        layout.addSpacing(4)
        _titled(layout, _("Wiederherstellungs&code"), self.code)
        self.code.setFixedHeight(theme.px(76))
        layout.addSpacing(8)
        layout.addWidget(self.passphrase)
        layout.addWidget(self.problem)
        layout.addStretch(1)

    def job(self) -> Job | None:
        path, code = self._path(), self.code.toPlainText().strip()
        if path is None:
            self.complain(_("Bitte gehen Sie zurück und wählen Sie zuerst eine Datenbank."))
        elif not code:
            self.complain(_("Bitte geben Sie den Wiederherstellungscode ein."))
            self.begin()
        elif problem := self.passphrase.problem():
            self.complain(problem)
        else:
            passphrase = self.passphrase.text()
            return lambda: self._ways.recover(path, code, passphrase)
        return None

    def begin(self) -> None:
        path = self._path()
        self.file.setText(str(path) if path else _("Noch keine Datenbank gewählt."))
        self.code.setFocus()


class CodePage(UnlockPage):
    """The recovery code, shown once; without it and without the passphrase the data is lost."""

    confirmed = Signal()
    keeps = True
    title = _("Wiederherstellungscode aufbewahren")
    subtitle = _("Wenn das Kennwort vergessen wird, öffnet nur dieser Code die Daten. Niemand sonst kann helfen.")
    deed = _("Weiter")
    deed_icon = "right"

    def __init__(self) -> None:
        super().__init__()
        self.code = QPlainTextEdit(readOnly=True)
        named(self.code, _("Wiederherstellungscode"), "shownCode")
        font = theme.font(12, strong=True)
        self.code.setFont(font)
        self.code.setFixedHeight(theme.px(84))
        self.copy = Button(_("Kopieren"), self._copy, icon="copy", name="copyCode")
        self.kept = QCheckBox(_("Ich habe den Code aufgeschrieben oder ausgedruckt und sicher verwahrt."))
        named(self.kept, self.kept.text(), "codeKept")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.code)
        layout.addLayout(row(self.copy, None))
        later = _("Als Blatt zum Ausdrucken gibt es den Code auch nachher in den Einstellungen.")
        layout.addWidget(label(later, "small", wrap=True))
        layout.addWidget(self.kept)
        layout.addWidget(self.problem)
        layout.addStretch(1)

    def show_code(self, code: str) -> None:
        """Show CODE, four groups a line."""
        groups = code.split("-")
        self.code.setPlainText("\n".join("  ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)))
        self.code.setProperty("code", code)

    def job(self) -> Job | None:
        if self.kept.isChecked():
            self.confirmed.emit()
        else:
            self.complain(_("Bitte bestätigen Sie zuerst, dass Sie den Code sicher verwahrt haben."))
            self.kept.setFocus()
        return None

    def begin(self) -> None:
        self.kept.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self.code.property("code")))
