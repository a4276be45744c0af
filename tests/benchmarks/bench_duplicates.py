"""How fast and how well doubles are found: of one new person among 100,000, and in a whole file of 10,000."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from app.core import clock
from app.models import Person, SearchToken
from app.models.db import Database
from app.models.migrate import upgrade
from app.services.duplicates import all_pairs, similar
from app.services.sample import _columns
from tests.benchmarks import Row, ms, times
from tests.services.doubles import invent

KEY = "0123456789abcdef" * 4
TYPED = 300
BATCH = 5_000


def measure() -> list[Row]:
    """The table's rows on doubles."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_typing(Path(folder)), *_whole(Path(folder))]


def _typing(folder: Path) -> list[Row]:
    made = invent(100_000, 1, share=0.02)
    db = _filled(folder / "large.koord", made.people)
    chosen = [made.people[second] for _first, second in sorted(made.doubles)[:TYPED]]
    steps = [dict(list(values.items())[:fields]) for values in chosen for fields in (2, 7, 11)]
    with db.read() as session:
        similar(session, steps[0])
        needed = sorted(_seconds(session, values) for values in steps)
    size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
    db.close()
    what = "Doubles of one person among 100,000 while typing, encrypted"
    rows = [(f"{what}, median", statistics.median(needed)), ("… 95 of 100", needed[int(len(needed) * 0.95)])]
    rows += [("… slowest", needed[-1])]
    return [
        *(Row(name, "≤ 50 ms", ms(value)) for name, value in rows),
        Row("… size of the file", "", f"{size:.0f} MiB"),
    ]


def _seconds(session: Any, values: dict[str, Any]) -> float:
    start = time.perf_counter()
    similar(session, values)
    return time.perf_counter() - start


def _whole(folder: Path) -> list[Row]:
    made = invent(10_000, 2)
    db = _filled(folder / "small.koord", made.people)
    with db.read() as session:
        seconds = statistics.median(times(lambda: all_pairs(session), 3))
        places = {id: place for place, id in enumerate(session.scalars(select(Person.id).order_by(Person.id)))}
        found = {tuple(sorted((places[pair.first], places[pair.second]))) for pair in all_pairs(session)}
    db.close()
    hits = len(found & made.doubles)
    return [
        Row("All doubles in a file of 10,000, encrypted", "≤ 10 s", ms(seconds)),
        Row("… known doubles found", "≥ 95 %", f"{hits / len(made.doubles):.1%}"),
        Row("… of those found, truly doubles", "≥ 90 %", f"{hits / len(found):.1%}"),
    ]


def _filled(path: Path, people: list[dict[str, Any]]) -> Database:
    """An encrypted file with these people, written as the sample file is: without a step to take back."""
    db = Database(path, KEY)
    upgrade(db)
    for start in range(0, len(people), BATCH):
        batch = [Person(**{n: v for n, v in values.items() if v}) for values in people[start : start + BATCH]]
        tokens = []
        for person in batch:
            person.prepare()
            person.version = int(clock.now().timestamp())
            tokens += [(kind, token, person.id) for kind, token in person.index_keys()]
        with db.work("") as work:
            connection = work.session.connection()
            rows = [{name: getattr(person, name) for name in _columns(Person)} for person in batch]
            connection.execute(insert(Person), rows)
            found = [{"kind": kind, "token": token, "record_id": id} for kind, token, id in sorted(tokens)]
            connection.execute(insert(SearchToken), found)
    return db
