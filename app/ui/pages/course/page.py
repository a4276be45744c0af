"""The page of one course: what it is, who takes part, who was there, who gets a certificate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.text import _, file_name
from app.models.history import Done
from app.ui import dialogs, theme
from app.ui.context import Context
from app.ui.pages.course.attendance import AttendanceTab
from app.ui.pages.course.certificates import FILTERS, CertificatesStep
from app.ui.pages.course.issued import IssuedTab
from app.ui.pages.course.overview import OverviewTab
from app.ui.pages.course.participants import ParticipantsTab
from app.ui.pages.course.snapshot import TABLES, Issued, Snapshot, load
from app.ui.pages.unsaved import may_leave
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import empty, label, named, plain, row
from app.ui.widgets.breadcrumb import Breadcrumb
from app.ui.widgets.buttons import Button, LinkButton, PrimaryButton
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.side_by_side import SideBySide

OVERVIEW, PARTICIPANTS, ATTENDANCE, ISSUED = range(4)
LOW = 440
"""Below this height badges and key legend give way; they are facts of the overview and keys of the key overview."""


class CoursePage(QWidget):
    """Opens with the attendance, which is entered most often; printing certificates is its second step."""

    closed = Signal()
    """Back to the list of courses."""

    def __init__(self, context: Context, course_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("coursePage")
        self.context, self.course_id = context, course_id
        self.snapshot: Snapshot | None = None
        self.overview = OverviewTab(context, course_id)
        self.participants = ParticipantsTab(context, course_id)
        self.attendance = AttendanceTab(context, course_id)
        self.issued = IssuedTab(context, self._reprint, self.open_certificates)
        self.certificates = CertificatesStep(context, course_id)
        self._build()
        for part in (self.overview, self.participants, self.attendance, self.issued, self.certificates):
            part.stored.connect(self.reload)
        self.certificates.attendance_wanted.connect(self._enter_open)
        context.changed.connect(self._changed)
        self.reload()

    # ---------------------------------------------------------------- parts

    def _build(self) -> None:
        self.steps = QStackedWidget()
        self.steps.addWidget(plain(self._first_step()))
        self.steps.addWidget(plain(self._second_step()))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.steps)

    def _first_step(self) -> QVBoxLayout:
        self.crumb = Breadcrumb(_("Schulung"), [(_("Schulungen"), self._close)])
        self.list_button = Button(_("Teilnahme&liste drucken"), self.print_list, "print", "printList")
        self.issue_button = PrimaryButton(
            _("Bescheinigungen d&rucken"), self.open_certificates, "certificate", "openCertificates"
        )
        self.badges = FlowLayout(spacing=6)
        self.banner = Banner("err")
        self.tabs = QTabWidget()
        self.tabs.setStyleSheet("QTabWidget::tab-bar { left: 6px; }")
        named(self.tabs.tabBar(), _("Bereiche der Schulung"), "courseTabs")
        for tab, text in (
            (self.overview, _("Überblick")),
            (self.participants, _("Teilnehmende")),
            (self.attendance, _("Anwesenheit")),
            (self.issued, _("Bescheinigungen")),
        ):
            self.tabs.addTab(tab, text)
        self.tabs.setCurrentIndex(ATTENDANCE)
        first = QVBoxLayout()
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(5)
        buttons = plain(row(None, self.list_button, self.issue_button, spacing=12))
        first.addWidget(SideBySide([(self.crumb, 1), (buttons, 0)], (16, 8, 16, 0)))
        self.badge_row = plain(self.badges)
        self.badge_row.setContentsMargins(16, 0, 16, 0)
        first.addWidget(self.badge_row)
        first.addLayout(row(self.banner, margins=(16, 0, 16, 0)))
        first.addWidget(self.tabs, 1)
        return first

    def _second_step(self) -> QVBoxLayout:
        self.second_crumb = Breadcrumb(
            _("Bescheinigungen drucken"), [(_("Schulungen"), self._close), (_("Schulung"), self.close_certificates)]
        )
        hint = label(_("Schritt 2 von 2: prüfen und ausstellen"), "muted")
        second = QVBoxLayout()
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(0)
        second.addWidget(SideBySide([(self.second_crumb, 1), (hint, 0)], (16, 8, 16, 0)))
        second.addWidget(self.certificates, 1)
        return second

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever opens a course can type at once."""
        super().showEvent(event)
        if not event.spontaneous() and not self.steps.currentIndex():
            (self.attendance.view if self.tabs.currentIndex() == ATTENDANCE else self.tabs.tabBar()).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen only what is worked with stays."""
        super().resizeEvent(event)
        low = event.size().height() < theme.px(LOW)
        self.badge_row.setVisible(not low)
        self.attendance.legend.setVisible(not low)

    # ---------------------------------------------------------------- reading

    def reload(self) -> None:
        """Read everything anew; what is on the screen stays until then."""
        known, course_id = self.attendance.model.settled, self.course_id

        def read(_progress: Progress) -> Snapshot:
            with self.context.db.read() as session:
                return load(session, course_id)

        self.context.tasks.run(
            read, lambda found: self._show(found, known), self, self._failed, key="course", quiet=True
        )

    def _show(self, snapshot: Snapshot, known: frozenset[int]) -> None:
        first, self.snapshot = self.snapshot is None, snapshot
        name = snapshot.course.name
        self.banner.tell("err", "")
        self.crumb.title.setText(name)
        self.crumb.title.setToolTip(name)
        self.crumb.title.setMinimumWidth(theme.px(200))
        self.second_crumb.findChildren(LinkButton)[1].setText(name.split(" – ")[0])
        self.certificates.course = name
        self._show_badges(snapshot)
        self.tabs.setTabText(PARTICIPANTS, _("Teilnehmende {n}").format(n=len(snapshot.members)))
        self.issue_button.setText(" " + _("Bescheinigungen d&rucken ({n})").format(n=snapshot.ready))
        self.issue_button.setAccessibleName(_("Bescheinigungen drucken ({n})").format(n=snapshot.ready))
        self.overview.show_snapshot(snapshot)
        self.participants.show_snapshot(snapshot)
        self.attendance.show_snapshot(snapshot, known)
        self.issued.show_snapshot(snapshot)
        if self.steps.currentIndex():
            self.certificates.reload()
        if first:
            self._begin(snapshot)

    def _begin(self, snapshot: Snapshot) -> None:
        """A course without dates or people begins with these; there is nothing to enter yet."""
        if snapshot.sessions and snapshot.members:
            return
        self.tabs.tabBar().setFocus()
        self.tabs.setCurrentIndex(PARTICIPANTS if snapshot.sessions else OVERVIEW)

    def _show_badges(self, snapshot: Snapshot) -> None:
        empty(self.badges)
        for fact in snapshot.facts:
            self.badges.addWidget(Badge(fact))
        if snapshot.cancelled:
            self.badges.addWidget(Badge(snapshot.cancelled, "info"))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Conflict):
            self.banner.tell("err", str(error))
        else:
            self.context.tell(error)

    def _changed(self, done: Done) -> None:
        # Entries that are still being stored read anew when they are.
        if not self.attendance.model.waiting and any(change.table in TABLES for change in done.changes):
            self.reload()

    # ---------------------------------------------------------------- going about

    def open_certificates(self) -> None:
        """Go to the second step: check, look, issue."""
        self.steps.setCurrentIndex(1)
        self.certificates.reload()
        self.certificates.list.setFocus()

    def close_certificates(self) -> None:
        """Back to the course."""
        self.steps.setCurrentIndex(0)
        grid = self.tabs.currentIndex() == ATTENDANCE
        (self.attendance.view if grid else self.tabs.tabBar()).setFocus()

    def _close(self) -> None:
        if self.may_leave():
            self.closed.emit()

    def _enter_open(self, enrolment_id: int) -> None:
        """Go to the first date on which nothing was entered for somebody."""
        grid = self.attendance.model.grid
        person = next((one for one in grid.rows if one.enrolment_id == enrolment_id), None)
        days = [c.session_id for c in grid.columns if person and c.day in person.open and not c.cancelled]
        self.steps.setCurrentIndex(0)
        self.tabs.setCurrentIndex(ATTENDANCE)
        if days:
            self.attendance.go_to(enrolment_id, days[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes one step back."""
        if event.matches(QKeySequence.StandardKey.Cancel) and self.steps.currentIndex():
            self.close_certificates()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- what the window asks

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do here just now."""
        found: dict[str, Callable[[], object]] = {"refresh": self.reload}
        if self.steps.currentIndex():
            found["print"] = self.certificates.print
            found["next_problem"] = self.certificates.go_to_noted
            found["previous_problem"] = partial(self.certificates.go_to_noted, -1)
            return found
        found["print"] = self.print_list
        found["edit"] = self.edit
        if self.overview.form.editing or self.overview.sessions.typing:
            found["save"] = self.overview.save
        return found

    def edit(self) -> None:
        """Edit the course's own fields."""
        self.tabs.setCurrentIndex(OVERVIEW)
        self.overview.form.edit()

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        if self.steps.currentIndex():
            step = self.certificates
            return [step.options.day.field, step.list, step.save_button, step.preview.desk]
        tab = self.tabs.currentWidget()
        areas: dict[QWidget, list[QWidget]] = {
            self.overview: [self.overview.form, self.overview.sessions.view],
            self.participants: [self.participants.view, self.participants.picker.search],
            self.attendance: [self.attendance.threshold, self.attendance.view],
            self.issued: [self.issued.view],
        }
        return [self.list_button, self.tabs.tabBar(), *areas.get(tab, [])]

    def may_leave(self) -> bool:
        """Ask what to do with unsaved input; False when the person stays."""
        if self.certificates.working:
            self.context.message.emit(_("Die Bescheinigungen werden noch geschrieben. Bitte warten Sie."), True)
            return False
        if not self.overview.is_changed():
            self.overview.discard()
            return True
        return may_leave(self, self.crumb.title.text(), self.overview.save, self.overview.discard)

    # ---------------------------------------------------------------- paper

    def print_list(self) -> None:
        """Write the lists to sign, one per date, into a file."""
        suggested = _("Teilnahmeliste {course}.pdf").format(course=file_name(self.crumb.title.text()))
        path = dialogs.save_file(self.window(), _("Teilnahmeliste speichern"), suggested, FILTERS)
        if path is None:
            return
        db, course_id = self.context.db, self.course_id

        def write(progress: Progress) -> Path:
            from app.reports import report

            return report("attendance_list").build(db, {"course": course_id}, progress, path)

        told = _("Teilnahmeliste gespeichert: {name}").format(name=path.name)
        self.context.tasks.run(
            write, lambda _path: self.context.message.emit(told, False), self, self.context.tell, key="list"
        )

    def _reprint(self, one: Issued) -> None:
        self.certificates.reprint(one.id, one.number)
