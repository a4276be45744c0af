"""Which column of the list is which field: one line per column, with examples and what is to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.core.text import N_, _, show
from app.services.imports import Mapping as Columns
from app.services.imports import Preview, Subject
from app.services.tables import Table
from app.ui import theme
from app.ui.widgets.basics import named
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.status import StatusText
from app.ui.widgets.table import Cell, set_up_table

TITLES = (N_("Spalte"), N_("Beispiele"), "", N_("Feld"), N_("Hinweis"))
WIDTHS = (140, 170, 28, 210)
CHOICE, HINT = 3, 4
EXAMPLES = 2
OPEN, LEFT_OUT = "", "-"
"""What a column is that nobody has decided about, and one that is not taken over."""


class ColumnTable(QTableWidget):
    """Lets the person say what each column is."""

    mapped = Signal()
    """A column has another meaning."""
    explain = Signal(str)
    """The person wants to say what the unknown words of a field mean."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(0, len(TITLES))
        self.subject = subject
        self.headers: tuple[str, ...] = ()
        self.combos: list[QComboBox] = []
        self.hints: list[_Hint] = []
        self.guessed: tuple[str, ...] = ()
        self.from_memory = False
        set_up_table(self, "columns", _("Spalten der Liste"), 34, sortable=False)
        self.setHorizontalHeaderLabels([_(title) for title in TITLES])
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("framed", "true")
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, theme.px(width))
        self.horizontalHeader().setSectionsMovable(False)
        self.horizontalHeader().setSectionResizeMode(HINT, QHeaderView.ResizeMode.Stretch)

    def show_table(self, table: Table, mapping: Columns, *, from_memory: bool) -> None:
        """Show the columns of another list as they were guessed or remembered."""
        self.guessed, self.from_memory = mapping.targets, from_memory
        self.combos, self.hints, self.headers = [], [], mapping.headers
        self.setRowCount(0)  # the widgets of the list before go with their lines
        self.setRowCount(len(table.headers))
        for row, (header, target) in enumerate(zip(mapping.headers, mapping.targets, strict=True)):
            self._put(row, 0, header)
            self._put(row, 1, examples(table, row)).setData(Cell.MUTED, True)
            self._put(row, 2, "").setData(Cell.ICON, "right")
            combo = self._combo(header, LEFT_OUT if from_memory and not target else target)
            hint = _Hint(header, self.explain.emit)
            self.combos.append(combo)
            self.hints.append(hint)
            self.setCellWidget(row, CHOICE, _inset(combo))
            self.setCellWidget(row, HINT, hint)
        self.show_hints(None)

    def mapping(self) -> Columns:
        """What the person has chosen."""
        chosen = (str(combo.currentData()) for combo in self.combos)
        return Columns(self.headers, tuple("" if one == LEFT_OUT else one for one in chosen))

    def show_hints(self, preview: Preview | None) -> None:
        """Say about each column whether something is to be done, with the words of PREVIEW that nobody knows."""
        unknown = preview.unknown if preview else {}
        for row, (combo, hint) in enumerate(zip(self.combos, self.hints, strict=True)):
            target = str(combo.currentData())
            hint.status.show_state(*self._hint(row, target, unknown))
            hint.target = target
            hint.link.setVisible(target in unknown)
            theme.mark(combo, problem="missing" if target == OPEN else "")

    def _hint(self, row: int, target: str, unknown: Mapping[str, Sequence[str]]) -> tuple[str, str]:
        if target == OPEN:
            return "missing", _("noch nicht zugeordnet")
        if target == LEFT_OUT:
            return "left-out", _("wird ausgelassen")
        if words := unknown.get(target):
            told = _("unbekannt: „{word}“") if len(words) == 1 else _("{n} unbekannt: „{word}“ …")
            return "unclear", told.format(n=len(words), word=words[0])
        if help := self.subject.targets[target].help if not self.subject.targets[target].field else "":
            return "hint", _(help)
        if target == self.guessed[row]:
            return "fulfilled", _("wie beim letzten Mal") if self.from_memory else _("automatisch")
        return "fulfilled", _("von Hand")

    def _combo(self, header: str, target: str) -> QComboBox:
        combo = QComboBox()
        named(combo, _("Feld für „{header}“").format(header=header), f"column:{header}")
        combo.addItem(_("Bitte wählen"), OPEN)
        combo.addItem(_("nicht übernehmen"), LEFT_OUT)
        combo.insertSeparator(2)
        for name, one in self.subject.targets.items():
            combo.addItem(_(one.label), name)
        combo.setCurrentIndex(max(combo.findData(target), 0))
        combo.setMaxVisibleItems(16)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.currentIndexChanged.connect(lambda _index: self._chosen(combo))
        return combo

    def _chosen(self, combo: QComboBox) -> None:
        """A meaning is given once: the column that had it before is open again."""
        target = combo.currentData()
        for other in self.combos:
            if other is not combo and target not in {OPEN, LEFT_OUT} and other.currentData() == target:
                other.blockSignals(True)
                other.setCurrentIndex(0)
                other.blockSignals(False)
        self.mapped.emit()

    def _put(self, row: int, column: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        self.setItem(row, column, item)
        return item


class _Hint(QWidget):
    """What is to be done about a column, and the way to do it."""

    def __init__(self, header: str, explain: Callable[[str], object]) -> None:
        super().__init__()
        self.target = ""
        self.status = StatusText("fulfilled", "")
        self.link = LinkButton(_("Zuordnen …"), lambda: explain(self.target), f"explain:{header}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 4, 0)
        layout.addWidget(self.status)
        layout.addWidget(self.link)
        layout.addStretch(1)


def examples(table: Table, column: int) -> str:
    """The first different values of a column."""
    found: dict[str, None] = {}
    for row in table.rows[:50]:
        if (text := " ".join(show(row[column]).split())) and len(found) < EXAMPLES:
            found[text] = None
    return " · ".join(found)


def _inset(widget: QWidget) -> QWidget:
    """WIDGET with room around, as a cell."""
    place = QWidget()
    layout = QHBoxLayout(place)
    layout.setContentsMargins(4, 2, 4, 2)
    layout.addWidget(widget)
    return place
