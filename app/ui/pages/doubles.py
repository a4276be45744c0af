"""Everybody who is likely there twice: look, merge, or say that they are two."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.core.progress import Progress
from app.core.text import _
from app.models.history import Done
from app.services.duplicates import Pair, all_pairs, mark_different
from app.ui import theme
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.pages.merge import ask_merge
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import Button, PrimaryButton

WIDTH, HEIGHT = 1000, 320
SURE, PROBABLE = 0.9, 0.7


class DoublesDialog(Dialog):
    """The list „Mögliche Dubletten“; it stays open while pair after pair is dealt with."""

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        super().__init__(parent, _("Mögliche Dubletten"), "doubles", WIDTH)
        self.context = context
        self.lead = label(_("Die Datei wird durchgesehen …"), wrap=True)
        columns = [Column(_("Person"), 210), Column(_("vielleicht dieselbe"), 210), Column(_("Wie sicher"), 140)]
        nothing = _("Niemand scheint doppelt erfasst zu sein.")
        self.table = SmallTable("doublesTable", _("Mögliche Dubletten"), [*columns, Column(_("Gründe"))], nothing)
        self.table.setMinimumHeight(theme.px(HEIGHT))
        self.table.opened.connect(lambda _pair: self.merge())
        self.table.view.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        self.body.addWidget(self.lead)
        self.body.addWidget(self.table, 1)
        self.add_button(Button(_("Schließen"), self.reject, name="cancel"))
        self.different = self.add_button(Button(_("Keine Dublette"), self.keep_both, name="different"))
        self.deed = self.add_button(PrimaryButton(_("Zusammenführen …"), self.merge, "merge", "merge"), default=True)
        self._allow()
        context.changed.connect(self._changed)
        self.reload()

    def reload(self) -> None:
        """Look through the file."""

        def load(progress: Progress) -> list[Pair]:
            with self.context.db.read() as session:
                return all_pairs(session, progress)

        self.context.tasks.run(load, self._show, self, self.context.tell, key="doubles")

    def pair(self) -> Pair | None:
        """The pair the keyboard is on."""
        return cast("Pair | None", self.table.view.key())

    def merge(self) -> None:
        """Show what merging the pair would do; the one that was entered first stays."""
        if pair := self.pair():
            ask_merge(self, self.context, pair.first, pair.second)

    def keep_both(self) -> None:
        """Remember that these are two people; it can be taken back, so nobody is asked."""
        if pair := self.pair():
            self.context.do(_("Keine Dublette"), lambda work: mark_different(work, pair.first, pair.second), self)

    def _changed(self, done: Done) -> None:
        if done.touches("person", "not_duplicate"):
            self.reload()

    def _show(self, found: list[Pair]) -> None:
        at = max(self.table.view.currentIndex().row(), 0)
        self.table.show_lines([_line(pair) for pair in found])
        self.table.view.selectRow(min(at, len(found) - 1))
        told = _("{n} Paare. Es wird nichts verändert, solange Sie nicht zusammenführen.").format(n=len(found))
        self.lead.setText(told if len(found) != 1 else _("Ein Paar. Bitte prüfen Sie, ob es ein Mensch ist."))
        self._allow()

    def _allow(self) -> None:
        for button in (self.different, self.deed):
            button.setEnabled(self.pair() is not None)


def _line(pair: Pair) -> Line:
    sure = _("sehr wahrscheinlich") if pair.score >= SURE else _("wahrscheinlich") if pair.score >= PROBABLE else ""
    people = [f"{name} ({more})" if more else name for name, more in zip(pair.captions, pair.details, strict=True)]
    cells = (*people, sure or _("möglich"), ", ".join(pair.reasons))
    return Line(tuple(map(Item.of, cells)), pair)


def open_doubles(parent: QWidget, context: Context) -> DoublesDialog:
    """Show the list over the window."""
    dialog = DoublesDialog(parent, context)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
