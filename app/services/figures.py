"""Counting: how many people stand behind each indicator of a programme, and who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.services.programme import (
    NO_ANSWER,
    UNREASONED,
    Condition,
    ControlSum,
    Filter,
    Indicator,
    Programme,
    Question,
    Row,
    Value,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Record:
    """One participation as it counts: pseudonymous, with the answers in the order of the programme's questions."""

    id: int
    number: str
    known: tuple[Value, ...]
    """What comes from the person, as it was at entry, in the order of the programme's `known_columns`."""
    entry: date
    answers: tuple[Value, ...]
    cancelled: bool = False
    person: int | None = None
    """Whose participation it is; one person counts once per project."""
    exit: date | None = None
    followed_up: date | None = None

    @property
    def reached(self) -> str:
        """The last stage whose answers may count: no result of an exit without its day."""
        if self.exit is None:
            return "entry"
        return "exit" if self.followed_up is None else "follow_up"

    def row(self, programme: Programme) -> Row:
        """The values that count, in the order of the programme's columns."""
        return programme.row(self.known, self.answers, self.reached)


@dataclass(frozen=True, slots=True)
class Gap:
    """A mandatory question that keeps a record from being counted."""

    question: Question
    declined: bool
    """It was asked, and the answer was „keine Angabe“, or one that lacks its reason."""


@dataclass(frozen=True, slots=True)
class Open:
    """A record that is not counted, or not for what came after its entry, and why."""

    record: Record
    gaps: tuple[Gap, ...]
    row: Row
    stage: str = "entry"


@dataclass(frozen=True, slots=True)
class ControlResult:
    """A control sum with the two numbers it compares."""

    control: ControlSum
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Whether the control sum is right."""
        return self.left <= self.right if self.control.relation == "at_most" else self.left == self.right


@dataclass(frozen=True)
class Figures:
    """The figures of a programme for some records; the people behind each of them are known."""

    programme: Programme
    behind: Mapping[str, Mapping[str, tuple[int, ...]]]
    """Record ids per indicator code and gender."""
    complete: int
    open: tuple[Open, ...]
    """Whose entry is not complete: they count nowhere."""
    cancelled: int
    repeated: frozenset[int]
    """Ids of further participations of somebody who is already counted."""
    later: tuple[Open, ...] = ()
    """Complete records of people who left, with answers of exit or follow-up still to come."""
    bases: Mapping[str, int] = field(default_factory=dict)
    """How many complete records could count for an indicator at all, for those with a reference population."""
    entities: Mapping[str, int] = field(default_factory=dict)
    """Counted elsewhere, per code: what is not about participants."""
    merged: Mapping[int, Record] = field(default_factory=dict)
    """The first participation of whoever came again, with the last exit."""

    @property
    def listed(self) -> int:
        """How many records belong into the list of participants."""
        return self.complete + len(self.open)

    @property
    def unfinished(self) -> tuple[Open, ...]:
        """People who left and whose mandatory answers at exit are missing."""
        return tuple(one for one in self.later if one.gaps)

    def number(self, code: str, gender: str | None = None) -> int | None:
        """The figure of indicator CODE; None where nothing records it, which is not the same as 0."""
        if self.programme.indicator(code).source:
            return None if gender else self.entities.get(code)
        return self.count(code, gender)

    def count(self, code: str, gender: str | None = None) -> int:
        """How many people of GENDER (or of all) count for indicator CODE."""
        genders = self.behind.get(code, {})
        return len(genders.get(gender, ())) if gender else self._totals.get(code, 0)

    def people(self, code: str, gender: str | None = None) -> tuple[int, ...]:
        """The ids of the records behind a figure."""
        genders = self.behind.get(code, {})
        return genders.get(gender, ()) if gender else tuple(id for ids in genders.values() for id in ids)

    def possible(self, code: str, gender: str | None = None) -> list[Open]:
        """Open records that might count for indicator CODE once their gaps are filled."""
        indicator, reached = self.programme.indicator(code), self.programme.reached[code]
        if indicator.source:
            return []
        found = self.open if reached == "entry" else [one for one in (*self.open, *self.later) if one.record.exit]
        at = self.programme.position["gender"]
        return [
            one
            for one in found
            if (gender is None or one.row[at] in (gender, None)) and self.programme.may_count(indicator, one.row)
        ]

    @cached_property
    def controls(self) -> tuple[ControlResult, ...]:
        """All control sums with their results."""
        return tuple(
            ControlResult(control, self._left(control), self._number(control.whole))
            for control in self.programme.controls
        )

    @cached_property
    def _totals(self) -> Mapping[str, int]:
        return {code: len(set().union(*genders.values())) for code, genders in self.behind.items()}

    def _left(self, control: ControlSum) -> int:
        if control.genders_of:
            return sum(self.count(control.genders_of, option.code) for option in self.programme.genders)
        return sum(map(self._number, control.parts))

    def _number(self, code: str) -> int:
        return self.complete if code == "complete" else self.count(code)


def figures(programme: Programme, records: Iterable[Record], entities: Mapping[str, int] | None = None) -> Figures:
    """Count RECORDS for every indicator of PROGRAMME; ENTITIES are the figures that others have counted, by code."""
    first, cancelled, repeated, merged = _once(programme, () if programme.asks_nobody else records)
    genders = [option.code for option in programme.genders]
    counted = [one for one in programme.indicators if not one.source]
    behind: dict[str, dict[str, list[int]]] = {one.code: {code: [] for code in genders} for one in counted}
    tests = [(behind[one.code], _test(programme, one)) for one in counted]
    populations = [(one.code, _filter(programme, one.among)) for one in counted if one.among]
    bases = Counter[str]()
    open_, later, complete = [], [], 0
    gender_at = programme.position.get("gender", 0)
    for record in first:
        row = record.row(programme)
        if gaps := programme.gaps(row):
            open_.append(_open(programme, record, row, gaps, "entry"))
            continue
        complete += 1
        for ids, test in tests:
            if test(row):
                ids[str(row[gender_at])].append(record.id)
        bases.update([code for code, test in populations if test(row)])
        if record.exit and "exit" in programme.stages:
            gaps = programme.gaps(row, "exit")
            if gaps or record.followed_up is None:
                later.append(_open(programme, record, row, gaps, "exit"))
    return Figures(
        programme,
        {code: {gender: tuple(ids) for gender, ids in found.items()} for code, found in behind.items()},
        complete,
        tuple(open_),
        cancelled,
        repeated,
        tuple(later),
        {code: bases[code] for code, _test in populations},
        dict(entities or {}),
        merged,
    )


def _open(programme: Programme, record: Record, row: Row, gaps: Iterable[Question], stage: str) -> Open:
    declined = (NO_ANSWER, UNREASONED)
    found = tuple(Gap(one, row[programme.position[one.key]] in declined) for one in gaps)
    return Open(record, found, row, stage)


def _once(
    programme: Programme, records: Iterable[Record]
) -> tuple[list[Record], int, frozenset[int], dict[int, Record]]:
    """Each person's participation that counts, how many were cancelled, the ids left out, and what was put together.

    Whoever came again keeps the data of the first entry and has the last exit.
    """
    by_person: dict[int, list[Record]] = {}
    nameless, cancelled = [], 0
    for record in records:
        if record.cancelled:
            cancelled += 1
        elif record.person is None:
            nameless.append(record)
        else:
            by_person.setdefault(record.person, []).append(record)
    kept, repeated, merged = nameless, list[int](), dict[int, Record]()
    for several in by_person.values():
        first, *others = sorted(several, key=lambda one: (one.entry, one.id)) if len(several) > 1 else several
        if others:
            repeated += [one.id for one in others]
            first = merged[first.id] = _with_last_exit(programme, first, others[-1])
        kept.append(first)
    return kept, cancelled, frozenset(repeated), merged


def _with_last_exit(programme: Programme, first: Record, last: Record) -> Record:
    asked = programme.asked[len(programme.known_columns) :]
    answers = zip(asked, first.answers, last.answers, strict=True)
    mixed = tuple(early if question.stage == "entry" else late for question, early, late in answers)
    return replace(first, exit=last.exit, followed_up=last.followed_up, answers=mixed)


def _test(programme: Programme, indicator: Indicator) -> Callable[[Row], bool]:
    """A fast test whether a complete row counts for INDICATOR."""
    if indicator.sum_of:
        parts = [_test(programme, programme.indicator(code)) for code in indicator.sum_of]
        return lambda row: any(part(row) for part in parts)
    if not indicator.among:
        return _filter(programme, indicator.where)
    among, where = _filter(programme, indicator.among), _filter(programme, indicator.where)
    return lambda row: where(row) and among(row)


def _filter(programme: Programme, filter_: Filter) -> Callable[[Row], bool]:
    groups = [[_condition(programme.position[c.key], c) for c in group] for group in filter_]
    if not groups:
        return lambda _row: True
    if len(groups) == 1 and len(groups[0]) == 1:
        return groups[0][0]
    return lambda row: any(all(test(row) for test in group) for group in groups)


def _condition(at: int, condition: Condition) -> Callable[[Row], bool]:
    if condition.codes:
        codes = frozenset(condition.codes)
        return lambda row: row[at] in codes
    return lambda row: condition.holds(row[at])


def records(
    session: Session, project_id: int, until: date | None = None, among: Sequence[int] | None = None
) -> Iterator[Record]:
    """The participations in a project and its parts with entry up to UNTIL, read as plain tuples.

    AMONG leaves only those of some people, a few hundred at most.
    """
    from sqlalchemy import select

    from app.models import Participation, Person, Project
    from app.services.participations import parts
    from app.services.programmes import load

    project = session.get(Project, project_id)
    if project is None:
        return
    programme = load(project.programme)
    names = programme.person_fields
    columns = (
        Participation.id,
        Participation.number,
        Participation.person_id,
        Participation.entry,
        Participation.exit,
        Participation.followed_up,
        Participation.answers,
        Participation.cancelled,
        *(getattr(Person, name) for name in names),
    )
    query = (
        select(*columns)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.project_id.in_(parts(session, project_id)))
        .order_by(Participation.entry, Participation.id)
        .execution_options(yield_per=BATCH)
    )
    if until is not None:
        query = query.where(Participation.entry <= until)

    if among is not None:
        query = query.where(Participation.person_id.in_(among))

    def by_then(day: date | None) -> date | None:
        return day if day is None or until is None or day <= until else None

    for id, number, person, entry, exit, followed_up, answers, cancelled, *values in session.execute(query):
        stored = answers or {}
        known = programme.known(dict(zip(names, values, strict=True)), entry, stored)
        days = by_then(exit), by_then(followed_up)
        yield Record(id, number, known, entry, programme.answers(stored), cancelled is not None, person, *days)
