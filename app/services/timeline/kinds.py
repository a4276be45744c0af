"""What a person's timeline consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.text import N_
from app.models.fields import Choice


class Kind(Choice):
    """The chips by which a timeline is filtered; few enough for one line."""

    PROJECT = "project", N_("Projekt")
    MENTORING = "mentoring", N_("Mentoring")
    TRAINING = "training", N_("Schulungen")
    PLACEMENT = "placement", N_("Vermittlung")
    NOTE = "note", N_("Notizen")
    TASK = "task", N_("Aufgaben")
    PROOF = "proof", N_("Nachweise")
    """Documents, language levels, consents."""


@dataclass(frozen=True)
class Event:
    """One thing on one day, and the record that says so."""

    day: date | None
    kind: Kind
    title: str
    detail: str
    table: str
    id: int
