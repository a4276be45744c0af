"""How mentors, mentees and clubs were won: by channel and month, from the first contact to taking part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.text import N_, _
from app.models import Organisation, Pair, Placement, Role
from app.models.fields import Choice


class Won(Choice):
    """Who is won."""

    MENTEES = "mentee", N_("Mentees")
    MENTORS = "mentor", N_("Mentorinnen")
    ASSISTANTS = "integration_assistant", N_("Integrationsassistenzen")
    CLUBS = "organisation", N_("Vereine & Organisationen")


STEPS = (N_("Erstkontakt"), N_("gewonnen"), N_("aktiv"))
UNKNOWN = N_("nicht erfasst")


@dataclass(frozen=True, slots=True)
class Case:
    """One person or club: how it was won, and on which day each step was reached."""

    channel: str
    contacted: date | None
    won: date | None
    active: date | None

    @property
    def days(self) -> tuple[date | None, date | None, date | None]:
        """The day of each step; a later one tells that the earlier was passed, on that day at the latest."""
        won = self.won or self.active
        return self.contacted or won, won, self.active


@dataclass(slots=True)
class Row:
    """One channel, or one month: how many reached each step."""

    label: str
    reached: list[int] = field(default_factory=lambda: [0, 0, 0])

    def share(self, step: int) -> float | None:
        """Which part of those contacted reached STEP; None where nobody was."""
        return self.reached[step] / self.reached[0] if self.reached[0] else None


@dataclass(frozen=True, slots=True)
class Funnel:
    """One kind of people or clubs in a period."""

    kind: Won
    total: Row
    channels: tuple[Row, ...]
    months: tuple[Row, ...]


def funnels(session: Session, project_ids: Sequence[int], first: date, last: date) -> list[Funnel]:
    """All funnels of a project for the period from FIRST to LAST, by the day of each step."""
    found = []
    for kind in Won:
        cases = _clubs(session) if kind is Won.CLUBS else _people(session, project_ids, kind.value)
        found.append(_funnel(kind, list(cases), first, last))
    return found


def _funnel(kind: Won, cases: Iterable[Case], first: date, last: date) -> Funnel:
    total, channels, months = Row(_("Summe")), dict[str, Row](), dict[str, Row]()
    for case in cases:
        for step, day in enumerate(case.days):
            if day is not None and first <= day <= last:
                channel = channels.setdefault(case.channel, Row(case.channel or _(UNKNOWN)))
                month = months.setdefault(f"{day:%Y-%m}", Row(f"{day:%m.%Y}"))
                for row in (total, channel, month):
                    row.reached[step] += 1
    by_size = sorted(channels.items(), key=lambda item: (not item[0], -item[1].reached[0], item[0].casefold()))
    by_time = sorted(months.items())
    return Funnel(kind, total, tuple(row for _key, row in by_size), tuple(row for _key, row in by_time))


def _people(session: Session, project_ids: Sequence[int], kind: str) -> Iterator[Case]:
    """Everybody with this role; active is whoever has a pair or a placement that began."""
    active = _first_days(
        session,
        (Pair.mentee_id, Pair.active),
        (Pair.mentor_id, Pair.active),
        (Placement.person_id, Placement.started),
        (Placement.assistant_id, Placement.started),
    )
    query = select(Role.person_id, Role.channel, Role.acquired, Role.since).where(
        Role.kind == kind, Role.project_id.in_(project_ids)
    )
    seen: set[int] = set()
    for person, channel, acquired, since in session.execute(query.order_by(Role.since.nulls_last(), Role.id)):
        if person not in seen:
            seen.add(person)
            yield Case(channel, acquired, since, active.get(person))


def _clubs(session: Session) -> Iterator[Case]:
    """Every organisation; active is whoever took somebody in."""
    active = _first_days(session, (Placement.organisation_id, Placement.started))
    columns = (Organisation.id, Organisation.channel, Organisation.first_contact, Organisation.since)
    for id, channel, contacted, since in session.execute(select(*columns).order_by(Organisation.id)):
        yield Case(channel, contacted, since, active.get(id))


def _first_days(session: Session, *sources: tuple[Any, Any]) -> dict[int, date]:
    """For each record named in a column the earliest day beside it."""
    found: dict[int, date] = {}
    for column, day in sources:
        query = select(column, func.min(day)).where(column.is_not(None), day.is_not(None)).group_by(column)
        for id, first in session.execute(query):
            found[id] = min(first, found.get(id, first))
    return found
