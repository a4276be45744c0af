"""From the data to proposals with reasons, and from a decision to a pair."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.week_times import WeekTimes
from app.models import Consent, MatchDecision, Pair, Role, Travel
from app.models.match_decision import Verdict
from app.services import pairs
from app.services.match_pairs import PAIRS
from app.services.pairs import of_project
from tests import factories as make
from tests import tandems


@pytest.fixture
def office(db, clock):
    """Two nurses who look for a mentor, one who speaks Dari only, and two mentors."""
    project = make.project()
    times, evening = WeekTimes.parse("Di, Do ab 15 Uhr"), WeekTimes.parse("Di, Do ab 16 Uhr")
    with db.work("anlegen") as work:
        make.add(work, project)
        nurse = {"occupation": "Krankenpflegerin", "times": times, "postcode": "07422"}
        project.rim = tandems.mentee(work, project, **nurse)
        project.hanin = tandems.mentee(work, project, "Ghazal", "Hanin", **(nurse | {"occupation": ""}))
        project.zarghuna = tandems.mentee(work, project, "Rahimzada", "Zarghuna", city="Königsee", times=times)
        project.gudrun = tandems.mentor(work, project, occupation="Pflegedienstleiterin", times=evening, places=2)
        project.sabine = tandems.mentor(work, project, "Immelmann", "Sabine", times=evening)
        make.add(
            work,
            *tandems.speaks(project.rim, ar="native", de="B1"),
            *tandems.speaks(project.hanin, ar="native", de="B1"),
            *tandems.speaks(project.zarghuna, prs="native"),
            *tandems.speaks(project.gudrun, de="native"),
            *tandems.speaks(project.sabine, de="native"),
        )
        work.session.flush()
        for role in work.session.scalars(select(Role).where(Role.person_id == project.zarghuna.id)):
            role.since = date(2026, 1, 5)
    return project


def compute(db, office):
    with db.read() as session:
        return PAIRS.compute(session, [office.id], Progress())


def do(db, action, *args, **values):
    with db.work("entscheiden") as work:
        return action(work, *args, **values)


def test_proposals_come_with_points_and_reasons(db, office):
    found = compute(db, office)
    [first, _second] = found.result.proposals(office.rim.id)
    assert first.caption == "Böttner, Gudrun" and first.possible == 100
    told = " / ".join(line.text for line in first.lines if not line.must)
    assert "Pflege" in told and "Deutsch" in told and "km" in told and "dienstags" in told
    assert found.result.assignment[office.rim.id] == (office.gudrun.id,)


def test_who_is_left_over_learns_why(db, office):
    found = compute(db, office)
    assert found.without == [office.zarghuna.id]
    reasons = [(one.count, one.text) for one in found.result.why_not(office.zarghuna.id)]
    assert reasons == [(2, "keine gemeinsame Sprache")]


def test_who_waits_longest_stands_first_and_free_places_are_counted(db, office):
    found = compute(db, office)
    assert found.waiting[0] == office.zarghuna.id
    assert (found.weeks(office.zarghuna.id), found.weeks(office.rim.id)) == (44, 36)
    assert (found.free, found.sides.giving[office.gudrun.id].capacity) == (3, 2)


def test_who_has_a_pair_does_not_wait_and_takes_a_place(db, office):
    tandems.propose(db, office.rim, office.gudrun, office)
    found = compute(db, office)
    assert office.rim.id not in found.waiting and found.places[office.gudrun.id] == 1


@pytest.fixture
def parts(db, office):
    """The same project with two parts; a mentee in each, and mentors in the whole and in none of them."""
    with db.work("Teile") as work:
        office.women = make.project("Connecting Women", parent_id=office.id)
        office.partners = make.project("Connecting Partners", parent_id=office.id)
        office.course = make.project("Kurs Connecting Women", parent_id=office.women.id)
        make.add(work, office.women, office.partners, office.course)
        office.amina = tandems.mentee(work, office.women, "Omar", "Amina")
        office.merhawi = tandems.mentee(work, office.partners, "Tekle", "Merhawi", gender="male")
        office.leyla = tandems.mentee(work, office.course, "Çelik", "Leyla")
    return office


def compute_whole(db, office):
    with db.read() as session:
        return PAIRS.compute(session, of_project(session, office.id), Progress())


def move_mentors(db, project):
    with db.work("Rollen") as work:
        for role in work.session.scalars(select(Role).where(Role.kind == "mentor")):
            role.project_id = project.id


def test_mentors_of_the_whole_project_are_there_for_everybody(db, parts):
    found = compute_whole(db, parts)
    assert len(found.waiting) == 6 and found.sides.elsewhere == 0


def test_who_takes_part_where_nobody_is_a_mentor_does_not_wait_for_one(db, parts):
    move_mentors(db, parts.women)
    found = compute_whole(db, parts)
    assert parts.merhawi.id not in found.waiting and found.sides.elsewhere == 1
    assert {parts.amina.id, parts.leyla.id, parts.rim.id} <= set(found.waiting), "the part, its part, and the whole"


def test_a_role_in_a_part_with_mentors_is_enough(db, parts):
    move_mentors(db, parts.women)
    with db.work("Rolle") as work:
        work.add(make.role(parts.merhawi, parts.women))
    found = compute_whole(db, parts)
    assert parts.merhawi.id in found.waiting and found.sides.elsewhere == 0


def test_where_the_last_mentor_has_left_or_none_has_come_yet_people_wait_all_the_same(db, parts):
    move_mentors(db, parts.women)
    with db.work("Rollen enden") as work:
        for role in work.session.scalars(select(Role).where(Role.kind == "mentor")):
            role.until = date(2026, 11, 1)
    found = compute_whole(db, parts)
    assert parts.amina.id in found.without and parts.merhawi.id not in found.waiting
    with db.work("Rollen löschen") as work:
        for role in work.session.scalars(select(Role).where(Role.kind == "mentor")):
            work.delete(role)
    assert len(compute_whole(db, parts).without) == 6


def test_nobody_is_matched_after_withdrawing(db, office):
    with db.work("widerrufen") as work:
        for who in (office.rim, office.sabine):
            work.session.scalars(select(Consent).where(Consent.person_id == who.id)).one().withdrawn = date(2026, 11, 2)
    found = compute(db, office)
    assert office.rim.id not in found.sides.seeking and office.sabine.id not in found.sides.giving
    assert found.sides.without_consent == 2


def test_an_expired_police_certificate_excludes(db, office):
    with db.work("abgelaufen") as work:
        for role in work.session.scalars(select(Role).where(Role.kind == "mentor")):
            role.police_until = date(2026, 11, 11)
    reasons = compute(db, office).result.why_not(office.rim.id)
    assert [(one.count, one.text) for one in reasons] == [(2, "Führungszeugnis abgelaufen")]


def test_the_office_states_ways_that_replace_the_distance(db, office):
    with db.work("Verbindung") as work:
        given = {"line": "Bus 530", "minutes": 19, "last_return": time(20, 14)}
        work.add(Travel(start="Bad Blankenburg", end="Rudolstadt", **given))
    told = [line.text for line in compute(db, office).result.pair(office.rim.id, office.gudrun.id).lines]
    assert any("Bus 530" in text and "20:14" in text for text in told)


def test_a_fixed_pair_stays_and_a_ruled_out_one_never_comes(db, office):
    do(db, PAIRS.decide, office.rim.id, office.sabine.id, Verdict.LOCKED)
    do(db, PAIRS.decide, office.hanin.id, office.gudrun.id, Verdict.FORBIDDEN)
    found = compute(db, office)
    assert found.result.assignment == {office.rim.id: (office.sabine.id,)}
    assert [len(found.decided(one)) for one in Verdict] == [1, 1]
    do(db, PAIRS.undecide, office.hanin.id, office.gudrun.id)
    assert compute(db, office).result.assignment[office.hanin.id] == (office.gudrun.id,)


def test_a_mentee_is_fixed_with_one_mentor_at_a_time(db, office):
    do(db, PAIRS.decide, office.rim.id, office.sabine.id, Verdict.LOCKED)
    do(db, PAIRS.decide, office.rim.id, office.gudrun.id, Verdict.LOCKED)
    with db.read() as session:
        assert [one.mentor_id for one in session.scalars(select(MatchDecision))] == [office.gudrun.id]


def test_a_pair_against_a_rule_needs_a_reason(db, office):
    do(db, PAIRS.decide, office.zarghuna.id, office.sabine.id, Verdict.LOCKED)
    with pytest.raises(Invalid, match=r"Rahimzada, Zarghuna – Immelmann, Sabine ist festgelegt, bricht aber"):
        compute(db, office)
    do(db, PAIRS.decide, office.zarghuna.id, office.sabine.id, Verdict.LOCKED, "Sie üben gemeinsam Deutsch")
    assert compute(db, office).result.assignment[office.zarghuna.id] == (office.sabine.id,)


def test_an_accepted_proposal_is_a_pair_with_its_points(db, office):
    do(db, PAIRS.decide, office.rim.id, office.gudrun.id, Verdict.LOCKED)
    points = compute(db, office).result.pair(office.rim.id, office.gudrun.id).points
    pair = do(db, PAIRS.accept, office.rim.id, office.gudrun.id, office.id, points)
    with db.read() as session:
        assert session.get(Pair, pair.id).points == points > 0
        assert not session.scalars(select(MatchDecision)).all()
        assert PAIRS.decisions(session) == []


def test_accepting_never_exceeds_the_capacity(db, office):
    do(db, PAIRS.accept, office.rim.id, office.sabine.id, office.id, 50)
    with pytest.raises(Invalid, match="Immelmann, Sabine: Es fehlt 1 Platz"):
        do(db, PAIRS.accept, office.hanin.id, office.sabine.id, office.id, 50)


def test_another_computation_tells_what_changed(db, office):
    before = compute(db, office)
    do(db, PAIRS.decide, office.rim.id, office.gudrun.id, Verdict.FORBIDDEN)
    after = compute(db, office)
    assert any(one.seeker == office.rim.id for one in after.result.changes(before.result))


def test_rule_sets_are_kept_used_and_put_aside(db, office):
    with db.read() as session:
        standard = PAIRS.rules_in_use(session)
    own = type(standard)("Strenger", standard.rules[:4], standard.seeker, standard.provider)
    kept = do(db, PAIRS.save_rules, own)
    assert compute(db, office).rules_name == "Strenger"
    do(db, PAIRS.use_rules, None)
    assert compute(db, office).rules_name == "Mentoring"
    do(db, PAIRS.use_rules, kept.id)
    with db.read() as session:
        assert [(one.name, one.chosen) for one in PAIRS.stored_rules(session)] == [("Strenger", True)]


def test_rules_that_cannot_work_are_refused(db, office):
    with db.read() as session:
        standard = PAIRS.rules_in_use(session)
    with pytest.raises(Invalid, match="keine Regel"):
        do(db, PAIRS.save_rules, type(standard)("Leer", ()))


def test_without_anybody_there_is_nothing_to_propose(db, clock):
    project = make.project()
    with db.work("anlegen") as work:
        make.add(work, project)
    found = compute(db, project)
    assert found.waiting == [] and found.free == 0 and found.result.notes


def test_a_mentee_whose_pair_ended_waits_again(db, office):
    pair = tandems.propose(db, office.rim, office.gudrun, office, on=date(2026, 6, 1))
    do(db, pairs.end, pair.id, date(2026, 6, 2), "no_fit")
    assert office.rim.id in compute(db, office).waiting
