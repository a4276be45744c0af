"""The start page: what is due, how far the goals are, whether the data is complete, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QMenu, QVBoxLayout, QWidget

from app.core.clock import today
from app.core.text import _, day_and_date, grouped, plural, rounded, show, weekday
from app.models import Task
from app.models.history import Done
from app.services.agenda import Appointment, Goal, Overview, overview
from app.services.due import Due
from app.services.retention import RetentionDue
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.due_table import KINDS, DueTable, summary
from app.ui.pages.file_export import EXCEL_WAY, PDF_WAY, PERSONAL, FileExport
from app.ui.widgets.basics import column, empty, label, named, row
from app.ui.widgets.buttons import MenuButton, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.chips import SegmentedChips
from app.ui.widgets.elided import Elided
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.side_by_side import SideBySide, scrolling
from app.ui.widgets.targets import TargetBar, TrafficLight

ALL = "all"
SIDE_WIDTH, SMALL_SIDE, WIDE = 340, 312, 1000
"""What stands beside the list, and from which width of the page on it has all its room."""
WELCOME = _("Legen Sie Ihr Vorhaben an. Danach nehmen Sie Personen auf und planen Schulungen.")
TABLES = (
    "person", "participation", "course", "course_session", "enrolment", "attendance", "certificate", "project", "role",
    "consent", "document", "task", "pair", "pair_meeting", "placement", "not_duplicate",
    "qualification",
)  # fmt: skip


class StartPage(QWidget):
    """Work comes to the person: sorted by deadline, with the verb that solves it."""

    opened = Signal(str, object)
    """(table, id) of a record that somebody wants to see."""
    project_wanted = Signal()
    """Somebody wants to begin with a project."""
    checklist_wanted = Signal()
    """Somebody wants to see what is missing."""
    goals_wanted = Signal()
    """Somebody wants to see all indicators."""
    retention_wanted = Signal()
    """Somebody wants to anonymise those whose time is over."""
    counted = Signal(int)
    """How much is due; the navigation shows it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.found: Overview | None = None
        self.shown_part = ""
        """The words for the part whose entries are listed; the choice may be ahead of them."""
        self._roomy, self._leaving = True, False
        self.table = DueTable()
        self.table.opened.connect(self._open)
        self.table.ticked.connect(self._tick)
        self.files = FileExport(self, context, _("Heute fällig"), _(PERSONAL))
        self.export = MenuButton(_("Als Liste d&rucken"), self.ways_out, name="dueExport", small=True)
        self.views = SegmentedChips([(ALL, _("Alle"))])
        self.views.changed.connect(lambda _key: self._show_due())
        self.nothing = EmptyState(
            "ok", _("Heute ist nichts fällig"), _("Was in den nächsten 14 Tagen fällig wird, steht hier.")
        )
        self.begin = PrimaryButton(_("Projekt a&nlegen"), self.project_wanted.emit, "add", "beginProject")
        self.welcome = EmptyState("finance", _("Womit fangen Sie an?"), WELCOME, [self.begin])
        self._build()
        context.changed.connect(self._changed)
        context.project_changed.connect(self.reload)
        self.reload()

    def _build(self) -> None:
        title, day = label(_("Start"), "title"), today()
        self.due = Card(_("Heute fällig"), padded=False, name="dueCard")
        self.summary = label("", "muted")
        self.due.add_to_header(self.summary)
        chips = QVBoxLayout()
        chips.setContentsMargins(12, 7, 12, 7)
        chips.addWidget(self.views)
        self.due.body.setSpacing(0)
        self.due.body.addLayout(chips)
        self.due.body.addWidget(self.table, 1)
        self.due.body.addWidget(self.nothing, 1)
        self.due.body.addWidget(self.welcome, 1)
        told = Elided(_("Eingabetaste öffnet den Eintrag · Leertaste hakt eine Wiedervorlage ab"), "small", giving=True)
        self.due.add_foot(row(told, None, self.export))
        self.goals = Card(_("Zielstand"), link=_("Alle Ziele"), name="goalsCard")
        self.goals.link_clicked.connect(self.goals_wanted)
        self.goal_rows = QVBoxLayout()
        self.goal_rows.setSpacing(6)
        self.goals.body.addLayout(self.goal_rows)
        self.elapsed = Elided("", "small", giving=True)
        self.goals.add_to_header(self.elapsed)
        self.quality, self.lamp, self.quality_text = (
            Card(_("Datenqualität"), link=_("Prüfliste öffnen"), name="qualityCard"),
            TrafficLight(),
            label("", "small", wrap=True),
        )
        self.quality.link_clicked.connect(self.checklist_wanted)
        self.quality.body.addWidget(self.lamp)
        self.quality.body.addWidget(self.quality_text)
        self.upcoming, self.upcoming_rows = Card(_("Nächste Termine")), QGridLayout()
        self.upcoming_rows.setHorizontalSpacing(14)
        self.upcoming_rows.setColumnStretch(2, 1)
        self.upcoming.body.addLayout(self.upcoming_rows)
        self.side = QWidget()
        self.side.setLayout(column(self.goals, self.quality, self.upcoming, None, spacing=10))
        self.side.setFixedWidth(theme.px(SIDE_WIDTH))
        self.part = QComboBox()
        named(self.part, _("Teilprojekt"), "partChoice")
        self.part.activated.connect(lambda _index: self.reload())
        self.part.setMaximumWidth(theme.px(260))
        self.part.hide()
        head = row(title, label(f"{weekday(day)}, {show(day)}", "muted"), None, self.part, spacing=12)
        self.due.setMinimumWidth(theme.px(460))
        body = SideBySide([(self.due, 1), (self.side, 0)], margins=(0, 0, 0, 0))
        outer = column(head, spacing=8, margins=(16, 8, 16, 10))
        outer.addWidget(scrolling(body), 1)
        self.setLayout(outer)

    def shown(self) -> None:
        """The keyboard begins where the work is."""
        (self.table if self.context.project_id is not None else self.begin).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names in the list come first where there is little room."""
        super().resizeEvent(event)
        roomy = event.size().width() >= theme.px(WIDE)
        self.side.setFixedWidth(theme.px(SIDE_WIDTH if roomy else SMALL_SIDE))
        if roomy != self._roomy:
            self._roomy = roomy
            self._show_upcoming(self.found.upcoming if self.found else ())

    # ---------------------------------------------------------------- data

    def _changed(self, done: Done) -> None:
        if done.touches(*TABLES):
            self.reload()

    def reload(self) -> None:
        """Ask again what is due."""
        project, part = self.context.project_id, self.part.currentData()
        if self.found and self.found.project_id != project:
            part = None
        if project is None:
            self._show_nothing()
            return
        self._leaving = self.window().focusWidget() is self.begin or self._leaving
        self.welcome.hide()

        def load(_progress: object) -> Overview:
            with self.context.db.read() as session:
                return overview(session, project, part, self.context.settings.quiet_days)

        def arrived(found: Overview) -> None:
            self.show_overview(found, part)

        self.context.tasks.run(load, arrived, self, self.context.tell, key="overview")

    def _show_nothing(self) -> None:
        self.found = None
        self._show_due()
        self.side.hide()

    def show_overview(self, found: Overview, part: int | None = None) -> None:
        """Show what was found about the project, or about one PART of it."""
        self.found = found
        self.side.show()
        counts = Counter(due.kind for due in found.due)
        shown = [(kind, f"{_(KINDS[kind][0].label)} {counts[kind]}") for kind in KINDS if counts[kind]]
        self._offer_parts(found, part)
        self.views.set_choices([(ALL, _("Alle {n}").format(n=len(found.due))), *shown])
        self._show_due()
        self._show_goals(found.goals, found.elapsed)
        self._show_quality(found.complete, found.incomplete, found.doubles)
        self._show_upcoming(found.upcoming)
        self.counted.emit(len(found.due))

    def _show_due(self) -> None:
        due = self.found.due if self.found else ()
        chosen = self.views.chosen()
        self.table.show_due([one for one in due if chosen in (ALL, one.kind)])
        self.table.setVisible(bool(due))
        self.views.setVisible(bool(due))
        self.export.setEnabled(bool(due))
        self.nothing.setVisible(not due and self.found is not None)
        begins = self.found is None and self.context.project_id is None
        if due and (self._leaving or self.window().focusWidget() is self.begin):
            self.table.setFocus()  # a button that goes would hand the keyboard to the search over everything
            self._leaving = False
        self.welcome.setVisible(begins)
        if begins:
            self.begin.setFocus()
        self.due.set_count(len(due) or None)
        self.summary.setText(summary(due) if due else "")

    def _show_goals(self, goals: Sequence[Goal], elapsed: Fraction) -> None:
        empty(self.goal_rows)
        self.goals.setVisible(bool(goals))
        self.elapsed.setText(_("heute: {n} % der Projektzeit").format(n=rounded(elapsed * 100)))
        for goal in goals:
            self.goal_rows.addWidget(TargetBar(goal.label, goal.actual, goal.target, float(elapsed)))

    def _show_quality(self, complete: int, incomplete: int, doubles: int) -> None:
        self.quality.setVisible(bool(complete + incomplete + doubles))
        share = incomplete / max(complete + incomplete, 1)
        self.lamp.show_light("green" if not incomplete else "yellow" if share <= 0.2 else "red")
        people = complete + incomplete
        text = (
            _("{n} von {all} Personen zählen noch nicht") if incomplete else _("Alle {all} Personen zählen im Bericht")
        )
        told = [text.format(n=grouped(incomplete), all=grouped(people))] if people else []
        if doubles:
            told.append(plural(doubles, _("1 mögliche Dublette"), _("{n} mögliche Dubletten")))
        self.quality_text.setText(" · ".join(told))

    def _offer_parts(self, found: Overview, chosen: int | None) -> None:
        self.part.clear()
        self.part.addItem(_("Teilprojekt: alle"), None)
        for id, name in found.parts:
            self.part.addItem(_("Teilprojekt: {name}").format(name=name), id)
        self.part.setCurrentIndex(max(self.part.findData(chosen), 0))
        self.part.setVisible(bool(found.parts))
        self.shown_part = self.part.currentText()

    def _open(self, due: Due) -> None:
        if due.kind == RetentionDue.OVER:
            self.retention_wanted.emit()
        elif due.table:
            self.opened.emit(due.table, due.record_id)
        else:
            self._tick(due)

    def _tick(self, due: Due) -> None:
        """Note that a task is done; what follows from data is done when the data is there."""
        if due.task_id is None:
            self.context.message.emit(_("Das erledigt sich, sobald die Angabe da ist. Eingabetaste öffnet sie."), False)
            return
        id = due.task_id
        self.context.do(
            _("Wiedervorlage erledigen"), lambda work: work.update(work.get(Task, id), {"done_on": today()}), self
        )

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        return [self.table, self.goals, self.quality]

    # ---------------------------------------------------------------- on paper

    @property
    def commands(self) -> dict[str, Callable[[], object]]:
        """What menus and keys can do while something is due."""
        return {"excel": self.excel, "print": self.pdf} if self.table.listed else {}

    def ways_out(self) -> QMenu:
        """As a PDF that is looked at first, or as a workbook."""
        menu = QMenu(self)
        menu.addAction(PDF_WAY, self.pdf)
        menu.addAction(EXCEL_WAY, self.excel)
        return menu

    def excel(self) -> None:
        """Save what is listed as a workbook, after a word about whom it names."""
        entries = plural(len(self.table.listed), _("1 Eintrag"), _("{n} Einträge"))
        if self.files.agreed(entries):
            self.files.excel_tables(self.table.tabulate(self._about()))

    def pdf(self) -> None:
        """Look at what is listed as a PDF."""
        self.files.pdf_tables(self.table.tabulate(self._about()))

    def _about(self) -> list[str]:
        """Project, part and kind of work that were chosen, and how urgent it is."""
        assert self.found
        said, listed, chosen = [self.found.project], self.table.listed, self.views.chosen()
        if self.found.parts:
            said.append(self.shown_part)
        if chosen != ALL:
            only = _("nur {kind}: {n} von {all}")
            label = _(KINDS[chosen][0].label)
            said.append(only.format(kind=label, n=grouped(len(listed)), all=grouped(len(self.found.due))))
        return [" · ".join(said), summary(listed)]

    def _show_upcoming(self, dates: Sequence[Appointment]) -> None:
        empty(self.upcoming_rows)
        self.upcoming.setVisible(bool(dates))
        top = Qt.AlignmentFlag.AlignTop
        for number, one in enumerate(dates):
            self.upcoming_rows.addWidget(label(day_and_date(one.day)), number, 0, top)
            if one.at:
                self.upcoming_rows.addWidget(label(show(one.at), "muted"), number, 1, top)
            text = label(one.text, wrap=True) if self._roomy else Elided(one.text)
            text.setToolTip(one.text)
            self.upcoming_rows.addWidget(text, number, 2)
