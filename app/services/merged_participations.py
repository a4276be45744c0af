"""Whoever was counted twice in one project counts once: the first number stays, the others are cancelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.text import _
from app.models import Participation, Project
from app.services.participations import root
from app.services.programme import REASON
from app.services.programmes import load

Settled = tuple[Participation, dict[str, Any], str]
"""A participation, its new values, and the sentence about it."""


def settled(session: Session, *person_ids: int) -> Iterator[Settled]:
    """What becomes of the participations when these people are one.

    Re-entry keeps the first entry with its answers and the last exit. What was not asked at the first entry is only
    taken from another of the same day: the answers are those of that day.
    """
    query = select(Participation).where(Participation.person_id.in_(person_ids), Participation.cancelled.is_(None))
    projects: dict[int, list[Participation]] = defaultdict(list)
    for one in session.scalars(query.order_by(Participation.entry, Participation.id)):
        projects[root(session, one.project_id).id].append(one)
    for counted in projects.values():
        if len({one.person_id for one in counted}) > 1:
            programme = load(session.get_one(Project, counted[0].project_id).programme)
            yield from _one_of(counted, {one.key for one in programme.questions if one.stage != "entry"})


def _one_of(counted: list[Participation], late: set[str]) -> Iterator[Settled]:
    first, *others = counted
    sentence = _("Teilnahme: {number} bleibt mit dem Eintritt am {day}; storniert wird {others}.")
    numbers = ", ".join(one.number for one in others)
    last = _last(counted)
    values: dict[str, Any] = {"exit": last.exit, "followed_up": last.followed_up}
    answers = _some(first, late, wanted=False)
    for other in others:
        if other.entry == first.entry:
            answers = _some(other, late, wanted=False) | answers
    if last is not first or answers.keys() - first.answers.keys():
        values["answers"] = answers | _some(last, late, wanted=True)
    yield first, values, sentence.format(number=first.number, day=first.entry.strftime("%d.%m.%Y"), others=numbers)
    reason = _("Doppelt erfasst, zählt als {number}").format(number=first.number)
    for other in others:
        yield other, {"cancelled": today(), "cancel_reason": reason}, ""


def _some(one: Participation, late: set[str], *, wanted: bool) -> dict[str, Any]:
    """The answers of exit and follow-up (LATE), or the others."""
    given = one.answers or {}
    return {key: value for key, value in given.items() if (key.removesuffix(REASON) in late) is wanted}


def _last(counted: list[Participation]) -> Participation:
    """The last entry, whose exit counts; of several on one day the one that left last."""
    same_day = [one for one in counted if one.entry == counted[-1].entry]
    return max(same_day, key=lambda one: (one.exit or date.min, one is same_day[0]))
