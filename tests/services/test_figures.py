"""Counting: who counts, for what, once, and only with a complete record."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.partial_date import PartialDate
from app.models import Participation, Person, Project
from app.services.figures import Figures, Record, figures
from app.services.figures import records as stored_records
from app.services.participations import admit
from app.services.programme import NO_ANSWER, UNREASONED
from tests.services.participants import COMPLETE, ESF, LEFT, gone, record, records

GENDERS = ("female", "male", "diverse", "none")


def count(*found: Record) -> Figures:
    return figures(ESF, found)


def test_a_complete_record_counts_once_under_its_gender():
    result = count(record(gender="diverse"))
    assert result.count("EECO01") == result.count("EECO01", "diverse") == 1
    assert result.count("EECO01", "female") == 0
    assert result.people("EECO01", "diverse") == (1,)


def test_somebody_unemployed_for_more_than_a_year_counts_as_unemployed_and_as_long_term():
    result = count(
        record(employment="unemployed", unemployed_for="over_12"),
        record(2, employment="unemployed", unemployed_for="under_6"),
    )
    assert (result.count("EECO02"), result.count("EECO03")) == (2, 1)


def test_long_term_counts_only_with_unemployed():
    assert count(record(employment="employed", unemployed_for="over_12")).count("EECO03") == 0


@pytest.mark.parametrize(
    ("age", "code"),
    [
        (0, "EECO06"),
        (17, "EECO06"),
        (18, "EECO07"),
        (29, "EECO07"),
        (30, "AGE_30_54"),
        (54, "AGE_30_54"),
        (55, "EECO08"),
        (99, "EECO08"),
    ],
)
def test_every_age_is_in_one_class(age, code):
    result = count(record(age=age))
    assert [c for c in ("EECO06", "EECO07", "EECO08", "AGE_30_54") if result.count(c)] == [code]


@pytest.mark.parametrize(
    ("school", "vocational", "code"),
    [
        ("never", "none", "EECO09"),
        ("lower", "none", "EECO09"),
        ("middle", "trained", "EECO10"),
        ("upper", "none", "EECO10"),
        ("below", "health", "EECO10"),
        ("middle", "master_craft", "EECO11"),
        ("never", "doctorate", "EECO11"),
    ],
)
def test_the_higher_of_school_and_vocational_education_counts(school, vocational, code):
    result = count(record(school=school, vocational=vocational))
    assert [c for c in ("EECO09", "EECO10", "EECO11") if result.count(c)] == [code]


def test_stateless_and_unclear_count_as_third_country_but_eu_does_not():
    found = [
        record(n, nationality=code)
        for n, code in enumerate(["third", "stateless", "unclear", "eu", "german", NO_ANSWER])
    ]
    assert count(*found).people("EECO13") == (0, 1, 2)


def test_both_parents_must_be_born_abroad():
    one, both = record(1, parent_1="abroad", parent_2="germany"), record(2, parent_1="abroad", parent_2="abroad")
    assert count(one, both).people("EECO14") == (2,)


def test_voluntary_answers_may_be_missing_or_declined():
    result = count(record(), record(2, disability=NO_ANSWER, minority=NO_ANSWER))
    assert result.complete == 2
    assert result.count("EECO12") == result.count("EECO15") == 0


@pytest.mark.parametrize("missing", ["employment", "school", "vocational"])
def test_without_a_mandatory_answer_nobody_is_counted(missing):
    result = count(record(**{missing: None}))
    assert (result.complete, result.count("EECO01")) == (0, 0)
    assert [(gap.question.key, gap.declined) for gap in result.open[0].gaps] == [(missing, False)]


def test_declining_a_mandatory_answer_is_told_apart_from_not_being_asked():
    (gap,) = count(record(school=NO_ANSWER)).open[0].gaps
    assert gap.declined and gap.question.key == "school"


def test_without_gender_or_age_nobody_is_counted():
    result = count(record(gender=None, age=None), record(2, age=None))
    assert [[gap.question.key for gap in one.gaps] for one in result.open] == [["gender", "age"], ["age"]]


def test_cancelled_people_never_count():
    result = count(replace(record(), cancelled=True), replace(record(2, school=None), cancelled=True))
    assert (result.complete, result.open, result.cancelled) == (0, (), 2)


def test_one_person_counts_once_with_the_first_entry():
    early = replace(record(7, employment="inactive", in_education="no"), person=5, entry=date(2025, 1, 2))
    late = replace(record(3), person=5, entry=date(2026, 1, 2))
    for order in ([early, late], [late, early]):
        result = count(*order)
        assert result.people("EECO01") == (7,) and result.count("EECO04") == 1
        assert result.repeated == {3}


def test_a_cancelled_first_participation_does_not_hide_the_second():
    gone = replace(record(1), person=5, cancelled=True)
    assert count(gone, replace(record(2), person=5, entry=date(2026, 1, 2))).people("EECO01") == (2,)


def test_open_records_that_might_count_are_named():
    unknown = record(1, employment="unemployed")
    short = record(2, employment="unemployed", unemployed_for="under_6", school=None)
    silent = record(3, employment=None)
    worker = record(4, school=None)
    result = count(unknown, short, silent, worker)
    assert [one.record.id for one in result.possible("EECO03")] == [1, 3]
    assert [one.record.id for one in result.possible("EECO01")] == [1, 2, 3, 4]
    assert [one.record.id for one in result.possible("EECO09")] == [2, 4]
    assert result.possible("EECO03", "male") == []


def test_control_sums_compare_two_numbers():
    result = count(record(), record(2, age=60))
    assert all(one.holds for one in result.controls)
    assert {(one.left, one.right) for one in result.controls if one.control.relation == "equal"} == {(2, 2)}


# ------------------------------------------------------------------ rules that hold for every list of people


@given(records())
def test_the_control_sums_of_the_funder_always_hold(found):
    result = figures(ESF, found)
    assert result.count("EECO01") == sum(map(result.count, ("EECO02", "EECO04", "EECO05"))) == result.complete
    assert result.count("EECO03") <= result.count("EECO02")
    assert sum(map(result.count, ("EECO09", "EECO10", "EECO11"))) == result.complete
    assert sum(map(result.count, ("EECO06", "EECO07", "EECO08", "AGE_30_54"))) == result.complete
    assert sum(result.count("EECO01", gender) for gender in GENDERS) == result.complete
    assert all(one.holds for one in result.controls)


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(found, shuffler: random.Random):
    shuffled = list(found)
    shuffler.shuffle(shuffled)
    one, other = figures(ESF, found), figures(ESF, shuffled)
    for code in one.behind:
        assert set(one.people(code)) == set(other.people(code))
    assert {o.record.id for o in one.open} == {o.record.id for o in other.open}
    assert one.repeated == other.repeated


@given(records())
def test_everybody_is_counted_open_cancelled_or_repeated(found):
    result = figures(ESF, found)
    assert result.complete + len(result.open) + result.cancelled + len(result.repeated) == len(found)


@given(records())
def test_a_second_way_of_counting_finds_the_same(found):
    result = figures(ESF, found)
    assert {(c, g): result.count(c, g) for c in result.behind for g in GENDERS if result.count(c, g)} == oracle(found)


def oracle(found: list[Record]) -> dict[tuple[str, str], int]:
    """The rules of the regulation once more, written out by hand and without the programme file."""
    names = [question.key for question in ESF.questions if question.column]
    kept: dict[object, Record] = {}
    for one in sorted((r for r in found if not r.cancelled), key=lambda r: (r.entry, r.id)):
        key = ("person", one.person) if one.person else ("record", one.id)
        first = kept.setdefault(key, one)
        late = {n for n, question in enumerate(names) if ESF.question(question).stage != "entry"}
        answers = tuple((one if n in late else first).answers[n] for n in range(len(names)))
        kept[key] = replace(first, exit=one.exit, followed_up=one.followed_up, answers=answers)
    tally: Counter[tuple[str, str]] = Counter()
    for one in kept.values():
        gender, age, address = one.known
        answers = {k: v for k, v in zip(names, one.answers, strict=True) if v not in (None, NO_ANSWER, UNREASONED)}
        housed = address or answers.get("homeless") == "yes"
        if all(k in answers for k in ("employment", "school", "vocational")) and gender and housed:
            status = answers["employment"]
            needed = {"unemployed": "unemployed_for", "inactive": "in_education"}.get(status, "school")
            if needed in answers and age is not None:
                codes = _codes(age, answers)
                codes += _results(answers, followed=one.followed_up is not None) if one.exit else []
                tally.update((code, gender) for code in codes)
    return dict(tally)


def _codes(age: int, a: dict[str, object]) -> list[str]:
    codes = ["EECO01", {"unemployed": "EECO02", "inactive": "EECO04", "employed": "EECO05"}[str(a["employment"])]]
    if codes[1] == "EECO02" and a["unemployed_for"] == "over_12":
        codes.append("EECO03")
    codes.append("EECO06" if age < 18 else "EECO07" if age < 30 else "AGE_30_54" if age < 55 else "EECO08")
    if a["vocational"] in ("master_craft", "bachelor", "master", "doctorate"):
        codes.append("EECO11")
    elif a["vocational"] == "none" and a["school"] != "upper":
        codes.append("EECO09")
    else:
        codes.append("EECO10")
    codes += [
        c for c, k in (("EECO12", "disability"), ("EECO15", "minority"), ("EECO16", "homeless")) if a.get(k) == "yes"
    ]
    codes += ["EECO13"] if a.get("nationality") in ("third", "stateless", "unclear") else []
    codes += ["EECO14"] if a.get("parent_1") == a.get("parent_2") == "abroad" else []
    return codes + (["EECO17"] if a.get("degurba") == "3" else [])


def _results(a: dict[str, object], *, followed: bool) -> list[str]:
    status, after, later = a["employment"], a.get("status_after"), a.get("status_6_months")
    codes = ["EECR01"] if status == "inactive" and after in ("unemployed", "job_seeking") else []
    learning = status == "inactive" and a["in_education"] == "yes"
    codes += ["EECR02"] if after == "in_education" and not learning else []
    codes += ["EECR03"] if a.get("qualification") == "yes" else []
    codes += ["EECR04"] if status != "employed" and after in ("employed", "self_employed") else []
    if followed:
        codes += ["EECR05"] if status != "employed" and later in ("employed", "self_employed") else []
        codes += ["EECR06"] if status == "employed" and a.get("better_6_months") == "yes" else []
    return codes


# ------------------------------------------------------------------ results


def test_a_result_counts_only_for_whoever_left():
    left = gone(1, employment="unemployed", unemployed_for="under_6")
    assert count(left).people("EECR04") == (1,)
    assert count(replace(left, exit=None)).count("EECR04") == 0


def test_only_the_reference_population_counts():
    worker = gone(1)
    learner = gone(2, employment="inactive", in_education="yes", status_after="in_education")
    other = gone(3, employment="inactive", in_education="no", status_after="in_education")
    result = count(worker, learner, other, record(4, employment="inactive", in_education="no"))
    assert result.count("EECR04") == 0 and result.people("EECR02") == (3,)
    assert (result.bases["EECR02"], result.bases["EECR04"], result.bases["EECR06"]) == (3, 3, 1)


def test_six_months_later_counts_after_somebody_asked():
    said = {"employment": "inactive", "in_education": "no", "status_6_months": "self_employed"}
    assert count(gone(1, **said)).count("EECR05") == 0
    assert count(gone(1, followed_up=date(2026, 1, 5), **said)).count("EECR05") == 1


def test_an_open_exit_counts_as_a_participant_and_might_count_as_a_result():
    silent = gone(1, employment="inactive", in_education="no", status_after=None)
    unreasoned = gone(2, employment="inactive", in_education="no", status_after=UNREASONED)
    result = count(silent, unreasoned, gone(3))
    assert result.complete == 3
    assert [(one.record.id, [gap.question.key for gap in one.gaps]) for one in result.unfinished] == [
        (1, ["status_after"]),
        (2, ["status_after"]),
    ]
    assert [gap.declined for one in result.unfinished for gap in one.gaps] == [False, True]
    assert [one.record.id for one in result.possible("EECR01")] == [1]
    assert [one.record.id for one in result.possible("EECR05")] == [1, 2]
    assert result.possible("EECO01") == []


def test_whoever_came_again_has_the_first_entry_and_the_last_exit():
    first = replace(gone(1, employment="inactive", in_education="no", status_after="unemployed"), person=5)
    again = replace(gone(2, employment="unemployed", unemployed_for="over_12"), person=5, entry=date(2026, 1, 8))
    again = replace(again, exit=date(2026, 5, 1))
    result = count(again, first)
    assert (result.count("EECO02"), result.people("EECO04")) == (0, (1,))
    assert (result.count("EECR01"), result.people("EECR04")) == (0, (1,))
    assert result.merged[1].exit == date(2026, 5, 1) and result.merged[1].entry == first.entry
    back = count(first, replace(again, exit=None))
    assert back.count("EECR01") == back.count("EECR04") == 0


def test_what_is_not_about_people_is_counted_elsewhere_or_not_recorded():
    result = figures(ESF, [record()], {"EECO18": 7})
    assert (result.number("EECO18"), result.number("EECO19")) == (7, None)
    assert result.number("EECO18", "female") is None and result.people("EECO18") == ()
    assert result.number("EECO01") == 1 and result.possible("EECO18") == []


# ------------------------------------------------------------------ from the database


def _stored(db, answers: dict[str, str], **changes: object) -> None:
    """A person with a participation in project 1."""
    person = {"last_name": "Okbay", "gender": "female", "born": PartialDate(1990, 5, 20)}
    with db.work("Test") as work:
        work.add(
            Person(
                **(person | {k: changes.pop(k) for k in ("gender", "born") if k in changes}), id=changes["person_id"]
            )
        )
        work.add(Participation(**({"project_id": 1, "entry": date(2025, 5, 19)} | changes), answers=answers))


def test_records_come_from_the_database_as_they_count(db):
    with db.work("Test") as work:
        work.add(Project(id=1, name="Connecting Humans"))
        work.add(Project(id=2, name="Connecting Women", parent_id=1))
        work.add(Project(id=3, name="Anderes"))
    _stored(db, COMPLETE | {"disability": NO_ANSWER, "unbekannt": "x"}, person_id=11, number="CH-001")
    _stored(db, COMPLETE, person_id=12, number="CH-001", project_id=2, born=None, gender=None)
    _stored(db, COMPLETE, person_id=13, number="CH-002", cancelled=date(2025, 6, 1), cancel_reason="doppelt")
    _stored(db, COMPLETE, person_id=14, number="CH-003", entry=date(2026, 1, 1))
    _stored(db, COMPLETE, person_id=15, number="CH-001", project_id=3)
    with db.read() as session:
        found = list(stored_records(session, 1, date(2025, 12, 31)))
        everybody = list(stored_records(session, 1))
        assert list(stored_records(session, 99)) == []
    assert [one.person for one in found] == [11, 12, 13]
    assert [one.person for one in everybody] == [11, 12, 13, 14]
    assert (found[0].number, found[0].known) == ("CH-001", ("female", 34, "given"))
    assert found[0].entry == date(2025, 5, 19)
    assert found[0].answers == ESF.answers(COMPLETE | {"disability": NO_ANSWER})
    assert found[1].known == (None, None, "given")
    assert [one.cancelled for one in found] == [False, False, True]
    assert figures(ESF, found).count("EECO01") == 1


def test_what_happened_after_the_day_of_the_report_is_not_in_it(one_db):
    with one_db.work("Test") as work:
        work.add(Project(id=1, name="Connecting Humans"))
    days = {"exit": date(2025, 12, 1), "followed_up": date(2026, 6, 1)}
    _stored(one_db, COMPLETE | LEFT, person_id=11, number="CH-001", **days)
    with one_db.read() as session:
        (autumn,) = stored_records(session, 1, date(2025, 11, 30))
        (winter,) = stored_records(session, 1, date(2025, 12, 1))
        (today,) = stored_records(session, 1)
    assert [one.reached for one in (autumn, winter, today)] == ["entry", "exit", "follow_up"]


def test_moving_and_marrying_change_no_figure_of_the_past(one_db):
    with one_db.work("Test") as work:
        work.add(Project(id=1, name="Connecting Humans"))
        rim = work.add(Person(last_name="Al-Haddad", gender="female", born=PartialDate(1991, 3, 14), **HOME))
        admit(work, rim.id, 1, date(2025, 5, 19), {k: v for k, v in COMPLETE.items() if k != "address"})
    before = _all_figures(one_db)
    with one_db.work("Umzug ins Ausland, Heirat, Personenstand") as work:
        changes = {"last_name": "Zimmer", "gender": "diverse", "street": "", "postcode": "", "city": "Graz"}
        work.update(work.get(Person, rim.id), changes)
    assert _all_figures(one_db) == before
    assert before["EECO01", "female"] == 1


HOME = {"street": "Am Markt 1", "postcode": "07407", "city": "Rudolstadt"}


def _all_figures(db) -> dict[tuple[str, str], int]:
    with db.read() as session:
        found = figures(ESF, stored_records(session, 1))
    return {(one.code, gender): found.count(one.code, gender) for one in ESF.indicators for gender in GENDERS}
