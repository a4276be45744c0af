"""Names as search and order see them: one plain spelling for the many ways a name is written.

A value is stored under `tokens(value)`; a query is `query_tokens(query)`, one set of alternatives per typed word. A
record matches if for every word at least one alternative is the beginning of one of its tokens (see `matches`). All
keys are ASCII of at most 64 signs and are to be compared bytewise, the same on every database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from anyascii import anyascii

from app.core import din91379, transcription

TOKEN_LENGTH = 64
SORT_LENGTH = 200
JOINED_WORDS = 4
"""So many neighbouring words may be typed as one: 'vanderberg' for 'van der Berg'."""

_CACHED_WORDS = 32_768
_APOSTROPHES = "'`´’‘"
_SILENT = "·‡¨"
"""Signs of DIN 91379 that stand inside a word and do not sound."""
_NOT_PLAIN = re.compile("[^a-z0-9]+")
_UMLAUT_E = re.compile("(?<=[aou])e+")
_NUMBER = re.compile("[0-9]+")
_BETWEEN_TYPED_WORDS = re.compile(r"[\s,;:/|+&()\[\]{}\"„“”«»]+")
_CONSONANTS = "="
"""Marks the keys of words in Arabic script, so that only they are found by their consonants."""


def fold(text: str) -> str:
    """The search form: lower-case ASCII words with one blank between them ('Müller-Łoś' → 'mueller los')."""
    return " ".join(_plain(text).split())


def sort_key(text: str) -> str:
    """German dictionary order (DIN 5007-1): ä as a, ß as ss, Ł as L; a hyphen is a blank, numbers count by value.

    A comma becomes two blanks, so that 'Müller, Zoe' stands before 'Müller-Braun, Anna'.
    """
    words = "  ".join([" ".join(_bare(part).split()) for part in text.split(",")])
    return _NUMBER.sub(lambda number: number[0].zfill(8), words)[:SORT_LENGTH].strip()


def tokens(text: str) -> set[str]:
    """All keys TEXT is found under: every word, and neighbouring words written as one, in all their spellings."""
    words = _words(text)
    found: set[str] = set().union(*map(_keys, words))
    if len(words) > 1:
        for start in range(len(words) - 1):
            found |= _spelled("".join(words[start : start + JOINED_WORDS]))
        if len(words) > JOINED_WORDS:
            found |= _spelled("".join(words))
    return found


def query_tokens(query: str) -> list[frozenset[str]]:
    """Per typed word the alternatives, of which one must be the beginning of one of a record's tokens.

    Words that fold to nothing ('&', a lone ع) are left out. If nothing else was typed the answer is one empty set,
    which no record matches; only a blank query gives the empty list, which every record matches.
    """
    if not query.strip():
        return []
    asked = [(word, alternatives) for word in _typed_words(query) if (alternatives := _asked(word))]
    found = []
    for place, (_word, alternatives) in enumerate(asked):
        # 'al haddad' also finds 'Alhaddad', which begins with 'al' and with 'alhaddad'.
        run = [word for word, _alternatives in asked[max(0, place - JOINED_WORDS + 1) : place + 1]]
        found.append(alternatives.union(*(_asked("".join(run[start:])) for start in range(len(run) - 1))))
    return found or [frozenset()]


def _typed_words(query: str) -> Iterator[str]:
    """The words between blanks, without hyphens and apostrophes, none longer than what tokens() joins."""
    for word in _BETWEEN_TYPED_WORDS.split(query):
        parts = _words(word)
        for start in range(0, len(parts), JOINED_WORDS):
            yield "".join(parts[start : start + JOINED_WORDS])


def matches(query: Iterable[frozenset[str]], stored: Iterable[str]) -> bool:
    """Whether a record with the tokens STORED answers the QUERY; the databases do the same with an index."""
    keys = tuple(stored)
    return all(any(key.startswith(tuple(alternatives)) for key in keys) for alternatives in query)


@lru_cache(_CACHED_WORDS)
def _keys(word: str) -> frozenset[str]:
    """The keys of one word."""
    return frozenset(_spelled(word))


def _spelled(word: str) -> set[str]:
    """The keys of one lower-case word in its own script."""
    found = set(_latin(word)) if word.isascii() else {one for way in _readings(word) for one in _latin(way)}
    if not word.isascii() and transcription.is_arabic(word):
        for reading in transcription.arabic_readings(word):
            written = transcription.consonants(_plain(reading))
            found |= {_CONSONANTS + written} if len(written) > 1 else set()
    found.discard("")
    return {key[:TOKEN_LENGTH] for key in found}


@lru_cache(1024)
def _asked(word: str) -> frozenset[str]:
    """The alternatives for one typed word, which may be unfinished."""
    found = _spelled(word)
    loose = _loose(word)
    if not loose.isalpha():
        return frozenset(found)
    if (heard := transcription.sound(loose)) != loose:
        # An unfinished digraph would lead astray, and a sound of one or two letters finds too much.
        found.discard(heard[:TOKEN_LENGTH])
        heard = transcription.sound(transcription.finished(loose))
        found |= {heard[:TOKEN_LENGTH]} if len(heard) > 2 else set()
    if word.isascii() or not transcription.is_arabic(word):
        written = transcription.consonants(_plain(word).replace(" ", ""))
        found |= {(_CONSONANTS + written)[:TOKEN_LENGTH]} if len(written) > 1 else set()
    return frozenset(found)


def _readings(word: str) -> Iterator[str]:
    """The word itself, and where letters alone do not give its sound, partly or wholly in Latin letters."""
    yield word
    yield transcription.greek(word)
    if transcription.is_cyrillic(word):
        yield transcription.german(word)
        if "г" in word:
            yield word.replace("г", "h")
            yield transcription.german(word.replace("г", "h"))


def _latin(word: str) -> Iterator[str]:
    """The spellings of one word: as DIN 91379 searches it, without marks, without umlauts, by its sound."""
    plain = _plain(word)
    yield plain
    if not plain.isalpha():
        return  # the digits of telephone numbers are not to be heard alike
    yield _bare(word)
    yield _loose(word)
    yield transcription.sound(_loose(word.translate(transcription.HISSES)))


def _loose(word: str) -> str:
    """The word without umlauts in any spelling: müller, mueller, muller → muller."""
    return _UMLAUT_E.sub("", _bare(word))


def _plain(text: str) -> str:
    """TEXT in search form, with a blank for each sign that separates."""
    text = unicodedata.normalize("NFC", text)
    if not text.isascii():
        for sequence, search in _sequences():
            text = text.replace(sequence, search)
    return text.translate(_search_letters())


def _bare(text: str) -> str:
    """TEXT without marks, with a blank for each sign that separates."""
    return unicodedata.normalize("NFC", text).translate(_base_letters())


def _words(text: str) -> list[str]:
    """The lower-case words of TEXT in their own script; hyphens and apostrophes separate them."""
    return unicodedata.normalize("NFC", text).lower().translate(_separators()).split()


class _Letters(dict[int, str]):
    """What becomes of each sign; one outside DIN 91379 is transliterated when it is first met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kind = unicodedata.category(sign)
        plain = _NOT_PLAIN.sub("", anyascii(sign).lower())
        # Letters without a Latin counterpart (ь, ع), marks and format signs are silent; every other sign separates.
        self[code] = plain or ("" if kind[0] in "LM" or kind == "Cf" or sign in _APOSTROPHES + _SILENT else " ")
        return self[code]


class _Separators(dict[int, str]):
    """A blank for each sign that separates words; all others as they are."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = " " if sign in _APOSTROPHES or _search_letters()[code] == " " else sign
        return self[code]


@cache
def _separators() -> _Separators:
    return _Separators()


@cache
def _search_letters() -> _Letters:
    """Each letter of DIN 91379 with its search form."""
    return _Letters(_declared())


@cache
def _base_letters() -> _Letters:
    """Each letter of DIN 91379 without its marks; only æ, œ, þ, ß, ĳ stay two letters."""
    base = _Letters()
    for letter, search in _declared():  # not _search_letters(), which also holds whatever was met before
        bare = unicodedata.normalize("NFD", chr(letter))[0].lower()
        base[letter] = bare if bare.isascii() else search if bare != "ø" else "o"
    return base


@cache
def _sequences() -> tuple[tuple[str, str], ...]:
    """The few sequences whose search form is more than that of their letters: Ạ̈, Ọ̈, Ụ̈."""
    several = ((entry.text, entry.search.lower()) for entry in _searchable() if entry.kind == "seq")
    return tuple((text, search) for text, search in several if text.translate(_search_letters()) != search)


def _declared() -> list[tuple[int, str]]:
    return [(ord(entry.text), entry.search.lower()) for entry in _searchable() if entry.kind == "char"]


def _searchable() -> list[din91379.Entry]:
    return [entry for entry in din91379.entries() if entry.search]
