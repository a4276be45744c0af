"""Several rows at once: deeds in place of the detail, exports, the clipboard, and the keys of a list."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from app.core.progress import Progress
from app.models import Enrolment, Person, Project, Role
from app.models.conditions import Contains
from app.ui import dialogs
from app.ui.frame.commands import PAGE_COMMANDS
from app.ui.pages.file_export import PdfDialog
from app.ui.pages.person.bulk import add_roles, course_dialog, enrol_all, role_dialog
from app.ui.pages.persons import PersonPage
from app.ui.widgets.banner import Banner
from tests.factories import add, course, enrolment, participation, project, role
from tests.reports.pdf.reading import pages_of
from tests.ui.conftest import type_text
from tests.ui.lists.conftest import NAMES, choose, names


def count(context, entity, **values):
    with context.db.read() as session:
        return session.query(entity).filter_by(**values).count()


# ---------------------------------------------------------------- the panel


def test_several_rows_have_deeds_in_common_instead_of_a_detail(page):
    choose(page, "Al-Haddad")
    assert page.detail.isVisible() and not page.bulk.isVisible()
    choose(page, "Al-Haddad", "Öztoprak", "Zimmermann")
    assert page.bulk.isVisible() and not page.detail.isVisible() and page.bulk.title.text() == "3 ausgewählt"
    assert page.panel.text.text() == "5 Personen  ·  3 ausgewählt"
    choose(page, "Öztoprak")
    assert page.detail.isVisible() and not page.bulk.isVisible() and page.detail.name.text() == "Öztoprak, Rim"


def test_esc_and_the_cross_let_go_of_the_rows(page):
    choose(page, "Al-Haddad", "Öztoprak")
    page.bulk.close_button.click()
    assert not page.bulk.isVisible() and page.table.selected_count() == 0
    choose(page, "Al-Haddad", "Öztoprak")
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert not page.bulk.isVisible() and page.table.selected_count() == 0


def test_what_is_being_typed_stays_when_more_rows_are_chosen(page, people):
    page.table.select_id(people["Öztoprak"])
    page.edit()
    flags = page.table.selectionModel().SelectionFlag
    page.table.selectionModel().select(page.model.index(0, 0), flags.Select | flags.Rows)
    assert page.detail.isVisible() and page.detail.editing() and not page.bulk.isVisible()


def test_where_there_is_no_room_the_foot_offers_the_deeds(people, make):
    page = make(size=(852, 600))
    choose(page, "Al-Haddad", "Öztoprak")
    assert not page.bulk.isVisible() and page.panel.many.isVisible()
    texts = [action.text() for action in page.bulk_menu(page).actions()]
    assert "Löschen" in texts and "Zeilen kopieren" in texts


def test_deleting_several_is_one_step_that_can_be_taken_back(page, context):
    choose(page, "Al-Haddad", "Öztoprak")
    page.bulk.findChild(QAbstractButton, "bulkDelete").click()
    assert names(page) == ["Abdulkarim", "Çelikkaya", "Zimmermann"] and not page.bulk.isVisible()
    assert context.past[-1].label == "2 Personen löschen" and not dialogs.asked()
    context.undo()
    assert names(page) == NAMES


def test_whoever_is_still_needed_is_not_deleted_with_the_others(page, people, context):
    with context.db.work("Rolle") as work:
        whole = work.add(project())
        work.add(role(work.get(Person, people["Öztoprak"]), whole))
    page.table.selectAll()
    page.commands["delete"]()
    assert names(page) == ["Öztoprak"]
    assert context.told[-1] == ("4 gelöscht. 1 bleibt, weil dazu noch etwas erfasst ist.", False)


# ---------------------------------------------------------------- people


@pytest.fixture
def persons(people, make, clock):
    return make(page=PersonPage)


@pytest.fixture
def whole(people, context):
    with context.db.work("Projekt") as work:
        made = work.add(project())
        add(work, role(work.get(Person, people["Öztoprak"]), made, "buddy"))
    context.choose_project(made.id)
    return made


def test_several_people_get_a_role_in_one_step(persons, whole, people, context, qtbot):
    choose(persons, "Al-Haddad", "Öztoprak", "Zimmermann")
    dialog = role_dialog(persons, context, 3)
    qtbot.addWidget(dialog)
    dialog.take()
    assert not dialog.values  # the role is missing, and said so
    add_roles(
        context, persons.bulk.ids(), {"kind": "buddy", "project_id": whole.id, "since": date(2026, 11, 12)}, dialog
    )
    assert count(context, Role, kind="buddy") == 3
    assert context.told[-1][0] == "Rolle hinzugefügt: 2. 1 hatten sie schon."
    assert context.past[-1].label == "Rolle hinzufügen (3)"
    context.undo()
    assert count(context, Role, kind="buddy") == 1


def test_several_people_are_enrolled_as_far_as_there_are_places(persons, whole, people, context, qtbot):
    with context.db.work("Schulung") as work:
        training = work.add(course(whole, places=2))
        work.add(enrolment(work.get(Person, people["Abdulkarim"]), training))
    persons.table.selectAll()
    qtbot.addWidget(dialog := course_dialog(persons, context, 5))
    dialog.form.rows["course_id"].put(training.id)
    dialog.take()
    assert dialog.values == {"course_id": training.id}
    enrol_all(context, persons.bulk.ids(), training.id, persons)
    told = "Angemeldet: 1. 3 auf der Warteliste, weil die Plätze vergeben sind. 1 waren es schon."
    assert context.told[-1][0] == told
    assert count(context, Enrolment, state="enrolled") == 2 and count(context, Enrolment, state="waiting") == 3
    context.undo()
    assert count(context, Enrolment) == 1


def test_a_cancelled_deed_leaves_nothing(persons, whole, people, context, monkeypatch):
    def stop(progress):
        progress.cancelled = progress.done >= 2
        original(progress)

    original = Progress.check
    monkeypatch.setattr(Progress, "check", stop)
    values = {"kind": "mentee", "project_id": whole.id, "since": None}
    add_roles(context, list(people.values()), values, persons)
    monkeypatch.undo()
    assert count(context, Role, kind="mentee") == 0 and not context.past


def test_cancelled_people_are_hidden_unless_a_filter_asks(make, people, context, clock):
    with context.db.work("Teilnahmen") as work:
        whole = work.add(project())
        gone, back = (work.get(Person, people[name]) for name in ("Öztoprak", "Zimmermann"))
        void = {"cancelled": date(2026, 5, 1), "cancel_reason": "zog fort"}
        add(work, participation(gone, whole, "CH-001", **void), participation(back, whole, "CH-002", **void))
        add(work, participation(back, whole, "CH-003"))
    page = make(page=PersonPage)
    assert names(page) == ["Abdulkarim", "Al-Haddad", "Çelikkaya", "Zimmermann"]
    assert page.panel.text.text() == "4 Personen" and page.panel.show_link.text() == "1 stornierte anzeigen"
    assert page.head.summary.text().startswith("4 Personen") and not page.panel.reset_link.isVisible()
    page.head.filters.toggle("gender", "male")
    assert names(page) == ["Zimmermann"] and page.panel.text.text() == "1 von 4 Personen"
    page.head.filters.toggle("standing", "cancelled")
    assert names(page) == ["Öztoprak"] and page.panel.text.text() == "1 von 5 Personen"
    page.reset()
    page.panel.show_link.click()
    assert names(page) == NAMES and not page.panel.show_link.isVisible()
    assert page.model.possible()["standing"] == "Stand"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("active", ["Abdulkarim"]),
        ("left", ["Al-Haddad"]),
        ("cancelled", ["Çelikkaya"]),
        ("none", ["Öztoprak", "Zimmermann"]),
    ],
)
def test_people_are_filtered_by_how_they_stand_to_the_projects(make, people, context, clock, code, found):
    with context.db.work("Teilnahmen") as work:
        whole = work.add(project())
        one, two, three = (work.get(Person, people[name]) for name in NAMES[:3])
        add(work, participation(one, whole, "CH-001"), participation(two, whole, "CH-002", exit=date(2026, 6, 1)))
        add(work, participation(three, whole, "CH-003", cancelled=date(2026, 5, 1), cancel_reason="zog fort"))
    page = make(page=PersonPage)
    page.choose_columns(["caption", "standing"])
    page.head.filters.toggle("standing", code)
    assert names(page) == found
    label = dict(page.head.filters.possible["standing"].options)[code]
    assert {page.model.index(row, 1).data() for row in range(len(found))} == {label}


# ---------------------------------------------------------------- exports


def test_the_workbook_holds_the_list_with_its_filter_after_a_sentence(page, context, tmp_path):
    page.head.filters.set("last_name", Contains(("z",)))
    target = tmp_path / "Personen.xlsx"
    dialogs.answer(True, target)
    page.commands["excel"]()
    asked = [one.kind for one in dialogs.asked()]
    rows = [row[0] for row in openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True)]
    assert asked == ["confirm", "save"] and context.told[-1] == ("Gespeichert: Personen.xlsx", False)
    assert rows[1] == "2 von 5 Personen · sortiert nach Name" and rows[2] == "Filter: Nachname: enthält „z“"
    assert rows[-2:] == ["Öztoprak, Rim", "Zimmermann, Rim"]


@pytest.mark.parametrize("answers", [[False], [True, None]])
def test_no_file_without_agreement_and_a_place(page, context, answers):
    dialogs.answer(*answers)
    page.export.excel()
    assert not context.told


def test_a_list_that_names_nobody_is_saved_without_a_sentence(make, context, tmp_path):
    with context.db.work("Projekt") as work:
        work.add(project())
    page = make(Project)
    page.export.note = ""
    dialogs.answer(tmp_path / "Projekte.xlsx")
    page.export.excel()
    assert (tmp_path / "Projekte.xlsx").exists()


def test_only_selected_rows_are_exported_when_there_are_several(page):
    choose(page, "Al-Haddad", "Zimmermann")
    made = page.export.sheet()
    assert len(made.ids) == 2 and "nur ausgewählte Zeilen" in made.about[0] and made.about[0].startswith("2 von 5")
    choose(page, "Al-Haddad")
    assert len(page.export.sheet().ids) == 5


def test_the_header_names_search_view_and_order(page, qtbot):
    dialogs.answer("Meine")
    page.views.save()
    page.table.horizontalHeader().sectionClicked.emit(2)
    page.table.horizontalHeader().sectionClicked.emit(2)
    type_text(page.head.search, "rim")
    qtbot.waitUntil(lambda: page.model.query.text == "rim")
    assert page.export.sheet().about == (
        "5 von 5 Personen · Ansicht: Meine (geändert) · sortiert nach Wohnort, absteigend",
        "Suche: „rim“",
    )


def test_the_pdf_is_looked_at_before_it_is_saved_or_printed(page, context, tmp_path, monkeypatch, qtbot):
    shown = []
    monkeypatch.setattr(PdfDialog, "exec", lambda dialog: shown.append(dialog))  # noqa: PLW0108 - has to be a function
    page.commands["print"]()
    (dialog,) = shown
    qtbot.addWidget(dialog)
    monkeypatch.setattr(dialogs, "NARROW", 100)
    dialog.show()
    assert dialog.height() > 600  # the page, not a strip of it
    assert dialog.preview.page_count == 1 and "personenbezogene Daten" in dialog.findChild(Banner).text()
    dialogs.answer(tmp_path / "Personen.pdf")
    dialog.findChild(QAbstractButton, "savePdf").click()
    (text,) = pages_of((tmp_path / "Personen.pdf").read_bytes())
    assert all(name in text for name in NAMES) and context.told[-1] == ("Gespeichert: Personen.pdf", False)


def test_an_empty_list_is_not_exported(make, context):
    page = make()
    page.export.excel()
    page.export.pdf()
    assert not dialogs.asked() and not page.export.menu(page).actions()[0].isEnabled()


# ---------------------------------------------------------------- keys


@pytest.fixture
def listed(page, qtbot):
    page.activateWindow()
    page.table.select_id(page.model.ids[2])
    page.table.setFocus()
    return page


def press(page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.table, key, modifiers)


def here(page):
    return names(page)[page.model.row_of(page.table.current_id())]


def test_arrows_and_pos1_and_ende_move(listed):
    press(listed, Qt.Key.Key_Down)
    assert here(listed) == "Öztoprak"
    press(listed, Qt.Key.Key_Up)
    press(listed, Qt.Key.Key_Up)
    assert here(listed) == "Al-Haddad"
    press(listed, Qt.Key.Key_Home)
    assert here(listed) == "Abdulkarim"
    press(listed, Qt.Key.Key_End)
    assert here(listed) == "Zimmermann" and listed.table.selected_ids() == [listed.table.current_id()]


def test_shift_and_arrows_choose_several(listed):
    press(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert listed.table.selected_count() == 3 and listed.bulk.isVisible()


def test_space_chooses_or_lets_go(listed):
    press(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert here(listed) == "Öztoprak" and listed.table.selected_count() == 1
    press(listed, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert listed.table.selected_count() == 2
    press(listed, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert listed.table.selected_count() == 1
    press(listed, Qt.Key.Key_Space)
    assert listed.table.current_id() in listed.table.selected_ids()


def test_strg_a_chooses_everything_and_strg_c_copies_it(listed):
    press(listed, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(listed, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "Name\tRolle\tWohnort" and len(lines) == 6 and lines[1].startswith("Abdulkarim, Rim\t")


def test_enter_opens_and_typing_goes_to_a_name(listed):
    type_text(listed.table, "zim")
    assert here(listed) == "Zimmermann"
    press(listed, Qt.Key.Key_Return)
    assert listed.detail.isVisible() and listed.detail.name.text() == "Zimmermann, Rim"
    assert listed.detail.tabs.tabBar().hasFocus()


def test_the_context_menu_key_opens_a_menu_at_the_row(listed, monkeypatch):
    opened = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, at: opened.append((menu, at)))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), listed.table.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(listed.table.viewport(), event)
    ((menu, _at),) = opened
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Öffnen", "Zeilen kopieren", "Löschen"]
    listed.table.selectAll()
    assert [action.text() for action in listed.context_menu().actions()][-2:] == ["Zeilen kopieren", "Löschen"]


def test_esc_clears_the_search_and_then_closes_the_detail(listed, qtbot):
    listed.commands["find"]()
    assert listed.head.search.hasFocus()
    type_text(listed.head.search, "zim")
    qtbot.waitUntil(lambda: names(listed) == ["Zimmermann"])
    QTest.keyClick(listed.head.search, Qt.Key.Key_Escape)
    assert names(listed) == NAMES and listed.head.search.text() == ""
    QTest.keyClick(listed.head.search, Qt.Key.Key_Escape)
    assert not listed.detail.isVisible()


def test_tab_leaves_the_list(listed):
    press(listed, Qt.Key.Key_Tab)
    assert not listed.table.hasFocus()


def test_the_window_offers_the_keys_of_lists(listed):
    keys = {command.name: command.key for command in PAGE_COMMANDS if command.name in listed.commands}
    assert keys == {
        "new": "Ctrl+N",
        "excel": "Ctrl+E",
        "print": "Ctrl+P",
        "edit": "F2",
        "save": "Ctrl+S",
        "save_and_new": "Ctrl+Shift+S",
        "delete": "",
        "find": "Ctrl+F",
        "next_problem": "F8",
        "previous_problem": "Shift+F8",
        "refresh": "F5",
        "next_record": "Alt+PgDown",
        "previous_record": "Alt+PgUp",
    }
