"""The reports about ties and acquisition: three tabs, a period that may be typed, numbers in words, files."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt

from app.services import sample
from app.ui import dialogs, theme
from app.ui.pages.file_export import PdfDialog
from app.ui.pages.report import ReportsModule
from tests.shots.scenes import settle


@pytest.fixture
def module(context, clock, qtbot):
    made = sample.create(context.db, 60, today=date(2026, 11, 12))
    context.project_id = made.project_id
    module = ReportsModule(context)
    qtbot.addWidget(module)
    module.resize(1150, 650)
    module.show()
    settle()
    return module


def cells(table) -> list[list[str]]:
    return [[item.text for item in line.items] for line in table.rows.lines]


def type_day(page, name: str, text: str) -> None:
    page.period.fields[name].setText(text)
    page.period.fields[name].editingFinished.emit()


def test_the_buttons_of_each_report_stand_beside_the_title(module):
    for number in range(3):
        page = module.go_to(number)
        assert page.top.isVisible() and page.top.mapTo(module, page.top.rect().topLeft()).y() < module.tabs.y()


def test_ties_are_told_before_and_after_in_words(module):
    page = module.go_to(1)
    bridges = next(row for row in cells(page.before) if row[0] == "Brücken")
    before, after = int(bridges[2]), int(bridges[3])
    assert bridges[4] == f"{after - before} mehr" and after > before
    bars = page.before.rows.index(2, 1)
    assert bars.data(Qt.ItemDataRole.AccessibleTextRole) == f"{before} beim Eintritt, {after} nachher"


def test_small_groups_say_why_they_are_not_shown(module):
    page = module.go_to(1)
    type_day(page, "first", "01.11.2026")
    assert cells(page.before)[1] == ["Nicht gezeigt: Aus weniger als 5 Personen ließe sich erkennen, wer gemeint ist."]
    assert "unter 5" in cells(page.before)[0][0] and not page.chart.isVisible()
    assert page.before.columnSpan(1, 0) == 5


def test_the_picture_over_time_says_what_the_table_says(module):
    page = module.go_to(1)
    newest = cells(page.quarters)[0]
    assert newest[0] == "4/2026" and f"auf {newest[3]}" in page.chart.accessibleName()
    page.chart.grab()


def test_acquisition_is_told_by_channel_and_month_with_shares(module):
    page = module.go_to(2)
    page.kinds.choose("mentor")
    *channels, total = cells(page.channels)
    assert channels and total[0] == "Summe" and total[2].endswith(f" von {total[1]}")
    assert sum(int(row[1]) for row in channels) == int(total[1]) == sum(int(row[1]) for row in cells(page.months))
    assert page.told.text().startswith(f"Im Zeitraum: {total[1]} Erstkontakte")
    page.kinds.choose("organisation")
    assert cells(page.channels)[-1] != total


def test_a_period_narrows_what_is_counted(module):
    page = module.go_to(2)
    before = cells(page.channels)[-1][1]
    type_day(page, "first", "1.9.2026")
    assert int(cells(page.channels)[-1][1]) < int(before)
    type_day(page, "first", "")
    assert cells(page.channels)[-1][1] == before


@pytest.mark.parametrize(("name", "typed", "told"), [
    ("first", "31.02.2026", "Den 31.02.2026 gibt es nicht."),
    ("last", "01.01.2020", "Das Ende liegt vor dem Beginn."),
])  # fmt: skip
def test_a_period_that_makes_no_sense_is_told_and_changes_nothing(module, name, typed, told):
    page = module.go_to(2)
    type_day(page, "first", "01.01.2026")
    before = cells(page.channels)
    type_day(page, name, typed)
    assert page.period.problem.text() == told and cells(page.channels) == before
    type_day(page, name, "")
    assert page.period.problem.text() == ""


@pytest.mark.parametrize(("number", "title"), [(1, "Soziale Beziehungen"), (2, "Akquise")])
def test_both_go_out_as_excel_and_pdf(module, context, tmp_path, monkeypatch, qtbot, number, title):
    shown = []
    monkeypatch.setattr(PdfDialog, "exec", lambda dialog: shown.append(dialog))  # noqa: PLW0108 - has to be a function
    page = module.go_to(number)
    dialogs.answer(tmp_path / "bericht.xlsx")
    page.excel_button.click()
    (first, *_rest) = openpyxl.load_workbook(tmp_path / "bericht.xlsx").worksheets
    assert first["A1"].value.startswith(title) and context.told[-1] == ("Gespeichert: bericht.xlsx", False)
    page.pdf_button.click()
    (dialog,) = shown
    qtbot.addWidget(dialog)
    assert dialog.preview.page_count >= 1 and title in dialog.windowTitle()


def test_at_200_percent_nothing_is_squeezed(module, qapp):
    theme.apply(qapp, "dark", 2.0)
    module.resize(1318, 500)
    for number, name in ((1, "before"), (2, "channels")):
        page = module.go_to(number)
        settle()
        table = getattr(page, name)
        header = table.horizontalHeader()
        assert all(header.sectionSize(n) >= theme.px(column.width) for n, column in enumerate(table.rows.columns))
        assert page.inside.width() <= page.area.viewport().width() and table.grab().width() > 0


def test_without_a_project_the_reports_say_so(context, qtbot):
    module = ReportsModule(context)
    qtbot.addWidget(module)
    module.show()
    for number in (1, 2):
        page = module.go_to(number)
        settle()
        assert page.nothing.isVisible() and not page.excel_button.isVisible()
        page.commands["excel"]()
