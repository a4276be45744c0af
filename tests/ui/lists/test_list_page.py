"""The page that every kind of record gets: find, look, change, take back, and lose nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.core.settings import Settings
from app.models import Certificate, Course, CourseSession, Enrolment, Participation, Person, Project, Role
from app.ui import dialogs
from app.ui.pages.detail import Header
from app.ui.tasks import Tasks
from app.ui.widgets.empty import EmptyState
from tests.ui.conftest import type_text
from tests.ui.detail import change, field, text
from tests.ui.lists.conftest import NAMES, names

ENTITIES = (Certificate, Course, CourseSession, Enrolment, Participation, Person, Project, Role)


def empty(page):
    state = page.panel.stack.currentWidget()
    return state.title.text() if isinstance(state, EmptyState) else ""


# ---------------------------------------------------------------- the list


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_kind_of_record_has_a_page(entity, make):
    page = make(entity)
    assert page.head.title.text() == entity.titles and empty(page) == f"Noch keine {entity.titles}"
    assert page.head.primary.text().strip() == f"{entity.title} anlegen"


def test_title_and_footer_say_how_many_there_are(page):
    assert page.head.summary.text() == "5 Personen" and page.panel.text.text() == "5 Personen"


def test_search_filters_while_typing_and_esc_clears(page, qtbot):
    type_text(page.head.search, "celik")
    qtbot.waitUntil(lambda: names(page) == ["Çelikkaya"])
    assert page.panel.text.text() == "1 von 5 Personen" and page.panel.reset_link.isVisible()
    QTest.keyClick(page.head.search, Qt.Key.Key_Escape)
    assert names(page) == NAMES and not page.panel.reset_link.isVisible()


def test_a_filter_becomes_a_chip_that_can_be_taken_away(page):
    page.head.filters.toggle("gender", "male")
    assert names(page) == ["Öztoprak", "Zimmermann"]
    chip = page.head.filters._chips[0]
    assert chip.text() == "Geschlecht: männlich"
    chip.removed.emit()
    assert names(page) == NAMES and not page.head.filters._chips


def test_a_filter_may_have_several_values(page):
    page.head.filters.toggle("gender", "male")
    page.head.filters.toggle("gender", "female")
    assert len(names(page)) == 5 and page.head.filters.sentence() == "Geschlecht: männlich, weiblich"


def test_the_filter_menu_offers_lists_of_values_first_and_everything_else_by_name(page):
    menu = page.head.filters.menu()
    offered = [action.text() for action in menu.actions()]
    assert offered[:2] == ["Rolle", "Geschlecht"] and offered[-1] == "&Weiteres Feld …" and "Stand" in offered
    assert [a.text() for a in menu.actions()[1].menu().actions()] == [
        "weiblich",
        "männlich",
        "divers",
        "ohne Eintrag",
        "ohne Angabe",
    ]


def test_without_hits_it_says_what_was_searched_and_offers_everything_again(page, qtbot):
    page.head.search.setText("xyz")
    page.head.search._search()
    assert empty(page) == "Keine Treffer für „xyz“"
    page.panel.stack.currentWidget().findChild(QAbstractButton, "resetFromEmpty").click()
    assert empty(page) == "" and names(page) == NAMES


def test_an_empty_list_offers_to_begin(make, context):
    page = make()
    page.panel.stack.currentWidget().findChild(QAbstractButton, "newFromEmpty").click()
    assert page.detail.isVisible() and page.detail.editing()


def test_columns_can_be_chosen_and_come_back(page, make):
    page.choose_columns(["caption", "city", "phone"])
    page.head.filters.toggle("gender", "male")
    page.table.horizontalHeader().sectionClicked.emit(1)
    assert page.may_leave()
    again = make()
    assert again.model.shown == ("caption", "city", "phone") and again.model.query.order == "city"
    assert names(again) == ["Öztoprak", "Zimmermann"] and again.head.filters._chips


def test_what_is_remembered_may_be_nonsense(people, make, context):
    context.settings.keep_layout("list-person", '{"columns": ["gone"], "order": "gone", "where": {"gone": ["x"]}}')
    assert names(make()) == NAMES
    context.settings.keep_layout("list-person", "no json")
    assert names(make()) == NAMES


def test_settings_survive_the_program(page, context, tmp_path):
    page.choose_columns(["caption", "phone"])
    page.memory.keep()
    context.settings.save()
    assert "phone" in Settings(context.settings.path).layout("list-person")


# ---------------------------------------------------------------- the detail


def test_choosing_a_row_shows_its_record_beside_the_list(page, people):
    page.table.select_id(people["Öztoprak"])
    assert page.detail.isVisible() and page.panel.isVisible() and page.detail.name.text() == "Öztoprak, Rim"
    assert text(page, "last_name") == "Öztoprak" and page.panel.text.text() == "5 Personen  ·  1 ausgewählt"


@pytest.mark.parametrize("width", [852, 976], ids=["narrow", "1024 px with a rail"])
def test_in_a_narrow_window_the_record_replaces_the_list(people, make, width):
    page = make(size=(width, 600))
    page.table.select_id(people["Öztoprak"])
    assert not page.detail.isVisible()
    page.table.opened.emit(people["Öztoprak"])
    assert page.detail.isVisible() and not page.panel.isVisible() and page.detail.back.isVisible()
    page.detail.back.click()
    assert page.panel.isVisible() and not page.detail.isVisible() and page.table.current_id() == people["Öztoprak"]


def test_on_a_small_screen_everything_folds(people, make):
    page = make(size=(635, 300))
    assert page.head.short.isVisible() and not page.head.primary.isVisible()
    page.head.filters.toggle("gender", "male")
    assert page.head.filters.single.text() == " Filter 1" and not page.head.filters._chips
    page.open_record(people["Öztoprak"])
    assert not page.detail.subtitle.isVisible() and not page.head.isVisible()


def test_the_detail_can_be_switched_off(page, people):
    page.table.select_id(people["Öztoprak"])
    page.head.detail_button.click()
    assert not page.detail.isVisible()
    page.table.select_id(people["Zimmermann"])
    assert not page.detail.isVisible()
    page.head.detail_button.click()
    page.table.select_id(people["Abdulkarim"])
    assert page.detail.isVisible()


def test_alt_and_page_keys_walk_through_the_list(page, people):
    page.table.select_id(people["Öztoprak"])
    page.commands["next_record"]()
    assert page.detail.name.text() == "Zimmermann, Rim"
    page.commands["previous_record"]()
    page.commands["previous_record"]()
    assert page.detail.name.text() == "Çelikkaya, Rim" and page.table.selected_ids() == [people["Çelikkaya"]]


def test_esc_closes_the_detail(page, people):
    page.table.select_id(people["Öztoprak"])
    QTest.keyClick(page.detail, Qt.Key.Key_Escape)
    assert not page.detail.isVisible()


def test_a_record_that_is_not_in_the_list_can_be_opened(page, people):
    page.head.filters.toggle("gender", "male")
    page.open_record(people["Al-Haddad"])
    assert page.detail.name.text() == "Al-Haddad, Rim"


# ---------------------------------------------------------------- changing


def test_change_save_undo_redo(page, people, context):
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    assert page.detail.save_button.isVisible() and page.detail.is_changed()
    page.commands["save"]()
    assert not page.detail.editing() and text(page, "city") == "Königsee"
    assert page.model.index(3, 2).data() == "Königsee" and context.past[-1].label == "Person ändern"
    context.undo()
    assert text(page, "city") == "Bad Blankenburg" and page.model.index(3, 2).data() == "Bad Blankenburg"
    context.redo()
    assert text(page, "city") == "Königsee" and page.table.current_id() == people["Öztoprak"]


def test_only_what_was_changed_is_written(page, people, context):
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    done = []
    context.changed.connect(done.append)
    page.save()
    assert done[0].changes[0].after == {"city": "Königsee"}


def test_saving_without_a_change_is_no_step(page, people, context):
    page.table.select_id(people["Öztoprak"])
    page.edit()
    page.save()
    assert not page.detail.editing() and not context.past


def test_rules_are_told_under_their_fields_and_nothing_is_lost(page, people):
    page.table.select_id(people["Öztoprak"])
    change(page, "email", "oez@")
    field(page, "born").setText("31.2.1990")
    page.save()
    form = page.detail.tab().form
    assert "gibt es nicht" in form.rows["born"]._note.text() and form.rows["born"].has_focus()
    field(page, "born").setText("28.2.1990")
    page.save()
    assert "unvollständig" in form.rows["email"]._note.text() and field(page, "email").text() == "oez@"


def test_a_new_record_is_saved_chosen_and_can_be_taken_back(page, context):
    page.commands["new"]()
    assert page.detail.name.text() == "Person anlegen" and page.detail.tab().form.rows["last_name"].has_focus()
    type_text(field(page, "last_name"), "Gebremeskel")
    page.save()
    assert "Gebremeskel" in names(page) and page.detail.name.text() == "Gebremeskel"
    context.undo()
    assert names(page) == NAMES and not page.detail.isVisible()
    context.redo()
    assert "Gebremeskel" in names(page)


def test_a_new_record_that_breaks_a_rule_stays_to_be_corrected(page):
    page.new()
    page.save()
    assert "Name fehlt" in page.detail.tab().form.rows["last_name"]._note.text() and page.detail.editing()


def test_save_and_new_goes_on_with_an_empty_form(page):
    page.new()
    type_text(field(page, "last_name"), "Gebremeskel")
    page.commands["save_and_new"]()
    assert page.detail.name.text() == "Person anlegen" and field(page, "last_name").text() == ""
    type_text(field(page, "last_name"), "Haidari")
    page.save()
    assert {"Gebremeskel", "Haidari"} <= set(names(page))


def test_esc_discards_what_was_typed_after_asking(page, people):
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    dialogs.answer("discard")
    QTest.keyClick(page.detail, Qt.Key.Key_Escape)
    assert not page.detail.editing() and text(page, "city") == "Bad Blankenburg" and page.detail.isVisible()


def test_discarding_a_new_record_leaves_nothing(page):
    page.new()
    page.detail.cancel_button.click()
    assert not page.detail.isVisible() and names(page) == NAMES


def test_a_record_is_deleted_without_a_question_and_comes_back(page, people, context):
    page.table.select_id(people["Öztoprak"])
    page.detail.menu.aboutToShow.emit()
    page.detail.menu.actions()[-1].trigger()
    assert "Öztoprak" not in names(page) and not page.detail.isVisible() and not dialogs.asked()
    context.undo()
    assert names(page) == NAMES


# ---------------------------------------------------------------- names


def test_every_button_has_a_name(page, people):
    page.table.select_id(people["Öztoprak"])
    page.edit()
    unnamed = [
        b
        for b in page.findChildren(QAbstractButton)
        if b.isVisible() and b.focusPolicy() and not (b.accessibleName() or b.text())
    ]
    assert not [(type(b).__name__, b.objectName(), b.parent().objectName()) for b in unnamed]


def test_f6_stops_at_search_list_and_detail(page, people):
    page.table.select_id(people["Öztoprak"])
    assert [zone.accessibleName() for zone in page.zones()[:2]] == ["In dieser Liste suchen", "Liste: Personen"]


def test_a_long_name_takes_a_second_line_instead_of_room_from_the_list(page, people):
    page.open_record(people["Öztoprak"])
    QApplication.processEvents()
    before = page.splitter.sizes()
    page.detail._show_header(Header("Maryam-Şengül Anna Württemberg-Öztürk von und zu Hohenlohe-Überlingen am See"))
    for _turn in range(2):  # the lines that a label needs are known only when its width is
        QApplication.processEvents()
    name = page.detail.name
    assert page.splitter.sizes() == before
    assert name.height() >= name.heightForWidth(name.width())


def test_the_keyboard_begins_in_the_list_and_comes_back_to_where_it_was(page, people):
    page.activateWindow()
    page.head.search.setFocus()  # as Qt does with the first field of a page that takes the place of another
    page.shown()
    assert page.focusWidget() is page.table
    page.head.search.setFocus()
    page.shown()
    assert page.focusWidget() is page.head.search


@pytest.fixture
def slow(page, people, context):
    """Reads take as long as a slow drive makes them, after Al-Haddad was shown."""
    page.open_record(people["Al-Haddad"])
    here, context.tasks = context.tasks, Tasks()
    yield page
    context.tasks.shutdown()
    context.tasks = here


def test_edit_means_the_person_chosen_although_another_is_still_shown(slow, people, qtbot):
    slow.table.select_id(people["Zimmermann"])
    slow.commands["edit"]()
    qtbot.waitUntil(lambda: slow.detail.editing() is not None)
    assert slow.detail.record.id == slow._id == people["Zimmermann"]


def test_who_began_to_type_keeps_the_person_shown(slow, people, qtbot):
    slow.table.select_id(people["Zimmermann"])
    slow.detail.edit()
    qtbot.waitUntil(lambda: not slow.context.tasks.running())
    assert slow.detail.record.id == slow._id == slow.table.current_id() == people["Al-Haddad"]


# ---------------------------------------------------------------- parts that come when nobody waits


def test_the_detail_gets_ready_while_the_list_is_read_and_no_sooner(make, qtbot):
    page = make(Person)
    assert page.detail.tabs.count() == 0 and page.detail.editing() is None and page.may_leave()
    qtbot.waitUntil(lambda: not page.detail.get_ready())
    assert page.detail.tabs.count() > 0 and page.detail.tab().built and page._id is None


def test_whoever_is_faster_finds_every_tab(make, people):
    page = make(Person)
    assert page.detail.tabs.count() == 0
    page.open_record(people["Çelikkaya"])
    assert page.detail.tabs.count() == len(page.detail.all_tabs) and not page.detail.make_tab()
    assert page.detail.name.text() == "Çelikkaya, Rim"
