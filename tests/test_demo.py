"""The demonstration writes everything there is, replaces only itself, and leaves nothing when it is cancelled."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pypdfium2
import pytest

from app import demo
from app.__main__ import main
from app.core.keys import change_passphrase
from app.models.office import Office
from tests.command_line import called, captions
from tests.offices import content, listing

WRITTEN = sorted([*(file for _name, _values, file, _about in demo.DOCUMENTS), demo.SHEET, demo.TABLE, demo.NAME])
WRITTEN.insert(WRITTEN.index(demo.NAME) + 1, f"{demo.NAME}.key")


@pytest.fixture
def folder(demonstration, tmp_path):
    """A copy of the demonstration."""
    return Path(shutil.copytree(demonstration, tmp_path / "demo"))


def test_the_demonstration_writes_everything_and_says_where(tmp_path, capsys):
    code, told, _err = called(capsys, "demo", "--persons", 40, "--out", tmp_path / "neu", "--no-window")
    assert code == 0
    assert listing(tmp_path / "neu") == WRITTEN
    for text in (str(tmp_path / "neu"), *WRITTEN, "40 erfundene Personen", demo.PASSPHRASE):
        assert text in told
    assert len(captions(tmp_path / "neu" / demo.NAME)) == 40


def test_the_documents_are_about_the_people_in_the_file(folder):
    document = pypdfium2.PdfDocument(folder / "Bescheinigungen.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for name in ("Nguyễn Thị Thu Hà", "Lenka Dvořáčková", "Emre Yıldırıcı"):
        assert name in text
    assert "Hadgu" not in text


def test_the_sheet_opens_the_file_without_its_passphrase(folder):
    document = pypdfium2.PdfDocument(folder / "Wiederherstellungscode.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    with Office.open(folder / demo.NAME, demo.PASSPHRASE) as office:
        groups = office.recovery_sheet().groups
    assert all(group in text for group in groups)


def test_the_same_seed_gives_the_same_people(tmp_path):
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        demo.demo(tmp_path / name, 20, seed, opening=False)
    first, same, other = (captions(tmp_path / name / demo.NAME) for name in "abc")
    assert first == same != other


def test_a_second_demonstration_replaces_the_first(folder, capsys):
    code, _out, _err = called(capsys, "demo", "--persons", 40, "--out", folder, "--no-window")
    assert code == 0
    assert listing(folder) == WRITTEN
    assert len(captions(folder / demo.NAME)) == 40


def test_somebody_elses_file_stays(folder, capsys):
    change_passphrase(folder / demo.NAME, demo.PASSPHRASE, "mein eigenes Kennwort")
    before = content(folder)
    code, _out, told = called(capsys, "demo", "--out", folder, "--no-window")
    assert code == 1
    assert "keine Beispieldatei und bleibt" in told
    assert content(folder) == before


def test_a_document_of_the_same_name_stays(tmp_path, capsys):
    (tmp_path / "Indikatoren.xlsx").write_text("von gestern")
    code, _out, told = called(capsys, "demo", "--out", tmp_path, "--no-window")
    assert code == 1
    assert "„Indikatoren.xlsx“" in told
    assert content(tmp_path) == {"Indikatoren.xlsx": b"von gestern"}


def test_an_open_sample_is_not_replaced(folder, capsys):
    with Office.open(folder / demo.NAME, demo.PASSPHRASE):
        code, _out, told = called(capsys, "demo", "--out", folder, "--no-window")
    assert code == 1
    assert "noch geöffnet" in told
    assert len(captions(folder / demo.NAME)) == 30


def test_a_place_that_cannot_be_made_is_told(tmp_path, capsys):
    (tmp_path / "datei").write_text("hier ist schon etwas")
    code, _out, told = called(capsys, "demo", "--out", tmp_path / "datei" / "demo", "--no-window")
    assert code == 1
    assert "lässt sich nicht anlegen" in told


def test_a_cancelled_demonstration_leaves_nothing(tmp_path, monkeypatch, capsys):
    from app.services import sample

    def interrupted(*_arguments, progress, **_values):
        signal.raise_signal(signal.SIGINT)
        progress.check()

    monkeypatch.setattr(sample, "create", interrupted)
    code, out, told = called(capsys, "demo", "--out", tmp_path, "--no-window")
    assert (code, out) == (1, "")
    assert told.splitlines()[-1] == "Abgebrochen. Es wurde nichts verändert."
    assert listing(tmp_path) == []


def test_after_the_demonstration_the_window_opens_where_there_is_a_screen(tmp_path, windows):
    assert main(["demo", "--persons", "5", "--out", str(tmp_path)]) == 0
    assert windows == [(tmp_path / demo.NAME, None)]


def test_without_a_screen_the_demonstration_says_so(tmp_path, windows, monkeypatch, capsys):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    code, told, _err = called(capsys, "demo", "--persons", 5, "--out", tmp_path)
    assert (code, windows) == (0, [])
    assert "kein Bildschirm" in told
