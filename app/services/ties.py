"""Social ties after Ager and Strang: bonds, bridges and links of people, read from what they take part in.

Nobody is asked: the kind follows from the organisation, the course or the role. A tie counts from the day it became
real (a pair from "aktiv", a placement from "dabei seit", a course from its first date) until it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import months_later, today
from app.core.text import N_, _, period, show
from app.models import Course, CourseSession, Enrolment, Organisation, Pair, Participation, Person, Placement
from app.models.course import CourseKind
from app.models.course_session import SessionState
from app.models.enrolment import EnrolmentState
from app.models.organisation import Tie

SMALLEST = 5
"""Groups with fewer people are not shown: somebody could tell who is meant."""
UNKNOWN = "unknown"
"""The group of those whose gender nobody asked for."""
OF_COURSE = {
    CourseKind.AWARENESS: Tie.LINK,
    CourseKind.ASSISTANT: Tie.BRIDGE,
    CourseKind.MENTOR: Tie.BRIDGE,
    CourseKind.LANGUAGE: Tie.BOND,
    CourseKind.WORKSHOP: Tie.BRIDGE,
    CourseKind.OTHER: Tie.BOND,
}
"""Whom one meets there: people in the same situation, others, or offices."""
MEANING = {
    Tie.BOND: N_("Familie, eigene Gemeinschaft"),
    Tie.BRIDGE: N_("Verein, Mentorin, Kolleginnen"),
    Tie.LINK: N_("Ämter, Verwaltung, Beratung"),
}
MANY = {Tie.BOND: N_("Nähe"), Tie.BRIDGE: N_("Brücken"), Tie.LINK: N_("Zugänge")}
"""The kinds over numbers."""
CAME = (EnrolmentState.ENROLLED.value, EnrolmentState.ATTENDED.value)


@dataclass(frozen=True, slots=True)
class Contact:
    """One tie of one person."""

    person_id: int
    kind: Tie
    since: date
    until: date | None
    label: str
    table: str
    record_id: int

    def holds(self, day: date) -> bool:
        """Whether it was there on DAY."""
        return self.since <= day and (self.until is None or day <= self.until)

    def text(self) -> str:
        """'Turnverein Rinneblick, seit 12.06.2025'."""
        if self.until:
            return f"{self.label}, {period(self.since, self.until)}"
        return _("{label}, seit {day}").format(label=self.label, day=show(self.since))


@dataclass(frozen=True, slots=True)
class Change:
    """How many ties of one kind a group had at entry and has at the end, in sum; None where the group is too small."""

    kind: Tie
    people: int
    before: int | None
    after: int | None

    @property
    def hidden(self) -> bool:
        """Whether the group is too small to be shown."""
        return self.before is None


@dataclass(frozen=True, slots=True)
class Quarter:
    """The ties of a group on the last day of a quarter; None where the group was too small by then."""

    day: date
    people: int
    counts: Mapping[Tie, int] | None

    @property
    def label(self) -> str:
        """'3/2026'."""
        return f"{(self.day.month + 2) // 3}/{self.day.year}"


def of_person(session: Session, person_id: int) -> list[Contact]:
    """The ties of one person, the oldest first."""
    return sorted(_all(session, select(Person.id).where(Person.id == person_id)), key=lambda one: one.since)


def counts(contacts: Iterable[Contact], day: date) -> Mapping[Tie, int]:
    """How many ties of each kind held on DAY."""
    found = Counter(one.kind for one in contacts if one.holds(day))
    return {kind: found[kind] for kind in Tie}


def over_time(contacts: Sequence[Contact], days: Sequence[date]) -> list[Mapping[Tie, int]]:
    """The counts on each of DAYS."""
    return [counts(contacts, day) for day in days]


def cohort(
    session: Session, project_ids: Sequence[int], first: date | None = None, last: date | None = None
) -> dict[str, list[Change]]:
    """Ties before and after for everybody who entered from FIRST to LAST: all, and by gender; small groups hidden.

    "Before" is the day of entry, "after" the day of exit or today. Where the hidden groups together would still be
    small, the smallest of the others is hidden, too: otherwise the difference to all would tell.
    """
    people, contacts = _entered(session, project_ids, first, last)
    groups: dict[str, list[_Entered]] = {"": people}
    for one in people:
        groups.setdefault(one.gender or UNKNOWN, []).append(one)
    hidden = _hidden({group: len(members) for group, members in groups.items() if group})
    return {
        group: _changes(members, contacts, hide=group in hidden or len(members) < SMALLEST)
        for group, members in groups.items()
    }


def quarters(
    session: Session, project_ids: Sequence[int], first: date | None = None, last: date | None = None
) -> list[Quarter]:
    """The ties at the end of each quarter, and today, of those who entered from FIRST to LAST and by then.

    A quarter in which fewer than SMALLEST people had entered has no counts.
    """
    people, contacts = _entered(session, project_ids, first, last)
    if not people:
        return []
    entries = {one.person_id: one.entry for one in people}
    found = []
    for day in _quarter_ends(min(entries.values()), today()):
        inside = [person for person, entry in entries.items() if entry <= day]
        ties_then = counts((tie for person in inside for tie in contacts.get(person, ())), day)
        found.append(Quarter(day, len(inside), ties_then if len(inside) >= SMALLEST else None))
    return found


@dataclass(frozen=True, slots=True)
class _Entered:
    """Somebody who takes part: from when until when she is looked at."""

    person_id: int
    entry: date
    end: date
    gender: str | None


def _entered(
    session: Session, project_ids: Sequence[int], first: date | None, last: date | None
) -> tuple[list[_Entered], dict[int, list[Contact]]]:
    """Everybody who entered from FIRST to LAST, once, and the ties of each."""
    query = (
        select(Participation.person_id, Participation.entry, Participation.exit, Person.gender)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.project_id.in_(project_ids), Participation.cancelled.is_(None))
        .order_by(Participation.entry, Participation.id)
    )
    if first:
        query = query.where(Participation.entry >= first)
    if last:
        query = query.where(Participation.entry <= last)
    people: dict[int, _Entered] = {}
    for person, entry, exit_, gender in session.execute(query):
        people.setdefault(person, _Entered(person, entry, exit_ or today(), gender))
    contacts: dict[int, list[Contact]] = {}
    for contact in _all(session, query.with_only_columns(Participation.person_id).order_by(None)):
        contacts.setdefault(contact.person_id, []).append(contact)
    return list(people.values()), contacts


def _hidden(sizes: Mapping[str, int]) -> set[str]:
    """The groups that are not shown, so that none of them follows from all and the others."""
    hidden = {group for group, size in sizes.items() if size < SMALLEST}
    if hidden and sum(sizes[group] for group in hidden) < SMALLEST and (rest := sizes.keys() - hidden):
        hidden.add(min(rest, key=lambda group: (sizes[group], group)))
    return hidden


def _changes(people: Sequence[_Entered], contacts: Mapping[int, list[Contact]], *, hide: bool) -> list[Change]:
    if hide:
        return [Change(kind, len(people), None, None) for kind in Tie]
    before, after = Counter[Tie](), Counter[Tie]()
    for one in people:
        before.update(counts(contacts.get(one.person_id, ()), one.entry))
        after.update(counts(contacts.get(one.person_id, ()), one.end))
    return [Change(kind, len(people), before[kind], after[kind]) for kind in Tie]


def _quarter_ends(first: date, last: date) -> Iterator[date]:
    """The last day of each quarter from that of FIRST on, and LAST in place of the end of its own."""
    day = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    while day <= last:
        day = months_later(day, 3)
        yield min(day - timedelta(days=1), last)


# ---------------------------------------------------------------- where ties come from


def _all(session: Session, people: Select[int]) -> Iterator[Contact]:
    ids = people.scalar_subquery()
    yield from _pairs(session, ids)
    yield from _placements(session, ids)
    yield from _courses(session, ids)
    yield from _households(session, ids)


def _pairs(session: Session, ids: object) -> Iterator[Contact]:
    mentor = aliased(Person)
    query = (
        select(Pair.id, Pair.mentee_id, Pair.active, Pair.ended, mentor.caption)
        .join(mentor, mentor.id == Pair.mentor_id)
        .where(Pair.mentee_id.in_(ids), Pair.active.is_not(None))  # type: ignore[arg-type]
    )
    for id, person, active, ended, name in session.execute(query):
        assert active, "the query asks for it"
        yield Contact(person, Tie.BRIDGE, active, ended, _("Mentorin {name}").format(name=name), "pair", id)


def _placements(session: Session, ids: object) -> Iterator[Contact]:
    columns = (Placement.id, Placement.person_id, Placement.started, Placement.ended)
    query = (
        select(*columns, Organisation)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(Placement.person_id.in_(ids), Placement.started.is_not(None))  # type: ignore[arg-type]
    )
    for id, person, started, ended, organisation in session.execute(query):
        assert started, "the query asks for it"
        label = _("Religionsgemeinschaft") if organisation.sensitive else organisation.caption
        yield Contact(person, organisation.tie, started, ended, label, "placement", id)


def _courses(session: Session, ids: object) -> Iterator[Contact]:
    days = (
        select(
            CourseSession.course_id,
            func.min(CourseSession.day).label("first"),
            func.max(CourseSession.day).label("last"),
        )
        .where(CourseSession.state != SessionState.CANCELLED.value)
        .group_by(CourseSession.course_id)
        .subquery()
    )
    query = (
        select(Enrolment.id, Enrolment.person_id, Course.kind, Course.caption, days.c.first, days.c.last)
        .join(Course, Course.id == Enrolment.course_id)
        .join(days, days.c.course_id == Course.id)
        .where(Enrolment.person_id.in_(ids), Enrolment.state.in_(CAME))  # type: ignore[arg-type]
    )
    for id, person, kind, title, first, last in session.execute(query):
        yield Contact(person, OF_COURSE[CourseKind(kind)], first, last, title, "enrolment", id)


def _households(session: Session, ids: object) -> Iterator[Contact]:
    """Family counts as one bond, from the day of entry on: since when people live together is not asked."""
    other = aliased(Person)
    entry = select(func.min(Participation.entry)).where(Participation.person_id == Person.id).scalar_subquery()
    together = select(other.id).where(other.household_id == Person.household_id, other.id != Person.id).exists()
    query = select(Person.id, Person.household_id, entry).where(
        Person.id.in_(ids),  # type: ignore[arg-type]
        Person.household_id.is_not(None),
        together,
    )
    for person, household, since in session.execute(query):
        if since and household:
            yield Contact(person, Tie.BOND, since, None, _("Familie, Haushalt"), "household", household)
