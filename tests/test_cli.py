"""The commands do what they say, in German, with exit codes that scripts can rely on."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import types
from pathlib import Path

import openpyxl
import pytest

import app
from app import cli, demo
from app.__main__ import COMMANDS, main
from app.core.screen import has_screen
from app.models.office import Office
from app.models.query import Query
from tests.command_line import called, captions


@pytest.fixture
def folder(demonstration, tmp_path):
    """A copy of the demonstration."""
    return Path(shutil.copytree(demonstration, tmp_path / "demo"))


@pytest.fixture
def file(folder, monkeypatch):
    """The office file of the demonstration, whose passphrase stands in the environment."""
    monkeypatch.setenv(cli.VARIABLE, demo.PASSPHRASE)
    return folder / demo.NAME


# --- the window


def test_without_a_command_the_window_opens(windows, tmp_path):
    assert main([]) == main([str(tmp_path / "a.koord")]) == main(["--data", "hier"]) == 0
    assert main(["--data", "hier", "b.koord"]) == main(["b.koord", "--data", "hier"]) == 0
    here = Path("hier")
    assert windows == [(None, None), (tmp_path / "a.koord", None), (None, here), *[(Path("b.koord"), here)] * 2]


def test_the_folder_for_settings_is_told_apart_from_commands(capsys):
    code, _out, told = called(capsys, "--data")
    assert code == 2 and told == "Nach --data fehlt der Ordner.\n"
    code, _out, told = called(capsys, "--data", "hier", "unsinn")
    assert code == 2 and told.startswith("„unsinn“ gibt es nicht.")


def test_without_a_screen_the_program_says_so(monkeypatch, capsys):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    code, _out, told = called(capsys)
    assert code == 1
    assert "kein Bildschirm" in told


@pytest.mark.parametrize(
    ("platform", "environment", "there"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"QT_QPA_PLATFORM": "vnc:size=800x600"}, True),
    ],
)
def test_where_there_is_a_screen(platform, environment, there):
    assert has_screen(platform, environment) is there


def test_a_missing_library_of_the_system_is_told(monkeypatch, capsys):
    class Broken:
        def find_spec(self, name, *_):
            if name == "app.ui.start":
                raise ImportError("libEGL.so.1: cannot open shared object file", name="PySide6.QtGui")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delitem(sys.modules, "app.ui.start", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    code, _out, told = called(capsys)
    assert code == 1
    assert "libEGL.so.1" in told


# --- help and wrong calls


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_in_german(capsys, command):
    code, told, _err = called(capsys, *filter(None, [command]), "--help")
    assert code == 0
    assert told.startswith("Aufruf: connecting-humans")
    assert "diese Hilfe zeigen" in told
    assert not {"usage:", "options:", "positional", "show this"} & set(told.split())


def test_the_help_of_report_names_every_report_and_its_parameters(capsys):
    _code, told, _err = called(capsys, "report", "--help")
    for text in ("certificates", "attendance_list", "workbook", "--set course=…", "--set until=…"):
        assert text in told


def test_the_version_is_told(capsys):
    assert called(capsys, "--version")[:2] == (0, f"{app.__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["quatsch"],
            "„quatsch“ gibt es nicht. Möglich sind: demo, report, check, backup, import, duplicates, match, retention.",
        ),
        (["check"], "Es fehlt: DATEI."),
        (["check", "a.koord", "--laut"], "Damit ist nichts anzufangen: --laut."),
        (["check", "a.koord", "--passphrase", "geheim"], "Damit ist nichts anzufangen"),
        (["backup", "a.koord"], "Es fehlt: ORDNER."),
        (["report", "invoice", "a.koord", "--out", "b"], "„invoice“ gibt es nicht. Möglich sind: certificates,"),
        (["report", "workbook", "a.koord", "--out"], "Nach --out fehlt etwas."),
        (["demo", "--persons", "viele"], "„viele“ passt nicht zu --persons."),
        (["demo", "--persons", "0"], "Bitte mindestens eine Person."),
        (["a.koord", "b.koord"], "gibt es nicht"),
    ],
)
def test_a_wrong_call_is_told_in_german(capsys, arguments, sentence):
    code, out, told = called(capsys, *arguments)
    assert (code, out) == (2, "")
    assert sentence in told
    assert "Traceback" not in told


# --- the passphrase


def test_the_passphrase_comes_from_a_file_first(file, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(cli.VARIABLE, "falsch")
    secret = tmp_path / "kennwort.txt"
    secret.write_bytes(b"\xef\xbb\xbf" + demo.PASSPHRASE.encode() + b"\r\nzweite Zeile\n")
    assert called(capsys, "check", file, "--passphrase-file", secret)[0] == 0


def test_the_passphrase_is_asked_for_at_a_terminal(file, monkeypatch, capsys):
    monkeypatch.delenv(cli.VARIABLE)
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(isatty=lambda: True))
    asked = []
    monkeypatch.setattr(cli.getpass, "getpass", lambda prompt: asked.append(prompt) or demo.PASSPHRASE)
    assert called(capsys, "check", file)[0] == 0
    assert asked == ["Kennwort für Saale-Schwarza.koord: "]


def test_without_a_terminal_the_missing_passphrase_is_told(file, monkeypatch, capsys):
    monkeypatch.delenv(cli.VARIABLE)
    monkeypatch.setattr(sys, "stdin", io.StringIO(demo.PASSPHRASE))
    code, _out, told = called(capsys, "check", file)
    assert code == 1
    assert "--passphrase-file" in told


def test_wrong_empty_or_unreadable_passphrases_are_told(file, tmp_path, monkeypatch, capsys):
    assert "nicht aus „fort.txt“ lesen" in called(capsys, "check", file, "--passphrase-file", tmp_path / "fort.txt")[2]
    for text, sentence in (("falsch", "Das Kennwort stimmt nicht.\n"), ("", "Das Kennwort ist leer.\n")):
        monkeypatch.setenv(cli.VARIABLE, text)
        assert called(capsys, "check", file) == (1, "", sentence)


# --- check and backup


def test_a_sound_file_is_in_order(file, capsys):
    code, out, err = called(capsys, "check", file)
    assert (code, out.splitlines()[0], err) == (0, "„Saale-Schwarza.koord“ ist in Ordnung.", "")


def test_check_lists_what_is_missing_as_json_too(file, capsys):
    code, out, _err = called(capsys, "check", file, "--json")
    found = json.loads(out)
    assert code == 0
    assert {one["severity"] for one in found} <= {"missing", "note"}
    assert all(one["sentence"] and one["why"] and one["record"]["name"] and one["field"]["name"] for one in found)


def test_a_damaged_file_is_told(file, capsys):
    data = bytearray(file.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(64)
    file.write_bytes(data)
    code, out, told = called(capsys, "check", file)
    assert (code, out) == (1, "")
    assert "Traceback" not in told
    assert "Sicherung" in told


def test_a_missing_or_foreign_file_is_told_before_any_passphrase(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv(cli.VARIABLE, raising=False)
    foreign = tmp_path / "brief.koord"
    foreign.write_text("Liebe Leute")
    assert "ist nicht mehr da" in called(capsys, "check", tmp_path / "fort.koord")[2]
    assert "keine Datei dieses Programms" in called(capsys, "check", foreign)[2]


def test_a_backup_can_be_opened(file, tmp_path, capsys):
    place = tmp_path / "sicher"
    place.mkdir()
    code, told, _err = called(capsys, "backup", file, place)
    assert code == 0
    (copy,) = place.glob("*.koord")
    assert str(copy) in told
    assert sorted(captions(copy)) == sorted(captions(file))


def test_a_backup_into_nowhere_is_told(file, tmp_path, capsys):
    code, out, told = called(capsys, "backup", file, tmp_path / "fort")
    assert (code, out) == (1, "")
    assert told.count("\n") == 1


# --- report


def test_a_report_is_written_where_wanted(file, tmp_path, capsys):
    target = tmp_path / "liste.pdf"
    code, told, _err = called(capsys, "report", "attendance_list", file, "--out", target, "--set", "course=integration")
    assert (code, told) == (0, f"Geschrieben: {target}\n")
    assert target.read_bytes().startswith(b"%PDF")


def test_into_a_folder_a_report_goes_under_its_own_name(file, tmp_path, capsys):
    values = ["--set", "project=connecting humans", "--set", "until=31.12.2030"]
    assert called(capsys, "report", "workbook", file, "--out", tmp_path, *values)[0] == 0
    assert openpyxl.load_workbook(tmp_path / "workbook.xlsx").sheetnames[0] == "Übersicht"


def test_a_record_can_be_named_by_its_number(file, tmp_path, capsys):
    from app.models import Project

    with Office.open(file, demo.PASSPHRASE) as office, office.db.read() as session:
        (id,) = Query(Project, "Connecting Women").ids(session)
    assert called(capsys, "report", "workbook", file, "--out", tmp_path, "--set", f"project={id}")[0] == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([], "Schulung: Bitte genauer angeben, möglich sind:\n  course="),
        (["course=gibt es nicht"], "Schulung „gibt es nicht“ gibt es nicht."),
        (["course=integration", "day=gestern"], "day: „gestern“ ist kein Datum."),
        (["kurs=integration"], "„kurs=integration“ passt nicht. Möglich sind: course=…, day=…."),
        (["course"], "„course“ passt nicht."),
    ],
)
def test_wrong_values_are_a_wrong_call(file, tmp_path, capsys, values, sentence):
    given = [part for value in values for part in ("--set", value)]
    code, out, told = called(capsys, "report", "attendance_list", file, "--out", tmp_path / "l.pdf", *given)
    assert (code, out) == (2, "")
    assert sentence in told
    assert not (tmp_path / "l.pdf").exists()


def test_trouble_while_writing_is_told_in_one_sentence(file, tmp_path, capsys):
    target = tmp_path / "fort" / "l.pdf"
    values = ["--set", "course=integration", "--set", "day=01.01.1999"]
    code, _out, told = called(capsys, "report", "attendance_list", file, "--out", target, *values)
    assert code == 1
    assert told.splitlines()[-1] == "Am 01.01.1999 hat diese Schulung keinen Termin."


def test_the_program_starts_as_a_process():
    done = subprocess.run(
        [sys.executable, "-m", "app", "check", "fort.koord"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Die Datei „fort.koord“ ist nicht mehr da.")
