"""What became of each row of a list, as an Excel file to work through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.core.progress import Progress
from app.core.text import N_, _
from app.reports.excel import Column, Listing, write_list
from app.services.imports import Preview

TITLES = (
    (N_("Zeile"), 8),
    (N_("Name"), 30),
    (N_("Ergebnis"), 14),
    (N_("Spalte"), 20),
    (N_("Wert"), 24),
    (N_("Grund"), 70),
)


def write_result(preview: Preview, target: Path, progress: Progress) -> Path:
    """Write one line per row, and one more for each further thing that is wrong with it."""
    lines = list(_lines(preview))
    columns = [Column(_(title), width) for title, width in TITLES]
    return write_list(target, Listing(_("Ergebnis"), columns, lines, len(lines)), progress)


def _lines(preview: Preview) -> Iterator[tuple[object, ...]]:
    for row in preview.rows:
        first = (row.number, row.caption, _(row.outcome.label))
        for problem in row.problems:
            yield *first, problem.column or None, problem.value or None, problem.reason
        for hint in row.hints:
            yield *first, None, None, hint
        if not row.problems and not row.hints:
            yield *first, None, None, None
