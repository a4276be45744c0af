"""How a long task tells how far it is, and learns that it should stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from app.core.errors import Cancelled

T = TypeVar("T")


class Progress:
    """Written by the task, read by whoever watches it; three plain attributes need no locks and no signals."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.text = ""
        self.cancelled = False

    def check(self) -> None:
        """Raise Cancelled when the person asked to stop."""
        if self.cancelled:
            raise Cancelled

    def over(self, items: Iterable[T], text: str = "") -> Iterator[T]:
        """Iterate over ITEMS, counting them; stop when cancelled."""
        self.done, self.total, self.text = 0, len(items) if isinstance(items, Sized) else 0, text
        for item in items:
            self.check()
            yield item
            self.done += 1
