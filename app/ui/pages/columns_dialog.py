"""Choosing the columns of a list and their order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.text import _
from app.ui import dialogs, theme
from app.ui.dialogs import Dialog
from app.ui.widgets.basics import label, named, row
from app.ui.widgets.buttons import Button, LinkButton, PrimaryButton

NAME = Qt.ItemDataRole.UserRole
ROWS = 13
"""So many columns are seen at once where the screen has room."""


class ColumnsDialog(Dialog):
    """All possible columns with a tick; the shown ones stand on top in their order. The first always stays first."""

    def __init__(
        self,
        parent: QWidget | None,
        possible: Mapping[str, str],
        shown: Sequence[str],
        usual: Sequence[str],
        sensitive: Collection[str] = (),
    ) -> None:
        super().__init__(parent, _("Spalten wählen"), "columnsDialog", 460)
        self.possible, self.usual, self.sensitive = dict(possible), tuple(usual), frozenset(sensitive)
        self._allowed = set(self.sensitive & set(shown))
        self.list = _Ordered(self)
        named(self.list, _("Spalten in ihrer Reihenfolge"), "columns")
        self.list.setMinimumHeight(theme.px(140))
        self.list.itemChanged.connect(self._ask)
        self.up = Button(_("Nach &oben"), lambda: self.shift(-1), "up", "columnUp")
        self.down = Button(_("Nach &unten"), lambda: self.shift(1), "down", "columnDown")
        self.reset = LinkButton(_("Übliche Spalten"), lambda: self.fill(self.usual), "usualColumns")
        side = QVBoxLayout()
        for button in (self.up, self.down):
            button.setToolTip(_("Auch mit Alt und den Pfeiltasten"))
            side.addWidget(button)
        side.addStretch(1)
        side.addWidget(self.reset)
        self.body.addWidget(label(_("Angehakte Spalten stehen in der Liste, im Ausdruck und in Excel."), wrap=True))
        middle = row(spacing=10)
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        self.body.addLayout(middle, 1)
        self.add_cancel()
        self.add_button(PrimaryButton(_("Übernehmen"), self.accept, name="deed"), default=True)
        self.list.currentRowChanged.connect(lambda _row: self._follow())
        self.fill(shown)
        self.list.setFocus()

    def fill(self, shown: Sequence[str]) -> None:
        """Tick these columns, in this order; the others follow."""
        self.list.blockSignals(True)
        self.list.clear()
        shown = [name for name in shown if name in self.possible]
        for name in (*shown, *(one for one in self.possible if one not in shown)):
            text = _(self.possible[name])
            if name in self.sensitive:
                text = _("{label} (besonders geschützt)").format(label=text)
            item = QListWidgetItem(text, self.list)
            item.setData(NAME, name)
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in shown else Qt.CheckState.Unchecked)
        first = self.list.item(0)
        first.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._follow()

    def names(self) -> tuple[str, ...]:
        """The ticked columns in order."""
        items = (self.list.item(n) for n in range(self.list.count()))
        return tuple(item.data(NAME) for item in items if item.checkState() == Qt.CheckState.Checked)

    def tick(self, name: str, on: bool = True) -> None:
        """Show a column or not, as a click on its tick does."""
        for n in range(1, self.list.count()):
            if self.list.item(n).data(NAME) == name:
                self.list.item(n).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def shift(self, by: int) -> None:
        """Move the column with the keyboard up or down; nothing stands before the first."""
        here = self.list.currentRow()
        if here < 1 or not 1 <= here + by < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(here)
        self.list.insertItem(here + by, item)
        self.list.blockSignals(False)
        self.list.setCurrentItem(item)

    def _follow(self) -> None:
        here = self.list.currentRow()
        self.up.setEnabled(here > 1)
        self.down.setEnabled(1 <= here < self.list.count() - 1)

    def _ask(self, item: QListWidgetItem) -> None:
        """Protected values are not shown by the way."""
        name = item.data(NAME)
        if name not in self.sensitive or name in self._allowed or item.checkState() != Qt.CheckState.Checked:
            return
        lead = _("„{label}“ ist eine besonders geschützte Angabe.").format(label=_(self.possible[name]))
        text = _("Als Spalte sieht sie jeder, der auf diesen Bildschirm oder in die Datei schaut.")
        if dialogs.confirm(self, _("Spalten wählen"), lead, text, _("Spalte zeigen")):
            self._allowed.add(name)
        else:
            item.setCheckState(Qt.CheckState.Unchecked)


class _Ordered(QListWidget):
    """A list whose entries also move by Alt and the arrow keys."""

    def __init__(self, dialog: ColumnsDialog) -> None:
        super().__init__()
        self._dialog = dialog

    def sizeHint(self) -> QSize:
        """As many rows as are usually seen."""
        return QSize(theme.px(240), min(self.count(), ROWS) * theme.px(24) + 8)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Up and Alt+Down move the entry."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._dialog.shift(by)
        else:
            super().keyPressEvent(event)
