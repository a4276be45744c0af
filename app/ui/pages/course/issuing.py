"""Checking, previewing and issuing the certificates of a course; everything here runs away from the screen."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.models import Certificate, Course
from app.models.db import Database
from app.models.history import Done
from app.models.work import Work
from app.services import certificates, courses
from app.services.authenticity import content_hash
from app.services.certificates import Candidate, Options, Wanted
from app.services.participations import root

if TYPE_CHECKING:
    from app.reports.pdf.documents import Note


@dataclass(frozen=True)
class Checked:
    """Everybody with the result of the check, and the numbers that come next."""

    candidates: tuple[Candidate, ...] = ()
    numbers: tuple[str, ...] = ()
    left: int = 0
    """How many left the course and are not listed."""
    place: str = ""
    """Where the project issues its papers."""


@dataclass(frozen=True)
class Draft:
    """The papers as they would be printed, and what printing changes in them, per person."""

    data: bytes = b""
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    blocked: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """Papers that now exist: one step of the history, and the PDF unless it went into a file."""

    done: Done | None
    count: int
    data: bytes = b""


def check(session: Any, course_id: int, issued_on: date) -> Checked:
    """Who may have a certificate."""
    found = tuple(certificates.candidates(session, course_id, issued_on))
    numbers = certificates.numbers(session, course_id, issued_on, len(found))
    everybody = courses.grid(session, course_id).rows
    project = root(session, session.get(Course, course_id).project_id)
    return Checked(found, tuple(numbers), len(everybody) - len(found), project.issued_at)


def draft(
    db: Database,
    course_id: int,
    numbers: Mapping[int, str],
    issued_on: date,
    place: str,
    options: Options,
    progress: Progress,
) -> Draft:
    """The papers of these people with their coming NUMBERS."""
    from app.reports.sources import certificate_sheet

    with db.read() as session:
        contents = certificates.contents(session, course_id, numbers, issued_on, place, options)
    sheets = {id: certificate_sheet(contents[id], content_hash(contents[id])) for id in numbers if id in contents}
    progress.check()
    return _written(sheets, progress) if sheets else Draft()


def _written(sheets: Mapping[int, Any], progress: Progress) -> Draft:
    """What can be printed; whoever's name has a letter that no font has is left out and told."""
    from app.reports import certificate

    target = io.BytesIO()
    try:
        notes = certificate.write(list(sheets.values()), target, progress)
    except UserError:
        found = {id: certificate.check(sheet) for id, sheet in sheets.items()}
        blocked = {id: one.text for id, notes in found.items() for one in notes if one.blocking}
        rest = {id: sheet for id, sheet in sheets.items() if id not in blocked}
        if not blocked:
            raise
        written = _written(rest, progress) if rest else Draft()
        return Draft(written.data, written.notes, blocked)
    return Draft(target.getvalue(), _by_person(list(sheets), notes))


def _by_person(ids: Sequence[int], notes: Sequence[Note]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for note in notes:
        found[ids[note.index]] = (*found.get(ids[note.index], ()), note.text)
    return found


def issue(
    db: Database,
    label: str,
    course_id: int,
    choices: Sequence[Wanted],
    issued_on: date,
    place: str,
    options: Options,
    path: Path | None,
    progress: Progress,
) -> Written | None:
    """Issue and write the papers in one work; None when the person cancelled, and then nothing was issued."""
    return _paper(
        db, label, path, progress, lambda work: certificates.issue(work, course_id, choices, issued_on, place, options)
    )


def reprint(db: Database, label: str, certificate_id: int, path: Path | None, progress: Progress) -> Written | None:
    """Write an issued paper again, with its own number."""
    return _paper(db, label, path, progress, lambda work: [certificates.reprint(work, certificate_id)])


def _paper(db: Database, label: str, path: Path | None, progress: Progress, act: Any) -> Written | None:
    from app.reports import certificate
    from app.reports.sources import issued_sheet

    memory, written = io.BytesIO(), False
    try:
        with db.work(label) as work:
            made = _stored(work, act)
            certificate.write([issued_sheet(one) for one in made], path or memory, progress)
            written = True
    except Cancelled:
        return None
    except BaseException:
        # A paper that the data knows nothing about must not stay.
        if written and path:
            path.unlink(missing_ok=True)
        raise
    return Written(work.done, len(made), memory.getvalue())


def _stored(work: Work, act: Any) -> list[Certificate]:
    made: list[Certificate] = act(work)
    work.session.flush()
    return made
