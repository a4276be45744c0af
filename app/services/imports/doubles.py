"""Asking for each new row whether somebody is there already under another spelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.services.duplicates import LIKELY, Candidate, similar
from app.services.imports.preview import Similar
from app.services.tables import Table

MOST_COMPARED = 2_000
"""Longer lists are compared by name and birth date only; comparing everything would take minutes."""


def likely(table: Table) -> Similar | None:
    """The comparison for this list, if it is not too long for it."""
    return _likely if len(table.rows) <= MOST_COMPARED else None


def _likely(session: Session, values: Mapping[str, Any]) -> list[Candidate]:
    return similar(session, values, least=LIKELY)
