"""The page of people: what is missing, admission, roles, trainings, history."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.core.partial_date import PartialDate
from app.models import Participation, Person, Role
from app.ui import dialogs
from app.ui.pages.persons import PersonPage
from tests.factories import add, course, enrolment, participation, person, project, role, sessions

COMPLETE = {"employment": "employed", "school": "middle", "vocational": "trained", "address": "given"}
PARTLY = {"employment": "unemployed", "school": "upper", "address": "given"}


@pytest.fixture(autouse=True)
def nobody(clock):
    dialogs.alone()
    yield
    dialogs.alone()


@pytest.fixture
def ids(context):
    """Rim lacks two answers, Oksana none, Anna does not take part."""
    with context.db.work("Projekt anlegen") as work:
        whole = work.add(project())
        rim = work.add(person("Al-Haddad", "Rim", birth_place="Homs"))
        oksana, anna = work.add(person("Bilenko", "Oksana", city="Rudolstadt")), work.add(person("Zimmer", "Anna"))
        add(
            work,
            participation(rim, whole, "CH-031", answers=PARTLY),
            participation(oksana, whole, "CH-032", answers=COMPLETE),
        )
        training = work.add(course(whole))
        add(
            work,
            *sessions(training, 2),
            enrolment(rim, training),
            role(rim, whole),
            role(rim, whole, "buddy", until=date(2026, 4, 1)),
        )
    return {"rim": rim.id, "oksana": oksana.id, "anna": anna.id, "project": whole.id, "course": training.id}


@pytest.fixture
def page(ids, context, qtbot):
    made = PersonPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 658)
    made.show()
    return made


def tab(page, title):
    """Turn to the tab called TITLE, also inside another."""
    for outer in page.detail.all_tabs:
        inner = [one for one in getattr(outer, "all_tabs", ()) if one.title == title]
        if outer.title == title or inner:
            page.detail.tabs.setCurrentWidget(outer)
            for one in inner:
                outer.go_to(one)
                return one
            return outer
    raise AssertionError(title)


def column(page, number):
    return [page.model.index(row, number).data() for row in range(page.model.rowCount())]


def cells(table):
    rows = table.view.rows
    return [[rows.index(r, c).data() for c in range(rows.columnCount())] for r in range(rows.rowCount())]


def stored(context, id):
    with context.db.read() as session:
        return session.get(Participation, id)


# ---------------------------------------------------------------- list


def test_the_list_says_how_complete_everybody_is(page):
    assert column(page, 3) == ["2 fehlen", "vollständig", "–"]
    assert page.head.summary.text() == "3 Personen, davon 2 Teilnehmende"


def test_people_are_filtered_by_role(page):
    page.head.filters.toggle("role_codes", "mentee")
    assert column(page, 0) == ["Al-Haddad, Rim"] and page.head.filters.sentence() == "Rolle: Mentee"


def test_the_head_says_who_it_is(page, ids):
    page.table.select_id(ids["rim"])
    assert page.detail.name.text() == "Rim Al-Haddad"
    assert (
        page.detail.subtitle.text().replace("\xa0", " ") == "TN-Nr. CH-031 · geb. 14.03.1991 in Homs · Bad Blankenburg"
    )
    badges = [page.detail._badges.itemAt(n).widget().text() for n in range(page.detail._badges.count())]
    assert badges == ["Mentee", "Connecting Humans 2025–2027", "aktiv seit 02.03.2026"]


# ---------------------------------------------------------------- ESF-Daten


def test_missing_answers_are_told_with_what_they_cost(page, ids):
    page.table.select_id(ids["rim"])
    esf = tab(page, "ESF-Daten")
    assert esf.banner.text() == "2 Pflichtangaben fehlen: Dauer arbeitslos, Berufsabschluss"
    assert esf.form.noted() == ["unemployed_for", "vocational"]
    assert (
        esf.form.rows["vocational"]._note.text() == "Fehlt. Ohne diese Angabe zählt Rim Al-Haddad nicht im ESF-Bericht."
    )
    assert esf.form.rows["entry"]._aside.text() == "Alter beim Eintritt: 34 Jahre"


def test_the_tab_warns_before_it_is_opened(page, ids):
    page.table.select_id(ids["rim"])
    bar = page.detail.tabs.tabBar()
    assert bar.tabText(1) == "ESF-Daten  2" and bar.accessibleTabName(1) == "ESF-Daten, 2 Angaben fehlen"
    page.table.select_id(ids["oksana"])
    assert bar.tabText(1) == "ESF-Daten"


def test_f8_goes_to_what_is_missing_and_turns_reading_into_editing(page, ids):
    page.table.select_id(ids["rim"])
    esf = tab(page, "ESF-Daten")
    page.commands["next_problem"]()
    assert esf.editing and esf.form.rows["unemployed_for"].has_focus()
    page.commands["next_problem"]()
    assert esf.form.rows["vocational"].has_focus()


def choose(form, name, code):
    editor = form.rows[name].editor
    editor.put(code)
    editor.changed.emit()


def test_answers_are_saved_and_taken_back(page, ids, context):
    page.table.select_id(ids["rim"])
    esf = tab(page, "ESF-Daten")
    page.edit()
    choose(esf.form, "unemployed_for", "under_6")
    assert esf.banner.text().startswith("1 Pflichtangabe fehlt")
    choose(esf.form, "vocational", "bachelor")
    assert not esf.banner.isVisible() and page.detail.tabs.tabText(1) == "ESF-Daten"
    page.save()
    assert not esf.editing and column(page, 3)[0] == "vollständig"
    context.undo()
    assert column(page, 3)[0] == "2 fehlen" and esf.form.noted() == ["unemployed_for", "vocational"]


def test_a_question_that_no_longer_arises_is_not_asked(page, ids):
    page.table.select_id(ids["rim"])
    esf = tab(page, "ESF-Daten")
    page.edit()
    choose(esf.form, "employment", "employed")
    assert not esf.form.rows["unemployed_for"].isVisible() and esf.form.noted() == ["vocational"]


def test_no_answer_to_a_mandatory_question_is_told_too(page, ids):
    page.table.select_id(ids["rim"])
    esf = tab(page, "ESF-Daten")
    page.edit()
    choose(esf.form, "vocational", "no_answer")
    assert esf.form.rows["vocational"]._note.text().startswith("„Keine Angabe“ genügt hier nicht.")


def test_without_a_birth_date_the_banner_says_so(page, ids, context):
    with context.db.work("Person ändern") as work:
        work.get(Person, ids["oksana"]).born = None
    page.table.select_id(ids["oksana"])
    esf = tab(page, "ESF-Daten")
    assert "1 Pflichtangabe fehlt" in esf.banner.text() and not esf.form.noted()


def test_the_entry_date_is_needed(page, ids):
    page.table.select_id(ids["rim"])
    esf = tab(page, "ESF-Daten")
    page.edit()
    esf.form.rows["entry"].editor.line.setText("")
    page.save()
    assert esf.editing and esf.form.rows["entry"]._note.text() == "Eintrittsdatum fehlt."


def test_whoever_does_not_take_part_can_be_admitted(page, ids, context):
    page.table.select_id(ids["anna"])
    esf = tab(page, "ESF-Daten")
    assert not esf.editable and not page.detail.edit_button.isVisible()
    esf.findChild(QAbstractButton, "admit").click()
    assert esf.editable and column(page, 3)[2].endswith("fehlen") and "TN-Nr. CH-001" in page.detail.subtitle.text()
    assert context.past[-1].label == "Person aufnehmen"
    context.undo()
    assert not esf.editable and column(page, 3)[2] == "–"


def test_admission_needs_a_day(page, ids):
    page.table.select_id(ids["anna"])
    esf = tab(page, "ESF-Daten")
    esf.admit_panel.form.rows["entry"].editor.line.setText("31.2.2026")
    esf.findChild(QAbstractButton, "admit").click()
    assert "gibt es nicht" in esf.admit_panel.form.rows["entry"]._note.text() and not esf.editable


def test_typing_in_one_tab_is_not_lost_by_turning_to_another(page, ids):
    page.table.select_id(ids["rim"])
    esf = tab(page, "ESF-Daten")
    page.edit()
    choose(esf.form, "vocational", "bachelor")
    tab(page, "Rollen")
    assert page.detail.is_changed() and page.detail.save_button.isHidden() is False
    page.save()
    assert page.detail.tab() is esf and not page.detail.is_changed()


# ---------------------------------------------------------------- roles, trainings, history


def test_roles_are_listed_the_running_ones_first(page, ids):
    page.table.select_id(ids["rim"])
    assert cells(tab(page, "Rollen").table) == [
        ["Mentee", "Connecting Humans 2025–2027", "seit 02.03.2026", ""],
        ["Buddy", "Connecting Humans 2025–2027", "02.03.–01.04.2026", ""],
    ]


def test_a_role_is_ended_today_and_taken_back(page, ids, context):
    page.table.select_id(ids["rim"])
    roles = tab(page, "Rollen")
    roles.table.view.selectRow(1)
    assert not roles.end_button.isEnabled()
    roles.table.view.selectRow(0)
    roles.end_button.click()
    assert "02.03.–12.11.2026" in [line[2] for line in cells(roles.table)]
    context.undo()
    assert "02.03.–12.11.2026" not in [line[2] for line in cells(roles.table)]


def test_a_role_is_added(page, ids, context):
    page.table.select_id(ids["anna"])
    roles = tab(page, "Rollen")
    assert "noch keine Rolle" in roles.table.nothing.text()
    roles.add_button.click()
    choose(roles.form, "kind", "mentor")
    choose(roles.form, "project_id", ids["project"])
    page.save()
    assert cells(roles.table) == [["Mentorin", "Connecting Humans 2025–2027", "seit 12.11.2026", ""]]
    assert column(page, 1)[2] == "Mentorin" and not roles.editing


def test_a_role_without_a_kind_is_not_added(page, ids, context):
    page.table.select_id(ids["anna"])
    roles = tab(page, "Rollen")
    roles.add_button.click()
    page.save()
    assert roles.form.rows["kind"]._note.text() == "Rolle fehlt." and not context.past and roles.editing


def test_trainings_are_listed_and_lead_to_the_course(page, ids, qtbot):
    page.table.select_id(ids["rim"])
    trainings = tab(page, "Schulungen")
    assert cells(trainings.table) == [
        ["Integrationsassistenz – Grundqualifizierung", "19.08.–26.08.2026", "angemeldet"]
    ]
    with qtbot.waitSignal(page.opened) as opened:
        trainings.table.view.doubleClicked.emit(trainings.table.view.rows.index(0, 0))
    assert opened.args == ["course", ids["course"]]


def test_the_history_says_what_changed_from_what_to_what(page, ids, context):
    page.table.select_id(ids["rim"])
    with context.db.work("Person ändern") as work:
        work.update(work.get(Person, ids["rim"]), {"city": "Rudolstadt", "born": PartialDate(1991)})
    with context.db.work("ESF-Daten ändern") as work:
        found = page.detail.all_tabs[1].admission.participation
        work.get(Participation, found.id).answers = PARTLY | {"vocational": "bachelor"}
    lines = [line[1] for line in cells(tab(page, "Änderungen").table)]
    assert lines[:2] == [
        "ESF-Daten ändern",
        "Höchster Berufs- oder Studienabschluss: leer → Bachelor, Fachhochschuldiplom, Berufsakademie",
    ]
    assert lines[2:5] == ["Person ändern", "Geburtsdatum: 14.03.1991 → 1991", "Wohnort: Bad Blankenburg → Rudolstadt"]
    assert "Projekt anlegen" in lines and "Person angelegt" in lines and "Teilnahme angelegt" in lines
    assert not any("Bilenko" in line for line in lines)


def test_the_history_names_roles_that_came(page, ids, context):
    with context.db.work("Rolle hinzufügen") as work:
        work.add(Role(person_id=ids["anna"], project_id=ids["project"], kind="mentor"))
    page.table.select_id(ids["anna"])
    assert [line[1] for line in cells(tab(page, "Änderungen").table)][:2] == ["Rolle hinzufügen", "Rolle angelegt"]
