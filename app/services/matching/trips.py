"""Ways between places as the office states them ("Bus 530, letzte Rückfahrt 20:14 Uhr"), looked up for many pairs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.fold import fold
from app.services.matching.columns import Column


class Trip(NamedTuple):
    """A way from START to END and, where nothing else is stated, back; it replaces the great circle."""

    start: str
    end: str
    km: float | None = None
    means: str = ""
    minutes: int | None = None
    last_return: time | None = None


class Ways:
    """The trips between the places of two columns; the way number -1 is none."""

    def __init__(self, trips: Sequence[Trip], seekers: Column, providers: Column) -> None:
        self.trips = trips
        place: dict[str, int] = {}
        ends = [(fold(trip.start), fold(trip.end)) for trip in trips]
        for name in (name for pair in ends for name in pair):
            place.setdefault(name, len(place))
        # The last row and column stand for places without trips, so that -1 finds them.
        self._table = np.full((len(place) + 1, len(place) + 1), -1, np.int64)
        for number, (start, end) in reversed(list(enumerate(ends))):
            self._table[place[end], place[start]] = number
        for number, (start, end) in reversed(list(enumerate(ends))):
            self._table[place[start], place[end]] = number
        self._start, self._end = _numbers(seekers, place), _numbers(providers, place)
        for column in (seekers, providers):
            for text in column.folded:
                place.setdefault(text, len(place))
        place.pop("", None)
        self._here, self._there = _numbers(seekers, place), _numbers(providers, place)
        # With -1 as index the last entry is found: nothing stated.
        self.km = np.array([np.nan if trip.km is None else trip.km for trip in trips] + [np.nan])

    def between(self, i: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.int64]:
        """The number of the way for each pair of rows, -1 for none."""
        found: NDArray[np.int64] = self._table[self._start[i], self._end[j]]
        return found

    def same(self, i: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether both are at the same place by its name."""
        mine, yours = self._here[i], self._there[j]
        there: NDArray[np.bool_] = (mine == yours) & (mine >= 0)
        return there

    def trip(self, i: int, j: int) -> Trip | None:
        """The way of one pair."""
        number = int(self._table[self._start[i], self._end[j]])
        return self.trips[number] if number >= 0 else None


def _numbers(column: Column, place: dict[str, int]) -> NDArray[np.int64]:
    return np.array([place.get(text, -1) for text in column.folded], np.int64)
