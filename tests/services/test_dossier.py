"""What is kept about people beside their own record."""

from __future__ import annotations

from datetime import date

import pytest

from app.models import Participation, Person
from app.services import dossier
from tests.factories import add, course, enrolment, participation, person, project, role, sessions

COMPLETE = {"employment": "employed", "school": "middle", "vocational": "trained", "address": "given"}


@pytest.fixture
def ids(db):
    with db.work("anlegen") as work:
        whole = work.add(project())
        rim, oksana, anna = (work.add(person(name)) for name in ("Al-Haddad", "Bilenko", "Zimmer"))
        first = work.add(participation(rim, whole, "CH-001", entry=date(2025, 3, 1), answers=COMPLETE))
        work.add(participation(oksana, whole, "CH-002", answers={"employment": "employed", "address": "given"}))
        add(work, role(rim, whole, "buddy", until=date(2026, 4, 1)), role(rim, whole, "mentee"))
        training = work.add(course(whole))
        add(work, *sessions(training, 2), enrolment(rim, training))
    return {"rim": rim.id, "oksana": oksana.id, "anna": anna.id, "first": first.id, "project": whole.id}


def test_a_cancelled_participation_counts_nowhere(db, ids):
    with db.work("stornieren") as work:
        work.update(work.get(Participation, ids["first"]), {"cancelled": date(2026, 1, 1), "cancel_reason": "doppelt"})
    with db.read() as session:
        assert dossier.admission(session, session.get(Person, ids["rim"])) is None
        assert dossier.participants(session) == 1


def test_an_unknown_birth_date_is_missing(db, ids):
    with db.work("ändern") as work:
        work.get(Person, ids["rim"]).born = None
    with db.read() as session:
        found = dossier.admission(session, session.get(Person, ids["rim"]))
        assert [question.key for question in found.missing()] == ["age"]


def test_running_roles_come_first(db, ids):
    with db.read() as session:
        assert [line.role.kind for line in dossier.roles(session, ids["rim"])] == ["mentee", "buddy"]
        assert dossier.running_roles(session, ids["rim"]) == ["Mentee"]


def test_trainings_tell_their_period(db, ids):
    with db.read() as session:
        (training,) = dossier.trainings(session, ids["rim"])
    assert (training.first_day, training.last_day, training.state) == (date(2026, 8, 19), date(2026, 8, 26), "enrolled")
