"""The tab Aufbewahrung: days and rules per project, and many people anonymised at once."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.models import Note, Person
from app.services import retention
from app.ui import dialogs
from app.ui.navigation import Navigation
from app.ui.pages.settings import SettingsPage
from tests.factories import add, participation, person, project
from tests.ui.detail import change, field

OVER = {"last_payment": date(2019, 5, 2), "proof_submitted": date(2019, 9, 1)}


@pytest.fixture
def ids(context, clock):
    with context.db.work("anlegen") as work:
        old = work.add(project("Alt", **OVER))
        new = work.add(project("Neu", last_payment=date(2025, 3, 1)))
        people = [work.add(person(name, "Rim")) for name in ("Al-Haddad", "Haile", "Zimmer")]
        add(work, *(participation(one, old, f"CH-{n:03}") for n, one in enumerate(people, 1)))
    return {"new": new.id, "old": old.id, "people": [one.id for one in people]}


@pytest.fixture
def settings(ids, context, qtbot):
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    made.show_retention()
    return made


@pytest.fixture
def page(settings):
    return settings.retention


def texts(view):
    return [[item.text for item in line.items] for line in view.rows.lines]


@pytest.fixture
def window(ids, context, qtbot):
    context.project_id = ids["old"]
    made = Navigation(context, "Büro").window
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    return made


def test_what_is_due_on_the_start_page_leads_here(window, qtbot):
    due = window.page().start.table
    due.selectRow([line.items[0].text for line in due.rows.lines].index("Personen anonymisieren"))
    qtbot.keyClick(due, Qt.Key.Key_Return)
    settings = window.page()
    assert settings.tabs.currentWidget() is settings.retention
    assert [line[1] for line in texts(settings.retention.people)] == ["Al-Haddad, Rim", "Haile, Rim", "Zimmer, Rim"]


def test_whoever_stays_with_what_is_not_saved_stays(window, ids):
    persons = window.go_to(1)
    persons.open_record(ids["people"][0])
    change(persons, "city", "Königsee")
    dialogs.answer("")
    window.part_pressed.emit("retention")
    assert window.page() is persons and field(persons, "city").text() == "Königsee"
    persons.detail.discard()


def gone(context, ids):
    with context.db.read() as session:
        return [session.get_one(Person, id).anonymised is not None for id in ids]


def test_each_project_says_until_when_and_from_which_day(page):
    shown = texts(page.projects.view)
    assert shown[0] == ["Alt", "", "31.12.2024, vorbei"]
    assert shown[1][1:] == ["02.05.2019", "31.12.2024"]
    assert shown[3] == ["Neu", "", "steht noch nicht fest"] and shown[5][1:] == ["fehlt", "", "Ergänzen"]


def test_the_link_leads_to_the_project_in_which_a_day_is_missing(page, settings, ids):
    view = page.projects.view
    view.clicked.emit(view.rows.index(5, 3))
    assert settings.tabs.currentWidget() is settings.projects and settings.projects.detail.record.id == ids["new"]


def test_those_who_are_due_are_ticked(page):
    assert [line[1] for line in texts(page.people)] == ["Al-Haddad, Rim", "Haile, Rim", "Zimmer, Rim"]
    assert page.button.text().strip() == "3 Personen anonymisieren …"


def test_space_and_buttons_change_the_ticks(page):
    page.people.setCurrentIndex(page.people.rows.index(1, 1))
    QTest.keyClick(page.people, Qt.Key.Key_Space)
    assert page.button.text().strip() == "2 Personen anonymisieren …" and page.people.currentIndex().row() == 1
    said = page.people.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "ausgewählt" in said
    page.none_button.click()
    assert not page.button.isEnabled()
    page.all_button.click()
    assert page.button.isEnabled()


def test_those_who_are_ticked_are_anonymised_and_their_steps_forgotten(page, ids, context):
    people = ids["people"]
    context.do("Notiz", lambda work: work.add(Note(person_id=people[0], text="kam nicht")), context)
    page.people.tick(page.people.rows.index(2, 0))
    dialogs.answer(True)
    page.button.click()
    assert gone(context, people) == [True, True, False] and context.past == []
    assert context.told[-1] == ("2 Personen sind anonymisiert.", False)
    assert [line[1] for line in texts(page.people)] == ["Zimmer, Rim"] and not page.panel.isVisible()
    assert not page.people.ticked  # what was unticked by hand stays so


def test_who_says_no_changes_nothing(page, ids, context):
    dialogs.answer(False)
    page.anonymise()
    assert gone(context, ids["people"]) == [False] * 3


def test_a_stop_in_between_says_what_was_done(page, ids, context, monkeypatch):
    whole = retention.erasing.anonymise

    def stopping(work, id):
        page.panel.button.click()
        return whole(work, id)

    monkeypatch.setattr(retention.erasing, "anonymise", stopping)
    dialogs.answer(True)
    page.button.click()
    assert gone(context, ids["people"]) == [True, False, False]
    assert context.told[-1][0].startswith("1 Person ist anonymisiert. Auf Wunsch abgebrochen")


def test_where_nobody_is_due_the_next_day_is_told(page, ids, context):
    dialogs.answer(True)
    page.button.click()
    with context.db.work("ändern") as work:
        new = work.session.get_one(type(work.session.get_one(retention.Project, ids["new"])), ids["new"])
        new.proof_submitted = date(2025, 6, 1)
    assert page.nothing.isVisible() and not page.people.isVisible()
    assert "31.12.2030" in page.nothing.text()


def test_everything_has_a_name(page):
    buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisibleTo(page)]
    assert all(one.accessibleName() and one.objectName() for one in buttons)
    assert page.people.accessibleName() and page.projects.view.accessibleName()
