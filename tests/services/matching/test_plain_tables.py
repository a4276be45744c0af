"""Cells of plain tables are read as people write them, and what cannot be read is told with its row."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.core.errors import UserError
from app.core.resources import resource
from app.services.matching import cells, match
from app.services.matching.plain_tables import read

TODAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("Dari (Muttersprache)", ("Dari", 7)), ("Deutsch B1", ("Deutsch", 3)), ("Farsi: gut", ("Farsi", 4)),
        ("Englisch (fließend)", ("Englisch", 5)), ("Arabic native", ("Arabic", 7)), ("deutsch a2", ("deutsch", 2)),
        ("Plautdietsch", ("Plautdietsch", 3)), ("Haitianisches Kreol", ("Haitianisches Kreol", 3)),
        ("Deutsch Stufe3", ("Deutsch", 6)),
    ],
)  # fmt: skip
def test_languages_with_their_levels(entry, found):
    assert cells.level(entry, "B1", {"Stufe3": "C2"}) == found


def test_a_language_without_level_is_told_where_none_is_usual():
    with pytest.raises(ValueError, match="Bei „Deutsch“ steht kein Niveau"):
        cells.level("Deutsch", "", {})


@pytest.mark.parametrize(
    ("cell", "years"),
    [("14.03.1991", 35), ("1991", 35), ("03.1991", 35), (35, 35), ("35", 35), (date(1991, 11, 13), 34),
     (datetime(1991, 11, 12, tzinfo=UTC), 35)],
)  # fmt: skip
def test_ages_from_dates_of_birth_or_numbers(cell, years):
    assert cells.age(cell, TODAY) == years


@pytest.mark.parametrize("cell", ["2027", "morgen", "32.01.1990"])
def test_impossible_births_are_told(cell):
    with pytest.raises(ValueError, match=r"„|Den"):
        cells.age(cell, TODAY)


@pytest.mark.parametrize(
    "given_cells", [["50.65, 11.35"], ["50,65; 11,35"], ["50,65", 11.35], ["50.65,11.35"], ["50,65 11,35"]]
)
def test_coordinates_in_one_cell_or_two(given_cells):
    assert cells.place(given_cells) == (50.65, 11.35)


@pytest.mark.parametrize("cell", ["nan", "inf", "1e999", "viel", "1.000,5"])
def test_what_is_no_number_is_told(cell):
    with pytest.raises(ValueError, match="ist keine Zahl"):
        cells.number(cell)


@pytest.mark.parametrize(
    ("cell", "found"), [("Ja", True), ("x", True), (1, True), (0, False), ("nein", False), (True, True)]
)
def test_yes_and_no(cell, found):
    assert cells.flag(cell) is found


RULES = """name = "Test"

[[rules]]
kind = "common"
must = true

[[rules]]
kind = "waiting"

[seekers]
id = "Nr"
caption = "Name"
places = "Plätze"
[seekers.columns]
languages = { column = "Sprachen", kind = "levels", usual = "B1" }
waiting = { column = "Wochen", kind = "number" }

[providers]
[providers.columns]
languages = { column = "Sprachen", kind = "levels" }
"""
LANGUAGES = 'languages = { column = "Sprachen", kind = "levels" }'
TRIP = '[[trips]]\nfrom = "a"\nto = "b"\nlast_return = "spät"\n[providers]'
SEEKERS = "Nr;Name;Sprachen;Wochen;Plätze\n10;Anna;Dari;3;1\n9;Bea;dari A1;;\n"
PROVIDERS = "Wer\tSprachen\nGudrun\tDARI C1\n"


def files(tmp_path, rules=RULES, seekers=SEEKERS, providers=PROVIDERS):
    paths = [tmp_path / name for name in ("regeln.toml", "suchende.csv", "anbietende.csv")]
    for path, text, encoding in zip(paths, (rules, seekers, providers), ("utf-8", "cp1252", "utf-16"), strict=True):
        path.write_text(text, encoding=encoding)
    return paths


def test_any_separator_and_encoding_is_read(tmp_path):
    made = read(*files(tmp_path))
    assert (made.seekers.ids, made.seekers.captions, made.seekers.places) == ([10, 9], ["Anna", "Bea"], [1, 0])
    assert made.seekers.columns["languages"].values == [{"dari": 3}, {"dari": 1}]
    assert made.seekers.columns["languages"].name("dari") == "Dari"
    assert made.seekers.columns["waiting"].values == [3, None]
    assert (made.providers.ids, made.providers.captions) == ([1], ["1"])
    assert match(made).assignment == {10: (1,)}


@pytest.mark.parametrize(
    ("which", "old", "new", "sentence"),
    [
        ("seekers", "dari A1", "dari A1;x", "Zeile 3, Spalte „Wochen“: „x“ ist keine Zahl."),
        ("seekers", "10;", "9;", "Mentee: Die Kennung 9 kommt mehrfach vor."),
        ("seekers", ";3;1", ";3;1,5", "Zeile 2, Spalte „Plätze“: „1,5“ ist keine ganze Zahl."),
        ("seekers", ";3;1", ";3;-1", "Mentee Anna: -1 Plätze sind nicht möglich."),
        ("providers", "DARI C1", "DARI", "Zeile 2, Spalte „Sprachen“: Bei „DARI“ steht kein Niveau"),
        ("rules", '"Nr"', '"Nummer"', "Zeile 11, seekers.id: In suchende.csv gibt es keine Spalte „Nummer“."),
        ("rules", 'kind = "number"', 'kind = "nummer"', "„nummer“ gibt es hier nicht. Möglich: „text“, „number“"),
        ("rules", 'column = "Wochen"', 'columns = ["Nr", "Wochen"]', "Nur Koordinaten dürfen in zwei Spalten stehen."),
        ("rules", 'usual = "B1"', 'usual = "B9"', "„B9“ gibt es hier nicht."),
        ("rules", 'usual = "B1"', 'words = { gut = "B9" }', "Das Niveau „B9“ gibt es nicht."),
        ("rules", 'usual = "B1"', "usuall = 1", "„usuall“ ist hier unbekannt."),
        ("rules", "[providers.columns]", '[providers.columns]\nx = { kind = "text" }', "„column“ fehlt."),
        ("rules", LANGUAGES, "", "Die Spalte „languages“ fehlt (Mentorinnen)."),
        ("rules", "[providers]", TRIP, "„spät“ ist keine Uhrzeit."),
        ("providers", PROVIDERS, " ", "In „anbietende.csv“ steht keine Tabelle."),
    ],
)  # fmt: skip
def test_bad_tables_and_mappings_are_told(tmp_path, which, old, new, sentence):
    texts = {"rules": RULES, "seekers": SEEKERS, "providers": PROVIDERS}
    assert old in texts[which]
    texts[which] = texts[which].replace(old, new, 1)
    with pytest.raises(UserError) as caught:
        match(read(*files(tmp_path, **texts)))
    assert sentence in str(caught.value)


def test_the_sample_reads_as_the_picture_of_the_design(clock):
    folder = resource("samples", "matching")
    result = match(read(folder / "rules.toml", folder / "mentees.csv", folder / "mentors.csv"))
    best = result.proposals(4)[0]
    assert (best.caption, best.points, best.chosen) == ("Böttner, Gudrun", 85, True)
    assert [line.text for line in best.lines[:5]] == [
        "gleicher Beruf: Pflege",
        "gemeinsame Sprache: Deutsch (B1), Arabisch (Grundkenntnisse)",
        "6 km, Bus 530, letzte Rückfahrt 20:14 Uhr",
        "gemeinsame Zeit: dienstags und donnerstags ab 16 Uhr",
        "Wunsch „Kinder“: erfüllt",
    ]
