"""Common free hours of the week, and how people say them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.core.text import N_, _
from app.services.matching.rules import PROVIDER, SEEKER, Ideal, Index, Pairs, Rule, Share, Wanted, unknown_sentence

DAYS = tuple(
    N_(day) for day in ("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags")
)
EVENING = 20
"""Who is free until then is free in the evening: "ab 16 Uhr"."""
BLOCKS = ((8, 12, N_("{day} am Vormittag")), (12, 16, N_("{day} am Nachmittag")), (16, 21, N_("{day} ab 16 Uhr")))
"""The parts of a day in which a new provider is looked for."""
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
        return [
            Ideal({self.provider: hours(day, first, last)}, _(text).format(day=_(DAYS[day])))
            for first, last, text in (BLOCKS[2], BLOCKS[1], BLOCKS[0])
            for day in range(7)
        ]


def hours(day: int, first: int, last: int) -> int:
    """The week in which only the hours FIRST to LAST (excluded) of DAY are free."""
    return ((1 << last) - (1 << first)) << day * 24


def spoken(week: int) -> str:
    """The hours as people say them: 'dienstags und donnerstags ab 16 Uhr'."""
    days: dict[int, list[int]] = {}
    for day in range(7):
        if free := week >> day * 24 & 0xFFFFFF:
            days.setdefault(free, []).append(day)
    parts = [f"{_days(which)} {_hours(free)}" for free, which in days.items()]
    return ", ".join(parts[:MOST_SHOWN]) + (" …" if len(parts) > MOST_SHOWN else "")


def _days(which: list[int]) -> str:
    if len(which) == 7:
        return _("täglich")
    if len(which) > 2 and which == list(range(which[0], which[-1] + 1)):
        return _("{first} bis {last}").format(first=_(DAYS[which[0]]), last=_(DAYS[which[-1]]))
    names = [_(DAYS[day]) for day in which]
    return names[0] if len(names) == 1 else _("{some} und {last}").format(some=", ".join(names[:-1]), last=names[-1])


def _hours(free: int) -> str:
    """The hours of one day, run by run."""
    runs, hour = [], 0
    while free >> hour:
        if free >> hour & 1:
            end = hour
            while free >> end & 1:
                end += 1
            runs.append((hour, end))
            hour = end
        hour += 1
    if runs == [(0, 24)]:
        return _("den ganzen Tag")
    shown = [
        _("ab {n} Uhr").format(n=first) if last >= EVENING else _("{n} bis {m} Uhr").format(n=first, m=last)
        for first, last in runs
    ]
    return _(" und ").join(shown)
