"""How alike two names are: as they are written, as they sound, with their parts in another order or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from app.core.phonetics import cologne
from app.core.text import N_
from app.core.traits import Traits, code, sounding, without_article

SAME, CLOSE, VAGUE = 0.94, 0.82, 0.7
"""From these likenesses on two names are the same, a slip of the pen apart, or perhaps related."""
_UNKNOWN = 0.75
"""Where one of the two names is missing."""
_PART_LEFT_OUT = 0.97


@dataclass(frozen=True, slots=True)
class Reading:
    """How well two people's names fit together when they are read in one way; None where a name is not known."""

    last: float | None
    first: float | None
    reason: str = ""

    @property
    def order(self) -> tuple[float, float, bool]:
        """The better way of reading is the one whose weaker half fits better."""
        last, first = (_UNKNOWN if part is None else part for part in (self.last, self.first))
        return min(last, first), last + first, not self.reason


def best_reading(one: Traits, other: Traits) -> Reading:
    """The way of reading two people's names in which they fit together best."""
    straight = Reading(names_alike(one.last, other.last), names_alike(one.first, other.first))
    if straight.order[0] >= SAME:
        return straight
    return max((straight, *_other_readings(one, other, straight.first)), key=lambda reading: reading.order)


def _other_readings(one: Traits, other: Traits, given: float | None) -> Iterator[Reading]:
    if one.birth or other.birth:
        pairs = ((one.birth, other.last), (one.last, other.birth), (one.birth, other.birth))
        born_as = [alike for pair in pairs if (alike := names_alike(*pair)) is not None]
        if born_as:
            yield Reading(max(born_as), given, N_("Geburtsname passt zum Nachnamen"))
    swapped = names_alike(one.last, other.first), names_alike(one.first, other.last)
    if swapped != (None, None):
        backwards = sorted(swapped, key=lambda alike: -1 if alike is None else alike)  # the same from both sides
        yield Reading(backwards[0], backwards[1], N_("Vor- und Nachname vertauscht"))
    one_all, other_all = one.last + one.first, other.last + other.first
    if min(len(one_all), len(other_all)) > 1 and len(one_all + other_all) > 4:
        whole = min(_parts(*_by_length(one_all, other_all)))
        yield Reading(whole, whole, N_("Namensteile anders verteilt"))


def names_alike(one: tuple[str, ...], other: tuple[str, ...]) -> float | None:
    """The likeness of two names of any number of words, whatever their order; None where one is missing."""
    if not one or not other:
        return None
    if one == other:
        return 1.0
    joined = words_alike(*sorted(("".join(one), "".join(other))))
    if len(one) == len(other) == 1:
        return joined
    short, long = _by_length(one, other)
    weighed = sum(alike * len(word) for alike, word in zip(_parts(short, long), short, strict=True))
    return max(joined, weighed / len("".join(short)) * (_PART_LEFT_OUT if len(short) < len(long) else 1))


def _by_length(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two names, the one with fewer words first, and each with its long words first: the same from both sides."""
    ordered = (tuple(sorted(words, key=lambda word: (-len(word), word))) for words in (one, other))
    short, long = sorted(ordered, key=lambda words: (len(words), words))
    return short, long


@lru_cache(32_768)
def _parts(short: tuple[str, ...], long: tuple[str, ...]) -> tuple[float, ...]:
    """For each word of the shorter name the likeness of the one in the longer that fits best; each is taken once."""
    left, found = list(long), []
    for word in short:
        alike, best = max((words_alike(*sorted((word, candidate))), candidate) for candidate in left)
        left.remove(best)
        found.append(alike)
    return tuple(found)


@lru_cache(131_072)
def words_alike(one: str, other: str) -> float:
    """The likeness of two folded words, given in alphabetical order."""
    if one == other:
        return 1.0
    heard, heard_other = sounding(one), sounding(other)
    if heard == heard_other:
        return 0.97
    if without_article(heard) == without_article(heard_other):
        return 0.95
    # A slip of the pen happens in what is written: Phạm and Pahm are close, what would be heard of them is not.
    written = _written_alike(heard, heard_other)
    if (heard, heard_other) != (one, other):
        written = max(written, _written_alike(one, other))
    if len(one) > 3 < len(other) and written > 0.6:
        if cologne(heard) == cologne(heard_other):
            return max(written, 0.88)
        if code(one) == code(other):
            return max(written, 0.85)
    return written


def _written_alike(one: str, other: str) -> float:
    alike = OSA.normalized_similarity(one, other, score_cutoff=0.4)
    return alike and (alike + JaroWinkler.similarity(one, other)) / 2
