"""Editors of special kinds: hours of a week, tags, words that are completed, records that are looked up, names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.core.words import Words
from app.models import Household, Interest, Person
from app.models.fields import Field, fields
from app.ui import form_offers
from app.ui.editors import SearchEditor
from app.ui.form import Form
from tests.factories import person
from tests.ui.conftest import type_text

TUESDAY_EVENING = WeekTimes.parse("Di 16–20")


@pytest.fixture
def show(qtbot):
    """An editor on the screen, in the form that it belongs to."""
    forms_alive = []

    def shown(spec, value=None, context=None):
        form = Form({"x": spec}, context)
        forms_alive.append(form)
        qtbot.addWidget(form)
        form.resize(600, 400)
        form.load({"x": value})
        form.edit()
        form.show()
        form.activateWindow()
        return form.rows["x"].editor

    yield shown


@pytest.fixture
def week(show):
    return show(Field("Verfügbar", name="x", kind=WeekTimes), TUESDAY_EVENING)


@pytest.fixture
def tags(show):
    made = show(Field("Interessen", name="x", kind=Tags, suggest="interests"), Tags(("Chor",)))
    made.suggest(Words(["Chor", "Fußball", "Fotografie", "Theater"]))
    return made


def press(widget, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifiers)


def cell(week, day, hour):
    return week.grid.visualRect(week.hours.index(day, hour - week.hours.first)).center()


def offered(offers):
    model = offers.popup().model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


# ---------------------------------------------------------------- hours of a week


def test_the_grid_shows_the_text(week):
    assert [week.hours.is_on(1, hour - week.hours.first) for hour in (15, 16, 19, 20)] == [False, True, True, False]


def test_typing_hours_fills_the_grid(week):
    week.line.clear()
    type_text(week.line, "Mo 08–12")
    assert week.hours.mask == WeekTimes.parse("Mo 08–12").mask and week.value() == WeekTimes.parse("Mo 08–12")


def test_text_that_cannot_be_read_leaves_the_grid_alone(week):
    type_text(week.line, "x")
    assert week.hours.mask == TUESDAY_EVENING.mask
    with pytest.raises(ValueError, match="keine Zeit"):
        week.value()


def test_dragging_paints_a_rectangle_and_may_shrink_again(week):
    view = week.grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=cell(week, 3, 9))
    QTest.mouseMove(view, cell(week, 5, 12))
    QTest.mouseMove(view, cell(week, 4, 10))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=cell(week, 4, 10))
    assert week.value() == WeekTimes.parse("Di 16–20, Do 09–11, Fr 09–11")


def test_dragging_from_a_full_hour_empties(week):
    QTest.mouseClick(week.grid.viewport(), Qt.MouseButton.LeftButton, pos=cell(week, 1, 16))
    assert week.value() == WeekTimes.parse("Di 17–20")


def test_the_keyboard_does_the_same(week):
    week.grid.setFocus()
    press(week.grid, Qt.Key.Key_Down)
    press(week.grid, Qt.Key.Key_Space)
    assert week.value() == WeekTimes.parse("Di 08–09, Di 16–20")
    press(week.grid, Qt.Key.Key_Right)
    press(week.grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert all(week.hours.is_on(day, 9 - week.hours.first) for day in range(7))
    press(week.grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert all(week.hours.is_on(1, column) for column in range(week.hours.columnCount()))


def test_headers_fill_and_empty_a_day_and_an_hour(week):
    week.grid.verticalHeader().sectionPressed.emit(1)
    assert all(week.hours.is_on(1, column) for column in range(week.hours.columnCount()))
    week.grid.verticalHeader().sectionPressed.emit(1)
    assert week.value() is None
    week.grid.horizontalHeader().sectionPressed.emit(0)
    assert week.hours.is_on(6, 0)


def test_hours_of_the_night_show_all_hours(week):
    week.put(WeekTimes.parse("Sa 22–24"))
    assert week.hours.columnCount() == 24


def test_a_screen_reader_hears_each_hour(week):
    index = week.hours.index(1, 16 - week.hours.first)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Di 16 bis 17 Uhr: Zeit"


# ---------------------------------------------------------------- tags


def test_enter_adds_a_word_and_its_cross_takes_it_away(tags):
    type_text(tags.line, "Kochen")
    press(tags.line, Qt.Key.Key_Return)
    assert tags.value() == Tags(("Chor", "Kochen")) and not tags.line.text()
    tags.chips[0].cross.click()
    assert tags.value() == Tags(("Kochen",))


def test_the_list_completes(tags):
    type_text(tags.line, "fo")
    assert offered(tags.offers) == ["Fotografie"]
    tags.offers._take(tags.offers.popup().model().index(0, 0))
    assert tags.value() == Tags(("Chor", "Fotografie"))


def test_a_word_of_the_list_is_spelt_as_the_list_spells_it_and_stands_once(tags):
    for typed in ("fussball", "FUSSBALL", "chor"):
        type_text(tags.line, typed)
        press(tags.line, Qt.Key.Key_Return)
    assert tags.value() == Tags(("Chor", "Fußball"))


def test_what_was_typed_but_not_entered_counts_when_saving(tags):
    type_text(tags.line, "theater")
    assert tags.value() == Tags(("Chor", "Theater"))


def test_the_backspace_in_the_empty_line_takes_the_last_word(tags):
    tags.line.setFocus()
    press(tags.line, Qt.Key.Key_Backspace)
    assert tags.value() is None


# ---------------------------------------------------------------- words and records


def test_words_already_used_complete_a_text(show, context):
    with context.db.work("Anlegen") as work:
        work.add(person(occupation="Pflegefachkraft"))
        work.add(Interest(name="Chor"))
    made = show(fields(Person)["occupation"], "", context)
    type_text(made.line, "pfl")
    assert offered(made.offers) == ["Pflegefachkraft"]
    made.offers._take(made.offers.popup().model().index(0, 0))
    assert made.value() == "Pflegefachkraft"


def test_a_word_inside_is_found_after_those_that_begin_so():
    found = Words(["Altenpflege", "Pflegehelferin", "Köchin"]).find("pflege")
    assert found == ["Pflegehelferin", "Altenpflege"]


def test_few_records_are_a_list_many_are_looked_up(show, context, monkeypatch):
    with context.db.work("Anlegen") as work:
        first = work.add(Household(name="Familie Al-Haddad"))
        work.add(Household(name="Familie Bilenko"))
    spec = fields(Person)["household_id"]
    assert not isinstance(show(spec, first.id, context), SearchEditor)
    monkeypatch.setattr(form_offers, "MOST_CAPTIONS", 1)
    made = show(spec, first.id, context)
    row = made.parent()
    editor = row.editor
    assert isinstance(editor, SearchEditor) and editor.line.text() == "Familie Al-Haddad"
    editor.line.clear()
    type_text(editor.line, "bil")
    editor.search()
    assert offered(editor.offers) == ["Familie Bilenko"]
    with pytest.raises(ValueError, match="aus der Liste"):
        editor.value()
    editor.offers._take(editor.offers.popup().model().index(0, 0))
    assert editor.value() not in (None, first.id) and editor.line.text() == "Familie Bilenko"


# ---------------------------------------------------------------- names


@pytest.fixture
def name(show):
    return show(fields(Person)["last_name"], "")


def said(editor):
    return editor.parent().note_text()


def test_a_sign_that_names_do_not_have_is_named_while_typing(name):
    type_text(name.line, "Ab²")
    assert said(name).startswith("Das Zeichen „²“ an Stelle 3 ist in Namen nicht vorgesehen.")
    assert name.line.text() == "Ab²" and name.line.cursorPosition() == 3
    press(name.line, Qt.Key.Key_Backspace)
    assert not said(name)


def test_the_cursor_stays_where_somebody_types(name):
    type_text(name.line, "Müller")
    name.line.setCursorPosition(2)
    type_text(name.line, "7")
    assert "Stelle 3" in said(name) and name.line.cursorPosition() == 3


def test_decomposed_letters_are_as_good_and_counted_once(name):
    type_text(name.line, "Çe€")
    assert "an Stelle 3" in said(name)
    name.line.clear()
    type_text(name.line, "Çelik")
    assert not said(name)


def test_what_is_pasted_is_looked_at_and_never_cut_off(name):
    QApplication.clipboard().setText("Ω" + "a" * 200)
    name.line.setFocus()
    name.line.paste()
    assert "„Ω“ an Stelle 1" in said(name) or "zu lang" in said(name)
    assert len(name.line.text()) == 201


def test_the_grid_is_as_high_as_seven_days(week):
    last = week.grid.visualRect(week.hours.index(6, week.hours.columnCount() - 1))
    assert week.grid.viewport().rect().contains(last.bottomRight() - QPoint(1, 1))
