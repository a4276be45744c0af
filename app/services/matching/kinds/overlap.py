"""Common free hours of the week, and how people say them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.core.text import N_, _
from app.core.week_reading import EVENING
from app.core.week_times import WeekTimes
from app.services.matching.rules import PROVIDER, SEEKER, Ideal, Index, Pairs, Rule, Share, Wanted, unknown_sentence

BLOCKS = ((16, EVENING), (12, 16), (8, 12))
"""The parts of a day in which a new provider is looked for, evenings first."""
MOST_SHOWN = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Overlap(Rule):
    """At least LEAST common free hours a week; all points from ENOUGH on. Unknown where one side has no hours stated.

    Points grow with the hours in common and with nothing else, so that less free time never gives more of them.
    """

    kind = "overlap"
    title = N_("Gemeinsame freie Zeit")
    in_needs = True

    label: str = N_("gemeinsame Zeit")
    fails: str = N_("keine gemeinsame freie Zeit")
    seeker: str = "times"
    provider: str = "times"
    least: int = 1
    enough: int = 4

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(SEEKER, self.seeker, ("times",))
        yield Wanted(PROVIDER, self.provider, ("times",))

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if not 1 <= self.least <= self.enough:
            yield _("Bei den Stunden muss gelten: 1 ≤ least ≤ enough.")

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        one, other = pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider)
        mine, yours = one.hours, other.hours
        hours = np.zeros(np.broadcast_shapes(i.shape, j.shape), np.uint8)
        for word in range(mine.shape[1]):
            hours += np.bitwise_count(mine[i, word] & yours[j, word])
        found = np.where(hours >= self.least, np.minimum(hours / self.enough, 1.0), -1.0)
        return np.where(one.known[i] & other.known[j], found, np.nan)

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        if np.isnan(share):
            return unknown_sentence(self)
        both = pairs.column(SEEKER, self.seeker).values[i] & pairs.column(PROVIDER, self.provider).values[j]
        if share < 0:
            return _("{fails}: nur {when}").format(fails=_(self.fails), when=spoken(both)) if both else _(self.fails)
        return f"{_(self.label)}: {spoken(both)}"

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """One part of one day."""
        weeks = [hours(day, first, last) for first, last in BLOCKS for day in range(7)]
        return [Ideal({self.provider: week}, spoken(week)) for week in weeks]


def hours(day: int, first: int, last: int) -> int:
    """The week in which only the hours FIRST to LAST (excluded) of DAY are free."""
    return ((1 << last) - (1 << first)) << day * 24


def spoken(week: int) -> str:
    """The hours as people say them: 'dienstags und donnerstags ab 16 Uhr'; of very different days only the first."""
    times = WeekTimes(week)
    groups = list(times.groups())
    days = [day for days, _spans in groups[:MOST_SHOWN] for day in days]
    shown = WeekTimes(sum(week & hours(day, 0, 24) for day in days))
    return shown.phrase() + (" …" if len(groups) > MOST_SHOWN else "")
