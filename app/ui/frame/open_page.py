"""The page that opens an office file, and what all pages of the unlock dialog share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.core.i18n import _
from app.ui import theme
from app.ui.frame.passphrase import PassphraseField
from app.ui.widgets.basics import IconLabel, label, named, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.status import StatusText

SUFFIX = ".koord"
Job = Callable[[], object]


class Facts(NamedTuple):
    """What can be said about a file before it is opened."""

    last_opened: str = ""
    last_backup: str = ""
    occupied: str = ""
    free: bool = True


class Ways(NamedTuple):
    """What the dialog can do; every one runs away from the screen and ends or raises a UserError."""

    open_file: Callable[[Path, str], object]
    recover: Callable[[Path, str, str], object]
    create_file: Callable[[Path, str], object]
    describe: Callable[[Path], Facts] = lambda _path: Facts()
    code_of: Callable[[Any], str] = lambda _result: ""
    """The recovery code to show after a file was created or recovered; '' shows none."""
    preload: Callable[[], object] = lambda: None
    """Imports the rest of the program while the passphrase is typed."""
    new_file: Path | None = None
    """Where a new office file is proposed."""


class UnlockPage(QWidget):
    """One page of the dialog: what it is called, what its button does, and where it complains."""

    title = ""
    subtitle = ""
    deed = ""
    deed_icon = ""
    keeps = False
    """Whether the dialog closes only after a second time of asking."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = StatusText("wrong", "", small=True)
        self.problem.setObjectName("problem")
        self.problem.set_wrap()
        self.problem.hide()

    def job(self) -> Job | None:
        """What to run, or None after saying what is missing."""
        raise NotImplementedError

    def complain(self, sentence: str) -> None:
        """Say under the field what was wrong."""
        self.problem.show_state("wrong", sentence)
        self.problem.setVisible(bool(sentence))

    def begin(self) -> None:
        """Put the keyboard where typing begins."""


class OpenPage(UnlockPage):
    """Choose a file, type the passphrase."""

    title = _("Datenbank öffnen")
    subtitle = _("Die Datei ist verschlüsselt. Internet wird nicht gebraucht.")
    deed = _("Öffnen")
    deed_icon = "unlock"
    path_changed = Signal(object)

    def __init__(self, recent: Sequence[Path], ways: Ways, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways = ways
        self.files = QComboBox()
        named(self.files, _("Datenbank"), "files")
        self.other = Button(_("Andere …"), self._choose, icon="folder", name="otherFile")
        self.path_line = label("", "small")
        self.passphrase = PassphraseField(_("Kennwort"), "passphrase")
        self.passphrase.setMinimumHeight(theme.px(34))
        self.passphrase.caps_changed.connect(self._caps)
        self.passphrase.textEdited.connect(lambda _text: self._clear())
        self._facts = {name: label("", selectable=True) for name in ("last_opened", "last_backup", "occupied")}
        self.box = self._fact_box()
        self._build()
        for path in recent:
            self.files.addItem(path.name, path)
        self.files.currentIndexChanged.connect(lambda _index: self._picked())
        self._picked()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for text, field, below in (
            (_("&Datenbank"), self.files, self.path_line),
            (_("&Kennwort"), self.passphrase, None),
        ):
            title = QLabel(text)
            title.setBuddy(field)
            layout.addWidget(title)
            beside = row(field, self.other) if below else row(field)
            beside.setStretch(0, 1)
            layout.addLayout(beside)
            if below:
                layout.addWidget(below)
                layout.addSpacing(8)
        layout.addWidget(self.problem)
        layout.addSpacing(8)
        layout.addWidget(self.box)
        layout.addStretch(1)

    def _fact_box(self) -> QFrame:
        box = QFrame(self)
        box.setProperty("box", "true")
        grid = QGridLayout(box)
        grid.setContentsMargins(12, 9, 12, 9)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(2, 1)
        self._lock_icon = IconLabel("unlocked", "ok")
        rows = (
            (IconLabel("history", "muted"), _("Zuletzt geöffnet"), "last_opened"),
            (IconLabel("backup", "muted"), _("Letzte Sicherung"), "last_backup"),
            (self._lock_icon, _("Belegung"), "occupied"),
        )
        for number, (icon, title, name) in enumerate(rows):
            grid.addWidget(icon, number, 0)
            grid.addWidget(label(title, "muted"), number, 1)
            grid.addWidget(self._facts[name], number, 2)
        grid.setColumnMinimumWidth(1, theme.px(127))
        return box

    def path(self) -> Path | None:
        """The file chosen."""
        chosen: Path | None = self.files.currentData()
        return chosen

    def choose(self, path: Path) -> None:
        """Put PATH on top of the list and choose it."""
        index = next((at for at in range(self.files.count()) if self.files.itemData(at) == path), -1)
        if index < 0:
            self.files.insertItem(0, path.name, path)
            index = 0
        self.files.setCurrentIndex(index)
        self._picked()
        self.begin()

    def show_facts(self, facts: Facts) -> None:
        """Say what is known about the file."""
        for name, shown in self._facts.items():
            shown.setText(getattr(facts, name) or "–")
        self._lock_icon.show_icon("unlocked" if facts.free else "locked", "ok" if facts.free else "warn")

    def job(self) -> Job | None:
        path, passphrase = self.path(), self.passphrase.text()
        if path is None:
            self.complain(_("Bitte wählen Sie zuerst eine Datenbank oder legen Sie eine neue an."))
            self.other.setFocus()
            return None
        if not passphrase:
            self.complain(_("Bitte geben Sie das Kennwort ein."))
            self.begin()
            return None
        return lambda: self._ways.open_file(path, passphrase)

    def complain(self, sentence: str) -> None:
        if sentence and self.passphrase.caps:
            sentence = f"{sentence} {_('Die Feststelltaste ist eingeschaltet.')}"
        super().complain(sentence)
        theme.mark(self.passphrase, problem="wrong" if sentence else "")
        self.passphrase.setAccessibleDescription(sentence)

    def begin(self) -> None:
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def _clear(self) -> None:
        if self.problem.state == "wrong":
            self.complain("")
            self._caps(self.passphrase.caps)

    def _caps(self, on: bool) -> None:
        if self.problem.state != "wrong" or self.problem.isHidden():
            self.problem.show_state("missing", _("Die Feststelltaste ist eingeschaltet.") if on else "")
            self.problem.setVisible(on)

    def _picked(self) -> None:
        path = self.path()
        self.path_line.setText(str(path) if path else _("Noch keine Datenbank gewählt."))
        self.show_facts(Facts())
        self.path_changed.emit(path)

    def _choose(self) -> None:
        from app.ui import dialogs

        chosen = dialogs.open_file(self, _("Datenbank öffnen"), [(_("Datenbank"), [SUFFIX])])
        if chosen:
            self.choose(chosen)
