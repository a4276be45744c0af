"""Languages people speak, and how well."""

from __future__ import annotations

import re

from app.core.text import N_
from app.core.vocabulary import Vocabulary

LANGUAGES: tuple[tuple[str, str], ...]
"""(code, German name) of all languages in German order, read from resources/languages.tsv at first use."""

LEVELS = (
    ("none", N_("kein")),
    ("A1", "A1"),
    ("A2", "A2"),
    ("B1", "B1"),
    ("B2", "B2"),
    ("C1", "C1"),
    ("C2", "C2"),
    ("native", N_("Muttersprache")),
)
"""(code, German name) of the levels of the Common European Framework, lowest first."""

_RANKS = {code: rank for rank, (code, _label) in enumerate(LEVELS)}
_NO, _NATIVE = ("kein", "keine", "keinekenntnisse", "0"), ("muttersprache", "muttersprachler", "muttersprachlerin")
_WRITTEN = {code.casefold(): code for code in _RANKS}
_WRITTEN |= dict.fromkeys(_NO, "none") | dict.fromkeys((*_NATIVE, "erstsprache", "muttersprachlich"), "native")
_VOCABULARY = Vocabulary("languages.tsv")
_SUFFIX = re.compile(r"(?<=sch)e\s+sprache$", re.IGNORECASE)


def __getattr__(name: str) -> tuple[tuple[str, str], ...]:
    """Read the table only when LANGUAGES is asked for."""
    if name == "LANGUAGES":
        return tuple((word.code, word.label) for word in _VOCABULARY.words.values())
    raise AttributeError(name)


def rank(level: str) -> int:
    """How high the level with this code is: 0 for none, 1 for A1."""
    return _RANKS.get(level, 0)


def language(text: str) -> str | None:
    """The code of the language called TEXT in any spelling ('Farsi', 'kurmanji', 'Українська'), None if unknown."""
    return _VOCABULARY.code(text) or _VOCABULARY.code(_SUFFIX.sub("", text.strip()))


def language_name(code: str) -> str:
    """The German name; a code that is not in the table is shown as it is."""
    word = _VOCABULARY.words.get(code)
    return word.label if word else code


def level(text: str) -> str | None:
    """The code of the level written as TEXT ('b1', 'B 1', 'B1+', 'Muttersprache', 'keine'), None if it says no level.

    Words like 'gut' or 'fließend' mean something else to everybody, so they are none.
    """
    return _WRITTEN.get(re.sub(r"[\s.+-]+", "", text).casefold())


def at_least(known: str | None, wanted: str) -> bool:
    """Whether somebody who speaks at level KNOWN (None: nobody knows) meets the level WANTED."""
    return known is not None and _RANKS[known] >= _RANKS[wanted]
