"""Conditions on one side, or set by one side to the other: age limits, consents and papers, women only."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.core.text import N_, _, show
from app.services.matching.columns import Column
from app.services.matching.rules import PROVIDER, SEEKER, SIDES, Ideal, Index, Pairs, Rule, Share, Wanted

LAST_DAY = date(9999, 12, 31)


@dataclass(frozen=True, kw_only=True, eq=False)
class OneSided(Rule):
    """What conditions have in common: OF says whose value is looked at."""

    of: str = PROVIDER

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if self.of not in SIDES:
            yield _("„of“ ist „seeker“ oder „provider“.")

    @property
    def other(self) -> str:
        """The other side."""
        return SEEKER if self.of == PROVIDER else PROVIDER

    def mine(self, i: Index, j: Index) -> Index:
        """The rows of the side whose value is looked at."""
        return i if self.of == SEEKER else j

    def yours(self, i: Index, j: Index) -> Index:
        """The rows of the other side."""
        return j if self.of == SEEKER else i


@dataclass(frozen=True, kw_only=True, eq=False)
class Range(OneSided):
    """A number of one side lies between limits: fixed ones, or columns of the other side, both included.

    A missing limit is none. A missing number is unknown, unless there is no limit to keep.
    """

    kind = "range"
    title = N_("In Grenzen liegen")

    label: str = N_("Alter passt")
    fails: str = N_("Altersgrenze passt nicht")
    of: str = SEEKER
    column: str = "age"
    lowest: int | None = None
    highest: int | None = None
    from_column: str = ""
    to_column: str = ""

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(self.of, self.column, ("number",))
        for name in filter(None, (self.from_column, self.to_column)):
            yield Wanted(self.other, name, ("number",))

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            yield _("Die untere Grenze {low} liegt über der oberen {high}.").format(low=self.lowest, high=self.highest)
        if self.lowest is None and self.highest is None and not (self.from_column or self.to_column):
            yield _("Es fehlt eine Grenze: lowest, highest, from_column oder to_column.")

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        value = pairs.column(self.of, self.column).numbers[self.mine(i, j)]
        rows = self.yours(i, j)
        low, high = (limit[rows] for limit in self._limits(pairs))
        inside = np.where((value >= low) & (value <= high), 1.0, -1.0)
        return np.where(np.isnan(value), np.where(np.isinf(low) & np.isinf(high), 1.0, np.nan), inside)

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        mine, yours = (i, j) if self.of == SEEKER else (j, i)
        value = pairs.column(self.of, self.column).values[mine]
        low, high = (limit.item(yours) for limit in self._limits(pairs))
        shown = _("nicht bekannt") if value is None else f"{value:g}"
        limits = [_("ab {n}").format(n=f"{low:g}")] if math.isfinite(low) else []
        limits += [_("bis {n}").format(n=f"{high:g}")] if math.isfinite(high) else []
        text = _(self.fails if share < 0 else self.label)
        return f"{text}: {shown}" + (f" ({' '.join(limits)})" if limits else "")

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """Providers without limits; or with the values at the seekers' limits."""
        if self.of == SEEKER:
            return [Ideal({})]
        limits = np.concatenate([limit[rows] for limit in self._limits(pairs)])
        values = sorted({float(n) for n in limits if math.isfinite(n)})
        return [Ideal({self.column: n}, f"{n:g}", f"{_(self.label)}: {{name}}") for n in values] or [Ideal({})]

    def _limits(self, pairs: Pairs) -> tuple[Share, Share]:
        """For each row of the other side the narrower of fixed and stated limits; infinite where there is none."""

        def make() -> tuple[Share, Share]:
            count = len(pairs.providers if self.of == SEEKER else pairs.seekers)
            low = np.full(count, -math.inf if self.lowest is None else float(self.lowest))
            high = np.full(count, math.inf if self.highest is None else float(self.highest))
            if self.from_column:
                low = np.fmax(low, pairs.column(self.other, self.from_column).numbers)
            if self.to_column:
                high = np.fmin(high, pairs.column(self.other, self.to_column).numbers)
            return low, high

        return pairs.once((id(self), "limits"), make)


@dataclass(frozen=True, kw_only=True, eq=False)
class Flag(OneSided):
    """A yes or no of one side (consent), or a day until which something is valid (Führungszeugnis), today included.

    With WANTED = false it must be a no. Unknown where there is no value.
    """

    kind = "flag"
    title = N_("Eine Bedingung erfüllen")

    label: str = N_("Einwilligung liegt vor")
    fails: str = N_("Einwilligung fehlt")
    column: str = "consent"
    wanted: bool = True

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(self.of, self.column, ("flag", "day"))

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        found = pairs.once((id(self), "shares"), lambda: self._shares(pairs))
        return np.broadcast_to(found[self.mine(i, j)], np.broadcast_shapes(i.shape, j.shape))

    def _shares(self, pairs: Pairs) -> Share:
        """The share of each row."""
        column = pairs.column(self.of, self.column)
        day = column.kind == "day"
        values = np.where(column.days < 0, -1, column.days >= pairs.today.toordinal()) if day else column.flags
        return np.where(values < 0, np.nan, np.where((values == 1) == self.wanted, 1.0, -1.0))

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        if np.isnan(share):
            return _("{label}: nicht bekannt").format(label=_(self.label))
        column = pairs.column(self.of, self.column)
        value = column.values[i if self.of == SEEKER else j]
        text = _(self.label if share >= 0 else self.fails)
        return _("{text} ({day})").format(text=text, day=show(value)) if column.kind == "day" else text

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """A provider that has it."""
        if self.of == SEEKER:
            return [Ideal({})]
        if pairs.column(PROVIDER, self.column).kind == "day":
            return [Ideal({self.column: LAST_DAY if self.wanted else date(1, 1, 1)})]
        return [Ideal({self.column: self.wanted})]


@dataclass(frozen=True, kw_only=True, eq=False)
class Restricted(OneSided):
    """Where one side wishes so ("nur Frauen"), the other must have the VALUE.

    A wish that is not recorded is none. Unknown where there is a wish and the other side's value is missing.
    """

    kind = "restricted"
    title = N_("Nur für eine Gruppe")

    label: str = N_("nur Frauen: passt")
    fails: str = N_("Wunsch „nur Frauen“ nicht erfüllt")
    of: str = SEEKER
    column: str = "women_only"
    value_column: str = "gender"
    value: str = "female"

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(self.of, self.column, ("flag",))
        yield Wanted(self.other, self.value_column, ("text",))

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        asked = pairs.column(self.of, self.column).flags[self.mine(i, j)] == 1
        fitting = pairs.once((id(self), "shares"), lambda: self._shares(pairs.column(self.other, self.value_column)))
        return np.where(asked, fitting[self.yours(i, j)], 1.0)

    def _shares(self, column: Column) -> Share:
        """How each row of the other side fits who wishes so."""
        return np.where(column.known, np.where(column.texts == self.value, 1.0, -1.0), np.nan)

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        if np.isnan(share):
            return _("{label}: nicht bekannt").format(label=_(self.label))
        asked = pairs.column(self.of, self.column).values[i if self.of == SEEKER else j]
        if not asked:
            return _("kein solcher Wunsch")
        return _(self.label if share >= 0 else self.fails)

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """A provider that has the value, or one that asks for nothing."""
        if self.of == PROVIDER:
            return [Ideal({self.column: False})]
        return [Ideal({self.value_column: self.value})]
