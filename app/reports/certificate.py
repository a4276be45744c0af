"""Certificates of participation as one accessible print PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.progress import Progress
from app.core.text import N_, NBSP, _, show

if TYPE_CHECKING:
    from app.reports.pdf.layout import Composition
    from app.reports.pdf.output import Target
    from app.reports.pdf.shaping import Typesetter


@dataclass(frozen=True, slots=True)
class FundingStrip:
    """What the funder asks to be shown; without a strip the document shows nothing."""

    emblem: bool = False
    sentence: str = N_("Kofinanziert von der Europäischen Union")
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


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know before printing: the sheet it concerns, counted from 0, and one sentence."""

    index: int
    name: str
    text: str
    blocking: bool = False


class MissingCharacters(UserError):
    """A name holds characters that no font of the documents has."""


def check(sheet: CertificateSheet, index: int = 0) -> list[Note]:
    """What printing would change, and what stands in its way, without writing anything."""
    from app.reports.pdf.shaping import Typesetter

    return _notes(sheet, index, _compose(sheet, Typesetter()))


def write(sheets: Iterable[CertificateSheet], target: Target, progress: Progress | None = None) -> list[Note]:
    """Write all certificates into one PDF and tell what was changed; with a character no font has, write nothing."""
    from app.reports.pdf.canvas import TaggedCanvas
    from app.reports.pdf.output import deliver
    from app.reports.pdf.shaping import Typesetter

    progress = progress or Progress()
    listed = list(sheets)
    if not listed:
        raise UserError(_("Es ist keine Bescheinigung ausgewählt. Bitte wählen Sie mindestens eine Person aus."))
    first = listed[0]
    title = f"{first.title} {first.number}".strip() if len(listed) == 1 else f"{first.title}: {first.course}"
    typesetter = Typesetter()
    canvas = TaggedCanvas.a4(title=title, author=first.institution)
    notes: list[Note] = []
    for index, sheet in enumerate(progress.over(listed, _("Bescheinigungen werden geschrieben"))):
        composition = _compose(sheet, typesetter)
        notes += _notes(sheet, index, composition)
        composition.draw(canvas)
    blocking = [note for note in notes if note.blocking]
    if blocking:
        raise MissingCharacters("\n".join(dict.fromkeys(note.text for note in blocking)))
    deliver(canvas.data(), target, progress)
    return notes


def _compose(sheet: CertificateSheet, typesetter: Typesetter) -> Composition:
    from app.reports.pdf import template
    from app.reports.pdf.layout import compose

    return compose(template.load("certificate"), _values(sheet), typesetter)


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


def _notes(sheet: CertificateSheet, index: int, composition: Composition) -> list[Note]:
    missing = [Note(index, sheet.name, sentence, blocking=True) for sentence in missing_sentences(composition.missing)]
    return missing + [Note(index, sheet.name, sentence) for sentence in composition.notes]


def missing_sentences(missing: Mapping[str, str]) -> Sequence[str]:
    """One sentence for each text with characters no font has."""
    by_text: dict[str, list[str]] = {}
    for sign, text in missing.items():
        by_text.setdefault(text, []).append(sign)
    sentence = _("Für {signs} in „{text}“ hat keine Schrift ein Zeichen. Bitte ändern Sie die Schreibweise.")
    return [
        sentence.format(signs=", ".join(f"„{sign}“ ({_codes(sign)})" for sign in signs), text=text)
        for text, signs in by_text.items()
    ]


def _codes(sign: str) -> str:
    return " ".join(f"U+{ord(part):04X}" for part in sign)
