"""Mappings that have a name can be chosen for other lists, renamed and deleted, and tell nothing about people."""

from __future__ import annotations

import pytest

from app.core.errors import Invalid
from app.core.settings import Settings
from app.services import imports
from app.services.imports import Mapping
from tests.services.imports.lists import PERSONS

VHS = Mapping(("Name", "Vorname", "Kurs"), ("last_name", "first_names", "notes"))


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.json")


def test_a_named_mapping_fits_lists_with_some_of_its_columns(settings):
    imports.save(settings, PERSONS, " VHS  Rudolstadt ", VHS)
    settings.save()
    again = Settings(settings.path)
    assert imports.names(again, PERSONS) == ["VHS Rudolstadt"]
    found = imports.recall(again, PERSONS, "VHS Rudolstadt", ("KURS", "Ort", "name", "Vorname"))
    assert found.targets == ("notes", "", "last_name", "first_names")


def test_saving_again_replaces_renaming_moves_and_deleting_forgets(settings):
    imports.save(settings, PERSONS, "VHS", VHS)
    imports.save(settings, PERSONS, "Ämter", VHS)
    imports.save(settings, PERSONS, "VHS", VHS.with_target(2, "city"))
    assert imports.names(settings, PERSONS) == ["Ämter", "VHS"]
    assert imports.recall(settings, PERSONS, "VHS", VHS.headers).targets[2] == "city"
    with pytest.raises(Invalid, match="„Ämter“ gibt es schon"):
        imports.rename(settings, PERSONS, "VHS", "Ämter")
    imports.rename(settings, PERSONS, "VHS", "Volkshochschule")
    imports.unname(settings, PERSONS, "Ämter")
    assert imports.names(settings, PERSONS) == ["Volkshochschule"]
    settings.save()
    assert imports.names(Settings(settings.path), PERSONS) == ["Volkshochschule"]


@pytest.mark.parametrize(("name", "told"), [("  ", "Der Name fehlt"), ("x" * 61, "zu lang")])
def test_a_name_is_needed_and_short(settings, name, told):
    with pytest.raises(Invalid, match=told):
        imports.save(settings, PERSONS, name, VHS)


def test_headers_are_kept_as_fingerprints_only(settings):
    imports.save(settings, PERSONS, "Liste", Mapping(("Al-Haddad", "Rim"), ("last_name", "first_names")))
    settings.save()
    assert "haddad" not in settings.path.read_text("utf-8").lower()


def test_what_is_no_longer_a_field_or_damaged_stays_open(settings):
    imports.save(settings, PERSONS, "Liste", Mapping(("a", "b"), ("last_name", "own_77")))
    assert imports.recall(settings, PERSONS, "Liste", ("a", "b")).targets == ("last_name", "")
    settings.values["named_imports"] = {"persons": {"kaputt": 7}}
    assert imports.names(settings, PERSONS) == []
    assert imports.recall(settings, PERSONS, "fehlt", ("a",)).targets == ("",)
