"""From people who take part and offers of clubs to proposals with reasons, and from a decision to a placement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import Consent, MatchDecision, Offer, Organisation, Placement
from app.models.match_decision import Verdict
from app.services import placements
from app.services.match_offers import OFFERS
from app.services.match_pairs import PAIRS
from tests import clubs, tandems
from tests import factories as make

TUESDAY = WeekTimes.parse("Di 17–20")
NEAR = {"city": "Rudolstadt", "times": TUESDAY}


def taking_part(work, project, name, first, **values):
    """Somebody who takes part and may be matched and passed on."""
    person = tandems.mentee(work, project, name, first, **({"city": "Rudolstadt", "times": TUESDAY} | values))
    make.add(work, clubs.consent(person))
    return person


@pytest.fixture
def office(db, clock):
    """Two women who run and sing, a man; a sports club with one place, a choir for women, a congregation."""
    project = make.project()
    with db.work("anlegen") as work:
        make.add(work, project)
        project.rim = taking_part(work, project, "Al-Haddad", "Rim", interests=Tags(("Laufen", "Chor")))
        project.hanin = taking_part(work, project, "Ghazal", "Hanin", interests=Tags(("laufen",)))
        project.ihor = taking_part(work, project, "Kovalenko", "Ihor", gender="male")
        project.sport = clubs.club("SV Heinebad", kind="sport", city="Rudolstadt")
        project.mosque = clubs.club("Moscheegemeinde Saale", kind="religious", city="Rudolstadt")
        project.run = clubs.offer(
            project.sport, "Lauftreff", places=1, sector="sport", interests=Tags(("Laufen",)), **NEAR
        )
        project.choir = clubs.offer(project.sport, "Frauenchor", open_to="women", interests=Tags(("Chor",)), **NEAR)
        make.add(work, project.sport, project.mosque, project.run, project.choir)
    return project


def compute(db, office, rules=None, *, named=False):
    with db.read() as session:
        return OFFERS.compute(session, [office.id], Progress(), rules, named=named)


def do(db, action, *args, **values):
    with db.work("entscheiden") as work:
        return action(work, *args, **values)


def offer(db, office, name="Café", club=None, **values):
    """Another offer, of the sports club unless said otherwise."""
    with db.work("Angebot") as work:
        made = clubs.offer(club or office.sport, name, **(NEAR | values))
        make.add(work, made)
    return made


def several(db, wanted):
    with db.read() as session:
        return replace(OFFERS.rules_in_use(session), wanted=wanted)


def why(found, person):
    return {one.text: one.count for one in found.result.why_not(person.id)}


def test_as_many_as_possible_get_an_offer_with_points_and_reasons(db, office):
    found = compute(db, office)
    # The runner has no place where she would like to run, because the man fits nowhere else.
    served = {office.rim.id: office.choir.id, office.hanin.id: office.choir.id, office.ihor.id: office.run.id}
    assert found.result.assignment == {person: (id,) for person, id in served.items()} and found.without == []
    [first, second] = found.result.proposals(office.hanin.id)
    told = " / ".join(line.text for line in first.lines)
    assert first.caption == "Lauftreff (SV Heinebad)" and "gemeinsame Interessen: " in told and "dienstags" in told
    assert sum(line.reached for line in first.lines) == first.points > second.points and second.chosen


def test_an_offer_for_women_is_not_proposed_to_a_man_and_the_other_way_round(db, office):
    men = offer(db, office, "Männertreff", open_to="men")
    found = compute(db, office)
    assert found.result.assignment[office.ihor.id] == (men.id,)
    assert why(found, office.ihor)["Angebot nur für Frauen"] == 1
    assert why(found, office.rim)["Angebot nur für Männer"] == 1


@pytest.mark.parametrize(("level", "reaches"), [("A2", True), ("B1", True), ("B2", False), (None, True)])
def test_the_language_that_an_offer_asks_for_must_reach(db, office, level, reaches):
    with db.work("Sprache") as work:
        make.add(work, *tandems.speaks(office.ihor, de="B1"))
    cafe = offer(db, office, language="de", level=level)
    found = compute(db, office)
    assert (cafe.id in found.result.assignment.get(office.ihor.id, ())) == reaches
    assert ("Sprache reicht nicht" in why(found, office.ihor)) != reaches


def test_age_place_and_time_exclude(db, office):
    offer(db, office, "Jugend", age_to=17)
    offer(db, office, "Weit weg", city="Nordhausen", postcode="99734")
    offer(db, office, "Morgens", times=WeekTimes.parse("Mi 09–11"))
    found = why(compute(db, office), office.ihor)
    for reason in ("Altersgrenze passt nicht", "nicht erreichbar", "zu dieser Zeit nicht frei"):
        assert found[reason] == 1


def test_nobody_is_matched_without_both_consents(db, office):
    with db.work("widerrufen") as work:
        of_rim = select(Consent).where(Consent.person_id == office.rim.id, Consent.purpose == "passing_on")
        work.session.scalars(of_rim).one().withdrawn = date(2026, 11, 2)
    found = compute(db, office)
    assert office.rim.id not in found.sides.seeking and found.sides.without_consent == 1


def test_participants_without_a_role_take_part_until_they_leave(db, office):
    with db.work("aufnehmen") as work:
        stays, left = make.person("Sesay", "Fatmata"), make.person("Haile", "Selam")
        make.add(work, stays, left, *(clubs.consent(one) for one in (stays, left)))
        make.add(work, *(tandems.willing(one) for one in (stays, left)))
        make.add(work, make.participation(stays, office, "TN-1"))
        make.add(work, make.participation(left, office, "TN-2", exit=date(2026, 11, 1)))
    seeking = compute(db, office).sides.seeking
    assert stays.id in seeking and left.id not in seeking


def test_who_has_a_placement_does_not_look_unless_more_are_wanted(db, office):
    do(db, placements.propose, office.rim.id, office.sport.id, office.choir.id)
    assert office.rim.id not in compute(db, office).sides.seeking
    found = compute(db, office, several(db, 2))
    assert found.sides.seeking[office.rim.id].capacity == 1
    assert why(found, office.rim)["gibt oder gab es schon"] == 1


def test_several_places_are_given_to_one_person_but_first_to_all(db, office):
    found = compute(db, office, several(db, 2))
    assert office.hanin.id in found.result.assignment
    given = [id for ids in found.result.assignment.values() for id in ids]
    assert given.count(office.run.id) == 1 and given.count(office.choir.id) == 2
    assert found.result.assignment[office.hanin.id] and len(set(given)) == 2


def test_an_ended_or_declined_placement_is_not_proposed_again(db, office):
    made = do(db, placements.propose, office.hanin.id, office.sport.id, office.run.id)
    do(db, placements.advance, made.id, "declined", reason="voll")
    found = compute(db, office)
    assert why(found, office.hanin)["gibt oder gab es schon"] == 1
    check = found.result.check(office.hanin.id, office.run.id)
    assert check.refused == ("Das gibt oder gab es schon.",)


def test_who_is_proposed_takes_a_place(db, office):
    do(db, placements.propose, office.ihor.id, office.sport.id, office.run.id)
    found = compute(db, office)
    assert found.places[office.run.id] == 0
    assert why(found, office.hanin)["kein freier Platz"] == 1


def test_where_places_are_not_known_one_after_the_other_may_come(db, office):
    cafe = offer(db, office, places=None)
    found = compute(db, office)
    assert (found.places[cafe.id], found.sides.giving[cafe.id].assumed) == (1, True)
    made = do(db, placements.propose, office.ihor.id, office.sport.id, cafe.id)
    assert compute(db, office).places[cafe.id] == 0
    do(db, placements.advance, made.id, "asked")
    do(db, placements.advance, made.id, "member")
    assert compute(db, office).places[cafe.id] == 1


def test_offers_that_are_over_or_of_nobody_are_left_out(db, office):
    over = offer(db, office, "Vorbei", valid_to=date(2026, 11, 1))
    with db.work("Angebot") as work:
        alone = clubs.offer(None, "Nachbarschaftscafé")
        make.add(work, alone)
    sides = compute(db, office).sides
    assert not {over.id, alone.id} & sides.giving.keys() and sides.without_club == 1


def test_an_organisation_that_takes_part_no_more_offers_nothing(db, office):
    with db.work("Ende") as work:
        work.get(Organisation, office.sport.id).until = date(2026, 10, 31)
    assert not compute(db, office).sides.giving


def test_a_religious_community_is_named_only_to_who_asks(db, office):
    hidden = offer(db, office, "Freitagsessen", office.mosque, places=5)
    found = compute(db, office)
    said = found.sides.giving[hidden.id]
    assert found.protected and said.caption == "Religionsgemeinschaft"
    told = " ".join((*found.result.problem.providers.captions, *map(str, vars(said).values())))
    assert "Moschee" not in told and "Freitag" not in told
    asked = compute(db, office, named=True).sides.giving[hidden.id]
    assert asked.caption == "Freitagsessen (Moscheegemeinde Saale)" and "Moschee" not in asked.short


def test_a_decision_about_a_religious_community_does_not_name_it(db, office):
    hidden = offer(db, office, "Freitagsessen", office.mosque)
    do(db, OFFERS.decide, office.rim.id, hidden.id, Verdict.FORBIDDEN, "möchte nicht")
    with db.read() as session:
        assert [line[1:] for line in OFFERS.decisions(session)] == [("Al-Haddad, Rim", "Religionsgemeinschaft")]
        assert PAIRS.decisions(session) == []


def test_a_fixed_offer_stays_and_a_ruled_out_one_never_comes(db, office):
    do(db, OFFERS.decide, office.rim.id, office.run.id, Verdict.LOCKED)
    do(db, OFFERS.decide, office.hanin.id, office.choir.id, Verdict.FORBIDDEN)
    assert compute(db, office).result.assignment == {office.rim.id: (office.run.id,)}
    do(db, OFFERS.undecide, office.hanin.id, office.choir.id)
    assert compute(db, office).result.assignment[office.hanin.id] == (office.choir.id,)


def test_decisions_about_mentors_and_about_offers_keep_apart(db, office):
    with db.work("Mentorin") as work:
        gudrun = tandems.mentor(work, office)
    do(db, PAIRS.decide, office.rim.id, gudrun.id, Verdict.LOCKED)
    do(db, OFFERS.decide, office.rim.id, office.run.id, Verdict.LOCKED)
    with db.read() as session:
        assert len(PAIRS.decisions(session)) == len(OFFERS.decisions(session)) == 1


def test_an_accepted_proposal_is_a_placement_with_its_points(db, office):
    do(db, OFFERS.decide, office.hanin.id, office.run.id, Verdict.LOCKED)
    points = compute(db, office).result.pair(office.hanin.id, office.run.id).points
    made = do(db, OFFERS.accept, office.hanin.id, office.run.id, office.id, points, " möchte laufen ")
    with db.read() as session:
        kept = session.get(Placement, made.id)
        assert (kept.state, kept.points, kept.organisation_id) == ("proposed", points, office.sport.id)
        assert (kept.notes, kept.project_id, kept.kind) == ("möchte laufen", office.id, "club")
        assert not session.scalars(select(MatchDecision)).all()


def test_accepting_twice_is_refused(db, office):
    do(db, OFFERS.accept, office.hanin.id, office.run.id, office.id, 50)
    with pytest.raises(Invalid, match="Diese Vermittlung gibt es schon"):
        do(db, OFFERS.accept, office.hanin.id, office.run.id, office.id, 50)


def test_an_offer_can_be_looked_at_from_its_side(db, office):
    found = compute(db, office)
    people = found.result.proposals_of(office.choir.id)
    assert [one.seeker for one in people] == [office.rim.id, office.hanin.id]
    assert all(one.chosen for one in people) and people[0].points > people[1].points
    reasons = [(one.count, one.text, one.names) for one in found.result.why_not_of(office.choir.id)]
    assert (1, "Angebot nur für Frauen", ("Kovalenko, Ihor",)) in reasons


def test_own_rules_for_offers_are_no_rules_for_pairs(db, office):
    do(db, OFFERS.save_rules, replace(several(db, 3), name="Drei Angebote"))
    with db.read() as session:
        assert OFFERS.rules_in_use(session).wanted == 3
        assert PAIRS.rules_in_use(session).name == "Mentoring"


def test_who_gets_nothing_learns_whom_the_office_would_have_to_win(db, office):
    from app.services.matching import needs

    do(db, OFFERS.decide, office.ihor.id, office.run.id, Verdict.FORBIDDEN)
    found = compute(db, office)
    assert found.without == [office.ihor.id]
    [need] = needs(found.result)
    assert need.text.startswith("Angebot") and need.helped == (office.ihor.id,) and "Frauen" not in need.text


def test_without_offers_there_is_nothing_to_propose(db, clock):
    project = make.project()
    with db.work("anlegen") as work:
        make.add(work, project)
        taking_part(work, project, "Al-Haddad", "Rim")
    found = compute(db, project)
    assert found.free == 0 and found.result.notes == ("Es gibt noch keine Angebote. Bitte legen Sie welche an.",)


def test_an_offer_without_places_is_full(db, office):
    with db.work("Plätze") as work:
        work.get(Offer, office.run.id).places = 0
    found = compute(db, office)
    assert found.places[office.run.id] == 0 and why(found, office.hanin)["kein freier Platz"] == 1
