"""What goes wrong on ordinary days: wrong passphrases, damaged files, second programs, bugs."""

from __future__ import annotations

import pytest

from app.core.places import FileLock
from app.ui.frame.open_page import OpenPage
from tests.end_to_end.conftest import PASSPHRASE

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


def test_whoever_goes_away_while_typing_loses_nothing_and_shows_nothing(start, office):
    clerk = start(office)
    clerk.unlock()
    page = clerk.go_to("Personen")
    page.table.select_id(page.model.id_at(0))
    clerk.rest()
    clerk.press("F2")
    page.detail.tab().form.rows["phone"].type("03672 4711")
    clerk.window.idle.idle.emit()
    cover = clerk.program.covering
    assert cover and cover.isVisible() and clerk.program.window is clerk.window
    veiled = clerk.window.grab().toImage()
    assert {veiled.pixel(x, y) for x in range(0, veiled.width(), 7) for y in range(0, veiled.height(), 7)} == {
        veiled.pixel(0, 0)
    }
    cover.passphrase.setText("falsch geschrieben")
    cover.go_on.click()
    clerk.rest()
    assert cover.problem.text() == "Das Kennwort stimmt nicht." and cover.isVisible()
    cover.passphrase.setText(PASSPHRASE)
    cover.go_on.click()
    clerk.rest()
    assert clerk.program.covering is None and page.detail.tab().form.rows["phone"].raw() == "03672 4711"
    clerk.press("Ctrl+S")
    clerk.window.idle.idle.emit()
    assert clerk.program.window is None and clerk.dialog.isVisible()
