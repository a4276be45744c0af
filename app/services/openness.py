"""What somebody's participation lacks, as lists show it beside the name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.models import Digest, Participation, Person, Project
from app.services.concerns import steps
from app.services.dossier import known_at_entry
from app.services.participations import root
from app.services.programme import Programme
from app.services.programmes import load


@dataclass(frozen=True, slots=True)
class Openness:
    """What somebody's participation lacks: mandatory answers of the entry, and those of an exit that has come."""

    answers: int = 0
    exit: bool = False
    late: bool = False
    """Whether the time for the exit is over."""


class _Part(NamedTuple):
    """What of a participation the answer depends on; in the order of time."""

    entry: date
    id: int
    person_id: int
    project_id: int
    exit: date | None
    followed_up: date | None
    entry_gaps: int
    exit_gaps: int


def of_people(session: Session, person_ids: Sequence[int]) -> dict[int, Openness]:
    """What the latest participation of each of these people lacks; whoever takes part nowhere is left out."""

    @cache
    def project(id: int) -> tuple[Programme, date | None]:
        found = session.get_one(Project, id)
        return load(found.programme), found.ends or root(session, id).ends

    known, open_ = list[_Part](), list[int]()
    for id, programme, *kept in session.execute(_digests(person_ids)):
        part = _Part(kept[0], id, *kept[1:])
        if programme is not None and programme == project(part.project_id)[0].fingerprint:
            known.append(part)
        else:
            open_.append(id)
    found = [*known, *(_asked(part, person, project(part.project_id)[0]) for part, person in _parts(session, open_))]
    latest = {part.person_id: part for part in sorted(found)}
    return {id: _openness(part, *project(part.project_id)) for id, part in latest.items()}


def _digests(person_ids: Sequence[int]) -> Select[Any]:
    """The participations that were not cancelled, with what is kept of them; an index tells which these are."""
    own = Digest.entry, Digest.person_id, Digest.project_id, Digest.exit, Digest.followed_up
    kept: Sequence[Any] = Digest.programme, *own, Digest.entry_gaps, Digest.exit_gaps
    query: Select[Any] = select(Participation.id, *kept).outerjoin(Digest, Digest.participation_id == Participation.id)
    return query.where(Participation.person_id.in_(person_ids), Participation.cancelled.is_(None))


def _parts(session: Session, ids: Sequence[int]) -> Iterable[tuple[Participation, Person]]:
    if not ids:
        return ()
    query = select(Participation, Person).join(Person, Person.id == Participation.person_id)
    return session.execute(query.where(Participation.id.in_(ids)))


def _asked(part: Participation, person: Person, programme: Programme) -> _Part:
    """What the programme says now."""
    stored = part.answers or {}
    known = known_at_entry(programme, person, part.entry, stored)
    gaps = (len(programme.missing(stored, known, stage)) for stage in ("entry", "exit"))
    return _Part(part.entry, part.id, person.id, part.project_id, part.exit, part.followed_up, *gaps)


def _openness(part: _Part, programme: Programme, ends: date | None) -> Openness:
    open_ = {"entry": part.entry_gaps > 0, "exit": part.exit_gaps > 0}
    over = ends if ends and ends < today() else None
    listed = steps(programme, (part.entry, part.exit, part.followed_up), open_, over)
    deadline = next((step.deadline for step in listed if step.stage == "exit"), None)
    return Openness(part.entry_gaps, deadline is not None, deadline is not None and deadline < today())
