"""What tells one human being from another, and the keys that two records of the same one have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations
from typing import Any

from app.core import transcription
from app.core.fold import TOKEN_LENGTH, fold, sort_key
from app.core.partial_date import PartialDate

FIELDS = (
    "last_name",
    "first_names",
    "birth_name",
    "original_name",
    "gender",
    "born",
    "postcode",
    "city",
    "phone",
    "email",
)
"""The fields of a person that are compared."""
PHONE_DIGITS = 7
"""So many of a number's last digits are the same, however area and country are written."""
_KEYED_WORDS = 5
"""Of longer names only so many words are made keys."""
_ARABIC, _GERMAN = ("al", "el", "ul", "ad", "ibn", "bin", "bint"), ("von", "van", "vom", "zu", "zur", "der", "den")
_ROMANCE, _VIETNAMESE = ("de", "da", "di", "du", "del", "dos", "la", "le"), ("thi",)
_PARTICLES = frozenset((*_ARABIC, *_GERMAN, *_ROMANCE, *_VIETNAMESE))
"""Parts of names that are often left out and shared by many."""
_UMLAUT_E = re.compile("(?<=[aou])e+")
_ARTICLE = re.compile("^(?:al|el|ul)(?=[^aeiou].{3})")
_REPEATED = re.compile(r"(.)\1+")
_NOT_A_DIGIT = re.compile(r"\D+")
_HEARD_ALIKE = str.maketrans("apbdtfvgkqjlmnrsx", "01122334444566788", "hw")


@dataclass(frozen=True, slots=True)
class Traits:
    """The compared fields of one person, folded; what is not known is empty."""

    last: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    birth: tuple[str, ...] = ()
    original: str = ""
    gender: str = ""
    born: PartialDate | None = None
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Traits:
        """The traits in VALUES, any of which may be missing; other fields do not matter."""
        texts = {name: str(values.get(name) or "") for name in FIELDS if name != "born"}
        born = values.get("born")
        return cls(
            last=words(texts["last_name"]),
            first=words(texts["first_names"]),
            birth=words(texts["birth_name"]),
            original=" ".join(sorted(fold(texts["original_name"]).split())),
            gender=texts["gender"],
            born=born if isinstance(born, PartialDate) else None,
            postcode=texts["postcode"].strip(),
            city=fold(texts["city"]),
            phone=_NOT_A_DIGIT.sub("", texts["phone"])[-PHONE_DIGITS:],
            email=texts["email"].strip().casefold(),
        )

    def keys(self) -> set[str]:
        """Keys of which doubles share at least one, whichever of the fields is misspelt, swapped or missing."""
        codes = _codes(self.last + self.first + self.birth)
        found = {f"n{one} {other}" for one, other in combinations(sorted(codes), 2)}
        if len(codes) == 1:
            found |= {f"n{code}" for code in codes}
        if self.born:
            found |= {f"y{self.born.year} {code}" for code in codes}
            found |= set(_day_key(self.born))
        if self.postcode:
            found |= {f"p{self.postcode} {one} {other[:1]}" for one, other in permutations(codes, 2)}
        single = {"o": self.original, "t": self.phone, "e": self.email}
        found |= {mark + trait for mark, trait in single.items() if trait}
        return {key[:TOKEN_LENGTH] for key in found}


@lru_cache(32_768)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name: without marks, umlauts in one spelling; small parts only where nothing else is."""
    found = [_UMLAUT_E.sub("", word) for word in sort_key(text).split()]
    return tuple([word for word in found if word not in _PARTICLES] or found)


@lru_cache(32_768)
def sounding(word: str) -> str:
    """One spelling for what sounds alike in different transcriptions of a folded word."""
    return transcription.sound(word)


def without_article(word: str) -> str:
    """A folded word without an Arabic article written as one with it: alhaddad → haddad."""
    return _ARTICLE.sub("", word)


@lru_cache(32_768)
def code(word: str) -> str:
    """What is left of a folded word when it is misheard or transcribed: khaled, chaled, haled → '052'."""
    written = transcription.consonants(without_article(sounding(word)))
    if not written:
        return ""
    first = "0" if written[0] in "ah" else ""
    return (first + _REPEATED.sub(r"\1", written.translate(_HEARD_ALIKE).lstrip("0")))[:12]


def _codes(names: tuple[str, ...]) -> list[str]:
    """The different codes of the first words."""
    return list(dict.fromkeys(found for word in names[:_KEYED_WORDS] if (found := code(word))))


def _day_key(born: PartialDate) -> Iterator[str]:
    """One key for a day and for the day with which it is confused when day and month change places."""
    if born.month and born.day:
        yield f"d{born.year}{min(born.month, born.day):02}{max(born.month, born.day):02}"
