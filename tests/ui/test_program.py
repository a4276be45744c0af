"""The way from the unlock dialog to the window and back, whatever the disk thinks of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.core.errors import Unavailable
from app.core.settings import Home
from app.models.office import Office
from app.ui.frame.unlock_pages import CodePage
from app.ui.start import Program, _code_of
from tests.offices import PASSPHRASE


class App:
    """Stands for the application, which would end the tests."""

    def __init__(self, app: QApplication) -> None:
        self._app, self.ended = app, False

    def quit(self) -> None:
        self.ended = True

    def __getattr__(self, name: str) -> object:
        return getattr(self._app, name)


@pytest.fixture
def program(qapp, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(Program, "_translate_qt", lambda self: None)
    made = Program(qapp, Home(tmp_path / "own" / "settings.json", tmp_path / "logs", tmp_path / "data"))
    made.app = App(qapp)
    made._opened(Office.create(tmp_path / "Büro.koord", PASSPHRASE))
    yield made
    made.end()


def test_a_settings_file_that_cannot_be_written_keeps_nobody_from_closing(program, monkeypatch):
    def full() -> None:
        raise Unavailable("Die Einstellungen konnten nicht gespeichert werden.")

    monkeypatch.setattr(program.settings, "save", full)
    program.window.set_zoom(150)
    assert not program.window.banner.isHidden()
    office = program.window.context.office
    program.window.close()
    assert program.app.ended and program.window is None and not office._lock.held


def test_another_file_is_asked_for_only_when_nothing_unsaved_is_left(program, monkeypatch):
    page = program.window.page()
    monkeypatch.setattr(page, "may_leave", lambda: False, raising=False)
    window = program.window
    next(action for action in window.menus.everything() if action.objectName() == "open").trigger()
    assert program.window is window


def test_the_folder_for_the_first_file_is_made(program):
    made = program._create(program._new_file(), PASSPHRASE)
    made.close()
    assert made.path.is_file() and made.path.name == "Connecting Humans.koord"


def test_what_was_saved_is_not_told_over_the_buttons_of_what_is_typed_next(program):
    window = program.window
    window.say_done("Projekt anlegen")
    assert window.toast.isVisible()
    field = QLineEdit(window.page())
    window._follow_focus(None, field)
    assert not window.toast.isVisible()


def test_the_code_to_keep_is_shown_four_groups_a_line(program):
    office = program.window.context.office
    page = CodePage()
    page.show_code(_code_of(office))
    lines = [line.split() for line in page.code.toPlainText().splitlines()]
    assert [len(line) for line in lines] == [4, 4, 3]
    assert [group for line in lines for group in line] == list(office.recovery_sheet().groups)


def test_a_bug_is_told_with_what_to_do_and_the_program_goes_on(program):
    program._tell_of_bug(ZeroDivisionError("Meyer"), Path("report"))
    told = program.window.banner.text()
    assert "noch einmal" in told and "Meyer" not in told
