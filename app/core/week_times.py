"""Times of a week, by the hour: when somebody is free, when an offer takes place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import TypeVar

from app.core.text import _

T = TypeVar("T")
DAYS, HOURS = 7, 24
SHORT = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
EVENING = 22
"""'ab 16 Uhr' means until this hour."""
MORNING = 8
"""'bis 12 Uhr' means from this hour."""
TEXT_LENGTH = 700
"""Room for the longest text."""

_LONG = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_DAY_OF = {name: day for names in (_LONG, map(str.lower, SHORT)) for day, name in enumerate(names)} | {"sonnabend": 5}
_SEVERAL = {"werktag": range(5), "wochentag": range(5), "wochenende": range(5, 7), "täglich": range(7)}
_SEVERAL |= {"jeden tag": range(7), "alle tage": range(7)}
_PARTS = {
    "ganztag": ((0, 24),),
    "ganztägig": ((0, 24),),
    "früh": ((6, 9),),
    "morgen": ((6, 9),),
    "vormittag": ((8, 12),),
    "mittag": ((12, 14),),
    "nachmittag": ((12, 18),),
    "abend": ((18, 22),),
    "nacht": ((0, 6), (22, 24)),
    "tagsüber": ((8, 18),),
}
_WHOLE = "ganztags"
_NOTHING, _ALWAYS = ("", "nie", "keine", "keine zeit"), ("immer", "jederzeit")


def _any(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(names, key=len, reverse=True))})"


_DAY = rf"{_any(_DAY_OF)}s?(?:\b\.|(?=\b|{_any(_PARTS)}))"
_HOUR = r"\d{1,2}(?:[:.]\d{2})?(?![\d:])(?:\s*(?:uhr|h)\b)?"
_TO = r"\s*(?:-|–|—|‒|−|bis)\s*"
_TOKEN = re.compile(
    rf"""(?P<days>{_DAY}(?:{_TO}{_DAY})?)
    |\b(?P<several>{_any(map(re.escape, _SEVERAL))}s?)\b
    |(?P<part>{_any(_PARTS)}s?)\b
    |(?:\bvon\s+)?(?P<span>{_HOUR}{_TO}{_HOUR})
    |\bzwischen\s+(?P<between>{_HOUR}\s+und\s+{_HOUR})
    |\b(?:ab|nach|von)\s+(?P<since>{_HOUR})
    |\b(?:bis|vor)\s+(?P<until>{_HOUR})
    |(?P<stop>[;\n])
    |(?P<alone>{_HOUR})
    |[\s,/+&|()]+|\b(?:und|sowie|am|jeweils|jeden)\b|\bu\.""",
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


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
        plain = unicodedata.normalize("NFC", text).strip()
        if plain.lower() in _ALWAYS:
            return cls((1 << DAYS * HOURS) - 1)
        return cls() if plain.lower() in _NOTHING else cls.of(_read(plain))

    def __str__(self) -> str:
        groups = [f"{_days(days)} {_times(spans)}" for days, spans in self._groups()]
        return ", ".join(groups).removesuffix(f" {_WHOLE}")

    def show(self) -> str:
        """How it looks in lists and forms: 'Di, Do ab 16 Uhr'."""
        return str(self)

    def phrase(self) -> str:
        """For sentences: 'dienstags und donnerstags ab 16 Uhr', 'zu keiner Zeit'."""
        said = [f"{_adverbs(days)} {_sentence(spans)}" for days, spans in self._groups()]
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
        found = []
        for on, hours in groupby(range(HOURS), lambda hour: self.has(day, hour)):
            if on:
                run = list(hours)
                found.append((run[0], run[-1] + 1))
        return tuple(found)

    def _groups(self) -> Iterator[tuple[list[int], tuple[tuple[int, int], ...]]]:
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
    return _and([" bis ".join(f"{_LONG[day]}s" for day in run) for run in _runs(days)])


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


# ---------------------------------------------------------------- reading


def _read(text: str) -> Iterator[tuple[int, int]]:
    """The hours TEXT means: days gather until their times come, days without any time are whole days."""
    days: list[int] = []
    spans: list[tuple[int, int]] = []
    for kind, found in _tokens(text):
        if kind == "stop" or (kind in ("days", "several") and spans):
            yield from _hours(days, spans)
            days, spans = [], []
        if kind == "days":
            days += _days_of(found)
        elif kind == "several":
            days += _named(_SEVERAL, found)
        elif kind != "stop":
            if not days:
                problem = _("Zu „{text}“ fehlt der Tag davor. Bitte zum Beispiel „Di ab 16 Uhr“ schreiben.")
                raise ValueError(problem.format(text=found))
            spans += _spans_of(kind, found)
    yield from _hours(days, spans)


def _hours(days: list[int], spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    return ((day, hour) for day in days for start, end in spans or [(0, HOURS)] for hour in range(start, end))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of what carries meaning."""
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if not found:
            problem = _("„{text}“ ist keine Zeit. Bitte zum Beispiel „Di, Do ab 16 Uhr“ oder „Mo 08–12“ schreiben.")
            raise ValueError(problem.format(text=re.split(r"[\s,;]", text[place:], maxsplit=1)[0]))
        if found.lastgroup:
            yield found.lastgroup, found[found.lastgroup].strip()
        place = found.end()


def _days_of(text: str) -> Iterable[int]:
    """'mo', 'montags', 'mo.–fr.', also over the end of the week."""
    first, *more = (_DAY_OF[name] for name in re.findall(_any(_DAY_OF), text.lower()))
    last = more[0] if more else first
    return range(first, last + 1) if first <= last else (*range(first, DAYS), *range(last + 1))


def _named(table: Mapping[str, T], text: str) -> T:
    """What TEXT means, with or without the s at its end."""
    plain = re.sub(r"\s+", " ", text.lower())
    return table[plain] if plain in table else table[plain.removesuffix("s")]


def _spans_of(kind: str, text: str) -> Iterable[tuple[int, int]]:
    """The hours from and to that a time of day means."""
    if kind == "part":
        return _named(_PARTS, text)
    if kind == "alone":
        raise ValueError(_("Zu „{text}“ fehlt das Ende. Bitte „ab 16 Uhr“ oder „16–18“ schreiben.").format(text=text))
    hours = [_hour(found) for found in _TIME.finditer(text)]
    if kind == "since":
        start, end = hours[0], EVENING if hours[0] < EVENING else HOURS
    elif kind == "until":
        start, end = MORNING if hours[0] > MORNING else 0, hours[0]
    else:
        start, end = hours
    if start >= end:
        raise ValueError(_("„{text}“ endet nicht nach dem Anfang. Bitte prüfen.").format(text=text))
    return [(start, end)]


def _hour(found: re.Match[str]) -> int:
    """The full hour of a clock time."""
    if int(found[2] or 0):
        raise ValueError(_("„{time}“ ist keine volle Stunde. Bitte auf- oder abrunden.").format(time=found[0]))
    if int(found[1]) > HOURS:
        raise ValueError(_("Die Stunde {hour} gibt es nicht. Bitte 0 bis 24 schreiben.").format(hour=found[1]))
    return int(found[1])
