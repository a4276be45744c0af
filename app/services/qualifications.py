"""Qualifications: who may accompany today, who is deployed where, whose paper ends, and granting after a course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Executable, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _, plural, show
from app.models import Course, Organisation, Person, Placement, Qualification, Role
from app.models.course import CourseKind
from app.models.placement import HOLDING
from app.models.qualification import QualificationKind
from app.models.role import RoleKind
from app.models.work import Work
from app.services import courses
from app.services.grid import Verdict

ASSISTANT = QualificationKind.ASSISTANT.value
RENEW_DAYS = 60
"""So long before its end a qualification is listed as due for renewal."""
VALID_YEARS = 2
"""What the form proposes; the office decides."""
TRAINS = {CourseKind.ASSISTANT.value: ASSISTANT, CourseKind.MENTOR.value: QualificationKind.MENTOR.value}
"""Which qualification a kind of course leads to."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """One person who accompanies, or may: until when, how many at once, and how many just now."""

    person_id: int
    caption: str
    qualification_id: int | None
    granted: date | None
    valid_until: date | None
    capacity: int
    accompanied: int
    problem: str
    """Why nobody should be given to her just now; empty for who may accompany."""

    @property
    def free(self) -> int:
        """How many more people she could accompany."""
        return max(self.capacity - self.accompanied, 0)


@dataclass(frozen=True, slots=True)
class Deployment:
    """One accompanied person in one organisation; `sensitive` ones are shown only to who asks for them."""

    assistant_id: int
    placement_id: int
    person: str
    organisation: str
    state: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Finisher:
    """Somebody who fulfilled a qualifying course and has nothing granted from it."""

    person_id: int
    caption: str
    course_id: int
    course: str
    kind: str
    modules: str
    units: int


def valid_on(day: date) -> ColumnElement[bool]:
    """The condition for qualifications that may be relied on at DAY."""
    return and_(
        Qualification.granted <= day, or_(Qualification.valid_until.is_(None), Qualification.valid_until >= day)
    )


def assistants(session: Session, day: date) -> list[Assistant]:
    """Everybody who is an Integrationsassistenz by role or qualification, by name; who may accompany has no problem."""
    of_role = select(Role.person_id).where(Role.kind == RoleKind.ASSISTANT.value, _runs(day))
    of_paper = select(Qualification.person_id).where(Qualification.kind == ASSISTANT)
    return _judged(session, day, select(Person.id).where(or_(Person.id.in_(of_role), Person.id.in_(of_paper))))


def available(session: Session, day: date) -> list[Assistant]:
    """Who may accompany one more person today: valid qualification, running role, free capacity."""
    return [one for one in assistants(session, day) if not one.problem]


def why_not(session: Session, person_id: int, day: date) -> str:
    """One sentence that says why this person should not accompany anybody more; empty when she may."""
    found = _judged(session, day, select(Person.id).where(Person.id == person_id))
    return found[0].problem if found else _("Diese Person gibt es nicht mehr. Bitte neu laden.")


def deployments(session: Session) -> list[Deployment]:
    """Who accompanies whom where, by assistant, organisation and person."""
    assistant, person = aliased(Person), aliased(Person)
    query = (
        select(Placement, person.caption, Organisation)
        .join(person, person.id == Placement.person_id)
        .join(assistant, assistant.id == Placement.assistant_id)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(Placement.state.in_(HOLDING))
        .order_by(assistant.caption_key, assistant.id, Organisation.caption_key, person.caption_key, Placement.id)
    )
    return [
        Deployment(p.assistant_id or 0, p.id, caption, club.caption, p.state, club.sensitive)
        for p, caption, club in session.execute(query)
    ]


def renewals(session: Session, until: date) -> list[tuple[Qualification, str]]:
    """Qualifications that end until a day and that nobody renewed, with the person's name; the first to end first."""
    later = aliased(Qualification)
    renewed = select(later.id).where(
        later.person_id == Qualification.person_id,
        later.kind == Qualification.kind,
        later.granted.is_not(None),
        or_(later.valid_until.is_(None), later.valid_until > Qualification.valid_until),
    )
    at_work = select(Role.id).where(Role.person_id == Qualification.person_id, _runs(today()))
    query = (
        select(Qualification, Person.caption)
        .join(Person, Person.id == Qualification.person_id)
        .where(Qualification.valid_until <= until, ~renewed.exists(), at_work.exists())
        .order_by(Qualification.valid_until, Person.caption_key, Qualification.id)
    )
    return [(one, caption) for one, caption in session.execute(query)]


def finishers(session: Session) -> list[Finisher]:
    """Who fulfilled a course that leads to a qualification and was granted none from it, the latest course first."""
    query = select(Course).where(Course.kind.in_(TRAINS)).order_by(Course.caption_key, Course.id)
    granted = {
        (course, person) for course, person in session.execute(select(Qualification.course_id, Qualification.person_id))
    }
    found = []
    for course in session.scalars(query):
        for row in courses.grid(session, course.id).rows:
            if row.verdict == Verdict.FULFILLED and (course.id, row.person_id) not in granted:
                found.append(
                    Finisher(
                        row.person_id,
                        row.caption,
                        course.id,
                        course.name,
                        TRAINS[course.kind],
                        course.modules,
                        row.units,
                    )
                )
    return found


def grant(
    work: Work,
    person_id: int,
    kind: str,
    granted: date,
    valid_until: date | None,
    *,
    course_id: int | None = None,
    modules: str = "",
    units: int = 0,
    practice: int = 0,
    note: str = "",
) -> Qualification:
    """Grant a qualification; where the person has or had one of the KIND, the new one renews it."""
    work.session.flush()
    last = _last(work.session, person_id, kind)
    if last and last.granted and granted < last.granted:
        raise Invalid({"granted": _("Die vorige Erteilung ist vom {day}.").format(day=show(last.granted))})
    return work.add(
        Qualification(
            person_id=person_id, kind=kind, granted=granted, valid_until=valid_until, course_id=course_id,
            modules=modules, units=units, practice=practice, note=note, renews_id=last.id if last else None,
        )
    )  # fmt: skip


def renew(
    work: Work, qualification_id: int, granted: date, valid_until: date | None, *, units: int = 0, practice: int = 0
) -> Qualification:
    """Grant a qualification anew; the old one stays as it was."""
    old = work.get(Qualification, qualification_id)
    return grant(work, old.person_id, old.kind, granted, valid_until, units=units, practice=practice)


def in_years(day: date, years: int = VALID_YEARS) -> date:
    """The last day of so many years that begin on DAY."""
    ends = (
        date(day.year + years, day.month, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)
    )
    return ends if ends.day != day.day else ends - timedelta(days=1)


def _last(session: Session, person_id: int, kind: str) -> Qualification | None:
    of_person = select(Qualification).where(
        Qualification.person_id == person_id, Qualification.kind == kind, Qualification.granted.is_not(None)
    )
    return session.scalars(of_person.order_by(Qualification.granted.desc(), Qualification.id.desc())).first()


def _runs(day: date) -> ColumnElement[bool]:
    begun = or_(Role.since.is_(None), Role.since <= day)
    return and_(begun, or_(Role.until.is_(None), Role.until >= day))


def _judged(session: Session, day: date, people: Select[int]) -> list[Assistant]:
    """These people with qualification, capacity and load, each read at once for all."""
    ids = people.subquery().select()
    capacity = _per_person(
        session,
        select(Role.person_id, func.sum(Role.capacity))
        .where(Role.person_id.in_(ids), Role.kind == RoleKind.ASSISTANT.value, _runs(day))
        .group_by(Role.person_id),
    )
    load = _per_person(
        session,
        select(Placement.assistant_id, func.count())
        .where(Placement.assistant_id.in_(ids), Placement.state.in_(HOLDING))
        .group_by(Placement.assistant_id),
    )
    papers = _papers(session, ids)
    names = session.execute(select(Person.id, Person.caption).where(Person.id.in_(ids)).order_by(Person.caption_key))
    found = []
    for id, caption in names:
        paper = _best(papers.get(id, ()), day)
        room, accompanied = capacity.get(id), load.get(id, 0)
        found.append(
            Assistant(
                id,
                caption,
                paper.id if paper else None,
                paper.granted if paper else None,
                paper.valid_until if paper else None,
                room or 0,
                accompanied,
                _problem(paper, day, room, accompanied),
            )
        )
    return found


def _per_person(session: Session, query: Executable) -> dict[int, int]:
    return {id: int(number) for id, number in session.execute(query)}


def _papers(session: Session, ids: Select[int]) -> dict[int, list[Qualification]]:
    found: dict[int, list[Qualification]] = {}
    of_these = select(Qualification).where(Qualification.person_id.in_(ids), Qualification.kind == ASSISTANT)
    for one in session.scalars(of_these.order_by(Qualification.granted, Qualification.id)):
        found.setdefault(one.person_id, []).append(one)
    return found


def _best(papers: Sequence[Qualification], day: date) -> Qualification | None:
    """The one that is valid longest, or else the latest."""
    granted = [one for one in papers if one.granted]
    running = [one for one in granted if one.granted and one.granted <= day <= (one.valid_until or date.max)]
    if running:
        return max(running, key=lambda one: one.valid_until or date.max)
    return granted[-1] if granted else (papers[-1] if papers else None)


def _problem(paper: Qualification | None, day: date, capacity: int | None, accompanied: int) -> str:
    if paper is None:
        return _("Die Qualifikation als Integrationsassistenz fehlt.")
    if paper.granted is None:
        return _("Die Qualifizierung ist noch nicht abgeschlossen.")
    if paper.granted > day:
        return _("Die Qualifikation gilt erst ab dem {day}.").format(day=show(paper.granted))
    if paper.valid_until and paper.valid_until < day:
        return _("Die Qualifikation ist am {day} abgelaufen.").format(day=show(paper.valid_until))
    if capacity is None:
        return _("Die Rolle Integrationsassistenz läuft nicht.")
    if accompanied >= capacity:
        sentence = plural(accompanied, _("Begleitet schon 1 Person"), _("Begleitet schon {n} Personen"))
        return _("{sentence}, mehr Plätze sind nicht vereinbart.").format(sentence=sentence)
    return ""
