"""Mentees with mentors: who takes part, what is known about each, and the pair that a proposal becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.text import N_, _
from app.models import Pair, Person, Role
from app.models.consent import Purpose
from app.models.match_rules import MatchKind
from app.models.pair import HOLDING, free_places
from app.models.person import YesNo
from app.models.role import RoleKind
from app.models.work import Work
from app.services import pairs
from app.services.consents import those_allowed
from app.services.match_sides import Map, Sides, Spoken, party, person_columns
from app.services.matchmaking import Matchmaker
from app.services.pair_views import languages
from app.services.participations import parts, root, wholes

if TYPE_CHECKING:
    from app.services.matching import Column, Side

CHILDREN = "children"
WISHES = {CHILDREN: N_("hat selbst Kinder")}
FOREVER = date(9999, 12, 31)
"""A police certificate that was seen and has no end."""


@dataclass(frozen=True)
class Member:
    """One mentee or mentor: the person with her role, of several the one that began first."""

    person: Person
    role: Role


class PairMaker(Matchmaker):
    """Each mentee without a pair looks for one mentor."""

    kind = MatchKind.PAIRS
    standard = "mentoring"
    field = "mentor_id"

    def sides(self, session: Session, project_ids: Sequence[int], *, wanted: int, named: bool) -> Sides:
        """Mentees without a pair and all mentors of these projects; who did not consent is only counted."""
        del wanted, named  # one mentor each, and nobody's name is protected
        seeking = _members(session, _with_mentoring(session, project_ids), RoleKind.MENTEE)
        giving = _members(session, project_ids, RoleKind.MENTOR)
        elsewhere = _members(session, project_ids, RoleKind.MENTEE).keys() - seeking.keys()
        paired = set(session.scalars(select(Pair.mentee_id).where(Pair.state.in_(HOLDING))))
        for id in paired & seeking.keys():
            del seeking[id]
        everybody = seeking.keys() | giving.keys()
        agreed = those_allowed(session, everybody, Purpose.MATCHING)
        mentees, mentors = ([one for id, one in side.items() if id in agreed] for side in (seeking, giving))
        spoken, where = languages(session, sorted(agreed)), Map(session)
        ids = [one.person.id for one in mentors]
        capacity = _capacity(session, project_ids, ids)
        return Sides(
            seekers=_seekers(mentees, spoken, where),
            providers=_providers(mentors, spoken, where, _places(session, project_ids, ids)),
            seeking={
                one.person.id: party(one.person, spoken.get(one.person.id, {}), one.role.since or one.role.acquired)
                for one in mentees
            },
            giving={
                id: party(one.person, spoken.get(id, {}), None, capacity.get(id, 1))
                for id, one in zip(ids, mentors, strict=True)
            },
            without_consent=len(everybody - agreed),
            elsewhere=len(elsewhere - paired),
        )

    def make(self, work: Work, seeker: int, provider: int, project_id: int, points: int | None, why: str) -> Pair:
        """A pair that nobody knows of yet."""
        pair = pairs.propose(work, seeker, provider, project_id, points=points)
        pair.notes = why
        return pair

    def captions(self, session: Session, ids: Sequence[int]) -> Mapping[int, str]:
        """The mentors' names."""
        return {id: name for id, name in session.execute(select(Person.id, Person.caption).where(Person.id.in_(ids)))}


PAIRS = PairMaker()


def _running(project_ids: Sequence[int], kind: RoleKind = RoleKind.MENTOR) -> tuple[ColumnElement[bool], ...]:
    """The conditions for roles of one kind that have not ended."""
    open_ = or_(Role.until.is_(None), Role.until >= today())
    return Role.project_id.in_(project_ids), Role.kind == kind.value, open_


def _with_mentoring(session: Session, project_ids: Sequence[int]) -> list[int]:
    """Where mentees look for mentors: in parts that have or had some, in what these are part of, in their own parts.

    A mentee of another part is looked after in another way. Where nobody was a mentor yet, everybody looks.
    """
    had = select(Role.project_id).where(Role.project_id.in_(project_ids), Role.kind == RoleKind.MENTOR.value)
    found = set(session.scalars(had))
    around = {id for one in found for id in (*(whole.id for whole in wholes(session, one)), *parts(session, one))}
    return [id for id in project_ids if id in around or not found]


def _members(session: Session, project_ids: Sequence[int], kind: RoleKind) -> dict[int, Member]:
    query = (
        select(Person, Role)
        .join(Role, Role.person_id == Person.id)
        .where(*_running(project_ids, kind), Person.anonymised.is_(None))
        .order_by(Person.id, Role.since.nulls_last(), Role.id)
    )
    found: dict[int, Member] = {}
    for person, role in session.execute(query):
        found.setdefault(person.id, Member(person, role))
    return found


def _places(session: Session, project_ids: Sequence[int], ids: Sequence[int]) -> list[int]:
    """The free places of each mentor, less than 0 never."""
    whole = root(session, project_ids[0]).id if project_ids else 0
    free = free_places(session, ids)
    return [max(free.get((id, whole), 0), 0) for id in ids]


def _capacity(session: Session, project_ids: Sequence[int], ids: Sequence[int]) -> dict[int, int]:
    most = select(Role.person_id, func.max(Role.capacity)).where(Role.person_id.in_(ids), *_running(project_ids))
    return {id: int(n) for id, n in session.execute(most.group_by(Role.person_id))}


def _seekers(members: Sequence[Member], spoken: Spoken, where: Map) -> Side:
    from app.services.matching import Column, Side

    wanted = [one.person.wished_occupation or one.person.occupation or None for one in members]
    columns = _columns(members, spoken, where) | {
        "occupation": Column("text", wanted, _("Beruf")),
        "waiting": Column("day", [one.role.since or one.role.acquired for one in members], _("Wartezeit")),
    }
    return Side([one.person.id for one in members], [one.person.caption for one in members], columns)


def _providers(members: Sequence[Member], spoken: Spoken, where: Map, places: Sequence[int]) -> Side:
    from app.services.matching import Column, Side

    columns = _columns(members, spoken, where) | {
        "occupation": Column("text", [one.person.occupation or None for one in members], _("Beruf")),
        "in_profession": Column("flag", [bool(one.person.occupation) for one in members], _("hat einen Beruf")),
        "police_record": Column("day", [_police(one.role) for one in members], _("Führungszeugnis")),
    }
    return Side([one.person.id for one in members], [one.person.caption for one in members], columns, places)


def _columns(members: Sequence[Member], spoken: Spoken, where: Map) -> dict[str, Column]:
    """What is known about both mentees and mentors."""
    from app.services.matching import Column

    roles = [one.role for one in members]
    wishes = {code: _(text) for code, text in WISHES.items()}
    return person_columns([one.person for one in members], spoken, where) | {
        "women_only": Column("flag", [one.women_only for one in roles], _("nur mit Frauen")),
        "age_from": Column("number", [one.wish_age_from for one in roles], _("Alter ab")),
        "age_to": Column("number", [one.wish_age_to for one in roles], _("Alter bis")),
        "wishes": Column("tags", [_wishes(one) for one in roles], _("Wünsche"), wishes),
    }


def _police(role: Role) -> date | None:
    if role.police_until:
        return role.police_until
    return FOREVER if role.police_seen else None


def _wishes(role: Role) -> frozenset[str]:
    return frozenset({CHILDREN} if role.wish_children == YesNo.YES else ())
