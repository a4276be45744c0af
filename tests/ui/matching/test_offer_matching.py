"""The page that proposes offers to people, and people to offers; nothing is decided by itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import select

from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import MatchDecision, MatchRules, Placement, Task
from app.models.match_decision import Verdict
from app.services.match_offers import OFFERS
from app.services.matchmaking import PROVIDERS, SEEKERS
from app.ui import dialogs
from app.ui.pages.match.decisions import DecisionsDialog
from app.ui.pages.match.other import OtherDialog
from app.ui.pages.match.rules_dialog import RulesDialog
from app.ui.pages.organisations import OrganisationsPage
from tests import clubs, tandems
from tests import factories as make
from tests.ui.matching.conftest import rows

MATCHING = 5


@pytest.fixture
def office(context, clock):
    """Two women and a man; a sports club with a place, a choir for women, a congregation."""
    project = make.project(carrier="Kreisvolkshochschule")
    given = {"city": "Rudolstadt", "times": WeekTimes.parse("Di 17–20")}
    with context.db.work("anlegen") as work:
        make.add(work, project)
        people = {
            "rim": ("Al-Haddad", "Rim", "Laufen"),
            "hanin": ("Ghazal", "Hanin", "Chor"),
            "ihor": ("Kovalenko", "Ihor", ""),
        }
        for key, (name, first, word) in people.items():
            gender = "male" if key == "ihor" else "female"
            one = tandems.mentee(work, project, name, first, gender=gender, interests=Tags((word,)), **given)
            make.add(work, clubs.consent(one))
            setattr(project, key, one)
        club = clubs.club("SV Heinebad", kind="sport", city="Rudolstadt")
        mosque = clubs.club("Moscheegemeinde Saale", kind="religious", city="Rudolstadt")
        project.run = clubs.offer(club, "Lauftreff", places=None, interests=Tags(("Laufen",)), **given)
        project.choir = clubs.offer(club, "Frauenchor", open_to="women", interests=Tags(("Chor",)), **given)
        project.meal = clubs.offer(mosque, "Freitagsessen", open_to="women", **given)
        make.add(work, club, mosque, project.run, project.choir, project.meal)
    context.project_id = project.id
    return project


@pytest.fixture
def module(context, office, qtbot):
    made = OrganisationsPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 620)
    made.show()
    made.activateWindow()
    made.go_to(MATCHING)
    QApplication.processEvents()
    return made


def captions(page):
    return [card.party.caption for card in page.proposals.cards]


def press(page, name):
    page.proposals.cards[0].findChild(QPushButton, name).click()


def all_of(context, entity):
    with context.db.read() as session:
        return list(session.scalars(select(entity)))


def test_people_see_the_offers_that_suit_them_with_reasons(module, page):
    assert module.tabs.tabText(MATCHING) == "Matching 3"
    assert page.proposals.title.text() == "Vorschläge für Rim Al-Haddad"
    assert captions(page)[0] in ("Lauftreff (SV Heinebad)", "Frauenchor (SV Heinebad)") and len(captions(page)) == 3
    assert page.waiting.foot.text() == "3 Angebote, 7 freie Plätze"


def test_offers_see_the_people_who_suit_them(page, office):
    page.views.choose(PROVIDERS)
    page.waiting.select(office.choir.id)
    assert page.waiting.title.text() == "Angebote" and "2 Personen passen, 3 frei" in rows(page)[0]
    assert page.proposals.title.text() == "Wer passt zu „Frauenchor (SV Heinebad)“?"
    assert captions(page)[0] == "Ghazal, Hanin" and set(captions(page)) == {"Al-Haddad, Rim", "Ghazal, Hanin"}
    assert page.why.lead.text().startswith("Für Frauenchor (SV Heinebad) scheidet 1 aus")
    page.views.choose(SEEKERS)
    assert page.proposals.title.text() == "Vorschläge für Rim Al-Haddad"


def test_unknown_places_are_said(page, office):
    page.views.choose(PROVIDERS)
    assert any("Lauftreff" in row and "Plätze nicht bekannt" in row for row in rows(page))


@pytest.mark.parametrize("side", [SEEKERS, PROVIDERS])
def test_accepting_makes_a_placement_from_either_side(page, office, context, side):
    page.views.choose(side)
    page.waiting.select(office.hanin.id if side == SEEKERS else office.choir.id)
    first = page.proposals.cards[0].proposal
    press(page, "accept0")
    [made] = all_of(context, Placement)
    assert (made.person_id, made.offer_id) == (office.hanin.id, office.choir.id)
    assert (made.state, made.points) == ("proposed", first.points)
    assert office.hanin.id not in page.found.waiting
    context.undo()
    assert office.hanin.id in page.found.waiting


def test_fixing_and_ruling_out_work_from_the_side_of_offers(page, office, context):
    page.views.choose(PROVIDERS)
    page.waiting.select(office.choir.id)
    press(page, "lock0")
    [kept] = all_of(context, MatchDecision)
    assert (kept.person_id, kept.offer_id, kept.mentor_id) == (office.hanin.id, office.choir.id, None)
    press(page, "lock0")
    dialogs.answer("kennen sich")
    press(page, "exclude0")
    assert "Ghazal, Hanin" not in captions(page) and all_of(context, MatchDecision)[0].reason == "kennen sich"


def test_a_religious_community_is_named_only_after_somebody_asked(page, office, context):
    page.views.choose(PROVIDERS)
    assert any(row.startswith("Religionsgemeinschaft") for row in rows(page))
    assert not any("Moschee" in row or "Freitag" in row for row in rows(page)) and page.names_link.isVisible()
    page.names_link.click()
    assert any(row.startswith("Freitagsessen, Moscheegemeinde Saale") for row in rows(page))
    assert not page.names_link.isVisible()
    page.waiting.select(office.meal.id)
    press(page, "accept0")
    assert context.past[-1].label.endswith(" – Religionsgemeinschaft")


def test_decisions_about_offers_are_listed_and_taken_back(page, office, context):
    with context.db.work("ausschließen") as work:
        OFFERS.decide(work, office.rim.id, office.choir.id, Verdict.FORBIDDEN, "singt nicht")
    page.show_decisions()
    dialog = page.findChild(DecisionsDialog)
    assert [item.text for item in dialog.table.view.rows.lines[0].items][:3] == [
        "Al-Haddad, Rim", "Frauenchor (SV Heinebad)", "ausgeschlossen",
    ]  # fmt: skip
    dialog.table.view.selectRow(0)
    dialog.drop_button.click()
    assert all_of(context, MatchDecision) == []


def test_a_person_can_be_chosen_for_an_offer_against_a_rule_with_a_reason(page, office, context):
    page.views.choose(PROVIDERS)
    page.waiting.select(office.choir.id)
    page.choose_other()
    dialog = page.findChild(OtherDialog)
    dialog.search.setText("Kovalenko")
    dialog.search.returnPressed.emit()
    assert "nur für Frauen" in dialog.told.text() and not dialog.accept_button.isEnabled()
    dialog.reason.setText("Der Chor nimmt jetzt alle")
    dialog.accept_button.click()
    [made] = all_of(context, Placement)
    assert (made.person_id, made.notes) == (office.ihor.id, "Der Chor nimmt jetzt alle")


def test_how_many_offers_a_person_may_have_is_a_rule(page, office, context):
    page.edit_rules()
    dialog = page.findChild(RulesDialog)
    assert dialog.sets.itemText(0) == "Angebote (mitgeliefert)"
    dialog.wanted.setValue(2)
    dialog.save()
    [kept] = all_of(context, MatchRules)
    assert (kept.kind, kept.definition["wanted"]) == ("offers", 2)
    assert page.found.sides.seeking[office.rim.id].capacity == 2


def test_who_gets_nothing_becomes_a_need(page, office, context):
    with context.db.work("ausschließen") as work:
        OFFERS.decide(work, office.ihor.id, office.run.id, Verdict.FORBIDDEN)
    page.views.choose(PROVIDERS)
    assert page.without.isVisible()
    page.without.step(1)
    assert page.side == SEEKERS and page.current[SEEKERS] == office.ihor.id
    page.without.note_button.click()
    [found] = all_of(context, Task)
    assert found.text.startswith("Angebot") and found.helps == 1


def test_the_sheet_for_the_talk_is_about_the_person_and_the_offer(page, office, context, tmp_path):
    path = tmp_path / "bogen.pdf"
    dialogs.answer(str(path))
    page.print_sheet()
    assert path.read_bytes().startswith(b"%PDF")
    assert context.told[-1] == ("Ergebnisbogen gespeichert: bogen.pdf", False)


def test_without_anybody_meant_for_it_there_is_no_sheet(page, office, context):
    page.views.choose(PROVIDERS)
    page.waiting.select(office.meal.id)
    with context.db.work("ausschließen") as work:
        for who in (office.rim, office.hanin):
            OFFERS.decide(work, who.id, office.meal.id, Verdict.FORBIDDEN)
    page.print_sheet()
    assert context.told[-1] == ("Hier ist noch niemand vorgesehen. Dafür gibt es keinen Bogen.", True)
