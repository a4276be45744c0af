"""What is to be matched: both sides, the rules, and what was decided by hand; checked before anything is computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.core.errors import Invalid
from app.core.text import _
from app.services.matching.rule_set import RuleSet
from app.services.matching.rules import Pairs, Rule
from app.services.matching.side import Id, Side
from app.services.matching.trips import Trip

Pair: TypeAlias = tuple[Id, Id]
"""The ids of a seeker and a provider."""


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything the result depends on.

    LOCKED pairs stay together and take their places; FORBIDDEN pairs never come about, PAST ones not again. A locked
    pair that breaks a must is refused unless it is among the OVERRULED, where somebody has seen that and decided so.
    """

    seekers: Side
    providers: Side
    rules: RuleSet
    trips: Sequence[Trip] = ()
    locked: Collection[Pair] = field(default=frozenset())
    forbidden: Collection[Pair] = field(default=frozenset())
    overruled: Collection[Pair] = field(default=frozenset())
    today: date | None = None
    past: Collection[Pair] = field(default=frozenset())

    def checked(self) -> tuple[Problem, Pairs]:
        """The problem in the order of the ids, and its pairs; Invalid says what is wrong, one sentence each."""
        words = self.rules.seeker, self.rules.provider
        found = dict(self.rules.problems())
        for side, word in zip((self.seekers, self.providers), words, strict=True):
            found |= {f"{word.one}.{key}": sentence for key, sentence in side.problems(word.one)}
        if found:
            raise Invalid(found)
        made = Problem(
            self.seekers.sorted(), self.providers.sorted(), self.rules, self.trips, frozenset(self.locked),
            frozenset(self.forbidden), frozenset(self.overruled), self.today, frozenset(self.past),
        )  # fmt: skip
        pairs = Pairs(made.seekers, made.providers, made.trips, made.today)
        found = dict(self.rules.missing(pairs)) or dict(made._contradictions(pairs))
        if found:
            raise Invalid(found)
        return made, pairs

    @cached_property
    def remaining(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places wanted by each seeker and free with each provider when the locked pairs have theirs."""
        left = self.seekers.capacity.copy(), self.providers.capacity.copy()
        for seeker, provider in self.locked:
            left[0][self.seekers.rows[seeker]] -= 1
            left[1][self.providers.rows[provider]] -= 1
        return left

    @cached_property
    def queue(self) -> NDArray[np.int64]:
        """The place of each seeker among those who wait, 0 for the longest; who waits equally long, by their ids."""
        waiting, count = self.rules.waiting, len(self.seekers)
        waited = np.zeros(count) if waiting is None else waiting.waited(self.seekers)
        places = np.empty(count, np.int64)
        places[np.argsort(-waited, kind="stable")] = np.arange(count)
        return places

    def broken(self, pairs: Pairs, pair: Pair) -> list[Rule]:
        """The musts that a pair breaks."""
        i, j = np.array([self.seekers.rows[pair[0]]]), np.array([self.providers.rows[pair[1]]])
        return [rule for rule in self.rules.musts if not rule.passes(pairs, i, j)[0]]

    def called(self, pair: Pair) -> str:
        """A pair in a sentence."""
        seeker, provider = self.seekers, self.providers
        return f"{seeker.captions[seeker.rows[pair[0]]]} – {provider.captions[provider.rows[pair[1]]]}"

    def _contradictions(self, pairs: Pairs) -> Iterator[tuple[str, str]]:
        """What was decided by hand and cannot be."""
        for pair in sorted(self.locked, key=str):
            if pair[0] not in self.seekers.rows or pair[1] not in self.providers.rows:
                sentence = _("Das festgelegte Paar {one} – {other} gibt es hier nicht mehr. Bitte lösen Sie es.")
                yield f"locked.{pair}", sentence.format(one=pair[0], other=pair[1])
                continue
            if pair in self.forbidden:
                sentence = _("{pair} ist festgelegt und zugleich ausgeschlossen. Bitte entscheiden Sie sich.")
                yield f"locked.{pair}", sentence.format(pair=self.called(pair))
            elif pair not in self.overruled and (broken := self.broken(pairs, pair)):
                sentence = _("{pair} ist festgelegt, bricht aber eine Muss-Regel: {rules}. Bitte prüfen Sie das Paar.")
                rules = ", ".join(_(rule.fails) for rule in broken)
                yield f"locked.{pair}", sentence.format(pair=self.called(pair), rules=rules)
        for n, side in enumerate((self.seekers, self.providers)):
            for id, count in Counter(pair[n] for pair in self.locked).items():
                if id in side.rows and count > (free := int(side.capacity[side.rows[id]])):
                    sentence = _(
                        "Für {name} sind {count} Paare festgelegt, frei: {free}. Bitte lösen Sie {rest} davon."
                    )
                    values = {"name": side.captions[side.rows[id]], "count": count, "free": free, "rest": count - free}
                    yield f"places.{id}", sentence.format(**values)
