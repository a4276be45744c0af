"""Nothing in the sample contradicts anything else: days follow each other, ages fit, nobody has more than she can."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from anyascii import anyascii
from sqlalchemy import select

from app.models import (
    Attendance,
    Consent,
    CourseSession,
    Document,
    Enrolment,
    LanguageSkill,
    Note,
    Offer,
    Organisation,
    Pair,
    PairMeeting,
    Participation,
    Person,
    Placement,
    Qualification,
    Role,
    Task,
    placement,
)
from app.services import sample, sample_people
from app.services.programme import NO_ANSWER

DAY = date(2026, 11, 12)


@pytest.fixture(params=[(150, 1), (150, 2), (600, 1), (600, 5)], ids=lambda param: "{} people, seed {}".format(*param))
def believable(request, one_db, clock):
    """Reads all records of a kind from samples of several sizes and seeds."""
    persons, seed = request.param
    sample.create(one_db, persons, seed, DAY)

    def all_of(kind):
        with one_db.read() as session:
            found = list(session.scalars(select(kind).order_by(kind.id)))
        assert found, kind
        return found

    return all_of


def by_person(records, value):
    found = {}
    for one in records:
        found.setdefault(one.person_id, value(one))
    return found


def in_order(*days):
    """Whether the days that are known follow each other."""
    known = [day for day in days if day]
    return known == sorted(known)


def test_ages_fit_to_roles_children_cars_and_occupations(believable):
    people = {one.id: one for one in believable(Person)}
    years = {id: sample_people.age(one, DAY) for id, one in people.items() if one.born}
    young = [people[id] for id, age in years.items() if age < 20]
    assert any(one.children == "no" for one in young)
    assert not [one for one in young if "yes" in (one.children, one.childcare) or one.occupation]
    assert not [one for one in people.values() if one.childcare and one.children != "yes"]
    assert not [one for one in people.values() if one.childcare == "yes" and years.get(one.id, 0) >= 55]
    assert not [one for one in people.values() if one.mobility == "car" and years.get(one.id, 18) < 18]
    for role in believable(Role):
        if born := people[role.person_id].born:
            least = {"mentor": 24, "administration": 21, "instructor": 27}.get(role.kind, 16)
            assert born.completed_years(role.since) >= least, role.kind


def test_nobody_comes_to_the_project_before_she_came_to_the_country(believable):
    people = {one.id: one for one in believable(Person)}
    since = by_person(believable(Role), lambda role: role.since)
    arrivals = [(one.arrived, since[one.id]) for one in people.values() if one.arrived and one.id in since]
    assert arrivals and all(arrived.latest() <= day for arrived, day in arrivals)
    for skill in believable(LanguageSkill):
        arrived = people[skill.person_id].arrived
        assert not (skill.day and arrived) or arrived.earliest() <= skill.day


def test_answers_at_entry_fit_to_the_age(believable):
    people = {one.id: one for one in believable(Person)}
    for one in believable(Participation):
        age = sample_people.age(people[one.person_id], one.entry)
        answers = one.answers
        if age is not None and age < 18:
            assert answers.get("school") != "upper" and answers.get("vocational") in (None, NO_ANSWER, "none")
        if age is not None and age < 21:
            assert answers.get("vocational") in (None, NO_ANSWER, "none", "basic")
        assert in_order(one.entry, one.exit, one.followed_up, DAY) and in_order(one.entry, one.cancelled, DAY)


def test_what_is_said_about_people_contradicts_nothing_known_about_them(believable):
    people = {one.id: one for one in believable(Person)}
    said = [(one, one.notes) for one in people.values()]
    said += [(people[note.person_id], note.text) for note in believable(Note)]
    said += [(people[one.about_id], one.text) for one in believable(Task) if one.about_id in people]
    said += [(people[one.person_id], one.needs) for one in believable(Enrolment)]
    for person, text in said:
        assert not ("Kinderbetreuung" in text or "Kita" in text) or person.childcare == "yes"
        assert not text.startswith("Möchte den Führerschein") or person.mobility != "car"
        assert "Ruft lieber an" not in text or person.phone


def test_a_pair_goes_from_the_proposal_to_the_end_and_meets_soon_after_it_began(believable):
    since = {(one.person_id, one.kind): one.since for one in believable(Role)}
    met = {}
    for meeting in believable(PairMeeting):
        met.setdefault(meeting.pair_id, []).append(meeting)
    left = {one.person_id: one.exit or one.cancelled for one in believable(Participation)}
    for pair in believable(Pair):
        came = max(since[pair.mentee_id, "mentee"], since[pair.mentor_id, "mentor"])
        assert in_order(came, pair.proposed, pair.mentee_agreed, pair.mentor_agreed, pair.active, pair.ended, DAY)
        assert in_order(pair.proposed, pair.introduction, pair.active)
        assert in_order(pair.active, pair.reviewed, pair.ended or DAY)
        assert left[pair.mentee_id] is None and not (pair.ended and pair.next_review)
        meetings = sorted(met.get(pair.id, ()), key=lambda one: one.day)
        assert bool(meetings) == bool(pair.active)
        if meetings:
            assert in_order(pair.active, *(one.day for one in meetings), pair.ended or DAY)
            assert (meetings[0].day - pair.active).days <= 14
            assert [one.topic.startswith("Erstes Treffen") for one in meetings].index(True) == 0
            assert not any(one.topic.startswith("Erstes Treffen") for one in meetings[1:])


def test_placements_follow_the_first_contact_and_assistants_have_room_for_them(believable):
    people = {one.id: one for one in believable(Person)}
    offers = {one.id: one for one in believable(Offer)}
    clubs = {one.id: one for one in believable(Organisation)}
    since = by_person(believable(Role), lambda role: role.since)
    room = {one.person_id: one.capacity for one in believable(Role) if one.kind == "integration_assistant"}
    granted = by_person(believable(Qualification), lambda one: one.granted)
    placements = believable(Placement)
    for one in placements:
        assert in_order(since[one.person_id], one.proposed, one.asked, one.trial, one.started, one.ended)
        assert in_order(one.started, one.after_3_on, one.after_6_on, DAY) and in_order(one.started, one.ended, DAY)
        assert in_order(clubs[one.organisation_id].first_contact, one.proposed)
        assert offers[one.offer_id].open_to == "all" or people[one.person_id].gender == "female"
        assert not one.assistant_id or max(since[one.assistant_id], granted[one.assistant_id]) <= one.proposed
    held = Counter(one.assistant_id for one in placements if one.assistant_id and one.state in placement.HOLDING)
    assert held and all(number <= room[assistant] for assistant, number in held.items())
    assert len({(one.person_id, one.offer_id) for one in placements}) == len(placements)


def test_nobody_sits_in_a_course_before_she_came_or_after_she_left(believable):
    since = by_person(believable(Role), lambda role: role.since)
    left = {one.person_id: one.exit for one in believable(Participation)}
    who = {one.id: one.person_id for one in believable(Enrolment)}
    days = {one.id: one.day for one in believable(CourseSession)}
    for one in believable(Attendance):
        person = who[one.enrolment_id]
        assert in_order(since[person], days[one.session_id], left.get(person))


def test_papers_are_seen_by_whoever_was_there_and_are_valid_then(believable):
    since = by_person(believable(Role), lambda role: role.since)
    for role in believable(Role):
        assert in_order(role.acquired, role.since, role.police_seen, role.police_until)
    for one in believable(Document):
        assert one.seen_on < one.valid_until and in_order(since.get(one.person_id), one.seen_on, DAY)
    for one in believable(Consent):
        assert in_order(since.get(one.person_id), one.given, one.withdrawn, DAY)


def test_who_is_there_twice_is_the_same_person(believable):
    people = believable(Person)
    alike = {}
    for one in people:
        key = (anyascii(one.last_name), anyascii(one.first_names), str(one.born), str(one.arrived))
        alike.setdefault(key, []).append(one)
    twice = [found for found in alike.values() if len(found) > 1 and found[0].born]
    assert twice
    for first, *others in twice:
        for other in others:
            for name in sample_people.ALIKE:
                assert getattr(first, name) == getattr(other, name), name
