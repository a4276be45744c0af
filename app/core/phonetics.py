"""How German ears hear a name: the Kölner Phonetik of Hans Joachim Postel (1969)."""

from __future__ import annotations

import re
from functools import lru_cache

_HARD_C = frozenset("ahkoqux")
"""Before these a C is spoken as K; at the beginning of a word also before L and R."""
_GROUPS = ("aeijouy", "bp", "dt", "fvw", "gkq", "l", "mn", "r", "sz")
_CODES = {letter: str(code) for code, letters in enumerate(_GROUPS) for letter in letters}
_REPEATED = re.compile(r"(\d)\1+")


@lru_cache(32_768)
def cologne(word: str) -> str:
    """The code of one folded word (a to z): 'mueller', 'miller' → '657'; other signs are silent."""
    codes = "".join(_code(word, place) for place in range(len(word)))
    heard = _REPEATED.sub(r"\1", codes)
    return heard[:1] + heard[1:].replace("0", "")


def _code(word: str, place: int) -> str:
    """The code of one letter, which depends on its neighbours."""
    letter, before, after = word[place], word[place - 1 : place], word[place + 1 : place + 2]
    if letter == "c":
        hard = after in _HARD_C if before else after in _HARD_C | {"l", "r"}
        return "4" if after and hard and before not in ("s", "z") else "8"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "p" and after == "h":
        return "3"
    if letter in "dt" and after and after in "csz":
        return "8"
    return _CODES.get(letter, "")
