"""The letters of German registers."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import din91379
from app.core.din91379 import ENTRIES, check, hint, letters

NAMES = st.lists(st.sampled_from([entry.text for entry in ENTRIES if "A" in entry.datatypes]), max_size=20)


def test_the_table_is_complete():
    assert len(ENTRIES) == len({entry.text for entry in ENTRIES}) == 930
    groups = Counter(entry.group for entry in ENTRIES)
    assert groups == Counter(bll=649, bnlreq=18, bnl=60, bnlopt=6, bnlnot=4, dc=20, gl=69, enl=42, cl=62)
    assert sum(entry.kind == "seq" for entry in ENTRIES) == 149
    types = Counter(datatype for entry in ENTRIES for datatype in entry.datatypes)
    assert types == Counter(A=667, B=727, C=737, D=844, E=910)
    assert sum(bool(entry.deprecated) for entry in ENTRIES) == 7


def test_nobody_changed_a_single_entry_of_the_table():
    whole = "\n".join("\t".join(map(ascii, entry)) for entry in sorted(ENTRIES))
    assert (
        hashlib.sha256(whole.encode()).hexdigest() == "48a16c103857c3d261ed44d55e8c11a40b2ee96b2c680cec5f1432313fcc0b62"
    )


def test_every_letter_has_a_search_form_and_no_other_sign_has():
    assert all(entry.search.isascii() and entry.search.isupper() for entry in ENTRIES if entry.group == "bll")
    assert not any(entry.search for entry in ENTRIES if entry.group != "bll")


def test_the_table_can_be_stored_as_it_is():
    assert all(unicodedata.is_normalized("NFC", entry.text) for entry in ENTRIES)


def test_an_unknown_attribute_is_an_error():
    with pytest.raises(AttributeError):
        _ = din91379.NO_SUCH_THING


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Müller", ["M", "ü", "l", "l", "e", "r"]),
        ("C\u0328\u0306a", ["C̨̆", "a"]),
        ("K\u035fhan", ["K͟h", "a", "n"]),
        ("L\u0325\u0304aj", ["L̥̄", "a", "j"]),
        ("a\u0330b", ["a̰", "b"]),
        ("\u0301a", ["\u0301", "a"]),
        ("Олена", ["О", "л", "е", "н", "а"]),
        ("", []),
    ],
)
def test_letters_are_counted_as_people_count_them(text, cut):
    assert letters(text) == cut


def test_a_letter_typed_with_a_separate_accent_is_the_same_letter():
    assert letters("Mu\u0308ller") == letters("Müller")


@pytest.mark.parametrize(
    "name", ["Müller-Lüdenscheidt", "O’Brien", "Łukasz", "Nguyễn Thị", "C̨̆ K͟h", "d'Été", "Şəhla", ""]
)
def test_names_of_all_origins_in_latin_letters_are_accepted(name):
    assert check(name) is None


def test_a_sign_that_no_name_has_is_named_with_its_place():
    assert check("Abc²") == (
        "Das Zeichen „²“ an Stelle 4 ist in Namen nicht vorgesehen. "
        "Bitte entfernen oder im Feld „Name in Originalschrift“ erfassen."
    )


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("An\u00a0na", "durch ein Leerzeichen"),
        ("A–B", "durch „-“"),
        ("O‘Brien", "durch „’“"),
        ("a\tb", "durch ein Leer"),
    ],
)
def test_for_signs_of_word_processors_the_right_one_is_named(text, advice):
    assert f"nicht vorgesehen. Bitte {advice}" in check(text)


def test_the_place_counts_letters_not_code_points():
    assert "an Stelle 3 " in check("C̨̆a²")


def test_an_invisible_sign_is_told_by_its_number():
    assert check("An\u200bna").startswith("Das unsichtbare Zeichen U+200B an Stelle 3 ")


def test_a_lone_accent_is_shown_on_a_circle():
    assert "„◌\u0301“" in check("\u0301a")


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [("Hauptstr. 5", "B", "A"), ("a ¾", "C", "B"), ("α", "D", "C"), ("Щ", "E", "D"), ("a\nb", "E", "D")],
)
def test_each_data_type_knows_more_than_the_one_before(text, good, bad):
    assert check(text, good) is None
    assert check(text, bad).endswith(("entfernen.", "erfassen."))


def test_letters_of_other_scripts_are_not_in_any_data_type():
    assert check("Їжак", "E") is not None
    assert check("محمد", "E") is not None


def test_old_letters_are_accepted_but_hinted_at():
    assert check("ŉ") is None
    assert hint("Daŉ") == (
        "Das Zeichen „ŉ“ an Stelle 3 soll nach DIN 91379 nicht mehr verwendet werden; vorgesehen ist „'n“. "
        "Bitte mit dem Ausweis vergleichen."
    )
    assert hint("Müller") is None


@given(NAMES)
def test_every_text_of_allowed_letters_is_accepted_and_cut_without_loss(parts):
    text = unicodedata.normalize("NFC", "".join(parts))
    assert check(text) is None
    assert "".join(letters(text)) == text


@given(st.text())
def test_cutting_loses_nothing_and_checking_never_fails(text):
    assert "".join(letters(text)) == unicodedata.normalize("NFC", text)
    assert all(check(text, datatype) is None or "Stelle" in check(text, datatype) for datatype in "ABCDE")
