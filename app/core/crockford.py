"""Codes that people read and type: five bits a sign, in an alphabet without signs that look alike."""

from __future__ import annotations

from collections.abc import Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's."""
_LOOKALIKES = str.maketrans("OIL", "011")


def values(number: int, length: int) -> list[int]:
    """The lowest 5 × LENGTH bits of NUMBER, five at a time, the highest first."""
    return [number >> 5 * place & 31 for place in reversed(range(length))]


def spelled(values: Iterable[int]) -> str:
    """One sign per value."""
    return "".join(ALPHABET[value] for value in values)


def as_typed(text: str) -> str:
    """TEXT in capitals, with 0 for O and 1 for I and L."""
    return text.upper().translate(_LOOKALIKES)
