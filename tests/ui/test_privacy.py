"""The tab Datenschutz: consents, disclosure, anonymising and deleting for good."""

from __future__ import annotations

import json
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton
from sqlalchemy import select

from app.core.partial_date import PartialDate
from app.models import Consent, Erasure, History, Note, Person
from app.models.consent import Purpose
from app.services import consents
from app.services.changes import history
from app.ui import dialogs
from app.ui.pages.person.privacy import PrivacyTab
from app.ui.pages.persons import PersonPage
from tests.factories import add, participation, person, project
from tests.ui.conftest import type_text


@pytest.fixture
def ids(context, clock):
    with context.db.work("anlegen") as work:
        whole = work.add(project())
        rim, girl = work.add(person()), work.add(person("Haile", "Sara", born=PartialDate(2010, 5, 1)))
        anna = work.add(person("Zimmer", "Anna"))
        add(work, participation(rim, whole, "CH-031"))
        add(work, Consent(person_id=anna.id, purpose="photo", given=date(2026, 1, 5), form_version="2026-01"))
    return {"rim": rim.id, "girl": girl.id, "anna": anna.id}


@pytest.fixture
def page(ids, context, qtbot):
    made = PersonPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 900)
    made.show()
    return made


@pytest.fixture
def tab(page, ids):
    return opened(page, ids["rim"])


def opened(page, id):
    page.open_record(id)
    found = next(one for one in page.detail.all_tabs if isinstance(one, PrivacyTab))
    page.detail.tabs.setCurrentWidget(found)
    return found


def words(tab, purpose):
    return tab.lines[purpose].state.text()


def may(context, id, purpose=Purpose.MATCHING):
    with context.db.read() as session:
        return consents.may(session, id, purpose)


# ---------------------------------------------------------------- consents


def test_every_purpose_stands_there_with_its_state(tab):
    assert set(tab.lines) == set(Purpose) and words(tab, Purpose.PHOTO) == "nicht erteilt"
    assert tab.lines[Purpose.PHOTO].accessibleName() == "Fotos und Öffentlichkeitsarbeit: nicht erteilt"


def test_a_consent_is_entered_with_the_version_used_last(tab, ids, context):
    dialog = tab.consent_dialog(Purpose.MATCHING)
    dialog.submit()
    assert may(context, ids["rim"]) and words(tab, Purpose.MATCHING).startswith("erteilt am")
    assert tab.lines[Purpose.MATCHING].details.text() == "Fassung 2026-01"


def test_a_withdrawal_holds_at_once_and_offers_itself_to_be_taken_back(tab, ids, context):
    tab.consent_dialog(Purpose.MATCHING).submit()
    tab.lines[Purpose.MATCHING].withdraw.click()
    assert not may(context, ids["rim"]) and words(tab, Purpose.MATCHING).startswith("widerrufen am")
    assert tab.past.view.rows.rowCount() == 1 and tab._past_part.isVisibleTo(tab)
    assert context.past[-1].label == "Einwilligung widerrufen"
    context.undo()
    assert may(context, ids["rim"]) and not tab._past_part.isVisibleTo(tab)


def test_guardians_sign_for_a_minor(page, ids, context, qtbot):
    dialog = opened(page, ids["girl"]).consent_dialog(Purpose.PHOTO)
    qtbot.addWidget(dialog)
    form = dialog.form
    assert form.rows["signed_by"].value() == "guardian" and form.rows["guardian"].isVisibleTo(form)
    dialog.submit()
    assert "Name der Sorgeberechtigten fehlt" in form.rows["guardian"]._note.text()
    type_text(form.rows["guardian"].editor.field, "Mebrahtu Haile")
    dialog.submit()
    assert may(context, ids["girl"], Purpose.PHOTO)
    assert "Mebrahtu Haile" in opened(page, ids["girl"]).lines[Purpose.PHOTO].details.text()


def test_while_typing_it_is_said_that_a_minor_cannot_sign(page, ids, qtbot):
    dialog = opened(page, ids["girl"]).consent_dialog(Purpose.PHOTO)
    qtbot.addWidget(dialog)
    assert dialog.note.isHidden()
    dialog.form.rows["signed_by"].editor.put("self")
    dialog.form.changed.emit()
    assert "Unter 18" in dialog.note.text() and not dialog.note.isHidden()


def test_a_refused_consent_stays_on_the_screen(tab, context, ids, qtbot):
    dialog = tab.consent_dialog(Purpose.PHOTO)
    qtbot.addWidget(dialog)
    with context.db.work("jemand anders") as work:
        consents.give(work, Consent(person_id=ids["rim"], purpose="photo", given=date(2026, 3, 2)))
    dialog.submit()
    assert "gibt es schon" in dialog.rest.text() and dialog.deed.isEnabled()


def test_a_consent_found_elsewhere_is_shown_here(page, tab, context, ids):
    tab.consent_dialog(Purpose.MATCHING).submit()
    page.detail.tabs.setCurrentIndex(0)
    with context.db.read() as session:
        page.open_part("consent", consents.purpose_states(session, ids["rim"])[1].consent.id)
    assert page.detail.tab() is tab


# ---------------------------------------------------------------- disclosure


@pytest.mark.parametrize(("kind", "suffix"), [("pdf", ".pdf"), ("json", ".json")])
def test_a_disclosure_is_written_where_the_person_chose(tab, ids, context, tmp_path, kind, suffix):
    target = tmp_path / f"Auskunft Rim Al-Haddad{suffix}"
    dialogs.answer(kind, target)
    tab.disclose_button.click()
    content = target.read_bytes()
    if kind == "json":
        assert json.loads(content)["name"] == "Rim Al-Haddad"
    else:
        assert content.startswith(b"%PDF")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("Auskunft")] == [target.name]
    with context.db.read() as session:
        assert history(session, Person, ids["rim"])[0].label == "Auskunft erstellen"
    assert context.past == []


def test_who_gives_up_writes_nothing(tab, tmp_path):
    dialogs.answer("")
    tab.disclose()
    dialogs.answer("pdf", None)
    tab.disclose()
    assert not list(tmp_path.glob("*.pdf"))


def test_a_folder_that_is_gone_is_told(tab, context, tmp_path):
    dialogs.answer("pdf", tmp_path / "weg" / "a.pdf")
    tab.disclose()
    assert context.told[-1][1] is True


# ---------------------------------------------------------------- forgetting


def steps(context, ids):
    """Three steps: two about Rim, one about Anna."""
    context.do("Notiz", lambda work: work.add(Note(person_id=ids["rim"], text="kam nicht")), context)
    context.do("Anna", lambda work: work.update(work.get(Person, ids["anna"]), {"city": "Gotha"}), context)
    context.do("Rim", lambda work: work.update(work.get(Person, ids["rim"]), {"city": "Gotha"}), context)
    context.undo()


def test_an_anonymised_person_is_gone_and_no_step_brings_her_back(tab, ids, context):
    steps(context, ids)
    dialogs.answer(True)
    tab.anonymise_button.click()
    assert dialogs.asked()[-1].text == "Rim Al-Haddad anonymisieren?"
    with context.db.read() as session:
        gone = session.get_one(Person, ids["rim"])
        assert gone.anonymised and gone.last_name == "anonymisiert"
        assert not session.scalars(select(Note)).all()
    assert [one.label for one in context.past] == ["Anna"] and context.future == []
    assert context.told[-1] == ("Die Person ist anonymisiert.", False)
    assert not tab.anonymise_button.isEnabled() and "Anonymisiert am" in tab.obstacle_note.text()
    assert not any(line.give.isVisibleTo(tab) for line in tab.lines.values())


def test_who_is_asked_and_says_no_changes_nothing(tab, ids, context):
    dialogs.answer(False)
    tab.anonymise()
    with context.db.read() as session:
        assert session.get_one(Person, ids["rim"]).anonymised is None


def test_nobody_is_deleted_while_a_law_keeps_the_papers(tab, ids, context):
    tab.erase_button.click()
    assert dialogs.asked()[-1].kind == "tell" and "müssen aufbewahrt werden" in tab.obstacle_note.text()
    with context.db.read() as session:
        assert session.get(Person, ids["rim"])


def test_the_last_word_has_the_service(tab, ids, context):
    tab.obstacle = ""
    dialogs.answer("Wunsch", True)
    tab.erase()
    assert "müssen aufbewahrt werden" in context.told[-1][0] and context.told[-1][1]


def test_a_deleted_person_is_gone_with_her_steps(page, ids, context):
    steps(context, ids)
    tab = opened(page, ids["anna"])
    dialogs.answer("Wunsch der Person", True)
    tab.erase_button.click()
    with context.db.read() as session:
        assert session.get(Person, ids["anna"]) is None
        assert {one.reason for one in session.scalars(select(Erasure))} == {"Wunsch der Person"}
        assert "Zimmer" not in str([one.changes for one in session.scalars(select(History))])
    assert [one.label for one in context.past] == ["Notiz"] and [one.label for one in context.future] == ["Rim"]
    assert page.detail.isHidden()


def test_deleting_needs_a_reason_and_a_yes(page, ids, context):
    tab = opened(page, ids["anna"])
    dialogs.answer(None)
    tab.erase()
    dialogs.answer("Wunsch", False)
    tab.erase()
    with context.db.read() as session:
        assert session.get(Person, ids["anna"])


def test_names_of_the_person_leave_the_words_of_steps_that_stay(tab, ids, context):
    def both(work):
        for id in (ids["rim"], ids["anna"]):
            work.get(Person, id).city = "Gotha"

    context.do("Al-Haddad und Zimmer ziehen um", both, context)
    dialogs.answer(True)
    tab.anonymise()
    assert [one.label for one in context.past] == ["Bereinigter Eintrag"]


def test_everything_in_the_tab_has_a_name(tab):
    buttons = [one for one in tab.findChildren(QAbstractButton) if one.isVisibleTo(tab)]
    assert buttons and all(one.accessibleName() and one.objectName() for one in buttons)
    assert tab.lines[Purpose.PHOTO].give.accessibleName() == "Eintragen: Fotos und Öffentlichkeitsarbeit"
