"""Participations: taking people into a project, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.errors import Conflict, Invalid
from app.core.text import _, show
from app.models import Participation, Person, Project
from app.models.work import Work
from app.services.programmes import load


class Unconfirmed(Invalid):
    """Something that is possible and unusual: whoever wants it has to confirm it first."""


def admit(
    work: Work,
    person_id: int,
    project_id: int,
    entry: date,
    answers: Mapping[str, Any] | None = None,
    *,
    confirmed: bool = True,
) -> Participation:
    """Take a person into a project and give out the next number; a person counts once, whatever the part.

    What the programme takes from the person is kept with the answers, so that a later change of the person's record
    (a move, a marriage) does not change a report of the past. An entry outside the grant must be CONFIRMED.
    """
    if not confirmed:
        confirm_day(work.session, project_id, "entry", entry)
    work.session.flush()
    project = root(work.session, project_id)
    if found := running(work.session, person_id, project_id):
        raise Invalid(
            {
                "person_id": _("Diese Person nimmt schon als {number} teil, seit dem {day}.").format(
                    number=found.number, day=show(found.entry)
                )
            }
        )
    programme = load(project.programme)
    if programme.asks_nobody:
        raise Invalid({"project_id": programme.asks_nobody})
    person = work.get(Person, person_id)
    fields = {name: getattr(person, name) for name in programme.person_fields}
    given = programme.at_entry(fields, entry, answers) | dict(answers or {})
    number = participant_number(project, work.next_number(series(project)))
    return work.add(
        Participation(person_id=person_id, project_id=project_id, number=number, entry=entry, answers=given)
    )


def cancel(work: Work, participation_id: int, reason: str, on: date | None = None) -> None:
    """Cancel a participation: it stays with its number and counts nowhere."""
    participation = work.get(Participation, participation_id)
    if participation.cancelled:
        raise Invalid({"cancelled": _("Diese Teilnahme ist schon storniert.")})
    work.update(participation, {"cancelled": on or today(), "cancel_reason": reason.strip()})


def confirm_day(session: Session, project_id: int, field: str, day: date) -> None:
    """Ask for a confirmation when the DAY in FIELD lies outside the period of the grant."""
    if sentence := outside(session, project_id, day):
        raise Unconfirmed({field: sentence})


def outside(session: Session, project_id: int, day: date) -> str:
    """The sentence about a DAY outside the period of the grant; nothing where it is inside or not known."""
    project, whole = session.get_one(Project, project_id), root(session, project_id)
    first, last = project.starts or whole.starts, project.ends or whole.ends
    if first and day < first:
        return _("Der {day} liegt vor dem Beginn der Bewilligung am {limit}.").format(day=show(day), limit=show(first))
    if last and day > last:
        return _("Der {day} liegt nach dem Ende der Bewilligung am {limit}.").format(day=show(day), limit=show(last))
    return ""


def series(project: Project) -> str:
    """The name of the number series of a project's participants."""
    return f"participant {project.id}"


def participant_number(project: Project, running: int) -> str:
    """'CH-031': tells nothing about the person."""
    return f"{project.participant_code}-{running:03}"


def root(session: Session, project_id: int) -> Project:
    """The whole project (Vorhaben) that a project is part of, or itself."""
    return wholes(session, project_id)[-1]


def wholes(session: Session, project_id: int) -> list[Project]:
    """A project and everything that it is part of, the largest last; a circle, which rules forbid, ends it."""
    found: list[Project] = []
    next_id: int | None = project_id
    while next_id is not None and next_id not in (one.id for one in found):
        project = session.get(Project, next_id)
        if project is None:
            raise Conflict(_("Dieses Projekt gibt es nicht mehr. Bitte neu laden."))
        found.append(project)
        next_id = project.parent_id
    return found


def running(session: Session, person_id: int, project_id: int) -> Participation | None:
    """The participation of a person in the whole project that was not cancelled, in whichever part."""
    within = Participation.project_id.in_(family(session, project_id))
    query = select(Participation).where(Participation.person_id == person_id, within)
    return session.scalars(query.where(Participation.cancelled.is_(None)).order_by(Participation.id)).first()


def family(session: Session, project_id: int) -> list[int]:
    """The ids of the whole project and of all its parts."""
    return parts(session, root(session, project_id).id)


def parts(session: Session, project_id: int) -> list[int]:
    """The ids of a project and of everything that is part of it; a circle, which rules forbid, ends nothing here."""
    found: list[int] = []
    fresh = [project_id]
    while fresh:
        found += fresh
        children = session.scalars(select(Project.id).where(Project.parent_id.in_(fresh)).order_by(Project.id))
        fresh = [id for id in children if id not in found]
    return found


def cancelled(session: Session, project_id: int) -> ColumnElement[bool]:
    """The condition for people whose participation in the whole project was cancelled and not replaced by another."""
    within, part, other = family(session, project_id), aliased(Participation), aliased(Participation)
    gone = exists().where(part.person_id == Person.id, part.cancelled.is_not(None), part.project_id.in_(within))
    there = exists().where(other.person_id == Person.id, other.cancelled.is_(None), other.project_id.in_(within))
    return and_(gone, ~there)
