"""A programme's questions as SQL over stored answers: who is complete, who counts, without reading anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.models import Participation, Person
from app.services.programme import (
    GIVEN,
    NO_ANSWER,
    REASON,
    STAGES,
    Condition,
    Derived,
    Filter,
    Indicator,
    Programme,
    Question,
)

DAYS = {"exit": "exit", "follow_up": "followed_up"}
BLANKS = " \t\n\r\v\f\u00a0"
"""What a text may consist of and still say nothing."""
Bool = ColumnElement[bool]


class iso(FunctionElement[str]):  # noqa: N801 - a function of the database, written as those are
    """A day as '2026-11-12', which SQLite stores as it is."""

    type = String()
    inherit_cache = True


@compiles(iso, "sqlite")
def _iso_as_stored(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(iso, "postgresql")
def _iso_by_form(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY-MM-DD')"


class whole_number(FunctionElement[int]):  # noqa: N801
    """The whole number under a key of a JSON object; nothing where something else stands there."""

    type = Integer()
    inherit_cache = True


@compiles(whole_number, "sqlite")
def _number_by_type(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    document, key = (compiler.process(one, **options) for one in element.clauses)
    path = f"""'$."' || {key} || '"'"""
    return f"CASE json_type({document}, {path}) WHEN 'integer' THEN json_extract({document}, {path}) END"


@compiles(whole_number, "postgresql")
def _number_by_form(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    document, key = (compiler.process(one, **options) for one in element.clauses)
    text = f"({document} ->> {key})"
    number = f"json_typeof({document} -> {key}) = 'number' AND {text} ~ '^-?[0-9]{{1,9}}$'"
    return f"CASE WHEN {number} THEN CAST({text} AS INTEGER) END"


@dataclass(frozen=True)
class Asked:
    """The participations that some condition leaves, with everything that PROGRAMME needs of them in columns.

    The columns are computed once per participation: `rows` is a query of its own that no database folds into the
    conditions that use it many times. With UNTIL, answers of exit and follow-up only count when that day had come by
    then, as in figures; without it all that is stored counts, as in a form.
    """

    programme: Programme
    rows: Subquery
    until: date | None = None

    @classmethod
    def of(
        cls,
        programme: Programme,
        *where: Bool,
        until: date | None = None,
        indicators: Iterable[Indicator] | None = None,
    ) -> Asked:
        """The participations for which all of WHERE holds; cancelled ones are left out.

        With INDICATORS only what they and completeness need is there, which is faster.
        """
        wanted = programme.asked if indicators is None else needed(programme, indicators)
        stored = [column for question in wanted for column in _stored(question)]
        known = [
            type_coerce(getattr(Person, name), String()).label(f"person_{name}") for name in programme.person_fields
        ]
        query: Select[Any] = select(*own_columns(), *stored, *known).join(Person, Person.id == Participation.person_id)
        query = query.where(Participation.cancelled.is_(None), *where)
        return cls(programme, query.offset(0).subquery("asked"), until)

    @property
    def columns(self) -> Any:
        """The columns: answers by the question's key, those of the participation with a line at the end."""
        return self.rows.c

    # ---------------------------------------------------------------- what is missing

    def gap(self, question: Question) -> Bool:
        """Whether QUESTION keeps the participation from being complete, as `Programme.gaps` says."""
        answered = self._answered(question)
        return and_(self.arises(question), not_(answered))

    def gaps(self, stage: str = "entry", *, evidence: bool = False) -> ColumnElement[int]:
        """How many mandatory questions of STAGE are open; with EVIDENCE of those that must only be on file."""
        wanted = self.programme.wanted(stage, evidence=evidence)
        found: ColumnElement[int] = literal(0, literal_execute=True)
        for question in wanted:
            found = found + case((self.gap(question), 1), else_=0)
        return found

    def complete(self, stage: str = "entry") -> Bool:
        """Whether nothing of STAGE is open."""
        return and_(true(), *(not_(self.gap(question)) for question in self.programme.wanted(stage)))

    def arises(self, question: Question) -> Bool:
        """Whether QUESTION is to be asked after the other answers."""
        known = question in self.programme.known_columns
        holds = [self._holds(condition, known) for condition in question.when]
        spared = [self._holds(condition, known) for condition in question.unless]
        return and_(true(), *holds, not_(and_(*spared)) if spared else true())

    def _answered(self, question: Question) -> Bool:
        """Whether there is an answer that does not leave the record open."""
        if question.kind in ("age", "number"):
            return self._between(question)
        if not question.options:
            return self._given(question)
        good = [option.code for option in question.options]
        if question.declined == "complete":
            good.append(NO_ANSWER)
        value = self._value(question)
        answered = _sure(value.in_(good))
        if question.reasoned:
            answered = or_(answered, and_(_sure(value == NO_ANSWER), _filled(self.columns[question.key + REASON])))
        return answered

    # ---------------------------------------------------------------- who counts

    def counts(self, indicator: Indicator) -> Bool:
        """Whether a participation counts for INDICATOR, provided that it is complete."""
        if indicator.sum_of:
            return or_(false(), *(self.counts(self.programme.indicator(code)) for code in indicator.sum_of))
        return and_(self._any(indicator.among), self._any(indicator.where))

    def _any(self, filter_: Filter) -> Bool:
        if not filter_:
            return true()
        return or_(*(and_(true(), *(self._holds(condition) for condition in group)) for group in filter_))

    def _holds(self, condition: Condition, last: bool = True) -> Bool:
        """Whether CONDITION holds; LAST after what does not arise was taken away, as in `Programme.row`."""
        column = self._by_key[condition.key]
        if isinstance(column, Derived):
            return self._level(column, condition)
        if condition.codes:
            value = _sure(self._value(column).in_(condition.codes)) if column.options else self._given(column)
        else:
            value = self._between(column, condition.low, condition.high)
        if column in self.programme.known_columns and not last:
            return value
        return and_(self.arises(column), self._reached(column), value)

    def _level(self, derived: Derived, condition: Condition) -> Bool:
        """Whether the highest of the levels lies within the bounds; all of them must be known."""
        low, high = condition.low, condition.high
        within, enough = [], []
        for key, levels in derived.levels:
            possible = [code for code, level in levels.items() if high is None or level <= high]
            within.append(self._is_one_of(key, possible))
            enough.append(self._is_one_of(key, [code for code in possible if low is None or levels[code] >= low]))
        return and_(*within, or_(*enough))

    def _is_one_of(self, key: str, codes: list[str]) -> Bool:
        return self._holds(Condition(key, codes=tuple(codes))) if codes else false()

    # ---------------------------------------------------------------- one value

    @cached_property
    def _by_key(self) -> dict[str, Question | Derived]:
        return {column.key: column for column in self.programme.columns}

    def _reached(self, question: Question) -> Bool:
        """No answer of an exit counts without its day."""
        if question.stage not in DAYS or self.until is None:
            return true()
        stages = ("exit",) if question.stage == "exit" else ("exit", "follow_up")
        days = [self.columns[f"{DAYS[stage]}_"] for stage in stages]
        return and_(*(_sure(day <= self.until) for day in days))

    def _value(self, question: Question) -> ColumnElement[Any]:
        """The code of an answer; what the person's record says only where nothing was kept at entry."""
        stored: ColumnElement[Any] = self.columns[question.key]
        if not question.fields or not question.options:
            return stored
        codes = [option.code for option in question.options] + ([NO_ANSWER] if question.declined else [])
        return case((stored.in_(codes), stored), else_=self._person(question.fields[0]))

    def _person(self, field: str) -> ColumnElement[Any]:
        found: ColumnElement[Any] = self.columns[f"person_{field}"]
        return found

    def _given(self, question: Question) -> Bool:
        """Whether a text is there."""
        stored: ColumnElement[Any] = self.columns[question.key]
        if question.kind == "date":
            return _sure(and_(func.length(stored) == 10, stored.like("____-__-__")))
        if question.kind != "presence":
            found = _filled(stored)
            return or_(found, _filled(self._person(question.fields[0]))) if question.fields else found
        return or_(_sure(stored == GIVEN), and_(*(_sure(self._person(name) != "") for name in question.fields)))

    def _between(self, question: Question, low: int | None = None, high: int | None = None) -> Bool:
        """Whether a number lies within the bounds of its question, and within others."""
        number: ColumnElement[Any] = self.columns[question.key]
        bounds = [number >= bound for bound in (question.low or 0, low) if bound is not None]
        bounds += [number <= bound for bound in (question.high, high) if bound is not None]
        return _sure(and_(*bounds))


def own_columns() -> tuple[ColumnElement[Any], ...]:
    """What every reading of participations begins with."""
    return (
        Participation.id.label("id_"),
        Participation.person_id.label("person_"),
        Participation.project_id.label("project_"),
        Participation.entry.label("entry_"),
        Participation.exit.label("exit_"),
        Participation.followed_up.label("followed_up_"),
        Participation.number.label("number_"),
        Person.caption.label("caption_"),
    )


def needed(programme: Programme, indicators: Iterable[Indicator]) -> tuple[Question, ...]:
    """The questions that completeness and INDICATORS depend on, in the programme's order."""
    parts = [part for one in indicators for part in (one, *(programme.indicator(code) for code in one.sum_of))]
    keys = {condition.key for one in parts for condition in one.conditions}
    keys |= {key for one in programme.derived if one.key in keys for key, _levels in one.levels}
    keys |= {
        one.key for stage in STAGES for evidence in (False, True) for one in programme.wanted(stage, evidence=evidence)
    }
    for question in reversed((*programme.known_columns, *programme.questions)):
        if question.key in keys:
            keys |= {condition.key for condition in (*question.when, *question.unless)}
    return tuple(question for question in programme.asked if question.key in keys)


def _stored(question: Question) -> Iterable[ColumnElement[Any]]:
    """What is kept of a question under its key."""
    answers, key = Participation.answers, question.key
    if question.kind in ("number", "age"):
        number = whole_number(answers, literal(key, literal_execute=True))
        yield (_age(getattr(Person, question.fields[0]), number) if question.kind == "age" else number).label(key)
    else:
        yield answers[key].as_string().label(key)
    if question.reasoned:
        yield answers[key + REASON].as_string().label(key + REASON)


def _age(born: Any, stored: ColumnElement[int]) -> ColumnElement[int]:
    """The age at entry; what was kept where no birth date is."""
    return func.coalesce(completed_years(born, Participation.entry), stored)


def completed_years(born: Any, day: Any) -> ColumnElement[int]:
    """Whole years on DAY of somebody BORN on an incomplete date, as `PartialDate.completed_years` counts."""
    until, since = iso(day), type_coerce(born, String()) + "-01-01"
    years = year(until) - year(since)
    age = years - case((func.substr(until, 6, 5) < func.substr(since, 6, 5), 1), else_=0)
    return case((age >= 0, age))


def year(day: Any) -> ColumnElement[int]:
    """The year of a DAY in ISO form, complete or not."""
    return cast(func.substr(type_coerce(day, String()), 1, 4), Integer)


def _sure(condition: ColumnElement[Any]) -> Bool:
    """A condition about something unknown is not fulfilled."""
    return func.coalesce(condition, false())


def _filled(text: ColumnElement[Any]) -> Bool:
    return _sure(func.ltrim(text, BLANKS) != "")
