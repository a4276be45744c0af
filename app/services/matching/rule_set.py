"""A named set of rules: what it is worth in points, and what keeps it from being used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

from app.core.text import _
from app.services.matching.kinds.conditions import Range
from app.services.matching.rules import SEEKER, Pairs, Rule, Waiting, Wanted
from app.services.matching.side import Side

HUNDRED = 100
MOST_RULES = 200
MOST_WANTED = 20
WORDING = {"label", "fails", "unknown"}


class Words(NamedTuple):
    """What one row of a side is called, and several."""

    one: str
    many: str


MENTEE, MENTOR = Words(_("Mentee"), _("Mentees")), Words(_("Mentorin"), _("Mentorinnen"))


@dataclass(frozen=True, eq=False)
class RuleSet:
    """Rules in the order in which they are looked at; WANTED are the places that one seeker may have at a time."""

    name: str
    rules: tuple[Rule, ...]
    seeker: Words = MENTEE
    provider: Words = MENTOR
    wanted: int = 1

    @cached_property
    def musts(self) -> tuple[Rule, ...]:
        """The rules that exclude."""
        return tuple(rule for rule in self.rules if rule.must)

    @cached_property
    def wishes(self) -> tuple[Rule, ...]:
        """The rules that give points."""
        return tuple(rule for rule in self.rules if rule.counted and not rule.must)

    @cached_property
    def waiting(self) -> Waiting | None:
        """The rule that breaks ties."""
        return next((rule for rule in self.rules if isinstance(rule, Waiting)), None)

    @cached_property
    def possible(self) -> tuple[int, ...]:
        """The points of each wish, in whole numbers that add up to 100 (largest remainder, earlier ones first)."""
        total = sum(rule.points for rule in self.wishes)
        if not total:
            return (0,) * len(self.wishes)
        whole = [divmod(rule.points * HUNDRED, total) for rule in self.wishes]
        missing = HUNDRED - sum(points for points, _rest in whole)
        first = sorted(range(len(whole)), key=lambda n: (-whole[n][1], n))[:missing]
        return tuple(points + (n in first) for n, (points, _rest) in enumerate(whole))

    def without(self, rule: Rule) -> RuleSet:
        """The set with one rule less."""
        rules = tuple(one for one in self.rules if one is not rule)
        return replace(self, rules=rules)

    def as_data(self) -> dict[str, Any]:
        """The set as plain values, as files and JSON columns keep them; what is as usual is left out."""
        return {
            "name": self.name,
            "seeker": list(self.seeker),
            "provider": list(self.provider),
            "wanted": self.wanted,
            "rules": [_rule_data(rule) for rule in self.rules],
        }

    def problems(self) -> Iterator[tuple[str, str]]:
        """Place ('rules.3') and German sentence for everything that is wrong whatever the data."""
        if not self.rules:
            yield "rules", _("„{name}“ enthält keine Regel.").format(name=self.name)
        if not 1 <= self.wanted <= MOST_WANTED:
            yield "wanted", _("Möglich sind 1 bis {n} Plätze für jede Person.").format(n=MOST_WANTED)
        if len(self.rules) > MOST_RULES:
            yield "rules", _("Mehr als {n} Regeln sind nicht möglich.").format(n=MOST_RULES)
        for n, rule in enumerate(self.rules, 1):
            for sentence in rule.problems():
                yield f"rules.{n}", f"{self._called(rule)}: {sentence}"
            for name in (wanted.name for wanted in rule.columns() if not wanted.name):
                yield (
                    f"rules.{n}",
                    _("{rule}: Es fehlt, welche Spalten verglichen werden.{name}").format(
                        rule=self._called(rule), name=name
                    ),
                )
        if self.wishes and not sum(rule.points for rule in self.wishes):
            yield "rules", _("Alle Soll-Regeln haben 0 Punkte. Bitte geben Sie mindestens einer Punkte.")
        for one, other in combinations(self.musts, 2):
            if _contradict(one, other):
                sentence = _("„{one}“ und „{other}“ widersprechen sich: Kein Paar kann beides erfüllen.")
                place = f"rules.{self.rules.index(other) + 1}"
                yield place, sentence.format(one=_(one.label), other=_(other.label))

    def missing(self, pairs: Pairs) -> Iterator[tuple[str, str]]:
        """Place and German sentence for every rule whose columns are not in the data."""
        for n, rule in enumerate(self.rules, 1):
            kinds = set()
            for wanted in rule.columns():
                if sentence := self._unfit(rule, wanted, pairs):
                    yield f"rules.{n}", sentence
                    break
                kinds.add(pairs.column(wanted.side, wanted.name).kind)
            if rule.kind == "common" and len(kinds) > 1:
                sentence = _("{rule}: Auf der einen Seite stehen Niveaus, auf der anderen nur Wörter.")
                yield f"rules.{n}", sentence.format(rule=self._called(rule))

    def _unfit(self, rule: Rule, wanted: Wanted, pairs: Pairs) -> str:
        side: Side = pairs.seekers if wanted.side == SEEKER else pairs.providers
        who = self.seeker if wanted.side == SEEKER else self.provider
        column = side.columns.get(wanted.name)
        if column is None:
            sentence = _(
                "{rule}: Die Spalte „{name}“ fehlt ({many}). Bitte ordnen Sie sie zu oder löschen Sie die Regel."
            )
        elif column.kind not in wanted.kinds:
            sentence = _("{rule}: Die Spalte „{name}“ passt nicht ({many}). Nötig ist die Art {kinds}.")
        else:
            return ""
        kinds = _(" oder ").join(wanted.kinds)
        return sentence.format(rule=self._called(rule), many=who.many, name=wanted.name, kinds=kinds)

    def _called(self, rule: Rule) -> str:
        return _("Regel {n} („{label}“)").format(n=self.rules.index(rule) + 1, label=_(rule.label))


def _rule_data(rule: Rule) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": rule.kind}
    usual = type(rule)()
    for one in fields(rule):
        value = getattr(rule, one.name)
        if value != getattr(usual, one.name):
            made[one.name] = dict(value) if isinstance(value, Mapping) else value
    return made


def _contradict(one: Rule, other: Rule) -> bool:
    """Whether no pair can fulfil both musts: the opposite of each other, or limits that exclude each other."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Range) and isinstance(other, Range):
        limits = [(rule.lowest, rule.highest) for rule in (one, other)]
        low = max((low for low, _high in limits if low is not None), default=None)
        high = min((high for _low, high in limits if high is not None), default=None)
        return (one.of, one.column) == (other.of, other.column) and None not in (low, high) and low > high  # type: ignore[operator]
    mine, yours = ({n.name: getattr(rule, n.name) for n in fields(rule)} for rule in (one, other))
    return {name for name in mine if mine[name] != yours[name]} - WORDING == {"wanted"}
