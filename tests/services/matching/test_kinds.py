"""Every kind of rule: how far a pair fulfils it, what it says, and what it makes of missing values."""

from __future__ import annotations

import math
from datetime import date, time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.matching import KINDS, Column, Pairs, Side, Trip
from app.services.matching.kinds.distance import EARTH, great_circle
from app.services.matching.kinds.overlap import hours, spoken

TODAY = date(2026, 11, 12)
NAN = None
ROW = np.array([0])


def judged(kind, one, other, trips=(), **settings):
    """Share (None for unknown) and sentence of one pair; the sides are column → (kind, value[, names])."""
    rule = KINDS[kind](**settings)
    assert list(rule.problems()) == []
    sides = [
        Side([1], ["P"], {name: Column(kind, [value], name, *names) for name, (kind, value, *names) in columns.items()})
        for columns in (one, other)
    ]
    pairs = Pairs(*sides, trips, TODAY)
    share = float(rule.share(pairs, ROW, ROW)[0])
    text = rule.sentence(pairs, 0, 0, share)
    return (None if math.isnan(share) else round(share, 3)), text


def languages(**levels):
    return {"languages": ("levels", levels, {"ara": "Arabisch", "deu": "Deutsch"})}


@pytest.mark.parametrize(
    ("one", "other", "share", "text"),
    [
        ({"ara": 7}, {"ara": 7}, 1, "gemeinsame Sprache: Arabisch (Muttersprache)"),
        ({"ara": 7}, {"ara": 2}, 0.4, "gemeinsame Sprache: Arabisch (Grundkenntnisse)"),
        (
            {"ara": 7, "deu": 3},
            {"ara": 2, "deu": 7},
            0.6,
            "gemeinsame Sprache: Deutsch (B1), Arabisch (Grundkenntnisse)",
        ),
        ({"ara": 7}, {"ara": 1}, -1, "keine gemeinsame Sprache"),
        ({"ara": 7}, {"deu": 7}, -1, "keine gemeinsame Sprache"),
        ({"ara": 7}, {}, -1, "keine gemeinsame Sprache"),
    ],
)
def test_a_language_counts_at_the_lower_of_both_levels(one, other, share, text):
    assert judged("common", languages(**one), languages(**other), level="A2") == (share, text)


def test_an_unknown_language_is_unknown_and_no_language_is_none():
    unknown = {"languages": ("levels", None)}
    assert judged("common", languages(ara=7), unknown) == (None, "gemeinsame Sprache: nicht bekannt")


def test_interests_count_up_to_enough():
    one = {"languages": ("tags", frozenset("abc"))}
    settings = {"enough": 2, "label": "gemeinsame Interessen"}
    assert judged("common", one, {"languages": ("tags", frozenset("ax"))}, **settings) == (
        0.5,
        "gemeinsame Interessen: a",
    )
    assert judged("common", one, {"languages": ("tags", frozenset("abc"))}, **settings)[0] == 1
    assert judged("common", one, {"languages": ("tags", frozenset("x"))}, **settings)[0] == -1


def test_a_hundred_tags_are_told_apart():
    tags = [frozenset({f"t{n}"}) for n in range(100)]
    side = Side(list(range(100)), ["P"] * 100, {"languages": Column("tags", tags)})
    share = KINDS["common"]().share(Pairs(side, side), np.arange(100)[:, None], np.arange(100)[None, :])
    assert np.array_equal(share > 0, np.eye(100, dtype=bool))


@pytest.mark.parametrize(
    ("one", "other", "share", "text"),
    [
        ("Krankenpflegerin", "Pflegedienstleiterin", 1, "gleicher Beruf: Pflege"),
        ("Köchin", "koechin", 1, "gleicher Beruf: koechin"),
        ("Köchin", "Verkäuferin", -1, "anderer Beruf: Verkäuferin"),
        ("Lehrerin für Mathematik", "Lehrerin", 1, "gleicher Beruf: Lehrerin"),
        ("Altenpfleger", "Schneider", -1, "anderer Beruf: Schneider"),
        (None, "Schneider", None, "gleicher Beruf: nicht bekannt"),
    ],
)
def test_professions_are_alike_by_group_or_word(one, other, share, text):
    groups = {"Pflege": ["pflege", "kranken"]}
    found = judged("similar", {"occupation": ("text", one)}, {"occupation": ("text", other)}, groups=groups)
    assert found == (share, text)


def test_a_slip_of_the_pen_gives_part_of_the_points():
    share, text = judged("similar", {"occupation": ("text", "Buchhalterin")}, {"occupation": ("text", "Buchalterin")})
    assert 0.8 < share < 1
    assert text == "ähnlich: Buchalterin"


@pytest.mark.parametrize(("wanted", "share"), [(True, 1), (False, -1)])
def test_equal_or_not(wanted, share):
    settings = {"seeker": "city", "provider": "city", "wanted": wanted}
    assert judged("equal", {"city": ("text", "Gräfenroda")}, {"city": ("text", "Graefenroda")}, **settings)[0] == share
    assert judged("equal", {"city": ("text", "Gotha")}, {"city": ("text", "Suhl")}, **settings)[0] == -share
    assert judged("equal", {"city": ("text", None)}, {"city": ("text", "Suhl")}, **settings)[0] is None


def week(*spans):
    return {"times": ("times", sum(hours(*span) for span in spans))}


@pytest.mark.parametrize(
    ("one", "other", "share", "text"),
    [
        (
            week((1, 15, 22), (3, 15, 22)),
            week((1, 16, 22), (3, 16, 22)),
            1,
            "gemeinsame Zeit: dienstags und donnerstags ab 16 Uhr",
        ),
        (week((1, 9, 12)), week((1, 10, 12)), 0.5, "gemeinsame Zeit: dienstags von 10 bis 12 Uhr"),
        (week((1, 9, 10)), week((1, 9, 12)), -1, "keine gemeinsame freie Zeit: nur dienstags von 9 bis 10 Uhr"),
        (week((1, 9, 10)), week((2, 9, 10)), -1, "keine gemeinsame freie Zeit"),
        (week(), week((2, 9, 10)), -1, "keine gemeinsame freie Zeit"),
        ({"times": ("times", None)}, week((2, 9, 10)), None, "gemeinsame Zeit: nicht bekannt"),
    ],
)
def test_common_hours(one, other, share, text):
    assert judged("overlap", one, other, least=2, enough=4) == (share, text)


@pytest.mark.parametrize(
    ("spans", "text"),
    [
        ([(day, 16, 22) for day in range(7)], "täglich ab 16 Uhr"),
        ([(day, 8, 12) for day in range(5)], "montags bis freitags von 8 bis 12 Uhr"),
        ([(0, 0, 24)], "montags"),
        ([(5, 9, 12), (5, 14, 16)], "samstags von 9 bis 12 und von 14 bis 16 Uhr"),
        ([(0, 8, 9), (1, 9, 10), (2, 10, 11)], "montags von 8 bis 9 Uhr sowie dienstags von 9 bis 10 Uhr …"),
        ([(0, 8, 9), (2, 8, 9), (4, 8, 9)], "montags, mittwochs und freitags von 8 bis 9 Uhr"),
    ],
)
def test_hours_are_told_as_people_say_them(spans, text):
    assert spoken(sum(hours(*span) for span in spans)) == text


def at(place, name=None, limit=None):
    return {"home": ("place", place), "city": ("text", name), "radius": ("number", limit)}


SAALFELD, RUDOLSTADT, GOTHA = (50.6483, 11.3542), (50.7167, 11.3333), (50.95, 10.7)
BUS = Trip("Saalfeld", "Rudolstadt", 12, "Bus 530", 25, time(20, 14))
TOLD = "12 km, Bus 530, 25 Minuten, letzte Rückfahrt 20:14 Uhr"
SHORT, EARLY = BUS._replace(km=None, minutes=None), BUS._replace(last_return=time(17, 40))
LATE = "nicht erreichbar: letzte Rückfahrt 17:40 Uhr"
NAMED = {"seeker_place": "city", "provider_place": "city", "seeker_limit": "radius"}


@pytest.mark.parametrize(
    ("one", "other", "trips", "share", "text"),
    [
        (at(SAALFELD), at(SAALFELD), (), 1, "unter 1 km"),
        (at(SAALFELD), at(RUDOLSTADT), (), 0.75, "8 km"),
        (at(SAALFELD), at(GOTHA), (), -1, "nicht erreichbar: 57 km, mehr als 25 km"),
        (at(SAALFELD, limit=7.5), at(RUDOLSTADT), (), -1, "nicht erreichbar: 8 km, mehr als 7,5 km"),
        (at(None), at(GOTHA), (), None, "erreichbar: nicht bekannt"),
        (at(None, "Gotha"), at(None, "gotha"), (), 1, "am selben Ort"),
        (at(None, ""), at(None, ""), (), None, "erreichbar: nicht bekannt"),
        (at(SAALFELD, "Saalfeld"), at(RUDOLSTADT, "Rudolstadt"), [BUS], 0.565, TOLD),
        (at(RUDOLSTADT, "Rudolstadt"), at(SAALFELD, "Saalfeld"), [BUS], 0.565, TOLD),
        (at(SAALFELD, "Saalfeld", 5), at(RUDOLSTADT, "Rudolstadt"), [BUS], 0, TOLD),
        (at(None, "Saalfeld"), at(None, "Rudolstadt"), [SHORT], 0, "Bus 530, letzte Rückfahrt 20:14 Uhr"),
        (at(SAALFELD, "Saalfeld"), at(RUDOLSTADT, "Rudolstadt"), [EARLY], -1, LATE),
    ],
)  # fmt: skip
def test_distances_and_stated_ways(one, other, trips, share, text):
    assert judged("distance", one, other, trips, back="19:00", **NAMED) == (share, text)


coordinates = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(coordinates, coordinates)
def test_great_circles_agree_with_the_haversine_formula(one, other):
    (a, b), (c, d) = (map(math.radians, point) for point in (one, other))
    haversine = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    expected = 2 * EARTH * math.asin(min(1, math.sqrt(haversine)))
    vectors = Column("place", [one, other]).vectors
    assert great_circle(vectors[0], vectors[1]) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("age", "low", "high", "share", "text"),
    [
        (30, 18, 50, 1, "Alter passt: 30 (ab 18 bis 50)"),
        (18, 18, None, 1, "Alter passt: 18 (ab 18)"),
        (17, 18, None, -1, "Altersgrenze passt nicht: 17 (ab 18)"),
        (51, None, 50, -1, "Altersgrenze passt nicht: 51 (bis 50)"),
        (None, 18, None, None, "Alter passt: nicht bekannt (ab 18)"),
        (None, None, None, 1, "Alter passt: nicht bekannt"),
    ],
)
def test_age_limits_of_the_other_side(age, low, high, share, text):
    other = {"from": ("number", low), "to": ("number", high)}
    found = judged("range", {"age": ("number", age)}, other, from_column="from", to_column="to")
    assert found == (share, text)


def test_fixed_limits_and_stated_ones_the_narrower_counts():
    one, other = {"to": ("number", 40)}, {"age": ("number", 45)}
    settings = {"of": "provider", "lowest": 30, "highest": 60}
    assert judged("range", one, other, **settings)[0] == 1
    assert judged("range", one, other, to_column="to", **settings)[0] == -1


@pytest.mark.parametrize(
    ("kind", "value", "wanted", "share", "text"),
    [
        ("flag", True, True, 1, "ja"),
        ("flag", False, True, -1, "nein"),
        ("flag", False, False, 1, "ja"),
        ("flag", None, True, None, "ja: nicht bekannt"),
        ("day", TODAY, True, 1, "ja (12.11.2026)"),
        ("day", date(2026, 11, 11), True, -1, "nein (11.11.2026)"),
        ("day", None, True, None, "ja: nicht bekannt"),
    ],
)
def test_consents_and_papers(kind, value, wanted, share, text):
    found = judged("flag", {}, {"consent": (kind, value)}, wanted=wanted, label="ja", fails="nein")
    assert found == (share, text)


@pytest.mark.parametrize(
    ("asked", "gender", "share"),
    [(True, "female", 1), (True, "male", -1), (True, None, None), (False, None, 1), (None, "male", 1)],
)
@pytest.mark.parametrize("of", ["seeker", "provider"])
def test_women_only(of, asked, gender, share):
    sides = [{"women_only": ("flag", asked)}, {"gender": ("text", gender)}]
    found, text = judged("restricted", *(sides if of == "seeker" else sides[::-1]), of=of)
    assert found == share
    told = {1: "nur Frauen: passt", -1: "Wunsch „nur Frauen“ nicht erfüllt", None: "nur Frauen: passt: nicht bekannt"}
    assert text == (told[share] if asked else "kein solcher Wunsch")


MEANINGS = {"children": "has_children", "woman": "gender=female", "music": "topics=chor"}


def test_wishes_are_fulfilled_one_by_one():
    one = {"wishes": ("tags", frozenset({"children", "woman", "music", "odd"}), {"children": "hat selbst Kinder"})}
    other = {"has_children": ("flag", None), "gender": ("text", "female"), "topics": ("tags", frozenset({"sport"}))}
    share, text = judged("wish", one, other, meanings=MEANINGS)
    assert share == 0.333
    assert text == ("Wunsch „hat selbst Kinder“: nicht bekannt, Wunsch „woman“: erfüllt, Wunsch „music“: nicht erfüllt")


@pytest.mark.parametrize(
    ("wishes", "children", "share"),
    [({"children"}, True, 1), ({"children"}, False, -1), ({"children"}, None, None), (set(), None, 1), (None, None, 1)],
)
def test_a_wish_may_be_fulfilled_unknown_or_not_there(wishes, children, share):
    one = {"wishes": ("tags", None if wishes is None else frozenset(wishes))}
    other = {"has_children": ("flag", children)}
    assert judged("wish", one, other, meanings={"children": "has_children"})[0] == share


@given(st.lists(st.integers(0, 2**168 - 1), min_size=2, max_size=2), st.integers(0, 2**168 - 1))
def test_points_for_time_never_rise_with_less_time(weeks, kept):
    """The first promise of fairness."""
    one, other = weeks
    sides = [Side([1, 2], ["A", "B"], {"times": Column("times", week)}) for week in ([one, one & kept], [other, other])]
    rule = KINDS["overlap"](enough=60)
    more, less = rule.reached(Pairs(*sides), np.arange(2), np.arange(2), 100)
    assert less <= more


levels = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 7))


@given(levels, levels, st.data())
def test_points_for_languages_never_rise_with_fewer_or_lower_ones(one, other, data):
    less = {code: data.draw(st.integers(1, level)) for code, level in one.items() if data.draw(st.booleans())}
    sides = [
        Side([1, 2], ["A", "B"], {"languages": Column("levels", values)}) for values in ([one, less], [other, other])
    ]
    rule = KINDS["common"](level="A2")
    first, second = rule.reached(Pairs(*sides), np.arange(2), np.arange(2), 100)
    assert second <= first


@given(st.floats(1, 60), st.floats(0, 1), coordinates, coordinates)
def test_points_for_distance_never_rise_with_a_smaller_radius(radius, part, one, other):
    side = Side(
        [1, 2], ["A", "B"], {"home": Column("place", [one, one]), "radius": Column("number", [radius, radius * part])}
    )
    there = Side([1, 2], ["A", "B"], {"home": Column("place", [other, other])})
    rule = KINDS["distance"](limit=60, seeker_limit="radius")
    more, less = rule.reached(Pairs(side, there), np.arange(2), np.arange(2), 100)
    assert less <= more
