"""The Kölner Phonetik as its author described it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.phonetics import cologne


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("muellerluedenscheidt", "65752682"),
        ("breschnew", "17863"),
        ("wikipedia", "3412"),
        ("heithabu", "021"),
        ("philipp", "351"),
        ("xaver", "4837"),
        ("clara", "457"),
        ("cecilie", "885"),
        ("sascha", "88"),
        ("matz", "68"),
        ("axt", "0482"),
        ("", ""),
    ],
)
def test_a_name_is_heard_as_described(word, heard):
    assert cologne(word) == heard


@pytest.mark.parametrize(
    "names", [("meyer", "maier", "mayr"), ("schmidt", "schmitt", "schmid"), ("mueller", "miller")], ids=lambda n: n[0]
)
def test_what_sounds_alike_has_one_code(names):
    assert len({cologne(name) for name in names}) == 1


@given(st.text("abcdefghijklmnopqrstuvwxyz -0123456789", max_size=40))
def test_a_code_has_digits_only_and_no_vowels_after_the_first(word):
    code = cologne(word)
    assert code == "" or code.isdigit()
    assert "0" not in code[1:]
