"""The sheet on which Excel counts once more: every figure as a formula over the list of participants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import product

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from app.core.text import N_, _
from app.reports.excel_cells import ACCENT, FONT, HEAD, MUTED, NUMBER, PLAIN, Formula, page, put
from app.reports.excel_lists import Listing
from app.reports.workbook_cover import COVER, ROW, Places
from app.reports.workbook_lists import COMPLETE_COLUMN, FIRST, YES
from app.services.figures import Figures
from app.services.programme import GIVEN, SPECIAL_LABELS, Condition, ControlSum, Filter, Indicator, Programme, Question

RECOUNT = N_("Nachrechnung")
FITS, DIFFERS, INTERNAL = N_("stimmt"), N_("weicht ab"), N_("nur intern")
CELL = PLAIN.but(border=True, indent=1)
TOP = 5
"""Row of the table's head."""
LONGEST = 8_000
"""Excel refuses formulas above 8,192 characters."""


def add_recount(sheet: Worksheet, figures: Figures, people: Listing, places: Places) -> None:
    """Fill SHEET: formulas per indicator and gender, the comparison with the cover, control sums."""
    sheet.title = _(RECOUNT)
    sheet.sheet_view.showGridLines = False
    counting = _Counting(figures.programme, people)
    counted = [one for one in figures.programme.indicators if not one.source]
    for name, cells in counting.names.items():
        assert sheet.parent is not None
        sheet.parent.defined_names[name] = DefinedName(name, attr_text=cells)
    rows = {one.code: TOP + 1 + n for n, one in enumerate(counted)}
    _head(sheet, figures.programme)
    for indicator in counted:
        _indicator(sheet, rows, indicator, counting, places)
    last = TOP + len(rows)
    end = _controls(sheet, last + 2, figures, rows, counting)
    _verdict(sheet, figures, last, end)
    page(sheet, landscape=True, title_rows=f"{TOP}:{TOP}")


class _Counting:
    """Builds the formulas: which cells a name means, and how many rows fulfil conditions."""

    def __init__(self, programme: Programme, people: Listing) -> None:
        self.programme = programme
        self.complete = _name(_(COMPLETE_COLUMN))
        self.of_key = {one.key: _name(one.column) for one in programme.columns}
        # The list has number and days before the programme's columns, and completeness behind them.
        self.names = {self.of_key[one.key]: people.range(n) for n, one in enumerate(programme.columns, FIRST)}
        self.names[self.complete] = people.range(len(people.columns))

    def formula(self, indicator: Indicator, gender: str | None) -> Formula:
        """How many complete records count for INDICATOR, of one GENDER or of all."""
        base = (Condition("gender", codes=(gender,)),) if gender else ()
        filters = [filter_ for filter_ in (indicator.among, indicator.where) if filter_]
        if all(len(filter_) == 1 for filter_ in filters):
            formula = self._countifs(base + tuple(condition for filter_ in filters for condition in filter_[0]))
            if len(formula) < LONGEST:
                return formula
        return self._sumproduct(base, filters)

    def complete_records(self) -> Formula:
        """How many records are complete."""
        return self._countifs(())

    def _countifs(self, conditions: tuple[Condition, ...]) -> Formula:
        # Several answers in one condition exclude each other, so their numbers may be added.
        choices = [[(self.of_key[c.key], one) for one in self._criteria(c)] for c in conditions]
        terms = []
        for combination in product(*choices):
            parts = [f'{self.complete},"{_(YES)}"', *(f"{name},{one}" for name, one in combination)]
            terms.append(f"COUNTIFS({','.join(parts)})")
        return Formula("+".join(terms))

    def _criteria(self, condition: Condition) -> list[str]:
        if condition.codes:
            return [f'"{text}"' for text in self._texts(condition)]
        bounds = [f'">={condition.low}"'] if condition.low is not None else []
        bounds += [f'"<={condition.high}"'] if condition.high is not None else []
        return [f",{self.of_key[condition.key]},".join(bounds)]

    def _texts(self, condition: Condition) -> list[str]:
        column = self.programme.columns[self.programme.position[condition.key]]
        assert isinstance(column, Question)
        short = {GIVEN: SPECIAL_LABELS[GIVEN]} | {option.code: option.short for option in column.options}
        return [short[code] for code in condition.codes]

    def _sumproduct(self, base: tuple[Condition, ...], filters: Sequence[Filter]) -> Formula:
        any_of = ["+".join(self._product(group) for group in filter_) for filter_ in filters]
        parts = [f'({self.complete}="{_(YES)}")', *(self._test(c) for c in base), *(f"(({one})>0)" for one in any_of)]
        return Formula(f"SUMPRODUCT({'*'.join(parts)})")

    def _product(self, group: tuple[Condition, ...]) -> str:
        return "*".join(self._test(c) for c in group)

    def _test(self, condition: Condition) -> str:
        name = self.of_key[condition.key]
        if condition.codes:
            return "(" + "+".join(f'({name}="{text}")' for text in self._texts(condition)) + ")"
        bounds = [f"ISNUMBER({name})"]  # an empty cell would count as 0
        bounds += [f"({name}>={condition.low})"] if condition.low is not None else []
        bounds += [f"({name}<={condition.high})"] if condition.high is not None else []
        return "(" + "*".join(bounds) + ")"


def _name(title: str) -> str:
    """The name of a column's cells in formulas."""
    return "TN_" + re.sub(r"\W+", "_", title).strip("_")


def _head(sheet: Worksheet, programme: Programme) -> None:
    put(sheet, 1, 1, _("Nachrechnung der Indikatoren"), PLAIN.but(bold=True, size=14, color=ACCENT))
    put(
        sheet,
        2,
        1,
        _(
            "Jede Zahl auf diesem Blatt ist eine Formel über das Blatt „Teilnehmende“. "
            "Die Prüfung vergleicht sie mit den Zahlen der Übersicht."
        ),
        PLAIN.but(color=MUTED),
    )
    titles = [_("Code"), _("Indikator"), *(option.label for option in programme.genders)]
    titles += [_("Gesamt"), _("Prüfung"), _("So gezählt")]
    widths = [11, 43, *[10.5] * (len(programme.genders) + 1), 12, 80]
    for n, (title, width) in enumerate(zip(titles, widths, strict=True), 1):
        right = 2 < n < len(titles) - 1
        put(sheet, TOP, n, title, HEAD.but(indent=1, align="right" if right else "left"))
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.row_dimensions[TOP].height = 30
    sheet.freeze_panes = f"C{TOP + 1}"


def _indicator(
    sheet: Worksheet, rows: Mapping[str, int], indicator: Indicator, counting: _Counting, places: Places
) -> None:
    row = rows[indicator.code]
    style = CELL.but(bold=bool(indicator.sum_of))
    put(sheet, row, 1, "" if indicator.internal else indicator.code, style)
    put(sheet, row, 2, indicator.label, style.but(indent=3 if indicator.part_of else 1))
    genders = [option.code for option in counting.programme.genders]
    for n, gender in enumerate([*genders, None]):
        letter = get_column_letter(3 + n)
        formula = Formula("+".join(f"{letter}{rows[code]}" for code in indicator.sum_of))
        formula = formula or counting.formula(indicator, gender)
        put(sheet, row, 3 + n, formula, style.but(align="right", format=NUMBER, bold=gender is None or style.bold))
    column = 3 + len(genders)
    put(sheet, row, column + 1, _check(row, indicator.code, column, places), style)
    put(sheet, row, column + 2, indicator.rule, CELL.but(color=MUTED))
    sheet.row_dimensions[row].height = ROW
    _mark_differences(sheet, row, column)


def _check(row: int, code: str, last: int, places: Places) -> Formula | str:
    """Whether all figures of a row agree with the cover."""
    if not (there := places.rows.get(code)):
        return _(INTERNAL)
    cover = quote_sheetname(_(COVER))
    shift = places.first_column - 3
    columns = [(get_column_letter(n), get_column_letter(n + shift)) for n in range(3, last + 1)]
    pairs = [f"{here}{row}={cover}!{reported}{there}" for here, reported in columns]
    return Formula(f'IF(AND({",".join(pairs)}),"{_(FITS)}","{_(DIFFERS)}")')


def _mark_differences(sheet: Worksheet, row: int, last: int) -> None:
    """A row that does not fit is bold and red; the word in the column says it, too."""
    check = get_column_letter(last + 1)
    red = Font(name=FONT, bold=True, color="A1171B")
    rule = FormulaRule([f'${check}{row}="{_(DIFFERS)}"'], font=red)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(f"A{row}:{check}{row}", rule)


def _controls(sheet: Worksheet, row: int, figures: Figures, rows: Mapping[str, int], counting: _Counting) -> int:
    genders = len(figures.programme.genders)
    total = get_column_letter(3 + genders)
    put(sheet, row, 1, _("Kontrollsummen"), PLAIN.but(bold=True))
    number = CELL.but(align="right", format=NUMBER)

    def cell(code: str) -> str:
        return counting.complete_records() if code == "complete" else f"{total}{rows[code]}"

    def left(control: ControlSum) -> str:
        if control.genders_of:
            line = rows[control.genders_of]
            return f"SUM(C{line}:{get_column_letter(2 + genders)}{line})"
        return "+".join(map(cell, control.parts))

    for result in figures.controls:
        row += 1
        control = result.control
        sheet.row_dimensions[row].height = ROW
        sign = "<=" if control.relation == "at_most" else "="
        put(sheet, row, 1, control.label, CELL)
        put(sheet, row, 2, None, CELL)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        put(sheet, row, 3, Formula(left(control)), number)
        put(sheet, row, 4, "≤" if control.relation == "at_most" else "=", CELL.but(align="center", indent=0))
        put(sheet, row, 5, Formula(cell(control.whole)), number)
        put(sheet, row, 6, Formula(f'IF(C{row}{sign}E{row},"{_(FITS)}","{_(DIFFERS)}")'), CELL)
    return row


def _verdict(sheet: Worksheet, figures: Figures, last: int, end: int) -> None:
    """One sentence on top that says whether everything agrees."""
    column = get_column_letter(4 + len(figures.programme.genders))
    reported = [one for one in figures.programme.indicators if not one.internal and not one.source]
    wanted = len(reported) + len(figures.controls)
    found = f'COUNTIF({column}{TOP + 1}:{column}{last},"{_(FITS)}")+COUNTIF(F{last + 2}:F{end},"{_(FITS)}")'
    agree = _("Ergebnis: Alle Zahlen und Kontrollsummen stimmen.")
    differ = _("Ergebnis: Mindestens eine Zahl weicht ab; siehe die Spalte „Prüfung“ und die Kontrollsummen.")
    put(sheet, 3, 1, Formula(f'IF({found}={wanted},"{agree}","{differ}")'), PLAIN.but(bold=True))
    put(
        sheet,
        4,
        1,
        _("Excel rechnet erst, wenn Sie nach dem Öffnen „Bearbeitung aktivieren“ anklicken."),
        PLAIN.but(color=MUTED, size=9),
    )
