"""Rule sets: their points add up to 100, files and plain values keep them, and mistakes are told with their line."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.resources import resource
from app.services.matching import KINDS, RuleError, RuleSet, Words, of_data, read, shipped, write
from app.services.matching.rules import SIDES

SHIPPED = ("mentoring", "offers")


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_points_add_up_to_a_hundred_in_the_order_of_the_weights(weights):
    rules = RuleSet("Test", tuple(KINDS["overlap"](points=weight) for weight in weights))
    if not any(weights):
        assert rules.possible == (0,) * len(weights)
        return
    assert sum(rules.possible) == 100
    for points, weight in zip(rules.possible, weights, strict=True):
        assert abs(points - 100 * weight / sum(weights)) < 1


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_is_right_and_complete(name):
    rules = shipped(name)
    assert sum(rule.points for rule in rules.wishes) == 100
    assert rules.possible == tuple(rule.points for rule in rules.wishes)
    assert rules.waiting is not None
    assert {rule.kind for rule in rules.musts} >= {"flag", "common", "restricted", "range", "distance"}


@pytest.mark.parametrize("name", SHIPPED)
def test_files_and_plain_values_keep_every_rule(name, tmp_path):
    rules = shipped(name)
    path = tmp_path / "rules.toml"
    path.write_text(write(rules), encoding="utf-8")
    assert read(path).as_data() == rules.as_data()
    assert of_data(json.loads(json.dumps(rules.as_data()))).as_data() == rules.as_data()


texts = st.text(min_size=1, max_size=20).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))


@given(st.lists(texts, min_size=6, max_size=6), st.integers(0, 99), st.booleans())
def test_any_text_survives_writing(words, points, must):
    wish = KINDS["wish"](points=points, label=words[0], meanings={words[1]: words[2]})
    similar = KINDS["similar"](points=1, groups={words[3]: [words[4], words[5]]})
    equal = KINDS["equal"](must=must, points=0 if must else 1, seeker=words[0], provider=words[1], wanted=must)
    names = Words(words[0], words[1]), Words(words[2], words[3])
    rules = RuleSet(words[5], (wish, similar, equal), *names, wanted=points % 20 + 1)
    data = tomllib.loads(write(rules))
    assert of_data(data).as_data() == rules.as_data()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_title_words_and_a_place_in_files(kind):
    rule = KINDS[kind]()
    assert rule.title
    assert rule.label
    assert rule.fails or not rule.counted or kind == "waiting"
    assert all(wanted.side in SIDES for wanted in rule.columns())


GOOD = """name = "Test"

[[rules]]
kind = "common"
must = true
level = "B1"

[[rules]]
kind = "overlap"
points = 10
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('name = "Test"', "", 1, "„name“ fehlt."),
        ('name = "Test"', 'name = "Test"\nnmae = 1', 2, "„nmae“ ist hier unbekannt."),
        ('name = "Test"', 'name = "Test"\nseeker = ["Mentee"]', 2, "Hier müssen zwei Wörter stehen"),
        ('kind = "common"', 'kind = "comon"', 4, "„comon“ gibt es hier nicht. Möglich: „waiting“"),
        ('kind = "common"', "", 3, "„kind“ fehlt."),
        ("must = true", 'must = "ja"', 5, "Hier muss true oder false stehen."),
        ("must = true", "must = true\npoints = 5", 3, "Ein Muss gibt keine Punkte."),
        ('level = "B1"', 'level = "B7"', 3, "Das Niveau „B7“ gibt es nicht. Möglich: A1, A2"),
        ('level = "B1"', 'level = "C2"', 3, "Volle Punkte ab C1 sind nicht möglich, wenn erst ab C2 gezählt wird."),
        ('level = "B1"', 'levl = "B1"', 6, "„levl“ ist hier unbekannt."),
        ('level = "B1"', 'unknown = "maybe"', 3, "„unknown“ ist „fail“ oder „pass“."),
        ("points = 10", "points = 0", 1, "Alle Soll-Regeln haben 0 Punkte."),
        ("points = 10", "points = -10", 8, "Punkte können nicht negativ sein."),
        ("points = 10", "points = 1.5", 10, "Hier muss eine ganze Zahl stehen."),
        ("points = 10", "points = 10\nleast = 5", 8, "1 ≤ least ≤ enough"),
        ('kind = "overlap"', 'kind = "equal"', 8, "Es fehlt, welche Spalten verglichen werden."),
        ('kind = "overlap"', 'kind = "wish"', 8, "Es fehlt, was die Wünsche bedeuten"),
        ('kind = "overlap"', 'kind = "waiting"', 8, "Wartezeit gibt keine Punkte"),
        ('kind = "overlap"', 'kind = "distance"\nlimit = 0', 8, "0 ≤ near < limit"),
        ('kind = "overlap"', 'kind = "distance"\nback = "abends"', 8, "„abends“ ist keine Uhrzeit."),
        ('kind = "overlap"', 'kind = "flag"\nof = "me"', 8, "„of“ ist „seeker“ oder „provider“."),
        ('kind = "overlap"', 'kind = "range"', 8, "Es fehlt eine Grenze"),
        ('kind = "overlap"', 'kind = "range"\nlowest = 40\nhighest = 30', 8, "Die untere Grenze 40 liegt"),
        ("[[rules]]\nkind", "[[rules]\nkind", 3, "Das ist kein gültiges TOML."),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_line_and_reason(tmp_path, old, new, line, what):
    path = tmp_path / "regeln.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read(path)
    assert f"regeln.toml, Zeile {line}" in str(caught.value)
    assert what in str(caught.value)
    assert str(caught.value).endswith("Bitte berichtigen Sie die Regeldatei.")


def musts(*rules: str) -> str:
    return "".join(f"[[rules]]\nmust = true\n{rule}\n" for rule in rules)


@pytest.mark.parametrize(
    "rules",
    [
        ('kind = "flag"\ncolumn = "x"', 'kind = "flag"\ncolumn = "x"\nwanted = false\nlabel = "ohne"'),
        (
            'kind = "equal"\nseeker = "a"\nprovider = "b"\nwanted = false',
            'kind = "equal"\nseeker = "a"\nprovider = "b"',
        ),
        ('kind = "range"\nlowest = 40', 'kind = "range"\nhighest = 30'),
    ],
)
def test_rules_that_exclude_each_other_are_refused(tmp_path, rules):
    path = tmp_path / "regeln.toml"
    path.write_text('name = "Test"\n' + musts(*rules), encoding="utf-8")
    with pytest.raises(RuleError, match="widersprechen sich: Kein Paar kann beides erfüllen"):
        read(path)


def test_rules_about_different_things_do_not_exclude_each_other(tmp_path):
    path = tmp_path / "regeln.toml"
    rules = ('kind = "flag"\ncolumn = "x"', 'kind = "flag"\ncolumn = "y"\nwanted = false', 'kind = "range"\nlowest = 1')
    path.write_text('name = "Test"\n' + musts(*rules, 'kind = "range"\nhighest = 1'), encoding="utf-8")
    assert len(read(path).musts) == 4


def test_stored_values_name_the_key(tmp_path):
    with pytest.raises(RuleError, match=r"^Regeln, rules\.1\.level: Hier muss ein Text stehen\.$"):
        of_data({"name": "x", "rules": [{"kind": "common", "level": 3}]})


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(RuleError, match=r"Die Regeldatei gibtsnicht\.toml lässt sich nicht lesen"):
        read(tmp_path / "gibtsnicht.toml")


def test_a_new_kind_is_one_class():
    assert resource("matching", "mentoring.toml").exists()
    with pytest.raises(RuleError, match="„neu“ gibt es hier nicht"):
        of_data({"name": "x", "rules": [{"kind": "neu"}]})
