"""People with offers of clubs and organisations: who takes part, what is free, and the placement it becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.fold import sort_key
from app.core.languages import LEVELS, language_name
from app.core.text import N_, _
from app.models import Offer, Organisation, Participation, Person, Placement, Role
from app.models.consent import Purpose
from app.models.match_rules import MatchKind
from app.models.offer import OpenTo, Sector, running
from app.models.organisation import OrganisationKind
from app.models.person import YesNo
from app.models.placement import ARRIVED, CLOSED, PlacementKind
from app.models.role import RoleKind
from app.models.work import Work
from app.services import placements
from app.services.consents import those_allowed
from app.services.match_sides import Map, Party, Sides, Spoken, party, person_columns, tags
from app.services.matchmaking import Matchmaker
from app.services.pair_views import languages

if TYPE_CHECKING:
    from app.services.matching import Column, Side

CHILDCARE, WOMEN = "childcare", "women_only"
WISHES = {CHILDCARE: N_("Kinderbetreuung oder Kinder dabei"), WOMEN: N_("nur mit Frauen")}
FREE_OF_CHARGE = ("kostenlos", "kostenfrei", "gratis", "frei", "keine", "0")
"""How offices write that something costs nothing, folded."""
KINDS = {Sector.VOLUNTEERING.value: PlacementKind.VOLUNTEERING, Sector.COUNSELLING.value: PlacementKind.COUNSELLING}
"""What a placement is about; where the sector does not say, a club."""
RANKS = [code for code, _label in LEVELS if code != "none"]
LOWEST = RANKS[0]


@dataclass(frozen=True)
class Looking:
    """One person who takes part: since when, how many placements she wants further, whether among women."""

    person: Person
    since: date | None
    places: int
    women_only: bool


@dataclass(frozen=True)
class Offered:
    """One running offer with who offers it and how many places can be given."""

    offer: Offer
    club: Organisation
    free: int


class OfferMaker(Matchmaker):
    """Each participant looks for as many offers as the rules say, less the placements she has."""

    kind = MatchKind.OFFERS
    standard = "offers"
    field = "offer_id"

    def sides(self, session: Session, project_ids: Sequence[int], *, wanted: int, named: bool) -> Sides:
        """Who takes part and may be passed on, and running offers of organisations with the places they have left."""
        way = _placements(session)
        looking = _looking(session, project_ids, wanted, way)
        ids = [one.person.id for one in looking]
        agreed = those_allowed(session, ids, Purpose.MATCHING) & those_allowed(session, ids, Purpose.PASSING_ON)
        people = [one for one in looking if one.person.id in agreed]
        offers, alone = _offers(session, way)
        spoken, where = languages(session, sorted(agreed)), Map(session)
        giving = {one.offer.id: _party(one, named=named) for one in offers}
        return Sides(
            seekers=_seekers(people, spoken, where),
            providers=_providers(offers, giving, where),
            seeking={
                one.person.id: party(one.person, spoken.get(one.person.id, {}), one.since, one.places) for one in people
            },
            giving=giving,
            without_consent=len(looking) - len(people),
            without_club=alone,
            past=frozenset((person, offer) for person, offer, _state in way if offer),
        )

    def make(self, work: Work, seeker: int, provider: int, project_id: int, points: int | None, why: str) -> Placement:
        """A placement that neither the person nor the organisation knows of yet."""
        offer = work.get(Offer, provider)
        assert offer.organisation_id is not None  # offers of nobody are not proposed
        kind = KINDS.get(offer.sector, PlacementKind.CLUB).value
        club, id = offer.organisation_id, offer.id
        made = placements.propose(work, seeker, club, id, kind=kind, project_id=project_id, points=points)
        made.notes = why
        return made

    def captions(self, session: Session, ids: Sequence[int]) -> Mapping[int, str]:
        """What is offered by whom, but for religious communities."""
        query = select(Offer, Organisation).join(Organisation, Organisation.id == Offer.organisation_id)
        return {
            offer.id: _caption(offer, club, named=False)
            for offer, club in session.execute(query.where(Offer.id.in_(ids)))
        }


OFFERS = OfferMaker()

Way = tuple[int, int | None, str]
"""Person, offer and state of a placement."""


def _placements(session: Session) -> list[Way]:
    query = select(Placement.person_id, Placement.offer_id, Placement.state)
    return [(person, offer, state) for person, offer, state in session.execute(query)]


# -------------------------------------------------------------------- people


def _looking(session: Session, project_ids: Sequence[int], wanted: int, way: Sequence[Way]) -> list[Looking]:
    """Mentees and participants who have fewer open placements than WANTED."""
    entries, roles = _takes_part(project_ids)
    since, women = _since(session, entries, roles)
    has = Counter(person for person, _offer, state in way if state not in CLOSED)
    here = or_(*(Person.id.in_(one.with_only_columns(one.selected_columns[0])) for one in (entries, roles)))
    query = select(Person).where(here, Person.anonymised.is_(None)).order_by(Person.id)
    return [
        Looking(one, since[one.id], wanted - has[one.id], one.id in women)
        for one in session.scalars(query)
        if has[one.id] < wanted
    ]


def _takes_part(project_ids: Sequence[int]) -> tuple[Select[Any, Any, Any], Select[Any, Any, Any]]:
    """Person, first day and whether she wants to be among women: of entries that run, and of the roles of mentees."""
    day = today()
    stays = or_(Participation.exit.is_(None), Participation.exit >= day)
    entries = select(Participation.person_id, Participation.entry, false()).where(
        Participation.project_id.in_(project_ids), Participation.cancelled.is_(None), stays
    )
    runs = or_(Role.until.is_(None), Role.until >= day)
    roles = select(Role.person_id, Role.since, Role.women_only).where(
        Role.project_id.in_(project_ids), Role.kind == RoleKind.MENTEE.value, runs
    )
    return entries, roles


def _since(session: Session, *queries: Select[Any, Any, Any]) -> tuple[dict[int, date | None], set[int]]:
    """The first day by person, and who wants to be among women."""
    found: dict[int, date | None] = {}
    women = set()
    for id, begun, alone in (line for query in queries for line in session.execute(query)):
        known = found.get(id)
        found[id] = min(known, begun) if known and begun else known or begun
        if alone:
            women.add(id)
    return found, women


def _seekers(people: Sequence[Looking], spoken: Spoken, where: Map) -> Side:
    from app.services.matching import Column, Side

    known = [spoken.get(one.person.id) for one in people]
    codes = [None if levels is None else _up_to(levels) for levels in known]
    wishes = {code: _(text) for code, text in WISHES.items()}
    columns = person_columns([one.person for one in people], spoken, where) | {
        "languages": Column("tags", codes, _("Sprachen"), _named(codes)),
        "wishes": Column("tags", [_wishes(one) for one in people], _("Wünsche"), wishes),
        "waiting": Column("day", [one.since for one in people], _("Wartezeit")),
    }
    captions = [one.person.caption for one in people]
    return Side([one.person.id for one in people], captions, columns, [one.places for one in people])


def _wishes(one: Looking) -> frozenset[str]:
    wished = {CHILDCARE: one.person.childcare == YesNo.YES, WOMEN: one.women_only}
    return frozenset(code for code, wants in wished.items() if wants)


def _up_to(levels: Mapping[str, str]) -> frozenset[str]:
    """Every level that somebody has in each language: who has B1 also has A1 and A2."""
    known = {code: RANKS.index(level) for code, level in levels.items() if level in RANKS}
    return frozenset(f"{code}:{level}" for code, rank in known.items() for level in RANKS[: rank + 1])


def _named(codes: Sequence[frozenset[str] | None]) -> dict[str, str]:
    """'Deutsch ab B1', for every language with a level."""
    labels = dict(LEVELS)
    pairs = ((tag, *tag.split(":")) for one in codes for tag in one or ())
    return {
        tag: _("{language} ab {level}").format(language=language_name(code), level=_(labels[level]))
        for tag, code, level in pairs
    }


# -------------------------------------------------------------------- offers


def _offers(session: Session, way: Sequence[Way]) -> tuple[list[Offered], int]:
    """The running offers of organisations, full ones among them, and how many belong to none."""
    query = select(Offer, Organisation).outerjoin(Organisation, Organisation.id == Offer.organisation_id)
    shares = or_(Organisation.until.is_(None), Organisation.until >= today())
    rows = session.execute(query.where(running(today()), shares).order_by(Offer.id)).all()
    taken = Counter(offer for _person, offer, state in way if state not in CLOSED)
    coming = Counter(offer for _person, offer, state in way if state not in (*CLOSED, *ARRIVED))
    found = [Offered(offer, club, _free(offer, taken, coming)) for offer, club in rows if club is not None]
    return found, len(rows) - len(found)


def _free(offer: Offer, taken: Counter[int | None], coming: Counter[int | None]) -> int:
    """The places left; who was proposed has one already, so that none is proposed twice.

    Where nobody knows how many there are, one person after the other can come.
    """
    return max(1 - coming[offer.id] if offer.places is None else offer.places - taken[offer.id], 0)


def _providers(offers: Sequence[Offered], giving: Mapping[int, Party], where: Map) -> Side:
    from app.services.matching import Side

    ids = [one.offer.id for one in offers]
    columns = _columns(offers, where)
    return Side(ids, [giving[id].caption for id in ids], columns, [one.free for one in offers])


def _columns(offers: Sequence[Offered], where: Map) -> dict[str, Column]:
    from app.services.matching import Column

    rows = [one.offer for one in offers]
    needed = [_needed(one) for one in rows]
    homes = [where.find(*_address(one)) for one in offers]
    return {
        "languages": Column("tags", needed, _("Sprache"), _named(needed)),
        "women_only": Column("flag", [one.open_to == OpenTo.WOMEN for one in rows], _("nur Frauen")),
        "men_only": Column("flag", [one.open_to == OpenTo.MEN for one in rows], _("nur Männer")),
        "age_from": Column("number", [one.age_from for one in rows], _("Alter ab")),
        "age_to": Column("number", [one.age_to for one in rows], _("Alter bis")),
        "home": Column("place", homes, _("Ort")),
        "city": Column("text", [_address(one)[0] or None for one in offers], _("Ort")),
        "times": Column("times", [one.times.mask if one.times else None for one in rows], _("Zeiten")),
        "topics": tags([one.interests for one in rows], _("Interessen")),
        "childcare": Column("flag", [one.childcare or one.with_children for one in rows], _("Kinderbetreuung")),
        "with_children": Column("flag", [one.with_children for one in rows], _("Auch mit Kindern")),
        "free_of_charge": Column("flag", [_costs_nothing(one.cost) for one in rows], _("kostenlos")),
    }


def _needed(offer: Offer) -> frozenset[str] | None:
    """The language with the level that one has to have for it; any level where none is said."""
    if not offer.language or offer.level == "none":
        return None
    return frozenset({f"{offer.language}:{offer.level or LOWEST}"})


def _address(one: Offered) -> tuple[str, str, str]:
    """Where it takes place; where the offer does not say, at the organisation's."""
    place: Offer | Organisation = one.offer if one.offer.city or one.offer.postcode else one.club
    return place.city, place.postcode, place.county


def _costs_nothing(cost: str) -> bool | None:
    words = sort_key(cost).split()
    return words[0] in FREE_OF_CHARGE if words else None


def _caption(offer: Offer, club: Organisation, *, named: bool) -> str:
    if club.sensitive and not named:
        return _(OrganisationKind.RELIGIOUS.label)
    return _("{offer} ({club})").format(offer=offer.name, club=club.caption)


def _party(one: Offered, *, named: bool) -> Party:
    """An offer as pages show it."""
    offer, hidden = one.offer, one.club.sensitive and not named
    caption, city, times = _caption(offer, one.club, named=named), _address(one)[0], str(offer.times or "")
    sector = "" if hidden else _(dict(Sector.options()).get(offer.sector, ""))
    made = Party(
        name=caption,
        caption=caption,
        short=_(OrganisationKind.RELIGIOUS.label) if one.club.sensitive else one.club.caption,
        order=offer.caption_key,
        listed=caption if hidden else offer.name,
        below=" · ".join(filter(None, ("" if hidden else one.club.caption, city, times))),
        facts=" · ".join(filter(None, (sector, city, times, "" if hidden else offer.cost))),
        about=" · ".join(filter(None, (city, times))),
        capacity=1 if offer.places is None else offer.places,
        assumed=offer.places is None,
        protected=one.club.sensitive,
    )
    return replace(made, order=sort_key(caption)) if hidden else made
