"""Countries and nationalities: found by whatever lists call them, classed as funders count."""

from __future__ import annotations

import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.countries import (
    CLASSES,
    country,
    country_name,
    nationality_class,
    nationality_suggestions,
    spellings,
    suggestions,
)
from app.core.resources import resource

EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


def rows():
    lines = resource("countries.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", ["Syrien", "syrisch", "SYR", "Syria", " syrische "])
def test_each_name_of_a_country_tells_all_others(name):
    assert {"Syrien", "syrisch", "Syria", "Syrerin"} <= set(spellings(name))
    assert "SYR" not in spellings(name)


@pytest.mark.parametrize("name", ["", "Syri", "Mittelerde", "syrisch, türkisch"])
def test_what_names_no_country_is_called_nothing_else(name):
    assert spellings(name) == ()


def test_the_head_names_source_and_licence():
    head = "\n".join(line for line in resource("countries.tsv").read_text("utf-8").splitlines() if line[0] == "#")
    assert all(word in head for word in ("Unicode CLDR", "Unicode License v3", "packaging/cldr.py"))


def test_the_table_is_whole_and_composed():
    text = resource("countries.tsv").read_text("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert len(rows()) == 202
    assert all(len(row) == 5 and all(row[:4]) and row[3] in CLASSES for row in rows())
    for column in (0, 1, 2):
        assert len({row[column] for row in rows()}) == len(rows())


def test_the_european_union_has_its_twenty_seven_members():
    assert {row[0] for row in rows() if row[3] in ("german", "eu")} == set(EU.split())
    assert len(EU.split()) == 27


def test_the_classes_are_the_options_of_the_question():
    programme = tomllib.loads(resource("programmes", "esf_plus_2021.toml").read_text("utf-8"))
    (question,) = (question for question in programme["question"] if question["key"] == "nationality")
    assert tuple(option["code"] for option in question["options"]) == CLASSES


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Syrien", "SY"),
        ("syrisch", "SY"),
        ("Syrische", "SY"),
        ("SYR", "SY"),
        ("sy", "SY"),
        ("Syria", "SY"),
        ("Syrian Arab Republic", "SY"),
        ("Syrerin", "SY"),
        ("ukrainische Staatsangehörigkeit", "UA"),
        ("Afghanistan", "AF"),
        ("Türkei", "TR"),
        ("Tuerkei", "TR"),
        ("Cote d'Ivoire", "CI"),
        ("Elfenbeinküste", "CI"),
        ("Weißrussland", "BY"),
        ("Moldawien", "MD"),
        ("USA", "US"),
        ("Großbritannien", "GB"),
        ("Palästina", "PS"),
        ("Kosovo", "XK"),
        ("deutsche", "DE"),
        ("deutscher", "DE"),
        ("staatenlos", "XXA"),
        ("ungeklärt", "XXX"),
        ("Kongo", None),
        ("Korea", None),
        ("Guinea", "GN"),
        ("Jugoslawien", None),
        ("Sowjetunion", None),
        ("unbekannt", None),
        ("x", None),
        ("", None),
    ],
)
def test_a_country_is_found_by_any_of_its_names_and_never_guessed(name, code):
    assert country(name) == code


def test_every_name_in_the_table_leads_to_its_own_line():
    for code, label, adjective, _class, aliases in rows():
        for name in (label, adjective, code, *filter(None, aliases.split(";"))):
            assert country(name) == code, name


@pytest.mark.parametrize(
    ("text", "class_"),
    [
        ("deutsch", "german"),
        ("rumänisch", "eu"),
        ("Syrien", "third"),
        ("Norwegen", "third"),
        ("Island", "third"),
        ("Liechtenstein", "third"),
        ("Schweiz", "third"),
        ("Vereinigtes Königreich", "third"),
        ("staatenlos", "stateless"),
        ("ungeklärt", "unclear"),
        ("syrisch, deutsch", "german"),
        ("deutsch/syrisch", "german"),
        ("deutsch-türkisch", "german"),
        ("syrisch und rumänisch", "eu"),
        ("ukrainisch; polnisch; russisch", "eu"),
        ("Bosnien und Herzegowina", "third"),
        ("Bosnien und Herzegowina und Kroatien", None),
        ("Bosnien und Herzegowina, Kroatien", "eu"),
        ("Kongo, Demokratische Republik", "third"),
        ("guinea-bissauisch", "third"),
        ("afghanisch, staatenlos", "third"),
        ("syrisch, unleserlich", None),
        ("rumänisch, unleserlich", None),
        ("deutsch, unleserlich", "german"),
        ("unleserlich", None),
        ("", None),
        (" , ", None),
    ],
)
def test_of_several_nationalities_german_counts_then_the_union(text, class_):
    assert nationality_class(text) == class_


@given(st.lists(st.sampled_from(rows()), min_size=1, max_size=4), st.sampled_from([", ", "/", "; ", " + "]))
def test_the_order_of_nationalities_does_not_matter(countries, between):
    told = nationality_class(between.join(row[2] for row in countries))
    assert told == min((row[3] for row in countries), key=CLASSES.index)
    assert told == nationality_class(between.join(row[2] for row in reversed(countries)))


def test_suggestions_are_german_and_in_order_and_understood():
    assert suggestions()[:2] == ("Afghanistan", "Ägypten")
    assert suggestions()[-2:] == ("staatenlos", "ungeklärt")
    assert all(map(country, suggestions()))
    assert all(map(nationality_class, nationality_suggestions()))
    assert "syrisch" in nationality_suggestions()


def test_a_code_has_a_name_and_an_unknown_one_is_shown_as_it_is():
    assert country_name("SY") == "Syrien"
    assert country_name("??") == "??"


@given(st.text())
def test_nothing_typed_breaks_the_look_up(text):
    assert nationality_class(text) in {None, *CLASSES}
    assert country(text) in {None, *(row[0] for row in rows())}
