"""All pairs judged: what stands in the way of each, and how many points the possible ones have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import _
from app.services.matching.problem import Problem
from app.services.matching.rules import Index, Pairs

POSSIBLE = 0
PAST = 253
NO_PLACE = 254
BY_HAND = 255
"""What stands in the way: nothing, the n-th must (from 1), that it was there before, no free place, a decision."""
CELLS = 1_000_000
"""Pairs judged at once: some arrays of eight bytes each for them fit into the memory beside everything else."""
FEW = 0.25
"""From so few possible pairs on it is faster to judge them one by one than the whole block."""
MOST = 400_000_000
"""Pairs of two bytes each that an office computer can hold."""


@dataclass(frozen=True)
class Scores:
    """Two tables, seekers × providers."""

    barrier: NDArray[np.uint8]
    points: NDArray[np.uint8]


def judge(problem: Problem, pairs: Pairs, progress: Progress) -> Scores:
    """Judge every pair, block by block of seekers. Raises Cancelled."""
    height, width = len(problem.seekers), len(problem.providers)
    if height * width > MOST:
        sentence = _("{n} mal {m} Paare sind zu viele. Bitte grenzen Sie eine Seite ein, etwa auf einen Landkreis.")
        raise UserError(sentence.format(n=height, m=width))
    scores = Scores(np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8))
    _by_hand(problem, scores.barrier)
    step = max(1, CELLS // max(1, width))
    for start in progress.over(range(0, height, step), _("Alle Paare bewerten")):
        rows = slice(start, start + step)
        _judge_block(problem, pairs, start, scores.barrier[rows], scores.points[rows])
    for seeker, provider in problem.locked:  # they may have taken the last place, and their points count
        i, j = np.array([problem.seekers.rows[seeker]]), np.array([problem.providers.rows[provider]])
        scores.points[i, j] = _total(problem, pairs, i, j)
    return scores


def _by_hand(problem: Problem, barrier: NDArray[np.uint8]) -> None:
    seekers, providers = problem.seekers.rows, problem.providers.rows
    for found, code in ((problem.past, PAST), (problem.forbidden, BY_HAND)):
        for seeker, provider in found:
            if seeker in seekers and provider in providers:
                barrier[seekers[seeker], providers[provider]] = code


def _judge_block(
    problem: Problem, pairs: Pairs, start: int, barrier: NDArray[np.uint8], points: NDArray[np.uint8]
) -> None:
    """Fill one block; only what no earlier must has excluded is looked at, and points are for possible pairs."""
    i: Index = np.arange(start, start + len(barrier))[:, None]
    j: Index = np.arange(barrier.shape[1])[None, :]
    listed = False
    for code, rule in enumerate(problem.rules.musts, 1):
        if not listed and np.count_nonzero(barrier == POSSIBLE) < FEW * barrier.size:
            listed = True
            i, j = np.nonzero(barrier == POSSIBLE)
            i += start
        holds = rule.passes(pairs, i, j)
        if listed:
            barrier[i[~holds] - start, j[~holds]] = code
            i, j = i[holds], j[holds]
        else:
            barrier[(barrier == POSSIBLE) & ~holds] = code
    full = problem.remaining[1] == 0
    barrier[:, full] = np.where(barrier[:, full] == POSSIBLE, NO_PLACE, barrier[:, full])
    possible = barrier == POSSIBLE
    if listed or np.count_nonzero(possible) < FEW * barrier.size:
        i, j = np.nonzero(possible)
        points[i, j] = _total(problem, pairs, i + start, j)
    else:
        points[...] = np.where(possible, _total(problem, pairs, i, j), 0)


def _total(problem: Problem, pairs: Pairs, i: Index, j: Index) -> NDArray[np.uint8]:
    """The points of all wishes, each rounded by itself, so that what is shown adds up."""
    total = np.zeros(np.broadcast_shapes(i.shape, j.shape), np.uint8)
    for rule, possible in zip(problem.rules.wishes, problem.rules.possible, strict=True):
        if possible:
            total += rule.reached(pairs, i, j, possible)
    return total
