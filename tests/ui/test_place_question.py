"""Addresses in a form: the place is asked for where several can be meant, and what was typed stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from app.models import Offer, Organisation, Person, Place
from app.models.fields import fields
from app.ui.form import Form
from tests.ui.conftest import type_text


@pytest.fixture
def show(qtbot, context):
    """A form of KIND on the screen, being edited, with VALUES in it."""

    def shown(kind=Organisation, **values):
        area = QScrollArea()
        area.setWidgetResizable(True)
        form = Form(fields(kind), context)
        area.setWidget(form)
        area.resize(560, 700)
        qtbot.addWidget(area)
        area.show()
        area.activateWindow()
        form.load(values)
        form.edit()
        form.area = area
        return form

    return shown


def field(form, name):
    return form.rows[name].editor.field


def write(form, name, text):
    """Write TEXT into a field instead of what stands there, and leave it."""
    field(form, name).selectAll()
    type_text(field(form, name), text)
    form.rows[name].editor.left.emit()


def clear(form, name):
    field(form, name).selectAll()
    QTest.keyClick(field(form, name), Qt.Key.Key_Delete)


def address(form):
    return tuple(form.rows[name].raw() for name in ("postcode", "city", "county"))


def question(form):
    """What is asked under the post code, '' while nothing is."""
    return form._place.note.text() if form._place.isVisible() else ""


def candidates(form):
    if not form._place.button.isVisible():
        return []
    return [action.text() for action in form._place._menu().actions()]


def choose(form, text):
    next(action for action in form._place._menu().actions() if action.text() == text).trigger()


TWO = "Die PLZ 98559 liegt in Schmalkalden-Meiningen und Suhl. Bitte den Ort angeben."
CHOICES = ["98559 Oberhof (Schmalkalden-Meiningen)", "98559 Gehlberg (Suhl)"]


@pytest.mark.parametrize("kind", [Organisation, Offer, Person])
def test_a_post_code_in_two_landkreise_asks_for_the_place_and_fills_in_nothing(show, kind):
    form = show(kind)
    write(form, "postcode", "98559")
    assert (question(form), candidates(form)) == (TWO, CHOICES)
    assert form.rows["city"].raw() == ""
    assert "county" not in form.rows or form.rows["county"].raw() == ""


def test_the_chosen_place_fills_place_and_landkreis_and_the_keyboard_goes_there(show):
    form = show()
    write(form, "postcode", "98559")
    choose(form, CHOICES[1])
    assert address(form) == ("98559", "Gehlberg", "Suhl")
    assert question(form) == "" and form.rows["city"].has_focus()
    assert form.values()["county"] == "Suhl" and form.is_changed()


def test_a_person_has_no_landkreis_but_is_asked_for_the_place(show):
    form = show(Person)
    write(form, "postcode", "98559")
    choose(form, CHOICES[0])
    assert form.values()["city"] == "Oberhof"


def test_typing_the_place_answers_the_question(show):
    form = show()
    write(form, "postcode", "98559")
    write(form, "city", "Gehlberg")
    assert (address(form), question(form)) == (("98559", "Gehlberg", "Suhl"), "")


def test_a_post_code_of_one_place_fills_in_what_is_empty(show):
    form = show()
    write(form, "postcode", "99084")
    assert (address(form), question(form)) == (("99084", "Erfurt", "Erfurt"), "")


def test_what_was_typed_is_never_changed(show):
    form = show(city="Erfurt-Süd", county="")
    write(form, "postcode", "99084")
    assert address(form) == ("99084", "Erfurt-Süd", "Erfurt")
    write(form, "county", "Stadt Erfurt")
    write(form, "postcode", "98559")
    assert address(form) == ("98559", "Erfurt-Süd", "Stadt Erfurt")


def test_what_was_filled_in_follows_the_post_code(show):
    form = show()
    write(form, "postcode", "99084")
    write(form, "postcode", "98559")
    assert (address(form), question(form)) == (("98559", "", ""), TWO)
    choose(form, CHOICES[0])
    write(form, "postcode", "07743")
    assert address(form) == ("07743", "Jena", "Jena")


def test_who_empties_the_place_may_type_another_one(show):
    form = show()
    write(form, "postcode", "99084")
    clear(form, "city")
    assert address(form) == ("99084", "", "Erfurt")


def test_a_contradiction_is_told_on_leaving_the_field_and_not_in_the_middle_of_a_word(show):
    form = show(postcode="99706")
    type_text(field(form, "city"), "Königsee")
    assert question(form) == ""
    form.rows["city"].editor.left.emit()
    assert question(form) == "Königsee hat die PLZ 07426, nicht 99706. Bitte prüfen."
    assert candidates(form) == []


def test_what_stands_there_already_is_asked_about_and_not_changed(show):
    form = show(postcode="98559")
    assert question(form) == TWO
    assert not form.is_changed()


def test_nobody_is_asked_while_reading(show):
    form = show(postcode="98559")
    form.edit(False)
    assert question(form) == ""


def test_a_place_that_the_office_stated_is_offered_too(show, one_db):
    with one_db.work("Ort anlegen") as work:
        work.add(Place(name="Neue Siedlung", postcode="98559", county="Ilm-Kreis", latitude=50.7, longitude=10.7))
    form = show()
    write(form, "postcode", "98559")
    assert "98559 Neue Siedlung (Ilm-Kreis)" in candidates(form)


def test_a_form_without_a_place_asks_nothing(show):
    form = show(Place)
    write(form, "postcode", "98559")
    assert form._place is None
