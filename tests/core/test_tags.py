"""Labels: each once, in whatever spelling."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.tags import LENGTH, TEXT_LENGTH, Tags, in_use
from app.core.text import show

LABELS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"), max_size=LENGTH // 4
)
TAGS = st.builds(lambda labels: Tags(tuple(labels)), st.lists(LABELS, max_size=8))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Fußball; Chor", "Fußball; Chor"),
        ("Fußball, Chor", "Fußball; Chor"),
        (" Fußball ;; Chor,", "Fußball; Chor"),
        ("Fußball\nChor", "Fußball; Chor"),
        ("Fußball; fussball; FUSSBALL", "Fußball"),
        ("Chor; Nähen; chor; Naehen", "Chor; Nähen"),
        ("Yoga   für Frauen", "Yoga für Frauen"),
        ("Na\u0308hen", "Nähen"),
        ("خياطة; كرة القدم", "خياطة; كرة القدم"),
        ("⚽; 🎵", "⚽; 🎵"),
        ("", ""),
        (" ; , ", ""),
    ],
)
def test_labels_are_read_between_semicolons_or_commas_and_each_once(typed, shown):
    tags = Tags.parse(typed)
    assert str(tags) == tags.show() == show(tags) == shown


def test_a_label_too_long_is_refused_in_german():
    assert len(Tags.parse("x" * LENGTH)) == 1
    with pytest.raises(ValueError, match=r"^„x{20} …“ ist zu lang\. Möglich sind 40 Zeichen je Stichwort\.$"):
        Tags.parse("Chor; " + "x" * (LENGTH + 1))


def test_too_many_labels_are_refused_in_german():
    names = [f"Stichwort {n:02}" for n in range(29)]
    assert len(Tags(tuple(names[:28]))) == 28
    with pytest.raises(ValueError, match=r"^Das sind zu viele Stichwörter\. Möglich sind zusammen 390 Zeichen\.$"):
        Tags.parse(";".join(names))


def test_a_control_character_is_refused_in_german():
    with pytest.raises(ValueError, match="Steuerzeichen"):
        Tags.parse("Ch\x00or")


def test_a_label_is_found_in_any_spelling():
    tags = Tags.parse("Fußball; Chor")
    assert "fussball" in tags
    assert "Schach" not in tags
    assert 5 not in tags
    assert Tags.parse("a; b").keys == Tags.parse("B, A").keys


def test_sets_of_labels_are_combined_in_their_first_spelling():
    one, other = Tags.parse("Fußball; Chor"), Tags.parse("chor; Schach")
    assert str(one | other) == "Fußball; Chor; Schach"
    assert str(one & other) == "Chor"
    assert str(one - other) == "Fußball"
    assert not Tags()
    assert list(one) == ["Fußball", "Chor"]


def test_labels_in_use_come_in_their_most_frequent_spelling_and_in_german_order():
    several = [Tags.parse("fussball; Öl malen"), Tags.parse("Fußball; Zumba"), Tags.parse("Fußball"), Tags()]
    assert in_use(several) == ("Fußball", "Öl malen", "Zumba")


@given(TAGS)
def test_the_text_is_read_back_and_fits(tags):
    assert Tags.parse(str(tags)) == tags
    assert len(str(tags)) <= TEXT_LENGTH
    assert str(tags) == unicodedata.normalize("NFC", str(tags))
    assert len(tags.keys) == len(tags)


@given(TAGS, TAGS)
def test_combining_is_that_of_sets(one, other):
    assert (one & other).keys == one.keys & other.keys
    assert (one - other).keys == one.keys - other.keys
    assert (one | other).keys == one.keys | other.keys
    assert all(label in one | other for label in (*one, *other))
