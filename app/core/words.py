"""A list of words, of which those are found that somebody is just typing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.core.fold import fold


class Words:
    """Words in the order in which they are offered; made away from the screen, asked at every key."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._keys = {word: fold(word) for word in words}

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, typed: str, most: int = 8) -> list[str]:
        """Up to MOST words: those of which a word begins as TYPED before those that only contain it."""
        wanted = fold(typed)
        if not wanted:
            return []
        begin = [word for word, key in self._keys.items() if f" {key}".find(f" {wanted}") >= 0]
        found = begin[:most]
        if len(found) < most:
            inside = (word for word, key in self._keys.items() if wanted in key)
            found += [word for word in inside if word not in begin][: most - len(found)]
        return found

    def same(self, typed: str) -> str | None:
        """The word that differs from TYPED at most in case and spelling of letters."""
        wanted = fold(typed)
        return next((word for word, key in self._keys.items() if key == wanted), None) if wanted else None
