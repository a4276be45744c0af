"""Views of a list under names, and its columns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models import SavedView
from app.models.conditions import Contains, OneOf
from app.ui import dialogs
from app.ui.pages.columns_dialog import ColumnsDialog
from tests.ui.conftest import type_text
from tests.ui.lists.conftest import NAMES, names


def save(page, name):
    dialogs.answer(name)
    page.views.save()


def stored(context):
    with context.db.read() as session:
        return session.query(SavedView).order_by(SavedView.name).all()


def test_the_list_says_which_view_it_is_in_and_whether_it_was_changed(page):
    assert page.head.view.text() == "Alle Personen"
    page.head.filters.toggle("gender", "male")
    assert page.head.view.text() == "Alle Personen *" and "geändert" in page.head.view.accessibleName()
    save(page, "Männer")
    assert page.head.view.text() == "Männer"
    page.choose_columns(["caption", "phone"])
    assert page.head.view.text() == "Männer *"
    page.views.choose(page.views.chosen)
    assert page.head.view.text() == "Männer" and page.model.shown == ("caption", "role_codes", "city")


def test_a_view_brings_back_filters_columns_and_order(page, make, people):
    page.head.filters.set("last_name", Contains(("a",)))
    page.head.filters.toggle("gender", "female")
    page.choose_columns(["caption", "city", "phone"])
    page.table.horizontalHeader().sectionClicked.emit(1)
    page.table.horizontalHeader().sectionClicked.emit(1)
    save(page, "Frauen mit a")
    page.views.choose(None)
    assert names(page) == NAMES and page.model.query.order == "caption"
    again = make()
    (view,) = again.views.saved
    again.views.choose(view.id)
    assert again.model.shown == ("caption", "city", "phone")
    assert (again.model.query.order, again.model.query.descending) == ("city", True)
    assert set(names(again)) == {"Abdulkarim", "Al-Haddad", "Çelikkaya"}
    assert again.head.filters.where == {"last_name": Contains(("a",)), "gender": OneOf(("female",))}


def test_what_is_searched_for_is_not_stored(page, context, qtbot):
    type_text(page.head.search, "haddad")
    qtbot.waitUntil(lambda: names(page) == ["Al-Haddad"])
    save(page, "Ansicht")
    assert "haddad" not in str(stored(context)[0].definition).lower()
    assert page.model.query.text == "haddad" and page.head.view.text() == "Ansicht"


def test_saving_under_the_same_name_replaces_and_can_be_taken_back(page, context):
    save(page, "Meine")
    page.head.filters.toggle("gender", "male")
    save(page, "Meine")
    (one,) = stored(context)
    assert one.definition["where"]["gender"]["values"] == ["male"]
    context.undo()
    assert not stored(context)[0].definition["where"] and page.head.view.text() == "Meine *"


def test_a_view_is_renamed_and_removed(page, context):
    save(page, "Alt")
    dialogs.answer("Neu")
    page.views.rename()
    assert [one.name for one in stored(context)] == ["Neu"] and page.head.view.text() == "Neu"
    page.views.remove()
    assert not stored(context) and page.head.view.text() == "Alle Personen"
    context.undo()
    assert [one.name for one in page.views.saved] == ["Neu"]


def test_two_views_cannot_have_one_name(page, context):
    save(page, "Eins")
    save(page, "Zwei")
    dialogs.answer("Eins")
    page.views.rename()
    assert context.told[-1][1] and [one.name for one in stored(context)] == ["Eins", "Zwei"]


@pytest.mark.parametrize("given", [None, "", "   "])
def test_without_a_name_nothing_is_saved(page, context, given):
    save(page, given)
    assert not stored(context)


def test_a_list_begins_with_the_view_that_was_chosen_for_it(page, make):
    page.head.filters.toggle("gender", "male")
    save(page, "Männer")
    page.views.begin_with(True)
    page.views.choose(None)
    page.memory.keep()
    again = make()
    assert names(again) == ["Öztoprak", "Zimmermann"] and again.head.view.text() == "Männer"
    again.views.begin_with(False)
    again.views.choose(None)
    again.memory.keep()
    assert names(make()) == NAMES


def test_another_window_sees_new_views(page, make, context):
    other = make()
    save(page, "Neu")
    assert [one.name for one in other.views.saved] == ["Neu"]


def test_a_view_whose_columns_are_gone_shows_what_is_left(page, context):
    definition = {"columns": ["gone", "city"], "order": "gone", "where": {"gone": {"is": "empty", "yes": True}}}
    with context.db.work("anlegen") as work:
        work.add(SavedView(kind="person", name="Alt", definition=definition))
    page.views.choose(page.views.saved[0].id)
    assert page.model.shown == ("city",) and page.model.query.order == "caption" and not page.head.filters.where


def test_the_menu_offers_views_and_deeds(page):
    save(page, "Meine & andere")
    menu = page.views.menu(page)
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Alle Personen",
        "Meine && andere",
        "Ansicht &speichern …",
        "&Umbenennen …",
        "&Löschen",
        "Mit dieser Ansicht &beginnen",
    ]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Meine && andere"]
    menu.actions()[0].trigger()
    assert not page.views.menu(page).actions()[4].isEnabled()


# ---------------------------------------------------------------- columns


@pytest.fixture
def chooser(page, qtbot):
    dialog = page.head.columns_dialog()
    qtbot.addWidget(dialog)
    return dialog


def test_all_columns_can_be_chosen_and_the_first_stays(chooser, page):
    assert chooser.names() == page.model.shown and chooser.list.count() == len(page.model.possible())
    chooser.tick("phone")
    chooser.tick("city", False)
    chooser.tick("caption", False)
    assert chooser.names() == ("caption", "role_codes", "phone")


def test_columns_move_by_button_and_by_keyboard(chooser):
    chooser.list.setCurrentRow(2)
    chooser.up.click()
    assert chooser.names() == ("caption", "city", "role_codes") and not chooser.up.isEnabled()
    QTest.keyClick(chooser.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert chooser.names() == ("caption", "role_codes", "city")
    chooser.list.setCurrentRow(0)
    assert not chooser.up.isEnabled() and not chooser.down.isEnabled()


def test_the_usual_columns_come_back(chooser, page):
    chooser.tick("phone")
    chooser.tick("city", False)
    chooser.reset.click()
    assert chooser.names() == page.views.usual().columns


def test_space_ticks(chooser):
    chooser.list.setCurrentRow(2)
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert chooser.names() == ("caption", "role_codes")


@pytest.mark.parametrize("agreed", [True, False])
def test_a_protected_column_is_shown_only_after_a_sentence(qtbot, agreed):
    possible = {"caption": "Name", "origin": "Herkunft der Eltern", "city": "Wohnort"}
    dialog = ColumnsDialog(None, possible, ("caption", "city"), ("caption",), ["origin"])
    qtbot.addWidget(dialog)
    dialogs.answer(agreed)
    dialog.tick("origin")
    assert dialogs.asked()[0].text == "„Herkunft der Eltern“ ist eine besonders geschützte Angabe."
    assert dialog.names() == (("caption", "city", "origin") if agreed else ("caption", "city"))
