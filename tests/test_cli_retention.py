"""The command retention says how long papers are kept and who is to be anonymised."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app import cli
from app.models.office import Office
from tests.command_line import called
from tests.factories import add, participation, person, project
from tests.offices import PASSPHRASE


@pytest.fixture
def office(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(cli.VARIABLE, PASSPHRASE)
    with Office.create(tmp_path / "a.koord", PASSPHRASE) as made, made.db.work("anlegen") as work:
        old = work.add(project("Alt", last_payment=date(2019, 5, 2), proof_submitted=date(2019, 9, 1)))
        rim = work.add(person())
        add(work, project("Neu"), participation(rim, old))
    return tmp_path / "a.koord"


def test_for_people(office, capsys, clock):
    code, said, _errors = called(capsys, "retention", office)
    assert code == 0 and "Alt: aufbewahren bis 31.12.2024" in said and "Neu: der Tag steht noch nicht fest" in said
    assert "letzte Zahlung an den Träger: Datum fehlt" in said
    assert "Zu anonymisieren: 1\n  Al-Haddad, Rim (Alt)" in said


def test_for_programs(office, capsys, clock):
    code, said, _errors = called(capsys, "retention", office, "--json")
    found = json.loads(said)
    assert code == 0 and [one["keep_until"] for one in found["projects"]] == ["2024-12-31", None]
    assert found["projects"][1]["missing"] == ["last_payment", "proof_submitted"]
    assert [(one["name"], one["kept_until"]) for one in found["due"]] == [("Al-Haddad, Rim", "2024-12-31")]


def test_an_empty_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(cli.VARIABLE, PASSPHRASE)
    Office.create(tmp_path / "leer.koord", PASSPHRASE).close()
    assert called(capsys, "retention", tmp_path / "leer.koord")[1] == "Niemand ist zu anonymisieren.\n"
