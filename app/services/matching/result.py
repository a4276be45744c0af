"""The result of a matching: who is proposed to whom and why, who is not and why not, and what changed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.progress import Progress
from app.core.text import _
from app.services.matching.problem import Pair, Problem
from app.services.matching.rules import Pairs, Rule, points_of
from app.services.matching.scores import BY_HAND, NO_PLACE, POSSIBLE, Scores, judge
from app.services.matching.side import Id
from app.services.matching.solving import solve

FULFILLED, PARTLY, NOT, UNKNOWN = "fulfilled", "partly", "not", "unknown"
NAMED = 3
"""So few candidates are named beside what stands in their way."""


class Line(NamedTuple):
    """One rule for one pair: its points (0 of 0 for a must), one German sentence, its state."""

    label: str
    must: bool
    reached: int
    possible: int
    text: str
    state: str


class Proposal(NamedTuple):
    """One provider for a seeker; FREE are its places without locked pairs, OTHERS so many are meant for others."""

    provider: Id
    caption: str
    points: int
    possible: int
    lines: tuple[Line, ...]
    chosen: bool
    locked: bool
    free: int
    others: int


@dataclass(frozen=True)
class Reason:
    """How many candidates fail first for this reason, which rule it is, and who they are if they are few."""

    count: int
    text: str
    rule: Rule | None
    names: tuple[str, ...]


class Check(NamedTuple):
    """A pair chosen by hand: the rules that it breaks, and what cannot be overruled; a sentence each."""

    broken: tuple[str, ...]
    refused: tuple[str, ...]


class Change(NamedTuple):
    """What another computation made of one seeker."""

    seeker: Id
    before: tuple[Id, ...]
    after: tuple[Id, ...]
    text: str


@dataclass(frozen=True, eq=False)
class Result:
    """What was computed; explanations are made when somebody looks."""

    problem: Problem
    pairs: Pairs
    scores: Scores
    chosen: tuple[tuple[int, int], ...]
    """Rows of the pairs, locked ones among them, sorted."""

    @cached_property
    def partners(self) -> dict[int, tuple[int, ...]]:
        """The rows of the providers for each row of a seeker who has one."""
        found: dict[int, tuple[int, ...]] = {}
        for i, j in self.chosen:
            found[i] = (*found.get(i, ()), j)
        return found

    @cached_property
    def assignment(self) -> dict[Id, tuple[Id, ...]]:
        """The ids of the chosen providers for each seeker who has one."""
        seekers, providers = self.problem.seekers.ids, self.problem.providers.ids
        return {seekers[i]: tuple(providers[j] for j in row) for i, row in self.partners.items()}

    @cached_property
    def unmatched(self) -> tuple[Id, ...]:
        """Who seeks and is proposed to nobody, longest waiting first."""
        places = self.problem.seekers.capacity
        rows = [i for i in np.argsort(self.problem.queue) if places[i] and i not in self.partners]
        return tuple(self.problem.seekers.ids[i] for i in rows)

    @cached_property
    def points(self) -> int:
        """The total of all chosen pairs, locked ones included."""
        return sum(int(self.scores.points[i, j]) for i, j in self.chosen)

    @cached_property
    def taken(self) -> NDArray[np.int64]:
        """The places given away per provider, locked ones included."""
        columns = np.array([j for _i, j in self.chosen], np.int64)
        return np.bincount(columns, minlength=len(self.problem.providers))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What to know about the whole: nobody seeks, nobody offers, everybody is full."""
        seeker, provider, found = self.problem.rules.seeker, self.problem.rules.provider, list[str]()
        if not self.problem.seekers.capacity.any():
            found.append(_("Zurzeit suchen keine {many}.").format(many=seeker.many))
        if not len(self.problem.providers):
            found.append(_("Es gibt noch keine {many}. Bitte legen Sie welche an.").format(many=provider.many))
        elif not self.problem.providers.capacity.any():
            found.append(_("Bei den {many} ist kein Platz frei.").format(many=provider.many))
        return tuple(found)

    def candidates(self, seeker: Id) -> int:
        """How many providers are possible for SEEKER."""
        return int(np.count_nonzero(self.scores.barrier[self.problem.seekers.rows[seeker]] == POSSIBLE))

    def proposals(self, seeker: Id, most: int | None = None) -> list[Proposal]:
        """The possible providers of SEEKER with reasons, best first; equal ones in the order of their ids."""
        return self.all_proposals([seeker], most)[seeker]

    def all_proposals(self, seekers: Sequence[Id], most: int | None = None) -> dict[Id, list[Proposal]]:
        """The same for many; each rule is asked once for all of their pairs."""
        found: dict[Id, list[Proposal]] = {seeker: [] for seeker in seekers}
        rows = [self.problem.seekers.rows[seeker] for seeker in seekers]
        best = [self._best(i, most) for i in rows]
        i, j = np.repeat(rows, [len(columns) for columns in best]).astype(np.intp), np.concatenate([*best, rows[:0]])
        for row, proposal in zip(i, self._proposals(i, j.astype(np.intp)), strict=True):
            found[self.problem.seekers.ids[int(row)]].append(proposal)
        return found

    def _best(self, i: int, most: int | None) -> NDArray[np.intp]:
        mine = self.partners.get(i, ())
        possible = self.scores.barrier[i] == POSSIBLE
        possible[list(mine)] = True
        columns = np.flatnonzero(possible)
        points = self.scores.points[i, columns].astype(np.int64)
        return columns[np.argsort(-points, kind="stable")][:most]

    def pair(self, seeker: Id, provider: Id) -> Proposal:
        """One pair with its reasons, possible or not."""
        i, j = self.problem.seekers.rows[seeker], self.problem.providers.rows[provider]
        return next(self._proposals(np.array([i]), np.array([j])))

    def why_not(self, seeker: Id) -> list[Reason]:
        """For SEEKER all candidates who are not proposed, each counted once where it fails first; most first."""
        i = self.problem.seekers.rows[seeker]
        barrier = self.scores.barrier[i].astype(np.int64)
        barrier[list(self.partners.get(i, ()))] = -1
        codes, counts = np.unique(barrier[barrier >= 0], return_counts=True)
        order = np.lexsort((codes, -counts))
        return [self._reason(int(codes[n]), np.flatnonzero(barrier == codes[n])) for n in order]

    def check(self, seeker: Id, provider: Id) -> Check:
        """What a pair chosen by hand breaks, and whether it is refused: no capacity, excluded."""
        problem, i, j = self.problem, self.problem.seekers.rows[seeker], self.problem.providers.rows[provider]
        lines = next(self._proposals(np.array([i]), np.array([j]))).lines
        broken = tuple(line.text for line in lines if line.must and line.state != FULFILLED)
        refused = []
        if (seeker, provider) in problem.forbidden:
            refused.append(_("Dieses Paar ist ausgeschlossen. Bitte heben Sie das zuerst auf."))
        places, capacity = problem.remaining
        if (seeker, provider) not in problem.locked:
            if capacity[j] <= 0:
                sentence = _("{name} hat keinen freien Platz.")
                refused.append(sentence.format(name=problem.providers.captions[j]))
            if places[i] <= 0:
                sentence = _("{name} sucht niemanden mehr.")
                refused.append(sentence.format(name=problem.seekers.captions[i]))
        return Check(broken, tuple(refused))

    def changes(self, before: Result) -> list[Change]:
        """What is different from BEFORE, in the order of the seekers' captions."""
        mine, theirs = self.assignment, before.assignment
        ids = [id for id in {**theirs, **mine} if set(mine.get(id, ())) != set(theirs.get(id, ()))]
        found = [self._change(id, theirs.get(id, ()), mine.get(id, ()), before) for id in ids]
        return sorted(found, key=lambda change: (change.text, str(change.seeker)))

    def _change(self, id: Id, old: tuple[Id, ...], new: tuple[Id, ...], before: Result) -> Change:
        who = before if id in before.problem.seekers.rows else self
        name = who.problem.seekers.captions[who.problem.seekers.rows[id]]
        told = [before._names(old), self._names(new)]
        if not old:
            text = _("{name}: jetzt {new}").format(name=name, new=told[1])
        elif not new:
            text = _("{name}: kein Vorschlag mehr, bisher {old}").format(name=name, old=told[0])
        else:
            text = _("{name}: {new} statt {old}").format(name=name, new=told[1], old=told[0])
        return Change(id, old, new, text)

    def _names(self, ids: Sequence[Id]) -> str:
        providers = self.problem.providers
        return " · ".join(providers.captions[providers.rows[id]] for id in ids)

    def _proposals(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Iterator[Proposal]:
        """The pairs with their reasons."""
        problem, free = self.problem, self.problem.remaining[1]
        judged = list(self._judged(rows, columns))
        for n, (i, j) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
            lines = tuple(self._line(rule, i, j, shares[n], reached[n], most) for rule, shares, reached, most in judged)
            chosen = j in self.partners.get(i, ())
            yield Proposal(
                provider=problem.providers.ids[j],
                caption=problem.providers.captions[j],
                points=sum(line.reached for line in lines),
                possible=sum(line.possible for line in lines),
                lines=lines,
                chosen=chosen,
                locked=(problem.seekers.ids[i], problem.providers.ids[j]) in problem.locked,
                free=int(free[j]),
                others=int(self.taken[j]) - chosen,
            )

    def _judged(self, i: NDArray[np.intp], j: NDArray[np.intp]) -> Iterator[tuple[Rule, list[float], list[int], int]]:
        """Each rule, wishes first, with its shares, the points reached (for a must whether it holds), and the most."""
        for rule, possible in zip(self.problem.rules.wishes, self.problem.rules.possible, strict=True):
            share = rule.share(self.pairs, i, j)
            yield rule, share.tolist(), points_of(share, possible).tolist(), possible
        for rule in self.problem.rules.musts:
            share = rule.share(self.pairs, i, j)
            yield rule, share.tolist(), rule.holds(share).tolist(), 0

    def _line(self, rule: Rule, i: int, j: int, share: float, reached: int, possible: int) -> Line:
        if share == 1 or (rule.must and reached):
            state = FULFILLED
        elif math.isnan(share):
            state = UNKNOWN
        else:
            state = PARTLY if reached and not rule.must else NOT
        points = 0 if rule.must else reached
        return Line(_(rule.label), rule.must, points, possible, rule.sentence(self.pairs, i, j, share), state)

    def _reason(self, code: int, columns: NDArray[np.intp]) -> Reason:
        captions = self.problem.providers.captions
        names = tuple(captions[j] for j in columns) if len(columns) <= NAMED else ()
        rule = None
        if code == POSSIBLE:
            text = _("möglich, aber für andere vorgesehen")
        elif code == NO_PLACE:
            text = _("kein freier Platz")
        elif code == BY_HAND:
            text = _("ausgeschlossen")
        else:
            rule = self.problem.rules.musts[code - 1]
            text = _(rule.fails)
        return Reason(len(columns), text, rule, names)


def match(problem: Problem, progress: Progress | None = None) -> Result:
    """The best assignment for PROBLEM. Raises Invalid with sentences for what contradicts itself, and Cancelled."""
    progress = progress or Progress()
    problem, pairs = problem.checked()
    scores = judge(problem, pairs, progress)
    possible = scores.barrier == POSSIBLE
    for i, j in _rows(problem):
        possible[i, j] = False  # it has its place already
    chosen = solve(possible, scores.points, *problem.remaining, problem.queue, progress)
    return Result(problem, pairs, scores, tuple(sorted([*chosen, *_rows(problem)])))


def _rows(problem: Problem) -> Iterator[tuple[int, int]]:
    """The locked pairs by their rows."""
    for seeker, provider in problem.locked:
        yield problem.seekers.rows[seeker], problem.providers.rows[provider]


__all__ = ["Change", "Check", "Line", "Pair", "Proposal", "Reason", "Result", "match"]
