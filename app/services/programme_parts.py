"""What a funding programme is made of: questions, indicators, control sums, and the terms of the grant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.core.text import N_, _

if TYPE_CHECKING:
    from app.models.fields import Field

NO_ANSWER = "no_answer"
"""Stored when somebody was asked and did not want to say; a question that was not asked has no answer at all."""
NOT_APPLICABLE = "not_applicable"
"""Stands in a row where the question does not arise because of another answer; never stored."""
UNREASONED = "no_reason"
"""Stands in a row for „Keine Angabe möglich“ whose written reason is missing; never stored."""
GIVEN = "given"
"""Stands in a row for text that is there: lists of participants never hold the text itself."""
SPECIAL_LABELS: dict[Value, str] = {
    NO_ANSWER: N_("keine Angabe"),
    NOT_APPLICABLE: N_("entfällt"),
    UNREASONED: N_("ohne Begründung"),
    GIVEN: N_("vorhanden"),
}
REASON = "__reason"
"""The written reason for „Keine Angabe möglich“ is stored beside the answer, under its key with this ending."""

STAGES = ("entry", "exit", "follow_up")
"""When something is asked, in the order of time."""
SENSITIVITIES = ("none", "contact", "personal", "special", "internal")
"""Groups of fields, each with a legal basis of its own; "special" is Art. 9 GDPR, "internal" stays in the office."""
SOURCES = (
    "activities", "concerns", "courses", "measures", "meetings", "offers", "organisations", "pair_meetings", "pairs",
    "placements", "projects", "qualifications", "roles",
)  # fmt: skip
"""What indicators can be counted from that are not about participants."""
MEASURES = ("count", "persons", "minutes", "units")
MILESTONES = ("last_payment", "proof_submitted")
"""Days in a project's life from which papers have to be kept."""

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
    """Title in lists; without one the answer is kept and printed, and decides about nothing."""
    stage: str
    kind: str = "choice"
    group: str = ""
    help: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    evidence: bool = False
    """It must be on file, yet the record counts without it."""
    office: bool = False
    """The office fills it in; nobody is asked, so it needs no translation."""
    declined: str = ""
    """Whether „keine Angabe“ may be stored; the record is then "complete", "incomplete" or complete with a "reason"."""
    sensitivity: str = "personal"
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    low: int | None = None
    high: int | None = None
    fields: tuple[str, ...] = ()
    """Which fields of the person answer it."""

    @property
    def codes(self) -> tuple[str, ...]:
        """What conditions may ask for."""
        return tuple(one.code for one in self.options) or ((GIVEN,) if self.kind in ("text", "presence") else ())

    @property
    def reasoned(self) -> bool:
        """Whether „Keine Angabe möglich“ needs a written reason."""
        return self.declined == "reason"

    def takes(self, value: object) -> bool:
        """Whether VALUE is an answer to this question, as it is stored."""
        if self.kind in ("number", "age"):
            return type(value) is int and (self.low or 0) <= value and (self.high is None or value <= self.high)
        if not isinstance(value, str):
            return False
        if self.kind == "date":
            return _is_day(value)
        if not self.options:
            return bool(value.strip()) and (self.kind != "presence" or value == GIVEN)
        return any(option.code == value for option in self.options) or (value == NO_ANSWER and bool(self.declined))

    def choices(self) -> tuple[Option, ...]:
        """The options a form offers, „keine Angabe“ included."""
        label = _("Keine Angabe möglich") if self.reasoned else SPECIAL_LABELS[NO_ANSWER]
        extra = Option(NO_ANSWER, label, SPECIAL_LABELS[NO_ANSWER])
        return (*self.options, extra) if self.declined and self.options else self.options

    def form_fields(self) -> tuple[Field, ...]:
        """This question as a field of the generic form, and the reason that goes with it."""
        from app.models.fields import Field  # counting needs no database library

        kinds: dict[str, type] = {"number": int, "date": date}
        asked = Field(
            self.label,
            group=self.group,
            help=self.help,
            sensitive=self.sensitivity == "special",
            options=tuple((option.code, option.label) for option in self.choices()),
            name=self.key,
            kind=kinds.get(self.kind, str),
            length=200 if self.kind == "text" else None,
        )
        if not self.reasoned:
            return (asked,)
        why = _("Warum ist keine Angabe möglich? Ein kurzer Satz genügt.")
        return asked, Field(_("Begründung"), group=self.group, help=why, name=self.key + REASON, length=300)

    def show(self, value: object) -> str:
        """VALUE as people read it."""
        if self.kind == "date" and isinstance(value, str) and _is_day(value):
            return date.fromisoformat(value).strftime("%d.%m.%Y")
        labels = {GIVEN: SPECIAL_LABELS[GIVEN]} | {option.code: option.label for option in self.choices()}
        return labels.get(str(value), "" if value is None else str(value))


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


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
class Source:
    """What an indicator counts that is not about participants: records of a kind, chosen by some of their fields."""

    name: str
    measure: str = "count"
    select: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure that a funder wants, and who counts for it."""

    code: str
    section: str
    label: str
    official: str
    rule: str
    among: Filter = ()
    """Who can count at all (the reference population); everybody where it is empty."""
    where: Filter = ()
    sum_of: tuple[str, ...] = ()
    part_of: str = ""
    internal: bool = False
    source: Source | None = None
    """Set where not participants are counted."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Everything it depends on."""
        return tuple(condition for group in (*self.among, *self.where) for condition in group)


@dataclass(frozen=True, slots=True)
class ControlSum:
    """Indicators whose sum must equal (or not exceed) another one; "complete" is the number of complete records."""

    label: str
    whole: str
    parts: tuple[str, ...] = ()
    genders_of: str = ""
    relation: str = "equal"


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many years papers are kept, counted from which day in the project's life."""

    years: int
    start: str
    year_end: bool = False
    """Counted from 31 December of that year."""

    def told(self) -> str:
        """'5 Jahre ab der Vorlage des Verwendungsnachweises'."""
        starts = {
            ("last_payment", False): _("der letzten Zahlung"),
            ("last_payment", True): _("dem 31.12. des Jahres der letzten Zahlung"),
            ("proof_submitted", False): _("der Vorlage des Verwendungsnachweises"),
            ("proof_submitted", True): _("dem 31.12. des Jahres, in dem der Verwendungsnachweis vorgelegt wurde"),
        }
        return _("{n} Jahre ab {start}").format(n=self.years, start=starts[self.start, self.year_end])

    def until(self, day: date) -> date:
        """The last day on which the papers must still be there."""
        if self.year_end:
            return date(day.year + self.years, 12, 31)
        try:
            return day.replace(year=day.year + self.years)
        except ValueError:  # 29 February
            return date(day.year + self.years, 2, 28)


@dataclass(frozen=True, slots=True)
class Terms:
    """Deadlines, limits, publicity and retention of a programme."""

    entry_days: int
    exit_days: int
    follow_up_months: int
    small_hours: int
    emblem: str
    sentence: str
    logos: tuple[str, ...]
    retention: tuple[Retention, ...]
    legal_basis: Mapping[str, str]

    def told_retention(self) -> str:
        """'5 Jahre ab dem 31.12. des Jahres der letzten Zahlung; 5 Jahre ab … (es gilt, was später endet)'."""
        told = "; ".join(rule.told() for rule in self.retention)
        return told + (_(" (es gilt, was später endet)") if len(self.retention) > 1 else "")

    def keep_until(self, known: Mapping[str, date | None]) -> date | None:
        """How long a project's papers must be kept: the later rule wins; None while a day is missing."""
        ends = [(rule, known.get(rule.start)) for rule in self.retention]
        if not ends or any(day is None for _rule, day in ends):
            return None
        return max(rule.until(day) for rule, day in ends if day)
