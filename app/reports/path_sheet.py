"""The path of one person on one page, to talk about it with her: lanes, results, German, ties. Nothing sensitive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import _, plural, show
from app.reports.certificate import FundingStrip
from app.services.path import Lane, Path
from app.services.ties import MANY, MEANING

if TYPE_CHECKING:
    from app.models.db import Database
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target

MOST_FRESH = 8
"""So many new ties are named; of more it is said how many."""
MONTH_DAYS = 30.44
Lines = list[tuple[str, str]]
"""Texts, each with the name of its style in the template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSheet:
    """A path with what frames it on paper."""

    path: Path
    institution: str = ""
    strip: FundingStrip | None = None


def build(db: Database, person_id: int, target: Target, progress: Progress | None = None) -> list[Note]:
    """Read the path of a person and write it."""
    from app.reports.sources import path_sheet

    return write(path_sheet(db, person_id), target, progress)


def write(sheet: PathSheet, target: Target, progress: Progress | None = None) -> list[Note]:
    """Write the page as an accessible PDF; with a character no font has, write nothing and name it."""
    from app.reports.pdf.documents import Document

    title = _("Weg von {name}").format(name=sheet.path.name)
    document = Document("path", title=title, author=sheet.institution)
    document.add(_values(sheet, title), title)
    return document.deliver(target, progress or Progress())


def _values(sheet: PathSheet, title: str) -> Mapping[str, Any]:
    from app.reports.pdf.lanes import Picture
    from app.services.lanes import span

    found = sheet.path
    months = round((today() - found.first).days / MONTH_DAYS)
    whole = plural(months, _("Seit dem ersten Eintrag: 1 Monat"), _("Seit dem ersten Eintrag: {n} Monate"))
    about = [found.subtitle, whole if found.stretches else _("Noch ist nichts erfasst")]
    return {
        "title": title,
        "about": " · ".join(filter(None, about)),
        "institution": sheet.institution,
        "picture": Picture(span(found), [(_(lane.label), found.lane(lane)) for lane in Lane]),
        "cards": [
            (_("Ergebnis"), list(_results(found))),
            (_("Deutsch im Verlauf"), list(_languages(found))),
            (_("Soziale Beziehungen"), list(_ties(found))),
        ],
        "strip": sheet.strip,
        "source": _("{title} · Stand: {day} · Connecting Humans – Koordination").format(title=title, day=show(today())),
    }


def _results(found: Path) -> Iterator[tuple[str, str]]:
    for one in found.results:
        state = _("erfasst") if one.recorded else _("noch nicht erfasst")
        yield _("{title}, {day}: {state}").format(title=one.title, day=show(one.day), state=state), "quiet"
        yield from ((said, "strong") for said in one.said)
    if not found.results:
        yield _("Keine Teilnahme an einem Projekt."), "body"


def _languages(found: Path) -> Iterator[tuple[str, str]]:
    for step in found.german:
        day = f"{step.day:%m.%Y}" if step.day else _("ohne Datum")
        yield f"{step.level}, {day} · {step.evidence or _('ohne Nachweis')}", "strong"
    if not found.german:
        yield _("Noch kein Sprachstand erfasst."), "body"
    if found.languages:
        yield _("Andere Sprachen: {languages}").format(languages=", ".join(found.languages)), "body"


def _ties(found: Path) -> Iterator[tuple[str, str]]:
    for one in found.ties:
        then = _("beim Eintritt {entry}, ").format(entry=one.entry) if found.results else ""
        left = _("beim Austritt {exit}, ").format(exit=one.exit) if one.exit is not None else ""
        yield f"{_(MANY[one.kind])}: {then}{left}" + _("heute {now}").format(now=one.now), "strong"
        yield _(MEANING[one.kind]), "quiet"
    if found.fresh:
        more = len(found.fresh) - MOST_FRESH
        named = [*found.fresh[:MOST_FRESH], *([_("und {n} weitere").format(n=more)] if more > 0 else [])]
        yield _("Neu seit dem Eintritt: {ties}").format(ties=" · ".join(named)), "body"
