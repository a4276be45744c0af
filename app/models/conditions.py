"""What a list can be filtered by: small values that know their SQL, their words and their JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any, ClassVar

from sqlalchemy import String, and_, func, inspect, not_, or_, select, type_coerce
from sqlalchemy.orm import aliased

from app.core.fold import sort_key
from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.core.text import _
from app.models.base import Entity, entity_of
from app.models.fields import Field, columns


class Condition:
    """What the values of one column must be like; a plain value, equal to another that asks the same."""

    name: ClassVar[str]
    """How it is called in JSON."""
    telling: ClassVar[bool] = False
    """Whether it holds something that was typed, and may name somebody; such a one is kept nowhere but in the data."""

    def clause(self, column: Any, entity: type[Entity], spec: Field) -> Any:
        """The SQL condition on COLUMN of ENTITY."""
        raise NotImplementedError

    def text(self, spec: Field) -> str:
        """What is asked, in words that follow the column's label."""
        raise NotImplementedError

    def packed(self) -> dict[str, Any]:
        """Its values as JSON can hold them."""
        raise NotImplementedError

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], spec: Field) -> Condition:
        """From JSON; ValueError or KeyError where it does not fit the column any more."""
        raise NotImplementedError


@dataclass(frozen=True)
class OneOf(Condition):
    """One of several values; None is no value."""

    name = "one_of"
    values: tuple[Any, ...]

    def clause(self, column: Any, entity: type[Entity], spec: Field) -> Any:
        """An index serves it where there is one."""
        if having := inspect(entity).column_attrs[spec.name or column.key].info.get("having"):
            return having(self.values)
        return or_(column.in_(self.values), column.is_(None)) if None in self.values else column.in_(self.values)

    def text(self, spec: Field) -> str:
        """'Mentee, Buddy'."""
        return ", ".join(_("ohne Angabe") if value is None else _(spec.show(value)) for value in self.values)

    def packed(self) -> dict[str, Any]:
        """Codes, truth values and None are JSON by themselves."""
        return {"values": list(self.values)}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], spec: Field) -> OneOf:
        """Values that are no choice any more are left out."""
        known = {True, False} if spec.kind is bool else set(dict(spec.options))
        values = tuple(value for value in packed["values"] if value is None or value in known)
        if not values:
            raise ValueError(spec.name)
        return cls(values)


@dataclass(frozen=True)
class Contains(Condition):
    """One of several texts is part of the value, or of the name of the record it refers to; case does not count.

    Where the column has a sort key, neither do accents and hyphens.
    """

    name = "contains"
    telling = True
    texts: tuple[str, ...]

    def clause(self, column: Any, entity: type[Entity], spec: Field) -> Any:
        """A comparison that all databases make alike."""
        if spec.target:
            other = aliased(entity_of(spec.target))
            named = or_(*(_within(other.caption, other.caption_key, text) for text in self.texts))
            return column.in_(select(other.id).where(named))
        key = getattr(entity, f"{spec.name}_key", None)
        others = chain.from_iterable(map(spec.spellings, self.texts)) if spec.spellings else ()
        return or_(*(_within(column, key, text) for text in dict.fromkeys((*self.texts, *others))))

    def text(self, spec: Field) -> str:  # noqa: ARG002 - as all conditions say it
        """'enthält „Saal“ oder „Rudol“'."""
        return _("enthält {texts}").format(texts=_(" oder ").join(f"„{text}“" for text in self.texts))

    def packed(self) -> dict[str, Any]:
        """The texts as typed."""
        return {"texts": list(self.texts)}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], spec: Field) -> Contains:  # noqa: ARG003
        """Any column can be searched for text."""
        texts = tuple(str(text) for text in packed["texts"] if str(text).strip())
        if not texts:
            raise ValueError
        return cls(texts)


def _within(column: Any, key: Any, text: str) -> Any:
    """Whether TEXT is part of COLUMN: by its sort KEY, in which numbers are written otherwise, or letter by letter."""
    folded = sort_key(text)
    if key is not None and folded and not any(map(str.isdigit, text)):
        return key.contains(folded, autoescape=True)
    lowered = func.lower(type_coerce(column, String))
    for sign in sorted({sign for sign in text.lower() if not sign.isascii() and len(sign.upper()) == 1}):
        lowered = func.replace(lowered, sign.upper(), sign)  # SQLite's lower() knows no letters but A to Z
    return lowered.contains(text.lower(), autoescape=True)


@dataclass(frozen=True)
class Between(Condition):
    """From one value to another, both included; None is open. An incomplete date is in where it may be.

    OR_NONE takes in what has no value, where that means that nothing is limited.
    """

    name = "between"
    telling = True
    first: Any = None
    last: Any = None
    or_none: bool = False

    def clause(self, column: Any, entity: type[Entity], spec: Field) -> Any:  # noqa: ARG002
        """A range, which an index serves where there is one."""
        within = self._possible(type_coerce(column, String)) if spec.kind is PartialDate else self._range(column)
        return or_(within, column.is_(None)) if self.or_none else within

    def _range(self, column: Any) -> Any:
        bounds = [column >= self.first] if self.first is not None else []
        bounds += [column <= self.last] if self.last is not None else []
        return and_(*bounds)

    def _possible(self, stored: Any) -> Any:
        """By text, whose order is the order of time; '2015' may be any day of that year."""
        bounds = [stored.is_not(None)]
        if self.first is not None:
            day = self.first.earliest().isoformat()
            bounds.append(or_(stored >= day, stored.in_((day[:4], day[:7]))))
        if self.last is not None:
            bounds.append(stored <= self.last.latest().isoformat())
        return and_(*bounds)

    def text(self, spec: Field) -> str:
        """'01.01.2026 bis 31.12.2026', 'ab 18', 'bis 2005 oder ohne Angabe'."""
        within = self._within(spec)
        return _("{range} oder ohne Angabe").format(range=within) if self.or_none else within

    def _within(self, spec: Field) -> str:
        first, last = spec.show(self.first), spec.show(self.last)
        if first == last:
            return first
        if not first or not last:
            return _("ab {first}").format(first=first) if first else _("bis {last}").format(last=last)
        return _("{first} bis {last}").format(first=first, last=last)

    def packed(self) -> dict[str, Any]:
        """Dates in their ISO form, amounts as text."""
        return {"first": _plain(self.first), "last": _plain(self.last), "or_none": self.or_none}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], spec: Field) -> Between:
        """As the column holds it."""
        first, last = (
            None if packed[end] is None else _BOUNDS[spec.kind](str(packed[end])) for end in ("first", "last")
        )
        if first is None and last is None:
            raise ValueError(spec.name)
        return cls(first, last, packed.get("or_none") is True)


_BOUNDS: Mapping[type, Callable[[str], Any]] = {
    date: date.fromisoformat,
    time: time.fromisoformat,
    int: int,
    float: float,
    Decimal: Decimal,
    PartialDate: PartialDate.parse,
}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value)


@dataclass(frozen=True)
class Empty(Condition):
    """No value, or, when not YES, any value."""

    name = "empty"
    yes: bool = True

    def clause(self, column: Any, entity: type[Entity], spec: Field) -> Any:  # noqa: ARG002
        """A text without letters is none."""
        empty = column.is_(None)
        if spec.kind in (str, Tags) and not spec.options:
            empty = or_(empty, type_coerce(column, String) == "")
        return empty if self.yes else not_(empty)

    def text(self, spec: Field) -> str:  # noqa: ARG002
        """'leer'."""
        return _("leer") if self.yes else _("ausgefüllt")

    def packed(self) -> dict[str, Any]:
        """Which of the two."""
        return {"yes": self.yes}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], spec: Field) -> Empty:  # noqa: ARG003
        """Any column can be empty."""
        return cls(bool(packed["yes"]))


@dataclass(frozen=True)
class Tagged(Condition):
    """One of several tags of a column that stores them as ';Fußball;Chor;'."""

    name = "tagged"
    tags: tuple[str, ...]

    def clause(self, column: Any, entity: type[Entity], spec: Field) -> Any:  # noqa: ARG002
        """Whole tags, as they are written."""
        return or_(*(type_coerce(column, String).contains(f";{tag};", autoescape=True) for tag in self.tags))

    def text(self, spec: Field) -> str:  # noqa: ARG002
        """'Chor, Fußball'."""
        return ", ".join(self.tags)

    def packed(self) -> dict[str, Any]:
        """The tags."""
        return {"tags": list(self.tags)}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any], spec: Field) -> Tagged:  # noqa: ARG003
        """Tags may be made and given up at any time, so none is refused."""
        tags = tuple(str(tag) for tag in packed["tags"])
        if not tags:
            raise ValueError
        return cls(tags)


KINDS: Mapping[str, type[Condition]] = {kind.name: kind for kind in (OneOf, Contains, Between, Empty, Tagged)}
"""Every condition by its name in JSON."""


def condition(wanted: Any) -> Condition:
    """WANTED as a condition: one already, a value, or a tuple of values."""
    if isinstance(wanted, Condition):
        return wanted
    return OneOf(tuple(wanted) if isinstance(wanted, tuple | list | set) else (wanted,))


def pack(where: Mapping[str, Condition]) -> dict[str, Any]:
    """Conditions as JSON can hold them."""
    return {name: {"is": one.name, **one.packed()} for name, one in where.items()}


def unpack(entity: type[Entity], packed: object) -> dict[str, Condition]:
    """The conditions of PACKED on ENTITY; what does not fit the columns of today is left out."""
    found: dict[str, Condition] = {}
    specs = columns(entity)
    for name, one in packed.items() if isinstance(packed, dict) else ():
        if name in specs and isinstance(one, dict) and one.get("is") in KINDS:
            try:
                found[name] = KINDS[one["is"]].unpacked(one, specs[name])
            except (ValueError, KeyError, TypeError, InvalidOperation):
                continue
    return found
