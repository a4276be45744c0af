"""Input that is not saved yet: leaving asks, whoever was slower decides, nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models import Person, Project
from app.ui import dialogs
from app.ui.pages.list_page import ListPage
from tests.factories import person
from tests.ui.detail import change, field, text

NAMES = ["Abdulkarim", "Öztoprak", "Zimmermann"]


@pytest.fixture
def people(context):
    with context.db.work("Personen anlegen") as work:
        return {name: work.add(person(name, "Rim")).id for name in NAMES}


@pytest.fixture
def page(people, context, qtbot):
    made = ListPage(context, Person)
    qtbot.addWidget(made)
    made.resize(1154, 658)
    made.show()
    return made


def test_leaving_with_unsaved_input_asks_and_stays(page, people):
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    dialogs.answer("")
    page.table.select_id(people["Zimmermann"])
    assert "Öztoprak" in dialogs.asked()[0].text
    assert page.table.current_id() == people["Öztoprak"] and field(page, "city").text() == "Königsee"


def test_leaving_may_discard(page, people):
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    dialogs.answer("discard")
    page.table.select_id(people["Zimmermann"])
    assert page.detail.name.text() == "Zimmermann, Rim"
    page.table.select_id(people["Öztoprak"])
    assert text(page, "city") == "Bad Blankenburg"


def test_leaving_may_save_first(page, people):
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    dialogs.answer("save")
    assert page.may_leave() and text(page, "city") == "Königsee"


def test_leaving_stays_when_saving_is_impossible(page, people):
    page.table.select_id(people["Öztoprak"])
    change(page, "email", "oez@")
    dialogs.answer("save")
    assert not page.may_leave() and field(page, "email").text() == "oez@"


def test_nothing_typed_is_left_without_a_question(page, people):
    page.table.select_id(people["Öztoprak"])
    page.edit()
    assert page.may_leave() and not page.detail.editing()


def test_a_change_by_others_reaches_the_screen(page, people, context):
    page.table.select_id(people["Öztoprak"])
    with context.db.work("anderswo") as work:
        work.get(Person, people["Öztoprak"]).city = "Bonn"
    assert text(page, "city") == "Bonn" and page.model.index(1, 2).data() == "Bonn"


def test_a_change_elsewhere_is_no_reason_to_read_the_list(page, context, monkeypatch):
    read = []
    monkeypatch.setattr(page.model, "reload", lambda *_: read.append(1))
    with context.db.work("Projekt") as work:
        work.add(Project(name="Connecting Women"))
    assert not read


def conflict(page, people, context):
    page.table.select_id(people["Öztoprak"])
    change(page, "phone", "03672 1")
    field(page, "city").setText("Königsee")
    with context.db.work("anderswo") as work:
        work.update(work.get(Person, people["Öztoprak"]), {"city": "Bonn", "street": "Am Markt 1"})


def test_whoever_was_slower_may_keep_the_input_field_by_field(page, people, context):
    conflict(page, people, context)
    dialogs.answer("keep")
    page.save()
    form = page.detail.tab().form
    assert (field(page, "city").text(), field(page, "phone").text()) == ("Königsee", "03672 1")
    assert field(page, "street").text() == "Am Markt 1" and "Bonn" in form.rows["city"]._note.text()
    page.save()
    context.open_contacts(True)
    assert (text(page, "city"), text(page, "street"), text(page, "phone")) == ("Königsee", "Am Markt 1", "03672 1")


def test_whoever_was_slower_may_load_anew(page, people, context):
    conflict(page, people, context)
    dialogs.answer("reload")
    page.save()
    assert not page.detail.editing() and text(page, "city") == "Bonn" and text(page, "phone") == "–"


def test_whoever_was_slower_may_think_about_it(page, people, context):
    conflict(page, people, context)
    dialogs.answer("")
    page.save()
    assert field(page, "city").text() == "Königsee" and page.detail.is_changed()


def test_input_to_a_record_deleted_by_others_stays_on_the_screen(page, people, context):
    page.table.select_id(people["Öztoprak"])
    change(page, "phone", "03672 1")
    with context.db.work("anderswo") as work:
        work.delete(work.get(Person, people["Öztoprak"]))
    page.save()
    assert "gelöscht" in page.detail.tab().banner.text() and field(page, "phone").text() == "03672 1"


def test_a_drive_that_is_gone_costs_no_input(page, people, context, monkeypatch):
    from contextlib import contextmanager

    from app.core.errors import Unavailable

    @contextmanager
    def broken(*_a, **_k):
        raise Unavailable("Das Laufwerk H: ist nicht erreichbar.")
        yield

    page.table.select_id(people["Öztoprak"])
    change(page, "phone", "03672 1")
    monkeypatch.setattr(context.db, "work", broken)
    page.save()
    assert "Das Laufwerk H: ist nicht erreichbar. Ihre Eingaben bleiben hier stehen." in page.detail.tab().banner.text()
    assert field(page, "phone").text() == "03672 1" and page.detail.editing()


def test_escape_asks_before_typed_input_is_lost(page, people):
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    dialogs.answer("")
    QTest.keyClick(field(page, "city"), Qt.Key.Key_Escape)
    assert len(dialogs.asked()) == 1 and field(page, "city").text() == "Königsee"


def test_escape_ends_editing_at_once_when_nothing_was_typed(page, people):
    page.table.select_id(people["Öztoprak"])
    page.edit()
    QTest.keyClick(field(page, "city"), Qt.Key.Key_Escape)
    assert dialogs.asked() == [] and page.detail.editing() is None


@pytest.mark.parametrize("end", ["save", "discard"])
def test_the_keyboard_stays_with_the_record_that_was_edited(page, people, end):
    page.activateWindow()
    page.table.select_id(people["Öztoprak"])
    change(page, "city", "Königsee")
    field(page, "city").setFocus()
    getattr(page.detail, end)()
    assert QApplication.focusWidget() is page.detail.tabs.tabBar()
