"""The page that proposes pairs: three questions, and nothing is decided by itself."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import select

from app.core.week_times import WeekTimes
from app.models import MatchDecision, MatchRules, Pair, Role, Task
from app.models.match_decision import Verdict
from app.services.match_pairs import PAIRS
from app.services.matchmaking import SEEKERS
from app.ui import dialogs
from app.ui.pages.match.decisions import DecisionsDialog
from app.ui.pages.match.other import OtherDialog
from app.ui.pages.match.rules_dialog import RulesDialog
from app.ui.pages.mentoring import MATCHING, MentoringPage
from tests import factories as make
from tests import tandems
from tests.ui.matching.conftest import rows


@pytest.fixture
def office(context, clock):
    """Two nurses and a mentee with Dari only wait; two mentors have a place each."""
    project = make.project(carrier="Kreisvolkshochschule")
    times = WeekTimes.parse("Di, Do ab 15 Uhr")
    with context.db.work("anlegen") as work:
        make.add(work, project)
        nurse = {"occupation": "Krankenpflegerin", "times": times, "postcode": "07422"}
        project.rim = tandems.mentee(work, project, **nurse)
        project.hanin = tandems.mentee(work, project, "Ghazal", "Hanin", **nurse)
        project.zarghuna = tandems.mentee(work, project, "Rahimzada", "Zarghuna", city="Königsee", times=times)
        project.gudrun = tandems.mentor(work, project, occupation="Pflegedienstleiterin", times=times)
        project.sabine = tandems.mentor(work, project, "Immelmann", "Sabine", times=times)
        make.add(
            work,
            *tandems.speaks(project.rim, ar="native", de="B1"),
            *tandems.speaks(project.hanin, ar="native", de="B1"),
            *tandems.speaks(project.zarghuna, prs="native"),
            *tandems.speaks(project.gudrun, de="native"),
            *tandems.speaks(project.sabine, de="native"),
        )
        work.session.flush()
        for role in work.session.scalars(select(Role).where(Role.person_id == project.zarghuna.id)):
            role.since = date(2026, 1, 5)
    context.project_id = project.id
    return project


@pytest.fixture
def module(context, office, qtbot):
    made = MentoringPage(context)
    qtbot.addWidget(made)
    made.counts = []
    made.counted.connect(made.counts.append)
    made.resize(1154, 620)
    made.show()
    made.activateWindow()
    made.go_to(MATCHING)
    QApplication.processEvents()
    return made


def button(page, name):
    """A button of the first card."""
    return page.proposals.cards[0].findChild(QPushButton, name)


def all_of(context, entity):
    with context.db.read() as session:
        return list(session.scalars(select(entity)))


def test_who_waits_longest_stands_first_with_what_was_found(page):
    assert rows(page)[0].startswith("Rahimzada, Zarghuna")
    assert "kein Vorschlag" in rows(page)[0] and "44 Wochen" in rows(page)[0]
    assert sum("2 Vorschläge" in one for one in rows(page)) == 2
    assert page.waiting.foot.text() == "2 Mentorinnen, 2 freie Plätze"
    page.waiting.order.setCurrentIndex(1)
    assert [one.split(", ")[0] for one in rows(page)] == ["Al-Haddad", "Ghazal", "Rahimzada"]


def test_the_tabs_and_the_navigation_say_how_many_are_left_over(module, page):
    assert module.tabs.tabText(MATCHING) == "Matching 3" and module.counts[-1] == 1
    assert module.note.text() == "Berechnet heute, 08:42 Uhr · 2 von 3 mit Vorschlag"


def test_proposals_say_why_with_points_that_add_up(page, office):
    assert page.proposals.title.text() == "Vorschläge für Rim Al-Haddad"
    assert [card.proposal.chosen for card in page.proposals.cards].count(True) == 1
    for card in page.proposals.cards:
        wishes = [line for line in card.proposal.lines if not line.must]
        assert sum(line.reached for line in wishes) == card.proposal.points


def test_who_is_left_over_learns_why_and_what_would_help(page, office):
    page.waiting.select(office.zarghuna.id)
    assert page.proposals.cards == []
    told = " ".join(label.text() for label in page.without.findChildren(QLabel))
    assert "2 Mentorinnen geprüft, davon" in told and "keine gemeinsame Sprache" in told and "Dari" in told


def test_what_would_help_becomes_a_need_once(page, office, context):
    page.waiting.select(office.zarghuna.id)
    page.without.note_button.click()
    page.without.note_button.click()
    [found] = all_of(context, Task)
    assert "Dari" in found.text and "hilft" not in found.text and found.helps == 1
    assert context.told[-1][0].startswith("Als Bedarf vorgemerkt: Mentorin mit Dari")


def test_accepting_makes_a_pair_and_computes_the_rest(page, office, context):
    first = page.proposals.cards[0].proposal
    button(page, "accept0").click()
    [pair] = all_of(context, Pair)
    assert (pair.mentee_id, pair.mentor_id, pair.points) == (office.rim.id, first.provider, first.points)
    assert office.rim.id not in page.found.waiting and page.found.free == 1
    assert page.banner.text().startswith("Geändert:")
    context.undo()
    assert office.rim.id in page.found.waiting


def test_a_fixed_pair_is_marked_and_released(page, office, context):
    before = page.proposals.cards[0].proposal.provider
    button(page, "lock0").click()
    assert all_of(context, MatchDecision)[0].mentor_id == before
    assert any("festgelegt" in one for one in rows(page))
    assert button(page, "lock0").text().strip() == "Festlegung aufheben"
    button(page, "lock0").click()
    assert all_of(context, MatchDecision) == []


def test_an_excluded_pair_is_never_proposed(page, office, context):
    gone = page.proposals.cards[0].proposal.provider
    dialogs.answer("kennen sich privat")
    button(page, "exclude0").click()
    assert gone not in [card.proposal.provider for card in page.proposals.cards]
    assert all_of(context, MatchDecision)[0].reason == "kennen sich privat"


def test_decisions_are_listed_and_taken_back(page, office, context):
    with context.db.work("ausschließen") as work:
        PAIRS.decide(work, office.rim.id, office.sabine.id, Verdict.FORBIDDEN, "privat")
    page.show_decisions()
    dialog = page.findChild(DecisionsDialog)
    assert [item.text for item in dialog.table.view.rows.lines[0].items] == [
        "Al-Haddad, Rim", "Immelmann, Sabine", "ausgeschlossen", "12.11.2026", "privat",
    ]  # fmt: skip
    dialog.table.view.selectRow(0)
    dialog.drop_button.click()
    assert all_of(context, MatchDecision) == []


def test_any_mentor_can_be_chosen_but_broken_rules_want_a_reason(page, office, context):
    page.waiting.select(office.zarghuna.id)
    page.choose_other()
    dialog = page.findChild(OtherDialog)
    assert "keine gemeinsame Sprache" in dialog.told.text() and not dialog.accept_button.isEnabled()
    dialog.reason.setText("Sie lernen gemeinsam Deutsch")
    dialog.accept_button.click()
    [pair] = all_of(context, Pair)
    assert pair.mentee_id == office.zarghuna.id and pair.notes == "Sie lernen gemeinsam Deutsch"


def test_no_capacity_is_overridden(page, office, context):
    with context.db.work("keine Plätze") as work:
        for role in work.session.scalars(select(Role).where(Role.kind == "mentor")):
            role.capacity = 0
    page.choose_other()
    dialog = page.findChild(OtherDialog)
    dialog.reason.setText("trotzdem")
    assert not dialog.accept_button.isEnabled() and not dialog.lock_button.isEnabled()
    assert "hat keinen freien Platz" in dialog.told.text()


def test_a_decision_that_breaks_a_rule_is_told_with_the_way_out(page, office, context):
    with context.db.work("festlegen") as work:
        PAIRS.decide(work, office.zarghuna.id, office.sabine.id, Verdict.LOCKED)
    assert page.banner.kind == "err" and "bricht aber eine Muss-Regel" in page.banner.text()
    page.banner.link_clicked.emit()
    assert page.findChild(DecisionsDialog) is not None


def test_rules_become_the_offices_own(page, office, context):
    page.edit_rules()
    dialog = page.findChild(RulesDialog)
    place = next(n for n, rule in enumerate(dialog.rules) if rule.kind == "similar")
    dialog.view.selectRow(place)
    dialog.form.rows["points"].put(60)
    dialog.name.setText("Beruf zuerst")
    dialog.save()
    [kept] = all_of(context, MatchRules)
    assert kept.name == "Beruf zuerst" and kept.chosen
    assert page.found.rules_name == "Beruf zuerst"
    own = next(rule for rule in page.found.result.problem.rules.rules if rule.kind == "similar")
    assert own.points == 60


def test_rules_travel_as_a_file(page, office, context, tmp_path):
    path = tmp_path / "regeln.toml"
    page.edit_rules()
    dialog = page.findChild(RulesDialog)
    dialogs.answer(str(path))
    dialog.export()
    assert "[[rules]]" in path.read_text("utf-8")
    dialogs.answer(str(path))
    dialog.bring()
    assert len(dialog.rules) == len(page.found.result.problem.rules.rules)
    path.write_text("name = 1", "utf-8")
    dialogs.answer(str(path))
    dialog.bring()
    assert dialog.trouble.isVisible() and dialog.trouble.text()


def test_the_sheet_for_the_talk_is_saved(page, office, context, tmp_path):
    path = tmp_path / "bogen.pdf"
    dialogs.answer(str(path))
    page.print_sheet()
    assert path.read_bytes().startswith(b"%PDF")
    assert context.told[-1] == ("Ergebnisbogen gespeichert: bogen.pdf", False)


def test_f5_and_the_keyboard_do_what_the_mouse_does(page, office):
    assert page.commands["refresh"] == page.recompute
    view = page.waiting.view
    view.setFocus()
    before = page.current[SEEKERS]
    QTest.keyClick(view, Qt.Key.Key_Down if view.currentIndex().row() == 0 else Qt.Key.Key_Up)
    assert page.current[SEEKERS] != before
    assert all(card.accessibleName() for card in page.proposals.cards)


def test_without_a_project_there_is_nothing_to_compute(context, qtbot, clock):
    made = MentoringPage(context)
    qtbot.addWidget(made)
    page = made.go_to(MATCHING)
    assert page.found is None and page.stack.currentWidget() is page.nothing


def test_on_a_small_screen_every_deed_of_a_card_can_be_reached(module, page):
    module.resize(976, 560)
    QApplication.processEvents()
    for card in page.proposals.cards:
        assert card.width() <= page.proposals.area.viewport().width()
        for deed in card.findChildren(QPushButton):
            assert card.rect().contains(deed.geometry()), deed.text()


def test_after_a_decision_the_keyboard_stays_on_the_page(module, page):
    module.activateWindow()
    button(page, "lock0").setFocus()
    button(page, "lock0").click()
    assert QApplication.focusWidget() is button(page, "lock0")
    button(page, "accept0").setFocus()
    button(page, "accept0").click()
    assert QApplication.focusWidget() is page.waiting.view
