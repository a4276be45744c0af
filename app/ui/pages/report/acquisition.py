"""How mentees, mentors, assistants and clubs are won: by channel, and month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from app.core.text import N_, _, grouped
from app.services.funnel import STEPS, Funnel, Row, Won
from app.services.social_report import FunnelReport, funnel_report, share
from app.ui import theme
from app.ui.pages.report.period_page import PeriodPage
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import column, label, named
from app.ui.widgets.card import Card
from app.ui.widgets.chips import SegmentedChips
from app.ui.widgets.side_by_side import SideBySide

if TYPE_CHECKING:
    from app.reports.small_tables import Tables

HIGH = 260
"""The tables are at least so many px high at 100 %."""


class AcquisitionPage(PeriodPage):
    """A funnel per kind: first contact, won, active."""

    tables = ("role", "organisation", "pair", "placement", "project")
    title = N_("Akquise")
    caption = N_("Zeitraum &von")

    def build(self) -> QVBoxLayout:
        """Chips for the kinds, two tables beside each other."""
        self.kinds = SegmentedChips([(kind.value, _(kind.label)) for kind in Won])
        named(self.kinds, _("Wer gewonnen wird"), "funnelKinds")
        self.kinds.changed.connect(lambda _key: self._show())
        steps = [Column(_(step), 104, right=True) for step in STEPS]
        self.channels = RowsView((Column(_("Kanal")), *steps), "funnelChannels", _("Akquise nach Kanal"))
        self.months = RowsView(
            (Column(_("Monat")), *(Column(_(step), 92, right=True) for step in STEPS)),
            "funnelMonths",
            _("Akquise nach Monat"),
        )
        cards = []
        for title, table, name in (
            (_("Nach Kanal"), self.channels, "funnelChannelsCard"),
            (_("Nach Monat"), self.months, "funnelMonthsCard"),
        ):
            card = Card(title, padded=False, name=name)
            card.body.addWidget(table)
            cards.append(card)
        self.told = label("", "muted", wrap=True)
        return column(self.kinds, self.told, SideBySide([(cards[0], 6), (cards[1], 5)], (0, 0, 0, 0)), spacing=8)

    def fit(self) -> None:
        """Columns and smallest sizes for the text size of the moment."""
        for table, width in ((self.channels, 470), (self.months, 370)):
            table.setMinimumSize(theme.px(width), theme.px(HIGH))
            table.fit_columns()

    def load(self, session: Any, project_id: int, first: date | None, last: date | None) -> FunnelReport:
        """Read all funnels."""
        return funnel_report(session, project_id, first, last)

    def show_report(self, found: FunnelReport) -> None:
        """Show the kind that is chosen."""
        self.kinds.set_choices(
            [(one.kind.value, f"{_(one.kind.label)} {grouped(max(one.total.reached))}") for one in found.funnels]
        )
        self._show()

    def _show(self) -> None:
        if self.found is None:
            return
        chosen: Funnel = next(one for one in self.found.funnels if one.kind.value == self.kinds.chosen())
        self.told.setText(sentence(chosen))
        total = [_line(chosen.total, strong=True)] if chosen.channels else []
        self.channels.show_lines([*(_line(one) for one in chosen.channels), *total])
        self.months.show_lines([_month(one) for one in reversed(chosen.months)])

    def tabulate(self) -> Tables:
        """The same as tables."""
        from app.reports.social import funnel_tables

        return funnel_tables(self.found)

    def shown(self) -> None:
        """The keyboard begins at the numbers."""
        self.channels.setFocus()


def sentence(funnel: Funnel) -> str:
    """What the numbers say, in one line."""
    contacted, won, active = funnel.total.reached
    if not any(funnel.total.reached):
        return _("In diesem Zeitraum ist nichts erfasst. Kanal und Erstkontakt stehen bei Rolle und Organisation.")
    said = _("Im Zeitraum: {contacted} Erstkontakte, {won} gewonnen, {active} aktiv geworden.").format(
        contacted=grouped(contacted), won=grouped(won), active=grouped(active)
    )
    if won > contacted or active > contacted:
        said += " " + _("Manche Schritte gehören zu früheren Kontakten, dort steht nur die Zahl.")
    return said


def _line(found: Row, *, strong: bool = False) -> Line:
    cells: Sequence[Item] = [Item.of(share(found, step), strong=strong) for step in range(len(STEPS))]
    return Line((Item.of(found.label, strong=strong), *cells), (found.label, strong))


def _month(found: Row) -> Line:
    return Line((Item.of(found.label), *(Item.of(grouped(n)) for n in found.reached)), found.label)
