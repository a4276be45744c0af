"""What is done with many people at once: a role for everybody, everybody into a course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.models import Enrolment, Role
from app.models.enrolment import EnrolmentState
from app.models.work import Work
from app.services.courses import LEFT, enrol

ADDED, ALREADY, WAITING = "added", "already", "waiting"
"""What becomes of one person."""


def add_role(work: Work, person_id: int, values: Mapping[str, Any]) -> str:
    """Give a person a role with these VALUES, unless she has it in that project now."""
    same = (
        Role.person_id == person_id,
        Role.kind == values["kind"],
        Role.project_id == values["project_id"],
        Role.until.is_(None),
    )
    if work.session.scalar(select(Role.id).where(*same).limit(1)) is not None:
        return ALREADY
    work.add(Role(person_id=person_id, **values))
    return ADDED


def enrol_in(work: Work, person_id: int, course_id: int) -> str:
    """Enrol a person, on the waiting list when all places are taken; nothing happens to whoever is enrolled."""
    here = (
        Enrolment.person_id == person_id,
        Enrolment.course_id == course_id,
        Enrolment.state.not_in(LEFT),
    )
    if work.session.scalar(select(Enrolment.id).where(*here).limit(1)) is not None:
        return ALREADY
    made = enrol(work, person_id, course_id)
    return WAITING if made.state == EnrolmentState.WAITING else ADDED
