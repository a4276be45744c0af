"""What becomes of two records that may not both belong to one person: which stays, and with which values.

Most tables need no rule: their unique columns tell that two records collide, and what is blank in the one that stays is
filled from the other. Here stands what goes beyond that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint, inspect
from sqlalchemy.orm import Mapper

from app.core.text import _
from app.models import (
    Attendance,
    Consent,
    Document,
    Enrolment,
    LanguageSkill,
    MatchDecision,
    NotDuplicate,
    Note,
    OrganisationContact,
    Qualification,
    Role,
)
from app.models.attendance import AttendanceState as Seen
from app.models.base import COMPUTED, Base, Entity
from app.models.enrolment import EnrolmentState as Place
from app.models.match_decision import Verdict

Values = dict[str, Any]
_PLACES = (Place.ATTENDED, Place.ENROLLED, Place.WAITING, Place.ABANDONED, Place.WITHDRAWN)
_SEEN = (Seen.PRESENT, Seen.PARTIAL, Seen.EXCUSED, Seen.SICK, Seen.WITHDRAWN, Seen.UNEXCUSED)
"""Of two different entries the one that stands first here is kept."""
BETWEEN_TWO: tuple[type[Entity], ...] = (NotDuplicate, MatchDecision)
"""Decisions about two people: when the two are one, there is nothing left to decide."""
_REPEATS: Mapping[type, tuple[str, ...]] = {
    Consent: ("purpose", "given"),
    Document: ("kind", "seen_on"),
    LanguageSkill: ("language", "level"),
    Note: ("day", "kind", "text"),
    OrganisationContact: ("organisation_id", "function"),
    Qualification: ("kind", "granted"),
}
"""Two records of one kind that agree in these columns and contradict each other in none say one thing twice."""


def references(table: str) -> list[tuple[type[Entity], str]]:
    """Every column that holds ids of TABLE, whichever entity it belongs to."""
    found = []
    for mapper in Base.registry.mappers:
        for prop in mapper.column_attrs:
            if getattr(prop.columns[0], "info", {}).get("target") == table:
                found.append((mapper.class_, prop.key))
    return sorted(found, key=lambda pair: (pair[0].__tablename__, pair[1]))


def stored(entity: type[Entity]) -> list[str]:
    """The columns that people fill in, without the id."""
    mapper: Mapper[Any] = inspect(entity)
    names = (prop.key for prop in mapper.column_attrs if not prop.info.get("derived"))
    plain = [name for name in names if "folded" not in mapper.columns[name].info]
    return [name for name in plain if name not in COMPUTED and name != "id"]


def empty(value: object) -> bool:
    """Whether nothing was entered."""
    return value is None or value in ("", {}, [])


def twin(row: Entity, column: str, mine: Sequence[Entity]) -> Entity | None:
    """The record among MINE with which ROW would collide if its COLUMN referred to the same person."""
    collides = _COLLIDES.get(type(row), _repeats if type(row) in _REPEATS else _unique)
    return next((one for one in mine if collides(row, one, column)), None)


def joined(mine: Entity, theirs: Entity) -> Values:
    """What MINE takes over from THEIRS, which goes."""
    filled = {
        name: getattr(theirs, name)
        for name in stored(type(mine))
        if empty(getattr(mine, name)) and not empty(getattr(theirs, name))
    }
    return filled | _JOINED.get(type(mine), _nothing)(mine, theirs)


def moved(row: Entity, column: str, id: int) -> Values:
    """The values with which ROW refers to another person in COLUMN."""
    if isinstance(row, NotDuplicate):
        stranger = row.second_id if column == "first_id" else row.first_id
        return {"first_id": min(id, stranger), "second_id": max(id, stranger)}
    return {column: id}


def told(mine: Entity, theirs: Entity) -> str:
    """One sentence about two records that become one."""
    return _("{title} „{caption}“ gibt es doppelt: Daraus wird ein Eintrag.").format(
        title=type(mine).title, caption=mine.caption or theirs.caption
    )


def _unique(row: Entity, other: Entity, column: str) -> bool:
    """Whether a unique constraint forbids both; to a database, nothing and nothing differ."""
    table = Base.metadata.tables[row.__tablename__]
    sets = [[part.key for part in one.columns] for one in table.constraints if isinstance(one, UniqueConstraint)]
    return any(
        column in names and all(getattr(row, n) == getattr(other, n) is not None for n in names if n != column)
        for names in sets
    )


def _repeats(row: Entity, other: Entity, column: str) -> bool:
    """Whether both say the same, though one may say more."""
    told = _REPEATS[type(row)]
    if any(empty(getattr(row, name)) or getattr(row, name) != getattr(other, name) for name in told):
        return False
    if isinstance(row, Qualification) and {row.renews_id, getattr(other, "renews_id", None)} & {row.id, other.id}:
        return False
    pairs = ((getattr(row, name), getattr(other, name)) for name in stored(type(row)) if name != column)
    return all(a == b or empty(a) or empty(b) for a, b in pairs)


def _same_role(row: Entity, other: Entity, _column: str) -> bool:
    """One role in one project, held without a gap."""
    assert isinstance(row, Role) and isinstance(other, Role)
    if (row.project_id, row.kind) != (other.project_id, other.kind):
        return False
    begins = max(row.since or date.min, other.since or date.min)
    return begins <= min(row.until or date.max, other.until or date.max)


def _same_pair(row: Entity, other: Entity, column: str) -> bool:
    """Whether both say the same about the same two people, in whatever order."""
    assert isinstance(row, NotDuplicate) and isinstance(other, NotDuplicate)
    stranger = row.second_id if column == "first_id" else row.first_id
    return stranger in (other.first_id, other.second_id)


def _nothing(_mine: Entity, _theirs: Entity) -> Values:
    return {}


def _better_place(mine: Entity, theirs: Entity) -> Values:
    assert isinstance(mine, Enrolment) and isinstance(theirs, Enrolment)
    return {"state": min((mine.state, theirs.state), key=[one.value for one in _PLACES].index)}


def _better_seen(mine: Entity, theirs: Entity) -> Values:
    assert isinstance(mine, Attendance) and isinstance(theirs, Attendance)
    order = [one.value for one in _SEEN]
    better = min((mine, theirs), key=lambda one: (order.index(one.state), -(one.minutes or 0)))
    return {"state": better.state, "minutes": better.minutes, "reason": better.reason}


def _newer_decision(mine: Entity, theirs: Entity) -> Values:
    """The newer of two contrary decisions; on one day what rules something out."""
    assert isinstance(mine, MatchDecision) and isinstance(theirs, MatchDecision)
    newer = max((mine, theirs), key=lambda one: (one.day, one.verdict == Verdict.FORBIDDEN))
    return {"verdict": newer.verdict, "day": newer.day, "reason": newer.reason or mine.reason or theirs.reason}


def _longer_role(mine: Entity, theirs: Entity) -> Values:
    assert isinstance(mine, Role) and isinstance(theirs, Role)
    ends = [one.until for one in (mine, theirs) if one.until]
    return {
        "since": min((one.since for one in (mine, theirs) if one.since), default=None),
        "until": max(ends) if len(ends) == 2 else None,
        "capacity": max(mine.capacity, theirs.capacity),
    }


_COLLIDES: Mapping[type, Callable[[Any, Any, str], bool]] = {Role: _same_role, NotDuplicate: _same_pair}
_JOINED: Mapping[type, Callable[[Any, Any], Values]] = {
    Role: _longer_role,
    Enrolment: _better_place,
    Attendance: _better_seen,
    MatchDecision: _newer_decision,
}
