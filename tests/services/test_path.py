"""The path of a person: every lane from what is recorded, in order, open where it still runs."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import LanguageSkill, Note, Organisation, Pair, PairMeeting, Placement
from app.models.organisation import Tie
from app.services.path import Lane, path
from tests.factories import add, attendance, course, enrolment, participation, person, project, role, sessions


@pytest.fixture
def whole(db, clock):
    with db.work("anlegen") as work:
        return work.add(project())


def lane(db, who, which):
    with db.read() as session:
        return [(one.text, one.start, one.end) for one in path(session, who.id).lane(which)]


def test_nothing_known_is_an_empty_path(db, whole):
    with db.work("anlegen") as work:
        rim = work.add(person())
    with db.read() as session:
        found = path(session, rim.id)
    assert not found.stretches and not found.results and found.first == date(2026, 11, 12)
    assert [(one.kind, one.now) for one in found.ties] == [(Tie.BOND, 0), (Tie.BRIDGE, 0), (Tie.LINK, 0)]


def test_the_first_contact_comes_before_the_project(db, whole):
    rim = person()
    with db.work("anlegen") as work:
        add(work, rim, participation(rim, whole), role(rim, whole, acquired=date(2026, 2, 20)))
    assert lane(db, rim, Lane.CONTACT) == [
        ("Erstkontakt 20.02.2026", date(2026, 2, 20), date(2026, 2, 20)),
        ("Connecting Humans 2025–2027, seit 02.03.2026", date(2026, 3, 2), None),
    ]
    with db.work("Notiz") as work:
        work.add(Note(person_id=rim.id, day=date(2026, 1, 7), kind="first", text="Im Frauencafé"))
    assert lane(db, rim, Lane.CONTACT)[0][0] == "Erstkontakt 07.01.2026"


def test_a_pair_tells_with_whom_and_how_often(db, whole):
    rim, annegret = person(), person("Hartleb", "Annegret")
    days = {"mentee_agreed": date(2026, 4, 1), "mentor_agreed": date(2026, 4, 1), "active": date(2026, 4, 2)}
    pair = Pair(number="1", mentee_id=rim.id, mentor_id=annegret.id, project_id=whole.id, state="active", **days)
    with db.work("anlegen") as work:
        add(work, rim, annegret, role(annegret, whole, "mentor", capacity=2))
        add(work, pair, *(PairMeeting(pair_id=pair.id, day=date(2026, 5, day)) for day in (4, 11)))
    assert lane(db, rim, Lane.MENTORING) == [
        ("Tandem mit Annegret Hartleb, seit 02.04.2026 · 2 Treffen", date(2026, 4, 2), None)
    ]
    assert lane(db, annegret, Lane.MENTORING) == []


def test_a_training_tells_how_much_was_attended(db, whole):
    rim, german = person(), course(whole, "Deutsch B1", kind="language")
    dates = sessions(german, 4)
    enrolled = enrolment(rim, german)
    with db.work("anlegen") as work:
        add(work, rim, german, *dates, enrolled, *(attendance(enrolled, one) for one in dates[:3]))
        work.add(attendance(enrolled, dates[3], "excused"))
    [(text, _start, end)] = lane(db, rim, Lane.TRAINING)
    assert text == "Deutsch B1, 19.08.–09.09.2026 · 75\u00a0%" and end == date(2026, 9, 9)


def test_what_is_yet_to_begin_says_so(db, whole):
    rim, german = person(), course(whole, "Deutsch B2", kind="language")
    with db.work("anlegen") as work:
        add(work, rim, german, *sessions(german, 2, date(2026, 12, 1), state="planned"), enrolment(rim, german))
    [(text, start, end)] = lane(db, rim, Lane.TRAINING)
    assert (text, start, end) == ("Deutsch B2, ab 01.12.2026", date(2026, 12, 1), None)


def test_clubs_and_work_have_lanes_of_their_own(db, whole):
    club, house = Organisation(name="TSV Am Anger", kind="sport"), Organisation(name="Seniorenhaus", kind="company")
    rim = person()
    with db.work("anlegen") as work:
        add(work, club, house, rim)
        asked = {"after_3": "yes", "after_3_on": date(2026, 9, 15)}
        club_days = {"trial": date(2026, 5, 22), "started": date(2026, 6, 12)} | asked
        work.add(Placement(person_id=rim.id, organisation_id=club.id, state="member", **club_days))
        done = {"state": "ended", "ended": date(2026, 10, 2), "end_reason": "geschafft", "started": date(2026, 9, 7)}
        work.add(Placement(person_id=rim.id, organisation_id=house.id, kind="internship", **done))
    assert [text for text, _start, _end in lane(db, rim, Lane.PLACEMENT)] == [
        "TSV Am Anger: Schnupperbesuch 22.05.2026",
        "TSV Am Anger: Mitglied seit 12.06.2026 · noch dabei: nach 3 Monaten ja, 15.09.",
    ]
    assert [text for text, _start, _end in lane(db, rim, Lane.WORK)] == ["Seniorenhaus: Praktikum 07.09.–02.10.2026"]


def test_faith_is_not_told(db, whole):
    church, rim = Organisation(name="St. Beispiel", kind="religious"), person()
    with db.work("anlegen") as work:
        add(work, church, rim)
        work.add(Placement(person_id=rim.id, organisation_id=church.id, state="member", started=date(2026, 6, 12)))
    assert "St. Beispiel" not in str(lane(db, rim, Lane.PLACEMENT))


def test_results_have_their_cut_off_days(db, whole):
    rim = person()
    answers = {"employment": "unemployed", "minority": "yes", "homeless": "yes", "status_after": "employed"}
    with db.work("anlegen") as work:
        add(work, rim, participation(rim, whole, answers=answers, exit=date(2026, 8, 31)))
    with db.read() as session:
        found = path(session, rim.id).results
    assert [(one.title, one.day, one.recorded) for one in found] == [
        ("Beim Eintritt", date(2026, 3, 2), True),
        ("Nach 28 Tagen", date(2026, 9, 28), True),
        ("Nach 6 Monaten", date(2027, 2, 28), False),
    ]
    assert lane(db, rim, Lane.CONTACT)[1:] == [("Nach 28 Tagen: 28.09.2026", date(2026, 9, 28), date(2026, 9, 28))]
    assert found[0].said == ("Erwerbsstatus: arbeitslos",) and found[1].said == ("Status nach Austritt: angestellt",)


def test_german_is_a_stair_that_only_goes_up(db, whole):
    rim = person()
    steps = [("A2", date(2025, 3, 1)), ("B1", date(2025, 12, 1)), ("A2", date(2026, 1, 1)), ("B2", date(2026, 7, 1))]
    with db.work("anlegen") as work:
        add(work, rim, LanguageSkill(person_id=rim.id, language="ar", level="native"))
        add(work, *(LanguageSkill(person_id=rim.id, language="de", level=level, day=day) for level, day in steps))
    with db.read() as session:
        found = path(session, rim.id)
    assert [step.level for step in found.german] == ["A2", "B1", "B2"]
    assert found.languages == ("Arabisch (Muttersprache)",)


def test_new_ties_are_named(db, whole):
    rim, annegret = person(), person("Hartleb", "Annegret")
    days = dict.fromkeys(("mentee_agreed", "mentor_agreed", "active"), date(2026, 4, 2))
    with db.work("anlegen") as work:
        add(work, rim, annegret, participation(rim, whole), role(annegret, whole, "mentor", capacity=2))
        work.add(Pair(number="1", mentee_id=rim.id, mentor_id=annegret.id, project_id=whole.id, state="active", **days))
    with db.read() as session:
        found = path(session, rim.id)
    bridge = next(one for one in found.ties if one.kind is Tie.BRIDGE)
    assert (bridge.entry, bridge.exit, bridge.now) == (0, None, 1)
    assert found.fresh == ("Mentorin Annegret Hartleb, seit 02.04.2026",)
