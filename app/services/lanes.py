"""Where the entries of a path stand on screen and paper: days as places, labels of the axis, rows without overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.clock import months_later, today
from app.core.text import N_, _
from app.services.path import Path, Stretch

MONTHS = (
    N_("Januar"), N_("Februar"), N_("März"), N_("April"), N_("Mai"), N_("Juni"),
    N_("Juli"), N_("August"), N_("September"), N_("Oktober"), N_("November"), N_("Dezember"),
)  # fmt: skip
STEPS = (1, 3, 6, 12, 24, 60, 120, 240)
"""Months between two labels of the axis; the first that has room is taken."""
AHEAD = 28
"""An entry that begins later than today is drawn as long as so many days."""


@dataclass(frozen=True, slots=True)
class Span:
    """The time that a picture shows, from the first day of a month on."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where DAY stands: 0 is the left end, 1 the right one."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return min(max(share, 0.0), 1.0)

    def labels(self, most: int) -> list[tuple[date, str]]:
        """Days and words of the axis, MOST of them: months, and the year where it begins."""
        whole = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for step in STEPS if whole <= step * max(most, 1)), STEPS[-1])
        return list(self._labels(step))

    def _labels(self, step: int) -> Iterator[tuple[date, str]]:
        day, year = self.first, 0
        if step > 1:
            months = day.year * 12 + day.month - 1
            months -= months % step
            day = date(months // 12, months % 12 + 1, 1)
        while day <= self.last:
            if day >= self.first:
                text = _(MONTHS[day.month - 1])
                yield day, str(day.year) if step >= 12 else text if day.year == year else f"{text} {day.year}"
                year = day.year
            day = months_later(day, step)


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry: its bar and its text from left to right, in which row of the lane, and where the text begins."""

    stretch: Stretch
    bar: tuple[float, float]
    text: tuple[float, float]
    row: int
    inside: bool


def span(path: Path) -> Span:
    """From the month of the first entry until today, or until the last day that an entry names."""
    days = [day for one in path.stretches for day in (one.start, one.end) if day]
    first = min([*days, today()]).replace(day=1)
    ahead = [one.start + timedelta(days=AHEAD) for one in path.stretches if one.start > today()]
    return Span(first, max([*days, *ahead, today(), first + timedelta(days=AHEAD)]))


def ends(stretch: Stretch) -> date:
    """Where the bar ends: what still runs ends today, what is yet to begin soon after its start."""
    if stretch.end is not None:
        return stretch.end
    return stretch.start + timedelta(days=AHEAD) if stretch.start > today() else today()


def place(
    stretches: Sequence[Stretch],
    shown: Span,
    width: float,
    measure: Callable[[str], float],
    *,
    point: float,
    padding: float,
    legible: float,
) -> list[Placed]:
    """Give every entry of one lane its place on WIDTH, in any unit, and a row in which it overlaps no other.

    MEASURE tells how wide a text is. A text stands in its bar where it fits, or where the bar is at least LEGIBLE wide
    (then it is cut off or broken); otherwise beside it, where there is more room. POINT is the width of one day.
    """
    taken: list[list[tuple[float, float]]] = []
    found = []
    for one in stretches:
        bar = _bar(one, shown, width, point)
        text, inside = _beside(one, bar, width, measure(one.text) + 2 * padding, legible)
        left, right = min(bar[0], text[0]), max(bar[1], text[1])
        row = next((n for n, others in enumerate(taken) if _free(others, left, right, padding)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        found.append(Placed(one, bar, text, row, inside))
    return found


def _bar(stretch: Stretch, shown: Span, width: float, point: float) -> tuple[float, float]:
    left, right = shown.at(stretch.start) * width, shown.at(ends(stretch)) * width
    if right - left < point:
        left = min(max(left, 0.0), max(width - point, 0.0))
        right = left + point
    return left, right


def _beside(
    stretch: Stretch, bar: tuple[float, float], width: float, needed: float, legible: float
) -> tuple[tuple[float, float], bool]:
    left, right = bar
    room = right - left
    if not stretch.point and (needed <= room or room >= legible):
        return bar, True
    if needed <= width - right or width - right >= left:
        return (right, min(right + needed, width)), False
    return (max(left - needed, 0.0), left), False


def _free(others: Sequence[tuple[float, float]], left: float, right: float, gap: float) -> bool:
    return all(right + gap <= start or end + gap <= left for start, end in others)
