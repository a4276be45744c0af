"""The overview of offers: the table, the gaps beside it, and what leaves the house as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _, grouped
from app.models.history import Done
from app.models.work import Work
from app.services.offer_filters import filters
from app.services.offer_gaps import Explained, explain
from app.services.offer_overview import ALL, By, Gap, Overview, note_need, overview
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.organisation.overview_panel import GapPanel
from app.ui.pages.organisation.overview_scope import ScopeBar
from app.ui.pages.organisation.overview_table import OverviewTable
from app.ui.widgets.basics import IconLabel, label, plain, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.chips import SegmentedChips
from app.ui.widgets.elided import Elided
from app.ui.widgets.empty import EmptyState

COMPACT = 820
"""Below this width buttons have icons only."""
BESIDE = 900
"""From this width (at 100 % text size) on the gaps stand beside the table."""
PANEL = 296
TABLES = ("offer", "organisation", "placement", "person", "role", "participation", "place", "travel")


class OverviewPage(QWidget):
    """Table and gaps; everything is counted away from the screen."""

    opened = Signal(str, object)
    """A record that should be shown: its table and id."""
    noted = Signal(str)
    offer_wanted = Signal()
    """Somebody wants to fill in a new offer."""
    offers_wanted = Signal(object)
    """The filters of the offers that somebody wants to see."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.overview: Overview | None = None
        self.gap: Gap | None = None
        self._alone = self._stale = False
        self._build()
        self._connect()
        self.commands = {"refresh": self.reload, "new": self.offer_wanted.emit}
        self.reload()

    # ---------------------------------------------------------------- building

    def _build(self) -> None:
        self.excel_button = Button(_("Excel erstellen"), self.save_excel, "table", "overviewExcel")
        self.print_button = Button(_("Drucken"), self.save_pdf, "print", "overviewPrint")
        self.print_button.setToolTip(_("Für außen: Zahlen unter 5 werden nicht gezeigt."))
        self.primary = PrimaryButton(_("Angebot anlegen"), self.offer_wanted.emit, "add", "overviewNew")
        self._buttons = tuple(
            (button, button.accessibleName()) for button in (self.excel_button, self.print_button, self.primary)
        )
        self.top = plain(row(None, self.excel_button, self.print_button, self.primary))
        self.scope = ScopeBar(self.context)
        self.columns = SegmentedChips(_choices(short=False))
        self._columns_label = label(_("Spalten"), "muted")
        self.tools = plain(row(self.scope, None, self._columns_label, self.columns))
        self.table = OverviewTable()
        self.nothing = EmptyState(
            "calendar",
            _("Noch keine Angebote"),
            _("Hier steht, was es in welchem Ort gibt und wo jemand vergebens sucht, sobald Angebote erfasst sind."),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self.card = Card(padded=False, name="overviewCard")
        self.card.body.addWidget(self.stack)
        self._legend_line = plain(self._legend())
        self.card.add_foot(row(self._legend_line))
        self.panel = GapPanel()
        self._outer = outer = QVBoxLayout(self)
        outer.addWidget(self.tools)
        body = row(self.card, self.panel, spacing=10)
        body.setStretch(0, 1)
        outer.addLayout(body, 1)
        self._fit()
        theme.notifier().changed.connect(self._fit)

    def _legend(self) -> QHBoxLayout:
        users = _("4 · 9 TN = 4 Angebote, 9 Teilnehmende")
        gap, none = _("2 suchen = Lücke, 2 Personen suchen"), _("keins = kein Angebot, niemand sucht")
        self._legend_rest = Elided(_("Eingabetaste öffnet"), "small", giving=True)
        offers, missing, nothing = (Elided(text, "small", giving=True) for text in (users, gap, none))
        mark = IconLabel("warning", "warn", 14)
        return row(offers, 6, mark, missing, 6, nothing, None, self._legend_rest, spacing=4)

    def _connect(self) -> None:
        self.scope.changed.connect(self.reload)
        self.columns.changed.connect(lambda _key: self.reload())
        self.table.gap_chosen.connect(self._chosen)
        self.table.cell_opened.connect(self._open)
        self.panel.stepped.connect(self.step)
        self.panel.person_wanted.connect(lambda id: self.opened.emit("person", id))
        self.panel.offer_wanted.connect(lambda id: self.opened.emit("offer", id))
        self.panel.offers_wanted.connect(self._show_similar)
        self.panel.host_wanted.connect(lambda id: self.opened.emit("organisation", id))
        self.panel.need_wanted.connect(self.note_need)
        self.panel.closed.connect(self._back)
        self.context.changed.connect(self._changed)

    # ---------------------------------------------------------------- reading

    def reload(self) -> None:
        """Count anew."""
        scope, by = self.scope.scope, By(self.columns.chosen())

        def load(_progress: Progress) -> Overview:
            with self.context.db.read() as session:
                return overview(session, scope, by)

        self._stale = False
        self.context.tasks.run(load, self._show, self, self.context.tell, key="overview")

    def _changed(self, done: Done) -> None:
        if done.touches(*TABLES):
            self._stale = True
            if self.isVisible():
                self.reload()

    def shown(self) -> None:
        """Count anew what changed while nobody looked; begin in the table."""
        if self._stale:
            self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: Overview) -> None:
        self.overview = found
        self.stack.setCurrentIndex(0 if found.rows else 1)
        self.table.show_overview(found)
        self.announce()
        gaps = found.gaps
        if gaps:
            self.table.choose(gaps[0])
            if self.panel.isHidden():  # the places, which stand first, say more than the cell
                self.table.horizontalScrollBar().setValue(0)
        else:
            self.gap = None
            self.panel.show_nothing(0)

    def announce(self) -> None:
        """Say how many offers are counted."""
        if found := self.overview:
            text = _("{n} von {all} Angeboten nach Filter").format(n=grouped(found.shown), all=grouped(found.of))
            self.noted.emit(text if found.of else "")

    # ---------------------------------------------------------------- gaps

    def _chosen(self, gap: Gap | None) -> None:
        found = self.overview
        if found is None or gap is None:
            return
        self.gap = gap

        def show(told: Explained) -> None:
            if self.gap == gap and self.overview is found:
                self.panel.show_gap(found.gaps.index(gap) + 1, len(found.gaps), told)

        self.context.tasks.run(lambda _progress: explain(found, gap), show, self, key="gap", quiet=True)

    def step(self, by: int) -> None:
        """Go to the next or the previous gap."""
        gaps = self.overview.gaps if self.overview else ()
        if gaps:
            at = gaps.index(self.gap) if self.gap in gaps else -1
            self.table.choose(gaps[(at + by) % len(gaps)])

    def note_need(self) -> None:
        """Keep what would help as something to look for."""
        if told := self.panel.shown:

            def act(work: Work) -> None:
                note_need(work, told.need, told.serves)

            self.context.do(_("Bedarf vormerken: {need}").format(need=told.need), act, self)

    def _open(self, place: str, key: str) -> None:
        if self.table.gap() is not None:
            self._alone = True
            self._fit()
            self.panel.need_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.offers_wanted.emit(filters(self.scope.scope, place, key))

    def _show_similar(self) -> None:
        """Everything of the kind that is missing in the gap shown, wherever it is."""
        if self.overview and self.gap:
            self.offers_wanted.emit(filters(self.scope.scope, ALL, self.overview.columns[self.gap.column].key))

    def _back(self) -> None:
        self._alone = False
        self._fit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------- files

    def save_excel(self) -> None:
        """Write the table as a workbook."""
        self._save(_("Angebotsübersicht.xlsx"), _("Excel"), ".xlsx", "offer_overview")

    def save_pdf(self) -> None:
        """Write the table for people outside the house."""
        self._save(_("Angebotsübersicht.pdf"), _("PDF"), ".pdf", "offer_overview_print")

    def _save(self, suggested: str, kind: str, suffix: str, name: str) -> None:
        path = dialogs.save_file(self.window(), _("Angebotsübersicht speichern"), suggested, [(kind, [suffix])])
        if path is None:
            return
        scope, by = self.scope.scope, self.columns.chosen()
        values = {
            "first": scope.first, "last": scope.last, "by": by, "start": scope.hours[0], "end": scope.hours[1],
            "days": " ".join(str(day + 1) for day in scope.days),
        }  # fmt: skip

        def make(progress: Progress) -> Path:
            from app.reports import report

            return report(name).build(self.context.db, values, progress, path)

        def done(written: Path) -> None:
            self.context.message.emit(_("Gespeichert: {name}").format(name=written.name), False)

        self.context.tasks.run(make, done, self, self.context.tell, key="file")

    # ---------------------------------------------------------------- sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Narrower than table and gaps side by side, so that a window can become so small that they fold."""
        return QSize(theme.px(320), super().minimumSizeHint().height())

    def _fit(self) -> None:
        beside = self.width() / theme.scale() >= BESIDE
        self.panel.setMaximumWidth(theme.px(PANEL) if beside else 16_777_215)
        self.panel.setMinimumWidth(theme.px(PANEL) if beside else 0)
        self.panel.setVisible(beside or self._alone)
        self.card.setVisible(beside or not self._alone)
        self.panel.back.setVisible(not beside)
        self._columns_label.setVisible(beside)
        self._legend_rest.setVisible(beside)
        self._fold(self.width() / theme.scale() < COMPACT)

    def _fold(self, compact: bool) -> None:
        """Save width and lines where there are few of them."""
        for button, text in self._buttons:
            button.setText("" if compact else f" {text}")
            button.setAccessibleName(text)
            button.setToolTip(button.toolTip() or text)
        self.columns.set_choices(_choices(compact))
        self.tools.setVisible(not (compact and self._alone))
        self._legend_line.setVisible(not compact)
        side = 10 if compact else 16
        self._outer.setContentsMargins(side, 4 if compact else 8, side, 6 if compact else 10)
        self._outer.setSpacing(4 if compact else 8)

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        return [self.table, self.panel.need_button]


def _choices(short: bool) -> tuple[tuple[str, str], ...]:
    sectors = _("Sparten") if short else _("Sparten und Zielgruppen")
    return ((By.SECTORS.value, sectors), (By.DAYS.value, _("Wochentage")))
