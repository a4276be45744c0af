"""How names are also spelled: sounds, the German spelling of Cyrillic, the consonants of Arabic script."""

from __future__ import annotations

import re

_CYRILLIC_IN_GERMAN = (
    "аa бb вw гg ґg дd еe ёjo єje жsch зs иi іi їji йj кk лl мm нn оo пp рr сs тt уu фf хch цz чtsch шsch щschtsch "
    "ъ ь ыy эe юju яja"
)
_GERMAN = str.maketrans({pair[0]: pair[1:] for pair in _CYRILLIC_IN_GERMAN.split(" ")})
_SOFT_E = re.compile("(?<![бвгґджзйклмнпрстфхцчшщ])е")
_YO_AFTER_HISS = re.compile("(?<=[жчшщ])ё")
_S_BETWEEN_VOWELS = re.compile("(?<=[аеёєиіїоуыэюя])с(?=[аеёєиіїоуыэюя])")

HISSES = str.maketrans(dict.fromkeys("šşșśž", "sh") | dict.fromkeys("čçć", "ch"))
"""Letters whose sound the search form drops, as English spells it."""
_SPELLINGS = {"tsch": "ch", "tch": "ch", "sch": "sh", "zh": "sh", "kh": "ch", "ph": "f", "w": "v", "x": "ks"}
_SPELLINGS |= {"ts": "s", "tz": "s", "z": "s"}
_SOUNDS = re.compile(f"[ijy]+|{'|'.join(_SPELLINGS)}")
_UNFINISHED = re.compile("(?:tsc?|sc)$")

_GREEK = {"ου": "ou", "ού": "ou", "ευ": "ev", "εύ": "ev", "αυ": "av", "αύ": "av", "μπ": "b", "ντ": "d", "γκ": "g"}
_GREEK_PAIRS = re.compile("|".join(_GREEK))

_CONSONANT_SPELLINGS = {"dsch": "j", "dzh": "j", "dj": "j", "sch": "x", "sh": "x", "kh": "h", "ch": "h", "gh": "g"}
_CONSONANT_SPELLINGS |= {"th": "t", "dh": "d", "ph": "f", "ck": "k", "q": "k", "c": "k", "z": "s", "v": "w"}
_CONSONANTS = re.compile("|".join(_CONSONANT_SPELLINGS))
_VOWELS = re.compile("[aeiouyw]+")
_DOUBLES = re.compile(r"(.)\1+")


def german(word: str) -> str:
    """A lower-case Cyrillic word as German newspapers write it: шевченко → schewtschenko."""
    word = _S_BETWEEN_VOWELS.sub("сс", _YO_AFTER_HISS.sub("о", _SOFT_E.sub("є", word)))
    return word.translate(_GERMAN)


def sound(word: str) -> str:
    """One spelling for what sounds alike in German, English and passport transcription of Slavic and Turkic names.

    WORD is a folded word: schewtschenko, shevchenko → shevchenko; julia, yulia, iuliia → iulia; jewgenij → evgeni.
    A longer word keeps the sound of its beginning, except inside a digraph.
    """
    heard = _DOUBLES.sub(r"\1", _SOUNDS.sub(lambda found: _SPELLINGS.get(found[0], "i"), word))
    return heard[1:] if heard.startswith("ie") else heard


def finished(word: str) -> str:
    """A word that is still being typed, without the beginning of a digraph at its end: schewts → schew."""
    return _UNFINISHED.sub("", word)


def consonants(word: str) -> str:
    """What Arabic script writes of a folded word: mohammad, muhammed, mhmd → mhmd; a beginning vowel counts as 'a'."""
    word = _CONSONANTS.sub(lambda found: _CONSONANT_SPELLINGS[found[0]], word)
    if not word:
        return ""
    first, rest = ("a" if word[0] in "aeiou" else word[0]), _VOWELS.sub("", word[1:])
    return _DOUBLES.sub(r"\1", first + rest).removesuffix("h")


def is_cyrillic(word: str) -> bool:
    """Whether WORD begins with a Cyrillic letter."""
    return "\u0400" <= word[0] <= "\u052f"


def is_arabic(word: str) -> bool:
    """Whether WORD begins with a letter of the Arabic script."""
    return "\u0620" <= word[0] <= "\u06ff"


def arabic_readings(word: str) -> set[str]:
    """WORD in Arabic script with a Latin 'a' for a beginning vowel, without the article, and as Persian reads it."""
    readings = {word, word.removeprefix("ال")}
    readings = {"a" + one[1:] if one[:1] in set("اأإآٱعء") else one for one in readings}
    return readings | {one.replace("ض", "ز") for one in readings if "ض" in one}


def greek(word: str) -> str:
    """A lower-case Greek word with the letter pairs that are one sound: παπαδόπουλος → παπαδόπouλος."""
    return _GREEK_PAIRS.sub(lambda found: _GREEK[found[0]], word)
