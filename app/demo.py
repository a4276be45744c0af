"""The demonstration: a sample file, every document that can be made from it, and the window on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.clock import today
from app.core.errors import Cancelled, UserError
from app.core.places import BESIDE, FileLock
from app.core.progress import Progress
from app.core.screen import has_screen
from app.core.text import N_, _, plural
from app.telling import say, telling

if TYPE_CHECKING:
    from app.models import Entity
    from app.models.db import Database

NAME = "Saale-Schwarza.koord"
PASSPHRASE = "nur zum Ausprobieren"
OFFICE = "Kreisvolkshochschule Saale-Schwarza"
DOCUMENTS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("certificates", {}, "Bescheinigungen.pdf", N_("Bescheinigungen der Grundqualifizierung, zum Drucken")),
    ("attendance_list", {}, "Teilnahmelisten.pdf", N_("Listen zum Unterschreiben, eine je Termin")),
    ("workbook", {}, "Indikatoren.xlsx", N_("Zahlen für den Fördergeber, mit Formeln")),
    ("questionnaire", {"person": None}, "Fragebogen.pdf", N_("Eintritt, leer, zum Ausfüllen von Hand")),
    ("questionnaire", {}, "Fragebogen ausgefüllt.pdf", N_("Eintritt, mit dem, was schon bekannt ist")),
    (
        "questionnaire",
        {"person": None, "language": "ar"},
        "Fragebogen Arabisch.pdf",
        N_("Eintritt, deutsch und arabisch nebeneinander"),
    ),
    ("mentoring_agreement", {}, "Mentoring-Vereinbarung.pdf", N_("Ziele, Zeiten und Rechte eines Tandems")),
    ("match_sheet", {"person": "waiting"}, "Ergebnisbogen.pdf", N_("Ein Vorschlag mit Gründen, für das Gespräch")),
    ("path", {}, "Weg.pdf", N_("Der Weg einer Person auf einer Seite")),
    ("checklist", {}, "Prüfliste.xlsx", N_("Was in den Daten falsch ist oder fehlt")),
    ("ties", {}, "Soziale Beziehungen.xlsx", N_("Nähe, Brücken und Zugänge, vorher und nachher")),
    ("funnel", {}, "Akquise.xlsx", N_("Wie Menschen und Vereine gewonnen wurden")),
    ("offer_overview", {}, "Angebotsübersicht.xlsx", N_("Angebote nach Orten und Sparten, mit Lücken")),
    ("offer_overview_print", {}, "Angebotsübersicht.pdf", N_("Dasselbe für außen, ohne kleine Zahlen")),
    ("introduction_letter", {}, "Vorstellung.pdf", N_("Stellt eine Person einem Verein vor")),
    ("disclosure", {}, "Auskunft.pdf", N_("Alles, was über eine Person gespeichert ist (Art. 15 DSGVO)")),
    ("disclosure", {}, "Auskunft.json", N_("Dasselbe für andere Programme")),
)
"""Report, values other than those of the sample (or the name of another of those), file, and what it is."""
KNOWN = 8
"""So many people of the sample stand in the old list, too."""
SHEET, TABLE = "Wiederherstellungscode.pdf", "Alte Liste.xlsx"
OWN = (*(one[2] for one in DOCUMENTS), SHEET, TABLE, *(NAME + end for end in BESIDE), NAME, f"{NAME}.key")
"""All it writes; the key file last, because by it an earlier demonstration is known."""


def demo(folder: Path, persons: int = 150, seed: int = 1, *, opening: bool = True) -> int:
    """Write everything into FOLDER in place of an earlier demonstration, say so, and open the window."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UserError(_("Der Ordner „{folder}“ lässt sich nicht anlegen.").format(folder=folder)) from None
    path = folder / NAME
    _clear(folder)
    with telling() as progress, _all_or_nothing(folder):
        _write(path, persons, seed, progress)
    _tell(folder, persons)
    if not opening:
        return 0
    if not has_screen():
        later = _("Hier ist kein Bildschirm, deshalb öffnet sich kein Fenster. Später: connecting-humans {path}")
        say(later.format(path=path.absolute()))
        return 0
    from app.__main__ import window

    return window(path)


def _write(path: Path, persons: int, seed: int, progress: Progress) -> None:
    progress.text = _("Programmteile werden geladen")
    from app.models import Person
    from app.models.office import Office
    from app.models.query import Query
    from app.reports import REPORTS, recovery_sheet, sample_table
    from app.services import sample

    with Office.create(path, PASSPHRASE) as office:
        made = sample.create(office.db, persons, seed, progress=progress)
        year = {"first": date(today().year, 1, 1), "last": today()}
        given = {"course": made.course_id, "project": made.project_id, **year, **_examples(office.db)}
        given["waiting"] = _proposed(office.db, made.project_id, progress)
        for name, other, file, _about in DOCUMENTS:
            values = given | {key: given.get(value, value) for key, value in other.items()}
            if all(values.get(one.name) for one in REPORTS[name].parameters if one.required):
                REPORTS[name].build(office.db, values, progress, path.with_name(file))
        sheet = recovery_sheet.RecoverySheet.of(office.recovery_sheet(), OFFICE)
        recovery_sheet.write(sheet, path.with_name(SHEET), progress)
        with office.db.read() as session:
            known = [session.get_one(Person, id) for id in Query(Person).ids(session)[:KNOWN]]
        sample_table.sample_table(path.with_name(TABLE), seed, known=known)


def _examples(db: Database) -> dict[str, int | None]:
    """Somebody of whom much is known: a mentee whose pair is active, else whoever takes part; and a placement."""
    from app.models import Pair, Participation, Placement

    pair = _first(db, Pair, {"state": "active"}, "mentee_id")
    person = pair or _first(db, Participation, {"cancelled": None}, "person_id")
    placement = _first(db, Placement, {"state": ("asked", "trial", "member"), "kind": "club"}, "person_id")
    return {"pair": pair and pair[0], "person": person and person[1], "placement": placement and placement[0]}


def _proposed(db: Database, project_id: int, progress: Progress) -> int | None:
    """A mentee for whom a mentor is proposed."""
    from app.services.match_pairs import PAIRS
    from app.services.pairs import of_project

    with db.read() as session:
        found = PAIRS.compute(session, of_project(session, project_id), progress)
    return next((int(id) for id in found.result.assignment), None)


def _first(db: Database, entity: type[Entity], where: dict[str, Any], column: str) -> tuple[int, int] | None:
    """Id and one column of the first record with these values."""
    from app.models.query import Query

    with db.read() as session:
        query = Query(entity, where=where, shown=(column,))
        found = query.rows(session, query.ids(session)[:1])
    return next(((id, row[0]) for id, row in found.items()), None)


def _clear(folder: Path) -> None:
    """Remove an earlier demonstration; other files of the same names are somebody's work and stay."""
    from app.core import keys

    present = [name for name in OWN if (folder / name).exists()]
    if not present:
        return
    try:
        keys.unlock(folder / NAME, PASSPHRASE)
    except UserError:
        sentence = _("„{name}“ in „{folder}“ ist keine Beispieldatei und bleibt. Bitte einen anderen Ordner wählen.")
        raise UserError(sentence.format(name=present[0], folder=folder)) from None
    if FileLock(folder / NAME).taken():
        raise UserError(_("Die Beispieldatei ist noch geöffnet. Bitte erst das Fenster schließen."))
    _remove(folder)


def _remove(folder: Path) -> None:
    for name in OWN:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError:
            sentence = _("„{name}“ lässt sich nicht ersetzen. Bitte schließen Sie die Datei.")
            raise UserError(sentence.format(name=name)) from None


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    try:
        yield
    except (UserError, Cancelled):
        _remove(folder)
        raise


def _tell(folder: Path, persons: int) -> None:
    """What was written, and where."""
    people = plural(persons, _("1 erfundene Person"), _("{n} erfundene Personen"))
    lines = [
        (NAME, _("{people}, verschlüsselt").format(people=people)),
        (f"{NAME}.key", _("Schlüsseldatei, gehört immer dazu")),
        *((file, _(about)) for _name, _values, file, about in DOCUMENTS if (folder / file).exists()),
        (TABLE, _("eine Liste, wie Büros sie haben, zum Ausprobieren des Imports")),
        (SHEET, _("öffnet die Datei, wenn das Kennwort vergessen ist")),
    ]
    say(_("Geschrieben in {folder}:").format(folder=folder.absolute()))
    for name, about in lines:
        say(f"  {name:26} {about}")
    say(_("Kennwort der Beispieldatei: {passphrase}").format(passphrase=PASSPHRASE))
