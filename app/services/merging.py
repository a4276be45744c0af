"""Two records of one person become one: planned, shown, and done in one step that one undo takes back.

The record that goes is deleted, its history stays: so whatever refers to it must move, and undo brings it back with
all that was its own. What moves is found from the columns' metadata, so that no table can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid
from app.core.partial_date import PartialDate
from app.core.text import _
from app.models import NotDuplicate, Person, Task
from app.models.base import Base, Entity
from app.models.fields import Field, fields, own_columns
from app.models.work import Work
from app.services.merge_rules import BETWEEN_TWO, empty, joined, moved, references, told, twin
from app.services.merged_consents import withdrawn
from app.services.merged_pairs import obstacles as pair_obstacles
from app.services.merged_pairs import remarks as pair_remarks
from app.services.merged_participations import settled
from app.services.own_fields import store
from app.services.own_fields import values as own_values


class Side(StrEnum):
    """Whose value a field gets."""

    KEEP = "keep"
    DROP = "drop"
    BOTH = "both"


@dataclass(frozen=True)
class Choice:
    """One field with both values, and the one that is proposed."""

    spec: Field
    keep: Any
    drop: Any
    proposed: Side
    conflict: bool
    """Whether somebody should look at it, because both are filled in and differ."""

    @property
    def name(self) -> str:
        """The field's name."""
        return self.spec.name

    @property
    def sides(self) -> tuple[Side, ...]:
        """What can be chosen; both only where texts can stand one below the other."""
        return (Side.KEEP, Side.DROP, Side.BOTH) if _joinable(self.spec, self.keep, self.drop) else _EITHER

    def value(self, side: Side) -> Any:
        """The field's value when SIDE is chosen."""
        if side not in self.sides:
            raise ValueError(side)
        return _below(self.keep, self.drop) if side is Side.BOTH else self.keep if side is Side.KEEP else self.drop


@dataclass(frozen=True)
class Step:
    """What happens to one record: new values, or it goes because another took it over."""

    table: str
    id: int
    title: str
    caption: str
    values: Mapping[str, Any] = field(default_factory=dict)
    goes: bool = False
    told: str = ""
    """What was decided by rule, if something had to be."""
    moves: bool = False
    """Whether it belonged to the record that goes."""


@dataclass(frozen=True)
class Plan:
    """What merging two people would do; nothing has happened yet."""

    keep_id: int
    drop_id: int
    captions: tuple[str, str]
    versions: tuple[int, int]
    choices: tuple[Choice, ...]
    steps: tuple[Step, ...]
    obstacles: tuple[str, ...] = ()
    """Why the two cannot be merged as they are."""
    remarks: tuple[str, ...] = ()
    """What is worth a look afterwards."""

    @property
    def told(self) -> tuple[str, ...]:
        """What was decided by rule, and what somebody should look at."""
        return tuple(dict.fromkeys((*(step.told for step in self.steps if step.told), *self.remarks)))

    @property
    def label(self) -> str:
        """How the step is called in the history."""
        return _("Zusammenführen: {keep} und {drop}").format(keep=self.captions[0], drop=self.captions[1])


_EITHER = (Side.KEEP, Side.DROP)


def plan(session: Session, keep_id: int, drop_id: int) -> Plan:
    """What would happen if the record DROP became part of KEEP."""
    if keep_id == drop_id:
        raise Invalid({"drop_id": _("Eine Person lässt sich nicht mit sich selbst zusammenführen.")})
    keep, drop = _person(session, keep_id), _person(session, drop_id)
    absorbed = list(_absorb(session, Person.__tablename__, keep_id, drop_id))
    return Plan(
        keep_id,
        drop_id,
        (keep.caption, drop.caption),
        (keep.version, drop.version),
        tuple(_choices(keep, drop)),
        (*absorbed, *_settled(session, keep_id, drop_id, {(one.table, one.id) for one in absorbed if one.goes})),
        (*_anonymised(keep, drop), *_obstacles(session, keep_id, drop_id), *pair_obstacles(session, keep_id, drop_id)),
        tuple(pair_remarks(session, keep_id, drop_id)),
    )


def merge(work: Work, plan_: Plan, choices: Mapping[str, Side] | None = None) -> Person:
    """Do what was planned, with the CHOICES by field name; the person who stays.

    Raises Conflict when something changed since the plan was made, Invalid when the two cannot be one.
    """
    work.session.flush()
    if plan(work.session, plan_.keep_id, plan_.drop_id) != plan_:
        raise Conflict(_("Eine der beiden Personen wurde inzwischen geändert. Bitte neu laden."))
    if plan_.obstacles:
        raise Invalid({"drop_id": " ".join(plan_.obstacles)})
    wanted = dict(choices or {})
    values = {choice.name: choice.value(wanted.pop(choice.name, choice.proposed)) for choice in plan_.choices}
    if wanted:
        raise ValueError(sorted(wanted))
    keep = work.get(Person, plan_.keep_id)
    drop = work.get(Person, plan_.drop_id)
    work.update(keep, {"own": {**(drop.own or {}), **(keep.own or {})}})  # also what no own field names any more
    store(work, keep, values)
    for step in plan_.steps:
        record = work.get(_entity(step.table), step.id)
        if step.goes:
            work.delete(record)
        else:
            work.update(record, step.values)
    work.delete(drop)
    return keep


def _choices(keep: Person, drop: Person) -> Iterator[Choice]:
    """Every field of a person, those of the office's own included."""
    for name, spec in fields(Person).items():
        yield _choice(spec, getattr(keep, name), getattr(drop, name))
    own = own_columns(Person)
    mine, theirs = own_values(keep, own), own_values(drop, own)
    for name, spec in own.items():
        yield _choice(spec, mine[name], theirs[name])


def _absorb(session: Session, table: str, keep_id: int, drop_id: int) -> Iterator[Step]:
    """Everything that refers to a record that goes: it moves, or becomes one with what is already there."""
    yield from _tasks(session, table, keep_id, drop_id)
    for entity, column in references(table):
        columns = ("first_id", "second_id") if entity is NotDuplicate else (column,)  # either way says the same
        mine = [row for name in columns for row in _referring(session, entity, name, keep_id)]
        for row in _referring(session, entity, column, drop_id):
            if _among_themselves(row, column, table, keep_id):
                if isinstance(row, BETWEEN_TWO):
                    yield _step(row, goes=True)
            elif own := twin(row, column, mine):
                mine.remove(own)  # once, so that a third record is not lost in it
                yield _step(own, joined(own, row), told=told(own, row))
                yield from _absorb(session, entity.__tablename__, own.id, row.id)
                yield _step(row, goes=True)
            else:
                yield replace(_step(row, moved(row, column, keep_id)), moves=True)


def _settled(session: Session, keep_id: int, drop_id: int, gone: set[tuple[str, int]]) -> Iterator[Step]:
    """What follows from both being one, beyond what moves; not for records that are GONE by then."""
    for record, values, sentence in (*settled(session, keep_id, drop_id), *withdrawn(session, keep_id, drop_id)):
        if (record.__tablename__, record.id) not in gone:
            yield _step(record, values, told=sentence)


def _tasks(session: Session, table: str, keep_id: int, drop_id: int) -> Iterator[Step]:
    """What is to be done about the record that goes; tasks name what they are about without a reference."""
    query = select(Task).where(Task.about_table == table, Task.about_id == drop_id).order_by(Task.id)
    for task in session.scalars(query):
        yield replace(_step(task, {"about_id": keep_id}), moves=True)


def _step(record: Entity, values: Mapping[str, Any] | None = None, *, goes: bool = False, told: str = "") -> Step:
    return Step(record.__tablename__, record.id, type(record).title, record.caption, dict(values or {}), goes, told)


def _anonymised(*people: Person) -> Iterator[str]:
    """Nobody can know who an anonymised record was."""
    for one in people:
        if one.anonymised:
            yield _("„{name}“ ist anonymisiert und lässt sich nicht zusammenführen.").format(name=one.caption)


def _obstacles(session: Session, keep_id: int, drop_id: int) -> Iterator[str]:
    """Records in which the two stand side by side as two people."""
    for entity, column in references(Person.__tablename__):
        if not issubclass(entity, BETWEEN_TWO):
            for row in _referring(session, entity, column, drop_id):
                if _among_themselves(row, column, Person.__tablename__, keep_id):
                    sentence = _(
                        "Beide stehen gemeinsam in „{title} {caption}“. Bitte klären Sie zuerst diesen Eintrag."
                    )
                    yield sentence.format(title=entity.title, caption=row.caption)


def _among_themselves(row: Entity, column: str, table: str, keep_id: int) -> bool:
    """Whether another column of the same record refers to the one that stays."""
    others = (name for entity, name in references(table) if entity is type(row) and name != column)
    return any(getattr(row, name) == keep_id for name in others)


def _referring(session: Session, entity: type[Entity], column: str, id: int) -> list[Entity]:
    query = select(entity).where(getattr(entity, column) == id).order_by(entity.id)
    return list(session.scalars(query))


def _person(session: Session, id: int) -> Person:
    found = session.get(Person, id)
    if found is None:
        raise Conflict(_("Diese Person gibt es nicht mehr. Bitte neu laden."))
    return found


def _entity(table: str) -> type[Entity]:
    return next(mapper.class_ for mapper in Base.registry.mappers if str(mapper.local_table) == table)


def _choice(spec: Field, keep: Any, drop: Any) -> Choice:
    """Both values of a field and which one is better."""
    if keep == drop or empty(drop):
        return Choice(spec, keep, drop, Side.KEEP, False)
    if empty(keep):
        return Choice(spec, keep, drop, Side.DROP, False)
    if isinstance(keep, PartialDate) and isinstance(drop, PartialDate):
        return _date_choice(spec, keep, drop)
    if _joinable(spec, keep, drop):
        return Choice(spec, keep, drop, Side.BOTH, False)
    return Choice(spec, keep, drop, Side.KEEP, True)


def _date_choice(spec: Field, keep: PartialDate, drop: PartialDate) -> Choice:
    """The more complete date; the first of January is less than any other day of that year."""
    more = str(drop).startswith(str(keep))
    less = str(keep).startswith(str(drop))
    placeholder = keep.year == drop.year and (keep.month, keep.day) == (1, 1) and drop.complete
    return Choice(spec, keep, drop, Side.DROP if more or placeholder else Side.KEEP, not (more or less))


def _joinable(spec: Field, keep: Any, drop: Any) -> bool:
    """Whether both texts can stand one below the other."""
    if not spec.multiline or empty(keep) or empty(drop) or keep == drop:
        return False
    return spec.length is None or len(_below(keep, drop)) <= spec.length


def _below(keep: str, drop: str) -> str:
    """Two texts one below the other; a text that contains the other is enough."""
    if drop in keep or keep in drop:
        return max(keep, drop, key=len)
    return f"{keep}\n{drop}"
