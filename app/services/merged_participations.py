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
from app.models import Participation
from app.services.participations import root

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
            yield from _one_of(counted)


def _one_of(counted: list[Participation]) -> Iterator[Settled]:
    first, *others = counted
    sentence = _("Teilnahme: {number} bleibt mit dem Eintritt am {day}; storniert wird {others}.")
    numbers = ", ".join(one.number for one in others)
    values: dict[str, Any] = {"exit": _last_exit(counted)}
    for other in others:
        if other.entry == first.entry:
            values["answers"] = {**other.answers, **values.get("answers", first.answers)}
    yield first, values, sentence.format(number=first.number, day=first.entry.strftime("%d.%m.%Y"), others=numbers)
    reason = _("Doppelt erfasst, zählt als {number}").format(number=first.number)
    for other in others:
        yield other, {"cancelled": today(), "cancel_reason": reason}, ""


def _last_exit(counted: list[Participation]) -> date | None:
    """The exit of the last entry; of several on one day whichever is known."""
    last = counted[-1].entry
    return max((one.exit for one in counted if one.entry == last and one.exit), default=None)
