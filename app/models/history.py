"""What was done, by whom and when; enough to undo it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.ids import new_id
from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models.base import ID, Base
from app.models.fields import KEY


@dataclass(frozen=True)
class Change:
    """One record before and after; None where it did not exist. Values are packed for JSON."""

    table: str
    id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class Done:
    """A finished piece of work: what the screens refresh by and what can be undone."""

    id: int | None
    label: str
    changes: tuple[Change, ...] = ()

    def touches(self, *tables: str) -> bool:
        """Whether any record of these tables was created, changed or deleted."""
        return any(change.table in tables for change in self.changes)


def pack(value: object) -> Any:
    """VALUE as JSON can hold it."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() | PartialDate() | WeekTimes() | Tags():
            return str(value)
    return value


def unpack(kind: Any, value: Any) -> Any:
    """The inverse of pack for a column of KIND."""
    if value is None or isinstance(value, kind):
        return value
    if kind in (PartialDate, WeekTimes, Tags):
        return kind.parse(value)
    if issubclass(kind, date | time):
        return kind.fromisoformat(value)
    return kind(value)


class History(Base):
    """One finished work. It doubles personal data, so whoever deletes people for good must clean it too."""

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=False, default=new_id)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    who: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    undoes: Mapped[int | None] = mapped_column(BigInteger)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class SearchToken(Base):
    """One key under which a record is found; see `app.core.fold.tokens`, for doubles `app.core.traits`."""

    __tablename__ = "search_token"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: Mapped[str] = mapped_column(KEY, primary_key=True)
    token: Mapped[str] = mapped_column(KEY, primary_key=True)
    record_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)


class NumberSeries(Base):
    """The last number given out in a series; never taken back, not even by undo, so that no number is used twice."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)
