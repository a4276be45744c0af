"""Short labels that belong together, such as the interests of a person: 'Fußball; Chor'."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.core.text import _

LENGTH = 40
"""Longest label, in characters."""
TEXT_LENGTH = 390
"""Longest text of all labels together: they are kept in 400 characters."""

_BETWEEN = re.compile(r"[;,\n\r\t\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Tags:
    """Labels in the order they were given, none twice in whatever spelling; of doubles the first spelling stays.

    `str()` is the stored form and the one people see; `parse()` reads it back.
    """

    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        found: dict[str, str] = {}
        for label in filter(None, (_clean(part) for text in self.labels for part in _BETWEEN.split(text))):
            if problem := _problem(label):
                raise ValueError(problem)
            found.setdefault(_key(label), label)
        object.__setattr__(self, "labels", tuple(found.values()))
        if len(str(self)) > TEXT_LENGTH:
            problem = _("Das sind zu viele Stichwörter. Möglich sind zusammen {n} Zeichen.")
            raise ValueError(problem.format(n=TEXT_LENGTH))

    @classmethod
    def parse(cls, text: str) -> Tags:
        """Read labels between ';' or ','; ValueError says in German what is wrong with one."""
        return cls((text,))

    def __str__(self) -> str:
        return "; ".join(self.labels)

    def show(self) -> str:
        """How it looks to people: 'Fußball; Chor'."""
        return str(self)

    def __bool__(self) -> bool:
        return bool(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)

    def __contains__(self, label: object) -> bool:
        """Whether LABEL is one of them, in any spelling."""
        return isinstance(label, str) and _key(_clean(label)) in self.keys

    def __or__(self, other: Tags) -> Tags:
        """These, then those of OTHER that are new."""
        return Tags((*self.labels, *other.labels))

    def __and__(self, other: Tags) -> Tags:
        """Those that both have, in this order and spelling."""
        return Tags(tuple(label for label in self.labels if label in other))

    def __sub__(self, other: Tags) -> Tags:
        """These without those of OTHER."""
        return Tags(tuple(label for label in self.labels if label not in other))

    @property
    def keys(self) -> frozenset[str]:
        """The labels folded: two sets of labels mean the same if their keys are equal."""
        return frozenset(map(_key, self.labels))


def in_use(several: Iterable[Tags]) -> tuple[str, ...]:
    """All labels of SEVERAL in German order, each in its most frequent spelling, to complete what is typed."""
    from app.core.fold import sort_key

    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for tags in several:
        for label in tags:
            spellings[_key(label)][label] += 1
    return tuple(sorted((found.most_common(1)[0][0] for found in spellings.values()), key=sort_key))


def _clean(label: str) -> str:
    """LABEL composed, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", label).split())


def _problem(label: str) -> str | None:
    """What is wrong with one label."""
    if any(unicodedata.category(sign) == "Cc" for sign in label):
        return _("Ein Stichwort enthält ein Steuerzeichen. Bitte neu eintippen.")
    if len(label) > LENGTH:
        problem = _("„{label} …“ ist zu lang. Möglich sind {n} Zeichen je Stichwort.")
        return problem.format(label=label[:20].rstrip(), n=LENGTH)
    return None


def _key(label: str) -> str:
    """What the spellings of a label have in common; a label of signs only is compared as it is."""
    from app.core.fold import fold  # its letters take a while

    return fold(label) or label
