"""Where places lie: by post code and name, how far apart, and what is near. Nothing is ever guessed.

The shipped table (resources/places) knows Thüringen. An office adds or corrects places with `Gazetteer.corrected()`.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple, Protocol

from app.core.fold import fold
from app.core.resources import resource
from app.core.text import NBSP, _

EARTH_RADIUS = 6371.0088
"""Mean radius in km; over Thüringen the sphere is at most 0.3 % off the ellipsoid."""

_LITTLE = {"a", "am", "an", "b", "bei", "d", "der", "dem", "den", "i", "im", "in", "unter", "unterm", "v", "vor"}
"""Words that names have in full, short or not at all: 'Neustadt an der Orla', 'Neustadt a. d. O.', 'Neustadt/Orla'."""
_BATHS = ("bad ", "heilbad ")
_ADDITION = re.compile(r"\s*[,/(]\s*|\s+(?=(?:OT|Ortsteil|b\.|bei)\s)", re.IGNORECASE)
"""Where what people write after a place's name begins: ', Thür.', '/Saale', '(Kyffhäuserkreis)', ' OT Badra'."""
_PART = re.compile(r"(?:OT|Ortsteil|b\.|bei)\s", re.IGNORECASE)
_HERE = frozenset((
    "thueringen", "thuer", "th", "thueringer", "wald", "saale", "unstrut", "ilm", "werra", "orla", "helme", "elster",
    "weisse", "wipper", "rhoen", "harz", "rennsteig", "eichsfeld", "vogtland", "kyffhaeuser", "landkreis", "kreis",
))  # fmt: skip
"""Words of additions that mean nothing else than here; 'Weimar (Lahn)' is not Weimar."""
_COUNTY_WORDS = re.compile(r"\b(?:landkreis|kreisfreie stadt|kreis|lkr|lk|stadt)\b")


class Located(Protocol):
    """Whatever lies somewhere, in degrees (WGS 84)."""

    @property
    def latitude(self) -> float: ...
    @property
    def longitude(self) -> float: ...


class County(NamedTuple):
    """A Landkreis, or a town that is none's."""

    key: str
    """The first five digits of the Gemeindeschlüssel."""
    name: str
    kind: str

    @property
    def town(self) -> bool:
        """Whether it is a kreisfreie Stadt."""
        return self.kind == "kreisfreie Stadt"


@dataclass(frozen=True, slots=True)
class Place:
    """One town or village."""

    name: str
    postcodes: tuple[str, ...]
    county: str
    """The name of the Landkreis or kreisfreie Stadt."""
    latitude: float
    longitude: float
    about: bool = False
    """Whether the coordinates are only those of its post code: some kilometres off."""
    municipality: str = ""
    """The eight digits of the Gemeindeschlüssel as of 2023, or '' where nobody has said it."""
    aliases: tuple[str, ...] = ()
    population: int = 0
    """About how many people live there, 0 if unknown: only to weigh by."""

    @classmethod
    def stated(cls, name: str, postcode: str, county: str, latitude: float, longitude: float) -> Place:
        """A place as somebody states it, with one post code, several or none."""
        return cls(name.strip(), tuple(re.findall(r"\d{5}", postcode)), county.strip(), latitude, longitude)

    def show(self) -> str:
        """'99706 Badra (Kyffhäuserkreis)', as candidates are offered."""
        code = f"{self.postcodes[0]} " if len(self.postcodes) == 1 else ""
        return f"{code}{self.name}" + (f" ({self.county})" if self.county != self.name else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for an address: no place, one, or several to choose from."""

    places: tuple[Place, ...] = ()
    problem: str = ""
    """One sentence where name, post code and Landkreis do not go together, or something has to be asked for."""

    @property
    def place(self) -> Place | None:
        """The only place that can be meant."""
        return self.places[0] if len(self.places) == 1 else None


def distance_km(one: Located, other: Located) -> float:
    """Kilometres as the crow flies (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def show_distance(km: float, *, about: bool = False) -> str:
    """'unter 1 km', '12 km', 'etwa 12 km' where one end is only known by its post code."""
    shown = _("unter 1{space}km") if km < 1 else _("{km}{space}km")
    text = shown.format(km=math.floor(km + 0.5), space=NBSP)
    return _("etwa {distance}").format(distance=text) if about and km >= 1 else text


class Gazetteer:
    """A list of places to look up in; it is never changed, `corrected()` makes another one."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)

    @cached_property
    def _by_postcode(self) -> dict[str, tuple[Place, ...]]:
        found = defaultdict(list)
        for place in self.places:
            for code in place.postcodes:
                found[code].append(place)
        return {
            code: tuple(sorted(places, key=lambda place: (place.about, -place.population)))
            for code, places in found.items()
        }

    @cached_property
    def _by_name(self) -> dict[str, tuple[Place, ...]]:
        found = defaultdict(list)
        for place in self.places:
            for name in dict.fromkeys(map(_key, (place.name, *place.aliases))):
                found[name].append(place)
        return {name: tuple(places) for name, places in found.items()}

    def by_postcode(self, postcode: str) -> tuple[Place, ...]:
        """All places of a post code, the largest first, those without coordinates of their own last."""
        return self._by_postcode.get(postcode.strip(), ())

    def by_name(self, name: str, county: str = "") -> tuple[Place, ...]:
        """All places called NAME in any spelling, if there is none also without what people leave out or add.

        'Frankenhausen' is a bath, 'Saalfeld/Saale' and 'Sondershausen OT Berka' have an addition.
        """
        head, rest = _ADDITION.split(name, maxsplit=1) if _ADDITION.search(name) else (name, "")
        whole = _key(name)
        for written, addition in ((whole, ""), *((bath + whole, "") for bath in _BATHS), (_key(head), rest)):
            found = tuple(place for place in self._by_name.get(written, ()) if _fits(addition, place))
            if found:
                return tuple(place for place in found if not county.strip() or same_county(place.county, county))
        return ()

    def counties_of(self, postcode: str) -> tuple[str, ...]:
        """The names of the Landkreise a post code lies in; if there are several, the place has to be asked for."""
        return tuple(sorted({place.county for place in self.by_postcode(postcode)}))

    def find(self, name: str = "", postcode: str = "", county: str = "") -> Answer:
        """The places that an address can mean, with a sentence where its parts contradict each other.

        Where they do, no place is taken: which part is wrong cannot be known.
        """
        code = postcode.strip()
        named = self.by_name(name, county)
        if not code:
            return Answer(named)
        if not (coded := self.by_postcode(code)):  # 'Weimar' with a code from elsewhere is another Weimar
            return Answer((), _("Zur PLZ {code} ist kein Ort bekannt.").format(code=code))
        if name.strip():
            both = tuple(place for place in named if code in place.postcodes)
            return Answer(both, "" if both or not named else _disagreement(name, code, named))
        if county.strip():
            coded = tuple(place for place in coded if same_county(place.county, county))
        return Answer(coded, self._ask_for_the_place(code) if _several_counties(coded) else "")

    def _ask_for_the_place(self, postcode: str) -> str:
        """The sentence about a post code in several Landkreise."""
        return _("Die PLZ {code} liegt in {counties}. Bitte den Ort angeben.").format(
            code=postcode, counties=_listed(self.counties_of(postcode))
        )

    def middle(self, postcode: str) -> Place | None:
        """Where people of a post code live in the mean; None where it lies in several Landkreise or is not known."""
        places = self.by_postcode(postcode)
        if not places or _several_counties(places):
            return None
        if len(places) == 1:
            return places[0]
        known = [place for place in places if not place.about] or places
        weights = [place.population or 1 for place in known]
        north = sum(place.latitude * weight for place, weight in zip(known, weights, strict=True)) / sum(weights)
        east = sum(place.longitude * weight for place, weight in zip(known, weights, strict=True)) / sum(weights)
        return Place("", (postcode.strip(),), places[0].county, north, east, about=True)

    def near(self, centre: Located, km: float) -> list[tuple[float, Place]]:
        """The places at most KM from CENTRE with their distance, nearest first; the centre itself is one of them."""
        around = ((distance_km(centre, place), place) for place in self.places)
        return sorted((pair for pair in around if pair[0] <= km), key=lambda pair: (pair[0], pair[1].name))

    def corrected(self, places: Iterable[Place]) -> Gazetteer:
        """This list with the office's own PLACES, each instead of those of its name in its post code or county.

        What the office does not say (further post codes and names, the Landkreis) stays as it was.
        """
        kept, own = dict.fromkeys(self.places), []
        for place in places:
            old = [one for one in self._by_name.get(_key(place.name), ()) if one in kept and _replaces(place, one)]
            for one in old:
                del kept[one]
            own.append(_completed(place, old))
        return Gazetteer((*kept, *own))


@cache
def counties() -> tuple[County, ...]:
    """The Landkreise and kreisfreie Städte of Thüringen."""
    return tuple(County(*row) for row in _rows("counties.tsv"))


@cache
def gazetteer() -> Gazetteer:
    """The places of Thüringen as shipped, read at first use."""
    names = {county.key: county.name for county in counties()}
    return Gazetteer(
        Place(
            *(name, tuple(codes.split()), names[county], float(north), float(east), about == "~", key),
            aliases=tuple(filter(None, aliases.split(";"))),
            population=int(people or 0),
        )
        for name, county, key, north, east, about, people, codes, aliases in _rows("thueringen.tsv")
    )


def same_county(one: str, other: str) -> bool:
    """Whether two spellings mean the same Landkreis: 'Kyffhäuserkreis', 'Landkreis Kyffhäuser', 'LK Kyffhaeuser'."""
    return _county_key(one) == _county_key(other)


def _rows(name: str) -> Iterator[list[str]]:
    lines = resource("places", name).read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines if not line.startswith("#"))


def _several_counties(places: Iterable[Place]) -> bool:
    return len({place.county for place in places}) > 1


def _key(name: str) -> str:
    """What the spellings of a name have in common: 'St. Gangloff' and 'Sankt Gangloff'."""
    return " ".join("sankt" if word == "st" else word for word in fold(name).split() if word not in _LITTLE)


@cache
def _county_key(name: str) -> str:
    return _COUNTY_WORDS.sub(" ", fold(name)).replace(" ", "").removesuffix("kreis")


def _fits(addition: str, place: Place) -> bool:
    """Whether what was written after the name of PLACE does not say that another one is meant."""
    if _PART.match(addition) or same_county(addition, place.county):
        return True
    return set(fold(addition).split()) <= _HERE | set(fold(place.county).split())


def _replaces(new: Place, old: Place) -> bool:
    """Whether the office's NEW place is meant to be the shipped OLD one of the same name."""
    if new.postcodes and old.postcodes:
        return bool(set(new.postcodes) & set(old.postcodes))
    return same_county(new.county, old.county)


def _completed(new: Place, old: Iterable[Place]) -> Place:
    """NEW with what only the OLD ones it replaces say."""
    codes, names = dict.fromkeys(new.postcodes), dict.fromkeys(new.aliases)
    for place in old:
        codes |= dict.fromkeys(place.postcodes)
        names |= dict.fromkeys(place.aliases)
        new = replace(new, county=new.county or place.county, municipality=new.municipality or place.municipality)
    return replace(new, postcodes=tuple(codes), aliases=tuple(names))


def _disagreement(name: str, postcode: str, places: tuple[Place, ...]) -> str:
    """The sentence about a name and a post code that do not belong together."""
    codes = sorted({code for place in places for code in place.postcodes})
    if not codes:
        return _("{name} gehört nicht zur PLZ {code}. Bitte prüfen.").format(name=name.strip(), code=postcode)
    return _("{name} hat die PLZ {right}, nicht {code}. Bitte prüfen.").format(
        name=name.strip(), right=_listed(codes[:4], _("oder")), code=postcode
    )


def _listed(words: Iterable[str], last: str = "") -> str:
    """'Erfurt, Gotha und Sömmerda'."""
    *most, final = words
    return f"{', '.join(most)} {last or _('und')} {final}" if most else final
