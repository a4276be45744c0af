"""Whatever people do, undoing it step by step leads back to where they were."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import select

from app.core.errors import Conflict
from app.core.partial_date import PartialDate
from app.models import Base, Certificate, Participation, Person, SearchToken
from app.models.db import Database
from tests.factories import add, enrolment, participation, person, project
from tests.factories import course as make_course

NAMES = st.text("abcdefgßäöüÄÖÜŁøşğệ -'", min_size=1, max_size=20).filter(str.strip)
BORN = st.none() | st.builds(PartialDate, st.integers(1930, 2020), st.none() | st.integers(1, 12))


class Office(RuleBasedStateMachine):
    """Creates, changes and deletes people, and takes any of it back and forth."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.db = Database(Path(self.folder.name) / "data.db")
        Base.metadata.create_all(self.db.engine)
        self.past: list[tuple[int | None, Any]] = [(None, self.state())]

    def state(self) -> Any:
        with self.db.read() as session:
            people = {
                p.id: (p.caption, p.caption_key, p.city, p.city_key, p.born) for p in session.scalars(select(Person))
            }
            tokens = {(t.token, t.record_id) for t in session.scalars(select(SearchToken))}
        return people, tokens

    def remember(self, done: Any) -> None:
        if done.id:
            self.past.append((done.id, self.state()))

    def people(self) -> list[int]:
        return sorted(self.past[-1][1][0])

    @rule(name=NAMES, born=BORN)
    def create(self, name: str, born: PartialDate | None) -> None:
        with self.db.work("anlegen") as work:
            work.add(person(name, "Ada", born=born))
        self.remember(work.done)

    @precondition(lambda self: self.people())
    @rule(data=st.data(), name=NAMES, born=BORN)
    def change(self, data: st.DataObject, name: str, born: PartialDate | None) -> None:
        id = data.draw(st.sampled_from(self.people()))
        with self.db.work("ändern") as work:
            work.update(work.get(Person, id), {"last_name": name, "born": born, "city": name[:3]})
        self.remember(work.done)

    @precondition(lambda self: self.people())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from(self.people()), min_size=1, max_size=3, unique=True))
        with self.db.work("löschen") as work:
            for id in ids:
                work.delete(work.get(Person, id))
        self.remember(work.done)

    @precondition(lambda self: len(self.past) > 1)
    @rule()
    def undo_and_redo(self) -> None:
        id, here = self.past[-1]
        assert id
        back = self.db.undo(id)
        assert self.state() == self.past[-2][1]
        assert back.id
        again = self.db.undo(back.id)
        assert self.state() == here
        self.past[-1] = (again.id, here)

    def teardown(self) -> None:
        if not hasattr(self, "past"):
            return
        while len(self.past) > 1:
            id, _here = self.past.pop()
            assert id
            self.db.undo(id)
            assert self.state() == self.past[-1][1]
        self.db.close()
        self.folder.cleanup()


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for many examples."""
    made = Database(tmp_path_factory.mktemp("undo") / "data.db")
    Base.metadata.create_all(made.engine)
    yield made
    made.close()


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)


def test_undo_brings_back_what_was_deleted_with_its_id(db: Database) -> None:
    one = person()
    with db.work("anlegen") as work:
        work.add(one)
    with db.work("löschen") as work:
        work.delete(work.get(Person, one.id))
    assert work.done and work.done.id
    db.undo(work.done.id)
    with db.read() as session:
        assert session.get_one(Person, one.id).caption == "Al-Haddad, Rim"


def test_records_that_refer_to_each_other_come_and_go_together(db: Database) -> None:
    p, one = project(), person()
    c = make_course(p)
    with db.work("alles auf einmal") as work:
        add(work, p, one, c, enrolment(one, c))
    assert work.done and work.done.id
    back = db.undo(work.done.id)
    with db.read() as session:
        assert session.scalars(select(Person)).all() == []
    assert back.id
    db.undo(back.id)
    with db.read() as session:
        assert session.get_one(Person, one.id).city == "Bad Blankenburg"


def test_undo_refuses_to_overwrite_later_work(db: Database) -> None:
    one = person()
    with db.work("anlegen") as work:
        work.add(one)
    with db.work("umziehen") as moved:
        moved.get(Person, one.id).city = "Saalfeld"
    with db.work("wieder umziehen") as work:
        work.get(Person, one.id).city = "Königsee"
    assert moved.done and moved.done.id
    with pytest.raises(Conflict, match="seither weiter geändert"):
        db.undo(moved.done.id)


def test_undo_leaves_fields_alone_that_others_changed_since(db: Database) -> None:
    one = person()
    with db.work("anlegen") as work:
        work.add(one)
    with db.work("umziehen") as moved:
        moved.get(Person, one.id).city = "Saalfeld"
    with db.work("Telefon") as work:
        work.get(Person, one.id).phone = "03671 4711"
    assert moved.done and moved.done.id
    db.undo(moved.done.id)
    with db.read() as session:
        found = session.get_one(Person, one.id)
    assert (found.city, found.phone) == ("Bad Blankenburg", "03671 4711")


def test_undo_takes_back_one_own_field_and_leaves_the_others_alone(db: Database) -> None:
    one = person(own={"1": "Kita", "2": 38})
    with db.work("anlegen") as work:
        work.add(one)
    with db.work("Feld 1 leeren") as emptied:
        emptied.update(emptied.get(Person, one.id), {"own": {"2": 38}})
    with db.work("Feld 2 und 3") as work:
        work.update(work.get(Person, one.id), {"own": {"2": 40, "3": "ja"}})
    assert emptied.done and emptied.done.id
    back = db.undo(emptied.done.id)
    with db.read() as session:
        assert session.get_one(Person, one.id).own == {"1": "Kita", "2": 40, "3": "ja"}
    assert back.id
    db.undo(back.id)
    with db.read() as session:
        assert session.get_one(Person, one.id).own == {"2": 40, "3": "ja"}


def test_a_record_with_an_own_field_filled_in_since_is_not_taken_back(db: Database) -> None:
    with db.work("anlegen") as made:
        one = made.add(person())
    with db.work("Feld") as work:
        work.update(work.get(Person, one.id), {"own": {"1": "Kita"}})
    assert made.done and made.done.id
    with pytest.raises(Conflict, match="seither weiter geändert"):
        db.undo(made.done.id)


KEYED = st.dictionaries(st.sampled_from("abcd"), st.none() | st.integers(0, 2))


@pytest.mark.parametrize("column", ["own", "answers"])
@given(versions=st.lists(KEYED, min_size=2, max_size=5), data=st.data())
def test_what_one_work_changed_is_taken_back_key_by_key(
    quick: Database, column: str, versions: list[dict[str, Any]], data: st.DataObject
) -> None:
    step = data.draw(st.integers(1, len(versions) - 1))
    assume(versions[step - 1] != versions[step])
    with quick.work("anlegen") as work:
        whole, one = work.add(project()), work.add(person())
        taken = work.add(participation(one, whole, "CH-001"))
        record = one if column == "own" else taken
        setattr(record, column, versions[0])
    done = []
    for version in versions[1:]:
        with quick.work("ändern") as work:
            work.update(work.get(type(record), record.id), {column: version})
        done.append(work.done)
    before, after, now = versions[step - 1], versions[step], versions[-1]
    missing = object()
    changed = {key for key in "abcd" if before.get(key, missing) != after.get(key, missing)}
    try:
        quick.undo(done[step - 1].id)
    except Conflict:
        assert any(now.get(key, missing) != after.get(key, missing) for key in changed)
        return
    with quick.read() as session:
        found = getattr(session.get_one(type(record), record.id), column)
    assert found == {key: value for key, value in now.items() if key not in changed} | {
        key: value for key, value in before.items() if key in changed
    }
    assert all(now.get(key, missing) == after.get(key, missing) for key in changed)


def test_an_undone_admission_is_cancelled_and_its_number_stays_taken(db: Database) -> None:
    p, one = project(), person()
    with db.work("anlegen") as work:
        add(work, p, one)
    with db.work("aufnehmen") as admitted:
        admitted.add(participation(one, p, "CH-001"))
    assert admitted.done and admitted.done.id
    back = db.undo(admitted.done.id)
    with db.read() as session:
        found = session.scalars(select(Participation)).one()
    assert found.cancelled and found.number == "CH-001"
    assert back.id
    db.undo(back.id)
    with db.read() as session:
        assert session.scalars(select(Participation)).one().cancelled is None


def test_an_undone_certificate_becomes_void_and_is_never_deleted(db: Database, clock: object) -> None:
    p, one = project(), person()
    with db.work("anlegen") as work:
        add(work, p, one)
    with db.work("ausstellen") as issued:
        paper = Certificate(
            number="SSA-2026-0001", person_id=one.id, issued_on=p.starts, template="t", content_hash="0"
        )
        issued.add(paper)
    assert issued.done and issued.done.id
    db.undo(issued.done.id)
    with db.read() as session:
        assert session.scalars(select(Certificate)).one().voided_on is not None


def test_a_column_that_was_never_set_is_undone_within_the_work_that_made_the_record(db):
    with db.work("anlegen") as work:
        made = work.add(Person(last_name="Al-Haddad"))
        work.session.flush()
        made.gender = "female"
    db.undo(work.done.id)
    with db.read() as session:
        assert session.get(Person, made.id) is None
