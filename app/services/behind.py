"""The people behind a figure: every number opens its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Participation, Person

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Counted:
    """One participation behind a figure."""

    person_id: int
    caption: str
    number: str
    entry: date


def people(session: Session, participation_ids: Sequence[int]) -> list[Counted]:
    """Who these participations belong to, by name."""
    columns = (Person.id, Person.caption, Participation.number, Participation.entry, Person.caption_key)
    query = select(*columns).join(Person, Person.id == Participation.person_id)
    found: list[tuple[str, Counted]] = []
    for start in range(0, len(participation_ids), CHUNK):
        part = query.where(Participation.id.in_(participation_ids[start : start + CHUNK]))
        for id, caption, number, entry, key in session.execute(part):
            found.append((key, Counted(id, caption, number, entry)))
    return [one for _key, one in sorted(found, key=lambda pair: (pair[0], pair[1].number))]
