"""The start page: what is due comes to the person, most urgent first."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.models import Task
from app.services.due import Due
from app.ui import dialogs
from app.ui.pages.due_table import urgency
from app.ui.pages.file_export import PdfDialog
from app.ui.pages.start import StartPage
from app.ui.widgets.basics import column
from tests import factories as make
from tests.reports.pdf.reading import pages_of


@pytest.fixture
def office(context, clock):
    """A project with one incomplete participant and a course without attendance."""
    project = make.project(goals="EECO01: 50")
    rim = make.person()
    course = make.course(project)
    late = make.participation(rim, project, entry=date(2026, 9, 1))
    with context.db.work("anlegen") as work:
        make.add(work, project, rim, course, late, *make.sessions(course, 2), make.enrolment(rim, course))
    context.project_id = project.id
    context.rim, context.course = rim, course
    return context


@pytest.fixture
def page(office, qtbot: QtBot):
    made = StartPage(office)
    qtbot.addWidget(made)
    made.resize(1150, 650)
    made.show()
    return made


def told(page: StartPage) -> list[tuple[str, str, str]]:
    return [(line.items[0].text, line.items[1].text, line.items[4].text) for line in page.table.rows.lines]


def test_what_is_due_is_told_with_its_deadline_in_words(page):
    assert told(page) == [
        ("Anwesenheit eintragen", "Integrationsassistenz – Grundqualifizierung", "seit 85 Tagen"),
        ("Anwesenheit eintragen", "Integrationsassistenz – Grundqualifizierung", "seit 78 Tagen"),
        ("Eintrittsdaten erfassen", "Al-Haddad, Rim", "seit 44 Tagen"),
        ("Unterschrift Datenschutz", "Al-Haddad, Rim", "seit 44 Tagen"),
    ]
    assert page.summary.text() == "4 überfällig · 0 heute · 0 in den nächsten 14 Tagen"


def test_enter_opens_the_record_it_is_about(page, office, qtbot: QtBot):
    page.table.selectRow(2)
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == ["person", office.rim.id]


def test_a_chip_shows_one_kind_of_work(page):
    page.views.choose("entry")
    assert [who for _what, who, _when in told(page)] == ["Al-Haddad, Rim"]


def test_the_page_follows_what_others_do(page, office):
    with office.db.work("stornieren") as work:
        found = work.session.get_one(type(office.rim), office.rim.id)
        work.update(found, {"last_name": "Haddad"})
    assert "Haddad, Rim" in [who for _what, who, _when in told(page)]


def test_the_space_bar_ticks_off_a_task_and_nothing_else(page, office, qtbot: QtBot):
    with office.db.work("anlegen") as work:
        work.add(Task(text="Rückruf", due=date(2026, 11, 12), about_table="person", about_id=office.rim.id))
    assert ("Wiedervorlage", "Rückruf", "heute") in told(page)
    page.table.selectRow([what for what, _who, _when in told(page)].index("Eintrittsdaten erfassen"))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert office.told[-1][0].startswith("Das erledigt sich")
    page.table.selectRow([what for what, _who, _when in told(page)].index("Wiedervorlage"))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert "Wiedervorlage" not in [what for what, _who, _when in told(page)]


def test_the_quality_card_leads_to_what_is_missing(page, qtbot: QtBot):
    with qtbot.waitSignal(page.checklist_wanted):
        page.quality.link.click()


def test_goals_and_quality_are_told_in_words(page):
    assert page.goal_rows.itemAt(0).widget().accessibleName() == "Teilnehmende insgesamt: 0 von 50, hinter Plan"
    assert page.quality_text.text() == "1 von 1 Personen zählen noch nicht"
    assert page.lamp.accessibleName() == "Ampel: Rot"


def test_a_new_file_begins_with_a_project(context, qtbot: QtBot):
    page = StartPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.welcome.isVisible() and not page.side.isVisible()
    with qtbot.waitSignal(page.project_wanted):
        page.begin.click()


def test_the_keyboard_goes_to_what_is_due_as_soon_as_it_is_known(page, office):
    page.activateWindow()
    found, page.found = page.found, None
    project_id, office.project_id = office.project_id, None
    page._show_due()
    page.begin.setFocus()
    office.project_id = project_id
    page.show_overview(found)
    assert page.focusWidget() is page.table


def saved(page, tmp_path):
    dialogs.answer(True, tmp_path / "liste.xlsx")
    page.commands["excel"]()
    (sheet,) = openpyxl.load_workbook(tmp_path / "liste.xlsx").worksheets
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def test_the_list_goes_out_as_a_workbook_as_it_is_shown(page, office, tmp_path):
    made = saved(page, tmp_path)
    assert [row[0] for row in made[:4]] == [
        "Heute fällig",
        page.found.project,
        "4 überfällig · 0 heute · 0 in den nächsten 14 Tagen",
        "Stand: 12.11.2026, 08:42 Uhr",
    ]
    head, *rows = made[5:]
    assert head == ("Aufgabe", "Wer", "Anlass", "Frist", "Stand")
    assert [(row[0], row[1], row[4]) for row in rows] == told(page)
    assert [row[3].date() for row in rows] == [due.deadline for due in page.found.due]
    assert office.told[-1] == ("Gespeichert: liste.xlsx", False)


def test_what_narrows_the_list_stands_above_it(page, office, tmp_path):
    with office.db.work("anlegen") as work:
        part = work.add(make.project("Saalfeld", parent_id=office.project_id))
        make.add(work, someone := make.person("Haile", "Sara"), make.participation(someone, part, "CH-002"))
        id = part.id
    page.part.setCurrentIndex(page.part.findData(id))
    page.part.activated.emit(page.part.currentIndex())
    page.views.choose("entry")
    made = saved(page, tmp_path)
    assert made[1][0] == f"{page.found.project} · Teilprojekt: Saalfeld · nur Eintrittsdaten: 1 von 2"
    assert [row[1] for row in made[6:]] == ["Haile, Sara"]


def test_the_list_is_looked_at_before_it_is_printed(page, monkeypatch, qtbot: QtBot):
    shown = []
    monkeypatch.setattr(PdfDialog, "exec", lambda dialog: shown.append(dialog))  # noqa: PLW0108 - has to be a function
    (pdf, _excel) = page.ways_out().actions()
    pdf.trigger()
    (dialog,) = shown
    qtbot.addWidget(dialog)
    text = " ".join(" ".join(pages_of(dialog._data)).split())
    assert "Al-Haddad, Rim" in text and "4 überfällig" in text and "seit 85 Tagen" in text


def test_nobody_leaves_in_a_file_without_agreement(page, office):
    dialogs.answer(False)
    page.excel()
    assert not office.told


def test_an_empty_list_is_not_printed(context, qtbot: QtBot):
    page = StartPage(context)
    qtbot.addWidget(page)
    assert not page.commands and not page.export.isEnabled()


@pytest.mark.parametrize("opened", [False, True], ids=["before the window opens", "after the window opened"])
def test_the_keyboard_is_at_what_is_due_as_soon_as_the_project_is_known(office, qtbot: QtBot, opened):
    project_id, office.project_id = office.project_id, None
    page = StartPage(office)
    window = QWidget()
    window.setLayout(column(QLineEdit(), page))
    qtbot.addWidget(window)
    page.shown()
    if opened:
        window.show()
        window.activateWindow()
        QApplication.processEvents()
    office.choose_project(project_id)
    window.show()
    assert window.focusWidget() is page.table


@pytest.mark.parametrize("width", [1150, 976])
def test_how_late_it_is_can_be_read_in_full(page, width):
    page.resize(width, 620)
    QApplication.processEvents()
    state = 4
    assert page.table.columnWidth(state) >= page.table.sizeHintForColumn(state)
    assert page.table.fontMetrics().horizontalAdvance("seit 616 Tagen") + 45 <= page.table.columnWidth(state)


@pytest.mark.parametrize(
    ("deadline", "state", "words"),
    [
        (date(2026, 11, 11), "overdue", "seit 1 Tag"),
        (date(2026, 11, 6), "overdue", "seit 6 Tagen"),
        (date(2026, 11, 12), "today", "heute"),
        (date(2026, 11, 13), "later", "morgen"),
        (date(2026, 11, 20), "later", "in 8 Tagen"),
    ],
)
def test_deadlines_in_words(clock, deadline, state, words):
    assert urgency(Due("entry", "", "", deadline, "person", 1)) == (state, words)
