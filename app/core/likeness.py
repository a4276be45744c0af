"""How likely two records are one human being, and why.

Each field that both records know speaks for or against it with some points, as in the usual theory of linking records
(Fellegi and Sunter): the points stand for how much more often the field agrees in doubles than in strangers. They were
chosen on one invented list with known doubles and checked on others.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from app.core.name_likeness import CLOSE, SAME, VAGUE, Reading, best_reading
from app.core.partial_date import PartialDate
from app.core.text import N_, _
from app.core.traits import Traits

MIDDLE, SLOPE = 10.3, 2.0
"""The points at which it is as likely as not, and how fast certainty grows."""
Point = tuple[float, str]
_LAST = {SAME: 5.0, CLOSE: 3.5, VAGUE: 0.0, 0.0: -7.0}
_FIRST = {SAME: 5.0, CLOSE: 3.5, VAGUE: -2.0, 0.0: -14.0}
RARITY, USUAL = 2.5, 0.05
"""The most that rarity says, and how many namesakes by chance are neither many nor few."""
FEW = 500
"""A short list tells little about how common names are: it counts as if it were so long."""
_MOST = _LAST[SAME] + _FIRST[SAME] + RARITY
_NAMED = {
    (SAME, SAME): N_("Name gleich"),
    (SAME, CLOSE): N_("Nachname gleich, Vorname ähnlich"),
    (CLOSE, SAME): N_("Vorname gleich, Nachname ähnlich"),
    (CLOSE, CLOSE): N_("Name ähnlich"),
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one human being (from 0 to 1), with the reasons in German."""

    score: float
    reasons: tuple[str, ...] = ()


class Frequencies:
    """How common the words of names are in a file: two Müllers are less remarkable than two Ehrenforths."""

    def __init__(self, counts: Mapping[str, int], people: int) -> None:
        self.counts, self.people = counts, max(people, FEW)

    @classmethod
    def of(cls, people: Collection[Traits]) -> Frequencies:
        """As they are among these people."""
        return cls(Counter(word for one in people for word in {*one.last, *one.first, *one.birth}), len(people))

    def points(self, one: Traits, other: Traits) -> float:
        """What it says that two names agree: more for rare names, less where many people share them."""
        namesakes = max(self._namesakes(one), self._namesakes(other))
        return max(-RARITY, min(RARITY, -math.log2(namesakes / USUAL) / 2))

    def _namesakes(self, one: Traits) -> float:
        """How many people of this name there would be if first and last names were mixed by chance."""
        counts = [min((self.counts.get(word, 1) for word in words), default=1) for words in (one.last, one.first)]
        return max(counts[0], 1) * max(counts[1], 1) / self.people


def compare(one: Traits, other: Traits, frequencies: Frequencies | None = None, least: float = 0.0) -> Likeness | None:
    """How likely two records are one human being; None below LEAST. The order of the two does not matter."""
    needed = MIDDLE - SLOPE * math.log(1 / least - 1) if least else -math.inf
    birth, contact = list(_birth_points(one.born, other.born)), list(_contact_points(one, other))
    if _sum(birth) + _sum(contact) + _MOST < needed:
        return None
    reading = best_reading(one, other)
    found = [*_name_points(reading), *birth]
    if not one.first and not other.first and (reading.last or 0) >= CLOSE:
        found.append((2.5, ""))  # their only names agree
    if reading.first is None or reading.first >= CLOSE:
        # Relatives share home and telephone: these say nothing about people with different first names.
        found += contact
        if frequencies and reading.last and reading.last >= CLOSE:
            found.append((frequencies.points(one, other), ""))
    if one.gender and other.gender and one.gender != other.gender:
        found.append((-3.0, N_("Geschlecht verschieden")))
    score = round(1 / (1 + math.exp((MIDDLE - _sum(found)) / SLOPE)), 4)
    return Likeness(score, tuple(_(reason) for _points, reason in found if reason)) if score >= least else None


def _sum(found: list[Point]) -> float:
    return sum(points for points, _reason in found)


def _name_points(reading: Reading) -> Iterator[Point]:
    last, first = _level(reading.last), _level(reading.first)
    named = SAME if last is None else last, SAME if first is None else first
    yield 0.0 if last is None else _LAST[last], _NAMED.get(named, "")
    yield 0.0 if first is None else _FIRST[first], ""
    if reading.reason:
        yield -0.5, reading.reason


def _level(alike: float | None) -> float | None:
    return None if alike is None else next(level for level in (SAME, CLOSE, VAGUE, 0.0) if alike >= level)


def _birth_points(one: PartialDate | None, other: PartialDate | None) -> Iterator[Point]:
    """What two dates of birth say, either of which may be incomplete, mistyped or a placeholder."""
    if one is None or other is None:
        return
    whole = one.complete and other.complete and not _placeholder(one) and not _placeholder(other)
    slip = _slip(one, other) if whole else ""
    if one == other:
        yield (5.0 if _placeholder(one) else 8.0 if one.complete else 3.0), N_("Geburtsdatum gleich")
    elif one.year == other.year:
        yield _same_year(one, other, slip)
    elif slip:
        yield 4.0, slip
    else:
        yield (-5.5 if _placeholder(one) and _placeholder(other) else -9.0), N_("Geburtsdatum verschieden")


def _same_year(one: PartialDate, other: PartialDate, slip: str) -> Point:
    short, long = sorted((one, other), key=lambda day: len(str(day)))
    if str(long).startswith(str(short)):
        return (4.0 if short.month else 2.5), N_("Geburtsdatum passt, ist aber unvollständig")
    if one.complete and (one.month, one.day) == (other.day, other.month):
        return 6.0, N_("Tag und Monat der Geburt vertauscht")
    if slip:
        return 4.0, slip
    if _placeholder(one) or _placeholder(other):
        return 2.0, N_("Geburtsjahr gleich, einmal steht der 1. Januar")
    return (-3.5 if one.month == other.month else -5.5), N_("Geburtsdatum verschieden")


def _placeholder(born: PartialDate) -> bool:
    """The first of January is what offices write when the day is not known."""
    return (born.month, born.day) == (1, 1)


def _slip(one: PartialDate, other: PartialDate) -> str:
    """How little two whole dates differ: in one digit, or as 1999 and 2000 or the 9th and the 10th do."""
    numbers = zip((one.year, one.month, one.day), (other.year, other.month, other.day), strict=True)
    differing = [(a or 0, b or 0) for a, b in numbers if a != b]
    if len(differing) != 1:
        return ""
    number, instead = differing[0]
    if sum(a != b for a, b in zip(f"{number:04}", f"{instead:04}", strict=True)) == 1:
        return N_("Geburtsdatum bis auf eine Ziffer gleich")
    nearly = abs(number - instead) == 1
    return N_("Geburtsdatum um einen Tag, einen Monat oder ein Jahr verschieden") if nearly else ""


def _contact_points(one: Traits, other: Traits) -> Iterator[Point]:
    if one.original and one.original == other.original:
        yield 2.0, N_("Name in Originalschrift gleich")
    if one.email and one.email == other.email:
        yield 5.0, N_("E-Mail gleich")
    elif one.email and other.email:
        yield -0.5, ""
    if one.phone and one.phone == other.phone:
        yield 4.0, N_("Telefon gleich")
    elif one.phone and other.phone:
        yield -0.5, ""
    if one.postcode and other.postcode:
        yield (2.0, N_("PLZ gleich")) if one.postcode == other.postcode else (-0.5, "")
    elif one.city and one.city == other.city:
        yield 1.0, N_("Wohnort gleich")
