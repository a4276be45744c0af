"""Proposals: computed from the data, decided by people; rule sets and decisions are records like others.

What is brought together is a `Matchmaker`: mentees with mentors (`match_pairs`), people with offers (`match_offers`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, SQLColumnExpression, select
from sqlalchemy.orm import Session

from app.core.clock import now, today
from app.core.errors import Invalid
from app.models import MatchDecision, MatchRules, Person
from app.models.base import Entity
from app.models.match_decision import Verdict
from app.models.match_rules import MatchKind
from app.models.work import Work
from app.services.match_sides import Party, Sides, trips

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.matching import Problem, Proposal, Reason, Result, RuleSet

SEEKERS, PROVIDERS = "seekers", "providers"
"""The two sides from which a matching can be looked at."""


@dataclass(frozen=True, eq=False)
class Matching:
    """One computation: the result, and what is said about both sides besides."""

    kind: MatchKind
    result: Result
    at: datetime
    rules_name: str
    sides: Sides
    decisions: Sequence[MatchDecision]
    provider_of: Mapping[MatchDecision, int]

    @property
    def waiting(self) -> list[int]:
        """Who seeks, the longest waiting first."""
        ids, queue = self.result.problem.seekers.ids, self.result.problem.queue
        return [int(ids[n]) for n in sorted(range(len(ids)), key=lambda n: int(queue[n]))]

    @property
    def without(self) -> list[int]:
        """Those for whom nobody is proposed."""
        return [int(id) for id in self.result.unmatched]

    @cached_property
    def places(self) -> dict[int, int]:
        """Free places by provider."""
        side = self.result.problem.providers
        return {int(id): int(free) for id, free in zip(side.ids, side.capacity, strict=True)}

    @property
    def free(self) -> int:
        """All free places together."""
        return sum(self.places.values())

    @property
    def protected(self) -> bool:
        """Whether somebody takes part whose name must not be seen by everybody."""
        return any(one.protected for one in self.sides.giving.values())

    def weeks(self, id: int) -> int | None:
        """How many weeks a seeker has waited."""
        since = self.sides.seeking[id].since
        return max((today() - since).days, 0) // 7 if since else None

    def decided(self, verdict: Verdict) -> list[MatchDecision]:
        """What was fixed or ruled out about those who are here."""
        return [one for one in self.decisions if one.verdict == verdict]

    # What can be asked from either side.

    def parties(self, side: str) -> Mapping[int, Party]:
        """Everybody on a SIDE."""
        return self.sides.seeking if side == SEEKERS else self.sides.giving

    def partner(self, side: str, proposal: Proposal) -> tuple[int, Party]:
        """Who is proposed, looked at from this SIDE."""
        id = int(proposal.provider if side == SEEKERS else proposal.seeker)
        return id, (self.sides.giving if side == SEEKERS else self.sides.seeking)[id]

    def candidates(self, side: str, id: int) -> int:
        """How many are possible."""
        return self.result.candidates(id) if side == SEEKERS else self.result.candidates_of(id)

    def proposals(self, side: str, id: int) -> list[Proposal]:
        """Those possible, best first."""
        return self.result.proposals(id) if side == SEEKERS else self.result.proposals_of(id)

    def everybody(self, side: str, id: int) -> list[Proposal]:
        """All of the other side, possible or not, best first."""
        pairs = (
            [(id, one) for one in self.sides.giving] if side == SEEKERS else [(one, id) for one in self.sides.seeking]
        )
        return sorted(self.result.asked(pairs), key=lambda one: (-one.points, self.partner(side, one)[1].order))

    def why_not(self, side: str, id: int) -> list[Reason]:
        """What keeps the others from being proposed, counted."""
        return self.result.why_not(id) if side == SEEKERS else self.result.why_not_of(id)


class Matchmaker(ABC):
    """One kind of matching: what its sides are, and what a proposal becomes when somebody accepts it."""

    kind: ClassVar[MatchKind]
    standard: ClassVar[str]
    """The rule set that ships with the program."""
    field: ClassVar[str]
    """Where a decision keeps the provider."""

    @property
    def column(self) -> SQLColumnExpression[int | None]:
        """The column of that field."""
        found: SQLColumnExpression[int | None] = getattr(MatchDecision, self.field)
        return found

    @abstractmethod
    def sides(self, session: Session, project_ids: Sequence[int], *, wanted: int, named: bool) -> Sides:
        """Who is to be matched in these projects; NAMED where somebody asked for protected names."""

    @abstractmethod
    def make(self, work: Work, seeker: int, provider: int, project_id: int, points: int | None, why: str) -> Entity:
        """What an accepted proposal becomes."""

    @abstractmethod
    def captions(self, session: Session, ids: Sequence[int]) -> Mapping[int, str]:
        """The names of providers, none of them protected."""

    # -------------------------------------------------------------------- computing

    def compute(
        self,
        session: Session,
        project_ids: Sequence[int],
        progress: Progress,
        rules: RuleSet | None = None,
        *,
        named: bool = False,
    ) -> Matching:
        """The best proposals with these RULES, or the set in use.

        Raises Cancelled, and Invalid for what contradicts itself.
        """
        from app.services.matching import match

        rules = rules or self.rules_in_use(session)
        sides = self.sides(session, project_ids, wanted=rules.wanted, named=named)
        decided = {
            one: provider
            for one in session.scalars(select(MatchDecision).where(self.column.is_not(None)))
            if one.person_id in sides.seeking and (provider := self._provider(one)) in sides.giving
        }
        result = match(self.problem(session, sides, rules, decided), progress)
        return Matching(self.kind, result, now(), rules.name, sides, tuple(decided), decided)

    def problem(self, session: Session, sides: Sides, rules: RuleSet, decided: Mapping[MatchDecision, int]) -> Problem:
        """What is to be matched, with what was decided about those who take part."""
        from app.services.matching import Problem

        locked, forbidden = (
            frozenset((one.person_id, id) for one, id in decided.items() if one.verdict == verdict) - sides.past
            for verdict in (Verdict.LOCKED, Verdict.FORBIDDEN)
        )
        # Who fixed a pair against a rule had to say why.
        seen = frozenset((one.person_id, id) for one, id in decided.items() if one.reason.strip())
        return Problem(
            sides.seekers, sides.providers, rules, trips(session), locked, forbidden, locked & seen, today(), sides.past
        )

    # -------------------------------------------------------------------- what people decide

    def accept(
        self, work: Work, seeker: int, provider: int, project_id: int, points: int | None, why: str = ""
    ) -> Entity:
        """Make a proposal real; WHY says what speaks for it although a rule is broken."""
        made = self.make(work, seeker, provider, project_id, points, why.strip())
        self._release(work, seeker, provider)
        return made

    def decide(self, work: Work, seeker: int, provider: int, verdict: Verdict, reason: str = "") -> MatchDecision:
        """Fix a pair for the next computation, or rule it out; nobody is fixed with more providers than wanted."""
        if verdict == Verdict.LOCKED:
            self._release(work, seeker, provider)
        self.undecide(work, seeker, provider)
        work.session.flush()
        values = {self.field: provider, "verdict": verdict.value, "reason": reason.strip()}
        return work.add(MatchDecision(person_id=seeker, **values))

    def undecide(self, work: Work, seeker: int, provider: int) -> None:
        """Forget what was decided about two."""
        _drop(work, self._about(seeker).where(self.column == provider))

    def withdraw(self, work: Work, decision: MatchDecision) -> None:
        """Forget a decision that was read before."""
        self.undecide(work, decision.person_id, self._provider(decision))

    def decisions(self, session: Session) -> list[tuple[MatchDecision, str, str]]:
        """All decisions with both names, the latest first; also those about people who do not take part any more."""
        found = list(session.scalars(select(MatchDecision).where(self.column.is_not(None))))
        people = {one.person_id for one in found}
        query = select(Person.id, Person.caption).where(Person.id.in_(people))
        names = {id: name for id, name in session.execute(query)}
        others = self.captions(session, [self._provider(one) for one in found])
        told = [(one, names.get(one.person_id, ""), others.get(self._provider(one), "")) for one in found]
        return sorted(told, key=lambda line: (-line[0].day.toordinal(), line[1], line[2]))

    def _provider(self, one: MatchDecision) -> int:
        return int(getattr(one, self.field) or 0)

    def _about(self, seeker: int) -> Select[MatchDecision]:
        return select(MatchDecision).where(MatchDecision.person_id == seeker, self.column.is_not(None))

    def _release(self, work: Work, seeker: int, provider: int) -> None:
        """Forget that a seeker was fixed: with PROVIDER, and with any other where only one is wanted."""
        fixed = self._about(seeker).where(MatchDecision.verdict == Verdict.LOCKED.value)
        several = self.rules_in_use(work.session).wanted > 1
        _drop(work, fixed.where(self.column == provider) if several else fixed)

    # -------------------------------------------------------------------- rule sets

    def stored_rules(self, session: Session) -> list[MatchRules]:
        """The rule sets that the office keeps, by name."""
        query = select(MatchRules).where(MatchRules.kind == self.kind.value)
        return list(session.scalars(query.order_by(MatchRules.caption_key)))

    def rules_in_use(self, session: Session) -> RuleSet:
        """The rule set in use: the office's own, or the one that ships with the program. Raises RuleError."""
        from app.services.matching import of_data, shipped

        chosen = next((one for one in self.stored_rules(session) if one.chosen), None)
        return of_data(chosen.definition) if chosen else shipped(self.standard)

    def save_rules(self, work: Work, rules: RuleSet) -> MatchRules:
        """Keep a rule set under its name and use it; Invalid says what is wrong with it."""
        if problems := dict(rules.problems()):
            raise Invalid(problems)
        stored = self.stored_rules(work.session)
        for one in stored:
            one.chosen = False
        found = next((one for one in stored if one.name == rules.name), None)
        if found is None:
            found = work.add(MatchRules(name=rules.name, kind=self.kind.value))
        work.update(found, {"chosen": True, "definition": rules.as_data()})
        return found

    def use_rules(self, work: Work, rules_id: int | None) -> None:
        """Use one of the kept rule sets; None is the one that ships with the program."""
        for one in self.stored_rules(work.session):
            one.chosen = one.id == rules_id


def _drop(work: Work, query: Select[Any]) -> None:
    for one in work.session.scalars(query):
        work.delete(one)
