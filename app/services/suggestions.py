"""Words that complete what somebody types: fixed lists, and what stands in the file already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.countries import suggestions as countries
from app.core.geography import gazetteer
from app.core.languages import LANGUAGES
from app.core.words import Words
from app.models import Interest, Organisation, Person, Place, Role
from app.models.query import Query

MOST = 3_000
"""So many different words of the file are offered at most, the frequent ones first."""
MOST_RECORDS = 20
"""So many records are found by what was typed of their name."""


def words(session: Session, name: str) -> Words:
    """The list called NAME, as `Field.suggest` names it."""
    return Words(_LISTS[name](session))


def records(session: Session, entity: type, text: str) -> list[tuple[int, str]]:
    """Id and name of the first records that TEXT finds."""
    query = Query(entity, text, shown=("caption",))
    ids = query.ids(session)[:MOST_RECORDS]
    rows = query.rows(session, ids)
    return [(id, rows[id][0]) for id in ids if id in rows]


def _used(*columns: Any) -> Callable[[Session], Iterator[str]]:
    """What stands in these columns, the frequent first."""

    def found(session: Session) -> Iterator[str]:
        counted: Counter[str] = Counter()
        for column in columns:
            query = select(column, func.count()).where(column.is_not(None), column != "").group_by(column)
            for text, count in session.execute(query.order_by(func.count().desc(), column).limit(MOST)):
                counted[text] += count
        yield from (text for text, _count in counted.most_common(MOST))

    return found


def _countries(session: Session) -> Iterator[str]:
    yield from countries()
    yield from _used(Person.nationality, Person.second_nationality, Person.birth_country)(session)


def _languages(session: Session) -> Iterator[str]:
    yield from (label for _code, label in LANGUAGES)
    yield from _used(Person.preferred_language)(session)


def _places(session: Session) -> Iterator[str]:
    yield from _used(Person.city, Organisation.city, Place.name)(session)
    yield from (place.name for place in gazetteer().places)


def _interests(session: Session) -> Iterator[str]:
    yield from session.scalars(select(Interest.name).order_by(Interest.caption_key))


_LISTS: Mapping[str, Callable[[Session], Iterator[str]]] = {
    "countries": _countries,
    "languages": _languages,
    "places": _places,
    "channels": _used(Role.channel, Organisation.channel),
    "professions": _used(Person.occupation, Person.wished_occupation),
    "interests": _interests,
}
