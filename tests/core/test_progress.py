"""Long tasks tell how far they are and stop when asked."""

from __future__ import annotations

import pytest

from app.core.errors import Cancelled
from app.core.progress import Progress


def test_progress_counts_what_is_done():
    progress = Progress()
    seen = [(item, progress.done, progress.total, progress.text) for item in progress.over("abc", "Namen lesen")]
    assert seen == [("a", 0, 3, "Namen lesen"), ("b", 1, 3, "Namen lesen"), ("c", 2, 3, "Namen lesen")]
    assert progress.done == 3


def test_the_total_of_an_endless_source_is_unknown():
    progress = Progress()
    assert list(progress.over(iter([1, 2]))) == [1, 2]
    assert (progress.done, progress.total) == (2, 0)


def test_a_second_pass_starts_anew():
    progress = Progress()
    list(progress.over([1, 2, 3]))
    list(progress.over([1], "Schreiben"))
    assert (progress.done, progress.total, progress.text) == (1, 1, "Schreiben")


def test_a_cancelled_task_stops_before_the_next_item():
    progress = Progress()
    seen = []
    with pytest.raises(Cancelled):
        for item in progress.over([1, 2, 3]):
            seen.append(item)
            progress.cancelled = True
    assert seen == [1]
    assert progress.done == 1


def test_check_only_complains_when_cancelled():
    progress = Progress()
    progress.check()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        progress.check()
