"""The funding workbook: indicators, the same as formulas, the pseudonymous list behind them, and what is missing."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from app.core.clock import now, today
from app.core.progress import Progress
from app.core.text import _
from app.reports.excel import save
from app.reports.workbook_cover import EMBLEM_TEXT, WorkbookFacts, add_cover
from app.reports.workbook_lists import open_list, participant_list
from app.reports.workbook_recount import add_recount
from app.services.figures import Figures, Record

if TYPE_CHECKING:
    from app.models.db import Database

__all__ = ["WorkbookFacts", "build", "write"]


def build(db: Database, values: Mapping[str, Any], progress: Progress, path: Path) -> Path:
    """Write the workbook of a project from the data; VALUES are project and, optionally, until and report."""
    from app.services.indicator_report import indicator_report

    progress.text = _("Zähle Teilnehmende")
    with db.read() as session:
        found = indicator_report(session, int(values["project"]), values.get("until") or today())
    progress.check()
    facts = WorkbookFacts(
        project=found.project,
        reference=found.reference,
        carrier=found.carrier,
        parts=found.parts,
        first=found.starts,
        last=found.until,
        as_of=now(),
        report=values.get("report") or "",
        author=getpass.getuser(),
        targets=found.targets,
    )
    return write(facts, found.figures, found.records, path, progress)


def write(facts: WorkbookFacts, figures: Figures, records: Iterable[Record], target: Path, progress: Progress) -> Path:
    """Write the workbook of FIGURES, which were counted from RECORDS, to TARGET."""
    workbook = Workbook()
    cover = workbook.worksheets[0]
    places = add_cover(cover, facts, figures)
    pictures = [_(EMBLEM_TEXT)] if figures.programme.terms.emblem == "eu" else []
    if figures.programme.asks_nobody:
        return save(workbook, target, [], progress, pictures)
    recount = workbook.create_sheet()
    people, gaps = participant_list(figures, records), open_list(figures)
    people.add_to(workbook)
    gaps.add_to(workbook)
    add_recount(recount, figures, people, places)
    return save(workbook, target, [people, gaps], progress, pictures)
