"""What waits about pairs: meetings, the first acquaintance, reviews, and the mentors' police certificates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.text import N_, _, show
from app.models import Pair, Person, Role
from app.models.fields import Choice
from app.models.pair import HOLDING, PairState
from app.models.query import unindexed
from app.models.role import RoleKind
from app.services.due import Due

QUIET_DAYS = 28
"""After so many days without a meeting both are asked how it goes; the office may set another number."""
OK_DAYS = 7
"""So many days after they met for the first time both should have said yes or no."""


class PairDueKind(Choice):
    """What has to be done."""

    MEETING = "meeting", N_("Treffen")
    INTRODUCTION = "introduction", N_("Kennenlernen")
    REVIEW = "review", N_("Ziele prüfen")
    POLICE = "police", N_("Führungszeugnis")


def due(session: Session, project_ids: Sequence[int], until: date, quiet_days: int = QUIET_DAYS) -> list[Due]:
    """Everything about the pairs and mentors of these projects whose deadline comes until a day, the earliest first."""
    found = [
        *_meetings(session, project_ids, until, quiet_days),
        *_introductions(session, project_ids, until),
        *_reviews(session, project_ids, until),
        *_certificates(session, project_ids, until),
    ]
    return sorted(found, key=lambda one: (one.deadline, one.kind, one.who, one.record_id))


def _pairs(session: Session, project_ids: Sequence[int], where: ColumnElement[bool]) -> Iterator[tuple[Pair, str]]:
    """The pairs for which WHERE holds, with both names."""
    mentees, mentors = aliased(Person), aliased(Person)
    query = (
        select(Pair, mentees.caption + " – " + mentors.caption)
        .join(mentees, mentees.id == Pair.mentee_id)
        .join(mentors, mentors.id == Pair.mentor_id)
        .where(Pair.project_id.in_(project_ids), where)
    )
    yield from session.execute(query)


def _meetings(session: Session, project_ids: Sequence[int], until: date, quiet_days: int) -> Iterator[Due]:
    """Active pairs of which nobody has heard for QUIET_DAYS by then."""
    pause = timedelta(days=quiet_days)
    last = until - pause
    last_meeting: ColumnElement[date] = Pair.last_meeting  # type: ignore[attr-defined]
    quiet = [or_(day.is_(None), day <= last) for day in (last_meeting, Pair.inquired)]
    where = and_(Pair.state == PairState.ACTIVE.value, Pair.active <= last, *quiet)
    query = select(Pair.id, last_meeting).where(Pair.project_id.in_(project_ids), where)
    days = {id: day for id, day in session.execute(query)}
    for pair, names in _pairs(session, project_ids, where):
        met = days[pair.id]
        told = _("letztes Treffen {day}").format(day=show(met)) if met else _("noch kein Treffen")
        since = max(day for day in (met, pair.inquired, pair.active) if day)
        yield Due(PairDueKind.MEETING, names, told, since + pause, "pair", pair.id)


def _introductions(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    """Pairs that met for the first time, without a yes of both."""
    pause = timedelta(days=OK_DAYS)
    open_ = or_(Pair.mentee_agreed.is_(None), Pair.mentor_agreed.is_(None))
    where = and_(Pair.state == PairState.INTRODUCTION.value, Pair.introduction <= until - pause, open_)
    for pair, names in _pairs(session, project_ids, where):
        missing = _("OK beider fehlt")
        if pair.mentee_agreed or pair.mentor_agreed:
            missing = _("OK der Mentorin fehlt") if pair.mentee_agreed else _("OK der Mentee fehlt")
        assert pair.introduction
        yield Due(PairDueKind.INTRODUCTION, names, missing, pair.introduction + pause, "pair", pair.id)


def _reviews(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    """Active pairs whose goals are to be looked at."""
    where = and_(Pair.state == PairState.ACTIVE.value, Pair.next_review <= until)
    for pair, names in _pairs(session, project_ids, where):
        told = _("zuletzt geprüft {day}").format(day=show(pair.reviewed)) if pair.reviewed else _("noch nie geprüft")
        assert pair.next_review
        yield Due(PairDueKind.REVIEW, names, told, pair.next_review, "pair", pair.id)


def _certificates(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    """Mentors whose police certificate ends, and those in a pair of whom nobody has seen one."""
    first = select(func.min(func.coalesce(Pair.introduction, Pair.proposed))).where(
        Pair.mentor_id == Role.person_id, Pair.state.in_(HOLDING)
    )
    begun = first.correlate(Role).scalar_subquery()
    query = (
        select(Role.person_id, Person.caption, Role.police_seen, Role.police_until, begun)
        .join(Person, Person.id == Role.person_id)
        .where(unindexed(Role.project_id).in_(project_ids), Role.kind == RoleKind.MENTOR.value, Role.until.is_(None))
        .where(or_(Role.police_until <= until, and_(Role.police_seen.is_(None), begun <= until)))
    )
    for id, name, seen, valid_until, since in session.execute(query):
        if seen is None:
            yield Due(PairDueKind.POLICE, name, _("noch nicht eingesehen"), valid_until or since, "person", id)
        else:
            assert valid_until
            told = _("gültig bis {day}").format(day=show(valid_until))
            yield Due(PairDueKind.POLICE, name, told, valid_until, "person", id)
