"""The people behind a figure: every number opens its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.text import period
from app.models import Participation, Person, Project
from app.services.figures import Figures, figures, records
from app.services.programmes import load

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Counted:
    """One participation behind a figure."""

    person_id: int
    caption: str
    number: str
    entry: date


@dataclass(frozen=True)
class ProjectFigures:
    """The figures of one project until a day, with its targets."""

    project_id: int
    project: str
    period: str
    until: date
    targets: dict[str, int]
    figures: Figures


def project_figures(session: Session, project_id: int, until: date) -> ProjectFigures:
    """Count a project's participants who entered until that day."""
    project = session.get_one(Project, project_id)
    counted = figures(load(project.programme), records(session, project_id, until))
    targets = {code: int(target) for code, target in (project.targets or {}).items() if target}
    return ProjectFigures(project_id, project.caption, period(project.starts, project.ends), until, targets, counted)


def people(session: Session, participation_ids: Sequence[int]) -> list[Counted]:
    """Who these participations belong to, by name."""
    columns = (Person.id, Person.caption, Participation.number, Participation.entry, Person.caption_key)
    query = select(*columns).join(Person, Person.id == Participation.person_id)
    found: list[tuple[str, Counted]] = []
    for start in range(0, len(participation_ids), CHUNK):
        part = query.where(Participation.id.in_(participation_ids[start : start + CHUNK]))
        for id, caption, number, entry, key in session.execute(part):
            found.append((key, Counted(id, caption, number, entry)))
    return [one for _key, one in sorted(found, key=lambda pair: (pair[0], pair[1].number))]
