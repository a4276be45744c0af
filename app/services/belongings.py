"""What belongs to one person: every record that refers to her, and what refers to that; found from the columns.

Disclosure, erasure and anonymising go through here, so that no table can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person, Task
from app.models.base import Entity, entity_of
from app.services.merge_rules import references

RELEASED = frozenset({("placement", "assistant_id"), ("qualification", "renews_id")})
"""References that a record can do without: it is about somebody or something else and stays."""
CHUNK = 500


def belongings(session: Session, person_id: int) -> list[Entity]:
    """Everything that is about the person, herself first, what depends on a record after it."""
    person = session.get_one(Person, person_id)
    found: dict[tuple[str, int], Entity] = {(Person.__tablename__, person_id): person}
    fresh: dict[str, list[int]] = {Person.__tablename__: [person_id]}
    while fresh:
        wave: dict[str, list[int]] = {}
        for table, ids in fresh.items():
            for record in _referring(session, table, ids):
                key = record.__tablename__, record.id
                if key not in found:
                    found[key] = record
                    wave.setdefault(key[0], []).append(key[1])
        fresh = wave
    return list(found.values())


def mentioning(session: Session, person_id: int) -> Iterator[tuple[Entity, str]]:
    """Records of others that only name the person, with the column."""
    for table, column in sorted(RELEASED):
        entity = entity_of(table)
        target = getattr(entity, column).expression.info["target"]
        if target == Person.__tablename__:
            query = select(entity).where(getattr(entity, column) == person_id).order_by(entity.id)
            yield from ((record, column) for record in session.scalars(query))


def _referring(session: Session, table: str, ids: list[int]) -> Iterator[Entity]:
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        for entity, column in references(table):
            if (entity.__tablename__, column) not in RELEASED:
                yield from session.scalars(select(entity).where(getattr(entity, column).in_(some)).order_by(entity.id))
        about = Task.about_table == table, Task.about_id.in_(some)
        yield from session.scalars(select(Task).where(*about).order_by(Task.id))
