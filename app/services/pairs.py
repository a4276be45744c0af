"""Pairs: from the proposal to the end, one step at a time, each with its day; nothing is decided by itself."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, show
from app.models import Consent, Pair, Person, Project
from app.models.consent import Purpose, valid
from app.models.pair import HOLDING, EndReason, PairState, has_pair, lock_people
from app.models.work import Work
from app.services.participations import family

MONTHS = 12
"""How long a pair is meant to go on, unless somebody says otherwise."""
REVIEW_MONTHS = 3
"""After so many months the goals are looked at together."""
FULFILLED = (EndReason.GOALS.value, EndReason.TIME.value, EndReason.WORK.value)
"""Reasons with which an active pair is completed; with all others it is broken off."""
NO_CONSENT = N_("{who}: Die Einwilligung „{purpose}“ fehlt. Bitte zuerst einholen und eintragen.")
WITHDRAWN = N_("{who}: Die Einwilligung „{purpose}“ wurde am {day} widerrufen. Ein Tandem ist deshalb nicht möglich.")


def propose(
    work: Work,
    mentee_id: int,
    mentor_id: int,
    project_id: int,
    *,
    points: int | None = None,
    on: date | None = None,
    another: bool = False,
) -> Pair:
    """Begin a pair and give it the next number of its year; it takes one of the mentor's places from now on.

    ANOTHER says that the mentee may have a second mentor beside the one she has. Whether the mentor has a place left is
    looked at when the work is written, whoever writes it.
    """
    work.session.flush()
    _keep_consents(work.session, (mentee_id, mentor_id))
    if not another:
        _keep_single(work.session, mentee_id)
    day = on or today()
    number = f"{day.year}-{work.next_number(f'pair {day.year}'):02}"
    given = {"mentee_id": mentee_id, "mentor_id": mentor_id, "project_id": project_id}
    return work.add(Pair(number=number, points=points, proposed=day, **given))


def introduce(work: Work, pair_id: int, on: date) -> None:
    """Both are to meet, or met, on a day."""
    pair = _step(work, pair_id, (PairState.PROPOSED,), PairState.INTRODUCTION, on)
    _keep_consents(work.session, (pair.mentee_id, pair.mentor_id))
    pair.introduction = on


def postpone(work: Work, pair_id: int, on: date) -> None:
    """They meet for the first time on another day."""
    pair = work.get(Pair, pair_id)
    if pair.state != PairState.INTRODUCTION:
        raise Invalid({"introduction": _("Das Kennenlernen ist vorbei. Es lässt sich nicht mehr verschieben.")})
    pair.introduction = on


def consent(work: Work, pair_id: int, *, mentee: date | None = None, mentor: date | None = None) -> None:
    """Note the day on which the mentee or the mentor said yes to the other; what is not named stays."""
    pair = work.get(Pair, pair_id)
    if pair.state not in (PairState.PROPOSED, PairState.INTRODUCTION):
        raise Invalid({"mentee_agreed": _("Das OK gehört vor den Beginn. Dieses Tandem hat schon begonnen.")})
    for name, day in (("mentee_agreed", mentee), ("mentor_agreed", mentor)):
        if day:
            if day > today():
                raise Invalid({name: _("Der Tag liegt in der Zukunft. Eingetragen wird, was gesagt wurde.")})
            setattr(pair, name, day)


def activate(work: Work, pair_id: int, on: date, until: date | None = None) -> None:
    """Begin: both have said yes; UNTIL is when it is meant to end."""
    pair = _step(work, pair_id, (PairState.INTRODUCTION,), PairState.ACTIVE, on)
    _keep_consents(work.session, (pair.mentee_id, pair.mentor_id))
    if on > today():
        raise Invalid({"active": _("Der Beginn liegt in der Zukunft. Bitte tragen Sie ihn ein, wenn es so weit ist.")})
    values = {"active": on, "planned_end": until or months_later(on, MONTHS)}
    work.update(pair, values | {"next_review": months_later(on, REVIEW_MONTHS)})


def pause(work: Work, pair_id: int, on: date) -> None:
    """Let a pair rest; the mentor's place stays taken."""
    _step(work, pair_id, (PairState.ACTIVE,), PairState.PAUSED, on).paused = on


def resume(work: Work, pair_id: int, on: date) -> None:
    """Go on after a pause; the days without a meeting are counted anew."""
    pair = _step(work, pair_id, (PairState.PAUSED,), PairState.ACTIVE, on)
    work.update(pair, {"paused": None, "inquired": on})


def end(work: Work, pair_id: int, on: date, reason: str, note: str = "") -> None:
    """End a pair: completed when it ran and reached what it was for, otherwise broken off; the place is free again."""
    pair = work.get(Pair, pair_id)
    if on > today():
        raise Invalid({"ended": _("Der Tag des Endes liegt in der Zukunft.")})
    fulfilled = pair.active is not None and reason in FULFILLED
    _step(work, pair_id, HOLDING, PairState.COMPLETED if fulfilled else PairState.ABANDONED, on)
    work.update(pair, {"ended": on, "end_reason": reason, "end_note": note.strip()})


def rematch(work: Work, pair_id: int, mentor_id: int, on: date, reason: str, note: str = "") -> Pair:
    """End a pair and propose another mentor to the same mentee, in one step."""
    pair = work.get(Pair, pair_id)
    if pair.mentor_id == mentor_id:
        raise Invalid({"mentor_id": _("Das ist dieselbe Mentorin. Bitte wählen Sie eine andere.")})
    end(work, pair_id, on, reason, note)
    return propose(work, pair.mentee_id, mentor_id, pair.project_id, on=on)


def inquire(work: Work, pair_id: int, on: date) -> None:
    """Note that somebody asked both how it goes; the days without a meeting are counted anew."""
    pair = work.get(Pair, pair_id)
    if pair.state not in (PairState.ACTIVE, PairState.PAUSED):
        raise Invalid({"inquired": _("Nachfragen werden bei laufenden Tandems vermerkt.")})
    if on > today():
        raise Invalid({"inquired": _("Der Tag liegt in der Zukunft.")})
    pair.inquired = on


def _step(work: Work, pair_id: int, before: Collection[str], state: PairState, on: date) -> Pair:
    """The pair in its new STATE; refused unless it was in one of those BEFORE, and where ON lies before what was."""
    pair = work.get(Pair, pair_id)
    if pair.state not in before:
        sentence = _("Von „{old}“ führt kein Schritt nach „{new}“.")
        raise Invalid({"state": sentence.format(old=_(PairState(pair.state).label), new=_(state.label))})
    latest = max(filter(None, (pair.proposed, pair.active, pair.paused)), default=on)
    if on < latest:
        raise Invalid({"state": _("Der Tag liegt vor dem Schritt davor, dem {day}.").format(day=show(latest))})
    pair.state = state.value
    return pair


def without_consent(session: Session, person_ids: Collection[int]) -> dict[int, date | None]:
    """Who may not be matched, with the day on which the consent was withdrawn, if it ever was given."""
    rows = select(Consent.person_id, Consent.withdrawn).where(
        Consent.person_id.in_(person_ids), Consent.purpose == Purpose.MATCHING.value
    )
    given = select(Consent.person_id).where(Consent.person_id.in_(person_ids), valid(Purpose.MATCHING))
    valid_now = set(session.scalars(given))
    missing: dict[int, date | None] = {id: None for id in person_ids if id not in valid_now}
    for id, withdrawn in session.execute(rows):
        if id in missing and withdrawn:
            missing[id] = max(withdrawn, missing[id] or withdrawn)
    return missing


def no_consent(who: str, withdrawn: date | None) -> str:
    """The sentence about somebody who has not given, or has withdrawn, the consent to be matched."""
    purpose = _(Purpose.MATCHING.label)
    return _(WITHDRAWN if withdrawn else NO_CONSENT).format(who=who, purpose=purpose, day=show(withdrawn))


def _keep_consents(session: Session, person_ids: Collection[int]) -> None:
    query = select(Person.id, Person.caption).where(Person.id.in_(person_ids))
    names = {id: name for id, name in session.execute(query)}
    problems = [no_consent(names.get(id, ""), day) for id, day in without_consent(session, person_ids).items()]
    if problems:
        raise Invalid({"mentee_id": " ".join(problems)})


def _keep_single(session: Session, mentee_id: int) -> None:
    """Refuse a second running pair; of two who give somebody a mentor at once the second one waits here and sees it."""
    session.execute(lock_people([mentee_id]))
    running = select(Pair.number, Pair.mentor_id).where(Pair.mentee_id == mentee_id, Pair.state.in_(HOLDING))
    if found := session.execute(running).first():
        raise Invalid({"mentee_id": has_pair(session, *found)})


def of_project(session: Session, project_id: int | None) -> tuple[int, ...]:
    """The ids of a whole project and its parts; all projects where none is chosen."""
    return tuple(family(session, project_id) if project_id else session.scalars(select(Project.id)))


def months_later(day: date, months: int) -> date:
    """The same day some months later; the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
