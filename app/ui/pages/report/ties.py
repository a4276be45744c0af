"""Social ties of a project: before and after by gender, and over time, with a table beside the picture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout

from app.core.text import N_, _, grouped, plural
from app.models.organisation import Tie
from app.services.social_report import Group, TiesReport, difference, span, ties_report
from app.services.ties import MANY, MEANING, Change, Quarter
from app.ui import theme
from app.ui.pages.report.period_page import PeriodPage
from app.ui.pages.report.tie_chart import TieChart
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import column, label
from app.ui.widgets.card import Card
from app.ui.widgets.side_by_side import SideBySide
from app.ui.widgets.table import RowDelegate

if TYPE_CHECKING:
    from app.reports.small_tables import Tables

BARS = Qt.ItemDataRole.UserRole + 220
"""The shares of the longest bar before and after, for the painted pair."""
HIGH, LOW = 300, 150
"""The tables are at least so many px high at 100 %."""


class BarsDelegate(RowDelegate):
    """Paints two bars above each other: outlined is before, filled is after."""

    def paint_content(self, painter: QPainter, rect: QRect, index: QModelIndex, option: QStyleOptionViewItem) -> None:  # type: ignore[override]
        """Draw the bars, or the text of any other cell."""
        shares = index.data(BARS)
        if shares is None:
            super().paint_content(painter, rect, index, option)
            return
        height, gap = theme.px(8), theme.px(2)
        top = rect.center().y() - height - gap // 2
        before, after = (round(max(rect.width() - 2, 1) * share) for share in shares)
        painter.setPen(QPen(theme.color("ctl"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRect(QRect(rect.left(), top, max(before, 1), height))
        painter.fillRect(QRect(rect.left(), top + height + gap, max(after, 2), height), theme.color("accent"))


class TiesPage(PeriodPage):
    """Everybody who entered in a period: ties at entry against exit or today, and at the end of each quarter."""

    tables = (
        "participation", "person", "project", "pair", "placement", "organisation", "enrolment", "course",
        "course_session", "household",
    )  # fmt: skip
    title = N_("Soziale Beziehungen")
    caption = N_("Eintritt &von")

    def build(self) -> QVBoxLayout:
        """Two cards beside each other, what the words mean below."""
        columns = (
            Column(_("Art")),
            Column(_("Vorher und nachher"), 150),
            Column(_("Eintritt"), 66, right=True),
            Column(_("nachher"), 72, right=True),
            Column(_("Veränderung"), 104),
        )
        self.before = RowsView(columns, "tiesBefore", _("Vorher und nachher, nach Geschlecht"))
        self.before.setItemDelegate(BarsDelegate(self.before))
        self.count = label("", "small")
        first = Card(_("Vorher und nachher"), padded=False, name="tiesBeforeCard")
        first.add_to_header(self.count)
        self.legend = label(_("Umrandet: beim Eintritt. Gefüllt: beim Austritt oder heute."), "small", wrap=True)
        self.legend.setContentsMargins(12, 6, 12, 8)
        first.body.addWidget(self.before, 1)
        first.body.addWidget(self.legend)
        self.chart = TieChart()
        names = [Column(_(MANY[kind]), 76, right=True) for kind in Tie]
        self.quarters = RowsView(
            (Column(_("Quartal")), Column(_("Personen"), 76, right=True), *names),
            "tiesQuarters",
            _("Im Verlauf, je Quartal"),
        )
        second = Card(_("Im Verlauf"), padded=False, name="tiesQuartersCard")
        second.body.addWidget(self.chart)
        second.body.addWidget(self.quarters, 1)
        meaning = " · ".join(f"{_(MANY[kind])}: {_(MEANING[kind])}" for kind in Tie)
        explained = label(
            f"{meaning}. " + _("Niemand wird gefragt; gezählt wird, woran jemand teilnimmt."), "muted", wrap=True
        )
        return column(explained, SideBySide([(first, 6), (second, 5)], (0, 0, 0, 0)), spacing=8)

    def fit(self) -> None:
        """Columns and smallest sizes for the text size of the moment."""
        self.before.setMinimumSize(theme.px(500), theme.px(HIGH))
        self.quarters.setMinimumSize(theme.px(400), theme.px(LOW))
        self.before.fit_columns()
        self.quarters.fit_columns()

    def load(self, session: Any, project_id: int, first: date | None, last: date | None) -> TiesReport:
        """Read the ties."""
        return ties_report(session, project_id, first, last)

    def show_report(self, found: TiesReport) -> None:
        """Show the ties; a group that is not shown says why over all columns."""
        people = plural(found.people, _("1 Person"), _("{n} Personen"))
        self.count.setText(f"{people} · {span(found.first, found.last)}")
        lines = [line for group in found.groups for line in _group(group)]
        self.before.show_lines(lines)
        self.before.clearSpans()
        for number, one in enumerate(lines):
            if len(one.items) == 1:
                self.before.setSpan(number, 0, 1, 5)
        if self.before.key() is None:
            self.before.selectRow(1)
        self.quarters.show_lines([_quarter(one) for one in reversed(found.quarters)])
        self.chart.show_quarters(found.quarters)

    def tabulate(self) -> Tables:
        """The same as tables."""
        from app.reports.social import ties_tables

        return ties_tables(self.found)

    def shown(self) -> None:
        """The keyboard begins at the numbers."""
        self.before.setFocus()


def _group(group: Group) -> Iterator[Line]:
    many = plural(group.people, _("1 Person"), _("{n} Personen"))
    size = many if group.size == grouped(group.people) else _("{n} Personen").format(n=group.size)
    yield Line((Item.of(f"{group.label}, {size}", strong=True, ground="surface2"),), heading=True)
    if group.hidden:
        yield Line((Item.of(group.why, state="hint"),), (group.label, None))
        return
    most = max((max(one.before or 0, one.after or 0) for one in group.changes), default=0) or 1
    yield from (_line(group, one, most) for one in group.changes)


def _line(group: Group, one: Change, most: int) -> Line:
    before, after = one.before or 0, one.after or 0
    said = _("{before} beim Eintritt, {after} nachher").format(before=before, after=after)
    bars = Item("", {BARS: (before / most, after / most), Qt.ItemDataRole.AccessibleTextRole: said})
    words = difference(one)
    cells = (
        Item.of(_(MANY[one.kind])),
        bars,
        Item.of(grouped(before)),
        Item.of(grouped(after), strong=True),
        Item.of(words),
    )
    return Line(cells, (group.label, one.kind))


def _quarter(one: Quarter) -> Line:
    if one.counts is None:
        return Line((Item.of(one.label), *(Item.of("–", muted=True) for _n in range(4))), one.day)
    counts = (Item.of(grouped(one.counts[kind])) for kind in Tie)
    return Line((Item.of(one.label), Item.of(grouped(one.people), muted=True), *counts), one.day)
