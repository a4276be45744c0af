"""The page of a course: what it is, its dates, its people, and the ways to paper."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget

from app.models import Certificate, Course, CourseSession
from app.services import courses
from app.ui import dialogs, pdf_pages
from app.ui.pages.course import CoursePage
from app.ui.pages.course.page import ATTENDANCE, ISSUED, OVERVIEW, PARTICIPANTS
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.side_by_side import SideBySide
from tests.ui.conftest import type_text
from tests.ui.course_desk import Desk

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def desk(context, qtbot):
    return Desk(context, qtbot)


# ---------------------------------------------------------------- the head


def test_the_badges_say_what_the_course_is(desk):
    assert [badge.text() for badge in desk.page.findChildren(Badge) if badge.isVisible()] == [
        "Connecting Partners",
        "19.08.–04.11.2026",
        "8 Termine · 24 UE zu 45 Minuten",
        "VHS Rudolstadt, Raum 4",
        "Leitung: Dr. Marit Ehrenforth",
        "1 Termin ausgefallen, nachgeholt",
    ]


def test_what_was_not_caught_up_is_not_said_to_be(desk):
    with desk.context.db.work("ausfallen") as work:
        courses.cancel_session(work, desk.lesson.sessions[0].id, "Glatteis")
    assert desk.page.snapshot.cancelled == "2 Termine ausgefallen"


def test_title_and_numbers_stand_where_one_looks(desk):
    page = desk.page
    assert page.crumb.title.text() == "Integrationsassistenz – Grundqualifizierung"
    assert page.tabs.tabText(PARTICIPANTS) == "Teilnehmende 4"
    assert page.issue_button.accessibleName() == "Bescheinigungen drucken (1)"


def test_the_page_opens_with_the_attendance(desk):
    assert desk.page.tabs.currentIndex() == ATTENDANCE


def test_the_way_back_leads_to_the_list(desk, qtbot):
    with qtbot.waitSignal(desk.page.closed, timeout=0, raising=False) as closed:
        desk.page.crumb.findChild(LinkButton).click()
    assert closed.signal_triggered


def test_what_others_change_shows(desk):
    with desk.context.db.work("umbenennen") as work:
        work.get(Course, desk.lesson.course.id).name = "Neuer Titel"
    assert desk.page.crumb.title.text() == "Neuer Titel"


def test_a_course_that_is_gone_says_so(context, qtbot):
    page = CoursePage(context, 4711)
    qtbot.addWidget(page)
    page.show()
    assert page.banner.text() == "Diese Schulung gibt es nicht mehr. Bitte neu laden."


def test_what_is_typed_into_the_grid_reaches_head_and_lists(desk):
    desk.page.attendance.go_to(desk.lesson.enrolments["Gvazava, Nino"].id, desk.lesson.sessions[-1].id)
    type_text(desk.page.attendance.view, "a")
    assert desk.page.issue_button.accessibleName() == "Bescheinigungen drucken (2)"
    desk.context.undo()
    assert desk.page.issue_button.accessibleName() == "Bescheinigungen drucken (1)"


# ---------------------------------------------------------------- Überblick


def test_the_courses_own_fields_are_edited_in_the_form(desk):
    desk.page.commands["edit"]()
    form = desk.page.overview.form
    assert desk.page.tabs.currentIndex() == OVERVIEW and form.editing
    form.form.rows["venue"].put_raw("Rathaus, Saal 1")
    desk.page.commands["save"]()
    assert desk.record(Course, desk.lesson.course.id).venue == "Rathaus, Saal 1"
    assert not form.editing
    QApplication.processEvents()  # layouts show new parts with the next events
    assert "Rathaus, Saal 1" in [badge.text() for badge in desk.page.findChildren(Badge) if not badge.isHidden()]


def test_esc_forgets_what_was_typed(desk):
    desk.page.edit()
    desk.page.overview.form.form.rows["venue"].put_raw("Rathaus")
    QTest.keyClick(desk.page.overview, Qt.Key.Key_Escape)
    assert not desk.page.overview.form.editing
    assert desk.record(Course, desk.lesson.course.id).venue == "VHS Rudolstadt, Raum 4"


@pytest.mark.parametrize(
    ("answer", "left", "venue"),
    [("", False, "VHS Rudolstadt, Raum 4"), ("discard", True, "VHS Rudolstadt, Raum 4"), ("save", True, "Rathaus")],
)
def test_leaving_asks_about_what_was_typed(desk, answer, left, venue):
    desk.page.edit()
    desk.page.overview.form.form.rows["venue"].put_raw("Rathaus")
    dialogs.answer(answer)
    assert desk.page.may_leave() is left
    assert desk.record(Course, desk.lesson.course.id).venue == venue


def test_leaving_asks_about_a_date_that_is_being_typed(desk):
    card = desk.page.overview.sessions
    card.add()
    assert desk.page.may_leave()
    card.add()
    card.form.rows["day"].put_raw("18.11.2026")
    dialogs.answer("save")
    assert desk.page.may_leave() and desk.steps == ["Termin hinzufügen: 18.11.2026"]
    card.add()
    card.form.rows["day"].put_raw("31.02.2027")
    dialogs.answer("save")
    assert not desk.page.may_leave() and card.form.rows["day"].problem == "wrong"


def test_nobody_leaves_while_papers_are_written(desk):
    desk.page.certificates.working = True
    assert not desk.page.may_leave() and "warten" in desk.context.told[-1][0]


def test_the_dates_stand_in_order_with_what_came_of_them(desk):
    shown = desk.shown(desk.page.overview.sessions.view.rows)
    assert shown[0] == ["Mi 19.08.2026", "17:00–19:15", "3", "", "stattgefunden"]
    assert shown[5][4] == "ausgefallen: Leitung erkrankt" and len(shown) == 9


def test_a_date_is_added_with_the_times_of_the_last_one(desk):
    card = desk.page.overview.sessions
    card.add()
    card.form.rows["day"].put_raw("18.11.2026")
    card.save()
    assert desk.shown(card.view.rows)[-1] == ["Mi 18.11.2026", "17:00–19:15", "3", "", "geplant"]
    assert desk.steps == ["Termin hinzufügen: 18.11.2026"] and card.entry.isHidden()


def test_a_date_without_a_day_is_told_at_the_field(desk):
    card = desk.page.overview.sessions
    card.add()
    card.save()
    assert card.form.rows["day"].problem == "wrong" and desk.steps == []


def test_the_same_date_twice_is_refused(desk):
    card = desk.page.overview.sessions
    card.add()
    card.form.rows["day"].put_raw("04.11.2026")
    card.save()
    assert card.form.rows["day"].problem == "wrong" and not card.entry.isHidden()


def test_a_date_can_be_changed(desk):
    card = desk.page.overview.sessions
    card.view.selectRow(8)
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    card.form.rows["ends"].put_raw("20:00")
    card.form.rows["venue"].put_raw("Rathaus")
    card.save()
    changed = desk.record(CourseSession, desk.lesson.sessions[8].id)
    assert (changed.ends, changed.venue, changed.day) == (time(20), "Rathaus", date(2026, 11, 4))
    assert desk.shown(card.view.rows)[8][3] == "Rathaus"


def test_a_date_that_does_not_take_place_needs_a_reason(desk):
    card = desk.page.overview.sessions
    card.view.selectRow(8)
    dialogs.answer("Glatteis")
    card.cancel()
    assert desk.record(CourseSession, desk.lesson.sessions[8].id).reason == "Glatteis"
    assert desk.page.attendance.model.grid.columns[8].cancelled
    dialogs.answer("")
    card.view.selectRow(7)
    card.cancel()
    assert desk.context.told[-1] == ("Der Grund des Ausfalls fehlt.", True)


def test_a_cancelled_date_can_take_place_after_all(desk):
    card = desk.page.overview.sessions
    card.view.selectRow(5)
    assert card.cancel_button.text() == "Findet doch statt"
    card.cancel()
    assert desk.record(CourseSession, desk.lesson.sessions[5].id).state == "held"


# ---------------------------------------------------------------- paper


def test_the_lists_to_sign_are_written_for_every_date(desk, tmp_path):
    path = tmp_path / "liste.pdf"
    dialogs.answer(path)
    desk.page.list_button.click()
    assert len(pdf_pages.read(path.read_bytes())) == 8
    assert desk.context.told[-1] == ("Teilnahmeliste gespeichert: liste.pdf", False)


def test_without_a_file_no_list_is_written(desk):
    dialogs.answer(None)
    desk.page.print_list()
    assert desk.context.told == []


def test_certificates_are_the_second_step_and_esc_leads_back(desk):
    desk.page.issue_button.click()
    page = desk.page
    assert page.steps.currentIndex() == 1 and page.certificates.list.rows.rowCount() == 3
    links = [link.text() for link in page.second_crumb.findChildren(LinkButton)]
    assert links == ["Schulungen", "Integrationsassistenz"]
    QTest.keyClick(page.certificates.list, Qt.Key.Key_Escape)
    assert page.steps.currentIndex() == 0


def test_an_open_date_is_one_press_away(desk):
    page = desk.page
    page.open_certificates()
    page.certificates.follow(desk.person("Gvazava").id, "attendance")
    assert (page.steps.currentIndex(), page.tabs.currentIndex()) == (0, ATTENDANCE)
    assert page.attendance.current() == page.attendance.model.where(
        desk.lesson.enrolments["Gvazava, Nino"].id, desk.lesson.sessions[-1].id
    )


def test_what_was_issued_is_listed_and_can_be_printed_again_or_made_void(desk, tmp_path):
    page = desk.page
    assert page.issued.places.currentIndex() == 0
    page.open_certificates()
    dialogs.answer(tmp_path / "alle.pdf")
    page.certificates.save()
    page.close_certificates()
    page.tabs.setCurrentIndex(ISSUED)
    assert desk.shown(page.issued.view.rows) == [
        ["SSA-2026-0001", "Barakzai, Homayoun", "12.11.2026", "24", "", "gültig"]
    ]
    page.issued.view.selectRow(0)
    dialogs.answer(tmp_path / "noch einmal.pdf")
    page.issued.reprint_button.click()
    assert desk.shown(page.issued.view.rows)[0][4] == "1" and (tmp_path / "noch einmal.pdf").exists()
    dialogs.answer("Name falsch geschrieben")
    page.issued.void_button.click()
    assert desk.shown(page.issued.view.rows)[0][5] == "ungültig seit 12.11.2026: Name falsch geschrieben"
    assert not page.issued.reprint_button.isEnabled()
    assert desk.record(Certificate, page.issued.issued[0].id).voided_on == date(2026, 11, 12)


# ---------------------------------------------------------------- reach


def test_f8_and_print_mean_what_is_in_front(desk):
    assert set(desk.page.commands) == {"refresh", "print", "edit"}
    desk.page.open_certificates()
    assert set(desk.page.commands) == {"refresh", "print", "next_problem", "previous_problem"}


def test_every_zone_can_take_the_keyboard(desk):
    for number in range(desk.page.tabs.count()):
        desk.page.tabs.setCurrentIndex(number)
        assert all(isinstance(zone, QWidget) for zone in desk.page.zones()) and len(desk.page.zones()) >= 3
    desk.page.open_certificates()
    assert len(desk.page.zones()) == 4


def test_every_mnemonic_is_there_once(desk):
    widgets = [*desk.page.findChildren(QAbstractButton), *desk.page.findChildren(QLabel)]
    texts = [one.text().replace("&&", "") for one in widgets if isinstance(one, QAbstractButton) or one.buddy()]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters))
    assert not set(letters) & set("dbagxh")


def test_everything_with_a_keyboard_has_a_name(desk):
    desk.page.edit()
    desk.page.overview.sessions.add()
    desk.page.open_certificates()
    nameless = []
    for widget in desk.page.findChildren(QWidget):
        own = widget.window() is desk.page
        if own and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.focusProxy():
            said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            if not said or not widget.objectName():
                nameless.append((type(widget).__name__, widget.objectName(), said))
    assert nameless == []


# ---------------------------------------------------------------- small screens


def test_everything_fits_a_small_screen_without_scrolling_sideways(desk):
    """1366×768 at 200 %, beside the narrow sidebar."""
    page = desk.page
    page.resize(635, 330)
    QApplication.processEvents()
    assert page.width() == 635 and page.minimumSizeHint().width() <= 635
    assert page.badge_row.isHidden() and page.attendance.legend.isHidden()
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        QApplication.processEvents()
        areas = page.tabs.currentWidget().findChildren(QScrollArea)
        wide = [type(area.widget()).__name__ for area in areas if area.widget().width() > area.viewport().width()]
        assert wide == []


def test_parts_stand_below_each_other_where_the_width_ends(desk):
    side = desk.page.overview.findChild(SideBySide)
    desk.page.tabs.setCurrentIndex(OVERVIEW)
    QApplication.processEvents()
    assert not side.turned
    desk.page.resize(640, 600)
    QApplication.processEvents()
    assert side.turned
    desk.page.resize(1154, 658)
    QApplication.processEvents()
    assert not side.turned


def test_the_sums_stand_right_below_the_last_row(desk):
    tab = desk.page.attendance
    QApplication.processEvents()
    assert (
        tab.view.height() == tab.view.content_height() and tab.sums.geometry().top() == tab.view.geometry().bottom() + 1
    )
