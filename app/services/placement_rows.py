"""Placements as people read them: of one organisation, of one person, with sums, answers and when to ask next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.text import _
from app.models import Offer, Organisation, Person, Placement
from app.models.placement import ARRIVED, CLOSED, PROTECTED, PlacementState, StillThere
from app.services.placements import MONTHS, due_on

SLACK = 4
"""Days by which adding months may differ, because months have ends."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One "still there?": when it is asked, or what was said when; of who ended, the day of the end is the answer."""

    months: int
    due: date | None = None
    said: str = ""
    on: date | None = None
    """The day of the answer; empty where the end itself is the answer."""

    @property
    def waits(self) -> bool:
        """Whether somebody still has to ask, now or later."""
        return self.due is not None and not self.said


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """One placement; `sensitive` ones name neither organisation nor offer until somebody asks to see them."""

    id: int
    version: int
    person_id: int
    person: str
    organisation_id: int
    organisation: str
    offer: str
    assistant: str
    kind: str
    state: str
    since: date | None
    trial_time: time | None
    follow_ups: tuple[FollowUp, ...]
    sensitive: bool = False
    end_reason: str = ""

    @property
    def closed(self) -> bool:
        """Whether it ended or was declined."""
        return self.state in CLOSED

    def hidden(self) -> PlacementRow:
        """The same without what must not be seen by everybody."""
        return replace(self, organisation=_(PROTECTED), offer="", end_reason="") if self.sensitive else self


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those who were asked, or ended before, are still there."""

    there: int = 0
    asked: int = 0
    unreached: int = 0


def of_organisation(session: Session, organisation_id: int) -> list[PlacementRow]:
    """Everybody placed there: the furthest stage first, within it the newest; who ended comes last."""
    return _rows(session, select(Placement).where(Placement.organisation_id == organisation_id))


def of_person(session: Session, person_id: int) -> list[PlacementRow]:
    """Where a person is or was, in the same order."""
    return _rows(session, select(Placement).where(Placement.person_id == person_id))


def of_ids(session: Session, ids: Sequence[int]) -> dict[int, PlacementRow]:
    """These placements by their id."""
    return {row.id: row for row in _rows(session, select(Placement).where(Placement.id.in_(ids)))}


def counts(rows: Iterable[PlacementRow]) -> dict[str, int]:
    """How many stand at each stage, in the order of stages from the furthest; stages without anybody are left out."""
    found = Counter(row.state for row in rows)
    return {state: found[state] for state in _ORDER if found[state]}


def rate(rows: Iterable[PlacementRow], months: int) -> Rate:
    """Who is still there after so many months; who could not be reached is counted apart."""
    said = Counter(one.said for row in rows for one in row.follow_ups if one.months == months and one.said)
    yes, no = said[StillThere.YES], said[StillThere.NO]
    return Rate(yes, yes + no, said[StillThere.UNKNOWN])


def rates(session: Session, by: str, months: int) -> dict[str, Rate]:
    """The rate of each organisation (BY 'organisation') or sector (BY 'sector', '' without an offer); protected apart.

    Religious communities are one line called „Geschützt“.
    """
    found: dict[str, list[PlacementRow]] = {}
    offered = select(Placement.id, Offer.sector).join(Offer, Offer.id == Placement.offer_id)
    sectors = {id: sector for id, sector in session.execute(offered)} if by == "sector" else {}
    for row in _rows(session, select(Placement).where(Placement.started.is_not(None))):
        key = sectors.get(row.id, "") if by == "sector" else row.hidden().organisation
        found.setdefault(key, []).append(row)
    return {key: rate(rows, months) for key, rows in found.items()}


def next_question(session: Session) -> date | None:
    """The day of the next "still there?" over everything."""
    days = [one.due for row in asked_until(session, date.max) for one in row.follow_ups if one.waits and one.due]
    return min(days, default=None)


def asked_until(session: Session, until: date, project_ids: Sequence[int] | None = None) -> list[PlacementRow]:
    """Members who have to be asked until a day whether they are still there; of all projects unless some are named."""
    open_ = [
        and_(getattr(Placement, f"after_{n}").is_(None), Placement.started <= _months_before(until, n)) for n in MONTHS
    ]
    query = select(Placement).where(Placement.state.in_(ARRIVED), or_(*open_))
    if project_ids is not None:
        query = query.where(or_(Placement.project_id.in_(project_ids), Placement.project_id.is_(None)))
    rows = _rows(session, query)
    return [row for row in rows if any(one.waits and one.due and one.due <= until for one in row.follow_ups)]


_ORDER = (
    PlacementState.MEMBER, PlacementState.VOLUNTEER, PlacementState.TRIAL, PlacementState.ASKED,
    PlacementState.PROPOSED, PlacementState.ENDED, PlacementState.DECLINED,
)  # fmt: skip


def _months_before(until: date, months: int) -> date:
    """No later than this day began who has to be asked until UNTIL, give or take the ends of months."""
    if until.year > date.max.year - 1:
        return date.max
    return date.fromordinal(due_on(until, -months).toordinal() + SLACK)


def _rows(session: Session, query: Select[Placement]) -> list[PlacementRow]:
    person, assistant = aliased(Person), aliased(Person)
    wide: Select[Any] = (
        query.join(person, person.id == Placement.person_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .outerjoin(assistant, assistant.id == Placement.assistant_id)
        .outerjoin(Offer, Offer.id == Placement.offer_id)
        .add_columns(person.caption, Organisation.caption, Organisation.kind, assistant.caption, Offer.caption)
        .order_by(person.caption_key, Placement.id)
    )
    found = [_row(*values) for values in session.execute(wide)]
    rank: Mapping[str, int] = {state: n for n, state in enumerate(_ORDER)}
    found.sort(key=lambda row: (rank[row.state], -(row.since or date.min).toordinal()))
    return found


def _row(p: Placement, person: str, club: str, kind: str, assistant: str | None, offer: str | None) -> PlacementRow:
    sensitive = Organisation(kind=kind).sensitive
    return PlacementRow(
        id=p.id, version=p.version, person_id=p.person_id, person=person, organisation_id=p.organisation_id,
        organisation=club, offer=offer or "", assistant=assistant or "", kind=p.kind, state=p.state, since=p.since,
        trial_time=p.trial_time, follow_ups=tuple(follow_up(p, n) for n in MONTHS), sensitive=sensitive,
        end_reason=p.end_reason,
    )  # fmt: skip


def follow_up(placement: Placement, months: int) -> FollowUp:
    """What is known about "still there after MONTHS": an answer, a day to ask, or an end that answers it."""
    if placement.started is None:
        return FollowUp(months)
    due = due_on(placement.started, months)
    said, on = getattr(placement, f"after_{months}"), getattr(placement, f"after_{months}_on")
    if said:
        return FollowUp(months, due, said, on)
    if placement.state in CLOSED:
        ended = placement.ended or today()
        return FollowUp(months, due, (StillThere.NO if ended < due else StillThere.YES).value)
    return FollowUp(months, due)
