"""One thing that waits for somebody, whatever module it comes from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.core.clock import today


class Due(NamedTuple):
    """One thing to do, about one record, until a day; a tuple, as there may be many thousands."""

    kind: str
    who: str
    occasion: str
    deadline: date
    table: str
    record_id: int
    task_id: int | None = None
    """The task that is done when somebody ticks it off; what follows from data cannot be ticked off."""

    @property
    def days(self) -> int:
        """Days from today until the deadline; negative when it has passed."""
        return (self.deadline - today()).days
