"""Pairs go one step at a time, with the days and the consents that each step needs."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, Invalid
from app.models import Consent, Pair, PairGoal, Role
from app.services import pair_log, pairs
from tests import factories as make
from tests import tandems

DAY = date(2026, 5, 28)


@pytest.fixture
def office(db, clock):
    """A project with two mentees and two mentors of one place each."""
    project = make.project()
    with db.work("anlegen") as work:
        make.add(work, project)
        project.rim = tandems.mentee(work, project)
        project.iryna = tandems.mentee(work, project, "Tymoshchuk", "Iryna")
        project.gudrun = tandems.mentor(work, project)
        project.annegret = tandems.mentor(work, project, "Hartleb", "Annegret")
    return project


def propose(db, office, mentee, mentor, **values):
    return tandems.propose(db, mentee, mentor, office, **({"on": DAY} | values))


def stored(db, pair):
    with db.read() as session:
        return session.get(Pair, pair.id)


def do(db, action, *args, **values):
    with db.work("Tandem ändern") as work:
        action(work, *args, **values)
    return work.done


def test_numbers_run_per_year_and_are_never_given_out_twice(db, office):
    with db.work("Tandem anlegen") as work:
        first = pairs.propose(work, office.rim.id, office.gudrun.id, office.id, on=DAY)
    db.undo(work.done.id)
    assert stored(db, first) is None, "a proposal that was taken back leaves no trace of two women"
    again = propose(db, office, office.rim, office.gudrun)
    later = propose(db, office, office.iryna, office.annegret, on=date(2027, 1, 4))
    assert [first.number, again.number, later.number] == ["2026-01", "2026-02", "2027-01"]


def test_redo_brings_back_the_number_it_had(db, office):
    with db.work("Tandem anlegen") as work:
        first = pairs.propose(work, office.rim.id, office.gudrun.id, office.id, on=DAY)
    db.undo(db.undo(work.done.id).id)
    assert stored(db, first).number == "2026-01"


def test_a_pair_goes_from_the_proposal_to_its_end(db, office):
    pair = propose(db, office, office.rim, office.gudrun, points=84)
    tandems.begin(db, pair)
    do(db, pairs.pause, pair.id, date(2026, 8, 1))
    do(db, pairs.resume, pair.id, date(2026, 9, 1))
    do(db, pairs.end, pair.id, date(2026, 11, 10), "goals", " B2 bestanden ")
    found = stored(db, pair)
    assert (found.state, found.ended, found.end_note) == ("completed", date(2026, 11, 10), "B2 bestanden")
    assert (found.active, found.planned_end, found.next_review) == (
        date(2026, 6, 18),
        date(2027, 6, 18),
        date(2026, 9, 18),
    )
    assert found.paused is None and found.points == 84


def test_a_pair_without_both_yeses_does_not_begin(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    do(db, pairs.introduce, pair.id, date(2026, 6, 11))
    do(db, pairs.consent, pair.id, mentee=date(2026, 6, 11))
    with pytest.raises(Invalid, match="OK der Mentorin"):
        do(db, pairs.activate, pair.id, date(2026, 6, 18))
    do(db, pairs.consent, pair.id, mentor=date(2026, 6, 12))
    do(db, pairs.activate, pair.id, date(2026, 6, 18))
    assert stored(db, pair).state == "active"


@pytest.mark.parametrize(
    ("action", "args"),
    [
        (pairs.activate, (date(2026, 6, 18),)),
        (pairs.pause, (date(2026, 6, 18),)),
        (pairs.resume, (date(2026, 6, 18),)),
    ],
)
def test_no_stage_is_left_out(db, office, action, args):
    pair = propose(db, office, office.rim, office.gudrun)
    with pytest.raises(Invalid, match="Von „vorgeschlagen“ führt kein Schritt"):
        do(db, action, pair.id, *args)


def test_what_is_over_stays_over(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    do(db, pairs.end, pair.id, date(2026, 6, 1), "no_time")
    assert stored(db, pair).state == "abandoned"
    for action in (pairs.introduce, pairs.pause):
        with pytest.raises(Invalid, match="Von „abgebrochen“"):
            do(db, action, pair.id, date(2026, 7, 1))


def test_days_run_forward_and_nothing_ends_in_the_future(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    with pytest.raises(Invalid, match=r"vor dem Schritt davor, dem 28\.05\.2026"):
        do(db, pairs.introduce, pair.id, date(2026, 5, 1))
    tandems.begin(db, pair)
    with pytest.raises(Invalid, match="Zukunft"):
        do(db, pairs.end, pair.id, date(2026, 11, 13), "goals")
    with pytest.raises(Invalid, match="Grund des Endes"):
        do(db, pairs.end, pair.id, date(2026, 11, 12), "")


def test_a_reason_that_is_no_success_breaks_a_pair_off(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    tandems.begin(db, pair)
    done = do(db, pairs.end, pair.id, date(2026, 11, 1), "no_contact")
    assert stored(db, pair).state == "abandoned"
    db.undo(done.id)
    assert stored(db, pair).state == "active" and stored(db, pair).ended is None


def test_an_introduction_can_be_postponed_until_it_took_place(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    do(db, pairs.introduce, pair.id, date(2026, 11, 16))
    do(db, pairs.postpone, pair.id, date(2026, 11, 11))
    do(db, pairs.consent, pair.id, mentee=date(2026, 11, 11), mentor=date(2026, 11, 11))
    do(db, pairs.activate, pair.id, date(2026, 11, 12))
    with pytest.raises(Invalid, match="vorbei"):
        do(db, pairs.postpone, pair.id, date(2026, 11, 20))


def test_nobody_is_matched_without_consent(db, office):
    with db.work("anlegen") as work:
        other = make.person("Ghazal", "Hanin")
        make.add(work, other, make.role(other, office))
    with pytest.raises(Invalid, match=r"Ghazal, Hanin: .* fehlt"):
        propose(db, office, other, office.gudrun)
    with db.work("widerrufen") as work:
        given = work.session.scalars(select(Consent).where(Consent.person_id == office.gudrun.id)).one()
        given.withdrawn = date(2026, 11, 2)
    with pytest.raises(Invalid, match=r"Böttner, Gudrun: .* am 02\.11\.2026 widerrufen"):
        propose(db, office, office.rim, office.gudrun)


def test_a_mentee_has_one_pair_unless_somebody_says_otherwise(db, office):
    propose(db, office, office.rim, office.gudrun)
    with pytest.raises(Invalid, match="schon ein Tandem: 2026-01 mit Böttner, Gudrun"):
        propose(db, office, office.rim, office.annegret)
    assert propose(db, office, office.rim, office.annegret, another=True).number == "2026-02"


def test_another_mentor_is_one_step_and_one_undo(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    with db.work("neu vermitteln") as work:
        fresh = pairs.rematch(work, pair.id, office.annegret.id, date(2026, 6, 3), "no_fit")
    assert (stored(db, pair).state, stored(db, fresh).mentor_id) == ("abandoned", office.annegret.id)
    db.undo(work.done.id)
    assert (stored(db, pair).state, stored(db, fresh)) == ("proposed", None)


def test_the_same_mentor_is_no_other_mentor(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    with pytest.raises(Invalid, match="dieselbe"):
        do(db, pairs.rematch, pair.id, office.gudrun.id, DAY, "no_fit")


def test_meetings_take_what_is_usual_from_the_last_one(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    with pytest.raises(Invalid, match="noch nicht kennengelernt"):
        do(db, pair_log.add_meeting, pair.id, date(2026, 6, 1), 60, "in_person", "")
    tandems.begin(db, pair)
    with db.read() as session:
        assert pair_log.habit(session, pair.id) == pair_log.Habit(60, "in_person")
    do(db, pair_log.add_meeting, pair.id, date(2026, 10, 1), 45, "phone", "B2-Kurs; Anmeldung bis Freitag")
    do(db, pair_log.add_meeting, pair.id, date(2026, 9, 17), 90, "online", "Lebenslauf")
    with db.read() as session:
        assert pair_log.habit(session, pair.id) == pair_log.Habit(45, "phone")
        told = [(one.topic, one.next_step) for one in pair_log.meetings(session, pair.id)]
        assert told == [("B2-Kurs", "Anmeldung bis Freitag"), ("Lebenslauf", "")]
        assert pair_log.sums(session, pair.id) == pair_log.Sums(2, 135)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 13), "Zukunft"),
        (date(2026, 4, 1), r"erst seit dem 28\.05\.2026"),
        (date(2026, 11, 11), r"seit dem 10\.11\.2026 beendet"),
    ],
)
def test_a_meeting_takes_place_while_there_is_a_pair(db, office, day, sentence):
    pair = propose(db, office, office.rim, office.gudrun)
    tandems.begin(db, pair)
    if "beendet" in sentence:
        do(db, pairs.end, pair.id, date(2026, 11, 10), "goals")
    with pytest.raises(Invalid, match=sentence):
        do(db, pair_log.add_meeting, pair.id, day, 60, "in_person", "")


def test_goals_carry_the_day_of_their_state(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    with db.work("Ziel") as work:
        goal = pair_log.add_goal(work, pair.id, " B2-Prüfung bestehen ", "Termin 05.12.")
    do(db, pair_log.change_goal, goal.id, goal.version, goal.text, "reached")
    with db.read() as session:
        found = session.get(PairGoal, goal.id)
        assert (found.text, found.state, found.day) == ("B2-Prüfung bestehen", "reached", date(2026, 11, 12))
    with pytest.raises(Conflict):
        do(db, pair_log.change_goal, goal.id, goal.version, goal.text, "open")


def test_a_review_says_when_the_next_one_is(db, office):
    pair = propose(db, office, office.rim, office.gudrun)
    tandems.begin(db, pair)
    do(db, pair_log.review, pair.id, date(2026, 9, 10))
    assert (stored(db, pair).reviewed, stored(db, pair).next_review) == (date(2026, 9, 10), date(2026, 12, 10))
    with pytest.raises(Invalid, match="nicht nach dieser"):
        do(db, pair_log.review, pair.id, date(2026, 9, 10), date(2026, 9, 10))


def test_months_end_where_the_month_ends():
    assert pairs.months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert pairs.months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert pairs.months_later(date(2026, 12, 31), 1) == date(2027, 1, 31)


def test_places_cannot_be_taken_away_while_somebody_needs_them(db, office):
    propose(db, office, office.rim, office.gudrun)
    with db.read() as session:
        role = session.scalars(select(Role).where(Role.person_id == office.gudrun.id)).one()
    for values in ({"capacity": 0}, {"until": date(2026, 11, 1)}, {"kind": "buddy"}):
        with pytest.raises(Invalid, match="Böttner, Gudrun: Es fehlt 1 Platz"), db.work("Rolle") as work:
            work.update(work.get(Role, role.id), values)
    with pytest.raises(Invalid, match="1 Platz"), db.work("Rolle löschen") as work:
        work.delete(work.get(Role, role.id))
    with db.work("mehr Plätze, und ein Ende irgendwann") as work:
        work.update(work.get(Role, role.id), {"capacity": 2, "until": date(2027, 3, 1)})
