"""Doubles on the screen: seen while a new person is typed, listed, merged, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from app.core.partial_date import PartialDate
from app.models import NotDuplicate, Person, Role
from app.services.merging import Side, plan
from app.ui.pages.doubles import DoublesDialog, open_doubles
from app.ui.pages.merge import MergeDialog, ask_merge
from app.ui.pages.person import own
from app.ui.pages.persons import PersonPage
from tests.factories import add, person, project, role
from tests.ui.conftest import type_text


@pytest.fixture
def people(context):
    """One person twice, and somebody else."""
    whole = project()
    rim, again = person("Al-Haddad", "Rim", phone="0171 3920012"), person("Alhaddad", "Rim", born=PartialDate(1991))
    with context.db.work("anlegen") as work:
        add(work, whole, rim, again, person("Müller", "Jürgen", born=PartialDate(1970)), role(again, whole))
    return rim, again


@pytest.fixture
def page(context, people, qtbot, monkeypatch):
    monkeypatch.setattr(own, "PAUSE", 0)
    made = PersonPage(context)
    qtbot.addWidget(made)
    made.resize(1154, 658)
    made.show()
    return made


def typed(page, **values):
    """Begin a new person and type into these fields."""
    page.new()
    for name, text in values.items():
        type_text(page.detail.tab().form.rows[name].editor.field, text)
    return page.detail.tab().panel


def test_who_may_be_the_same_is_shown_while_typing(page, qtbot):
    panel = typed(page, last_name="Alhadad", first_names="Rim")
    qtbot.waitUntil(lambda: not panel.isHidden())
    assert [link.text() for link in panel.links][:1] == ["Al-Haddad, Rim"]
    said = [one.text() for one in panel.findChildren(QLabel)]
    assert "Gibt es diese Person schon?" in said
    assert "geb. 14.03.1991, Bad Blankenburg · Name gleich" in said


def test_the_panel_hides_when_it_can_be_nobody(page, qtbot):
    panel = typed(page, last_name="Alhadad", first_names="Rim")
    qtbot.waitUntil(lambda: not panel.isHidden())
    page.detail.tab().form.rows["first_names"].editor.field.clear()
    type_text(page.detail.tab().form.rows["first_names"].editor.field, "Oksana")
    qtbot.waitUntil(panel.isHidden)
    assert panel.links == []


def test_a_link_leads_to_the_person_after_asking_about_what_was_typed(page, people, qtbot):
    from app.ui import dialogs

    panel = typed(page, last_name="Alhadad", first_names="Rim")
    qtbot.waitUntil(lambda: not panel.isHidden())
    dialogs.answer("discard")
    panel.links[0].click()
    assert page.detail.record.id in {one.id for one in people}
    assert panel.isHidden()


def test_whoever_is_only_looked_at_is_not_compared(page, people):
    page.open_record(people[0].id)
    page.edit()
    type_text(page.detail.tab().form.rows["city"].editor.field, "Saalfeld")
    assert page.detail.tab().panel.isHidden()


@pytest.fixture
def doubles(context, page, qtbot):
    made = open_doubles(page, context)
    yield made
    made.close()


def test_doubles_are_listed_with_reasons(doubles):
    assert isinstance(doubles, DoublesDialog)
    (line,) = doubles.table.view.rows.lines
    names = [item.text for item in line.items][:2]
    assert names == ["Al-Haddad, Rim (geb. 14.03.1991, Bad Blankenburg)", "Alhaddad, Rim (geb. 1991, Bad Blankenburg)"]
    assert "Name gleich" in line.items[3].text
    assert doubles.deed.isEnabled()


def test_who_is_somebody_else_leaves_the_list(context, doubles):
    doubles.different.click()
    assert doubles.table.view.rows.lines == []
    assert not doubles.deed.isEnabled()
    with context.db.read() as session:
        assert len(session.scalars(select(NotDuplicate)).all()) == 1
    context.undo()
    assert len(doubles.table.view.rows.lines) == 1


def merge_dialog(page):
    return page.findChild(MergeDialog)


def test_merging_takes_what_was_chosen_and_one_undo_restores_both(context, page, people, qtbot):
    rim, again = people
    ask_merge(page, context, rim.id, again.id)
    dialog = merge_dialog(page)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    assert "1 × Rolle: Mentee" in said
    dialog.groups["last_name"].button(list(Side).index(Side.DROP)).setChecked(True)
    dialog.deed.click()
    with context.db.read() as session:
        left = session.scalars(select(Person).order_by(Person.id)).all()
        assert [one.caption for one in left] == ["Alhaddad, Rim", "Müller, Jürgen"]
        assert left[0].born == PartialDate(1991, 3, 14)
        assert session.scalars(select(Role.person_id)).all() == [rim.id]
    context.undo()
    with context.db.read() as session:
        assert len(session.scalars(select(Person)).all()) == 3
        assert session.scalars(select(Role.person_id)).all() == [again.id]


def test_cancelling_changes_nothing(context, page, people):
    ask_merge(page, context, people[0].id, people[1].id)
    merge_dialog(page).reject()
    with context.db.read() as session:
        assert len(session.scalars(select(Person)).all()) == 3


def test_an_obstacle_is_said_and_nothing_can_be_done(context, qtbot, people):
    from dataclasses import replace

    with context.db.read() as session:
        found = plan(session, people[0].id, people[1].id)
    dialog = MergeDialog(None, replace(found, obstacles=("Beide stehen gemeinsam in „Tandem“.",)))
    qtbot.addWidget(dialog)
    assert not dialog.deed.isEnabled()
