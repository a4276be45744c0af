"""The answer to somebody who asks what is kept about her: a PDF to read and a JSON file to take along."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from anyascii import anyascii

from app.core.progress import Progress
from app.core.text import N_, _, show
from app.services.disclosure import RIGHTS, Disclosure, disclosure

if TYPE_CHECKING:
    from pathlib import Path

    from app.models.db import Database
    from app.reports.pdf.documents import Note
    from app.reports.pdf.output import Target

Section = tuple[str, list[tuple[str, str]]]
LONGEST = 1_200
"""Characters in one row; a page has room for three times as many."""
SPELT = N_("Einzelne Schriftzeichen lassen sich nicht drucken und sind umschrieben; die Datei enthält sie unverändert.")


def build(db: Database, person_id: int, path: Path, progress: Progress) -> Path:
    """Write the disclosure about a person: as JSON where the name says so, otherwise as PDF."""
    with db.read() as session:
        found = disclosure(session, person_id)
    if path.suffix == ".json":
        write_json(found, path, progress)
    else:
        write(found, path, progress)
    return path


def write_json(found: Disclosure, target: Target, progress: Progress) -> None:
    """For machines: every column, empty ones too."""
    from app.reports.pdf.output import deliver

    deliver(json.dumps(found.as_json(), ensure_ascii=False, indent=2).encode(), target, progress)


def write(found: Disclosure, target: Target, progress: Progress | None = None) -> list[Note]:
    """For people: what is filled in, record by record, as an accessible PDF."""
    from app.reports.pdf.documents import Document

    title = _("Auskunft über Ihre Daten")
    document = Document("disclosure", title=f"{title}: {found.name}", author=found.office)
    values = _values(found, title)
    if missing := document.missing(values):
        # The right to know must not fail because of a font; what cannot be drawn is spelt in Latin letters.
        values = {**_spelt(values, {ord(sign): anyascii(sign) for sign in missing if len(sign) == 1})}
        values["lead"] = (*values["lead"], _(SPELT))
    document.add(values, found.name)
    return document.deliver(target, progress or Progress())


def _spelt(value: Any, letters: Mapping[int, str]) -> Any:
    """VALUE with these letters replaced, however deep they stand."""
    if isinstance(value, str):
        return value.translate(letters)
    if isinstance(value, Mapping):
        return {key: _spelt(one, letters) for key, one in value.items()}
    return type(value)(_spelt(one, letters) for one in value) if isinstance(value, list | tuple) else value


def _values(found: Disclosure, title: str) -> Mapping[str, Any]:
    lead = _(
        "Auf den folgenden Seiten steht alles, was in der Datei über Sie gespeichert ist (Art. 15 DSGVO). "
        "Leere Felder sind weggelassen. Auf Wunsch erhalten Sie dieselben Angaben als Datei für andere Programme."
    )
    return {
        "office": found.office,
        "title": title,
        "name": found.name,
        "made": found.made,
        "lead": (lead,),
        "sections": list(_sections(found)),
        "rights": tuple(_(text) for text in RIGHTS),
    }


def _sections(found: Disclosure) -> Iterator[Section]:
    for part in found.parts:
        yield part.title, _rows(part.lines())
    for part in found.mentions:
        yield _("Sie werden genannt in: {title}").format(title=part.title), _rows(part.lines())
    for basis in found.bases:
        yield (
            _("Wozu und wie lange: {project}").format(project=basis.project),
            [
                (_("Programm"), basis.programme),
                *basis.legal.items(),
                (_("Aufbewahrung"), basis.retention),
                (_("Empfänger"), basis.recipients),
            ],
        )
    if found.history:
        listed = [(show(entry.at), f"{entry.label} ({entry.who})") for entry in found.history]
        changed = [[("", line.text()) for line in entry.lines] for entry in found.history]
        rows = [row for first, others in zip(listed, changed, strict=True) for row in (first, *others)]
        yield _("Verlauf der Änderungen"), _rows(rows)


def _rows(listed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Long values as several rows, so that each of them fits a page."""
    found = []
    for label, value in listed:
        texts = [piece for text in value.split("\n") for piece in textwrap.wrap(text, LONGEST)] or [""]
        found += [(label, texts[0]), *(("", text) for text in texts[1:])]
    return found
