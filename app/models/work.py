"""One action of a person: the records it touches, what changed in them, and how to take it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import delete, insert, inspect, select, text
from sqlalchemy.orm import Mapper, Session

from app.core.errors import Conflict
from app.core.text import _
from app.models.base import COMPUTED, Entity, entity_of
from app.models.digest import forget
from app.models.fields import fields
from app.models.history import Change, Done, SearchToken, pack, unpack

E = TypeVar("E", bound=Entity)
NEXT_NUMBER = text(
    "INSERT INTO number_series (name, last) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET last = number_series.last + 1 RETURNING last"
)
"""One statement, so that two writers who begin a series at once wait for each other."""
CHUNK = 500
"""Ids in one statement; SQLite and PostgreSQL both take far more."""


class Work:
    """One transaction, one history entry, one undo step; made by `Database.work`."""

    def __init__(self, session: Session, label: str) -> None:
        self.session = session
        self.label = label
        self.changes: list[Change] = []
        self.done: Done | None = None

    def get(self, entity: type[E], id: int, version: int | None = None) -> E:
        """The record to change; VERSION is the one the person was looking at.

        Raises Conflict when it has changed since or is gone.
        """
        found = self.session.get(entity, id)
        if found is None or (version is not None and found.version != version):
            raise Conflict(
                _("{what} wurde inzwischen geändert oder gelöscht. Bitte neu laden.").format(what=entity.title)
            )
        return found

    def add(self, record: E) -> E:
        """Store a new record."""
        self.session.add(record)
        return record

    def update(self, record: Entity, values: Mapping[str, Any]) -> None:
        """Set several fields of a record."""
        for name, value in values.items():
            setattr(record, name, value)

    def delete(self, record: Entity) -> None:
        """Remove a record; refused at the end of the work while others refer to it."""
        self.session.delete(record)

    def look(self, record: Entity) -> None:
        """Enter into the history that protected fields of RECORD were looked at; nothing changes."""
        self.changes.append(Change(record.__tablename__, record.id, {}, {}))

    def look_through(self, kind: type[Entity]) -> None:
        """Enter into the history that protected fields of a whole list were looked at."""
        self.changes.append(Change(kind.__tablename__, 0, {}, {}))

    def next_number(self, series: str) -> int:
        """The next number of SERIES: without gaps within finished works, and never given out twice."""
        return int(self.session.execute(NEXT_NUMBER, {"name": series}).scalar_one())

    def prepare(self, session: Session, *_context: object) -> None:
        """Check and complete every touched record; called before each flush."""
        for record in [*session.new, *session.dirty]:
            if isinstance(record, Entity):
                record.prepare()

    def record(self, session: Session, *_context: object) -> None:
        """Remember what a flush changed, bring the search up to date, hold rules across records; after each flush."""
        parts = (session.new, session.dirty, session.deleted)  # each makes a new set when asked
        new, dirty, deleted = ([record for record in part if isinstance(record, Entity)] for part in parts)
        self.changes += [Change(r.__tablename__, r.id, None, _packed(r)) for r in new]
        self.changes += filter(None, map(_change, dirty))
        self.changes += [Change(r.__tablename__, r.id, _packed(r, before=True), None) for r in deleted]
        _index(session, new, dirty, deleted)
        forget(session, [*dirty, *deleted])
        _agree(session, [*new, *dirty, *deleted])

    def revert(self, changes: Sequence[Change]) -> None:
        """Apply CHANGES backwards, refusing where a field, or the same key of a structured one, was changed since.

        What cannot be deleted keeps what it refers to: whoever got a number stays, with the number cancelled.
        """
        kept: set[int] = set()
        for change in reversed(changes):
            entity = entity_of(change.table)
            if change.after is None:
                assert change.before is not None
                self.add(entity(**_values(entity, change.before)))
                continue
            record = self.get(entity, change.id)
            now, before = {name: pack(getattr(record, name)) for name in change.after}, change.before or {}
            if not all(_as_left(now[name], before.get(name), value) for name, value in change.after.items()):
                raise Conflict(
                    _("{what} wurde seither weiter geändert. Bitte von Hand zurücknehmen.").format(what=entity.title)
                )
            if change.before is not None:
                back = {name: _taken_back(now[name], value, change.after[name]) for name, value in before.items()}
                self.update(record, _values(entity, back))
            elif record.id not in kept and record.retract():
                self.delete(record)
            else:
                kept |= {getattr(record, name) for name, spec in fields(entity).items() if spec.target} - {None}


def _agree(session: Session, touched: Sequence[Entity]) -> None:
    """Ask every kind of record about its rules; always in the same order, so that two works never block each other."""
    for entity in sorted({type(record) for record in touched}, key=lambda kind: kind.__tablename__):
        entity.agree(session, [record for record in touched if type(record) is entity])


def _change(record: Entity) -> Change | None:
    """What was changed in RECORD, as far as a person changed it."""
    after, before = _packed(record), _packed(record, before=True)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return None
    return Change(record.__tablename__, record.id, {n: before[n] for n in changed}, {n: after[n] for n in changed})


_GONE = object()
"""What stands under a key that is not there."""


def _as_left(now: Any, before: Any, after: Any) -> bool:
    """Whether NOW is what a change from BEFORE to AFTER left; of structured values only the keys it changed count."""
    if all(isinstance(value, dict) for value in (now, before, after)):
        return all(now.get(key, _GONE) == after.get(key, _GONE) for key in _differing(before, after))
    return bool(now == after)


def _taken_back(now: Any, before: Any, after: Any) -> Any:
    """NOW without the change from BEFORE to AFTER."""
    if not all(isinstance(value, dict) for value in (now, before, after)):
        return before
    changed = _differing(before, after)
    kept = {key: value for key, value in now.items() if key not in changed}
    return kept | {key: value for key, value in before.items() if key in changed}


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    return {key for key in {*before, *after} if before.get(key, _GONE) != after.get(key, _GONE)}


def _packed(record: Entity, before: bool = False) -> dict[str, Any]:
    """The stored values of RECORD, as they are or as they were BEFORE this flush."""
    values = {name: getattr(record, name) for name in _stored(type(record))}
    if before:
        attributes = inspect(record).attrs
        values |= {name: old[0] for name in values if (old := attributes[name].history.deleted)}
    return {name: pack(value) for name, value in values.items()}


@cache
def _stored(entity: type) -> tuple[str, ...]:
    """Names of the columns that a person's change consists of; the rest follows from them."""
    mapper: Mapper[Any] = inspect(entity)
    return tuple(
        prop.key
        for prop in mapper.column_attrs
        if prop.key not in COMPUTED and not prop.info.get("derived") and "folded" not in prop.columns[0].info
    )


def _values(entity: type[Entity], packed: Mapping[str, Any]) -> dict[str, Any]:
    columns = inspect(entity).columns
    return {name: unpack(columns[name].type.python_type, value) for name, value in packed.items()}


def _index(session: Session, new: Sequence[Entity], dirty: Sequence[Entity], deleted: Sequence[Entity]) -> None:
    """Replace the keys of these records where they differ from what is stored."""
    wanted = {(kind, token, r.id) for r in [*new, *dirty] for kind, token in r.index_keys()}
    ids = [record.id for record in [*dirty, *deleted]]
    stored: set[tuple[str, str, int]] = set()
    for start in range(0, len(ids), CHUNK):
        of_these = SearchToken.record_id.in_(ids[start : start + CHUNK])
        found = session.execute(select(SearchToken.kind, SearchToken.token, SearchToken.record_id).where(of_these))
        stored |= {(kind, token, id) for kind, token, id in found}
    for kind, token, id in stored - wanted:
        here = (SearchToken.record_id == id, SearchToken.token == token, SearchToken.kind == kind)
        session.execute(delete(SearchToken).where(*here).execution_options(synchronize_session=False))
    if missing := wanted - stored:
        rows = [{"kind": kind, "token": token, "record_id": id} for kind, token, id in sorted(missing)]
        session.connection().execute(insert(SearchToken), rows)
