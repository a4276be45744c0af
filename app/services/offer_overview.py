"""The overview of offers: places by sectors or weekdays, with offers, users, and where somebody looks in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, period, plural, weekday
from app.core.week_reading import SHORT as DAYS
from app.models import Task
from app.models.offer import Sector
from app.models.task import TaskKind
from app.models.work import Work
from app.services.offer_facts import CHILDREN, PARTS, SECTORS, WOMEN, Facts, Offered, facts

USUAL = SECTORS[:5]
"""Sectors that always have a column; the others only where there is something in them."""
ALL, NOT_KNOWN, NOWHERE = "all", "not_known", ""
WHOLE_DAY = (0, 24)
LEAST = 5
"""Outside the house smaller numbers of people are not shown: in a village everybody would know who that is."""


class By(StrEnum):
    """What the columns are."""

    SECTORS = "sectors"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: a period, and perhaps only some days of the week and hours of the day."""

    first: date
    last: date
    days: tuple[int, ...] = ()
    """Monday is 0; none means all."""
    hours: tuple[int, int] = WHOLE_DAY

    @property
    def mask(self) -> int:
        """The hours of the week looked at; 0 for all."""
        if not self.days and self.hours == WHOLE_DAY:
            return 0
        start, end = self.hours
        day_mask = ((1 << end) - 1) & ~((1 << start) - 1)
        return sum(day_mask << 24 * day for day in self.days or range(7))

    def when(self) -> str:
        """'wochentags ab 16 Uhr', 'Sa, So', 'von 8 bis 12 Uhr'; empty for any time."""
        start, end = self.hours
        days = _("wochentags") if self.days == (0, 1, 2, 3, 4) else ", ".join(DAYS[day] for day in self.days)
        hours = ""
        if start and end == WHOLE_DAY[1]:
            hours = _("ab {n} Uhr").format(n=start)
        elif self.hours != WHOLE_DAY:
            hours = _("bis {n} Uhr").format(n=end)
            hours = _("von {n} {until}").format(n=start, until=hours) if start else hours
        return " ".join(filter(None, (days, hours)))

    def sentence(self) -> str:
        """'01.01.–12.11.2026, wochentags ab 16 Uhr', for exports."""
        return ", ".join(filter(None, (period(self.first, self.last), self.when())))


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a `part` counts again what the columns before have counted."""

    key: str
    label: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """How many offers and users; and, where there is no offer, who looks for one and finds none anywhere."""

    offers: int = 0
    users: int = 0
    seekers: tuple[int, ...] = ()

    @property
    def gap(self) -> bool:
        """A missing offer that somebody misses."""
        return bool(self.seekers)

    @property
    def small(self) -> bool:
        """Whether so few people are counted that it must not be seen outside the house."""
        return 0 < self.users < LEAST

    def text(self) -> str:
        """'4 · 9 TN', '3 suchen', 'keins'."""
        if self.gap:
            return plural(len(self.seekers), _("1 sucht"), _("{n} suchen"))
        return self.counted(str(self.users))

    def outside(self, of: Sequence[Cell] = ()) -> str:
        """The same for people outside the house, without small numbers, and without sums that would tell them.

        OF are the cells that this one sums up.
        """
        if self.gap:
            return _("gesucht") if len(self.seekers) < LEAST else self.text()
        if any(cell.small for cell in of):
            least = sum(1 if cell.small else cell.users for cell in of)
            return self.counted(_("ab {n}").format(n=least))
        return self.counted(_("1 bis {n}").format(n=LEAST - 1) if self.small else str(self.users))

    def counted(self, users: str) -> str:
        """'4 · 9 TN', or that there is no offer."""
        return _("{offers} · {users} TN").format(offers=self.offers, users=users) if self.offers else _("keins")


@dataclass(frozen=True, slots=True)
class Row:
    """One place."""

    key: str
    place: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One cell in which somebody looks in vain: row and column of the overview."""

    row: int
    column: int


@dataclass(frozen=True)
class Overview:
    """The whole table, and what it was made of."""

    scope: Scope
    by: By
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]
    shown: int
    """Offers that the scope leaves."""
    of: int
    """Offers of the period, at whatever time."""
    facts: Facts

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All gaps, those that most people miss first."""
        found = [Gap(r, c) for r, row in enumerate(self.rows) for c, cell in enumerate(row.cells) if cell.gap]
        return tuple(sorted(found, key=lambda gap: (-len(self.cell(gap).seekers), gap.row, gap.column)))

    def outside(self) -> list[tuple[str, list[str]]]:
        """Each place, and all of them, with what may be seen outside the house."""
        if not self.rows:
            return []
        whole = [n for n, column in enumerate(self.columns) if not column.part and column.key != ALL]

        def texts(cells: tuple[Cell, ...], rows: Sequence[Row]) -> list[str]:
            """A line that sums up ROWS, or is a place of its own where there are none."""
            shown = []
            for n, cell in enumerate(cells):
                if self.columns[n].key == ALL:
                    parts = [line[k] for line in ([row.cells for row in rows] or [cells]) for k in whole]
                else:
                    parts = [row.cells[n] for row in rows]
                shown.append(cell.outside(parts))
            return shown

        lines = [(row.place, texts(row.cells, ())) for row in self.rows]
        return [*lines, (_("Alle Orte"), texts(self.totals, self.rows))]

    def cell(self, gap: Gap) -> Cell:
        """The cell of a gap."""
        return self.rows[gap.row].cells[gap.column]


def this_year() -> Scope:
    """What is looked at first: from January until today."""
    return Scope(date(today().year, 1, 1), today())


def overview(session: Session, scope: Scope, by: By = By.SECTORS) -> Overview:
    """Count offers, users and gaps; without offers and people it is empty."""
    return table(facts(session, scope.first, scope.last), scope, by)


def table(found: Facts, scope: Scope, by: By = By.SECTORS) -> Overview:
    """The overview over these facts."""
    from app.services.offer_demand import in_vain  # not before: numpy takes its time

    mask = scope.mask
    inside = [one for one in found.offers if not mask or one.mask & mask]
    counted: dict[tuple[str, str], tuple[int, int]] = {}
    for one in inside:
        for key in (*_keys(one, mask, by), ALL):
            for place in (one.place, ALL):
                offers, users = counted.get((place, key), (0, 0))
                counted[place, key] = offers + 1, users + one.users
    missing = in_vain(found, mask, by == By.DAYS, set(counted))
    columns = _columns(by, {key for _place, key in (*counted, *missing)})
    names = _names(found)
    places = sorted({place for place, _key in (*counted, *missing)} - {ALL, NOWHERE}) + (
        [NOWHERE] if (NOWHERE, ALL) in counted else []
    )

    def cells(place: str) -> tuple[Cell, ...]:
        keys = [(place, column.key) for column in columns]
        return tuple(Cell(*counted.get(key, (0, 0)), seekers=tuple(missing.get(key, ()))) for key in keys)

    rows = tuple(Row(place, names.get(place, place) or _("ohne Ort"), cells(place)) for place in places)
    return Overview(scope, by, columns, rows, cells(ALL), len(inside), len(found.offers), found)


def note_need(work: Work, text: str, helps: int) -> Task:
    """Keep what would help as something to look for; the same is not noted twice while it is open."""
    work.session.flush()
    same = select(Task.id).where(Task.kind == TaskKind.NEED.value, Task.text == text, Task.done_on.is_(None))
    if work.session.scalars(same).first():
        raise Invalid({"text": _("Dieser Bedarf ist schon vorgemerkt.")})
    return work.add(Task(kind=TaskKind.NEED.value, text=text, helps=helps))


_LABELS: Mapping[str, str] = dict(Sector.options()) | {
    WOMEN: N_("davon für Frauen"),
    CHILDREN: N_("davon mit Kindern"),
    NOT_KNOWN: N_("ohne Zeit"),
}


def _keys(one: Offered, mask: int, by: By) -> Sequence[str]:
    """The columns in which an offer is counted besides the sum."""
    if by == By.SECTORS:
        return one.columns
    hours = one.mask & (mask or ~0)
    days = [DAYS[day] for day in range(7) if hours >> 24 * day & 0xFFFFFF]
    return days or [NOT_KNOWN]


def _columns(by: By, used: Iterable[str]) -> tuple[Column, ...]:
    if by == By.DAYS:
        days = [Column(day, weekday(date(2024, 1, number), short=True)) for number, day in enumerate(DAYS, 1)]
        unknown = [Column(NOT_KNOWN, _(_LABELS[NOT_KNOWN]))] if NOT_KNOWN in used else []
        return (*days, *unknown, Column(ALL, _("Alle Tage")))
    sectors = [one for one in SECTORS if one in USUAL or one in used]
    parts = tuple(Column(key, _(_LABELS[key]), part=True) for key in PARTS)
    return (*(Column(key, _(_LABELS[key])) for key in sectors), Column(ALL, _("Alle Sparten")), *parts)


def _names(found: Facts) -> dict[str, str]:
    """How each place is written, as offers write it first."""
    names = {one.place: one.city for one in found.seekers}
    return names | {one.place: one.city for one in found.offers}
