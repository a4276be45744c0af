"""Looking into the compound files of old office programs, before a library is trusted with them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks."""
SMALL = 4096
"""Shorter streams lie in small sectors of their own."""
CELLS = frozenset({0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD})
LATER_CELLS = frozenset({0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406})
SEVERAL = frozenset({0x00BD, 0x00BE})
PASSWORD = 0x002F
DIMENSIONS = 0x0200


class Broken(Exception):
    """The file contradicts itself."""


@dataclass(frozen=True)
class Contents:
    """What matters in the stream of an old Excel workbook."""

    rows: int
    columns: int
    locked: bool


class Compound:
    """The directory of a compound file and the way to its streams."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 1536 or not data.startswith(MAGIC):
            raise Broken
        self.data = data
        shift = _number(data, "<H", 30)
        if shift not in {9, 12}:
            raise Broken
        self.size = 1 << shift
        self.fat = self._numbers(self._fat_sectors())
        self.entries = dict(self._directory(_number(data, "<I", 48)))

    def has(self, name: str) -> bool:
        """Whether there is a stream or folder called NAME."""
        return name in self.entries

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        start, size = self.entries[name]
        if size >= SMALL or name == "Root Entry":
            return b"".join(map(self._sector, self._chain(start, self.fat)))[:size]
        root = self.stream("Root Entry")
        small = self._numbers(self._chain(_number(self.data, "<I", 60), self.fat))
        return b"".join(root[n * 64 : n * 64 + 64] for n in self._chain(start, small))[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.data):
            raise Broken
        return self.data[start : start + self.size]

    def _chain(self, number: int, following: list[int]) -> list[int]:
        found: list[int] = []
        while number < END:
            if number >= len(following) or len(found) > len(following):
                raise Broken
            found.append(number)
            number = following[number]
        return found

    def _numbers(self, sectors: list[int]) -> list[int]:
        found: list[int] = []
        for sector in sectors:
            block = self._sector(sector)
            found += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        return found

    def _fat_sectors(self) -> list[int]:
        listed = list(struct.unpack("<109I", self.data[76:512]))
        more, left = _number(self.data, "<I", 68), len(self.data) // self.size
        while more < END and left > 0:
            *numbers, more = self._numbers([more])
            listed += numbers
            left -= 1
        return [number for number in listed if number < END]

    def _directory(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        for sector in self._chain(start, self.fat):
            block = self._sector(sector)
            for place in range(0, len(block) - 127, 128):
                entry = block[place : place + 128]
                length = min(_number(entry, "<H", 64), 64)
                if entry[66] and length >= 2:
                    name = entry[: length - 2].decode("utf-16-le", "replace")
                    yield name, (_number(entry, "<I", 116), _number(entry, "<I", 120))


def contents(stream: bytes) -> Contents:
    """How far the cells of the sheets in an old workbook reach, and whether a password locks it."""
    rows = columns = place = 0
    locked = False
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        place += 4
        if length and place + length > len(stream):
            raise Broken
        if kind == PASSWORD:
            locked = True
        elif (kind in CELLS or kind in LATER_CELLS) and length >= 4 and not locked:
            row, column = struct.unpack_from("<HH", stream, place)
            if kind in SEVERAL and length >= 6:
                column = max(column, _number(stream, "<H", place + length - 2))
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == DIMENSIONS and length >= 14:
            columns = max(columns, _number(stream, "<H", place + 10) if not locked else 0)
        place += length
    return Contents(rows, columns, locked)


def _number(data: bytes, form: str, place: int) -> int:
    try:
        found: int = struct.unpack_from(form, data, place)[0]
    except struct.error as error:
        raise Broken from error
    return found
