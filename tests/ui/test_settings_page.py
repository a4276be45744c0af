"""The settings page: backup, check, recovery sheet, passphrase, projects."""

from __future__ import annotations

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from app.core import keys
from app.models.office import Office
from app.ui import dialogs
from app.ui.context import Context
from app.ui.pages.settings import SettingsPage
from tests.offices import PASSPHRASE

NEW = "sechs grüne Segel am Kai"


@pytest.fixture
def page(context, tmp_path, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))
    office = Office.create(tmp_path / "Büro.koord", PASSPHRASE)
    within = Context(office.db, context.tasks, context.settings, office)
    within.told = []
    within.message.connect(lambda text, bad: within.told.append((text, bad)))
    made = SettingsPage(within)
    made.within = within
    qtbot.addWidget(made)
    made.show()
    yield made
    within.close()
    office.close()


def test_a_backup_opens_with_the_same_passphrase(page, tmp_path, qtbot: QtBot):
    folder = tmp_path / "Stick"
    folder.mkdir()
    dialogs.answer(folder)
    with qtbot.waitSignal(page.backed_up):
        page.office.back_up()
    (copy,) = folder.glob("*.koord")
    with Office.open(copy, PASSPHRASE):
        pass
    assert page.office.saved.text().startswith("heute")


def test_a_backup_into_a_folder_that_is_gone_is_told(page, tmp_path):
    dialogs.answer(tmp_path / "weg")
    page.office.back_up()
    assert page.within.told[-1][1] is True


def test_the_office_states_its_own_privacy_notice(page):
    card = page.office.notice
    assert [shown.text() for shown in card.told.values()] == ["–", "–", "–"]
    dialog = card.ask()
    dialog.form.rows["controller"].editor.put("Landkreis Saale-Schwarza\nSchloßstraße 24")
    dialog.form.rows["officer"].editor.put("Büro Nord")
    dialog.deed.click()
    assert [shown.text() for shown in card.told.values()] == [
        "Landkreis Saale-Schwarza\nSchloßstraße 24", "Büro Nord", "–",
    ]  # fmt: skip
    page.within.undo()
    assert card.told["officer"].text() == "–"


def test_a_sound_file_is_told_to_be_sound(page):
    page.office.check()
    assert page.office.health.text() == "Geprüft, alles in Ordnung"


def test_the_recovery_sheet_holds_the_code_that_opens_the_file(page, tmp_path):
    dialogs.answer(tmp_path / "Blatt.pdf")
    page.office.print_sheet()
    text = pypdfium2.PdfDocument(tmp_path / "Blatt.pdf")[0].get_textpage().get_text_range()
    for line in page.within.office.recovery_sheet().lines:
        assert all(group in text for group in line.split())


def test_a_new_passphrase_replaces_the_old_one(page, tmp_path):
    page.office.old.setText(PASSPHRASE)
    page.office.new.first.setText(NEW)
    page.office.new.second.setText(NEW)
    page.office.change()
    assert page.within.told[-1] == ("Das Kennwort ist geändert.", False)
    assert (page.office.old.text(), page.office.new.text()) == ("", "")
    assert keys.unlock(tmp_path / "Büro.koord", NEW) == page.within.office.key


def test_a_wrong_old_passphrase_is_told_below_the_fields_and_keeps_what_was_typed(page):
    page.office.old.setText("falsch geraten")
    page.office.new.first.setText(NEW)
    page.office.new.second.setText(NEW)
    page.office.change()
    assert page.office.wrong.isVisible() and page.office.old.text() == "falsch geraten"


def test_a_new_project_is_filled_in_on_the_tab_of_projects(page):
    page.new_project()
    assert page.tabs.currentWidget() is page.projects and "save" in page.commands


def test_the_tab_of_the_file_has_no_records_to_edit(page):
    page.tabs.setCurrentWidget(page.office)
    assert dict(page.commands) == {}
