"""From the rows of a table to values of fields, with what is wrong in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import UserError
from app.core.text import show
from app.services.imports import beside
from app.services.imports.cells import Reader, UnknownWord, split_name, split_place
from app.services.imports.columns import Mapping
from app.services.imports.results import Options, Problem
from app.services.imports.subject import Subject
from app.services.tables import Cell, Table


@dataclass(slots=True)
class Row:
    """One row as far as it was understood."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    blanks: dict[str, Any] = field(default_factory=dict)
    """Fields whose cell is empty and that may therefore be emptied."""
    record: str = ""
    name: str = ""
    """The whole name as one text, where a column has it so."""
    participant: str = ""
    refused: list[Problem] = field(default_factory=list)
    unclear: list[Problem] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


class RowReader:
    """Reads rows of one table by one mapping."""

    def __init__(self, subject: Subject, mapping: Mapping, options: Options) -> None:
        if problem := mapping.problem(subject):
            raise UserError(problem)
        self.options = options
        self.columns = [
            (column, header, target)
            for column, (header, target) in enumerate(zip(mapping.headers, mapping.targets, strict=True))
            if target
        ]
        names = {name for _c, _h, target in self.columns for name in subject.targets[target].fields}
        self.fields = {name: subject.fields[name] for name in names}
        self.readers = {name: Reader(subject, spec, options.values) for name, spec in self.fields.items()}

    def rows(self, table: Table) -> Iterator[Row]:
        """All rows of TABLE."""
        for number, cells in zip(table.numbers, table.rows, strict=True):
            yield self.row(number, cells)

    def row(self, number: int, cells: tuple[Cell, ...]) -> Row:
        """One row."""
        row = Row(number)
        house_number: tuple[str, Cell] | None = None
        for column, header, target in self.columns:
            cell = cells[column]
            match target:
                case "record":
                    row.record = show(cell).strip()
                case "number":
                    row.participant = show(cell).strip()
                case "house_number":
                    house_number = header, cell
                case "full_name" | "postcode_city":
                    self._split(row, target, header, cell)
                case _:
                    self._read(row, target, header, cell)
        if house_number and row.values.get("street") and show(house_number[1]).strip():
            self._read(row, "street", house_number[0], f"{row.values['street']} {show(house_number[1]).strip()}")
        if row.values.get(beside.GERMAN) and beside.LANGUAGES in row.values:  # the column about one language is meant
            row.values[beside.LANGUAGES] = row.values[beside.LANGUAGES].without(beside.CODE)
        return row

    def _split(self, row: Row, target: str, header: str, cell: Cell) -> None:
        names = ("last_name", "first_names") if target == "full_name" else ("postcode", "city")
        text = show(cell)
        if target == "full_name":
            row.name = text.strip()
        if self.readers[names[0]].is_empty(text):
            parts: tuple[Cell, Cell] = (None, None)
        else:
            try:
                parts = split_name(text) if target == "full_name" else split_place(text)
            except UnknownWord as error:
                row.unclear.append(Problem(str(error), header, text, names[0]))
                return
        for name, part in zip(names, parts, strict=True):
            self._read(row, name, header, part)

    def _read(self, row: Row, name: str, header: str, cell: Cell) -> None:
        reader = self.readers[name]
        if reader.is_empty(cell):
            if self.options.blank_empty and reader.field.kind is not bool and name not in beside.KEPT:
                row.blanks[name] = reader.blank()
            return
        try:
            value = reader.kept[cell] if cell in reader.kept else self._value(reader, cell)
        except UnknownWord as error:
            row.unclear.append(Problem(str(error), header, error.word or show(cell), name))
        except ValueError as error:
            row.refused.append(Problem(str(error), header, show(cell), name))
        else:
            if hint := reader.hint(cell, value):
                row.hints.append(hint)
            row.values[name] = value

    def _value(self, reader: Reader, cell: Cell) -> Any:
        """The checked value of a cell; equal cells, of which lists have many, are read once."""
        value = reader.read(cell)
        if problem := reader.field.problem(value):
            raise ValueError(problem)
        if len(reader.kept) < KEPT and not isinstance(cell, int | float):
            reader.kept[cell] = value
        return value


KEPT = 20_000
