"""Times of a week as people write them, read into hours; `app.core.week_times` is what they are kept as."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TypeVar

from app.core.text import _

T = TypeVar("T")
DAYS, HOURS = 7, 24
SHORT = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
EVENING = 22
"""'ab 16 Uhr' means until this hour."""
MORNING = 8
"""'bis 12 Uhr' means from this hour."""
LONG = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_DAY_OF = {name: day for names in (LONG, map(str.lower, SHORT)) for day, name in enumerate(names)} | {"sonnabend": 5}
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
_NOTHING, _ALWAYS = ("", "nie", "keine", "keine zeit"), ("immer", "jederzeit")


def _any(names: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(names, key=len, reverse=True))})"


_DAY = rf"{_any(_DAY_OF)}s?(?:\b\.|(?=\b|{_any(_PARTS)}))"
_HOUR = r"\d{1,2}(?:[:.]\d{2})?(?![\d:])(?:\s*(?:uhr|h)\b)?"
_TO = r"\s*(?:-|–|—|‒|−|bis)\s*"
_TOKEN = rf"""(?P<days>{_DAY}(?:{_TO}{_DAY})?)
    |\b(?P<several>{_any(map(re.escape, _SEVERAL))}s?)\b
    |(?P<part>{_any(_PARTS)}s?)\b
    |(?:\bvon\s+)?(?P<span>{_HOUR}{_TO}{_HOUR})
    |\bzwischen\s+(?P<between>{_HOUR}\s+und\s+{_HOUR})
    |\b(?:ab|nach|von)\s+(?P<since>{_HOUR})
    |\b(?:bis|vor)\s+(?P<until>{_HOUR})
    |(?P<stop>[;\n])
    |(?P<alone>{_HOUR})
    |[\s,/+&|()]+|\b(?:und|sowie|am|jeweils|jeden)\b|\bu\."""
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def hours_of(text: str) -> Iterator[tuple[int, int]]:
    """The (day, hour) pairs TEXT means; ValueError says in German what cannot be read."""
    plain = unicodedata.normalize("NFC", text).strip()
    if plain.lower() in _ALWAYS:
        plain = "täglich"
    return _read("" if plain.lower() in _NOTHING else plain)


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


@cache
def _token() -> re.Pattern[str]:
    """Compiled when first needed, which takes some milliseconds."""
    return re.compile(_TOKEN, re.VERBOSE | re.IGNORECASE)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """(kind, text) of what carries meaning."""
    token, place = _token(), 0
    while place < len(text):
        found = token.match(text, place)
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
