"""What somebody allowed holds until she takes it back, and a minor does not sign alone."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import Invalid
from app.core.partial_date import PartialDate
from app.models import Consent
from app.models.consent import Purpose
from app.services import consents
from tests.factories import person


@pytest.fixture
def rim(db):
    with db.work("anlegen") as work:
        return work.add(person())


def given(db, who, purpose=Purpose.MATCHING, **values):
    with db.work("Einwilligung") as work:
        consent = Consent(person_id=who.id, purpose=purpose.value, **({"given": date(2026, 3, 2)} | values))
        return consents.give(work, consent).id


def may(db, who, purpose=Purpose.MATCHING):
    with db.read() as session:
        return consents.may(session, who.id, purpose)


def test_without_consent_nothing_may_be_done(db, rim):
    assert not may(db, rim)
    with db.read() as session, pytest.raises(Invalid, match="keine gültige Einwilligung"):
        consents.require(session, rim.id, Purpose.MATCHING)


def test_each_purpose_stands_for_itself(db, rim):
    given(db, rim)
    assert may(db, rim) and not may(db, rim, Purpose.PHOTO)


def test_a_withdrawal_holds_at_once_and_one_undo_takes_it_back(db, rim):
    id = given(db, rim)
    with db.work("widerrufen") as work:
        consents.withdraw(work, id)
    assert not may(db, rim)
    db.undo(work.done.id)
    assert may(db, rim)


def test_nothing_is_withdrawn_twice(db, rim):
    id = given(db, rim)
    with db.work("widerrufen") as work:
        consents.withdraw(work, id)
    with pytest.raises(Invalid, match="schon widerrufen"), db.work("widerrufen") as work:
        consents.withdraw(work, id)


def test_after_a_withdrawal_a_new_consent_counts(db, rim):
    id = given(db, rim)
    with db.work("widerrufen") as work:
        consents.withdraw(work, id)
    given(db, rim, given=date(2026, 11, 1))
    with db.read() as session:
        state = next(one for one in consents.purpose_states(session, rim.id) if one.purpose is Purpose.MATCHING)
    assert state.given and state.words == "erteilt am 01.11.2026"


def test_the_same_consent_is_not_given_twice(db, rim):
    given(db, rim)
    with pytest.raises(Invalid, match="gibt es schon"):
        given(db, rim)


@pytest.mark.parametrize(("born", "day", "refused"), [
    (PartialDate(2008, 3, 3), date(2026, 3, 2), True),
    (PartialDate(2008, 3, 2), date(2026, 3, 2), False),
    (PartialDate(2008), date(2026, 3, 2), False),
    (None, date(2026, 3, 2), False),
])  # fmt: skip
def test_guardians_sign_for_whoever_is_under_eighteen(db, born, day, refused):
    with db.work("anlegen") as work:
        girl = work.add(person(born=born))
    if refused:
        with pytest.raises(Invalid, match="17 Jahre alt"):
            given(db, girl, given=day)
        given(db, girl, given=day, signed_by="guardian", guardian="Amal Al-Haddad")
    else:
        given(db, girl, given=day)
    assert may(db, girl)


def test_a_guardian_has_a_name(db, rim):
    with pytest.raises(Invalid, match="Name der Sorgeberechtigten fehlt"):
        given(db, rim, signed_by="guardian")


def test_those_allowed_are_found_together(db, rim):
    with db.work("anlegen") as work:
        other = work.add(person("Böttner", "Gudrun"))
    given(db, rim)
    with db.read() as session:
        assert consents.those_allowed(session, [rim.id, other.id], Purpose.MATCHING) == {rim.id}
        assert list(consents.lacking(session, [rim.id, other.id], Purpose.MATCHING)) == [other.id]
