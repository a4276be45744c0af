"""A mentor never accompanies more people than she has places, whoever writes, and in whatever order."""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from app.core import clock
from app.core.errors import Conflict, Invalid
from app.models import Base, Pair, Role
from app.models.db import Database
from app.models.pair import HOLDING, free_places
from app.services import pairs
from tests import factories as make
from tests import tandems

DAY = date(2026, 5, 28)


@pytest.fixture
def office(db, clock):
    """A project with a part, three mentees and a mentor with one place."""
    project = make.project()
    project.part = make.project("Connecting Women", parent_id=project.id)
    with db.work("anlegen") as work:
        make.add(work, project, project.part)
        project.mentees = [tandems.mentee(work, project, name) for name in ("Al-Haddad", "Tymoshchuk", "Ghazal")]
        project.gudrun = tandems.mentor(work, project)
    return project


def full():
    return pytest.raises(Invalid, match="Böttner, Gudrun: Es fehlt 1 Platz")


def test_the_last_place_is_given_once(db, office):
    first, second, _third = office.mentees
    tandems.propose(db, first, office.gudrun, office)
    with full():
        tandems.propose(db, second, office.gudrun, office)
    with full():
        tandems.propose(db, second, office.gudrun, office.part)


def test_who_writes_without_asking_is_refused_as_well(db, office):
    with full(), db.work("Liste übernehmen") as work:
        for n, one in enumerate(office.mentees[:2]):
            work.add(Pair(number=f"alt {n}", mentee_id=one.id, mentor_id=office.gudrun.id, project_id=office.id))
    with db.read() as session:
        assert not session.scalars(select(Pair)).all(), "all of it or nothing"


def test_undoing_an_end_does_not_take_a_place_that_is_gone(db, office):
    first, second, _third = office.mentees
    pair = tandems.propose(db, first, office.gudrun, office, on=DAY)
    with db.work("beenden") as work:
        pairs.end(work, pair.id, DAY, "no_time")
    tandems.propose(db, second, office.gudrun, office)
    with pytest.raises(Conflict, match="Es fehlt 1 Platz"):
        db.undo(work.done.id)
    with db.read() as session:
        assert session.get(Pair, pair.id).state == "abandoned"


def test_a_pair_is_moved_to_a_mentor_with_a_place_only(db, office):
    first, second, _third = office.mentees
    with db.work("anlegen") as work:
        other = tandems.mentor(work, office, "Hartleb", "Annegret")
    tandems.propose(db, first, office.gudrun, office)
    pair = tandems.propose(db, second, other, office)
    with full(), db.work("andere Mentorin") as work:
        work.get(Pair, pair.id).mentor_id = office.gudrun.id


def test_closed_pairs_and_other_projects_take_no_place(db, office):
    first, second, third = office.mentees
    next_one = make.project("Connecting Humans 2028")
    with db.work("anlegen") as work:
        make.add(work, next_one, make.role(office.gudrun, next_one, "mentor"))
    pair = tandems.propose(db, first, office.gudrun, office, on=DAY)
    tandems.propose(db, third, office.gudrun, next_one)
    with db.work("beenden") as work:
        pairs.end(work, pair.id, DAY, "no_time")
    assert tandems.propose(db, second, office.gudrun, office).state == "proposed"


def test_roles_in_several_parts_do_not_add_up(db, office):
    first, second, _third = office.mentees
    with db.work("Rolle") as work:
        make.add(work, make.role(office.gudrun, office.part, "mentor", capacity=1))
    tandems.propose(db, first, office.gudrun, office)
    with full():
        tandems.propose(db, second, office.gudrun, office.part)


def test_a_pair_goes_on_after_the_role_has_ended(db, office):
    pair = tandems.propose(db, office.mentees[0], office.gudrun, office, on=DAY)
    with db.work("Rolle endet bald") as work:
        role = work.session.scalars(select(Role).where(Role.person_id == office.gudrun.id)).one()
        role.until = date(2026, 11, 20)
    december = datetime(2026, 12, 1, 9, 0).astimezone()
    with clock.frozen(december), db.work("Notiz") as work:
        work.get(Pair, pair.id).notes = "telefoniert"
    with db.read() as session:
        assert session.get(Pair, pair.id).notes == "telefoniert"


def test_of_two_programs_that_give_the_last_place_at_once_one_is_refused(place, db, office):
    """Both stand before the same place; the second one waits for the first and then sees that it is gone."""
    other, together, told = place.open(), Barrier(2), []

    def give(door, mentee):
        together.wait(10)
        try:
            tandems.propose(door, mentee, office.gudrun, office)
            told.append("given")
        except Invalid:
            told.append("refused")

    threads = [Thread(target=give, args=pair) for pair in zip((db, other), office.mentees, strict=False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    other.close()
    assert sorted(told) == ["given", "refused"]
    with db.read() as session:
        assert len(session.scalars(select(Pair)).all()) == 1


def test_of_two_programs_that_give_one_mentee_a_mentor_one_is_refused(place, db, office):
    other, together, told = place.open(), Barrier(2), []
    with db.work("anlegen") as work:
        second = tandems.mentor(work, office, "Hartleb", "Annegret")

    def give(door, mentor):
        together.wait(10)
        try:
            tandems.propose(door, office.mentees[0], mentor, office)
            told.append("given")
        except Invalid:
            told.append("refused")

    threads = [Thread(target=give, args=pair) for pair in zip((db, other), (office.gudrun, second), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    other.close()
    assert sorted(told) == ["given", "refused"]


# ---------------------------------------------------------------- one pair of the same two


@pytest.fixture
def roomy(db, office):
    """The same office, where the mentor has room and is not the only one."""
    with db.work("anlegen") as work:
        office.annegret = tandems.mentor(work, office, "Hartleb", "Annegret", places=3)
        work.session.scalars(select(Role).where(Role.person_id == office.gudrun.id)).one().capacity = 3
    return office


def running_pair(number="2026-01", mentor="Böttner, Gudrun", problem=Invalid):
    return pytest.raises(problem, match=f"schon ein Tandem: {number} mit {mentor}")


def finish(db, pair, reason="no_time", on=DAY):
    with db.work("beenden") as work:
        pairs.end(work, pair.id, on, reason)
    return work.done


def test_the_same_two_have_one_running_pair_whoever_writes(db, roomy):
    mentee = roomy.mentees[0]
    pair = tandems.propose(db, mentee, roomy.gudrun, roomy, on=DAY)
    with running_pair():
        tandems.propose(db, mentee, roomy.gudrun, roomy, another=True)
    with running_pair(), db.work("Liste übernehmen") as work:
        work.add(Pair(number="alt", mentee_id=mentee.id, mentor_id=roomy.gudrun.id, project_id=roomy.part.id))
    finish(db, pair)
    assert tandems.propose(db, mentee, roomy.gudrun, roomy).state == "proposed"


def test_a_list_that_names_a_pair_twice_is_refused(db, roomy):
    ids = {"mentee_id": roomy.mentees[0].id, "mentor_id": roomy.gudrun.id, "project_id": roomy.id}
    with running_pair("."), db.work("Liste übernehmen") as work:
        make.add(work, Pair(number="1", **ids), Pair(number="2", **ids))


def test_a_pair_is_not_moved_to_where_the_same_two_are(db, roomy):
    first, second, _third = roomy.mentees
    tandems.propose(db, first, roomy.gudrun, roomy)
    pair = tandems.propose(db, second, roomy.gudrun, roomy)
    with running_pair(), db.work("andere Mentee") as work:
        work.get(Pair, pair.id).mentee_id = first.id


def test_an_end_is_not_taken_back_beside_the_pair_that_came_after_it(db, roomy):
    pair = tandems.propose(db, roomy.mentees[0], roomy.gudrun, roomy, on=DAY)
    done = finish(db, pair)
    tandems.propose(db, roomy.mentees[0], roomy.annegret, roomy, on=DAY)
    with running_pair("2026-02", "Hartleb, Annegret", Conflict):
        db.undo(done.id)
    with db.read() as session:
        assert session.get(Pair, pair.id).state == "abandoned"


def test_the_end_of_one_of_two_that_ran_together_is_taken_back(db, roomy):
    pair = tandems.propose(db, roomy.mentees[0], roomy.gudrun, roomy, on=DAY)
    tandems.propose(db, roomy.mentees[0], roomy.annegret, roomy, on=DAY, another=True)
    done = finish(db, pair, on=date(2026, 6, 3))
    db.undo(done.id)
    with db.read() as session:
        assert session.get(Pair, pair.id).state == "proposed"


class Mentoring(RuleBasedStateMachine):
    """Whatever is done to pairs and roles, and taken back: no more people than places, and nobody paired twice."""

    @initialize(places=st.lists(st.integers(0, 2), min_size=2, max_size=2))
    def start(self, places: list[int]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.db = Database(Path(self.folder.name) / "data.db")
        Base.metadata.create_all(self.db.engine)
        self.past: list[int] = []
        self.project = make.project()
        with self.db.work("anlegen") as work:
            make.add(work, self.project)
            self.mentees = [tandems.mentee(work, self.project, f"Mentee {n}") for n in "ABCD"]
            self.mentors = [
                tandems.mentor(work, self.project, f"Mentorin {n}", places=p) for n, p in zip("AB", places, strict=True)
            ]

    def do(self, action) -> None:
        try:
            with self.db.work("etwas") as work:
                action(work)
        except (Invalid, Conflict):
            return
        if work.done.id:
            self.past.append(work.done.id)

    def pair(self, data: st.DataObject) -> int | None:
        with self.db.read() as session:
            ids = sorted(session.scalars(select(Pair.id)))
        return data.draw(st.sampled_from(ids)) if ids else None

    @rule(mentee=st.integers(0, 3), mentor=st.integers(0, 1), another=st.booleans())
    def propose(self, mentee: int, mentor: int, another: bool) -> None:
        ids = self.mentees[mentee].id, self.mentors[mentor].id, self.project.id
        self.do(lambda work: pairs.propose(work, *ids, on=DAY, another=another))

    @rule(data=st.data(), step=st.sampled_from(("introduce", "activate", "pause", "resume")))
    def step(self, data: st.DataObject, step: str) -> None:
        if id := self.pair(data):
            self.do(lambda work: getattr(pairs, step)(work, id, DAY))

    @rule(data=st.data())
    def agree(self, data: st.DataObject) -> None:
        if id := self.pair(data):
            self.do(lambda work: pairs.consent(work, id, mentee=DAY, mentor=DAY))

    @rule(data=st.data(), reason=st.sampled_from(("goals", "no_fit")))
    def end(self, data: st.DataObject, reason: str) -> None:
        if id := self.pair(data):
            self.do(lambda work: pairs.end(work, id, DAY, reason))

    @rule(data=st.data(), mentor=st.integers(0, 1))
    def rematch(self, data: st.DataObject, mentor: int) -> None:
        if id := self.pair(data):
            self.do(lambda work: pairs.rematch(work, id, self.mentors[mentor].id, DAY, "no_fit"))

    @rule(mentor=st.integers(0, 1), places=st.integers(0, 3))
    def give_places(self, mentor: int, places: int) -> None:
        def change(work) -> None:
            role = work.session.scalars(select(Role).where(Role.person_id == self.mentors[mentor].id)).one()
            role.capacity = places

        self.do(change)

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        if self.past:
            try:
                done = self.db.undo(data.draw(st.sampled_from(self.past)))
            except (Invalid, Conflict):
                return
            if done.id:
                self.past.append(done.id)

    @invariant()
    def nobody_has_too_many(self) -> None:
        if not hasattr(self, "db"):
            return
        with self.db.read() as session:
            assert all(free >= 0 for free in free_places(session, [one.id for one in self.mentors]).values())
            found = session.scalars(select(Pair)).all()
            running = [(one.mentee_id, one.mentor_id) for one in found if one.state in HOLDING]
            assert len(set(running)) == len(running)
            assert len({one.number for one in found}) == len(found)
            begun = [one for one in found if one.active]
            assert all(one.mentee_agreed and one.mentor_agreed for one in begun)
            assert all(one.ended is None for one in found if one.state in HOLDING)

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.close()
            self.folder.cleanup()


TestMentoring = Mentoring.TestCase
TestMentoring.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
