"""Bring the keys by which records are found up to date after the program has learnt to find them better."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from app.models.base import Base, Entity
from app.models.db import Database
from app.models.history import SearchToken

BATCH = 2_000


def reindex(db: Database) -> None:
    """Make all keys anew from the records, which stay as they are; all or nothing."""
    entities = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Entity)]
    with db.work("") as work:
        connection = work.session.connection()
        connection.execute(delete(SearchToken))
        for entity in sorted(entities, key=lambda entity: entity.__tablename__):
            ids = work.session.scalars(select(entity.id).order_by(entity.id)).all()
            for start in range(0, len(ids), BATCH):
                batch = select(entity).where(entity.id.in_(ids[start : start + BATCH]))
                keys = [(kind, key, one.id) for one in work.session.scalars(batch) for kind, key in one.index_keys()]
                if keys:
                    rows = [{"kind": kind, "token": key, "record_id": id} for kind, key, id in sorted(keys)]
                    connection.execute(insert(SearchToken), rows)
                work.session.expunge_all()
