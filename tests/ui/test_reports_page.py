"""The report page: every number opens its people, and the workbook says the same."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models import History
from app.services import sample
from app.ui import dialogs
from app.ui.pages.reports import ReportsPage
from app.ui.widgets.table import PADDING


@pytest.fixture
def page(context, clock, qtbot: QtBot):
    made = sample.create(context.db, 60, today=date(2026, 11, 12))
    context.project_id = made.project_id
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.resize(1150, 650)
    page.show()
    return page


def row(page: ReportsPage, code: str) -> int:
    return next(n for n, line in enumerate(page.table.rows.lines) if line.items[0].text == code)


def choose(page: ReportsPage, code: str, column: int) -> None:
    page.table.setCurrentIndex(page.table.rows.index(row(page, code), column))


def test_a_number_opens_exactly_its_people(page):
    for code, column in (("EECO01", 2), ("EECO02", 3), ("EECO13", 6)):
        choose(page, code, column)
        number = int(page.table.rows.lines[row(page, code)].items[column].text)
        assert len(page.panel.table.rows.lines) == number


def test_the_panel_says_whom_it_shows_and_by_which_rule(page):
    choose(page, "EECO03", 2)
    number = page.table.rows.lines[row(page, "EECO03")].items[2].text
    assert page.panel.title.text().startswith(f"EECO03, weiblich: {number} Person")
    assert page.panel.rule.text()


def test_the_control_sum_of_the_states_of_work_holds_on_the_screen(page):
    total = {
        code: int(page.table.rows.lines[row(page, code)].items[6].text)
        for code in ("EECO01", "EECO02", "EECO04", "EECO05")
    }
    assert total["EECO01"] == total["EECO02"] + total["EECO04"] + total["EECO05"]


def test_an_earlier_day_counts_fewer_people(page):
    before = int(page.table.rows.lines[row(page, "EECO01")].items[6].text)
    page.day.setText("31.12.2025")
    page.day.editingFinished.emit()
    assert int(page.table.rows.lines[row(page, "EECO01")].items[6].text) < before


def test_a_day_that_does_not_exist_is_told_at_the_field_and_changes_nothing(page):
    before = page.until
    page.day.setText("31.02.2026")
    page.day.editingFinished.emit()
    assert page.problem.text() == "Den 31.02.2026 gibt es nicht."
    assert (page.day.text(), page.until) == ("31.02.2026", before)


def test_the_workbook_is_written_where_the_person_says(page, context, tmp_path):
    target = tmp_path / "Indikatoren.xlsx"
    dialogs.answer(target)
    page.create_workbook()
    shown = page.table.rows.lines[row(page, "EECO01")].items[6].text
    cells = {str(cell.value) for line in openpyxl.load_workbook(target).worksheets[0].iter_rows() for cell in line}
    assert shown in cells
    assert context.told[-1] == ("Excel erstellt: Indikatoren.xlsx", False)


def test_without_a_project_the_page_says_so(context, qtbot: QtBot):
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.nothing.isVisible() and not page.create_button.isVisible()


def looks(context):
    with context.db.read() as session:
        return [entry for entry in session.query(History) if "ansehen" in entry.label]


def test_names_that_would_tell_protected_answers_are_shown_only_to_who_asks(page, context):
    choose(page, "EECO15", 6)
    number = int(page.table.rows.lines[row(page, "EECO15")].items[6].text)
    assert number and not page.panel.table.rows.lines and not page.panel.table.isVisible()
    assert page.panel.curtain.isVisible() and not looks(context)
    page.panel.curtain.button.click()
    assert len(page.panel.table.rows.lines) == number and not page.panel.curtain.isVisible()
    (entry,) = looks(context)
    shown = {line.key for line in page.panel.table.rows.lines}
    assert shown <= {change["id"] for change in entry.changes} and context.past == []
    choose(page, "EECO01", 6)
    assert page.panel.table.rows.lines and not page.panel.curtain.isVisible()
    choose(page, "EECO15", 6)
    assert page.panel.curtain.isVisible() and not page.panel.table.rows.lines


@pytest.mark.parametrize("width", [1150, 976])
def test_code_and_name_of_a_number_can_be_read(page, width):
    page.resize(width, 560)
    QApplication.processEvents()
    QApplication.processEvents()
    table = page.table
    for line in (line for line in table.rows.lines if not line.heading):
        font = QFont(table.font())
        font.setBold(True)
        assert QFontMetrics(font).horizontalAdvance(line.items[0].text) <= table.columnWidth(0) - 2 * PADDING
    assert table.columnWidth(1) >= 200
    assert table.horizontalScrollBar().maximum() == 0


def test_on_a_small_screen_the_people_stand_below_the_numbers(page):
    page.resize(976, 560)
    QApplication.processEvents()
    choose(page, "EECO01", 2)
    QApplication.processEvents()
    top = page.panel.mapTo(page, page.panel.rect().topLeft()).y()
    assert top > page.table.mapTo(page, page.table.rect().bottomLeft()).y()
    assert page.panel.table.mapTo(page, page.panel.table.rect().bottomLeft()).y() < page.height()
