"""What belongs to a person: languages, documents, household, notes, tasks, and the timeline over everything."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from app.models import Document, Household, LanguageSkill, Note, Person, Task
from app.models.query import Query
from app.ui import dialogs
from app.ui.pages.persons import PersonPage
from tests.factories import add, participation, person, project, role
from tests.ui.conftest import type_text
from tests.ui.test_persons import cells, tab


@pytest.fixture(autouse=True)
def nobody(clock):
    dialogs.alone()
    yield
    dialogs.alone()


@pytest.fixture
def ids(context):
    """Rim takes part and has a role; Anna is only known."""
    with context.db.work("Anlegen") as work:
        whole, rim, anna = work.add(project()), work.add(person()), work.add(person("Zimmer", "Anna"))
        add(work, participation(rim, whole, "CH-031"), role(rim, whole))
    return {"rim": rim.id, "anna": anna.id}


@pytest.fixture
def page(ids, context, qtbot):
    made = PersonPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 658)
    made.show()
    made.activateWindow()
    made.open_record(ids["rim"])
    return made


def put(context, *records):
    with context.db.work("Anlegen") as work:
        add(work, *records)


def stored(context, entity):
    with context.db.read() as session:
        return [session.get(entity, id) for id in Query(entity).ids(session)]


def facts(page):
    row = page.detail._badges
    return [row.itemAt(n).widget().text() for n in range(row.count())]


# ---------------------------------------------------------------- languages


def test_the_newest_level_counts_and_stands_in_the_header(page, ids, context):
    languages = tab(page, "Sprachen")
    put(
        context,
        LanguageSkill(person_id=ids["rim"], language="de", level="A2", day=date(2025, 3, 1)),
        LanguageSkill(person_id=ids["rim"], language="ar", level="native"),
        LanguageSkill(person_id=ids["rim"], language="de", level="B1", day=date(2025, 12, 12), evidence="telc"),
    )
    assert [(line[0], line[1], line[4]) for line in cells(languages.table)] == [
        ("Deutsch", "B1", "gilt"),
        ("Deutsch", "A2", "früher"),
        ("Arabisch", "Muttersprache", "gilt"),
    ]
    assert "Deutsch B1" in facts(page)


def test_a_level_is_added_changed_and_deleted_each_with_its_undo(page, ids, context):
    languages = tab(page, "Sprachen")
    languages.add_button.click()
    languages.form.rows["level"].editor.put("B2")
    languages.form.rows["level"].editor.changed.emit()
    page.save()
    assert [line[:3] for line in cells(languages.table)] == [["Deutsch", "B2", "12.11.2026"]]
    page.edit()
    type_text(languages.form.rows["evidence"].editor.line, "Einstufung")
    page.save()
    assert cells(languages.table)[0][3] == "Einstufung"
    languages.table.view.setFocus()
    QTest.keyClick(languages.table.view, Qt.Key.Key_Delete)
    assert not stored(context, LanguageSkill)
    for _step in range(3):
        context.undo()
    assert not stored(context, LanguageSkill) and "Noch keine Sprache" in languages.table.nothing.text()


def test_two_people_at_one_record_are_told(page, ids, context):
    put(context, LanguageSkill(person_id=ids["rim"], language="de", level="A2", day=date(2025, 3, 1)))
    languages = tab(page, "Sprachen")
    page.edit()
    type_text(languages.form.rows["evidence"].editor.line, "telc")
    with context.db.work("Andere") as work:
        work.update(work.get(LanguageSkill, stored(context, LanguageSkill)[0].id), {"level": "B1"})
    page.save()
    assert "inzwischen geändert" in context.told[-1][0] and languages.editing


def test_other_lists_wait_while_one_is_edited(page):
    languages = tab(page, "Sprachen")
    languages.add_button.click()
    group = page.detail.tab()
    assert not group.chips.isEnabled() and not page.detail.save_button.isHidden()
    page.detail.discard()
    assert group.chips.isEnabled() and not languages.editing


# ---------------------------------------------------------------- documents, household


def test_what_expires_is_said_in_words(page, ids, context):
    documents = tab(page, "Nachweise")
    assert "Kopien nicht" in documents.table.nothing.text()
    put(
        context,
        Document(person_id=ids["rim"], kind="identity", seen_on=date(2026, 3, 2)),
        Document(person_id=ids["rim"], kind="residence", seen_on=date(2026, 3, 2), valid_until=date(2026, 12, 1)),
        Document(person_id=ids["rim"], kind="degree", seen_on=date(2026, 3, 2), valid_until=date(2026, 11, 1)),
    )
    assert [line[3] for line in cells(documents.table)] == [
        "seit 01.11.2026 abgelaufen",
        "bis 01.12.2026",
        "unbefristet",
    ]


def test_a_new_household_with_two_members_is_one_action(page, ids, context):
    household = tab(page, "Haushalt")
    page.edit()
    type_text(household.form.rows["new_name"].editor.line, "Familie Al-Haddad")
    household.form.rows["member"].editor.put(ids["anna"])
    page.save()
    assert [line[0] for line in cells(household.table)] == ["Al-Haddad, Rim", "Zimmer, Anna"]
    assert household.heading.text() == "Familie Al-Haddad"
    context.undo()
    assert not stored(context, Household) and all(one.household_id is None for one in stored(context, Person))


def test_a_member_leads_to_her_own_page(page, ids, context):
    put(context, home := Household(name="Familie"))
    with context.db.work("Einziehen") as work:
        for id in (ids["rim"], ids["anna"]):
            work.update(work.get(Person, id), {"household_id": home.id})
    household = tab(page, "Haushalt")
    household.table.opened.emit(ids["anna"])
    assert page.detail.record.id == ids["anna"]


def test_a_further_member_needs_a_household(page, ids, context):
    household = tab(page, "Haushalt")
    page.edit()
    household.form.rows["member"].editor.put(ids["anna"])
    household.form.rows["member"].editor.changed.emit()
    page.save()
    assert "Zu welchem Haushalt?" in household.form.rows["member"].note_text() and household.editing


def test_a_household_gets_another_name(page, ids, context):
    put(context, home := Household(name="Familie"))
    household = tab(page, "Haushalt")
    assert household.rename_button.isHidden()
    with context.db.work("Einziehen") as work:
        work.update(work.get(Person, ids["rim"]), {"household_id": home.id})
    dialogs.answer("Familie Al-Haddad")
    household.rename_button.click()
    assert household.heading.text() == "Familie Al-Haddad"
    context.undo()
    assert household.heading.text() == "Familie"


def test_a_role_asks_what_goes_with_it(page, ids):
    roles = tab(page, "Rollen")
    roles.open_record(next(iter(roles.records)))
    rows = roles.form.rows
    assert rows["police_seen"].isHidden() and not rows["wish"].isHidden()
    rows["kind"].editor.put("administration")
    rows["kind"].editor.changed.emit()
    assert rows["wish"].isHidden()
    rows["kind"].editor.put("mentor")
    rows["kind"].editor.changed.emit()
    assert not rows["police_seen"].isHidden() and not rows["wish"].isHidden()


# ---------------------------------------------------------------- notes and tasks


def test_a_note_is_taken_with_enter_and_the_line_is_ready_for_the_next(page, ids, context):
    quick = tab(page, "Zeitstrahl").quick
    type_text(quick.text, "Möchte abends kommen")
    QTest.keyClick(quick.text, Qt.Key.Key_Return)
    note = stored(context, Note)[0]
    assert (note.text, note.day, note.kind, note.person_id) == (
        "Möchte abends kommen", date(2026, 11, 12), "talk", ids["rim"],
    )  # fmt: skip
    assert not quick.text.text() and context.past[-1].label == "Notiz hinzufügen"


def test_an_impossible_day_of_a_note_is_said(page, context):
    quick = tab(page, "Zeitstrahl").quick
    quick.day.line.setText("31.2.")
    type_text(quick.text, "x")
    QTest.keyClick(quick.text, Qt.Key.Key_Return)
    assert "kein Datum" in quick.wrong.text() and not stored(context, Note)


def test_a_note_not_saved_yet_is_not_lost_by_going_on(page, ids, context):
    type_text(tab(page, "Zeitstrahl").quick.text, "Anruf")
    assert page.detail.is_changed()
    page.save()
    assert [one.text for one in stored(context, Note)] == ["Anruf"] and not page.detail.is_changed()


def test_a_task_is_overdue_until_it_is_done(page, ids, context):
    put(
        context,
        Task(text="Anrufen", due=date(2026, 11, 2), about_table="person", about_id=ids["rim"]),
        Task(text="Für eine andere", due=date(2026, 11, 2), about_table="person", about_id=ids["anna"]),
    )
    tasks = tab(page, "Aufgaben")
    assert cells(tasks.table) == [["seit 02.11.2026", "Wiedervorlage", "Anrufen"]]
    tasks.done_button.click()
    assert cells(tasks.table)[0][0] == "erledigt am 12.11.2026" and not tasks.done_button.isEnabled()
    context.undo()
    assert cells(tasks.table)[0][0] == "seit 02.11.2026"


# ---------------------------------------------------------------- timeline


def test_the_timeline_has_everything_under_its_year(page, ids, context):
    put(
        context,
        Note(person_id=ids["rim"], day=date(2025, 5, 1), text="Erster Anruf"),
        Task(text="Fragen", due=date(2026, 12, 2), about_table="person", about_id=ids["rim"]),
    )
    lines = [[text for text in line if text] for line in cells(tab(page, "Zeitstrahl").table)]
    assert lines[:2] == [["Was ansteht"], ["02.12.2026", "Aufgaben", "Wiedervorlage: Fragen"]]
    assert ["2025"] in lines and lines[-1] == ["Do 01.05.", "Notizen", "Notiz: Erster Anruf"]


def test_chips_leave_only_their_kinds(page, ids, context):
    put(context, Note(person_id=ids["rim"], day=date(2025, 5, 1), text="Anruf"))
    timeline = tab(page, "Zeitstrahl")
    chip = next(chip for kind, chip in timeline.chips.items() if kind == "note")
    assert chip.text() == "Notizen 1"
    chip.click()
    assert {line[1] for line in cells(timeline.table)} == {"", "Notizen"}
    chip.click()
    assert "Projekt" in {line[1] for line in cells(timeline.table)}


def test_enter_opens_the_record_where_it_is_kept(page, ids, context, qtbot):
    put(context, note := Note(person_id=ids["rim"], day=date(2025, 5, 1), text="Anruf"))
    timeline = tab(page, "Zeitstrahl")
    timeline.table.opened.emit(("note", note.id))
    notes = page.detail.tab().tab()
    assert notes.title == "Notizen" and notes.editing and notes.form.values()["text"] == "Anruf"
    page.detail.discard()
    with qtbot.waitSignal(page.opened) as opened:
        timeline.table.opened.emit(("course", 7))
    assert opened.args == ["course", 7]


def test_a_role_of_the_timeline_opens_in_the_profile(page, ids, context):
    timeline = tab(page, "Zeitstrahl")
    key = next(line.key for line in timeline.table.view.rows.lines if line.key and line.key[0] == "role")
    timeline.table.opened.emit(key)
    assert page.detail.tab().title == "Profil" and page.detail.tab().tab().title == "Rollen"


def test_the_list_is_read_anew_when_something_of_it_changes(page):
    tables = {table for one in page.detail.all_tabs for table in one.tables}
    assert {"note", "task", "pair_meeting", "document", "language_skill", "household"} <= tables


def test_eight_tabs_fit_beside_the_list_at_1366(page):
    bar = page.detail.tabs.tabBar()
    assert bar.count() == 8 and not any(button.isVisible() for button in bar.findChildren(QToolButton))
