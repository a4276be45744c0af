"""All building blocks on one sheet, to look at: `python -m tests.ui.gallery FOLDER` saves it light and dark."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDate
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QTableView,
    QWidget,
)

from app.core.progress import Progress
from app.ui import theme
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import column, label, plain, row
from app.ui.widgets.buttons import Button, IconButton, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.chips import AddChip, FilterChip, SegmentedChips
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.focus import FocusRing
from app.ui.widgets.progress import ProgressPanel
from app.ui.widgets.search import SearchField
from app.ui.widgets.status import StatusText
from app.ui.widgets.table import Cell, set_up_table
from app.ui.widgets.targets import TargetBar, TrafficLight
from app.ui.widgets.toast import Toast

PEOPLE = [
    ("Abdulkarim, Hêvîn", "Saalfeld", "complete", "vollständig"),
    ("Al-Haddad, Rim", "Bad Blankenburg", "missing", "2 fehlen"),
    ("Bilenko, Oksana", "Rudolstadt", "wrong", "Austritt fehlt"),
    ("Haidari, Parwana", "Saalfeld", "open", "Austritt offen"),
]


def _buttons() -> Card:
    card = Card("Schaltflächen")
    grid = QGridLayout()
    off = [PrimaryButton("Speichern"), Button("Abbrechen"), IconButton("columns", "Spalten", framed=True)]
    for widget in off:
        widget.setEnabled(False)
    rows = [
        [PrimaryButton("Speichern", icon="save"), Button("Abbrechen"), IconButton("columns", "Spalten", framed=True)],
        [
            PrimaryButton("Person anlegen", icon="add"),
            Button("Importieren …", icon="import"),
            IconButton("detail", "Detail", framed=True, checkable=True),
        ],
        off,
    ]
    rows[1][2].setChecked(True)
    for y, widgets in enumerate(rows):
        for x, widget in enumerate(widgets):
            grid.addWidget(widget, y, x)
    grid.setColumnStretch(3, 1)
    card.body.addLayout(grid)
    return card


def _fields(focused: QLineEdit) -> Card:
    card = Card("Felder")
    missing = QComboBox()
    missing.addItem("Bitte wählen")
    missing.setProperty("problem", "missing")
    wrong, computed = QLineEdit("31.02.1990"), QLineEdit("Drittstaat")
    wrong.setProperty("problem", "wrong")
    computed.setProperty("computed", "true")
    computed.setReadOnly(True)
    day = QDateEdit(QDate(1991, 3, 14), calendarPopup=True, displayFormat="dd.MM.yyyy")
    empty = QLineEdit(placeholderText="TT.MM.JJJJ")
    grid = QGridLayout()
    for x, (text, widget) in enumerate((("leer", empty), ("ausgefüllt", day), ("mit Fokus", focused))):
        grid.addLayout(column(label(text, "small"), widget, spacing=2), 0, x)
    notes = [
        ("Pflichtangabe fehlt", missing, "missing", "Fehlt. Zählt nicht im Bericht."),
        ("falsch", wrong, "wrong", "Den 31.02. gibt es nicht."),
        ("automatisch", computed, "hint", "Aus Staatsangehörigkeit"),
    ]
    for x, (text, widget, state, note) in enumerate(notes):
        grid.addLayout(column(label(text, "small"), widget, StatusText(state, note, small=True), spacing=2), 1, x)
    card.body.addLayout(grid)
    ticked, radio = QCheckBox("besuchte UE"), QRadioButton("Ja")
    ticked.setChecked(True)
    radio.setChecked(True)
    card.body.addLayout(
        row(ticked, QCheckBox("Geburtsort"), 16, radio, QRadioButton("Nein"), QRadioButton("keine Angabe"), None)
    )
    return card


def _chips() -> Card:
    card = Card("Filterchips und Plaketten")
    segments = SegmentedChips([("all", "Alle 14"), ("exit", "Austrittsdaten 4")])
    card.body.addLayout(row(FilterChip("Rolle: Mentee"), AddChip(), segments, None))
    flow = FlowLayout(spacing=6)
    for text, kind, icon in (
        ("Mentee", "", ""),
        ("erfüllt", "ok", ""),
        ("2 fehlen", "warn", ""),
        ("unter Schwelle", "err", ""),
        ("ohne Tandem", "info", ""),
        ("festgelegt", "", "locked"),
        ("abgemeldet", "", "left-out"),
    ):
        flow.addWidget(Badge(text, kind, icon))
    card.body.addLayout(flow)
    return card


def _table() -> Card:
    card = Card("Tabelle", "Filter zurücksetzen", padded=False)
    card.set_count(31)
    view, model = QTableView(), QStandardItemModel(0, 3)
    set_up_table(view, "gallery", "Liste der Personen")
    for name, city, state, word in PEOPLE:
        cells = [QStandardItem(text) for text in (name, city, word)]
        cells[1].setData(True, Cell.MUTED)
        cells[2].setData(state, Cell.STATE)
        model.appendRow(cells)
    model.setHorizontalHeaderLabels(["Name", "Wohnort", "Angaben"])
    view.setModel(model)
    view.setSortingEnabled(True)
    view.sortByColumn(0, view.horizontalHeader().sortIndicatorOrder().AscendingOrder)
    view.setColumnWidth(0, 240)
    view.setColumnWidth(1, 160)
    view.selectRow(1)
    card.body.addWidget(view)
    return card


def _banners() -> Card:
    card = Card("Banner")
    card.body.addWidget(Banner("info", "Diese Person ist auch im Teilprojekt Connecting Partners.", link="Ansehen"))
    card.body.addWidget(
        Banner("warn", "Arbeitslosigkeit, Berufsabschluss", "2 Pflichtangaben fehlen:", "Nächstes Feld (F8)")
    )
    card.body.addWidget(
        Banner("err", "Das Laufwerk H: ist nicht erreichbar.", "Nicht gespeichert:", "Erneut versuchen")
    )
    card.body.addWidget(Banner("ok", "39 von 46 Zeilen übernommen: 31 neu, 8 geändert.", link="Ergebnis öffnen"))
    return card


def _progress() -> Card:
    card = Card("Fortschritt mit Abbrechen")
    panel, progress = (
        ProgressPanel("Bescheinigungen werden erstellt", "Abbrechen verwirft alles, keine Nummer wird vergeben"),
        Progress(),
    )
    progress.done, progress.total = 124, 200
    panel.progress = progress
    panel.look()
    card.body.addWidget(panel)
    return card


def _goals() -> Card:
    card = Card("Zielstand", "Alle Ziele")
    card.body.addWidget(TargetBar("Mentees aufgenommen", 31, 40, 0.62))
    card.body.addWidget(TargetBar("In Arbeit oder Ausbildung vermittelt", 7, 15, 0.62))
    card.body.addWidget(TrafficLight("yellow"))
    return card


def build() -> QWidget:
    """The sheet."""
    window, focused = QWidget(), QLineEdit("14.03.19")
    left = column(_buttons(), _fields(focused), _chips(), _table(), spacing=12)
    right = column(_banners(), _progress(), _goals(), SearchField(), None, spacing=12)
    head = row(label("Bausteine", "title"), label("Schaltflächen, Felder, Zustände", "muted"), None)
    body = row(plain(left), plain(right), spacing=12)
    window.setLayout(column(head, body, spacing=10, margins=(16, 16, 16, 16)))
    window.resize(1366, 768)
    window.ring, window.toast = FocusRing(window), Toast(window)
    window.show()
    focused.setFocus()
    window.toast.tell("Tandem angelegt: Al-Haddad – Böttner")
    return window


def save(folder: Path) -> list[Path]:
    """Save the sheet in both themes and at a larger text size."""
    app = QApplication.instance() or QApplication([])
    saved = []
    for name, mode, scale in (("hell", "light", 1.0), ("dunkel", "dark", 1.0), ("gross", "light", 1.3)):
        theme.apply(app, mode, scale)
        window = build()
        window.activateWindow()
        app.processEvents()
        saved.append(folder / f"bausteine_{name}.png")
        window.grab().save(str(saved[-1]))
        window.close()
        window.deleteLater()
    return saved


if __name__ == "__main__":
    print(*save(Path(sys.argv[1])), sep="\n")
