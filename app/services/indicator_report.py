"""A project until a day, as it is reported on the screen and in the workbook: its header, its records, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Project
from app.services import participations
from app.services.entities import entities
from app.services.figures import Figures, Record, figures, records
from app.services.programmes import load


@dataclass(frozen=True, slots=True)
class IndicatorReport:
    """One project until a day, as it is reported."""

    project: str
    reference: str
    carrier: str
    parts: tuple[str, ...]
    starts: date | None
    ends: date | None
    until: date
    targets: Mapping[str, int]
    records: tuple[Record, ...]
    figures: Figures


def indicator_report(session: Session, project_id: int, until: date) -> IndicatorReport:
    """Read and count a project and its parts, everything in one consistent state of the data."""
    whole = participations.root(session, project_id)
    project = session.get_one(Project, project_id)
    parts = session.scalars(select(Project.name).where(Project.parent_id == project_id).order_by(Project.caption_key))
    found = tuple(records(session, project_id, until))
    programme = load(project.programme)
    return IndicatorReport(
        project.name,
        project.reference or whole.reference,
        project.carrier or whole.carrier,
        tuple(parts),
        project.starts or whole.starts,
        project.ends or whole.ends,
        until,
        project.targets,
        found,
        figures(programme, found, entities(session, programme, project_id, until)),
    )
