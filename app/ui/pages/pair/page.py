"""The tab Tandems: the list by stage, and the pair that is chosen beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _, file_name, plural
from app.models.history import Done
from app.models.pair import PairState
from app.services.pair_views import Candidate, PairLine, lines, mentees, mentors
from app.services.pairs import of_project
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.deed_dialog import ask
from app.ui.pages.pair import deeds
from app.ui.pages.pair.detail import PairDetail
from app.ui.pages.pair.export import PairExport
from app.ui.pages.pair.stages import Stages
from app.ui.widgets.basics import plain, row
from app.ui.widgets.buttons import Button, MenuButton, PrimaryButton
from app.ui.widgets.elided import Elided
from app.ui.widgets.empty import EmptyState

BESIDE = 860
"""From this width (at 100 % text size) on the pair stands beside the list."""
TABLES = ("pair", "pair_goal", "pair_meeting", "person", "consent", "language_skill", "project", "role")
PDF = [("PDF", [".pdf"])]


@dataclass(frozen=True)
class Offered:
    """Who may be brought together by hand."""

    project_id: int
    mentees: list[Candidate]
    mentors: list[Candidate]


class TandemsPage(QWidget):
    """List at the left, one pair at the right; below a certain width one of them."""

    opened = Signal(str, object)
    noted = Signal(str)
    tallied = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines: list[PairLine] = []
        self._beside, self._open = True, False
        self.summary = Elided("", "muted", giving=True)
        self.new_button = Button(_("Tandem anlegen"), self.new, "add", "newPair")
        self.new_button.setToolTip(_("Tandem anlegen (Strg+N)"))
        self.stages, self.detail = Stages(), PairDetail(context)
        self.export = PairExport(self)
        self.print_button = Button(_("Liste drucken"), self.export.pdf, "print", "printPairs")
        self.export_button = MenuButton(_("Ex&portieren"), lambda: self.export.menu(self), "export", "exportPairs")
        self.top = plain(row(self.summary, None, self.print_button, self.export_button, self.new_button))
        self.detail.hide()
        self._build()
        self.stages.chosen.connect(self._choose)
        self.stages.entered.connect(self.open_record)
        self.stages.changed.connect(lambda: self.print_button.setEnabled(bool(self.stages.ids())))
        self.detail.closed.connect(self.close_detail)
        self.detail.opened.connect(self.opened)
        self.detail.printed.connect(self.print_agreement)
        context.changed.connect(self._changed)
        context.project_changed.connect(self.reload)
        self.reload()

    def _build(self) -> None:
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(8)
        self.splitter.addWidget(self.stages)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme.px(312), theme.px(804)])
        begin = PrimaryButton(_("Tandem anlegen"), self.new, "add", "newPairFromEmpty")
        self.nothing = EmptyState(
            "mentoring",
            _("Noch keine Tandems"),
            _("Hier stehen Mentees mit ihren Mentorinnen. Vorschläge macht die Seite Matching."),
            [begin],
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 10)
        outer.addWidget(self.stack)

    # ---------------------------------------------------------------- reading

    def reload(self) -> None:
        """Read the list anew, and the pair shown."""
        project = self.context.project_id

        def read(_progress: Progress) -> list[PairLine]:
            with self.context.db.read() as session:
                return lines(session, of_project(session, project))

        self.context.tasks.run(read, self._show, self, self.context.tell, key="pairs", quiet=True)
        if self.detail.pair_id is not None:
            self.detail.load(self.detail.pair_id)

    def _changed(self, done: Done) -> None:
        if done.touches(*TABLES):
            self.reload()

    def _show(self, found: list[PairLine]) -> None:
        self.lines = found
        days = self.context.settings.quiet_days
        self.stack.setCurrentIndex(0 if found else 1)
        self.stages.show_lines(found, days)
        begun = sum(one.active is not None for one in found)
        active = sum(one.state == PairState.ACTIVE for one in found)
        told = plural(begun, _("1 Tandem begonnen"), _("{n} Tandems begonnen"))
        self.summary.setText(_("{begun}, davon {n} aktiv").format(begun=told, n=active) if found else "")
        self.announce()
        if self.detail.pair_id is None and (first := self.stages.first()) is not None:
            self._load(first)

    def announce(self) -> None:
        """Say how many there are, and how many wait for a meeting."""
        self.tallied.emit(len(self.lines))
        self.noted.emit(self._urgent(self.context.settings.quiet_days))

    def _urgent(self, days: int) -> str:
        waited = [one.quiet_days for one in self.lines if one.quiet_days is not None]
        counts = [sum(n > days for n in waited), waited.count(days), waited.count(days - 1)]
        if not any(counts):
            return ""
        told = _("{late} überfällig · {now} heute · {soon} morgen (nach {days} Tagen ohne Treffen)")
        return told.format(late=counts[0], now=counts[1], soon=counts[2], days=days)

    # ---------------------------------------------------------------- one pair

    def _choose(self, id: int) -> None:
        """Follow the keyboard through the list where there is room for both."""
        if not self._beside or id == self.detail.pair_id:
            return
        if self.detail.may_leave():
            self._load(id)
        else:
            self.stages.select(self.detail.pair_id)

    def open_record(self, id: int) -> None:
        """Show a pair and wait for what is entered about it."""
        if id != self.detail.pair_id and not self.detail.may_leave():
            self.stages.select(self.detail.pair_id)
            return
        self._open = True
        self._load(id, self.detail.focus_topic)

    def _load(self, id: int, then: Callable[[], object] = lambda: None) -> None:
        def arrived() -> None:
            if self.detail.view is None:
                return
            self._arrange()
            self.stages.select(id)
            then()

        self.detail.load(id, arrived)

    def close_detail(self) -> None:
        """Give the place to the list."""
        if self.detail.may_leave():
            self._open = False
            self.detail.view = None
            self._arrange()
            self.stages.view.setFocus()

    def step(self, by: int) -> None:
        """Go to the next or the previous pair of the list."""
        ids = self.stages.ids()
        if self.detail.pair_id in ids:
            place = ids.index(self.detail.pair_id) + by
            if 0 <= place < len(ids):
                self.open_record(ids[place])

    # ---------------------------------------------------------------- deeds

    def new(self) -> None:
        """Bring two people together by hand."""
        project = self.context.project_id
        if project is None:
            self.context.message.emit(_("Bitte legen Sie zuerst in den Einstellungen ein Projekt an."), True)
            return

        def read(_progress: Progress) -> Offered:
            with self.context.db.read() as session:
                within = of_project(session, project)
                return Offered(project, mentees(session, within), mentors(session, within))

        self.context.tasks.run(read, self._offer, self, self.context.tell, key="candidates")

    def _offer(self, found: Offered) -> None:
        free = [one for one in found.mentors if one.free > 0]
        if not found.mentees or not free:
            who = _("keine Mentee") if not found.mentees else _("keine Mentorin mit freiem Platz")
            told = _("In diesem Projekt gibt es {who}, die in Vorschläge eingewilligt hat. Bitte ergänzen Sie das.")
            self.context.message.emit(told.format(who=who), True)
            return
        order = sorted(found.mentees, key=lambda one: one.has_pair)
        chosen = tuple((str(one.id), _with_pair(one)) for one in order)
        offered = tuple((str(one.id), _with_places(one)) for one in free)
        ask(self, self.context, deeds.propose(found.project_id, chosen, offered, lambda: None))

    def print_agreement(self, id: int) -> None:
        """Write the agreement of a pair into a file."""
        if self.detail.view is None:
            return
        suggested = _("Mentoring-Vereinbarung {number}.pdf").format(number=self.detail.view.line.number)
        path = dialogs.save_file(self.window(), _("Vereinbarung speichern"), file_name(suggested), PDF)
        if path is None:
            return
        db = self.context.db

        def write(progress: Progress) -> Path:
            from app.reports import report

            return report("mentoring_agreement").build(db, {"pair": id}, progress, path)

        told = _("Vereinbarung gespeichert: {name}").format(name=path.name)
        self.context.tasks.run(
            write, lambda _path: self.context.message.emit(told, False), self, self.context.tell, key="agreement"
        )

    # ---------------------------------------------------------------- what the window asks

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do here."""
        return {
            "new": self.new,
            "find": self.stages.search.setFocus,
            "refresh": self.reload,
            "excel": self.export.excel,
            "print": self.export.pdf,
            "next_record": lambda: self.step(1),
            "previous_record": lambda: self.step(-1),
        }

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        return [self.stages.search, self.stages.view, self.detail.meetings.entry.topic, self.detail.meetings.table]

    def shown(self) -> None:
        """Begin in the list; what is urgent may have changed in the settings."""
        self.stages.show_lines(self.lines, self.context.settings.quiet_days)
        self.announce()
        focus = self.focusWidget()
        if focus is None or not focus.isVisible():
            self.stages.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """Ask about a meeting that was typed and not stored."""
        return self.detail.may_leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both, or one of them."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._beside = self.width() >= theme.px(BESIDE)
        self.print_button.setVisible(self._beside)
        chosen = self.detail.view is not None
        alone = chosen and self._open and not self._beside
        self.detail.setVisible(chosen and (self._beside or self._open))
        self.stages.setVisible(not alone)
        self.detail.set_alone(alone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list."""
        if event.key() == Qt.Key.Key_Escape and not self.detail.isHidden() and not self._beside:
            self.close_detail()
        elif event.key() == Qt.Key.Key_Escape and not self.stages.view.hasFocus():
            self.stages.view.setFocus()
        else:
            super().keyPressEvent(event)


def _with_pair(one: Candidate) -> str:
    return _("{name} (hat ein Tandem)").format(name=one.caption) if one.has_pair else one.caption


def _with_places(one: Candidate) -> str:
    return f"{one.caption} ({plural(one.free, _('1 Platz frei'), _('{n} Plätze frei'))})"
