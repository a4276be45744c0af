"""Where in a sheet the headers stand and what the columns are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.text import N_, _
from app.services.tables.table import Row, Sheet, Table

LOOKED_AT = 60
"""Rows in which the headers are searched for."""
REPEATED = N_("In Zeile {n} stehen die Überschriften noch einmal. Die Zeile wurde ausgelassen.")
FILLED = 0.6
"""Share of the widest row that a line of headers fills at least; titles above fill less."""


def table(sheet: Sheet, header_row: int | None = None) -> Table | None:
    """The columns and rows of SHEET below its headers; nothing where there are none."""
    rows = sheet.rows
    place = _place(rows) if header_row is None else header_row - sheet.first
    if place is None or not 0 <= place < len(rows):
        return None
    names, height = _names(sheet, place)
    body, numbers, notes = [], [], list(sheet.notes)
    heading = rows[place]
    for number, row in enumerate(rows[place + height :], sheet.first + place + height):
        if any(cell is not None and (cell.__class__ is not str or cell.strip()) for cell in row):
            if row[0] == heading[0] and _repeats(row, heading):
                notes.append(_(REPEATED).format(n=number))
                continue
            body.append(row)
            numbers.append(number)
    width = max([len(names), *{len(row) for row in body}])
    names += [""] * (width - len(names))
    used = [n for n in range(width) if names[n] or any(len(row) > n and row[n] is not None for row in body)]
    if not used:
        return None
    headers = tuple(_unique([(names[n] or _letter_name(n + sheet.left)) for n in used]))
    return Table(headers, _cut(body, used, width), numbers, sheet.first + place, sheet.name, sheet.names, tuple(notes))


def letter(column: int) -> str:
    """The letter of the COLUMNth column (from 0) as Excel shows it."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _letter_name(column: int) -> str:
    return _("Spalte {letter}").format(letter=letter(column))


def _cut(rows: list[Row], used: Sequence[int], width: int) -> list[Row]:
    """The used columns of all rows, each row as long as the headers."""
    if len(used) == width and all(len(row) == width for row in rows):
        return rows
    padded = (row + (None,) * (width - len(row)) for row in rows)
    return [tuple([row[n] for n in used]) for row in padded]


def _place(rows: Sequence[Row]) -> int | None:
    """Which row holds the headers: the first that is about as wide as the table and has words in it."""
    sample = [(place, _words(row)) for place, row in enumerate(rows[: LOOKED_AT * 5]) if _filled(row)][:LOOKED_AT]
    if not sample:
        return next((place for place, row in enumerate(rows) if _filled(row)), None)
    widest = max(_filled(rows[place]) for place, _found in sample)
    enough = 1 if widest == 1 else max(2, FILLED * widest)
    for place, words in sample:
        if words >= enough:
            return place
    return sample[0][0]


def _repeats(row: Row, heading: Row) -> bool:
    """Whether the headers stand there once more, as after a page break or above a second table."""
    return _filled(row) > 1 and [_text(cell) for cell in row] == [_text(cell) for cell in heading]


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell is not None and str(cell).strip())


def _words(row: Row) -> int:
    """How many cells look like a header: text with more letters than digits."""
    return sum(1 for cell in row if isinstance(cell, str) and sum(map(str.isalpha, cell)) > sum(map(str.isdigit, cell)))


def _names(sheet: Sheet, place: int) -> tuple[list[str], int]:
    """The headers, and over how many rows they go: headers merged over columns have a second line below."""
    top = [_text(cell) for cell in sheet.rows[place]]
    row = sheet.first - 1 + place
    wide = [area for area in sheet.merged if area[0][0] == row and area[0][1] < area[1][1]]
    below = sheet.rows[place + 1] if place + 1 < len(sheet.rows) else ()
    spanned = [n - sheet.left for area in wide for n in range(area[0][1], area[1][1] + 1)]
    spanned = [n for n in spanned if 0 <= n < len(top)]
    second = [_text(cell) for cell in below] + [""] * max(0, len(top) - len(below))
    words = _words(below) == _filled(below)
    if len(spanned) < 2 or not words or not all(second[n] for n in spanned):
        return top, 1
    for area in wide:
        start = area[0][1] - sheet.left
        for n in range(max(start, 0), min(area[1][1] - sheet.left + 1, len(top))):
            top[n] = top[start] if 0 <= start < len(top) else ""
    return [f"{a} {b}".strip() for a, b in zip(top, second, strict=False)], 2


def _text(cell: object) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _unique(names: Iterable[str]) -> Iterable[str]:
    """The names, with a number behind each that was there before."""
    seen: dict[str, int] = {}
    taken: set[str] = set()
    for name in names:
        made = name
        while made in taken:
            seen[name] = seen.get(name, 1) + 1
            made = f"{name} ({seen[name]})"
        taken.add(made)
        yield made
