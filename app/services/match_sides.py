"""From the database to the two sides of a matching: what is known about mentees without a pair and about mentors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.core import geography
from app.core.clock import today
from app.core.languages import LEVELS, language_name
from app.core.text import N_, _
from app.models import Pair, Person, Place, Role, Travel
from app.models.consent import Purpose
from app.models.pair import HOLDING, free_places
from app.models.person import Gender, YesNo
from app.models.role import RoleKind
from app.services.consents import those_allowed
from app.services.pair_views import languages
from app.services.participations import root

if TYPE_CHECKING:
    from app.services.matching import Column, Side, Trip

CHILDREN = "children"
WISHES = {CHILDREN: N_("hat selbst Kinder")}
FOREVER = date(9999, 12, 31)
"""A police certificate that was seen and has no end."""
FLAGS = {YesNo.YES.value: True, YesNo.NO.value: False}


@dataclass(frozen=True)
class Member:
    """One mentee or mentor: the person with her role, of several the one that began first."""

    person: Person
    role: Role
    spoken: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Members:
    """Everybody who takes part in a matching, and how many may not."""

    mentees: Sequence[Member]
    mentors: Sequence[Member]
    places: Mapping[int, int]
    """Free places by mentor, less than 0 never."""
    capacity: Mapping[int, int]
    without_consent: int
    homes: Mapping[int, tuple[float, float]]


def members(session: Session, project_ids: Sequence[int]) -> Members:
    """Mentees without a pair and all mentors of these projects; who did not consent is only counted."""
    seeking, giving = (_members(session, project_ids, kind) for kind in (RoleKind.MENTEE, RoleKind.MENTOR))
    for id in set(session.scalars(select(Pair.mentee_id).where(Pair.state.in_(HOLDING)))):
        seeking.pop(id, None)
    agreed = those_allowed(session, seeking.keys() | giving.keys(), Purpose.MATCHING)
    refused = (seeking.keys() | giving.keys()) - agreed
    mentees = [one for id, one in seeking.items() if id in agreed]
    mentors = [one for id, one in giving.items() if id in agreed]
    ids = [one.person.id for one in mentors]
    whole = root(session, project_ids[0]).id if project_ids else 0
    free = free_places(session, ids)
    most = select(Role.person_id, func.max(Role.capacity)).where(Role.person_id.in_(ids), *_running(project_ids))
    capacity = {id: int(n) for id, n in session.execute(most.group_by(Role.person_id))}
    places = {id: max(free.get((id, whole), 0), 0) for id in ids}
    people = [one.person for one in (*mentees, *mentors)]
    return Members(mentees, mentors, places, capacity, len(refused), _homes(session, people))


def _running(project_ids: Sequence[int], kind: RoleKind = RoleKind.MENTOR) -> tuple[ColumnElement[bool], ...]:
    """The conditions for roles of one kind that have not ended."""
    open_ = or_(Role.until.is_(None), Role.until >= today())
    return Role.project_id.in_(project_ids), Role.kind == kind.value, open_


def _members(session: Session, project_ids: Sequence[int], kind: RoleKind) -> dict[int, Member]:
    query = (
        select(Person, Role)
        .join(Role, Role.person_id == Person.id)
        .where(*_running(project_ids, kind), Person.anonymised.is_(None))
        .order_by(Person.id, Role.since.nulls_last(), Role.id)
    )
    rows = session.execute(query).all()
    known = languages(session, [person.id for person, _role in rows])
    found: dict[int, Member] = {}
    for person, role in rows:
        found.setdefault(person.id, Member(person, role, known.get(person.id, {})))
    return found


def _homes(session: Session, people: Iterable[Person]) -> dict[int, tuple[float, float]]:
    """Coordinates by person, as far as the address can mean one place only."""
    own = [
        geography.Place(one.name, (one.postcode,) if one.postcode else (), one.county, one.latitude, one.longitude)
        for one in session.scalars(select(Place))
    ]
    known = geography.gazetteer().corrected(own)
    found: dict[tuple[str, str], tuple[float, float] | None] = {}
    homes = {}
    for person in people:
        key = person.city, person.postcode
        if key not in found:
            place = known.find(*key).place if any(key) else None
            found[key] = (place.latitude, place.longitude) if place else None
        if home := found[key]:
            homes[person.id] = home
    return homes


def trips(session: Session) -> list[Trip]:
    """The ways that the office stated."""
    from app.services.matching import Trip

    order = Travel.caption_key, Travel.id
    return [
        Trip(one.start, one.end, None, one.line, one.minutes, one.last_return)
        for one in session.scalars(select(Travel).order_by(*order))
    ]


def seekers(found: Members) -> Side:
    """The mentees, each of whom looks for one mentor."""
    from app.services.matching import Column, Side

    people = found.mentees
    columns = _common(found, people) | {
        "occupation": Column("text", [_wanted(one.person) for one in people], _("Beruf")),
        "waiting": Column("day", [one.role.since or one.role.acquired for one in people], _("Wartezeit")),
    }
    return Side([one.person.id for one in people], [one.person.caption for one in people], columns)


def providers(found: Members) -> Side:
    """The mentors with their free places."""
    from app.services.matching import Column, Side

    people = found.mentors
    columns = _common(found, people) | {
        "occupation": Column("text", [one.person.occupation or None for one in people], _("Beruf")),
        "in_profession": Column("flag", [bool(one.person.occupation) for one in people], _("hat einen Beruf")),
        "police_record": Column("day", [_police(one.role) for one in people], _("Führungszeugnis")),
    }
    ids = [one.person.id for one in people]
    return Side(ids, [one.person.caption for one in people], columns, [found.places[id] for id in ids])


def _common(found: Members, people: Sequence[Member]) -> dict[str, Column]:
    """What is known about everybody, as columns that rules may name."""
    from app.services.matching import LEVELS as RANKS
    from app.services.matching import Column

    ranks = {code: rank for rank, code in enumerate(RANKS, 1)}
    levels = [{code: ranks[level] for code, level in one.spoken.items() if level in ranks} or None for one in people]
    names = {code: language_name(code) for one in people for code in one.spoken}
    genders = dict(Gender.options())

    def of(kind: str, value: Callable[[Member], Any], label: str, names: Mapping[str, str] | None = None) -> Column:
        return Column(kind, [value(one) for one in people], label, names or {})

    return {
        "consent": of("flag", lambda _one: True, _("Einwilligung")),
        "languages": Column("levels", levels, _("Sprachen"), names),
        "gender": of("text", lambda one: one.person.gender, _("Geschlecht"), {c: _(t) for c, t in genders.items()}),
        "women_only": of("flag", lambda one: one.role.women_only, _("nur mit Frauen")),
        "age": of("number", lambda one: _age(one.person), _("Alter")),
        "age_from": of("number", lambda one: one.role.wish_age_from, _("Alter ab")),
        "age_to": of("number", lambda one: one.role.wish_age_to, _("Alter bis")),
        "home": of("place", lambda one: found.homes.get(one.person.id), _("Wohnort")),
        "city": of("text", lambda one: one.person.city or None, _("Wohnort")),
        "radius": of("number", lambda one: one.person.radius, _("Weg höchstens")),
        "mobility": of("text", lambda one: one.person.mobility, _("Mobilität")),
        "times": of("times", lambda one: one.person.times.mask if one.person.times else None, _("Zeiten")),
        "interests": of("tags", lambda one: _tags(one.person), _("Interessen")),
        "has_children": of("flag", lambda one: FLAGS.get(one.person.children or ""), _("hat Kinder")),
        "childcare": of("flag", lambda one: FLAGS.get(one.person.childcare or ""), _("Kinderbetreuung nötig")),
        "wishes": of("tags", lambda one: _wishes(one.role), _("Wünsche"), {c: _(t) for c, t in WISHES.items()}),
    }


def _wanted(person: Person) -> str | None:
    return person.wished_occupation or person.occupation or None


def _police(role: Role) -> date | None:
    if role.police_until:
        return role.police_until
    return FOREVER if role.police_seen else None


def _age(person: Person) -> int | None:
    return person.born.completed_years(today()) if person.born else None


def _tags(person: Person) -> frozenset[str] | None:
    return frozenset(person.interests) if person.interests else None


def _wishes(role: Role) -> frozenset[str]:
    return frozenset({CHILDREN} if role.wish_children == YesNo.YES else ())


def spoken(one: Member, most: int = 2) -> str:
    """'Arabisch, Deutsch B1'."""
    labels = dict(LEVELS)
    found = [
        language_name(code) if level == "native" else f"{language_name(code)} {_(labels.get(level, level))}"
        for code, level in one.spoken.items()
        if level != "none"
    ]
    return ", ".join(found[:most])


def described(one: Member) -> str:
    """'Krankenpflegerin · Arabisch, Deutsch B1 · Di, Do ab 15 Uhr', as the page says it under the name."""
    parts = (_wanted(one.person) or "", spoken(one), str(one.person.times or ""))
    return " · ".join(filter(None, parts))
