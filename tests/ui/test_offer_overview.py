"""The overview of offers on the screen: the largest gap first, a need noted once, files for inside and outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.models import Task
from app.services.offer_overview import Scope
from app.ui import dialogs
from app.ui.pages.organisations import OrganisationsPage
from app.ui.widgets.table import Cell
from tests.ui.clubs_desk import fill_in, ids, module, one

__all__ = ["ids", "module"]


@pytest.fixture
def overview(module):
    page = module.go_to(2)
    page.scope.set_scope(Scope(date(2026, 1, 1), date(2026, 11, 12), (0, 1, 2, 3, 4), (16, 24)))
    return page


def test_the_overview_begins_with_the_largest_gap(overview, module):
    assert overview.panel.shown.title == "Königsee: für Frauen wochentags ab 16 Uhr nichts"
    assert overview.panel.place.text() == "1/3"
    assert module.note.text() == "16 von 18 Angeboten nach Filter"
    cell = overview.table.currentIndex()
    assert (cell.data(), cell.data(Cell.STATE)) == ("3 suchen", "missing")


def test_the_panel_walks_the_gaps_and_follows_the_table(overview):
    overview.panel.next.click()
    assert overview.panel.place.text() == "2/3"
    overview.panel.previous.click()
    overview.panel.previous.click()
    assert overview.panel.place.text() == "3/3"
    overview.table.choose(overview.overview.gaps[0])
    assert overview.panel.place.text() == "1/3"


def test_a_need_is_noted_once_and_told(overview, context):
    overview.panel.need_button.click()
    need = one(context, Task, kind="need")
    assert (need.text, need.helps) == ("Königsee: für Frauen, Di oder Do ab 17 Uhr, mit Kinderbetreuung", 3)
    overview.panel.need_button.click()
    assert context.told[-1] == ("Dieser Bedarf ist schon vorgemerkt.", True)


def test_weekdays_are_the_other_columns(overview):
    overview.columns.choose("days")
    heads = [column.label for column in overview.table.rows.columns]
    assert heads[:8] == ["Ort", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]


def test_a_cell_leads_to_its_offers(overview, module):
    overview.table.open(overview.table.rows.index(0, 1))
    page = module.page()
    assert module.tabs.currentIndex() == 1 and page.head.search.text() == ""
    assert page.head.filters.sentence() == (
        "Sparte: Sport · Ort: enthält „Bad Blankenburg“ · Gültig ab: bis 12.11.2026 oder ohne Angabe · "
        "Gültig bis: ab 01.01.2026 oder ohne Angabe"
    )


def test_a_gap_leads_to_all_offers_of_its_kind(overview, module):
    overview.panel.findChild(QAbstractButton, "gap:offers").click()
    page = module.page()
    assert page.head.filters.sentence().startswith("Offen für: nur Frauen · Gültig ab")
    assert page.model.ids, "somewhere there is something for women"


def test_a_gap_of_which_nothing_exists_anywhere_leads_to_no_list(overview):
    told = replace(overview.panel.shown, instead=())
    overview.panel.show_gap(1, 1, told)
    assert [one for one in overview.panel.findChildren(QAbstractButton, "gap:offers") if one.isVisible()] == []


def test_what_is_looked_at_can_be_chosen(overview):
    fill_in(overview.scope.ask_time(), start=8, end=12)
    assert overview.scope.scope.when() == "wochentags von 8 bis 12 Uhr"
    dialog = overview.scope.ask_period()
    fill_in(dialog, first=date(2027, 1, 1), last=date(2026, 1, 1))
    assert dialog.form.rows["last"].problem == "wrong"
    fill_in(dialog, last=date(2027, 6, 30))
    assert overview.scope.scope.last == date(2027, 6, 30)


def test_the_overview_is_written_for_inside_and_outside(overview, tmp_path, context):
    dialogs.answer(tmp_path / "u.xlsx", tmp_path / "u.pdf")
    overview.save_excel()
    overview.save_pdf()
    assert sorted(path.name for path in tmp_path.glob("u.*")) == ["u.pdf", "u.xlsx"]


def test_an_empty_office_says_what_belongs_here(context, clock, qtbot):
    made = OrganisationsPage(context)
    qtbot.addWidget(made)
    page = made.go_to(2)
    assert page.stack.currentIndex() == 1 and page.panel.shown is None


def test_a_narrow_screen_shows_the_gap_in_the_place_of_the_table(overview, module):
    module.resize(683, 314)
    QApplication.processEvents()
    assert overview.panel.isHidden()
    overview.table.open(overview.table.currentIndex())
    assert overview.panel.isVisible() and not overview.card.isVisible()
    overview.panel.back.click()
    assert overview.card.isVisible()
