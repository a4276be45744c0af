"""Lanes: what is drawn never overlaps, lies within its width, and the axis has words where there is room for them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.services.lanes import Span, ends, place, span
from app.services.path import Lane, Path, Stretch

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
STRETCHES = st.lists(
    st.builds(
        lambda start, length, text: Stretch(
            Lane.TRAINING, start, None if length is None else start + timedelta(days=length), "x" * text, "course", 1
        ),
        DAYS, st.none() | st.integers(0, 2000), st.integers(1, 300),
    ),
    max_size=25,
)  # fmt: skip


def whole(stretches) -> Path:
    return Path(1, "Rim", "", tuple(stretches), (), (), (), (), ())


def laid_out(stretches, width=600.0):
    found = whole(stretches)
    return place(found.lane(Lane.TRAINING), span(found), width, len, point=16, padding=6, legible=110)


@given(STRETCHES)
def test_entries_of_one_row_never_overlap_and_stay_within_the_width(stretches):
    placed = laid_out(stretches)
    assert len(placed) == len(stretches)
    taken = sorted((one.row, min(one.bar[0], one.text[0]), max(one.bar[1], one.text[1])) for one in placed)
    assert all(-0.001 <= left <= right <= 600.001 for _row, left, right in taken)
    for (row, _left, right), (next_row, next_left, _right) in pairwise(taken):
        assert row != next_row or right <= next_left
    assert {one.row for one in placed} == set(range(max((one.row + 1 for one in placed), default=0)))


@given(STRETCHES)
def test_later_is_further_right(stretches):
    placed = laid_out(stretches)
    lefts = [one.bar[0] for one in placed if one.bar[1] - one.bar[0] > 16.001]
    assert lefts == sorted(lefts)


@given(STRETCHES, st.integers(1, 30))
def test_the_axis_has_at_most_so_many_words_and_begins_with_a_year(stretches, most):
    labels = span(whole(stretches)).labels(most)
    assert len(labels) <= most + 1 and [day for day, _text in labels] == sorted({day for day, _text in labels})
    assert not labels or labels[0][1][-4:].isdigit()


@pytest.mark.parametrize(("most", "words"), [
    (12, ["Juli 2025", "August", "September", "Oktober", "November", "Dezember", "Januar 2026", "Februar"]),
    (4, ["Juli 2025", "Oktober", "Januar 2026"]),
    (1, ["2026"]),
])  # fmt: skip
def test_words_become_fewer_where_there_is_less_room(most, words):
    shown = Span(date(2025, 7, 1), date(2026, 2, 28))
    assert [text for _day, text in shown.labels(most)] == words


def test_what_runs_ends_today_and_what_is_to_come_is_drawn_behind_it(clock):
    running = Stretch(Lane.WORK, date(2026, 3, 2), None, "seit", "placement", 1)
    ahead = Stretch(Lane.WORK, date(2026, 12, 1), None, "ab", "placement", 2)
    shown = span(whole([running, ahead]))
    assert ends(running) == date(2026, 11, 12) and shown.at(ends(ahead)) == 1
    assert shown.at(date(2026, 3, 1)) == 0 and shown.at(ends(running)) < shown.at(ahead.start)


def test_a_text_stands_in_its_bar_or_beside_it_where_there_is_room():
    with clock.frozen(clock.now().replace(year=2026, month=12, day=31)):
        early = Stretch(Lane.WORK, date(2026, 1, 1), date(2026, 1, 3), "x" * 90, "placement", 1)
        late = Stretch(Lane.WORK, date(2026, 12, 20), date(2026, 12, 22), "x" * 90, "placement", 2)
        long = Stretch(Lane.WORK, date(2026, 2, 1), date(2026, 10, 1), "x" * 90, "placement", 3)
        shown = span(whole([early, late, long]))
        first, second, third = place([early, late, long], shown, 600, len, point=16, padding=6, legible=110)
    assert first.text[0] == first.bar[1] and second.text[1] == second.bar[0] and not first.inside
    assert third.inside and third.text == third.bar
