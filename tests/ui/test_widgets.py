"""The building blocks do what their names say, by mouse, keyboard and screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTableView, QWidget

from app.core.progress import Progress
from app.ui import dialogs, theme
from app.ui.tasks import Running, Tasks
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.breadcrumb import Breadcrumb
from app.ui.widgets.buttons import Button, IconButton, LinkButton, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.chips import FilterChip, SegmentedChips
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.progress import ProgressLine, ProgressPanel, remaining
from app.ui.widgets.search import SearchField
from app.ui.widgets.status import STATES, StatusText
from app.ui.widgets.table import Cell, set_row_height, set_up_table
from app.ui.widgets.targets import TargetBar, TrafficLight
from app.ui.widgets.toast import Toast
from tests.ui.conftest import type_text
from tests.ui.gallery import build

LIST = ["Abdulkarim, Hêvîn", "Çelikkaya, Şengül", "Nguyễn Thị Thu Hà"]


def test_every_button_and_field_of_the_gallery_has_a_name(qtbot):
    sheet = build()
    qtbot.addWidget(sheet)
    for button in sheet.findChildren(QAbstractButton):
        inside = button.parent().inherits("QLineEdit") or button.objectName().startswith("qt_")
        assert inside or button.accessibleName() or button.text(), button


def test_a_button_says_its_verb_and_does_it(qtbot):
    done = []
    button = PrimaryButton("Person anlegen", lambda: done.append("new"), icon="add")
    qtbot.addWidget(button)
    button.click()
    assert done == ["new"] and button.accessibleName() == "Person anlegen"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_outside_dialogs_too(qtbot, key):
    done = []
    for button in (
        Button("Projekt anlegen", lambda: done.append("button")),
        IconButton("close", "Schließen", lambda: done.append("icon")),
    ):
        qtbot.addWidget(button)
        QTest.keyClick(button, key)
    assert done == ["button", "icon"]


def test_a_card_has_title_count_and_link(qtbot):
    card = Card("Heute fällig", "Alle zeigen")
    qtbot.addWidget(card)
    card.set_count(14)
    with qtbot.waitSignal(card.link_clicked):
        card.link.click()
    assert [badge.text() for badge in card.findChildren(Badge)] == ["14"]


def test_a_banner_without_text_is_not_there(qtbot):
    banner = Banner("warn", "Arbeitslosigkeit", "2 Pflichtangaben fehlen:", "Nächstes Feld (F8)")
    qtbot.addWidget(banner)
    assert not banner.isHidden() and banner.text() == "2 Pflichtangaben fehlen: Arbeitslosigkeit"
    banner.tell("info", "")
    assert banner.isHidden()


def test_texts_with_angle_brackets_stay_as_they_are(qtbot):
    status = StatusText("missing", "<b>fett</b>")
    qtbot.addWidget(status)
    assert status._text.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_word_and_a_colour_of_the_theme(qtbot, state):
    status = StatusText(state, "2 fehlen")
    qtbot.addWidget(status)
    assert status.accessibleName() == "2 fehlen" and STATES[state][1] in theme.tokens(False)


def test_a_filter_chip_can_be_removed(qtbot):
    chip = FilterChip("Rolle: Mentee")
    qtbot.addWidget(chip)
    with qtbot.waitSignal(chip.removed):
        chip.cross.click()
    assert chip.cross.accessibleName() == "Filter entfernen: Rolle: Mentee"


def test_arrow_keys_choose_among_segmented_chips_and_tab_reaches_only_the_chosen_one(shown, qtbot):
    chips = shown(SegmentedChips([("all", "Alle 14"), ("exit", "Austritt 4"), ("ask", "Nachfragen 3")]))
    chosen = []
    chips.changed.connect(chosen.append)
    first = chips._buttons["all"]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert chips.chosen() == "exit" and chosen == ["exit"]
    QTest.keyClick(chips._buttons["exit"], Qt.Key.Key_Left)
    QTest.keyClick(first, Qt.Key.Key_Left)
    assert chips.chosen() == "ask"
    stops = [key for key, button in chips._buttons.items() if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["ask"]


def test_new_counts_keep_the_chosen_view(qtbot):
    chips = SegmentedChips([("all", "Alle 14"), ("exit", "Austritt 4")])
    qtbot.addWidget(chips)
    chips.choose("exit")
    chips.set_choices([("all", "Alle 13"), ("exit", "Austritt 3")])
    assert chips.chosen() == "exit" and chips._buttons["all"].text() == "Alle 13"


def test_the_search_asks_when_typing_pauses_and_esc_clears_at_once(shown, qtbot):
    field, asked = shown(SearchField()), []
    field.searched.connect(asked.append)
    with qtbot.waitSignal(field.searched):
        type_text(field, "Müller")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert asked == ["Müller", ""] and field.text() == ""


def test_enter_searches_without_waiting(shown):
    field, asked = shown(SearchField()), []
    field.searched.connect(asked.append)
    type_text(field, "Ngọc")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == ["Ngọc"]


@pytest.mark.parametrize(
    ("actual", "target", "time", "word"),
    [(31, 40, 0.62, "im Plan"), (7, 15, 0.62, "hinter Plan"), (15, 15, 0.62, "erreicht"), (0, 0, 0.5, "hinter Plan")],
)
def test_a_target_says_in_words_how_it_stands(qtbot, actual, target, time, word):
    bar = TargetBar("Mentees aufgenommen", actual, target, time)
    qtbot.addWidget(bar)
    assert bar.accessibleName() == f"Mentees aufgenommen: {actual} von {target}, {word}"


def test_a_longer_word_for_how_a_target_stands_takes_room_from_the_bar(qtbot):
    bar = TargetBar("Mentees aufgenommen", 7, 15, 0.62)
    qtbot.addWidget(bar)
    bar.resize(320, bar.sizeHint().height())
    bar.state.show_state("behind", "weit hinter dem Plan zurück")
    bar.show()
    QApplication.processEvents()
    assert bar.state.width() >= bar.state.sizeHint().width()


def test_only_one_lamp_is_on(qtbot):
    light = TrafficLight("yellow")
    qtbot.addWidget(light)
    assert [name for name, lamp in light._lamps.items() if lamp.property("active") == "true"] == ["yellow"]
    assert light.accessibleName() == "Ampel: Gelb"


def test_a_toast_offers_undo_and_goes_away(shown, qtbot):
    window = shown(QWidget())
    toast = Toast(window)
    toast._timer.setInterval(1)
    toast.tell("Tandem angelegt: Al-Haddad – Böttner")
    assert toast.isVisible() and toast.geometry().right() < window.width()
    qtbot.waitUntil(lambda: not toast.isVisible())
    toast._timer.setInterval(10_000)
    toast.tell("Person geändert")
    with qtbot.waitSignal(toast.undo_clicked):
        toast.undo.click()
    assert not toast.isVisible()


def test_a_toast_stays_while_the_keyboard_is_on_it(shown):
    window = shown(QWidget())
    toast = Toast(window)
    toast.tell("Person geändert")
    toast.undo.setFocus()
    toast._expire()
    assert toast.isVisible()


def test_the_progress_line_appears_only_after_a_while(qtbot):
    tasks, clock = Tasks(), [100.0]
    line = ProgressLine(tasks, now=lambda: clock[0])
    qtbot.addWidget(line)
    progress = Progress()
    progress.done, progress.total, progress.text = 124, 200, "Drucke"
    tasks._running.append(Running(progress, line, "", "work", False, since=100.0))
    line.look()
    assert line.isHidden()
    clock[0] += 0.5
    line.look()
    assert not line.isHidden() and line._text.text() == "Drucke 124 von 200"
    line.button.click()
    line.look()
    assert progress.cancelled and line.isHidden()
    tasks._running.clear()
    tasks.shutdown()


def test_the_panel_counts_and_cancels(qtbot):
    panel, progress = ProgressPanel("Bescheinigungen werden erstellt", "Nichts wird vergeben."), Progress()
    qtbot.addWidget(panel)
    progress.done, progress.total = 124, 200
    panel.watch(progress)
    assert panel._count.text() == "124 von 200"
    panel.button.click()
    assert progress.cancelled and not panel.button.isEnabled()


def test_remaining_time_is_told_only_when_it_can_be_known():
    progress = Progress()
    assert remaining(progress, 10) == ""
    progress.done, progress.total = 100, 200
    assert remaining(progress, 12) == "noch etwa 12 Sekunden"
    assert remaining(progress, 600) == "noch etwa 10 Minuten"


def test_no_hits_name_what_was_searched(qtbot):
    empty = EmptyState.no_hits("xyz", LinkButton("Filter zurücksetzen"))
    qtbot.addWidget(empty)
    assert empty.title.text() == "Keine Treffer für „xyz“"


def test_the_way_to_the_page_leads_back(qtbot):
    gone = []
    crumbs = Breadcrumb("Anwesenheit", [("Schulungen", lambda: gone.append("courses"))])
    qtbot.addWidget(crumbs)
    crumbs.findChild(LinkButton).click()
    assert gone == ["courses"] and crumbs.title.text() == "Anwesenheit"


def test_chips_flow_into_the_next_line(shown):
    widget = QWidget()
    flow = FlowLayout(widget)
    badges = [Badge("Verwaltungsmitarbeitende") for _number in range(6)]
    for badge in badges:
        flow.addWidget(badge)
    shown(widget)
    assert badges[0].y() < badges[-1].y() and flow.heightForWidth(10_000) < flow.heightForWidth(600)


def test_a_small_link_stands_at_the_end_of_the_line_on_one_middle_with_the_buttons(shown):
    flow = FlowLayout(last_at_end=True)
    flow.setContentsMargins(0, 5, 0, 0)
    button, link = Button("Annehmen"), LinkButton("Profil öffnen", small=True)
    for one in (button, link):
        flow.addWidget(one)
    widget = QWidget()
    widget.setLayout(flow)
    shown(widget)
    assert (button.x(), button.y()) == (0, 5)
    assert link.geometry().right() == widget.width() - 1
    assert abs(link.geometry().center().y() - button.geometry().center().y()) <= 1


def table(shown) -> QTableView:
    view, model = QTableView(), QStandardItemModel()
    for name in LIST:
        item = QStandardItem("2 fehlen")
        item.setData("missing", Cell.STATE)
        model.appendRow([QStandardItem(name), item])
    set_up_table(view, "people", "Liste der Personen")
    view.setModel(model)
    return shown(view)


def test_a_table_is_dense_named_and_lets_tab_pass(shown):
    view = table(shown)
    assert view.rowHeight(0) == 30 and view.accessibleName() == "Liste der Personen"
    assert not view.tabKeyNavigation() and view.verticalHeader().isHidden()


def test_row_heights_follow_the_setting_and_the_text_size(shown, qapp):
    view = table(shown)
    set_row_height(view, 26)
    theme.apply(qapp, "light", 1.5)
    assert view.rowHeight(0) == 39


def test_the_chosen_row_has_tint_and_bar(shown):
    view = table(shown)
    view.setCurrentIndex(view.model().index(1, 1))
    image = view.viewport().grab().toImage()
    y = view.rowViewportPosition(1) + 4
    assert image.pixelColor(1, y) == theme.color("accent")
    assert image.pixelColor(200, y) == theme.color("tint")
    assert image.pixelColor(1, 4) == theme.color("surface")


def test_the_cell_with_the_keyboard_has_a_frame(shown):
    view = table(shown)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 1))
    rect = view.visualRect(view.model().index(0, 1))
    image = view.viewport().grab().toImage()
    assert image.pixelColor(rect.center().x(), rect.top() + 1) == theme.color("focus")


def test_the_row_under_the_mouse_lights_up(shown):
    view = table(shown)
    QTest.mouseMove(view.viewport(), QPoint(20, view.rowViewportPosition(2) + 5))
    QApplication.processEvents()
    assert view.itemDelegate().hovered == 2


def test_questions_are_answered_from_the_queue():
    dialogs.alone()
    dialogs.answer(True, None, "Begegnungscafé", "x.xlsx")
    assert dialogs.confirm(None, "Daten löschen", "Daten endgültig löschen?", "", "Endgültig löschen")
    assert dialogs.ask_text(None, "Ansicht speichern", "Name") is None
    assert dialogs.ask_text(None, "Ansicht speichern", "Name") == "Begegnungscafé"
    assert dialogs.save_file(None, "Excel speichern", "Liste.xlsx").name == "x.xlsx"
    assert [asked.kind for asked in dialogs.asked()] == ["confirm", "text", "text", "save"]


def test_an_unexpected_question_fails_instead_of_waiting():
    dialogs.alone()
    with pytest.raises(AssertionError, match="Daten löschen"):
        dialogs.confirm(None, "Daten löschen", "Daten endgültig löschen?", "", "Endgültig löschen")


def test_for_what_cannot_be_undone_the_keyboard_is_on_cancel(shown):
    question = dialogs.Question(None, "Daten löschen", "Daten löschen?", "Das bleibt so.", ("warning", "warn"))
    cancel = question.add_cancel()
    question.add_choice("deed", Button("Endgültig löschen"))
    cancel.setFocus()
    shown(question)
    assert QApplication.focusWidget() is cancel
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert question.chosen == ""
