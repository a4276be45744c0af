"""Documents that somebody saw: kind, day, validity; never a copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.core.clock import today
from app.core.text import N_, _, show
from app.models import Document
from app.models.document import DocumentKind
from app.services.people import documents, validity
from app.ui.context import Context
from app.ui.pages.records_tab import RecordsTab
from app.ui.rows import Column, Item, Line

KINDS = dict(DocumentKind.options())


class DocumentsTab(RecordsTab):
    """What expires first stands first."""

    entity = Document
    table_columns = (
        Column(N_("Art"), 170), Column(N_("Bezeichnung")), Column(N_("Eingesehen am"), 110), Column(N_("Gültig"), 190),
    )  # fmt: skip
    nothing = N_("Noch kein Nachweis eingesehen. Eingetragen wird, was vorlag und bis wann es gilt; Kopien nicht.")
    asked = ("kind", "name", "seen_on", "valid_until", "note")

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Nachweise"))

    def load(self, session: Any, owner: int) -> Sequence[Any]:
        """The person's documents."""
        return documents(session, owner)

    def line(self, record: Any) -> Line:
        """'Aufenthaltstitel · § 25 · 02.03.2026 · bis 01.03.2027'."""
        state, words = validity(record.valid_until)
        return Line(
            (
                Item.of(_(KINDS.get(record.kind, record.kind))),
                Item.of(" · ".join(filter(None, (record.name, record.note))), muted=True),
                Item.of(show(record.seen_on), muted=True),
                Item.of(words, state),
            ),
            record.id,
        )

    def fresh(self) -> dict[str, Any]:
        """Seen today."""
        return {"seen_on": today()}
