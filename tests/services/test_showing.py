"""What is shown to others is a copy in which every human being is invented; the file itself stays as it is."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.errors import Cancelled
from app.core.progress import Progress
from app.models import Organisation, OrganisationContact, Participation, Person
from app.models.privacy_notice import stated
from app.models.query import Query
from app.services.privacy_notice import state
from app.services.showing import invent
from tests.services.test_erasing import SECRET, counted, somebody, traces, whole  # noqa: F401


@pytest.fixture
def club(db):
    with db.work("anlegen") as work:
        made = work.add(Organisation(name="SV Heinebad", kind="sport"))
        work.add(OrganisationContact(organisation_id=made.id, name=f"{SECRET} Böttner", phone=f"{SECRET} 2"))
        return made


def test_nobody_real_is_left(db, whole, somebody, club):  # noqa: F811
    with db.work("umziehen") as work:
        work.get(Person, somebody.id).city = "Gotha"  # towns stay: without them no way is long or short
    invent(db, Progress())
    assert traces(db) == []


def test_the_office_names_nobody_either(db):
    with db.work("Datenschutzhinweis ändern") as work:
        state(work, stated(work.session), {"officer": SECRET})
    invent(db, Progress())
    assert traces(db) == []


def test_everybody_has_a_name_and_is_found_by_it(db, whole, somebody):  # noqa: F811
    invent(db, Progress())
    with db.read() as session:
        person = session.get_one(Person, somebody.id)
        assert person.last_name and person.first_names and person.caption == f"{person.last_name}, {person.first_names}"
        assert Query(Person, person.last_name).ids(session) == [person.id]
        assert session.scalars(select(Participation.number)).all() == ["CH-001"]


def test_figures_are_as_before(db, whole, somebody):  # noqa: F811
    before = counted(db, whole)
    invent(db, Progress())
    assert counted(db, whole) == before and before["complete"] == 1


def test_the_same_person_gets_the_same_name_every_time(db, whole, somebody):  # noqa: F811
    invent(db, Progress())
    with db.read() as session:
        first = session.get_one(Person, somebody.id).caption
    invent(db, Progress())
    with db.read() as session:
        assert session.get_one(Person, somebody.id).caption == first


def test_it_can_be_stopped(db, whole, somebody):  # noqa: F811
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        invent(db, progress)
    assert "person" in traces(db)
