"""Any list as a file, exactly as it is seen: its columns, its order, its filter, with date and count above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import now
from app.core.errors import Invalid
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.core.text import N_, _, show
from app.models.arrangement import Arrangement, Extra
from app.models.db import Database
from app.models.fields import Field
from app.models.query import Query

if TYPE_CHECKING:
    from app.reports.excel import Column, Style
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target
    from app.reports.pdf.template import Block, Template

AT_ONCE = 500
"""Rows read together."""
MOST_COLUMNS = 18
RECORD_KEY = N_("Kennung")
"""The column by which the import finds a record again."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, kw_only=True)
class ListSheet:
    """One list with everything that is said about it."""

    title: str
    query: Query
    arrangement: Arrangement
    ids: Sequence[int]
    about: tuple[str, ...] = ()
    """Count, filter, search and order, one line each."""
    keyed: bool = False
    """Whether the workbook has a last column by which the import finds each record again."""

    @property
    def titles(self) -> list[str]:
        """The headings of the columns."""
        return [_(spec.label) for spec in self.arrangement.specs]

    def lines(self) -> tuple[str, ...]:
        """What stands below the title."""
        return (*filter(None, self.about), _("Stand: {moment} Uhr").format(moment=show(now())))


def write_excel(db: Database, sheet: ListSheet, target: Path, progress: Progress) -> Path:
    """Write the list as a workbook with real numbers and days; the rows are read while they are written."""
    from app.reports.excel import PLAIN, Listing, write_list
    from app.reports.workbook_lists import NOTE, TITLE

    heading: list[tuple[str, Style]] = [(sheet.title, TITLE), *((line, NOTE) for line in sheet.lines()), ("", PLAIN)]
    title = _NOT_IN_TITLES.sub(" ", sheet.title)[:31].strip("' ") or _("Liste")
    columns = _columns(db, sheet)
    return write_list(target, Listing(title, columns, _values(db, sheet), len(sheet.ids), heading), progress)


def _values(db: Database, sheet: ListSheet, most: int | None = None) -> Iterator[tuple[object, ...]]:
    ids = sheet.ids[:most]
    with db.read() as session:
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            found = sheet.arrangement.values(session, sheet.query, part)
            for id in part:
                if id in found:
                    yield (*found[id], str(id)) if sheet.keyed else found[id]


def _columns(db: Database, sheet: ListSheet) -> list[Column]:
    """As wide as the first rows need."""
    from app.reports.excel import LOOKED_AT, Column, fitting

    specs = list(sheet.arrangement.specs)
    rows = _values(db, replace(sheet, keyed=False), LOOKED_AT)
    widths = fitting(sheet.titles, ([show(value) for value in row] for row in rows))
    made = [Column(_(spec.label), width, *_form(spec)) for spec, width in zip(specs, widths, strict=True)]
    return [*made, Column(_(RECORD_KEY), 22)] if sheet.keyed else made


def _form(spec: Field | Extra) -> tuple[str, str]:
    """Format and side of a column."""
    from app.reports.excel import DATE

    if isinstance(spec, Extra) or spec.options or spec.showing or spec.target:
        return "General", "left"
    return {
        int: ("0", "right"),
        float: ("General", "right"),
        Decimal: ("#,##0.00", "right"),
        date: (DATE, "right"),
        PartialDate: (DATE, "right"),
    }.get(spec.kind, ("General", "left"))


def write_pdf(db: Database, sheet: ListSheet, target: Target, progress: Progress) -> list[Note]:
    """Write the list as a PDF, landscape; a character that no font has is named and nothing is written."""
    from app.reports.pdf import template
    from app.reports.pdf.documents import Document
    from app.reports.pdf.long_tables import refuse_what_nobody_prints

    refuse_what_nobody_prints(len(sheet.ids))
    if len(sheet.titles) > MOST_COLUMNS:
        sentence = _("Auf die Seite passen höchstens {most} Spalten. Bitte wählen Sie weniger oder nehmen Sie Excel.")
        raise Invalid({"columns": sentence.format(most=MOST_COLUMNS)})
    rows = list(_texts(db, sheet, progress))
    layout = template.load("list")
    layout = replace(layout, flow=(*layout.flow[:-1], _table(layout, sheet, rows)))
    document = Document(layout, title=sheet.title, author=_("Connecting Humans – Koordination"))
    progress.text = _("Seiten werden gesetzt")
    document.add(
        {
            "title": sheet.title,
            "about": sheet.lines(),
            "rows": [{str(n): text for n, text in enumerate(row)} for row in rows],
            "source": _("{title} · Connecting Humans – Koordination").format(title=sheet.title),
            "progress": progress,
        },
        sheet.title,
    )
    return document.deliver(target, progress)


def _texts(db: Database, sheet: ListSheet, progress: Progress) -> Iterator[list[str]]:
    """The rows as they are seen."""
    parts = [sheet.ids[start : start + AT_ONCE] for start in range(0, len(sheet.ids), AT_ONCE)]
    with db.read() as session:
        for part in progress.over(parts, _("Zeilen werden gelesen")):
            found = sheet.arrangement.window(session, sheet.query, part)
            for id in part:
                if id in found:
                    yield [cell.text for cell in found[id]]


def _table(layout: Template, sheet: ListSheet, rows: Sequence[Sequence[str]]) -> Block:
    """The block of the template with the columns of this list."""
    from app.reports.pdf.long_tables import shared_widths
    from app.reports.pdf.template import Column as PdfColumn

    block = layout.flow[-1]
    widths = shared_widths(
        [sheet.titles, *rows], (layout.styles["head"], layout.styles["cell"]), layout.width - 2 * block.x
    )
    columns = tuple(
        PdfColumn(key=str(n), title=title, width=width, align=_side(spec))
        for n, (title, width, spec) in enumerate(zip(sheet.titles, widths, sheet.arrangement.specs, strict=True))
    )
    return replace(block, columns=columns)


def _side(spec: Field | Extra) -> str:
    numbers = isinstance(spec, Field) and spec.kind in (int, float, Decimal) and not (spec.options or spec.target)
    return "right" if numbers else "left"
