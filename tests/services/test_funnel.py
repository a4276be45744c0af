"""How people and clubs were won: every step on its own day, by channel and month."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Organisation, Pair, Placement
from app.services.funnel import Case, Won, funnels
from tests.factories import add, person, project, role

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def whole(db):
    with db.work("anlegen") as work:
        return work.add(project())


def found(db, whole, kind, first=FIRST, last=LAST):
    with db.read() as session:
        return next(one for one in funnels(session, [whole.id], first, last) if one.kind is kind)


def test_each_step_counts_on_its_own_day(db, whole):
    rim, gudrun = person(), person("Böttner", "Gudrun")
    day = date(2026, 6, 1)
    with db.work("anlegen") as work:
        add(work, rim, gudrun)
        work.add(role(rim, whole, "mentee", channel="Jobcenter", acquired=date(2026, 2, 20), since=date(2026, 3, 2)))
        work.add(role(gudrun, whole, "mentor", channel="Flyer", acquired=date(2026, 2, 1), since=date(2026, 2, 15)))
        agreed = {"mentee_agreed": day, "mentor_agreed": day, "active": day, "state": "active"}
        work.add(Pair(number="1", mentee_id=rim.id, mentor_id=gudrun.id, project_id=whole.id, **agreed))
    mentees = found(db, whole, Won.MENTEES)
    assert mentees.total.reached == [1, 1, 1]
    assert [(row.label, row.reached) for row in mentees.channels] == [("Jobcenter", [1, 1, 1])]
    assert [(row.label, row.reached) for row in mentees.months] == [
        ("02.2026", [1, 0, 0]), ("03.2026", [0, 1, 0]), ("06.2026", [0, 0, 1]),
    ]  # fmt: skip
    assert found(db, whole, Won.MENTORS).total.share(2) == 1.0


def test_what_lies_outside_the_period_does_not_count(db, whole):
    rim = person()
    with db.work("anlegen") as work:
        add(work, rim, role(rim, whole, acquired=date(2025, 12, 31), since=date(2026, 1, 1)))
    assert found(db, whole, Won.MENTEES).total.reached == [0, 1, 0]


def test_without_a_channel_it_is_said_so_last(db, whole):
    rim, amal = person(), person("Al-Haddad", "Amal")
    with db.work("anlegen") as work:
        add(work, rim, amal, role(rim, whole, channel=""), role(amal, whole, channel="Flyer"))
    assert [row.label for row in found(db, whole, Won.MENTEES).channels] == ["Flyer", "nicht erfasst"]


def test_somebody_with_two_roles_of_a_kind_is_won_once(db, whole):
    rim = person()
    with db.work("anlegen") as work:
        add(work, rim, role(rim, whole), role(rim, whole, since=date(2026, 8, 1)))
    assert found(db, whole, Won.MENTEES).total.reached[1] == 1


def test_clubs_are_active_from_the_first_person_they_took_in(db, whole):
    club, rim = Organisation(name="SV", kind="sport", first_contact=date(2026, 2, 1), since=date(2026, 3, 1)), person()
    with db.work("anlegen") as work:
        add(work, club, rim)
        for day in (date(2026, 5, 4), date(2026, 7, 1)):
            work.add(Placement(person_id=rim.id, organisation_id=club.id, state="member", started=day))
    clubs = found(db, whole, Won.CLUBS)
    assert clubs.total.reached == [1, 1, 1] and [row.label for row in clubs.months][-1] == "05.2026"


def test_a_later_step_tells_that_the_earlier_ones_were_passed():
    assert Case("", None, None, LAST).days == (LAST, LAST, LAST)
    assert Case("", None, FIRST, None).days == (FIRST, FIRST, None)
    assert Case("", None, None, None).days == (None, None, None)
