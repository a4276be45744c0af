"""Organisations in sum: how many take part."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.models import Organisation


def sharing(session: Session) -> int:
    """How many organisations take part today."""
    open_ = or_(Organisation.until.is_(None), Organisation.until >= today())
    return session.scalar(select(func.count()).where(Organisation.since <= today(), open_)) or 0
