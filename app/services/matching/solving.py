"""The best assignment: exact, by scipy's solvers, in whole numbers.

What is best, in this order: as many seekers served as possible, the highest total of points, those served who wait
longest. Capacities are kept. Who may want several places gets the further ones for their points; nobody's second place
counts more than somebody's first.

One weight says all that: `served + points * unit + rank` with each step greater than everything below it can add up to
over a whole assignment. The ranks of waiting are all different, so among the best assignments only one *set of seekers*
is served: the sets that best assignments serve are the bases of a matroid (Dress and Wenzel's valuated matroids), and
with different ranks its best base is unique, whatever the ranks' distances. Therefore nobody who is not served can
become so by hiding options: the assignment that would serve them was there before, and lost.

The solvers work with floats. All costs are whole numbers; during the search they add and subtract costs and dual
values, and each dual is a marginal value of one row or column, so no larger than the greatest cost. Whole numbers up to
2^53 are exact, and with costs up to 2^49 sixteen of them can be added. Only beyond some 17,000 people in one
component ranks do not fit; then neighbours in the queue share a rank, and nothing else gets coarser.

The rows go to the solvers in the order of the queue, and there are columns for "no place". Otherwise everybody's
different rank makes all compete for the same few people where places are scarce, which takes fifty times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import _
from app.services.matching.rule_set import HUNDRED

EXACT = 2**49
DENSE = 0.3
"""From this share of possible pairs on the solver for full matrices is faster (measured from 500 to 3,000 people)."""
SMALL = 250_000
"""Cells up to which the other one is fast, too, and saves importing all of scipy.optimize, which takes longer."""
MOST_DENSE = 60_000_000
"""Cells of a full matrix of floats: 480 MB."""
MOST_EDGES = 25_000_000
"""Pairs times places for the sparse solver: about 1 GB."""
PEOPLE = 500
"""Parts with fewer people are solved together."""
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Edges:
    """The possible pairs of a problem, sorted by seeker (longest waiting first), then provider."""

    rows: Ints
    columns: Ints
    points: Ints


@dataclass(frozen=True)
class Scale:
    """How much a served person and a point are worth, in units of one step of waiting time."""

    served: int
    unit: int
    ranks: int

    @classmethod
    def of(cls, most: int, people: int) -> Scale:
        """The finest scale for at most MOST places given to PEOPLE that stays exact."""
        low, high = 1, max(1, people)
        while low < high:  # the highest number of ranks that fits
            middle = (low + high + 1) // 2
            low, high = (middle, high) if cls._with(most, middle).top <= EXACT else (low, middle - 1)
        return cls._with(most, low)

    @classmethod
    def _with(cls, most: int, ranks: int) -> Scale:
        unit = most * (ranks - 1) + 1
        return cls(most * (HUNDRED * unit + ranks - 1) + 1, unit, ranks)

    def of_rows(self, people: int) -> Ints:
        """What the waiting time of each row is worth, the first waiting longest; all different if RANKS are enough."""
        return np.arange(people - 1, -1, -1, dtype=np.int64) * self.ranks // people

    @property
    def top(self) -> int:
        """The greatest weight of a pair."""
        return self.served + HUNDRED * self.unit + self.ranks - 1


def solve(
    possible: NDArray[np.bool_],
    points: NDArray[np.uint8],
    places: Ints,
    capacity: Ints,
    queue: Ints,
    progress: Progress | None = None,
) -> list[tuple[int, int]]:
    """The best pairs (seeker, provider), sorted; POSSIBLE and POINTS (0…100) are tables of seekers × providers.

    PLACES are wanted per seeker, CAPACITY is free per provider; QUEUE gives each seeker a different place, 0 for who
    waits longest. Raises Cancelled.
    """
    progress = progress or Progress()
    people, offers = np.argsort(queue), np.flatnonzero(capacity)
    people = people[places[people] > 0]
    if not len(people) or not len(offers):
        return []
    possible, points = possible[people], points[people]  # whole rows are copied faster than single cells
    if len(offers) < len(capacity):
        possible, points = possible[:, offers], points[:, offers]
    places, capacity = places[people], capacity[offers]
    slots = int(np.minimum(capacity, len(people)).sum())
    found = list[tuple[int, int]]()
    progress.text = _("Die besten Paare suchen")
    progress.check()
    if places.max() == 1 and _dense(int(np.count_nonzero(possible)), len(people), len(offers), slots):
        found += _full(possible, points, capacity)
    else:
        parts = list(_components(_edges(possible, points), *possible.shape))
        for part in progress.over(parts, progress.text):
            found += _solve_part(part, places, capacity)
    return sorted((int(people[one]), int(offers[other])) for one, other in found)


def _edges(possible: NDArray[np.bool_], points: NDArray[np.uint8]) -> Edges:
    rows, columns = np.nonzero(possible)
    return Edges(rows, columns, points[rows, columns].astype(np.int64))


def _components(edges: Edges, rows: int, columns: int) -> Iterator[Edges]:
    """The edges in parts of the graph that do not touch each other; small ones together, as calls cost time, too."""
    if not len(edges.rows):
        return
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = rows + columns
    graph = coo_array((np.ones(len(edges.rows), np.int8), (edges.rows, edges.columns + rows)), shape=(size, size))
    count, label = connected_components(graph, directed=False)
    people = np.cumsum(np.bincount(label[:rows], minlength=count))
    part = (people // PEOPLE)[label[edges.rows]]
    order = np.argsort(part, kind="stable")
    for some in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        yield Edges(edges.rows[some], edges.columns[some], edges.points[some])


def _solve_part(edges: Edges, places: Ints, capacity: Ints) -> Iterator[tuple[int, int]]:
    """The best pairs of one part, in the numbers of the whole."""
    people, row = _numbered(edges.rows, len(places))
    offers, column = _numbered(edges.columns, len(capacity))
    wanted = np.minimum(places[people], np.bincount(row))
    free = np.minimum(capacity[offers], np.bincount(column))
    shape = len(people), len(offers)
    if wanted.max() == 1 and _dense(len(row), *shape, int(free.sum())):
        points, possible = np.zeros(shape, np.uint8), np.zeros(shape, np.bool_)
        points[row, column], possible[row, column] = edges.points, True
        pairs = _full(possible, points, free)
    else:
        scale = Scale.of(int(min(wanted.sum(), free.sum())), len(people))
        further = scale.unit * edges.points
        first = further + (scale.served + scale.of_rows(len(people)))[row]
        solver = _sparse if wanted.max() == 1 else _several
        pairs = zip(*solver(row, column, first, further, wanted, free), strict=True)
    for one, other in pairs:
        yield int(people[one]), int(offers[other])


def _numbered(values: Ints, size: int) -> tuple[Ints, Ints]:
    """The different VALUES below SIZE in their order, and the place of each among them."""
    if len(values) * 8 < size:
        return np.unique(values, return_inverse=True)
    there = np.zeros(size, np.bool_)
    there[values] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[values]


def _dense(edges: int, people: int, offers: int, slots: int) -> bool:
    """Whether the solver for full matrices is the faster one, and has the room."""
    return SMALL < people * max(people, slots) <= MOST_DENSE and edges >= DENSE * people * offers


def _full(possible: NDArray[np.bool_], points: NDArray[np.uint8], capacity: Ints) -> Iterator[tuple[int, int]]:
    """By the solver for full matrices: each provider as often as it has places; 0 stands for no pair."""
    from scipy.optimize import linear_sum_assignment

    people, offers = possible.shape
    free = np.minimum(capacity, people)
    scale = Scale.of(int(min(people, free.sum())), people)
    cost = points.astype(np.float64)
    cost *= -scale.unit
    cost -= (scale.served + scale.of_rows(people))[:, None]
    cost *= possible
    owner = np.repeat(np.arange(offers), free)
    if free.max() > 1:
        cost = cost[:, owner]
    if len(owner) < people:
        cost = np.hstack([cost, np.zeros((people, people - len(owner)))])
    one, slot = linear_sum_assignment(cost)
    chosen = cost[one, slot] < 0
    return zip(one[chosen], owner[slot[chosen]], strict=True)


def _sparse(row: Ints, column: Ints, weight: Ints, _further: Ints, wanted: Ints, free: Ints) -> tuple[Ints, Ints]:
    """By the solver for sparse matrices; each seeker has one more column of their own, which means no place."""
    people, slots = len(wanted), int(free.sum())
    edge, slot = _slots(column, free)
    rows = np.concatenate([row[edge], np.arange(people)])
    columns = np.concatenate([slot, slots + np.arange(people)])
    one, other = _cheapest(rows, columns, np.concatenate([weight[edge], np.zeros(people, np.int64)]), people)
    chosen = other < slots
    return one[chosen], np.repeat(np.arange(len(free)), free)[other[chosen]]


def _slots(column: Ints, free: Ints) -> tuple[Ints, Ints]:
    """For each edge and each place of its provider: the number of the edge and that of the place.

    Who has a place for everybody possible needs no choice: each of the edges has a place of its own.
    """
    start = np.cumsum(free) - free
    ample = free >= np.bincount(column, minlength=len(free))
    order = np.argsort(column, kind="stable")
    nth = np.empty(len(column), np.int64)  # the how manieth edge of its provider it is
    nth[order] = np.arange(len(column)) - np.searchsorted(column[order], column[order])
    copies = np.where(ample[column], 1, free[column])
    if int(copies.sum()) > MOST_EDGES:
        raise UserError(
            _("So viele Paare sind möglich, dass der Speicher nicht reicht. Bitte grenzen Sie eine Seite ein.")
        )
    edge = np.repeat(np.arange(len(column)), copies)
    copy = np.arange(len(edge)) - np.repeat(np.cumsum(copies) - copies, copies)
    return edge, start[column[edge]] + np.where(ample[column[edge]], nth[edge], copy)


def _several(row: Ints, column: Ints, first: Ints, further: Ints, wanted: Ints, free: Ints) -> tuple[Ints, Ints]:
    """Several places per seeker, but none twice: every edge is a little graph of its own.

    Each seeker stands there as often as places are wanted; only the first counts as being served. An edge has a column
    ("taken") and a row. The row takes either that column, and the pair does not come about, or a place of the
    provider, which leaves the column to one of the seeker's rows, and the pair does.
    """
    people, slots, edges = int(wanted.sum()), int(free.sum()), len(row)
    begin = np.cumsum(wanted) - wanted
    edge = np.repeat(np.arange(edges), wanted[row])
    copy = np.arange(len(edge)) - np.repeat(np.cumsum(wanted[row]) - wanted[row], wanted[row])
    mine = begin[row[edge]] + copy
    weight = np.where(copy == 0, first[edge], further[edge])
    with_place, slot = _slots(column, free)
    numbers = np.arange(edges)
    rows = np.concatenate([mine, people + numbers, people + with_place, np.arange(people)])
    columns = np.concatenate([slots + edge, slots + numbers, slot, slots + edges + np.arange(people)])
    nothing = np.zeros(edges + len(slot) + people, np.int64)
    one, other = _cheapest(rows, columns, np.concatenate([weight, nothing]), people + edges)
    taken = (one < people) & (other >= slots) & (other < slots + edges)
    chosen = np.sort(other[taken] - slots)
    return row[chosen], column[chosen]


def _cheapest(rows: Ints, columns: Ints, weight: Ints, height: int) -> tuple[Ints, Ints]:
    """The full matching of the rows with the highest weight; costs start at 1, because 0 would be no edge."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    cost = (weight.max() + 1 - weight).astype(np.float64)
    graph = csr_array((cost, (rows, columns)), shape=(height, int(columns.max()) + 1))
    one, other = min_weight_full_bipartite_matching(graph)
    return one.astype(np.int64), other.astype(np.int64)
