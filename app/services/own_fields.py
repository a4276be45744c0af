"""Values of the office's own fields: read, stored, and taken away with their field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import OwnField
from app.models.base import Entity, entity_of
from app.models.fields import Field
from app.models.history import pack, unpack
from app.models.own_field import PREFIX, stored
from app.models.work import Work

Specs = Mapping[str, Field]


def values(record: Entity, specs: Specs) -> dict[str, Any]:
    """What RECORD says in these fields."""
    own: Mapping[str, Any] = getattr(record, "own", None) or {}
    return {name: unpack(spec.kind, own.get(key(name))) for name, spec in specs.items()}


def split(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values of columns, and values of own fields packed by the id of their field."""
    columns = {name: value for name, value in given.items() if not name.startswith(PREFIX)}
    own = {key(name): pack(value) for name, value in given.items() if name.startswith(PREFIX)}
    return columns, own


def filled(before: Mapping[str, Any] | None, own: Mapping[str, Any]) -> dict[str, Any]:
    """BEFORE with the values of OWN; what is empty is not kept."""
    return {id: value for id, value in {**(before or {}), **own}.items() if value not in (None, "")}


def key(name: str) -> str:
    """The key in the column `own` of the field called NAME."""
    return name.removeprefix(PREFIX)


def store(work: Work, record: Entity, given: Mapping[str, Any]) -> None:
    """Set values of columns and of own fields in one record."""
    columns, own = split(given)
    if own:
        columns["own"] = filled(getattr(record, "own", None), own)
    work.update(record, columns)


def problems(given: Mapping[str, Any], specs: Specs) -> dict[str, str]:
    """One sentence for each own field whose value breaks its rules."""
    found = {name: spec.problem(given[name]) for name, spec in specs.items() if name in given}
    return {name: sentence for name, sentence in found.items() if sentence}


def move(work: Work, field: OwnField, by: int) -> None:
    """Let FIELD and the one before it (BY -1) or after it (BY 1) among those of its table change places."""
    beside = [one for one in stored(work.session) if one.table == field.table]
    there = beside.index(field) + by
    if 0 <= there < len(beside):
        other = beside[there]
        field.position, other.position = other.position, field.position


def holders(session: Session, field: OwnField) -> list[Entity]:
    """The records that say something in a field."""
    entity: Any = entity_of(field.table)
    query = select(entity).where(entity.own[str(field.id)].as_string().is_not(None))
    return list(session.scalars(query))


def empty(work: Work, field: OwnField) -> int:
    """Take the values of a field away from all records; how many had one."""
    found = holders(work.session, field)
    for record in found:
        own: Mapping[str, Any] = getattr(record, "own")  # noqa: B009 - not every Entity has it
        work.update(record, {"own": {id: value for id, value in own.items() if id != str(field.id)}})
    return len(found)
