"""How far it is from one place to the other, and whether one gets back."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.core.text import N_, _, parse_time, show
from app.services.matching.rules import PROVIDER, SEEKER, Ideal, Index, Pairs, Rule, Share, Wanted, unknown_sentence
from app.services.matching.trips import Trip, Ways

EARTH = 6371.0088
"""Mean radius of the earth in kilometres (IUGG)."""


def great_circle(one: NDArray[np.float64], other: NDArray[np.float64]) -> Share:
    """Kilometres between points of the unit sphere (…, 3), by the haversine of the angle between them.

    The chord is twice the root of the haversine, so no sine of a pair is left to compute. NaN where a point is.
    """
    chord = sum((one[..., n] - other[..., n]) ** 2 for n in range(3))
    return np.asarray(2 * EARTH * np.arcsin(np.minimum(np.sqrt(chord) / 2, 1.0)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Distance(Rule):
    """Reachable: at most LIMIT kilometres (or what the seeker or the provider states, if less), all points up to NEAR.

    A way that the office states between the two place names replaces the great circle and the limit; it fails only
    when its last return is earlier than BACK ('19:00'). Unknown where a place is missing, unless both have one name.
    """

    kind = "distance"
    title = N_("Erreichbar sein")
    in_needs = True

    label: str = N_("erreichbar")
    fails: str = N_("nicht erreichbar")
    seeker: str = "home"
    provider: str = "home"
    seeker_place: str = ""
    provider_place: str = ""
    seeker_limit: str = ""
    provider_limit: str = ""
    limit: int = 25
    near: int = 2
    back: str = ""

    def columns(self) -> Iterator[Wanted]:
        for side, home, place, limit in (
            (SEEKER, self.seeker, self.seeker_place, self.seeker_limit),
            (PROVIDER, self.provider, self.provider_place, self.provider_limit),
        ):
            yield Wanted(side, home, ("place",))
            if place:
                yield Wanted(side, place, ("text",))
            if limit:
                yield Wanted(side, limit, ("number",))

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if not 0 <= self.near < self.limit:
            yield _("Bei den Kilometern muss gelten: 0 ≤ near < limit.")
        try:
            _back = self._back
        except ValueError as error:
            yield str(error)

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        km, limit = self._km(pairs, i, j), self._limit(pairs, i, j)
        near = np.minimum(self.near, limit)
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(km <= near, 1.0, np.clip((limit - km) / (limit - near), 0.0, 1.0))
        found = np.where(np.isnan(km), np.nan, np.where(km <= limit, part, -1.0))
        ways = self._ways(pairs)
        if not ways or not ways.trips:
            return found
        # With -1 as index the last entry is found: no way stated.
        back = np.array([-1.0 if self._too_early(trip) else 0.0 for trip in ways.trips] + [np.nan])
        stated = back[ways.between(i, j)]
        return np.where(np.isnan(stated), found, np.where(stated < 0, -1.0, np.fmax(found, 0.0)))

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        if np.isnan(share):
            return unknown_sentence(self)
        ways = self._ways(pairs)
        trip = ways.trip(i, j) if ways else None
        if trip and share < 0:
            sentence = _("{fails}: letzte Rückfahrt {time} Uhr")
            return sentence.format(fails=_(self.fails), time=show(trip.last_return))
        parts = self._told_km(pairs, trip, i, j)
        if share < 0:
            limit = f"{float(self._limit(pairs, np.array([i]), np.array([j]))[0]):g}".replace(".", ",")
            return _("{fails}: {km}, mehr als {limit} km").format(fails=_(self.fails), km=parts[0], limit=limit)
        return ", ".join(parts + _about(trip)) or (_(self.label) if trip else _("am selben Ort"))

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """One place where some of the seekers live."""
        homes = pairs.column(SEEKER, self.seeker)
        places = pairs.column(SEEKER, self.seeker_place) if self.seeker_place else None
        found: dict[object, Ideal] = {}
        for row in rows:
            name = places.values[row] if places else None
            if homes.values[row] is None and name is None:
                continue
            values = {self.provider: homes.values[row]} | ({self.provider_place: name} if self.provider_place else {})
            ideal = Ideal(values, places.name(name), _("Raum {name}")) if places and name else None
            found.setdefault(homes.values[row] or name, ideal or Ideal(values, _("in der Nähe")))
        return list(found.values()) or [Ideal({})]

    @cached_property
    def _back(self) -> time | None:
        return parse_time(self.back) if self.back else None

    def _too_early(self, trip: Trip) -> bool:
        back = self._back
        return back is not None and trip.last_return is not None and trip.last_return < back

    def _limit(self, pairs: Pairs, i: Index, j: Index) -> Share:
        limit = np.full(np.broadcast_shapes(i.shape, j.shape), float(self.limit))
        for side, name, rows in ((SEEKER, self.seeker_limit, i), (PROVIDER, self.provider_limit, j)):
            if name:
                limit = np.fmin(limit, pairs.column(side, name).numbers[rows])
        return limit

    def _km(self, pairs: Pairs, i: Index, j: Index) -> Share:
        """Kilometres as stated, else as the crow flies; none within one place whose coordinates are not known."""
        homes, others = pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider)
        km = great_circle(homes.vectors[i], others.vectors[j])
        if not (ways := self._ways(pairs)):
            return km
        km[np.isnan(km) & ways.same(i, j)] = 0.0
        if not ways.trips:
            return km
        stated = ways.km[ways.between(i, j)]
        return np.where(np.isnan(stated), km, stated)

    def _told_km(self, pairs: Pairs, trip: Trip | None, i: int, j: int) -> list[str]:
        """The whole kilometres of one pair, as `_km` has them for many."""
        here, there = pairs.column(SEEKER, self.seeker), pairs.column(PROVIDER, self.provider)
        if trip and trip.km is not None:
            km = trip.km
        elif here.values[i] is not None and there.values[j] is not None:
            km = 2 * EARTH * math.asin(min(math.dist(here.vectors[i], there.vectors[j]) / 2, 1.0))
        else:
            return []
        return [_("{n} km").format(n=int(km + 0.5)) if km >= 0.5 else _("unter 1 km")]

    def _ways(self, pairs: Pairs) -> Ways | None:
        if not (self.seeker_place and self.provider_place):
            return None
        one, other = pairs.column(SEEKER, self.seeker_place), pairs.column(PROVIDER, self.provider_place)
        return pairs.once((id(self), "ways"), lambda: Ways(pairs.trips, one, other))


def _about(trip: Trip | None) -> list[str]:
    """What people want to know about a way."""
    if trip is None:
        return []
    parts = [trip.means] if trip.means else []
    parts += [_("{n} Minuten").format(n=trip.minutes)] if trip.minutes else []
    return parts + ([_("letzte Rückfahrt {time} Uhr").format(time=show(trip.last_return))] if trip.last_return else [])
