"""From entry over exit to the question after six months: what is stored at each step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.text import _, show
from app.models import Participation, Person, Project
from app.models.work import Work
from app.services.dossier import known_at_entry
from app.services.participations import confirm_day
from app.services.programme import NO_ANSWER, REASON, STAGES, Programme
from app.services.programmes import load


def leave(
    work: Work,
    participation_id: int,
    exit: date | None,
    answers: Mapping[str, Any],
    *,
    confirmed: bool = False,
    version: int | None = None,
) -> Participation:
    """Record the last day of a participation with the ANSWERS at exit; a day outside the grant must be CONFIRMED."""
    found, programme = _running(work, participation_id, version)
    if exit is None:
        raise Invalid({"exit": _("Austrittsdatum fehlt.")})
    if not confirmed:
        confirm_day(work.session, found.project_id, "exit", exit)
    work.update(found, {"exit": exit, "answers": _with(work, programme, found, "exit", answers)})
    return found


def stay(work: Work, participation_id: int, version: int | None = None) -> None:
    """Take back an exit that was recorded by mistake, with its answers: there is no result without an exit."""
    found, programme = _running(work, participation_id, version)
    values = {"exit": None, "followed_up": None, "answers": _until(programme, found.answers or {}, "entry")}
    work.update(found, values)


def follow_up(
    work: Work, participation_id: int, on: date | None, answers: Mapping[str, Any], version: int | None = None
) -> Participation:
    """Record what somebody said some months after the exit."""
    found, programme = _running(work, participation_id, version)
    if found.exit is None:
        raise Invalid({"followed_up": _("Vor der Nachbefragung steht der Austritt. Bitte erfassen Sie ihn zuerst.")})
    if on is None:
        raise Invalid({"followed_up": _("Der Tag der Nachbefragung fehlt.")})
    if on < found.exit:
        raise Invalid({"followed_up": _("Die Nachbefragung liegt vor dem Austritt.")})
    work.update(found, {"followed_up": on, "answers": _with(work, programme, found, "follow_up", answers)})
    return found


def reenter(work: Work, participation_id: int, on: date, version: int | None = None) -> Participation:
    """Take somebody in again who had left: number, first entry and its answers stay, the exit is open again.

    The exit that was is kept in `episodes`.
    """
    found, programme = _running(work, participation_id, version)
    if found.exit is None:
        raise Invalid({"exit": _("Diese Teilnahme läuft noch.")})
    if on < found.exit:
        raise Invalid({"entry": _("Die Wiederaufnahme liegt vor dem Austritt am {day}.").format(day=show(found.exit))})
    stored, episodes = found.answers or {}, found.episodes or []
    first = _until(programme, stored, "entry")
    episode = {
        "entry": episodes[-1]["again"] if episodes else found.entry.isoformat(),
        "exit": found.exit.isoformat(),
        "followed_up": found.followed_up.isoformat() if found.followed_up else None,
        "answers": {key: value for key, value in stored.items() if key not in first},
        "again": on.isoformat(),
    }
    values = {"exit": None, "followed_up": None, "answers": first, "episodes": [*episodes, episode]}
    work.update(found, values)
    return found


def _running(work: Work, id: int, version: int | None) -> tuple[Participation, Programme]:
    found = work.get(Participation, id, version)
    if found.cancelled:
        raise Invalid({"cancelled": _("Diese Teilnahme ist storniert.")})
    return found, programme_of(work.session, found.project_id)


def programme_of(session: Session, project_id: int) -> Programme:
    """The programme whose questions apply in a project."""
    return load(session.get_one(Project, project_id).programme)


def _with(
    work: Work, programme: Programme, found: Participation, stage: str, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The stored answers with those GIVEN at STAGE; answers to questions that do not arise are left out."""
    asked = {question.key: question for question in programme.questions_at(stage)}
    problems = {}
    for key, value in given.items():
        question = asked.get(key.removesuffix(REASON))
        if question is None:
            problems[key] = _("Danach wird hier nicht gefragt.")
        elif key in asked and value is not None and not question.takes(value):
            problems[key] = _("{label}: „{value}“ steht nicht zur Wahl.").format(label=question.label, value=value)
    if problems:
        raise Invalid(problems)
    stored = {key: value for key, value in (found.answers or {}).items() if key.removesuffix(REASON) not in asked}
    known = known_at_entry(programme, work.get(Person, found.person_id), found.entry, stored)
    merged = stored | {key: value for key, value in given.items() if value not in (None, "")}
    for key, question in asked.items():
        if not programme.arises(question, merged, known):
            merged.pop(key, None)
        if merged.get(key) != NO_ANSWER:
            merged.pop(key + REASON, None)
    return merged


def _until(programme: Programme, stored: Mapping[str, Any], stage: str) -> dict[str, Any]:
    """The answers up to STAGE, and what does not belong to any question."""
    beyond = STAGES[STAGES.index(stage) + 1 :]
    late = {one.key for one in programme.questions if one.stage in beyond}
    return {key: value for key, value in stored.items() if key.removesuffix(REASON) not in late}
