"""Certificates: who may have one, and issuing them with numbers without gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, day_and_month, plural, show
from app.models import Certificate, Course, NumberSeries, Person, Project
from app.models.work import Work
from app.services.authenticity import content_hash
from app.services.courses import Grid, Row, Verdict, grid
from app.services.paper import Options, content
from app.services.participations import root

__all__ = ["Candidate", "Options", "Verdict", "Wanted", "candidates", "contents", "issue", "numbers", "reprint", "void"]

LEFT = (Verdict.WITHDRAWN, Verdict.ABANDONED)
TEMPLATE = "certificate"
NO_BIRTH_PLACE = N_("Geburtsort fehlt")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One participant and the result of the check before printing."""

    enrolment_id: int
    person_id: int
    caption: str
    units: int
    share: str
    verdict: str
    open: tuple[date, ...]
    hints: tuple[str, ...]
    """What the paper will leave out; does not stand in the way."""
    number: str = ""
    """The number of the certificate that was issued already, else the one it would get."""
    certificate_id: int | None = None
    issued_on: date | None = None

    @property
    def issued(self) -> bool:
        """Whether there is a valid certificate already, so that only a reprint is possible."""
        return self.certificate_id is not None

    @property
    def blocked(self) -> bool:
        """Whether no certificate can be issued as things are; below the threshold an exception is possible."""
        return not self.issued and self.verdict != Verdict.FULFILLED

    @property
    def told(self) -> str:
        """The result in a few words: 'bereit', 'unter Schwelle (50 %)', '1 Termin offen (04.11.)'."""
        if self.issued:
            return _("ausgestellt am {day}, Nachdruck möglich").format(day=show(self.issued_on))
        match self.verdict:
            case Verdict.BELOW:
                return _("unter Schwelle ({share})").format(share=self.share)
            case Verdict.OPEN:
                days = ", ".join(map(day_and_month, self.open))
                return plural(len(self.open), _("1 Termin offen ({days})"), _("{n} Termine offen ({days})"), days=days)
            case Verdict.RUNNING:
                return _("Schulung läuft noch")
        return self.hints[0] if self.hints else _("bereit")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody who is to get a certificate; below the threshold with the reason for the exception."""

    person_id: int
    override_reason: str = ""


def candidates(
    session: Session, course_id: int, issued_on: date | None = None, attendance: Grid | None = None
) -> list[Candidate]:
    """All participants by name with the result of the check; who left the course is not among them.

    ATTENDANCE is the course's grid, if somebody has read it already.
    """
    attendance = attendance or grid(session, course_id)
    rows = [one for one in attendance.rows if one.verdict not in LEFT]
    issued = _issued(session, course_id)
    people = _people(session, [one.person_id for one in rows])
    ready = [one for one in rows if one.verdict == Verdict.FULFILLED and one.person_id not in issued]
    upcoming = numbers(session, course_id, issued_on or today(), len(ready))
    preview = dict(zip((one.person_id for one in ready), upcoming, strict=True))
    found = []
    for one in rows:
        there = issued.get(one.person_id)
        number = there.number if there else preview.get(one.person_id, "")
        known = (there.id, there.issued_on) if there else (None, None)
        checked = (one.units, one.share, one.verdict, one.open, _hints(people[one.person_id]))
        found.append(Candidate(one.enrolment_id, one.person_id, one.caption, *checked, number, *known))
    return found


def numbers(session: Session, course_id: int, issued_on: date, count: int) -> list[str]:
    """The numbers that the next COUNT certificates of this course would get."""
    project = _project(session, course_id)
    last = session.scalar(select(NumberSeries.last).where(NumberSeries.name == _series(project, issued_on))) or 0
    return [_number(project, issued_on, last + n) for n in range(1, count + 1)]


def contents(
    session: Session,
    course_id: int,
    chosen: Mapping[int, str],
    issued_on: date,
    place: str = "",
    options: Options | None = None,
) -> dict[int, dict[str, Any]]:
    """Everything that would be printed, per person; CHOSEN are the ids of the people with their numbers."""
    attendance = grid(session, course_id)
    rows = {one.person_id: one for one in attendance.rows}
    people = _people(session, [id for id in chosen if id in rows])
    return {
        id: _content(session, attendance, rows[id], person, chosen[id], issued_on, place, options or Options())
        for id, person in people.items()
    }


def issue(
    work: Work,
    course_id: int,
    choices: Sequence[Wanted],
    issued_on: date,
    place: str = "",
    options: Options | None = None,
) -> list[Certificate]:
    """Issue certificates in the order of names and fix their numbers; all of them or none."""
    work.session.flush()
    attendance = grid(work.session, course_id)
    found = candidates(work.session, course_id, issued_on, attendance)
    wanted = {one.person_id: one.override_reason.strip() for one in choices}
    _check_issuable(found, wanted)
    _check_day(attendance, issued_on)
    project = _project(work.session, course_id)
    rows = {one.person_id: one for one in attendance.rows}
    people = _people(work.session, list(wanted))
    made = []
    for candidate in found:
        if (id := candidate.person_id) not in wanted:
            continue
        number = _number(project, issued_on, work.next_number(_series(project, issued_on)))
        printed = _content(
            work.session, attendance, rows[id], people[id], number, issued_on, place, options or Options()
        )
        record = Certificate(
            number=number,
            person_id=id,
            course_id=course_id,
            issued_on=issued_on,
            units=candidate.units,
            override_reason=wanted[id] if candidate.verdict == Verdict.BELOW else "",
            template=TEMPLATE,
            content=printed,
            content_hash=content_hash(printed),
        )
        made.append(work.add(record))
    return made


def reprint(work: Work, certificate_id: int) -> Certificate:
    """Count one more print of a certificate, which says exactly what it said."""
    certificate = work.get(Certificate, certificate_id)
    if certificate.voided_on:
        raise Invalid({"voided_on": _("Die Bescheinigung {n} ist ungültig.").format(n=certificate.number)})
    certificate.reprints += 1
    return certificate


def void(work: Work, certificate_id: int, reason: str, on: date | None = None) -> None:
    """Make a certificate void; its number is never used again, and another one can be issued."""
    if not reason.strip():
        raise Invalid({"void_reason": _("Bitte schreiben Sie, warum die Bescheinigung ungültig ist.")})
    certificate = work.get(Certificate, certificate_id)
    if certificate.voided_on:
        raise Invalid({"voided_on": _("Die Bescheinigung {n} ist schon ungültig.").format(n=certificate.number)})
    work.update(certificate, {"voided_on": on or today(), "void_reason": reason.strip()})


def _check_issuable(found: Sequence[Candidate], wanted: Mapping[int, str]) -> None:
    """Refuse the whole job when somebody may not get a certificate, with a sentence for each."""
    known = {one.person_id: one for one in found}
    problems = {}
    if not wanted:
        problems["choices"] = _("Es ist niemand ausgewählt. Bitte wählen Sie mindestens eine Person aus.")
    for id, reason in wanted.items():
        one = known.get(id)
        if one is None:
            problems[str(id)] = _("Wer die Schulung verlassen hat, bekommt keine Bescheinigung.")
        elif one.issued:
            sentence = _("{who} hat schon die Bescheinigung {number}. Bitte drucken Sie diese nach.")
            problems[str(id)] = sentence.format(who=one.caption, number=one.number)
        elif one.verdict == Verdict.BELOW and not reason:
            sentence = _("{who} ist unter der Schwelle ({share}). Für eine Ausnahme fehlt der Grund.")
            problems[str(id)] = sentence.format(who=one.caption, share=one.share)
        elif one.verdict not in (Verdict.FULFILLED, Verdict.BELOW):
            problems[str(id)] = _("{who}: {told}. Bitte erst die Anwesenheit eintragen.").format(
                who=one.caption, told=one.told
            )
    if problems:
        raise Invalid(problems)


def _check_day(attendance: Grid, issued_on: date) -> None:
    last = max((column.day for column in attendance.columns if column.held), default=None)
    if last and issued_on < last:
        sentence = _("Das Ausstellungsdatum liegt vor dem letzten Termin am {day}.")
        raise Invalid({"issued_on": sentence.format(day=show(last))})


def _content(
    session: Session,
    attendance: Grid,
    row: Row,
    person: Person,
    number: str,
    issued_on: date,
    place: str,
    options: Options,
) -> dict[str, Any]:
    course = session.get_one(Course, attendance.course_id)
    part = session.get_one(Project, course.project_id)
    whole = root(session, part.id)
    place = place or part.issued_at or whole.issued_at
    return content(attendance, row, person, course, part, whole, number, issued_on, place, options)


def _hints(person: Person) -> tuple[str, ...]:
    """What is missing for the line about the birth."""
    if not person.born and not person.birth_place:
        return (_("Geburtsangaben fehlen, Zeile entfällt"),)
    if not person.born:
        return (_("Geburtsdatum fehlt"),)
    if not person.birth_place:
        return (_(NO_BIRTH_PLACE),)
    return ()


def _issued(session: Session, course_id: int) -> dict[int, Certificate]:
    """The valid certificates of a course per person."""
    valid = select(Certificate).where(Certificate.course_id == course_id, Certificate.voided_on.is_(None))
    return {one.person_id: one for one in session.scalars(valid.order_by(Certificate.id))}


def _people(session: Session, ids: Sequence[int]) -> dict[int, Person]:
    return {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))}


def _project(session: Session, course_id: int) -> Project:
    return root(session, session.get_one(Course, course_id).project_id)


def _series(project: Project, issued_on: date) -> str:
    return f"certificate {project.code} {issued_on.year}"


def _number(project: Project, issued_on: date, running: int) -> str:
    return f"{project.code}-{issued_on.year}-{running:04}"
