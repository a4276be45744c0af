"""A list of records, described rather than programmed: screens, exports and reports use the same description."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, false, func, select, union_all
from sqlalchemy.orm import Session, aliased

from app.core.fold import query_tokens
from app.core.tags import in_use
from app.models.base import Entity, entity_of
from app.models.conditions import condition
from app.models.fields import Field, columns
from app.models.history import SearchToken

LAST = "~"
"""Greater than every character of a token, which are ASCII letters and digits."""
CHUNK = 500
"""Ids in one statement."""


@dataclass(frozen=True)
class Query:
    """Which records, in what order, showing which columns.

    `where` maps names of columns to a Condition, or to the value or tuple of values that a record must have; None is
    no value. All of them must hold.
    """

    entity: type[Entity]
    text: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    order: str = "caption"
    descending: bool = False
    shown: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns to show, in order."""
        return self.shown or self.entity.listed

    def ids(self, session: Session, ordered: Sequence[int] | None = None) -> list[int]:
        """All matching ids in order: one small number per record, however many there are.

        ORDERED are the ids of the same query without its text, if somebody knows them: then only the words are looked
        up, which is faster than sorting what they find.
        """
        if ordered is not None and self.text.strip():
            found = self._found(session)
            return [id for id in ordered if id in found]
        query = self._filtered(select(self.entity.id))
        if self.text.strip():
            query = query.where(*(self.entity.id.in_(part) for part in self._words()))
        return _numbers(session, query.order_by(*self._order()))

    def rows(self, session: Session, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        """The shown columns of these records."""
        shown = [getattr(self.entity, name) for name in self.columns]
        found = session.execute(select(self.entity.id, *shown).where(self.entity.id.in_(ids)))
        return {id: tuple(values) for id, *values in found}

    def count(self, session: Session) -> int:
        """How many records the filters leave, whatever the text."""
        return session.scalar(self._filtered(select(func.count()).select_from(self.entity))) or 0

    def _found(self, session: Session) -> set[int]:
        """Ids of the records that all words find."""
        return set.intersection(*(set(_numbers(session, part)) for part in self._words()))

    def _words(self) -> list[Select[int] | CompoundSelect[int]]:
        """For each typed word the ids under one of its readings; a word that nothing can be found by finds nothing."""
        token, found = (
            SearchToken.token,
            select(SearchToken.record_id).where(SearchToken.kind == self.entity.__tablename__),
        )
        parts: list[Select[int] | CompoundSelect[int]] = []
        for readings in query_tokens(self.text):
            # One index range per reading: SQLite would scan the whole index for ranges joined by OR.
            ranges = [found.where(token >= reading, token < reading + LAST) for reading in sorted(readings)]
            parts.append(union_all(*ranges) if ranges else found.where(false()))
        return parts or [found.where(false())]

    def _filtered(self, query: Select[Any]) -> Select[Any]:
        specs = columns(self.entity)
        for name, wanted in self.where.items():
            spec = specs.get(name) or Field("", name=name)
            query = query.where(condition(wanted).clause(getattr(self.entity, name), self.entity, spec))
        return query

    def _order(self) -> tuple[ColumnElement[Any], ...]:
        """By the stored sort key where there is one; records without a value come last; ids decide between equals.

        A column that refers to records of another kind is sorted by their names.
        """
        name = self.order if self.order in columns(self.entity) else "caption"
        key = getattr(self.entity, f"{name}_key", None)
        column: ColumnElement[Any] = getattr(self.entity, name) if key is None else key
        if target := columns(self.entity)[name].target:
            other = aliased(entity_of(target))
            column = select(other.caption_key).where(other.id == column).scalar_subquery()
        if key is None:
            column = column.nulls_last() if not self.descending else column.desc().nulls_last()
        elif self.descending:
            column = column.desc()
        id: ColumnElement[Any] = self.entity.id.expression
        return column, id.desc() if self.descending else id


def captions(session: Session, table: str, ids: Iterable[int]) -> dict[int, str]:
    """What the records of TABLE with these IDS are called."""
    kind = entity_of(table)
    wanted = sorted(set(ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), CHUNK):
        some = kind.id.in_(wanted[start : start + CHUNK])
        found |= {id: caption for id, caption in session.execute(select(kind.id, kind.caption).where(some))}
    return found


def unindexed(column: Any) -> ColumnElement[Any]:
    """COLUMN of numbers as an expression: SQLite would take its index although nearly all records have these values."""
    found: ColumnElement[Any] = column + 0
    return found


def tags_in_use(session: Session, entity: type[Entity], name: str) -> list[str]:
    """Every label that some record has in its column NAME of tags, in German order."""
    column = getattr(entity, name)
    return list(in_use(session.scalars(select(column).where(column.is_not(None)))))


def _numbers(session: Session, query: Select[int] | CompoundSelect[int]) -> list[int]:
    """The ids that QUERY gives, in its order."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return list(connection.execute(query).scalars())
    # As one value: 100,000 rows of one number each cost three times as much. The order of a subquery stays.
    numbers = query.subquery()
    found: list[int] = json.loads(connection.scalar(select(func.json_group_array(numbers.c[0]))) or "[]")
    return found
