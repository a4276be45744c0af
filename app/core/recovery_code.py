"""The recovery code: the data key itself, written so that a person can type it from paper without a mistake.

Eleven groups of six characters in Crockford's alphabet. The last character of a group checks it: a weighted sum in the
field of 32 elements, with the place of the group as a constant. Every wrong character, every two exchanged characters
and every exchanged group is found, and the group can be named.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from app.core import crockford
from app.core.clock import today
from app.core.errors import WrongPassphrase
from app.core.keys import DataKey
from app.core.text import _

GROUPS, CHARACTERS = 11, 6
_SEPARATORS = re.compile(r"[\s\u00ad\u200b\ufeff.,;:_/|\-\u2010-\u2015\u2212]+")
_CHECK_BITS = 19  # 55 characters hold 275 bits; what the key leaves checks the whole


class WrongCode(WrongPassphrase):
    """The recovery code has a mistake in it; `group` counts from one, None when it cannot be named."""

    def __init__(self, text: str, group: int | None = None) -> None:
        super().__init__(text)
        self.group = group


@dataclass(frozen=True)
class RecoverySheet:
    """The code as it goes on paper, to open the data when passphrase or key file are lost."""

    file: str
    groups: tuple[str, ...]
    day: date

    @classmethod
    def of(cls, file: str, key: DataKey) -> RecoverySheet:
        """The sheet for the office file called FILE."""
        return cls(file, tuple(recovery_code(key).split("-")), today())

    @property
    def lines(self) -> tuple[str, ...]:
        """The code in lines of four groups."""
        return tuple(" ".join(self.groups[start : start + 4]) for start in range(0, GROUPS, 4))


def recovery_code(key: DataKey) -> str:
    """KEY as eleven groups of six characters."""
    number = int.from_bytes(key.bytes) << _CHECK_BITS | _check_of_all(key.bytes)
    values = crockford.values(number, GROUPS * (CHARACTERS - 1))
    groups = [values[start : start + CHARACTERS - 1] for start in range(0, len(values), CHARACTERS - 1)]
    return "-".join(crockford.spelled([*group, _check(place, group)]) for place, group in enumerate(groups))


def from_recovery_code(text: str) -> DataKey:
    """The key that TEXT stands for, in capital or small letters, with any separators, O for 0 and I or L for 1."""
    groups = _groups(text)
    number = 0
    for place, group in enumerate(groups):
        values = [crockford.ALPHABET.find(character) for character in group]
        if len(values) != CHARACTERS or -1 in values or values[-1] != _check(place, values[:-1]):
            raise _wrong_group(place, group, groups)
        for value in values[:-1]:
            number = number << 5 | value
    if len(groups) != GROUPS:
        raise WrongCode(_incomplete(groups))
    content = (number >> _CHECK_BITS).to_bytes(32)
    if number & (1 << _CHECK_BITS) - 1 != _check_of_all(content):
        raise WrongCode(
            _("Der Wiederherstellungscode stimmt an mehreren Stellen nicht. Bitte vergleichen Sie ihn mit dem Blatt.")
        )
    return DataKey(content)


def _groups(text: str) -> list[str]:
    """TEXT in groups: as it was typed when it has eleven, else every six characters."""
    typed = [part for part in _SEPARATORS.split(crockford.as_typed(text)) if part]
    joined = "".join(typed)
    if len(typed) == GROUPS and len(joined) != GROUPS * CHARACTERS:
        return typed
    return [joined[start : start + CHARACTERS] for start in range(0, len(joined), CHARACTERS)]


def _wrong_group(place: int, group: str, groups: list[str]) -> WrongCode:
    if place >= GROUPS or (len(group) < CHARACTERS and len(groups) < GROUPS):
        return WrongCode(_incomplete(groups))
    sentence = _(
        "Die {number}. Gruppe des Wiederherstellungscodes stimmt nicht. Bitte vergleichen Sie sie mit dem Blatt."
    )
    return WrongCode(sentence.format(number=place + 1), place + 1)


def _incomplete(groups: list[str]) -> str:
    return _(
        "Der Wiederherstellungscode hat {groups} Gruppen zu je {characters} Zeichen, zusammen {all} Zeichen; "
        "eingegeben sind {typed}. Bitte vergleichen Sie ihn mit dem Blatt."
    ).format(groups=GROUPS, characters=CHARACTERS, all=GROUPS * CHARACTERS, typed=sum(map(len, groups)))


def _check(place: int, values: list[int]) -> int:
    """The check character: weights 2, 4, 8 … in GF(32) all differ and none is 0 or 1, so exchanging two shows."""
    total = 0
    for value in reversed(values):
        total = _doubled(total ^ value)
    return total ^ place


def _doubled(value: int) -> int:
    return value << 1 ^ (0b100101 if value & 16 else 0)


def _check_of_all(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"recovery" + content).digest()[:3]) >> 24 - _CHECK_BITS
