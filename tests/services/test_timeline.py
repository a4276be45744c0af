"""The timeline of a person: events of every module in one order, and nobody else's."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import (
    Certificate,
    Consent,
    Document,
    LanguageSkill,
    Note,
    Organisation,
    Pair,
    PairMeeting,
    Placement,
    Qualification,
    Task,
)
from app.services.timeline import Kind, timeline
from tests.factories import add, attendance, course, enrolment, participation, person, project, role, sessions

DAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def morning(clock):
    return clock


@pytest.fixture
def people(db):
    """Rim, Annegret and the project that both belong to."""
    with db.work("Anlegen") as work:
        whole, rim, annegret = work.add(project()), work.add(person()), work.add(person("Böttner", "Annegret"))
    return whole, rim, annegret


def put(db, *records):
    with db.work("Anlegen") as work:
        add(work, *records)


def events(db, who):
    with db.read() as session:
        return [(event.day, event.title, event.detail, event.table) for event in timeline(session, who.id)]


def test_nothing_happened_yet(db, people):
    assert events(db, people[1]) == []


def test_every_module_is_there_the_latest_first_what_has_no_day_last(db, people):
    whole, rim, annegret = people
    club = Organisation(name="TSV Am Anger", kind="sport")
    put(
        db,
        club,
        Note(person_id=rim.id, day=date(2026, 1, 1), kind="phone", text="Anruf"),
        participation(rim, whole, "CH-031", entry=date(2026, 1, 2), exit=date(2026, 10, 1)),
        role(rim, whole, since=date(2026, 1, 3), acquired=date(2025, 12, 1), channel="Frauencafé"),
        LanguageSkill(person_id=rim.id, language="ar", level="native"),
        Document(person_id=rim.id, kind="residence", seen_on=date(2026, 1, 4), valid_until=date(2027, 1, 4)),
        Consent(person_id=rim.id, purpose="matching", given=date(2026, 1, 5), withdrawn=date(2026, 2, 5)),
        Task(text="Fragen", due=date(2026, 12, 1), about_table="person", about_id=rim.id),
        Qualification(person_id=rim.id, kind="mentor", granted=date(2026, 6, 6)),
        Placement(
            person_id=rim.id, organisation_id=club.id, state="member", trial=date(2026, 3, 1), started=date(2026, 4, 1),
            after_3="yes", after_3_on=date(2026, 7, 1),
        ),
    )  # fmt: skip
    assert [(day, title) for day, title, _detail, _table in events(db, rim)] == [
        (date(2027, 1, 4), "Aufenthaltstitel läuft ab"),
        (date(2026, 12, 1), "Wiedervorlage"),
        (date(2026, 10, 1), "Austritt"),
        (date(2026, 7, 1), "Noch dabei nach 3 Monaten: ja"),
        (date(2026, 6, 6), "Qualifikation Mentorin"),
        (date(2026, 4, 1), "Verein"),
        (date(2026, 3, 1), "Verein: Schnupperbesuch"),
        (date(2026, 2, 5), "Einwilligung widerrufen"),
        (date(2026, 1, 5), "Einwilligung"),
        (date(2026, 1, 4), "Aufenthaltstitel eingesehen"),
        (date(2026, 1, 3), "Mentee"),
        (date(2026, 1, 2), "Eintritt"),
        (date(2026, 1, 1), "Telefonat"),
        (date(2025, 12, 1), "Erstkontakt"),
        (None, "Arabisch Muttersprache"),
    ]
    assert events(db, annegret) == []


def test_a_pair_and_its_meetings_are_on_both_sides_and_lead_to_the_pair(db, people):
    whole, rim, annegret = people
    pair = Pair(
        number="T-1", mentee_id=rim.id, mentor_id=annegret.id, project_id=whole.id, state="completed",
        mentee_agreed=DAY, mentor_agreed=DAY, active=DAY, ended=date(2026, 9, 1), end_reason="goals",
    )  # fmt: skip
    put(db, pair, PairMeeting(pair_id=pair.id, day=date(2026, 6, 1), minutes=90, topic="Wohnung"))
    assert events(db, rim) == [
        (date(2026, 9, 1), "Tandem mit Annegret Böttner beendet", "Ziele erreicht", "pair"),
        (date(2026, 6, 1), "Treffen mit Annegret Böttner", "90 min · Wohnung", "pair"),
        (DAY, "Tandem mit Annegret Böttner", "T-1", "pair"),
    ]
    assert events(db, annegret)[1][1] == "Treffen mit Rim Al-Haddad"


def test_a_training_says_how_much_of_it_was_attended(db, people):
    whole, rim, annegret = people
    training = course(whole, "Deutsch B1")
    dates = sessions(training, 4)
    enrolled, other = enrolment(rim, training), enrolment(annegret, training, state="withdrawn")
    put(db, training, *dates, enrolled, other, *(attendance(enrolled, one) for one in dates[:3]))
    first, last = dates[0].day, dates[-1].day
    assert events(db, rim) == [
        (last, "Letzter Termin: Deutsch B1", "", "course"),
        (first, "Deutsch B1", "angemeldet · 9 von 12 UE besucht (75\u00a0%)", "course"),
    ]
    assert [(title, detail) for _day, title, detail, _table in events(db, annegret)] == [("Deutsch B1", "abgemeldet")]


def test_a_training_without_dates_stands_last(db, people):
    whole, rim, _annegret = people
    training = course(whole, "Nähen")
    put(db, training, enrolment(rim, training), Note(person_id=rim.id, day=DAY, text="x"))
    assert [event[0] for event in events(db, rim)] == [DAY, None]


def test_a_certificate_that_became_void_is_told_twice(db, people):
    _whole, rim, _annegret = people
    put(
        db,
        Certificate(
            number="2026-001", person_id=rim.id, issued_on=DAY, template="x", content_hash="y",
            voided_on=date(2026, 6, 1), void_reason="Name falsch",
        ),
    )  # fmt: skip
    assert [(title, detail) for _day, title, detail, _table in events(db, rim)] == [
        ("Teilnahmebescheinigung ungültig", "Name falsch"),
        ("Teilnahmebescheinigung", "2026-001"),
    ]


def test_earlier_times_in_the_project_are_told(db, people):
    whole, rim, _annegret = people
    earlier = [{"entry": "2025-02-01", "exit": "2025-06-30", "answers": {}}]
    put(db, participation(rim, whole, entry=date(2026, 3, 2), episodes=earlier))
    assert [(day, title) for day, title, _detail, _table in events(db, rim)] == [
        (date(2026, 3, 2), "Eintritt"),
        (date(2025, 6, 30), "Austritt"),
        (date(2025, 2, 1), "Eintritt"),
    ]


def test_kinds_are_few_enough_for_one_line():
    assert len(list(Kind)) <= 7
