"""The Prüfliste: every rule over the whole file, counted in SQL, with the records behind each number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from app.core.text import show
from app.models import Participation, Person, Role
from app.services.checklist.participants import participation_rules
from app.services.checklist.records import record_rules
from app.services.checklist.rule import Finding, Rule, Severity, Source

__all__ = ["Finding", "Rule", "Severity", "Source", "all_findings", "counts", "findings", "ids", "rules"]

CHUNK = 500


def rules(session: Session) -> list[Rule]:
    """Every rule that applies to this file, group by group, the worst first."""
    found = [*participation_rules(session), *record_rules()]
    groups = list(dict.fromkeys(rule.group for rule in found))
    severities = list(Severity)
    return sorted(found, key=lambda rule: (groups.index(rule.group), severities.index(rule.severity)))


def counts(session: Session, listed: Sequence[Rule], projects: Sequence[int] | None = None) -> dict[str, int]:
    """How many records break each rule; one reading per kind of record. PROJECTS leaves only those."""
    found: dict[str, int] = {}
    for source in dict.fromkeys(rule.source for rule in listed):
        own = [rule for rule in listed if rule.source is source]
        numbers: list[Any] = [func.count(case((rule.broken, 1))) for rule in own]
        row = session.execute(_within(select(*numbers).select_from(source.rows), source, projects)).one()
        found |= dict(zip((rule.key for rule in own), row, strict=True))
    return found


def ids(session: Session, rule: Rule, projects: Sequence[int] | None = None) -> list[int]:
    """The records that break RULE, in the order of what is opened."""
    source = rule.source
    query = select(source.id).select_from(_opened(source)).where(rule.broken)
    order = source.opened.c.caption_key, source.record, source.id
    return list(session.scalars(_within(query, source, projects).order_by(*order)))


def findings(session: Session, rule: Rule, wanted: Sequence[int]) -> dict[int, Finding]:
    """What is shown of these records, by their ids."""
    source = rule.source
    columns = source.id, source.record, source.opened.c.caption, source.detail
    found = {}
    for start in range(0, len(wanted), CHUNK):
        some = source.id.in_(wanted[start : start + CHUNK])
        for id, record, who, detail in session.execute(select(*columns).select_from(_opened(source)).where(some)):
            found[id] = Finding(id, source.entity.__tablename__, record, who, _told(detail))
    return found


def all_findings(session: Session, projects: Sequence[int] | None = None) -> Iterator[tuple[Rule, Finding]]:
    """Everything that is found, rule by rule; rules that nothing breaks say nothing."""
    listed = rules(session)
    numbers: Mapping[str, int] = counts(session, listed, projects)
    for rule in listed:
        if numbers[rule.key]:
            wanted = ids(session, rule, projects)
            shown = findings(session, rule, wanted)
            yield from ((rule, shown[id]) for id in wanted if id in shown)


def _within(query: Select[Any], source: Source, projects: Sequence[int] | None) -> Select[Any]:
    if source.where is not None:
        query = query.where(source.where)
    if projects is None:
        return query
    if source.project is not None:
        return query.where(source.project.in_(projects))
    if source.entity is not Person:
        return query
    there = (select(kind.person_id).where(kind.project_id.in_(projects)) for kind in (Participation, Role))
    return query.where(source.record.in_(next(there).union(*there)))


def _opened(source: Source) -> Any:
    return source.rows.join(source.opened, source.opened.c.id == source.record)


def _told(detail: object) -> str:
    return show(detail) if isinstance(detail, date) else str(detail or "")
