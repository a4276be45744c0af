"""The overview as a table of cells, one of which has the keyboard; gaps stand out by icon and word."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from app.core.text import _
from app.services.offer_overview import ALL, NOWHERE, Cell, Gap, Overview
from app.ui import theme
from app.ui.rows import Column, Index, Item, Line, RowsView

HEADER = 38


class OverviewTable(RowsView):
    """Speaks in gaps; the first column is the place, the last row the sum."""

    gap_chosen = Signal(object)
    """The Gap the keyboard is on, or None."""
    cell_opened = Signal(str, str)
    """Place and column of a cell that was entered or double-clicked; both may be all."""

    def __init__(self) -> None:
        super().__init__((), "offerOverview", _("Angebotsübersicht"), "list")
        self.overview: Overview | None = None
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(lambda *_: self.gap_chosen.emit(self.gap()))
        self._fit_header()
        theme.notifier().changed.connect(self._fit_header)

    def _fit_header(self) -> None:
        self.horizontalHeader().setFixedHeight(theme.px(HEADER))

    def show_overview(self, found: Overview) -> None:
        """Show other figures."""
        self.overview = found
        self.rows.beginResetModel()
        self.rows.columns = (Column(_("Ort")), *(Column(_heading(one.label)) for one in found.columns))
        keys = [one.key for one in found.columns]
        lines = [self._line(row.place, row.cells, keys, n) for n, row in enumerate(found.rows)]
        self.rows.lines = [*lines, self._line(_("Alle Orte"), found.totals, keys, -1)] if lines else []
        self.rows.endResetModel()
        self._fit_columns()

    def _line(self, place: str, cells: tuple[Cell, ...], keys: list[str], number: int) -> Line:
        total = number < 0
        items = [Item.of(place, strong=total, **({"ground": "surface2"} if total else {}))]
        for cell, key in zip(cells, keys, strict=True):
            strong = total or key == ALL
            looks = {"ground": "surface2"} if strong else {}
            if cell.gap:
                items.append(Item.of(cell.text(), "missing", **looks))
            else:
                quiet = not cell.offers
                items.append(Item.of(cell.text(), "quiet" if quiet else "", strong=strong and not quiet, **looks))
        return Line(tuple(items), number)

    def _fit_columns(self) -> None:
        """Wide enough for every word; what is left goes to the sums."""
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        widths = [max(self.sizeHintForColumn(n), header.sectionSizeHint(n)) for n in range(len(self.rows.columns))]
        spare = max((self.viewport().width() - sum(widths)) // max(len(widths), 1), 0)
        for number, width in enumerate(widths):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(number, width + spare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns filling the width."""
        super().resizeEvent(event)
        self._fit_columns()

    def gap(self) -> Gap | None:
        """The gap the keyboard is on."""
        index, found = self.currentIndex(), self.overview
        if found is None or not index.isValid() or not index.column() > 0 or index.row() >= len(found.rows):
            return None
        gap = Gap(index.row(), index.column() - 1)
        return gap if found.cell(gap).gap else None

    def choose(self, gap: Gap) -> None:
        """Put the keyboard on a gap."""
        index = self.rows.index(gap.row, gap.column + 1)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def open(self, index: Index) -> None:
        """Tell that somebody wants to see what a cell counts."""
        found = self.overview
        if found is not None and index.isValid():
            self.setCurrentIndex(index)
            row = found.rows[index.row()] if index.row() < len(found.rows) else None
            place = ALL if row is None else row.place if row.key else NOWHERE
            key = found.columns[index.column() - 1].key if index.column() else ALL
            self.cell_opened.emit(place, key)


def _heading(label: str) -> str:
    """'davon für Frauen' in two lines."""
    first, space, rest = label.partition(" ")
    return f"{first}\n{rest}" if space and first == _("davon") else label
