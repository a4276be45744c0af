"""Certificates of participation as one accessible print PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import N_, NBSP, _, show

if TYPE_CHECKING:
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target


@dataclass(frozen=True, slots=True)
class FundingStrip:
    """What the funder asks to be shown; without a strip the document shows nothing."""

    emblem: bool = False
    sentence: str = ""
    logos: tuple[str, ...] = ()
    """Names of further logos, shown as placeholders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """Everything one certificate says, as plain values."""

    institution: str
    address: tuple[str, ...] = ()
    nature: str = ""
    """What kind of house it is, such as 'Öffentliche Einrichtung der Weiterbildung'."""
    title: str = N_("Teilnahmebescheinigung")
    name: str
    original_name: str | None = None
    """The name in its own script."""
    birth_date: str | None = None
    birth_place: str | None = None
    intro: str = ""
    course: str
    facts: tuple[tuple[str, str], ...] = ()
    contents: tuple[tuple[str, int | Decimal | None], ...] = ()
    closing: str = N_("Diese Bescheinigung bestätigt die Teilnahme. Eine Prüfung war nicht vorgesehen.")
    place: str = ""
    issued: str = ""
    signatories: tuple[tuple[str, str], ...] = ()
    number: str = ""
    check_code: str = ""
    qr: str = ""
    strip: FundingStrip | None = None
    logo: str | None = None
    """The label of a placeholder for the logo."""
    seal: bool = False


def check(sheet: CertificateSheet, index: int = 0) -> list[Note]:
    """What printing would change, and what stands in its way, without writing anything."""
    from app.reports.pdf import documents

    return documents.check("certificate", _values(sheet), index, sheet.name)


def write(sheets: Iterable[CertificateSheet], target: Target, progress: Progress | None = None) -> list[Note]:
    """Write all certificates into one PDF and tell what was changed; with a character no font has, write nothing."""
    from app.reports.pdf.documents import Document

    progress = progress or Progress()
    listed = list(sheets)
    if not listed:
        raise UserError(_("Es ist keine Bescheinigung ausgewählt. Bitte wählen Sie mindestens eine Person aus."))
    first = listed[0]
    title = f"{first.title} {first.number}".strip() if len(listed) == 1 else f"{first.title}: {first.course}"
    document = Document("certificate", title=title, author=first.institution)
    for sheet in progress.over(listed, _("Bescheinigungen werden geschrieben")):
        document.add(_values(sheet), sheet.name)
    return document.deliver(target, progress)


def _values(sheet: CertificateSheet) -> Mapping[str, Any]:
    """The sheet as the template names it."""
    return {
        "institution": sheet.institution,
        "address": sheet.address,
        "nature": sheet.nature,
        "title": sheet.title,
        "name": sheet.name,
        "original": sheet.original_name or "",
        "original_language": _language(sheet.original_name or ""),
        "birth": _birth(sheet.birth_date, sheet.birth_place),
        "intro": sheet.intro,
        "course": sheet.course,
        "facts": sheet.facts,
        "contents": [(text, f"{show(units)}{NBSP}UE" if units is not None else "") for text, units in sheet.contents],
        "closing": sheet.closing,
        "place_and_date": ", ".join(part for part in (sheet.place, sheet.issued) if part),
        "signatories": sheet.signatories,
        "number": sheet.number,
        "check_code": sheet.check_code,
        "qr": sheet.qr,
        "strip": sheet.strip,
        "logo": sheet.logo,
        "seal": sheet.seal,
    }


def _birth(date: str | None, place: str | None) -> str:
    """'geboren am 08.07.1986 in Hải Phòng'; incomplete dates take no 'am'."""
    parts = []
    if date:
        parts.append(_("am {date}").format(date=date) if re.fullmatch(r"\d\d\.\d\d\.\d{4}", date) else date)
    if place:
        parts.append(_("in {place}").format(place=place))
    return _("geboren {when_and_where}").format(when_and_where=" ".join(parts)) if parts else ""


def _language(text: str) -> str:
    """A language tag that names the script only, since a name says no more about itself."""
    from fontTools.unicodedata import script

    scripts = (script(sign) for sign in text)
    found = next((one for one in scripts if one not in ("Zyyy", "Zinh", "Zzzz")), "Latn")
    return "" if found == "Latn" else f"und-{found}"
