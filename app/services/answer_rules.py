"""Rules about the answers of a participation, which it and its person alone decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, not_, or_

from app.core.text import N_, _
from app.models import Participation, Person
from app.services.concerns import NO_EXIT, PROOF, why_it_counts
from app.services.programme import STAGES, Programme, Question
from app.services.programme_sql import Asked, needed

CONTRADICTS = N_("Die Angabe zählt so nicht.")
Bool = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """What must hold of the answers; the digest of a participation keeps which of these are broken."""

    key: str
    wrong: bool
    """Whether something contradicts, and is not only missing."""
    sentence: str
    why: str
    field: str
    broken: Callable[[Asked], Bool]
    part: str = Participation.__tablename__


def answer_rules(programme: Programme) -> Iterator[AnswerRule]:
    """The rules that follow from the questions of PROGRAMME, always in the same order."""
    yield from _without_day(programme)
    yield from _contradictions(programme)
    for stage in programme.stages:
        yield from _gaps(programme, stage)


def _without_day(programme: Programme) -> Iterator[AnswerRule]:
    for stage, field, sentence in (
        ("exit", "exit", _("Es gibt Ergebnisse des Austritts, aber kein Austrittsdatum.")),
        ("follow_up", "followed_up", _("Es gibt Antworten der Nachbefragung, aber ihr Datum fehlt.")),
    ):
        keys = [one.key for one in needed(programme, ()) if one.stage == stage]
        if keys:

            def broken(asked: Asked, field: str = field, keys: list[str] = keys) -> Bool:
                stored = [asked.columns[key].is_not(None) for key in keys]
                return and_(asked.columns[f"{field}_"].is_(None), or_(*stored))

            yield AnswerRule(f"{stage}_without_day", True, sentence, _(NO_EXIT), field, broken)


def _contradictions(programme: Programme) -> Iterator[AnswerRule]:
    for question in needed(programme, ()):
        if question.stage != "person" and question.when:
            others = ", ".join(programme.question(condition.key).label for condition in question.when)
            sentence = _("{label}: passt nicht zur Antwort auf „{others}“.")
            sentence = sentence.format(label=question.label, others=others)

            def broken(asked: Asked, question: Question = question) -> Bool:
                return and_(asked.columns[question.key].is_not(None), not_(asked.arises(question)))

            key = f"contradicts.{question.key}"
            yield AnswerRule(key, True, sentence, _(CONTRADICTS), question.key, broken)


def _gaps(programme: Programme, stage: str) -> Iterator[AnswerRule]:
    for evidence in (False, True):
        for question in programme.wanted(stage, evidence=evidence):

            def broken(asked: Asked, question: Question = question) -> Bool:
                gap = asked.gap(question)
                reached = {"exit": asked.columns.exit_, "follow_up": asked.columns.followed_up_}.get(stage)
                return gap if reached is None else and_(reached.is_not(None), gap)

            field, part = _place(question)
            why = _(PROOF) if evidence else why_it_counts(programme, question.key)
            key = f"{STAGES.index(stage)}.{question.key}"
            yield AnswerRule(key, False, said(question), why, field, broken, part)


def _place(question: Question) -> tuple[str, str]:
    """Where the answer is changed: at the person, unless only the participation keeps it as it was at entry."""
    if question.kind != "consent" and question.key != "gender" and question.fields:
        return question.fields[0], Person.__tablename__
    return question.key, Participation.__tablename__


def said(question: Question) -> str:
    """The sentence about an answer that is not there."""
    return _("{label}: fehlt.").format(label=question.label)
