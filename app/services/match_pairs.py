"""Proposals for pairs: computed from the data, decided by people; rule sets and decisions are records like others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import now, today
from app.core.errors import Invalid
from app.models import MatchDecision, MatchRules, Pair, Person
from app.models.match_decision import Verdict
from app.models.match_rules import MatchKind
from app.models.work import Work
from app.services import match_sides, pairs
from app.services.match_sides import Member, Members

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.services.matching import Problem, Result, RuleSet

STANDARD = "mentoring"
"""The rule set that ships with the program."""


@dataclass(frozen=True, eq=False)
class Matching:
    """One computation: the result, and what the page says about people besides."""

    result: Result
    at: datetime
    rules_name: str
    people: Mapping[int, Member]
    members: Members
    decisions: Sequence[MatchDecision]

    @property
    def waiting(self) -> list[int]:
        """The mentees without a pair, who waits longest first."""
        ids = self.result.problem.seekers.ids
        queue = self.result.problem.queue
        return [int(ids[n]) for n in sorted(range(len(ids)), key=lambda n: int(queue[n]))]

    @property
    def without(self) -> list[int]:
        """The mentees for whom nobody is proposed."""
        return [int(id) for id in self.result.unmatched]

    @property
    def free(self) -> int:
        """All free places together."""
        return sum(self.members.places.values())

    def weeks(self, id: int) -> int | None:
        """How many weeks a mentee has waited."""
        since = self.people[id].role.since or self.people[id].role.acquired
        return max((today() - since).days, 0) // 7 if since else None

    def decided(self, verdict: Verdict) -> list[MatchDecision]:
        """What was fixed or ruled out about people who are here."""
        return [one for one in self.decisions if one.verdict == verdict]


def problem(
    session: Session, project_ids: Sequence[int], rules: RuleSet
) -> tuple[Problem, Members, list[MatchDecision]]:
    """What is to be matched in these projects, with what was decided about the people who take part."""
    from app.services.matching import Problem

    found = match_sides.members(session, project_ids)
    seeking, giving = match_sides.seekers(found), match_sides.providers(found)
    decisions = [
        one
        for one in session.scalars(select(MatchDecision).where(MatchDecision.mentor_id.is_not(None)))
        if one.person_id in seeking.rows and one.mentor_id in giving.rows
    ]
    locked, forbidden = (
        frozenset((one.person_id, one.mentor_id) for one in decisions if one.verdict == verdict and one.mentor_id)
        for verdict in (Verdict.LOCKED, Verdict.FORBIDDEN)
    )
    # Who fixed a pair against a rule had to say why.
    seen = frozenset((one.person_id, one.mentor_id) for one in decisions if one.mentor_id and one.reason.strip())
    made = Problem(seeking, giving, rules, match_sides.trips(session), locked, forbidden, locked & seen, today())
    return made, found, decisions


def compute(session: Session, project_ids: Sequence[int], progress: Progress, rules: RuleSet | None = None) -> Matching:
    """The best proposals with these RULES, or the set in use. Raises Invalid for what contradicts itself, Cancelled."""
    from app.services.matching import match

    rules = rules or rules_in_use(session)
    asked, found, decisions = problem(session, project_ids, rules)
    result = match(asked, progress)
    people = {one.person.id: one for one in (*found.mentors, *found.mentees)}
    return Matching(result, now(), rules.name, people, found, decisions)


# -------------------------------------------------------------------- what people decide


def accept(work: Work, mentee_id: int, mentor_id: int, project_id: int, points: int | None, why: str = "") -> Pair:
    """Make a pair of a proposal; WHY says what speaks for it although a rule is broken."""
    pair = pairs.propose(work, mentee_id, mentor_id, project_id, points=points)
    pair.notes = why.strip()
    _drop(work, select(MatchDecision).where(MatchDecision.person_id == mentee_id, _LOCKED))
    return pair


def decide(work: Work, mentee_id: int, mentor_id: int, verdict: Verdict, reason: str = "") -> MatchDecision:
    """Fix a pair for the next computation, or rule it out; a mentee is fixed with one mentor at a time."""
    if verdict == Verdict.LOCKED:
        _drop(work, select(MatchDecision).where(MatchDecision.person_id == mentee_id, _LOCKED))
    _drop(work, _about(mentee_id, mentor_id))
    work.session.flush()
    return work.add(
        MatchDecision(person_id=mentee_id, mentor_id=mentor_id, verdict=verdict.value, reason=reason.strip())
    )


def undecide(work: Work, mentee_id: int, mentor_id: int) -> None:
    """Forget what was decided about two people."""
    _drop(work, _about(mentee_id, mentor_id))


def decisions(session: Session) -> list[tuple[MatchDecision, str, str]]:
    """All decisions with both names, the latest first; also those about people who do not take part any more."""
    found = list(session.scalars(select(MatchDecision).where(MatchDecision.mentor_id.is_not(None))))
    ids = {id for one in found for id in (one.person_id, one.mentor_id)}
    names = {id: name for id, name in session.execute(select(Person.id, Person.caption).where(Person.id.in_(ids)))}
    told = [(one, names.get(one.person_id, ""), names.get(one.mentor_id or 0, "")) for one in found]
    return sorted(told, key=lambda line: (-line[0].day.toordinal(), line[1], line[2]))


_LOCKED = MatchDecision.verdict == Verdict.LOCKED.value


def _about(mentee_id: int, mentor_id: int) -> Any:
    return select(MatchDecision).where(MatchDecision.person_id == mentee_id, MatchDecision.mentor_id == mentor_id)


def _drop(work: Work, query: Any) -> None:
    for one in work.session.scalars(query):
        work.delete(one)


# -------------------------------------------------------------------- rule sets


def stored_rules(session: Session) -> list[MatchRules]:
    """The rule sets that the office keeps, by name."""
    query = select(MatchRules).where(MatchRules.kind == MatchKind.PAIRS.value)
    return list(session.scalars(query.order_by(MatchRules.caption_key)))


def rules_in_use(session: Session) -> RuleSet:
    """The rule set in use: the office's own, or the one that ships with the program. Raises RuleError."""
    from app.services.matching import of_data, shipped

    chosen = next((one for one in stored_rules(session) if one.chosen), None)
    return of_data(chosen.definition) if chosen else shipped(STANDARD)


def save_rules(work: Work, rules: RuleSet) -> MatchRules:
    """Keep a rule set under its name and use it; Invalid says what is wrong with it."""
    if problems := dict(rules.problems()):
        raise Invalid(problems)
    stored = stored_rules(work.session)
    for one in stored:
        one.chosen = False
    found = next((one for one in stored if one.name == rules.name), None)
    if found is None:
        found = work.add(MatchRules(name=rules.name, kind=MatchKind.PAIRS.value))
    work.update(found, {"chosen": True, "definition": rules.as_data()})
    return found


def use_rules(work: Work, rules_id: int | None) -> None:
    """Use one of the kept rule sets; None is the one that ships with the program."""
    for one in stored_rules(work.session):
        one.chosen = one.id == rules_id
