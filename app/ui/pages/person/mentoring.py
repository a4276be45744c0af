"""The pairs of a person: the running one first, then the earlier ones, whichever side she was on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.core.text import _, period, plural
from app.models.base import Entity
from app.models.pair import CLOSED, PairState
from app.services.pair_views import PairLine, lines
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.pair.words import state_of
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line

STATES = dict(PairState.options())


class MentoringTab(DetailTab):
    """A list of pairs; Enter opens one."""

    tables = ("pair", "pair_meeting", "consent")
    opened = Signal(str, object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Mentoring"))

    def build(self) -> None:
        """The table."""
        columns = (
            Column(_("Mit")), Column(_("Als"), 84), Column(_("Zeitraum"), 150), Column(_("Stand"), 110),
            Column(_("Hinweis"), 170),
        )  # fmt: skip
        nothing = _("Diese Person hat kein Tandem. Vorschläge macht die Seite Mentoring, Reiter Matching.")
        self.table = SmallTable("personPairs", _("Tandems"), columns, nothing)
        self.table.opened.connect(lambda id: self.opened.emit("pair", id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_record(self, record: Entity) -> None:
        """Read the person's pairs."""
        super().show_record(record)
        id = record.id
        self.read(lambda session: lines(session, person_id=id), self._show)

    def _show(self, found: Sequence[PairLine]) -> None:
        person = self.record
        assert person is not None
        days = self.context.settings.quiet_days
        order = sorted(found, key=lambda one: (one.state in CLOSED, -one.latest.toordinal()))
        self.table.show_lines([_line(one, person.id, days) for one in order])
        running = sum(one.state not in CLOSED for one in found)
        self.setAccessibleDescription(plural(running, _("1 laufendes Tandem"), _("{n} laufende Tandems")))


def _line(one: PairLine, person_id: int, days: int) -> Line:
    mentee = one.mentee_id == person_id
    state, words = state_of(one, days) if one.state not in CLOSED else ("quiet", "")
    return Line(
        (
            Item.of(one.mentor if mentee else one.mentee, link=True),
            Item.of(_("Mentee") if mentee else _("Mentorin")),
            Item.of(period(one.active or one.proposed, one.ended), muted=True),
            Item.of(_(STATES[one.state])),
            Item.of(words, state),
        ),
        one.id,
    )
