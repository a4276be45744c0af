"""What a rule is, the registry of its kinds, and the pairs of rows it looks at. A new kind is one class in `kinds`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.core import clock
from app.core.text import N_, _
from app.services.matching.columns import Column
from app.services.matching.side import Side
from app.services.matching.trips import Trip

T = TypeVar("T")
Index: TypeAlias = NDArray[np.intp]
Share: TypeAlias = NDArray[np.float64]
SEEKER, PROVIDER = "seeker", "provider"
SIDES = (SEEKER, PROVIDER)
FAIL, PASS = "fail", "pass"
KINDS: dict[str, type[Rule]] = {}
"""All kinds of rules by the name they have in files."""


class Wanted(NamedTuple):
    """A column that a rule reads: on which side, its name, the kinds it may be of."""

    side: str
    name: str
    kinds: tuple[str, ...]


class Ideal(NamedTuple):
    """What a provider nobody knows yet would have to be: values per column, and how people say it.

    FORM puts the NAME into a sentence ("mit {name}"); several ideals of one form are told as "mit Dari oder Farsi".
    """

    values: dict[str, Any]
    name: str = ""
    form: str = "{name}"


class Pairs:
    """Both sides as the rules see them, with what several rules or blocks need worked out once."""

    def __init__(self, seekers: Side, providers: Side, trips: Sequence[Trip] = (), today: date | None = None) -> None:
        self.seekers, self.providers = seekers, providers
        self.trips = tuple(trips)
        self.today = today or clock.today()
        self._made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What MAKE returns, made at the first call with KEY."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def column(self, side: str, name: str) -> Column:
        """A column of one side."""
        return (self.seekers if side == SEEKER else self.providers).columns[name]

    def beside(self, providers: Side) -> Pairs:
        """The same seekers before other PROVIDERS."""
        return Pairs(self.seekers, providers, self.trips, self.today)


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule:
    """One must, or one wish with points; the fields are what a person may set, in files and in the dialog.

    UNKNOWN says what a must makes of a missing value: 'fail' (never silently fulfilled) or 'pass'. A wish gives no
    points for it.
    """

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    counted: ClassVar[bool] = True
    """Whether it can be a must or give points; waiting time can do neither."""
    in_needs: ClassVar[bool] = False
    """Whether a need ("dienstags ab 16 Uhr") names it even where it is only a wish."""

    must: bool = False
    points: int = 0
    label: str = ""
    fails: str = ""
    unknown: str = FAIL

    def __init_subclass__(cls) -> None:
        if cls.kind:  # what several kinds have in common is none
            KINDS[cls.kind] = cls

    def columns(self) -> Iterator[Wanted]:
        """The columns that it reads."""
        yield from ()

    def problems(self) -> Iterator[str]:
        """What is wrong with the rule by itself, as German sentences."""
        if self.points < 0:
            yield _("Punkte können nicht negativ sein.")
        if self.must and self.points:
            yield _("Ein Muss gibt keine Punkte. Bitte legen Sie für die Punkte eine eigene Soll-Regel an.")
        if self.unknown not in {FAIL, PASS}:
            yield _("„unknown“ ist „fail“ oder „pass“.")

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        """How far seekers I and providers J (broadcast against each other) fulfil it.

        0…1 is fulfilled so far, -1 not at all, NaN unknown. A must holds from 0 on.
        """
        raise NotImplementedError

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        """What was found for one pair with this SHARE, in German."""
        raise NotImplementedError

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """What a new provider could be like so that it holds for some of the seekers ROWS; the first says enough."""
        return [Ideal({})]

    def passes(self, pairs: Pairs, i: Index, j: Index) -> NDArray[np.bool_]:
        """Whether it holds as a must."""
        return self.holds(self.share(pairs, i, j))

    def holds(self, share: Share) -> NDArray[np.bool_]:
        """Whether a must is fulfilled that far."""
        return (share >= 0) | np.isnan(share) if self.unknown == PASS else share >= 0

    def reached(self, pairs: Pairs, i: Index, j: Index, possible: int) -> NDArray[np.uint8]:
        """The points of a wish of which POSSIBLE can be had, rounded half up."""
        return points_of(self.share(pairs, i, j), possible)

    def provider_columns(self) -> tuple[str, ...]:
        """The columns of providers that it reads."""
        return tuple(sorted(wanted.name for wanted in self.columns() if wanted.side == PROVIDER))


def points_of(share: Share, possible: int) -> NDArray[np.uint8]:
    """Whole points for a share, rounded half up; none for what is not fulfilled or unknown."""
    # fmax takes the number where the other is NaN
    return np.floor(np.fmax(share, 0) * possible + 0.5).astype(np.uint8)


def unknown_sentence(rule: Rule) -> str:
    """What is said where a value is missing."""
    return _("{label}: nicht bekannt").format(label=_(rule.label))


@dataclass(frozen=True, kw_only=True, eq=False)
class Waiting(Rule):
    """Who waits longer comes first where everything else is equal; a number of days or weeks, or the day it began."""

    kind = "waiting"
    title = N_("Wartezeit entscheidet bei Gleichstand")
    counted = False

    label: str = N_("Wartezeit")
    seeker: str = "waiting"

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(SEEKER, self.seeker, ("number", "day"))

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if self.must or self.points:
            yield _("Wartezeit gibt keine Punkte und schließt niemanden aus; sie entscheidet nur bei Gleichstand.")

    def waited(self, seekers: Side) -> Share:
        """How long each seeker has waited, in any unit; unknown counts as not at all."""
        column = seekers.columns[self.seeker]
        if column.kind == "day":
            return np.where(column.days < 0, -np.inf, -column.days.astype(np.float64))
        return np.nan_to_num(column.numbers, nan=-np.inf)
