"""Looking into the zip package of an Excel workbook, before a library is trusted with it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from app.core.progress import Progress
from app.core.text import N_, _
from app.services.tables.table import MOST_CELLS, Unreadable

MOST_UNPACKED = 600 * 2**20
MOST_PARTS = 10_000
CHUNK = 2**20
OVERLAP = 64
MOST_DIGITS, MOST_LETTERS = 9, 7
"""Longer numbers of rows and names of columns are beyond every limit anyway."""
_FAR = re.compile(rb' r="(?!(?:[AB]?[A-Z])?(?:10\d\d\d\d|\d{1,5})")')
"""A cell or row that is not for sure within BZ109999, which is less than MOST_CELLS."""
_COLUMN = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]+)""")
_ROW = re.compile(rb"""\sr\s*=\s*["']\s*[A-Za-z]*\s*(\d+)""")
_UNUSUAL = re.compile(rb'=[^"]')
_BLANKS = bytes.maketrans(b"\t\n\r", b"   ")
_EMPTY_CELL = re.compile(rb"<c\s[^<>]*/>")
_EMPTY_ROW = re.compile(rb"<row\s[^<>]*(?:/>|>\s*</row>)")
_OTHER_ENCODING = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")


MACROS = N_("Die Makros in dieser Datei wurden nicht ausgeführt; übernommen werden nur die Werte.")
UNCALCULATED = N_(
    "Formeln ohne Ergebnis gelten als leer. "
    "Bitte öffnen Sie die Datei in Excel und speichern Sie sie, dann zählt der Wert."
)
_FORMULA = re.compile(
    rb"""<c\s(?![^<>]*\st=["']str["'])[^<>]*>\s*<f[\s>/][^<]*(?:</f>)?\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>"""
)
"""A formula whose result was never computed; a computed empty text is one of kind str."""


def check_package(data: bytes, name: str, progress: Progress) -> tuple[str, ...]:
    """Refuse a package that is no workbook, broken, locked or too big when unpacked; what is left out otherwise."""
    uncalculated = False
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            _check_directory(parts, name)
            progress.done, progress.total = 0, sum(part.file_size for part in parts)
            for part in parts:
                uncalculated |= _check_part(package, part, name, progress)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise broken(name) from error
    macros = any(part.filename.lower().endswith("vbaproject.bin") for part in parts)
    return tuple(_(note) for note, there in ((MACROS, macros), (UNCALCULATED, uncalculated)) if there)


def broken(name: str) -> Unreadable:
    """The sentence about a damaged workbook."""
    return Unreadable(
        _("„{name}“ ist beschädigt oder unvollständig. Bitte holen Sie die Datei noch einmal.").format(name=name)
    )


def too_big(name: str) -> Unreadable:
    """The sentence about a workbook with more cells than can be worked on."""
    return Unreadable(
        _(
            "„{name}“ ist entpackt zu groß: mehr als {cells} Millionen Zellen oder {size} MB. "
            "Bitte löschen Sie leere Zeilen und Spalten oder teilen Sie die Liste."
        ).format(name=name, cells=MOST_CELLS // 1_000_000, size=MOST_UNPACKED // 2**20)
    )


def _check_directory(parts: list[zipfile.ZipInfo], name: str) -> None:
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise Unreadable(
            _("„{name}“ ist keine Excel-Tabelle (.xlsx). Bitte öffnen Sie sie in Excel und speichern sie so.").format(
                name=name
            )
        )
    if len(names) != len(parts) or len(parts) > MOST_PARTS:
        raise broken(name)
    if any(part.flag_bits & 1 for part in parts):
        raise locked(name)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_big(name)


def locked(name: str) -> Unreadable:
    """The sentence about a workbook with a password."""
    return Unreadable(
        _(
            "„{name}“ ist mit einem Kennwort geschützt. Bitte öffnen Sie sie in Excel "
            "und speichern Sie eine Kopie ohne Kennwort."
        ).format(name=name)
    )


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, progress: Progress) -> bool:
    """Unpack one part, which compares its length and check sum, and see how far its cells reach.

    Whether there are formulas without a result.
    """
    done, far, uncalculated = progress.done, False, False
    for xml in _chunks(package, part, progress):
        if xml.startswith(_OTHER_ENCODING):
            raise broken(name)
        far = far or _is_far(xml)
        uncalculated = uncalculated or (b"<f" in xml and bool(_FORMULA.search(xml)))
    if not far:
        return uncalculated
    progress.done, reach = done, _Reach()
    for xml in _chunks(package, part, progress):
        reach.add(xml)
        if reach.count > MOST_CELLS:
            raise too_big(name)
    return uncalculated


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo, progress: Progress) -> Iterator[bytes]:
    """The contents of a part in pieces that end where a tag begins."""
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            progress.check()
            progress.done += len(chunk)
            chunk = rest + chunk
            cut = chunk.rfind(b"<")
            chunk, rest = (chunk[:cut], chunk[cut:]) if cut > 0 else (chunk, chunk[-OVERLAP:])
            yield chunk
    yield rest


def _is_far(xml: bytes) -> bool:
    """Whether a cell may lie far from the beginning, or XML is written so unusually that it must be looked at."""
    xml = xml.translate(_BLANKS)
    return bool(_FAR.search(xml) or _UNUSUAL.search(xml)) or b" =" in xml


class _Reach:
    """The smallest area from A1 that holds all cells seen so far; those without content cost nothing."""

    def __init__(self, rows: int = 0, columns: int = 0) -> None:
        self.rows = rows
        self.columns = columns

    @property
    def count(self) -> int:
        return self.rows * self.columns

    def add(self, xml: bytes) -> None:
        """Take in the cells and rows that XML speaks of."""
        xml = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml))
        columns, rows = set(_COLUMN.findall(xml)), set(_ROW.findall(xml))
        self.columns = max([self.columns, *(_column(letters[:MOST_LETTERS].upper()) for letters in columns)])
        self.rows = max([self.rows, *(int(row[:MOST_DIGITS]) for row in rows)])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
