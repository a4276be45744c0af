"""Made-up participations, random and chosen, for the tests of counting and of the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from app.services.figures import Record
from app.services.programme import NO_ANSWER, UNREASONED, Programme, Question
from app.services.programmes import load

ESF = load("esf_plus_2021")

COMPLETE = {"employment": "employed", "school": "middle", "vocational": "trained", "address": "given"}
"""Every mandatory answer of an entry, and the address that was there then."""
LEFT = {"exit_kind": "regular", "status_after": "employed", "qualification": "no"}
"""The same of an exit."""


def record(id: int = 1, *, gender: str | None = "female", age: int | None = 34, **answers: str | None) -> Record:
    """A complete record unless told otherwise; an answer of None was never asked."""
    stored = {key: value for key, value in (COMPLETE | answers).items() if value is not None}
    known = gender, None if age is not None and age < 0 else age, stored.get("address")
    return Record(id, f"CH-{id:03}", known, date(2025, 3, 10), ESF.answers(stored))


def gone(id: int = 1, *, followed_up: date | None = None, **answers: str | None) -> Record:
    """Somebody whose exit is complete, too, unless told otherwise."""
    left = record(id, **(LEFT | answers))
    if status := answers.get("status_after") == UNREASONED and UNREASONED:
        at = ESF.position["status_after"] - len(ESF.known_columns)
        left = replace(left, answers=(*left.answers[:at], status, *left.answers[at + 1 :]))
    return replace(left, exit=date(2025, 6, 30), followed_up=followed_up)


@st.composite
def records(draw: st.DrawFn, programme: Programme = ESF, most: int = 25) -> list[Record]:
    """Any records: some complete, some open, some cancelled, some of the same person."""
    drawn = draw(st.lists(_record(programme), max_size=most))
    return [replace(one, id=n + 1, number=f"CH-{n + 1:03}") for n, one in enumerate(drawn)]


@st.composite
def _record(draw: st.DrawFn, programme: Programme) -> Record:
    answers = tuple(draw(_answer(one)) for one in programme.questions if one.column)
    left = draw(st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)))
    gender = st.sampled_from(["female", "male", "diverse", "none"] * 4 + [None])
    age = st.integers(0, 100) | st.sampled_from([17, 18, 29, 30, 54, 55, None])
    return Record(
        id=0,
        number="",
        known=(draw(gender), draw(age), draw(st.sampled_from(["given"] * 5 + [None]))),
        entry=draw(st.dates(date(2021, 1, 1), date(2027, 12, 31))),
        answers=answers,
        cancelled=draw(st.integers(0, 9)) == 0,
        person=draw(st.none() | st.integers(1, 60)),
        exit=left,
        followed_up=draw(st.sampled_from([None, left])),
    )


def _answer(one: Question) -> st.SearchStrategy[str | None]:
    declined = [None] if not one.declined else [UNREASONED, NO_ANSWER] if one.reasoned else [NO_ANSWER]
    given = [option.code for option in one.options] or ["2025-07-01"]
    return st.sampled_from([*given * 4, *declined, None])
