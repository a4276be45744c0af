"""Strength of passphrases and the delay after wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.passphrases import Attempts, TooSoon, normal, strength


@pytest.mark.parametrize(
    "text", ["", "kurz", "Sommer2024!", "Willkommen12", "Passwort2024!", "aaaaaaaaaaaaaaaaaa", "qwertzuiop12"]
)
def test_a_weak_passphrase_is_told_so(text):
    assert strength(text).weak


@pytest.mark.parametrize("text", ["fünf blaue Fähren", "Tasse Nebel Radweg Uhu", "vK8#qLw2_zTn!"])
def test_several_words_are_good(text):
    found = strength(text)
    assert not found.weak
    assert found.sentence.startswith("Das Kennwort ist gut. Stärke 4 von 4")


def test_too_few_characters_are_counted_in_the_sentence():
    assert "nur 9 Zeichen" in strength("xK8#qLw2_").sentence


def test_the_name_of_the_file_is_no_secret():
    assert (
        strength("Quellgarten-Zwickelhof", ("Quellgarten", "Zwickelhof")).score
        < strength("Quellgarten-Zwickelhof").score
    )


def test_a_passphrase_is_not_kept():
    assert "Fähren" not in repr(strength("fünf blaue Fähren"))


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), max_size=500))
def test_any_text_has_a_strength(text):
    found = strength(text)
    assert 0 <= found.score <= 4
    assert found.sentence.endswith(".")


def test_one_spelling_of_umlauts():
    assert normal("u\u0308") == normal("ü")
    assert normal("ﬁ") != normal("fi")


class Clock:
    """A clock that moves when told."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_delay_grows_to_half_a_minute(clock, tmp_path):
    attempts, delays = Attempts(clock), []
    for _ in range(9):
        attempts.check(tmp_path)
        attempts.failed(tmp_path)
        delays.append(attempts.wait(tmp_path))
        clock.seconds += delays[-1]
    assert delays == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_thousand_wrong_passphrases_do_no_harm(clock, tmp_path):
    attempts = Attempts(clock)
    for _ in range(2000):
        attempts.failed(tmp_path)
    assert attempts.wait(tmp_path) == 30


def test_too_soon_says_how_long(clock, tmp_path):
    attempts = Attempts(clock)
    for _ in range(4):
        attempts.failed(tmp_path)
    clock.seconds += 1.5
    with pytest.raises(TooSoon, match="noch 3 Sekunden"):
        attempts.check(tmp_path)
    clock.seconds += 2
    with pytest.raises(TooSoon, match="noch eine Sekunde"):
        attempts.check(tmp_path)
    clock.seconds += 0.5
    attempts.check(tmp_path)


def test_the_right_passphrase_ends_the_delay(clock, tmp_path):
    attempts = Attempts(clock)
    for _ in range(4):
        attempts.failed(tmp_path)
    attempts.succeeded(tmp_path)
    attempts.check(tmp_path)


def test_other_files_do_not_wait(clock, tmp_path):
    attempts = Attempts(clock)
    for _ in range(4):
        attempts.failed(tmp_path / "a.koord")
    assert attempts.wait(tmp_path / "b.koord") == 0
    assert attempts.wait(Path(tmp_path, "x", "..", "a.koord")) > 0
