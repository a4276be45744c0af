"""Rules about participations, as the programme of each project has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from app.core.text import N_, _
from app.models import Completeness, Consent, Participation, Person, Project
from app.models.consent import Purpose, valid
from app.models.query import unindexed
from app.services.checklist.rule import Rule, Severity, Source
from app.services.concerns import GRANT, NO_EXIT, PROOF, why_it_counts
from app.services.participations import root
from app.services.programme import STAGES, Programme, Question
from app.services.programme_sql import Asked, known_of, needed
from app.services.programmes import load

CONTRADICTS = N_("Die Angabe zählt so nicht.")
Bool = ColumnElement[bool]
PERIODS = Mapping[int, tuple[date | None, date | None]]


def participation_rules(session: Session) -> Iterator[Rule]:
    """Everything that can be wrong with participations, programme by programme."""
    projects: dict[str, list[int]] = defaultdict(list)
    periods = {}
    for project in session.scalars(select(Project).order_by(Project.id)):
        whole = root(session, project.id)
        projects[project.programme].append(project.id)
        periods[project.id] = project.starts or whole.starts, project.ends or whole.ends
    for name, ids in sorted(projects.items()):
        if not (programme := load(name)).asks_nobody:
            inside = unindexed(Participation.project_id).in_(ids)
            yield from _EveryRule(programme, inside, {id: periods[id] for id in ids})
            # Reading answers costs most: those of which it is known that nothing is wrong with them are left out.
            sound = known_of(programme).where(Completeness.faulty.is_(False))
            yield from AnswerRules(programme, inside, Participation.id.not_in(sound))


def _group(programme: Programme) -> str:
    return _("Teilnahmen: {programme}").format(programme=programme.short)


class _EveryRule:
    """Rules about the days and signatures of all participations."""

    def __init__(self, programme: Programme, inside: Bool, periods: PERIODS) -> None:
        self.programme, self.periods = programme, periods
        self.source = Source(
            Participation.__table__, Participation.id.expression, Participation.person_id.expression, Person,
            Participation.number.expression, Participation.project_id.expression,
            and_(Participation.cancelled.is_(None), inside),
        )  # fmt: skip

    def __iter__(self) -> Iterator[Rule]:
        entry, exit, asked = (
            one.expression for one in (Participation.entry, Participation.exit, Participation.followed_up)
        )
        outside = _("Der Eintritt liegt außerhalb des Bewilligungszeitraums.")
        yield self._rule("entry_outside", outside, _(GRANT), self._outside(entry), "entry")
        outside = _("Der Austritt liegt außerhalb des Bewilligungszeitraums.")
        yield self._rule("exit_outside", outside, _(GRANT), self._outside(exit), "exit")
        order, why = _("Der Austritt liegt vor dem Eintritt."), _("So lässt sich die Dauer nicht belegen.")
        yield self._rule("exit_early", order, why, func.coalesce(exit < entry, False), "exit")
        early = _("Die Nachbefragung liegt vor dem Austritt, oder der Austritt fehlt.")
        broken = and_(asked.is_not(None), or_(exit.is_(None), asked < exit))
        yield self._rule("follow_up_early", early, _(NO_EXIT), broken, "followed_up")
        yield from self._consents()

    def _rule(self, key: str, sentence: str, why: str, broken: Bool, field: str) -> Rule:
        key, part = f"{self.programme.id}.{key}", Participation.__tablename__
        return Rule(key, _group(self.programme), Severity.WRONG, sentence, why, self.source, broken, field, part)

    def _outside(self, day: ColumnElement[Any]) -> Bool:
        found = []
        for id, (first, last) in self.periods.items():
            limits = [*([day < first] if first else []), *([day > last] if last else [])]
            if limits:
                found.append(and_(Participation.project_id == id, or_(*limits)))
        return func.coalesce(or_(*found), False) if found else func.coalesce(day.is_(None) & day.is_not(None), False)

    def _consents(self) -> Iterator[Rule]:
        for question in self.programme.person:
            if question.kind == "consent" and question.evidence:
                given = select(Consent.person_id).where(valid(Purpose(question.fields[0])))
                broken = Participation.person_id.not_in(given)
                key, part = f"{self.programme.id}.{question.key}", Consent.__tablename__
                group, missing, why = _group(self.programme), Severity.MISSING, _(PROOF)
                yield Rule(key, group, missing, _said(question), why, self.source, broken, "purpose", part)


class AnswerRules:
    """Rules about the answers of some participations, which they and their persons alone decide."""

    def __init__(self, programme: Programme, *where: Bool) -> None:
        """WHERE leaves those whose answers are read."""
        self.programme = programme
        self.asked = Asked.of(programme, *where, indicators=())
        columns = self.columns = self.asked.columns
        self._read = needed(programme, ())
        self.source = Source(self.asked.rows, columns.id_, columns.person_, Person, columns.number_, columns.project_)

    def __iter__(self) -> Iterator[Rule]:
        yield from self._without_day()
        yield from self._contradictions()
        for stage in self.programme.stages:
            yield from self._gaps(stage)

    def _rule(self, key: str, severity: Severity, sentence: str, why: str, broken: Bool, field: str) -> Rule:
        key, part = f"{self.programme.id}.{key}", Participation.__tablename__
        return Rule(key, _group(self.programme), severity, sentence, why, self.source, broken, field, part)

    def _without_day(self) -> Iterator[Rule]:
        days = {"exit": self.columns.exit_, "follow_up": self.columns.followed_up_}
        for stage, day in days.items():
            stored = [self.columns[one.key].is_not(None) for one in self._read if one.stage == stage]
            if stored:
                sentence = {
                    "exit": _("Es gibt Ergebnisse des Austritts, aber kein Austrittsdatum."),
                    "follow_up": _("Es gibt Antworten der Nachbefragung, aber ihr Datum fehlt."),
                }[stage]
                field = "exit" if stage == "exit" else "followed_up"
                broken = and_(day.is_(None), or_(*stored))
                yield self._rule(f"{stage}_without_day", Severity.WRONG, sentence, _(NO_EXIT), broken, field)

    def _contradictions(self) -> Iterator[Rule]:
        for question in self._read:
            if question.stage != "person" and question.when:
                others = ", ".join(self.programme.question(condition.key).label for condition in question.when)
                sentence = _("{label}: passt nicht zur Antwort auf „{others}“.")
                sentence = sentence.format(label=question.label, others=others)
                broken = and_(self.columns[question.key].is_not(None), not_(self.asked.arises(question)))
                key = f"contradicts.{question.key}"
                yield self._rule(key, Severity.WRONG, sentence, _(CONTRADICTS), broken, question.key)

    def _gaps(self, stage: str) -> Iterator[Rule]:
        reached = {"exit": self.columns.exit_, "follow_up": self.columns.followed_up_}.get(stage)
        for evidence in (False, True):
            for question in self.programme.wanted(stage, evidence=evidence):
                gap = self.asked.gap(question)
                broken = gap if reached is None else and_(reached.is_not(None), gap)
                why = _(PROOF) if evidence else why_it_counts(self.programme, question.key)
                key = f"{STAGES.index(stage)}.{question.key}"
                rule = self._rule(key, Severity.MISSING, _said(question), why, broken, question.key)
                if _of_person(question):
                    rule = replace(rule, field=question.fields[0], part=Person.__tablename__)
                yield rule


def _of_person(question: Question) -> bool:
    """Whether the answer is changed at the person; the gender at entry may differ from it, and is asked by itself."""
    return question.kind != "consent" and question.key != "gender" and bool(question.fields)


def _said(question: Question) -> str:
    return _("{label}: fehlt.").format(label=question.label)
