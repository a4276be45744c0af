"""Lists that also take people into a project: the entry and the answers of its programme as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.text import N_, _
from app.models import Participation
from app.models.work import Work
from app.services import participations
from app.services.imports.answers import ANSWER, ENTRY, fields
from app.services.imports.results import Problem
from app.services.programme import Programme

ENTRY_MISSING = N_("Das Eintrittsdatum fehlt. Ohne es wird niemand in das Projekt aufgenommen.")


class Enrolments:
    """Who takes part in a project, and what was answered at entry."""

    def __init__(self, session: Session, programme: Programme, project_id: int) -> None:
        self.programme = programme
        self._names = list(fields(programme))
        family = participations.family(session, project_id)
        query = select(Participation).where(Participation.project_id.in_(family), Participation.cancelled.is_(None))
        self._of = {one.person_id: one for one in session.scalars(query.order_by(Participation.entry.desc()))}

    def values(self, person_id: int) -> dict[str, Any]:
        """What the columns of a list would say about somebody."""
        found = self._of.get(person_id)
        if found is None:
            return dict.fromkeys(self._names)
        stored = found.answers or {}
        values: dict[str, Any] = {ENTRY: found.entry}
        for one in self.programme.questions_at("entry"):
            value = stored.get(one.key)
            values[ANSWER + one.key] = date.fromisoformat(value) if value and one.kind == "date" else value
        return values

    def problem(self, person_id: int | None, values: Iterable[str]) -> Problem | None:
        """What keeps a row with these VALUES from being taken over."""
        given = set(values)
        if person_id in self._of or ENTRY in given or not given & set(self._names):
            return None
        return Problem(_(ENTRY_MISSING), field=ENTRY)


def enrol(work: Work, person_id: int, project_id: int, values: Mapping[str, Any]) -> None:
    """Take somebody in with the answers of a row, or complete and correct those that are there."""
    given = {name.removeprefix(ANSWER): _stored(value) for name, value in values.items() if name != ENTRY}
    found = participations.running(work.session, person_id, project_id)
    if found is None:
        answers = {key: value for key, value in given.items() if value not in (None, "")}
        participations.admit(work, person_id, project_id, values[ENTRY], answers)
        return
    merged = {**(found.answers or {}), **given}
    changes = {"answers": {key: value for key, value in merged.items() if value not in (None, "")}}
    entry = {"entry": values[ENTRY]} if values.get(ENTRY) else {}
    work.update(work.get(Participation, found.id), changes | entry)


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
