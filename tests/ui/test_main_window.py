"""The frame: modules, menus, keys, messages, undo, and small screens."""

from __future__ import annotations

import subprocess
import sys
import weakref
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.ui import dialogs, theme
from app.ui.frame.commands import german_key
from app.ui.frame.idle import IdleWatch
from app.ui.frame.search_everywhere import Hit
from tests.ui.conftest import type_text
from tests.ui.frame_fakes import FakePage, build_window

HITS = [
    Hit("Personen", "Al-Haddad, Rim", ("person", 1), "person", "Bad Blankenburg"),
    Hit("Personen", "Haidari, Parwana", ("person", 2), "person"),
    Hit("Schulungen", "Sprachmittlung", ("course", 3), "course"),
]


@pytest.fixture
def window(qtbot):
    FakePage.made.clear()
    window = build_window(lambda text: [hit for hit in HITS if text.casefold() in hit.text.casefold()])
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return window


def press(window, key: str) -> None:
    """Trigger the action with this key, as the keyboard would."""
    found = [action for action in window.findChildren(QAction) if key in [s.toString() for s in action.shortcuts()]]
    assert len(found) == 1, f"{key} means {len(found)} things"
    found[0].trigger()


def test_pages_are_made_when_first_opened_and_kept(window):
    assert FakePage.made == ["Start"]
    press(window, "Ctrl+2")
    press(window, "Ctrl+1")
    press(window, "Ctrl+2")
    assert FakePage.made == ["Start", "Personen"] and window.page().times_shown == 2
    assert window.windowTitle().startswith("Personen – ")


def test_settings_have_their_own_key(window):
    press(window, "Ctrl+,")
    assert window.page().title == "Einstellungen"


def test_the_sidebar_counts_only_where_something_waits(window):
    window.set_count(0, 14)
    first, second = window.sidebar.items[:2]
    assert first.count.text() == "14" and first.count.isVisible() and first.accessibleName() == "Start, 14 offen"
    assert not second.count.isVisible()


def test_arrow_keys_go_through_the_sidebar(window):
    window.sidebar.items[0].setFocus()
    QTest.keyClick(window.sidebar.items[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.sidebar.items[1]


def test_a_page_with_unsaved_input_is_not_left(window):
    window.page().stays = True
    window.sidebar.items[1].click()
    assert window.page().title == "Start" and window.sidebar.items[0].isChecked()
    assert not window.close()


def test_no_key_means_two_things(window):
    keys = [shortcut.toString() for action in window.menus.everything() for shortcut in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_no_letter_is_underlined_twice_in_a_menu(window):
    for menu in (action.menu() for action in window.menu_row.bar.actions()):
        texts = [action.text().replace("&&", "") for action in menu.actions()]
        letters = [text[text.index("&") + 1].casefold() for text in texts if "&" in text]
        assert len(letters) == len(set(letters)), menu.title()


def test_menus_offer_only_what_the_page_can_do(window):
    assert window.menus.pages["new"].isEnabled() and not window.menus.pages["print"].isEnabled()
    press(window, "Ctrl+S")
    assert window.page().called == ["save"]


def test_undo_names_what_it_takes_back(window):
    assert not window.menus.undo.isEnabled()
    window.context.did("Tandem anlegen")
    assert window.menus.undo.text() == "Rückgängig: Tandem anlegen"
    assert window.menus.undo.toolTip() == "Rückgängig: Tandem anlegen (Strg+Z)"
    press(window, "Ctrl+Z")
    assert window.menus.redo.text() == "Wiederholen: Tandem anlegen" and not window.menus.undo.isEnabled()
    press(window, "Ctrl+Y")
    assert window.menus.undo.isEnabled()


def test_undo_works_from_an_empty_field_and_leaves_a_text_to_its_field(window):
    for step in ("Person anlegen", "Tandem anlegen"):
        window.context.did(step)
    window.search.setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [step.label for step in window.context.past] == ["Person anlegen"]
    type_text(window.search, "Rim")
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [step.label for step in window.context.past] == ["Person anlegen"]


def test_what_was_done_is_said_with_undo(window):
    window.context.did("Tandem anlegen")
    assert window.toast.isVisible() and window.toast.text() == "Gespeichert: Tandem anlegen"
    assert window.status.message == "Gespeichert: Tandem anlegen"
    window.toast.undo.click()
    assert window.context.future[0].label == "Tandem anlegen"


def test_what_was_taken_back_with_the_keyboard_is_not_offered_again(window):
    for step in ("Person anlegen", "Tandem anlegen"):
        window.context.did(step)
    press(window, "Ctrl+Z")
    assert not window.toast.isVisible()  # its button would take back the other step


def test_trouble_stays_until_it_is_closed(window):
    window.context.message.emit("Nicht gespeichert: Das Laufwerk H: ist nicht erreichbar.", True)
    assert window.banner.isVisible() and not window.toast.isVisible()
    window.banner.link.click()
    assert not window.banner.isVisible()


def test_a_message_gives_way_to_the_saved_state(window):
    window.context.message.emit("Wiederholt: Tandem anlegen", False)
    saved = window.status.parts["saved"]
    assert "Wiederholt" in saved.text()
    window.status._forget_message()
    assert saved.text().strip() == "Alle Änderungen gespeichert"


def test_every_part_of_the_status_row_can_be_pressed(window, qtbot):
    with qtbot.waitSignal(window.part_pressed) as pressed:
        window.status.parts["backup"].click()
    assert pressed.args == ["backup"]


def test_search_everywhere_finds_while_typing_and_enter_opens(window, qtbot):
    press(window, "Ctrl+K")
    assert QApplication.focusWidget() is window.search
    with qtbot.waitSignal(window.search_everywhere):
        type_text(window.search, "ha")
    rows = window.search.list.rows
    assert [rows.item(at).text() for at in range(rows.count())] == [
        "Personen",
        "Al-Haddad, Rim   Bad Blankenburg",
        "Haidari, Parwana",
    ]
    QTest.keyClick(window.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.hit_chosen) as chosen:
        QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert chosen.args == [("person", 2)] and not window.search.list.isVisible() and window.search.text() == ""


def test_search_without_hits_says_so(window):
    type_text(window.search, "xyz")
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.search.list.rows.item(0).text() == "Keine Treffer für „xyz“"


def test_f6_goes_round_the_window_in_both_directions(window):
    window.sidebar.items[0].setFocus()
    names = []
    for _turn in range(5):
        press(window, "F6")
        names.append(QApplication.focusWidget().objectName())
    assert names == ["searchEverywhere", "search", "button:Person anlegen", "status:database", "area:Start"]
    press(window, "Shift+F6")
    assert QApplication.focusWidget().objectName() == "status:database"


def test_locking_asks_the_page_first(window, qtbot):
    window.page().stays = True
    with qtbot.assertNotEmitted(window.lock_requested):
        press(window, "Ctrl+L")
    window.page().stays = False
    with qtbot.waitSignal(window.lock_requested):
        press(window, "Ctrl+L")


def test_the_window_locks_itself_and_covers_what_would_be_lost(window, qtbot):
    with qtbot.waitSignal(window.lock_requested), qtbot.assertNotEmitted(window.cover_requested):
        window.idle.idle.emit()
    window.page().stays = True
    with qtbot.waitSignal(window.cover_requested), qtbot.assertNotEmitted(window.lock_requested):
        window.idle.idle.emit()
    window.page().stays = False
    waiting = dialogs.Dialog(window, "Rolle hinzufügen")
    waiting.open()
    with qtbot.waitSignal(window.cover_requested), qtbot.assertNotEmitted(window.lock_requested):
        window.idle.idle.emit()
    waiting.reject()


def test_text_size_changes_by_keys_and_is_remembered(window):
    press(window, "Ctrl++")
    assert theme.scale() == 1.1 and window.context.settings.zoom == 110
    assert window.status.parts["zoom"].text().startswith("110")
    press(window, "Ctrl+0")
    assert theme.scale() == 1.0


@pytest.mark.parametrize(
    ("width", "height", "rail", "narrow"),
    [(1366, 728, False, False), (1100, 700, True, False), (683, 384, True, True), (1300, 500, False, True)],
)
def test_small_screens_fold_the_frame(window, width, height, rail, narrow):
    window.resize(width, height)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (width, height)
    assert window.sidebar.rail is rail and window.narrow is narrow
    assert window.menu_row.bar.isVisible() is not narrow
    assert all(item.toolTip() == item.title for item in window.sidebar.items) is rail


def test_keys_work_while_the_menu_bar_is_folded(window):
    window.resize(683, 384)
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page().title == "Personen"


def test_the_sidebar_can_be_folded_by_hand_and_stays_so(window):
    window.sidebar.fold.click()
    assert window.sidebar.rail and window.context.settings.layout("sidebar") == "rail"
    window.sidebar.fold.click()
    assert not window.sidebar.rail


def test_everything_that_takes_the_keyboard_has_a_name(window):
    for button in window.findChildren(QAbstractButton):
        if button.focusPolicy() != Qt.FocusPolicy.NoFocus and not button.parent().inherits("QLineEdit"):
            assert button.accessibleName() or button.text(), button.objectName()


def test_projects_are_chosen_in_the_menu_row(window, qtbot):
    window.menu_row.set_projects([(1, "Connecting Humans 2025–2027"), (2, "Übergang 2028")], 1)
    with qtbot.waitSignal(window.project_chosen) as chosen:
        window.menu_row.project.menu().actions()[1].trigger()
    assert chosen.args == [2]


def test_after_some_minutes_without_keys_the_program_locks_itself(qtbot):
    watch = IdleWatch(0)
    assert watch.remaining() == -1
    watch._timer.setInterval(1)
    with qtbot.waitSignal(watch.idle):
        watch._again()


def test_old_objects_are_looked_through_when_nobody_uses_the_window(window):
    class Old:
        me: object = None

    old = Old()
    old.me, gone = old, weakref.ref(old)
    del old
    window.rest.idle.emit()
    assert gone() is None


def test_the_program_ends_without_a_crash():
    program = """
from app.ui import theme
app = theme.application()
theme.apply(app, "dark")
from tests.ui.frame_fakes import build_window
window = build_window()
window.show()
window.activateWindow()
app.processEvents()
window.search.setFocus()
theme.settle(app)
app.processEvents()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_keys_are_written_as_on_a_german_keyboard():
    assert german_key("Ctrl+Shift+PgDown") == "Strg+Umschalt+Bild ab"


@pytest.mark.parametrize("width", [1366, 1024, 700])
def test_what_the_search_asks_for_ends_before_its_key(window, width):
    window.resize(width, 640)
    QApplication.processEvents()
    field, key = window.search, window.search._key
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) + theme.px(36) <= key.x()


@pytest.mark.parametrize(("screen", "whole"), [((1366, 728), True), ((1920, 1040), False)])
def test_the_window_never_opens_larger_than_the_screen(window, monkeypatch, screen, whole):
    window.hide()
    monkeypatch.setattr(window, "screen", lambda: SimpleNamespace(availableSize=lambda: QSize(*screen)))
    window.appear()
    assert window.isMaximized() is whole
