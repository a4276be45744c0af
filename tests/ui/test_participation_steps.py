"""The tab of a participation: exit, follow-up, coming again, cancelling."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Participation, Person
from app.services import participations
from app.ui import dialogs
from app.ui.pages.person.participation import ParticipationTab
from tests import factories as make
from tests.services.participants import COMPLETE, LEFT


@pytest.fixture(autouse=True)
def nobody(clock):
    dialogs.alone()
    yield
    dialogs.alone()


@pytest.fixture
def tab(context, qtbot):
    """The tab of somebody whose entry is complete."""
    project, person = make.project(), make.person(street="Am Markt 1", postcode="07422")
    with context.db.work("anlegen") as work:
        make.add(work, project, person)
        participations.admit(work, person.id, project.id, date(2026, 3, 2), COMPLETE | {"target_checked": "2026-03-02"})
    made = ParticipationTab(context)
    qtbot.addWidget(made)
    made.resize(620, 700)
    made.show_record(person)
    made.show()
    for signal in (context.changed, made.saved):
        signal.connect(lambda _what: made.show_record(_person(context, person.id)))
    return made


def _person(context, id):
    with context.db.read() as session:
        return session.get(Person, id)


def stored(tab) -> Participation:
    with tab.context.db.read() as session:
        return session.get_one(Participation, tab.admission.participation.id)


def put(tab, **values):
    for name, value in values.items():
        editor = tab.form.rows[name].editor
        editor.put(value)
        editor.changed.emit()


def shown(tab) -> list[str]:
    return [name for name in tab.form.rows if tab.form.rows[name].isVisible()]


def test_before_the_exit_nothing_is_asked_about_it(tab):
    assert tab.title == "ESF-Daten"
    assert "exit" not in shown(tab) and "status_after" not in shown(tab)
    assert tab.steps.leave.isVisible() and not tab.steps.again.isVisible() and not tab.steps.ask.isVisible()


def test_an_exit_is_recorded_with_its_questions(tab):
    tab.steps.leave.click()
    assert tab.editing and tab.form.rows["exit"].has_focus()
    assert {"exit_kind", "status_after", "qualification", "german_level_exit"} <= set(shown(tab))
    assert "qualification_date" not in shown(tab)
    put(tab, exit=date(2026, 6, 30), **LEFT)
    tab.save()
    assert not tab.editing and stored(tab).exit == date(2026, 6, 30) and stored(tab).answers["exit_kind"] == "regular"
    assert tab.context.past[-1].label == "Austritt erfassen"
    assert tab.steps.again.isVisible() and tab.steps.ask.isVisible() and not tab.steps.leave.isVisible()


def test_no_answer_possible_opens_a_field_for_the_reason(tab):
    tab.steps.leave.click()
    put(tab, exit=date(2026, 6, 30), **(LEFT | {"status_after": "no_answer"}))
    assert "status_after__reason" in shown(tab)
    assert tab.form.rows["status_after__reason"]._note.text().startswith("Die Begründung fehlt.")
    put(tab, status_after__reason="Unbekannt verzogen")
    assert tab.form.noted() == []
    tab.save()
    assert stored(tab).answers["status_after__reason"] == "Unbekannt verzogen"


def test_a_qualification_asks_for_its_day_and_keeps_it(tab):
    tab.steps.leave.click()
    put(tab, exit=date(2026, 6, 30), **(LEFT | {"qualification": "yes"}))
    put(tab, qualification_kind="language", qualification_date=date(2026, 5, 31))
    tab.save()
    assert stored(tab).answers["qualification_date"] == "2026-05-31"
    assert tab.form.rows["qualification_date"]._text.text() == "31.05.2026"


def test_an_exit_without_its_day_is_told_at_the_field(tab):
    tab.steps.leave.click()
    put(tab, **LEFT)
    tab.save()
    assert tab.editing and tab.form.rows["exit"]._note.text() == "Austrittsdatum fehlt."
    tab.discard()
    assert "exit" not in shown(tab) and stored(tab).exit is None and "exit_kind" not in stored(tab).answers


@pytest.mark.parametrize("sure", [True, False])
def test_an_exit_after_the_grant_is_asked_about(tab, sure):
    tab.steps.leave.click()
    put(tab, exit=date(2028, 2, 1), **LEFT)
    dialogs.answer(sure)
    tab.save()
    assert dialogs.asked()[-1].title == "Außerhalb der Bewilligung"
    assert stored(tab).exit == (date(2028, 2, 1) if sure else None)
    assert tab.editing is not sure


def test_what_is_missing_at_the_exit_says_what_it_costs(tab):
    tab.steps.leave.click()
    put(tab, exit=date(2026, 6, 30), exit_kind="moved")
    tab.save()
    assert tab.banner.text() == "2 Pflichtangaben fehlen: Status nach Austritt, Qualifizierung"
    assert "fehlt Rim Al-Haddad in den Ergebnissen" in tab.form.rows["qualification"]._note.text()


def test_emptying_the_day_takes_an_exit_back(tab):
    tab.steps.leave.click()
    put(tab, exit=date(2026, 6, 30), **LEFT)
    tab.save()
    tab.edit()
    put(tab, exit=None)
    tab.save()
    assert stored(tab).exit is None and "exit_kind" not in stored(tab).answers


def test_the_question_after_six_months_and_coming_again(tab):
    tab.steps.leave.click()
    put(tab, exit=date(2026, 4, 30), **LEFT)
    tab.save()
    tab.steps.ask.click()
    put(tab, followed_up=date(2026, 11, 2), status_6_months="employed", better_6_months="yes")
    tab.save()
    assert stored(tab).followed_up == date(2026, 11, 2) and stored(tab).answers["better_6_months"] == "yes"
    dialogs.answer("03.11.2026")
    tab.steps.again.click()
    assert stored(tab).exit is None and len(stored(tab).episodes) == 1
    assert tab.form.rows["entry"]._aside.text() == "Alter beim Eintritt: 34 Jahre · wieder dabei seit 03.11.2026"
    tab.context.undo()
    assert stored(tab).exit == date(2026, 4, 30)


def test_a_wrong_day_for_coming_again_is_told(tab):
    tab.steps.leave.click()
    put(tab, exit=date(2026, 4, 30), **LEFT)
    tab.save()
    dialogs.answer("31.02.2026")
    tab.steps.again.click()
    assert "gibt es nicht" in tab.banner.text() and stored(tab).exit


def test_cancelling_needs_a_reason(tab):
    dialogs.answer("")
    tab.steps.cancel.click()
    assert "Grund" in tab.banner.text()
    dialogs.answer("doppelt erfasst")
    tab.steps.cancel.click()
    assert not tab.editable and tab.admit_panel.isVisible()


def test_what_should_be_checked_stands_below(tab):
    assert "Datenschutzinformation erhalten: fehlt." in tab.steps.checks.text()
    tab.edit()
    assert not tab.steps.checks.isVisible()


def test_the_gender_of_the_entry_can_be_corrected(tab):
    tab.edit()
    put(tab, gender="male")
    tab.save()
    assert stored(tab).answers["gender"] == "male"
    assert "bei der Person heute „weiblich“" in tab.steps.checks.text()


def test_nothing_happens_when_nobody_was_shown_yet(context, qtbot):
    made = ParticipationTab(context)
    qtbot.addWidget(made)
    made.discard()
    assert not made.editing
