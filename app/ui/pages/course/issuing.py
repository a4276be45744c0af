"""Checking, previewing and issuing the certificates of a course; everything here runs away from the screen."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.models import Course
from app.models.db import Database
from app.models.history import Done
from app.reports import certificate, jobs
from app.reports.sources import certificate_sheet
from app.services import certificates, courses
from app.services.authenticity import content_hash
from app.services.certificates import Candidate, Options, Wanted
from app.services.participations import root

if TYPE_CHECKING:
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target


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
    attendance = courses.grid(session, course_id)
    found = tuple(certificates.candidates(session, course_id, issued_on, attendance))
    numbers = certificates.numbers(session, course_id, issued_on, len(found))
    project = root(session, session.get(Course, course_id).project_id)
    return Checked(found, tuple(numbers), len(attendance.rows) - len(found), project.issued_at)


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
    with db.read() as session:
        contents = certificates.contents(session, course_id, numbers, issued_on, place, options)
    sheets = {id: certificate_sheet(contents[id], content_hash(contents[id])) for id in numbers if id in contents}
    progress.check()
    return _written(sheets, progress) if sheets else Draft()


def _written(sheets: Mapping[int, Any], progress: Progress) -> Draft:
    """What can be printed; whoever's name has a letter that no font has is left out and told."""
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
    course_id: int,
    choices: Sequence[Wanted],
    issued_on: date,
    place: str,
    options: Options,
    path: Path | None,
    progress: Progress,
) -> Written | None:
    """Issue and write the papers, into memory without a PATH; None when the person cancelled."""
    return _papers(path, lambda target: jobs.issue(db, course_id, choices, target, progress, issued_on, place, options))


def reprint(db: Database, certificate_id: int, path: Path | None, progress: Progress) -> Written | None:
    """Write an issued paper again, with its own number."""
    return _papers(path, lambda target: jobs.reprint(db, certificate_id, target, progress))


def _papers(path: Path | None, write: Callable[[Target], jobs.Papers]) -> Written | None:
    memory = io.BytesIO()
    try:
        made = write(path or memory)
    except Cancelled:  # the page says so, while tasks pass over it in silence
        return None
    return Written(made.done, len(made.certificates), memory.getvalue())
