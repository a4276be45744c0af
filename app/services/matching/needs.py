"""What would help those without a proposal: the smallest change, and which new provider would serve most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.text import _, grouped, plural
from app.services.matching.columns import Column
from app.services.matching.result import Result
from app.services.matching.rules import Ideal, Rule
from app.services.matching.scores import BY_HAND, PAST, POSSIBLE
from app.services.matching.side import Id, Side

Bools = NDArray[np.bool_]
MOST_PEOPLE = 1_000
"""Needs are looked for among so many who wait longest."""
MOST_PROFILES = 2_000
"""So many different profiles are kept while they are put together, those that serve most first."""
TOLD = 2
"""So many alternatives are named."""


@dataclass(frozen=True)
class Help:
    """A single change with which one more person is served: which rule or other obstacle, for how many candidates."""

    count: int
    text: str
    rule: Rule | None
    names: tuple[str, ...]


class Need(NamedTuple):
    """A provider to look for, whom it would help, and what it would have to be like, column by column."""

    text: str
    helped: tuple[Id, ...]
    values: dict[str, Any]


def helping(result: Result, seeker: Id, most: int = 3) -> list[Help]:
    """The single changes that each lead to one more person being served, those with most candidates first.

    Counted are candidates who fail at nothing else and have a place, or whose people could go elsewhere.
    """
    i = result.problem.seekers.rows[seeker]
    width, musts = len(result.problem.providers), result.problem.rules.musts
    row, columns = np.array([[i]]), np.arange(width)[None, :]
    holds = np.array([rule.passes(result.pairs, row, columns)[0] for rule in musts], np.bool_).reshape(-1, width)
    by_hand = result.scores.barrier[i] == BY_HAND
    failing = (~holds).sum(axis=0) + by_hand + 2 * (result.scores.barrier[i] == PAST)  # nothing would help there
    places = open_providers(result)
    mine = np.zeros(width, np.bool_)
    mine[list(result.partners.get(i, ()))] = True
    found = [_help(result, ~holds[n] & (failing == 1) & places, _(rule.fails), rule) for n, rule in enumerate(musts)]
    found.append(_help(result, by_hand & (failing == 1) & places, _("ausgeschlossen")))
    found.append(_help(result, (failing == 0) & ~mine & ~places, ""))
    return sorted((one for one in found if one.count), key=lambda one: -one.count)[:most]


def _help(result: Result, where: Bools, obstacle: str, rule: Rule | None = None) -> Help:
    """The sentence for the candidates with only this OBSTACLE; without one only a place is missing."""
    captions, words = result.problem.providers.captions, result.problem.rules.provider
    columns = np.flatnonzero(where)
    names = tuple(captions[j] for j in columns[:TOLD])
    if len(columns) == 1:
        who, one = names[0], _("Bei {who} steht nur im Weg: {obstacle}.")
        place = _("Bei {who} fehlt nur ein weiterer Platz.")
    else:  # named first, because what stands after „bei“ has another form
        who, one = f"{grouped(len(columns))} {words.many}", _("{who}: Nur eins steht im Weg: {obstacle}.")
        place = _("{who}: Es fehlt nur ein weiterer Platz.")
    only = one if obstacle else place
    return Help(len(columns), only.format(who=who, obstacle=obstacle), rule, names)


def open_providers(result: Result) -> Bools:
    """The providers where one more person can be served: a place is free, or can be made free without a loss.

    A place can be made free when who is to have it has another one, or may go to an open provider instead.
    """
    problem, partners = result.problem, result.partners
    open_: Bools = result.taken < problem.providers.capacity
    locked = {(problem.seekers.rows[one], problem.providers.rows[other]) for one, other in problem.locked}
    movable = [pair for pair in result.chosen if pair not in locked]
    for i, j in movable:
        open_[j] |= len(partners[i]) > 1
    possible = result.scores.barrier == POSSIBLE
    while moving := [(i, j) for i, j in movable if not open_[j] and _elsewhere(possible[i] & open_, partners[i])]:
        open_[[j for _i, j in moving]] = True
    return open_


def _elsewhere(columns: Bools, mine: tuple[int, ...]) -> bool:
    return int(np.count_nonzero(columns)) > int(np.count_nonzero(columns[list(mine)]))


@dataclass(frozen=True)
class _Part:
    """One aspect of a new provider, such as the language: the ideals to choose from, and whom each would suit."""

    ideals: Sequence[Ideal]
    suits: Bools
    """Ideals × people."""


def needs(result: Result, most: int = 20) -> list[Need]:
    """The providers to look for: each the one that suits most of those whom none before it suits.

    A profile takes one ideal of each aspect (language, place, part of the week); the rules themselves judge them.
    """
    rows = np.array([result.problem.seekers.rows[id] for id in result.unmatched[:MOST_PEOPLE]], np.intp)
    if not len(rows):
        return []
    parts = [_part(result, group, rows) for group in _groups(result)]
    profiles, suits = _profiles(parts, len(rows))
    left, found = np.ones(len(rows), np.bool_), list[Need]()
    while len(found) < most and len(profiles):
        counts = (suits & left).sum(axis=1)
        best = int(np.argmax(counts))
        if not counts[best]:
            break
        helped = suits[best] & left
        left &= ~helped
        ids = tuple(result.problem.seekers.ids[i] for i in rows[helped])
        found.append(_need(result, parts, profiles[best], helped, ids))
    return found


def _groups(result: Result) -> list[list[Rule]]:
    """The rules that a new provider would have to keep, those together that read the same columns of providers."""
    groups: list[tuple[set[str], list[Rule]]] = []
    for rule in result.problem.rules.rules:
        if not rule.must and not (rule.in_needs and rule.points):
            continue
        names, rules = set(rule.provider_columns()), [rule]
        for group in [one for one in groups if one[0] & names]:
            groups.remove(group)
            names, rules = names | group[0], [*group[1], *rules]
        groups.append((names, rules))
    return [rules for _names, rules in groups]


def _part(result: Result, rules: Sequence[Rule], rows: NDArray[np.intp]) -> _Part:
    """What a new provider could be like where these rules are concerned, judged by the rules."""
    wide = [rule.ideals(result.pairs, rows) for rule in rules]
    base: dict[str, Any] = {}
    for ideals in wide:
        base = ideals[0].values | base
    ideals = [Ideal(base | one.values, one.name, one.form) for one in max(wide, key=len)]
    pairs = result.pairs.beside(_imagined(result.problem.providers, ideals))
    suits = np.ones((len(rows), len(ideals)), np.bool_)
    i, j = rows[:, None], np.arange(len(ideals))[None, :]
    for rule in rules:
        suits &= rule.passes(pairs, i, j) if rule.must else ~(rule.share(pairs, i, j) < 0)
    return _Part(ideals, suits.T)


def _imagined(providers: Side, ideals: Sequence[Ideal]) -> Side:
    """A side of providers that there are not; what an ideal leaves open is unknown."""
    columns = {
        name: Column(column.kind, [ideal.values.get(name) for ideal in ideals], column.label, column.names)
        for name, column in providers.columns.items()
    }
    return Side(list(range(len(ideals))), [ideal.name for ideal in ideals], columns)


def _profiles(parts: Sequence[_Part], people: int) -> tuple[list[tuple[int, ...]], Bools]:
    """Which ideal of each part a profile takes, and whom it suits; of profiles for the same people the first."""
    profiles: list[tuple[int, ...]] = [()]
    suits = np.ones((1, people), np.bool_)
    for part in parts:
        made = [(*profile, n) for n in range(len(part.ideals)) for profile in profiles]
        joined = (part.suits[:, None, :] & suits[None, :, :]).reshape(-1, people)
        _same, first = np.unique(np.packbits(joined, axis=1), axis=0, return_index=True)
        first = np.sort(first[joined[first].any(axis=1)])
        most = first[np.argsort(-joined[first].sum(axis=1), kind="stable")][:MOST_PROFILES]
        profiles, suits = [made[n] for n in most], joined[most]
    return profiles, suits


def _need(result: Result, parts: Sequence[_Part], profile: Sequence[int], helped: Bools, ids: tuple[Id, ...]) -> Need:
    words, values, told = result.problem.rules.provider, dict[str, Any](), list[str]()
    for part, n in zip(parts, profile, strict=True):
        values |= part.ideals[n].values
        fitting = part.suits[:, helped].all(axis=1)
        if part.ideals[n].name and (len(part.ideals) == 1 or not fitting.all()):
            told.append(_told(part, n, np.flatnonzero(fitting)))
    text = ", ".join(told)
    joined = words.one + (" " if text.startswith(_("mit ")) else ": " if text else "") + text
    helps = plural(len(ids), _("hilft 1"), _("hilft {n}"))
    return Need(f"{joined} – {helps}", ids, values)


def _told(part: _Part, n: int, fitting: NDArray[np.intp]) -> str:
    """The ideal in words, with another one that is as good."""
    chosen = part.ideals[n]
    others = [part.ideals[m] for m in fitting if m != n and part.ideals[m].form == chosen.form]
    names: Iterator[str] = (one.name for one in (chosen, *others[: TOLD - 1]))
    return chosen.form.format(name=_(" oder ").join(names))
