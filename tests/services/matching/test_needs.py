"""What would help really helps: relaxing one rule, one more place, or somebody new as described."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.services.matching import KINDS, Column, Problem, RuleSet, Side, helping, match, needs, shipped
from app.services.matching.kinds.overlap import hours
from tests.services.matching.people import TODAY, problem, side

seeds = st.integers(0, 10_000)


def with_provider(made: Problem, values: dict, places: int) -> Problem:
    """The problem with one more provider."""
    there = made.providers
    columns = {
        name: replace(column, values=[*column.values, values.get(name)]) for name, column in there.columns.items()
    }
    new = max([*there.ids, 0]) + 1
    capacity = [*(there.places or [1] * len(there)), places]
    return replace(made, providers=Side([*there.ids, new], [*there.captions, "Neu"], columns, capacity))


@given(seeds)
def test_relaxing_the_rule_serves_one_more(seed):
    made = problem(14, 8, seed)
    result = match(made)
    for id in result.unmatched:
        for help in helping(result, id):
            assert help.count
            if help.rule is not None:
                relaxed = match(replace(made, rules=made.rules.without(help.rule)))
                assert len(relaxed.partners) > len(result.partners)


@given(seeds)
def test_one_more_place_serves_one_more(seed):
    made = problem(14, 5, seed)
    result = match(made)
    for id in result.unmatched:
        for help in helping(result, id):
            if "weiterer Platz" in help.text:
                which = made.providers.captions.index(help.names[0])
                places = [n + (row == which) for row, n in enumerate(made.providers.places)]
                more = match(replace(made, providers=replace(made.providers, places=places)))
                assert len(more.partners) > len(result.partners)


@given(seeds)
def test_whoever_was_excluded_by_hand_can_help(seed):
    made = problem(6, 3, seed)
    first = match(made)
    forbidden = {(one, other) for one, others in first.assignment.items() for other in others}
    result = match(replace(made, forbidden=forbidden))
    for id in result.unmatched:
        for help in helping(result, id):
            if help.text.endswith("im Weg: ausgeschlossen."):
                freed = match(replace(made, forbidden={pair for pair in forbidden if pair[0] != id}))
                assert len(freed.partners) > len(result.partners)


@given(seeds)
def test_a_new_mentor_as_described_serves_as_many_as_said(seed):
    made = problem(14, 6, seed)
    result = match(made)
    found = needs(result)
    assert [len(need.helped) for need in found] == sorted((len(need.helped) for need in found), reverse=True)
    told = [id for need in found for id in need.helped]
    assert len(set(told)) == len(told)
    assert set(told) <= set(result.unmatched)
    for need in found[:3]:
        after = match(with_provider(made, need.values, len(need.helped)))
        assert len(after.partners) == len(result.partners) + len(need.helped)


@given(seeds)
def test_whom_no_need_helps_nobody_new_can_help(seed):
    made = problem(10, 4, seed)
    result = match(made)
    helped = {id for need in needs(result, most=99) for id in need.helped}
    own = {"Einwilligung der Mentee fehlt"}
    for id in set(result.unmatched) - helped:
        failing = result.problem.broken(result.pairs, (id, made.providers.ids[0]))
        languages = made.seekers.columns["languages"].values[id]
        assert own & {rule.fails for rule in failing} or max(languages.values()) < 2


KOENIGSEE, SAALFELD = (50.6622, 11.0986), (50.6483, 11.3542)


def zarghuna_and_storai() -> Problem:
    """Two women in Königsee whom nobody understands, and one in Saalfeld without consent."""
    names = {"prs": "Dari", "pus": "Paschtu", "deu": "Deutsch"}
    evenings = hours(1, 16, 22)
    seekers = {
        "consent": Column("flag", [True, True, False]),
        "languages": Column("levels", [{"prs": 7}, {"pus": 7, "prs": 4}, {"deu": 3}], names=names),
        "city": Column("text", ["Königsee", "Königsee", "Saalfeld"]),
        "home": Column("place", [KOENIGSEE, KOENIGSEE, SAALFELD]),
        "radius": Column("number", [10, 10, None]),
        "times": Column("times", [evenings, evenings | hours(3, 16, 22), None]),
        "women_only": Column("flag", [True, True, None]),
        "gender": Column("text", ["female"] * 3),
        "age": Column("number", [36, 25, None]),
        "occupation": Column("text", ["Schneiderin", None, None]),
        "wishes": Column("tags", [frozenset(), None, None]),
        "has_children": Column("flag", [True, None, None]),
        "waiting": Column("number", [14, 6, 1]),
    }
    providers = {
        "consent": ("flag", [True]), "police_record": ("day", [date(2030, 1, 1)]),
        "languages": ("levels", [{"deu": 7}]), "city": ("text", ["Saalfeld"]),
        "home": ("place", [SAALFELD]), "times": ("times", [None]),
        "women_only": ("flag", [None]), "gender": ("text", ["female"]), "age_from": ("number", [None]),
        "age_to": ("number", [None]), "occupation": ("text", [None]), "has_children": ("flag", [None]),
        "wishes": ("tags", [None]),
    }  # fmt: skip
    there = side(1, providers, [1], "M")
    return Problem(Side([1, 2, 3], ["Zarghuna", "Storai", "Rim"], seekers), there, shipped("mentoring"), today=TODAY)


def test_the_need_reads_as_coordinators_say_it():
    result = match(zarghuna_and_storai())
    assert [need.text for need in needs(result)] == ["Mentorin mit Dari, Raum Königsee, dienstags ab 16 Uhr – hilft 2"]
    assert needs(result)[0].helped == (1, 2)
    (reason,) = result.why_not(3)
    assert (reason.count, reason.text, reason.names) == (1, "Einwilligung der Mentee fehlt", ("M1",))
    assert [help.text for help in helping(result, 3)] == ["Bei M1 steht nur im Weg: Einwilligung der Mentee fehlt."]


def test_needs_come_without_any_provider():
    made = zarghuna_and_storai()
    empty = Side([], [], {name: column.taken([]) for name, column in made.providers.columns.items()})
    assert [len(need.helped) for need in needs(match(replace(made, providers=empty)))] == [2]


def test_nobody_without_a_proposal_needs_nothing():
    rules = RuleSet("Test", (KINDS["equal"](must=True, seeker="word", provider="word"),))
    words = {"word": ("text", ["x"])}
    assert needs(match(Problem(side(1, words), side(1, words), rules))) == []
