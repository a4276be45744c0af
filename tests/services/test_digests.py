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
from app.models import Consent, Digest, Participation, Person, Project
from app.models.base import Base
from app.models.db import Database
from app.services import checklist, digests
from app.services.digests import KEPT, in_short
from app.services.due_people import due
from app.services.goals import state
from app.services.openness import Openness, of_people
from app.services.programmes import load
from tests.factories import add, participation, person, project

ESF = load("esf_plus_2021")
COMPLETE = {
    "employment": "employed", "school": "middle", "vocational": "trained", "address": "given",
    "target_checked": "2026-03-02",
}  # fmt: skip
LOOKING = COMPLETE | {"employment": "unemployed", "unemployed_for": "under_6"}
ANSWERS = st.sampled_from(
    [
        COMPLETE,
        {},
        {"employment": "unemployed"},
        LOOKING,
        LOOKING | {"status_after": "employed"},
        COMPLETE | {"status_after": "employed"},
        COMPLETE | {"school": "no"},
    ]
)
DAYS = st.sampled_from([None, date(2026, 5, 1), date(2026, 10, 20)])
TODAY = date(2026, 11, 12)
NUMBER = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), NUMBER, ANSWERS),
        st.tuples(st.just("leave"), NUMBER, DAYS),
        st.tuples(st.just("cancel"), NUMBER, DAYS),
        st.tuples(st.just("move"), NUMBER, st.sampled_from(["", "Saalfeld"])),
        st.tuples(st.just("marry"), NUMBER, st.sampled_from(["Amiri", "Öztürk"])),
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
        self.project = project(goals="EECO01: 3\nEECO03: 2\nEECO05: 2\nEECR04: 1")
        self.people = [person(name) for name in ("Amiri", "Bondar", "Çelik", "Desta")]
        self.parts = [participation(one, self.project, f"CH-{n:03}") for n, one in enumerate(self.people)]
        with db.work("anlegen") as work:
            add(work, self.project, *self.people, *self.parts)

    def do(self, what: str, number: int, value: Any) -> None:
        if what == "keep":
            digests.keep(self.db)
            return
        if what == "undo":
            if self.past:
                self.db.undo(self.past.pop())
            return
        with self.db.work(what) as work:
            names = {"move": "city", "marry": "last_name"}
            if what in names:
                setattr(work.get(Person, self.people[number].id), names[what], value)
            part = work.session.get(Participation, self.parts[number].id)
            values: dict[str, dict[str, Any]] = {
                "answer": {"answers": value}, "leave": {"exit": value},
                "cancel": {"cancelled": value, "cancel_reason": "Irrtum" if value else ""},
            }  # fmt: skip
            if what in values and part:
                work.update(part, values[what])
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
            project = session.get_one(Project, self.project.id)
            programme = load(project.programme)
            goals = [state(session, project, programme, day) for day in (TODAY, date(2026, 10, 1))]
            rows = in_short(programme, [self.project.id], *KEPT)
            said = sorted(map(tuple, session.execute(select(rows))))
        return counts, found, waits, goals, said

    def known(self) -> int:
        with self.db.read() as session:
            return session.scalar(select(func.count()).select_from(Digest)) or 0


def test_what_is_kept_is_what_the_programme_says_after_any_work(db: Database, clock: datetime) -> None:
    @settings(max_examples=settings().max_examples // 2)
    @given(STEPS)
    def check(steps: list[tuple[str, int, Any]]) -> None:
        with db.work("leeren") as work:
            for table in reversed(Base.metadata.sorted_tables):
                work.session.execute(table.delete())
        office = Office(db)
        digests.keep(db)
        for step in steps:
            with suppress(UserError):  # what a rule refuses changes nothing
                office.do(*step)
        said = office.findings()
        with db.work("") as work:
            work.session.execute(delete(Digest))
        assert office.findings() == said
        digests.keep(db)
        assert office.findings() == said

    check()


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(("day", "found"), [(date(2026, 10, 1), 0), (date(2026, 10, 20), 1), (TODAY, 1)])
def test_a_result_counts_from_the_day_of_the_exit_on(
    db: Database, clock: datetime, day: date, found: int, *, kept: bool
) -> None:
    p, people = project(goals="EECO01: 3\nEECR04: 1"), [person(name) for name in ("Amiri", "Bondar")]
    answers = LOOKING | {"status_after": "employed"}
    parts = [
        participation(one, p, f"CH-{n}", exit=exit, answers=answers)
        for n, (one, exit) in enumerate(zip(people, (date(2026, 10, 20), None), strict=True))
    ]
    with db.work("anlegen") as work:
        add(work, p, *people, *parts)
    if kept:
        digests.keep(db)
    with db.read() as session:
        now = state(session, session.get_one(Project, p.id), ESF, day)
    assert (now.complete, now.incomplete, [goal.actual for goal in now.goals]) == (2, 0, [2, found])


def openness(db: Database, *people: Person) -> list[Openness | None]:
    with db.read() as session:
        found = of_people(session, [one.id for one in people])
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
    nothing, two = Openness(), Openness(answers=2)
    assert openness(db, rim, oksana, anna, nino) == [nothing, two, None, None]


def test_an_exit_is_open_for_four_weeks_and_late_after_that(db: Database, clock: datetime) -> None:
    left = {"exit_kind": "regular", "status_after": "employed", "qualification": "no"}
    p, people = project(), [person(name) for name in ("Amiri", "Bondar", "Çelik")]
    days, said = (date(2026, 10, 20), date(2026, 10, 1), date(2026, 10, 1)), (COMPLETE, COMPLETE, COMPLETE | left)
    rows = zip(people, days, said, strict=True)
    parts = [participation(one, p, f"CH-{n}", exit=day, answers=a) for n, (one, day, a) in enumerate(rows)]
    with db.work("anlegen") as work:
        add(work, p, *people, *parts)
    open_, late = Openness(exit=True), Openness(exit=True, late=True)
    assert openness(db, *people) == [open_, late, Openness()]


def test_whoever_is_still_there_when_the_grant_has_ended_lacks_an_exit(db: Database, clock: datetime) -> None:
    found = []
    for ends in (date(2027, 12, 31), date(2026, 11, 1), date(2026, 9, 30)):
        p, rim = project(starts=date(2025, 1, 1), ends=None), person()
        part = project("Teil", parent_id=p.id, starts=None, ends=ends)
        with db.work("anlegen") as work:
            add(work, p, part, rim, participation(rim, part, f"CH-{ends}", answers=COMPLETE))
        found += openness(db, rim)
    states = ((False, False), (True, False), (True, True))
    assert found == [Openness(exit=exit, late=late) for exit, late in states]


def test_whoever_is_changed_is_looked_at_anew_and_nobody_else(db: Database, clock: datetime) -> None:
    office = Office(db)
    assert digests.keep(db) == 4 and office.known() == 4
    office.do("move", 1, "Saalfeld")
    office.do("answer", 2, {})
    assert office.known() == 2
    assert digests.keep(db) == 2 and office.known() == 4
    assert digests.keep(db) == 0


def test_everybody_is_looked_at_anew_after_the_programme_has_changed(
    db: Database, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(db)
    digests.keep(db)
    monkeypatch.setitem(vars(ESF), "fingerprint", 815)
    assert digests.keep(db) == 4 and office.known() == 4


def test_cancelling_leaves_what_was_found_so_far(
    db: Database, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(db)
    monkeypatch.setattr(digests, "AT_ONCE", 3)

    class UntilSomethingIsKnown(Progress):
        def check(self) -> None:
            self.cancelled = office.known() > 0
            super().check()

    with pytest.raises(Cancelled):
        digests.keep(db, UntilSomethingIsKnown())
    assert office.known() == 3


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    code = "from app.services.programmes import load; print(load('esf_plus_2021').fingerprint, end='')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(told) == ESF.fingerprint != load("own").fingerprint and ESF.fingerprint < 2**63


def test_nothing_is_kept_of_whoever_is_gone(db: Database, clock: datetime) -> None:
    office = Office(db)
    digests.keep(db)
    with db.work("löschen") as work:
        work.delete(work.get(Participation, office.parts[0].id))
        work.delete(work.get(Person, office.people[0].id))
    with db.read() as session:
        names = set(session.scalars(select(Digest.caption)))
    assert names == {one.caption for one in office.people[1:]}
