"""The printable sheet with the recovery code of an encrypted file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.progress import Progress
from app.core.text import N_, _, show

if TYPE_CHECKING:
    from app.core.recovery_code import RecoverySheet as Code
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """Everything the sheet says; its LINES are groups of characters with spaces between, numbered on paper."""

    office: str
    file: str
    issued: str
    lines: tuple[str, ...]
    qr: str = ""
    """What the QR code holds; the lines without spaces unless given."""
    lead: str = N_(
        "Dieses Blatt öffnet eine verschlüsselte Datei, "
        "wenn das Kennwort vergessen oder die Schlüsseldatei verloren ist."
    )
    paragraphs: tuple[str, ...] = (
        N_(
            "Wählen Sie beim Öffnen „Kennwort vergessen“, tippen Sie den Code ab und legen Sie ein neues Kennwort "
            "fest. Groß- und Kleinschreibung, Leerzeichen und Striche spielen keine Rolle."
        ),
        N_(
            "Wer diesen Code und die Datei hat, kann alles lesen. Bewahren Sie das Blatt verschlossen auf, zum "
            "Beispiel im Tresor, und nicht beim Computer. Der Code gilt auch nach einer Änderung des Kennworts."
        ),
    )

    @classmethod
    def of(cls, code: Code, office: str) -> RecoverySheet:
        """The sheet with the CODE of a file of OFFICE."""
        return cls(office=office, file=code.file, issued=show(code.day), lines=code.lines)


def write(sheet: RecoverySheet, target: Target, progress: Progress | None = None) -> list[Note]:
    """Write the sheet as a PDF; with a character no font has, write nothing."""
    from app.reports.pdf.documents import Document

    document = Document("recovery_sheet", title=_("Wiederherstellungscode"), author=sheet.office)
    document.add(_values(sheet), sheet.file)
    return document.deliver(target, progress or Progress())


def _values(sheet: RecoverySheet) -> Mapping[str, Any]:
    """The sheet as the template names it."""
    return {
        "office": sheet.office,
        "title": _("Wiederherstellungscode"),
        "lead": sheet.lead,
        "facts": (
            (_("Datei"), sheet.file),
            (_("Einrichtung"), sheet.office),
            (_("Ausgegeben am"), sheet.issued),
        ),
        "lines": sheet.lines,
        "qr": sheet.qr or "".join("".join(sheet.lines).split()),
        "paragraphs": sheet.paragraphs,
        "blanks": (_("Aufbewahrt von"), _("Aufbewahrt wo"), _("Seit"), _("Unterschrift")),
    }
