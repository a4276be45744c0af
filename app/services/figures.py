"""Counting: how many people stand behind each indicator of a programme, and who they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.services.programme import NO_ANSWER, Condition, ControlSum, Indicator, Programme, Question, Row, Value

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Record:
    """One participation as it counts: pseudonymous, with the answers in the order of the programme's questions."""

    id: int
    number: str
    gender: str | None
    age: int | None
    """Completed years on the day of entry; None when the birth date does not tell."""
    entry: date
    answers: tuple[Value, ...]
    cancelled: bool = False
    person: int | None = None
    """Whose participation it is; one person counts once per project."""

    def row(self, programme: Programme) -> Row:
        """The values that count, in the order of the programme's columns."""
        return programme.row({"gender": self.gender, "age": self.age}, self.answers)


@dataclass(frozen=True, slots=True)
class Gap:
    """A mandatory question that keeps a record from being counted."""

    question: Question
    declined: bool
    """It was asked, and the answer was „keine Angabe“."""


@dataclass(frozen=True, slots=True)
class Open:
    """A record that is not counted, and why."""

    record: Record
    gaps: tuple[Gap, ...]
    row: Row


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
    cancelled: int
    repeated: frozenset[int]
    """Ids of further participations of somebody who is already counted."""

    @property
    def listed(self) -> int:
        """How many records belong into the list of participants."""
        return self.complete + len(self.open)

    def count(self, code: str, gender: str | None = None) -> int:
        """How many people of GENDER (or of all) count for indicator CODE."""
        genders = self.behind[code]
        return len(genders.get(gender, ())) if gender else self._totals[code]

    def people(self, code: str, gender: str | None = None) -> tuple[int, ...]:
        """The ids of the records behind a figure."""
        genders = self.behind[code]
        return genders.get(gender, ()) if gender else tuple(id for ids in genders.values() for id in ids)

    def possible(self, code: str, gender: str | None = None) -> list[Open]:
        """Open records that might count for indicator CODE once their gaps are filled."""
        indicator, at = self.programme.indicator(code), self.programme.position["gender"]
        return [
            one
            for one in self.open
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


def figures(programme: Programme, records: Iterable[Record]) -> Figures:
    """Count RECORDS for every indicator of PROGRAMME."""
    first, cancelled, repeated = _once(records)
    gender_at = programme.position["gender"]
    genders = [option.code for option in programme.genders]
    behind: dict[str, dict[str, list[int]]] = {one.code: {code: [] for code in genders} for one in programme.indicators}
    tests = [(behind[one.code], _test(programme, one)) for one in programme.indicators]
    complete, open_ = 0, []
    for record in first:
        row = record.row(programme)
        if gaps := programme.gaps(row):
            found = tuple(Gap(one, row[programme.position[one.key]] == NO_ANSWER) for one in gaps)
            open_.append(Open(record, found, row))
            continue
        complete += 1
        for ids, test in tests:
            if test(row):
                ids[str(row[gender_at])].append(record.id)
    return Figures(
        programme,
        {code: {gender: tuple(ids) for gender, ids in found.items()} for code, found in behind.items()},
        complete,
        tuple(open_),
        cancelled,
        repeated,
    )


def _once(records: Iterable[Record]) -> tuple[list[Record], int, frozenset[int]]:
    """Each person's first participation by date of entry, how many were cancelled, and the ids left out."""
    first: dict[int, Record] = {}
    nameless, cancelled, repeated = [], 0, []
    for record in records:
        if record.cancelled:
            cancelled += 1
        elif record.person is None:
            nameless.append(record)
        elif (other := first.get(record.person)) is None:
            first[record.person] = record
        else:
            earlier, later = sorted((record, other), key=lambda one: (one.entry, one.id))
            first[record.person] = earlier
            repeated.append(later.id)
    return [*nameless, *first.values()], cancelled, frozenset(repeated)


def _test(programme: Programme, indicator: Indicator) -> Callable[[Row], bool]:
    """A fast test whether a complete row counts for INDICATOR."""
    if indicator.sum_of:
        parts = [_test(programme, programme.indicator(code)) for code in indicator.sum_of]
        return lambda row: any(part(row) for part in parts)
    groups = [[_condition(programme.position[c.key], c) for c in group] for group in indicator.where]
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


def records(session: Session, project_id: int, until: date | None = None) -> Iterator[Record]:
    """The participations in a project and its parts with entry up to UNTIL, read as plain tuples."""
    from sqlalchemy import select

    from app.models import Participation, Person, Project
    from app.services.participations import parts
    from app.services.programmes import load

    project = session.get(Project, project_id)
    if project is None:
        return
    programme = load(project.programme)
    columns = (
        Participation.id,
        Participation.number,
        Participation.person_id,
        Participation.entry,
        Participation.answers,
        Participation.cancelled,
        Person.gender,
        Person.born,
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
    for id, number, person, entry, answers, cancelled, gender, born in session.execute(query):
        age = born.completed_years(entry) if born else None
        yield Record(id, number, gender, age, entry, programme.answers(answers or {}), cancelled is not None, person)
