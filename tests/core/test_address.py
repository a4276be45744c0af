"""Addresses while they are typed: what is certain is filled in, what is not is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.address import advise
from app.core.geography import gazetteer

PLACES = gazetteer()
CODES = sorted({code for place in PLACES.places for code in place.postcodes})


def advice(city="", postcode="", county=""):
    return advise(PLACES, city, postcode, county)


def names(found):
    return [place.name for place in found.places]


def test_a_post_code_of_one_place_says_place_and_landkreis():
    found = advice(postcode="99084")
    assert found.certain == {"city": "Erfurt", "county": "Erfurt"}
    assert (found.sentence, found.places) == ("", ())


def test_a_post_code_in_two_landkreise_asks_for_the_place_and_fills_in_nothing():
    found = advice(postcode="98559")
    assert found.certain == {}
    assert found.sentence == "Die PLZ 98559 liegt in Schmalkalden-Meiningen und Suhl. Bitte den Ort angeben."
    assert names(found) == ["Oberhof", "Gehlberg"]
    assert found.pressing


def test_several_places_in_one_landkreis_leave_only_the_place_open():
    found = advice(postcode="99706")
    assert found.certain == {"county": "Kyffhäuserkreis"}
    assert found.sentence == f"Zur PLZ 99706 gehören {len(found.places)} Orte."
    assert "Sondershausen" in names(found)
    assert not found.pressing


def test_the_place_decides_which_landkreis_it_is():
    found = advice("Gehlberg", "98559")
    assert (found.certain, found.sentence) == ({"county": "Suhl"}, "")


def test_the_landkreis_decides_which_places_may_be_meant():
    assert advice("", "98559", "Suhl").certain == {"city": "Gehlberg"}


def test_what_was_typed_is_never_filled_in():
    assert advice("Gehlberg", "98559", "Suhl").certain == {}
    assert advice("Erfurt-Süd", "99084", "Stadt Erfurt").certain == {}


def test_a_place_of_another_post_code_is_named_and_nothing_filled_in():
    found = advice("Königsee", "99706")
    assert found.sentence == "Königsee hat die PLZ 07426, nicht 99706. Bitte prüfen."
    assert (found.certain, found.places) == ({}, ())


def test_a_landkreis_elsewhere_leaves_the_place_alone():
    assert advice("", "99084", "Greiz").certain == {}


def test_a_place_nobody_knows_lies_in_the_only_landkreis_of_its_post_code():
    assert advice("Neue Siedlung", "99706").certain == {"county": "Kyffhäuserkreis"}
    assert advice("Neue Siedlung", "98559").certain == {}


@pytest.mark.parametrize("postcode", ["", "9908", "04109", "990840", "abc"])
def test_other_post_codes_say_nothing(postcode):
    found = advice(postcode=postcode)
    assert (found.certain, found.sentence, found.places) == ({}, "", ())


@given(st.sampled_from(CODES))
def test_whatever_is_chosen_answers_the_question(code):
    for place in advice(postcode=code).places:
        after = advice(place.name, code, place.county)
        assert after.certain == {}
        assert set(after.places) <= {one for one in PLACES.by_postcode(code) if one.name == place.name}
