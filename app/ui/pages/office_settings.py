"""Settings of this file – backup, passphrase, recovery sheet, check – and of how the program looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QScrollArea, QWidget

from app.core.clock import now
from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import _, clock_time
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.frame.passphrase import PassphraseField
from app.ui.frame.unlock_pages import NewPassphrase
from app.ui.pages.notice_card import NoticeCard
from app.ui.widgets.basics import column, label, named, plain, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.status import StatusText

if TYPE_CHECKING:
    from app.models.office import Office

WIDTH = 760
LOOKS = (("system", _("Wie das System")), ("light", _("Hell")), ("dark", _("Dunkel")))
SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
PAUSES = ((0, _("nie")), (5, _("nach 5 Minuten")), (10, _("nach 10 Minuten")), (30, _("nach 30 Minuten")))
QUIET = [(days, _("nach {n} Tagen ohne Treffen").format(n=days)) for days in (14, 21, 28, 35, 42, 56, 84)]
"""When somebody is asked how it goes."""
COVERING = ((True, _("beim Lesen verdecken")), (False, _("immer zeigen")))


class OfficeSettings(QScrollArea):
    """What belongs to this file and to this computer, and to no record."""

    zoom_chosen = Signal(int)
    look_chosen = Signal(str)
    backed_up = Signal()
    """A backup was made just now."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        inner = column(spacing=10, margins=(16, 12, 16, 12))
        if context.office:
            for card in (self._file_card(context.office), self._passphrase_card(context.office)):
                inner.addWidget(card)
        self.notice = NoticeCard(context)
        inner.addWidget(self.notice)
        inner.addWidget(self._look_card())
        inner.addStretch(1)
        body = plain(inner)
        body.setMaximumWidth(theme.px(WIDTH))
        named(self, _("Datei und Darstellung"), "officeSettings")
        self.setWidgetResizable(True)
        self.setWidget(body)

    # ---------------------------------------------------------------- this file

    def _file_card(self, office: Office) -> Card:
        card = Card(_("Diese Datei"), name="fileCard")
        self.path = label(str(office.path), selectable=True, wrap=True)
        self.saved = label("")
        self.health = StatusText("quiet", _("noch nicht geprüft"))
        self.health.set_wrap()
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        facts.addRow(label(_("Ort"), "muted"), self.path)
        facts.addRow(label(_("Letzte Sicherung"), "muted"), self.saved)
        facts.addRow(label(_("Zustand"), "muted"), self.health)
        card.body.addLayout(facts)
        buttons = (
            PrimaryButton(_("Jetzt &sichern …"), self.back_up, "backup", name="backUp"),
            Button(_("Datei &prüfen"), self.check, "ok", name="checkFile"),
            Button(_("Wiederherste&llungsblatt …"), self.print_sheet, "print", name="recoverySheet"),
        )
        card.body.addLayout(row(*buttons, None))
        self._show_backup()
        return card

    def _show_backup(self) -> None:
        office = self.context.office
        last = self.context.settings.last_backup(office.path) if office else None
        self.saved.setText(clock_time(last) if last else _("noch keine von diesem Computer"))

    def back_up(self) -> None:
        """Save a checked copy with its key file into a folder the person chooses."""
        office = self.context.office
        before = Path(self.context.settings.backup_folder) if self.context.settings.backup_folder else None
        folder = dialogs.choose_folder(self, _("Sicherung: Ordner wählen"), before)
        if folder is None or office is None:
            return

        def done(target: Path) -> None:
            self.context.settings.backup_folder = str(folder)
            self.context.settings.backed_up(office.path, now())
            self.context.keep_settings()
            self._show_backup()
            self.backed_up.emit()
            self._tell(_("Gesichert: {name}").format(name=target.name))

        self._run(lambda _progress: office.backup(folder), done, "work")

    def check(self) -> None:
        """Look through the whole file for damage."""
        office = self.context.office
        if office is None:
            return

        def done(found: list[str]) -> None:
            state = ("wrong", " ".join(found)) if found else ("fulfilled", _("Geprüft, alles in Ordnung"))
            self.health.show_state(*state)

        self._run(lambda _progress: office.check(), done, "work")

    def print_sheet(self) -> None:
        """Write the recovery code as a sheet to print and lock away."""
        office = self.context.office
        suggested = _("Wiederherstellung.pdf")
        target = dialogs.save_file(self, _("Wiederherstellungsblatt"), suggested, [(_("PDF"), [".pdf"])])
        if target is None or office is None:
            return

        def write(progress: Progress) -> Path:
            from app.reports import recovery_sheet

            sheet = recovery_sheet.RecoverySheet.of(office.recovery_sheet(), office.path.stem)
            recovery_sheet.write(sheet, target, progress)
            return target

        told = _("Gespeichert: {name}. Bitte drucken, verschließen und die PDF-Datei löschen.")
        self._run(write, lambda path: self._tell(told.format(name=path.name)))

    # ---------------------------------------------------------------- passphrase

    def _passphrase_card(self, office: Office) -> Card:
        card = Card(_("Kennwort ändern"), name="passphraseCard")
        self.old = PassphraseField(_("Bisheriges Kennwort"), "oldPassphrase")
        caption = QLabel(_("B&isheriges Kennwort"))
        caption.setBuddy(self.old)
        self.new = NewPassphrase(lambda: (office.path.stem,))
        self.wrong = StatusText("wrong", "", small=True)
        self.wrong.hide()
        card.body.addWidget(caption)
        card.body.addWidget(self.old)
        card.body.addWidget(self.new)
        card.body.addWidget(self.wrong)
        hint = _(
            "Die Daten werden dabei nicht neu verschlüsselt. Ältere Sicherungen öffnen sich mit dem alten Kennwort."
        )
        card.body.addWidget(label(hint, "small", wrap=True))
        card.body.addLayout(row(Button(_("Kennwort &ändern"), self.change, "lock", name="changePassphrase"), None))
        return card

    def change(self) -> None:
        """Let the new passphrase open the file from now on."""
        office, problem = self.context.office, self.new.problem()
        if office is None or problem:
            self._complain(problem)
            return
        old, new = self.old.text(), self.new.text()

        def done(_nothing: None) -> None:
            self._complain("")
            self.old.clear()
            self.new.clear()
            self._tell(_("Das Kennwort ist geändert."))

        self.context.tasks.run(
            lambda _progress: office.change_passphrase(old, new), done, self, self._failed, lane="work"
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._complain(str(error))
        else:
            self.context.tell(error)

    def _complain(self, sentence: str) -> None:
        self.wrong.show_state("wrong", sentence)
        self.wrong.setVisible(bool(sentence))

    # ---------------------------------------------------------------- looks

    def _look_card(self) -> Card:
        settings, card = self.context.settings, Card(_("Darstellung"), name="lookCard")
        rows = QFormLayout()
        rows.setHorizontalSpacing(16)
        looks = self._choice("appearance", _("&Farben"), LOOKS, settings.appearance, self.look_chosen.emit)
        sizes = [(size, f"{size} %") for size in SIZES]
        zoom = self._choice("zoom", _("&Textgröße"), sizes, settings.zoom, self.zoom_chosen.emit)
        pauses = self._choice("pause", _("Sp&erren"), PAUSES, settings.lock_after_minutes, self._set_pause)
        quiet = self._choice("quiet", _("Ta&ndems"), QUIET, settings.quiet_days, self._set_quiet)
        covering = self._choice("contacts", _("K&ontaktdaten"), COVERING, settings.cover_contacts, self._set_covering)
        for caption, combo in (looks, zoom, pauses, quiet, covering):
            rows.addRow(caption, combo)
        card.body.addLayout(rows)
        return card

    def _choice(
        self, name: str, text: str, options: object, current: object, chosen: Callable[..., object]
    ) -> tuple[QLabel, QComboBox]:
        combo = QComboBox()
        named(combo, text, f"setting:{name}")
        for value, words in options:  # type: ignore[attr-defined]
            combo.addItem(words, value)
        combo.setCurrentIndex(max(combo.findData(current), 0))
        combo.setMaximumWidth(theme.px(220))
        combo.activated.connect(lambda _index: chosen(combo.currentData()))
        caption = QLabel(text)
        caption.setBuddy(combo)
        return caption, combo

    def _set_covering(self, on: bool) -> None:
        self.context.settings.cover_contacts = on
        self.context.keep_settings()
        self.context.open_contacts(None)

    def _set_pause(self, minutes: int) -> None:
        self.context.settings.lock_after_minutes = minutes
        self.context.keep_settings()
        self._tell(_("Gilt nach dem nächsten Entsperren."))

    def _set_quiet(self, days: int) -> None:
        self.context.settings.quiet_days = days
        self.context.keep_settings()
        self._tell(_("Gilt ab jetzt für die Erinnerung an Treffen."))

    # ---------------------------------------------------------------- both

    def _run(self, task: Callable[[Progress], object], done: Callable[..., object], lane: str = "read") -> None:
        self.context.tasks.run(task, done, self, self.context.tell, lane=lane)

    def _tell(self, sentence: str) -> None:
        self.context.message.emit(sentence, False)
