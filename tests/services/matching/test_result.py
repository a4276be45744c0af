"""A result says who is proposed to whom and why, who is not and why not, whatever the order of the input."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Cancelled, Invalid, UserError
from app.core.progress import Progress
from app.services.matching import KINDS, Column, Problem, RuleSet, Side, match
from app.services.matching.side import MOST_PLACES
from tests.services.matching.people import problem, side


def small(seed, mentees=12, mentors=9, **more):
    return replace(problem(mentees, mentors, seed), **more)


def shuffled(one: Side, seed: int) -> Side:
    order = list(range(len(one)))
    random.Random(seed).shuffle(order)
    places = None if one.places is None else [one.places[n] for n in order]
    columns = {name: column.taken(order) for name, column in one.columns.items()}
    return Side([one.ids[n] for n in order], [one.captions[n] for n in order], columns, places)


seeds = st.integers(0, 10_000)


@given(seeds, seeds)
def test_the_order_of_the_input_does_not_matter(seed, order):
    made = small(seed)
    other = replace(made, seekers=shuffled(made.seekers, order), providers=shuffled(made.providers, order + 1))
    one, two = match(made), match(other)
    assert one.assignment == two.assignment
    assert one.changes(two) == []
    assert [one.proposals(id) for id in made.seekers.ids] == [two.proposals(id) for id in made.seekers.ids]


@given(seeds)
def test_reasons_add_up(seed):
    result = match(small(seed))
    for id in result.problem.seekers.ids:
        proposals = result.proposals(id)
        assert [one.points for one in proposals] == sorted((one.points for one in proposals), reverse=True)
        for one in proposals:
            assert one.points == sum(line.reached for line in one.lines)
            assert one.points == result.scores.points[id, one.provider]
            assert one.possible == sum(line.possible for line in one.lines) == 100
            assert len(one.lines) == len(result.problem.rules.musts) + len(result.problem.rules.wishes)
            assert all(line.text and line.reached <= line.possible for line in one.lines)
            assert all(line.state in {"fulfilled", "unknown"} for line in one.lines if line.must)


@given(seeds)
def test_every_candidate_is_counted_once(seed):
    result = match(small(seed, forbidden={(n, n) for n in range(9)}))
    for id in result.problem.seekers.ids:
        reasons = result.why_not(id)
        assert sum(reason.count for reason in reasons) == len(result.problem.providers) - len(
            result.assignment.get(id, ())
        )
        assert [reason.count for reason in reasons] == sorted((reason.count for reason in reasons), reverse=True)
        for reason in reasons:
            assert len(reason.names) == (reason.count if reason.count <= 3 else 0)


@given(seeds)
def test_who_would_be_possible_is_told_by_what_stands_in_the_way_and_not_by_its_words(seed):
    made = small(seed)
    musts = tuple(replace(one, fails="möglich, aber für andere vorgesehen") for one in made.rules.rules)
    result = match(replace(made, rules=replace(made.rules, rules=musts)))
    for id in made.seekers.ids:
        possible = sum(reason.count for reason in result.why_not(id) if reason.possible)
        assert possible == result.candidates(id) - len(result.assignment.get(id, ()))


@given(seeds)
def test_a_reason_is_the_first_must_that_fails(seed):
    result = match(small(seed, 5, 6))
    for id in result.problem.seekers.ids:
        expected = Counter()
        for provider in result.problem.providers.ids:
            if provider in result.assignment.get(id, ()):
                continue
            failing = [line for line in result.pair(id, provider).lines if line.must and line.state == "not"]
            unknown = [rule for rule in result.problem.broken(result.pairs, (id, provider)) if rule]
            if unknown:
                expected[unknown[0].fails] += 1
                assert len(unknown) >= len(failing)
            elif not result.problem.providers.places[provider]:
                expected["kein freier Platz"] += 1
            else:
                expected["möglich, aber für andere vorgesehen"] += 1
        found = Counter()
        for reason in result.why_not(id):
            found[reason.text] += reason.count
        assert found == expected


@given(seeds, st.data())
def test_who_gives_less_time_gets_no_proposal_by_it(seed, data):
    """The second promise of fairness, with all rules: less time, fewer languages, a smaller radius."""
    made = small(seed)
    before = match(made)
    if not before.unmatched:
        return
    id = data.draw(st.sampled_from(before.unmatched))
    columns = dict(made.seekers.columns)
    week = columns["times"].values[id]
    kept = None if week is None else week & data.draw(st.integers(0, 2**168 - 1))
    known = columns["languages"].values[id]
    fewer = {code: level for code, level in known.items() if data.draw(st.booleans())}
    radius = min(data.draw(st.sampled_from([1, 5, 10])), columns["radius"].values[id] or 10)
    for name, value in (("times", kept), ("languages", fewer), ("radius", radius)):
        values = list(columns[name].values)
        values[id] = value
        columns[name] = replace(columns[name], values=values)
    after = match(replace(made, seekers=replace(made.seekers, columns=columns)))
    assert id not in after.assignment


def equals(**more) -> RuleSet:
    """One wish that everybody fulfils alike, and the waiting time."""
    rules = [KINDS["equal"](points=1, seeker="word", provider="word", **more), KINDS["waiting"](seeker="waiting")]
    return RuleSet("Test", tuple(rules))


def alike(count, mentors, waiting, places=None) -> Problem:
    words = {"word": ("text", ["x"] * count), "waiting": ("number", waiting)}
    return Problem(side(count, words), side(mentors, {"word": ("text", ["x"] * mentors)}, places, "M"), equals())


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=3, max_size=6))
def test_who_waits_longer_comes_first(waiting):
    result = match(alike(len(waiting), 2, waiting))
    order = sorted(range(len(waiting)), key=lambda n: (-(waiting[n] if waiting[n] is not None else -1), n))
    assert set(result.assignment) == {n + 1 for n in order[:2]}
    assert list(result.unmatched) == [n + 1 for n in order[2:]]


def test_waiting_never_outweighs_a_point():
    words = {"word": ("text", ["x", "y"]), "waiting": ("number", [0, 10_000])}
    one = Problem(side(2, words), side(1, {"word": ("text", ["x"])}), equals())
    assert match(one).assignment == {1: (1,)}


def test_more_people_served_outweigh_all_points():
    rules = RuleSet("Test", (KINDS["overlap"](must=True), KINDS["equal"](points=1, seeker="word", provider="word")))
    seekers = side(2, {"word": ("text", ["x", "y"]), "times": ("times", [3, 1])})
    providers = side(2, {"word": ("text", ["x", "z"]), "times": ("times", [1, 2])})
    result = match(Problem(seekers, providers, rules))
    assert result.assignment == {1: (2,), 2: (1,)}
    assert result.points == 0


def test_locked_pairs_stay_and_take_their_places():
    made = alike(4, 2, [4, 3, 2, 1], places=[1, 2])
    result = match(replace(made, locked={(4, 1)}))
    assert result.assignment == {1: (2,), 2: (2,), 4: (1,)}
    (locked,) = [one for one in result.proposals(4) if one.locked]
    assert (locked.provider, locked.chosen, locked.free) == (1, True, 0)
    assert [(reason.count, reason.text) for reason in result.why_not(3)] == [
        (1, "möglich, aber für andere vorgesehen"),
        (1, "kein freier Platz"),
    ]


def test_forbidden_pairs_never_come_about():
    made = alike(2, 2, [1, 2])
    result = match(replace(made, forbidden={(1, 1), (1, 2), (99, 1)}))
    assert result.assignment == {2: (1,)}
    assert [(reason.count, reason.text, reason.names) for reason in result.why_not(1)] == [
        (2, "ausgeschlossen", ("M1", "M2"))
    ]


@given(seeds, st.data())
def test_decisions_by_hand_are_kept_with_all_rules(seed, data):
    made = small(seed)
    first = match(made)
    chosen = [(one, other) for one, others in first.assignment.items() for other in others]
    locked = set(data.draw(st.lists(st.sampled_from(chosen), max_size=3))) if chosen else set()
    forbidden = {pair for pair in chosen if pair not in locked and data.draw(st.booleans())}
    second = match(replace(made, locked=locked, forbidden=forbidden))
    pairs = {(one, other) for one, others in second.assignment.items() for other in others}
    assert locked <= pairs
    assert not forbidden & pairs
    assert (second.taken <= second.problem.providers.capacity).all()
    if not forbidden:
        assert len(second.partners) == len(first.partners)
        assert second.points == first.points


def test_several_places_per_person_are_different_ones():
    words = {"word": ("text", ["x", "x"]), "waiting": ("number", [1, 2])}
    seekers = side(2, words, places=[3, 2])
    result = match(Problem(seekers, side(3, {"word": ("text", ["x"] * 3)}, [2, 2, 1]), equals()))
    assert sorted(map(len, result.assignment.values())) == [2, 3]
    assert result.assignment[1] == (1, 2, 3)


def test_changes_tell_who_got_what_instead():
    made = alike(2, 3, [2, 1], places=[1, 1, 0])
    before = match(made)
    after = match(replace(made, forbidden={(1, one) for one in (before.assignment[1][0], 3)}))
    texts = [change.text for change in after.changes(before)]
    assert texts == ["P1: M2 statt M1", "P2: M1 statt M2"]
    gone = match(replace(made, forbidden={(1, 1), (1, 2)}))
    assert "P1: kein Vorschlag mehr, bisher M1" in [change.text for change in gone.changes(before)]
    assert "P1: jetzt M1" in [change.text for change in before.changes(gone)]
    served = match(alike(1, 3, [2], places=[1, 1, 0]))
    assert "P2: sucht nicht mehr, bisher M2" in [change.text for change in served.changes(before)]


def test_a_pair_by_hand_shows_what_it_breaks_and_what_cannot_be():
    rules = RuleSet("Test", (KINDS["equal"](must=True, seeker="word", provider="word", fails="anderes Wort"),))
    made = Problem(
        side(3, {"word": ("text", ["x", "y", None])}), side(2, {"word": ("text", ["x", "x"])}, [1, 0], "M"), rules
    )
    result = match(replace(made, forbidden={(2, 1)}))
    assert result.check(1, 1) == ((), ())
    assert result.check(2, 1) == (
        ("anderes Wort: x",),
        ("Dieses Paar ist ausgeschlossen. Bitte heben Sie das zuerst auf.",),
    )
    assert result.check(1, 2) == ((), ("M2 hat keinen freien Platz.",))
    assert result.check(3, 1).broken == ("gleicher Ort: nicht bekannt",)
    fixed = match(replace(made, locked={(1, 1)}, providers=side(2, {"word": ("text", ["x", "x"])}, name="M")))
    assert fixed.check(1, 2).refused == ("P1 ist schon festgelegt. Bitte heben Sie das zuerst auf.",)


def test_a_locked_pair_may_break_a_must_only_when_somebody_decided_so():
    rules = RuleSet("Test", (KINDS["equal"](must=True, seeker="word", provider="word", fails="anderes Wort"),))
    made = Problem(
        side(1, {"word": ("text", ["x"])}), side(1, {"word": ("text", ["y"])}, name="M"), rules, locked={(1, 1)}
    )
    with pytest.raises(Invalid, match=r"P1 – M1 ist festgelegt, bricht aber eine Muss-Regel: anderes Wort\."):
        match(made)
    assert match(replace(made, overruled={(1, 1)})).assignment == {1: (1,)}


def column(kind, *values):
    return {"word": Column(kind, list(values))}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"locked": {(1, 1), (2, 1), (3, 1)}}, "Für M1 sind 3 Paare festgelegt, frei: 1. Bitte lösen Sie 2 davon."),
        ({"locked": {(1, 1), (1, 2)}}, "Für P1 sind 2 Paare festgelegt, frei: 1. Bitte lösen Sie 1 davon."),
        ({"locked": {(1, 77)}}, "Das festgelegte Paar 1 – 77 gibt es hier nicht mehr. Bitte lösen Sie es."),
        ({"locked": {(1, 1)}, "forbidden": {(1, 1)}}, "P1 – M1 ist festgelegt und zugleich ausgeschlossen."),
        ({"providers": side(1, {}, name="M")}, "Die Spalte „word“ fehlt (Mentorinnen)."),
        ({"providers": side(1, {"word": ("number", [1])})}, "Die Spalte „word“ passt nicht (Mentorinnen)."),
        ({"providers": side(1, {"word": ("text", ["x"])}, [-1], "M")}, "Mentorin M1: -1 Plätze sind nicht möglich."),
        ({"providers": side(1, {"word": ("text", ["x"])}, [MOST_PLACES + 1])}, "100001 Plätze sind nicht möglich."),
        ({"providers": Side([7, 7], ["A", "B"], column("text", "x", "x"))}, "Die Kennung 7 kommt mehrfach vor."),
        ({"providers": Side([7, 8], ["A"], column("text", "x", "x"))}, "Die Spalten sind verschieden lang."),
        ({"rules": RuleSet("Leer", ())}, "„Leer“ enthält keine Regel."),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told_in_a_sentence(change, sentence):
    with pytest.raises(Invalid) as caught:
        match(replace(alike(3, 2, [1, 2, 3]), **change))
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("place", (float("nan"), 11)), ("place", (50, float("inf"))), ("place", (95, 11)), ("number", float("inf")),
     ("number", float("nan")), ("times", 2**168), ("times", -1), ("levels", {"deu": 9})],
)  # fmt: skip
def test_impossible_values_are_told_with_their_row(kind, value):
    made = alike(1, 1, [1])
    seekers = replace(made.seekers, columns={**made.seekers.columns, "odd": Column(kind, [value], "Seltsames")})
    with pytest.raises(Invalid, match=r"Mentee P1, Spalte „Seltsames“: .* Bitte berichtigen Sie den Wert"):
        match(replace(made, seekers=seekers))


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (alike(0, 2, []), "Zurzeit suchen keine Mentees."),
        (alike(2, 0, [1, 2]), "Es gibt noch keine Mentorinnen. Bitte legen Sie welche an."),
        (alike(2, 2, [1, 2], [0, 0]), "Mentorinnen: Es ist kein Platz frei."),
    ],
)
def test_nobody_on_one_side_is_a_note_and_no_error(made, note):
    result = match(made)
    assert note in result.notes[0]
    assert result.assignment == {}
    assert [result.proposals(id) for id in made.seekers.ids] == [[]] * len(made.seekers)


def test_nothing_is_noted_when_all_is_well():
    assert match(alike(2, 2, [1, 2])).notes == ()


def test_blocks_are_judged_alike_whatever_their_size(monkeypatch):
    whole = match(small(3, 40, 30))
    monkeypatch.setattr("app.services.matching.scores.CELLS", 70)
    monkeypatch.setattr("app.services.matching.scores.FEW", 0.9)
    blocks = match(small(3, 40, 30))
    assert np.array_equal(whole.scores.barrier, blocks.scores.barrier)
    assert np.array_equal(whole.scores.points, blocks.scores.points)


def test_a_cancelled_matching_stops():
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        match(small(1), progress)


def test_more_pairs_than_a_computer_can_hold_are_refused(monkeypatch):
    monkeypatch.setattr("app.services.matching.scores.MOST", 100)
    with pytest.raises(UserError, match="12 mal 9 Paare sind zu viele"):
        match(small(1))


@given(seeds)
def test_providers_see_the_same_pairs_as_seekers(seed):
    found = match(problem(7, 5, seed))
    seekers, providers = found.problem.seekers.ids, found.problem.providers.ids
    mine = {(one.seeker, one.provider, one.points, one.chosen) for id in seekers for one in found.proposals(id)}
    theirs = {(one.seeker, one.provider, one.points, one.chosen) for id in providers for one in found.proposals_of(id)}
    assert mine == theirs
    assert sum(map(found.candidates, seekers)) == sum(map(found.candidates_of, providers))
    for id in providers:
        points = [one.points for one in found.proposals_of(id)]
        assert points == sorted(points, reverse=True)
        counted = sum(reason.count for reason in found.why_not_of(id))
        assert counted == len(seekers) - sum(one.chosen for one in found.proposals_of(id))


@given(seeds, st.data())
def test_what_was_there_before_does_not_come_again(seed, data):
    asked = problem(6, 5, seed)
    past = data.draw(st.sets(st.tuples(st.sampled_from(asked.seekers.ids), st.sampled_from(asked.providers.ids))))
    found = match(replace(asked, past=frozenset(past)))
    chosen = {(seeker, provider) for seeker, ids in found.assignment.items() for provider in ids}
    assert not chosen & past
    assert all("Das gibt oder gab es schon." in found.check(*pair).refused for pair in past)
    free = {(one.seeker, one.provider) for id in asked.seekers.ids for one in match(asked).proposals(id)}
    assert {(one.seeker, one.provider) for id in asked.seekers.ids for one in found.proposals(id)} == free - past
