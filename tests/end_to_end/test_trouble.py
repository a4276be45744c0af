"""What goes wrong on ordinary days: wrong passphrases, damaged files, second programs, bugs."""

from __future__ import annotations

import pytest

from app.core.places import FileLock
from app.ui.frame.open_page import OpenPage

pytestmark = pytest.mark.usefixtures("at_once")


def complaint(clerk) -> str:
    """What the unlock dialog says under the field."""
    page = clerk.dialog.page()
    assert isinstance(page, OpenPage)
    return page.problem.text() if page.problem.isVisible() else ""


def test_a_wrong_passphrase_is_told_and_the_right_one_opens(start, office):
    clerk = start(office)
    clerk.unlock("falsch geschrieben")
    assert complaint(clerk) == "Das Kennwort stimmt nicht." and clerk.program.window is None
    clerk.unlock()
    assert clerk.program.window is not None and clerk.window.page().isVisible()


def test_a_damaged_file_is_told_and_left_as_it_is(start, office):
    whole = office.read_bytes()
    office.write_bytes(whole[:4096] + b"\0" * 4096 + whole[8192:])
    before = office.read_bytes()
    clerk = start(office)
    clerk.unlock()
    assert "beschädigt" in complaint(clerk) and "Sicherung" in complaint(clerk)
    assert clerk.program.window is None and office.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"nothing of ours " * 999], ids=["empty", "foreign"])
def test_a_file_that_is_no_office_file_is_told(start, office, content):
    office.write_bytes(content)
    clerk = start(office)
    clerk.unlock()
    assert complaint(clerk).endswith(".") and clerk.program.window is None and office.read_bytes() == content


def test_a_second_program_on_the_same_file_is_told(start, office):
    first = start(office)
    first.unlock()
    second = start(office)
    second.unlock()
    assert "geöffnet" in complaint(second) and second.program.window is None
    assert FileLock(office).taken()
    first.press("Ctrl+L")
    second.unlock()
    assert second.program.window is not None


def test_a_bug_is_reported_without_names_and_the_program_goes_on(start, office, monkeypatch):
    clerk = start(office)
    clerk.unlock()
    page = clerk.go_to("Personen")

    def broken(_page, _session, record):
        raise ZeroDivisionError(f"{record.last_name} cannot be divided")

    monkeypatch.setattr(type(page), "header", broken)
    page.open_record(page.model.id_at(0))
    clerk.rest()
    assert "Ein Bericht ohne persönliche Daten wurde gespeichert" in clerk.window.banner.text()
    reports = list(clerk.program.places.logs.glob("bericht-*.txt"))
    assert len(reports) == 1
    written = "".join(file.read_text("utf-8") for file in clerk.program.places.logs.iterdir())
    assert "ZeroDivisionError" in written and "Gvazava" not in written

    monkeypatch.undo()
    clerk.go_to("Schulungen")
    page = clerk.go_to("Personen")
    page.open_record(page.model.id_at(0))
    clerk.rest()
    assert page.detail.name.text() == "Nino Gvazava"
