"""What is kept of participations never says anything else than the programme would, whatever happens meanwhile."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.models import Completeness, Consent, Participation, Person, Project
from app.models.base import Base
from app.models.db import Database
from app.services import checklist, completeness
from app.services.due_people import due
from app.services.programmes import load
from tests.factories import add, participation, person, project

ESF = load("esf_plus_2021")
COMPLETE = {
    "employment": "employed", "school": "middle", "vocational": "trained", "address": "given",
    "target_checked": "2026-03-02",
}  # fmt: skip
ANSWERS = st.sampled_from(
    [COMPLETE, {}, {"employment": "unemployed"}, COMPLETE | {"status_after": "employed"}, COMPLETE | {"school": "no"}]
)
DAYS = st.sampled_from([None, date(2026, 5, 1), date(2026, 10, 20)])
NUMBER = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), NUMBER, ANSWERS),
        st.tuples(st.just("leave"), NUMBER, DAYS),
        st.tuples(st.just("cancel"), NUMBER, DAYS),
        st.tuples(st.just("move"), NUMBER, st.sampled_from(["", "Saalfeld"])),
        st.tuples(st.just("sign"), NUMBER, st.none()),
        st.tuples(st.just("remove"), NUMBER, st.none()),
        st.tuples(st.just("undo"), NUMBER, st.none()),
        st.tuples(st.just("programme"), NUMBER, st.sampled_from(["esf_plus_2021", "own"])),
        st.tuples(st.just("keep"), NUMBER, st.none()),
    ),
    min_size=1,
    max_size=12,
)


class Office:
    """Four people in one project, and what somebody does with them."""

    def __init__(self, db: Database) -> None:
        self.db, self.past = db, []
        self.project = project()
        self.people = [person(name) for name in ("Amiri", "Bondar", "Çelik", "Desta")]
        self.parts = [participation(one, self.project, f"CH-{n:03}") for n, one in enumerate(self.people)]
        with db.work("anlegen") as work:
            add(work, self.project, *self.people, *self.parts)

    def do(self, what: str, number: int, value: Any) -> None:
        if what == "keep":
            completeness.keep(self.db)
            return
        if what == "undo":
            if self.past:
                self.db.undo(self.past.pop())
            return
        with self.db.work(what) as work:
            part = work.session.get(Participation, self.parts[number].id)
            values: dict[str, dict[str, Any]] = {
                "answer": {"answers": value}, "leave": {"exit": value},
                "cancel": {"cancelled": value, "cancel_reason": "Irrtum" if value else ""},
            }  # fmt: skip
            if what in values and part:
                work.update(part, values[what])
            if what == "move":
                work.get(Person, self.people[number].id).city = value
            if what == "sign" and part:
                work.add(Consent(person_id=part.person_id, purpose="informed", given=date(2026, 3, 2)))
            if what == "remove" and part:
                work.delete(part)
            if what == "programme":
                work.get(Project, self.project.id).programme = value
        if work.done and work.done.id and what not in ("remove", "sign"):
            self.past.append(work.done.id)

    def findings(self) -> tuple[Any, ...]:
        """What Prüfliste, start page and forms say of everybody."""
        with self.db.read() as session:
            listed = checklist.rules(session)
            counts = checklist.counts(session, listed)
            found = {rule.key: checklist.ids(session, rule) for rule in listed}
            waits = sorted(
                (one.kind, one.who, one.deadline) for one in due(session, [self.project.id], date(2030, 1, 1))
            )
            programme = load(session.get_one(Project, self.project.id).programme)
            rows = completeness.standing(programme, [self.project.id])
            gaps = sorted(map(tuple, session.execute(select(rows.c.id_, rows.c.entry_gaps, rows.c.exit_gaps))))
        return counts, found, waits, gaps

    def known(self) -> int:
        with self.db.read() as session:
            return session.scalar(select(func.count()).select_from(Completeness)) or 0


def test_what_is_kept_is_what_the_programme_says_after_any_work(db: Database, clock: datetime) -> None:
    @settings(max_examples=settings().max_examples // 2)
    @given(STEPS)
    def check(steps: list[tuple[str, int, Any]]) -> None:
        with db.work("leeren") as work:
            for table in reversed(Base.metadata.sorted_tables):
                work.session.execute(table.delete())
        office = Office(db)
        completeness.keep(db)
        for step in steps:
            with suppress(UserError):  # what a rule refuses changes nothing
                office.do(*step)
        said = office.findings()
        with db.work("") as work:
            work.session.execute(delete(Completeness))
        assert office.findings() == said
        completeness.keep(db)
        assert office.findings() == said

    check()


def openness(db: Database, *people: Person) -> list[completeness.Openness | None]:
    with db.read() as session:
        found = completeness.of_people(session, [one.id for one in people])
    return [found.get(one.id) for one in people]


def test_whoever_takes_part_lacks_something_or_nothing_and_nobody_else(db: Database, clock: datetime) -> None:
    p, rim, oksana, anna, nino = project(), *(person(name) for name in ("Amiri", "Bondar", "Çelik", "Desta"))
    over = {"cancelled": date(2026, 4, 1), "cancel_reason": "Irrtum"}
    parts = [
        participation(rim, p, "CH-1", answers=COMPLETE),
        participation(oksana, p, "CH-2", answers={"employment": "employed", "address": "given"}),
        participation(nino, p, "CH-3", **over),
    ]
    with db.work("anlegen") as work:
        add(work, p, rim, oksana, anna, nino, *parts)
    nothing, two = completeness.Openness(), completeness.Openness(answers=2)
    assert openness(db, rim, oksana, anna, nino) == [nothing, two, None, None]


def test_an_exit_is_open_for_four_weeks_and_late_after_that(db: Database, clock: datetime) -> None:
    left = {"exit_kind": "regular", "status_after": "employed", "qualification": "no"}
    p, people = project(), [person(name) for name in ("Amiri", "Bondar", "Çelik")]
    days, said = (date(2026, 10, 20), date(2026, 10, 1), date(2026, 10, 1)), (COMPLETE, COMPLETE, COMPLETE | left)
    rows = zip(people, days, said, strict=True)
    parts = [participation(one, p, f"CH-{n}", exit=day, answers=a) for n, (one, day, a) in enumerate(rows)]
    with db.work("anlegen") as work:
        add(work, p, *people, *parts)
    open_, late = completeness.Openness(exit=True), completeness.Openness(exit=True, late=True)
    assert openness(db, *people) == [open_, late, completeness.Openness()]


def test_whoever_is_still_there_when_the_grant_has_ended_lacks_an_exit(db: Database, clock: datetime) -> None:
    found = []
    for ends in (date(2027, 12, 31), date(2026, 11, 1), date(2026, 9, 30)):
        p, rim = project(starts=date(2025, 1, 1), ends=None), person()
        part = project("Teil", parent_id=p.id, starts=None, ends=ends)
        with db.work("anlegen") as work:
            add(work, p, part, rim, participation(rim, part, f"CH-{ends}", answers=COMPLETE))
        found += openness(db, rim)
    states = ((False, False), (True, False), (True, True))
    assert found == [completeness.Openness(exit=exit, late=late) for exit, late in states]


def test_whoever_is_changed_is_looked_at_anew_and_nobody_else(db: Database, clock: datetime) -> None:
    office = Office(db)
    assert completeness.keep(db) == 4 and office.known() == 4
    office.do("move", 1, "Saalfeld")
    office.do("answer", 2, {})
    assert office.known() == 2
    assert completeness.keep(db) == 2 and office.known() == 4
    assert completeness.keep(db) == 0


def test_everybody_is_looked_at_anew_after_the_programme_has_changed(
    db: Database, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(db)
    completeness.keep(db)
    monkeypatch.setitem(vars(ESF), "fingerprint", "esf_plus_2021 0815")
    assert completeness.keep(db) == 4 and office.known() == 4


def test_cancelling_leaves_what_was_found_so_far(
    db: Database, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(db)
    monkeypatch.setattr(completeness, "AT_ONCE", 3)

    class UntilSomethingIsKnown(Progress):
        def check(self) -> None:
            self.cancelled = office.known() > 0
            super().check()

    with pytest.raises(Cancelled):
        completeness.keep(db, UntilSomethingIsKnown())
    assert office.known() == 3


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    code = "from app.services.programmes import load; print(load('esf_plus_2021').fingerprint, end='')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == ESF.fingerprint != load("own").fingerprint and len(told) <= 40
