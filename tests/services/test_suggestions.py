"""Words that complete what is typed, and records that are looked up."""

from __future__ import annotations

from app.models import Interest, Person
from app.services.suggestions import records, words
from tests.factories import add, person, project, role


def test_words_of_the_file_come_the_frequent_first_and_once(db):
    with db.work("Anlegen") as work:
        whole = work.add(project())
        for name, trade in (("Ay", "Köchin"), ("Be", "Näherin"), ("Ce", "Näherin"), ("De", "")):
            someone = work.add(person(name, occupation=trade, wished_occupation="" if trade else "Köchin"))
            work.add(role(someone, whole, channel="Frauencafé"))
        add(work, Interest(name="Chor"))
    with db.read() as session:
        assert set(words(session, "professions")) == {"Köchin", "Näherin"}
        assert list(words(session, "channels")) == ["Frauencafé"]
        assert list(words(session, "interests")) == ["Chor"]
        assert "Bad Blankenburg" in list(words(session, "places"))
        assert {"Deutsch", "Arabisch"} <= set(words(session, "languages"))
        assert words(session, "countries").find("syri") == ["Syrien"]
        assert next(iter(words(session, "places"))) == "Bad Blankenburg" and words(session, "places").find("Rudolst")


def test_records_are_found_by_what_was_typed_of_their_name(db):
    with db.work("Anlegen") as work:
        add(work, person("Müller", "Zoë"), person("Mueller", "Anna"), person("Zimmer", "Eva"))
    with db.read() as session:
        assert [name for _id, name in records(session, Person, "müll")] == ["Mueller, Anna", "Müller, Zoë"]
        assert records(session, Person, "xyz") == []
