"""German text: values are shown in one way and read in the usual ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.partial_date import PartialDate
from app.core.text import (
    N_,
    NBSP,
    _,
    clock_time,
    day_and_date,
    day_and_month,
    grouped,
    parse_amount,
    parse_date,
    parse_int,
    parse_time,
    percent,
    period,
    plural,
    rounded,
    show,
    weekday,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "ja"),
        (False, "nein"),
        (0, "0"),
        (1234, "1234"),
        ("Müller", "Müller"),
        (date(2026, 3, 1), "01.03.2026"),
        (datetime(2026, 3, 1, 9, 5, tzinfo=UTC), "01.03.2026, 09:05"),
        (time(9, 5), "09:05"),
        (Decimal("1234567.5"), "1.234.567,50"),
        (Decimal("-0.5"), "-0,50"),
        ([date(2026, 3, 1), None, True], "01.03.2026, , ja"),
        (("a", "b"), "a, b"),
        (PartialDate(2015, 7), "07.2015"),
    ],
)
def test_every_kind_of_value_has_one_look(value, shown):
    assert show(value) == shown


def test_the_message_is_its_own_german_text():
    assert _("Speichern") == N_("Speichern") == "Speichern"


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(5, 8, "63"), (1, 8, "13"), (1, 3, "33"), (0, 5, "0"), (Decimal("2.5"), 10, "25")]
)
def test_shares_are_rounded_as_offices_do(part, whole, shown):
    assert percent(part, whole) == f"{shown}{NBSP}%"


def test_a_share_of_nothing_is_a_dash():
    assert percent(3, 0) == "–"


def test_halves_are_rounded_up():
    assert [rounded(Decimal(value)) for value in ("0.5", "1.5", "2.5", "2.49", "-2.5")] == [1, 2, 3, 2, -3]


def test_a_session_header_names_the_weekday():
    assert day_and_date(date(2026, 11, 4)) == "Mi 04.11."
    assert day_and_month(date(2026, 11, 4)) == "04.11."
    assert (weekday(date(2026, 11, 4)), weekday(date(2026, 11, 8), short=True)) == ("Mittwoch", "So")


def test_counts_are_read_in_groups_of_three():
    assert [grouped(n) for n in (0, 999, 1_000, 1_234_567)] == ["0", "999", "1.000", "1.234.567"]


def test_one_and_many_have_sentences_of_their_own():
    def told(n: int) -> str:
        return plural(n, "1 Termin am {day}", "{n} Termine am {day}", day="Montag")

    assert [told(n) for n in (0, 1, 2_000)] == ["0 Termine am Montag", "1 Termin am Montag", "2.000 Termine am Montag"]


def test_a_period_is_short_on_screen_and_plain_on_paper():
    first, last = date(2026, 8, 19), date(2026, 11, 4)
    assert period(first, last) == "19.08.–04.11.2026"
    assert period(first, last, paper=True) == "19.08.2026 bis 04.11.2026"
    assert period(date(2025, 12, 1), last) == "01.12.2025–04.11.2026"
    assert period(first, first) == period(first, None) == period(None, first) == "19.08.2026"
    assert period(None, None) == ""


@pytest.mark.parametrize("typed", ["14.03.1991", "14.3.1991", " 14. 3. 91 ", "1991-03-14", "1991-3-14"])
def test_dates_are_read_in_every_usual_form(typed):
    with clock.frozen(datetime(2026, 11, 23, tzinfo=UTC)):
        assert parse_date(typed) == date(1991, 3, 14)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31.02.2020", "Den 31.02.2020 gibt es nicht"),
        ("14/03/1991", "„14/03/1991“ ist kein Datum"),
        ("14.03.", "„14.03.“ ist kein Datum"),
        ("", "„“ ist kein Datum"),
    ],
)
def test_what_is_no_date_is_refused(typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("17:00", time(17)), ("17.30", time(17, 30)), ("9 Uhr", time(9)), ("9:05 Uhr", time(9, 5)), ("0", time(0))],
)
def test_times_are_read_in_every_usual_form(typed, read):
    assert parse_time(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "12:60", "halb acht", "", "123"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match="ist keine Uhrzeit"):
        parse_time(typed)


@pytest.mark.parametrize(("typed", "read"), [("12", 12), ("1.234", 1234), (" -5 ", -5)])
def test_whole_numbers_are_read(typed, read):
    assert parse_int(typed) == read


@pytest.mark.parametrize("typed", ["", "1,5", "zwei", "9" * 16, "1e3"])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(ValueError, match="ist keine ganze Zahl"):
        parse_int(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1.234,56", "1234.56"), ("1234.56", "1234.56"), ("12,5 €", "12.5"), ("-3", "-3"), (" 0,07€", "0.07")],
)
def test_amounts_are_read(typed, read):
    assert parse_amount(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["", "€", "viel", "1,2,3", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match="ist kein Betrag"):
        parse_amount(typed)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_shown_date_is_read_back(day):
    assert parse_date(show(day)) == parse_date(day.isoformat()) == day


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_a_shown_time_is_read_back(moment):
    assert parse_time(show(moment)) == moment


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_shown_amount_is_read_back(amount):
    assert parse_amount(show(amount)) == amount


@given(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6))
def test_rounding_is_never_off_by_more_than_a_half(value):
    assert abs(rounded(value) - value) * 2 <= 1


def test_a_moment_is_told_by_its_day(clock):
    assert clock_time(clock.replace(hour=7, minute=58)) == "heute, 07:58 Uhr"
    assert clock_time(clock - timedelta(days=1)) == "gestern, 08:42 Uhr"
    assert clock_time(clock - timedelta(days=9)) == "03.11.2026, 08:42 Uhr"
