"""Columns are recognised by their headers, remembered, and never mean the same twice."""

from __future__ import annotations

import pytest

from app.core.settings import Settings
from app.services import imports
from app.services.imports import Mapping
from app.services.imports.subject import squeezed
from tests.services.imports.lists import PERSONS


@pytest.mark.parametrize(
    ("headers", "targets"),
    [
        (
            "Familienname|Vorname|geb. am|Geschl.|PLZ/Ort|Status|Bemerkung",
            "last_name|first_names|born|gender|postcode_city||notes",
        ),
        ("Name|Vorname|Straße|Nr.|PLZ|Ort", "last_name|first_names|street|house_number|postcode|city"),
        ("Name|Geburtstag", "full_name|born"),
        ("Nr.|Name, Vorname|Handy", "|full_name|phone"),
        ("Last name|Given Names|DOB|Sex|Zip|City|E-mail", "last_name|first_names|born|gender|postcode|city|email"),
        (
            "NACHNAME|vorname |GEB.DATUM|Staatsangehörikeit|E-Mail Adresse",
            "last_name|first_names|born|nationality|email",
        ),
        ("TN-Nr.|Nachname|Telefon|Telefon (2)", "number|last_name|phone|"),
        ("Schuhgröße|Konto", "|"),
        (
            "Nachname|2. Staatsangehörigkeit|Hobbys|Verfügbarkeit|Mobil mit|Umkreis|Kinder|Kinderbetreuung|Sprachen|"
            "Deutsch",
            "last_name|second_nationality|interests|times|mobility|radius|children|childcare|languages|german",
        ),
        (
            "Surname|Second nationality|Interests|Availability|Mobility|Radius|Children|Childcare|Languages|"
            "German level|Household",
            "last_name|second_nationality|interests|times|mobility|radius|children|childcare|languages|german|household",
        ),
        ("Nachname|Rolle|Kanal", "last_name||"),
    ],
)
def test_headers_are_recognised_in_german_and_english(headers, targets):
    assert imports.guess(PERSONS, headers.split("|")).targets == tuple(targets.split("|"))


def test_every_label_of_a_field_is_recognised():
    labels = [target.label for target in PERSONS.targets.values() if target.field]
    assert imports.guess(PERSONS, labels).targets == tuple(PERSONS.fields)


def test_every_word_of_the_table_leads_to_what_exists():
    assert set(PERSONS.headers.values()) <= set(PERSONS.targets)
    in_project = imports.subject("persons", in_project=True)
    assert set(PERSONS.source["headers"]) <= set(in_project.fields)
    for name in PERSONS.source["values"]:
        assert set(PERSONS.source["values"][name]) == {code for code, _label in in_project.fields[name].options}


def test_no_header_of_the_table_means_two_things():
    extra = {name: one["headers"] for name, one in PERSONS.source["extra"].items()}
    words = [(squeezed(word), name) for name, them in {**PERSONS.source["headers"], **extra}.items() for word in them]
    meanings = {word: {name for other, name in words if other == word} for word, _name in words}
    assert {word: names for word, names in meanings.items() if len(names) > 1} == {}


def test_a_mapping_is_remembered_for_lists_with_the_same_headers(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    headers = ("Familienname", "Vorname", "Sprachkurs")
    mapping = imports.guess(PERSONS, headers).with_target(2, "notes")
    assert imports.remembered(settings, PERSONS, headers) is None
    imports.remember(settings, PERSONS, mapping)
    settings.save()
    again = Settings(tmp_path / "settings.json")
    assert imports.remembered(again, PERSONS, headers) == mapping
    assert imports.remembered(again, PERSONS, ("FAMILIENNAME", "Vorname ", "sprachkurs")) is not None
    assert imports.remembered(again, PERSONS, ("Vorname", "Familienname", "Sprachkurs")) is None


def test_what_is_remembered_tells_nothing_about_people(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    imports.remember(settings, PERSONS, Mapping(("Al-Haddad", "Rim"), ("last_name", "first_names")))
    settings.save()
    assert "Haddad" not in (tmp_path / "settings.json").read_text("utf-8")


def test_a_damaged_memory_is_no_memory(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    imports.remember(settings, PERSONS, Mapping(("a", "b"), ("last_name", "no longer there")))
    assert imports.remembered(settings, PERSONS, ("a", "b")).targets == ("last_name", "")
    settings.values["imports"] = "x"
    assert imports.remembered(settings, PERSONS, ("a", "b")) is None


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        (("last_name", "last_name"), "mehrfach zugeordnet: a, b"),
        (("last_name", "full_name"), "ergeben dasselbe Feld"),
        (("born", "city"), "Keine Spalte ist der Name"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_told(targets, sentence):
    assert sentence in Mapping(("a", "b"), targets).problem(PERSONS)


def test_choosing_a_meaning_takes_it_from_the_other_column():
    mapping = Mapping(("a", "b"), ("last_name", "")).with_target(1, "last_name")
    assert mapping.targets == ("", "last_name")
    assert mapping.problem(PERSONS) is None
