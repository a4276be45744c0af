"""The report page: indicators by gender with target and actual; every number opens the people behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QSplitter,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import _, parse_date, percent, period, plural, show
from app.models import Person
from app.models.history import Done
from app.models.work import Work
from app.services.behind import Counted, people
from app.services.figures import Figures
from app.services.indicator_report import IndicatorReport, indicator_report
from app.services.programme import Indicator
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.people_panel import UNRECORDED, PeoplePanel
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import column, label, named, plain, row
from app.ui.widgets.buttons import PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.table import PADDING, RowDelegate

SHARE = Qt.ItemDataRole.UserRole + 200
"""The share of a target that is reached, for the painted bar."""
TABLES = ("person", "participation", "project")
SHORT = {_("ohne Eintrag"): (_("o. Eintrag"), 76)}
"""What does not fit over a column of numbers; the whole word stands in the workbook."""
CODE = 64
WIDEST = 1100
"""Number tables are never wider than this many px; more room goes to the people behind the numbers."""
BESIDE = 980
"""From this width (of the page, at 100 % text size) on the people stand beside the numbers, else below them."""
ASIDE, BELOW = 300, 190
"""How wide or high the people are at first."""


class FiguresDelegate(RowDelegate):
    """Paints the bar of the last column beside its percentage."""

    def paint_content(self, painter: QPainter, rect: QRect, index: QModelIndex, option: QStyleOptionViewItem) -> None:  # type: ignore[override]
        """Draw bar and percentage, or the text of any other cell."""
        share = index.data(SHARE)
        if share is None:
            super().paint_content(painter, rect, index, option)
            return
        height, width = theme.px(8), theme.px(48)
        track = QRect(rect.left(), rect.center().y() - height // 2, width, height)
        painter.setPen(QPen(theme.color("ctl"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRect(track)
        filled = track.adjusted(1, 1, 0, 0)
        filled.setWidth(round((width - 1) * min(share, 1)))
        painter.fillRect(filled, theme.color("accent"))
        painter.setPen(theme.color("text"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), str(index.data()))


class FiguresTable(RowsView):
    """Indicators by gender; arrow keys walk the numbers."""

    figure_chosen = Signal(object, object)
    """(indicator, gender code or None for all) of the number the keyboard is on."""

    def __init__(self) -> None:
        super().__init__([], "figuresTable", _("Indikatoren"), "numbers")
        self.genders: list[str] = []
        self.setItemDelegate(FiguresDelegate(self))

    def show_figures(self, found: IndicatorReport) -> None:
        """Show other figures; the keyboard stays on its number."""
        at = self.currentIndex().row(), self.currentIndex().column()
        programme = found.figures.programme
        self.genders = [option.code for option in programme.genders]
        recorded = [found.figures.number(one.code) is not None for one in programme.indicators if not one.internal]
        headings = [Column(_("Code"), CODE), Column(_("Indikator"))]
        headings += [Column(*SHORT.get(option.label, (option.label, 68)), right=True) for option in programme.genders]
        headings += [
            Column(_("Gesamt"), 58 if all(recorded) else 92, right=True),
            Column(_("Soll"), 44, right=True),
            Column(_("Erfüllung"), 104),
        ]
        self.rows.columns = tuple(headings)
        self.rows.show(list(self._lines(found)))
        self.fit_columns()
        self._fit_codes()
        self.clearSpans()
        for number, shown in enumerate(self.rows.lines):
            if shown.heading:
                self.setSpan(number, 0, 1, len(headings))
        self.selectionModel().currentChanged.connect(self._moved, Qt.ConnectionType.UniqueConnection)
        self.setCurrentIndex(self.rows.index(*at) if at[0] > 0 else self.rows.index(1, 2))

    def _fit_codes(self) -> None:
        """The code is the name of a number: it is never cut, whatever the font."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        codes = [line.items[0].text for line in self.rows.lines if not line.heading]
        widest = max((QFontMetrics(font).horizontalAdvance(code) for code in codes), default=0)
        self.setColumnWidth(0, max(self.columnWidth(0), widest + 2 * PADDING + 2))

    def _lines(self, found: IndicatorReport) -> Iterator[Line]:
        programme = found.figures.programme
        for section in programme.sections:
            inside = [one for one in programme.indicators if one.section == section.key and not one.internal]
            if inside:
                yield Line((Item.of(section.title, strong=True, ground="surface2"),), heading=True)
            for indicator in inside:
                yield self._line(found.figures, indicator, found.targets.get(indicator.code, 0))

    def _line(self, counted: Figures, indicator: Indicator, target: int) -> Line:
        total, strong = counted.number(indicator.code), bool(indicator.sum_of)
        indent = "\u2003" if indicator.part_of and not strong else ""
        cells = [Item.of(indicator.code, strong=strong), Item.of(indent + indicator.label, strong=strong)]
        if indicator.source:
            cells += [Item.of("–", muted=True) for _gender in self.genders]
        else:
            cells += [Item.of(counted.count(indicator.code, gender), strong=strong) for gender in self.genders]
        share = Item()
        if target and total is not None:
            share = Item(percent(total, target), {SHARE: total / target})
        shown = Item.of(UNRECORDED, muted=True) if total is None else Item.of(total, strong=True)
        cells += [shown, Item.of(target or "–", muted=True), share]
        return Line(tuple(cells), indicator)

    def _moved(self, index: QModelIndex) -> None:
        chosen = self.rows.line(index)
        if chosen is None or chosen.heading:
            return
        place = index.column() - 2
        self.figure_chosen.emit(chosen.key, self.genders[place] if 0 <= place < len(self.genders) else None)


class ReportsPage(QWidget):
    """Figures of the chosen project until a day, and the workbook of them; `top` is the row above."""

    opened = Signal(str, object)
    """(table, id) of a record that somebody wants to see."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.found: IndicatorReport | None = None
        self.until = today()
        self.table, self.panel, self.banner = FiguresTable(), PeoplePanel(), Banner()
        self.table.figure_chosen.connect(self._choose)
        self.panel.opened.connect(lambda id: self.opened.emit("person", id))
        self.panel.closed.connect(self.panel.hide)
        self.panel.curtain.asked.connect(self._look)
        self._chosen: tuple[Indicator, str | None] | None = None
        self._looked_at: tuple[str, str | None] | None = None
        self._build()
        context.changed.connect(self._changed)
        context.project_changed.connect(self.reload)
        self.reload()

    def _build(self) -> None:
        self.day = QLineEdit(show(self.until))
        named(self.day, _("Stichtag: gezählt wird bis zu diesem Tag"), "until")
        self.day.setFixedWidth(theme.px(104))
        self.day.editingFinished.connect(self._day_typed)
        self.problem = label("", "small", "err")
        caption = QLabel(_("&Zeitraum bis"))
        caption.setBuddy(self.day)
        self.period = label("", "muted")
        self.create_button = PrimaryButton(_("&Excel erstellen"), self.create_workbook, "report", name="createWorkbook")
        self.top = plain(row(caption, self.day, self.problem, self.period, None, self.create_button))
        frame = Card(padded=False, name="figuresCard")
        frame.body.addWidget(self.table)
        frame.setMaximumWidth(theme.px(WIDEST))
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(8)
        self.split.addWidget(frame)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 1)
        QTimer.singleShot(0, self, self._share)
        self.nothing = EmptyState(
            "report", _("Noch kein Projekt"), _("Berichte zählen die Teilnehmenden eines Projekts.")
        )
        outer = column(self.top, self.banner, spacing=8, margins=(16, 8, 16, 10))
        outer.addWidget(self.split, 1)
        outer.addWidget(self.nothing, 1)
        self.setLayout(outer)

    def shown(self) -> None:
        """The keyboard begins at the numbers."""
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the people there must be room for the names of the numbers."""
        super().resizeEvent(event)
        flat = event.size().width() < theme.px(BESIDE)
        way = Qt.Orientation.Vertical if flat else Qt.Orientation.Horizontal
        if way != self.split.orientation():
            self.split.setOrientation(way)
            self.panel.lie_flat(flat)
            QTimer.singleShot(0, self, self._share)  # the splitter has its new size only then

    def _share(self) -> None:
        flat = self.split.orientation() == Qt.Orientation.Vertical
        second = theme.px(BELOW if flat else ASIDE)
        whole = self.split.height() if flat else self.split.width()
        self.split.setSizes([whole - second, second])

    # ---------------------------------------------------------------- data

    def _changed(self, done: Done) -> None:
        if done.touches(*TABLES):
            self.reload()

    def _day_typed(self) -> None:
        try:
            until = parse_date(self.day.text())
        except ValueError as error:
            theme.mark(self.day, problem="wrong")
            self.day.setAccessibleDescription(str(error))
            self.problem.setText(str(error))
            return
        theme.mark(self.day, problem="")
        self.day.setAccessibleDescription("")
        self.problem.setText("")
        if until != self.until:
            self.until = until
            self.reload()

    def reload(self) -> None:
        """Count again."""
        project, until = self.context.project_id, self.until
        for widget in (self.split, self.create_button):
            widget.setVisible(project is not None)
        self.nothing.setVisible(project is None)
        if project is None:
            self.banner.tell("info", "")
            return

        def load(_progress: object) -> IndicatorReport:
            with self.context.db.read() as session:
                # The page needs the figures; their records would stay in memory as long as it is shown.
                return replace(indicator_report(session, project, until), records=())

        self.context.tasks.run(load, self.show_figures, self, self.context.tell, key="figures")

    def show_figures(self, found: IndicatorReport) -> None:
        """Show what was counted."""
        self.found = found
        self.period.setText(period(found.starts, found.ends))
        complete, missing = found.figures.complete, len(found.figures.open)
        late = len(found.figures.unfinished)
        if nobody := found.figures.programme.asks_nobody:
            self.banner.tell("info", nobody)
            self.table.show_figures(found)
            return
        lead = _("{n} von {all} Personen sind gezählt.").format(n=complete, all=complete + missing)
        if missing:
            self.banner.tell(
                "warn", _("Bei {n} fehlen Pflichtangaben, die Zahlen sind vorläufig.").format(n=missing), lead
            )
        elif late:
            one = _("Bei 1 Person sind Angaben zum Austritt offen, die Ergebnisse sind vorläufig.")
            many = _("Bei {n} Personen sind Angaben zum Austritt offen, die Ergebnisse sind vorläufig.")
            self.banner.tell("warn", plural(late, one, many), lead)
        else:
            self.banner.tell("ok", _("Alle Datensätze sind vollständig."), lead)
        self.table.show_figures(found)

    def _choose(self, indicator: Indicator, gender: str | None) -> None:
        if self.found is None:
            return
        counted = self.found.figures
        names = {option.code: option.label for option in counted.programme.genders}
        self.panel.show()
        self.panel.show_rule(indicator, names.get(gender or "", _("gesamt")), counted, gender)
        self._chosen = indicator, gender
        if self._looked_at != (indicator.code, gender):
            self._looked_at = None
            if counted.programme.protects(indicator):
                self.context.tasks.cancel(self, "people")
                self.panel.cover(True)
                return
        self._load_people(counted, indicator, gender)

    def _look(self) -> None:
        """Enter into the history of everybody behind the number that it was looked at, then show them."""
        if self.found is None or self._chosen is None:
            return
        counted, (indicator, gender) = self.found.figures, self._chosen

        def action(work: Work) -> None:
            possible = (one.record.id for one in counted.possible(indicator.code, gender))
            for one in people(work.session, [*counted.people(indicator.code, gender), *possible]):
                work.look(work.get(Person, one.person_id))

        def done() -> None:
            self._looked_at = indicator.code, gender
            if self._chosen == (indicator, gender):
                self._choose(indicator, gender)

        def failed(error: BaseException) -> None:
            self.panel.curtain.button.setEnabled(True)
            self.context.tell(error)

        label = _("Personen hinter „{code}“ ansehen").format(code=indicator.code)
        self.context.do(label, action, self, done, failed, undoable=False)

    def _load_people(self, counted: Figures, indicator: Indicator, gender: str | None) -> None:
        def load(_progress: object) -> tuple[list[Counted], list[Counted]]:
            inside = counted.people(indicator.code, gender)
            possible = [one.record.id for one in counted.possible(indicator.code, gender)]
            with self.context.db.read() as session:
                return people(session, inside), people(session, possible)

        self.context.tasks.run(
            load, lambda found: self.panel.show_people(*found), self, self.context.tell, key="people", quiet=True
        )

    def create_workbook(self) -> None:
        """Ask where to, and write the workbook away from the screen."""
        project, until = self.context.project_id, self.until
        suggested = _("Indikatoren_{day}.xlsx").format(day=f"{until:%Y-%m-%d}")
        target = dialogs.save_file(self, _("Excel erstellen"), suggested, [(_("Excel-Arbeitsmappe"), [".xlsx"])])
        if target is None:
            return

        def write(progress: Progress) -> object:
            from app.reports import REPORTS

            values = {"project": project, "until": until}
            return REPORTS["workbook"].build(self.context.db, values, progress, target)

        told = _("Excel erstellt: {name}").format(name=target.name)
        self.context.tasks.run(write, lambda _path: self.context.message.emit(told, False), self, self.context.tell)
