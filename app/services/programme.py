"""A funding programme as data: questions, indicators, deadlines, and what follows from them for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from app.core.text import N_

if TYPE_CHECKING:
    from app.models.fields import Field

NO_ANSWER = "no_answer"
"""Stored when somebody was asked and did not want to say; a question that was not asked has no answer at all."""
NOT_APPLICABLE = "not_applicable"
"""Stands in a row where the question does not arise because of another answer; never stored."""
SPECIAL_LABELS: dict[Value, str] = {NO_ANSWER: N_("keine Angabe"), NOT_APPLICABLE: N_("entfällt")}

Value = str | int | None
Row = tuple[Value, ...]
"""One participant: a value per column of the programme, in its order."""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer; SHORT is how it stands in lists."""

    code: str
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What one column must be: one of some codes, or a number within bounds."""

    key: str
    codes: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None

    def holds(self, value: Value) -> bool:
        """Whether VALUE fulfils this condition; an unknown value never does."""
        if isinstance(value, int):
            return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        return value is not None and value in self.codes


Filter = tuple[tuple[Condition, ...], ...]
"""Alternatives, each a list of conditions that must all hold; no alternative at all holds for everybody."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked about a participant, or known from the person."""

    key: str
    label: str
    column: str
    stage: str
    kind: str = "choice"
    group: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    declined: str = ""
    """Whether „keine Angabe“ may be stored, and whether the record is then "complete" or "incomplete"."""
    sensitivity: str = "personal"
    when: tuple[Condition, ...] = ()
    low: int | None = None
    high: int | None = None

    def takes(self, value: object) -> bool:
        """Whether VALUE is an answer to this question."""
        if self.kind == "number":
            return type(value) is int and (self.low or 0) <= value and (self.high is None or value <= self.high)
        if not self.options:
            return bool(value)
        return any(option.code == value for option in self.options) or (value == NO_ANSWER and bool(self.declined))

    def choices(self) -> tuple[Option, ...]:
        """The options a form offers, „keine Angabe“ included."""
        extra = Option(NO_ANSWER, SPECIAL_LABELS[NO_ANSWER], SPECIAL_LABELS[NO_ANSWER])
        return (*self.options, extra) if self.declined else self.options

    def field(self) -> Field:
        """This question as a field of the generic form."""
        from app.models.fields import Field  # counting needs no database library

        return Field(
            self.label,
            group=self.group,
            help=self.help,
            sensitive=self.sensitivity == "special",
            options=tuple((option.code, option.label) for option in self.choices()),
            name=self.key,
            kind=int if self.kind == "number" else str,
        )


@dataclass(frozen=True, slots=True)
class Derived:
    """A number that follows from answers: the highest of the levels that the file gives to them."""

    key: str
    label: str
    column: str
    levels: tuple[tuple[str, Mapping[str, int]], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the table of indicators."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure that a funder wants, and who counts for it."""

    code: str
    section: str
    label: str
    official: str
    rule: str
    where: Filter = ()
    sum_of: tuple[str, ...] = ()
    part_of: str = ""
    internal: bool = False


@dataclass(frozen=True, slots=True)
class ControlSum:
    """Indicators whose sum must equal (or not exceed) another one; "complete" is the number of complete records."""

    label: str
    whole: str
    parts: tuple[str, ...] = ()
    genders_of: str = ""
    relation: str = "equal"


@dataclass(frozen=True, slots=True)
class Terms:
    """Deadlines, limits, publicity and retention of a programme."""

    entry_days: int
    exit_days: int
    follow_up_months: int
    small_hours: int
    emblem: str
    sentence: str
    retention_years: int
    retention_start: str
    legal_basis: Mapping[str, str]


@dataclass(frozen=True)
class Programme:
    """A funding programme as its file declares it."""

    id: str
    title: str
    short: str
    report_title: str
    counting: tuple[str, ...]
    terms: Terms
    person: tuple[Question, ...]
    questions: tuple[Question, ...]
    derived: tuple[Derived, ...]
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    controls: tuple[ControlSum, ...]

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """What is known from the person, then the questions."""
        return self.person + self.questions

    @cached_property
    def columns(self) -> tuple[Question | Derived, ...]:
        """What a row consists of."""
        return self.asked + self.derived

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where in a row a key stands."""
        return {column.key: n for n, column in enumerate(self.columns)}

    @cached_property
    def genders(self) -> tuple[Option, ...]:
        """The genders by which figures are broken down."""
        return self.asked[self.position["gender"]].options

    def indicator(self, code: str) -> Indicator:
        """The indicator called CODE."""
        return next(one for one in self.indicators if one.code == code)

    def answers(self, stored: Mapping[str, object]) -> tuple[Value, ...]:
        """STORED answers by key as a tuple in the order of the questions; what is no answer becomes None."""
        return tuple([_answer(question, codes, stored.get(question.key)) for question, codes in self._codes])

    def row(self, known: Mapping[str, Value], answers: Sequence[Value]) -> Row:
        """What counts of one participant: values of the person, ANSWERS where the question arises, derived values."""
        row = [value if one.takes(value := known.get(one.key)) else None for one in self.person]
        row.extend(answers)
        for n, when in self._conditional:  # in the order of the questions, so that one may depend on another
            if not all([condition.holds(row[self.position[condition.key]]) for condition in when]):
                row[n] = NOT_APPLICABLE
        row.extend([self._derive(one, row) for one in self.derived])
        return tuple(row)

    def gaps(self, row: Row) -> list[Question]:
        """The entry questions that keep a row from being complete."""
        return [
            question
            for n, question in self._required
            if (value := row[n]) is None or (value == NO_ANSWER and question.declined == "incomplete")
        ]

    def missing(self, answers: Mapping[str, object], known: Mapping[str, Value]) -> list[Question]:
        """The mandatory questions that are still open for a participant, „keine Angabe“ to one of them included."""
        return self.gaps(self.row(known, self.answers(answers)))

    def arises(self, question: Question, answers: Mapping[str, object], known: Mapping[str, Value]) -> bool:
        """Whether QUESTION is to be asked after these ANSWERS."""
        return self.row(known, self.answers(answers))[self.position[question.key]] != NOT_APPLICABLE

    def entry_fields(self) -> tuple[Field, ...]:
        """The entry questions as fields of the generic form; a participation may be stored with open ones."""
        return tuple(question.field() for question in self.questions if question.stage == "entry")

    def counts(self, indicator: Indicator, row: Row) -> bool:
        """Whether a complete ROW counts for INDICATOR."""
        if indicator.sum_of:
            return any(self.counts(self.indicator(code), row) for code in indicator.sum_of)
        return self.holds(indicator.where, row)

    def holds(self, filter_: Filter, row: Row) -> bool:
        """Whether ROW fulfils one of the alternatives."""
        return not filter_ or any(all(c.holds(row[self.position[c.key]]) for c in group) for group in filter_)

    def may_count(self, indicator: Indicator, row: Row) -> bool:
        """Whether ROW could count for INDICATOR once its open answers are there."""
        if indicator.sum_of:
            return any(self.may_count(self.indicator(code), row) for code in indicator.sum_of)
        open_ = self._open(row)
        groups = indicator.where or ((),)
        return any(all(c.key in open_ or c.holds(row[self.position[c.key]]) for c in group) for group in groups)

    def _open(self, row: Row) -> set[str]:
        # A question that only arises after an open one is open, too; so is what derives from it.
        found = {one.key for one, value in zip(self.columns, row, strict=True) if value is None}
        for question in self.questions:
            if any(c.key in found for c in question.when):
                found.add(question.key)
        return found

    def _derive(self, derived: Derived, row: Sequence[Value]) -> int | None:
        values = [levels.get(str(row[self.position[key]])) for key, levels in derived.levels]
        return None if None in values else max(value for value in values if value is not None)

    @cached_property
    def _codes(self) -> tuple[tuple[Question, dict[object, str]], ...]:
        return tuple((question, {one.code: one.code for one in question.choices()}) for question in self.questions)

    @cached_property
    def _conditional(self) -> tuple[tuple[int, tuple[Condition, ...]], ...]:
        return tuple((self.position[question.key], question.when) for question in self.questions if question.when)

    @cached_property
    def _required(self) -> tuple[tuple[int, Question], ...]:
        wanted = chain(self.person, (question for question in self.questions if question.stage == "entry"))
        return tuple((self.position[question.key], question) for question in wanted if question.required)


def _answer(question: Question, codes: Mapping[object, str], value: object) -> Value:
    if not isinstance(value, str | int):
        return None
    if question.options:
        # The same text object for everybody: a hundred thousand records would hold a million copies otherwise.
        return codes.get(value)
    return value if question.takes(value) else None
