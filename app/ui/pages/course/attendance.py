"""The tab Anwesenheit: threshold, grid, sums, and which key means what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.core.text import NBSP, _, day_and_month
from app.models import Course
from app.models.attendance import AttendanceState
from app.models.course import UNIT_MINUTES
from app.models.enrolment import ACTIVE
from app.models.work import Work
from app.services import courses
from app.services.grid import Cell, Verdict
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.course.grid_head import SumRow
from app.ui.pages.course.grid_model import GridModel, Place
from app.ui.pages.course.grid_view import GridView
from app.ui.pages.course.snapshot import Snapshot
from app.ui.widgets.basics import label, line, named, plain, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.toast import announce

THRESHOLDS = (50, 60, 70, 75, 80, 85, 90, 100)
PRESENT = AttendanceState.PRESENT.value
LEGEND = (
    ("A", _("anwesend")),
    ("T", _("teilweise, dann Zahl der UE")),
    ("E", _("entschuldigt")),
    ("K", _("krank")),
    ("U", _("unentschuldigt")),
    ("–", _("abgemeldet")),
    (_("Entf"), _("leeren")),
)
SHOWN = (
    ("", _("Alle")),
    (Verdict.OPEN.value, _("Termin offen")),
    (Verdict.BELOW.value, _("Unter Schwelle")),
    (Verdict.FULFILLED.value, _("Erfüllt")),
)


class AttendanceTab(QWidget):
    """Enters attendance: what is typed shows at once, is stored in order, and is taken back when it is refused."""

    stored = Signal()
    """Something was stored; the page reads anew."""

    def __init__(self, context: Context, course_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.course_id = context, course_id
        self.model = GridModel(self)
        self.view = GridView(self.model, "attendanceGrid", _("Anwesenheit"))
        self.sums = SumRow(self.view)
        self._build()
        self.view.entered.connect(self.enter)
        self.view.filled.connect(self.fill_down)
        self.view.column_filled.connect(self.fill_column)
        self.view.left.connect(self._leave)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._offer_column())
        self.model.modelReset.connect(self._fit)
        theme.notifier().changed.connect(self._fit)

    # ---------------------------------------------------------------- parts

    def _build(self) -> None:
        self.card = QFrame()
        self.card.setProperty("card", "true")
        self.card.installEventFilter(self)
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        inner.addWidget(self.view)
        inner.addWidget(self.sums)
        inner.addStretch(1)
        self.legend = self._legend()
        inner.addWidget(line())
        inner.addWidget(self.legend)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 12)
        outer.setSpacing(9)
        outer.addLayout(self._tools())
        outer.addWidget(self.card, 1)

    def _tools(self) -> QVBoxLayout:
        self.threshold = QComboBox()
        named(self.threshold, _("Schwelle für die Bescheinigung"), "threshold")
        self.threshold.activated.connect(self._choose_threshold)
        caption = QLabel(_("S&chwelle"))
        caption.setBuddy(self.threshold)
        self.meaning = label("", "muted")
        self.present = Button(_("Spalte: alle an&wesend"), self.fill_column, "done", "columnPresent")
        self.present.setToolTip(_("Strg+Umschalt+A"))
        self.key = label(_("Strg+Umschalt+A"), "small")
        self.shown = QComboBox()
        named(self.shown, _("Wen die Liste zeigt"), "shownPeople")
        self.shown.activated.connect(lambda at: self.model.show_only(self.shown.itemData(at)))
        showing = QLabel(_("&Zeigen"))
        showing.setBuddy(self.shown)
        for yielding in (self.meaning, self.key):
            yielding.setMinimumWidth(1)
            yielding.setToolTip(yielding.text())
        divider = line(vertical=True)
        divider.setFixedHeight(20)
        tools = row(caption, self.threshold, self.meaning, 10, divider, 10, self.present, self.key, None)
        tools.addWidget(showing)
        tools.addWidget(self.shown)
        whole = QVBoxLayout()
        whole.addLayout(tools)
        return whole

    def _legend(self) -> QWidget:
        keys = FlowLayout(spacing=15)
        keys.setContentsMargins(0, 0, 0, 0)
        for key, meaning in LEGEND:
            keys.addWidget(plain(row(label(key, "key"), label(meaning, "small"), spacing=6)))
        last = label(_("Eingabetaste: nächste Zeile"), "small")
        last.setMinimumWidth(1)
        last.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        legend = QWidget()
        whole = QHBoxLayout(legend)
        whole.setContentsMargins(10, 6, 10, 6)
        whole.addLayout(keys, 1)
        whole.addWidget(last)
        return legend

    # ---------------------------------------------------------------- showing

    def show_snapshot(self, snapshot: Snapshot, known: frozenset[int] = frozenset()) -> None:
        """Show what was read; KNOWN were the entries stored before."""
        grid = snapshot.grid
        self.model.show(grid, known)
        with QSignalBlocker(self.threshold):
            self.threshold.clear()
            for percent in sorted({*THRESHOLDS, grid.threshold}):
                self.threshold.addItem(f"{percent}{NBSP}%", percent)
            self.threshold.setCurrentIndex(self.threshold.findData(grid.threshold))
        self.meaning.setText(_("mindestens {n} von {planned} UE").format(n=grid.needed, planned=grid.planned))
        self.meaning.setToolTip(self.meaning.text())
        self._offer_people()
        self._offer_column()

    def _offer_people(self) -> None:
        rows = self.model.grid.rows
        with QSignalBlocker(self.shown):
            self.shown.clear()
            for verdict, text in SHOWN:
                count = sum(not verdict or one.verdict == verdict for one in rows)
                self.shown.addItem(f"{text} {count}", verdict)
            self.shown.setCurrentIndex(max(self.shown.findData(self.model.only), 0))

    def _offer_column(self) -> None:
        column = self.view.currentIndex().column()
        possible = self.model.is_date(column) and not self.model.grid.columns[column].cancelled
        self.present.setEnabled(possible)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the sums right below the last row while there is room."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.view.fit()
        needed = self.view.content_height() + 2 * self.view.frameWidth()
        legend = 0 if self.legend.isHidden() else self.legend.heightForWidth(self.card.width() - 2)
        room = self.card.height() - self.sums.height() - legend - 3
        self.view.setFixedHeight(max(min(needed, room), theme.px(90)))
        self.card.setMinimumHeight(theme.px(90) + self.sums.height() + legend + 3)

    def go_to(self, enrolment_id: int, session_id: int) -> None:
        """Put the keyboard on one cell."""
        if self.model.only:
            self.model.show_only("")
            self._offer_people()
        index = self.model.where(enrolment_id, session_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
        self.view.setFocus()

    def _leave(self, backwards: bool) -> None:
        (self.threshold if backwards else self.shown).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---------------------------------------------------------------- entering

    def enter(self, cells: list[tuple[int, int]], state: str | None, units: int = 0) -> None:
        """One entry for one or several cells."""
        minutes = units * UNIT_MINUTES if state == AttendanceState.PARTIAL else None
        self._store({place: Cell(state, minutes) for place in self._places(cells)}, self._label(cells))

    def fill_down(self, cells: list[tuple[int, int]]) -> None:
        """Several rows take the entry of their topmost one; a single row that of the one above."""
        if not cells:
            return
        top = min(r for r, _c in cells)
        source = top if any(r > top for r, _c in cells) else top - 1
        if source < 0:
            return
        targets = [(r, c) for r, c in cells if r > source]
        entries = {self.model.place(r, c): self.model.cell(source, c) for r, c in targets}
        self._store(entries, self._label(targets))

    def fill_column(self) -> None:
        """Everybody without an entry who still belongs to the course was there on the current date."""
        column = self.view.currentIndex().column()
        if not self.model.is_date(column):
            return
        session = self.model.grid.columns[column]
        missing = {
            (one.enrolment_id, session.session_id): Cell(PRESENT)
            for one in self.model.grid.rows
            if one.state in ACTIVE and not self._shown_state(one.enrolment_id, session.session_id, one.cells[column])
        }
        label = _("Anwesenheit: alle anwesend {day}").format(day=day_and_month(session.day))
        self._do(missing, label, lambda work: courses.all_present(work, session.session_id))

    def _shown_state(self, enrolment_id: int, session_id: int, stored: Cell) -> str | None:
        index = self.model.where(enrolment_id, session_id)
        return self.model.cell(index.row(), index.column()).state if index.isValid() else stored.state

    def _places(self, cells: list[tuple[int, int]]) -> list[Place]:
        return [self.model.place(r, c) for r, c in cells]

    def _label(self, cells: list[tuple[int, int]]) -> str:
        """How this step is called in the undo menu: 'Anwesenheit: Gvazava 04.11.'."""
        rows, columns = {r for r, _c in cells}, {c for _r, c in cells}
        if len(columns) != 1:
            return _("Anwesenheit: {n} Einträge").format(n=len(cells))
        day = day_and_month(self.model.grid.columns[columns.pop()].day)
        if len(rows) == 1:
            return _("Anwesenheit: {who} {day}").format(who=self.model.rows[rows.pop()].caption.split(",")[0], day=day)
        return _("Anwesenheit: {n} Personen {day}").format(n=len(rows), day=day)

    def _store(self, entries: Mapping[Place, Cell], label: str) -> None:
        """Store what differs from what is shown."""
        changed = {place: cell for place, cell in entries.items() if self._differs(place, cell)}

        def enter(work: Work) -> None:
            for (enrolment_id, session_id), cell in changed.items():
                courses.set_attendance(work, enrolment_id, session_id, cell.state, cell.minutes)

        if changed:
            self._do(changed, label, enter)

    def _differs(self, place: Place, cell: Cell) -> bool:
        index = self.model.where(*place)
        shown = self.model.cell(index.row(), index.column())
        return (shown.state, shown.minutes) != (cell.state, cell.minutes)

    def _do(self, entries: Mapping[Place, Cell], label: str, action: Callable[[Work], object]) -> None:
        number = self.model.expect(entries)
        index = self.view.currentIndex()
        announce(self.view, str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        self.context.do(label, action, self, partial(self._settle, number), partial(self._refuse, number))

    def _settle(self, number: int) -> None:
        self.model.settle(number)
        self.stored.emit()

    def _refuse(self, number: int, error: BaseException) -> None:
        self.model.take_back(number)
        self.context.tell(error)

    def _choose_threshold(self, at: int) -> None:
        percent = int(self.threshold.itemData(at))
        if percent != self.model.grid.threshold:
            label = _("Schwelle: {percent}").format(percent=f"{percent}{NBSP}%")
            self.context.do(label, lambda work: self._set_threshold(work, percent), self, self.stored.emit)

    def _set_threshold(self, work: Work, percent: int) -> None:
        work.update(work.get(Course, self.course_id), {"threshold": percent})

    def current(self) -> QModelIndex:
        """The cell with the keyboard."""
        return self.view.currentIndex()
