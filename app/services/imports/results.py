"""What bringing in a list would do, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.core.text import N_, _
from app.models.fields import Choice
from app.services.imports.columns import Mapping as Columns
from app.services.imports.subject import Subject


class Outcome(Choice):
    """What becomes of a row."""

    NEW = "new", N_("neu")
    CHANGED = "changed", N_("geändert")
    UNCHANGED = "unchanged", N_("unverändert")
    UNCLEAR = "unclear", N_("unklar")
    REFUSED = "refused", N_("abgelehnt")


@dataclass(frozen=True)
class Options:
    """What the person who brings in the list has decided."""

    blank_empty: bool = False
    """Whether empty cells may delete values that are there."""
    decisions: Mapping[int, int | None] = field(default_factory=dict)
    """Number of an unclear row → id of the person it means, or None for a new person."""
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(field, word in the list) → code, for words that were not known."""
    project_id: int | None = None
    """Into which project people are taken, where the list is about that, too."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, or, without a column, with the whole row."""

    reason: str
    column: str = ""
    value: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What would become of one row."""

    number: int
    """As Excel shows it."""
    outcome: Outcome
    values: Mapping[str, Any] = field(default_factory=dict)
    """The fields that would be set; of an existing person only those that change."""
    caption: str = ""
    record_id: int | None = None
    version: int | None = None
    problems: tuple[Problem, ...] = ()
    hints: tuple[str, ...] = ()
    candidates: tuple[tuple[int, str], ...] = ()
    """People it may mean: id and name."""
    decided: bool = False
    """Whether the person who imports has said whom it means."""

    @property
    def sentence(self) -> str:
        """'neu', 'geändert: 2 Felder', 'abgelehnt: Den 31.02.1990 gibt es nicht.'"""
        told = _(self.outcome.label)
        if self.problems:
            return f"{told}: {self.problems[0].reason}"
        if self.outcome == Outcome.CHANGED:
            n = len(self.values)
            return f"{told}: " + (_("1 Feld") if n == 1 else _("{n} Felder").format(n=n))
        return told

    @property
    def details(self) -> tuple[str, ...]:
        """What comes after the sentence: further reasons, the cells they are about ('geb. am: „31.02.1990“'), hints."""
        cells = (f"{problem.column}: „{problem.value}“" for problem in self.problems if problem.column)
        return (*(problem.reason for problem in self.problems[1:]), *cells, *self.hints)


@dataclass(frozen=True)
class Preview:
    """What would become of all rows; nothing has been stored."""

    subject: Subject
    mapping: Columns
    rows: Sequence[RowResult]
    project_id: int | None = None

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many rows have each outcome, those without any included."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome}

    @cached_property
    def unknown(self) -> Mapping[str, tuple[str, ...]]:
        """Field with options → the words of the list that nobody knows, in order of appearance."""
        found: dict[str, dict[str, None]] = {}
        for row in self.rows:
            for problem in row.problems:
                spec = self.subject.fields.get(problem.field)
                if spec and spec.options and problem.value:
                    found.setdefault(problem.field, {})[problem.value] = None
        return {name: tuple(words) for name, words in found.items()}

    @property
    def label(self) -> str:
        """How the history calls it."""
        return _("Import: {new} neu, {changed} geändert").format(
            new=self.counts[Outcome.NEW], changed=self.counts[Outcome.CHANGED]
        )
