"""Who looks in vain: people whose wish no offer meets that has room, that they have time for and can get to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.core.week_reading import SHORT as DAYS
from app.models.offer import OpenTo
from app.services.offer_facts import Facts, Offered, Seeker

EARTH = 6371.0088
"""Mean radius of the earth in kilometres (IUGG)."""
ASKED = 99
"""Above every level: what is not known hinders nobody."""
Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
Numbers = NDArray[np.intp]


class Offers:
    """Offers as arrays."""

    def __init__(self, offers: Sequence[Offered]) -> None:
        self.offers = offers
        self.places = sorted({one.place for one in offers})
        number = {place: n for n, place in enumerate(self.places)}
        self.at = np.array([number[one.place] for one in offers], np.intp)
        self.hours = words([one.mask for one in offers])
        self.timeless = ~np.any(self.hours, axis=1)
        self.ends = np.array([one.ends for one in offers])
        self.room = np.array([one.free is None or one.free > 0 for one in offers], bool)
        self.women = np.array([one.open_to == OpenTo.WOMEN for one in offers], bool)
        self.men = np.array([one.open_to == OpenTo.MEN for one in offers], bool)
        self.ages = np.array([one.ages for one in offers]).reshape(-1, 2)
        self.language = np.array([one.language for one in offers])
        self.level = np.array([one.level for one in offers])


class People:
    """People who look as arrays; what is not known about them is -1."""

    def __init__(self, people: Sequence[Seeker]) -> None:
        self.people = people
        self.hours = words([one.mask for one in people])
        self.timeless = ~np.any(self.hours, axis=1)
        self.female = np.array([1 if one.female else 0 if one.female is False else -1 for one in people])
        self.age = np.array([-1 if one.age is None else one.age for one in people])
        self.km = np.array([one.km for one in people], float)
        self.walks = np.array([one.walks for one in people], bool)
        self._levels: dict[str, NDArray[np.intp]] = {}

    def level(self, language: str) -> NDArray[np.intp]:
        """How well each speaks a language; as well as anybody could where nobody has asked."""
        if language not in self._levels:
            spoken = (ASKED if one.speaks is None else one.speaks.get(language, 0) for one in self.people)
            self._levels[language] = np.fromiter(spoken, np.intp, len(self.people))
        return self._levels[language]


class Ways:
    """How far and how late one gets from a place to offers; each way is worked out once."""

    def __init__(self, found: Facts) -> None:
        self._ways, self._points = found.ways, found.points
        self._known: dict[tuple[str, str], tuple[float, float]] = {}

    def between(self, place: str, offers: Offers) -> NDArray[np.float64]:
        """From PLACE to each offer: kilometres and the hour of the last way back; NaN where not known or stated."""
        found = np.array([self._way(place, other) for other in offers.places], float).reshape(-1, 2)
        return found[offers.at].T

    def _way(self, one: str, other: str) -> tuple[float, float]:
        if (one, other) not in self._known:
            self._known[one, other] = self.distance(one, other), self._last(one, other)
        return self._known[one, other]

    def distance(self, one: str, other: str) -> float:
        """Kilometres as the crow flies, NaN where one of the places is not known."""
        if one == other:
            return 0.0
        if one not in self._points or other not in self._points:
            return math.nan
        (a, b), (c, d) = (map(math.radians, self._points[place]) for place in (one, other))
        half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
        return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))

    def _last(self, one: str, other: str) -> float:
        """The hour of the last way back as the office states it; NaN where it states no way."""
        way = self._ways.get(frozenset((one, other))) if one != other else None
        if way is None:
            return math.nan
        return math.inf if way.last_return is None else way.last_return.hour + way.last_return.minute / 60


def in_vain(
    found: Facts, mask: int, by_day: bool, offered: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    """Per place and column the people who look there in vain, where nothing is OFFERED; only hours in MASK, if any.

    Who has not said when she has time is only counted where any time is looked at.
    """
    by_column: dict[str, list[Offered]] = defaultdict(list)
    for one in found.offers:
        for key in one.columns:
            by_column[key].append(one)
    arrays, ways, people = (
        {key: Offers(listed) for key, listed in by_column.items()},
        Ways(found),
        People(found.seekers),
    )
    missing: dict[tuple[str, str], list[int]] = {}
    unmet: dict[int, set[str]] = {}
    for (place, key), numbers in _groups(found, mask).items():
        if not by_day and (place, key) in offered:
            continue
        offers, at = arrays.get(key), np.array(numbers, np.intp)
        alone = at if offers is None else at[~_served(people, at, offers, ways.between(place, offers))]
        if by_day:
            for number in alone.tolist():
                unmet.setdefault(number, set()).add(key)
        elif len(alone):
            missing[place, key] = [found.seekers[number].id for number in alone.tolist()]
    return _by_day(found, mask, unmet, offered) if by_day else missing


def _groups(found: Facts, mask: int) -> Mapping[tuple[str, str], list[int]]:
    """Who lives in a place and wants something of a column, and has time when it is looked at, by number."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(found.seekers):
        if one.place and (not mask or one.mask & mask):
            for key in one.wants:
                groups[one.place, key].append(number)
    return groups


def _by_day(
    found: Facts, mask: int, unmet: Mapping[int, set[str]], offered: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    """People none of whose wishes is met, on the days on which they have time."""
    missing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, keys in sorted(unmet.items()):
        one = found.seekers[number]
        if len(keys) == len(one.wants):
            hours = one.mask & mask if mask else one.mask
            for day, name in enumerate(DAYS):
                if hours >> 24 * day & 0xFFFFFF and (one.place, name) not in offered:
                    missing[one.place, name].append(one.id)
    return missing


def _served(people: People, at: Numbers, offers: Offers, way: NDArray[np.float64]) -> Bools:
    """For which of the people AT these numbers some offer fits; the dear comparisons come last, for what is left."""
    km, last = way
    with np.errstate(invalid="ignore"):
        about = np.flatnonzero(offers.room & ((km <= people.km[at].max()) | ~np.isnan(last)))
    fits = _reached(people, at, way, offers, about) & _let_in(people, at, offers, about)
    fits &= _understood(people, at, offers, about)
    i, j = np.nonzero(fits & _of_age(people, at, offers, about))
    here, there = at[i], about[j]
    shared = np.any(people.hours[here] & offers.hours[there], axis=1) | people.timeless[here] | offers.timeless[there]
    found: Bools = np.bincount(i[shared], minlength=len(at)) > 0
    return found


def hurdles(people: People, offers: Offers, way: NDArray[np.float64]) -> dict[str, Bools]:
    """What must be, by name, each as people × offers: true where it is so or nobody knows the contrary."""
    at, every = np.arange(len(people.people)), np.arange(len(offers.offers))
    shared = np.any(people.hours[:, None, :] & offers.hours[None, :, :], axis=2)
    return {
        "room": np.broadcast_to(offers.room, (len(at), len(every))),
        "way": _reached(people, at, way, offers, every),
        "time": shared | people.timeless[:, None] | offers.timeless,
        "age": _of_age(people, at, offers, every),
        "language": _understood(people, at, offers, every),
        "open": _let_in(people, at, offers, every),
    }


def _reached(people: People, at: Numbers, way: NDArray[np.float64], offers: Offers, to: Numbers) -> Bools:
    """By a way that the office states and that leads back in time, or else within the distance somebody goes."""
    km, last = way[:, to]
    with np.errstate(invalid="ignore"):
        near, back = km <= people.km[at][:, None], last >= offers.ends[to]
    reached: Bools = np.where(np.isnan(last), near, back & ~people.walks[at][:, None])
    return reached


def _let_in(people: People, at: Numbers, offers: Offers, to: Numbers) -> Bools:
    female = people.female[at][:, None]
    refused: Bools = (offers.women[to] & (female == 0)) | (offers.men[to] & (female == 1))
    return ~refused


def _understood(people: People, at: Numbers, offers: Offers, to: Numbers) -> Bools:
    fits = np.ones((len(at), len(to)), bool)
    languages, levels = offers.language[to], offers.level[to]
    for language in filter(None, np.unique(languages).tolist()):
        those = np.flatnonzero(languages == language)
        fits[:, those] = people.level(language)[at][:, None] >= levels[those]
    return fits


def _of_age(people: People, at: Numbers, offers: Offers, to: Numbers) -> Bools:
    age = people.age[at][:, None]
    fits: Bools = (age < 0) | ((age >= offers.ages[to, 0]) & (age <= offers.ages[to, 1]))
    return fits


def words(masks: Sequence[int]) -> Words:
    """Masks of up to 192 hours as three machine words each."""
    data = b"".join(mask.to_bytes(24, "little") for mask in masks)
    return np.frombuffer(data, "<u8").reshape(-1, 3)
