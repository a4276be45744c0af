"""Covered contact data can be recognised and not used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.covering import DOTS, covered


@pytest.mark.parametrize(("text", "seen"), [
    ("0171 5558899", "0171 ••••99"),
    ("0171/555-8899", "0171 ••••99"),
    ("+49 171 5558899", "+491 ••••99"),
    ("112", "••••"),
    ("03672 41", "••••41"),
    ("rim.alhaddad@web.de", "r••••@web.de"),
    ("ab@web.de", "••••@web.de"),
    ("Bahnhofstraße 12", "Bahn••••"),
    ("Am Ring", "A••••"),
    ("Ծ", "Ծ••••"),
    (" ", ""),
    ("", ""),
])  # fmt: skip
def test_what_is_seen(text, seen):
    assert covered(text) == seen


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters=DOTS[0]), max_size=80))
def test_most_of_it_is_gone_and_its_length_cannot_be_told(text):
    seen = covered(text)
    if text.strip():
        name = text.strip().rpartition("@")[0] or text.strip()
        assert DOTS in seen and (len(name) < 3 or name not in seen)
        kept = seen.replace(DOTS, "").strip()
        assert "@" in text or len(kept) <= 7
