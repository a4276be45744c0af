"""The attendance grid for the screen: what is stored, and over it what was just typed and is being stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.core.clock import today
from app.core.text import _, day_and_month, show, weekday
from app.models.attendance import AttendanceState
from app.models.course import UNIT_MINUTES
from app.services.grid import Cell, Column, Grid, Row, Verdict
from app.ui.widgets.table import Cell as Look

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Place = tuple[int, int]
"""Enrolment and session: one cell, wherever it is shown."""
UNITS, SHARE, VERDICT = range(3)
"""The columns after the dates."""
SUMMARY = (_("UE"), _("Anteil"), _("Bescheinigung"))
TONES = {
    AttendanceState.PARTIAL.value: ("warn", "warn-bg"),
    AttendanceState.EXCUSED.value: ("info", "info-bg"),
    AttendanceState.SICK.value: ("info", "info-bg"),
    AttendanceState.UNEXCUSED.value: ("err", "err-bg"),
    AttendanceState.WITHDRAWN.value: ("muted", ""),
}
STATES = {
    Verdict.FULFILLED.value: "fulfilled",
    Verdict.OPEN.value: "open",
    Verdict.BELOW.value: "wrong",
    Verdict.RUNNING.value: "later",
    Verdict.WITHDRAWN.value: "left-out",
    Verdict.ABANDONED.value: "left-out",
}
EMPTY = Grid(0, "", 0, 0, (), ())


class GridModel(QAbstractTableModel):
    """One row per person, one column per date, and what it comes to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = EMPTY
        self.rows: tuple[Row, ...] = ()
        self.only: str = ""
        """The verdict of the people shown; '' shows all."""
        self._typed: dict[Place, list[tuple[int, Cell]]] = {}
        self._stored: set[int] = set()
        self._numbers = count(1)

    # ---------------------------------------------------------------- what is stored

    def show(self, grid: Grid, known: Iterable[int] = ()) -> None:
        """Show what was read; KNOWN are the entries that were stored before it was read."""
        self._drop(known)
        same = [c.session_id for c in grid.columns] == [c.session_id for c in self.grid.columns]
        same = same and [r.enrolment_id for r in grid.rows] == [r.enrolment_id for r in self.grid.rows]
        if not same:
            self.beginResetModel()
        self.grid = grid
        # Whoever is shown stays in sight although the last entry changed the verdict, until somebody chooses again.
        keep = {row.enrolment_id for row in self.rows} if same and self.only else None
        self.rows = tuple(r for r in grid.rows if (self._wanted(r) if keep is None else r.enrolment_id in keep))
        if not same:
            self.endResetModel()
        else:
            self._tell_all()

    def show_only(self, verdict: str) -> None:
        """Show the people with one verdict; '' shows all."""
        self.beginResetModel()
        self.only = verdict
        self.rows = tuple(row for row in self.grid.rows if self._wanted(row))
        self.endResetModel()

    def _wanted(self, row: Row) -> bool:
        return not self.only or row.verdict == self.only

    def _tell_all(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.columnCount() - 1, 0))

    # ---------------------------------------------------------------- what was just typed

    def expect(self, entries: Mapping[Place, Cell]) -> int:
        """Show ENTRIES at once; the number is for `settle` or `take_back`."""
        number = next(self._numbers)
        for place, cell in entries.items():
            self._typed.setdefault(place, []).append((number, cell))
        self._tell_all()
        return number

    def settle(self, number: int) -> None:
        """The entry is stored now, and what is read from now on holds it."""
        self._stored.add(number)

    def take_back(self, number: int) -> None:
        """The entry could not be stored: show what was there before."""
        self._drop([number])
        self._tell_all()

    @property
    def settled(self) -> frozenset[int]:
        """The entries that whoever reads now will find."""
        return frozenset(self._stored)

    @property
    def waiting(self) -> bool:
        """Whether an entry is still being stored."""
        return any(number not in self._stored for typed in self._typed.values() for number, _cell in typed)

    def _drop(self, numbers: Iterable[int]) -> None:
        gone = set(numbers)
        self._stored -= gone
        kept = {place: [one for one in typed if one[0] not in gone] for place, typed in self._typed.items()}
        self._typed = {place: typed for place, typed in kept.items() if typed}

    # ---------------------------------------------------------------- cells

    def cell(self, row: int, column: int) -> Cell:
        """What the grid shows at a date."""
        typed = self._typed.get(self.place(row, column))
        return typed[-1][1] if typed else self.rows[row].cells[column]

    def place(self, row: int, column: int) -> Place:
        """Enrolment and session of a cell."""
        return self.rows[row].enrolment_id, self.grid.columns[column].session_id

    def is_date(self, column: int) -> bool:
        """Whether a column is a date of the course."""
        return 0 <= column < len(self.grid.columns)

    def where(self, enrolment_id: int, session_id: int) -> QModelIndex:
        """The cell of somebody on a date."""
        row = next((n for n, one in enumerate(self.rows) if one.enrolment_id == enrolment_id), -1)
        column = next((n for n, one in enumerate(self.grid.columns) if one.session_id == session_id), -1)
        return self.index(row, column) if row >= 0 and column >= 0 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """The people shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """The dates, UE, share, verdict."""
        return 0 if parent.isValid() else len(self.grid.columns) + len(SUMMARY)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Names at the left, dates above; both as whole words for screen readers."""
        if role not in (Role.DisplayRole, Role.AccessibleTextRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.rows[section].caption if 0 <= section < len(self.rows) else None
        if self.is_date(section):
            column = self.grid.columns[section]
            return heading(column) if role == Role.DisplayRole else spoken_heading(column)
        at = section - len(self.grid.columns)
        return SUMMARY[at] if 0 <= at < len(SUMMARY) else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Letters with their colours; sums; what a screen reader says."""
        if not index.isValid():
            return None
        if self.is_date(index.column()):
            return self._date(index.row(), index.column(), role)
        return self._summary(self.rows[index.row()], index.column() - len(self.grid.columns), role)

    def _date(self, row: int, column: int, role: int) -> Any:
        cell, session = self.cell(row, column), self.grid.columns[column]
        tone, ground = TONES.get(cell.state or "", ("text", ""))
        match role:
            case Role.DisplayRole:
                return "" if session.cancelled else cell.letter
            case Role.ToolTipRole:
                return session.reason if session.cancelled else cell.reason or None
            case Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Role.AccessibleTextRole:
                return f"{self.rows[row].caption}, {spoken(session.day)}: {said(cell, session)}"
            case Look.TONE:
                return tone
            case Look.GROUND:
                return "surface2" if session.cancelled else ground or None
            case Look.STRONG:
                return bool(ground)
        return None

    def _summary(self, row: Row, which: int, role: int) -> Any:
        text = (f"{row.units} / {row.held}", row.share, row.told)[which]
        if role == Role.DisplayRole:
            return text
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if which == VERDICT else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Role.AccessibleTextRole:
            units = _("{n} von {held}").format(n=row.units, held=row.held)
            return f"{row.caption}, {SUMMARY[which]}: {units if which == UNITS else text}"
        return STATES[row.verdict] if role == Look.STATE and which == VERDICT else None


def heading(column: Column) -> str:
    """Two lines: 'Mi', '04.11.'."""
    return f"{weekday(column.day, short=True)}\n{day_and_month(column.day)}"


def spoken(day: date) -> str:
    """'Mittwoch 04.11.2026'."""
    return f"{weekday(day)} {show(day)}"


def spoken_heading(column: Column) -> str:
    """The date and what came of it."""
    if column.cancelled:
        return _("{day}, entfällt").format(day=spoken(column.day))
    return _("{day}, {n} anwesend").format(day=spoken(column.day), n=column.present)


def said(cell: Cell, session: Column) -> str:
    """One entry in words."""
    if session.cancelled:
        return _("entfällt")
    if not cell.state:
        return _("noch offen") if session.day <= today() else _("noch nicht gewesen")
    word = dict(AttendanceState.options())[cell.state]
    if cell.state == AttendanceState.PARTIAL:
        return _("{word}, {n} UE").format(word=word, n=(cell.minutes or 0) // UNIT_MINUTES)
    return word
