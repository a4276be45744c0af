"""How complete participations are: as kept where that is known, as the programme says of all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, delete, false, insert, literal, or_, select, union_all
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.progress import Progress
from app.models import Completeness, Participation, Person, Project
from app.models.db import Database
from app.models.query import unindexed
from app.services.checklist.participants import AnswerRules
from app.services.concerns import steps
from app.services.dossier import known_at_entry
from app.services.participations import root
from app.services.programme import Programme
from app.services.programme_sql import Asked, known_of, own_columns
from app.services.programmes import load

AT_ONCE = 5_000
"""Participations looked at in one work, so that nobody who wants to save waits long."""


def standing(programme: Programme, project_ids: Sequence[int]) -> Subquery:
    """The participations of these projects that were not cancelled: `own_columns` and how much is open.

    That stands in `entry_gaps` and `exit_gaps`, the same whether it was known or is found out now.
    """
    inside = unindexed(Participation.project_id).in_(project_ids)
    known = (
        select(*own_columns(), Completeness.entry_gaps, Completeness.exit_gaps)
        .join(Completeness, Completeness.participation_id == Participation.id)
        .where(Participation.cancelled.is_(None), inside, Completeness.programme == programme.fingerprint)
    )
    asked = Asked.of(programme, inside, Participation.id.not_in(known_of(programme)), indicators=())
    own = (asked.columns[column.name] for column in own_columns())
    live = select(*own, asked.gaps("entry").label("entry_gaps"), asked.gaps("exit").label("exit_gaps"))
    return union_all(known, live).subquery("standing")


@dataclass(frozen=True, slots=True)
class Openness:
    """What somebody's participation lacks: mandatory answers of the entry, and those of an exit that has come."""

    answers: int = 0
    exit: bool = False
    late: bool = False
    """Whether the time for the exit is over."""


def of_people(session: Session, person_ids: Sequence[int]) -> dict[int, Openness]:
    """What the latest participation of each of these people lacks; whoever takes part nowhere is left out."""
    query = (
        select(Person, Participation, Project)
        .join(Person, Person.id == Participation.person_id)
        .join(Project, Project.id == Participation.project_id)
        .where(Participation.person_id.in_(person_ids), Participation.cancelled.is_(None))
        .order_by(Participation.entry, Participation.id)
    )
    ends: dict[int, date | None] = {}
    found = {}
    for person, part, project in session.execute(query):
        if project.id not in ends:
            ends[project.id] = project.ends or root(session, project.id).ends
        found[person.id] = _openness(load(project.programme), person, part, ends[project.id])
    return found


def _openness(programme: Programme, person: Person, part: Participation, ends: date | None) -> Openness:
    stored = part.answers or {}
    known = known_at_entry(programme, person, part.entry, stored)
    open_ = {stage: len(programme.missing(stored, known, stage)) for stage in ("entry", "exit")}
    over = ends if ends and ends < today() else None
    days = part.entry, part.exit, part.followed_up
    listed = steps(programme, days, {stage: n > 0 for stage, n in open_.items()}, over)
    deadline = next((step.deadline for step in listed if step.stage == "exit"), None)
    return Openness(open_["entry"], deadline is not None, deadline is not None and deadline < today())


def keep(db: Database, progress: Progress | None = None) -> int:
    """Find out and keep what is not known yet of all participations; of how many."""
    progress = progress or Progress()
    with db.read() as session:
        open_ = list(_unknown(session))
    for programme, ids in progress.over(open_):
        with db.work("") as work:
            _keep(work.session, programme, ids)
    return sum(len(ids) for _programme, ids in open_)


def _unknown(session: Session) -> Iterator[tuple[Programme, list[int]]]:
    """Participations of which nothing is known, in portions, with their programme."""
    for name in session.scalars(select(Project.programme).distinct().order_by(Project.programme)):
        programme = load(name)
        if programme.asks_nobody:
            continue
        query = select(Participation.id).where(_of(name), Participation.id.not_in(known_of(programme)))
        ids = list(session.scalars(query.order_by(Participation.id)))
        yield from ((programme, ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))


def _keep(session: Session, programme: Programme, ids: Sequence[int]) -> None:
    """Keep what PROGRAMME says of those between the first and the last of IDS that are not known."""
    these = _of(programme.id), Participation.id.between(ids[0], ids[-1])
    # Who changes one of them at the same time waits here, and then finds the row that has to go.
    both = select(Participation.id, Person.id).join(Person, Person.id == Participation.person_id).where(*these)
    session.execute(both.with_for_update(read=True)).all()
    old = Completeness.participation_id.in_(select(Participation.id).where(*these))
    outdated = delete(Completeness).where(old, Completeness.programme != programme.fingerprint)
    session.execute(outdated.execution_options(synchronize_session=False))
    rules = AnswerRules(programme, *these, Participation.id.not_in(known_of(programme)))
    asked, faulty = rules.asked, or_(false(), *(rule.broken for rule in rules))
    who = asked.columns.id_, asked.columns.person_, literal(programme.fingerprint)
    found = select(*who, asked.gaps("entry"), asked.gaps("exit"), faulty)
    session.execute(insert(Completeness).from_select([column.name for column in Completeness.__table__.c], found))


def _of(programme_id: str) -> ColumnElement[bool]:
    """The condition for participations of this programme that were not cancelled."""
    projects = select(Project.id).where(Project.programme == programme_id)
    return Participation.cancelled.is_(None) & unindexed(Participation.project_id).in_(projects)
