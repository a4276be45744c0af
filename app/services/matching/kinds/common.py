"""Tags in common (interests), or languages in common from a level on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.core.text import N_, _
from app.services.matching.columns import LEVELS, level_tables, tag_bits
from app.services.matching.rules import PROVIDER, SEEKER, Ideal, Index, Pairs, Rule, Share, Wanted, unknown_sentence

LOWEST = 0.4
"""The share of points for a common language at just the level that is asked for."""
_BASIC = LEVELS.index("A2") + 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Common(Rule):
    """At least one tag or language in common.

    Languages count from LEVEL on for both and give all points from FULL on; the lower of both levels is what they have
    in common. Tags give all points from ENOUGH of them on. Unknown where one side has no value; an empty set is known.
    """

    kind = "common"
    title = N_("Etwas gemeinsam haben")

    label: str = N_("gemeinsame Sprache")
    fails: str = N_("keine gemeinsame Sprache")
    seeker: str = "languages"
    provider: str = "languages"
    level: str = "A1"
    full: str = "C1"
    enough: int = 1

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(SEEKER, self.seeker, ("levels", "tags"))
        yield Wanted(PROVIDER, self.provider, ("levels", "tags"))

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        unknown = [level for level in (self.level, self.full) if level not in LEVELS]
        if unknown:
            yield _("Das Niveau „{level}“ gibt es nicht. Möglich: {levels}.").format(
                level=unknown[0], levels=", ".join(LEVELS)
            )
        elif self._least > self._full:
            yield _("Volle Punkte ab {full} sind nicht möglich, wenn erst ab {level} gezählt wird.").format(
                full=self.full, level=self.level
            )
        if self.enough < 1:
            yield _("„enough“ muss mindestens 1 sein.")

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        found = self._levels(pairs, i, j) if self._levelled(pairs) else self._tags(pairs, i, j)
        one, other = pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider)
        return np.where(one.known[i] & other.known[j], found, np.nan)

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        if np.isnan(share):
            return unknown_sentence(self)
        if share < 0:
            return _(self.fails)
        one, other = pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider)
        if not self._levelled(pairs):
            shared = sorted(one.name(tag) for tag in set(one.values[i]) & set(other.values[j]))
            return f"{_(self.label)}: {', '.join(shared)}"
        best = self._shared(one.values[i], other.values[j])
        shown = [one.name(code) + _level_word(level) for level, code in best[:2]]
        return f"{_(self.label)}: {', '.join(shown)}"

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """One language or tag that some of the seekers have."""
        column, levelled = pairs.column(SEEKER, self.seeker), self._levelled(pairs)
        found: dict[str, None] = {}
        for row in rows:
            for code in sorted(column.values[row] or ()):
                if not levelled or column.values[row][code] >= self._least:
                    found[code] = None
        values = {code: {code: len(LEVELS)} if levelled else frozenset({code}) for code in sorted(found)}
        return [
            Ideal({self.provider: value}, column.name(code), _("mit {name}")) for code, value in values.items()
        ] or [Ideal({})]

    @property
    def _least(self) -> int:
        return LEVELS.index(self.level) + 1

    @property
    def _full(self) -> int:
        return LEVELS.index(self.full) + 1

    def _levelled(self, pairs: Pairs) -> bool:
        return pairs.column(SEEKER, self.seeker).kind == "levels"

    def _shared(self, one: dict[str, int], other: dict[str, int]) -> list[tuple[int, str]]:
        """Common languages with their common level, best first."""
        both = [(min(one[code], other[code]), code) for code in set(one) & set(other)]
        return sorted(((n, code) for n, code in both if n >= self._least), key=lambda one: (-one[0], one[1]))

    def _levels(self, pairs: Pairs, i: Index, j: Index) -> Share:
        key = ("levels", self.seeker, self.provider)
        _codes, one, other = pairs.once(
            key, lambda: level_tables(pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider))
        )
        best = np.zeros(np.broadcast_shapes(i.shape, j.shape), np.int8)
        for mine, yours in zip(one, other, strict=True):
            np.maximum(best, np.minimum(mine[i], yours[j]), out=best)
        return self._by_level[best]

    @cached_property
    def _by_level(self) -> Share:
        """The share for each common level from 0 (none) to 7."""
        steps = max(1, self._full - self._least)
        found = [LOWEST + (1 - LOWEST) * min(1.0, (n - self._least) / steps) for n in range(len(LEVELS) + 1)]
        if self._full == self._least:
            found = [1.0] * len(found)
        return np.array([share if n >= self._least else -1.0 for n, share in enumerate(found)])

    def _tags(self, pairs: Pairs, i: Index, j: Index) -> Share:
        key = ("tags", self.seeker, self.provider)
        one, other = pairs.once(
            key, lambda: tag_bits(pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider))
        )
        count = sum(np.bitwise_count(one[i, n] & other[j, n]).astype(np.int64) for n in range(one.shape[1]))
        return np.where(np.asarray(count) > 0, np.minimum(np.asarray(count) / self.enough, 1.0), -1.0)


def _level_word(level: int) -> str:
    if level == len(LEVELS):
        return _(" (Muttersprache)")
    return _(" (Grundkenntnisse)") if level <= _BASIC else f" ({LEVELS[level - 1]})"
