"""What can be brought in, and by which words its columns and values are known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from app.core.fold import fold
from app.core.resources import resource
from app.core.text import N_
from app.models import Person
from app.models.base import Entity
from app.models.fields import Field, fields, own_columns
from app.services.imports import answers, beside
from app.services.programme import Programme
from app.services.programmes import load

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
    programme: Programme | None = None
    """Whose questions at entry are columns, too."""
    in_project: bool = False
    """Whether people are taken into a project, so that their roles in it are columns, too."""

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Everything a column can be, fields first."""
        taken = {spec.label for spec in self.own_fields.values()}
        labels = {name: spec.label for name, spec in self.fields.items()}
        if self.programme:  # the person and the programme may use one word for two things
            twice = {name for name, label in labels.items() if label in taken and name not in self.own_fields}
            labels |= {name: f"{labels[name]} ({self.programme.short})" for name in twice}
        found = {name: Target(name, labels[name], spec.help, spec) for name, spec in self.fields.items()}
        extra = {name: Target(name, N_(one["label"]), N_(one["help"])) for name, one in self.source["extra"].items()}
        return found | extra

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields that columns can be."""
        asked = answers.fields(self.programme) if self.programme else {}
        return {**self.own_fields, **beside.fields(self.in_project), **asked}

    @cached_property
    def own_fields(self) -> Mapping[str, Field]:
        """The fields of the records, those that the office defined for itself included."""
        known = {name: spec for name, spec in fields(self.entity).items() if not spec.target}
        return known | own_columns(self.entity)

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """Header, squeezed → what it means."""
        known: dict[str, str] = {}
        extra = {name: one["headers"] for name, one in self.source["extra"].items()}
        for name, words in {**self.source["headers"], **extra}.items():
            if name in self.targets:
                known |= {squeezed(word): name for word in words}
        known |= {squeezed(name): name for name in self.own_fields}
        known |= {squeezed(target.label): target.name for target in self.targets.values()}
        for name, words in (answers.headers(self.programme) if self.programme else {}).items():
            for word in words:
                known.setdefault(squeezed(word), name)
        return known

    @cache  # noqa: B019 - there is one subject of each kind, for as long as the program runs
    def options(self, name: str) -> Mapping[str, str]:
        """Word, squeezed → code, for a field with options."""
        spec = self.fields[name]
        found = {squeezed(word): code for code, label in spec.options for word in (code, label)}
        for code, words in self.source["values"].get(name, {}).items():
            found |= {squeezed(word): code for word in words}
        if self.programme and name.startswith(answers.ANSWER):
            found |= {squeezed(word): code for word, code in answers.words(self.programme, name).items()}
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


def subject(name: str, programme: str = "", *, in_project: bool = False) -> Subject:
    """The kind of list called NAME; IN_PROJECT says that people are taken into one, perhaps of a PROGRAMME."""
    return _subject(name, programme, in_project or bool(programme), tuple(own_columns(SUBJECTS[name]).values()))


@lru_cache(maxsize=16)
def _subject(name: str, programme: str, in_project: bool, _own: tuple[Field, ...]) -> Subject:
    source = tomllib.loads(resource("imports", f"{name}.toml").read_text(encoding="utf-8"))
    return Subject(name, SUBJECTS[name], source, load(programme) if programme else None, in_project)


def squeezed(text: str) -> str:
    """TEXT as headers and words are compared: in search form, without anything between."""
    return _BETWEEN.sub("", fold(text)) or text.strip().lower()
