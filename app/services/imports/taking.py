"""Taking over a list that was looked at: all of it in one work, which one undo takes back."""

from __future__ import annotations

from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.text import _
from app.models import Person
from app.models.work import Work
from app.services.imports.beside import NAMES
from app.services.imports.enrolment import enrol
from app.services.imports.known import Key, Known
from app.services.imports.records import Taking
from app.services.imports.results import Outcome, Preview
from app.services.own_fields import filled, split, store


def apply(work: Work, preview: Preview, progress: Progress | None = None) -> None:
    """Store the new and the changed rows of PREVIEW; unclear and refused ones stay out.

    Raises Conflict when what was looked at is no longer so; then nothing was stored.
    """
    progress = progress or Progress()
    rows = [row for row in preview.rows if row.outcome in {Outcome.NEW, Outcome.CHANGED}]
    known, taking = Known(work.session), Taking(work, preview.project_id)
    for row in progress.over(rows, _("Übernehme die Zeilen")):
        values = {name: value for name, value in row.values.items() if name in preview.subject.own_fields}
        beside = {name: value for name, value in row.values.items() if name in NAMES}
        about = {name: value for name, value in row.values.items() if name not in values and name not in NAMES}
        values |= taking.columns(beside)
        if row.record_id is not None:
            person = work.get(Person, row.record_id, row.version)
            if values:
                store(work, person, values)
        elif not row.decided and known.same(Key.of(row.values)):
            sentence = _("„{name}“ (Zeile {n}) wurde inzwischen angelegt. Bitte die Liste neu prüfen.")
            raise Conflict(sentence.format(name=row.caption, n=row.number))
        else:
            columns, own = split(values)
            person = work.add(Person(**columns, own=filled({}, own)))
        taking.store(person.id, beside, fresh=row.record_id is None)
        if about and preview.project_id:
            enrol(work, person.id, preview.project_id, about)
