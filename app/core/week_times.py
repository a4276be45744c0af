"""Hours of a week: when somebody has time, or when something takes place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.text import _

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_SPAN = re.compile(r"(\w\w) (\d\d)–(\d\d)")


@dataclass(frozen=True, slots=True)
class WeekTimes:
    """A set of hours; bit day * 24 + hour of `mask`, Monday is day 0."""

    mask: int = 0

    @classmethod
    def parse(cls, text: str) -> WeekTimes:
        """Read 'Mo 08–12, Mi 14–18'."""
        mask = 0
        for part in filter(None, map(str.strip, text.split(","))):
            found = _SPAN.fullmatch(part)
            if not found or found[1] not in DAYS or not int(found[2]) < int(found[3]) <= 24:
                raise ValueError(_("„{text}“ ist keine Zeit. Bitte „Mo 08–12, Mi 14–18“ schreiben.").format(text=part))
            for hour in range(int(found[2]), int(found[3])):
                mask |= 1 << DAYS.index(found[1]) * 24 + hour
        return cls(mask)

    def __bool__(self) -> bool:
        return bool(self.mask)

    def __str__(self) -> str:
        spans = []
        for day, name in enumerate(DAYS):
            hours = [hour for hour in range(25) if hour < 24 and self.mask >> day * 24 + hour & 1]
            for hour in hours:
                if hour - 1 not in hours:
                    end = next(one for one in range(hour, 25) if one not in hours)
                    spans.append(f"{name} {hour:02}–{end:02}")
        return ", ".join(spans)
