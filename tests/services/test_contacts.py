"""Contacts and what waits about organisations: former ones stay, a change is one step, nobody is forgotten."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.errors import Invalid
from app.models import Organisation
from app.models.db import Database
from app.models.query import Query
from app.services import contacts, organisation_agenda
from tests import clubs
from tests.factories import add, person, project, role


@pytest.fixture
def brigade(db: Database, clock: datetime) -> tuple[Database, Organisation]:
    """The fire brigade of the picture."""
    c = clubs.club()
    people = [
        clubs.contact(c, first=True),
        clubs.contact(c, "Rıza Kaplan", function="Jugendwart", since=date(2025, 9, 1)),
        clubs.contact(c, "Dieter Amling", function="Wehrführer", since=date(2011, 5, 1), until=date(2024, 2, 29)),
        clubs.contact(c, "Nico Pabst", function="Jugendwart", since=None, until=date(2025, 8, 31)),
    ]
    with db.work("anlegen") as work:
        add(work, c, *people)
    return db, c


def names(db: Database, c: Organisation) -> tuple[list[str], list[str]]:
    with db.read() as session:
        now, former = contacts.contacts(session, c.id)
    return [one.name for one in now], [one.name for one in former]


def test_former_contacts_stay_below(brigade: tuple[Database, Organisation]) -> None:
    db, c = brigade
    assert names(db, c) == (["Katrin Möbus", "Rıza Kaplan"], ["Nico Pabst", "Dieter Amling"])


def test_a_change_ends_the_old_and_begins_the_new_in_one_step(brigade: tuple[Database, Organisation]) -> None:
    db, c = brigade
    with db.read() as session:
        old = contacts.speaker(session, c.id)
    assert old and old.name == "Katrin Möbus"
    with db.work("Wechsel") as work:
        contacts.hand_over(work, c.id, old.id, date(2026, 11, 1), {"name": "Dörthe Henkel"})
    assert names(db, c) == (["Dörthe Henkel", "Rıza Kaplan"], ["Katrin Möbus", "Nico Pabst", "Dieter Amling"])
    with db.read() as session:
        new = contacts.speaker(session, c.id)
        shown = Query(Organisation, shown=("contact",)).rows(session, [c.id])[c.id]
    assert new and (new.function, new.first, new.since) == ("Wehrführerin", True, date(2026, 11, 1))
    assert shown == ("Dörthe Henkel",)
    assert work.done and work.done.id
    db.undo(work.done.id)
    assert names(db, c)[0] == ["Katrin Möbus", "Rıza Kaplan"]


def test_a_change_before_the_beginning_is_refused(brigade: tuple[Database, Organisation]) -> None:
    db, c = brigade
    with db.read() as session:
        old = contacts.speaker(session, c.id)
    with pytest.raises(Invalid, match="liegt vor dem Beginn"), db.work("Wechsel") as work:
        contacts.hand_over(work, c.id, old.id if old else None, date(2024, 3, 1), {"name": "Zu Früh"})


def test_only_one_is_asked_first(brigade: tuple[Database, Organisation]) -> None:
    db, c = brigade
    with db.read() as session:
        second = contacts.contacts(session, c.id)[0][1]
    with db.work("zuerst") as work:
        contacts.ask_first(work, second.id)
    assert names(db, c)[0] == ["Rıza Kaplan", "Katrin Möbus"]
    with db.work("dazu") as work:
        contacts.hand_over(work, c.id, None, date(2026, 11, 1), {"name": "Dörthe Henkel", "first": True})
    with db.read() as session:
        assert [one.first for one in contacts.contacts(session, c.id)[0]] == [True, False, False]


def test_what_waits_comes_in_the_order_of_its_deadline(brigade: tuple[Database, Organisation]) -> None:
    db, c = brigade
    alone = clubs.club("Kegelclub Eichblatt", kind="sport")
    left = clubs.club("Ehemalig", until=date(2026, 1, 1))
    mosque = clubs.club("Moscheegemeinde Saalfeld", kind="religious", since=None)
    p, tekle, helper = project(), person("Tekle", "Merhawi"), person("Dvořáčková", "L.")
    member = {"state": "member", "proposed": None}
    placed = [
        clubs.placement(tekle, c, **member, started=date(2026, 8, 31), project_id=p.id),
        clubs.placement(tekle, mosque, **member, started=date(2026, 8, 1)),
        clubs.placement(tekle, alone, **member, started=date(2025, 8, 1), after_3="yes", after_6="yes"),
    ]
    paper = clubs.qualification(helper, valid_until=date(2026, 11, 20))
    with db.work("anlegen") as work:
        add(work, alone, left, mosque, p, tekle, helper, role(helper, p, "integration_assistant"), paper, *placed)
    with db.read() as session:
        found = organisation_agenda.due(session, [p.id], date(2026, 11, 30))
    assert [(one.kind, one.who, one.occasion, one.deadline) for one in found] == [
        ("still_there", "Tekle, Merhawi", "Geschützt, nach 3 Monaten", date(2026, 11, 1)),
        ("qualification", "Dvořáčková, L.", "Integrationsassistenz gültig bis 20.11.2026", date(2026, 11, 20)),
        ("still_there", "Tekle, Merhawi", "Freiwillige Feuerwehr Schwarzagrund, nach 3 Monaten", date(2026, 11, 30)),
    ]
    with db.read() as session:
        later = organisation_agenda.due(session, [], date(2026, 11, 30))
    assert len(later) == 2  # what belongs to a project is shown there only
