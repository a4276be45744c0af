"""The solver serves as many people as can be, then has most points, then serves who waits longest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.services.matching import solving
from app.services.matching.solving import EXACT, Scale, solve
from tests.services.matching.brute import best, by_flow, holds, random_small, smalls, value


@pytest.fixture(params=["full", "sparse"])
def way(request, monkeypatch):
    """Either solver does all of the work."""
    monkeypatch.setattr(solving, "_dense", lambda *_numbers: request.param == "full")


def test_nothing_that_can_be_tried_is_better(way):
    @given(smalls())
    def check(small):
        pairs = solve(*small.arguments)
        assert holds(small, pairs)
        assert value(small, pairs) == best(small)

    check()


@given(smalls(people=4, offers=3, places=3))
def test_nothing_is_better_when_people_want_several_places(small):
    pairs = solve(*small.arguments)
    assert holds(small, pairs)
    assert value(small, pairs) == best(small)


@pytest.mark.parametrize(
    ("people", "offers", "density", "places", "capacity"),
    [(120, 100, 0.7, 1, 1), (150, 40, 0.5, 1, 3), (300, 80, 0.05, 1, 4), (200, 250, 0.02, 1, 2), (80, 30, 0.3, 3, 4)],
)
@pytest.mark.parametrize("seed", range(3))
def test_bigger_ones_are_as_good_as_by_another_solver(seed, people, offers, density, places, capacity):
    small = random_small(seed, people, offers, density, places, capacity)
    pairs = solve(*small.arguments)
    assert holds(small, pairs)
    assert value(small, pairs)[:2] == by_flow(small)


def test_both_ways_serve_the_same_people(monkeypatch):
    small = random_small(5, 60, 20, 0.2, capacity=2)
    served = []
    for dense in (True, False):
        monkeypatch.setattr(solving, "_dense", lambda *_numbers, dense=dense: dense)
        served.append({i for i, _j in solve(*small.arguments)})
    assert served[0] == served[1]


@given(smalls() | smalls(people=4, offers=3, places=3), st.data())
def test_nobody_is_served_by_hiding_what_is_possible(small, data):
    """The second promise of fairness: whoever is not served would not be with fewer options or points either."""
    unserved = sorted(set(np.flatnonzero(small.places).tolist()) - {i for i, _j in solve(*small.arguments)})
    assume(unserved)
    i = data.draw(st.sampled_from(unserved))
    less = [data.draw(st.integers(0, int(points))) for points in small.points[i]]
    small.points[i] = less
    small.possible[i] &= np.array([data.draw(st.booleans()) for _point in less])
    assert i not in {one for one, _other in solve(*small.arguments)}


@given(st.integers(1, 200_000), st.integers(1, 200_000))
def test_weights_stay_exact_and_keep_their_order(most, people):
    scale = Scale.of(most, people)
    assert 1 <= scale.ranks <= people
    assert scale.top <= EXACT
    assert most * (scale.ranks - 1) < scale.unit
    assert most * (100 * scale.unit + scale.ranks - 1) < scale.served


def test_everybody_has_a_rank_of_their_own_up_to_many_thousands():
    assert Scale.of(15_000, 15_000).ranks == 15_000
    assert Scale.of(100_000, 100_000).ranks < 100_000


def test_nobody_wants_a_place_or_nobody_has_one():
    one, none = np.ones(2, np.int64), np.zeros(2, np.int64)
    table = np.ones((2, 2), np.uint8)
    assert solve(table > 0, table, none, one, np.arange(2)) == []
    assert solve(table > 0, table, one, none, np.arange(2)) == []
    assert solve(table > 1, table, one, one, np.arange(2)) == []


def test_a_provider_with_room_for_everybody_takes_everybody():
    small = random_small(1, 50, 3, 0.9)
    small.capacity[:] = 100_000
    assert len(solve(*small.arguments)) == np.count_nonzero(small.possible.any(axis=1))


def test_it_stops_when_cancelled():
    small, progress = random_small(1, 300, 300, 0.01), Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        solve(*small.arguments, progress)


def test_more_pairs_than_fit_into_the_memory_are_refused(monkeypatch):
    monkeypatch.setattr(solving, "MOST_EDGES", 20)
    with pytest.raises(UserError, match="dass der Speicher nicht reicht"):
        solve(*random_small(1, 20, 10, 0.5).arguments)


def test_scarce_places_do_not_slow_it_down():
    """Everybody competes for few places and everybody waits differently long; once that took a minute."""
    small = random_small(1, 1_500, 500, 0.9, capacity=1)
    pairs = solve(*small.arguments)
    assert holds(small, pairs)
    assert value(small, pairs)[:2] == by_flow(small)
