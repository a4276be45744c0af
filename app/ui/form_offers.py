"""What a form offers for its fields: records to choose from, words that complete what is typed, places."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.geography import Gazetteer
from app.core.words import Words
from app.models.base import entity_of
from app.models.query import Query

MOST_CAPTIONS = 500
"""A list with more records than this is no place to choose one."""


@dataclass(frozen=True)
class Offered:
    """What can be chosen: per table the names by id and whether these are all; per list its words; the places."""

    captions: Mapping[str, tuple[dict[int, str], bool]]
    words: Mapping[str, Words]
    places: Gazetteer | None


def choices(session: Any, table: str, ids: Collection[int], editing: bool) -> tuple[dict[int, str], bool]:
    """The names of all records of TABLE if somebody is to choose among few, otherwise of those with IDS."""
    query = Query(entity_of(table), shown=("caption",))
    found = query.ids(session) if editing else []
    complete = editing and len(found) <= MOST_CAPTIONS
    shown = found if complete else list(ids)
    rows = query.rows(session, shown)
    return {id: rows[id][0] for id in shown if id in rows}, complete
