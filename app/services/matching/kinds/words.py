"""Words that are equal, or words that mean about the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.core.fold import fold
from app.core.text import N_, _
from app.services.matching.columns import Column
from app.services.matching.rules import PROVIDER, SEEKER, Ideal, Index, Pairs, Rule, Share, Wanted, unknown_sentence

BLOCK = 512
ALIKE = 85
"""From this likeness on (RapidFuzz, 0…100) two words are slips of the pen or compounds of each other."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Equal(Rule):
    """The same word on both sides, however it is written; with WANTED = false it must be another one.

    Unknown where one side has no value.
    """

    kind = "equal"
    title = N_("Gleich sein")

    label: str = N_("gleicher Ort")
    fails: str = N_("nicht gleich")
    seeker: str = ""
    provider: str = ""
    wanted: bool = True

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(SEEKER, self.seeker, ("text",))
        yield Wanted(PROVIDER, self.provider, ("text",))

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        one, other = pairs.once(
            ("codes", self.seeker, self.provider),
            lambda: _codes(pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider))[1:],
        )
        mine, yours = one[i], other[j]
        found = np.where((mine == yours) == self.wanted, 1.0, -1.0)
        return np.where((mine >= 0) & (yours >= 0), found, np.nan)

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        if np.isnan(share):
            return unknown_sentence(self)
        column = pairs.column(PROVIDER, self.provider)
        return f"{_(self.label if share >= 0 else self.fails)}: {column.name(column.values[j])}"

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """One value that some of the seekers have."""
        if not self.wanted:
            return [Ideal({self.provider: "–"})]
        return _values(pairs.column(SEEKER, self.seeker), self.provider, rows)


@dataclass(frozen=True, kw_only=True, eq=False)
class Similar(Rule):
    """The same or a related word, as professions are: of one of the GROUPS, or alike in its words.

    GROUPS: name → beginnings of words, 'Pflege' → ['pflege', 'kranken', 'altenpfleg']. Unknown where one side has none.
    """

    kind = "similar"
    title = N_("Ähnlich sein")

    label: str = N_("gleicher Beruf")
    fails: str = N_("anderer Beruf")
    seeker: str = "occupation"
    provider: str = "occupation"
    groups: Mapping[str, list[str]] = field(default_factory=dict)

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(SEEKER, self.seeker, ("text",))
        yield Wanted(PROVIDER, self.provider, ("text",))

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        table, one, other = pairs.once((id(self), "words"), lambda: self._table(pairs))
        mine, yours = one[i], other[j]
        found = table[mine, yours] / 100.0
        return np.where((mine >= 0) & (yours >= 0), np.where(found > 0, found, -1.0), np.nan)

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        if np.isnan(share):
            return unknown_sentence(self)
        one, other = pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider)
        groups = set(self._groups(other.folded[j]))
        shared = [group for group in self._groups(one.folded[i]) if group in groups]
        if shared:
            return f"{_(self.label)}: {shared[0]}"
        yours = other.values[j]
        return f"{_(self.label if share == 1 else _('ähnlich') if share > 0 else self.fails)}: {yours}"

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """One profession of the seekers."""
        return _values(pairs.column(SEEKER, self.seeker), self.provider, rows)

    def _groups(self, folded: str) -> list[str]:
        words = folded.split()
        return [name for name, stems in self._stems if any(word.startswith(stems) for word in words)]

    @cached_property
    def _stems(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(name, tuple(fold(stem) for stem in stems)) for name, stems in self.groups.items()]

    def _table(self, pairs: Pairs) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
        """Likeness in percent of each word with each, and which word each row has; every word is compared once."""
        from rapidfuzz import fuzz, process

        words, one, other = _codes(pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider))
        of_words = [frozenset(self._groups(word)) for word in words]
        mine, yours = (np.unique(codes[codes >= 0]) for codes in (one, other))
        table = np.zeros((len(mine) + 1, len(yours) + 1), np.uint8)  # the last row and column stand for unknown
        right = [words[n] for n in yours]
        for start in range(0, len(mine), BLOCK):
            left = [words[n] for n in mine[start : start + BLOCK]]
            alike = process.cdist(left, right, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, dtype=np.uint8)
            table[start : start + len(left), : len(right)] = alike
        names = sorted(self.groups)
        member = np.array([[name in groups for name in names] for groups in of_words], np.uint8)
        member = member.reshape(len(words), len(names))
        table[:-1, :-1][member[mine] @ member[yours].T > 0] = 100
        one, other = (
            np.where(codes < 0, -1, np.searchsorted(there, codes)) for there, codes in ((mine, one), (yours, other))
        )
        return table, one, other


def _values(column: Column, provider: str, rows: Index) -> list[Ideal]:
    found = sorted({str(column.values[row]) for row in rows if column.values[row] is not None})
    return [Ideal({provider: value}, column.name(value)) for value in found] or [Ideal({})]


def _codes(one: Column, other: Column) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """The folded words of both columns, and for each the number of its word per row, -1 where unknown."""
    place: dict[str, int] = {}
    found = []
    for column in (one, other):
        numbers = [place.setdefault(word, len(place)) if word else -1 for word in column.folded]
        found.append(np.array(numbers, np.int64))
    return list(place), found[0], found[1]
