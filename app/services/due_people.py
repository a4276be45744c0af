"""What waits about people: answers at entry and exit, the follow-up, signatures, papers and tasks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import compress
from typing import Any

from sqlalchemy import and_, case, exists, false, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.text import N_, _, show
from app.models import Consent, Document, Participation, Person, Project, Role, Task
from app.models.consent import Purpose, valid
from app.models.fields import Choice
from app.models.query import captions, unindexed
from app.models.role import RoleKind
from app.services.completeness import standing
from app.services.concerns import months_later
from app.services.due import Due
from app.services.participations import root
from app.services.programme import Programme
from app.services.programmes import load


class DueKind(Choice):
    """What has to be done."""

    ENTRY = "entry", N_("Eintrittsdaten")
    EXIT = "exit", N_("Austrittsdaten")
    FOLLOW_UP = "follow_up", N_("Nachbefragung")
    PRIVACY = "privacy", N_("Datenschutz")
    POLICE = "police", N_("Führungszeugnis")
    DOCUMENT = "document", N_("Nachweise")
    TASK = "task", N_("Wiedervorlage")


def due(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    """Everything about the people of these projects with a deadline up to UNTIL."""
    by_programme: dict[str, list[int]] = {}
    for id, name in session.execute(select(Project.id, Project.programme).where(Project.id.in_(project_ids))):
        by_programme.setdefault(name, []).append(id)
    for name, ids in sorted(by_programme.items()):
        if not (programme := load(name)).asks_nobody:
            yield from _participations(session, programme, ids, until)
    yield from _police(session, project_ids, until)
    yield from _documents(session, project_ids, until)
    yield from _tasks(session, until)


def _participations(session: Session, programme: Programme, ids: Sequence[int], until: date) -> Iterator[Due]:
    """The steps of participations, in one reading of all of them."""
    terms, stages = programme.terms, programme.stages
    rows = standing(programme, ids)
    c = rows.c
    ends = _ends(session, ids, until - timedelta(days=terms.exit_days))
    young = c.entry_ <= until - timedelta(days=terms.entry_days)
    entry = and_(young, c.entry_gaps > 0)
    late = and_(c.exit_.is_not(None), c.exit_ <= until - timedelta(days=terms.exit_days))
    left = and_(late, c.exit_gaps > 0) if "exit" in stages else false()
    stays = and_(c.exit_.is_(None), c.project_.in_(ends)) if ends and "exit" in stages else false()
    latest = _latest_exit(until, terms.follow_up_months)
    later = and_(c.exit_ <= latest, c.followed_up_.is_(None)) if "follow_up" in stages else false()
    unsigned = and_(young, c.person_.not_in(_informed())) if _signs(programme) else false()
    flags = {
        DueKind.ENTRY: entry, DueKind.EXIT: or_(left, stays), DueKind.FOLLOW_UP: later, DueKind.PRIVACY: unsigned,
    }  # fmt: skip
    named = [case((flag, 1), else_=0).label(f"due_{kind.value}") for kind, flag in flags.items()]
    inner = select(c.person_, c.project_, c.entry_, c.exit_, *named).offset(0).subquery("due")
    some = or_(*(inner.c[label.name] == 1 for label in named))
    query = select(Person.caption, inner).join(Person, Person.id == inner.c.person_).where(some)
    for who, person, project, begun, gone, *found in session.execute(query):
        for kind in compress(flags, found):
            if kind == DueKind.FOLLOW_UP:
                deadline = months_later(gone, terms.follow_up_months)
            elif kind == DueKind.EXIT:
                deadline = (gone or ends.get(project, until)) + timedelta(days=terms.exit_days)
            else:
                deadline = begun + timedelta(days=terms.entry_days)
            yield Due(kind.value, who, _occasion(kind, begun, gone), deadline, "person", person)


def _occasion(kind: DueKind, entry: date, exit: date | None) -> str:
    if kind in (DueKind.ENTRY, DueKind.PRIVACY):
        return _("Eintritt {day}").format(day=show(entry))
    return _("Austritt {day}").format(day=show(exit)) if exit else _("Projektende")


def _ends(session: Session, ids: Sequence[int], last: date) -> dict[int, date]:
    """The projects whose grant has ended by LAST, with the day."""
    found = {}
    for project in session.scalars(select(Project).where(Project.id.in_(ids))):
        ends = project.ends or root(session, project.id).ends
        if ends and ends <= last:
            found[project.id] = ends
    return found


def _latest_exit(until: date, months: int) -> date:
    """The last day of an exit whose follow-up falls due by UNTIL."""
    day = until - timedelta(days=31 * months)
    while months_later(day + timedelta(days=1), months) <= until:
        day += timedelta(days=1)
    return day


def _informed() -> Any:
    return select(Consent.person_id).where(valid(Purpose.INFORMED))


def _signs(programme: Programme) -> bool:
    return any(one.kind == "consent" and one.evidence for one in programme.person)


def _police(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    """Running roles whose police certificate ends; mentors' stand with what waits about pairs."""
    query = (
        select(Person.caption, Role.person_id, Role.police_seen, Role.police_until)
        .join(Person, Person.id == Role.person_id)
        .where(unindexed(Role.project_id).in_(project_ids), Role.police_until <= until)
        .where(or_(Role.until.is_(None), Role.until >= today()), Role.kind != RoleKind.MENTOR.value)
    )
    for who, person, seen, ends in session.execute(query):
        assert ends
        told = _("gesehen {day}").format(day=show(seen)) if seen else _("gültig bis {day}").format(day=show(ends))
        yield Due(DueKind.POLICE, who, told, ends, "person", person)


def _documents(session: Session, project_ids: Sequence[int], until: date) -> Iterator[Due]:
    """Papers that end and were not renewed, of people of these projects."""
    newer = aliased(Document)
    renewed = exists().where(
        newer.person_id == Document.person_id,
        newer.kind == Document.kind,
        newer.id != Document.id,
        or_(newer.valid_until.is_(None), newer.valid_until > Document.valid_until),
    )
    inside = (
        exists().where(kind.person_id == Document.person_id, kind.project_id.in_(project_ids))
        for kind in (Role, Participation)  # the rows of roles are short
    )
    query = (
        select(Person.caption, Document.person_id, Document.caption, Document.valid_until)
        .join(Person, Person.id == Document.person_id)
        .where(Document.valid_until <= until, ~renewed, or_(*inside))
    )
    for who, person, name, ends in session.execute(query):
        assert ends
        yield Due(DueKind.DOCUMENT, who, name, ends, "person", person)


def _tasks(session: Session, until: date) -> Iterator[Due]:
    """Tasks of the office, whatever project they are about."""
    query = select(Task.id, Task.text, Task.due, Task.about_table, Task.about_id)
    query = query.where(Task.done_on.is_(None), Task.due <= until).order_by(Task.due, Task.id)
    found = session.execute(query).all()
    about: dict[str, set[int]] = {}
    for _id, _text, _day, table, other in found:
        if table and other:
            about.setdefault(table, set()).add(other)
    names = {table: captions(session, table, ids) for table, ids in about.items()}
    for id, text, day, table, other in found:
        name = names.get(table, {}).get(other or 0)
        assert day
        # What a task was about may be gone; the task still waits.
        record = (table, other) if name is not None and other else ("", id)
        yield Due(DueKind.TASK, text, name or "", day, *record, id)
