"""Made-up participations, random and chosen, for the tests of counting and of the workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from app.services.figures import Record
from app.services.programme import NO_ANSWER, Programme
from app.services.programmes import load

ESF = load("esf_plus_2021")

COMPLETE = {"employment": "employed", "school": "middle", "vocational": "trained"}


def record(id: int = 1, *, gender: str | None = "female", age: int | None = 34, **answers: str | None) -> Record:
    """A complete record unless told otherwise; an answer of None was never asked."""
    stored = {key: value for key, value in (COMPLETE | answers).items() if value is not None}
    return Record(id, f"CH-{id:03}", gender, age, date(2025, 3, 10), ESF.answers(stored))


@st.composite
def records(draw: st.DrawFn, programme: Programme = ESF, most: int = 25) -> list[Record]:
    """Any records: some complete, some open, some cancelled, some of the same person."""
    drawn = draw(st.lists(_record(programme), max_size=most))
    return [replace(one, id=n + 1, number=f"CH-{n + 1:03}") for n, one in enumerate(drawn)]


@st.composite
def _record(draw: st.DrawFn, programme: Programme) -> Record:
    answers = tuple(
        draw(
            st.sampled_from(
                [*(option.code for option in one.options)] * 4 + [NO_ANSWER if one.declined else None, None]
            )
        )
        for one in programme.questions
    )
    return Record(
        id=0,
        number="",
        gender=draw(st.sampled_from(["female", "male", "diverse", "none"] * 4 + [None])),
        age=draw(st.integers(0, 100) | st.sampled_from([17, 18, 29, 30, 54, 55, None, -1])),
        entry=draw(st.dates(date(2021, 1, 1), date(2027, 12, 31))),
        answers=answers,
        cancelled=draw(st.integers(0, 9)) == 0,
        person=draw(st.none() | st.integers(1, 60)),
    )
