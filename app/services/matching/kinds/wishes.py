"""Wishes that one side has of the other, each naming a property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.core.text import N_, _
from app.services.matching.columns import Column
from app.services.matching.kinds.conditions import OneSided
from app.services.matching.rules import SEEKER, Ideal, Index, Pairs, Share, Wanted


@dataclass(frozen=True, kw_only=True, eq=False)
class Wish(OneSided):
    """The wishes (a column of tags) of one side; MEANINGS says what each asks of the other side.

    A meaning is a column that must be True ('has_children') or hold a word or tag ('gender=female'). Who wishes nothing
    has all fulfilled. A wish whose property is missing is unknown; all of a pair count as unknown when none is
    fulfilled and one is unknown. Wishes without a meaning are left out.
    """

    kind = "wish"
    title = N_("Eigene Wünsche")

    label: str = N_("Wunsch")
    fails: str = N_("Wünsche nicht erfüllt")
    of: str = SEEKER
    column: str = "wishes"
    meanings: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> Iterator[Wanted]:
        yield Wanted(self.of, self.column, ("tags",))
        for meaning in self.meanings.values():
            name, equals, _value = meaning.partition("=")
            yield Wanted(self.other, name, ("text", "tags") if equals else ("flag",))

    def problems(self) -> Iterator[str]:
        yield from super().problems()
        if not self.meanings:
            yield _("Es fehlt, was die Wünsche bedeuten (meanings).")

    def share(self, pairs: Pairs, i: Index, j: Index) -> Share:
        mine, yours = self.mine(i, j), self.yours(i, j)
        shape = np.broadcast_shapes(i.shape, j.shape)
        asked, met, open_ = (np.zeros(shape, np.int16) for _n in range(3))
        for wanted, has in self._properties(pairs).values():
            asks, there = wanted[mine], has[yours]
            asked += asks
            met += asks & (there == 1)
            open_ += asks & (there < 0)
        found = np.where(met > 0, met / np.maximum(asked, 1), np.where(open_ > 0, np.nan, -1.0))
        return np.where(asked == 0, 1.0, found)

    def sentence(self, pairs: Pairs, i: int, j: int, share: float) -> str:
        mine, yours = (i, j) if self.of == SEEKER else (j, i)
        said = {1: _("erfüllt"), 0: _("nicht erfüllt"), -1: _("nicht bekannt")}
        column = pairs.column(self.of, self.column)
        parts = [
            _("{label} „{wish}“: {said}").format(
                label=_(self.label), wish=column.name(wish), said=said[int(has[yours])]
            )
            for wish, (wanted, has) in self._properties(pairs).items()
            if wanted[mine]
        ]
        return ", ".join(parts) or _("{label}: keiner genannt").format(label=_(self.label))

    def ideals(self, pairs: Pairs, rows: Index) -> list[Ideal]:
        """A provider with every property; or one that wishes nothing."""
        if self.of != SEEKER:
            return [Ideal({})]
        values: dict[str, object] = {}
        for name, equals, value in (meaning.partition("=") for meaning in self.meanings.values()):
            tags = pairs.column(self.other, name).kind == "tags"
            before = values.get(name, frozenset())
            values[name] = True if not equals else before | {value} if tags else value  # type: ignore[operator]
        return [Ideal(values)]

    def _properties(self, pairs: Pairs) -> dict[str, tuple[NDArray[np.bool_], NDArray[np.int8]]]:
        """For each wish who has it, and of whom the property is known to be there (1), not there (0), unknown (-1)."""

        def make() -> dict[str, tuple[NDArray[np.bool_], NDArray[np.int8]]]:
            wishes = pairs.column(self.of, self.column).values
            found = {}
            for wish, meaning in self.meanings.items():
                name, _equals, value = meaning.partition("=")
                asks = np.array([wish in (tags or ()) for tags in wishes], np.bool_)
                found[wish] = asks, _has(pairs.column(self.other, name), value)
            return found

        return pairs.once((id(self), "properties"), make)


def _has(column: Column, value: str) -> NDArray[np.int8]:
    if column.kind == "flag":
        return column.flags
    if column.kind == "tags":
        there = [value in (tags or ()) for tags in column.values]
    else:
        there = [text == value for text in column.values]
    return np.where(column.known, np.array(there, np.bool_).astype(np.int8), np.int8(-1))
