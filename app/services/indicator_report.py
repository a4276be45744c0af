"""What the funding workbook needs from the data: the project's header, its records, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.text import _
from app.models import Project
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
    until: date
    targets: Mapping[str, int]
    records: tuple[Record, ...]
    figures: Figures


def indicator_report(session: Session, project_id: int, until: date) -> IndicatorReport:
    """Read and count a project and its parts, everything in one consistent state of the data."""
    project = session.get(Project, project_id)
    if project is None:
        raise Conflict(_("Dieses Projekt gibt es nicht mehr. Bitte neu laden."))
    parts = session.scalars(select(Project.name).where(Project.parent_id == project_id).order_by(Project.caption_key))
    found = tuple(records(session, project_id, until))
    return IndicatorReport(
        project.name,
        project.reference,
        project.carrier,
        tuple(parts),
        project.starts,
        until,
        {code: int(target) for code, target in (project.targets or {}).items() if target},
        found,
        figures(load(project.programme), found),
    )
