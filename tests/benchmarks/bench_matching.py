"""How fast people are matched: all rules, the exact solver against the bare one, the reasons, the memory."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from app.core.progress import Progress
from app.services.matching import Result, match
from app.services.matching.scores import POSSIBLE
from app.services.matching.solving import solve
from tests.benchmarks import Row, median, ms, ratio
from tests.services.matching.people import offers, problem

SHOWN = 3
"""Proposals with reasons per person, as the page shows them."""
COLD = """
import json, sys, time
start = time.perf_counter()
import scipy.sparse.csgraph, rapidfuzz.process
import app.services.matching as matching
loaded = time.perf_counter()
from tests.services.matching.people import offers, problem
made = {"pairs": lambda: problem(200, 200), "offers": lambda: offers(10_000, 2_000)}[sys.argv[1]]()
began = time.perf_counter()
result = matching.match(made)
ids = result.problem.seekers.ids[:200]
shown = result.all_proposals(ids, 3)
for id in ids:
    result.why_not(id)
seconds = time.perf_counter() - began
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
except ImportError:
    peak = 0
print(json.dumps([loaded - start, seconds, peak, sum(map(len, shown.values())), len(result.partners)]))
"""
"""A process that has just begun: seconds of importing and of matching, bytes, proposals shown, people served."""


def measure() -> list[Row]:
    """The table's rows on matching."""
    return [*_small(), *_dense(), *_offers()]


def _small() -> list[Row]:
    runs = [_fresh("pairs") for _n in range(5)]
    loaded, seconds = (statistics.median(run[n] for run in runs) for n in (0, 1))
    what = f"200 mentees × 200 mentors, all rules, {runs[0][3]} proposals with reasons, why not; fresh process"
    return [Row(what, "≤ 0.3 s", ms(seconds)), Row("… importing before that, once", "", ms(loaded))]


def _dense() -> list[Row]:
    from scipy.optimize import linear_sum_assignment

    made = problem(1_000, 1_000, places=1)
    result = match(made)
    ids = result.problem.seekers.ids

    def whole() -> None:
        found = match(made)
        found.all_proposals(ids[:50], SHOWN)

    table, solved = _table(1_000, 1_000)
    bare = _weights(*table)
    share = ratio(solved, lambda: linear_sum_assignment(bare, maximize=True))
    opening = max(_each(result, ids[:200]))
    return [
        Row("1,000 × 1,000, all rules, exact, reasons for 50 people", "≤ 2 s", ms(median(whole))),
        Row("… solving alone, 60 % possible, against bare scipy on the same matrix", "≤ 1.2 ×", f"{share:.2f} ×"),
        Row("… opening one mentee's proposals with all reasons, slowest of 200", "≤ 50 ms", ms(opening)),
    ]


def _each(result: Result, ids: Any) -> list[float]:
    """Seconds for each person's proposals and why not."""
    found = []
    for id in ids:
        start = time.perf_counter()
        result.proposals(id, 20)
        result.why_not(id)
        found.append(time.perf_counter() - start)
    return found


def _table(people: int, places: int) -> tuple[tuple[np.ndarray, ...], Callable[[], object]]:
    draw = np.random.default_rng(1)
    possible = draw.random((people, places)) < 0.6
    points = draw.integers(0, 101, (people, places)).astype(np.uint8)
    ones, queue = np.ones(people, np.int64), draw.permutation(people)
    return (possible, points, queue), lambda: solve(possible, points, ones, np.ones(places, np.int64), queue)


def _weights(possible: np.ndarray, points: np.ndarray, queue: np.ndarray) -> np.ndarray:
    """The matrix that the bare solver is given: the same people served, points and waiting time in one weight."""
    count = len(queue)
    unit = count * (count - 1) + 1
    served = count * (100 * unit + count) + 1
    return np.where(possible, served + points.astype(np.float64) * unit + (count - 1 - queue)[:, None], 0.0)


def _offers() -> list[Row]:
    runs = [_fresh("offers") for _n in range(3)]
    seconds, peak = statistics.median(run[1] for run in runs), max(run[2] for run in runs)
    result = match(offers(10_000, 2_000))
    possible = result.scores.barrier == POSSIBLE
    places, capacity = result.problem.remaining
    ours = _once(lambda: solve(possible, result.scores.points, places, capacity, result.problem.queue, Progress()))
    theirs = _once(lambda: _flow(possible, result.scores.points, capacity))
    pairs = np.count_nonzero(possible)
    return [
        Row(f"10,000 persons × 2,000 offers, all rules, {runs[0][4]:,} served; fresh process", "≤ 8 s", ms(seconds)),
        Row("… peak memory of that process", "≤ 1 GB", f"{peak / 2**20:.0f} MB"),
        Row(
            f"… solving alone ({pairs:,} possible pairs), against OR-Tools' min cost flow", "", f"{ours / theirs:.2f} ×"
        ),
        Row("… solving alone", "", f"{ms(ours)} against {ms(theirs)}"),
    ]


def _once(action: Callable[[], object]) -> float:
    return median(action, 3)


def _flow(possible: np.ndarray, points: np.ndarray, capacity: np.ndarray) -> int:
    """People served first, then points, by another solver; without waiting time."""
    from ortools.graph.python import min_cost_flow

    flow, (n, m) = min_cost_flow.SimpleMinCostFlow(), possible.shape
    source, sink, served = n + m, n + m + 1, 100 * n + 1
    rows, columns = np.nonzero(possible)
    total = int(min(n, capacity.sum()))
    people, clubs = np.arange(n), np.arange(m)
    for tails, heads, most, costs in (
        (np.full(n, source), people, np.ones(n), np.full(n, -served)),
        (rows, columns + n, np.ones(len(rows)), -points[rows, columns].astype(np.int64)),
        (clubs + n, np.full(m, sink), capacity, np.zeros(m)),
        (np.array([source]), np.array([sink]), np.array([total]), np.zeros(1)),
    ):
        flow.add_arcs_with_capacity_and_unit_cost(tails, heads, most.astype(np.int64), costs.astype(np.int64))
    flow.set_node_supply(source, total)
    flow.set_node_supply(sink, -total)
    assert flow.solve() == flow.OPTIMAL
    return int(flow.optimal_cost())


def _fresh(kind: str) -> list[float]:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", COLD, kind], cwd=root, capture_output=True, text=True, check=True)
    found: list[float] = json.loads(done.stdout)
    return found
