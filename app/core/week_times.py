"""Times of a week, by the hour: when somebody is free, when an offer takes place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from itertools import groupby

from app.core.text import _
from app.core.week_reading import DAYS, EVENING, HOURS, LONG, SHORT, hours_of

TEXT_LENGTH = 700
"""Room for the longest text."""

_REMEMBERED = 4096
"""Lists of many people hold few different times."""
_WHOLE = "ganztags"


@dataclass(frozen=True, slots=True)
class WeekTimes:
    """A set of hours of a week: bit `day * 24 + hour` of MASK, Monday is day 0.

    `str()` is its stored form and the one in lists ('Di, Do ab 16 Uhr, Sa'); `parse()` reads it back.
    """

    mask: int = 0

    def __post_init__(self) -> None:
        if self.mask >> DAYS * HOURS:  # also of negative numbers, which never become 0
            raise ValueError(_("Eine Woche hat 168 Stunden."))

    @classmethod
    def of(cls, hours: Iterable[tuple[int, int]]) -> WeekTimes:
        """The (day, hour) pairs of HOURS."""
        mask = 0
        for day, hour in hours:
            mask |= _bit(day, hour)
        return cls(mask)

    @classmethod
    def during(cls, day: int, start: time, end: time) -> WeekTimes:
        """Every hour of DAY that the time from START to END touches; an END at or before START is midnight."""
        last = end.hour + (end.minute > 0)
        return cls.of((day, hour) for hour in range(start.hour, last if end > start else HOURS))

    @classmethod
    def parse(cls, text: str) -> WeekTimes:
        """Read what people write: 'Di und Do ab 16 Uhr', 'Mo 8-12, Mi 14–18 Uhr', 'werktags vormittags', 'Sa'.

        Raises ValueError with a German sentence that names what cannot be read; nothing is left out silently.
        """
        return _parsed(text)

    def __str__(self) -> str:
        return _text(self)

    def show(self) -> str:
        """How it looks in lists and forms: 'Di, Do ab 16 Uhr'."""
        return str(self)

    def phrase(self) -> str:
        """For sentences: 'dienstags und donnerstags ab 16 Uhr', 'zu keiner Zeit'."""
        said = [f"{_adverbs(days)} {_sentence(spans)}" for days, spans in self.groups()]
        *most, last = said or [_("zu keiner Zeit")]
        return f"{', '.join(most)} sowie {last}" if most else last.removesuffix(f" {_WHOLE}")

    def __bool__(self) -> bool:
        return self.mask != 0

    def __or__(self, other: WeekTimes) -> WeekTimes:
        return WeekTimes(self.mask | other.mask)

    def __and__(self, other: WeekTimes) -> WeekTimes:
        return WeekTimes(self.mask & other.mask)

    def __sub__(self, other: WeekTimes) -> WeekTimes:
        return WeekTimes(self.mask & ~other.mask)

    @property
    def hours(self) -> int:
        """How many hours of the week."""
        return self.mask.bit_count()

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """The (day, hour) pairs in order."""
        return ((day, hour) for day in range(DAYS) for hour in range(HOURS) if self.has(day, hour))

    def has(self, day: int, hour: int) -> bool:
        """Whether the hour that begins at HOUR of DAY belongs to it."""
        return bool(self.mask & _bit(day, hour))

    def contains(self, other: WeekTimes) -> bool:
        """Whether every hour of OTHER belongs to it."""
        return not other.mask & ~self.mask

    def with_hour(self, day: int, hour: int, on: bool = True) -> WeekTimes:
        """The same with one hour switched ON or off, as in a grid."""
        bit = _bit(day, hour)
        return WeekTimes(self.mask | bit if on else self.mask & ~bit)

    def spans(self, day: int) -> tuple[tuple[int, int], ...]:
        """(from, to) of the unbroken times of DAY in whole hours, 0 to 24."""
        return _spans(self.mask >> day * HOURS & (1 << HOURS) - 1)

    def groups(self) -> Iterator[tuple[list[int], tuple[tuple[int, int], ...]]]:
        """The days that have the same times, in order of their first day."""
        found: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for day in range(DAYS):
            if spans := self.spans(day):
                found.setdefault(spans, []).append(day)
        return ((days, spans) for spans, days in found.items())


def _bit(day: int, hour: int) -> int:
    if not (0 <= day < DAYS and 0 <= hour < HOURS):
        raise ValueError(_("Tage zählen von 0 bis 6, Stunden von 0 bis 23."))
    return 1 << day * HOURS + hour


# ---------------------------------------------------------------- showing


@lru_cache(_REMEMBERED)
def _text(times: WeekTimes) -> str:
    """'Di, Do ab 16 Uhr, Sa'."""
    groups = [f"{_days(days)} {_times(spans)}" for days, spans in times.groups()]
    return ", ".join(groups).removesuffix(f" {_WHOLE}")


@lru_cache(_REMEMBERED)
def _spans(hours: int) -> tuple[tuple[int, int], ...]:
    """The unbroken times of one day's HOURS as a mask."""
    found = []
    for on, group in groupby(range(HOURS), lambda hour: hours >> hour & 1):
        if on:
            run = list(group)
            found.append((run[0], run[-1] + 1))
    return tuple(found)


def _days(days: list[int]) -> str:
    """'Di, Do', 'Mo–Fr', 'täglich'."""
    if len(days) == DAYS:
        return "täglich"
    return ", ".join("–".join(SHORT[day] for day in run) for run in _runs(days))


def _times(spans: tuple[tuple[int, int], ...]) -> str:
    """'08–12 und 14–18', 'ab 16 Uhr', 'ganztags'."""
    if spans == ((0, HOURS),):
        return _WHOLE
    return _and([f"ab {start} Uhr" if end == EVENING else f"{start:02}–{end:02}" for start, end in spans])


def _adverbs(days: list[int]) -> str:
    """'dienstags und donnerstags', 'montags bis freitags', 'täglich'."""
    if len(days) == DAYS:
        return "täglich"
    return _and([" bis ".join(f"{LONG[day]}s" for day in run) for run in _runs(days)])


def _sentence(spans: tuple[tuple[int, int], ...]) -> str:
    """'von 8 bis 12 und ab 16 Uhr', 'ganztags'."""
    if spans == ((0, HOURS),):
        return _WHOLE
    return _and([f"ab {start}" if end == EVENING else f"von {start} bis {end}" for start, end in spans]) + " Uhr"


def _runs(days: list[int]) -> Iterator[tuple[int, ...]]:
    """First and last of three or more days in a row, all other days alone."""
    for _offset, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0]):
        row = [day for _place, day in run]
        yield from [(row[0], row[-1])] if len(row) > 2 else [(day,) for day in row]


def _and(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} und {parts[-1]}" if len(parts) > 1 else "".join(parts)


@lru_cache(_REMEMBERED)
def _parsed(text: str) -> WeekTimes:
    return WeekTimes.of(hours_of(text))
