"""What is wrong or missing in one participation, why it matters, and what is due when."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.text import N_, _
from app.models import Consent, Participation, Person, Project
from app.models.consent import Signatory
from app.services.dossier import fields_of
from app.services.lifecycle import programme_of
from app.services.participations import outside, root
from app.services.programme import NO_ANSWER, STAGES, Programme, Question, Value

ADULT = 18
WRONG, MISSING, EVIDENCE, NOTE = "wrong", "missing", "evidence", "note"
"""How bad a concern is: a broken rule; not counted without it; must be on file; worth knowing."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing about a participation that somebody should look at, and why it matters."""

    kind: str
    stage: str
    field: str
    """The question's key, or the name of a field of the participation."""
    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """What has to be done about a participation until a day."""

    stage: str
    deadline: date
    sentence: str


def concerns(session: Session, found: Participation) -> list[Concern]:
    """Every broken rule and every gap of one participation, stage by stage."""
    programme = programme_of(session, found.project_id)
    person = session.get_one(Person, found.person_id)
    stored = found.answers or {}
    known = programme.known(fields_of(programme, person), found.entry, stored)
    listed = [
        *_days(session, found),
        *_evidence(session, programme, found, person),
        *_contradictions(programme, known, found),
        *_changed(programme, person, found),
    ]
    stages = ["entry", *(["exit"] if found.exit else []), *(["follow_up"] if found.followed_up else [])]
    for stage in stages:
        for question in programme.missing(stored, known, stage):
            sentence = _missing_sentence(question, stored)
            listed.append(Concern(MISSING, stage, question.key, sentence, why_it_counts(programme, question.key)))
        for question in programme.missing(stored, known, stage, evidence=True):
            listed.append(
                Concern(EVIDENCE, stage, question.key, _("{label}: fehlt.").format(label=question.label), _(PROOF))
            )
    severity = (WRONG, MISSING, EVIDENCE, NOTE)
    return sorted(listed, key=lambda one: (STAGES.index(one.stage), severity.index(one.kind)))


PROOF = N_("Bei einer Prüfung muss der Nachweis in der Akte liegen.")
GRANT = N_("Außerhalb des Bewilligungszeitraums erkennt der Fördergeber die Teilnahme nicht an.")
NO_EXIT = N_("Ohne Austrittsdatum zählt kein Ergebnis.")


def _missing_sentence(question: Question, stored: Mapping[str, Any]) -> str:
    if stored.get(question.key) == NO_ANSWER:
        if question.reasoned:
            return _("{label}: Die Begründung fehlt.").format(label=question.label)
        return _("{label}: „keine Angabe“ genügt hier nicht.").format(label=question.label)
    return _("{label}: fehlt.").format(label=question.label)


def why_it_counts(programme: Programme, key: str) -> str:
    """Why the mandatory question KEY matters: the indicators that depend on it."""
    if key == "gender":
        return _("Alle Zahlen werden nach Geschlecht gemeldet.")
    keys = {key} | {one.key for one in programme.derived if key in dict(one.levels)}
    late = programme.question(key).stage != "entry"
    counted = [one for one in programme.indicators if not one.internal and any(c.key in keys for c in one.conditions)]
    codes = [one.code for one in counted if late or programme.reached[one.code] == "entry"]
    if late:
        without = _("Ohne sie fehlt die Person in {codes}.") if codes else _("Pflichtangabe beim Austritt.")
        return without.format(codes=", ".join(codes))
    if not codes:
        return _("Pflichtangabe: Ohne sie wird die Person nicht gemeldet.")
    return _("Ohne sie wird die Person nicht gemeldet; sie entscheidet über {codes}.").format(codes=", ".join(codes))


def _days(session: Session, found: Participation) -> Iterator[Concern]:
    if sentence := outside(session, found.project_id, found.entry):
        yield Concern(WRONG, "entry", "entry", _("Eintritt: {what}").format(what=sentence), _(GRANT))
    if found.exit and found.exit < found.entry:
        order = _("Der Austritt liegt vor dem Eintritt.")
        yield Concern(WRONG, "exit", "exit", order, _("So lässt sich die Dauer nicht belegen."))
    if found.exit and (sentence := outside(session, found.project_id, found.exit)):
        yield Concern(WRONG, "exit", "exit", _("Austritt: {what}").format(what=sentence), _(GRANT))
    if found.followed_up and (found.exit is None or found.followed_up < found.exit):
        early = (
            _("Die Nachbefragung liegt vor dem Austritt.") if found.exit else _("Nachbefragt, aber nicht ausgetreten.")
        )
        yield Concern(WRONG, "follow_up", "followed_up", early, _(NO_EXIT))


def _evidence(session: Session, programme: Programme, found: Participation, person: Person) -> Iterator[Concern]:
    """Consents that the programme wants on file; for minors a guardian signs."""
    wanted = [one for one in programme.person if one.kind == "consent" and one.evidence]
    query = select(Consent).where(Consent.person_id == found.person_id, Consent.given.is_not(None))
    given = {one.purpose: one for one in session.scalars(query.order_by(Consent.given)) if not one.withdrawn}
    age = person.born.completed_years(found.entry) if person.born else None
    for question in wanted:
        consent = given.get(question.fields[0])
        if consent is None:
            sentence = _("{label}: fehlt.").format(label=question.label)
            yield Concern(EVIDENCE, "entry", question.key, sentence, _(PROOF))
        elif age is not None and age < ADULT and consent.signed_by != Signatory.GUARDIAN:
            minor = _("{label}: Bei Minderjährigen unterschreiben die Sorgeberechtigten.").format(label=question.label)
            yield Concern(WRONG, "entry", question.key, minor, _("Sonst ist die Unterschrift nicht wirksam."))


def _contradictions(programme: Programme, known: Sequence[Value], found: Participation) -> Iterator[Concern]:
    """Answers that cannot stand beside others, and results without an exit."""
    stored = found.answers or {}
    for question in programme.questions:
        if stored.get(question.key) in (None, ""):
            continue
        days = {"exit": found.exit, "follow_up": found.followed_up}
        if question.stage != "entry" and days[question.stage] is None:
            sentence = _("{label}: beantwortet, aber das Datum dazu fehlt.").format(label=question.label)
            yield Concern(WRONG, question.stage, question.key, sentence, _(NO_EXIT))
        elif not programme.arises(question, stored, known):
            others = ", ".join(programme.question(condition.key).label for condition in question.when)
            sentence = _("{label}: passt nicht zur Antwort auf „{others}“.").format(label=question.label, others=others)
            yield Concern(WRONG, question.stage, question.key, sentence, _("Die Angabe zählt so nicht."))


def _changed(programme: Programme, person: Person, found: Participation) -> Iterator[Concern]:
    """What the person's record says today and what was kept at entry."""
    stored, fields = found.answers or {}, fields_of(programme, person)
    for question in programme.known_columns:
        if question.kind == "choice" and question.key in stored:
            today = fields[question.fields[0]]
            if today and today != stored[question.key]:
                sentence = _("{label}: beim Eintritt „{then}“, bei der Person heute „{today}“.").format(
                    label=question.label, then=question.show(stored[question.key]), today=question.show(today)
                )
                why = _("Im Bericht gilt der Stand beim Eintritt. War er falsch, berichtigen Sie ihn hier.")
                yield Concern(NOTE, "entry", question.key, sentence, why)


# ------------------------------------------------------------------ what is due


def due(session: Session, found: Participation) -> list[Step]:
    """What has to be done about one participation, the earliest deadline first."""
    if found.cancelled:
        return []
    programme, whole = programme_of(session, found.project_id), root(session, found.project_id)
    person, stored = session.get_one(Person, found.person_id), found.answers or {}
    known = programme.known(fields_of(programme, person), found.entry, stored)
    ends = session.get_one(Project, found.project_id).ends or whole.ends
    open_ = {stage: bool(programme.missing(stored, known, stage)) for stage in programme.stages}
    return steps(programme, (found.entry, found.exit, found.followed_up), open_, ends)


def steps(
    programme: Programme, days: tuple[date, date | None, date | None], open_: Mapping[str, bool], ends: date | None
) -> list[Step]:
    """The steps of somebody with these DAYS (entry, exit, follow-up); OPEN says at which stage answers are missing.

    Whoever is still there when the grant ENDS needs an exit, too.
    """
    terms, (entry, exit, followed_up) = programme.terms, days
    found = []
    if open_.get("entry"):
        found.append(Step("entry", entry + timedelta(terms.entry_days), _("Angaben beim Eintritt vervollständigen")))
    if exit is None and ends and "exit" in programme.stages:
        found.append(Step("exit", ends + timedelta(terms.exit_days), _("Austritt erfassen")))
    if exit and open_.get("exit"):
        found.append(Step("exit", exit + timedelta(terms.exit_days), _("Angaben beim Austritt vervollständigen")))
    if exit and followed_up is None and "follow_up" in programme.stages:
        found.append(Step("follow_up", months_later(exit, terms.follow_up_months), _("Nachbefragung")))
    return sorted(found, key=lambda step: step.deadline)


def months_later(day: date, months: int) -> date:
    """The same day some MONTHS later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
