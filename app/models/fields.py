"""One declaration per field: column, label, rules, list, form, search, export, history read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Date, Dialect, String, bindparam, inspect
from sqlalchemy.orm import ColumnProperty, MappedColumn, Mapper, column_property, mapped_column
from sqlalchemy.types import TypeDecorator

from app.core.clock import today
from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.core.text import _, parse_amount, parse_date, parse_float, parse_int, parse_time, show
from app.core.week_times import TEXT_LENGTH, WeekTimes

CODE_LENGTH = 30
"""Room for the code of a choice; the longest may grow without a migration."""
KEY_LENGTH = 200
"""Longest stored sort key, in characters."""


class Choice(StrEnum):
    """A closed list of values; each member is `NAME = "code", N_("German label")`."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Choice:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def options(cls) -> tuple[tuple[str, str], ...]:
        """(code, label) in order of declaration."""
        return tuple((member.value, member.label) for member in cls)


class PartialDateType(TypeDecorator[PartialDate]):
    """An incomplete date as ISO text ('2015', '2015-07', '2015-07-14'), which sorts as it should."""

    impl = String(10)
    cache_ok = True

    @property
    def python_type(self) -> type[PartialDate]:
        return PartialDate

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:  # noqa: ARG002
        return None if value is None else PartialDate.parse(value)


class WeekTimesType(TypeDecorator[WeekTimes]):
    """Hours of a week as the text that people write."""

    impl = String(TEXT_LENGTH)
    cache_ok = True

    @property
    def python_type(self) -> type[WeekTimes]:
        return WeekTimes

    def process_bind_param(self, value: WeekTimes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return str(value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> WeekTimes | None:  # noqa: ARG002
        return None if value is None else WeekTimes.parse(value)


class TagsType(TypeDecorator[Tags]):
    """Labels as ';Chor;Fußball;', so that one of them is found by LIKE '%;Chor;%'."""

    impl = String(400)
    cache_ok = True

    @property
    def python_type(self) -> type[Tags]:
        return Tags

    def process_bind_param(self, value: Tags | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return f";{';'.join(value)};" if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> Tags | None:  # noqa: ARG002
        return None if value is None else Tags.parse(value.strip(";"))


_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
"""What comes along when cells of a table are pasted; in a field of one line it only parts words."""

PARSERS: dict[type, Callable[[str], Any]] = {
    str: str.strip,
    int: parse_int,
    date: parse_date,
    time: parse_time,
    Decimal: parse_amount,
    float: parse_float,
    PartialDate: PartialDate.parse,
    WeekTimes: WeekTimes.parse,
    Tags: Tags.parse,
}


@dataclass(frozen=True)
class Field:
    """What is known about one field besides its column; also a question without any column."""

    label: str
    group: str = ""
    help: str = ""
    search: bool = False
    sensitive: bool = False
    multiline: bool = False
    options: tuple[tuple[str, str], ...] = ()
    rule: Callable[[Any], str | None] | None = None
    unit: str = ""
    suggest: str = ""
    """The name of a list of words (see app.services.suggestions) that may complete what is typed."""
    as_typed: bool = False
    """Whether the rule speaks while somebody types, not only on leaving the field."""
    contact: bool = False
    """Whether it is covered where people read, until somebody asks for it."""
    spellings: Callable[[str], tuple[str, ...]] | None = None
    """What else a text is called that is looked for in this field."""
    showing: Callable[[Any], str] | None = None
    target: str = ""
    name: str = ""
    kind: type = str
    required: bool = False
    length: int | None = None

    def show(self, value: object) -> str:
        """VALUE as people read it."""
        if self.showing:
            return self.showing(value)
        if self.options and value is not None:
            return dict(self.options).get(str(value), str(value))
        return show(value)

    def parse(self, text: str) -> Any:
        """Read what a person typed; ValueError says in German what is wrong."""
        if not self.multiline:
            text = _BREAKS.sub(" ", text)
        return PARSERS[self.kind](text) if text.strip() else ("" if self.kind is str and not self.options else None)

    def problem(self, value: object) -> str | None:
        """One sentence about what is wrong with VALUE on its own, or nothing."""
        if value in (None, ""):
            return _("{label} fehlt.").format(label=self.label) if self.required else None
        if isinstance(value, str):
            if any(unicodedata.category(c) == "Cc" and not (self.multiline and c in "\n\t") for c in value):
                return _("{label} enthält ein Steuerzeichen. Bitte neu eintippen.").format(label=self.label)
            if self.length and len(value) > self.length:
                return _("{label} ist zu lang. Möglich sind {n} Zeichen.").format(label=self.label, n=self.length)
            if self.options and value not in dict(self.options):
                return _("{label}: „{value}“ steht nicht zur Wahl.").format(label=self.label, value=value)
        return self.rule(value) if self.rule else None


def field(
    label: str,
    *,
    length: int | None = None,
    column: Any = None,
    group: str = "",
    help: str = "",
    search: bool = False,
    sensitive: bool = False,
    multiline: bool = False,
    choice: type[Choice] | None = None,
    options: tuple[tuple[str, str], ...] = (),
    rule: Callable[[Any], str | None] | None = None,
    unit: str = "",
    suggest: str = "",
    as_typed: bool = False,
    contact: bool = False,
    spellings: Callable[[str], tuple[str, ...]] | None = None,
    **column_options: Any,
) -> MappedColumn[Any]:
    """A mapped column that carries its Field; what is not about the Field goes to the column."""
    if choice:
        length, options = CODE_LENGTH, choice.options()
    details = Field(label, group, help, search, sensitive, multiline, options, rule, unit, suggest, as_typed)
    spec = replace(details, length=length, contact=contact, spellings=spellings)
    return mapped_column(column or (String(length) if length else None), info={"field": spec}, **column_options)


def derived(
    label: str,
    expression: Any,
    *,
    kind: type = str,
    having: Callable[[tuple[Any, ...]], Any] | None = None,
    **details: Any,
) -> ColumnProperty[Any]:
    """A list column computed by the database from other tables; never stored and never typed.

    HAVING gives the condition by which a list is filtered for some values, where comparing the column would not do.
    """
    spec = Field(label, kind=kind, **details)
    return column_property(expression, deferred=True, info={"field": spec, "derived": True, "having": having})


TODAY = bindparam("today", callable_=today, type_=Date)
"""The day on which a statement runs, by the clock of the program; the database's own may stand in another zone."""


def folded(name: str) -> MappedColumn[str]:
    """The stored, indexed sort key of the text field NAME, kept up to date at every flush."""
    return mapped_column(KEY, default="", index=True, info={"folded": name})


KEY = String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")
"""Sort keys and tokens are ASCII and compared byte by byte, so that all databases agree."""


def typed_lines(text: str, form: re.Pattern[str], problem: str) -> Iterator[re.Match[str]]:
    """The lines of TEXT, each in one FORM; ValueError names the first that is not, and says PROBLEM."""
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        if not (found := form.fullmatch(line)):
            raise ValueError(_("Zeile {n}: {problem}").format(n=number, problem=problem))
        yield found


def dialled(number: str) -> str | None:
    """The rule of a telephone number, however it is written."""
    if any(map(str.isdigit, number)):
        return None
    return _("Die Telefonnummer enthält keine Ziffer. Bitte die Nummer eintragen oder das Feld leer lassen.")


def readable(parse: Callable[[str], object]) -> Callable[[str], str | None]:
    """The rule of a field whose text PARSE must be able to read."""

    def problem(text: str) -> str | None:
        try:
            parse(text)
        except ValueError as error:
            return str(error)
        return None

    return problem


@cache
def fields(entity: type) -> dict[str, Field]:
    """All declared, stored fields of ENTITY in order of declaration."""
    found = {}
    mapper: Mapper[Any] = inspect(entity)
    for prop in mapper.column_attrs:
        column = prop.columns[0]
        if (spec := getattr(column, "info", {}).get("field")) and not prop.info.get("derived"):
            kind, target = column.type.python_type, column.info.get("target", "")
            free_text = kind is str and not spec.options and column.default is not None
            required = not (column.nullable or free_text or kind is bool)
            found[prop.key] = replace(spec, name=prop.key, kind=kind, required=required, target=target)
    return found


OWN: dict[str, dict[str, Field]] = {}
"""By table the own fields of the office whose data are open; app.models.own_field keeps it."""


def columns(entity: type) -> dict[str, Field]:
    """Everything a list of ENTITY can show: its caption, its fields, what is derived, and the office's own fields."""
    return _columns(entity) | own_columns(entity)


def own_columns(entity: type) -> dict[str, Field]:
    """The office's own fields of ENTITY by the names of their columns."""
    return OWN.get(getattr(entity, "__tablename__", ""), {})


@cache
def _columns(entity: type) -> dict[str, Field]:
    found = {"caption": Field(getattr(entity, "caption_label", ""), name="caption")} | fields(entity)
    mapper: Mapper[Any] = inspect(entity)
    for prop in mapper.column_attrs:
        if prop.info.get("derived") and not prop.info.get("own"):
            found[prop.key] = replace(prop.info["field"], name=prop.key)
    return found
