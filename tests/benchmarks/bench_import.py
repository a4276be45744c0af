"""How fast lists are read, compared with the fastest library alone, and how fast they are looked at and taken over."""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

import openpyxl
from python_calamine import CalamineWorkbook

from app.services import imports
from app.services.tables import Table, read
from tests.benchmarks import Row, _once, median, ms, ratio
from tests.databases import Templates

COUNT, WIDTH = 100_000, 30
LOOKED_AT = 10_000
SYLLABLES = ("al", "ba", "den", "fir", "ga", "ham", "ish", "ko", "lor", "mek", "nau", "ost", "pra", "sel", "tim", "ur")


def people(count: int) -> Iterator[tuple[str, str, date]]:
    """Names and birth dates, of which few occur twice."""
    chance = Random(3)
    for _n in range(count):
        last, first = ("".join(chance.choices(SYLLABLES, k=3)).capitalize() for _part in range(2))
        yield last, first, date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))


def rows() -> Iterator[list[object]]:
    """A wide list as offices have it: names, a date, a number, and many words that repeat."""
    yield ["Nachname", "Vorname", "Geburtsdatum", "Zahl", *(f"Merkmal {n}" for n in range(WIDTH - 4))]
    for number, (last, first, born) in enumerate(people(COUNT)):
        yield [last, first, born, number, *(f"Text {number * n % 977}" for n in range(WIDTH - 4))]


def write_xlsx(path: Path) -> None:
    """The list as Excel stores it: every text once in a table of texts."""
    texts: dict[str, int] = {}
    workbook = openpyxl.Workbook()
    workbook.active["A1"].number_format = "DD.MM.YYYY"
    workbook.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts.pop("xl/sharedStrings.xml", None)
    letters = [openpyxl.utils.get_column_letter(n + 1) for n in range(WIDTH)]
    start = parts.pop("xl/worksheets/sheet1.xml").decode().partition("<sheetData")[0]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as new:
        with new.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f"{start}<sheetData>".encode())
            for number, row in enumerate(rows(), 1):
                sheet.write(_row(number, row, letters, texts).encode())
            sheet.write(b"</sheetData></worksheet>")
        items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{items}</sst>')
        link = (
            '<Relationship Id="rT" Target="sharedStrings.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
        )
        for name, content in parts.items():
            links = name == "xl/_rels/workbook.xml.rels"
            new.writestr(name, content.replace(b"</Relationships>", link.encode()) if links else content)


def _row(number: int, row: list[object], letters: list[str], texts: dict[str, int]) -> str:
    cells = []
    for letter, value in zip(letters, row, strict=True):
        if isinstance(value, str):
            cells.append(f'<c r="{letter}{number}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>')
        elif isinstance(value, date):
            cells.append(f'<c r="{letter}{number}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>')
        else:
            cells.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def calamine(path: Path) -> object:
    """The fastest library there is for Excel."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def plain(path: Path) -> object:
    """The fastest library there is for text files, told everything it would have to find out."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def measure() -> list[Row]:
    """Reading in relation to the libraries; then looking at a list and taking it over."""
    with tempfile.TemporaryDirectory() as folder:
        excel, text = Path(folder, "liste.xlsx"), Path(folder, "liste.csv")
        write_xlsx(excel)
        with text.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows())
        table = read(excel)
        assert (len(table.rows), table.rows[0][3]) == (COUNT, 0)
        found = []
        for name, path, theirs in (("xlsx", excel, calamine), ("csv", text, plain)):
            factor = ratio(lambda path=path: read(path), lambda path=path, theirs=theirs: theirs(path), 3)
            seconds = median(lambda path=path: read(path), 1)
            what = f"reading {COUNT:,} × {WIDTH} cells of {name}, against the fastest library"
            found.append(Row(what, "≤ 1.5 ×", f"{factor:.2f} × ({ms(seconds)})"))
        return found + _taking(Path(folder))


def _taking(folder: Path) -> list[Row]:
    """Looking at a list of people who are new, taking it over, and looking at it again."""
    rows = list(people(LOOKED_AT))
    table = Table(("Nachname", "Vorname", "Geburtsdatum"), rows, range(2, len(rows) + 2), 1)
    subject = imports.subject("persons")
    mapping = imports.guess(subject, table.headers)
    templates = Templates(folder, None)
    with templates.copy("sqlcipher", folder) as place:
        db = place.open()

        def look() -> imports.Preview:
            with db.read() as session:
                similar = imports.likely(session, table)
                return imports.preview(session, subject, table, mapping, similar=similar)

        def take(preview: imports.Preview) -> None:
            with db.work(preview.label) as work:
                imports.apply(work, preview)

        first = median(look, 1)
        preview = look()
        taken = _once(lambda: take(preview))
        again = median(look, 1)
        others = [(last[:-1] + "x", first, born) for last, first, born in people(LOOKED_AT + 1000)][-1000:]
        table = Table(table.headers, others, range(2, len(others) + 2), 1)
        beside = median(look, 1)
        db.close()
    return [
        Row(f"looking at {LOOKED_AT:,} rows of new people", "≤ 3 s", ms(first)),
        Row(f"taking {LOOKED_AT:,} people over", "≤ 20 s", ms(taken)),
        Row(f"looking at {LOOKED_AT:,} rows of known people", "≤ 3 s", ms(again)),
        Row(f"looking at 1,000 rows of new people beside {LOOKED_AT:,} known", "≤ 5 s", ms(beside)),
    ]
