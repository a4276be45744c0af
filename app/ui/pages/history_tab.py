"""What was done to a record, newest first, in plain German; for every kind of record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from app.core.text import _, show
from app.models.base import Entity
from app.services.changes import RELATED, Entry, history
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line


class HistoryTab(DetailTab):
    """One heading per work, one line per field that it changed."""

    def __init__(self, context: Context, entity: type[Entity], title: str = _("Verlauf")) -> None:
        super().__init__(context, title)
        self.entity = entity
        self.tables = tuple(other.__tablename__ for other in RELATED.get(entity.__tablename__, ()))

    def build(self) -> None:
        """The table."""
        columns = (Column(_("Wann"), 134), Column(_("Änderung")), Column(_("Wer"), 110))
        self.table = SmallTable("history", _("Verlauf"), columns, _("Hier wurde noch nichts geändert."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_record(self, record: Entity) -> None:
        """Read the record's history."""
        super().show_record(record)
        id = record.id
        self.read(lambda session: history(session, self.entity, id), self._show)

    def _show(self, entries: Sequence[Entry]) -> None:
        lines = []
        for entry in entries:
            head = Item.of(show(entry.at)), Item.of(entry.label, strong=True), Item.of(entry.who, muted=True)
            lines.append(Line(head, entry.id))
            lines += [Line((Item(), Item.of(line.text(protect=True), muted=True)), entry.id) for line in entry.lines]
        self.table.show_lines(lines)
