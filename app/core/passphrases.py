"""Passphrases of people: one form for comparing, how strong one is, and a growing delay after wrong ones."""

from __future__ import annotations

import math
import os
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import Unavailable
from app.core.text import _, plural

ENOUGH_CHARACTERS = 12
_ESTIMATED_CHARACTERS = 72  # the estimate needs more than linear time
_LONGEST_WAIT = 30
# The estimator knows English words only; these are what people in German offices choose, most frequent first.
_COMMON = """
passwort kennwort geheim hallo willkommen sommer winter herbst frühling fruehling schatz passwort1 büro buero
verwaltung koordination integration projekt mentoring tandem verein connecting humans chk landkreis landratsamt
saalfeld rudolstadt thüringen thueringen erfurt jena weimar gera deutschland januar februar märz maerz april mai
juni juli august september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
zuhause familie urlaub blume sonne mond stern engel hund katze maus hase bayern dortmund schalke start anfang
schlüssel schluessel sicher sicherheit zugang anmeldung computer rechner internet drucker kaffee liebe danke bitte
"""


def normal(passphrase: str) -> bytes:
    """The bytes of PASSPHRASE, the same whether a keyboard composes 'ü' or sends 'u' and two dots."""
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Strength:
    """What can be said about a passphrase without keeping it."""

    characters: int
    score: int
    sentence: str

    @property
    def weak(self) -> bool:
        """Whether the person should be warned and asked again."""
        return self.characters < ENOUGH_CHARACTERS or self.score < 3


def strength(passphrase: str, words: tuple[str, ...] = ()) -> Strength:
    """Estimate how hard PASSPHRASE is to guess for somebody who also tries WORDS (name of the office, of the file)."""
    text = unicodedata.normalize("NFC", passphrase)
    if not text:
        return Strength(0, 0, _("Bitte geben Sie ein Kennwort ein."))
    guesses, score = _guesses(text[:_ESTIMATED_CHARACTERS], words)
    estimate = _("Stärke {score} von 4, {time}.").format(score=score, time=_time_to_guess(guesses))
    if len(text) < ENOUGH_CHARACTERS:
        advice = _("Das Kennwort hat nur {count} Zeichen. Nehmen Sie mindestens {enough}, am besten mehrere Wörter.")
    elif score < 3:
        advice = _("Das Kennwort ist leicht zu erraten. Nehmen Sie mehrere Wörter, die nicht zusammengehören.")
    else:
        advice = _("Das Kennwort ist gut.")
    return Strength(len(text), score, f"{advice.format(count=len(text), enough=ENOUGH_CHARACTERS)} {estimate}")


def _guesses(text: str, words: tuple[str, ...]) -> tuple[float, int]:
    from zxcvbn import zxcvbn

    found = zxcvbn(text, user_inputs=[*words, *_COMMON.split()])
    return float(found["guesses"]), int(found["score"])


def _time_to_guess(guesses: float) -> str:
    """How long a thief of the file needs who tries a thousand per second; the key derivation is made to be slow."""
    seconds = guesses / 1_000
    if seconds < 3600:
        return _("für Diebe der Datei in weniger als einer Stunde zu erraten")
    if seconds < 86_400 * 30:
        return _("für Diebe der Datei in weniger als einem Monat zu erraten")
    years = seconds / (86_400 * 365)
    if years < 1:
        return _("für Diebe der Datei in weniger als einem Jahr zu erraten")
    if years < 1000:
        return _("für Diebe der Datei erst nach mehr als {years} Jahren zu erraten").format(
            years=10 ** math.floor(math.log10(years))
        )
    return _("für Diebe der Datei auch in tausend Jahren nicht zu erraten")


class TooSoon(Unavailable):
    """The next try has to wait a little."""

    def __init__(self, seconds: int) -> None:
        one = _("Bitte warten Sie noch eine Sekunde, dann können Sie das Kennwort erneut eingeben.")
        many = _("Bitte warten Sie noch {n} Sekunden, dann können Sie das Kennwort erneut eingeben.")
        super().__init__(plural(seconds, one, many))
        self.seconds = seconds


class Attempts:
    """Growing delay after wrong passphrases: none after the first, then 1, 2, 4 … at most 30 seconds, per file."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: dict[str, tuple[int, float]] = {}

    def check(self, path: Path) -> None:
        """Raise TooSoon when the last wrong passphrase for PATH is not long enough ago."""
        if seconds := self.wait(path):
            raise TooSoon(seconds)

    def wait(self, path: Path) -> int:
        """Whole seconds until the next try for PATH is allowed; 0 means now."""
        wrong, until = self._wrong.get(_same(path), (0, 0.0))
        return max(0, math.ceil(until - self._clock())) if wrong else 0

    def failed(self, path: Path) -> None:
        """Count a wrong passphrase for PATH."""
        wrong = self._wrong.get(_same(path), (0, 0.0))[0] + 1
        delay = 0 if wrong == 1 else min(2.0 ** min(wrong - 2, 10), _LONGEST_WAIT)
        self._wrong[_same(path)] = wrong, self._clock() + delay

    def succeeded(self, path: Path) -> None:
        """Forget the wrong passphrases for PATH."""
        self._wrong.pop(_same(path), None)


def _same(path: Path) -> str:
    return os.path.normcase(path.resolve())
