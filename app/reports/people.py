"""All people with all their fields as an Excel list, which the import reads back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.core.text import N_, _
from app.models import Participation, Person
from app.models.db import Database
from app.models.fields import Field, fields, own_columns
from app.models.query import Query, captions
from app.reports.excel import DATE, Column, Listing, write_list
from app.services.imports.records import spoken

RECORD, NUMBER = N_("Kennung"), N_("TN-Nr.")
LANGUAGES, HOUSEHOLD = N_("Sprachen"), N_("Haushalt")
CHUNK = 500
KEPT = (int, date, Decimal)
"""Kinds that Excel knows; everything else goes in as text."""


def write_people(db: Database, target: Path, progress: Progress) -> Path:
    """Write the list of all people to TARGET."""
    shown = {name: spec for name, spec in fields(Person).items() if not spec.target} | own_columns(Person)
    with db.read() as session:
        ids = Query(Person).ids(session)
        titles = [_(RECORD), _(NUMBER), *(_(spec.label) for spec in shown.values()), _(LANGUAGES), _(HOUSEHOLD)]
        dates = {_(spec.label) for spec in shown.values() if spec.kind in {date, PartialDate}}
        columns = [Column(title, 18, DATE if title in dates else "General") for title in titles]
        return write_list(target, Listing(_(Person.titles), columns, _rows(session, ids, shown), len(ids)), progress)


def _rows(session: Any, ids: Sequence[int], shown: dict[str, Field]) -> Iterator[list[object]]:
    query = Query(Person, shown=(*shown, "household_id"))
    numbers = _numbers(session)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        found, languages = query.rows(session, chunk), spoken(session, chunk)
        homes = captions(session, "household", {home for *_values, home in found.values() if home})
        for id in chunk:
            if id in found:
                *values, home = found[id]
                cells = [cell(spec, value) for spec, value in zip(shown.values(), values, strict=True)]
                yield [str(id), numbers.get(id), *cells, languages[id].show() or None, homes.get(home)]


def _numbers(session: Any) -> dict[int, str]:
    """For each participant the last number that was given out and not cancelled."""
    query = Query(Participation, where={"cancelled": None}, shown=("person_id", "number"))
    found = query.rows(session, query.ids(session))
    return {person: number for _id, (person, number) in sorted(found.items())}


def cell(spec: Field, value: object) -> object:
    """A value as it goes into a list: days as days, choices by their names."""
    if isinstance(value, PartialDate):
        return value.earliest() if value.complete else value.show()
    if value in {None, ""}:
        return None
    kept = isinstance(value, KEPT) and not isinstance(value, bool) and not spec.options
    return value if kept else spec.show(value)
