"""The page of clubs: who has room, who speaks, who is placed where and how far, and what can be done about it."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Offer, OrganisationContact, Person, Placement, Qualification
from app.services.changes import history
from app.ui import dialogs
from app.ui.pages.persons import PersonPage
from app.ui.widgets.table import Cell
from tests.ui.clubs_desk import fill_in, ids, module, one

__all__ = ["ids", "module"]
PLACED = 3


@pytest.fixture
def club(module, ids):
    """The fire brigade, opened."""
    page = module.part("organisation")
    page.open_record(ids["club"])
    return page


def tab(page, number):
    page.detail.tabs.setCurrentIndex(number)
    return page.detail.tab()


def texts(table):
    return [[item.text for item in line.items] for line in table.view.rows.lines]


def second(table):
    return [[item.looks.get(int(Cell.SECOND)) for item in line.items] for line in table.view.rows.lines]


def row_of(page, name):
    return next(page.model.row(n) for n in range(len(page.model.ids)) if page.model.row(n)[0].text == name)


# ---------------------------------------------------------------- the lists


def test_the_list_shows_who_has_room_and_warns_only_of_what_is_missing(module):
    page = module.part("organisation")
    shown = {
        name: row_of(page, name)[4:] for name in ("FF Schwarzagrund", "SV Heidekraut", "Kegelclub", "TSV Am Anger")
    }
    assert [(cell.text, cell.state) for cell in shown["FF Schwarzagrund"]] == [("9", ""), ("Katrin Möbus", "")]
    assert shown["SV Heidekraut"][0] == ("voll", "quiet")
    assert shown["Kegelclub"][0] == ("fehlt", "missing")
    assert shown["TSV Am Anger"][1] == ("fehlt", "missing")
    assert page.head.summary.text() == "15 Organisationen, davon 15 beteiligt"


def test_tabs_count_and_the_note_says_when_to_ask_next(module):
    titles = [module.tabs.tabText(n) for n in range(5)]
    assert titles[0] == "Organisationen 15" and titles[3] == "Vermittlungen 8"
    assert module.note.text() == "Rückfragen offen seit Sa 01.08.2026"


def test_the_head_says_who_speaks_since_when_and_who_did_before(club):
    detail = club.detail
    assert detail.subtitle.text() == "Katrin Möbus, Wehrführerin seit 03.2024 · vorher Dieter Amling"
    facts = [detail._badges.itemAt(n).widget().text() for n in range(detail._badges.count())]
    assert facts == ["Feuerwehr", "beteiligt seit 14.05.2025", "Vereinbarung 02.06.2025", "9 frei"]


def test_an_offer_of_a_club_begins_with_the_club(module, club, context):
    offers = tab(club, 2)
    assert len(texts(offers.table)) == 3 and club.detail.tabs.tabText(2) == "Angebote 3"
    offers.begin()
    page = module.page()
    assert module.tabs.currentIndex() == 1 and page.detail.record.organisation_id == club.detail.record.id
    page.detail.all_tabs[0].form.rows["name"].put("Blaulichtabend")
    page.detail.all_tabs[0].form.rows["sector"].put("volunteering")
    page.save()
    assert one(context, Offer, name="Blaulichtabend").organisation_id == club.detail.record.id


# ---------------------------------------------------------------- contacts


def test_former_contacts_stand_below_a_heading(club):
    contacts = tab(club, 1)
    names = [line[0] for line in texts(contacts.table)]
    assert names == ["Katrin Möbus", "Dörthe Henkel", "Rıza Kaplan", "Früher", "Nico Pabst", "Dieter Amling"]
    assert contacts.told.text() == "3 Ansprechpersonen heute · 2 früher"
    assert second(contacts.table)[0][:2] == ["kmoebus@ff-schwarzagrund.example", "03.2024 bis heute"]


def test_a_change_of_contact_is_one_step(club, context, ids):
    contacts = tab(club, 1)
    contacts.table.view.selectRow(0)
    fill_in(contacts.ask_change(), name="Jana Weiß", function="Wehrführerin", since=date(2026, 11, 1))
    assert texts(contacts.table)[0][0] == "Jana Weiß"
    assert [step.label for step in context.past] == ["Wechsel eintragen: FF Schwarzagrund"]
    context.undo()
    assert texts(contacts.table)[0][0] == "Katrin Möbus"


def test_a_change_without_a_name_says_what_is_missing(club):
    contacts = tab(club, 1)
    dialog = contacts.ask_change()
    dialog.do()
    assert dialog.form.rows["name"].problem == "wrong" and dialog.isVisible()
    dialog.reject()


def test_a_contact_can_be_corrected_and_asked_first(club, context):
    contacts = tab(club, 1)
    contacts.table.view.selectRow(1)
    contacts.ask_first()
    chosen = contacts.table.view.rows.lines[0].items
    assert chosen[2].text == "zuerst fragen"
    contacts.table.view.selectRow(0)
    fill_in(contacts.ask_edit(), phone="03671 12345")
    assert one(context, OrganisationContact, phone="03671 12345").first


# ---------------------------------------------------------------- placements


def test_placements_stand_in_two_lines_with_stage_and_answers(club):
    placed = tab(club, PLACED)
    assert texts(placed.table)[0] == ["Tekle, Merhawi", "Mitglied", "am 30.11.", "am 28.02.2027"]
    assert second(placed.table)[0][:2] == ["mit L. Dvořáčková", "seit 31.08.2026"]
    assert texts(placed.table)[1][2:] == ["ja, 08.07.", "ja, 07.10."]
    assert second(placed.table)[3][1] == "Do 19.11., 18:30"
    assert second(placed.table)[4][1] == "29.10. · seit 14 Tagen"
    assert placed.rate.text() == "Noch dabei: nach 3 Monaten 3 von 4, nach 6 Monaten 2 von 4"
    assert club.detail.tabs.tabText(PLACED) == "Vermittlungen 7"


def test_ended_ones_are_hidden_until_asked_for(club):
    placed = tab(club, PLACED)
    assert len(texts(placed.table)) == 5 and placed.told.text() == "2 beendete ausgeblendet"
    placed.closed_link.click()
    assert len(texts(placed.table)) == 7 and second(placed.table)[5][1] == "am 01.10.2025 · Umzug nach Gera"


def test_the_next_stage_is_asked_for_with_its_day(club, context, ids):
    placed = tab(club, PLACED)
    placed.table.view.selectRow(4)
    menu = placed.actions_row.steps_menu()
    assert [action.text() for action in menu.actions()] == [
        "Schnupperbesuch …", "Mitglied, aktiv …", "Ehrenamt übernommen …", "abgelehnt …",
    ]  # fmt: skip
    menu.actions()[0].trigger()
    dialog = placed.window().findChild(dialogs.Dialog, "placementStep")
    fill_in(dialog, on=date(2026, 11, 26))
    assert one(context, Placement, id=ids["asked"]).trial == date(2026, 11, 26)


def test_an_end_without_reason_stays_open(club):
    placed = tab(club, PLACED)
    placed.table.view.selectRow(0)
    placed.actions_row.steps_menu().actions()[-1].trigger()
    dialog = placed.window().findChild(dialogs.Dialog, "placementStep")
    dialog.do()
    assert dialog.form.rows["reason"].problem == "wrong"
    dialog.reject()


def test_an_answer_is_entered_from_the_menu(context, ids, module):
    page = module.part("organisation")
    page.open_record(ids["mosque"])
    placed = tab(page, PLACED)
    placed._show_protected()
    placed.table.view.selectRow(0)
    said = {action.text(): action for action in placed.actions_row.answers_menu().actions()}
    said["nach 3 Monaten: ja"].trigger()
    assert texts(placed.table)[0][2] == "ja, 12.11."
    assert one(context, Placement, organisation_id=ids["mosque"]).after_3 == "yes"


def test_a_placement_begins_with_person_and_offer(club, context, ids):
    placed = tab(club, PLACED)
    offers = ((str(one(context, Offer, name="Jugendfeuerwehr").id), "Jugendfeuerwehr"),)
    fill_in(placed.show_new(club.detail.record, offers), person_id=ids["tekle"], offer=offers[0][0])
    assert texts(placed.table)[-1][:2] == ["Tekle, Merhawi", "vorgeschlagen"]


def test_who_should_not_accompany_does_so_only_after_a_warning(club, context):
    placed = tab(club, PLACED)
    placed.table.view.selectRow(0)
    row = placed.current()
    from app.services import qualifications

    with context.db.read() as session:
        found = qualifications.assistants(session, date(2026, 11, 12))
    busy = next(a for a in found if a.caption.startswith("Barış"))
    dialogs.answer(False)
    dialog = placed.actions_row.show_assistants(row, found)
    labels = [label for _id, label in dialog.form.fields["assistant"].options]
    assert labels[:2] == ["niemand", "Dvořáčková, Lenka · 1 frei, gültig bis 14.01.2028"]
    assert "Begleitet schon 2 Personen" in labels[2]
    fill_in(dialog, assistant=str(busy.person_id))
    assert dialogs.asked()[-1].text.startswith("Begleitet schon 2 Personen") and dialog.isVisible()
    dialogs.answer(True)
    dialog.do()
    assert one(context, Placement, id=row.id).assistant_id == busy.person_id


def test_the_letter_is_saved_where_somebody_says(club, context, tmp_path):
    placed = tab(club, PLACED)
    placed.table.view.selectRow(3)
    dialogs.answer(tmp_path / "brief.pdf")
    placed.actions_row.ask_letter()
    assert (tmp_path / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert context.told[-1] == ("Gespeichert: brief.pdf", False)


def test_deleting_a_placement_can_be_taken_back(club, context):
    placed = tab(club, PLACED)
    placed.table.view.selectRow(4)
    placed.actions_row.delete()
    assert len(texts(placed.table)) == 4
    context.undo()
    assert len(texts(placed.table)) == 5


def test_who_belongs_to_a_religious_community_is_covered(module, ids):
    page = module.part("organisation")
    page.open_record(ids["mosque"])
    placed = tab(page, PLACED)
    assert placed.stack.currentIndex() == 1 and texts(placed.table) == []
    placed._show_protected()
    assert texts(placed.table)[0][0] == "Tekle, Merhawi"
    page.open_record(ids["club"])
    page.open_record(ids["mosque"])
    assert tab(page, PLACED).stack.currentIndex() == 1  # covered again for the next look


def test_a_person_has_a_tab_with_her_clubs(context, ids, qtbot):
    page = PersonPage(context)
    qtbot.addWidget(page)
    page.resize(1154, 658)
    page.show()
    page.open_record(ids["tekle"])
    clubs = tab(page, 5)
    assert [line[0] for line in texts(clubs.table)] == ["FF Schwarzagrund", "Geschützt"]
    clubs.protected_link.click()
    assert [line[0] for line in texts(clubs.table)] == ["FF Schwarzagrund", "Moscheegemeinde Saalfeld"]
    with context.db.read() as session:
        assert history(session, Person, ids["tekle"])[0].label == "Geschützte Angaben ansehen"


def test_all_placements_are_listed_without_naming_religious_communities(module, ids):
    page = module.part("placement")
    shown = [page.model.row(n) for n in range(len(page.model.ids))]
    assert "Geschützt" in [row[1].text for row in shown]
    page.head.filters.set_where({"state": ("asked",)})
    assert [row[0].text for row in map(page.model.row, range(len(page.model.ids)))] == ["Hosseini, Āzāde"]
    page.open_record(ids["asked"])
    assert page.detail.name.text() == "Hosseini, Āzāde"
    assert texts(tab(page, 1).table) == [["Angefragt am", "29.10.2026"]]


def test_a_new_placement_in_the_list_begins_at_a_stage(module, context, ids):
    page = module.part("placement")
    page.new()
    form = page.detail.all_tabs[0].form
    for name, value in (("person_id", ids["tekle"]), ("organisation_id", ids["club"]), ("state", "member")):
        form.rows[name].put(value)
    form.rows["started"].put(date(2026, 10, 1))
    page.save()
    assert one(context, Placement, started=date(2026, 10, 1)).state == "member"


# ---------------------------------------------------------------- assistants


def test_assistants_say_who_may_and_whom_they_accompany(module):
    page = module.go_to(4)
    assert [line[:1] + line[2:] for line in texts(page.table)] == [
        ["Dvořáčková, Lenka", "3 von 4", "1 Platz frei"],
        ["Barış, Selin", "2 von 2", "Begleitet schon 2 Personen, mehr Plätze sind nicht vereinbart."],
    ]
    page.table.view.selectRow(1)
    assert [line[0] for line in texts(page.places)] == ["Nguyễn Văn Đức", "Petrenko, Yuliia"]
    assert module.note.text() == "1 dürfen heute noch jemanden begleiten · 1 Qualifikation zu erneuern"


def test_a_qualification_is_granted_and_renewed(module, context, ids):
    page = module.go_to(4)
    fill_in(page.ask_grant(), person_id=ids["tekle"], units=24, practice=20)
    assert one(context, Qualification, person_id=ids["tekle"]).valid_until == date(2028, 11, 11)
    page.table.view.selectRow([line[0] for line in texts(page.table)].index("Barış, Selin"))
    old = page.current().qualification_id
    fill_in(page.ask_renew())
    assert one(context, Qualification, renews_id=old).granted == date(2026, 11, 12)
