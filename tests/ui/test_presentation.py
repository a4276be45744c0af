"""Vorführmodus: others see invented people in a second window; of the copy nothing stays."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.errors import Unavailable
from app.core.settings import Home
from app.models import Person
from app.models.office import Office
from app.ui import presentation
from app.ui.start import Program
from tests.offices import ADDED, PASSPHRASE, add, names
from tests.ui.test_program import App


@pytest.fixture
def temp(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def program(qapp, tmp_path, temp, monkeypatch):
    monkeypatch.setattr(Program, "_translate_qt", lambda self: None)
    made = Program(qapp, Home(tmp_path / "own" / "settings.json", tmp_path / "logs", tmp_path / "data"))
    made.app = App(qapp)
    office = Office.create(tmp_path / "Büro.koord", PASSPHRASE)
    add(office)
    made._opened(office)
    yield made
    made.end()


def action(window, name):
    return next(one for one in window.menus.everything() if one.objectName() == name)


def begin(program, qtbot):
    """Choose Vorführmodus and wait for its window."""
    action(program.window, "showing").trigger()
    qtbot.waitUntil(lambda: program.showing is not None and program.showing.window is not None, timeout=60_000)
    return program.showing.window


def left(temp):
    return sorted(path.name for path in temp.rglob("*"))


def test_others_see_invented_people_and_that_they_are(program, qtbot, temp):
    shown = begin(program, qtbot)
    assert program.window.isHidden() and shown.isVisible()
    with shown.context.db.read() as session:
        assert ADDED not in session.scalars(select(Person.last_name)).all()
    told = "Vorführung – alle Personen sind erfunden"
    assert told in shown.windowTitle() and shown.notice.text() == told
    assert told in shown.status.parts["session"].accessibleName() and shown.notice.isVisible()
    shown.go_to(1)
    assert shown.windowTitle() == f"Personen – {told}"
    assert "Büro" not in shown.status.parts["database"].text()
    assert left(temp)


def test_nothing_there_reaches_the_real_file(program, qtbot):
    shown = begin(program, qtbot)
    assert shown.context.office is None and shown.context.past == [] and shown.context is not program.window.context
    assert not action(shown, "open").isEnabled() and not action(shown, "showing").isEnabled()
    with shown.context.db.work("ändern") as work:
        work.session.scalars(select(Person)).one().last_name = "Anders"
    assert names(program.window.context.office) == [ADDED]


def test_closing_brings_the_real_window_back_and_leaves_nothing(program, qtbot, temp):
    begin(program, qtbot).close()
    assert program.window.isVisible() and program.showing is None and left(temp) == []
    assert not program.app.ended
    begin(program, qtbot)  # and once more


def test_the_link_in_the_banner_ends_it(program, qtbot, temp):
    begin(program, qtbot).notice.link.click()
    assert program.window.isVisible() and left(temp) == []


def test_locking_there_locks_the_file_and_leaves_nothing(program, qtbot, temp, monkeypatch):
    asked = []
    monkeypatch.setattr(program, "unlock", asked.append)
    office = program.window.context.office
    begin(program, qtbot).lock()
    assert asked == [office.path] and program.window is None and not office._lock.held and left(temp) == []


def test_quitting_while_it_is_made_leaves_nothing(program, temp):
    action(program.window, "showing").trigger()
    program.end()
    assert program.showing is None and left(temp) == []


def test_a_stopped_preparation_leaves_nothing_and_says_nothing(program, qtbot, temp):
    action(program.window, "showing").trigger()
    program.showing._dialog.reject()
    qtbot.waitUntil(lambda: program.showing is None, timeout=60_000)
    assert program.window.isVisible() and left(temp) == [] and program.window.banner.isHidden()


def test_what_fails_is_told_and_leaves_nothing(program, qtbot, temp, monkeypatch):
    def full(_db, folder, _progress):
        (folder / "Vorführung.koord").write_bytes(b"half")
        raise Unavailable("Die Festplatte ist voll.")

    monkeypatch.setattr(presentation, "copy_for_showing", full)
    action(program.window, "showing").trigger()
    qtbot.waitUntil(lambda: program.showing is None, timeout=60_000)
    assert "Festplatte" in program.window.banner.text() and left(temp) == []


def test_a_server_is_not_copied(program, monkeypatch):
    monkeypatch.setattr(type(program.window.context.db), "local", False)
    action(program.window, "showing").trigger()
    assert program.showing is None and "nur mit einer Datei" in program.window.banner.text()


def test_unsaved_input_keeps_the_window(program, monkeypatch):
    monkeypatch.setattr(program.window.page(), "may_leave", lambda: False, raising=False)
    action(program.window, "showing").trigger()
    assert program.showing is None


def test_the_question_while_waiting_has_names(program):
    action(program.window, "showing").trigger()
    dialog = program.showing._dialog
    assert dialog.windowTitle() == "Vorführung vorbereiten" and dialog.panel.accessibleName()
    assert dialog.panel.button.accessibleName() == "Abbrechen"
