"""The clock can be set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core import clock

CHRISTMAS = datetime(2026, 12, 24, 18, tzinfo=UTC)


def test_a_frozen_clock_stands_still():
    with clock.frozen(CHRISTMAS):
        assert clock.now() == clock.now() == CHRISTMAS
        assert clock.today() == date(2026, 12, 24)


def test_a_naive_moment_is_local_time():
    with clock.frozen(CHRISTMAS.replace(tzinfo=None)):
        assert clock.now().utcoffset() is not None
        assert clock.now().replace(tzinfo=None) == CHRISTMAS.replace(tzinfo=None)


def test_inner_times_end_before_outer_ones():
    with clock.frozen(CHRISTMAS):
        with clock.frozen(CHRISTMAS + timedelta(days=1)):
            assert clock.today() == date(2026, 12, 25)
        assert clock.today() == date(2026, 12, 24)


def test_the_clock_goes_on_after_a_mistake():
    before = clock.now
    with pytest.raises(RuntimeError), clock.frozen(CHRISTMAS):
        raise RuntimeError
    assert before() != CHRISTMAS


def test_the_clock_knows_the_time_zone():
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert clock.now().utcoffset() is not None


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2026, 5, 12), 6, date(2026, 11, 12)),
    (date(2025, 8, 31), 6, date(2026, 2, 28)),
    (date(2027, 8, 31), 6, date(2028, 2, 29)),
    (date(2026, 12, 1), 1, date(2027, 1, 1)),
    (date(2026, 1, 31), 0, date(2026, 1, 31)),
])  # fmt: skip
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, later):
    assert clock.months_later(day, months) == later
