"""The office's own lists in the settings: interests and own fields, and what they mean on the page of people."""

from __future__ import annotations

from datetime import time

import pytest

from app.core.tags import Tags
from app.models import Interest, OwnField, Person, Place, Travel
from app.models.fields import own_columns
from app.models.query import Query
from app.ui import dialogs
from app.ui.pages.office_lists import InterestList, OwnFieldList
from app.ui.pages.persons import PersonPage
from app.ui.pages.settings import PlaceList, SettingsPage, TravelList
from tests.factories import add, participation, person, project
from tests.ui.conftest import type_text
from tests.ui.detail import change, field, text


@pytest.fixture(autouse=True)
def nobody(clock):
    dialogs.alone()
    yield
    dialogs.alone()


@pytest.fixture
def make(context, qtbot):
    """A page on the screen."""
    kept = []

    def made(kind):
        page = kind(context)
        kept.append(page)
        qtbot.addWidget(page)
        page.resize(1154, 658)
        page.show()
        return page

    yield made


@pytest.fixture
def words(context):
    with context.db.work("Anlegen") as work:
        choir, music = work.add(Interest(name="Chor")), work.add(Interest(name="Singen"))
        work.add(Interest(name="Nähen"))
        rim = work.add(person(interests=Tags(("Chor", "Fußball"))))
    return {"choir": choir.id, "music": music.id, "rim": rim.id}


def stored(context, kind):
    with context.db.read() as session:
        return [session.get(kind, id) for id in Query(kind).ids(session)]


def names(context):
    return [one.name for one in stored(context, Interest)]


def interests(context):
    return str(stored(context, Person)[0].interests or "")


# ---------------------------------------------------------------- interests


def test_the_list_says_how_many_use_a_word(make, words):
    page = make(InterestList)
    shown = [[page.model.index(row, n).data() for n in range(3)] for row in range(page.model.rowCount())]
    assert shown == [["Chor", "1", "–"], ["Nähen", "–", "–"], ["Singen", "–", "–"]]


def test_a_new_name_is_new_everywhere_with_one_undo(make, words, context):
    page = make(InterestList)
    page.open_record(words["choir"])
    change(page, "name", "Gesang")
    page.save()
    assert names(context) == ["Gesang", "Nähen", "Singen"] and interests(context) == "Gesang; Fußball"
    context.undo()
    assert interests(context) == "Chor; Fußball"


def test_a_name_that_is_there_already_leads_to_merging(make, words, context):
    page = make(InterestList)
    page.open_record(words["choir"])
    change(page, "name", "Singen")
    page.save()
    assert "Führen Sie die beiden zusammen" in page.detail.tab().form.rows["name"].note_text()
    page.detail.discard()
    dialogs.answer("Singen")
    page.merge()
    assert names(context) == ["Nähen", "Singen"] and interests(context) == "Singen; Fußball"
    context.undo()
    assert names(context) == ["Chor", "Nähen", "Singen"] and interests(context) == "Chor; Fußball"


def test_merging_with_a_word_that_is_not_there_is_refused(make, words, context):
    page = make(InterestList)
    page.open_record(words["choir"])
    dialogs.answer("Tanzen")
    page.merge()
    assert "steht nicht auf der Liste" in context.told[-1][0] and len(names(context)) == 3


def test_an_unused_word_goes_at_once_a_used_one_after_a_question(make, words, context):
    page = make(InterestList)
    page.open_record(words["music"])
    page.delete()
    assert names(context) == ["Chor", "Nähen"] and not dialogs.asked()
    page.open_record(words["choir"])
    dialogs.answer(False)
    page.delete()
    assert "Chor" in names(context)
    dialogs.answer(True)
    page.delete()
    assert names(context) == ["Nähen"] and interests(context) == "Fußball"


def test_a_new_word_of_a_person_comes_onto_the_list_in_the_same_action(make, words, context):
    page = make(PersonPage)
    page.open_record(words["rim"])
    page.edit()
    type_text(page.detail.tab().form.rows["interests"].editor.line, "Kochen")
    page.save()
    assert "Kochen" in names(context) and interests(context) == "Chor; Fußball; Kochen"
    context.undo()
    assert "Kochen" not in names(context) and interests(context) == "Chor; Fußball"


# ---------------------------------------------------------------- own fields


@pytest.fixture
def kita(context):
    """A number and a choice; Rim has both, Anna nothing."""
    with context.db.work("Anlegen") as work:
        size = work.add(OwnField(label="Schuhgröße", kind="number"))
        shirt = work.add(OwnField(label="T-Shirt", kind="choice", options="S\nM"))
        add(work, person(own={str(size.id): 38, str(shirt.id): "M"}), person("Zimmer", "Anna"))
    return size, shirt


def test_a_new_field_is_in_the_form_at_once(make, context):
    people, fields = make(PersonPage), make(OwnFieldList)
    fields.new()
    type_text(field(fields, "label"), "Schuhgröße")
    fields.detail.tab().form.rows["kind"].editor.put("number")
    fields.save()
    (name,) = own_columns(Person)
    with context.db.work("Anlegen") as work:
        rim = work.add(person())
    people.open_record(rim.id)
    people.edit()
    type_text(field(people, name), "38")
    people.save()
    assert stored(context, Person)[0].own == {name.removeprefix("own_"): 38} and text(people, name) == "38"
    people.edit()
    field(people, name).clear()
    type_text(field(people, name), "groß")
    people.save()
    assert "keine ganze Zahl" in people.detail.tab().form.rows[name].note_text()


def test_a_new_field_is_typed_from_its_name_on(make, context):
    page = make(OwnFieldList)
    assert page.head.view.text() == "Alle eigenen Felder"
    page.new()
    assert page.window().focusWidget() is field(page, "label")


def test_they_are_columns_and_filters(make, kita):
    page = make(PersonPage)
    size, shirt = (one.field().name for one in kita)
    page.choose_columns(["caption", size, shirt])
    cells = [[page.model.index(row, n).data() for n in range(3)] for row in range(2)]
    assert cells == [["Al-Haddad, Rim", "38", "M"], ["Zimmer, Anna", "", ""]]
    page.head.filters.toggle(shirt, "M")
    assert page.model.rowCount() == 1 and page.head.filters.text(shirt) == "T-Shirt: M"


def test_a_deleted_field_leaves_lists_and_forms_but_keeps_its_values(make, kita, context):
    people, fields = make(PersonPage), make(OwnFieldList)
    shirt = kita[1]
    people.choose_columns(["caption", shirt.field().name])
    people.open_record(stored(context, Person)[0].id)
    fields.open_record(shirt.id)
    dialogs.answer("keep")
    fields.delete()
    assert people.model.shown == ("caption",) and shirt.field().name not in people.detail.all_tabs[0].form.rows
    assert stored(context, Person)[0].own[str(shirt.id)] == "M"
    context.undo()
    assert text(people, shirt.field().name) == "M"


def test_values_go_only_when_somebody_says_so(make, kita, context):
    fields = make(OwnFieldList)
    fields.open_record(kita[1].id)
    dialogs.answer("")
    fields.delete()
    assert len(stored(context, OwnField)) == 2
    dialogs.answer("empty")
    fields.delete()
    assert len(stored(context, OwnField)) == 1 and str(kita[1].id) not in stored(context, Person)[0].own
    context.undo()
    assert stored(context, Person)[0].own[str(kita[1].id)] == "M"


def labels(page):
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def test_the_office_puts_them_in_order(make, kita, context):
    people, fields = make(PersonPage), make(OwnFieldList)
    people.open_record(stored(context, Person)[0].id)
    up, down = fields.movers
    assert labels(fields) == ["Schuhgröße", "T-Shirt"] and not up.isEnabled()
    fields.table.select_id(kita[1].id)
    up.click()
    assert labels(fields) == ["T-Shirt", "Schuhgröße"] and fields.table.current_id() == kita[1].id
    size, shirt = (one.field().name for one in kita)
    asked = [name for name in people.detail.all_tabs[0].form.rows if name.startswith("own_")]
    offered = [name for name in people.head.columns_dialog().possible if name.startswith("own_")]
    assert asked == offered == [shirt, size]
    context.undo()
    assert labels(fields) == ["Schuhgröße", "T-Shirt"]
    down.click()
    assert labels(fields) == ["Schuhgröße", "T-Shirt"]


def test_what_is_being_typed_is_not_moved_away(make, kita, context):
    fields = make(OwnFieldList)
    fields.open_record(kita[1].id)
    change(fields, "label", "Hemd")
    dialogs.answer("")
    fields.shift(-1)
    assert field(fields, "label").text() == "Hemd" and list(own_columns(Person)) == [one.field().name for one in kita]
    fields.detail.discard()


def test_what_kind_of_value_it_is_stays(make, kita):
    fields = make(OwnFieldList)
    fields.open_record(kita[0].id)
    fields.edit()
    kind = fields.detail.tab().form.rows["kind"]
    kind.editor.put("text")
    fields.save()
    assert kind.note_text().startswith("Das steht fest")


def test_two_people_at_one_own_field_are_asked(make, kita, context):
    page = make(PersonPage)
    size = kita[0].field().name
    rim = stored(context, Person)[0]
    page.open_record(rim.id)
    change(page, size, "40")
    with context.db.work("Andere") as work:
        work.update(work.get(Person, rim.id), {"own": rim.own | {str(kita[0].id): 39}})
    dialogs.answer("keep")
    page.save()
    assert "Inzwischen stand hier: 39" in page.detail.tab().form.rows[size].note_text()
    page.save()
    assert stored(context, Person)[0].own[str(kita[0].id)] == 40


# ---------------------------------------------------------------- settings page, nationality


def test_the_settings_have_a_tab_per_list(make, words):
    page = make(SettingsPage)
    titles = [page.tabs.tabText(n) for n in range(page.tabs.count())]
    lists = ["Projekte", "Interessen", "Eigene Felder", "Orte", "Verbindungen"]
    assert titles == ["Datei und Darstellung", *lists, "Aufbewahrung"]
    page.tabs.setCurrentIndex(2)
    assert page.commands["new"] == page.lists[1].new and page.zones()[1:] == page.lists[1].zones()


def test_the_office_states_a_way_and_its_last_return(make, context):
    page = make(TravelList)
    page.new()
    for name, value in {"start": "Rudolstadt", "end": "Königsee", "minutes": "38", "last_return": "18:40"}.items():
        change(page, name, value)
    page.save()
    [way] = stored(context, Travel)
    assert (way.describe(), way.minutes, way.last_return) == ("Rudolstadt – Königsee", 38, time(18, 40))


def test_a_place_outside_the_country_is_refused_in_words(make, context):
    page = make(PlaceList)
    page.new()
    for name, value in {"name": "Neudorf", "latitude": "57,1", "longitude": "11,3"}.items():
        change(page, name, value)
    page.save()
    assert not stored(context, Place)
    assert page.detail.tab().form.rows["latitude"].note_text() == "Die Breite liegt zwischen 47 und 55 Grad."
    change(page, "latitude", "50,7")
    page.save()
    assert [(place.name, place.latitude) for place in stored(context, Place)] == [("Neudorf", 50.7)]


def test_the_class_of_the_nationalities_stands_beside_them_while_typing(make, context):
    with context.db.work("Anlegen") as work:
        whole, rim = work.add(project()), work.add(person(nationality="Syrien"))
        work.add(participation(rim, whole))
    page = make(PersonPage)
    page.open_record(rim.id)
    row = page.detail.tab().form.rows["nationality"]
    assert row._aside.text() == "Drittstaat · zählt in EECO13"
    page.edit()
    type_text(field(page, "second_nationality"), "Polen")
    assert row._aside.text() == "anderer Staat der EU"
