"""Who writes: the carrier of a project as it stands on letters."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models import Project
from app.services.participations import root


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Everything in the head and below a letter; nothing is known without a project."""

    institution: str = ""
    lines: tuple[str, ...] = ()
    nature: str = ""
    project: str = ""
    place: str = ""
    head: str = ""
    head_function: str = ""


def letterhead(session: Session, project_id: int | None) -> Letterhead:
    """The carrier of a project, or of the whole that it is part of."""
    if project_id is None:
        return Letterhead()
    part, whole = session.get_one(Project, project_id), root(session, project_id)
    carrier = part if part.carrier else whole
    return Letterhead(
        institution=carrier.carrier,
        lines=tuple(line for line in (carrier.carrier_street, carrier.carrier_city) if line),
        nature=carrier.carrier_note,
        project=whole.name,
        place=carrier.issued_at,
        head=carrier.head,
        head_function=carrier.head_function,
    )
