"""Programmes that differ from ESF+: other age borders, no European money, no participants at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.models import Participation, Project
from app.services import agenda, participations
from app.services.figures import Record, figures
from app.services.indicator_report import indicator_report
from app.services.programme import Programme
from app.services.programmes import available, load
from tests import factories as make
from tests.services.participants import COMPLETE, LEFT, records

OLD, LAND, THILIK = load("esf_2014"), load("land_integration"), load("thilik")
ASKING = [load(id) for id in available() if not load(id).asks_nobody]


def someone(programme: Programme, id: int = 1, *, age: int = 34, left: bool = False, **said: str) -> Record:
    stored = COMPLETE | {"migration_biography": "yes", "purpose": "work"} | (LEFT if left else {}) | said
    given = {"gender": "female", "age": age, "address": "given"}
    known = tuple(given[one.key] for one in programme.known_columns)
    exit = date(2018, 6, 30) if left else None
    return Record(id, f"CH-{id:03}", known, date(2018, 3, 10), programme.answers(stored), exit=exit, followed_up=exit)


# ------------------------------------------------------------------ ESF 2014–2020


def test_the_old_period_has_all_its_indicators():
    codes = [*(f"CO{n:02}" for n in range(1, 24)), *(f"CR{n:02}" for n in range(1, 10))]
    assert [one.code for one in OLD.indicators if not one.internal] == codes
    assert [one.code for one in OLD.indicators if one.source] == ["CO20", "CO21", "CO22", "CO23"]


@pytest.mark.parametrize(("age", "code"), [(24, "CO06"), (25, "AGE_25_54"), (54, "AGE_25_54"), (55, "CO07")])
def test_the_old_period_draws_its_age_borders_elsewhere(age, code):
    result = figures(OLD, [someone(OLD, age=age)])
    assert [one for one in ("CO06", "AGE_25_54", "CO07") if result.count(one)] == [code]


def test_the_young_were_long_term_unemployed_after_six_months():
    said = {"employment": "unemployed", "unemployed_for": "6_to_12"}
    assert figures(OLD, [someone(OLD, 1, age=24, **said), someone(OLD, 2, age=25, **said)]).people("CO02") == (1,)


def test_who_never_went_to_school_is_in_no_class_of_the_old_period():
    result = figures(OLD, [someone(OLD, school="never", vocational="none")])
    assert not any(result.count(code) for code in ("CO09", "CO10", "CO11")) and result.count("ISCED_0") == 1
    assert all(one.holds for one in result.controls)


def test_the_disadvantaged_count_once_more_with_any_result():
    said = {"employment": "inactive", "in_education": "no", "status_6_months": "employed"}
    found = [
        someone(OLD, 1, left=True, migrant="yes", status_after="in_education", **said),
        someone(OLD, 2, left=True, disability="yes", status_after="none", qualification="yes", **said),
        someone(OLD, 3, left=True, status_after="employed", **said),
        someone(OLD, 4, left=True, migrant="yes", status_after="none", **said),
    ]
    result = figures(OLD, found)
    assert result.people("CR05") == (1, 2) and result.people("CR09") == (1, 2, 4) and result.count("CR06") == 4
    assert result.bases["CR05"] == 3


# ------------------------------------------------------------------ Land, own


def test_the_state_programme_shows_no_european_emblem_and_names_its_goals():
    assert (LAND.terms.emblem, LAND.terms.sentence) == ("none", "Gefördert durch den Freistaat Thüringen")
    assert [one.code for one in LAND.goals] == ["1", "2", "3", "4", "5", "6"]
    assert LAND.definitions[0][0] == "Menschen mit Migrationsbiografie"
    assert "2021/1057" not in " ".join(LAND.terms.legal_basis.values())


def test_the_state_programme_counts_people_by_origin_of_their_citizenship():
    found = [someone(LAND, 1), someone(LAND, 2, migration_biography="no"), someone(LAND, 3, migration_biography="")]
    result = figures(LAND, found)
    assert [result.count(code) for code in ("LI01", "LI02", "LI03")] == [2, 1, 1]
    assert len(result.open) == 1 and result.number("LI11") is None


@pytest.mark.parametrize("programme", ASKING, ids=lambda one: one.id)
def test_control_sums_hold_for_everybody_who_may_come(programme):
    @given(st.data())
    def check(data: st.DataObject) -> None:
        result = figures(programme, data.draw(records(programme)))
        assert all(one.holds for one in result.controls)
        assert sum(result.count(programme.controls[0].whole, one.code) for one in programme.genders) == result.complete

    check()


@pytest.mark.parametrize("programme", ASKING, ids=lambda one: one.id)
def test_every_target_can_be_typed_at_the_project(programme):
    for one in (one for one in programme.indicators if not one.internal):
        assert Project(goals=f"{one.code}: 12").targets == {one.code: 12}


# ------------------------------------------------------------------ ThILIK: nobody is asked


def test_thilik_has_five_tasks_and_no_questions():
    assert len(THILIK.categories) == 5 and not THILIK.asked and not THILIK.stages
    assert all(one.source for one in THILIK.indicators)
    assert "keinen Fragebogen" in THILIK.asks_nobody


@pytest.fixture
def structural(one_db):
    """A project that supports structures, and a person."""
    project, person = make.project(programme="thilik", goals="TH11: 8"), make.person()
    with one_db.work("anlegen") as work:
        make.add(work, project, person)
    return project, person


def test_nobody_is_taken_into_a_project_that_asks_nobody(one_db, structural):
    project, person = structural
    with pytest.raises(Invalid, match="keine Teilnehmenden"), one_db.work("aufnehmen") as work:
        participations.admit(work, person.id, project.id, date(2026, 3, 2))


def test_its_report_and_start_page_count_nobody(one_db, structural):
    project, _person = structural
    with one_db.read() as session:
        found = indicator_report(session, project.id, date(2026, 12, 31))
        overview = agenda.overview(session, project.id)
    assert found.figures.number("TH11") is None and found.figures.controls == ()
    assert (overview.complete, overview.incomplete, overview.goals) == (0, 0, ())


def test_people_who_were_taken_in_before_do_not_count(one_db, structural):
    project, person = structural
    with one_db.work("aufnehmen") as work:
        work.add(Participation(person_id=person.id, project_id=project.id, number="X-1", entry=date(2026, 3, 2)))
    with one_db.read() as session:
        assert indicator_report(session, project.id, date(2026, 12, 31)).figures.listed == 0
