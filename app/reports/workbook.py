"""The funding workbook: indicators, the same as formulas, the pseudonymous list behind them, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook

from app.core.progress import Progress
from app.reports.excel import save
from app.reports.workbook_cover import WorkbookFacts, add_cover
from app.reports.workbook_lists import open_list, participant_list
from app.reports.workbook_recount import add_recount
from app.services.figures import Figures, Record

__all__ = ["WorkbookFacts", "write"]


def write(facts: WorkbookFacts, figures: Figures, records: Iterable[Record], target: Path, progress: Progress) -> Path:
    """Write the workbook of FIGURES, which were counted from RECORDS, to TARGET."""
    workbook = Workbook()
    cover = workbook.worksheets[0]
    places = add_cover(cover, facts, figures)
    recount = workbook.create_sheet()
    people, gaps = participant_list(figures, records), open_list(figures)
    people.add_to(workbook)
    gaps.add_to(workbook)
    add_recount(recount, figures, people, places)
    return save(workbook, target, [people, gaps], progress)
