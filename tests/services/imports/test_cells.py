"""Cells are read as people mean them, and told where that is not possible."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.partial_date import PartialDate
from app.models.fields import Field
from app.services.imports.cells import Reader, UnknownWord, split_name, split_place
from tests.services.imports.lists import PERSONS


def read(name: str, cell: object, **words: str) -> object:
    reader = Reader(PERSONS, PERSONS.fields[name], {(name, word): code for word, code in words.items()})
    return reader.read(cell)


def read_as(kind: type, cell: object) -> object:
    return Reader(PERSONS, Field("Feld", kind=kind), {}).read(cell)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (datetime(1991, 3, 14, 9, 30), "14.03.1991"),  # noqa: DTZ001 - Excel knows no zones
        (date(1991, 3, 14), "14.03.1991"),
        (33_311, "14.03.1991"),
        (33_311.5, "14.03.1991"),
        ("33311", "14.03.1991"),
        ("14.03.1991", "14.03.1991"),
        (" 14. 3. 1991 ", "14.03.1991"),
        ("14/03/1991", "14.03.1991"),
        ("3/12/1991", "03.12.1991"),
        ("14-03-1991", "14.03.1991"),
        ("14.3.91", "14.03.1991"),
        ("14.3.26", "14.03.2026"),
        ("14.11.26", "14.11.1926"),
        ("1991-03-14", "14.03.1991"),
        ("1991-03-14 00:00:00", "14.03.1991"),
        ("1991-03-14T00:00:00", "14.03.1991"),
        ("19910314", "14.03.1991"),
        (19_910_314, "14.03.1991"),
        ("14. März 1991", "14.03.1991"),
        ("14 March 1991", "14.03.1991"),
        ("März 1991", "03.1991"),
        ("03/1991", "03.1991"),
        ("03.1991", "03.1991"),
        ("00.03.1991", "03.1991"),
        ("00.00.1991", "1991"),
        ("xx.xx.1991", "1991"),
        ("1991", "1991"),
        (1991, "1991"),
    ],
)
def test_dates_are_read_in_all_forms(clock, cell, shown):
    assert read("born", cell).show() == shown


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31.02.1990", "Den 31.02.1990 gibt es nicht"),
        ("29.02.1991", "Den 29.02.1991 gibt es nicht"),
        ("14.13.1991", "Den Monat 13 gibt es nicht"),
        ("12/31/1991", "Den Monat 31 gibt es nicht"),
        ("demnächst", "kein Datum"),
        (7, "kein Datum"),
        (1e300, "kein Datum"),
        (True, "kein Datum"),
        (time(9, 0), "kein Datum"),
    ],
)
def test_dates_that_cannot_be_are_told(cell, sentence):
    with pytest.raises(ValueError, match=sentence):
        read("born", cell)


@given(st.dates(date(1927, 1, 1), date(2099, 12, 31)))
def test_days_come_back_from_every_form(day):
    wanted = PartialDate.of(day)
    serial = (day - date(1899, 12, 30)).days
    for cell in (day, serial, f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(), f"{day:%Y%m%d}"):
        assert read("born", cell) == wanted


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.dates(), st.times()))
def test_any_cell_is_a_value_or_a_sentence(cell):
    for name in PERSONS.fields:
        reader = Reader(PERSONS, PERSONS.fields[name], {})
        if not reader.is_empty(cell):
            try:
                reader.field.problem(reader.read(cell))
            except ValueError as told:
                assert str(told)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *((word, "female") for word in ("w", "W", "weiblich", "weibl.", "Frau", "f", "female", " w ")),
        *((word, "male") for word in ("m", "männlich", "Herr", "male", "MÄNNLICH")),
        *((word, "diverse") for word in ("d", "divers", "x")),
        ("ohne Eintrag", "none"),
    ],
)
def test_words_for_gender_are_known(word, code):
    assert read("gender", word) == code


def test_an_unknown_word_is_unclear_until_somebody_says_what_it_means():
    with pytest.raises(UnknownWord, match=r"„Fr\. Dr\.“ ist nicht bekannt. Möglich sind: weiblich, männlich"):
        read("gender", "Fr. Dr.")
    assert read("gender", "Fr. Dr.", **{"Fr. Dr.": "female"}) == "female"


@pytest.mark.parametrize(
    ("word", "value"), [("ja", True), ("x", True), (True, True), (1, True), ("Nein", False), (0, False)]
)
def test_yes_and_no_are_known(word, value):
    assert read("family_first", word) is value
    with pytest.raises(UnknownWord):
        read("family_first", "vielleicht")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (int, "1.234", 1234),
        (int, 12, 12),
        (Decimal, "1.234,56", Decimal("1234.56")),
        (Decimal, "1,234.56", Decimal("1234.56")),
        (Decimal, "12,5 €", Decimal("12.5")),
        (Decimal, 12.5, Decimal("12.5")),
        (date, "14.03.1991", date(1991, 3, 14)),
        (time, "17:30", time(17, 30)),
        (time, time(17, 30), time(17, 30)),
    ],
)
def test_numbers_days_and_times_are_read_as_they_are_written(kind, cell, value):
    assert read_as(kind, cell) == value


def test_half_a_date_is_not_enough_for_a_day():
    with pytest.raises(ValueError, match="kein vollständiges Datum"):
        read_as(date, "03.1991")


def test_text_is_composed_and_trimmed_but_not_corrected():
    assert read("last_name", "  Mu\u0308ller ") == "Müller"
    assert read("city", "Bad\nBlankenburg") == "Bad Blankenburg"
    assert read("notes", "eins\r\nzwei") == "eins\nzwei"
    assert read("last_name", "al  Haddad") == "al  Haddad"
    assert read("birth_country", "Syria") == "Syria"


def test_numbers_in_text_fields_become_what_people_see():
    assert [read("phone", 36_726_712), read("district", 1.5), read("notes", date(2026, 11, 12))] == [
        "36726712",
        "1,5",
        "12.11.2026",
    ]


def test_the_zero_that_excel_took_from_a_post_code_comes_back():
    reader = Reader(PERSONS, PERSONS.fields["postcode"], {})
    assert (reader.read(7407), reader.read("7407"), reader.read(80_331)) == ("07407", "7407", "80331")
    assert "führende 0" in reader.hint(7407, "07407")


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "–", "#NV"])
def test_dashes_and_blanks_are_empty(cell):
    assert Reader(PERSONS, PERSONS.fields["city"], {}).is_empty(cell)


def test_words_for_nothing_count_only_where_no_text_is_wanted():
    assert Reader(PERSONS, PERSONS.fields["born"], {}).is_empty("unbekannt")
    assert not Reader(PERSONS, PERSONS.fields["notes"], {}).is_empty("unbekannt")


def test_names_are_split_at_the_comma_only():
    assert split_name("Al-Haddad, Rim") == ("Al-Haddad", "Rim")
    assert split_name("Barakzai") == ("Barakzai", "")
    with pytest.raises(UnknownWord, match="nicht zu unterscheiden"):
        split_name("Rim Al-Haddad")


def test_places_are_split_behind_the_post_code():
    assert split_place("07422  Bad Blankenburg") == ("07422", "Bad Blankenburg")
    assert split_place("D-07407 Rudolstadt") == ("07407", "Rudolstadt")
    assert split_place("Saalfeld/Saale") == ("", "Saalfeld/Saale")
    assert split_place("07318") == ("07318", "")


def test_the_mark_by_which_excel_keeps_a_number_as_text_is_no_part_of_it():
    assert (read("postcode", "'07422"), read("phone", "'+49 171 3920001")) == ("07422", "+49 171 3920001")
    assert read("last_name", "'t Hooft") == "'t Hooft"
    assert (read("original_name", "'0"), read("notes", "'68 geboren")) == ("'0", "'68 geboren")
