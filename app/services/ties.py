"""Social ties after Ager and Strang: bonds, bridges and links of people, read from what they take part in.

Nobody is asked: the kind follows from the organisation, the course or the role. A tie counts from the day it became
real (a pair from "aktiv", a placement from "dabei seit", a course from its first date) until it ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.text import N_, _, period, show
from app.models import Course, CourseSession, Enrolment, Organisation, Pair, Participation, Person, Placement
from app.models.course import CourseKind
from app.models.course_session import SessionState
from app.models.enrolment import EnrolmentState
from app.models.organisation import Tie

SMALLEST = 5
"""Groups with fewer people are not shown: somebody could tell who is meant."""
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

    "Before" is the day of entry, "after" the day of exit or today.
    """
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
    spans: dict[int, tuple[date, date, str | None]] = {}
    for person, entry, exit_, gender in session.execute(query):
        spans.setdefault(person, (entry, exit_ or today(), gender))
    of_each: dict[int, list[Contact]] = {}
    for contact in _all(session, query.with_only_columns(Participation.person_id).order_by(None)):
        of_each.setdefault(contact.person_id, []).append(contact)
    groups: dict[str, list[int]] = {"": list(spans)}
    for person, (_entry, _end, gender) in spans.items():
        groups.setdefault(gender or "none", []).append(person)
    return {group: _changes(people, spans, of_each) for group, people in groups.items()}


def _changes(
    people: Sequence[int], spans: Mapping[int, tuple[date, date, str | None]], of_each: Mapping[int, list[Contact]]
) -> list[Change]:
    if len(people) < SMALLEST:
        return [Change(kind, len(people), None, None) for kind in Tie]
    before, after = Counter[Tie](), Counter[Tie]()
    for person in people:
        entry, end, _gender = spans[person]
        before.update(counts(of_each.get(person, ()), entry))
        after.update(counts(of_each.get(person, ()), end))
    return [Change(kind, len(people), before[kind], after[kind]) for kind in Tie]


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
