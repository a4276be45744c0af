"""Clubs, offers and who is placed there, with sensible defaults: a test names only what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.week_times import WeekTimes
from app.models import Consent, Offer, Organisation, OrganisationContact, Person, Placement, Qualification


def club(name: str = "Freiwillige Feuerwehr Schwarzagrund", **values: Any) -> Organisation:
    """A fire brigade that takes part since May 2025."""
    given = {"kind": "fire", "city": "Sitzendorf", "since": date(2025, 5, 14)} | values
    return Organisation(name=name, **given)


def contact(club: Organisation, name: str = "Katrin Möbus", **values: Any) -> OrganisationContact:
    """Its chief since March 2024."""
    return OrganisationContact(
        organisation_id=club.id, name=name, **({"function": "Wehrführerin", "since": date(2024, 3, 1)} | values)
    )


def offer(club: Organisation | None = None, name: str = "Übungsabend", **values: Any) -> Offer:
    """Three places on Thursday evenings."""
    given = {"sector": "volunteering", "places": 3, "city": "Sitzendorf", "times": WeekTimes.parse("Do 18–20")}
    return Offer(name=name, organisation_id=club.id if club else None, **(given | values))


def placement(person: Person, club: Organisation, **values: Any) -> Placement:
    """Proposed in October 2026."""
    return Placement(person_id=person.id, organisation_id=club.id, **({"proposed": date(2026, 10, 1)} | values))


def consent(person: Person, purpose: str = "passing_on", **values: Any) -> Consent:
    """Given in March 2026."""
    return Consent(person_id=person.id, purpose=purpose, **({"given": date(2026, 3, 2)} | values))


def qualification(person: Person, **values: Any) -> Qualification:
    """An Integrationsassistenz of two years."""
    given = {"kind": "integration_assistant", "granted": date(2026, 1, 15), "valid_until": date(2028, 1, 14)}
    return Qualification(person_id=person.id, **(given | values))
