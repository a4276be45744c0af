"""What not everybody should see: protected values behind a button, contact data covered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from app.core.partial_date import PartialDate
from app.models import History, Participation, Person
from app.models.base import Base, Entity
from app.models.fields import Field, fields
from app.services.changes import history
from app.ui.form import Form
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.persons import PersonPage
from tests.factories import add, participation, person, project
from tests.ui.conftest import type_text

SECRET = {"employment": "employed", "minority": "yes"}


@pytest.fixture
def ids(context):
    with context.db.work("anlegen") as work:
        whole = work.add(project())
        rim = work.add(person(phone="0171 5558899", email="rim@web.de", street="Bahnhofstraße 12"))
        anna = work.add(person("Zimmer", "Anna", phone="0176 4444400"))
        add(work, participation(rim, whole, "CH-031", answers=SECRET))
        add(work, participation(anna, whole, "CH-032", answers=SECRET))
    return {"rim": rim.id, "anna": anna.id}


@pytest.fixture
def page(ids, context, qtbot):
    made = PersonPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 658)
    made.show()
    made.open_record(ids["rim"])
    return made


def tab(page, title):
    found = next(one for one in page.detail.all_tabs if one.title == title)
    page.detail.tabs.setCurrentWidget(found)
    return found


def looks(context, id):
    with context.db.read() as session:
        return [entry.label for entry in history(session, Person, id) if "ansehen" in entry.label]


def visible(form, name="minority"):
    return form.rows[name].isVisibleTo(form)


# ---------------------------------------------------------------- protected values


def test_protected_values_show_only_that_there_are_some(page):
    form = tab(page, "ESF-Daten").form
    assert not visible(form) and form._curtain.isVisibleTo(form) and visible(form, "employment")


def test_who_asks_sees_them_and_stands_in_the_history_once(page, ids, context):
    form = tab(page, "ESF-Daten").form
    form._curtain.button.click()
    assert visible(form) and not form._curtain.isVisibleTo(form)
    assert looks(context, ids["rim"]) == ["Geschützte Angaben ansehen"]
    page.reload()
    assert visible(form) and len(looks(context, ids["rim"])) == 1


def test_to_have_looked_is_nothing_to_take_back(page, context):
    tab(page, "ESF-Daten").form._curtain.button.click()
    assert context.past == []


def test_the_next_person_is_covered_again(page, ids):
    form = tab(page, "ESF-Daten").form
    form._curtain.button.click()
    page.open_record(ids["anna"])
    assert not visible(form) and form._curtain.button.isEnabled()


def test_who_comes_back_asks_again(page, ids, context):
    form = tab(page, "ESF-Daten").form
    form._curtain.button.click()
    page.close_detail()
    page.open_record(ids["rim"])
    assert not visible(form)
    form._curtain.button.click()
    assert len(looks(context, ids["rim"])) == 2


def test_editing_needs_it_too_and_leaves_what_is_hidden(page, ids, context):
    part = tab(page, "ESF-Daten")
    page.edit()
    assert not visible(part.form)
    part.form.rows["employment"].editor.put("inactive")
    page.save()
    with context.db.read() as session:
        assert session.query(Participation).filter_by(person_id=ids["rim"]).one().answers["minority"] == "yes"
    page.edit()
    part.form._curtain.button.click()
    assert visible(part.form) and part.form.rows["minority"].editor.isVisibleTo(part.form)


def test_the_history_says_that_it_changed_and_not_into_what(page, ids, context):
    with context.db.work("ändern") as work:
        found = work.session.query(Participation).filter_by(person_id=ids["rim"]).one()
        found.answers = SECRET | {"minority": "no"}
    (changes,) = page.findChildren(HistoryTab)
    changes.show_record(page.detail.record)
    table = changes.table.view.rows
    said = " ".join(line.items[1].text for line in table.lines)
    assert "Minderheit: geändert, Werte verdeckt" in said and "→ nein" not in said


def test_whoever_may_not_look_gets_the_button_back(qtbot):
    form = Form({"x": Field("Angabe", name="x", sensitive=True)}, guard=lambda ended: ended(False))
    qtbot.addWidget(form)
    form._curtain.button.click()
    assert not visible(form, "x") and form._curtain.button.isEnabled()


def test_what_is_wrong_behind_the_curtain_is_told_elsewhere(qtbot):
    form = Form({"x": Field("Angabe", name="x", sensitive=True)}, guard=lambda ended: None)
    qtbot.addWidget(form)
    assert form.complain({"x": "Das geht nicht."}) == ["Das geht nicht."]


def test_a_new_record_has_nothing_to_hide(page):
    page.new()
    form = page.detail.tab().form
    assert form._curtain is None or not form._curtain.isVisibleTo(form)


@pytest.mark.parametrize("kind", sorted(Entity.__subclasses__(), key=lambda kind: kind.__name__))
def test_no_list_and_no_search_shows_what_is_protected(kind):
    specs = fields(kind)
    protected = {name for name, spec in specs.items() if spec.sensitive}
    assert not protected & set(kind.listed)
    assert not {name for name in protected if specs[name].search}
    assert issubclass(kind, Base)


def test_a_protected_column_stands_in_the_history_before_it_is_seen(page, context, monkeypatch):
    specs = page.model.specs()
    monkeypatch.setattr(page.model, "specs", lambda: specs | {"district": replace(specs["district"], sensitive=True)})
    page.head.show_columns(["caption", "phone"])
    with context.db.read() as session:
        assert not session.query(History).filter(History.label.contains("Spalten")).count()
    for _again in range(2):
        page.head.show_columns(["caption", "district"])
    with context.db.read() as session:
        (entry,) = session.query(History).filter(History.label.contains("Spalten"))
    assert entry.label == "Geschützte Spalten zeigen: Ortsteil" and entry.changes[0]["table"] == "person"
    assert "district" in page.model.shown and context.past == []


# ---------------------------------------------------------------- contact data


def text(page, name):
    return page.detail.tab().form.rows[name]._text.text()


def link(page, name):
    return page.detail.tab().form.rows[name]._show_link


def test_contact_data_is_covered_where_people_read(page):
    assert [text(page, name) for name in ("phone", "email", "street")] == ["0171 ••••99", "r••••@web.de", "Bahn••••"]
    assert "5558899" not in page.detail.tab().form.rows["phone"]._text.accessibleName()
    assert text(page, "city") == "Bad Blankenburg" and not link(page, "city").isVisibleTo(page)


def test_the_link_shows_one_value_until_the_record_is_left(page, ids):
    link(page, "phone").click()
    assert text(page, "phone") == "0171 5558899" and text(page, "email") == "r••••@web.de"
    assert not link(page, "phone").isVisibleTo(page)
    page.reload()
    assert text(page, "phone") == "0171 5558899"
    page.open_record(ids["anna"])
    assert text(page, "phone") == "0176 ••••00"


def test_who_edits_sees_what_is_typed(page, ids, context):
    page.edit()
    row = page.detail.tab().form.rows["phone"]
    assert row.editor.raw() == "0171 5558899" and not row._show_link.isVisibleTo(page)
    row.editor.field.clear()
    type_text(row.editor.field, "0171 12345678")
    page.save()
    assert text(page, "phone") == "0171 ••••78"
    with context.db.read() as session:
        assert session.get_one(Person, ids["rim"]).phone == "0171 12345678"


def test_one_click_opens_all_for_the_session(page, ids, context):
    context.open_contacts(True)
    assert text(page, "phone") == "0171 5558899"
    page.open_record(ids["anna"])
    assert text(page, "phone") == "0176 4444400"
    context.open_contacts(False)
    assert text(page, "phone") == "0176 ••••00"


def test_the_settings_may_say_that_nothing_is_covered(page, context):
    context.settings.cover_contacts = False
    context.open_contacts(None)
    assert text(page, "phone") == "0171 5558899" and not link(page, "phone").isVisibleTo(page)


def test_the_links_can_be_reached_and_are_named(page, qtbot):
    made = link(page, "phone")
    assert made.accessibleName() == "Telefon zeigen" and made.objectName() == "zeigen_phone"
    made.setFocus()
    assert QApplication.focusWidget() is made


def test_an_incomplete_person_has_nothing_to_cover(page, context):
    with context.db.work("anlegen") as work:
        bare = work.add(Person(last_name="Ohne", born=PartialDate(1990)))
    page.open_record(bare.id)
    assert text(page, "phone") == "–" and not link(page, "phone").isVisibleTo(page)
