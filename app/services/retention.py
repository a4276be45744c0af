"""How long papers are kept, from which days that follows, and who is to be anonymised when the time is over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Cancelled, Conflict, Invalid
from app.core.progress import Progress
from app.core.text import N_, _, plural
from app.models import Person, Project
from app.models.db import Database
from app.models.fields import Choice
from app.services import erasing
from app.services.disclosure import STARTS
from app.services.due import Due
from app.services.participations import parts
from app.services.programmes import load

LABEL = N_("Person anonymisieren")
CHUNK = 500


class RetentionDue(Choice):
    """What has to be done when the time is over."""

    OVER = "retention", N_("Aufbewahrung")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the programme, and what it says about a project."""

    years: int
    start: str
    """The field of the project from whose day it counts."""
    year_end: bool
    day: date | None
    until: date | None

    @property
    def words(self) -> str:
        """'5 Jahre ab Ende des Jahres: letzte Zahlung an den Träger'."""
        years = plural(self.years, _("1 Jahr"), _("{n} Jahre"))
        form = _("{years} ab Ende des Jahres: {start}") if self.year_end else _("{years} ab: {start}")
        return form.format(years=years, start=_(STARTS.get(self.start, self.start)))


@dataclass(frozen=True, slots=True)
class Keeping:
    """A project with the last day on which its papers must be there."""

    project_id: int
    project: str
    rules: tuple[Rule, ...]
    until: date | None
    """None while a day is missing, or where the programme has no rule."""


@dataclass(frozen=True, slots=True)
class PersonDue:
    """Somebody whose data nobody has to keep any longer."""

    id: int
    caption: str
    projects: str
    until: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of many people."""

    done: int
    left: int
    """People who were not due any more, or were being changed."""
    stopped: bool


def keepings(session: Session) -> list[Keeping]:
    """Every project that is no part of another; those that end first come first, unknown days last."""
    query = select(Project).where(Project.parent_id.is_(None)).order_by(Project.caption_key, Project.id)
    found = [_keeping(project) for project in session.scalars(query)]
    return sorted(found, key=lambda one: one.until or date.max)


def _keeping(project: Project) -> Keeping:
    terms = load(project.programme).terms
    rules = []
    for rule in terms.retention:
        day = getattr(project, rule.start)
        rules.append(Rule(rule.years, rule.start, rule.year_end, day, rule.until(day) if day else None))
    until = terms.keep_until({rule.start: rule.day for rule in rules})
    return Keeping(project.id, project.caption, tuple(rules), until)


def people_due(session: Session) -> list[PersonDue]:
    """Everybody to be anonymised, by name, with the projects that are over."""
    untils = {one.project_id: one.until for one in keepings(session)}
    projects = {project.id: project for project in session.scalars(select(Project))}
    taken_part: dict[int, list[int]] = {}
    for project_id, people in erasing.due(session).items():
        for id in people:
            taken_part.setdefault(id, []).append(project_id)
    found = []
    for id, caption in _captions(session, list(taken_part)):
        mine = [projects[project_id] for project_id in taken_part[id]]
        days = [untils.get(_root(projects, project)) or date.min for project in mine]
        found.append(PersonDue(id, caption, ", ".join(dict.fromkeys(one.caption for one in mine)), max(days)))
    return found


def _captions(session: Session, ids: Sequence[int]) -> list[tuple[int, str]]:
    found: list[tuple[str, int, str]] = []
    for start in range(0, len(ids), CHUNK):
        query = select(Person.caption_key, Person.id, Person.caption)
        rows = session.execute(query.where(Person.id.in_(ids[start : start + CHUNK])))
        found += [(key, id, caption) for key, id, caption in rows]
    return [(id, caption) for _key, id, caption in sorted(found)]


def _root(projects: dict[int, Project], project: Project) -> int:
    while project.parent_id is not None and project.parent_id in projects:
        project = projects[project.parent_id]
    return project.id


def due(session: Session, project_ids: Collection[int], until: date) -> list[Due]:
    """What the start page says: for each project whose papers may go by UNTIL, how many people to anonymise."""
    found = []
    for one in keepings(session):
        if one.project_id not in project_ids or one.until is None or one.until >= until:
            continue
        first = one.until + timedelta(days=1)
        over = erasing.due(session, max(first, today()))
        people = {id for part in parts(session, one.project_id) for id in over.get(part, ())}
        if people:
            occasion = plural(len(people), _("1 Person anonymisieren"), _("{n} Personen anonymisieren"))
            found.append(Due(RetentionDue.OVER, one.project, occasion, first, "project", one.project_id))
    return found


def anonymise_people(db: Database, ids: Sequence[int], progress: Progress) -> Outcome:
    """Anonymise these people one after another, each in a work of its own; whoever was done when it stops stays done.

    Whoever is not due any more, because she takes part again, is left alone.
    """
    with db.read() as session:
        over = {id for people in erasing.due(session).values() for id in people}
    done = 0
    try:
        for id in progress.over(ids, _("Personen werden anonymisiert")):
            if id in over and _anonymised(db, id):
                done += 1
    except Cancelled:
        return Outcome(done, 0, stopped=True)
    return Outcome(done, len(ids) - done, stopped=False)


def _anonymised(db: Database, id: int) -> bool:
    try:
        with db.work(_(LABEL)) as work:
            erasing.anonymise(work, id)
    except (Conflict, Invalid):
        return False
    return True
