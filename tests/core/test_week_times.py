"""Times of a week, as people write them, lists show them and sentences say them."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import show
from app.core.week_times import DAYS, HOURS, TEXT_LENGTH, WeekTimes

MASKS = st.one_of(
    st.integers(min_value=0, max_value=(1 << 168) - 1),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24)), max_size=6).map(
        lambda spans: sum({1 << day * 24 + hour for day, start, end in spans for hour in range(start, end)})
    ),
)
TIMES = st.builds(WeekTimes, MASKS)
WORDS = (
    "Mo Di mittwochs Do. Fr Samstag So – - , ; und / ab bis von 8 16 08–12 14:30 24 25 Uhr vormittags abends täglich"
)
WRITTEN = st.lists(st.sampled_from(WORDS.split(" ")), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Di, Do ab 16 Uhr", "Di, Do ab 16 Uhr"),
        ("dienstags und donnerstags ab 16 Uhr", "Di, Do ab 16 Uhr"),
        ("Di/Do nach 16:00", "Di, Do ab 16 Uhr"),
        ("DI + DO AB 16 UHR", "Di, Do ab 16 Uhr"),
        ("Mo 08–12, Mi 14–18", "Mo 08–12, Mi 14–18"),
        ("Mo 8-12 Uhr; Mi 14 bis 18 Uhr", "Mo 08–12, Mi 14–18"),
        ("Mo von 8.00 bis 12.00 Uhr und Mi zwischen 14 und 18 Uhr", "Mo 08–12, Mi 14–18"),
        ("montags 8h–12h", "Mo 08–12"),
        ("Mo 08–12 und 14–18", "Mo 08–12 und 14–18"),
        ("Mo 8-12, 14-18", "Mo 08–12 und 14–18"),
        ("Mo 8-12; Mo 12-14", "Mo 08–14"),
        ("werktags vormittags", "Mo–Fr 08–12"),
        ("Montag bis Freitag vormittags", "Mo–Fr 08–12"),
        ("Mo.-Fr. 8-12", "Mo–Fr 08–12"),
        ("Montagvormittag, Dienstagabend", "Mo 08–12, Di ab 18 Uhr"),
        ("am Wochenende", "Sa, So"),
        ("Sa", "Sa"),
        ("Sonnabend", "Sa"),
        ("Sa 0–24", "Sa"),
        ("Sa, Mo 8–12", "Mo, Sa 08–12"),
        ("Sa; Mo 8–12", "Mo 08–12, Sa"),
        ("Mo; Di 8–12", "Mo ganztags, Di 08–12"),
        ("Mo\nDi 8–12", "Mo ganztags, Di 08–12"),
        ("Fr–Mo abends", "Mo, Fr–So ab 18 Uhr"),
        ("Mo, Di", "Mo, Di"),
        ("Mo, Di, Mi", "Mo–Mi"),
        ("täglich", "täglich"),
        ("Ta\u0308glich", "täglich"),
        ("jeden Tag ab 16 Uhr", "täglich ab 16 Uhr"),
        ("immer", "täglich"),
        ("Mo nachts", "Mo 00–06 und 22–24"),
        ("Mo bis 12 Uhr", "Mo 08–12"),
        ("Mo bis 7 Uhr", "Mo 00–07"),
        ("Mo ab 22 Uhr", "Mo 22–24"),
        ("", ""),
        ("nie", ""),
    ],
)
def test_what_people_write_is_understood_and_shown_alike(typed, shown):
    times = WeekTimes.parse(typed)
    assert str(times) == times.show() == show(times) == shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("bald", "„bald“ ist keine Zeit. Bitte zum Beispiel „Di, Do ab 16 Uhr“ oder „Mo 08–12“ schreiben."),
        ("Mo 8–12 außer Ferien", "„außer“ ist keine Zeit."),
        ("Mo 16 Uhr", "Zu „16 Uhr“ fehlt das Ende. Bitte „ab 16 Uhr“ oder „16–18“ schreiben."),
        ("Mo 8–", "Zu „8“ fehlt das Ende."),
        ("Mo 16:30–18", "„16:30“ ist keine volle Stunde. Bitte auf- oder abrunden."),
        ("Mo 20–25", "Die Stunde 25 gibt es nicht. Bitte 0 bis 24 schreiben."),
        ("Mo 18–16", "„18–16“ endet nicht nach dem Anfang. Bitte prüfen."),
        ("Mo 22–2", "„22–2“ endet nicht nach dem Anfang."),
        ("Mo 8–8", "„8–8“ endet nicht nach dem Anfang."),
        ("Mo ab 24 Uhr", "„24 Uhr“ endet nicht nach dem Anfang."),
        ("vormittags", "Zu „vormittags“ fehlt der Tag davor. Bitte zum Beispiel „Di ab 16 Uhr“ schreiben."),
        ("ab 16 Uhr Di", "Zu „16 Uhr“ fehlt der Tag davor."),
        ("2026", "„2026“ ist keine Zeit."),
        ("Monat", "„Monat“ ist keine Zeit."),
        ("م", "„م“ ist keine Zeit."),
    ],
)
def test_what_cannot_be_read_is_named_in_german(typed, sentence):
    with pytest.raises(ValueError) as caught:
        WeekTimes.parse(typed)
    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("Di, Do ab 16 Uhr", "dienstags und donnerstags ab 16 Uhr"),
        ("Mo 8–12 und 14–18", "montags von 8 bis 12 und von 14 bis 18 Uhr"),
        ("Mo–Fr 8–12, Sa", "montags bis freitags von 8 bis 12 Uhr sowie samstags ganztags"),
        (
            "Mo 8–12, Di 9–10, Mi ab 16 Uhr",
            "montags von 8 bis 12 Uhr, dienstags von 9 bis 10 Uhr sowie mittwochs ab 16 Uhr",
        ),
        ("Sa", "samstags"),
        ("täglich abends", "täglich ab 18 Uhr"),
        ("immer", "täglich"),
        ("", "zu keiner Zeit"),
    ],
)
def test_sentences_say_it_in_words(typed, phrase):
    assert WeekTimes.parse(typed).phrase() == phrase


@given(TIMES)
def test_the_text_and_the_phrase_are_read_back_and_fit(times):
    assert WeekTimes.parse(str(times)) == times
    assert len(str(times)) <= TEXT_LENGTH
    if times:
        assert WeekTimes.parse(times.phrase().replace(" sowie ", "; ")) == times


@given(TIMES, TIMES)
def test_combining_is_that_of_sets_of_hours(one, other):
    assert set(one | other) == set(one) | set(other)
    assert set(one & other) == set(one) & set(other)
    assert set(one - other) == set(one) - set(other)
    assert one.contains(other) == (set(other) <= set(one))
    assert one.contains(one & other)
    assert one.hours == len(set(one))
    assert bool(one) == (one.hours > 0)


@given(TIMES, st.integers(0, DAYS - 1), st.integers(0, HOURS - 1), st.booleans())
def test_a_grid_switches_single_hours(times, day, hour, on):
    changed = times.with_hour(day, hour, on)
    assert changed.has(day, hour) == on
    assert set(changed) ^ set(times) <= {(day, hour)}
    assert WeekTimes.of(iter(times)) == times


@given(TIMES)
def test_spans_are_the_hours_of_a_day_without_gaps(times):
    for day in range(DAYS):
        spans = times.spans(day)
        assert [hour for start, end in spans for hour in range(start, end)] == [h for d, h in times if d == day]
        assert all(one[1] < other[0] for one, other in pairwise(spans))


@given(WRITTEN | st.text())
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text):
    try:
        times = WeekTimes.parse(text)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert WeekTimes.parse(str(times)) == times


def test_the_longest_text_fits():
    every_other_hour = (
        (day, hour)
        for day in range(DAYS)
        for hour in range(day % 2, HOURS, 2)
        if hour != 2 * day + day % 2  # no two days alike
    )
    times = WeekTimes.of(every_other_hour)
    assert 500 < len(str(times)) <= TEXT_LENGTH
    assert WeekTimes.parse(str(times)) == times


def test_a_session_covers_every_hour_it_touches():
    assert str(WeekTimes.during(1, time(16, 30), time(18, 0))) == "Di 16–18"
    assert str(WeekTimes.during(1, time(16, 0), time(17, 15))) == "Di 16–18"
    assert str(WeekTimes.during(6, time(20, 0), time(0, 0))) == "So 20–24"


@pytest.mark.parametrize("mask", [-1, 1 << 168])
def test_a_mask_of_another_size_is_refused(mask):
    with pytest.raises(ValueError, match="168"):
        WeekTimes(mask)


@pytest.mark.parametrize(("day", "hour"), [(-1, 0), (7, 0), (0, 24), (0, -1)])
def test_hours_beyond_the_week_are_refused(day, hour):
    with pytest.raises(ValueError, match="0 bis 6"):
        WeekTimes().has(day, hour)
