"""Lists of records: all ids at once, rows in windows when they are looked at, everything slow away from the screen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.core.fold import sort_key
from app.core.progress import Progress
from app.core.text import _
from app.models.arrangement import Arrangement, Extra, Row, Shown, Window
from app.models.fields import Field, columns
from app.models.query import Query
from app.ui.context import Context
from app.ui.widgets.table import Cell

__all__ = ["Extra", "Shown", "TableModel"]

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ID_ROLE = Role.UserRole
WINDOW = 40
"""Rows fetched together: more than a usual screen shows, and few enough to be there at once after a jump."""
KEPT = 200
"""Windows kept in memory; those read longest ago go first."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Listing:
    """One complete answer: the ids in order, where each stands, and the rows that will be seen first."""

    query: Query
    ids: list[int]
    positions: dict[int, int]
    windows: dict[int, Window]


class TableModel(QAbstractTableModel):
    """Knows all ids of a list and only the rows that were looked at."""

    loaded = Signal()
    """Another list is there; it may have the same rows."""
    failed = Signal(object)
    """The list could not be read; the old one is still shown."""

    def __init__(
        self, context: Context, query: Query, extras: Sequence[Extra] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.context, self.query = context, query
        self.extras = {extra.name: extra for extra in extras}
        self.ids: list[int] = []
        self.arrangement = Arrangement(())
        self.complete = False
        """Whether a list has arrived at all."""
        self._positions: dict[int, int] = {}
        self._windows: dict[int, Window] = {}
        self._asked: set[int] = set()
        self._waiting: list[int] = []
        """Windows that are asked for, and not being read yet."""
        self._ordered: tuple[Query, list[int]] | None = None
        self._under_way: Query | None = None
        self._choose((*query.columns, *self.extras))

    # ---------------------------------------------------------------- what is shown

    @property
    def wanted(self) -> Query:
        """The list asked for last, which may still be under way; whoever changes a part of it begins here."""
        return self._under_way or self.query

    def possible(self) -> dict[str, str]:
        """Every column that could be shown: name → label."""
        return {name: spec.label for name, spec in self.specs().items()}

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(spec.name for spec in self.arrangement.specs)

    def choose(self, names: Sequence[str]) -> None:
        """Show other columns."""
        self.beginResetModel()
        self._choose(names)
        self._windows.clear()
        self._asked.clear()
        self._waiting.clear()
        self.endResetModel()

    def specs(self) -> dict[str, Field | Extra]:
        """Every column that could be shown."""
        return columns(self.query.entity) | self.extras

    def _choose(self, names: Sequence[str]) -> None:
        possible = self.specs()
        self.arrangement = Arrangement(tuple(possible[name] for name in names if name in possible))

    def show(self, query: Query, near: Sequence[int] = ()) -> None:
        """Show another list; the old one stays visible until the new one is there, with the rows around NEAR."""
        known = self._ordered[1] if self._ordered and self._ordered[0] == replace(query, text="") else None
        arrangement = self.arrangement
        self._under_way = query

        def load(progress: Progress) -> Listing:
            with self.context.db.read() as session:
                ids = query.ids(session, known)
                progress.check()
                positions = dict(zip(ids, range(len(ids)), strict=True))
                first = {0, *(positions[id] // WINDOW for id in near if id in positions)}
                windows = {n: arrangement.window(session, query, _part(ids, n)) for n in sorted(first)}
                return Listing(query, ids, positions, windows)

        self.context.tasks.run(
            load, lambda listing: self._replace(listing, arrangement), self, self._fail_list, key="list"
        )

    def reload(self, near: Sequence[int] = ()) -> None:
        """Read the same list anew, because records have changed."""
        self._ordered = None
        self.show(self.wanted, near)

    def order_by(self, name: str, descending: bool, near: Sequence[int] = ()) -> None:
        """Sort by a column that the database knows; others leave the order alone."""
        if name in columns(self.query.entity):
            self.show(replace(self.wanted, order=name, descending=descending), near)

    def _replace(self, listing: Listing, arrangement: Arrangement) -> None:
        self._under_way = None
        self.beginResetModel()
        self.query, self.ids, self._positions = listing.query, listing.ids, listing.positions
        self._windows = listing.windows if arrangement is self.arrangement else {}
        self._asked, self._waiting = set(self._windows), []
        self.complete = True
        if not listing.query.text.strip():
            self._ordered = listing.query, listing.ids
        self.endResetModel()
        self.loaded.emit()

    def _fail_list(self, error: BaseException) -> None:
        self._under_way = None
        self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self.failed.emit(error)

    # ---------------------------------------------------------------- rows and ids

    def id_at(self, row: int) -> int | None:
        """Whose row this is."""
        return self.ids[row] if 0 <= row < len(self.ids) else None

    def row_of(self, id: int | None) -> int:
        """Where a record stands, or -1."""
        return self._positions.get(id, -1) if id is not None else -1

    def row(self, number: int) -> Row | None:
        """The cells of a row, if they are here; otherwise they will come."""
        window, id = number // WINDOW, self.ids[number]
        if window not in self._windows:
            self._fetch(window)
        return self._windows.get(window, {}).get(id)

    def _fetch(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        if not self._waiting:
            # Whatever is painted now is read at once afterwards, instead of while it is painted.
            QTimer.singleShot(0, self, self._read)
        self._waiting.append(number)

    def _read(self) -> None:
        numbers, self._waiting = self._waiting, []
        query, ids, arrangement = self.query, self.ids, self.arrangement

        def load(_progress: Progress) -> Window:
            with self.context.db.read() as session:
                return arrangement.window(session, query, [id for number in numbers for id in _part(ids, number)])

        def arrived(window: Window) -> None:
            if ids is self.ids and arrangement is self.arrangement:
                for number in numbers:
                    self._keep(number, {id: window[id] for id in _part(ids, number) if id in window})

        if numbers:
            self.context.tasks.run(load, arrived, self, self._fail, quiet=True)

    def _keep(self, number: int, window: Window) -> None:
        self._windows[number] = window
        if len(self._windows) > KEPT:
            oldest = next(iter(self._windows))
            del self._windows[oldest]
            self._asked.discard(oldest)
        first = number * WINDOW
        last = min(first + WINDOW, len(self.ids)) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def text_of(self, ids: Sequence[int], done: Callable[[str], None], owner: QObject) -> None:
        """Give DONE the rows of IDS as text, tab separated, as spreadsheets take it."""
        query, arrangement = self.query, self.arrangement

        def load(progress: Progress) -> str:
            lines = ["\t".join(spec.label for spec in arrangement.specs)]
            with self.context.db.read() as session:
                parts = [ids[start : start + WINDOW] for start in range(0, len(ids), WINDOW)]
                for part in progress.over(parts, _("Zeilen werden kopiert")):
                    window = arrangement.window(session, query, part)
                    lines += ["\t".join(_one_line(cell.text) for cell in window[id]) for id in part if id in window]
            return "\n".join(lines)

        self.context.tasks.run(load, done, owner, self._fail, key="copy")

    def find_caption(self, typed: str, done: Callable[[int], object], owner: QObject) -> None:
        """Give DONE the first id whose caption starts with what was TYPED; only where captions give the order."""
        query, ids, wanted = replace(self.query, shown=("caption",)), self.ids, sort_key(typed)
        if query.order != "caption" or query.descending or not wanted:
            return

        def load(_progress: Progress) -> int | None:
            with self.context.db.read() as session:

                def key(id: int) -> str:
                    found = query.rows(session, [id])
                    return sort_key(found[id][0])[: len(wanted)] if found else ""

                place = bisect_left(ids, wanted, key=key)
                return ids[place] if place < len(ids) and key(ids[place]) == wanted else None

        self.context.tasks.run(
            load, lambda id: None if id is None else done(id), owner, self._fail, key="type-ahead", quiet=True
        )

    # ---------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """All rows, read or not."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """The chosen columns."""
        return 0 if parent.isValid() else len(self.arrangement.specs)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected, cells never edited."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return flags if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Labels of columns, with the order for screen readers; rows are named by their first cell."""
        if orientation == Qt.Orientation.Vertical:
            if role not in (Role.DisplayRole, Role.AccessibleTextRole) or not 0 <= section < len(self.ids):
                return None
            row = self.row(section)
            return row[0].text if row else ""
        if not 0 <= section < len(self.arrangement.specs):
            return None
        spec = self.arrangement.specs[section]
        if role == Role.DisplayRole:
            return _(spec.label)
        if role == Role.TextAlignmentRole:
            return self._alignment(spec)
        if role == Role.AccessibleTextRole:
            if spec.name != self.query.order:
                return _(spec.label)
            order = _("absteigend sortiert") if self.query.descending else _("aufsteigend sortiert")
            return f"{_(spec.label)}, {order}"
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell; empty until its window is here."""
        if not index.isValid():
            return None
        if role == ID_ROLE:
            return self.ids[index.row()]
        spec = self.arrangement.specs[index.column()]
        if role == Role.TextAlignmentRole:
            return self._alignment(spec)
        if role == Cell.MUTED:
            return index.column() > 0
        if role not in (Role.DisplayRole, Role.AccessibleTextRole, Cell.STATE):
            return None
        row = self.row(index.row())
        if row is None:
            return None
        cell = row[index.column()]
        if role == Role.DisplayRole:
            return cell.text
        if role == Role.AccessibleTextRole:
            return f"{_(spec.label)}: {cell.text}" if cell.text else _("{label}: leer").format(label=_(spec.label))
        return cell.state or None

    def _alignment(self, spec: Field | Extra) -> Qt.AlignmentFlag:
        number = isinstance(spec, Field) and spec.kind in (int, Decimal) and not spec.options
        return _RIGHT if number else _LEFT


def _part(ids: Sequence[int], window: int) -> Sequence[int]:
    return ids[window * WINDOW : (window + 1) * WINDOW]


def _one_line(text: str) -> str:
    return " ".join(text.split())
