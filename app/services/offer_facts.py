"""What the overview of offers is made of, read at once: offers with their users, people who look, ways."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.fold import sort_key
from app.core.geography import gazetteer
from app.core.languages import rank
from app.core.partial_date import PartialDate
from app.core.resources import resource
from app.core.week_times import WeekTimes
from app.models import Offer, Organisation, Participation, Person, Place, Placement, Role, Travel
from app.models.offer import OpenTo, Sector
from app.models.person import Gender, YesNo
from app.models.placement import HOLDING, LEADS_TO_WORK
from app.models.role import RoleKind
from app.services.pair_views import languages

WOMEN, CHILDREN = "women", "children"
SECTORS = tuple(sector.value for sector in Sector)
PARTS = (WOMEN, CHILDREN)
"""Columns that count again what is counted in a sector."""
LOWEST = "A1"


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer that is valid in the period; `mask` are its hours, 0 where nobody knows them."""

    id: int
    name: str
    organisation_id: int | None
    organisation: str
    sector: str
    city: str
    place: str
    mask: int
    times: str
    postcode: str = field(default="", kw_only=True)
    county: str = field(default="", kw_only=True)
    open_to: str
    ages: tuple[int, int]
    children: bool
    childcare: bool
    free: int | None
    users: int
    interests: tuple[str, ...] = ()
    language: str = ""
    """The language that one has to speak for it, '' where none is needed."""
    level: int = 0
    """How well at least."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Its sector, and the parts in which it is counted again."""
        women = (WOMEN,) if self.open_to == OpenTo.WOMEN else ()
        return (self.sector, *women, *((CHILDREN,) if self.children or self.childcare else ()))

    @property
    def ends(self) -> int:
        """The hour at which it is over, on the day it lasts longest; 0 where nobody knows."""
        days = (self.mask >> 24 * day & 0xFFFFFF for day in range(7))
        return max(one.bit_length() for one in days)


@dataclass(frozen=True, slots=True)
class Seeker:
    """One person who takes part and wants something she does not have yet; `wants` are columns."""

    id: int
    name: str
    female: bool | None
    age: int | None
    city: str
    place: str
    mask: int
    km: int
    walks: bool
    childcare: bool
    since: date | None
    wants: frozenset[str] = frozenset()
    postcode: str = ""
    speaks: Mapping[str, int] | None = None
    """How well, by language; None where nobody has asked."""


@dataclass(frozen=True, slots=True)
class Way:
    """A connection between two places as the office states it."""

    line: str
    last_return: time | None


@dataclass(frozen=True)
class Facts:
    """Everything, for one period."""

    offers: tuple[Offered, ...]
    seekers: tuple[Seeker, ...]
    ways: Mapping[frozenset[str], Way] = field(default_factory=dict)
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Latitude and longitude of a place, by its key."""


def facts(session: Session, first: date, last: date) -> Facts:
    """Offers valid at some time from FIRST to LAST, who looks today, and how one gets around."""
    offers = tuple(_offers(session, first, last))
    ways = {
        frozenset((sort_key(way.start), sort_key(way.end))): Way(way.line, way.last_return)
        for way in session.scalars(select(Travel))
    }
    seekers = tuple(_seekers(session, sectors_of_words(offers)))
    return Facts(offers, seekers, ways, _points(session, offers, seekers))


def _points(session: Session, offers: Iterable[Offered], seekers: Iterable[Seeker]) -> dict[str, tuple[float, float]]:
    """Where the places lie: as the office says, or else as the list of Thüringen does where only one can be meant."""
    found = {sort_key(place.name): (place.latitude, place.longitude) for place in session.scalars(select(Place))}
    named: dict[str, tuple[str, str, str]] = {one.place: (one.city, one.postcode, "") for one in seekers}
    named |= {one.place: (one.city, one.postcode, one.county) for one in offers}
    for key, address in named.items():
        if key and key not in found and (place := _lies(*address)):
            found[key] = place
    return found


@lru_cache(4096)
def _lies(city: str, postcode: str, county: str) -> tuple[float, float] | None:
    place = gazetteer().find(city, postcode, county).place
    return (place.latitude, place.longitude) if place else None


def sectors_of_words(offers: Iterable[Offered]) -> Mapping[str, frozenset[str]]:
    """The sectors in which an interest is offered somewhere, by its folded word."""
    found: dict[str, set[str]] = {}
    for one in offers:
        for word in one.interests:
            found.setdefault(_folded(word), set()).add(one.sector)
    return {word: frozenset(sectors) for word, sectors in found.items()}


# ---------------------------------------------------------------- offers


def _offers(session: Session, first: date, last: date) -> Iterable[Offered]:
    used = _users(session, first, last)
    names = (
        "id", "name", "organisation_id", "sector", "city", "city_key", "postcode", "county", "open_to", "age_from",
        "age_to", "with_children", "childcare", "free", "language", "level",
    )  # fmt: skip
    texts = (type_coerce(Offer.times, String), type_coerce(Offer.interests, String), Organisation.caption)
    begun = or_(Offer.valid_from.is_(None), Offer.valid_from <= last)
    query = (
        select(*(getattr(Offer, name) for name in names), *texts)
        .outerjoin(Organisation, Organisation.id == Offer.organisation_id)
        .where(begun, or_(Offer.valid_to.is_(None), Offer.valid_to >= first))
        .order_by(Offer.caption_key, Offer.id)
    )
    for row in session.execute(query):
        *values, times, interests, club = row
        one: dict[str, Any] = dict(zip(names, values, strict=True))
        oldest = 999 if one["age_to"] is None else one["age_to"]
        yield Offered(
            id=one["id"], name=one["name"], organisation_id=one["organisation_id"], organisation=club or "",
            sector=one["sector"], city=one["city"], place=one["city_key"], mask=_mask(times), times=times or "",
            open_to=one["open_to"], ages=(one["age_from"] or 0, oldest), children=one["with_children"],
            childcare=one["childcare"], free=one["free"], users=used.get(one["id"], 0), interests=_labels(interests),
            postcode=one["postcode"], county=one["county"], **_needed(one["language"], one["level"]),
        )  # fmt: skip


def _needed(language: str | None, level: str | None) -> dict[str, Any]:
    """What an offer asks for: any level where none is said, nothing where it says that none is needed."""
    least = rank(level or LOWEST)
    return {"language": language, "level": least} if language and least else {}


def _users(session: Session, first: date, last: date) -> dict[int, int]:
    """How many people took part in each offer at some time of the period."""
    there = and_(Placement.started <= last, or_(Placement.ended.is_(None), Placement.ended >= first))
    query = select(Placement.offer_id, func.count(func.distinct(Placement.person_id))).where(there)
    found = session.execute(query.where(Placement.offer_id.is_not(None)).group_by(Placement.offer_id))
    return {id or 0: count for id, count in found}


@lru_cache(32_768)
def _mask(times: str | None) -> int:
    return WeekTimes.parse(times).mask if times else 0


@lru_cache(4096)
def _folded(word: str) -> str:
    return sort_key(word)


@lru_cache(4096)
def _labels(tags: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (tags or "").split(";")))


# ---------------------------------------------------------------- people


def _seekers(session: Session, offered: Mapping[str, frozenset[str]]) -> Iterable[Seeker]:
    since, women_only = _taking_part(session)
    served, spoken, day = _served(session), languages(session), today()
    names = (
        "id", "caption", "gender", "city", "city_key", "mobility", "radius", "childcare", "wished_occupation",
        "postcode",
    )  # fmt: skip
    coerced = (type_coerce(column, String) for column in (Person.born, Person.times, Person.interests))
    query = select(*(getattr(Person, name) for name in names), *coerced).where(Person.anonymised.is_(None))
    for (
        id,
        name,
        gender,
        city,
        place,
        mobility,
        radius,
        childcare,
        work,
        postcode,
        born,
        times,
        tags,
    ) in session.execute(query.order_by(Person.caption_key, Person.id)):
        if id not in since:
            continue
        female = None if gender is None else gender == Gender.FEMALE
        wants = {sector for word in _labels(tags) for sector in _sectors(word, offered.get(_folded(word)))}
        wants |= {Sector.WORK.value} if work else set()
        wants |= {WOMEN} if female and id in women_only else set()
        wants |= {CHILDREN} if childcare == YesNo.YES else set()
        wants -= served.get(id, set())
        if wants:
            yield Seeker(
                id=id, name=name, female=female, age=_age(born, day), city=city, place=place, mask=_mask(times),
                km=radius if radius is not None else WALK_KM if mobility == "foot" else WAY_KM,
                walks=mobility == "foot", childcare=childcare == YesNo.YES, since=since[id], wants=frozenset(wants),
                postcode=postcode, speaks=_ranks(spoken.get(id)),
            )  # fmt: skip


WAY_KM, WALK_KM = 25, 5
"""How far somebody goes who has not said so; the matching begins with the same."""


def _ranks(spoken: Mapping[str, str] | None) -> Mapping[str, int] | None:
    return None if spoken is None else {language: rank(level) for language, level in spoken.items()}


def _taking_part(session: Session) -> tuple[dict[int, date | None], set[int]]:
    """Mentees and participants with the day since when, and the women among them who want to be among women."""
    day = today()
    runs = and_(or_(Role.since.is_(None), Role.since <= day), or_(Role.until.is_(None), Role.until >= day))
    mentees = select(Role.person_id, Role.since, Role.women_only).where(Role.kind == RoleKind.MENTEE.value, runs)
    open_ = and_(Participation.cancelled.is_(None), or_(Participation.exit.is_(None), Participation.exit >= day))
    found: dict[int, date | None] = {}
    women_only = set()
    for id, entry in session.execute(select(Participation.person_id, Participation.entry).where(open_)):
        found[id] = entry
    for id, begun, alone in session.execute(mentees):
        known = found.get(id)
        found[id] = min((one for one in (known, begun) if one), default=None)
        if alone:
            women_only.add(id)
    return found, women_only


def _served(session: Session) -> dict[int, set[str]]:
    """What people have already: the columns of the offers where they hold a place."""
    columns = (Placement.person_id, Placement.kind, Offer.sector, Offer.open_to, Offer.with_children, Offer.childcare)
    query = select(*columns).outerjoin(Offer, Offer.id == Placement.offer_id).where(_holds())
    found: dict[int, set[str]] = {}
    for id, kind, sector, open_to, children, childcare in session.execute(query):
        has = found.setdefault(id, set())
        has |= {sector} if sector else set()
        has |= {Sector.WORK.value} if kind in LEADS_TO_WORK else set()
        has |= {WOMEN} if open_to == OpenTo.WOMEN else set()
        has |= {CHILDREN} if children or childcare else set()
    return found


def _holds() -> ColumnElement[bool]:
    return Placement.state.in_(HOLDING)


@lru_cache(4096)
def _age(born: str | None, day: date) -> int | None:
    return PartialDate.parse(born).completed_years(day) if born else None


@lru_cache(4096)
def _sectors(word: str, offered: frozenset[str] | None) -> frozenset[str]:
    """What offers say about an interest, or else what the list of words says."""
    if offered:
        return offered
    folded = _folded(word).split()
    return frozenset(sector for sector, begins in _words().items() if any(part.startswith(begins) for part in folded))


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    raw = tomllib.loads(resource("offers", "sectors.toml").read_text("utf-8"))
    return {sector: tuple(sort_key(word) for word in words) for sector, words in raw.items()}
