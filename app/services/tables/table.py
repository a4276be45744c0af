"""What a file with a table is after reading, and what stands in the way of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

from app.core.errors import UserError

Cell: TypeAlias = str | int | float | date | datetime | time | bool | None
Row: TypeAlias = tuple[Cell, ...]
Area: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, both from 0 and included."""

MOST_BYTES = 100 * 2**20
MOST_CELLS = 9_000_000
"""As many as 100,000 rows with 90 columns; beyond that the memory of an office computer gets short."""
MOST_COLUMNS = 2_000


class Unreadable(UserError):
    """The file is no table that can be read; the text says what it is and what to do."""


@dataclass
class Sheet:
    """The cells as they stand in the file, from its first row with anything in it."""

    rows: list[Row]
    first: int = 1
    """The number of the first row, as Excel shows it."""
    left: int = 0
    """So many empty columns stand before the first."""
    merged: Sequence[Area] = ()
    name: str = ""
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """German sentences about what was left out."""


@dataclass(frozen=True)
class Table:
    """Named columns and the rows with anything in them."""

    headers: tuple[str, ...]
    rows: Sequence[Row]
    numbers: Sequence[int]
    """The number of each row, as Excel shows it."""
    header_row: int
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def first_row(self) -> int:
        """The number of the first row below the headers that has anything in it."""
        return self.numbers[0] if self.numbers else self.header_row + 1
