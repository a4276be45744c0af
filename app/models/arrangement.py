"""Which columns of a list are seen, in what order, and what stands in their cells: on the screen and in exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.core.partial_date import PartialDate
from app.models.fields import Field
from app.models.query import Query, captions


class Shown(NamedTuple):
    """What one cell shows: a word, and perhaps a state (a key of widgets.status.STATES) that says the same."""

    text: str
    state: str = ""


@dataclass(frozen=True)
class Extra:
    """A column that no database can compute: loaded for the rows that are looked at, never sorted by.

    LOAD(session, ids) gives a value per id; SHOW makes a cell of it, and of None where there is no value.
    """

    name: str
    label: str
    load: Callable[[Any, Sequence[int]], Mapping[int, Any]]
    show: Callable[[Any], Shown]


Row = tuple[Shown, ...]
Window = dict[int, Row]


@dataclass(frozen=True)
class Arrangement:
    """Which columns a list shows, in order; a plain value, so that tasks may use it."""

    specs: tuple[Field | Extra, ...]

    @property
    def stored(self) -> tuple[str, ...]:
        """The columns that the database knows."""
        return tuple(spec.name for spec in self.specs if isinstance(spec, Field))

    def window(self, session: Session, query: Query, ids: Sequence[int]) -> Window:
        """The finished rows of IDS."""
        return {id: tuple(map(_shown, self.specs, row)) for id, row in self._read(session, query, ids)}

    def values(self, session: Session, query: Query, ids: Sequence[int]) -> dict[int, tuple[object, ...]]:
        """The same rows for a workbook: numbers and days as such, everything else as it is seen."""
        return {id: tuple(map(_value, self.specs, row)) for id, row in self._read(session, query, ids)}

    def _read(self, session: Session, query: Query, ids: Sequence[int]) -> Iterable[tuple[int, list[Any]]]:
        """Per record one value for each column; the name instead of the id where a column refers to a record."""
        rows = replace(query, shown=self.stored).rows(session, ids) if self.stored else {id: () for id in ids}
        places = {spec.name: place for place, spec in enumerate(spec for spec in self.specs if isinstance(spec, Field))}
        values: dict[str, Mapping[int, Any]] = {}
        for spec in self.specs:
            if isinstance(spec, Extra):
                values[spec.name] = spec.load(session, ids)
            elif spec.target:
                referred = {id: row[places[spec.name]] for id, row in rows.items()}
                names = captions(session, spec.target, filter(None, referred.values()))
                values[spec.name] = {id: names.get(other) for id, other in referred.items()}
        for id, row in rows.items():
            yield (
                id,
                [values[spec.name].get(id) if spec.name in values else row[places[spec.name]] for spec in self.specs],
            )


def _shown(spec: Field | Extra, value: Any) -> Shown:
    return Shown(spec.show(value)) if isinstance(spec, Field) else spec.show(value)


def _value(spec: Field | Extra, value: Any) -> object:
    if isinstance(spec, Extra) or spec.options or spec.showing:
        return _shown(spec, value).text or None
    if isinstance(value, PartialDate) and value.complete:
        return value.earliest()
    if isinstance(value, bool) or not isinstance(value, NUMBERS):
        return spec.show(value) or None
    return value


NUMBERS = (int, float, Decimal, date)
"""What stands in a workbook as a number; times are read better as they are shown."""
