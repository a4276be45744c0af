"""Completeness and counting in SQL say exactly what the programme says about each participation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from app.core.partial_date import PartialDate
from app.models import Participation, Person, Project
from app.models.db import Database
from app.services import figures as counting
from app.services.programme import NO_ANSWER, REASON, STAGES, Programme, Question
from app.services.programme_sql import Asked
from app.services.programmes import load

PROGRAMMES = ("esf_plus_2021", "esf_2014", "land_integration", "own")
ENTRY = date(2025, 3, 10)
UNTIL = date(2026, 11, 12)


def answers(programme: Programme) -> st.SearchStrategy[dict[str, Any]]:
    """Any answers: some missing, some declined, some that no question takes."""
    optional = {question.key: answer(question) for question in (*programme.known_columns, *programme.questions)}
    reasons = {q.key + REASON: st.sampled_from(["", "  ", "krank"]) for q in programme.questions if q.reasoned}
    return st.fixed_dictionaries({}, optional=optional | reasons)


def answer(question: Question) -> st.SearchStrategy[Any]:
    if question.kind in ("number", "age"):
        return st.sampled_from([0, 17, 30, 54, 55, 121, -1, "34", 3.5, True, None])
    codes = [option.code for option in question.options] or ["given", "2025-07-01", " ", "2025-7-1"]
    return st.sampled_from([*codes * 4, NO_ANSWER, "unheard_of", "", None])


BORN = st.sampled_from([None, "2008-03-11", "2007-03-10", "1990", "1970-05", "1969-12-31", "2026-01-01"])
PEOPLE = st.fixed_dictionaries(
    {"born": BORN, "gender": st.sampled_from([None, "female", "male", "diverse", "none"])}
    | {name: st.sampled_from(["", "x"]) for name in ("street", "postcode", "city")}
)
DAYS = st.sampled_from([None, None, ENTRY, date(2026, 5, 1), UNTIL + timedelta(1)])


def store(db: Database, drawn: list[tuple[dict[str, Any], dict[str, Any], Any, Any]]) -> None:
    """These people with their answers as the only ones of the file; rows as any writer could leave them."""
    with db.work("anlegen") as work:
        for kind in (Participation, Person):
            work.session.execute(delete(kind))
        for number, (known, said, left, asked) in enumerate(drawn, 1):
            born = PartialDate.parse(known["born"]) if known["born"] else None
            common = {"id": number, "version": 1, "caption": str(number), "caption_key": ""}
            work.session.execute(insert(Person).values({**known, **common, "born": born, "last_name": "x"}))
            days = {"entry": ENTRY, "exit": left, "followed_up": asked}
            work.session.execute(
                insert(Participation).values(
                    {**common, **days, "person_id": number, "project_id": 1, "number": str(number), "answers": said}
                )
            )


@pytest.mark.parametrize("name", PROGRAMMES)
def test_whoever_is_complete_or_counts_is_so_in_sql_too(db: Database, name: str) -> None:
    programme = load(name)
    with db.work("anlegen") as work:
        work.add(Project(id=1, name="P", programme=name))
    rows = st.lists(st.tuples(PEOPLE, answers(programme), DAYS, DAYS), min_size=1, max_size=8)

    @settings(max_examples=settings().max_examples // 2)
    @given(rows)
    def check(drawn: list[Any]) -> None:
        store(db, drawn)
        with db.read() as session:
            compare_gaps(session, programme)
            compare_figures(session, programme)

    check()


def compare_gaps(session: Any, programme: Programme) -> None:
    asked = Asked.of(programme)
    columns = {
        (stage, question.key): asked.gap(question)
        for stage in STAGES
        for question in (*programme.wanted(stage), *programme.wanted(stage, evidence=True))
    }
    counts = [asked.gaps(stage) for stage in STAGES]
    found = session.execute(select(asked.columns.id_, *counts, *columns.values()).select_from(asked.rows))
    people = {one.id: one for one in session.scalars(select(Person))}
    stored = {one.id: one for one in session.scalars(select(Participation))}
    for id, *values in found:
        person, said = people[id], stored[id].answers
        known = programme.known({n: getattr(person, n) for n in programme.person_fields}, ENTRY, said)
        open_ = {
            (stage, one.key)
            for stage in STAGES
            for evidence in (False, True)
            for one in programme.missing(said, known, stage, evidence=evidence)
        }
        assert {key for key, value in zip(columns, values[len(STAGES) :], strict=True) if value} == open_
        assert values[: len(STAGES)] == [len(programme.missing(said, known, stage)) for stage in STAGES]


def compare_figures(session: Any, programme: Programme) -> None:
    counted = [one for one in programme.indicators if not one.source]
    asked = Asked.of(programme, until=UNTIL, indicators=counted)
    columns = [func.count().filter(asked.complete(), asked.counts(one)) for one in counted]
    totals = select(func.count().filter(asked.complete()), *columns).select_from(asked.rows)
    complete, *numbers = session.execute(totals).one()
    expected = counting.figures(programme, counting.records(session, 1, UNTIL))
    assert complete == expected.complete
    in_sql = dict(zip((one.code for one in counted), numbers, strict=True))
    assert {code for code, number in in_sql.items() if number != expected.count(code)} == set()
