"""Tables in text files: which encoding, which separator, which quotes."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator

from app.core.progress import Progress
from app.core.text import N_, _
from app.services.tables.table import MOST_CELLS, MOST_COLUMNS, Row, Sheet, Unreadable

SEPARATORS = ";\t,"
"""In the order in which they are preferred where several would do."""
MIXED = N_("Die Datei mischt zwei Zeichensätze. Bitte prüfen Sie die Umlaute in der Vorschau.")
SAMPLE = 64 * 1024
BATCH = 2_000
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def read_text(data: bytes, name: str, progress: Progress) -> Sheet:
    """The records of a text file; blank lines keep their place, so that row numbers are those of Excel."""
    text, notes = decode(data)
    if _CONTROL.search(text):
        raise Unreadable(
            _("„{name}“ ist keine Tabelle. Bitte wählen Sie eine Excel- oder CSV-Datei.").format(name=name)
        )
    found = _SEP_LINE.match(text)
    before = 1 if found else 0
    text = text[found.end() :] if found else text
    separator = found[1] if found else separator_of(text)
    try:
        rows = list(_records(text, separator, progress))
    except csv.Error as error:
        raise Unreadable(
            _("In „{name}“ ist ein Anführungszeichen nicht geschlossen oder ein Feld zu lang. Bitte prüfen.").format(
                name=name
            )
        ) from error
    widest = max(map(len, rows), default=0)
    if widest > MOST_COLUMNS or widest * len(rows) > MOST_CELLS:
        raise Unreadable(
            _("„{name}“ hat {rows} Zeilen mit bis zu {columns} Spalten. Das ist zu viel; bitte teilen.").format(
                name=name, rows=len(rows), columns=widest
            )
        )
    return Sheet(rows, first=1 + before, notes=notes)


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file: UTF-8 or UTF-16 where it is that, else Windows-1252 as German programs write it.

    Where lists of several programs were put one below the other, each line is read as what it is, and a note says so.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ()
    start = data[:SAMPLE]
    if start.count(0) * 20 > len(start):  # even in other scripts, separators and line ends have such a byte
        little = start[1::2].count(0) >= start[::2].count(0)
        text = data.decode("utf-16-le" if little else "utf-16-be", "replace")
        if any(sign in text for sign in f"{SEPARATORS}\n\r"):  # else there were only stray zeros in a short file
            return text, ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
    if any(not line.isascii() and _is_utf8(line) for line in lines):
        return "\n".join(line.decode("utf-8") if _is_utf8(line) else _windows(line) for line in lines), (_(MIXED),)
    return _windows(data), ()


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _windows(data: bytes) -> str:
    """Windows-1252; what it does not know is taken for Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def separator_of(text: str) -> str:
    """The sign between the fields: the one that cuts the first lines most evenly into most fields."""
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return max(SEPARATORS, key=lambda separator: (_evenness(sample, separator), -SEPARATORS.index(separator)))


def _evenness(sample: str, separator: str) -> float:
    """How well SEPARATOR fits: fields beyond the first, times the share of lines that have so many."""
    lengths: list[int] = []
    try:
        for record in csv.reader(_lines(sample), delimiter=separator, strict=True):
            if any(field.strip() for field in record):
                lengths.append(len(record))
    except csv.Error as error:
        if "unexpected end of data" not in str(error):
            return 0
    below = lengths[next((n for n, length in enumerate(lengths) if length > 1), 0) :]  # titles above the table
    if not below:
        return 0
    usual, times = Counter(below).most_common(1)[0]
    # What cuts values but not the first line (1,5;2,5) hardly separates.
    return (usual - 1) * times / len(below) * (1 if lengths[0] == usual else 0.1)


def _records(text: str, separator: str, progress: Progress) -> Iterator[Row]:
    progress.done, progress.total = 0, text.count("\n") or text.count("\r")
    for number, record in enumerate(csv.reader(_lines(text), delimiter=separator)):
        if number % BATCH == 0:
            progress.check()
            progress.done = number
        yield tuple([field or None for field in record])


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends; only real line ends count, not the other signs that str.splitlines() knows."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]
