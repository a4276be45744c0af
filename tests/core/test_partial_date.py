"""Dates of which only a part is known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.partial_date import PartialDate
from app.core.text import show

DAYS = st.dates(min_value=date(1, 1, 1))
PARTIAL_DATES = st.builds(
    lambda day, known: PartialDate(*(day.year, day.month, day.day)[:known]), DAYS, st.integers(min_value=1, max_value=3)
)


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("2015", "2015", "2015"),
        ("07.2015", "2015-07", "07.2015"),
        ("7/2015", "2015-07", "07.2015"),
        ("7. 2015", "2015-07", "07.2015"),
        ("2015-07", "2015-07", "07.2015"),
        ("14.03.1991", "1991-03-14", "14.03.1991"),
        (" 14. 3. 1991 ", "1991-03-14", "14.03.1991"),
        ("1991-03-14", "1991-03-14", "14.03.1991"),
        ("29.02.2024", "2024-02-29", "29.02.2024"),
    ],
)
def test_every_usual_way_to_write_a_date_is_understood(typed, stored, shown):
    value = PartialDate.parse(typed)
    assert (str(value), value.show(), show(value)) == (stored, shown, shown)


def test_two_digit_years_lie_in_the_past_hundred_years_or_just_ahead():
    with clock.frozen(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        assert PartialDate.parse("14.3.91") == PartialDate(1991, 3, 14)
        assert PartialDate.parse("14.3.36") == PartialDate(2036, 3, 14)
        assert PartialDate.parse("14.3.37") == PartialDate(1937, 3, 14)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2020", "Den 31.02.2020 gibt es nicht"),
        ("2020-02-31", "Den 31.02.2020 gibt es nicht"),
        ("29.02.2023", "Den 29.02.2023 gibt es nicht"),
        ("13.2015", "Den Monat 13 gibt es nicht"),
        ("2015-00", "Den Monat 00 gibt es nicht"),
        ("0000", "Das Jahr 0 gibt es nicht"),
        ("gestern", "„gestern“ ist kein Datum. Bitte TT.MM.JJJJ schreiben; wenn nicht mehr bekannt ist, MM.JJJJ"),
        ("07.15", "„07.15“ ist kein Datum"),
        ("15", "„15“ ist kein Datum"),
        ("", "„“ ist kein Datum"),
        ("14.03.", "„14.03.“ ist kein Datum"),
        ("20150714", "„20150714“ ist kein Datum"),
    ],
)
def test_what_is_no_date_is_refused_in_plain_german(typed, sentence):
    with pytest.raises(ValueError, match="^" + sentence.replace(".", r"\.")):
        PartialDate.parse(typed)


@pytest.mark.parametrize("parts", [(0,), (10000,), (2015, 13), (2015, 0), (2015, 2, 29), (2015, 2, 0), (2015, None, 5)])
def test_impossible_dates_cannot_be_made(parts):
    with pytest.raises(ValueError, match=r"gibt es nicht|gehört auch der Monat"):
        PartialDate(*parts)


def test_the_order_is_that_of_time_with_the_less_known_first():
    ordered = ["2014", "2014-12-31", "2015", "2015-01", "2015-01-01", "2015-01-02", "2015-02", "2016"]
    assert [str(value) for value in sorted(map(PartialDate.parse, reversed(ordered)))] == ordered


def test_a_partial_date_is_not_compared_with_anything_else():
    with pytest.raises(TypeError):
        _ = PartialDate(2015) < date(2015, 1, 1)
    assert PartialDate(2015) != "2015"


def test_the_span_that_can_be_meant():
    assert (PartialDate(2015).earliest(), PartialDate(2015).latest()) == (date(2015, 1, 1), date(2015, 12, 31))
    assert (PartialDate(2024, 2).earliest(), PartialDate(2024, 2).latest()) == (date(2024, 2, 1), date(2024, 2, 29))
    assert PartialDate(2024, 2, 3).earliest() == PartialDate(2024, 2, 3).latest() == date(2024, 2, 3)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("14.03.1991", date(2026, 3, 13), 34),
        ("14.03.1991", date(2026, 3, 14), 35),
        ("29.02.2004", date(2022, 2, 28), 17),
        ("29.02.2004", date(2022, 3, 1), 18),
        ("29.02.2004", date(2024, 2, 29), 20),
        ("1991", date(2026, 1, 1), 35),
        ("07.1991", date(2026, 6, 30), 34),
        ("07.1991", date(2026, 7, 1), 35),
        ("2026", date(2026, 1, 1), 0),
        ("2027", date(2026, 12, 31), None),
    ],
)
def test_age_is_exact_and_unknown_parts_count_as_the_first(born, on, years):
    assert PartialDate.parse(born).completed_years(on) == years


@given(PARTIAL_DATES)
def test_stored_and_shown_forms_are_read_back(value):
    assert PartialDate.parse(str(value)) == PartialDate.parse(value.show()) == value
    assert hash(PartialDate.parse(str(value))) == hash(value)


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_the_order_is_that_of_the_stored_text_and_of_the_earliest_day(one, other):
    assert (one < other) == (str(one) < str(other))
    assert (one <= other) == (one == other or one < other)
    if one.earliest() < other.earliest():
        assert one < other


@given(PARTIAL_DATES)
def test_the_earliest_day_is_never_after_the_latest(value):
    assert value.earliest() <= value.latest()
    assert (value.earliest() == value.latest()) == value.complete
    assert PartialDate.of(value.earliest()) >= value


@given(PARTIAL_DATES, DAYS, DAYS)
def test_nobody_grows_younger(born, one, other):
    first, second = (born.completed_years(day) for day in sorted((one, other)))
    assert first is None or (second is not None and 0 <= first <= second)
