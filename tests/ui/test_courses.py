"""From the list of courses into one of them and back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.models import Enrolment
from app.ui.pages.course.page import OVERVIEW, PARTICIPANTS
from app.ui.pages.courses import CoursesPage
from app.ui.widgets.basics import column
from tests import factories as make


@pytest.fixture
def page(context, qtbot):
    project = make.project()
    course = make.course(project)
    with context.db.work("anlegen") as work:
        make.add(work, project, course, *make.sessions(course))
    context.project_id = project.id
    made = CoursesPage(context)
    made.course_id = course.id
    qtbot.addWidget(made)
    made.resize(1150, 650)
    made.show()
    return made


def test_a_double_click_leads_into_the_course(page):
    page.list.table.opened.emit(page.course_id)
    assert page.course and page.stack.currentWidget() is page.course
    assert page.commands["print"] == page.course.print_list


def test_the_button_leads_there_too_once_a_course_is_chosen(page):
    assert not page.list.enter.isEnabled()
    page.list.table.select_id(page.course_id)
    page.list.enter.click()
    assert page.course and page.course.course_id == page.course_id


def test_the_keyboard_begins_in_the_list_or_in_the_course_that_is_open(page, qtbot):
    elsewhere, window = QLineEdit(), QWidget()
    window.setLayout(column(elsewhere, page))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    elsewhere.setFocus()
    page.shown()
    assert window.focusWidget() is page.list.table
    page.open_record(page.course_id)
    elsewhere.setFocus()
    page.shown()
    assert page.course.isAncestorOf(window.focusWidget())
    page.setParent(None)  # both are closed by themselves


def test_the_way_back_is_the_list_as_it_was(page):
    page.open_record(page.course_id)
    page.course.closed.emit()
    assert page.course is None and page.stack.currentWidget() is page.list
    assert "new" in page.commands


def test_the_course_that_is_open_stays_when_it_is_asked_for_again(page):
    page.open_record(page.course_id)
    before = page.course
    page.open_record(page.course_id)
    assert page.course is before


def test_a_new_course_belongs_to_the_project_worked_in(page, context):
    with context.db.read() as session:
        assert page.list.new_record(session).project_id == context.project_id


def test_another_course_does_not_push_away_unsaved_input(page, context, monkeypatch):
    project = make.project()
    other = make.course(project)
    with context.db.work("anlegen") as work:
        make.add(work, project, other)
    page.open_record(page.course_id)
    before = page.course
    monkeypatch.setattr(before, "may_leave", lambda: False)
    page.open_record(other.id)
    assert page.course is before


def test_a_course_begins_where_something_is_to_be_done(page, context):
    project = make.project()
    bare, dated = make.course(project), make.course(project)
    with context.db.work("anlegen") as work:
        make.add(work, project, bare, dated, *make.sessions(dated))
    for id, tab in ((bare.id, OVERVIEW), (dated.id, PARTICIPANTS)):
        page.open_record(id)
        assert page.course.tabs.currentIndex() == tab
        assert QApplication.focusWidget() is page.course.tabs.tabBar()


def test_where_the_detail_stands_alone_its_menu_leads_into_the_course(page):
    page.resize(760, 650)
    page.list.table.select_id(page.course_id)
    page.list.detail.menu.aboutToShow.emit()
    way_in = page.list.detail.menu.actions()[0]
    assert way_in.text() == "Schulung öffnen"
    way_in.trigger()
    assert page.course and page.course.course_id == page.course_id


def test_whoever_opens_a_course_can_enter_attendance_at_once(page, context):
    rim = make.person()
    with context.db.work("aufnehmen") as work:
        make.add(work, rim, Enrolment(person_id=rim.id, course_id=page.course_id))
    page.activateWindow()
    page.open_record(page.course_id)
    assert QApplication.focusWidget() is page.course.attendance.view
