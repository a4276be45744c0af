"""The first sheet of the funding workbook: header, completeness, indicators by gender, control sums, who pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from app.core.text import N_, _, grouped, period, plural, show
from app.reports.emblem import emblem_png
from app.reports.excel_cells import ACCENT, BAND, FONT, HEAD, MUTED, NUMBER, PERCENT, PLAIN, clean, page, put
from app.reports.workbook_lists import GAPS
from app.services.figures import Figures
from app.services.programme import Indicator

COVER = N_("Übersicht")
UNRECORDED = N_("nicht erfasst")
"""Stands where nothing records what is to be counted; 0 would be a figure."""
WIDTHS = (12.5, 38, 11, 10, 8.5, 9.5, 12.5, 7, 10.5)
NARROW = (12.5, 46, 14, 21, 21)
"""Widths where nothing is broken down by gender."""
ROW = 19
CELL = PLAIN.but(border=True, indent=1)
LABEL = PLAIN.but(color=MUTED, vertical="top")
VALUE = PLAIN.but(bold=True, wrap=True, vertical="top")
WARNING, WARNING_LINE, FINE, FINE_LINE = "FFF4DA", "A87100", "E6F3EA", "3A8A55"
EMBLEM_HEIGHT = 38
EMBLEM_TEXT = N_("Emblem der Europäischen Union")


@dataclass(frozen=True)
class WorkbookFacts:
    """What stands in the header of the report."""

    project: str
    reference: str = ""
    carrier: str = ""
    parts: Sequence[str] = ()
    first: date | None = None
    last: date | None = None
    as_of: datetime | None = None
    report: str = ""
    author: str = ""
    targets: Mapping[str, int] = field(default_factory=dict)
    remarks: Sequence[str] = ()
    """Further sentences for the note on completeness."""


@dataclass(frozen=True)
class Places:
    """Where on the sheet the figures stand, for the formulas that check them."""

    rows: Mapping[str, int]
    """Row per indicator code."""
    first_column: int
    """Column of the first gender; the total follows the last one."""


def add_cover(sheet: Worksheet, facts: WorkbookFacts, figures: Figures) -> Places:
    """Fill SHEET, top to bottom."""
    sheet.title = _(COVER)
    sheet.sheet_view.showGridLines = False
    genders = len(figures.programme.genders)
    widths = (*WIDTHS[:2], *(WIDTHS[2:6] if genders == 4 else [9.5] * genders), *WIDTHS[6:]) if genders else NARROW
    for n, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + n)].width = width
    row = _completeness(sheet, _header(sheet, facts, figures, len(widths)), facts, figures, len(widths))
    places, end = _table(sheet, row, facts, figures)
    end = max(_controls(sheet, end + 1, figures), _rules(sheet, end + 1, figures, len(widths)))
    _publicity(sheet, end + 2, figures)
    page(sheet, landscape=False, title_rows=f"{row}:{row}")
    sheet.print_area = f"A1:{chr(ord('A') + len(widths) - 1)}{end + 3}"
    return places


def _header(sheet: Worksheet, facts: WorkbookFacts, figures: Figures, width: int) -> int:
    put(sheet, 1, 1, figures.programme.report_title, PLAIN.but(bold=True, size=20, color=ACCENT))
    under = _("Soll und Ist") if figures.programme.asks_nobody else _("Teilnehmende nach Geschlecht, Soll und Ist")
    put(sheet, 2, 1, under, PLAIN.but(size=12, vertical="top"))
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 26
    for column in range(1, width + 1):
        sheet.cell(2, column).border = Border(bottom=Side("medium", color=ACCENT))
    sheet.row_dimensions[3].height = 6
    span = period(facts.first, facts.last, paper=True)
    left = [
        (_("Vorhaben"), facts.project),
        (_("Aktenzeichen"), facts.reference),
        (_("Träger"), facts.carrier),
        (_("Teilprojekte"), ", ".join(facts.parts)),
    ]
    right = [
        (_("Zeitraum"), _("{span}, kumuliert").format(span=span) if span else ""),
        (_("Stand"), _("{moment} Uhr").format(moment=show(facts.as_of)) if facts.as_of else ""),
        (_("Bericht"), facts.report),
        (_("Erstellt von"), facts.author),
    ]
    for n in range(4):
        row = 4 + n
        for (label, value), at, beside in ((left[n], 1, 2), (right[n], 3, 4)):
            put(sheet, row, at, label, LABEL)
            put(sheet, row, beside, value or "–", VALUE)
        sheet.merge_cells(start_row=row, end_row=row, start_column=4, end_column=width)
        sheet.row_dimensions[row].height = 3 + 13 * max(_lines(left[n][1], 42), _lines(right[n][1], 50))
    sheet.row_dimensions[8].height = 6
    return 9


def _completeness(sheet: Worksheet, row: int, facts: WorkbookFacts, figures: Figures, width: int) -> int:
    """The note on what is counted; yellow while something is missing."""
    nobody = figures.programme.asks_nobody
    sentences = [nobody] if nobody else _counted(figures)
    text = clean(" ".join(["", *sentences, *facts.remarks]), sheet.title)
    fill, line = (WARNING, WARNING_LINE) if figures.open else (FINE, FINE_LINE)
    style = PLAIN.but(fill=fill, wrap=True, indent=1)
    for column in range(1, width + 1):
        put(sheet, row, column, None, style)
    bold = InlineFont(rFont=FONT, sz=10, b=True)
    lead = _("Zählung:") if nobody else _("Vollständigkeit:")
    sheet.cell(row, 1).value = CellRichText(TextBlock(bold, lead), TextBlock(InlineFont(rFont=FONT, sz=10), text))
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    thin = Side("thin", color=line)
    for column in range(1, width + 1):
        edge = Side("thick", color=line) if column == 1 else None
        sheet.cell(row, column).border = Border(edge, thin if column == width else None, thin, thin)
    sheet.row_dimensions[row].height = 13 * _lines(text, 110) + 14
    sheet.row_dimensions[row + 1].height = 8
    return row + 2


def _counted(figures: Figures) -> list[str]:
    """Who is counted, who is not, and what that means for the figures."""
    sentences = [
        _("{n} von {all} Personen haben alle Pflichtangaben und sind gezählt.").format(
            n=grouped(figures.complete), all=grouped(figures.listed)
        )
    ]
    if figures.open:
        one, many = _("1 Person ist nicht enthalten"), _("{n} Personen sind nicht enthalten")
        sentences.append(plural(len(figures.open), one, many) + _(" (Blatt „{sheet}“).").format(sheet=_(GAPS)))
    if figures.repeated:
        sentences.append(
            _("Weitere Teilnahmen derselben Personen ({n}) zählen nicht noch einmal.").format(n=len(figures.repeated))
        )
    if late := len(figures.unfinished):
        one = _("Bei 1 Person sind Angaben zum Austritt offen; die Ergebnisse sind vorläufig.")
        many = _("Bei {n} Personen sind Angaben zum Austritt offen; die Ergebnisse sind vorläufig.")
        sentences.append(plural(late, one, many))
    return sentences


def _table(sheet: Worksheet, row: int, facts: WorkbookFacts, figures: Figures) -> tuple[Places, int]:
    programme = figures.programme
    titles = [_("Code"), _("Indikator"), *(option.label for option in programme.genders)]
    titles += [_("Gesamt"), _("Soll"), _("Erfüllung")]
    for n, title in enumerate(titles, 1):
        put(sheet, row, n, title, HEAD.but(indent=1, align="left" if n < 3 else "right"))
    sheet.row_dimensions[row].height = 32
    rows = {}
    for section in programme.sections:
        row += 1
        for column in range(1, len(titles) + 1):
            put(sheet, row, column, section.title if column == 1 else None, CELL.but(bold=True, fill=BAND))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(titles))
        sheet.row_dimensions[row].height = ROW
        for indicator in programme.indicators:
            if indicator.section == section.key and not indicator.internal:
                row += 1
                rows[indicator.code] = row
                _indicator(sheet, row, indicator, facts.targets.get(indicator.code), figures)
    return Places(rows, 3), row


def _indicator(sheet: Worksheet, row: int, indicator: Indicator, target: int | None, figures: Figures) -> None:
    style = CELL.but(bold=bool(indicator.sum_of))
    right = style.but(align="right", format=NUMBER)
    put(sheet, row, 1, indicator.code, style)
    put(sheet, row, 2, indicator.label, style.but(indent=3 if indicator.part_of else 1))
    column = 3
    none = right.but(color=MUTED)
    for gender in figures.programme.genders:
        number = figures.number(indicator.code, gender.code)
        put(sheet, row, column, "–" if number is None else number, none if number is None else right)
        column += 1
    total = figures.number(indicator.code)
    if total is None:
        put(sheet, row, column, _(UNRECORDED), none)
    else:
        put(sheet, row, column, total, right.but(bold=True))
    share = total / target if target and total is not None else "–"
    put(sheet, row, column + 1, target or "–", right if target else none)
    put(sheet, row, column + 2, share, none if share == "–" else right.but(format=PERCENT))
    sheet.row_dimensions[row].height = ROW


def _controls(sheet: Worksheet, row: int, figures: Figures) -> int:
    if figures.controls:
        put(sheet, row, 1, _("Kontrollsummen"), PLAIN.but(bold=True, vertical="bottom"))
    sheet.row_dimensions[row].height = 30
    for result in figures.controls:
        row += 1
        sign = "≤" if result.control.relation == "at_most" else "="
        texts = [
            result.control.label,
            None,
            f"{grouped(result.left)} {sign if result.holds else '≠'} {grouped(result.right)}",
            None,
            _("stimmt") if result.holds else _("weicht ab"),
        ]
        for n, text in enumerate(texts, 1):
            put(sheet, row, n, text, CELL.but(align="right" if n == 3 else "left", bold=not result.holds))
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)
        sheet.row_dimensions[row].height = ROW
    return row


def _rules(sheet: Worksheet, row: int, figures: Figures, width: int) -> int:
    """The rules of counting, right of the control sums; where there are none, under the table."""
    at = 6 if figures.controls else 1
    put(sheet, row, at, _("Zählregeln"), PLAIN.but(bold=True, vertical="bottom", indent=2))
    text = "\n".join(figures.programme.counting)
    put(sheet, row + 1, at, text, PLAIN.but(size=9, color=MUTED, wrap=True, vertical="top", indent=2))
    lines = sum(_lines(line, 50 if figures.controls else 110) for line in figures.programme.counting)
    last = row + max(len(figures.controls), lines)
    sheet.merge_cells(start_row=row + 1, end_row=last, start_column=at, end_column=width)
    return last


def _publicity(sheet: Worksheet, row: int, figures: Figures) -> None:
    """Emblem and sentence as the programme wants them."""
    sheet.row_dimensions[row].height = EMBLEM_HEIGHT * 0.75 + 4
    terms = figures.programme.terms
    if terms.emblem == "eu":
        picture = Image(BytesIO(emblem_png(EMBLEM_HEIGHT * 4)))
        picture.height, picture.width = EMBLEM_HEIGHT, EMBLEM_HEIGHT * 3 // 2
        sheet.add_image(picture, f"A{row}")
        put(sheet, row, 2, terms.sentence, PLAIN.but(size=12, color="003399"))
    elif terms.sentence:
        put(sheet, row, 1, terms.sentence, PLAIN.but(size=12))


def _lines(text: str, width: int) -> int:
    return max(1, -(-len(text) // width))
