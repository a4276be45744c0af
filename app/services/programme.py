"""A funding programme as data: what follows from its questions and indicators for one person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from app.services.programme_parts import (
    GIVEN,
    NO_ANSWER,
    NOT_APPLICABLE,
    REASON,
    SPECIAL_LABELS,
    STAGES,
    UNREASONED,
    Condition,
    ControlSum,
    Derived,
    Filter,
    Indicator,
    Option,
    Question,
    Row,
    Section,
    Terms,
    Value,
)

if TYPE_CHECKING:
    from app.models.fields import Field

__all__ = [
    "GIVEN", "NOT_APPLICABLE", "NO_ANSWER", "REASON", "SPECIAL_LABELS", "STAGES", "UNREASONED", "Condition",
    "ControlSum", "Derived", "Filter", "Indicator", "Option", "Programme", "Question", "Row", "Section", "Terms",
    "Value",
]  # fmt: skip


@dataclass(frozen=True)
class Programme:
    """A funding programme as its file declares it."""

    id: str
    title: str
    short: str
    report_title: str
    version: str
    """Stands on the forms that come from this file."""
    counting: tuple[str, ...]
    terms: Terms
    person: tuple[Question, ...] = ()
    questions: tuple[Question, ...] = ()
    derived: tuple[Derived, ...] = ()
    sections: tuple[Section, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    controls: tuple[ControlSum, ...] = ()
    asks_nobody: str = ""
    """Why nobody is asked anything; such a programme has no participants."""
    goals: tuple[Option, ...] = ()
    """The programme's goals, of which a measure serves some."""
    categories: tuple[Option, ...] = ()
    """What the work of the office is booked under."""
    definitions: tuple[tuple[str, str], ...] = ()
    """Terms as the funder understands them."""

    @cached_property
    def fingerprint(self) -> int:
        """The same for the same rules, and for no others; it fits into a column of 64 bits."""
        return int.from_bytes(sha256(repr(self).encode()).digest()[:7])

    @cached_property
    def known_columns(self) -> tuple[Question, ...]:
        """What counts and is known from the person."""
        return tuple(one for one in self.person if one.column)

    def protects(self, indicator: Indicator) -> bool:
        """Whether the names behind a figure would tell protected answers."""
        special = {question.key for question in self.questions if question.sensitivity == "special"}
        parts = [one for one in self.indicators if one.code in indicator.sum_of]
        return any(condition.key in special for one in (indicator, *parts) for condition in one.conditions)

    @cached_property
    def person_fields(self) -> tuple[str, ...]:
        """The fields of the person that counting needs."""
        return tuple(sorted({name for question in self.known_columns for name in question.fields}))

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """What is known from the person, then the questions, as far as they decide about anything."""
        return self.known_columns + tuple(question for question in self.questions if question.column)

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
        """The genders by which figures are broken down; none where nobody is asked."""
        return next((one.options for one in self.person if one.key == "gender"), ())

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The stages at which this programme asks something."""
        return tuple(stage for stage in STAGES if any(one.stage == stage for one in self.questions))

    def indicator(self, code: str) -> Indicator:
        """The indicator called CODE."""
        return next(one for one in self.indicators if one.code == code)

    def question(self, key: str) -> Question:
        """The question called KEY, or what is taken from the person under this name."""
        return next(one for one in (*self.person, *self.questions) if one.key == key)

    def questions_at(self, stage: str) -> tuple[Question, ...]:
        """What is asked at STAGE."""
        return tuple(question for question in self.questions if question.stage == stage)

    def form_fields(self, stage: str) -> tuple[Field, ...]:
        """The questions of STAGE as fields of the generic form; a participation may be stored with open ones."""
        return tuple(field for question in self.questions_at(stage) for field in question.form_fields())

    # ---------------------------------------------------------------- from stored answers to a row

    def known(self, person: Mapping[str, Any], entry: date, stored: Mapping[str, object]) -> tuple[Value, ...]:
        """What counts of a PERSON (fields by name) who entered on ENTRY, in the order of `known_columns`.

        What was STORED at entry stands, whatever the person's record says today. The birth date is the exception:
        it does not change, it is only corrected; the stored age counts when the date is gone.
        """
        return tuple([_known(question, person, entry, stored.get(question.key)) for question in self.known_columns])

    def at_entry(
        self, person: Mapping[str, Any], entry: date, stored: Mapping[str, object] | None = None
    ) -> dict[str, Value]:
        """What the report takes from the person and is therefore kept with the answers, as it was at entry."""
        values = self.known(person, entry, stored or {})
        pairs = zip(self.known_columns, values, strict=True)
        return {question.key: value for question, value in pairs if value is not None}

    def answers(self, stored: Mapping[str, object]) -> tuple[Value, ...]:
        """STORED answers by key as a tuple in the order of the questions that count; what is no answer becomes None."""
        return tuple([_answer(question, codes, stored) for question, codes in self._codes])

    def row(self, known: Sequence[Value], answers: Sequence[Value], reached: str = "follow_up") -> Row:
        """What counts of one participant who has REACHED a stage.

        Values of the person, ANSWERS where the question arises, derived values; nothing of stages not yet reached.
        """
        row = [*known, *answers]
        for n in self._beyond[reached]:
            row[n] = None
        for n, when, unless in self._conditional:  # in the order of the questions: one may depend on another
            if not all([condition.holds(row[self.position[condition.key]]) for condition in when]) or (
                unless and all([condition.holds(row[self.position[condition.key]]) for condition in unless])
            ):
                row[n] = NOT_APPLICABLE
        row.extend([self._derive(one, row) for one in self.derived])
        return tuple(row)

    def gaps(self, row: Row, stage: str = "entry") -> list[Question]:
        """The questions of STAGE that keep a row from being complete."""
        return [question for n, question in self._required[stage] if self._open_at(row[n], question)]

    def wanted(self, stage: str, *, evidence: bool = False) -> tuple[Question, ...]:
        """The mandatory questions of STAGE; with EVIDENCE those that must only be on file."""
        return tuple(question for _n, question in (self._evidence if evidence else self._required)[stage])

    def missing(
        self, answers: Mapping[str, object], known: Sequence[Value], stage: str = "entry", *, evidence: bool = False
    ) -> list[Question]:
        """The mandatory questions still open for a participant; with EVIDENCE those that must only be on file."""
        row = self.row(known, self.answers(answers))
        if evidence:
            return [question for n, question in self._evidence[stage] if self._open_at(row[n], question)]
        return self.gaps(row, stage)

    def arises(self, question: Question, answers: Mapping[str, object], known: Sequence[Value]) -> bool:
        """Whether QUESTION is to be asked after these ANSWERS."""
        row = self.row(known, self.answers(answers))
        holds = [condition.holds(row[self.position[condition.key]]) for condition in question.when]
        spared = [condition.holds(row[self.position[condition.key]]) for condition in question.unless]
        return all(holds) and not (spared and all(spared))

    # ---------------------------------------------------------------- who counts

    @cached_property
    def reached(self) -> Mapping[str, str]:
        """Per indicator the latest stage whose answers decide about it."""
        stages = {one.key: one.stage for one in self.questions}
        found = {}
        for one in self.indicators:
            asked = [stages.get(condition.key, "entry") for condition in one.conditions]
            found[one.code] = max(asked, key=STAGES.index, default="entry")
        return found

    def counts(self, indicator: Indicator, row: Row) -> bool:
        """Whether a complete ROW counts for INDICATOR."""
        if indicator.sum_of:
            return any(self.counts(self.indicator(code), row) for code in indicator.sum_of)
        return self.holds(indicator.among, row) and self.holds(indicator.where, row)

    def holds(self, filter_: Filter, row: Row) -> bool:
        """Whether ROW fulfils one of the alternatives."""
        return not filter_ or any(all(c.holds(row[self.position[c.key]]) for c in group) for group in filter_)

    def may_count(self, indicator: Indicator, row: Row) -> bool:
        """Whether ROW could count for INDICATOR once its open answers are there."""
        if indicator.source:
            return False
        if indicator.sum_of:
            return any(self.may_count(self.indicator(code), row) for code in indicator.sum_of)
        open_ = self._open(row)
        return all(
            any(all(c.key in open_ or c.holds(row[self.position[c.key]]) for c in group) for group in filter_ or ((),))
            for filter_ in (indicator.among, indicator.where)
        )

    # ---------------------------------------------------------------- prepared once

    def _open(self, row: Row) -> set[str]:
        # A question that only arises after an open one is open, too; so is what derives from it.
        found = {one.key for one, value in zip(self.columns, row, strict=True) if value is None}
        for question in self.asked:
            if any(c.key in found for c in (*question.when, *question.unless)):
                found.add(question.key)
        return found

    def _derive(self, derived: Derived, row: Sequence[Value]) -> int | None:
        values = [levels.get(str(row[self.position[key]])) for key, levels in derived.levels]
        return None if None in values else max(value for value in values if value is not None)

    @staticmethod
    def _open_at(value: Value, question: Question) -> bool:
        return value is None or value == UNREASONED or (value == NO_ANSWER and question.declined == "incomplete")

    @cached_property
    def _codes(self) -> tuple[tuple[Question, dict[object, str]], ...]:
        counted = (question for question in self.questions if question.column)
        return tuple((question, {one.code: one.code for one in question.choices()}) for question in counted)

    @cached_property
    def _conditional(self) -> tuple[tuple[int, tuple[Condition, ...], tuple[Condition, ...]], ...]:
        asked = sorted(self.asked, key=lambda one: one in self.person)  # what the person spares comes last
        return tuple((self.position[one.key], one.when, one.unless) for one in asked if one.when or one.unless)

    @cached_property
    def _beyond(self) -> Mapping[str, tuple[int, ...]]:
        later = {stage: STAGES[n + 1 :] for n, stage in enumerate(STAGES)}
        return {
            stage: tuple(self.position[one.key] for one in self.asked if one.stage in later[stage]) for stage in STAGES
        }

    @cached_property
    def _required(self) -> Mapping[str, tuple[tuple[int, Question], ...]]:
        return {stage: self._wanted(stage, lambda one: one.required) for stage in STAGES}

    @cached_property
    def _evidence(self) -> Mapping[str, tuple[tuple[int, Question], ...]]:
        return {stage: self._wanted(stage, lambda one: one.evidence) for stage in STAGES}

    def _wanted(self, stage: str, test: Callable[[Question], bool]) -> tuple[tuple[int, Question], ...]:
        at = {"person": "entry"}
        wanted = (one for one in self.asked if at.get(one.stage, one.stage) == stage and test(one))
        return tuple((self.position[question.key], question) for question in wanted)


def _known(question: Question, person: Mapping[str, Any], entry: date, stored: object) -> Value:
    values = [person.get(name) for name in question.fields]
    if question.kind == "age":
        age = values[0].completed_years(entry) if values[0] else None
        value: object = stored if age is None else age
    elif question.takes(stored):
        value = stored
    else:
        value = (GIVEN if all(values) else None) if question.kind == "presence" else values[0]
    return value if isinstance(value, str | int) and question.takes(value) else None


def _answer(question: Question, codes: Mapping[object, str], stored: Mapping[str, object]) -> Value:
    value = stored.get(question.key)
    if not isinstance(value, str | int):
        return None
    if question.options:
        if question.reasoned and value == NO_ANSWER and not str(stored.get(question.key + REASON) or "").strip():
            return UNREASONED
        # The same text object for everybody: a hundred thousand records would hold a million copies otherwise.
        return codes.get(value)
    if not question.takes(value):
        return None
    return GIVEN if question.kind == "text" else value
