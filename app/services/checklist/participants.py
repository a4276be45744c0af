"""Rules about participations, as the programme of each project has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import Session

from app.core.text import _
from app.models import Consent, Participation, Person, Project
from app.models.consent import Purpose, valid
from app.services.answer_rules import answer_rules, said
from app.services.checklist.rule import Rule, Severity, Source
from app.services.concerns import GRANT, NO_EXIT, PROOF
from app.services.digests import in_short, marked
from app.services.participations import root
from app.services.programme import Programme
from app.services.programmes import load

Bool = ColumnElement[bool]
PERIODS = Mapping[int, tuple[date | None, date | None]]


def participation_rules(session: Session) -> Iterator[Rule]:
    """Everything that can be wrong with participations, programme by programme."""
    periods: dict[str, dict[int, tuple[date | None, date | None]]] = defaultdict(dict)
    for project in session.scalars(select(Project).order_by(Project.id)):
        whole = root(session, project.id)
        periods[project.programme][project.id] = project.starts or whole.starts, project.ends or whole.ends
    for name, own in sorted(periods.items()):
        if not (programme := load(name)).asks_nobody:
            yield from _EveryRule(programme, in_short(programme, list(own)), own)
            yield from _answers(programme, in_short(programme, list(own), "faults"))


def _source(rows: Subquery, where: Bool | None = None) -> Source:
    return Source(rows, rows.c.id_, rows.c.person_, Person, rows.c.number_, rows.c.project_, where)


def _group(programme: Programme) -> str:
    return _("Teilnahmen: {programme}").format(programme=programme.short)


def _answers(programme: Programme, rows: Subquery) -> Iterator[Rule]:
    """Rules about answers: those without any fault, as most are, need not be looked at rule by rule."""
    source, group = _source(rows, rows.c.faults != ""), _group(programme)
    for place, one in enumerate(answer_rules(programme)):
        key, broken = f"{programme.id}.{one.key}", marked(rows.c.faults, place)
        severity = Severity.WRONG if one.wrong else Severity.MISSING
        yield Rule(key, group, severity, one.sentence, one.why, source, broken, one.field, one.part)


class _EveryRule:
    """Rules about the days and signatures of all participations."""

    def __init__(self, programme: Programme, rows: Subquery, periods: PERIODS) -> None:
        self.programme, self.rows, self.periods = programme, rows, periods
        self.source = _source(rows)

    def __iter__(self) -> Iterator[Rule]:
        yield from self._days()
        yield from self._consents()

    def _rule(
        self,
        key: str,
        severity: Severity,
        sentence: str,
        why: str,
        broken: Bool,
        field: str,
        part: str = Participation.__tablename__,
    ) -> Rule:
        key, group = f"{self.programme.id}.{key}", _group(self.programme)
        return Rule(key, group, severity, sentence, why, self.source, broken, field, part)

    def _days(self) -> Iterator[Rule]:
        entry, exit, asked = self.rows.c.entry_, self.rows.c.exit_, self.rows.c.followed_up_
        outside = _("Der Eintritt liegt außerhalb des Bewilligungszeitraums.")
        yield self._rule("entry_outside", Severity.WRONG, outside, _(GRANT), self._outside(entry), "entry")
        outside = _("Der Austritt liegt außerhalb des Bewilligungszeitraums.")
        yield self._rule("exit_outside", Severity.WRONG, outside, _(GRANT), self._outside(exit), "exit")
        order, why = _("Der Austritt liegt vor dem Eintritt."), _("So lässt sich die Dauer nicht belegen.")
        early = func.coalesce(exit < entry, False)
        yield self._rule("exit_early", Severity.WRONG, order, why, early, "exit")
        sentence = _("Die Nachbefragung liegt vor dem Austritt, oder der Austritt fehlt.")
        broken = and_(asked.is_not(None), or_(exit.is_(None), asked < exit))
        yield self._rule("follow_up_early", Severity.WRONG, sentence, _(NO_EXIT), broken, "followed_up")

    def _outside(self, day: ColumnElement[Any]) -> Bool:
        projects = defaultdict(list)
        for id, period in self.periods.items():
            projects[period].append(id)
        found = []
        for (first, last), ids in projects.items():
            limits = [*([day < first] if first else []), *([day > last] if last else [])]
            found.append(and_(or_(false(), *limits), self.rows.c.project_.in_(ids)))
        return func.coalesce(or_(*found), False)

    def _consents(self) -> Iterator[Rule]:
        for question in self.programme.person:
            if question.kind == "consent" and question.evidence:
                given = exists().where(Consent.person_id == self.rows.c.person_, valid(Purpose(question.fields[0])))
                yield self._rule(
                    question.key, Severity.MISSING, said(question), _(PROOF), not_(given), "purpose",
                    Consent.__tablename__,
                )  # fmt: skip
