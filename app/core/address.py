"""What an address lacks while somebody types it: what is certain may be filled in, everything else is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.geography import Gazetteer, Place
from app.core.text import _


@dataclass(frozen=True, slots=True)
class Advice:
    """What follows from the parts of an address."""

    certain: Mapping[str, str] = field(default_factory=dict)
    """City and county, each where nothing was typed and only one can be meant."""
    sentence: str = ""
    """What has to be asked for, or what cannot be true."""
    places: tuple[Place, ...] = ()
    """Those to choose from, if the place is asked for."""
    pressing: bool = False
    """Whether even the Landkreis is not known without the answer."""


def advise(known: Gazetteer, city: str, postcode: str, county: str) -> Advice:
    """Look at a post code with what stands beside it; a code that nobody knows may lie anywhere in Germany."""
    if not known.by_postcode(postcode):
        return Advice()
    answer = known.find(city, postcode, county)
    if answer.problem and not answer.places:
        return Advice(sentence=answer.problem)
    counties = {place.county for place in answer.places} or set(known.counties_of(postcode))
    found = {"city": {place.name for place in answer.places}, "county": counties}
    empty = {part for part, typed in (("city", city), ("county", county)) if not typed.strip()}
    certain = {part: min(meant) for part, meant in found.items() if part in empty and len(meant) == 1}
    if len(answer.places) < 2:
        return Advice(certain)
    how_many = _("Zur PLZ {code} gehören {n} Orte.").format(code=postcode.strip(), n=len(answer.places))
    return Advice(certain, answer.problem or how_many, answer.places, pressing=len(counties) > 1)
