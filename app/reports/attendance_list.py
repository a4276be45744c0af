"""Lists to sign, one for each day of a course, as an accessible print PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import N_, _
from app.reports.certificate import FundingStrip

if TYPE_CHECKING:
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One person on the list; times and units stay empty where they are filled in by hand."""

    last_name: str
    first_name: str
    start: str = ""
    end: str = ""
    units: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheet:
    """Everything the list of one day says, as plain values; it never holds addresses."""

    institution: str
    address: tuple[str, ...] = ()
    course: str
    session: str = ""
    """Which one it is, such as 'Termin 8 von 8'."""
    facts: tuple[tuple[str, str], ...] = ()
    """Datum, Uhrzeit, Ort, Leitung, Projekt, Aktenzeichen."""
    rows: tuple[AttendanceRow, ...] = ()
    blank_rows: int = 4
    """At least so many numbered rows for people who come unannounced; the last page is filled up with more."""
    hint: str = N_(
        "Bitte leserlich unterschreiben. Leere Zeilen sind für weitere Teilnehmende. "
        "Anschriften werden auf dieser Liste nicht erhoben. Datenschutzhinweise liegen aus."
    )
    number: str = ""
    strip: FundingStrip | None = None
    logo: str | None = None
    """The label of a placeholder for the logo."""


def check(sheet: AttendanceSheet, index: int = 0) -> list[Note]:
    """What printing would change, and what stands in its way, without writing anything."""
    from app.reports.pdf import documents

    return documents.check("attendance_list", _values(sheet), index, _heading(sheet))


def write(sheets: Iterable[AttendanceSheet], target: Target, progress: Progress | None = None) -> list[Note]:
    """Write all lists into one PDF and tell what was changed; with a character no font has, write nothing."""
    from app.reports.pdf.documents import Document

    progress = progress or Progress()
    listed = list(sheets)
    if not listed:
        raise UserError(_("Es ist kein Termin ausgewählt. Bitte wählen Sie mindestens einen Termin aus."))
    first = listed[0]
    title = _("Teilnahmeliste: {heading}").format(heading=_heading(first) if len(listed) == 1 else first.course)
    document = Document("attendance_list", title=title, author=first.institution)
    for sheet in progress.over(listed, _("Teilnahmelisten werden geschrieben")):
        document.add(_values(sheet), _heading(sheet))
    return document.deliver(target, progress)


def _heading(sheet: AttendanceSheet) -> str:
    return ", ".join(part for part in (sheet.course, sheet.session) if part)


def _values(sheet: AttendanceSheet) -> Mapping[str, Any]:
    """The sheet as the template names it."""
    return {
        "institution": sheet.institution,
        "address": sheet.address,
        "heading": _heading(sheet),
        "facts": sheet.facts,
        "rows": [asdict(row) for row in sheet.rows],
        "blank": sheet.blank_rows,
        "hint": sheet.hint,
        "number": sheet.number,
        "strip": sheet.strip,
        "logo": sheet.logo,
    }
