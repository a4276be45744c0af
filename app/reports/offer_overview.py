"""The overview of offers as a workbook for the office, and as an accessible PDF for people outside the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.clock import now
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import N_, _, show
from app.models.db import Database
from app.services.agenda import projects
from app.services.letterhead import letterhead
from app.services.offer_gaps import explain
from app.services.offer_overview import LEAST, By, Overview, Scope, overview

if TYPE_CHECKING:
    from app.reports.excel import Listing
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target

TITLE, FIGURES, GAPS = N_("Angebotsübersicht"), N_("Zahlen"), N_("Lücken")
COUNTED = N_("4 · 9 TN heißt: 4 Angebote, 9 Teilnehmende.")
SOUGHT = N_("„2 suchen“ heißt: kein Angebot, 2 Personen suchen eines.")
HIDDEN = N_(
    "„gesucht“ heißt: kein Angebot, aber Personen suchen eines. "
    "Wo es weniger als {n} sind, steht keine genaue Zahl, damit niemand zu erkennen ist."
)


def scope_of(values: Mapping[str, Any]) -> Scope:
    """What is looked at, from the parameters of the report; weekdays are numbers from 1 (Monday) to 7."""
    first, last = values["first"], values["last"]
    start, end = values.get("start") or 0, 24 if values.get("end") is None else values["end"]
    days = [part for part in str(values.get("days") or "").replace(",", " ").split() if part]
    if last < first:
        raise Invalid({"last": _("Das Ende liegt vor dem Beginn.")})
    if not all(day in "1234567" and len(day) == 1 for day in days):
        raise Invalid({"days": _("Wochentage sind Zahlen von 1 (Montag) bis 7, zum Beispiel „1 2 3 4 5“.")})
    if not 0 <= start < end <= 24:
        raise Invalid({"end": _("Die Zeit beginnt vor ihrem Ende, mit ganzen Stunden von 0 bis 24.")})
    return Scope(first, last, tuple(sorted({int(day) - 1 for day in days})), (start, end))


# ---------------------------------------------------------------- workbook


def write_workbook(db: Database, values: Mapping[str, Any], target: Path, progress: Progress) -> Path:
    """Three sheets: the table as on the screen, its figures one by one, and the gaps without names."""
    from openpyxl import Workbook

    from app.reports.excel import save

    with db.read() as session:
        found = overview(session, scope_of(values), By(values.get("by") or By.SECTORS))
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    listings = [_table(found), _figures(found), _gaps(found)]
    for listing in listings:
        listing.add_to(workbook)
    return save(workbook, target, listings, progress)


def _heading(title: str, found: Overview, note: str) -> list[Any]:
    from app.reports.workbook_lists import NOTE
    from app.reports.workbook_lists import TITLE as LARGE

    return [(title, LARGE), (_("Zeitraum: {scope}").format(scope=found.scope.sentence()), NOTE), (note, NOTE)]


def _table(found: Overview) -> Listing:
    from app.reports.excel import Column, Listing

    columns = [Column(_("Ort"), 24), *(Column(one.label, 16) for one in found.columns)]
    rows: list[list[object]] = [[row.place, *(cell.text() for cell in row.cells)] for row in found.rows]
    rows.append([_("Alle Orte"), *(cell.text() for cell in found.totals)])
    return Listing(_(TITLE), columns, rows, len(rows), _heading(_(TITLE), found, f"{_(COUNTED)} {_(SOUGHT)}"))


def _figures(found: Overview) -> Listing:
    from app.reports.excel import NUMBER, Column, Listing

    numbers = (_("Angebote"), _("Teilnehmende"), _("suchen vergebens"))
    columns = [Column(_("Ort"), 24), Column(_("Spalte"), 24), *(Column(name, 18, NUMBER, "right") for name in numbers)]
    rows = [
        [row.place, column.label, cell.offers, cell.users, len(cell.seekers)]
        for row in found.rows
        for column, cell in zip(found.columns, row.cells, strict=True)
    ]
    note = _("Eine Zeile je Ort und Spalte. „davon“ ist in den Sparten schon enthalten.")
    return Listing(_(FIGURES), columns, rows, len(rows), _heading(_(FIGURES), found, note))


def _gaps(found: Overview) -> Listing:
    from app.reports.excel import NUMBER, Column, Listing

    columns = [
        Column(_("Lücke"), 48),
        Column(_("suchen"), 10, NUMBER, "right"),
        Column(_("Was es stattdessen gibt"), 80, wrap=True),
        Column(_("Was helfen würde"), 50, wrap=True),
    ]
    note = _("Ohne Namen. Wer sucht, steht im Programm.")
    return Listing(_(GAPS), columns, _explained(found), len(found.gaps), _heading(_(GAPS), found, note))


def _explained(found: Overview) -> Iterator[list[object]]:
    for gap in found.gaps:
        told = explain(found, gap)
        yield [told.title, told.serves, "\n".join(one.text for one in told.instead), told.helps]


# ---------------------------------------------------------------- print for outside


def write_print(db: Database, values: Mapping[str, Any], target: Target, progress: Progress) -> list[Note]:
    """The table by sectors, landscape; numbers of people below 5 are not shown."""
    from app.reports.pdf.documents import Document

    with db.read() as session:
        found = overview(session, scope_of(values))
        head = letterhead(session, next((id for id, _name in projects(session)), None))
    document = Document("offer_overview", title=_(TITLE), author=head.institution or _("Connecting Humans"))
    document.add(_printed(found, head.institution, now().date()), _(TITLE))
    return document.deliver(target, progress)


def _printed(found: Overview, institution: str, day: date) -> Mapping[str, Any]:
    keys = [column.key for column in found.columns]
    rows = [(place, dict(zip(keys, texts, strict=True))) for place, texts in found.outside()]
    return {
        "title": _(TITLE),
        "institution": institution,
        "scope": found.scope.sentence(),
        "rows": [{"place": place} | dict.fromkeys(_ALWAYS, _("keins")) | texts for place, texts in rows],
        "none": "" if rows else _("In diesem Zeitraum gibt es keine Angebote, und niemand sucht eines."),
        "legend": f"{_(COUNTED)} {_(HIDDEN).format(n=LEAST)}",
        "day": _("Stand: {day}").format(day=show(day)),
    }


_ALWAYS = ("counselling", "other")
"""Columns of the paper that the overview leaves out while nothing is in them."""
