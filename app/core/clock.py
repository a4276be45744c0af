"""The time of day, replaceable so that tests and sample data do not depend on when they run."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """This moment with the local time zone."""
    return _frozen or datetime.now().astimezone()


def today() -> date:
    """The local calendar day."""
    return now().date()


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Let the clock stand at MOMENT (a naive one is local time)."""
    global _frozen  # noqa: PLW0603 - one clock per process is the point
    before, _frozen = _frozen, moment if moment.tzinfo else moment.astimezone()
    try:
        yield
    finally:
        _frozen = before


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
