"""Tables and previews for the tests of the import."""

from __future__ import annotations

from collections.abc import Sequence

from app.services import imports
from app.services.imports import Outcome, Preview
from app.services.tables import Table

PERSONS = imports.subject("persons")


def table(headers: Sequence[str], *rows: Sequence[object]) -> Table:
    """A table as it comes from a file whose headers stand in its first line."""
    return Table(tuple(headers), [tuple(row) for row in rows], range(2, len(rows) + 2), 1)


def look(db, made: Table, mapping=None, similar=None, **options) -> Preview:
    """What taking over a table would do."""
    with db.read() as session:
        mapping = mapping or imports.guess(PERSONS, made.headers)
        return imports.preview(session, PERSONS, made, mapping, imports.Options(**options), similar=similar)


def take(db, found: Preview):
    """Take over what was looked at; what was done."""
    with db.work(found.label) as work:
        imports.apply(work, found)
    return work.done


def outcomes(found: Preview) -> list[str]:
    """The outcome of each row."""
    return [row.outcome.value for row in found.rows]


def counts(found: Preview) -> tuple[int, ...]:
    """How many rows are new, changed, unchanged, unclear, refused."""
    return tuple(found.counts[outcome] for outcome in Outcome)


def reason(found: Preview, row: int = 0) -> str:
    """Everything that is wrong with a row."""
    return " ".join(problem.reason for problem in found.rows[row].problems)
