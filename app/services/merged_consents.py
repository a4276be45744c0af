"""Whoever withdrew a consent has withdrawn it, in whichever of two records it stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.text import _, show
from app.models import Consent

Settled = tuple[Consent, dict[str, Any], str]
"""A consent, its new values, and the sentence about it."""


def withdrawn(session: Session, keep_id: int, drop_id: int) -> Iterator[Settled]:
    """The consents that one record holds valid although the other knows of a later withdrawal for the same purpose.

    A consent given after the withdrawal stays: it is newer.
    """
    query = select(Consent).where(Consent.person_id.in_((keep_id, drop_id))).order_by(Consent.id)
    consents = list(session.scalars(query))
    for one in consents:
        days = [
            other.withdrawn
            for other in consents
            if other.withdrawn and other.person_id != one.person_id and other.purpose == one.purpose
        ]
        if one.withdrawn is None and days and one.given <= max(days):
            sentence = _("Einwilligung „{purpose}“ vom {given}: Der Widerruf vom {day} gilt auch für sie.")
            day = max(days)
            yield one, {"withdrawn": day}, sentence.format(purpose=one.caption, given=show(one.given), day=show(day))
