"""People are enrolled by typing a name, wait when a course is full, leave it and come back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models import Course
from tests import factories as make
from tests.ui.course_desk import Desk

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(context, qtbot):
    return Desk(context, qtbot)


def test_everybody_is_listed_with_what_they_attended(desk):
    shown = {line[0]: line[1:4] for line in desk.shown(desk.page.participants.view.rows)}
    assert shown["Hadgu, Filmon"][:2] == ["angemeldet", "12"] and shown["Qassab, Mouayad"][0] == "abgemeldet"
    assert desk.page.participants.places.text() == "3 angemeldet"


def test_a_person_is_found_while_typing_and_enrolled_with_enter(desk):
    with desk.context.db.work("anlegen") as work:
        id = work.add(make.person("Öztürk", "Elif")).id
    picker = desk.page.participants.picker
    picker.search.setText("oeztu")
    picker.look_up("oeztu")
    assert picker.found.item(0).text() == "Öztürk, Elif · Bad Blankenburg"
    picker.needs.setText("Kinderbetreuung")
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert desk.states()[id] == "enrolled" and desk.steps == ["Öztürk, Elif anmelden"]
    (line,) = (line for line in desk.shown(desk.page.participants.view.rows) if line[0] == "Öztürk, Elif")
    assert line[4] == "Kinderbetreuung"
    assert picker.search.text() == "" and picker.found.isHidden()


def test_whoever_was_just_enrolled_is_chosen_in_the_list_and_the_keyboard_stays_in_the_search(desk):
    with desk.context.db.work("anlegen") as work:
        ids = [work.add(make.person(*name)).id for name in (("Öztürk", "Elif"), ("Aziz", "Laila"))]
    tab = desk.page.participants
    desk.page.tabs.setCurrentWidget(tab)
    desk.choose("Hadgu")
    for id, name in zip(ids, ("Öztürk, Elif", "Aziz, Laila"), strict=True):
        tab.enrol(id, name)
        assert tab.current().caption == name
        assert [index.row() for index in tab.view.selectionModel().selectedRows()] == [tab.members.index(tab.current())]
        assert tab.withdraw_button.isEnabled() and tab.picker.search.hasFocus()
    desk.choose("Hadgu")
    desk.page.reload()
    assert tab.current().caption == "Hadgu, Filmon"


def test_whoever_is_enrolled_already_cannot_be_chosen_again(desk):
    picker = desk.page.participants.picker
    picker.search.setText("Hadgu")
    picker.look_up("Hadgu")
    assert picker.found.item(0).text().endswith("schon angemeldet") and not picker.button.isEnabled()


def test_nobody_found_says_what_to_do(desk):
    picker = desk.page.participants.picker
    picker.search.setText("Xyz")
    picker.look_up("Xyz")
    assert picker.hint.text().startswith("Niemand gefunden.")


def test_when_all_places_are_taken_people_wait_and_move_up(desk):
    with desk.context.db.work("Plätze") as work:
        work.get(Course, desk.lesson.course.id).places = 3
        id = work.add(make.person("Aziz", "Laila")).id
    tab = desk.page.participants
    assert tab.picker.hint.text().endswith("kommt auf die Warteliste.")
    tab.enrol(id, "Aziz, Laila")
    assert desk.states()[id] == "waiting" and tab.members[-1].caption == "Aziz, Laila"
    assert tab.places.text() == "3 angemeldet · 0 Plätze frei · 1 wartet" and not tab.move_button.isEnabled()
    desk.choose("Hadgu")
    tab.withdraw_button.click()
    assert desk.state("Hadgu") == "withdrawn" and tab.move_button.isEnabled()
    tab.move_button.click()
    assert desk.states()[id] == "enrolled"


def test_whoever_left_can_come_back(desk):
    tab = desk.page.participants
    desk.choose("Hadgu")
    tab.abandon_button.click()
    assert desk.state("Hadgu") == "abandoned" and not tab.withdraw_button.isEnabled()
    tab.return_button.click()
    assert desk.state("Hadgu") == "enrolled"
    desk.context.undo()
    assert desk.state("Hadgu") == "abandoned"
