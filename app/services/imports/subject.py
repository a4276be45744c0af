"""What can be brought in, and by which words its columns and values are known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from app.core.fold import fold
from app.core.resources import resource
from app.core.text import N_
from app.models import Person
from app.models.base import Entity
from app.models.fields import Field, fields

SUBJECTS: Mapping[str, type[Entity]] = {"persons": Person}
"""Name of a kind of list → what its rows are."""
_BETWEEN = re.compile(r"[^a-z0-9]+")
PARTS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("last_name", "first_names"),
    "postcode_city": ("postcode", "city"),
    "house_number": ("street",),
}
"""Columns that give the values of fields in parts, or a part of one."""


@dataclass(frozen=True)
class Target:
    """What a column can be."""

    name: str
    label: str
    help: str = ""
    field: Field | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that get their values from it."""
        return (self.name,) if self.field else PARTS.get(self.name, ())


@dataclass(frozen=True, eq=False)
class Subject:
    """One kind of list."""

    name: str
    entity: type[Entity]
    source: Mapping[str, Any]

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Everything a column can be, fields first."""
        found = {name: Target(name, spec.label, spec.help, spec) for name, spec in self.fields.items()}
        extra = {name: Target(name, N_(one["label"]), N_(one["help"])) for name, one in self.source["extra"].items()}
        return found | extra

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields of the records."""
        return {name: spec for name, spec in fields(self.entity).items() if not spec.target}

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """Header, squeezed → what it means."""
        known: dict[str, str] = {}
        extra = {name: one["headers"] for name, one in self.source["extra"].items()}
        for name, words in {**self.source["headers"], **extra}.items():
            known |= {squeezed(word): name for word in words}
        known |= {squeezed(name): name for name in self.fields}
        return known | {squeezed(target.label): target.name for target in self.targets.values()}

    @cache  # noqa: B019 - there is one subject of each kind, for as long as the program runs
    def options(self, name: str) -> Mapping[str, str]:
        """Word, squeezed → code, for a field with options."""
        spec = self.fields[name]
        found = {squeezed(word): code for code, label in spec.options for word in (code, label)}
        for code, words in self.source["values"].get(name, {}).items():
            found |= {squeezed(word): code for word in words}
        return found

    @cache  # noqa: B019
    def words(self, name: str) -> frozenset[str]:
        """The words of one kind, lower-case."""
        return frozenset(word.lower() for word in self.source["words"][name])

    @cached_property
    def months(self) -> Mapping[str, int]:
        """Name of a month, squeezed → its number."""
        lines = enumerate(self.source["words"]["months"], 1)
        return {squeezed(word): number for number, line in lines for word in line.split("|")}


@cache
def subject(name: str) -> Subject:
    """The kind of list called NAME."""
    source = tomllib.loads(resource("imports", f"{name}.toml").read_text(encoding="utf-8"))
    return Subject(name, SUBJECTS[name], source)


def squeezed(text: str) -> str:
    """TEXT as headers and words are compared: in search form, without anything between."""
    return _BETWEEN.sub("", fold(text)) or text.strip().lower()
