"""Complete records and goals of a project, counted by the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.models import Participation, Project
from app.models.query import unindexed
from app.services.digests import counts, in_short
from app.services.figures import figures, records
from app.services.participations import parts
from app.services.programme import Indicator, Programme

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Goal:
    """One target of the project and where it stands."""

    code: str
    label: str
    actual: int
    target: int


@dataclass(frozen=True)
class State:
    """How many records are complete, and how far the goals are."""

    complete: int
    incomplete: int
    goals: tuple[Goal, ...]


def state(session: Session, project: Project, programme: Programme, until: date) -> State:
    """What `figures` would say of a project on the day UNTIL, without reading everybody.

    Who takes part more than once is put together by `figures` itself: these are few.
    """
    targets = project.targets
    wanted = [one for one in programme.indicators if targets.get(one.code, 0) > 0 and not one.source]
    within = parts(session, project.id)
    several = list(_several(session, within, until))
    totals = _once(session, programme, wanted, until, within, several)
    for start in range(0, len(several), CHUNK):
        found = figures(programme, records(session, project.id, until, several[start : start + CHUNK]))
        more = [found.listed, found.complete, *(found.count(one.code) for one in wanted)]
        totals = [a + b for a, b in zip(totals, more, strict=True)]
    listed, complete, *numbers = totals
    goals = (Goal(one.code, one.label, n, targets[one.code]) for one, n in zip(wanted, numbers, strict=True))
    return State(complete, listed - complete, tuple(goals))


def _once(
    session: Session,
    programme: Programme,
    wanted: Sequence[Indicator],
    until: date,
    within: Sequence[int],
    several: Sequence[int],
) -> list[int]:
    """All records, the complete ones, and who counts for each indicator, of people who take part once."""
    rows = in_short(programme, within, "entry_gaps", "counted", until=until)
    complete = rows.c.entry_gaps == 0
    numbers = (func.count(case((and_(complete, counts(rows, programme, one)), 1))) for one in wanted)
    query = select(func.count(), func.count(case((complete, 1))), *numbers).where(rows.c.entry_ <= until)
    if several:
        query = query.where(rows.c.person_.not_in(several))
    return list(session.execute(query).one())


def _several(session: Session, within: Sequence[int], until: date) -> Iterator[int]:
    """People with more than one participation that counts; the index alone tells who comes into question."""
    person = Participation.person_id
    often = select(person).group_by(person).having(func.count() > 1)
    query = select(person).where(
        person.in_(often),
        unindexed(Participation.project_id).in_(within),
        Participation.entry <= until,
        Participation.cancelled.is_(None),
    )
    yield from session.scalars(query.group_by(person).having(func.count() > 1))
