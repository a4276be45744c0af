"""Filters of a list: chips for every kind of field, changed and removed by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.models import Course, Person
from app.models.conditions import Between, Contains, Empty, OneOf, Tagged
from app.models.fields import columns
from app.ui import dialogs
from app.ui.pages.filter_dialogs import FieldPicker, FilterDialog
from tests.ui.conftest import type_text
from tests.ui.lists.conftest import NAMES, names

FIELDS = columns(Person)


@pytest.fixture
def ask(qtbot):
    def asked(spec, given=None, nullable=True, tags=()):
        dialog = FilterDialog(None, spec, nullable, given, tags)
        qtbot.addWidget(dialog)
        return dialog

    return asked


def test_a_text_filter_takes_several_texts(page, ask):
    dialog = ask(FIELDS["last_name"], nullable=False)
    type_text(dialog.part.field, "haddad; Zimmer ;")
    dialog._take()
    page.head.filters.set("last_name", dialog.chosen)
    assert dialog.chosen == Contains(("haddad", "Zimmer")) and names(page) == ["Al-Haddad", "Zimmermann"]
    assert page.head.filters.sentence() == "Nachname: enthält „haddad“ oder „Zimmer“"


@pytest.mark.parametrize(
    ("spec", "first", "last", "condition"),
    [
        (FIELDS["born"], "1990", "07.1991", Between(PartialDate(1990), PartialDate(1991, 7))),
        (FIELDS["born"], "", "3.10.1989", Between(None, PartialDate(1989, 10, 3))),
        (columns(Course)["first_day"], "2026", "2026", Between(date(2026, 1, 1), date(2026, 12, 31))),
        (columns(Course)["places"], "1.200", "", Between(1200, None)),
        (columns(Course)["units"], "", "", None),
    ],
)
def test_dates_and_numbers_have_two_ends_of_which_one_may_be_open(ask, spec, first, last, condition):
    dialog = ask(spec)
    dialog.part.first.setText(first)
    dialog.part.last.setText(last)
    dialog._take()
    assert dialog.chosen == condition
    if condition:
        again = ask(spec, condition)
        again._take()
        assert again.chosen == condition


def test_what_has_no_value_may_be_in_as_well(ask):
    given = Between(PartialDate(1990), None, or_none=True)
    dialog = ask(FIELDS["born"], given)
    dialog._take()
    assert dialog.chosen == given
    dialog.part.or_none.setChecked(False)
    dialog._take()
    assert dialog.chosen == Between(PartialDate(1990))
    assert ask(FIELDS["born"], nullable=False).part.or_none.isHidden()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [("gestern", "", "kein Datum"), ("31.02.1990", "", "gibt es nicht"), ("1991", "1990", "vor „von“")],
)
def test_what_cannot_be_read_is_said_and_the_dialog_stays(ask, first, last, sentence):
    dialog = ask(FIELDS["born"])
    dialog.part.first.setText(first)
    dialog.part.last.setText(last)
    dialog._take()
    assert sentence in dialog.problem.text() and not dialog.result()


def test_what_is_wrong_is_seen_without_scrolling(ask, qtbot, monkeypatch):
    monkeypatch.setattr(dialogs, "NARROW", 100)
    dialog = ask(FIELDS["born"])
    dialog.show()
    dialog.part.first.setText("gestern oder vorgestern, vielleicht auch früher")
    dialog._take()
    QApplication.processEvents()  # until then the sentence has no place at all
    qtbot.waitUntil(lambda: dialog.problem.visibleRegion().boundingRect() == dialog.problem.rect())


def test_empty_and_filled_can_be_asked_for(page, ask):
    dialog = ask(FIELDS["email"])
    dialog.states[Empty()].click()
    assert not dialog.part.isEnabled()
    dialog._take()
    page.head.filters.set("email", dialog.chosen)
    assert names(page) == NAMES and page.head.filters.sentence() == "E-Mail: leer"
    page.head.filters.set("email", Empty(False))
    assert names(page) == [] and ask(FIELDS["email"], Empty(False)).states[Empty(False)].isChecked()


def test_yes_and_no_are_ticked(ask):
    dialog = ask(FIELDS["family_first"], nullable=False)
    assert [dialog.part.list.item(n).text() for n in range(dialog.part.list.count())] == ["ja", "nein"]
    dialog.part.list.setFocus()
    QTest.keyClick(dialog.part.list, Qt.Key.Key_Space)
    dialog._take()
    assert dialog.chosen == OneOf((True,)) and not dialog.states


def test_tags_are_ticked(ask):
    spec = FIELDS["interests"]
    dialog = ask(spec, Tagged(("Chor",)), tags=["Chor", "Fußball"])
    dialog.part.list.item(1).setCheckState(Qt.CheckState.Checked)
    dialog._take()
    assert dialog.chosen == Tagged(("Chor", "Fußball")) and dialog.chosen.text(spec) == "Chor, Fußball"


def test_tags_come_from_the_records(page, context):
    with context.db.work("ändern") as work:
        work.update(work.get(Person, page.model.ids[0]), {"interests": Tags(("Fußball", "Chor"))})
    found = []
    page.tags("interests", found.extend)
    assert found == ["Chor", "Fußball"]


def test_a_field_is_found_by_typing_a_part_of_its_name(page, qtbot):
    picker = FieldPicker(None, page.head.filters.possible)
    qtbot.addWidget(picker)
    type_text(picker.search, "name")
    shown = [picker.list.item(n).text() for n in range(picker.list.count())]
    assert {"Nachname", "Vorname", "Geburtsname"} <= set(shown) and "Wohnort" not in shown
    first = picker.field()
    QTest.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.field() not in ("", first)
    type_text(picker.search, "xyz")
    assert picker.field() == ""


def test_filters_of_different_fields_must_all_hold(page):
    bar = page.head.filters
    bar.toggle("gender", "male")
    bar.set("last_name", Contains(("top",)))
    assert names(page) == ["Öztoprak"] and len(bar._chips) == 2


def test_chips_are_removed_by_keyboard_and_the_keyboard_stays_there(page):
    bar = page.head.filters
    page.activateWindow()
    bar.toggle("gender", "male")
    bar.set("city", Empty(False))
    bar._chips[0].button.setFocus()
    QTest.keyClick(bar._chips[0].button, Qt.Key.Key_Delete)
    assert list(bar.where) == ["city"] and bar._chips[0].button.hasFocus()
    QTest.keyClick(bar._chips[0].button, Qt.Key.Key_Tab)
    assert bar._chips[0].cross.hasFocus()
    QTest.keyClick(bar._chips[0].cross, Qt.Key.Key_Return)
    assert not bar.where and bar.add_chip.hasFocus()


def test_many_chips_take_a_second_line_instead_of_pushing_the_rest_out(page, qtbot):
    bar = page.head.filters
    wide = page.width()
    for name in ("last_name", "first_names", "birth_place", "street", "occupation"):
        bar.set(name, Contains((f"ein recht langer Text für {name}" * 3,)))
    assert page.width() == wide and page.head.detail_button.geometry().right() < wide
    qtbot.waitUntil(lambda: len({chip.y() for chip in bar._chips}) > 1)
    assert bar._chips[0].text().count("recht langer") == 3 and "…" in bar._chips[0].button.text()


def test_what_was_typed_into_a_filter_never_reaches_the_settings(page, context):
    page.head.filters.set("last_name", Contains(("Geheimname",)))
    page.head.filters.toggle("gender", "female")
    page.memory.keep()
    kept = context.settings.layout("list-person")
    assert "Geheimname" not in kept and "female" in kept


def test_on_a_small_screen_the_menu_lists_the_filters_and_everything_else(people, make):
    page = make(size=(635, 300))
    page.head.filters.set("last_name", Contains(("top",)))
    texts = [action.text() for action in page.head.filters.menu().actions()]
    assert "Nachname: enthält „top“" in texts and "Filter zurücksetzen" in texts
    more = [action.text() for action in page.head.more_menu().actions() if action.isVisible()]
    assert more[0] == "&Spalten wählen …" and any("Excel" in text for text in more)
