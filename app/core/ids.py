"""Record ids that are unique across offices, so that districts' files can be merged without renumbering."""

from __future__ import annotations

import secrets
import threading
import time

EPOCH_MS = 1_704_067_200_000
"""2024-01-01T00:00:00Z in milliseconds."""
RANDOM_BITS = 21
"""42 bits of milliseconds last until 2163 and leave the sign bit of a 64-bit integer free."""

_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A 63-bit id: milliseconds since 2024 above 21 random bits, strictly increasing within a process."""
    global _last  # noqa: PLW0603 - the order holds for the whole process
    milliseconds = time.time_ns() // 1_000_000 - EPOCH_MS
    candidate = milliseconds << RANDOM_BITS | secrets.randbits(RANDOM_BITS)
    with _lock:
        _last = max(candidate, _last + 1)
        return _last
