"""Two plain tables with any column names, and a rules file that says what the columns mean, as a problem.

[seekers]                       # and [providers] alike
id = "Nr"                       # without it the rows count from 1
caption = "Name"
places = "Plätze"               # without it one place each

[seekers.columns.languages]     # "languages" is what the rules call it
column = "Sprachen"             # for coordinates in two columns: columns = ["Breite", "Länge"]
kind = "levels"                 # text, number, flag, day, age, tags, levels, times, place
separator = ";"                 # between several entries; otherwise any of , ; |
usual = "B1"                    # level of a language without one
words = { gut = "B2" }          # what a word in the cell stands for; for levels the level

[[trips]]                       # ways as the office states them
from = "Königsee"
to = "Rudolstadt"
means = "Bus 530"
last_return = "20:14"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.core import clock
from app.core.errors import UserError
from app.core.fold import fold
from app.core.progress import Progress
from app.core.text import _, parse_time
from app.core.week_times import WeekTimes
from app.services.matching import cells
from app.services.matching.columns import KINDS, LEVELS, Column
from app.services.matching.problem import Problem
from app.services.matching.rule_file import RuleSource, rule_set
from app.services.matching.side import Id, Side
from app.services.matching.trips import Trip
from app.services.programme_file import Table as Section
from app.services.tables import Cell, Table
from app.services.tables import read as read_table

CELL_KINDS = (*KINDS, "age")
"""Kinds of cells: those of columns, and a date of birth (or an age) of which the age is taken."""


def read(rules: Path, seekers: Path, providers: Path, progress: Progress | None = None) -> Problem:
    """The problem of two tables (Excel or text files) and a rules file; UserError says in a sentence what is wrong."""
    root = RuleSource(rules).root
    made = rule_set(root)
    sides = [
        _side(root.table(key), read_table(path, progress), path.name)
        for key, path in (("seekers", seekers), ("providers", providers))
    ]
    return Problem(sides[0], sides[1], made, [_trip(one) for one in root.tables("trips")])


def _side(section: Section, table: Table, name: str) -> Side:
    places = {header: n for n, header in enumerate(table.headers)}

    def numbers(key: str) -> list[int] | None:
        header = section.text(key, "")
        return [_header(section, key, header, places, name)] if header else None

    id, caption, capacity = (numbers(key) for key in ("id", "caption", "places"))
    reader = _Reader(table, name)
    columns = {}
    described = section.table("columns")
    for key in described.values:
        one = described.table(key)
        columns[key] = _column(one, places, reader, name)
    section.end()
    ids: list[Id] = list(range(1, len(table.rows) + 1))
    if id:
        ids = reader.each(id, lambda found: _id(found[0]), "")
    captions = (
        reader.each(caption, lambda found: cells.text_of(found[0]), "–") if caption else [str(one) for one in ids]
    )
    wanted = reader.each(capacity, lambda found: _whole(found[0]), 0) if capacity else None
    return Side(ids, captions, columns, wanted)


def _column(one: Section, places: Mapping[str, int], reader: _Reader, name: str) -> Column:
    kind = one.choice("kind", CELL_KINDS)
    several = one.texts("columns", ())
    headers = several or (one.text("column"),)
    key = "columns" if several else "column"
    if len(headers) > 2 or (len(headers) == 2 and kind != "place"):
        one.wrong(key, _("Nur Koordinaten dürfen in zwei Spalten stehen."))
    numbers = [_header(one, key, header, places, name) for header in headers]
    separator = one.text("separator", "")
    usual = one.choice("usual", LEVELS) if "usual" in one.values else ""
    section = one.table("words")
    words = {word: section.text(word) for word in section.values}
    if kind == "levels" and (wrong := [level for level in words.values() if level not in LEVELS]):
        one.wrong("words", _("Das Niveau „{level}“ gibt es nicht.").format(level=wrong[0]))
    one.end()
    names: dict[str, str] = {}
    values = reader.each(numbers, _reading(kind, separator, usual, words, names, clock.today()), None)
    return Column("number" if kind == "age" else kind, values, headers[0], names)


def _reading(
    kind: str, separator: str, usual: str, words: Mapping[str, str], names: dict[str, str], today: date
) -> Callable[[list[Cell]], Any]:
    """How the cells of one row become a value; NAMES remembers how codes are written."""
    codes = {fold(word): code for word, code in words.items()}

    def code(text: str) -> str:
        found = codes.get(fold(text), fold(text) or text)
        names.setdefault(found, text)
        return found

    def levels(found: list[Cell]) -> dict[str, int]:
        made: dict[str, int] = {}
        for entry in cells.parts(found[0], separator):
            text, level = cells.level(entry, usual, dict(words))
            made[code(text) if kind == "tags" else _named(text, names)] = level
        return made

    readings: dict[str, Callable[[list[Cell]], Any]] = {
        "text": lambda found: codes.get(fold(cells.text_of(found[0])), cells.text_of(found[0])),
        "number": lambda found: cells.number(found[0]),
        "age": lambda found: cells.age(found[0], today),
        "flag": lambda found: cells.flag(found[0]),
        "day": lambda found: cells.day(found[0]),
        "tags": lambda found: frozenset(code(part) for part in cells.parts(found[0], separator)),
        "levels": levels,
        "times": lambda found: WeekTimes.parse(cells.text_of(found[0])).mask,
        "place": cells.place,
    }
    return readings[kind]


def _named(text: str, names: dict[str, str]) -> str:
    found = fold(text) or text
    names.setdefault(found, text)
    return found


class _Reader:
    """Reads the cells of one table, and tells row, column and value of the first that it cannot."""

    def __init__(self, table: Table, name: str) -> None:
        self.table, self.name = table, name

    def each(self, columns: Sequence[int], reading: Callable[[list[Cell]], Any], empty: Any) -> list[Any]:
        """The values of all rows; EMPTY where a cell is."""
        made = []
        for row, number in zip(self.table.rows, self.table.numbers, strict=True):
            found = [row[n] for n in columns]
            if any(not cells.text_of(cell) for cell in found):
                made.append(empty)
                continue
            try:
                made.append(reading(found))
            except ValueError as error:
                sentence = _("{name}, Zeile {row}, Spalte „{column}“: {why} Bitte berichtigen Sie die Tabelle.")
                header = self.table.headers[columns[0]]
                told = sentence.format(name=self.name, row=number, column=header, why=error)
                raise UserError(told) from None
        return made


def _header(section: Section, key: str, header: str, places: Mapping[str, int], name: str) -> int:
    if header not in places:
        sentence = _("In {name} gibt es keine Spalte „{header}“. Vorhanden: {headers}.")
        section.wrong(key, sentence.format(name=name, header=header, headers=", ".join(places)))
    return places[header]


def _id(cell: Cell) -> Id:
    """Numbers as numbers, so that 9 comes before 10."""
    text = cells.text_of(cell)
    return int(text) if text.isdecimal() and len(text) < 16 else text


def _whole(cell: Cell) -> int:
    value = cells.number(cell)
    if value != int(value):
        raise ValueError(_("„{text}“ ist keine ganze Zahl.").format(text=cells.text_of(cell)))
    return int(value)


def _trip(one: Section) -> Trip:
    stated = one.text("last_return", "")
    try:
        last = parse_time(stated) if stated else None
    except ValueError as error:
        one.wrong("last_return", str(error))
    means = one.text("means", "")
    return Trip(one.text("from"), one.text("to"), one.number("km", None), means, one.number("minutes", None), last)
