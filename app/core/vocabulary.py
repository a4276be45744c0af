"""Names of things with a code, as shipped in a table: each is found by anything it is called."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from app.core.resources import resource


class Word(NamedTuple):
    """One line of a table: its code, its German name, what else stands there, and its further names."""

    code: str
    label: str
    more: tuple[str, ...]
    aliases: tuple[str, ...]


class Vocabulary:
    """The table NAME in resources (code, label, …, aliases separated by ';'), read at first use.

    Further names may also come from the columns between, if ALSO gives them.
    """

    def __init__(self, name: str, also: Callable[[Word], tuple[str, ...]] = lambda _word: ()) -> None:
        self._name, self._also = name, also

    @cached_property
    def words(self) -> dict[str, Word]:
        """Code → line, in the order of the table."""
        rows = (line.split("\t") for line in resource(self._name).read_text("utf-8").splitlines() if line[0] != "#")
        words = (Word(row[0], row[1], tuple(row[2:-1]), tuple(filter(None, row[-1].split(";")))) for row in rows)
        return {word.code: word for word in words}

    @cached_property
    def _index(self) -> dict[str, str]:
        """Folded name → code; a label comes before another's alias, an alias before a code."""
        found: dict[str, str] = {}
        for names in (self._labels, self._aliases, self._codes):
            for word in self.words.values():
                for name in names(word):
                    found.setdefault(_key(name), word.code)
        return found

    def code(self, text: str) -> str | None:
        """The code of what TEXT names in any spelling, None if nothing is called so."""
        return self._index.get(key) if (key := _key(text)) else None

    def names(self, word: Word) -> tuple[str, ...]:
        """Everything WORD is called."""
        return (*self._labels(word), *self._aliases(word), *self._codes(word))

    def _labels(self, word: Word) -> tuple[str, ...]:
        return (word.label,)

    def _aliases(self, word: Word) -> tuple[str, ...]:
        return (*self._also(word), *word.aliases)

    def _codes(self, word: Word) -> tuple[str, ...]:
        return (word.code,)


def _key(text: str) -> str:
    from app.core.fold import fold  # its letters take a while

    return fold(text).replace(" ", "")
