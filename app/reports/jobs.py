"""Making documents from the data: each is written whole or not at all, and nothing is issued without its paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import today
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import _, show
from app.models import Certificate, Course
from app.models.db import Database
from app.models.history import Done
from app.models.work import Work
from app.reports import certificate, sources
from app.services import certificates as issuing
from app.services.certificates import Options, Wanted

if TYPE_CHECKING:
    from app.reports.pdf.output import Target


@dataclass(frozen=True)
class Papers:
    """Certificates that are now on paper, and the step of the history that recorded them."""

    certificates: list[Certificate]
    done: Done | None


def certificates(
    db: Database, course_id: int, path: Path, progress: Progress, issued_on: date | None = None, place: str = ""
) -> Papers:
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
    target: Target,
    progress: Progress,
    issued_on: date,
    place: str = "",
    options: Options | None = None,
    again: Sequence[int] = (),
) -> Papers:
    """Issue certificates and write them into one PDF, with those to be printed AGAIN."""

    def act(work: Work) -> list[Certificate]:
        made = issuing.issue(work, course_id, choices, issued_on, place, options) if choices else []
        return made + [issuing.reprint(work, id) for id in again]

    with db.read() as session:
        name = session.get_one(Course, course_id).name
    label = _("Bescheinigungen ausstellen: {course}") if choices else _("Bescheinigungen nachdrucken: {course}")
    return _on_paper(db, label.format(course=name), act, target, progress)


def reprint(db: Database, certificate_id: int, target: Target, progress: Progress) -> Papers:
    """Write an issued certificate again, with its own number."""
    with db.read() as session:
        number = session.get_one(Certificate, certificate_id).number
    label = _("Nachdruck {n}").format(n=number)
    return _on_paper(db, label, lambda work: [issuing.reprint(work, certificate_id)], target, progress)


def attendance_list(db: Database, course_id: int, path: Path, progress: Progress, day: date | None = None) -> Path:
    """Write the lists to sign of a course into one PDF."""
    from app.reports import attendance_list as document

    sheets = sources.attendance_sheets(db, course_id, day)
    if day and not sheets:
        raise Invalid({"day": _("Am {day} hat diese Schulung keinen Termin.").format(day=show(day))})
    document.write(sheets, path, progress)
    return path


def _on_paper(
    db: Database, label: str, act: Callable[[Work], list[Certificate]], target: Target, progress: Progress
) -> Papers:
    """Record and write in one work: when either fails or the person cancels, neither happened and no number is gone."""
    written = False
    try:
        with db.work(label) as work:
            made = act(work)
            work.session.flush()
            made.sort(key=lambda one: one.number)
            certificate.write([sources.issued_sheet(one) for one in made], target, progress)
            written = True
    except BaseException:
        if written and isinstance(target, Path):  # a paper that the data knows nothing about must not stay
            target.unlink(missing_ok=True)
        raise
    return Papers(made, work.done)
