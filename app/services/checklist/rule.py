"""One rule of the Prüfliste, and the records that rules are about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause
from sqlalchemy.sql.selectable import NamedFromClause

from app.core.text import N_
from app.models.base import Entity
from app.models.fields import Choice


class Severity(Choice):
    """How bad it is, the worst first."""

    WRONG = "wrong", N_("falsch")
    MISSING = "missing", N_("fehlt")
    NOTE = "note", N_("Hinweis")


@dataclass(frozen=True, eq=False)
class Source:
    """Records that are read once for all rules about them."""

    rows: FromClause
    id: ColumnElement[Any]
    """Of the record with the finding."""
    record: ColumnElement[Any]
    """Of the record that is opened, which may hold the other."""
    entity: type[Entity]
    """What is opened."""
    detail: ColumnElement[Any]
    """What tells findings of one record apart; a text or a day."""
    project: ColumnElement[Any] | None = None
    where: ColumnElement[bool] | None = None

    @cached_property
    def opened(self) -> NamedFromClause[Any]:
        """The table of what is opened, under a name of its own: the records may be that table themselves."""
        return self.entity.__table__.alias("opened")


@dataclass(frozen=True, eq=False)
class Rule:
    """What must hold, why it matters, and where to mend it."""

    key: str
    group: str
    severity: Severity
    sentence: str
    why: str
    source: Source
    broken: ColumnElement[bool]
    field: str
    """The field to jump to."""
    part: str
    """The table that the field belongs to; it chooses the tab of the record."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One record that breaks a rule."""

    id: int
    table: str
    record_id: int
    who: str
    detail: str
