"""Clubs, pairs and placements are counted for a programme from their own records, up to a day."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Organisation, Pair, PairMeeting, Placement, Qualification
from app.services.entities import entities
from app.services.indicator_report import indicator_report
from app.services.programmes import available, load
from tests.factories import add, course, enrolment, person, project, role, sessions

DAY, LATER = date(2026, 6, 1), date(2026, 11, 12)


@pytest.fixture
def whole(db):
    with db.work("anlegen") as work:
        return work.add(project(programme="land_integration"))


def figures(db, whole, until=LATER):
    with db.read() as session:
        return entities(session, load(whole.programme), whole.id, until)


def test_nothing_is_zero_and_what_has_no_records_is_not_told(db, whole):
    found = figures(db, whole)
    assert set(found.values()) == {0} and {"LI11", "LI15", "LI21"} <= set(found)
    meetings = {one.code for one in load("land_integration").indicators if one.source and one.source.name == "meetings"}
    assert meetings and not meetings & set(found)


def test_a_pair_counts_from_the_day_it_became_active(db, whole):
    rim, gudrun = person(), person("Böttner", "Gudrun")
    agreed = dict.fromkeys(("mentee_agreed", "mentor_agreed", "active"), DAY)
    pair = Pair(number="1", mentee_id=rim.id, mentor_id=gudrun.id, project_id=whole.id, state="active", **agreed)
    with db.work("anlegen") as work:
        add(work, rim, gudrun, pair, role(gudrun, whole, "mentor"), role(gudrun, whole, "buddy"))
        add(work, *(PairMeeting(pair_id=pair.id, day=date(2026, 6, day)) for day in (4, 11)))
    found = figures(db, whole)
    assert (found["LI11"], found["LI12"], found["LI13"], found["LI14"], found["LI15"]) == (1, 1, 0, 2, 1)
    assert figures(db, whole, date(2026, 5, 31))["LI11"] == 0


def test_another_project_is_not_counted(db, whole):
    other, rim, gudrun = project("Anderes"), person(), person("Böttner", "Gudrun")
    agreed = dict.fromkeys(("mentee_agreed", "mentor_agreed", "active"), DAY)
    with db.work("anlegen") as work:
        add(work, other, rim, gudrun, role(gudrun, other, "mentor"))
        values = {"mentee_id": rim.id, "mentor_id": gudrun.id, "project_id": other.id, "state": "active", **agreed}
        work.add(Pair(number="1", **values))
    assert figures(db, whole)["LI11"] == 0


def test_people_count_once_however_often_they_came(db, whole):
    first, second, rim = course(whole, "Eins", kind="awareness"), course(whole, "Zwei", kind="awareness"), person()
    with db.work("anlegen") as work:
        add(work, first, second, rim, *sessions(first, 1), *sessions(second, 1))
        add(work, enrolment(rim, first), enrolment(rim, second))
        work.add(Qualification(person_id=rim.id, kind="integration_assistant", granted=DAY))
    found = figures(db, whole)
    assert (found["LI21"], found["LI22"], found["LI23"]) == (1, 0, 1)


def test_organisations_count_once_they_take_part_and_the_workbook_says_so(db):
    rim, esf = person(), project()
    with db.work("anlegen") as work:
        add(work, rim, esf, Organisation(name="Landratsamt", kind="administration", since=DAY))
        club = work.add(Organisation(name="Backhaus", kind="company", since=DAY))
        add(work, Organisation(name="Später", kind="company"))
        work.add(Placement(person_id=rim.id, organisation_id=club.id, project_id=esf.id, state="member", started=DAY))
    with db.read() as session:
        found = indicator_report(session, esf.id, LATER).figures
    assert (found.number("EECO18"), found.number("EECO19")) == (1, 1)


@pytest.mark.parametrize("name", available())
def test_every_programme_can_be_counted(db, name):
    with db.work("anlegen") as work:
        whole = work.add(project(programme=name))
    assert all(number >= 0 for number in figures(db, whole).values())
