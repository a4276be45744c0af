"""The funding workbook of 100,000 participants, against openpyxl write-only writing the same cells."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from app.core.progress import Progress
from app.reports.workbook import WorkbookFacts, write
from app.reports.workbook_lists import open_list, participant_list
from app.services.figures import Record, figures
from app.services.programmes import load
from tests.benchmarks import Row, median, ms, ratio

COUNT = 100_000
RUNS = 3
ESF = load("esf_plus_2021")
FACTS = WorkbookFacts("Connecting Humans 2025–2027", "25-0417-CH", "Kreisvolkshochschule Saale-Schwarza")


def measure(count: int = COUNT) -> list[Row]:
    """The table's rows on the workbook."""
    found = list(participants(count))
    lists = cells(found)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.xlsx", Path(folder) / "theirs.xlsx"
        factor = ratio(lambda: workbook(found, ours), lambda: plain(lists, theirs), RUNS)
        seconds, counting = median(lambda: workbook(found, ours), RUNS), median(lambda: figures(ESF, found), RUNS)
    number = f"{count:,}"
    return [
        Row(
            f"workbook of {number} participants, against openpyxl write-only, same cells", "≤ 1.3 ×", f"{factor:.2f} ×"
        ),
        Row("… counted and written / counted only", "", f"{ms(seconds)} / {ms(counting)}"),
        Row("… peak memory of a process that does nothing else", "≤ 400 MB", f"{_peak_elsewhere(count):.0f} MB"),
    ]


def participants(count: int) -> Iterator[Record]:
    """COUNT people with random answers, some of them missing, always the same ones."""
    luck = random.Random(2026)
    asked = [question for question in ESF.questions if question.column]
    choices = [[*(option.code for option in question.options)] * 6 + [None] for question in asked]
    genders = ["female"] * 12 + ["male"] * 6 + ["diverse", "none"]
    for n in range(1, count + 1):
        entry = date(2025, 1, 1) + timedelta(luck.randrange(1_000))
        answers = tuple(map(luck.choice, choices))
        known = luck.choice(genders), luck.randrange(15, 70), "given"
        left = entry + timedelta(90) if luck.random() < 0.6 else None
        yield Record(n, f"CH-{n:06}", known, entry, answers, exit=left)


def workbook(found: list[Record], target: Path) -> None:
    """What the program does: count, then write."""
    write(FACTS, figures(ESF, found), found, target, Progress())


def cells(found: list[Record]) -> list[tuple[str, list[list[object]]]]:
    """The values of the long lists, ready made."""
    counted = figures(ESF, found)
    lists = participant_list(counted, found), open_list(counted)
    return [(one.title, [[c.title for c in one.columns], *map(list, one.rows)]) for one in lists]


def plain(lists: list[tuple[str, list[list[object]]]], target: Path) -> None:
    """The same cells with openpyxl's own way for long lists."""
    book = openpyxl.Workbook(write_only=True)
    for title, rows in lists:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(target)


def _peak_elsewhere(count: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.bench_workbook", "--memory", str(count)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _peak(count: int) -> float:
    """The most memory this process ever had, in MB, after counting and writing once."""
    with tempfile.TemporaryDirectory() as folder:
        workbook(list(participants(count)), Path(folder) / "a.xlsx")
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset / 1e6
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


if __name__ == "__main__":
    size = int(sys.argv[-1]) if sys.argv[-1].isdigit() else COUNT
    if "--memory" in sys.argv:
        print(_peak(size))
    else:
        print(*measure(size), sep="\n")
