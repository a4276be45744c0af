"""Above the columns of a list: the project people are taken into, and mappings that have a name."""

from __future__ import annotations

from datetime import date

from app.models import Participation, Role
from app.services import imports
from app.ui import dialogs
from app.ui.pages.import_wizard import ImportWizard
from tests.factories import project
from tests.services.tables.files import csv_bytes
from tests.ui import test_import_wizard
from tests.ui.test_import_wizard import TAKE, choose, counts, press

path, wizard, read = test_import_wizard.path, test_import_wizard.wizard, test_import_wizard.read


def test_people_are_taken_into_a_project_with_their_answers(context, qtbot, tmp_path):
    whole = project()
    with context.db.work("anlegen") as work:
        work.add(whole)
    context.load_projects()
    path = tmp_path / "eintritt.csv"
    rows = [
        ("Nachname", "Vorname", "Geburtsdatum", "Eintritt am", "Erwerbsstatus", "Rolle"),
        ("Al-Haddad", "Rim", "14.03.1991", "02.03.2026", "arbeitslos", "Mentee"),
    ]
    path.write_bytes(csv_bytes(rows))
    made = ImportWizard(context)
    qtbot.addWidget(made)
    made.read_file(path)
    assert made.columns.mapping().targets[3:] == ("", "", "")
    box = made.choices.projects
    box.setCurrentIndex(box.findData(whole.id))
    box.activated.emit(box.currentIndex())
    assert made.columns.mapping().targets[3:] == ("participation.entry", "answer.employment", "roles")
    assert counts(made) == [1, 0, 0, 0, 0]
    made.go_to(TAKE)
    press(made, "forward")
    with context.db.read() as session:
        (taken,) = session.query(Participation)
        assert (taken.entry, taken.answers["employment"]) == (date(2026, 3, 2), "unemployed")
        assert [one.kind for one in session.query(Role)] == ["mentee"]


def test_a_mapping_gets_a_name_is_chosen_renamed_and_deleted(read, context, qtbot, tmp_path):
    assert not read.choices.rename.isEnabled() and not read.choices.forget.isEnabled()
    choose(read, "Schuhgröße", "notes")
    dialogs.answer("VHS")
    read.choices.keep.trigger()
    assert (read.choices.name, imports.names(context.settings, read.subject)) == ("VHS", ["VHS"])
    dialogs.answer("Volkshochschule")
    read.choices.rename.trigger()
    other = tmp_path / "neue Liste.csv"
    other.write_bytes(csv_bytes([("Schuhgröße", "Vorname", "Familienname"), ("38", "Rim", "Al-Haddad")]))
    again = ImportWizard(context)
    qtbot.addWidget(again)
    again.read_file(other)
    assert again.columns.mapping().targets[0] == ""
    again.choices.names.setCurrentText("Volkshochschule")
    again.choices.names.activated.emit(again.choices.names.currentIndex())
    assert again.columns.mapping().targets == ("notes", "first_names", "last_name")
    dialogs.answer(True)
    again.choices.forget.trigger()
    assert imports.names(context.settings, read.subject) == [] and again.choices.name == ""


def test_a_name_that_is_taken_is_told(read, context):
    for name in ("Amt", "VHS"):
        dialogs.answer(name)
        read.choices.keep.trigger()
    dialogs.answer("Amt")
    read.choices.rename.trigger()
    assert "„Amt“ gibt es schon" in read.banner.text()
