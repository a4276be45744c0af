"""Long lists in Excel files: rows go straight into the file, without openpyxl's cells and without temporary files."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import _, show
from app.reports.excel_cells import HEAD, PLAIN, Style, active, clean, page, put

MOST_ROWS = 1_048_576
BATCH = 500
LOOKED_AT = 300
"""Rows that decide how wide the columns become."""
WIDEST, NARROWEST = 60, 8
"""Columns, in characters."""
REMEMBERED = 2_000
"""So many different texts per column are kept ready; answers repeat, names do not."""
LINE_HEIGHT, PER_WIDTH = 13, 1.2
"""Of a line of text, in points; how many letters fill a column of width 1, which is that of a digit."""
_EXACT = 10**15
"""Excel counts with 15 digits; longer numbers (account or file numbers) stay whole as text."""
_EPOCH = date(1899, 12, 30).toordinal()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list."""

    title: str
    width: float = 12
    format: str = "General"
    align: str = "left"
    wrap: bool = False
    """Whether long texts take more lines; else they end where the next column begins."""


def fitting(titles: Sequence[str], texts: Iterable[Sequence[str]]) -> list[float]:
    """How wide the columns under TITLES should be for the first of the rows of TEXTS."""
    widths = [len(title) + 5 for title in titles]
    for row in islice(texts, LOOKED_AT):
        widths = [max(width, *map(len, text.split("\n"))) for width, text in zip(widths, row, strict=True)]
    return [min(max(width + 3, NARROWEST), WIDEST) for width in widths]


@dataclass
class Listing:
    """A long list on a sheet of its own; its rows are never all in memory, and never in a temporary file."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    count: int
    """How many rows there will be: filters and formulas need to know before they are written."""
    heading: Sequence[tuple[str, Style]] = ()
    first: int = 0

    @property
    def last(self) -> int:
        """The last row of the list; an empty list has one empty row."""
        return self.first + max(self.count, 1) - 1

    def range(self, column: int) -> str:
        """The cells of the COLUMNth column (from 1) as formulas name them."""
        letter = get_column_letter(column)
        return f"{quote_sheetname(self.title)}!${letter}${self.first}:${letter}${self.last}"

    def add_to(self, workbook: Workbook) -> Worksheet:
        """Make the sheet with everything but the rows, which `save` writes."""
        if self.count > MOST_ROWS - 20:
            raise UserError(
                _(
                    "Das Blatt „{sheet}“ hätte {n} Zeilen; Excel fasst {most}. Bitte wählen Sie einen Ausschnitt."
                ).format(sheet=self.title, n=self.count, most=MOST_ROWS)
            )
        sheet: Worksheet = workbook.create_sheet(self.title)
        for n, (text, style) in enumerate(self.heading, 1):
            put(sheet, n, 1, text, style)
        head = len(self.heading) + 1
        self.first = head + 1
        middle = "top" if any(column.wrap for column in self.columns) else "center"
        for n, column in enumerate(self.columns, 1):
            put(sheet, head, n, column.title, HEAD.but(align=column.align, indent=1))
            sheet.column_dimensions[get_column_letter(n)].width = column.width
            # Two sample rows tell `save` the numbers of the styles; it replaces them by the real rows.
            style = PLAIN.but(format=column.format, align=column.align, indent=1, wrap=column.wrap, vertical=middle)
            put(sheet, self.first, n, None, style)
            put(sheet, self.first + 1, n, None, style).quotePrefix = True
        sheet.row_dimensions[head].height = 32
        sheet.freeze_panes = f"B{self.first}"
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(self.columns))}{self.last}"
        page(sheet, landscape=True, title_rows=f"{head}:{head}")
        return sheet


def stream(out: IO[bytes], skeleton: str, listing: Listing, progress: Progress) -> int:
    """Write the sheet SKELETON with the rows of LISTING instead of its two sample rows; returns how many there were."""
    before, (sample, other), after = _split(skeleton, listing)
    letters = [get_column_letter(n) for n in range(1, len(listing.columns) + 1)]
    wrapped = [(at, column.width) for at, column in enumerate(listing.columns) if column.wrap]
    writer = _Writer(listing.title, letters, _styles(sample), _styles(other), wrapped)
    last = f"{letters[-1]}{listing.last}"
    out.write(re.sub(r'(<dimension ref="A1:)\w+"', rf'\g<1>{last}"', before).encode())
    rows, n = iter(listing.rows), listing.first
    while batch := list(islice(rows, BATCH)):
        progress.check()
        out.write("".join([writer.row(n + i, values) for i, values in enumerate(batch)]).encode())
        n += len(batch)
        progress.done += len(batch)
    if writer.replaced:
        text = _("Hinweis: Unzulässige Steuerzeichen in dieser Liste sind als � gezeigt.")
        out.write(writer.row(n + 1, [text, *[None] * (len(letters) - 1)]).encode())
    out.write(after.encode())
    return n - listing.first


def _split(skeleton: str, listing: Listing) -> tuple[str, tuple[str, str], str]:
    before, rest = skeleton.split(f'<row r="{listing.first}"', 1)
    first, rest = rest.split(f'<row r="{listing.first + 1}"', 1)
    second, after = rest.split("</sheetData>", 1)
    return before, (first, second), f"</sheetData>{after}"


def _styles(sample: str) -> list[str]:
    return re.findall(r'<c r="[A-Z]+\d+"[^>]* s="(\d+)"', sample)


class _Writer:
    """Rows as XML."""

    def __init__(
        self,
        sheet: str,
        letters: Sequence[str],
        styles: Sequence[str],
        quoted: Sequence[str],
        wrapped: Sequence[tuple[int, float]],
    ) -> None:
        assert len(letters) == len(styles) == len(quoted)
        self.sheet, self.wrapped = sheet, wrapped
        self.columns: list[tuple[str, str, str, dict[str, str]]] = [
            (f'<c r="{letter}', f'" s="{style}"', f'" s="{other}"', {})
            for letter, style, other in zip(letters, styles, quoted, strict=True)
        ]
        self.replaced = False

    def row(self, n: int, values: Sequence[object]) -> str:
        """One row; an empty value has no cell."""
        lines = max((_lines(values[at], width) for at, width in self.wrapped), default=1)
        # Not every program makes room by itself for a text of several lines.
        high = f' ht="{LINE_HEIGHT * lines + 2:g}" customHeight="1"' if lines > 1 else ""
        parts = [f'<row r="{n}"{high}>']
        for (start, style, quoted, known), value in zip(self.columns, values, strict=True):
            if type(value) is str:
                if not (tail := known.get(value)):
                    tail = self._text(value, start[6:] + str(n), style, quoted)
                    if len(known) < REMEMBERED:
                        known[value] = tail
                parts.append(f"{start}{n}{tail}")
            elif value is not None:
                parts.append(f"{start}{n}{self._value(value, start[6:] + str(n), style, quoted)}")
        parts.append("</row>")
        return "".join(parts)

    def _value(self, value: object, place: str, style: str, quoted: str) -> str:
        if (number := _NUMBERS.get(type(value))) and (digits := number(value)):
            return f"{style}><v>{digits}</v></c>"
        return self._text(show(value), place, style, quoted)

    def _text(self, value: str, place: str, style: str, quoted: str) -> str:
        text = clean(value, _("Blatt „{sheet}“, Zelle {cell}").format(sheet=self.sheet, cell=place))
        self.replaced = self.replaced or text.count("\ufffd") > value.count("\ufffd")
        style = quoted if active(text) else style
        return f'{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _lines(value: object, width: float) -> int:
    """How many lines a text takes in a column of WIDTH; a word that does not fit begins a new one."""
    paragraphs = value.split("\n") if isinstance(value, str) else ()
    return sum(max(len(textwrap.wrap(one, max(int(width * PER_WIDTH), 1))), 1) for one in paragraphs)


_NUMBERS: dict[type, Callable[..., str]] = {
    int: lambda number: str(number) if -_EXACT < number < _EXACT else "",
    float: lambda number: repr(number) if math.isfinite(number) else "",
    Decimal: lambda number: str(number) if number.is_finite() else "",
    date: lambda day: str(day.toordinal() - _EPOCH),
    datetime: lambda moment: repr(
        moment.toordinal() - _EPOCH + (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
    ),
}
"""How Excel stores a value as a number; nothing where it cannot."""
