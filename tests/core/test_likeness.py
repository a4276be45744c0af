"""Whether two records are one human being, as far as names, dates and contact tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.likeness import Frequencies, compare
from app.core.partial_date import PartialDate
from app.core.traits import FIELDS, Traits, code

BORN = PartialDate(1991, 3, 14)


def traits(last_name="Al-Haddad", first_names="Rim", born=BORN, **values):
    return Traits.of({"last_name": last_name, "first_names": first_names, "born": born} | values)


RIM = traits()


def likeness(other, one=RIM):
    return compare(one, other)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (traits(), "Name gleich"),
        (traits("Alhaddad"), "Name gleich"),
        (traits("Haddad"), "Name gleich"),
        (traits("Al-Hadad"), "Name gleich"),
        (traits("Haddat"), "Vorname gleich, Nachname ähnlich"),
        (traits(first_names="Rim Nour"), "Name gleich"),
        (traits("Rim", "Al-Haddad"), "Vor- und Nachname vertauscht"),
        (traits("Sayed", birth_name="Al-Haddad"), "Geburtsname passt zum Nachnamen"),
        (traits(), "Geburtsdatum gleich"),
        (traits(born=PartialDate(1991, 3)), "Geburtsdatum passt, ist aber unvollständig"),
        (traits(born=PartialDate(1991)), "Geburtsdatum passt, ist aber unvollständig"),
        (traits(born=PartialDate(1991, 1, 1)), "Geburtsjahr gleich, einmal steht der 1. Januar"),
        (traits(born=PartialDate(1991, 3, 15)), "Geburtsdatum bis auf eine Ziffer gleich"),
        (traits(born=PartialDate(1981, 3, 14)), "Geburtsdatum bis auf eine Ziffer gleich"),
    ],
)
def test_the_reason_is_told(other, reason):
    found = likeness(other)
    assert reason in found.reasons
    assert found.score > 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [((1999, 5, 8), (2000, 5, 8)), ((1991, 3, 9), (1991, 3, 10)), ((1991, 9, 14), (1991, 10, 14))],
    ids=["year", "day", "month"],
)
def test_dates_next_to_each_other_are_a_slip_though_two_digits_differ(one, other):
    found = compare(traits(born=PartialDate(*one)), traits(born=PartialDate(*other)))
    assert "Geburtsdatum um einen Tag, einen Monat oder ein Jahr verschieden" in found.reasons
    assert found.score > 0.5


@pytest.mark.parametrize(
    ("name", "written"),
    [("Phạm", "Pạhm"), ("Müller", "Mlüler"), ("Schmidt", "Shcmidt"), ("Petrowna", "Pertowna")],
)
def test_letters_that_changed_places_are_a_slip_whatever_they_sound_like(name, written):
    assert compare(traits(name), traits(written)).score > 0.5


def test_day_and_month_may_have_changed_places():
    one, other = traits(born=PartialDate(1991, 3, 4)), traits(born=PartialDate(1991, 4, 3))
    assert "Tag und Monat der Geburt vertauscht" in compare(one, other).reasons


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (("Müller", "Jürgen"), ("Mueller", "Juergen")),
        (("Müller", "Jürgen"), ("Muller", "Jurgen")),
        (("Shevchenko", "Yevheniia"), ("Schewtschenko", "Jewhenija")),
        (("Khaled", "Mohammed"), ("Chaled", "Muhammad")),
        (("Nguyễn", "Thị Thu Hà"), ("Nguyen Thi", "Thu Ha")),
        (("Łukaszewicz", "Małgorzata"), ("Lukaszewicz", "Malgorzata")),
        (("Hofmann-Riedel", "Änne"), ("Hofmann Riedel", "Anne")),
        (("Yıldırım", "Şengül"), ("Yildirim", "Sengul")),
    ],
    ids=" ".join,
)
def test_other_spellings_are_the_same_name(names, written):
    one, other = traits(*names), traits(*written)
    assert compare(one, other).score > 0.9
    assert one.keys() & other.keys()


@pytest.mark.parametrize(
    "other",
    [
        traits(first_names="Nour"),
        traits(born=PartialDate(1964, 11, 30)),
        traits("Petrova", "Milena"),
        traits("Petrova"),
    ],
    ids=["twin", "namesake", "stranger born on the same day", "another with this first name"],
)
def test_whoever_only_looks_alike_is_somebody_else(other):
    assert likeness(other).score < 0.3


def test_twins_who_share_everything_but_the_first_name_are_two():
    shared = {"postcode": "07407", "city": "Rudolstadt", "phone": "0171 3920012"}
    assert compare(traits(first_names="Hassan", **shared), traits(first_names="Layla", **shared)).score < 0.1


def test_without_a_date_a_telephone_number_decides():
    one, other = traits(phone="0171 3920012"), traits(born=None, phone="+49 171 3920012")
    assert compare(one, other).score > 0.5 and "Telefon gleich" in compare(one, other).reasons
    assert compare(traits(), traits(born=None)).score < 0.5


def test_rare_names_say_more_than_common_ones():
    people = [traits("Müller", "Anna")] * 60 + [traits("Schmidt", "Anna")] * 60 + [traits("Ehrenforth", "Marit")] * 2
    frequencies = Frequencies.of(people)
    common = compare(traits("Müller", "Anna"), traits("Müller", "Anna", None), frequencies)
    rare = compare(traits("Ehrenforth", "Marit"), traits("Ehrenforth", "Marit", None), frequencies)
    assert rare.score > common.score


@pytest.mark.parametrize(("one", "other"), [("khaled", "haled"), ("mohammed", "muhammad"), ("alhaddad", "haddad")])
def test_transcriptions_share_a_code(one, other):
    assert code(one) == code(other) != ""


NAMES = st.text("abehilmnorstuüßéşłАбв' -", max_size=14)
DATES = st.none() | st.builds(PartialDate, st.integers(1930, 1935), st.none() | st.integers(1, 3))
DAYS = st.builds(PartialDate, st.integers(1990, 1992), st.integers(1, 4), st.integers(1, 4))
PEOPLE = st.builds(
    lambda **values: Traits.of(values),
    last_name=NAMES,
    first_names=NAMES,
    birth_name=st.just("") | NAMES,
    original_name=st.sampled_from(["", "ريم الحداد", "الحداد ريم"]),
    gender=st.sampled_from([None, "female", "male"]),
    born=DATES | DAYS,
    postcode=st.sampled_from(["", "07407", "99867"]),
    phone=st.sampled_from(["", "0171 3920012"]),
)


@given(PEOPLE, PEOPLE)
def test_the_order_of_the_two_does_not_matter(one, other):
    assert compare(one, other) == compare(other, one)


@given(PEOPLE, PEOPLE)
def test_a_bound_never_changes_a_score(one, other):
    whole, bounded = compare(one, other), compare(one, other, least=0.5)
    assert bounded == (whole if whole.score >= 0.5 else None)


@given(PEOPLE)
def test_keys_are_plain_and_short_enough_for_the_table(one):
    assert all(len(key) <= 64 for key in sorted(one.keys()))


@given(st.dictionaries(st.sampled_from(FIELDS), st.none()))
def test_what_is_not_known_is_no_trouble(values):
    assert Traits.of(values) == Traits()
    assert compare(Traits(), Traits.of(values)).score < 0.5
