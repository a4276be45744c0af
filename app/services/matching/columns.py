"""What is known about the people and offers of one side, as columns that can be compared for all pairs at once.

An unknown value is None in every kind. What it means is each rule's business; see `Rule.unknown`.

kind     value of one row                            arrays
text     a word or code ("female", "Pflegerin")      `texts`
number   a finite number (age, kilometres)           `numbers`, NaN where unknown
flag     True or False                               `flags`, 1, 0 and -1 where unknown
day      a `date`                                    `days`, proleptic ordinals, -1 where unknown
tags     a set of codes; the empty set is known      joint bits of two columns, see `tag_bits`
levels   code → 1…7 (A1…C2, mother tongue)           joint tables of two columns, see `level_tables`
times    168 bits, bit day * 24 + hour, Monday = 0   `hours`, three words of 64 bits
place    (latitude, longitude) in degrees            `vectors`, points of the unit sphere, NaN where unknown
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.fold import fold
from app.core.text import _

KINDS = ("text", "number", "flag", "day", "tags", "levels", "times", "place")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
"""The levels of the Common European Framework and the mother tongue; stored as 1…7."""
WEEK = 168
_WORDS = 3
_WORD = 2**64 - 1


@dataclass(frozen=True, eq=False)
class Column:
    """One value per row, or None; NAMES are the captions of codes ('prs' → 'Dari')."""

    kind: str
    values: Sequence[Any]
    label: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, code: object) -> str:
        """How people read CODE."""
        return self.names.get(str(code), str(code))

    def taken(self, rows: Sequence[int]) -> Column:
        """The column with only these ROWS, in this order."""
        return Column(self.kind, [self.values[n] for n in rows], self.label, self.names)

    def problem(self) -> tuple[int, str] | None:
        """The first row whose value cannot be used, and why."""
        return next(((n, why) for n, value in enumerate(self.values) if (why := _wrong(self.kind, value))), None)

    @cached_property
    def texts(self) -> NDArray[np.object_]:
        """The values as they are; None where unknown."""
        made = np.empty(len(self.values), object)
        made[:] = [None if value is None else str(value) for value in self.values]
        return made

    @cached_property
    def folded(self) -> list[str]:
        """Texts in one plain spelling, so that 'Müller' is 'Mueller'; empty where unknown."""
        plain = {text: fold(text) or text for text in set(self.texts) if text}
        return [plain.get(text, "") for text in self.texts]

    @cached_property
    def numbers(self) -> NDArray[np.float64]:
        """Numbers, NaN where unknown."""
        return np.array([math.nan if value is None else float(value) for value in self.values], np.float64)

    @cached_property
    def flags(self) -> NDArray[np.int8]:
        """1, 0, and -1 where unknown."""
        return np.array([-1 if value is None else int(value) for value in self.values], np.int8)

    @cached_property
    def days(self) -> NDArray[np.int64]:
        """Ordinals of days, -1 where unknown."""
        return np.array([-1 if value is None else value.toordinal() for value in self.values], np.int64)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Where there is a value."""
        return np.array([value is not None for value in self.values], np.bool_)

    @cached_property
    def hours(self) -> NDArray[np.uint64]:
        """The week of each row as three words of 64 bits; nothing is free where unknown."""
        rows = [[(value or 0) >> 64 * n & _WORD for n in range(_WORDS)] for value in self.values]
        return np.array(rows, np.uint64).reshape(-1, _WORDS)

    @cached_property
    def vectors(self) -> NDArray[np.float64]:
        """Three coordinates on the unit sphere per row, NaN where unknown."""
        angles = [(math.nan, math.nan) if value is None else value for value in self.values]
        latitude, longitude = np.radians(np.array(angles, np.float64).reshape(-1, 2)).T
        return np.stack(
            [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1
        )


def tag_bits(one: Column, other: Column) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Both columns of tags as rows of words, in which the same bit means the same tag; only shared tags have one."""
    shared = {tag: n for n, tag in enumerate(sorted(_codes(one) & _codes(other)))}
    return _bits(one, shared), _bits(other, shared)


def level_tables(one: Column, other: Column) -> tuple[list[str], NDArray[np.int8], NDArray[np.int8]]:
    """The shared codes, and for both columns a table of codes × rows with the level, 0 for none."""
    shared = sorted(_codes(one) & _codes(other))
    return shared, _levels(one, shared), _levels(other, shared)


def _codes(column: Column) -> set[str]:
    return set().union(*(value for value in column.values if value))


def _bits(column: Column, shared: Mapping[str, int]) -> NDArray[np.uint64]:
    words = max(1, -(-len(shared) // 64))
    made = np.zeros((len(column.values), words), np.uint64)
    for row, tags in enumerate(column.values):
        for tag in tags or ():
            if (bit := shared.get(tag)) is not None:
                made[row, bit // 64] |= np.uint64(1 << bit % 64)
    return made


def _levels(column: Column, shared: Sequence[str]) -> NDArray[np.int8]:
    place = {code: n for n, code in enumerate(shared)}
    made = np.zeros((len(shared), len(column.values)), np.int8)
    for row, levels in enumerate(column.values):
        for code, level in (levels or {}).items():
            if code in place:
                made[place[code], row] = level
    return made


def _wrong(kind: str, value: Any) -> str | None:
    """Why VALUE is none of this KIND; nothing for what is unknown."""
    if value is None:
        return None
    match kind:
        case "number" if not math.isfinite(value):
            return _("Das ist keine Zahl.")
        case "times" if not 0 <= value < 1 << WEEK:
            return _("Das ist kein Wochenraster mit 168 Stunden.")
        case "levels" if any(not 1 <= level <= len(LEVELS) for level in value.values()):
            return _("Ein Sprachniveau liegt außerhalb von A1 bis Muttersprache.")
        case "place" if not _on_earth(*value):
            return _("Diese Koordinaten gibt es nicht.")
    return None


def _on_earth(latitude: float, longitude: float) -> bool:
    return math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
