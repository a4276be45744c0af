"""Fields that an office defines for itself: stored, listed, filtered, sorted, imported, undone, told in the history."""

from __future__ import annotations

from datetime import date

import pytest

from app.core import keys
from app.core.errors import Conflict
from app.models import Organisation, OwnField, Person, Task
from app.models.fields import columns, own_columns
from app.models.office import Office
from app.models.own_field import publish, stored
from app.models.query import Query
from app.services.changes import history
from app.services.disclosure import disclosure
from app.services.imports.columns import Mapping
from app.services.imports.preview import preview
from app.services.imports.subject import subject
from app.services.imports.taking import apply
from app.services.merging import Side, merge, plan
from app.services.own_fields import empty, holders, move, problems, store, values
from app.services.tables import Table
from tests.factories import person
from tests.offices import PASSPHRASE


@pytest.fixture
def own(db):
    """A text, a number, a day and a choice for people, one text for organisations."""
    with db.work("Felder anlegen") as work:
        made = {
            kind: work.add(OwnField(label=label, kind=kind, **more))
            for kind, label, more in (
                ("text", "Kita", {}),
                ("number", "Schuhgröße", {}),
                ("date", "Impfung", {}),
                ("choice", "T-Shirt", {"options": "S\nM\nL"}),
                ("yes_no", "Schwimmt", {"table": "organisation"}),
            )
        }
    with db.read() as session:
        publish(stored(session))
    return {kind: one.field().name for kind, one in made.items()}


@pytest.fixture
def people(db, own):
    with db.work("Anlegen") as work:
        for name, size, day, shirt in (("Ay", 9, date(2026, 5, 1), "M"), ("Be", 41, date(2025, 1, 1), "S")):
            given = {own["number"]: size, own["date"]: day, own["choice"]: shirt, own["text"]: f"Kita {name}"}
            store(work, work.add(person(name)), given)
        work.add(person("Ce"))


def rows(db, own, query):
    with db.read() as session:
        ids = query.ids(session)
        found = query.rows(session, ids)
        return [found[id] for id in ids]


def test_they_are_columns_like_all_others(db, own, people):
    shown = ("caption", own["number"], own["date"], own["choice"], own["text"])
    assert rows(db, own, Query(Person, shown=shown)) == [
        ("Ay, Rim", 9, date(2026, 5, 1), "M", "Kita Ay"),
        ("Be, Rim", 41, date(2025, 1, 1), "S", "Kita Be"),
        ("Ce, Rim", None, None, None, None),
    ]
    assert own["yes_no"] in columns(Organisation) and own["yes_no"] not in columns(Person)


@pytest.mark.parametrize(
    ("kind", "descending", "names"),
    [
        ("number", False, "Ay Be Ce"),
        ("number", True, "Be Ay Ce"),
        ("date", False, "Be Ay Ce"),
        ("text", True, "Be Ay Ce"),
    ],
)
def test_they_sort_by_value_and_emptiness_comes_last(db, own, people, kind, descending, names):
    found = rows(db, own, Query(Person, order=own[kind], descending=descending, shown=("last_name",)))
    assert " ".join(name for (name,) in found) == names


def test_they_filter_also_by_having_no_value(db, own, people):
    where = {own["choice"]: ("M", None)}
    assert [name for (name,) in rows(db, own, Query(Person, where=where, shown=("last_name",)))] == ["Ay", "Ce"]
    assert rows(db, own, Query(Person, where={own["date"]: date(2025, 1, 1)}, shown=("last_name",))) == [("Be",)]


def test_values_are_read_back_as_what_they_are(db, own, people):
    with db.read() as session:
        ay = session.get(Person, Query(Person).ids(session)[0])
        assert values(ay, own_columns(Person)) == {
            own["text"]: "Kita Ay", own["number"]: 9, own["date"]: date(2026, 5, 1), own["choice"]: "M",
        }  # fmt: skip


def test_what_is_empty_is_not_kept_and_the_others_stay(db, own, people):
    with db.read() as session:
        id = Query(Person).ids(session)[0]
    with db.work("Person ändern") as work:
        store(work, work.get(Person, id), {own["number"]: None, own["text"]: "", "city": "Königsee"})
    with db.read() as session:
        ay = session.get(Person, id)
        assert sorted(ay.own.values()) == ["2026-05-01", "M"] and ay.city == "Königsee"
    db.undo(work.done.id)
    with db.read() as session:
        assert len(session.get(Person, id).own) == 4


def test_the_history_says_it_in_words_also_when_the_field_is_gone(db, own, people):
    with db.read() as session:
        id = Query(Person).ids(session)[0]
    with db.work("Person ändern") as work:
        store(work, work.get(Person, id), {own["number"]: 10, own["date"]: date(2026, 6, 1)})
    with db.read() as session:
        told = sorted(line.text() for line in history(session, Person, id)[0].lines)
        assert told == ["Impfung: 01.05.2026 → 01.06.2026", "Schuhgröße: 9 → 10"]
        publish([])
        assert {line.what for line in history(session, Person, id)[0].lines} == {"Eigenes Feld (gelöscht)"}


def test_values_outlive_their_field_until_somebody_empties_it(db, own, people):
    with db.read() as session:
        shirt = next(one for one in stored(session) if one.kind == "choice")
        assert len(holders(session, shirt)) == 2
    with db.work("Eigenes Feld löschen") as work:
        work.delete(work.get(OwnField, shirt.id))
    with db.read() as session:
        assert len(holders(session, shirt)) == 2
    db.undo(work.done.id)
    with db.work("Eigenes Feld löschen") as work:
        assert empty(work, work.get(OwnField, shirt.id)) == 2
        work.delete(work.get(OwnField, shirt.id))
    with db.read() as session:
        assert not holders(session, shirt) and session.get(OwnField, shirt.id) is None
    db.undo(work.done.id)
    with db.read() as session:
        assert len(holders(session, shirt)) == 2 and session.get(OwnField, shirt.id).label == "T-Shirt"


def order_of(db):
    """Labels of the own fields as forms, lists and files have them."""
    with db.read() as session:
        publish(stored(session))
    return [[spec.label for spec in own_columns(entity).values()] for entity in (Person, Organisation)]


def shift(db, label, by):
    with db.work("Eigenes Feld verschieben") as work:
        move(work, next(one for one in stored(work.session) if one.label == label), by)
    return work.done


def test_the_office_says_in_which_order_they_stand(db, own):
    shift(db, "T-Shirt", -1)
    done = shift(db, "T-Shirt", -1)
    assert order_of(db) == [["Kita", "T-Shirt", "Schuhgröße", "Impfung"], ["Schwimmt"]]
    shift(db, "Kita", 1)
    assert order_of(db)[0] == ["T-Shirt", "Kita", "Schuhgröße", "Impfung"]
    assert [name for name in columns(Person) if name in own.values()] == list(own_columns(Person))
    with pytest.raises(Conflict):
        db.undo(done.id)


def test_a_move_is_undone_and_a_new_field_comes_last(db, own):
    done = shift(db, "Impfung", -1)
    with db.work("Feld anlegen") as work:
        work.add(OwnField(label="Verein"))
    db.undo(done.id)
    assert order_of(db)[0] == ["Kita", "Schuhgröße", "Impfung", "T-Shirt", "Verein"]


@pytest.mark.parametrize(("label", "by"), [("Kita", -1), ("T-Shirt", 1), ("Schwimmt", -1)])
def test_the_first_goes_no_further_up_and_the_last_no_further_down(db, own, label, by):
    before = order_of(db)
    assert shift(db, label, by).id is None and order_of(db) == before


def test_a_list_of_them_can_be_sorted_by_their_order(db, own):
    shift(db, "T-Shirt", -1)
    found = rows(db, own, Query(OwnField, order="place", shown=("label", "place")))
    assert found == [("Kita", 1), ("Schuhgröße", 2), ("T-Shirt", 3), ("Impfung", 4), ("Schwimmt", 5)]


def test_history_and_disclosure_tell_in_that_order(db, own, people):
    shift(db, "T-Shirt", -1)
    shift(db, "T-Shirt", -1)
    labels = order_of(db)[0]
    with db.read() as session:
        id = Query(Person).ids(session)[0]
        told = [label for part in disclosure(session, id).parts for label, _value in part.lines()]
        assert [label for label in told if label in labels] == labels
    with db.work("Leeren") as work:
        store(work, work.get(Person, id), dict.fromkeys(own_columns(Person)))
    with db.read() as session:
        assert [line.what for line in history(session, Person, id)[0].lines] == labels


def test_rules_of_a_field_are_its_own(db, own):
    specs = columns(Person)
    assert problems({own["choice"]: "XXL"}, {own["choice"]: specs[own["choice"]]}) == {
        own["choice"]: "T-Shirt: „XXL“ steht nicht zur Wahl."
    }


def test_a_list_brings_them_in_and_the_same_list_changes_nothing(db, own, people):
    persons = subject("persons")
    headers = ("Nachname", "Vorname", "geb. am", "Schuhgröße", "T-Shirt")
    table = Table(headers, [("Ay", "Rim", "14.03.1991", "44", "L"), ("De", "Eva", "1980", "38", "S")], [2, 3], 1)
    mapping = Mapping(headers, ("last_name", "first_names", "born", own["number"], own["choice"]))
    with db.read() as session:
        plan = preview(session, persons, table, mapping)
        assert [str(row.outcome) for row in plan.rows] == ["changed", "new"]
    with db.work("Import") as work:
        apply(work, plan)
    shown = ("last_name", own["number"], own["choice"], own["date"])
    assert rows(db, own, Query(Person, shown=shown))[0] == ("Ay", 44, "L", date(2026, 5, 1))
    assert rows(db, own, Query(Person, shown=shown))[-1] == ("De", 38, "S", None)
    with db.read() as session:
        assert [str(row.outcome) for row in preview(session, persons, table, mapping).rows] == ["unchanged"] * 2


def test_the_subject_of_an_import_knows_the_fields_of_the_moment(own):
    assert own["number"] in subject("persons").targets
    publish([])
    assert own["number"] not in subject("persons").targets


def test_opening_a_file_makes_its_fields_known(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))
    with Office.create(tmp_path / "a.koord", PASSPHRASE) as office, office.db.work("Feld anlegen") as work:
        made = work.add(OwnField(label="Kita", kind="text"))
    with Office.open(tmp_path / "a.koord", PASSPHRASE):
        assert columns(Person)[made.field().name].label == "Kita"
    with Office.create(tmp_path / "b.koord", PASSPHRASE):
        pass
    with Office.open(tmp_path / "b.koord", PASSPHRASE):
        assert made.field().name not in columns(Person)


def test_merging_two_people_keeps_what_either_says_and_one_undo_parts_them(db, own, people):
    with db.read() as session:
        ay, be, ce = Query(Person).ids(session)
        emptied = plan(session, ce, be)
    with db.work(emptied.label) as work:
        merge(work, emptied)
    with db.read() as session:
        assert values(session.get(Person, ce), own_columns(Person))[own["number"]] == 41
    db.undo(work.done.id)
    with db.read() as session:
        both = plan(session, ay, be)
    with db.work(both.label) as work:
        merge(work, both, {own["choice"]: Side.DROP})
    with db.read() as session:
        found = values(session.get(Person, ay), own_columns(Person))
        assert (found[own["number"]], found[own["choice"]]) == (9, "S")
    db.undo(work.done.id)
    with db.read() as session:
        assert values(session.get(Person, ay), own_columns(Person))[own["choice"]] == "M"


def test_what_is_to_be_done_moves_with_the_person(db, own, people):
    with db.read() as session:
        ay, be, _ce = Query(Person).ids(session)
    with db.work("Aufgabe hinzufügen") as work:
        task = work.add(Task(text="Anrufen", due=date(2026, 5, 1), about_table="person", about_id=be))
    with db.read() as session:
        found = plan(session, ay, be)
        assert any(step.id == task.id and step.moves for step in found.steps)
    with db.work(found.label) as work:
        merge(work, found)
    with db.read() as session:
        assert session.get(Task, task.id).about_id == ay
