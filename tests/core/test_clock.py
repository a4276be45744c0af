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
