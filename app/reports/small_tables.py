"""Some tables that belong together, as a workbook with a sheet for each, or as one accessible PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.clock import now
from app.core.progress import Progress
from app.core.text import N_, _, grouped, percent, show

if TYPE_CHECKING:
    from app.reports.excel import Style
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target
    from app.reports.pdf.template import Block, Template

TEXT, COUNT, SHARE, DAY = "General", "#,##0", "0 %", "DD.MM.YYYY"
"""What stands in a column: words, whole numbers, parts of 1, days. An empty cell is None."""
Cell = str | int | float | date | None
SHEET_NAME = 31
"""Characters in the name of a sheet."""
FOUNDER = N_("{title} · Connecting Humans – Koordination")


@dataclass(frozen=True, slots=True)
class Table:
    """One table; COLUMNS are headings with TEXT, COUNT, SHARE or DAY. The only one of its file needs no TITLE."""

    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables under one title, with what is said about them, one line each."""

    title: str
    about: Sequence[str]
    tables: Sequence[Table]

    def lines(self) -> list[str]:
        """What stands below the title."""
        return [*self.about, _("Stand: {moment} Uhr").format(moment=show(now()))]

    def write(self, path: Path, progress: Progress) -> object:
        """Write the kind of file that PATH names: .pdf, otherwise a workbook."""
        return write_pdf(self, path, progress) if path.suffix.lower() == ".pdf" else write_excel(self, path, progress)


def write_excel(given: Tables, path: Path, progress: Progress) -> Path:
    """Write a workbook with real numbers, a sheet for each table."""
    from openpyxl import Workbook

    from app.reports.excel import PLAIN, Column, Listing, fitting, save
    from app.reports.workbook_lists import NOTE, TITLE

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    listings = []
    for table in given.tables:
        heading: list[tuple[str, Style]] = [(": ".join(filter(None, (given.title, table.title))), TITLE)]
        heading += [*((line, NOTE) for line in given.lines()), ("", PLAIN)]
        widths = fitting([title for title, _form in table.columns], _texts(table))
        columns = [
            Column(title, width, form, _side(form)) for (title, form), width in zip(table.columns, widths, strict=True)
        ]
        name = (table.title or given.title)[:SHEET_NAME]
        listings.append(Listing(name, columns, table.rows, len(table.rows), heading))
        listings[-1].add_to(workbook)
    return save(workbook, path, listings, progress)


def write_pdf(given: Tables, target: Target, progress: Progress) -> list[Note]:
    """Write an accessible PDF, landscape; a character that no font has is named and nothing is written."""
    from app.reports.pdf import template
    from app.reports.pdf.documents import Document
    from app.reports.pdf.long_tables import refuse_what_nobody_prints

    refuse_what_nobody_prints(sum(len(table.rows) for table in given.tables))
    layout = template.load("list")
    texts = [list(_texts(table)) for table in given.tables]
    layout = replace(layout, flow=(*layout.flow[:-1], *_flow(layout, given, texts)))
    document = Document(layout, title=given.title, author=_("Connecting Humans – Koordination"))
    progress.text = _("Seiten werden gesetzt")
    values: dict[str, Any] = {
        "title": given.title,
        "about": given.lines(),
        "source": _(FOUNDER).format(title=given.title),
        "progress": progress,
    }
    for number, (table, rows) in enumerate(zip(given.tables, texts, strict=True)):
        values[f"name{number}"] = table.title
        values[f"rows{number}"] = [{str(n): text for n, text in enumerate(row)} for row in rows]
    document.add(values, given.title)
    return document.deliver(target, progress)


def _texts(table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        yield [_text(cell, form) for cell, (_title, form) in zip(row, table.columns, strict=True)]


def _text(cell: Cell, form: str) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, str | date):
        return show(cell)
    return percent(round(cell * 1000), 1000) if form == SHARE else grouped(int(cell))


def _side(form: str) -> str:
    return "left" if form in (TEXT, DAY) else "right"


def _flow(layout: Template, given: Tables, texts: Sequence[Sequence[Sequence[str]]]) -> Iterator[Block]:
    """A heading and a list for each table; the columns share the width of the page."""
    from app.reports.pdf.long_tables import shared_widths
    from app.reports.pdf.template import Block, Column

    block = layout.flow[-1]
    room, styles = layout.width - 2 * block.x, (layout.styles["head"], layout.styles["cell"])
    for number, (table, rows) in enumerate(zip(given.tables, texts, strict=True)):
        titles = [title for title, _form in table.columns]
        widths = shared_widths([titles, *rows], styles, room)
        columns = tuple(
            Column(key=str(n), title=title, width=width, align=_side(form))
            for n, ((title, form), width) in enumerate(zip(table.columns, widths, strict=True))
        )
        if table.title:
            yield Block(
                kind="text", tag="H2", value=f"{{name{number}}}", style="part", x=block.x, gap=10, width=room, drop=22
            )
        yield replace(block, items=f"rows{number}", columns=columns)
