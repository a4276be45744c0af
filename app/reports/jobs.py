"""Making documents from the data: each is written whole or not at all, and nothing is issued without its paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.core.clock import today
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import _, show
from app.models import Certificate, Course
from app.models.db import Database
from app.models.work import Work
from app.reports import sources
from app.services import certificates as issuing
from app.services.certificates import Options, Wanted


def certificates(
    db: Database, course_id: int, path: Path, progress: Progress, issued_on: date | None = None, place: str = ""
) -> list[Certificate]:
    """Issue what is ready and write all valid certificates of a course into one PDF."""
    with db.read() as session:
        found = issuing.candidates(session, course_id, issued_on)
    ready = [Wanted(one.person_id) for one in found if not one.blocked and not one.issued]
    again = [one.certificate_id for one in found if one.certificate_id]
    if not ready and not again:
        raise Invalid({"course": _("Für diese Schulung ist noch niemand bereit. Bitte prüfen Sie die Anwesenheit.")})
    return issue(db, course_id, ready, path, progress, issued_on or today(), place, again=again)


def issue(
    db: Database,
    course_id: int,
    choices: Sequence[Wanted],
    path: Path,
    progress: Progress,
    issued_on: date,
    place: str = "",
    options: Options | None = None,
    again: Sequence[int] = (),
) -> list[Certificate]:
    """Issue certificates and write them into one PDF, with those to be printed AGAIN.

    When the paper cannot be written or the person cancels, nothing was issued and no number is gone.
    """
    from app.reports import certificate

    written = False
    try:
        with db.work(_label(db, course_id, bool(choices))) as work:
            made = _issued(work, course_id, choices, issued_on, place, options, again)
            certificate.write([sources.issued_sheet(one) for one in made], path, progress)
            written = True
    except BaseException:
        if written:  # a paper that the data knows nothing about must not stay
            path.unlink(missing_ok=True)
        raise
    return made


def attendance_list(db: Database, course_id: int, path: Path, progress: Progress, day: date | None = None) -> Path:
    """Write the lists to sign of a course into one PDF."""
    from app.reports import attendance_list as document

    sheets = sources.attendance_sheets(db, course_id, day)
    if day and not sheets:
        raise Invalid({"day": _("Am {day} hat diese Schulung keinen Termin.").format(day=show(day))})
    document.write(sheets, path, progress)
    return path


def _issued(
    work: Work,
    course_id: int,
    choices: Sequence[Wanted],
    issued_on: date,
    place: str,
    options: Options | None,
    again: Sequence[int],
) -> list[Certificate]:
    made = issuing.issue(work, course_id, choices, issued_on, place, options) if choices else []
    made += [issuing.reprint(work, id) for id in again]
    work.session.flush()
    return sorted(made, key=lambda one: one.number)


def _label(db: Database, course_id: int, new: bool) -> str:
    with db.read() as session:
        name = session.get_one(Course, course_id).name
    text = _("Bescheinigungen ausstellen: {course}") if new else _("Bescheinigungen nachdrucken: {course}")
    return text.format(course=name)
