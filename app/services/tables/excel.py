"""Tables in Excel workbooks, read by a fast library after everything dangerous has been ruled out."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from app.core.progress import Progress
from app.core.text import _
from app.services.tables.compound import MAGIC, Broken, Compound, contents
from app.services.tables.package import MACROS, broken, check_package, locked, too_big
from app.services.tables.table import MOST_CELLS, MOST_COLUMNS, Cell, Row, Sheet, Unreadable

BATCH = 2_000


def read_workbook(data: bytes, name: str, progress: Progress, wanted: str = "") -> Sheet:
    """The cells of one sheet, with the results of formulas; WANTED is its name, else the first with content."""
    notes = _check_compound(data, name) if data.startswith(MAGIC) else check_package(data, name, progress)
    progress.check()
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            names = _names(workbook)
            if wanted and wanted not in names:
                raise Unreadable(
                    _("Das Blatt „{sheet}“ gibt es in „{name}“ nicht. Vorhanden sind: {names}.").format(
                        sheet=wanted, name=name, names=", ".join(names)
                    )
                )
            found = Sheet([], names=names)
            for one in [wanted] if wanted else names:
                found = _read(workbook.get_sheet_by_name(one), name, progress)
                if found.rows:
                    break
            found.names = names
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise broken(name) from error
    except BaseException as error:
        # The library is written in Rust; when that gives up, it says so with an exception of no ordinary kind.
        if type(error).__name__ == "PanicException":
            raise broken(name) from None
        raise
    found.notes = notes
    return found


def _names(workbook: CalamineWorkbook) -> tuple[str, ...]:
    """The sheets with cells, those that are hidden last."""
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return tuple(sheet.name for sheet in sorted(sheets, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible))


def _read(sheet: CalamineSheet, name: str, progress: Progress) -> Sheet:
    if sheet.start is None or sheet.end is None:
        return Sheet([], name=sheet.name)
    (top, left), width = sheet.start, sheet.width
    if width > MOST_COLUMNS:
        raise too_big(name)
    progress.done, progress.total = 0, sheet.height
    rows: list[Row] = []
    found = islice(sheet.iter_rows(), top, None)  # the library begins in row 1, but in the first column with anything
    while batch := list(islice(found, BATCH)):
        progress.check()
        progress.done += len(batch)
        rows += [tuple([v if v.__class__ is str and v else _cell(v) for v in values]) for values in batch]
    return Sheet(rows, top + 1, left, tuple(sheet.merged_cell_ranges or ()), sheet.name)


def _cell(value: Any) -> Cell:
    """What is shown otherwise than the library gives it: nothing, whole numbers, and times beyond a day."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        text = f"{minutes // 60}:{minutes % 60:02}"
        return f"{text}:{seconds:02}" if seconds else text
    found: Cell = value
    return found


def _check_compound(data: bytes, name: str) -> tuple[str, ...]:
    """Refuse an old workbook that is none, broken, locked or too big; what is left out otherwise."""
    try:
        compound = Compound(data)
        if compound.has("EncryptedPackage") or compound.has("EncryptionInfo"):
            raise locked(name)
        stream = next((one for one in ("Workbook", "Book") if compound.has(one)), None)
        if stream is None:
            raise Unreadable(
                _("„{name}“ ist keine Excel-Tabelle. Bitte wählen Sie eine Excel- oder CSV-Datei.").format(name=name)
            )
        found = contents(compound.stream(stream))
    except Broken as error:
        raise broken(name) from error
    if found.locked:
        raise locked(name)
    if found.rows * found.columns > MOST_CELLS or found.columns > 256:
        raise too_big(name)
    return (_(MACROS),) if compound.has("_VBA_PROJECT_CUR") or compound.has("_VBA_PROJECT") else ()
