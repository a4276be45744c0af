"""What waits about people: answers at entry and exit, the follow-up, signatures, papers and tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from itertools import compress
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, not_, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.text import N_, _, show
from app.models import Consent, Document, Participation, Person, Project, Role, Task
from app.models.consent import Purpose, valid
from app.models.fields import Choice
from app.models.query import captions, unindexed
from app.models.role import RoleKind
from app.services.concerns import months_later
from app.services.digests import in_short
from app.services.due import Due
from app.services.participations import root
from app.services.programme import Programme, Terms
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
    ends = _ends(session, ids, until - timedelta(days=programme.terms.exit_days))
    rows = in_short(programme, ids, "entry_gaps", "exit_gaps")
    flags = _flags(programme, rows.c, ends, until)
    named = [case((flag, 1), else_=0).label(f"due_{kind.value}") for kind, flag in flags.items()]
    who = (rows.c[name] for name in ("caption_", "person_", "project_", "entry_", "exit_"))
    inner = select(*who, *named).offset(0).subquery("due")
    query = select(inner).where(or_(*(inner.c[label.name] == 1 for label in named)))
    # Many begin and leave on the same days.
    step = cache(partial(_step, programme.terms))
    for caption, person, project, begun, gone, *found in session.execute(query):
        for kind in compress(flags, found):
            occasion, deadline = step(kind, begun, gone, ends.get(project))
            yield Due(kind.value, caption, occasion, deadline, "person", person)


def _flags(programme: Programme, c: Any, ends: Mapping[int, date], until: date) -> dict[DueKind, ColumnElement[bool]]:
    """What a participation in the columns C waits for; ENDS are the projects that are over."""
    terms, stages = programme.terms, programme.stages
    young = c.entry_ <= until - timedelta(days=terms.entry_days)
    found = {DueKind.ENTRY: and_(young, c.entry_gaps > 0)}
    if "exit" in stages:
        left = and_(c.exit_.is_not(None), c.exit_ <= until - timedelta(days=terms.exit_days), c.exit_gaps > 0)
        found[DueKind.EXIT] = or_(left, and_(c.exit_.is_(None), c.project_.in_(ends))) if ends else left
    if "follow_up" in stages:
        latest = _latest_exit(until, terms.follow_up_months)
        found[DueKind.FOLLOW_UP] = and_(c.exit_ <= latest, c.followed_up_.is_(None))
    if any(one.kind == "consent" and one.evidence for one in programme.person):
        informed = exists().where(Consent.person_id == c.person_, valid(Purpose.INFORMED))
        found[DueKind.PRIVACY] = and_(young, not_(informed))
    return found


def _step(terms: Terms, kind: DueKind, entry: date, exit: date | None, ends: date | None) -> tuple[str, date]:
    """What is said of a step, and until when it should be done."""
    if kind in (DueKind.ENTRY, DueKind.PRIVACY):
        return _("Eintritt {day}").format(day=show(entry)), entry + timedelta(days=terms.entry_days)
    occasion = _("Austritt {day}").format(day=show(exit)) if exit else _("Projektende")
    day = exit or ends
    assert day
    if kind == DueKind.FOLLOW_UP:
        return occasion, months_later(day, terms.follow_up_months)
    return occasion, day + timedelta(days=terms.exit_days)


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
