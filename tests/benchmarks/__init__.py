"""Measurements of speed and memory: every `bench_*.py` has a `measure() -> list[Row]`; nothing here is a test."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table: what was measured, what it should be, what it is."""

    what: str
    aim: str
    value: str


def times(action: Callable[[], object], runs: int = 5) -> list[float]:
    """How many seconds ACTION took each time, after one run that warms up."""
    action()
    return [_once(action) for _ in range(runs)]


def median(action: Callable[[], object], runs: int = 5) -> float:
    """The median of the seconds ACTION takes."""
    return statistics.median(times(action, runs))


def ratio(ours: Callable[[], object], theirs: Callable[[], object], runs: int = 5) -> float:
    """How many times as long as THEIRS ours takes; in turns, so that a busy moment of the machine hits both."""
    ours()
    theirs()
    pairs = [(_once(ours), _once(theirs)) for _ in range(runs)]
    return statistics.median(pair[0] for pair in pairs) / statistics.median(pair[1] for pair in pairs)


def _once(action: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ms(value: float) -> str:
    """Seconds as the table shows them."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"
