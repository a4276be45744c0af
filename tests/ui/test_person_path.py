"""The path on the person's page: one picture that is walked by keys, read out as a list, and opens what it shows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models import LanguageSkill, Pair, Person
from app.services import sample
from app.services.path import Lane
from app.ui import dialogs, theme
from app.ui.pages.file_export import PdfDialog
from app.ui.pages.person.participation import ParticipationTab
from app.ui.pages.person.path import PathTab
from app.ui.pages.persons import PersonPage
from app.ui.pages.tab_group import TabGroup
from tests.factories import add, course, enrolment, participation, person, project, role, sessions


@pytest.fixture
def rim(context, clock):
    whole, rim, gudrun = project(), person(), person("Böttner", "Gudrun")
    german, other = course(whole, "Deutsch B1", kind="language"), course(whole, "Deutsch im Beruf", kind="language")
    days = dict.fromkeys(("mentee_agreed", "mentor_agreed", "active"), date(2026, 4, 2))
    answers = {"employment": "unemployed"}
    with context.db.work("anlegen") as work:
        add(work, whole, rim, gudrun, role(rim, whole, acquired=date(2026, 2, 20)), german, other)
        work.add(role(gudrun, whole, "mentor", capacity=2))
        add(work, *sessions(german, 4), *sessions(other, 6), enrolment(rim, german), enrolment(rim, other))
        add(work, participation(rim, whole, answers=answers, exit=date(2026, 8, 31)))
        work.add(Pair(number="1", mentee_id=rim.id, mentor_id=gudrun.id, project_id=whole.id, state="active", **days))
        work.add(LanguageSkill(person_id=rim.id, language="de", level="B1", day=date(2026, 9, 1), evidence="telc"))
    context.project_id = whole.id
    return rim


@pytest.fixture
def page(context, rim, qtbot):
    made = PersonPage(context)
    qtbot.addWidget(made)
    made.resize(1150, 650)
    made.show()
    made.opened_records = []
    made.opened.connect(lambda table, id: made.opened_records.append((table, id)))
    made.open_record(rim.id)
    made.detail.tabs.setCurrentWidget(history(made))
    QApplication.processEvents()
    return made


def history(page: PersonPage) -> TabGroup:
    return next(tab for tab in page.detail.all_tabs if tab.title == "Verlauf")


def way(page: PersonPage) -> PathTab:
    return next(tab for tab in history(page).all_tabs if isinstance(tab, PathTab))


def entry(page: PersonPage) -> str:
    lanes = way(page).lanes
    return lanes.entries.entries[lanes.currentIndex().row()].text


def press(page: PersonPage, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(way(page).lanes, key)


def test_every_entry_has_a_place_that_overlaps_no_other(page):
    lanes = way(page).lanes
    rects = [lanes.visualRect(lanes.entries.index(row)) for row in range(lanes.entries.rowCount())]
    assert len(rects) == len(way(page).path.stretches) == 6
    assert not any(one.intersects(other) for n, one in enumerate(rects) for other in rects[:n])
    assert all(lanes.indexAt(rect.center()).row() == row for row, rect in enumerate(rects))


def test_arrow_keys_go_along_a_lane_and_to_the_nearest_entry_of_the_next(page):
    way(page).lanes.setFocus()
    assert entry(page).startswith("Erstkontakt")
    press(page, Qt.Key.Key_Right)
    assert entry(page).startswith("Connecting Humans")
    press(page, Qt.Key.Key_Down)
    assert entry(page).startswith("Tandem mit Gudrun")
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert entry(page).startswith("Deutsch im Beruf")
    press(page, Qt.Key.Key_Down)
    assert entry(page).startswith("Deutsch im Beruf"), "lanes without entries are passed over"
    press(page, Qt.Key.Key_Home)
    assert entry(page).startswith("Erstkontakt")


def test_enter_opens_the_record(page):
    press(page, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert [table for table, _id in page.opened_records] == ["pair"]
    press(page, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert isinstance(page.detail.tab(), ParticipationTab)


def test_a_screen_reader_hears_a_list_with_the_lane_of_each_entry(page):
    told = QAccessible.queryAccessibleInterface(way(page).lanes)
    names = [told.child(n).text(QAccessible.Text.Name) for n in range(told.childCount())]
    assert told.role() in (QAccessible.Role.List, QAccessible.Role.Table)
    assert "Mentoring: Tandem mit Gudrun Böttner, seit 02.04.2026 · 0 Treffen" in names


def test_a_text_that_is_cut_off_is_whole_in_the_tooltip(page):
    lanes = way(page).lanes
    for row, one in enumerate(lanes.entries.entries):
        assert lanes.entries.index(row).data(Qt.ItemDataRole.ToolTipRole) == one.text


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_narrow_picture_scrolls_to_the_entry_with_the_keyboard(page, qapp, scale):
    theme.apply(qapp, "dark", scale)
    page.resize(500 * int(scale), 420)
    QApplication.processEvents()
    lanes = way(page).lanes
    press(page, Qt.Key.Key_End)
    seen = lanes.visualRect(lanes.currentIndex())
    assert lanes.viewport().rect().contains(seen)
    assert lanes.height() >= lanes.tops[-1]


def test_cards_tell_results_german_and_ties(page):
    tab = way(page)
    texts = [label.text() for label in tab.results.findChildren(type(tab.told)) if label.isVisible()]
    assert "Erwerbsstatus: arbeitslos" in texts and "noch nicht erfasst" in texts
    assert tab.german.stair.accessibleName() == "Deutsch im Verlauf: B1, 09.2026, telc"
    lines = {line.items[0].text: [item.text for item in line.items[1:]] for line in tab.ties.table.rows.lines}
    assert lines["Brücken"] == ["0", "1", "1"] and set(lines) == {"Nähe", "Brücken", "Zugänge"}
    said = tab.ties.table.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Art: Brücken, Verein, Mentorin, Kolleginnen"
    assert "Mentorin Gudrun Böttner, seit 02.04.2026" in tab.ties.fresh.text()


def test_somebody_of_whom_nothing_is_known_is_told_so(page, context):
    with context.db.work("anlegen") as work:
        nobody = work.add(person("Neu", "Anna"))
    page.open_record(nobody.id)
    tab = way(page)
    assert "Noch ist nichts erfasst" in tab.told.text() and tab.lanes.entries.rowCount() == 0
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert page.opened_records == [] and tab.ties.table.rows.lines[0].items[3].text == "0"


def test_the_picture_follows_what_is_changed(page, context, rim):
    with context.db.work("anlegen") as work:
        work.add(LanguageSkill(person_id=rim.id, language="de", level="B2", day=date(2026, 10, 1)))
    assert way(page).german.stair.accessibleName().endswith("B2, 10.2026, ohne Nachweis")


def test_the_detail_takes_the_whole_page_and_gives_it_back(page):
    assert page.panel.isVisible() and not page.detail.beside.isVisible()
    page.detail.enlarge.click()
    assert not page.panel.isVisible() and not page.head.isVisible() and page.detail.beside.isVisible()
    assert QApplication.focusWidget() is page.detail.beside
    page.detail.beside.click()
    assert page.panel.isVisible() and not page.detail.beside.isVisible()
    page.detail.enlarge.click()
    page.detail.back.click()
    assert page.panel.isVisible() and not page.detail.isVisible() and not page.whole


def test_the_page_for_the_talk_is_looked_at_and_saved(page, context, tmp_path, monkeypatch, qtbot):
    shown = []
    monkeypatch.setattr(PdfDialog, "exec", lambda dialog: shown.append(dialog))  # noqa: PLW0108 - has to be a function
    way(page).print_button.click()
    (dialog,) = shown
    qtbot.addWidget(dialog)
    dialogs.answer(tmp_path / "Weg.pdf")
    dialog.findChild(type(way(page).print_button), "savePdf").click()
    assert (tmp_path / "Weg.pdf").read_bytes().startswith(b"%PDF")
    assert context.told[-1] == ("Gespeichert: Weg.pdf", False)


def test_every_person_of_the_sample_has_a_path(context, clock, qtbot):
    sample.create(context.db, 80, today=date(2026, 11, 12))
    tab = PathTab(context)
    qtbot.addWidget(tab)
    tab.resize(700, 500)
    tab.show()
    with context.db.read() as session:
        people = session.query(Person).all()
    seen = set()
    for one in people:
        tab.show_record(one)
        tab.grab()
        seen |= {stretch.lane for stretch in tab.path.stretches}
    assert seen == set(Lane)


def test_a_new_person_is_asked_about_in_the_form_alone_whichever_tab_was_open(page, rim):
    first, *others = page.detail.all_tabs
    for open_before in (first, *others):
        page.open_record(rim.id)
        page.detail.tabs.setCurrentWidget(open_before)
        page.new()
        assert page.detail.tab() is first
        assert page.detail.record not in [tab.record for tab in others]
        page.detail.discard()
