"""Placements: from the first idea to "still there after six months"; every change of stage goes through here."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import select

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _, show
from app.models import Offer, Placement
from app.models.placement import ARRIVED, CLOSED, PlacementKind, PlacementState, StillThere
from app.models.work import Work
from app.services import qualifications

_S = PlacementState
STEPS: Mapping[str, tuple[PlacementState, ...]] = {
    _S.PROPOSED: (_S.ASKED, _S.DECLINED),
    _S.ASKED: (_S.TRIAL, _S.MEMBER, _S.VOLUNTEER, _S.DECLINED),
    _S.TRIAL: (_S.MEMBER, _S.VOLUNTEER, _S.DECLINED),
    _S.MEMBER: (_S.VOLUNTEER, _S.ENDED),
    _S.VOLUNTEER: (_S.MEMBER, _S.ENDED),
    _S.ENDED: (),
    _S.DECLINED: (),
}
"""What can follow each stage; who comes back after an end gets a new placement, so that the old answers stay true."""
_DAY = {_S.ASKED: "asked", _S.TRIAL: "trial", _S.MEMBER: "started", _S.VOLUNTEER: "started"} | dict.fromkeys(
    (_S.ENDED, _S.DECLINED), "ended"
)
LABELS = dict(PlacementState.options())
MONTHS = (3, 6)
"""After so many months somebody asks whether the person is still there."""


def propose(
    work: Work,
    person_id: int,
    organisation_id: int,
    offer_id: int | None = None,
    *,
    kind: str = PlacementKind.CLUB.value,
    project_id: int | None = None,
    points: int | None = None,
    on: date | None = None,
) -> Placement:
    """Begin a placement; the person need not know yet, the organisation learns nothing."""
    values = {"person_id": person_id, "organisation_id": organisation_id, "offer_id": offer_id, "kind": kind}
    return begin(work, values | {"project_id": project_id, "points": points}, _S.PROPOSED, on)


def begin(work: Work, values: Mapping[str, Any], state: str, on: date | None = None) -> Placement:
    """Begin a placement with these VALUES at any stage: who is a member already need not be asked for again."""
    work.session.flush()
    day = {_S.PROPOSED: "proposed"} | _DAY
    made = Placement(**{**values, "state": PlacementState(state).value, day[PlacementState(state)]: on or today()})
    _refuse_twice(work, made)
    _check_offer(work, made)
    return work.add(made)


def advance(
    work: Work,
    placement_id: int,
    state: str,
    on: date | None = None,
    *,
    at: time | None = None,
    reason: str = "",
    version: int | None = None,
) -> Placement:
    """Go to the next stage ON a day (today), AT an hour where a visit is arranged; an end has a REASON.

    Raises Invalid where the stage cannot follow, no place is free or the consent is missing.
    """
    placement = work.get(Placement, placement_id, version)
    wanted = PlacementState(state)
    if wanted not in STEPS[placement.state]:
        sentence = _("Auf „{before}“ kann nicht „{after}“ folgen.")
        raise Invalid({"state": sentence.format(before=_(LABELS[placement.state]), after=_(wanted.label))})
    values: dict[str, Any] = {"state": wanted.value}
    if not (placement.state in ARRIVED and wanted.value in ARRIVED):  # a member who takes an office stays since then
        values[_DAY[wanted]] = on or today()
    if wanted == _S.TRIAL:
        values["trial_time"] = at
    if wanted.value in CLOSED:
        values["end_reason"] = reason.strip()
    work.update(placement, values)
    return placement


def due_on(started: date, months: int) -> date:
    """The day MONTHS after STARTED; the last of the month where it has no such day."""
    year, month = divmod(started.year * 12 + started.month - 1 + months, 12)
    return date(year, month + 1, min(started.day, calendar.monthrange(year, month + 1)[1]))


def answer(
    work: Work, placement_id: int, months: int, said: str, on: date | None = None, version: int | None = None
) -> Placement:
    """Note whether the person is still there after 3 or 6 MONTHS; who is not any more has thereby ended.

    Raises Invalid before the day has come: an early yes would say nothing.
    """
    if months not in MONTHS:
        raise ValueError(months)
    placement = work.get(Placement, placement_id, version)
    day, there = on or today(), StillThere(said)
    if placement.started is None:
        raise Invalid({"started": _("Ohne Beginn lässt sich nicht sagen, ob jemand noch dabei ist.")})
    if day < (due := due_on(placement.started, months)):
        raise Invalid({f"after_{months}_on": _("Gefragt wird erst ab dem {day}.").format(day=show(due))})
    if day > today():
        raise Invalid({f"after_{months}_on": _("Der Tag liegt in der Zukunft.")})
    values: dict[str, Any] = {f"after_{months}": there.value, f"after_{months}_on": day}
    if there == StillThere.NO and placement.state in ARRIVED:
        reason = _("Nach {n} Monaten nicht mehr dabei").format(n=months)
        values |= {"state": _S.ENDED.value, "ended": day, "end_reason": reason}
    work.update(placement, values)
    return placement


def accompany(work: Work, placement_id: int, assistant_id: int | None, *, anyway: bool = False) -> Placement:
    """Let somebody accompany the person; whoever should not is refused with the reason, unless ANYWAY."""
    placement = work.get(Placement, placement_id)
    if assistant_id is not None and assistant_id != placement.assistant_id and not anyway:
        work.session.flush()
        if warning := qualifications.why_not(work.session, assistant_id, today()):
            raise Invalid({"assistant_id": warning})
    work.update(placement, {"assistant_id": assistant_id})
    return placement


def _refuse_twice(work: Work, made: Placement) -> None:
    """One open way of a person into the same offer, or into the same organisation without one, is enough."""
    same = select(Placement.state).where(
        Placement.person_id == made.person_id,
        Placement.organisation_id == made.organisation_id,
        Placement.offer_id.is_(None) if made.offer_id is None else Placement.offer_id == made.offer_id,
        Placement.state.not_in(CLOSED),
    )
    if (state := work.session.scalars(same).first()) and made.state not in CLOSED:
        sentence = _("Diese Vermittlung gibt es schon: {state}. Bitte dort weitermachen.")
        raise Invalid({"person_id": sentence.format(state=_(LABELS[state]))})


def _check_offer(work: Work, made: Placement) -> None:
    if made.offer_id is None:
        return
    offer = work.get(Offer, made.offer_id)
    if offer.organisation_id not in (None, made.organisation_id):
        raise Invalid({"offer_id": _("Dieses Angebot gehört zu einer anderen Organisation.")})
