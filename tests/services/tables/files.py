"""Files as people bring them, made by hand where no program writes them any more."""

from __future__ import annotations

import csv
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO

import openpyxl

HEADERS = ("Nachname", "Vorname", "Geburtsdatum")


def csv_bytes(
    rows: Iterable[Sequence[str]], separator: str = ";", encoding: str = "utf-8", line_end: str = "\r\n", **dialect
) -> bytes:
    """A text file as a program would write it."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=line_end, **dialect).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(rows: Iterable[Sequence[object]] = (), *, sheet: str = "Liste", then=None) -> bytes:
    """A workbook with one sheet; THEN may do more to the workbook before it is saved."""
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for row in rows:
        workbook.active.append(list(row))
    if then:
        then(workbook)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def repacked(package: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The zip PACKAGE with some parts replaced, added or (None) left out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | dict(changes)
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def part(package: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """One part of a zip PACKAGE."""
    with zipfile.ZipFile(BytesIO(package)) as opened:
        return opened.read(name)


def xls_bytes(rows: Sequence[Sequence[object]], *, locked: bool = False, sheet: str = "Liste") -> bytes:
    """A workbook of Excel 97: text and numbers, as old programs still export them."""
    return compound({"Workbook": _workbook(rows, sheet, locked)})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, each of at least 4096 bytes."""
    blocks, starts, fat = [], {}, []
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        starts[name] = (len(fat), len(padded))
        count = len(padded) // 512
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
        blocks.append(padded)
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    entries += [
        _entry(name, 2, *starts[name], right=n + 2 if n + 1 < len(starts) else -1) for n, name in enumerate(starts)
    ]
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    first = len(fat)
    count = len(directory) // 512
    fat += [*range(first + 1, first + count), 0xFFFFFFFE]
    blocks.append(directory)
    sectors = 1
    while (len(fat) + sectors) > sectors * 128:
        sectors += 1
    place = len(fat)
    fat += [0xFFFFFFFD] * sectors
    table = b"".join(struct.pack("<I", n) for n in fat).ljust(sectors * 512, b"\xff")
    difat = [*range(place, place + sectors)] + [0xFFFFFFFF] * (109 - sectors)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, sectors, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<109I", *difat) + b"".join(blocks) + table


def _entry(name: str, kind: int, start: int, size: int, *, child: int = -1, right: int = -1) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text), kind, 1, -1, right, child)
    return entry + b"\0" * 36 + struct.pack("<III", start, size, 0)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str, form: str) -> bytes:
    return struct.pack(form, len(text)) + b"\1" + text.encode("utf-16-le")


def _workbook(rows: Sequence[Sequence[object]], sheet: str, locked: bool) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    start += _record(0x002F, b"\1\0" + b"\0" * 52) if locked else b""
    name = _text(sheet, "<B")
    offset = len(start) + 4 + 6 + len(name) + 4
    start += _record(0x0085, struct.pack("<IBB", offset, 0, 0) + name) + _record(0x000A)
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 16, 0x0DBB, 0x07CC, 0, 6))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            at = struct.pack("<HHH", r, c, 0)
            if isinstance(cell, str):
                body += _record(0x0204, at + _text(cell, "<H"))
            elif cell is not None:
                body += _record(0x0203, at + struct.pack("<d", cell))
    return start + body + _record(0x000A)
