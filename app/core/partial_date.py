"""Dates of which only the year or the month may be known, as in passports of many countries."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from app.core.text import _, parse_date

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_GERMAN_MONTH = re.compile(r"(\d{1,2})\s*[./]\s*(\d{4})")
_GERMAN = re.compile(r"\d{1,2}\.\s*\d{1,2}\.\s*(?:\d{4}|\d{2})")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day; `str()` is its stored form, whose order as text is the order of time."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise ValueError(_("Das Jahr {year} gibt es nicht. Bitte vierstellig schreiben.").format(year=self.year))
        if self.month is None:
            if self.day is not None:
                raise ValueError(_("Zu einem Tag gehört auch der Monat. Bitte TT.MM.JJJJ schreiben."))
        elif not 1 <= self.month <= 12:
            raise ValueError(
                _("Den Monat {month} gibt es nicht. Bitte 01 bis 12 schreiben.").format(month=f"{self.month:02}")
            )
        elif self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            wrong = f"{self.day:02}.{self.month:02}.{self.year:04}"
            raise ValueError(_("Den {date} gibt es nicht. Bitte Tag und Monat prüfen.").format(date=wrong))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The fully known date DAY."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read '2015', '07.2015', '7/2015', '14.03.1991', '14.3.91' or the stored forms '2015-07', '2015-07-14'."""
        plain = text.strip()
        if found := _ISO.fullmatch(plain):
            return cls(int(found[1]), *(int(part) for part in found.groups()[1:] if part))
        if found := _GERMAN_MONTH.fullmatch(plain):
            return cls(int(found[2]), int(found[1]))
        if _GERMAN.fullmatch(plain):
            return cls.of(parse_date(plain))
        problem = _(
            "„{text}“ ist kein Datum. Bitte TT.MM.JJJJ schreiben; wenn nicht mehr bekannt ist, MM.JJJJ oder JJJJ."
        )
        raise ValueError(problem.format(text=plain))

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None))
        return "-".join(parts)

    def __lt__(self, other: object) -> bool:
        """By the earliest day that can be meant; of the same earliest day the less complete comes first."""
        return str(self) < str(other) if isinstance(other, PartialDate) else NotImplemented

    @property
    def complete(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    def show(self) -> str:
        """How it looks to people: '2015', '07.2015', '14.07.2015'."""
        return ".".join(reversed(str(self).split("-")))

    def earliest(self) -> date:
        """The first day that can be meant."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """The last day that can be meant."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def completed_years(self, on: date) -> int | None:
        """Whole years from here to ON, None before the beginning.

        What is not known counts as the office counts it: an unknown month as January, an unknown day as the first.
        So the age of an incomplete birthday is the highest possible one. A birthday on 29 February counts on 1 March
        in other years.
        """
        since = self.earliest()
        if on < since:
            return None
        return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
