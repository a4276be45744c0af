"""The command that brings in a list from Excel or a text file."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import UserError
from app.core.text import _, show
from app.telling import say, telling

if TYPE_CHECKING:
    from app.models.db import Database
    from app.models.office import Office
    from app.services.imports import Mapping, Preview, Subject
    from app.services.tables import Table

Opening = Callable[[argparse.Namespace], AbstractContextManager["Office"]]
NAMES = ("persons",)
"""Kinds of lists; named here too, so that the parser needs none of the services."""


def add_import(commands: Any, command: Callable[..., Any], add_file: Callable[[Any], None], office: Opening) -> None:
    """Add the command to the parser; the other arguments are what all commands share."""
    parser = command(
        commands,
        "import",
        _("Eine Liste aus Excel oder CSV in eine Datei übernehmen"),
        _("Zeigt für jede Zeile, was mit ihr geschieht. Unklare und abgelehnte Zeilen bleiben draußen."),
    )
    add_file(parser)
    parser.needed.add_argument("table", type=Path, metavar="LISTE", help=_("eine Datei .xlsx, .xls, .csv oder .txt"))
    parser.needed.add_argument("--as", dest="kind", required=True, choices=NAMES, help=_("was in der Liste steht"))
    add = parser.optional.add_argument
    add("--dry-run", action="store_true", help=_("nur zeigen, nichts speichern"))
    add("--json", action="store_true", help=_("das Ergebnis als JSON"))
    add("--sheet", default="", metavar="BLATT", help=_("welches Blatt, sonst das erste mit Inhalt"))
    add("--header-row", type=int, metavar="N", help=_("Zeile der Überschriften, sonst selbst gefunden"))
    add("--map", action="append", default=[], metavar="SPALTE=FELD", help=_("eine Spalte zuordnen, auch mehrmals"))
    add(
        "--project",
        default="",
        metavar="PROJEKT",
        help=_("in dieses Projekt aufnehmen; Eintritt und Antworten als Spalten"),
    )
    add("--blank-empty", action="store_true", help=_("leere Zellen löschen vorhandene Werte"))
    add("--new", action="append", default=[], type=int, metavar="N", help=_("Zeile N trotz Dublette neu anlegen"))
    parser.set_defaults(run=lambda chosen: _run(chosen, office))


def _run(chosen: argparse.Namespace, opened: Opening) -> int:
    from app.services import imports
    from app.services.imports import Options, Outcome
    from app.services.tables import read

    with telling() as progress:
        table = read(chosen.table, progress, sheet=chosen.sheet, header_row=chosen.header_row)
    if not (chosen.project or chosen.map):  # what is wrong with the columns is told before anybody types a passphrase
        _usable(imports.subject(chosen.kind), table, chosen.map)
    with opened(chosen) as office, telling() as progress:
        subject, project_id = _subject(office.db, chosen)
        mapping = _usable(subject, table, chosen.map)
        options = Options(chosen.blank_empty, dict.fromkeys(chosen.new), project_id=project_id)
        with office.db.read() as session:
            similar = imports.likely(session, table, progress)
            found = imports.preview(session, subject, table, mapping, options, progress, similar)
        stored = not chosen.dry_run and bool(found.counts[Outcome.NEW] or found.counts[Outcome.CHANGED])
        if stored:
            with office.db.work(found.label) as work:
                imports.apply(work, found, progress)
    if chosen.json:
        say(json.dumps(as_data(found, table, stored), ensure_ascii=False, indent=1))
    else:
        _tell(found, table, stored)
    return 1 if found.counts[Outcome.UNCLEAR] or found.counts[Outcome.REFUSED] else 0


def _subject(db: Database, chosen: argparse.Namespace) -> tuple[Subject, int | None]:
    """What the list is about; with a project also the questions of its programme."""
    from app.models import Project
    from app.models.fields import Field
    from app.services import imports, participations
    from app.values import record

    if not chosen.project:
        return imports.subject(chosen.kind), None
    id = record(db, Field(_("Projekt"), name="project", target=Project.__tablename__), chosen.project)
    with db.read() as session:
        programme = participations.root(session, id).programme
    return imports.subject(chosen.kind, programme, in_project=True), id


def _usable(subject: Subject, table: Table, given: list[str]) -> Mapping:
    """The mapping, unless it cannot be used."""
    mapping = _mapping(subject, table, given)
    if problem := mapping.problem(subject):
        raise UserError(problem)
    return mapping


def _mapping(subject: Subject, table: Table, given: list[str]) -> Mapping:
    """The guessed mapping, with what the caller says about single columns."""
    from app.cli import WrongUsage
    from app.services.imports import guess

    mapping = guess(subject, table.headers)
    names = {target.label.lower(): name for name, target in subject.targets.items()}
    for one in given:
        header, _equals, wanted = one.rpartition("=")
        target = names.get(wanted.lower(), wanted)
        if header not in table.headers or target not in {"", *subject.targets}:
            sentence = _("--map {one} passt nicht. Spalten: {headers}. Felder: {fields}.")
            raise WrongUsage(
                sentence.format(one=one, headers=", ".join(table.headers), fields=", ".join(subject.targets))
            )
        mapping = mapping.with_target(table.headers.index(header), target)
    return mapping


def as_data(found: Preview, table: Table, stored: bool) -> dict[str, Any]:
    """The result for other programs."""
    labels = {name: target.label for name, target in found.subject.targets.items()}
    pairs = zip(found.mapping.headers, found.mapping.targets, strict=True)
    return {
        "sheet": table.sheet,
        "header_row": table.header_row,
        "stored": stored,
        "columns": {header: target or None for header, target in pairs},
        "counts": {outcome.value: count for outcome, count in found.counts.items()},
        "notes": list(table.notes),
        "rows": [
            {
                "row": row.number,
                "outcome": row.outcome.value,
                "name": row.caption,
                "fields": {labels[name]: show_value(found.subject, name, value) for name, value in row.values.items()},
                "problems": [{"column": one.column, "value": one.value, "reason": one.reason} for one in row.problems],
                "hints": list(row.hints),
                "candidates": [name for _id, name in row.candidates],
            }
            for row in found.rows
        ],
    }


def show_value(subject: Subject, name: str, value: object) -> str:
    """A value as people read it."""
    return subject.fields[name].show(value) if name in subject.fields else show(value)


def _tell(found: Preview, table: Table, stored: bool) -> None:
    for note in table.notes:
        say(note)
    for header, target in zip(found.mapping.headers, found.mapping.targets, strict=True):
        label = found.subject.targets[target].label if target else _("wird nicht übernommen")
        say(f"{header} → {label}")
    say("")
    width = max((len(row.caption) for row in found.rows), default=0)
    for row in found.rows:
        say(f"{row.number:>6}  {row.caption:<{min(width, 40)}}  {row.sentence}")
        for line in row.details:
            say(f"{'':8}{line}")
    say("")
    say(", ".join(f"{count} {_(outcome.label)}" for outcome, count in found.counts.items()))
    say(_("Übernommen.") if stored else _("Es wurde nichts gespeichert."))
