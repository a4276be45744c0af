"""Asking for each new row whether somebody is there already under another spelling."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.core.progress import Progress
from app.services import duplicates
from app.services.imports.preview import Similar
from app.services.tables import Table

FEW = 100
"""For so few rows it does not pay to read everybody in the file first."""
MOST_COMPARED = 20_000
"""Longer lists are compared by name and birth date only; comparing everything would take minutes."""


def likely(session: Session, table: Table, progress: Progress | None = None) -> Similar | None:
    """The comparison that suits the length of this list."""
    if len(table.rows) <= FEW:
        return duplicates.likely
    return duplicates.Register(session, progress).likely if len(table.rows) <= MOST_COMPARED else None
