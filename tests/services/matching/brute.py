"""Small matchings solved by trying everything, and bigger ones by another solver."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import strategies as st


@dataclass
class Small:
    """A matching as the solver takes it."""

    possible: np.ndarray
    points: np.ndarray
    places: np.ndarray
    capacity: np.ndarray
    queue: np.ndarray

    @property
    def arguments(self):
        return self.possible, self.points, self.places, self.capacity, self.queue


@st.composite
def smalls(draw, people=5, offers=4, places=1, capacity=3, points=4):
    """Matchings with few different points, so that there are many ties."""
    n, m = draw(st.integers(1, people)), draw(st.integers(1, offers))
    table = st.lists(st.lists(st.integers(-2, points), min_size=m, max_size=m), min_size=n, max_size=n)
    drawn = np.array(draw(table))
    wanted = draw(st.lists(st.integers(0 if places > 1 else 1, places), min_size=n, max_size=n))
    free = draw(st.lists(st.integers(0, capacity), min_size=m, max_size=m))
    queue = np.array(draw(st.permutations(range(n))), np.int64)
    return Small(
        drawn >= 0,
        np.maximum(drawn, 0).astype(np.uint8),
        np.array(wanted, np.int64),
        np.array(free, np.int64),
        queue,
    )


def value(small: Small, pairs) -> tuple[int, int, list[int]]:
    """How good pairs are: people served, points, and who is served, longest waiting first (higher is better)."""
    served = {i for i, _j in pairs}
    waiting = [int(i in served) for i in np.argsort(small.queue)]
    return len(served), sum(int(small.points[i, j]) for i, j in pairs), waiting


def best(small: Small) -> tuple[int, int, list[int]]:
    """The value of the best matching there is, by trying all."""
    n, m = small.points.shape
    found = (0, 0, [0] * n)

    def go(i, free, pairs):
        nonlocal found
        if i == n:
            found = max(found, value(small, pairs))
            return
        open_ = [j for j in range(m) if small.possible[i, j] and free[j]]
        for count in range(min(small.places[i], len(open_)) + 1):
            for chosen in combinations(open_, count):
                left = [f - (j in chosen) for j, f in enumerate(free)]
                go(i + 1, left, [*pairs, *((i, j) for j in chosen)])

    go(0, list(small.capacity), [])
    return found


def holds(small: Small, pairs) -> bool:
    """Whether pairs are possible, none twice, and within everybody's places."""
    n, m = small.points.shape
    rows = np.bincount([i for i, _j in pairs], minlength=n)
    columns = np.bincount([j for _i, j in pairs], minlength=m)
    allowed = all(small.possible[pair] for pair in pairs) and len(set(pairs)) == len(pairs)
    return allowed and bool((rows <= small.places).all() and (columns <= small.capacity).all())


def by_flow(small: Small) -> tuple[int, int]:
    """People served and points of the best matching, by the min cost flow of OR-Tools in whole numbers."""
    from ortools.graph.python import min_cost_flow

    flow, (n, m) = min_cost_flow.SimpleMinCostFlow(), small.points.shape
    source, sink, served = n + m, n + m + 1, 100 * int(small.places.sum()) + 1
    for i in range(n):
        flow.add_arc_with_capacity_and_unit_cost(source, i, min(1, int(small.places[i])), -served)
        flow.add_arc_with_capacity_and_unit_cost(source, i, max(0, int(small.places[i]) - 1), 0)
    for i, j in zip(*np.nonzero(small.possible), strict=True):
        flow.add_arc_with_capacity_and_unit_cost(int(i), int(n + j), 1, -int(small.points[i, j]))
    for j in range(m):
        flow.add_arc_with_capacity_and_unit_cost(n + j, sink, int(small.capacity[j]), 0)
    total = int(min(small.places.sum(), small.capacity.sum()))
    flow.add_arc_with_capacity_and_unit_cost(source, sink, total, 0)
    flow.set_node_supply(source, total)
    flow.set_node_supply(sink, -total)
    assert flow.solve() == flow.OPTIMAL
    return divmod(-flow.optimal_cost(), served)


def random_small(seed, n, m, density, places=1, capacity=3) -> Small:
    """A bigger matching."""
    rng = np.random.default_rng(seed)
    return Small(
        rng.random((n, m)) < density,
        rng.integers(0, 101, (n, m)).astype(np.uint8),
        rng.integers(1, places + 1, n),
        rng.integers(0, capacity + 1, m),
        rng.permutation(n),
    )
