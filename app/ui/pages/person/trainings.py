"""The courses a person is or was enrolled in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.core.text import _, period
from app.models.base import Entity
from app.services.dossier import ENROLMENT_LABELS, Training, trainings
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line


class TrainingsTab(DetailTab):
    """A list of courses; Enter opens one."""

    tables = ("enrolment", "course", "course_session")
    opened = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Schulungen"))

    def build(self) -> None:
        """The table."""
        columns = (Column(_("Schulung")), Column(_("Zeitraum"), 160), Column(_("Stand"), 110))
        nothing = _("Diese Person ist in keiner Schulung angemeldet.")
        self.table = SmallTable("trainings", _("Schulungen"), columns, nothing)
        self.table.opened.connect(lambda id: self.opened.emit("course", id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_record(self, record: Entity) -> None:
        """Read the person's courses."""
        super().show_record(record)
        id = record.id
        self.read(lambda session: trainings(session, id), self._show)

    def _show(self, found: Sequence[Training]) -> None:
        lines = []
        for one in found:
            when, state = period(one.first_day, one.last_day), ENROLMENT_LABELS.get(one.state, one.state)
            lines.append(
                Line((Item.of(one.course, link=True), Item.of(when, muted=True), Item.of(state)), one.course_id)
            )
        self.table.show_lines(lines)
