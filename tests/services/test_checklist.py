"""The Prüfliste: every rule finds what breaks it and nothing else, on every back end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from app.core.partial_date import PartialDate
from app.models import Consent, Document, NotDuplicate, Offer, Organisation, OrganisationContact, Pair, Role
from app.models.db import Database
from app.services import checklist
from app.services.concerns import NOTE, concerns
from tests.factories import add, participation, person, project, role

COMPLETE = {
    "employment": "employed",
    "school": "middle",
    "vocational": "trained",
    "address": "given",
    "target_checked": "2026-03-02",
}


def broken(db: Database, projects: list[int] | None = None) -> dict[str, list[str]]:
    """Who breaks which rule; rules that nobody breaks are left out."""
    found: dict[str, list[str]] = {}
    with db.read() as session:
        listed = checklist.rules(session)
        numbers = checklist.counts(session, listed, projects)
        for rule in listed:
            wanted = checklist.ids(session, rule, projects)
            shown = checklist.findings(session, rule, wanted)
            assert numbers[rule.key] == len(wanted) == len(shown), rule.key
            if wanted:
                found[rule.key] = [shown[id].who for id in wanted]
    return found


def keep(db: Database, *records: Any) -> None:
    with db.work("anlegen") as work:
        add(work, *records)


@pytest.fixture
def tidy(db: Database, clock: datetime) -> tuple[Database, Any, Any]:
    """A project with one complete participant who has signed."""
    p, rim = project(), person()
    signed = Consent(person_id=rim.id, purpose="informed", given=date(2026, 3, 2))
    keep(db, p, rim, participation(rim, p, answers=COMPLETE), signed)
    return db, p, rim


def test_nothing_is_wrong_with_a_complete_file(tidy: tuple[Database, Any, Any]) -> None:
    assert broken(tidy[0]) == {}


def test_every_gap_of_an_entry_is_a_finding_of_its_own(tidy: tuple[Database, Any, Any]) -> None:
    db, p, _rim = tidy
    nino = person("Gvazava", "Nino", born=None)
    keep(db, nino, participation(nino, p, "CH-002", answers={"employment": "unemployed"}))
    keys = ("age", "address", "unemployed_for", "school", "vocational", "target_checked")
    assert broken(db) == {
        **{f"esf_plus_2021.0.{key}": ["Gvazava, Nino"] for key in keys},
        "esf_plus_2021.privacy": ["Gvazava, Nino"],
    }


def test_what_one_record_tells_is_what_the_list_counts(tidy: tuple[Database, Any, Any]) -> None:
    db, p, _rim = tidy
    nino = person("Gvazava", "Nino", gender=None)
    said = {"employment": "employed", "in_education": "yes", "qualification": "yes", "exit_kind": "no_answer"}
    one = participation(nino, p, "CH-002", entry=date(2024, 5, 1), exit=date(2028, 2, 1), answers=said)
    keep(db, nino, one)
    with db.read() as session:
        told = [c for c in concerns(session, session.get_one(type(one), one.id)) if c.kind != NOTE]
    assert len(broken(db)) == len(told)


def test_results_without_a_day_of_exit_are_wrong(tidy: tuple[Database, Any, Any]) -> None:
    db, p, _rim = tidy
    nino = person("Gvazava", "Nino")
    said = COMPLETE | {"status_after": "employed"}
    keep(db, nino, participation(nino, p, "CH-002", answers=said))
    assert "esf_plus_2021.exit_without_day" in broken(db)


def test_a_mentor_with_too_many_mentees_is_wrong(tidy: tuple[Database, Any, Any]) -> None:
    db, p, rim = tidy
    mentor, nino = person("Rößner", "Uta", born=None), person("Gvazava", "Nino", born=None)
    own = role(mentor, p, "mentor", capacity=2, police_seen=date(2026, 1, 1))
    pairs = [
        Pair(number=f"T-{n}", mentee_id=one.id, mentor_id=mentor.id, project_id=p.id)
        for n, one in enumerate((rim, nino))
    ]
    keep(db, mentor, nino, own, role(nino, p), *pairs)
    with db.engine.begin() as connection:  # as another program or an older version may have left it
        connection.execute(update(Role).values(capacity=1))
    assert broken(db) == {"role.capacity": ["Rößner, Uta"]}


def test_certificates_roles_and_papers_without_their_days(tidy: tuple[Database, Any, Any]) -> None:
    db, p, rim = tidy
    uta = person("Rößner", "Uta")
    old = Document(person_id=rim.id, kind="residence", seen_on=date(2024, 1, 1), valid_until=date(2025, 1, 1))
    renewed = Document(person_id=uta.id, kind="residence", seen_on=date(2024, 1, 1), valid_until=date(2025, 1, 1))
    newer = Document(person_id=uta.id, kind="residence", seen_on=date(2025, 1, 1), valid_until=date(2027, 1, 1))
    over = role(uta, p, "mentor", police_seen=date(2021, 1, 1), police_until=date(2026, 1, 1))
    keep(db, uta, over, role(rim, p, "buddy", since=None), old, renewed, newer)
    assert broken(db) == {
        "role.police_until": ["Rößner, Uta"],
        "role.since": ["Al-Haddad, Rim"],
        "role.police_seen": ["Al-Haddad, Rim"],
        "document.expired": ["Al-Haddad, Rim"],
    }


def test_a_minor_who_signed_alone_is_wrong(tidy: tuple[Database, Any, Any]) -> None:
    db, p, _rim = tidy
    for born, name in ((PartialDate(2008, 3, 3), "Jung"), (PartialDate(2008, 3, 2), "Alt")):
        one = person(name, "A", born=born)
        signed = Consent(person_id=one.id, purpose="photo", given=date(2026, 3, 2))
        keep(db, one, role(one, p), signed)
    assert broken(db) == {"consent.guardian": ["Jung, A"]}


def test_people_twice_or_without_any_use_until_somebody_decides(tidy: tuple[Database, Any, Any]) -> None:
    db, p, rim = tidy
    again = person()
    keep(db, again)
    assert broken(db) == {"person.unused": ["Al-Haddad, Rim"], "person.double": ["Al-Haddad, Rim"]}
    first, second = sorted((rim.id, again.id))
    keep(db, role(again, p), NotDuplicate(first_id=first, second_id=second))
    assert broken(db) == {}


def test_organisations_without_contact_and_offers_without_places(tidy: tuple[Database, Any, Any]) -> None:
    db, _p, _rim = tidy
    club, firm = Organisation(name="FSV Nord", kind="sport"), Organisation(name="Bau GmbH", kind="company")
    gone = OrganisationContact(organisation_id=club.id, name="Alt", until=date(2026, 1, 1))
    there = OrganisationContact(organisation_id=firm.id, name="Neu")
    keep(db, club, firm, gone, there, Offer(name="Fußball", sector="sport", organisation_id=club.id))
    assert broken(db) == {"organisation.contact": ["FSV Nord"], "offer.places": ["Fußball"]}


def test_one_project_shows_only_its_own(tidy: tuple[Database, Any, Any]) -> None:
    db, p, _rim = tidy
    other, nino = project("Anderes"), person("Gvazava", "Nino")
    keep(db, other, nino, participation(nino, other, "CH-002"))
    assert broken(db, [p.id]) == {}
    assert "esf_plus_2021.0.school" in broken(db, [other.id])


def test_cancelled_people_are_asked_nothing(tidy: tuple[Database, Any, Any]) -> None:
    db, p, _rim = tidy
    nino = person("Gvazava", "Nino")
    gone = participation(nino, p, "CH-002", cancelled=date(2026, 4, 1), cancel_reason="Irrtum")
    keep(db, nino, gone)
    assert broken(db) == {}
