"""Which records others refer to, whatever the kinds: found in the declarations."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Base

CHUNK = 500


def referred_to(session: Session, table: str, ids: Iterable[int]) -> set[int]:
    """Those of IDS, records of TABLE, that cannot be deleted, because a foreign key of some record holds them."""
    wanted = list(ids)
    found: set[int] = set()
    for other in Base.metadata.tables.values():
        for column in other.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                for start in range(0, len(wanted), CHUNK):
                    held = select(column).where(column.in_(wanted[start : start + CHUNK])).distinct()
                    found |= set(session.scalars(held))
    return found
