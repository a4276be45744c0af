"""The history of one record in plain German."""

from __future__ import annotations

from app.models import Person, Role
from app.services.changes import history
from tests.factories import person, project, role


def test_a_change_says_from_what_to_what_and_only_of_this_record(db):
    with db.work("Personen anlegen") as work:
        rim, other = work.add(person()), work.add(person("Bilenko"))
    with db.work("Person ändern") as work:
        work.update(work.get(Person, rim.id), {"city": "", "gender": "diverse"})
        work.get(Person, other.id).city = "Bonn"
    with db.read() as session:
        newest, oldest = history(session, Person, rim.id)
    assert newest.label == "Person ändern"
    assert [line.text() for line in newest.lines] == [
        "Geschlecht: weiblich → divers",
        "Wohnort: Bad Blankenburg → leer",
    ]
    assert [line.text() for line in oldest.lines] == ["Person angelegt"]


def test_what_belongs_to_a_person_belongs_to_its_history_even_when_it_is_gone(db):
    with db.work("anlegen") as work:
        rim, whole = work.add(person()), work.add(project())
        mentee = work.add(role(rim, whole))
    with db.work("Rolle löschen") as work:
        work.delete(work.get(Role, mentee.id))
    with db.read() as session:
        lines = [line.text() for entry in history(session, Person, rim.id) for line in entry.lines]
    assert lines == ["Rolle gelöscht", "Person angelegt", "Rolle angelegt"]
