"""The two sides that are matched: who seeks, and who offers places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.core.text import _
from app.services.matching.columns import Column

Id: TypeAlias = int | str
MOST_PLACES = 100_000
"""A number of places beyond it is a slip of the pen."""


@dataclass(frozen=True, eq=False)
class Side:
    """Seekers or providers: one id and caption per row, places per row (one each unless given), columns by name.

    The places of a provider are those still free; those of a seeker say how many providers are wanted, 0 for none.
    """

    ids: Sequence[Id]
    captions: Sequence[str]
    columns: Mapping[str, Column] = field(default_factory=dict)
    places: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def rows(self) -> Mapping[Id, int]:
        """Where each id stands."""
        return {id: n for n, id in enumerate(self.ids)}

    @cached_property
    def capacity(self) -> NDArray[np.int64]:
        """Places per row."""
        return np.array([1] * len(self) if self.places is None else self.places, np.int64)

    def sorted(self) -> Side:
        """The same in the order of the ids, so that no result depends on the order in which somebody was read."""
        order = sorted(range(len(self)), key=lambda n: (isinstance(self.ids[n], str), self.ids[n]))
        places = None if self.places is None else [self.places[n] for n in order]
        columns = {name: column.taken(order) for name, column in self.columns.items()}
        return Side([self.ids[n] for n in order], [self.captions[n] for n in order], columns, places)

    def problems(self, who: str) -> Iterator[tuple[str, str]]:
        """Name and German sentence for everything that cannot be used; WHO is what one row is called."""
        lengths = {len(self.captions), *(len(column.values) for column in self.columns.values())}
        lengths |= set() if self.places is None else {len(self.places)}
        if lengths != {len(self)}:
            yield "columns", _("{who}: Die Spalten sind verschieden lang.").format(who=who)
            return
        twice = [str(id) for id, count in Counter(self.ids).items() if count > 1]
        if twice:
            sentence = _("{who}: Die Kennung {ids} kommt mehrfach vor. Bitte vergeben Sie jede nur einmal.")
            yield "ids", sentence.format(who=who, ids=", ".join(twice[:3]))
        for n, places in enumerate(self.places or ()):
            if not 0 <= places <= MOST_PLACES:
                sentence = _("{who} {name}: {n} Plätze sind nicht möglich. Bitte berichtigen Sie die Zahl.")
                yield "places", sentence.format(who=who, name=self.captions[n], n=places)
                break
        for name, column in self.columns.items():
            if found := column.problem():
                sentence = _("{who} {name}, Spalte „{column}“: {why} Bitte berichtigen Sie den Wert.")
                label = column.label or name
                yield name, sentence.format(who=who, name=self.captions[found[0]], column=label, why=found[1])
