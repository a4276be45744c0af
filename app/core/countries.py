"""Countries people come from, and which class of nationality funders count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.core.vocabulary import Vocabulary

CLASSES = ("german", "eu", "third", "stateless", "unclear")
"""The codes of the question after nationality; of several nationalities the first of these counts."""

_VOCABULARY = Vocabulary("countries.tsv", also=lambda word: (word.more[0],))
_BETWEEN = re.compile(r"[,;/+&|\n]|\s-\s")
_AND = re.compile(r"\s+(?:und|sowie|u\.)\s+", re.IGNORECASE)
_ENDING = re.compile(r"(?<=ch)(?:e[rsnm]?)?(?:\s+staatsangehörigkeit)?$", re.IGNORECASE)


def country(text: str) -> str | None:
    """The code (ISO 3166) of the country or nationality called TEXT: 'Syrien', 'syrisch', 'SYR', 'Syria'; else None."""
    plain = text.strip()
    return _VOCABULARY.code(plain) or _VOCABULARY.code(_ENDING.sub("", plain))


def country_name(code: str) -> str:
    """The German name; a code that is not in the table is shown as it is."""
    word = _VOCABULARY.words.get(code)
    return word.label if word else code


def spellings(text: str) -> tuple[str, ...]:
    """What else the country or nationality called TEXT is called: for 'Syrien' also 'syrisch' and 'Syria'.

    Codes are left out, as other words have the same letters in them.
    """
    code = country(text)
    return tuple(name for name in _VOCABULARY.names(_VOCABULARY.words[code]) if len(name) > 3) if code else ()


def nationality_class(text: str) -> str | None:
    """'german', 'eu', 'third', 'stateless' or 'unclear' for one or several nationalities, None if it cannot be told.

    Next to a German passport no other counts, next to one of the EU only that. As long as one nationality of several is
    not understood, it might be the one that counts, so nothing but 'german' is said.
    """
    found = [_class(country(part)) for part in _parts(text)]
    if "german" in found:
        return "german"
    return None if not found or None in found else min(filter(None, found), key=CLASSES.index)


def suggestions() -> tuple[str, ...]:
    """German names of the countries, to complete what is typed."""
    return tuple(word.label for word in _VOCABULARY.words.values())


def nationality_suggestions() -> tuple[str, ...]:
    """Adjectives of nationality ('syrisch', 'staatenlos'), to complete what is typed."""
    return tuple(word.more[0] for word in _VOCABULARY.words.values())


def _class(code: str | None) -> str | None:
    return _VOCABULARY.words[code].more[1] if code else None


def _parts(text: str) -> Iterator[str]:
    """The nationalities in TEXT; names with a comma or 'und' of their own stay whole."""
    if country(text):
        yield text
        return
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        for name in (part,) if country(part) else filter(None, map(str.strip, _AND.split(part))):
            both = name.split("-")  # 'deutsch-türkisch', but not 'xyz-deutsch'
            yield from both if not country(name) and all(map(country, both)) else (name,)
