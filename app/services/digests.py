"""What the programme says of everybody: as kept where that is known, found out now for all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    Select,
    Subquery,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.core.progress import Progress
from app.models import Digest, Participation, Person, Project
from app.models.db import Database
from app.models.query import unindexed
from app.services.answer_rules import answer_rules
from app.services.programme import Indicator, Programme
from app.services.programme_sql import Asked, own_columns
from app.services.programmes import load

AT_ONCE = 5_000
"""Participations looked at in one work, so that nobody who wants to save waits long."""
KEPT = ("entry_gaps", "exit_gaps", "faults", "counted")
"""What is found out about each."""
OWN = [column for column in Digest.__table__.c if column.name not in ("programme", *KEPT)]
"""What a digest repeats, as `own_columns` have it."""


def in_short(programme: Programme, project_ids: Sequence[int], *wanted: str, until: date | None = None) -> Subquery:
    """The participations of these projects that were not cancelled: `own_columns` and what is WANTED of `KEPT`.

    The rows are the same whether it was known or is found out now. With UNTIL, results of an exit and of a follow-up
    only count when their day had come by then.
    """
    named = [column.label(own.name) for column, own in zip(OWN, own_columns(), strict=True)]
    kept = [Digest.__table__.c[name] for name in wanted]
    holds = [unindexed(Digest.project_id).in_(project_ids), Digest.programme == programme.fingerprint]
    unknown = _unknown(programme, project_ids)
    if until is None:
        known, open_ = select(*named, *kept).where(*holds), Participation.id.in_(unknown)
    else:
        later = or_(*(func.coalesce(day > until, false()) for day in (Digest.exit, Digest.followed_up)))
        known = select(*named, *kept).where(*holds, not_(later))
        open_ = Participation.id.in_(unknown.union_all(select(Digest.participation_id).where(*holds, later)))
    # As a query that no database folds into the conditions that use a column many times.
    return union_all(known, _live(programme, open_, wanted, until)).offset(0).subquery("in_short")


def _unknown(programme: Programme, project_ids: Sequence[int]) -> Select[int]:
    """The participations without a row that holds; only looked for in projects that have fewer rows."""
    own, project = aliased(Participation), aliased(Project)
    rows = select(func.count()).where(Digest.project_id == project.id, Digest.programme == programme.fingerprint)
    real = select(func.count()).select_from(own).where(own.project_id == project.id, own.cancelled.is_(None))
    some = rows.correlate(project).scalar_subquery() != real.correlate(project).scalar_subquery()
    lacking = select(project.id).where(project.id.in_(project_ids), some)
    return select(own.id).where(own.project_id.in_(lacking), own.cancelled.is_(None), not_(_known(own, programme)))


def _known(own: Any, programme: Programme) -> Exists:
    """Whether there is a row about the participation OWN that PROGRAMME as it is today has said."""
    return exists().where(Digest.participation_id == own.id, Digest.programme == programme.fingerprint)


def _live(
    programme: Programme, where: ColumnElement[bool], wanted: Iterable[str], until: date | None = None
) -> Select[Any]:
    """What is WANTED of participations, found out now."""
    indicators = programme.indicators if "counted" in wanted else ()
    asked = Asked.of(programme, where, indicators=indicators)
    own = (asked.columns[column.name] for column in own_columns())
    return select(*own, *(_found(asked, name, until).label(name) for name in wanted))


def _found(asked: Asked, name: str, until: date | None) -> ColumnElement[Any]:
    """What is kept under NAME."""
    programme = asked.programme
    if name == "faults":
        broken = [rule.broken(asked) for rule in answer_rules(programme)]
        return case((or_(false(), *broken), _marks(broken)), else_="")
    if name == "counted":
        # No result counts without its day.
        by_then = replace(asked, until=until or date.max)
        return _marks([false() if one.source else by_then.counts(one) for one in programme.indicators])
    return asked.gaps(name.removesuffix("_gaps"))


def _marks(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[str]:
    """A text with a 1 for each condition that holds, and a 0 for the others."""
    found: ColumnElement[str] = literal("")
    for condition in conditions:
        found = found.concat(case((condition, "1"), else_="0"))
    return found


def marked(marks: ColumnElement[str], place: int) -> ColumnElement[bool]:
    """Whether the condition at PLACE, counted from 0, holds."""
    return func.substr(marks, place + 1, 1) == "1"


def counts(rows: Subquery, programme: Programme, indicator: Indicator) -> ColumnElement[bool]:
    """Whether a participation counts for INDICATOR, provided that it is complete."""
    return marked(rows.c.counted, programme.indicators.index(indicator))


def keep(db: Database, progress: Progress | None = None) -> int:
    """Find out and keep what is not known yet of all participations; of how many."""
    progress = progress or Progress()
    with db.read() as session:
        open_ = list(_open(session))
    for programme, ids in progress.over(open_):
        with db.work("") as work:
            _keep(work.session, programme, ids)
    return sum(len(ids) for _programme, ids in open_)


def _open(session: Session) -> Iterator[tuple[Programme, list[int]]]:
    """Participations of which nothing is known, in portions, with their programme."""
    for name in session.scalars(select(Project.programme).distinct().order_by(Project.programme)):
        programme = load(name)
        if programme.asks_nobody:
            continue
        query = select(Participation.id).where(_of(name), not_(_known(Participation, programme)))
        ids = list(session.scalars(query.order_by(Participation.id)))
        yield from ((programme, ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


def _keep(session: Session, programme: Programme, ids: Sequence[int]) -> None:
    """Keep what PROGRAMME says of those between the first and the last of IDS that are not known."""
    these = _of(programme.id), Participation.id.between(ids[0], ids[-1])
    # Who changes one of them at the same time waits here, and then finds the row that has to go.
    both = select(Participation.id, Person.id).join(Person, Person.id == Participation.person_id).where(*these)
    session.execute(both.with_for_update(read=True)).all()
    old = Digest.participation_id.in_(select(Participation.id).where(*these))
    outdated = delete(Digest).where(old, Digest.programme != programme.fingerprint)
    session.execute(outdated.execution_options(synchronize_session=False))
    open_ = and_(*these, not_(_known(Participation, programme)))
    found = _live(programme, open_, KEPT).add_columns(literal(programme.fingerprint))
    names = [*(column.name for column in OWN), *KEPT, "programme"]
    session.execute(insert(Digest).from_select(names, found))


def _of(programme_id: str) -> ColumnElement[bool]:
    """The condition for participations of this programme that were not cancelled."""
    projects = select(Project.id).where(Project.programme == programme_id)
    return Participation.cancelled.is_(None) & unindexed(Participation.project_id).in_(projects)
