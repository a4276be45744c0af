"""What every matching reads from the database alike: people, where they live, what they speak, how one gets around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.fold import sort_key
from app.core.languages import LEVELS, language_name
from app.core.tags import Tags
from app.core.text import _
from app.models import Person, Travel
from app.models.person import Gender, YesNo
from app.services.gazetteer import gazetteer

if TYPE_CHECKING:
    from app.services.matching import Column, Pair, Side, Trip

FLAGS = {YesNo.YES.value: True, YesNo.NO.value: False}
Spoken = Mapping[int, Mapping[str, str]]
"""Level by language by person."""
Coordinates = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Party:
    """What pages and papers say about one row of a side."""

    name: str
    """As one speaks of it: 'Rim Al-Haddad'."""
    caption: str
    short: str
    """As it stands in the name of a change."""
    order: str
    listed: str
    """In a list, above BELOW: place and languages, or whose offer it is, where and when."""
    below: str = ""
    facts: str = ""
    """Under the heading above its proposals."""
    about: str = ""
    """Beside the name on a card."""
    since: date | None = None
    capacity: int = 1
    assumed: bool = False
    """Whether the number of places is not known, and one is taken for granted."""
    protected: bool = False
    """Whether the name must not be seen by everybody; then it stands in none of the other texts."""


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Who seeks, who provides, what is said about each, and what never comes about again."""

    seekers: Side
    providers: Side
    seeking: Mapping[int, Party]
    giving: Mapping[int, Party]
    without_consent: int = 0
    elsewhere: int = 0
    """Mentees of parts of the project that run no mentoring."""
    without_club: int = 0
    """Offers of nobody: there is none who could be asked."""
    past: frozenset[Pair] = frozenset()


def trips(session: Session) -> list[Trip]:
    """The ways that the office stated."""
    from app.services.matching import Trip

    order = Travel.caption_key, Travel.id
    return [
        Trip(one.start, one.end, None, one.line, one.minutes, one.last_return)
        for one in session.scalars(select(Travel).order_by(*order))
    ]


class Map:
    """Where addresses lie, as the office says or else as the list of Thüringen does."""

    def __init__(self, session: Session) -> None:
        self._known = gazetteer(session)
        self._found: dict[tuple[str, str, str], Coordinates | None] = {}

    def find(self, city: str, postcode: str = "", county: str = "") -> Coordinates | None:
        """Coordinates, as far as the address can mean one place only."""
        key = city, postcode, county
        if key not in self._found:
            place = self._known.find(*key).place if city or postcode else None
            self._found[key] = (place.latitude, place.longitude) if place else None
        return self._found[key]


def person_columns(people: Sequence[Person], spoken: Spoken, where: Map) -> dict[str, Column]:
    """What is known about people, as columns that rules may name."""
    from app.services.matching import LEVELS as RANKS
    from app.services.matching import Column

    ranks = {code: rank for rank, code in enumerate(RANKS, 1)}
    known = [spoken.get(one.id, {}) for one in people]
    levels = [{code: ranks[level] for code, level in one.items() if level in ranks} or None for one in known]
    languages = {code: language_name(code) for one in known for code in one}
    genders = {code: _(text) for code, text in Gender.options()}

    def of(kind: str, value: Callable[[Person], Any], label: str, names: Mapping[str, str] | None = None) -> Column:
        return Column(kind, [value(one) for one in people], label, names or {})

    return {
        "consent": of("flag", lambda _one: True, _("Einwilligung")),
        "languages": Column("levels", levels, _("Sprachen"), languages),
        "gender": of("text", lambda one: one.gender, _("Geschlecht"), genders),
        "age": of("number", _age, _("Alter")),
        "home": of("place", lambda one: where.find(one.city, one.postcode), _("Wohnort")),
        "city": of("text", lambda one: one.city or None, _("Wohnort")),
        "radius": of("number", lambda one: one.radius, _("Weg höchstens")),
        "mobility": of("text", lambda one: one.mobility, _("Mobilität")),
        "times": of("times", lambda one: one.times.mask if one.times else None, _("Zeiten")),
        "interests": tags([one.interests for one in people], _("Interessen")),
        "has_children": of("flag", lambda one: FLAGS.get(one.children or ""), _("hat Kinder")),
        "childcare": of("flag", lambda one: FLAGS.get(one.childcare or ""), _("Kinderbetreuung nötig")),
    }


def tags(rows: Iterable[Tags | None], label: str) -> Column:
    """A column of interests in whatever spelling."""
    from app.services.matching import Column

    found = list(rows)
    names = {sort_key(text): text for one in found for text in one or ()}
    return Column("tags", [frozenset(map(sort_key, one)) if one else None for one in found], label, names)


def _age(person: Person) -> int | None:
    return person.born.completed_years(today()) if person.born else None


def said(levels: Mapping[str, str], most: int = 2) -> str:
    """'Arabisch, Deutsch B1'."""
    labels = dict(LEVELS)
    found = [
        language_name(code) if level == "native" else f"{language_name(code)} {_(labels.get(level, level))}"
        for code, level in levels.items()
        if level != "none"
    ]
    return ", ".join(found[:most])


def party(person: Person, levels: Mapping[str, str], since: date | None, capacity: int = 1) -> Party:
    """A person as pages show her."""
    wanted = person.wished_occupation or person.occupation
    speaks = said(levels)
    return Party(
        name=person.full_name,
        caption=person.caption,
        short=person.last_name or person.first_names,
        order=person.caption_key,
        listed=person.caption,
        below=" · ".join(filter(None, (person.city, speaks))),
        facts=" · ".join(filter(None, (wanted, speaks, str(person.times or "")))),
        about=" · ".join(filter(None, (person.occupation, person.city))),
        since=since,
        capacity=capacity,
    )
