"""Cells and pages of Excel sheets: strings stay strings, fonts are named, A4 prints well."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import UserError
from app.core.text import _

FONT = "Calibri"
MOST_CHARACTERS = 32_767
"""What an Excel cell holds, in UTF-16 units; openpyxl would cut the rest off without a word."""
DATE, PERCENT, NUMBER = "DD.MM.YYYY", "0 %", "#,##0"
ACCENT, TINT, BAND, LINE, MUTED = "0B5D73", "D8E9EE", "E9EEF0", "B8C4C9", "4A5960"
MILLIMETRE = 1 / 25.4

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ACTIVE = re.compile(r"[=+\-@\t]")


class Formula(str):
    """A formula without its equals sign; every other string stays a string."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell looks."""

    bold: bool = False
    size: float = 10
    color: str = "19242A"
    fill: str = ""
    align: str = "left"
    vertical: str = "center"
    wrap: bool = False
    indent: int = 0
    border: bool = False
    format: str = "General"

    def but(self, **changes: Any) -> Style:
        """This style with some things changed."""
        return replace(self, **changes)

    def apply(self, cell: Cell) -> None:
        """Give CELL this look."""
        cell.font = Font(name=FONT, size=self.size, bold=self.bold, color=self.color)
        cell.alignment = Alignment(self.align, self.vertical, wrap_text=self.wrap, indent=self.indent)
        cell.number_format = self.format
        if self.fill:
            cell.fill = PatternFill("solid", fgColor=self.fill)
        if self.border:
            side = Side("thin", color=LINE)
            cell.border = Border(side, side, side, side)


PLAIN = Style()
HEAD = Style(bold=True, fill=TINT, wrap=True, border=True, vertical="bottom")


def clean(text: str, place: str) -> str:
    """TEXT as a cell can hold it: characters that XML forbids are shown as �, and nothing is cut off."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    if units > MOST_CHARACTERS:
        raise UserError(
            _(
                "{place}: Der Text hat {n} Zeichen, eine Excel-Zelle fasst {most}. "
                "Bitte kürzen Sie den Eintrag und erstellen Sie die Datei neu."
            ).format(place=place, n=units, most=MOST_CHARACTERS)
        )
    # Excel keeps line breaks as a line feed only.
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def active(text: str) -> bool:
    """Whether somebody who edits the cell would turn TEXT into a formula without meaning to."""
    return bool(_ACTIVE.match(text))


def put(sheet: Worksheet, row: int, column: int, value: object, style: Style = PLAIN) -> Cell:
    """Write VALUE into a cell; only a Formula is a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    style.apply(cell)
    if isinstance(value, Formula):
        cell.value = f"={value}"
    elif isinstance(value, str):
        text = clean(value, _("Blatt „{sheet}“, Zelle {cell}").format(sheet=sheet.title, cell=cell.coordinate))
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = active(text)
    else:
        cell.value = value  # type: ignore[assignment]
        cell.number_format = style.format
    return cell


def page(sheet: Worksheet, *, landscape: bool, title_rows: str = "") -> None:
    """A4, one page wide, margins that office printers can print, file and sheet in the footer."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 15 * MILLIMETRE
    margins.bottom, margins.header, margins.footer = 18 * MILLIMETRE, 8 * MILLIMETRE, 8 * MILLIMETRE
    footer = HeaderFooterItem()
    footer.left.text, footer.right.text = "&F", _("Blatt „&A“ · Seite &P von &N")
    for part in (footer.left, footer.right):
        part.font, part.size = f"{FONT},Regular", 8
    sheet.oddFooter = footer
    if title_rows:
        sheet.print_title_rows = title_rows
