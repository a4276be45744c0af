"""What hangs on two records of one person beyond courses and projects: pairs, placements, consents, decisions."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import Invalid
from app.models import (
    Consent,
    LanguageSkill,
    MatchDecision,
    Offer,
    Organisation,
    Pair,
    Placement,
    Qualification,
    Task,
)
from app.services.merging import merge
from tests.factories import person, role
from tests.services import test_merging
from tests.services.test_merging import all_of, everything, merged, planned, store

two = test_merging.two

ENDED = {"state": "abandoned", "ended": date(2026, 5, 5), "end_reason": "moved"}
OTHER = "Haddad, Lina"


def pair(mentee, mentor, whole, number="2026-01", **values):
    return Pair(number=number, mentee_id=mentee.id, mentor_id=mentor.id, project_id=whole.id, **values)


def with_mentors(db, whole, *mentors, capacity=1):
    return store(db, *mentors, *(role(one, whole, "mentor", capacity=capacity) for one in mentors))


def refused(db, two):
    """The sentence with which merging is refused; nothing has changed then."""
    before = everything(db)
    found = planned(db, two)
    with pytest.raises(Invalid) as told, db.work(found.label) as work:
        merge(work, found)
    assert everything(db) == before
    return str(told.value.problems["drop_id"])


def test_decisions_about_different_offers_do_not_collide(db, two):
    keep, drop, _whole = two
    choir = Organisation(name="Chor", kind="culture")
    offers = [Offer(name=name, organisation_id=choir.id, sector="culture") for name in ("Alt", "Sopran")]
    store(db, choir, *offers)
    pairs = zip((keep, drop), offers, strict=True)
    store(db, *(MatchDecision(person_id=who.id, offer_id=what.id, verdict="locked") for who, what in pairs))
    merged(db, two)
    assert {(one.person_id, one.offer_id) for one in all_of(db, MatchDecision)} == {(keep.id, one.id) for one in offers}


def test_of_contrary_decisions_the_newer_counts_and_is_told(db, two):
    keep, drop, _whole = two
    (lina,) = store(db, person("Haddad", "Lina"))
    old, new = {"verdict": "locked", "day": date(2026, 1, 5)}, {"verdict": "forbidden", "day": date(2026, 2, 5)}
    store(db, MatchDecision(person_id=keep.id, mentor_id=lina.id, **old))
    store(db, MatchDecision(person_id=drop.id, mentor_id=lina.id, reason="Nachbarn", **new))
    assert any("Festlegung" in one for one in planned(db, two).told)
    merged(db, two)
    (left,) = all_of(db, MatchDecision)
    assert (left.person_id, left.verdict, left.reason) == (keep.id, "forbidden", "Nachbarn")


def test_a_decision_about_the_two_themselves_is_void(db, two):
    keep, drop, _whole = two
    store(db, MatchDecision(person_id=keep.id, mentor_id=drop.id, verdict="forbidden"))
    done = merged(db, two)
    assert all_of(db, MatchDecision) == []
    db.undo(done.id)
    assert len(all_of(db, MatchDecision)) == 1


def test_a_language_that_stands_twice_stands_once_and_the_history_of_levels_stays(db, two):
    keep, drop, _whole = two
    store(db, LanguageSkill(person_id=keep.id, language="de", level="A2"))
    store(db, LanguageSkill(person_id=drop.id, language="de", level="A2", day=date(2025, 9, 1), evidence="telc"))
    store(db, LanguageSkill(person_id=drop.id, language="de", level="B1", day=date(2026, 2, 1)))
    merged(db, two)
    found = {(one.level, one.day, one.evidence, one.person_id) for one in all_of(db, LanguageSkill)}
    assert found == {("A2", date(2025, 9, 1), "telc", keep.id), ("B1", date(2026, 2, 1), "", keep.id)}


def test_three_that_could_be_one_lose_nothing(db, two):
    keep, drop, _whole = two
    days = (date(2025, 9, 1), date(2026, 2, 1))
    store(db, LanguageSkill(person_id=keep.id, language="de", level="A2"))
    store(db, *(LanguageSkill(person_id=drop.id, language="de", level="A2", day=day) for day in days))
    merged(db, two)
    assert sorted(one.day for one in all_of(db, LanguageSkill)) == list(days)


def test_a_withdrawal_in_one_record_counts_for_both(db, two):
    keep, drop, _whole = two
    store(db, Consent(person_id=keep.id, purpose="photo", given=date(2026, 1, 5), form_version="2"))
    store(db, Consent(person_id=drop.id, purpose="photo", given=date(2025, 9, 1), withdrawn=date(2026, 3, 1)))
    store(db, Consent(person_id=keep.id, purpose="matching", given=date(2026, 1, 5)))
    store(db, Consent(person_id=drop.id, purpose="matching", given=date(2026, 1, 5)))
    assert any("Der Widerruf vom 01.03.2026 gilt auch für sie" in one for one in planned(db, two).told)
    merged(db, two)
    found = sorted((one.purpose, one.given, one.withdrawn) for one in all_of(db, Consent))
    assert found == [
        ("matching", date(2026, 1, 5), None),
        ("photo", date(2025, 9, 1), date(2026, 3, 1)),
        ("photo", date(2026, 1, 5), date(2026, 3, 1)),
    ]


def test_a_consent_that_is_newer_than_the_withdrawal_stays(db, two):
    keep, drop, _whole = two
    store(db, Consent(person_id=keep.id, purpose="photo", given=date(2026, 4, 1)))
    store(db, Consent(person_id=drop.id, purpose="photo", given=date(2025, 9, 1), withdrawn=date(2026, 3, 1)))
    merged(db, two)
    assert sorted(str(one.withdrawn) for one in all_of(db, Consent)) == ["2026-03-01", "None"]


def test_the_same_consent_withdrawn_once_is_withdrawn(db, two):
    keep, drop, _whole = two
    store(db, Consent(person_id=keep.id, purpose="photo", given=date(2026, 1, 5), withdrawn=date(2026, 3, 1)))
    store(db, Consent(person_id=drop.id, purpose="photo", given=date(2026, 1, 5), form_version="2"))
    merged(db, two)
    (left,) = all_of(db, Consent)
    assert (left.withdrawn, left.form_version) == (date(2026, 3, 1), "2")


def test_tasks_follow_also_those_about_what_became_one(db, two):
    keep, drop, whole = two
    mine, theirs = store(db, role(keep, whole), role(drop, whole))
    about = [{"about_table": what.__tablename__, "about_id": what.id} for what in (drop, theirs)]
    store(db, *(Task(text="Anrufen", due=date(2026, 5, 1), **one) for one in about))
    merged(db, two)
    assert {(one.about_table, one.about_id) for one in all_of(db, Task)} == {("person", keep.id), ("role", mine.id)}


def test_a_renewed_qualification_stays_beside_the_one_it_renews(db, two):
    keep, drop, _whole = two
    of = {"kind": "multiplier", "granted": date(2026, 1, 5)}
    (first,) = store(db, Qualification(person_id=keep.id, **of))
    store(db, Qualification(person_id=drop.id, renews_id=first.id, **of))
    merged(db, two)
    assert len(all_of(db, Qualification)) == 2


def test_pairs_and_placements_move_on_either_side(db, two):
    keep, drop, whole = two
    lina, choir = person("Haddad", "Lina"), Organisation(name="Chor", kind="culture")
    with_mentors(db, whole, drop, lina)
    store(db, choir, pair(drop, lina, whole), pair(lina, drop, whole, "2026-02"))
    store(db, Placement(person_id=lina.id, organisation_id=choir.id, assistant_id=drop.id))
    store(db, Placement(person_id=drop.id, organisation_id=choir.id))
    merged(db, two)
    found = {(one.mentee_id, one.mentor_id) for one in all_of(db, Pair)}
    assert found == {(keep.id, lina.id), (lina.id, keep.id)}
    assert {(one.person_id, one.assistant_id) for one in all_of(db, Placement)} == {(lina.id, keep.id), (keep.id, None)}


def test_a_mentor_never_gets_more_mentees_than_places(db, two):
    keep, drop, whole = two
    lina, nour = store(db, person("Haddad", "Lina"), person("Issa", "Nour"))
    with_mentors(db, whole, keep, drop)
    store(db, pair(lina, keep, whole), pair(nour, drop, whole, "2026-02"))
    assert refused(db, two).startswith("Zusammen begleiten beide 2 Menschen, Plätze gibt es 1.")
    with db.work("beenden") as work:
        work.update(work.get(Pair, all_of(db, Pair)[0].id), ENDED)
    merged(db, two)
    assert [one.mentor_id for one in all_of(db, Pair)] == [keep.id, keep.id]


def test_a_mentor_with_room_takes_the_mentees_of_both(db, two):
    keep, drop, whole = two
    lina, nour = store(db, person("Haddad", "Lina"), person("Issa", "Nour"))
    with_mentors(db, whole, keep)
    with_mentors(db, whole, drop, capacity=2)
    store(db, pair(lina, keep, whole), pair(nour, drop, whole, "2026-02"))
    merged(db, two)
    assert {one.mentor_id for one in all_of(db, Pair)} == {keep.id}


def test_two_running_pairs_with_one_mentor_are_one_too_many(db, two):
    keep, drop, whole = two
    (lina, *_roles) = with_mentors(db, whole, person("Haddad", "Lina"), capacity=2)
    store(db, pair(keep, lina, whole), pair(drop, lina, whole, "2026-02"))
    assert refused(db, two) == (
        f"Beide haben ein laufendes Tandem mit {OTHER}: 2026-01 und 2026-02. Bitte beenden Sie eines."
    )


def test_two_mentors_of_one_mentee_are_told(db, two):
    keep, drop, whole = two
    lina, nour, *_roles = with_mentors(db, whole, person("Haddad", "Lina"), person("Issa", "Nour"))
    store(db, pair(keep, lina, whole), pair(drop, nour, whole, "2026-02"))
    told = "Danach laufen für sie oder ihn mehrere Tandems: 2026-01, 2026-02. Bitte prüfen."
    assert told in planned(db, two).told
    merged(db, two)
    assert {one.mentee_id for one in all_of(db, Pair)} == {keep.id}


def test_two_who_form_a_pair_or_accompany_each_other_are_two(db, two):
    keep, drop, whole = two
    with_mentors(db, whole, drop)
    store(db, pair(keep, drop, whole))
    assert "Beide stehen gemeinsam in „Tandem 2026-01“" in refused(db, two)
    with db.work("löschen") as work:
        work.delete(work.get(Pair, all_of(db, Pair)[0].id))
    choir = Organisation(name="Chor", kind="culture")
    store(db, choir, Placement(person_id=drop.id, organisation_id=choir.id, assistant_id=keep.id))
    assert "Beide stehen gemeinsam in „Vermittlung Verein“" in refused(db, two)


@pytest.mark.parametrize("which", [0, 1])
def test_nobody_knows_who_an_anonymised_record_was(db, two, which):
    with db.work("anonymisieren") as work:
        work.update(work.get(type(two[which]), two[which].id), {"anonymised": date(2026, 3, 1)})
    assert "ist anonymisiert" in refused(db, two)
