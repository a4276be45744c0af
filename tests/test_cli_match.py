"""The command match works on two plain tables, tells reasons, and needs no office file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from sqlalchemy import select

from app.core import keys
from app.core.resources import resource
from app.models import Person
from app.models.office import Office
from tests import clubs, tandems
from tests import factories as make
from tests.command_line import called
from tests.offices import PASSPHRASE


@pytest.fixture
def sample(tmp_path, clock):
    """A copy of the sample, to spoil it."""
    folder = tmp_path / "beispiel"
    shutil.copytree(resource("samples", "matching"), folder)
    return folder


def arguments(folder, *more):
    return ["match", "--csv", folder / "mentees.csv", folder / "mentors.csv", "--rules", folder / "rules.toml", *more]


def test_who_has_read_enough_ends_it_without_a_complaint(sample):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "app", *map(str, arguments(sample))]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert done.returncode == 0 and "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_people_read_proposals_reasons_and_needs(capsys, sample):
    code, told, _errors = called(capsys, *arguments(sample))
    assert code == 1
    assert (
        "Al-Haddad, Rim: 4 Vorschläge\n  →  85 von 100  Böttner, Gudrun\n         + gleicher Beruf: Pflege  30/30\n"
        in told
    )
    assert "Rahimzada, Zarghuna: kein Vorschlag\n      7  keine gemeinsame Sprache\n" in told
    assert "Lê Thị Kim Oanh: kein Vorschlag\n      7  Einwilligung der Mentee fehlt\n" in told
    assert "6 Personen mit Vorschlag von 9, zusammen 383 Punkte\n" in told
    assert told.endswith("Gesucht: Mentor*in mit Dari, Raum Königsee, dienstags ab 16 Uhr – hilft 2\n")


def test_other_programs_get_json(capsys, sample):
    code, told, _errors = called(capsys, *arguments(sample, "--json", "--top", "1"))
    data = json.loads(told)
    assert (code, data["served"], data["points"], data["seekers"], data["providers"]) == (1, 6, 383, 9, 7)
    assert {"seeker": 4, "provider": 101, "points": 85} in data["pairs"]
    assert sum(pair["points"] for pair in data["pairs"]) == data["points"]
    rim = data["people"][3]
    assert (rim["name"], rim["candidates"], len(rim["proposals"])) == ("Al-Haddad, Rim", 4, 1)
    reasons = rim["proposals"][0]["reasons"]
    assert sum(reason["reached"] for reason in reasons) == rim["proposals"][0]["points"] == 85
    assert reasons[0] == {
        "label": "gleicher Beruf", "must": False, "reached": 30, "possible": 30,
        "text": "gleicher Beruf: Pflege", "state": "fulfilled",
    }  # fmt: skip
    assert all(sum(one["count"] for one in person["why_not"]) <= 7 for person in data["people"])
    assert data["needs"] == [
        {"need": "Mentor*in mit Dari, Raum Königsee, dienstags ab 16 Uhr – hilft 2", "helps": 2, "people": [1, 6]}
    ]


def test_it_ends_well_when_everybody_is_served(capsys, sample):
    path = sample / "mentees.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[4]]), encoding="utf-8")
    code, told, _errors = called(capsys, *arguments(sample))
    assert code == 0
    assert "1 Person mit Vorschlag von 1, zusammen 85 Punkte" in told


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("rules.toml", 'kind = "overlap"', 'kind = "overlop"', "„overlop“ gibt es hier nicht."),
        ("rules.toml", 'column = "Sprachen"', 'column = "Sprache"', "In mentees.csv gibt es keine Spalte „Sprache“."),
        ("mentees.csv", "12.05.1990", "32.05.1990", "Zeile 2, Spalte „Geburtsdatum“: Den 32.05.1990 gibt es nicht."),
        ("mentors.csv", "50.7167; 11.3333", "gleich um die Ecke", "mentors.csv, Zeile 2, Spalte „Koordinaten“"),
        ("mentors.csv", "50.7167; 11.3333", "500; 11.3333", "Spalte „Koordinaten“: Diese Koordinaten gibt es nicht."),
    ],
)  # fmt: skip
def test_bad_files_end_with_a_sentence(capsys, sample, name, old, new, sentence):
    path = sample / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, told, errors = called(capsys, *arguments(sample))
    assert (code, told) == (1, "")
    assert sentence in errors


def test_missing_files_end_with_a_sentence(capsys, sample):
    (sample / "mentors.csv").unlink()
    assert "„mentors.csv“ gibt es nicht." in called(capsys, *arguments(sample))[2]
    (sample / "rules.toml").unlink()
    assert "Die Regeldatei rules.toml lässt sich nicht lesen." in called(capsys, *arguments(sample))[2]


@pytest.mark.parametrize(
    "given", [[], ["--csv", "a.csv"], ["--csv", "a", "b"], ["--csv", "a", "b", "--rules", "r", "--top", "0"]]
)
def test_a_wrong_call_is_told(capsys, given):
    assert called(capsys, "match", *given)[0] == 2


def test_the_help_leads_to_the_sample(capsys):
    code, told, _errors = called(capsys, "match", "--help")
    assert code == 0
    assert "rules.toml" in told
    assert "matching" in told


@pytest.fixture
def office(tmp_path, clock, monkeypatch):
    """An office file with a mentee, a mentor, and one mentee whose language nobody speaks."""
    monkeypatch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))
    monkeypatch.setenv("CONNECTING_HUMANS_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "Saale.koord"
    project = make.project()
    with Office.create(path, PASSPHRASE) as made, made.db.work("anlegen") as work:
        make.add(work, project)
        rim = tandems.mentee(work, project, occupation="Krankenpflegerin")
        zarghuna = tandems.mentee(work, project, "Rahimzada", "Zarghuna")
        gudrun = tandems.mentor(work, project, occupation="Pflegedienstleiterin")
        make.add(work, *tandems.speaks(rim, de="B1"), *tandems.speaks(gudrun, de="native"))
        make.add(work, *tandems.speaks(zarghuna, ti="native"))
    return path


def test_an_office_file_is_matched_with_its_own_rules(capsys, office):
    code, told, _errors = called(capsys, "match", office, "--pairs")
    assert code == 1 and "Al-Haddad, Rim: 1 Vorschlag\n  →" in told
    assert "Rahimzada, Zarghuna: kein Vorschlag\n      1  keine gemeinsame Sprache" in told
    assert "1 Person mit Vorschlag von 2" in told


def test_an_office_file_is_matched_for_other_programs(capsys, office):
    _code, told, _errors = called(capsys, "match", office, "--json")
    data = json.loads(told)
    assert (data["rules"], data["seekers"], data["served"]) == ("Mentoring", 2, 1)


@pytest.mark.parametrize("more", [(), ("a.koord", "--csv", "a.csv", "b.csv", "--rules", "r.toml"), ("--csv", "a", "b")])
def test_either_a_file_or_two_tables_with_rules(capsys, more):
    code, _told, errors = called(capsys, "match", *more)
    assert code == 2 and ("entweder" in errors or "--rules" in errors)


@pytest.fixture
def clubs_office(office, clock):
    """The same file with a club near by and a congregation; one of the women may be passed on."""
    with Office.open(office, PASSPHRASE) as opened, opened.db.work("Vereine") as work:
        rim = work.session.scalars(select(Person).where(Person.last_name == "Al-Haddad")).one()
        made = [clubs.club("SV Heinebad"), clubs.club("Moscheegemeinde Saale", kind="religious")]
        make.add(work, *made, clubs.consent(rim))
        given = {"city": "Bad Blankenburg", "places": 1}
        make.add(work, clubs.offer(made[0], "Lauftreff", **given), clubs.offer(made[1], "Freitagsessen", **given))
    return office


def test_an_office_file_is_matched_with_offers(capsys, clubs_office):
    code, told, _errors = called(capsys, "match", clubs_office, "--offers")
    assert code == 0 and "Al-Haddad, Rim: 2 Vorschläge\n  →" in told
    assert "Lauftreff (SV Heinebad)" in told and "Religionsgemeinschaft" in told
    assert "Moschee" not in told and "Freitagsessen" not in told and "Rahimzada" not in told


def test_the_sheet_of_an_offer_is_a_report_like_others(capsys, clubs_office, tmp_path):
    given = ("--set", "project=humans", "--set", "person=Al-Haddad, Rim", "--set", "kind=offers")
    code, _told, _said = called(capsys, "report", "match_sheet", clubs_office, "--out", tmp_path / "b.pdf", *given)
    assert code == 0 and (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")
    wrong = (*given[:4], "--set", "kind=partners")
    assert called(capsys, "report", "match_sheet", clubs_office, "--out", tmp_path / "c.pdf", *wrong)[0] != 0
    assert not (tmp_path / "c.pdf").exists()


def test_offers_are_told_to_other_programs(capsys, clubs_office):
    _code, told, _errors = called(capsys, "match", clubs_office, "--offers", "--json")
    data = json.loads(told)
    assert (data["rules"], data["seekers"], data["providers"], data["served"]) == ("Angebote", 1, 2, 1)
    assert "Moschee" not in told


def test_pairs_and_offers_are_two_commands(capsys, clubs_office):
    assert called(capsys, "match", clubs_office, "--pairs", "--offers")[0] == 2
