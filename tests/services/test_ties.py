"""Ties are read from what people take part in, before and after; small groups stay hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import Consent, Household, Organisation, Pair, Placement
from app.models.organisation import Tie
from app.services import ties
from app.services.ties import Contact
from tests.factories import add, course, enrolment, participation, person, project, role, sessions

DAY = date(2026, 6, 1)


def pair(mentee, mentor, whole, **values):
    given = {"state": "active", "active": DAY, "mentee_agreed": DAY, "mentor_agreed": DAY} | values
    return Pair(number="2026-01", mentee_id=mentee.id, mentor_id=mentor.id, project_id=whole.id, **given)


def placement(who, club, **values):
    given = {"state": "member", "started": DAY} | values
    return Placement(person_id=who.id, organisation_id=club.id, **given)


@pytest.fixture
def whole(db, clock):
    with db.work("anlegen") as work:
        return work.add(project())


def kinds(db, who):
    with db.read() as session:
        return [(one.kind, one.label) for one in ties.of_person(session, who.id)]


def test_a_mentor_is_a_bridge_from_the_day_the_pair_became_active(db, whole):
    rim, gudrun = person(), person("Böttner", "Gudrun")
    with db.work("anlegen") as work:
        add(work, rim, gudrun, role(gudrun, whole, "mentor", capacity=2), pair(rim, gudrun, whole))
    assert kinds(db, rim) == [(Tie.BRIDGE, "Mentorin Böttner, Gudrun")]
    assert kinds(db, gudrun) == []


def test_who_only_thinks_about_it_has_no_tie_yet(db, whole):
    rim, gudrun, club = person(), person("Böttner", "Gudrun"), Organisation(name="SV", kind="sport")
    with db.work("anlegen") as work:
        add(work, rim, gudrun, club, Consent(person_id=rim.id, purpose="passing_on", given=DAY))
        work.add(role(gudrun, whole, "mentor", capacity=2))
        work.add(Pair(number="1", mentee_id=rim.id, mentor_id=gudrun.id, project_id=whole.id, state="introduction"))
        work.add(Placement(person_id=rim.id, organisation_id=club.id, state="trial", trial=DAY))
    assert kinds(db, rim) == []


@pytest.mark.parametrize(("values", "kind", "label"), [
    ({"name": "SV Heinebad", "kind": "sport"}, Tie.BRIDGE, "SV Heinebad"),
    ({"name": "Kulturverein", "kind": "culture", "own_community": True}, Tie.BOND, "Kulturverein"),
    ({"name": "Landratsamt", "kind": "administration"}, Tie.LINK, "Landratsamt"),
    ({"name": "St. Beispiel", "kind": "religious"}, Tie.BRIDGE, "Religionsgemeinschaft"),
])  # fmt: skip
def test_the_kind_follows_from_the_organisation_and_faith_is_not_told(db, whole, values, kind, label):
    rim, club = person(), Organisation(**values)
    with db.work("anlegen") as work:
        add(work, rim, club, placement(rim, club))
    assert kinds(db, rim) == [(kind, label)]


def test_courses_and_families_count_too(db, whole):
    home = Household(name="Familie Al-Haddad")
    rim, amal = person(household_id=home.id), person("Al-Haddad", "Amal", household_id=home.id)
    german = course(whole, "Deutsch B1", kind="language")
    with db.work("anlegen") as work:
        add(work, home, rim, amal, participation(rim, whole), german, *sessions(german), enrolment(rim, german))
        add(work, enrolment(amal, german, state="withdrawn"))
    assert kinds(db, rim) == [(Tie.BOND, "Familie, Haushalt"), (Tie.BOND, "Deutsch B1")]
    assert (Tie.BOND, "Deutsch B1") not in kinds(db, amal)


def test_before_and_after_are_the_day_of_entry_and_of_exit(db, whole):
    club = Organisation(name="SV Heinebad", kind="sport")
    people = [person(f"Name{letter}", "Rim") for letter in "ABCDE"]
    with db.work("anlegen") as work:
        add(work, club, *people)
        for number, one in enumerate(people):
            left = DAY + timedelta(days=60) if number == 0 else None
            add(work, participation(one, whole, f"CH-{number:03}", exit=left))
            ended = {"state": "ended", "ended": DAY + timedelta(days=30), "end_reason": "Umzug"} if number < 2 else {}
            work.add(placement(one, club, **ended))
    with db.read() as session:
        found = ties.cohort(session, [whole.id])
    bridge = next(one for one in found[""] if one.kind is Tie.BRIDGE)
    assert (bridge.people, bridge.before, bridge.after) == (5, 0, 3)
    assert found["female"] == found[""]


def test_groups_under_five_are_hidden(db, whole):
    club = Organisation(name="SV Heinebad", kind="sport")
    people = [person(f"Name{letter}", "Rim", gender="male" if letter == "A" else "female") for letter in "ABCDEF"]
    with db.work("anlegen") as work:
        add(work, club, *people, *(participation(one, whole, f"CH-{n:03}") for n, one in enumerate(people)))
    with db.read() as session:
        found = ties.cohort(session, [whole.id])
    assert all(one.hidden for one in found["male"]) and not any(one.hidden for one in found[""])
    assert all(one.hidden for one in found["female"]), "all without them would tell what he has"


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 30)))
def test_what_is_hidden_does_not_follow_from_the_rest(sizes):
    hidden = ties._hidden(sizes)
    assert {group for group, size in sizes.items() if size < ties.SMALLEST} <= hidden <= set(sizes)
    assert not hidden or hidden == set(sizes) or sum(sizes[group] for group in hidden) >= ties.SMALLEST


def test_quarters_count_who_has_entered_by_then(db, whole):
    club = Organisation(name="SV Heinebad", kind="sport")
    people = [person(f"Name{letter}", "Rim") for letter in "ABCDEF"]
    with db.work("anlegen") as work:
        add(work, club, *people)
        for number, one in enumerate(people):
            entry = date(2025, 12, 31) if number == 0 else date(2026, 4, 1)
            add(work, participation(one, whole, f"CH-{number:03}", entry=entry), placement(one, club))
    with db.read() as session:
        found = ties.quarters(session, [whole.id])
    assert [(one.label, one.day, one.people) for one in found] == [
        ("4/2025", date(2025, 12, 31), 1),
        ("1/2026", date(2026, 3, 31), 1),
        ("2/2026", date(2026, 6, 30), 6),
        ("3/2026", date(2026, 9, 30), 6),
        ("4/2026", date(2026, 11, 12), 6),
    ]
    assert [one.counts and one.counts[Tie.BRIDGE] for one in found] == [None, None, 6, 6, 6]
    with db.read() as session:
        assert ties.quarters(session, [whole.id], first=date(2027, 1, 1)) == []


def test_nobody_is_a_cohort_of_nobody(db, whole):
    with db.read() as session:
        assert all(one.hidden and one.people == 0 for one in ties.cohort(session, [whole.id])[""])


CONTACTS = st.lists(st.builds(
    Contact,
    st.just(1),
    st.sampled_from(Tie),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    st.just("x"), st.just("pair"), st.integers(1, 9),
))  # fmt: skip


@given(CONTACTS, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_on_any_day_each_tie_counts_once_or_not_at_all(contacts, day):
    found = ties.counts(contacts, day)
    assert sum(found.values()) == sum(one.holds(day) for one in contacts) <= len(contacts)
    assert ties.over_time(contacts, [day])[0] == found
