"""Choosing the file, and saying where in it the list stands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QSpinBox, QWidget

from app.core.text import N_, _
from app.services.tables import Table
from app.ui import dialogs
from app.ui.widgets.basics import column, label, named, row
from app.ui.widgets.buttons import PrimaryButton

KINDS = [(N_("Tabellen"), [".xlsx", ".xls", ".xlsm", ".csv", ".txt", ".tsv"])]
MOST_HEADER_ROW = 10_000


class FilePage(QWidget):
    """The first step: which file; it can be dropped here, too."""

    file_chosen = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.button = PrimaryButton(_("Datei wählen …"), self.ask, "folder", "chooseFile")
        told = _(
            "Wählen Sie eine Excel-Datei (.xlsx, .xls) oder eine Textdatei (.csv, .txt), "
            "oder ziehen Sie sie hierher. Trennzeichen und Umlaute werden selbst erkannt."
        )
        safe = _("Die Datei wird nur gelesen. Bis zum letzten Schritt wird nichts gespeichert.")
        self.setLayout(
            column(
                label(_("Datei wählen"), "section"),
                label(told, wrap=True),
                row(self.button, None),
                label(safe, "small", "muted", wrap=True),
                None,
                spacing=12,
            )
        )

    def ask(self) -> None:
        """Let the person choose a file."""
        if path := dialogs.open_file(self.window(), _("Liste wählen"), KINDS):
            self.file_chosen.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a single file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        self.file_chosen.emit(Path(event.mimeData().urls()[0].toLocalFile()))


class PlacePage(QWidget):
    """The second step: which sheet, and where its headers stand."""

    place_chosen = Signal(str, int)
    """Sheet and row of the headers."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets, self.header_row = QComboBox(), QSpinBox()
        named(self.sheets, _("Blatt"), "sheet")
        named(self.header_row, _("Überschriften in Zeile"), "headerRow")
        self.header_row.setRange(1, MOST_HEADER_ROW)
        self.header_row.setKeyboardTracking(False)
        self.found, self.notes = label("", wrap=True), label("", "small", "muted", wrap=True)
        self.headers = label("", wrap=True)
        form = QFormLayout()
        form.addRow(_("Blatt"), self.sheets)
        form.addRow(_("Überschriften in Zeile"), self.header_row)
        form.addRow(_("Gefunden"), self.found)
        form.addRow(_("Überschriften"), self.headers)
        self.setLayout(column(label(_("Datei lesen"), "section"), form, self.notes, None, spacing=12))
        self.sheets.activated.connect(lambda _index: self.place_chosen.emit(self.sheets.currentText(), 0))
        self.header_row.valueChanged.connect(lambda n: self.place_chosen.emit(self.sheets.currentText(), n))

    def show_table(self, table: Table) -> None:
        """Show what was found where."""
        for field in (self.sheets, self.header_row):
            field.blockSignals(True)
        self.sheets.clear()
        self.sheets.addItems(list(table.sheets))
        self.sheets.setCurrentText(table.sheet)
        self.sheets.setEnabled(len(table.sheets) > 1)
        self.header_row.setValue(table.header_row)
        for field in (self.sheets, self.header_row):
            field.blockSignals(False)
        self.found.setText(size(table))
        self.headers.setText(" · ".join(table.headers))
        self.notes.setText("\n".join(table.notes))


def size(table: Table) -> str:
    """'46 Zeilen, 7 Spalten'."""
    rows = _("1 Zeile") if len(table.rows) == 1 else _("{n} Zeilen").format(n=len(table.rows))
    width = _("1 Spalte") if len(table.headers) == 1 else _("{n} Spalten").format(n=len(table.headers))
    return f"{rows}, {width}"
