"""The command duplicates lists who is likely there twice, for people and for other programs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app import cli
from app.__main__ import main
from app.models.office import Office
from tests.factories import person
from tests.offices import PASSPHRASE


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """An office file with one person twice, made once."""
    path = tmp_path_factory.mktemp("office") / "vhs.koord"
    with Office.create(path, PASSPHRASE) as office, office.db.work("anlegen") as work:
        for names in (("Al-Haddad", "Rim"), ("Rim", "Alhaddad"), ("Müller", "Jürgen")):
            work.add(person(*names))
    return path.parent


@pytest.fixture
def office(original, tmp_path, monkeypatch):
    """A copy of the office file, whose passphrase stands in the environment."""
    monkeypatch.setenv(cli.VARIABLE, PASSPHRASE)
    return Path(shutil.copytree(original, tmp_path / "office")) / "vhs.koord"


def test_pairs_are_told_with_their_reasons(capsys, office):
    assert main(["duplicates", str(office)]) == 0
    told = capsys.readouterr().out
    assert "Al-Haddad, Rim · Rim, Alhaddad" in told
    assert "Vor- und Nachname vertauscht; Geburtsdatum gleich" in told
    assert told.endswith("Mögliche Dubletten: 1\n")


def test_other_programs_get_json(capsys, office):
    assert main(["duplicates", str(office), "--json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in pair["people"]] == ["Al-Haddad, Rim", "Rim, Alhaddad"]
    assert pair["score"] > 0.9
    assert "Geburtsdatum gleich" in pair["reasons"]


def test_a_file_without_doubles_says_so(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv(cli.VARIABLE, PASSPHRASE)
    Office.create(tmp_path / "leer.koord", PASSPHRASE).close()
    assert main(["duplicates", str(tmp_path / "leer.koord")]) == 0
    assert capsys.readouterr().out == "Niemand scheint doppelt erfasst zu sein.\n"
