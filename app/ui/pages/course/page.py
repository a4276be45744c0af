"""The page of one course: what it is, who takes part, who was there, who gets a certificate."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _
from app.models.history import Done
from app.ui.context import Context
from app.ui.pages.course.attendance import AttendanceTab
from app.ui.pages.course.snapshot import TABLES, Snapshot, load
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.basics import line, named, row
from app.ui.widgets.breadcrumb import Breadcrumb
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.flow import FlowLayout


class CoursePage(QWidget):
    """Opens with the attendance, which is entered most often."""

    closed = Signal()
    """Back to the list of courses."""

    def __init__(self, context: Context, course_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.course_id = context, course_id
        self.snapshot: Snapshot | None = None
        self.attendance = AttendanceTab(context, course_id)
        self._build()
        self.attendance.stored.connect(self.reload)
        context.changed.connect(self._changed)
        self.reload()

    # ---------------------------------------------------------------- parts

    def _build(self) -> None:
        self.crumb = Breadcrumb(_("Schulung"), [(_("Schulungen"), self.closed.emit)])
        self.print_list = Button(_("Teilnahme&liste drucken"), self._print_list, "print", "printList")
        self.issue = PrimaryButton(_("Bescheinigungen d&rucken"), self.open_certificates, "certificate", "issue")
        self.badges = FlowLayout(spacing=6)
        self.banner = Banner()
        self.tabs = QTabBar(drawBase=False, expanding=False)
        named(self.tabs, _("Bereiche der Schulung"), "courseTabs")
        self.areas = QStackedWidget()
        for text, tab in ((_("Anwesenheit"), self.attendance),):
            self.tabs.addTab(text)
            self.areas.addWidget(tab)
        self.tabs.currentChanged.connect(self.areas.setCurrentIndex)
        head = row(self.crumb, self.print_list, self.issue, spacing=12, margins=(16, 8, 16, 0))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addLayout(row(self.tabs))
        outer.addWidget(line())
        outer.addWidget(self.areas, 1)

    def reload(self) -> None:
        """Read everything anew; what is on the screen stays until then."""
        known, course_id = self.attendance.model.settled, self.course_id

        def read(_progress: Progress) -> Snapshot:
            with self.context.db.read() as session:
                return load(session, course_id)

        self.context.tasks.run(read, lambda found: self._show(found, known), self, key="course", quiet=True)

    def _show(self, snapshot: Snapshot, known: frozenset[int]) -> None:
        self.snapshot = snapshot
        self.attendance.show_snapshot(snapshot, known)

    def _changed(self, done: Done) -> None:
        # Entries that are still being stored read anew when they are.
        if not self.attendance.model.waiting and any(change.table in TABLES for change in done.changes):
            self.reload()

    def _print_list(self) -> None:
        """Print the lists to sign."""

    def open_certificates(self) -> None:
        """Go to the second step."""
