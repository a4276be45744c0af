"""The Prüfliste on the screen: grouped rules, why they matter, and the way to the field."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.models import Participation, Person, Project
from app.ui import dialogs
from app.ui.navigation import Navigation
from app.ui.pages.checklist import ChecklistPage
from tests import factories as make


@pytest.fixture
def office(context, clock):
    """Two people whose entry is not complete, one of them outside the grant."""
    project = make.project()
    rim, nino = make.person(), make.person("Gvazava", "Nino")
    early = make.participation(nino, project, "CH-002", entry=date(2024, 1, 1))
    with context.db.work("anlegen") as work:
        make.add(work, project, rim, nino, make.participation(rim, project), early)
    context.project_id = project.id
    context.rim, context.nino = rim, nino
    return context


@pytest.fixture
def page(office, qtbot: QtBot):
    made = ChecklistPage(office)
    qtbot.addWidget(made)
    made.resize(1150, 650)
    made.show()
    made.shown()
    return made


def rules(page: ChecklistPage) -> list[tuple[str, ...]]:
    return [tuple(item.text for item in line.items) for line in page.rules.rows.lines]


def people(page: ChecklistPage) -> list[str]:
    lines = page.records.rows.lines
    return [lines[n].items[0].text for n in range(len(lines))]


def mend(office, number: str) -> None:
    with office.db.work("ändern") as work:
        found = work.session.query(Participation).filter_by(number=number).one()
        work.update(found, {"answers": {"employment": "employed"}})


def choose(page: ChecklistPage, sentence: str) -> None:
    page.rules.selectRow([first for first, *_rest in rules(page)].index(sentence))


def test_rules_are_grouped_with_their_numbers_the_worst_first(page):
    found = rules(page)
    assert found[0][0] == "Teilnahmen: ESF+"
    assert found[1] == ("Der Eintritt liegt außerhalb des Bewilligungszeitraums.", "falsch", "1")
    assert ("Erwerbsstatus bei Eintritt: fehlt.", "fehlt", "2") in found


def test_a_rule_says_why_it_matters_and_whom_it_is_about(page):
    choose(page, "Erwerbsstatus bei Eintritt: fehlt.")
    assert page.why.text().startswith("Warum es zählt: Ohne sie wird die Person nicht gemeldet")
    assert people(page) == ["Al-Haddad, Rim", "Gvazava, Nino"]


def test_what_was_mended_is_gone(page, office):
    mend(office, "CH-001")
    choose(page, "Erwerbsstatus bei Eintritt: fehlt.")
    assert people(page) == ["Gvazava, Nino"]


def test_f8_walks_over_the_end_of_a_rule_to_the_next(page, qtbot: QtBot):
    wanted = []
    page.field_wanted.connect(lambda finding, rule: wanted.append((finding.who, rule.field)))
    choose(page, "Erwerbsstatus bei Eintritt: fehlt.")
    page.step(1)
    page.step(1)
    assert wanted == [("Gvazava, Nino", "employment"), ("Al-Haddad, Rim", "school")]
    page.step(-1)
    assert wanted[-1] == ("Gvazava, Nino", "employment")


def test_f8_goes_on_after_what_was_mended(page, office):
    wanted = []
    page.field_wanted.connect(lambda finding, rule: wanted.append((finding.who, rule.field)))
    choose(page, "Erwerbsstatus bei Eintritt: fehlt.")
    page.hide()  # somebody works at the record
    mend(office, "CH-001")
    page.step(1)
    mend(office, "CH-002")
    page.step(1)
    assert wanted == [("Gvazava, Nino", "employment"), ("Al-Haddad, Rim", "school")]


def test_a_finding_stays_chosen_when_the_list_is_read_anew(page, office):
    choose(page, "Erwerbsstatus bei Eintritt: fehlt.")
    page.records.selectRow(1)
    page.reload()
    assert page.records.currentIndex().row() == 1


def test_the_excel_list_has_every_finding(page, office, tmp_path, monkeypatch):
    from openpyxl import load_workbook

    target = tmp_path / "liste.xlsx"
    monkeypatch.setattr(dialogs, "save_file", lambda *_: target)
    page.write()
    rows = list(load_workbook(target).active.iter_rows(values_only=True))
    assert len(rows) - 1 == sum(page.numbers.values())
    assert "Gvazava, Nino" in {row[4] for row in rows}


def test_enter_leads_to_the_field_and_f8_from_there_to_the_next_record(office, qtbot: QtBot):
    navigation = Navigation(office, "Büro")
    window = navigation.window
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.menus.everything()
    window.part_pressed.emit("checklist")
    checklist = window.page().checklist
    choose(checklist, "Erwerbsstatus bei Eintritt: fehlt.")
    qtbot.keyClick(checklist.records, Qt.Key.Key_Return)
    persons = window.page()
    assert persons.entity is Person
    assert (persons._id, persons.detail.tab().title) == (office.rim.id, "ESF-Daten")
    assert persons.detail.tab().form.rows["employment"].has_focus()
    persons.commands["next_problem"]()
    assert (window.page()._id, persons.detail.tab().editing) == (office.nino.id, True)
    assert persons.detail.tab().form.rows["employment"].has_focus()


def test_what_is_known_from_the_person_is_mended_there(office, qtbot: QtBot):
    with office.db.work("ändern") as work:
        work.update(work.get(Person, office.rim.id), {"born": None})
    window = Navigation(office, "Büro").window
    qtbot.addWidget(window)
    window.show()
    window.part_pressed.emit("checklist")
    checklist = window.page().checklist
    choose(checklist, "Geburtsdatum: fehlt.")
    qtbot.keyClick(checklist.records, Qt.Key.Key_Return)
    tab = window.page().detail.tab()
    assert (tab.title, tab.form.rows["born"].has_focus()) == ("Stammdaten", True)


def test_a_role_opens_with_its_own_field(office, qtbot: QtBot):
    uta = make.person("Rößner", "Uta")
    with office.db.work("anlegen") as work:
        project = work.session.get_one(Project, office.project_id)
        make.add(work, uta, make.role(uta, project), make.role(uta, project, "mentor", police_seen=None))
    window = Navigation(office, "Büro").window
    qtbot.addWidget(window)
    window.show()
    window.part_pressed.emit("checklist")
    checklist = window.page().checklist
    choose(checklist, "Das Führungszeugnis ist noch nicht eingesehen.")
    qtbot.keyClick(checklist.records, Qt.Key.Key_Return)
    tab = window.page().detail.tab().tab()
    assert (tab.title, tab.one.kind) == ("Rollen", "mentor")
    assert tab.form.rows["police_seen"].has_focus()
