"""What would become of each row, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QVBoxLayout, QWidget

from app.core.text import N_, _, show
from app.services.imports import Outcome, Preview, RowResult
from app.services.tables import Table
from app.ui import theme
from app.ui.rows import Column, Item, Line, Lines, Rows
from app.ui.widgets.badge import Badge
from app.ui.widgets.basics import label, row
from app.ui.widgets.table import set_up_table

LOOKS = {
    Outcome.NEW: ("new", "ok", "new"),
    Outcome.CHANGED: ("changed", "info", "edit"),
    Outcome.UNCHANGED: ("left-out", "", "left-out"),
    Outcome.UNCLEAR: ("unclear", "warn", "warning"),
    Outcome.REFUSED: ("refused", "err", "refused"),
}
"""State in the table, kind and icon of the badge."""
NUMBER, RESULT = N_("Zeile"), N_("Ergebnis je Zeile")
WIDTHS: Mapping[str, int] = {
    "full_name": 180,
    "last_name": 130,
    "first_names": 120,
    "born": 96,
    "gender": 84,
    "city": 110,
    "postcode_city": 150,
    "phone": 110,
}
"""Those that tell people apart come first."""
MOST_SHOWN = 4
"""So many fields stand beside the result; the rest can be read in the list itself."""


class Results(QWidget):
    """The rows of a preview; only those of some outcomes, if so wanted."""

    chosen = Signal(object)
    """The RowResult the keyboard is on, or None."""

    def __init__(self, title: str, note: str, name: str) -> None:
        super().__init__()
        self.table: Table | None = None
        self.preview: Preview | None = None
        self.wanted: Outcome | None = None
        self.badges = {outcome: Badge("", LOOKS[outcome][1], LOOKS[outcome][2]) for outcome in Outcome}
        self.note = label(note, "small", "muted")
        self.view = QTableView()
        set_up_table(self.view, name, title, 28, sortable=False)
        self.view.setProperty("framed", "true")
        self.view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row(label(title, "section"), self.note, None, *self.badges.values(), spacing=8))
        layout.addWidget(self.view, 1)

    def show_preview(self, table: Table, preview: Preview | None) -> None:
        """Show another result; None while it is being found out."""
        self.table, self.preview = table, preview
        for outcome, badge in self.badges.items():
            badge.setVisible(preview is not None)
            if preview:
                text = f"{preview.counts[outcome]} {_(outcome.label)}"
                badge.show_fact(text, LOOKS[outcome][1], LOOKS[outcome][2])
        self._fill()

    def show_only(self, outcome: Outcome | None) -> None:
        """Show the rows of one outcome, or all."""
        self.wanted = outcome
        self._fill()

    def current(self) -> RowResult | None:
        """The row the keyboard is on."""
        rows = self.view.model()
        line = rows.line(self.view.currentIndex()) if isinstance(rows, Rows) else None
        return line.key if line else None

    def _fill(self) -> None:
        preview, table = self.preview, self.table
        if preview is None or table is None:
            return
        spec = preview.subject.targets
        taken = [(n, target) for n, target in enumerate(preview.mapping.targets) if target]
        taken = sorted(taken, key=_rank)[:MOST_SHOWN]
        columns = [Column(NUMBER, 52, right=True)]
        columns += [Column(spec[target].label, WIDTHS.get(target, 120)) for _n, target in taken]
        cells = dict(zip(table.numbers, table.rows, strict=True))
        wanted = [one for one in preview.rows if self.wanted in {None, one.outcome}]
        rows = Rows([*columns, Column(RESULT)], self)
        rows.show(Lines(wanted, lambda one: _line(preview, one, cells[one.number], taken)))
        before = self.view.model()
        self.view.setModel(rows)
        if before is not None:
            before.deleteLater()
        self.view.selectionModel().currentRowChanged.connect(self._moved)
        header = self.view.horizontalHeader()
        for number, column in enumerate([*columns, None]):
            if column:
                self.view.setColumnWidth(number, theme.px(column.width))
        header.setSectionResizeMode(len(columns), QHeaderView.ResizeMode.Stretch)
        self.chosen.emit(None)

    def _moved(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.current())


def _rank(one: tuple[int, str]) -> int:
    return [*WIDTHS, one[1]].index(one[1])


def _line(preview: Preview, one: RowResult, cells: tuple[object, ...], taken: list[tuple[int, str]]) -> Line:
    """A row: its number, how the cells were understood, and what becomes of it."""
    wrong = {problem.column for problem in one.problems}
    tone = LOOKS[one.outcome][1]
    items = [Item(str(one.number))]
    for column, target in taken:
        text = show(cells[column])
        if target in one.values and target in preview.subject.fields:
            text = preview.subject.fields[target].show(one.values[target])
        bad = preview.mapping.headers[column] in wrong
        items.append(Item.of(" ".join(text.split()), tone=tone if bad else "", strong=bad))
    return Line((*items, Item.of(one.sentence, LOOKS[one.outcome][0])), one)
