"""Figures that are not about participants: clubs, pairs, placements, counted from their records for a programme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    Course,
    CourseSession,
    Enrolment,
    Offer,
    Organisation,
    Pair,
    PairMeeting,
    Placement,
    Project,
    Qualification,
    Role,
)
from app.models.base import Entity
from app.models.enrolment import ACTIVE
from app.models.fields import fields
from app.services import participations
from app.services.programme import Programme
from app.services.programme_parts import Source

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Counted:
    """How one kind of record is counted: which of them count on a day, and whom or what a measure sums up."""

    entity: type[Entity]
    on: Callable[[date], Condition]
    project: Any = None
    """The column with the project; None where records belong to the whole office."""
    person: Any = None
    minutes: Any = None
    units: Any = None
    join: Any = None
    """A further table and how it hangs on the entity, if a column stands there."""


_FIRST_DAY = select(func.min(CourseSession.day)).where(CourseSession.course_id == Course.id).scalar_subquery()
_COUNTED: dict[str, Counted] = {
    "organisations": Counted(Organisation, lambda day: Organisation.since <= day),
    "offers": Counted(Offer, lambda day: or_(Offer.valid_from.is_(None), Offer.valid_from <= day)),
    "pairs": Counted(Pair, lambda day: Pair.active <= day, Pair.project_id, Pair.mentee_id),
    "pair_meetings": Counted(
        PairMeeting,
        lambda day: PairMeeting.day <= day,
        Pair.project_id,
        Pair.mentee_id,
        PairMeeting.minutes,
        join=(Pair, Pair.id == PairMeeting.pair_id),
    ),
    "placements": Counted(
        Placement,
        lambda day: or_(Placement.started <= day, and_(Placement.started.is_(None), Placement.trial <= day)),
        Placement.project_id,
        Placement.person_id,
    ),
    "projects": Counted(Project, lambda day: or_(Project.starts.is_(None), Project.starts <= day), Project.id),
    "qualifications": Counted(
        Qualification,
        lambda day: Qualification.granted <= day,
        person=Qualification.person_id,
        units=Qualification.units,
    ),
    "roles": Counted(Role, lambda day: or_(Role.since.is_(None), Role.since <= day), Role.project_id, Role.person_id),
    "courses": Counted(
        Course,
        lambda day: and_(day >= _FIRST_DAY, Enrolment.state.in_(ACTIVE)),
        Course.project_id,
        Enrolment.person_id,
        units=Course.units,
        join=(Enrolment, Enrolment.course_id == Course.id),
    ),
}
"""Activities, network meetings, measures and concerns have no records yet: what counts them is „nicht erfasst“."""


def entities(session: Session, programme: Programme, project_id: int, until: date) -> dict[str, int]:
    """The figures of all indicators of PROGRAMME that have a source which is kept here, up to the day UNTIL."""
    ids = participations.parts(session, project_id)
    found = {}
    for indicator in programme.indicators:
        if indicator.source and indicator.source.name in _COUNTED:
            found[indicator.code] = session.scalar(_query(indicator.source, ids, until)) or 0
    return found


def _query(source: Source, project_ids: Sequence[int], until: date) -> Select[Any]:
    counted = _COUNTED[source.name]
    measures = {
        "count": func.count(func.distinct(counted.entity.id)),
        "persons": func.count(func.distinct(counted.person)),
        "minutes": func.sum(counted.minutes),
        "units": func.sum(counted.units),
    }
    query = select(measures[source.measure]).select_from(counted.entity).where(counted.on(until))
    if counted.join:
        query = query.join(*counted.join)
    if counted.project is not None:
        query = query.where(counted.project.in_(project_ids))
    known = fields(counted.entity)
    for name, codes in source.select:
        if name in known:
            query = query.where(getattr(counted.entity, name).in_(codes))
    return query
