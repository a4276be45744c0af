"""The page of the pairs: the list by stage, one pair, a meeting in ten seconds, the needs."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from app.models import Consent, Pair, PairMeeting, Role, Task
from app.services import needs, pair_log, pairs
from app.ui import dialogs
from app.ui.deed_dialog import DeedDialog
from app.ui.pages.mentoring import NEEDS, MentoringPage
from tests import factories as make
from tests import tandems
from tests.ui.conftest import type_text

TODAY = date(2026, 11, 12)


@pytest.fixture
def office(context, clock):
    """An active pair that met 28 days ago, one that has just met, one proposed, one that is over."""
    project = make.project()
    with context.db.work("anlegen") as work:
        make.add(work, project)
        names = (
            ("Tymoshchuk", "Iryna"),
            ("Zhuk", "Oksana"),
            ("Al-Haddad", "Rim"),
            ("Lê Thị", "Hoa"),
            ("Okbay", "Tirhas"),
        )
        project.mentees = [tandems.mentee(work, project, *name) for name in names]
        others = ("Böttner", "Gudrun"), ("Amberg", "Petra"), ("Hartleb", "Annegret"), ("Gräfe", "Antje")
        project.mentors = [tandems.mentor(work, project, *name) for name in others]
    found = [
        tandems.propose(context.db, mentee, mentor, project, on=date(2026, 5, 28), points=84)
        for mentee, mentor in zip(project.mentees, project.mentors, strict=False)
    ]
    project.active, project.met, project.proposed, project.over = found
    tandems.begin(context.db, project.active)
    tandems.begin(context.db, project.over)
    with context.db.work("Verlauf") as work:
        pair_log.add_meeting(work, project.active.id, date(2026, 10, 15), 45, "phone", "Unterlagen")
        pairs.introduce(work, project.met.id, date(2026, 11, 9))
        pairs.consent(work, project.met.id, mentee=date(2026, 11, 9))
        pairs.end(work, project.over.id, date(2026, 11, 1), "goals")
    context.project_id = project.id
    return project


@pytest.fixture
def module(context, office, qtbot):
    made = MentoringPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 620)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


@pytest.fixture
def page(module):
    return module.page()


def listed(page):
    return [one.items[0].text for one in page.stages.view.rows.lines]


def dialog(page):
    """The dialog that was just opened."""
    found = [one for one in page.findChildren(DeedDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def answer(page, **values):
    """Fill in the dialog and do the deed."""
    shown = dialog(page)
    for name, value in values.items():
        shown.form.rows[name].put(value)
    shown.button.click()
    QApplication.processEvents()
    return shown


def stored(context, pair):
    with context.db.read() as session:
        return session.get(Pair, pair.id)


def test_pairs_stand_by_stage_with_what_waits(page):
    assert listed(page) == [
        "vorgeschlagen  1",
        "Al-Haddad – Hartleb, seit 28.05.",
        "Kennenlernen  1",
        "Zhuk – Amberg, OK der Mentorin fehlt",
        "aktiv  1",
        "Tymoshchuk – Böttner, 28 Tage, heute",
        "abgeschlossen  1",
    ]


def test_the_module_says_how_many_there_are_and_what_is_urgent(module, context, office):
    assert module.tabs.tabText(0) == "Tandems 4"
    assert module.note.text() == "0 überfällig · 1 heute · 0 morgen (nach 28 Tagen ohne Treffen)"
    assert module.page().summary.text() == "2 Tandems begonnen, davon 1 aktiv"
    with context.db.work("Bedarf") as work:
        needs.note(work, "Mentorin mit Dari", 2, office.id)
    assert module.tabs.tabText(NEEDS) == f"Bedarfe {1}"


def test_another_number_of_days_is_used_from_now_on(page, context):
    context.settings.quiet_days = 21
    page.shown()
    assert "Tymoshchuk – Böttner, 28 Tage ohne Treffen" in listed(page)


def test_a_stage_folds_and_unfolds_by_keyboard(page):
    view = page.stages.view
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert "Al-Haddad – Hartleb, seit 28.05." not in listed(page)
    view.selectRow(0)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert "Al-Haddad – Hartleb, seit 28.05." in listed(page)


def test_the_search_finds_names_in_every_stage(page):
    type_text(page.stages.search, "gräfe")
    page.stages.search.returnPressed.emit()
    assert listed(page) == ["abgeschlossen  1", "Lê Thị – Gräfe, 01.11.2026"]
    assert page.stages.foot.text() == "1 von 4 Tandems"


def test_a_pair_shows_its_way_its_people_and_waits_for_the_topic(page, office):
    page.open_record(office.active.id)
    QApplication.processEvents()
    detail = page.detail
    assert detail.title.text() == "Iryna Tymoshchuk – Gudrun Böttner"
    assert "seit 18.06.2026 · 1 Treffen, jetzt" in detail.steps.accessibleDescription()
    assert "Seit 4 Wochen kein Treffen" in detail.banner.text()
    assert detail.mentor.name.text() == "Gudrun Böttner"
    assert QApplication.focusWidget() is detail.meetings.entry.topic


def test_a_meeting_is_one_line_and_enter(page, office, context):
    page.open_record(office.active.id)
    entry = page.detail.meetings.entry
    assert entry.minutes.currentText() == "45 Min." and entry.form == "phone"
    type_text(entry.topic, "Probegespräch; Kleidung üben")
    QTest.keyClick(entry.topic, Qt.Key.Key_Return)
    assert entry.topic.text() == "" and QApplication.focusWidget() is entry.topic
    with context.db.read() as session:
        found = session.scalars(select(PairMeeting).order_by(PairMeeting.day.desc())).first()
    assert (found.day, found.minutes, found.form) == (TODAY, 45, "phone")
    assert (found.topic, found.next_step) == ("Probegespräch", "Kleidung üben")
    assert page.detail.meetings.told() == "2 Treffen, zusammen 1,5 Std."
    assert "kein Treffen" not in page.detail.banner.text()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("gestern", date(2026, 11, 11)),
        ("5.11.", date(2026, 11, 5)),
        ("30.12.", date(2025, 12, 30)),
        ("05.11.26", date(2026, 11, 5)),
    ],
)
def test_days_are_typed_as_people_say_them(page, office, typed, day):
    page.open_record(office.active.id)
    entry = page.detail.meetings.entry
    entry.day.setEditText(typed)
    assert entry.when() == day


def test_what_cannot_be_stored_stays_and_is_told(page, office):
    page.open_record(office.active.id)
    entry = page.detail.meetings.entry
    entry.topic.setText("Stadtrundgang")
    entry.day.setEditText("31.02.")
    entry.store()
    assert "gibt es nicht" in entry.trouble.text() and entry.topic.text() == "Stadtrundgang"
    entry.day.setEditText("13.11.2026")
    entry.store()
    assert "Zukunft" in entry.trouble.text() and entry.topic.text() == "Stadtrundgang"


def test_a_meeting_is_corrected_and_removed(page, office, context):
    page.open_record(office.active.id)
    table = page.detail.meetings.table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    answer(page, minutes=90)
    assert table.rows.lines[0].items[1].text == "90"
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert page.detail.meetings.told().startswith("0 Treffen")
    context.undo()
    assert page.detail.meetings.told().startswith("1 Treffen")


def test_asking_both_is_noted_and_starts_the_days_anew(page, office, context):
    page.open_record(office.active.id)
    page.detail.banner.link_clicked.emit()
    answer(page)
    assert stored(context, office.active).inquired == TODAY
    assert page.detail.banner.text().startswith("Prüfung der Ziele war am 18.09.2026 fällig.")
    page.detail.banner.link_clicked.emit()
    answer(page)
    assert page.detail.banner.text() == ""


def test_a_pair_begins_when_both_have_said_yes(page, office, context):
    page.open_record(office.met.id)
    assert page.detail.next.text() == "Tandem beginnen …"
    page.detail.next.click()
    refused = answer(page)
    assert "OK der Mentorin" in refused.trouble.text() and refused.isVisible()
    refused.reject()
    page.detail.banner.link_clicked.emit()
    answer(page)
    page.detail.next.click()
    answer(page)
    found = stored(context, office.met)
    assert (found.state, found.mentor_agreed, found.planned_end) == ("active", TODAY, date(2027, 11, 12))
    assert page.detail.meetings.entry.isVisible() and not page.detail.next.isVisible()


def test_a_pair_pauses_and_goes_on(page, office, context):
    page.open_record(office.active.id)
    page.detail.pause.click()
    answer(page)
    assert stored(context, office.active).state == "paused"
    assert "pausiert" in page.detail.steps.accessibleDescription()
    assert page.detail.pause.text() == "Fortsetzen …"
    page.detail.pause.click()
    answer(page)
    assert stored(context, office.active).state == "active"


def test_ending_asks_for_day_and_reason(page, office, context):
    page.open_record(office.active.id)
    page.detail.end.click()
    shown = answer(page)
    assert shown.isVisible() and shown.form.rows["reason"].problem == "wrong"
    answer(page, reason="work", note="Ausbildung im Klinikum")
    assert stored(context, office.active).state == "completed"
    context.undo()
    assert stored(context, office.active).state == "active"


def test_a_mentee_gets_another_mentor_in_one_step(page, office, context):
    page.open_record(office.proposed.id)
    page.detail.rematch()
    offered = dialog(page).form.fields["mentor"].options
    assert [name for _id, name in offered] == ["Gräfe, Antje"]
    answer(page, mentor=offered[0][0], reason="no_fit")
    assert stored(context, office.proposed).state == "abandoned"


def test_where_nobody_has_a_place_it_is_told(page, office, context):
    with context.db.work("keine Plätze") as work:
        for role in work.session.scalars(select(Role).where(Role.person_id == office.mentors[3].id)):
            role.capacity = 0
    page.open_record(office.proposed.id)
    page.detail.rematch()
    assert context.told[-1] == ("Zurzeit hat keine andere Mentorin einen freien Platz.", True)


def test_two_people_are_brought_together_by_hand(page, office, context):
    page.new()
    shown = dialog(page)
    mentees = dict((name, id) for id, name in shown.form.fields["mentee"].options)
    assert "Zhuk, Oksana (hat ein Tandem)" in mentees
    [(mentor, told)] = shown.form.fields["mentor"].options
    assert told == "Gräfe, Antje (1 Platz frei)"
    answer(page, mentee=mentees["Okbay, Tirhas"], mentor=mentor)
    assert "Okbay – Gräfe, seit 12.11." in listed(page)


def test_goals_are_set_changed_and_looked_at(page, office, context):
    page.open_record(office.active.id)
    page.detail.goals.add_link.click()
    answer(page, text="B2-Prüfung bestehen")
    page.detail.goals.findChild(type(page.detail.goals.add_link), "changeGoal0").click()
    answer(page, state="reached")
    page.detail.goals.review_link.click()
    answer(page)
    assert page.detail.goals.dates.text() == "geprüft 12.11., nächste Prüfung 12.02.2027"


def test_a_withdrawn_consent_stands_over_everything_else(page, office, context):
    with context.db.work("widerrufen") as work:
        given = work.session.scalars(select(Consent).where(Consent.person_id == office.mentees[0].id)).one()
        given.withdrawn = date(2026, 11, 2)
    page.open_record(office.active.id)
    assert page.detail.banner.kind == "err" and "am 02.11.2026 widerrufen" in page.detail.banner.text()
    assert "Tymoshchuk – Böttner, Einwilligung fehlt" in listed(page)


def test_on_a_small_screen_there_is_list_or_pair(module, page, office):
    module.resize(620, 300)
    QApplication.processEvents()
    assert page.stages.isVisible() and not page.detail.isVisible()
    page.open_record(office.active.id)
    QApplication.processEvents()
    assert page.detail.isVisible() and not page.stages.isVisible() and page.detail.back.isVisible()
    page.detail.back.click()
    assert page.stages.isVisible() and not page.detail.isVisible()


def test_what_was_typed_is_not_lost_without_a_question(page, office):
    page.open_record(office.active.id)
    page.detail.meetings.entry.topic.setText("noch nicht fertig")
    dialogs.answer(None)
    page.open_record(office.met.id)
    assert page.detail.pair_id == office.active.id


def test_the_history_of_a_pair_is_at_hand(page, office):
    page.open_record(office.active.id)
    page.detail.show_history()
    assert "Tandem beginnen" in str([one.items[1].text for one in page.findChildren(object, "history")[-1].rows.lines])


def test_needs_are_noted_solved_and_opened_again(module, context, office):
    page = module.go_to(NEEDS)
    page.new()
    answer(page, text="Mentorin mit Dari, Königsee", helps=2)
    assert [item.text for item in page.table.rows.lines[0].items] == [
        "Mentorin mit Dari, Königsee", "2 Personen", "", "offen",
    ]  # fmt: skip
    assert page.summary.text() == "1 offener Bedarf, hilft 2 Personen"
    page.done_button.click()
    assert page.table.rows.lines[0].items[3].text == "erledigt 12.11.2026"
    assert page.summary.text() == "Kein offener Bedarf"
    assert page.done_button.accessibleName() == "Wieder öffnen"
    page.done_button.click()
    page.change_current()
    answer(page, helps=3)
    with context.db.read() as session:
        assert session.scalars(select(Task)).one().helps == 3
    page.delete()
    assert not page.table.rows.lines


def test_all_meetings_stand_in_one_list(module, context, office):
    page = module.part("pair_meeting")
    row = [page.model.index(0, n).data() for n in range(3)]
    assert row == ["15.10.2026", "Tymoshchuk, Iryna – Böttner, Gudrun", "45"]


def test_the_search_over_everything_leads_to_a_pair(module, office):
    module.part("pair").open_record(office.met.id)
    assert module.page().detail.pair_id == office.met.id
