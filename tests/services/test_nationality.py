"""What follows from nationalities: the class of both, and the indicators of the programme that count it."""

from __future__ import annotations

import pytest

from app.services.nationality import told
from app.services.programmes import load


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("Syrien", "", "Drittstaat · zählt in EECO13"),
        ("syrisch", "", "Drittstaat · zählt in EECO13"),
        ("Syrien", "Polen", "anderer Staat der EU"),
        ("Türkei", "Deutschland", "deutsch"),
        ("staatenlos", "", "staatenlos · zählt in EECO13"),
        ("Atlantis", "", "nicht erkannt, bitte prüfen"),
        ("Syrien", "Atlantis", "nicht erkannt, bitte prüfen"),
        ("", " ", ""),
    ],
)
def test_the_better_of_two_passports_counts(first, second, words):
    assert told(first, second, load("esf_plus_2021")) == words


def test_without_a_programme_only_the_class_is_told():
    assert told("Syrien", "", None) == "Drittstaat"
