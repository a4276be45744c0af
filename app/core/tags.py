"""Tags: a few short labels in the order in which somebody gave them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tags:
    """Labels without doubles; `str()` is 'Fußball; Chor'."""

    labels: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Tags:
        """Read labels that semicolons or commas part."""
        found = (part.strip() for part in text.replace(",", ";").split(";"))
        return cls(tuple(dict.fromkeys(filter(None, found))))

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def __str__(self) -> str:
        return "; ".join(self.labels)
