"""Attendance is entered with one key per cell, shows at once, is undone in one step, and is never lost."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.text import NBSP
from app.models.course_session import CourseSession
from app.services import courses
from app.ui.pages.course.attendance import AttendanceTab
from app.ui.pages.course.grid_model import GridModel
from app.ui.pages.course.snapshot import load
from app.ui.tasks import Tasks
from app.ui.widgets.table import Cell as Look
from tests import factories as make
from tests.ui.conftest import type_text
from tests.ui.lesson import lesson

pytestmark = pytest.mark.usefixtures("clock")

LAST = 8
"""The column of 04.11., CANCELLED that of 23.09."""
CANCELLED = 5


class Desk:
    """A person in front of the tab."""

    def __init__(self, context, qtbot, marks=None):
        self.context = context
        self.lesson = lesson(context.db, marks)
        self.tab = AttendanceTab(context, self.lesson.course.id)
        qtbot.addWidget(self.tab)
        self.view, self.model = self.tab.view, self.tab.model
        self.tab.stored.connect(self.reload)
        context.changed.connect(lambda _done: self.model.waiting or self.reload())
        self.reload()
        self.tab.resize(1154, 530)
        self.tab.show()

    def reload(self):
        known = self.model.settled
        with self.context.db.read() as session:
            self.tab.show_snapshot(load(session, self.lesson.course.id), known)

    def go(self, name, column=LAST):
        row = next(n for n, one in enumerate(self.model.rows) if one.caption.startswith(name))
        self.view.setCurrentIndex(self.model.index(row, column))
        self.view.setFocus()

    def choose(self, first, last, column=LAST):
        self.go(first, column)
        top = self.view.currentIndex()
        self.go(last, column)
        chosen = QItemSelection(top, self.view.currentIndex())
        self.view.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.view, key, modifiers)

    def row(self, name):
        return next(one for one in self.grid().rows if one.caption.startswith(name))

    def letters(self, name):
        return [cell.letter for cell in self.row(name).cells]

    def shown(self, name, column=LAST):
        row = next(n for n, one in enumerate(self.model.rows) if one.caption.startswith(name))
        return self.model.index(row, column).data()

    def grid(self):
        with self.context.db.read() as session:
            return courses.grid(session, self.lesson.course.id)

    @property
    def steps(self):
        return [step.label for step in self.context.past]


@pytest.fixture
def desk(context, qtbot):
    return Desk(context, qtbot)


def test_the_model_keeps_qts_rules(desk, qtmodeltester):
    qtmodeltester.check(desk.model)


@pytest.mark.parametrize(("key", "letter"), [("a", "A"), ("E", "E"), ("k", "K"), ("u", "U"), ("-", "–"), ("–", "–")])
def test_one_key_is_one_entry_and_one_step(desk, key, letter):
    desk.go("Gvazava")
    type_text(desk.view, key)
    assert desk.letters("Gvazava")[LAST] == desk.shown("Gvazava") == letter
    assert desk.steps == ["Anwesenheit: Gvazava 04.11."]


def test_entf_empties_a_cell(desk):
    desk.go("Hadgu")
    desk.press(Qt.Key.Key_Delete)
    assert desk.letters("Hadgu")[LAST] == desk.shown("Hadgu") == ""


def test_the_same_again_is_no_step(desk):
    desk.go("Barakzai")
    type_text(desk.view, "a")
    assert desk.steps == []


def test_t_and_a_digit_are_one_entry(desk):
    desk.go("Gvazava")
    type_text(desk.view, "t")
    assert (desk.shown("Gvazava"), desk.steps) == ("", [])
    type_text(desk.view, "2")
    assert desk.letters("Gvazava")[LAST] == desk.shown("Gvazava") == "T 2"
    assert desk.row("Gvazava").units == 23


def test_a_digit_without_t_is_nothing(desk):
    desk.go("Gvazava")
    type_text(desk.view, "2")
    assert desk.steps == []


def test_t_without_a_digit_is_nothing(desk):
    desk.go("Gvazava")
    type_text(desk.view, "t")
    desk.press(Qt.Key.Key_Escape)
    type_text(desk.view, "2")
    assert desk.steps == [] and desk.view.part is None


def test_a_letter_after_t_is_the_entry(desk):
    desk.go("Gvazava")
    type_text(desk.view, "tk")
    assert desk.letters("Gvazava")[LAST] == "K" and len(desk.steps) == 1


def test_of_a_long_day_two_digits_can_be_typed(desk):
    with desk.context.db.work("langer Tag") as work:
        work.get(CourseSession, desk.lesson.sessions[LAST].id).units = 12
    desk.go("Gvazava")
    type_text(desk.view, "t1")
    assert desk.steps == []
    type_text(desk.view, "0")
    assert desk.letters("Gvazava")[LAST] == "T 10"
    type_text(desk.view, "t1")
    desk.press(Qt.Key.Key_Return)
    assert desk.letters("Gvazava")[LAST] == "T 1"


def test_more_units_than_the_day_has_are_refused_and_taken_back(desk):
    desk.go("Gvazava")
    type_text(desk.view, "t7")
    assert desk.shown("Gvazava") == "" and desk.steps == []
    assert desk.context.told == [("Dieser Termin hat nur 3 UE.", True)]


def test_enter_goes_down_and_with_shift_up(desk):
    desk.go("Gvazava")
    desk.press(Qt.Key.Key_Return)
    assert desk.model.rows[desk.view.currentIndex().row()].caption.startswith("Hadgu")
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.model.rows[desk.view.currentIndex().row()].caption.startswith("Gvazava")


def test_tab_goes_right_over_what_did_not_take_place_and_then_to_the_next_person(desk):
    desk.go("Gvazava", CANCELLED - 1)
    desk.press(Qt.Key.Key_Tab)
    assert desk.view.currentIndex().column() == CANCELLED + 1
    desk.go("Gvazava", LAST)
    desk.press(Qt.Key.Key_Tab)
    assert (desk.view.currentIndex().row(), desk.view.currentIndex().column()) == (3, 0)
    desk.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert (desk.view.currentIndex().row(), desk.view.currentIndex().column()) == (2, LAST)


def test_strg_d_takes_the_entry_above(desk):
    desk.go("Gvazava")
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert desk.letters("Gvazava")[LAST] == "A" and desk.steps == ["Anwesenheit: Gvazava 04.11."]


def test_strg_d_fills_the_chosen_cells_in_one_step(desk):
    desk.choose("Hadgu", "Kaymak")
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [desk.letters(name)[LAST] for name in ("Hadgu", "Hoàng", "Kaymak")] == ["U"] * 3
    assert desk.steps == ["Anwesenheit: 2 Personen 04.11."]
    desk.context.undo()
    assert desk.shown("Kaymak") == desk.letters("Kaymak")[LAST] == "A"


def test_strg_d_in_the_first_row_is_nothing(desk):
    desk.go("Barakzai")
    desk.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert desk.steps == []


def test_a_letter_goes_into_all_chosen_cells(desk):
    desk.choose("Gvazava", "Hoàng")
    type_text(desk.view, "k")
    assert [desk.letters(name)[LAST] for name in ("Gvazava", "Hadgu", "Hoàng")] == ["K"] * 3
    assert desk.steps == ["Anwesenheit: 3 Personen 04.11."]


def test_the_column_is_filled_where_nothing_was_entered(desk):
    desk.go("Barakzai")
    desk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert (desk.letters("Gvazava")[LAST], desk.letters("Hadgu")[LAST]) == ("A", "U")
    assert desk.steps == ["Anwesenheit: alle anwesend 04.11."]


def test_the_button_fills_the_same_column(desk):
    desk.go("Barakzai")
    desk.tab.present.click()
    assert desk.letters("Gvazava")[LAST] == "A"
    desk.go("Barakzai", CANCELLED)
    assert not desk.tab.present.isEnabled()


def test_undo_and_redo_show_in_the_grid(desk):
    desk.go("Gvazava")
    type_text(desk.view, "a")
    desk.context.undo()
    assert desk.shown("Gvazava") == "" and desk.letters("Gvazava")[LAST] == ""
    desk.context.redo()
    assert desk.shown("Gvazava") == "A" and desk.row("Gvazava").verdict == "fulfilled"


def test_on_a_cancelled_day_nothing_can_be_entered(desk):
    desk.go("Barakzai", CANCELLED)
    type_text(desk.view, "a")
    assert desk.shown("Barakzai", CANCELLED) == "" and desk.steps == []
    assert "ausgefallen" in desk.context.told[0][0]


def test_on_a_day_to_come_nobody_was_there_yet(desk):
    with desk.context.db.work("verschieben") as work:
        work.get(CourseSession, desk.lesson.sessions[LAST].id).day = date(2026, 11, 18)
    desk.go("Gvazava")
    type_text(desk.view, "a")
    assert desk.context.told == [("Dieser Termin ist noch nicht gewesen.", True)]
    assert desk.shown("Gvazava") == ""


def test_whoever_left_shows_a_dash_and_counts_for_nothing(desk):
    assert desk.letters("Qassab")[1:5] == ["–"] * 4
    index = desk.model.index(10, LAST + 3)
    assert (index.data(), index.data(Look.STATE)) == ("abgemeldet", "left-out")


def test_every_row_ends_with_what_it_means(desk):
    told = {one.caption.split(",")[0]: desk.model.index(n, LAST + 3) for n, one in enumerate(desk.model.rows)}
    assert told["Barakzai"].data() == "erfüllt" and told["Barakzai"].data(Look.STATE) == "fulfilled"
    assert told["Gvazava"].data() == "1 Termin offen" and told["Gvazava"].data(Look.STATE) == "open"
    assert told["Hadgu"].data() == "unter Schwelle" and told["Hadgu"].data(Look.STATE) == "wrong"
    assert desk.model.index(2, LAST + 1).data() == "21 / 24"
    assert desk.model.index(2, LAST + 2).data() == f"88{NBSP}%"


def test_a_screen_reader_hears_who_when_and_what(desk):
    spoken = lambda row, column: desk.model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)  # noqa: E731
    assert spoken(2, LAST) == "Gvazava, Nino, Mittwoch 04.11.2026: noch offen"
    assert spoken(5, 1) == "Kaymakçı, Serpil, Mittwoch 26.08.2026: teilweise, 2 UE"
    assert spoken(5, CANCELLED).endswith("Mittwoch 23.09.2026: entfällt")
    assert spoken(2, LAST + 1) == "Gvazava, Nino, UE: 21 von 24"
    assert spoken(2, LAST + 3) == "Gvazava, Nino, Bescheinigung: 1 Termin offen"
    across = desk.model.headerData(LAST, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert (across, desk.model.headerData(2, Qt.Orientation.Vertical)) == (
        "Mittwoch 04.11.2026, 11 anwesend",
        "Gvazava, Nino",
    )
    assert "Mittwoch 23.09.2026: entfällt" in desk.tab.sums.accessibleName()


def test_the_threshold_says_what_it_means_and_can_be_changed(desk):
    assert desk.tab.meaning.text() == "mindestens 20 von 24 UE"
    at = desk.tab.threshold.findData(50)
    desk.tab.threshold.setCurrentIndex(at)
    desk.tab.threshold.activated.emit(at)
    assert desk.tab.meaning.text() == "mindestens 12 von 24 UE"
    assert desk.row("Hadgu").verdict == "fulfilled" and desk.steps == [f"Schwelle: 50{NBSP}%"]
    desk.context.undo()
    assert desk.tab.threshold.currentData() == 80


def test_only_some_people_can_be_shown_and_stay_until_one_chooses_again(desk):
    at = desk.tab.shown.findData("open")
    assert desk.tab.shown.itemText(at) == "Termin offen 1"
    desk.tab.shown.activated.emit(at)
    assert [one.caption for one in desk.model.rows] == ["Gvazava, Nino"]
    desk.go("Gvazava")
    type_text(desk.view, "a")
    assert [one.verdict for one in desk.model.rows] == ["fulfilled"]
    desk.tab.shown.activated.emit(0)
    assert desk.model.rowCount() == 14


def test_f6_leaves_the_grid(desk):
    desk.tab.activateWindow()
    desk.go("Gvazava")
    desk.press(Qt.Key.Key_F6)
    assert desk.tab.shown.hasFocus()
    desk.view.setFocus()
    desk.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert desk.tab.threshold.hasFocus()


def test_letters_come_before_shortcuts_and_other_keys_do_not(desk):
    def asked(key, text="", modifiers=Qt.KeyboardModifier.NoModifier):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)
        event.ignore()
        QApplication.sendEvent(desk.view, event)
        return event.isAccepted()

    assert asked(Qt.Key.Key_A, "a") and asked(Qt.Key.Key_Delete)
    assert asked(Qt.Key.Key_D, "\x04", Qt.KeyboardModifier.ControlModifier)
    assert not asked(Qt.Key.Key_Z, "\x1a", Qt.KeyboardModifier.ControlModifier)
    assert not asked(Qt.Key.Key_2, "2") and not asked(Qt.Key.Key_F6)


def test_the_grid_keeps_its_place_when_people_come_and_go(desk):
    desk.go("Hadgu", 3)
    with desk.context.db.work("anmelden") as work:
        person = work.add(make.person("Aziz", "Laila"))
        work.add(make.enrolment(person, desk.lesson.course))
    assert desk.model.rowCount() == 15
    index = desk.view.currentIndex()
    assert (desk.model.rows[index.row()].caption, index.column()) == ("Hadgu, Filmon", 3)


def test_the_cursor_begins_where_something_is_still_to_enter(desk):
    assert desk.view.currentIndex().column() == LAST


def test_names_stay_in_sight_however_many_dates_there_are(desk):
    with desk.context.db.work("viele Termine") as work:
        for session in make.sessions(desk.lesson.course, 20, date(2026, 11, 18), state="planned"):
            work.add(session)
    assert desk.view.horizontalScrollBar().maximum() > 0
    assert desk.view.verticalHeader().width() >= 200 and desk.view.verticalHeader().isVisible()


def test_what_is_being_stored_shows_at_once_and_nothing_typed_fast_is_lost(context, qtbot):
    desk = Desk(
        context, qtbot, {name: "A A A A A . A A ." for name in ("Barakzai, Homayoun", "Gvazava, Nino", "Hadgu, Filmon")}
    )
    slow, context.tasks = context.tasks, Tasks()
    desk.go("Barakzai")
    for letter in "aku":
        type_text(desk.view, letter)
        desk.press(Qt.Key.Key_Return)
    assert [desk.shown(name) for name in ("Barakzai", "Gvazava", "Hadgu")] == ["A", "K", "U"]
    desk.go("Gvazava")
    type_text(desk.view, "e")
    assert desk.shown("Gvazava") == "E"
    qtbot.waitUntil(lambda: not context.tasks.running() and not desk.model.waiting)
    assert [desk.letters(name)[LAST] for name in ("Barakzai", "Gvazava", "Hadgu")] == ["A", "E", "U"]
    assert [desk.shown(name) for name in ("Barakzai", "Gvazava", "Hadgu")] == ["A", "E", "U"]
    assert len(desk.steps) == 4
    context.tasks.shutdown()
    context.tasks = slow


def test_what_a_newer_entry_hides_comes_back_when_the_newer_one_is_refused(desk):
    place = desk.model.place(2, LAST)
    first = desk.model.expect({place: courses.Cell("present")})
    second = desk.model.expect({place: courses.Cell("sick")})
    assert desk.shown("Gvazava") == "K"
    desk.model.take_back(second)
    assert desk.shown("Gvazava") == "A" and desk.model.waiting
    desk.model.take_back(first)
    assert desk.shown("Gvazava") == "" and not desk.model.waiting


def test_an_entry_stays_until_what_is_read_holds_it(desk):
    model: GridModel = desk.model
    before = desk.grid()
    number = model.expect({model.place(2, LAST): courses.Cell("present")})
    model.show(before)
    assert desk.shown("Gvazava") == "A"
    model.settle(number)
    model.show(before, model.settled)
    assert desk.shown("Gvazava") == ""


def test_what_has_a_keyboard_has_a_name(desk):
    for part in (desk.view, desk.tab.threshold, desk.tab.shown, desk.tab.present):
        assert part.accessibleName() and part.objectName()
