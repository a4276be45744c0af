"""The command import tells what happens to each row, and does it unless it is a dry run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app import cli
from app.__main__ import main
from app.models import Household, LanguageSkill, OwnField, Participation, Person, Role
from app.models.office import Office
from tests import factories as make
from tests.offices import PASSPHRASE, names_in
from tests.services.tables.files import compound, csv_bytes, repacked, xlsx_bytes

ROWS = [
    ("Familienname", "Vorname", "geb. am", "Geschl.", "Schuhgröße"),
    ("Al-Haddad", "Rim", "14.03.1991", "w", "38"),
    ("Bilenko", "Oksana", "31.02.1990", "w", ""),
    ("Haile", "Berhane", "1979", "Fr. Dr.", ""),
    ("Al-Hadad", "Rim", "14.3.91", "", ""),
]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """An empty office file, made once."""
    path = tmp_path_factory.mktemp("office") / "vhs.koord"
    Office.create(path, PASSPHRASE).close()
    return path.parent


@pytest.fixture
def office(original, tmp_path, monkeypatch):
    """A copy of the office file, whose passphrase stands in the environment."""
    monkeypatch.setenv(cli.VARIABLE, PASSPHRASE)
    return Path(shutil.copytree(original, tmp_path / "office")) / "vhs.koord"


@pytest.fixture
def rows(tmp_path):
    """A list with one row of most kinds."""
    path = tmp_path / "liste.csv"
    path.write_bytes(csv_bytes(ROWS, encoding="cp1252"))
    return path


def called(capsys, *arguments) -> tuple[int, str, str]:
    """Exit code and what was said."""
    code = main(["import", *map(str, arguments), "--as", "persons"])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_dry_run_tells_and_stores_nothing(capsys, office, rows):
    code, told, _errors = called(capsys, office, rows, "--dry-run")
    assert code == 1
    assert "Familienname → Nachname" in told
    assert "Schuhgröße → wird nicht übernommen" in told
    assert "     2  Al-Haddad, Rim   neu" in told
    assert "abgelehnt: Den 31.02.1990 gibt es nicht" in told
    assert "\n        geb. am: „31.02.1990“\n" in told
    assert "„Fr. Dr.“ ist nicht bekannt" in told
    assert "Mögliche Dublette von Zeile 2" in told
    assert "1 neu, 0 geändert, 0 unverändert, 2 unklar, 1 abgelehnt" in told
    assert "Es wurde nichts gespeichert." in told
    assert names_in(office) == []


def test_new_rows_are_stored_and_the_second_time_nothing(capsys, office, rows):
    code, told, _errors = called(capsys, office, rows)
    assert code == 1 and told.endswith("Übernommen.\n")
    assert names_in(office) == ["Al-Haddad"]
    _code, told, _errors = called(capsys, office, rows)
    assert "0 neu, 0 geändert, 1 unverändert" in told and told.endswith("Es wurde nichts gespeichert.\n")
    assert names_in(office) == ["Al-Haddad"]


def test_a_list_without_trouble_ends_well(capsys, office, tmp_path):
    path = tmp_path / "gut.csv"
    path.write_bytes(csv_bytes(ROWS[:2]))
    assert called(capsys, office, path)[0] == 0


def test_other_programs_get_json(capsys, office, rows):
    code, told, _errors = called(capsys, office, rows, "--json", "--dry-run")
    data = json.loads(told)
    assert (code, data["stored"], data["header_row"]) == (1, False, 1)
    assert data["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "unclear": 2, "refused": 1}
    assert data["columns"] == {
        "Familienname": "last_name",
        "Vorname": "first_names",
        "geb. am": "born",
        "Geschl.": "gender",
        "Schuhgröße": None,
    }
    assert data["rows"][0]["fields"] == {
        "Nachname": "Al-Haddad",
        "Vorname": "Rim",
        "Geburtsdatum": "14.03.1991",
        "Geschlecht": "weiblich",
    }
    (problem,) = data["rows"][1]["problems"]
    assert (data["rows"][1]["row"], problem["column"], problem["value"]) == (3, "geb. am", "31.02.1990")


def test_columns_and_rows_can_be_decided(capsys, office, rows):
    code, told, _errors = called(capsys, office, rows, "--map", "Schuhgröße=Notizen", "--map", "Geschl.=", "--new", "5")
    assert code == 1
    assert "Schuhgröße → Notizen" in told
    assert names_in(office) == ["Al-Haddad", "Haile", "Al-Hadad"]


def test_a_wrong_call_is_told(capsys, office, rows):
    code, _told, errors = called(capsys, office, rows, "--map", "Gibtsnicht=Notizen")
    assert code == 2
    assert "Gibtsnicht" in errors
    assert main(["import", str(office), str(rows)]) == 2
    assert "--as" in capsys.readouterr().err


def test_a_bad_file_ends_with_its_sentence(capsys, office, tmp_path):
    path = tmp_path / "leer.xlsx"
    path.write_bytes(b"")
    assert called(capsys, office, path) == (1, "", "„leer.xlsx“ ist leer. Bitte wählen Sie eine andere Datei.\n")


def test_a_list_without_names_ends_with_its_sentence(capsys, office, tmp_path):
    path = tmp_path / "orte.csv"
    path.write_bytes(b"Ort;PLZ\nJena;07743\n")
    code, _told, errors = called(capsys, office, path)
    assert code == 1
    assert "Keine Spalte ist der Name" in errors


def test_people_are_taken_into_a_project_with_their_answers(capsys, office, tmp_path):
    with Office.open(office, PASSPHRASE) as opened, opened.db.work("Projekt anlegen") as work:
        work.add(make.project("Connecting Humans"))
    head = ("Nachname", "Vorname", "geb. am", "Eintritt", "Erwerbsstatus", "Höchster Schulabschluss")
    path = tmp_path / "aufnahme.csv"
    path.write_bytes(
        csv_bytes([head, ("Al-Haddad", "Rim", "14.03.1991", "02.03.2026", "arbeitslos", "Abitur, FH-Reife")])
    )
    code, told, _errors = called(capsys, office, path, "--project", "Connecting Humans")
    assert code == 0 and "Erwerbsstatus → Erwerbsstatus bei Eintritt" in told
    with Office.open(office, PASSPHRASE) as opened, opened.db.read() as session:
        (one,) = session.query(Participation).all()
    assert (one.number, one.answers["employment"], one.answers["school"]) == ("CH-001", "unemployed", "upper")


def test_a_project_that_is_not_there_is_told(capsys, office, rows):
    code, _told, errors = called(capsys, office, rows, "--project", "Nirgends")
    assert code in (1, 2) and "Nirgends" in errors


def test_own_fields_languages_and_household_come_with_the_list(capsys, office, tmp_path):
    with Office.open(office, PASSPHRASE) as opened, opened.db.work("Feld anlegen") as work:
        kita = work.add(OwnField(label="Kita", kind="text"))
    head = ("Nachname", "Vorname", "geb. am", "Kita", "Sprachen", "Haushalt", "Notiz der Kita")
    row = (
        "Al-Haddad",
        "Rim",
        "14.03.1991",
        "Spatzennest",
        "Arabisch (Muttersprache)",
        "Familie Al-Haddad",
        "Nordstern",
    )
    path = tmp_path / "familien.csv"
    path.write_bytes(csv_bytes([head, row]))
    code, told, _errors = called(capsys, office, path)
    assert code == 0 and "Kita → Kita" in told and "Sprachen → Sprachen" in told
    with Office.open(office, PASSPHRASE) as opened, opened.db.read() as session:
        (rim,), (home,), (skill,) = (session.query(entity).all() for entity in (Person, Household, LanguageSkill))
        assert (rim.own, rim.household_id) == ({str(kita.id): "Spatzennest"}, home.id)
        assert (skill.language, skill.level) == ("ar", "native")
    assert called(capsys, office, path)[1].count("unverändert") == 2
    code, told, _errors = called(capsys, office, path, "--map", "Kita=", "--map", "Notiz der Kita=Kita")
    assert code == 0 and "1 geändert" in told


def test_roles_come_with_the_project(capsys, office, tmp_path):
    with Office.open(office, PASSPHRASE) as opened, opened.db.work("Projekt anlegen") as work:
        work.add(make.project("Connecting Humans"))
    path = tmp_path / "mentorinnen.csv"
    path.write_bytes(
        csv_bytes([("Nachname", "Vorname", "Rolle", "Kanal"), ("Weber", "Ines", "Mentorin", "Sprachcafé")])
    )
    code, told, _errors = called(capsys, office, path, "--project", "Connecting Humans", "--json")
    fields = json.loads(told)["rows"][0]["fields"]
    assert (code, fields["Rolle"], fields["Gewonnen über"]) == (0, "Mentorin", "Sprachcafé")
    with Office.open(office, PASSPHRASE) as opened, opened.db.read() as session:
        assert [(one.kind, one.channel) for one in session.query(Role)] == [("mentor", "Sprachcafé")]
        assert session.query(Participation).count() == 0


def test_json_names_who_a_row_may_mean(capsys, office, tmp_path):
    path = tmp_path / "liste.csv"
    path.write_bytes(csv_bytes(ROWS[:2]))
    called(capsys, office, path)
    path.write_bytes(csv_bytes([ROWS[0], ROWS[4]]))
    code, told, _errors = called(capsys, office, path, "--json")
    (row,) = json.loads(told)["rows"]
    assert (code, row["outcome"], row["candidates"]) == (1, "unclear", ["Al-Haddad, Rim"])


@pytest.mark.parametrize("name", ["makros.xlsm", "kennwort.xlsx", "seite.xls", "halb.xlsx"])
def test_every_bad_file_ends_with_one_sentence_and_nothing_is_stored(capsys, office, tmp_path, name):
    contents = {
        "kennwort.xlsx": compound({"EncryptedPackage": b"x"}),
        "seite.xls": b"<html><table><tr><td>Name</td></tr></table>",
        "halb.xlsx": xlsx_bytes(ROWS)[:900],
        "makros.xlsm": repacked(xlsx_bytes(ROWS[:2]), {"xl/vbaProject.bin": b"\0" * 100}),
    }
    path = tmp_path / name
    path.write_bytes(contents[name])
    code, told, errors = called(capsys, office, path, "--dry-run")
    if name == "makros.xlsm":
        assert (code, errors) == (0, "") and "nicht ausgeführt" in told
    else:
        assert (code, told) == (1, "") and errors.count("\n") == 1 and errors.endswith(".\n")
    assert names_in(office) == []
