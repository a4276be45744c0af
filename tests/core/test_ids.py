"""Ids are unique and rise."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from app.core.ids import EPOCH_MS, RANDOM_BITS, new_id


def test_ids_rise_strictly():
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))


def test_ids_rise_in_every_thread_and_are_never_given_twice():
    with ThreadPoolExecutor(4) as threads:
        per_thread = list(threads.map(lambda _: [new_id() for _ in range(2000)], range(8)))
    assert all(made == sorted(made) for made in per_thread)
    assert len({one for made in per_thread for one in made}) == 8 * 2000


def test_an_id_fits_a_database_and_tells_when_it_was_made():
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert 0 < made < 2**63
    # Many ids in one millisecond may run a little ahead of the time.
    assert abs((made >> RANDOM_BITS) + EPOCH_MS - before) < 60_000
