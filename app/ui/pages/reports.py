"""The report page: indicators by gender with target and actual; every number opens the people behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QSplitter,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import _, grouped, parse_date, percent, period, plural, show
from app.models import Person
from app.models.history import Done
from app.models.work import Work
from app.services.behind import Counted, people
from app.services.figures import Figures
from app.services.indicator_report import IndicatorReport, indicator_report
from app.services.programme import Indicator
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.form_row import Curtain
from app.ui.rows import Column, Item, Line, Lines, RowsView
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import column, empty, label, line, named, plain, row
from app.ui.widgets.buttons import IconButton, LinkButton, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.table import RowDelegate

SHARE = Qt.ItemDataRole.UserRole + 200
"""The share of a target that is reached, for the painted bar."""
TABLES = ("person", "participation", "project")
SHORT = {_("ohne Eintrag"): (_("o. Eintrag"), 76)}
"""What does not fit over a column of numbers; the whole word stands in the workbook."""
WIDEST = 1100
"""Number tables are never wider than this many px; more room goes to the people behind the numbers."""
SHOWN_GAPS = 4
UNRECORDED = _("nicht erfasst")


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
        headings = [Column(_("Code"), 64), Column(_("Indikator"))]
        headings += [Column(*SHORT.get(option.label, (option.label, 68)), right=True) for option in programme.genders]
        headings += [
            Column(_("Gesamt"), 92 if any(one.source for one in programme.indicators) else 58, right=True),
            Column(_("Soll"), 44, right=True),
            Column(_("Erfüllung"), 104),
        ]
        self.rows.columns = tuple(headings)
        self.rows.show(list(self._lines(found)))
        self.fit_columns()
        self.clearSpans()
        for number, shown in enumerate(self.rows.lines):
            if shown.heading:
                self.setSpan(number, 0, 1, len(headings))
        self.selectionModel().currentChanged.connect(self._moved, Qt.ConnectionType.UniqueConnection)
        self.setCurrentIndex(self.rows.index(*at) if at[0] > 0 else self.rows.index(1, 2))

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


class PeoplePanel(Card):
    """Who stands behind a number, by which rule, and who might count too."""

    opened = Signal(object)
    """The id of a person somebody wants to see."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Personen"), padded=False, name="peoplePanel")
        self.header.addWidget(IconButton("close", _("Schließen"), self.closed.emit, "closePeople"))
        columns = (Column(_("Name")), Column(_("TN-Nr."), 66), Column(_("Eintritt"), 84))
        self.table = RowsView(columns, "peopleTable", _("Personen hinter der Zahl"))
        self.table.opened.connect(self.opened)
        self.rule, self.official = label("", "muted", wrap=True), label("", "small", wrap=True)
        self.gaps_title, self.gaps = label("", "strong"), QVBoxLayout()
        texts = column(label(_("Zählregel"), "strong"), self.rule, self.official, line(), self.gaps_title, self.gaps)
        texts.setContentsMargins(12, 8, 12, 12)
        self.gaps.setSpacing(0)
        self.body.setSpacing(0)
        self.curtain = Curtain(_("Wer hier zählt, verrät geschützte Angaben. Wer sie ansieht, steht im Verlauf."))
        self._veil = plain(column(self.curtain, None, margins=(12, 8, 12, 8)))
        self.body.addWidget(self._veil, 1)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(line())
        self.body.addLayout(texts)

    def show_rule(self, indicator: Indicator, gender: str, counted: Figures, code: str | None) -> None:
        """Say what the number counts, before its people are there."""
        if indicator.source:
            number = counted.number(indicator.code)
            many = UNRECORDED if number is None else grouped(number)
            self.title.setText(_("{code}: {many}").format(code=indicator.code, many=many))
        else:
            many = plural(counted.count(indicator.code, code), _("1 Person"), _("{n} Personen"))
            self.title.setText(_("{code}, {gender}: {many}").format(code=indicator.code, gender=gender, many=many))
        self._nobody = bool(indicator.source)
        self.cover(False)
        base = counted.bases.get(indicator.code)
        sentence = _("Grundmenge: {n} der gezählten Personen.")
        self.rule.setText(" ".join([indicator.rule, *([sentence.format(n=grouped(base))] if base is not None else [])]))
        self.official.setText(indicator.official)
        self.show_people([], [])

    def cover(self, on: bool) -> None:
        """Show no names until somebody asks for them."""
        self.curtain.button.setEnabled(True)
        self._veil.setVisible(on)
        self.table.setVisible(not on and not self._nobody)

    def show_people(self, counted: list[Counted], possible: list[Counted]) -> None:
        """Show who is counted, and who would be if nothing were missing."""
        self.table.show_lines(Lines(counted, _line_of))
        empty(self.gaps)
        self.gaps_title.setText(_("Nicht gezählt: {n} möglich").format(n=len(possible)) if possible else "")
        for one in possible[:SHOWN_GAPS]:
            link = LinkButton(_("Ergänzen"), partial(self.opened.emit, one.person_id), f"gap:{one.number}")
            link.setAccessibleName(_("{name} ergänzen").format(name=one.caption))
            self.gaps.addWidget(plain(row(label(one.caption), None, link)))
        if more := possible[SHOWN_GAPS:]:
            self.gaps.addWidget(label(_("und {n} weitere").format(n=len(more)), "muted"))


def _line_of(one: Counted) -> Line:
    cells = Item.of(one.caption), Item.of(one.number, muted=True), Item.of(show(one.entry), muted=True)
    return Line(cells, one.person_id)


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
        self.split.setSizes([theme.px(800), theme.px(316)])
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
