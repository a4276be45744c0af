"""A program that dies in the middle of writing loses nothing that was saved and leaves nothing half."""

from __future__ import annotations

import multiprocessing as mp
import os
import random
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.models import History, Person, SearchToken
from app.models.cipher import problems
from app.models.db import Database
from app.models.migrate import upgrade
from tests.factories import person

KEY = "0123456789abcdef" * 4
PEOPLE = 3  # of one work

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are made by forking")


@pytest.fixture(scope="module")
def processes() -> Any:
    """Processes that begin with everything loaded, so that they can be made by the hundred."""
    made = mp.get_context("forkserver")
    made.set_forkserver_preload(["tests.models.test_power_loss"])
    return made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("power") / "Saale.koord"
    with closing(Database(path, KEY)) as db:
        upgrade(db)
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with closing(Database(path, KEY)) as opened:
        yield opened


def save(db: Database, number: int) -> None:
    """One work that touches several tables; all its people carry its number."""
    with db.work(f"Nr. {number}") as work:
        for _ in range(PEOPLE):
            work.add(person(postcode=f"{number:05}", notes="x" * random.randint(0, 3000)))


def write_for_ever(path: Path, told: Connection, first: int) -> None:
    """Save work after work and tell the number of each one that is saved."""
    db = Database(path, KEY)
    with closing(db.engine.raw_connection()) as connection:  # the pool gives the same one to every work
        connection.cursor().execute("PRAGMA wal_autocheckpoint=60")  # so that many die in a checkpoint
    for number in count(first):
        save(db, number)
        told.send(number)


def write_some(path: Path, told: Connection, numbers: range) -> None:
    with closing(Database(path, KEY)) as db:
        for number in numbers:
            save(db, number)
            told.send(number)


def write_slowly(path: Path, told: Connection, number: int) -> None:
    """Begin a work, and finish it only when told so."""
    with closing(Database(path, KEY)) as db:
        with db.work("langsam") as work:
            work.add(person(postcode=f"{number:05}"))
            work.session.flush()
            told.send("begun")
            told.recv()
        told.send("finished")


def started(processes: Any, target: Any, path: Path, argument: Any) -> tuple[Any, Connection]:
    here, there = processes.Pipe()
    process = processes.Process(target=target, args=(path, there, argument), daemon=True)
    process.start()
    there.close()
    return process, here


def numbers(told: Connection, until: float) -> Iterator[int]:
    """The numbers told until that moment, or until the other end is gone."""
    with suppress(EOFError, ConnectionResetError):
        while (left := until - time.monotonic()) > 0 and told.poll(left):
            yield told.recv()


def saved(db: Database) -> dict[str, int]:
    """How many people each work has left."""
    with db.read() as session:
        return {p: n for p, n in session.execute(select(Person.postcode, func.count()).group_by(Person.postcode))}


def killed(processes: Any, path: Path, first: int) -> list[int]:
    """The numbers that were told as saved before a writing program was killed at a random moment."""
    process, told = started(processes, write_for_ever, path, first)
    with told:
        assert told.poll(60), "nothing was written"
        moment = time.monotonic() + random.expovariate(1 / 0.02)
        found = list(numbers(told, moment))
        process.kill()
        process.join()
        return [*found, *numbers(told, time.monotonic() + 60)]


def nothing_is_half(path: Path, acknowledged: set[int]) -> int:
    """Check the file after a crash; the next number to use."""
    with closing(Database(path, KEY)) as db:
        found = saved(db)
        assert acknowledged <= {int(number) for number in found}
        assert set(found.values()) <= {PEOPLE}
        with db.read() as session:
            assert session.scalar(select(func.count()).select_from(History)) == len(found)
            people, indexed = select(Person.id), select(SearchToken.record_id)
            assert set(session.scalars(people)) == set(session.scalars(indexed))
        with closing(db.engine.raw_connection()) as connection:
            assert connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
            assert list(problems(connection)) == []
    return max(map(int, found), default=0) + 1


def kill_again_and_again(processes: Any, path: Path, times: int) -> None:
    acknowledged: set[int] = set()
    first = 1
    for _ in range(times):
        acknowledged.update(killed(processes, path, first))
        first = nothing_is_half(path, acknowledged)
    assert len(acknowledged) >= times


def test_a_killed_program_loses_nothing_and_leaves_nothing_half(processes, path):
    kill_again_and_again(processes, path, 15)


@pytest.mark.slow
def test_two_hundred_killed_programs_lose_nothing_and_leave_nothing_half(processes, path):
    kill_again_and_again(processes, path, 200)


def test_a_killed_program_does_not_keep_others_from_writing(processes, path, db):
    process, told = started(processes, write_slowly, path, 1)
    with told:
        assert told.recv() == "begun"
        process.kill()
        process.join()
    save(db, 2)
    assert saved(db) == {"00002": PEOPLE}


def test_two_writing_programs_wait_for_each_other(processes, path, db):
    both = [started(processes, write_some, path, range(start, start + 40)) for start in (0, 1000)]
    for process, told in both:
        with told:
            assert len(list(numbers(told, time.monotonic() + 60))) == 40
        process.join()
        assert process.exitcode == 0
    assert set(saved(db)) == {f"{number:05}" for start in (0, 1000) for number in range(start, start + 40)}


def test_a_writer_waits_until_the_other_has_finished(processes, path, db):
    process, told = started(processes, write_slowly, path, 1)
    with told, ThreadPoolExecutor(1) as elsewhere:
        assert told.recv() == "begun"
        waiting = elsewhere.submit(save, db, 2)
        assert not waiting.done()
        told.send("go on")
        assert told.recv() == "finished"
        waiting.result(60)
    process.join()
    assert saved(db) == {"00001": 1, "00002": PEOPLE}


def test_a_reader_never_waits_for_a_writer(processes, path, db):
    save(db, 1)
    process, told = started(processes, write_slowly, path, 2)
    with told:
        assert told.recv() == "begun"
        assert saved(db) == {"00001": PEOPLE}  # the writer goes on only after this was read
        with db.read() as session:
            before = session.scalar(select(func.count()).select_from(Person))
            told.send("go on")
            assert told.recv() == "finished"
            assert session.scalar(select(func.count()).select_from(Person)) == before
    process.join()
    assert saved(db) == {"00001": PEOPLE, "00002": 1}
