"""Places of Thüringen: found by post code and name, never guessed, and whole as shipped."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.geography import (
    Gazetteer,
    Place,
    counties,
    distance_km,
    gazetteer,
    same_county,
    show_distance,
)
from app.core.resources import resource
from app.core.text import NBSP

SHARED = {
    "06578", "07554", "07557", "07751", "36452", "37355", "98530", "98559", "98631", "98711", "98739", "98746",
    "99100", "99102", "99189", "99192", "99195", "99198", "99330", "99428", "99438", "99441",
}  # fmt: skip
"""The post codes that lie in more than one Landkreis or kreisfreie Stadt."""
POINTS = st.builds(
    lambda north, east: Place("", (), "", north, east),
    st.floats(min_value=-90, max_value=90),
    st.floats(min_value=-180, max_value=180),
)


def names(places):
    return [place.name for place in places]


# ---------------------------------------------------------------- what is shipped


def test_every_landkreis_and_town_of_thueringen_has_places():
    assert len(counties()) == 22
    assert sum(county.town for county in counties()) == 5
    assert {place.county for place in gazetteer().places} == {county.name for county in counties()}
    assert all(county.key.startswith("160") for county in counties())


def test_the_post_codes_are_those_of_thueringen():
    codes = {code for place in gazetteer().places for code in place.postcodes}
    assert len(codes) >= 232
    assert all(
        re.fullmatch(r"046\d\d|065[5-7]\d|07[3-9]\d\d|364\d\d|373\d\d|965\d\d|98[5-7]\d\d|99\d\d\d", c) for c in codes
    )


def test_every_post_code_leads_to_coordinates_in_thueringen():
    for place in gazetteer().places:
        assert 50.2 < place.latitude < 51.65, place
        assert 9.87 < place.longitude < 12.66, place


def test_the_middle_of_a_post_code_is_near_all_of_its_located_places():
    known = [place for place in gazetteer().places if not place.about]
    for code in {code for place in known for code in place.postcodes} - SHARED:
        middle = gazetteer().middle(code)
        assert middle is not None
        for place in gazetteer().by_postcode(code):
            assert place.about or distance_km(middle, place) < 25, (code, place)


def test_municipality_keys_lie_in_their_landkreis():
    keys = {county.name: county.key for county in counties()}
    given_keys = [place for place in gazetteer().places if place.municipality]
    assert len(given_keys) > 850
    for place in given_keys:
        assert re.fullmatch(r"\d{8}", place.municipality)
        assert place.municipality.startswith(keys[place.county]), place


def test_names_are_composed_and_clean():
    for place in gazetteer().places:
        for name in (place.name, *place.aliases):
            assert name == unicodedata.normalize("NFC", name).strip()
            assert re.fullmatch(r"[A-ZÄÖÜ][\w /.-]+", name), name


def test_no_place_is_listed_twice():
    seen = [(place.name, place.county, code) for place in gazetteer().places for code in place.postcodes or ("",)]
    assert len(seen) == len(set(seen))


def test_the_post_codes_in_several_landkreise_are_known():
    codes = {code for place in gazetteer().places for code in place.postcodes}
    assert {code for code in codes if len(gazetteer().counties_of(code)) > 1} == SHARED


@pytest.mark.parametrize("name", ["thueringen.tsv", "counties.tsv"])
def test_the_head_of_each_table_says_where_it_comes_from(name):
    head = [line for line in resource("places", name).read_text("utf-8").splitlines() if line.startswith("#")]
    assert "packaging/places.py" in head[0]
    if name == "thueringen.tsv":
        assert all(word in "\n".join(head) for word in ("GeoNames", "CC BY 4.0", "changed", "MIT"))


def test_the_towns_of_the_project_lie_where_they_should():
    for name, code, county, north, east in (
        ("Sondershausen", "99706", "Kyffhäuserkreis", 51.37, 10.87),
        ("Königsee", "07426", "Saalfeld-Rudolstadt", 50.66, 11.10),
        ("Schmalkalden", "98574", "Schmalkalden-Meiningen", 50.72, 10.45),
        ("Bad Salzungen", "36433", "Wartburgkreis", 50.81, 10.24),
        ("Eisenach", "99817", "Wartburgkreis", 50.98, 10.32),
        ("Erfurt", "99084", "Erfurt", 50.98, 11.03),
        ("Sonneberg", "96515", "Sonneberg", 50.36, 11.17),
        ("Römhild", "98630", "Hildburghausen", 50.40, 10.54),
    ):
        place = gazetteer().find(name, code).place
        assert place is not None
        assert place.county == county
        assert distance_km(place, Place("", (), "", north, east)) < 4


# ---------------------------------------------------------------- looking up


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Königsee", "Königsee"),
        (" koenigsee ", "Königsee"),
        ("KÖNIGSEE", "Königsee"),
        ("Ko\u0308nigsee", "Königsee"),
        ("Saalfeld/Saale", "Saalfeld"),
        ("Mühlhausen, Thür.", "Mühlhausen"),
        ("Artern (Kyffhäuserkreis)", "Artern"),
        ("Sondershausen OT Berka", "Sondershausen"),
        ("St. Gangloff", "Sankt Gangloff"),
        ("Neustadt/Orla", "Neustadt an der Orla"),
        ("Neustadt a. d. Orla", "Neustadt an der Orla"),
        ("Frankenhausen", "Bad Frankenhausen"),
        ("Heiligenstadt", "Heilbad Heiligenstadt"),
        ("Lobenstein", "Bad Lobenstein"),
        ("Kyffhäuserland", "Kyffhäuserland"),
        ("Badra", "Badra"),
    ],
)
def test_a_place_is_found_however_people_write_it(typed, name):
    place = gazetteer().find(typed).place
    assert place is not None
    assert place.name == name


@pytest.mark.parametrize("typed", ["Berlin", "Köln", "xyz", "", "  ", "/", "99", "Neu", "Bad", "🙂", "'; DROP TABLE"])
def test_unknown_names_find_nothing(typed):
    assert gazetteer().find(typed).places == ()


@pytest.mark.parametrize(
    "typed", ["Weimar (Lahn)", "Neustadt/Weinstraße", "Mühlhausen, Oberpfalz", "Gera (Sachsen)", "Erfurt / Gotha"]
)
def test_a_namesake_elsewhere_is_not_taken_for_the_place_here(typed):
    assert gazetteer().find(typed).places == ()


@pytest.mark.parametrize("typed", ["10115", "9970", "997066", "abcde", "00000", ""])
def test_unknown_post_codes_find_nothing(typed):
    assert gazetteer().by_postcode(typed) == ()
    assert gazetteer().middle(typed) is None
    assert gazetteer().counties_of(typed) == ()
    assert gazetteer().find("", typed).places == ()


def test_namesakes_are_all_offered_and_the_landkreis_or_the_post_code_decides():
    answer = gazetteer().find("Neundorf")
    assert len(answer.places) >= 2
    assert answer.place is None
    assert {place.county for place in answer.places} == {"Saale-Orla-Kreis", "Greiz"}
    assert gazetteer().find("Neundorf", county="Greiz").place == gazetteer().find("Neundorf", "07570").place
    assert gazetteer().find("Neundorf", county="Landkreis Sonneberg").places == ()


def test_a_post_code_in_several_landkreise_asks_for_the_place():
    answer = gazetteer().find("", "99102")
    assert answer.problem == "Die PLZ 99102 liegt in Erfurt, Ilm-Kreis und Weimarer Land. Bitte den Ort angeben."
    assert answer.place is None
    assert gazetteer().middle("99102") is None
    assert names(gazetteer().find("Klettbach", "99102").places) == ["Klettbach"]
    assert gazetteer().find("", "99102", "Ilm-Kreis").problem == ""


def test_a_post_code_in_one_landkreis_gives_its_places_and_its_middle():
    answer = gazetteer().find("", "99706")
    assert answer.problem == ""
    assert "Sondershausen" in names(answer.places)
    middle = gazetteer().middle("99706")
    assert middle is not None
    assert middle.county == "Kyffhäuserkreis"
    assert middle.about
    assert distance_km(middle, gazetteer().find("Sondershausen").place) < 3  # where most people live


def test_candidates_of_a_post_code_come_by_size_and_vague_ones_last():
    places = gazetteer().by_postcode("99706")
    assert places[0].name == "Sondershausen"
    assert [place.about for place in places] == sorted(place.about for place in places)


def test_a_contradiction_is_named_and_nothing_is_chosen():
    answer = gazetteer().find("Königsee", "99706")
    assert answer.places == ()
    assert answer.problem == "Königsee hat die PLZ 07426, nicht 99706. Bitte prüfen."


def test_a_name_with_a_post_code_from_elsewhere_is_a_place_elsewhere():
    assert gazetteer().find("Weimar", "99423").place is not None
    answer = gazetteer().find("Weimar", "35096")
    assert answer.places == ()
    assert answer.problem == "Zur PLZ 35096 ist kein Ort bekannt."


def test_an_unknown_name_is_not_found_by_its_post_code():
    assert gazetteer().find("Entenhausen", "99706").places == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kyffhäuserkreis", "Landkreis Kyffhäuser"),
        ("Kyffhäuserkreis", "LK Kyffhaeuserkreis"),
        ("Ilm-Kreis", "Ilmkreis"),
        ("Weimarer Land", "Landkreis Weimarer Land"),
        ("Erfurt", "Stadt Erfurt"),
        ("Saalfeld-Rudolstadt", "Lkr. Saalfeld Rudolstadt"),
    ],
)
def test_a_landkreis_is_known_in_every_spelling(one, other):
    assert same_county(one, other)
    assert not same_county(one, "Landkreis Greiz")


def test_the_landkreise_stay_apart_in_every_spelling():
    for one in counties():
        assert [other.name for other in counties() if same_county(one.name, other.name)] == [one.name]


def test_every_shipped_place_is_found_by_what_it_says():
    for place in gazetteer().places:
        for code in place.postcodes:
            assert place in gazetteer().find(place.name, code).places, place
            assert place in gazetteer().find(place.name, code, place.county).places
            assert place in gazetteer().by_postcode(code)


@given(st.text(), st.text())
def test_nothing_typed_breaks_the_look_up(name, code):
    assert len(gazetteer().find(name, code).places) < 200


# ---------------------------------------------------------------- distance


def test_the_distance_between_two_towns():
    erfurt, gera = gazetteer().find("Erfurt").place, gazetteer().find("Gera").place
    assert distance_km(erfurt, gera) == pytest.approx(74.5, abs=1.5)
    assert distance_km(erfurt, erfurt) == 0


@given(POINTS, POINTS, POINTS)
def test_distance_is_a_metric(one, other, third):
    assert distance_km(one, one) == 0
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert 0 <= distance_km(one, other) <= math.pi * 6371.0088 + 1e-6
    assert distance_km(one, third) <= distance_km(one, other) + distance_km(other, third) + 1e-6


def test_places_near_come_nearest_first_with_their_distance():
    centre = gazetteer().find("Sondershausen").place
    near = gazetteer().near(centre, 12)
    assert near[0] == (0, centre)
    assert [km for km, _place in near] == sorted(km for km, _place in near)
    assert all(km <= 12 for km, _place in near)
    assert len(near) == sum(distance_km(centre, place) <= 12 for place in gazetteer().places) > 3


def test_distances_are_shown_as_people_say_them():
    assert show_distance(0.4) == show_distance(0.4, about=True) == f"unter 1{NBSP}km"
    assert show_distance(12.5) == f"13{NBSP}km"
    assert show_distance(12.4, about=True) == f"etwa 12{NBSP}km"


def test_a_candidate_says_where_it_lies():
    assert gazetteer().find("Königsee").place.show() == "07426 Königsee (Saalfeld-Rudolstadt)"
    assert gazetteer().find("Erfurt").place.show() == "Erfurt"


# ---------------------------------------------------------------- what the office corrects


def test_an_own_place_comes_before_the_shipped_one_of_its_name_and_post_code():
    right = Place("Koenigsee", ("07426",), "Saalfeld-Rudolstadt", 50.7, 11.2)
    corrected = gazetteer().corrected([right])
    assert corrected.find("Königsee", "07426").place == replace(right, municipality="16073112")
    assert len(corrected.places) == len(gazetteer().places)
    assert gazetteer().find("Königsee").place != right


def test_an_own_place_does_not_hide_its_namesakes():
    own = replace(gazetteer().find("Neundorf", "07570").place, latitude=50.8, about=False)  # stated as exact
    found = gazetteer().corrected([own]).find("Neundorf").places
    assert own in found
    assert len(found) == len(gazetteer().find("Neundorf").places)


def test_an_own_place_without_a_post_code_is_told_by_its_landkreis():
    found = gazetteer().corrected([Place.stated("Badra", "", "Landkreis Kyffhäuser", 51.4, 11.0)]).find("Badra")
    assert found.place is not None
    assert found.place.latitude == 51.4
    assert set(found.place.postcodes) == {"99706", "99707"}


def test_an_own_place_keeps_the_post_codes_that_the_office_does_not_name():
    corrected = gazetteer().corrected([Place.stated(" Erfurt ", "99085", "", 50.99, 11.06)])
    (found,) = corrected.by_name("Erfurt")
    assert (found.latitude, found.county) == (50.99, "Erfurt")
    assert corrected.find("Erfurt", "99084").place == corrected.find("Erfurt", "99085").place == found
    assert set(found.postcodes) == set(gazetteer().find("Erfurt").place.postcodes)


def test_two_own_places_of_one_name_stand_side_by_side():
    two = [Place.stated("Jecha", "99706", "Kyffhäuserkreis", 51.36, 10.9 + n) for n in range(2)]
    assert gazetteer().corrected(two).by_name("Jecha") == tuple(two)


def test_an_own_place_beyond_thueringen_is_found():
    halle = Place("Halle (Saale)", ("06108",), "Halle", 51.48, 11.97)
    corrected = gazetteer().corrected([halle])
    assert corrected.find("Halle (Saale)", "06108").place == corrected.middle("06108") == halle


def test_an_empty_list_finds_nothing():
    assert Gazetteer(()).find("Erfurt", "99084").places == ()
