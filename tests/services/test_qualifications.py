"""Integrationsassistenzen: who may accompany today, whose paper ends, and what a finished course leads to."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.core.errors import Invalid
from app.models import Qualification
from app.models.db import Database
from app.services import qualifications
from app.services.qualifications import ASSISTANT
from tests import clubs
from tests.factories import add, attendance, course, enrolment, person, project, role, sessions

TODAY = date(2026, 11, 12)


@pytest.fixture
def team(db: Database, clock: datetime) -> Database:
    """Seven helpers, each with another reason why she may or may not accompany."""
    p, c = project(), clubs.club()
    names = ("Barış", "Dvořáčková", "Ende", "Fehlt", "Gast", "Morgen", "Ohne")
    people = {name: person(name, "S.") for name in names}
    guest = person("Tekle", "Merhawi")
    papers = [
        clubs.qualification(people["Barış"]),
        clubs.qualification(people["Dvořáčková"]),
        clubs.qualification(people["Ende"], granted=date(2024, 1, 1), valid_until=date(2026, 11, 11)),
        clubs.qualification(people["Gast"]),
        clubs.qualification(people["Morgen"], granted=date(2026, 11, 13)),
        clubs.qualification(people["Ohne"], granted=None, valid_until=None),
    ]
    roles = [
        role(people[name], p, "integration_assistant", capacity=2 if name == "Barış" else 1)
        for name in names
        if name != "Gast"
    ]
    placed = [
        clubs.placement(guest, c, state="asked", asked=TODAY, assistant_id=people["Barış"].id),
        clubs.placement(guest, c, state="member", started=TODAY, assistant_id=people["Dvořáčková"].id),
        clubs.placement(guest, c, assistant_id=people["Barış"].id),
    ]
    with db.work("anlegen") as work:
        add(work, p, c, guest, clubs.consent(guest), *people.values(), *papers, *roles, *placed)
    return db


def test_each_helper_has_a_reason_why_or_none(team: Database) -> None:
    with team.read() as session:
        found = {one.caption: one for one in qualifications.assistants(session, TODAY)}
        free = [one.caption for one in qualifications.available(session, TODAY)]
    assert {name: one.problem for name, one in found.items()} == {
        "Barış, S.": "",
        "Dvořáčková, S.": "Begleitet schon 1 Person, mehr Plätze sind nicht vereinbart.",
        "Ende, S.": "Die Qualifikation ist am 11.11.2026 abgelaufen.",
        "Fehlt, S.": "Die Qualifikation als Integrationsassistenz fehlt.",
        "Gast, S.": "Die Rolle Integrationsassistenz läuft nicht.",
        "Morgen, S.": "Die Qualifikation gilt erst ab dem 13.11.2026.",
        "Ohne, S.": "Die Qualifizierung ist noch nicht abgeschlossen.",
    }
    assert free == ["Barış, S."]
    assert (found["Barış, S."].capacity, found["Barış, S."].accompanied, found["Barış, S."].free) == (2, 1, 1)


def test_deployment_names_club_and_person_of_who_holds_a_place(team: Database) -> None:
    with team.read() as session:
        found = qualifications.deployments(session)
    assert [(one.person, one.organisation, one.state) for one in found] == [
        ("Tekle, Merhawi", "Freiwillige Feuerwehr Schwarzagrund", "asked"),
        ("Tekle, Merhawi", "Freiwillige Feuerwehr Schwarzagrund", "member"),
    ]


def test_what_ends_soon_is_due_until_it_is_renewed(team: Database) -> None:
    with team.read() as session:
        ((old, who),) = qualifications.renewals(session, date(2026, 12, 31))
    assert (who, old.valid_until) == ("Ende, S.", date(2026, 11, 11))
    with team.work("erneuern") as work:
        made = qualifications.renew(work, old.id, TODAY, qualifications.in_years(TODAY))
    assert (made.renews_id, made.valid_until) == (old.id, date(2028, 11, 11))
    with team.read() as session:
        assert qualifications.renewals(session, date(2026, 12, 31)) == []
        assert qualifications.why_not(session, old.person_id, TODAY) == ""


def test_a_renewal_cannot_lie_before_what_it_renews(team: Database) -> None:
    with team.read() as session:
        ((old, _who),) = qualifications.renewals(session, date(2026, 12, 31))
    with pytest.raises(Invalid, match=r"vom 01\.01\.2024"), team.work("erneuern") as work:
        qualifications.renew(work, old.id, date(2023, 1, 1), None)


def test_years_end_on_the_day_before() -> None:
    assert qualifications.in_years(date(2026, 1, 15)) == date(2028, 1, 14)
    assert qualifications.in_years(date(2024, 2, 29)) == date(2026, 2, 28)


def test_who_finished_the_course_can_be_granted_what_it_leads_to(db: Database, clock: datetime) -> None:
    p = project()
    c, talk = course(p, modules="Recht: 12\nEhrenamt: 12"), course(p, "Vortrag", kind="workshop")
    days, other = sessions(c), sessions(talk, 1)
    rim, lazy = person(), person("Khalaf", "Dilnaz")
    first, second, third = enrolment(rim, c), enrolment(lazy, c), enrolment(rim, talk)
    with db.work("anlegen") as work:
        add(work, p, c, talk, *days, *other, rim, lazy, first, second, third)
        add(work, *(attendance(first, day) for day in days), attendance(third, other[0]))
        add(work, *(attendance(second, day, "unexcused") for day in days))
    with db.read() as session:
        (found,) = qualifications.finishers(session)
    assert (found.caption, found.kind, found.units) == ("Al-Haddad, Rim", ASSISTANT, 24)
    with db.work("erteilen") as work:
        qualifications.grant(
            work, found.person_id, found.kind, TODAY, None, course_id=found.course_id, units=found.units, practice=20
        )
    with db.read() as session:
        assert qualifications.finishers(session) == []
        assert session.get_one(Qualification, work.changes[0].id).practice == 20
