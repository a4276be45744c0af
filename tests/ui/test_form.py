"""Forms: text to read, an editor per kind of value, sentences under fields, keys."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QComboBox, QLineEdit, QRadioButton, QScrollArea

from app.core.errors import Invalid
from app.core.partial_date import PartialDate
from app.models import Course, OrganisationContact, Participation, Person
from app.models.fields import Field, fields
from app.ui import editors
from app.ui.form import SENSITIVE, Form
from tests.factories import course, participation, person, project
from tests.ui.conftest import type_text

YES_NO = (("yes", "ja"), ("no", "nein"))
LONG = tuple((str(n), f"eine längere Antwort Nummer {n}") for n in range(6))


def spec(**values):
    return Field(**({"label": "Angabe", "name": "x"} | values))


def field(form, name="x"):
    return form.rows[name].editor.field


@pytest.fixture
def show(qtbot):
    """Put fields into a form on the screen, ready for typing."""

    def shown(given, values=None, edit=True, **more):
        area = QScrollArea()
        area.setWidgetResizable(True)
        form = Form(given, **more)
        area.setWidget(form)
        area.resize(560, 320)
        qtbot.addWidget(area)
        area.show()
        area.activateWindow()
        form.load(values or {})
        if edit:
            form.edit()
        form.area = area
        return form

    return shown


def one(show, value=None, **details):
    return show({"x": spec(**details)}, {"x": value})


# ---------------------------------------------------------------- reading


def test_values_are_text_until_somebody_edits(show):
    form = show(fields(Person), person(), edit=False)
    assert not form.findChildren(QLineEdit)
    assert form.rows["born"]._text.text() == "14.03.1991" and form.rows["gender"]._text.text() == "weiblich"
    assert form.rows["phone"]._text.text() == "–"


def test_editing_shows_what_was_loaded(show):
    form = show(fields(Person), person())
    assert field(form, "last_name").text() == "Al-Haddad" and not form.rows["last_name"]._text.isVisible()


def test_going_back_to_reading_forgets_what_was_typed(show):
    form = show(fields(Person), person())
    type_text(field(form, "city"), "x")
    form.edit(False)
    assert form.rows["city"]._text.text() == "Bad Blankenburg" and not form.is_changed()
    form.edit()
    assert field(form, "city").text() == "Bad Blankenburg"


def test_units_stand_behind_the_value(show):
    form = show(fields(Course), course(project()), edit=False)
    assert form.rows["units"]._text.text() == "24 UE"


# ---------------------------------------------------------------- kinds of values


@pytest.mark.parametrize(
    ("details", "made"),
    [
        ({}, editors.LineEditor),
        ({"multiline": True}, editors.TextEditor),
        ({"kind": date}, editors.LineEditor),
        ({"kind": bool}, editors.TickEditor),
        ({"options": YES_NO}, editors.RadioEditor),
        ({"options": LONG}, editors.ListEditor),
        ({"target": "project", "kind": int}, editors.ListEditor),
    ],
)
def test_every_kind_has_its_editor(show, details, made):
    assert type(one(show, **details).rows["x"].editor) is made


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (int, "1.200", 1200),
        (Decimal, "1.234,5", Decimal("1234.5")),
        (date, "14.3.91", date(1991, 3, 14)),
        (time, "17 Uhr", time(17)),
        (PartialDate, "7.2015", PartialDate(2015, 7)),
        (str, "  Saalfeld ", "Saalfeld"),
        (int, "", None),
        (str, "", ""),
    ],
)
def test_typed_text_becomes_a_value(show, kind, typed, value):
    form = one(show, kind=kind)
    type_text(field(form), typed)
    assert form.values() == {"x": value}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [(int, "drei"), (date, "31.2.1990"), (time, "25:00"), (PartialDate, "gestern"), (Decimal, "viel")],
)
def test_what_cannot_be_read_is_no_value(show, kind, typed):
    form = one(show, kind=kind)
    type_text(field(form), typed)
    with pytest.raises(Invalid) as trouble:
        form.values()
    assert trouble.value.problems["x"].endswith((".", "."))


texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=texts,
    born=st.none() | st.dates(date(1900, 1, 1)).map(PartialDate.of) | st.integers(1900, 2020).map(PartialDate),
    gender=st.sampled_from([None, "female", "male", "diverse", "none"]),
    first=st.booleans(),
    notes=st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), max_size=200),
)
def test_a_form_gives_back_what_it_was_given(look, name, born, gender, first, notes):
    form = Form(fields(Person))
    record = person(name, "", born=born, gender=gender, family_first=first, notes=notes)
    form.load(record)
    form.edit()
    assert form.values() == {name: getattr(record, name) for name in form.fields} and not form.is_changed()


def test_options_begin_with_a_request_to_choose(show):
    form = one(show, options=LONG)
    assert field(form).currentText() == "Bitte wählen" and form.values() == {"x": None}
    QTest.keyClick(field(form), Qt.Key.Key_Down)
    assert form.values() == {"x": "0"} and form.is_changed()


def test_an_answer_the_list_no_longer_has_is_kept(show):
    form = one(show, "old", options=LONG)
    assert form.values() == {"x": "old"} and field(form).currentText() == "old"


def test_few_short_options_stand_side_by_side(show):
    form = one(show, options=YES_NO)
    QTest.mouseClick(form.findChild(QRadioButton, "feld_x_yes"), Qt.MouseButton.LeftButton)
    assert form.values() == {"x": "yes"} and form.is_changed()


def test_an_answer_can_be_taken_back_with_the_cross_and_with_entf(show):
    form = one(show, "yes", options=YES_NO)
    editor = form.rows["x"].editor
    assert editor.clear_button.isVisible() and "Angabe" in editor.clear_button.accessibleName()
    QTest.keyClick(form.findChild(QRadioButton, "feld_x_yes"), Qt.Key.Key_Delete)
    assert form.values() == {"x": None} and not editor.clear_button.isVisible()


def test_a_mandatory_answer_cannot_be_taken_back(show):
    form = one(show, "yes", options=YES_NO, required=True)
    assert not form.rows["x"].editor.clear_button.isVisible()


def test_the_wheel_scrolls_the_form_and_changes_nothing(show):
    form = one(show, "1", options=LONG)
    box = field(form)
    box.setFocus()
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert form.values() == {"x": "1"}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_calendar_opens_with_alt_and_arrow_and_fills_the_field(show, qtbot):
    form = one(show, date(2026, 3, 2), kind=date)
    QTest.keyClick(field(form), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 3, 2)
    calendar.activated.emit(QDate(2026, 3, 9))
    assert form.values() == {"x": date(2026, 3, 9)} and form.is_changed() and QApplication.activePopupWidget() is None


def test_a_reference_is_chosen_among_the_names_of_records(context, show):
    with context.db.work("Projekte anlegen") as work:
        first, second = work.add(project("Connecting Women")), work.add(project("Connecting Humans"))
    form = show({"project_id": fields(Participation)["project_id"]}, {"project_id": first.id}, context=context)
    box = field(form, "project_id")
    assert isinstance(box, QComboBox) and box.currentText() == "Connecting Women"
    assert [box.itemText(n) for n in range(box.count())] == ["Bitte wählen", "Connecting Humans", "Connecting Women"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert form.values() == {"project_id": second.id}


def test_a_reference_is_read_by_its_name(context, show):
    with context.db.work("Projekte anlegen") as work:
        first = work.add(project("Connecting Women"))
    form = show({"project_id": fields(Participation)["project_id"]}, {"project_id": first.id}, False, context=context)
    assert form.rows["project_id"]._text.text() == "Connecting Women"


# ---------------------------------------------------------------- changes


def test_typing_and_taking_it_back_is_no_change(show):
    form = one(show, "Rim")
    type_text(field(form), "a")
    assert form.is_changed() and form.changed_names() == ["x"]
    QTest.keyClick(field(form), Qt.Key.Key_Backspace)
    assert not form.is_changed()


def test_what_was_typed_survives_a_reload_where_it_is_wanted(show):
    form = show({"x": spec(), "y": spec(name="y", kind=date)}, {"x": "alt", "y": None})
    type_text(field(form, "y"), "31.2.1990")
    form.keep_input({"x": "neu", "y": None}, ["y"])
    assert field(form).text() == "neu" and field(form, "y").text() == "31.2.1990"
    assert form.changed_names() == ["y"] and "gibt es nicht" in form.rows["y"]._note.text()


# ---------------------------------------------------------------- notes


def leave(form, name="x"):
    QApplication.sendEvent(field(form, name), QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))


def test_nothing_is_said_while_typing_and_the_format_on_leaving(show):
    form = one(show, kind=date)
    type_text(field(form), "31.2.1990")
    assert form.rows["x"].problem == ""
    leave(form)
    assert form.rows["x"]._note.text() == "Den 31.02.1990 gibt es nicht." and field(form).property("problem") == "wrong"
    assert field(form).accessibleDescription() == "Den 31.02.1990 gibt es nicht."


def test_the_sentence_goes_when_the_field_is_put_right(show):
    form = one(show, kind=date)
    type_text(field(form), "31.2.1990")
    leave(form)
    field(form).clear()
    type_text(field(form), "28.2.90")
    leave(form)
    assert not form.rows["x"]._note.isVisible() and field(form).text() == "28.02.1990"


def test_an_empty_field_is_left_without_a_word(show):
    form = one(show, kind=date, required=True)
    field(form).setFocus()
    leave(form)
    assert form.rows["x"].problem == ""


def test_complaints_stand_under_their_fields_and_the_first_gets_the_keyboard(show):
    form = show(fields(Person), person())
    rest = form.complain(
        {"email": "Die E-Mail-Adresse ist unvollständig.", "elsewhere": "Anderswo stimmt etwas nicht."}
    )
    assert rest == ["Anderswo stimmt etwas nicht."]
    assert form.rows["email"]._note.isVisible() and form.rows["email"].has_focus()
    QApplication.processEvents()
    top = form.rows["email"].mapTo(form.area.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= form.area.viewport().height() - form.rows["email"].height()
    form.complain({})
    assert not form.noted()


@pytest.mark.parametrize("entity", [Person, OrganisationContact])
def test_a_telephone_number_without_digits_stays_as_typed_with_a_sentence_below(show, entity):
    form = show({"phone": fields(entity)["phone"]}, {"phone": ""})
    type_text(field(form, "phone"), "kein Telefon")
    assert form.checked_values() is None and field(form, "phone").text() == "kein Telefon"
    assert form.rows["phone"]._note.isVisible()
    assert form.rows["phone"]._note.text().startswith("Die Telefonnummer enthält keine Ziffer.")


def test_a_missing_answer_is_amber_until_it_is_given(show):
    form = show({"x": spec(options=LONG), "y": spec(name="y")})
    form.mark_missing({"x": "Fehlt. Ohne diese Angabe zählt Rim Al-Haddad nicht im ESF-Bericht."})
    assert field(form).property("problem") == "missing" and "zählt" in field(form).accessibleDescription()
    QTest.keyClick(field(form), Qt.Key.Key_Down)
    assert field(form).property("problem") == "" and not form.noted()


def test_missing_answers_are_marked_while_reading_too(show):
    form = show({"x": spec(options=LONG)}, edit=False)
    form.mark_missing({"x": "Fehlt."})
    assert form.rows["x"]._note.isVisible() and form.rows["x"]._note.text() == "Fehlt."


def test_what_is_wrong_is_said_before_what_is_missing(show):
    form = one(show)
    form.complain({"x": "So geht es nicht."})
    form.mark_missing({"x": "Fehlt."})
    assert form.rows["x"]._note.text() == "So geht es nicht."
    form.complain({})
    assert form.rows["x"]._note.text() == "Fehlt."


def test_f8_goes_round_the_noted_fields(show):
    form = show({name: spec(name=name) for name in "abcde"})
    form.mark_missing({"b": "Fehlt.", "d": "Fehlt."})
    visited = []
    for by in (1, 1, 1, -1):
        form.go_to_noted(by)
        visited.append(next(name for name, row in form.rows.items() if row.has_focus()))
    assert visited == ["b", "d", "b", "d"]


def test_without_notes_there_is_nowhere_to_go(show):
    assert not one(show).go_to_noted()


# ---------------------------------------------------------------- names and groups


def test_labels_name_the_fields(show):
    form = show(fields(Person), person())
    for name, one_spec in form.fields.items():
        assert field(form, name).accessibleName() == one_spec.label and field(form, name).objectName() == f"feld_{name}"


def test_a_mandatory_field_says_so_in_sign_and_word(show):
    form = show({"x": spec(label="Erwerbsstatus")}, starred=["x"])
    assert (
        form.rows["x"]._label.text() == "Erwerbsstatus\xa0*"
        and field(form).accessibleName() == "Erwerbsstatus, Pflichtfeld"
    )


def test_protected_fields_stand_last_under_their_own_heading(show):
    given = {"a": spec(name="a", sensitive=True, group="Eins"), "b": spec(name="b", group="Eins")}
    form = show(given, notes={SENSITIVE: "Die Angabe ist freiwillig."})
    assert list(form.rows) == ["b", "a"] and list(form._headings) == ["Eins", SENSITIVE]


def test_questions_that_do_not_arise_are_hidden_with_their_heading(show):
    form = show({"a": spec(name="a", group="Eins"), "b": spec(name="b", group="Zwei")})
    form.mark_missing({"b": "Fehlt."})
    form.show_only(["a"])
    assert not form.rows["b"].isVisible() and not form._headings["Zwei"].isVisible() and not form.noted()


def test_beside_a_field_stands_what_follows_from_it(show):
    form = one(show, date(2026, 3, 2), kind=date)
    form.set_aside("x", "Alter beim Eintritt: 34 Jahre")
    assert form.rows["x"]._aside.isVisible()


def test_a_long_form_scrolls_but_never_sideways(show):
    form = show(fields(Person), person())
    form.area.resize(420, 300)
    QApplication.processEvents()
    assert form.area.horizontalScrollBar().maximum() == 0


def test_a_participation_form_reads_its_record(context, show):
    someone, whole = person(), project()
    form = show(fields(Participation), participation(someone, whole), edit=False)
    assert form.rows["entry"]._text.text() == "02.03.2026"


@pytest.mark.parametrize("aside", ["", "Alter beim Eintritt: 34 Jahre"])
def test_short_fields_begin_where_all_fields_begin(show, aside):
    form = show({"x": spec(kind=date), "y": spec(name="y")})
    form.set_aside("x", aside)
    QApplication.processEvents()
    short, long = (field(form, name).mapTo(form, QPoint(0, 0)).x() for name in "xy")
    assert short == long and field(form, "x").width() < field(form, "y").width()
