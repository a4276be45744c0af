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
from app.core.text import N_, _
from app.services.matching.problem import Pair, Problem
from app.services.matching.rules import Pairs, Rule, points_of
from app.services.matching.scores import BY_HAND, NO_PLACE, PAST, POSSIBLE, Scores, judge
from app.services.matching.side import Id
from app.services.matching.solving import solve

FULFILLED, PARTLY, NOT, UNKNOWN = "fulfilled", "partly", "not", "unknown"
OTHERWISE = {
    POSSIBLE: N_("möglich, aber für andere vorgesehen"),
    PAST: N_("gibt oder gab es schon"),
    NO_PLACE: N_("kein freier Platz"),
    BY_HAND: N_("ausgeschlossen"),
}
"""What keeps a pair from being proposed besides the rules."""
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
    """One provider for a seeker; FREE are its places without locked pairs, OTHERS so many are meant for others.

    CAPTION is the provider's.
    """

    seeker: Id
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
    possible: bool = False
    """Whether nothing stands in the way but that others are meant to have them."""


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
            found.append(_("{many}: Es ist kein Platz frei.").format(many=provider.many))
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

    def candidates_of(self, provider: Id) -> int:
        """How many seekers are possible for PROVIDER."""
        return int(np.count_nonzero(self.scores.barrier[:, self.problem.providers.rows[provider]] == POSSIBLE))

    def proposals_of(self, provider: Id, most: int | None = None) -> list[Proposal]:
        """The other way round: the possible seekers of PROVIDER, best first, of equal ones who waits longest."""
        j = self.problem.providers.rows[provider]
        possible = self.scores.barrier[:, j] == POSSIBLE
        possible[self._seekers(j)] = True
        rows = np.flatnonzero(possible)
        points = self.scores.points[rows, j].astype(np.int64)
        rows = rows[np.lexsort((self.problem.queue[rows], -points))][:most]
        return list(self._proposals(rows, np.full(len(rows), j)))

    def pair(self, seeker: Id, provider: Id) -> Proposal:
        """One pair with its reasons, possible or not."""
        return self.asked([(seeker, provider)])[0]

    def asked(self, pairs: Sequence[Pair]) -> list[Proposal]:
        """These pairs with their reasons, possible or not; each rule is asked once for all."""
        i = [self.problem.seekers.rows[seeker] for seeker, _provider in pairs]
        j = [self.problem.providers.rows[provider] for _seeker, provider in pairs]
        return list(self._proposals(np.array(i, np.intp), np.array(j, np.intp)))

    def why_not(self, seeker: Id) -> list[Reason]:
        """For SEEKER all candidates who are not proposed, each counted once where it fails first; most first."""
        i = self.problem.seekers.rows[seeker]
        return self._reasons(self.scores.barrier[i], self.partners.get(i, ()), self.problem.providers.captions)

    def why_not_of(self, provider: Id) -> list[Reason]:
        """The same for PROVIDER over all seekers."""
        j = self.problem.providers.rows[provider]
        return self._reasons(self.scores.barrier[:, j], self._seekers(j), self.problem.seekers.captions)

    def check(self, seeker: Id, provider: Id) -> Check:
        """What a pair chosen by hand breaks, and whether it is refused: no capacity, excluded."""
        return self.checked(self.pair(seeker, provider))

    def checked(self, one: Proposal) -> Check:
        """The same for a pair that was asked for."""
        problem, pair = self.problem, (one.seeker, one.provider)
        broken = tuple(line.text for line in one.lines if line.must and line.state != FULFILLED)
        refused = []
        if pair in problem.forbidden:
            refused.append(_("Dieses Paar ist ausgeschlossen. Bitte heben Sie das zuerst auf."))
        if pair in problem.past:
            refused.append(_("Das gibt oder gab es schon."))
        places = problem.remaining[0]
        if pair not in problem.locked:
            if one.free <= 0:
                refused.append(_("{name} hat keinen freien Platz.").format(name=one.caption))
            if places[i := problem.seekers.rows[one.seeker]] <= 0:
                fixed = any(seeker == one.seeker for seeker, _provider in problem.locked)
                sentence = _("{name} ist schon festgelegt. Bitte heben Sie das zuerst auf.")
                sentence = sentence if fixed else _("{name} sucht niemanden mehr.")
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
        elif id not in self.problem.seekers.rows:
            text = _("{name}: sucht nicht mehr, bisher {old}").format(name=name, old=told[0])
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
                seeker=problem.seekers.ids[i],
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

    def _seekers(self, j: int) -> list[int]:
        """The rows of those who are chosen for a provider."""
        return [i for i, other in self.chosen if other == j]

    def _reasons(self, barriers: NDArray[np.uint8], but: Sequence[int], captions: Sequence[str]) -> list[Reason]:
        """What stands in the way of all rows BUT these, most first."""
        barrier = barriers.astype(np.int64)
        barrier[list(but)] = -1
        codes, counts = np.unique(barrier[barrier >= 0], return_counts=True)
        order = np.lexsort((codes, -counts))
        return [self._reason(int(codes[n]), np.flatnonzero(barrier == codes[n]), captions) for n in order]

    def _reason(self, code: int, rows: NDArray[np.intp], captions: Sequence[str]) -> Reason:
        names = tuple(captions[n] for n in rows) if len(rows) <= NAMED else ()
        rule = None if code in OTHERWISE else self.problem.rules.musts[code - 1]
        return Reason(len(rows), _(rule.fails if rule else OTHERWISE[code]), rule, names, code == POSSIBLE)


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
