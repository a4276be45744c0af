"""The tab Überblick: what the course is, and its dates."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.text import _
from app.models import Course
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.course.sessions import SessionsCard
from app.ui.pages.course.snapshot import Snapshot
from app.ui.pages.detail_tab import Ended, nothing
from app.ui.pages.tabs import FormTab
from app.ui.widgets.basics import label, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.side_by_side import SideBySide, scrolling


class OverviewTab(QWidget):
    """Form of the course at the left, dates at the right."""

    stored = Signal()
    editing_changed = Signal()

    def __init__(self, context: Context, course_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FormTab(context, Course, _("Überblick"))
        self.sessions = SessionsCard(context, course_id)
        self.sessions.stored.connect(self.stored)
        self.form.saved.connect(lambda _id: self.stored.emit())
        self.form.editing_changed.connect(self._follow)
        self.edit_button = Button(_("Bearbe&iten"), self.form.edit, "edit", "editCourse")
        self.cancel_button = Button(_("Abbrechen"), self.form.discard, name="cancelCourse")
        self.save_button = PrimaryButton(_("&Speichern"), self.form.save, "save", "saveCourse")
        self.footnote = label("", "small")
        card = Card(_("Schulung"), padded=False, name="courseForm")
        card.body.addWidget(self.form)
        card.add_foot(row(self.footnote, None, self.edit_button, self.cancel_button, self.save_button))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.form.setMinimumHeight(theme.px(170))
        outer.addWidget(scrolling(SideBySide([(card, 1), (self.sessions, 1)], wide=theme.px(800))))
        self._follow()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what was read."""
        self.form.show_record(snapshot.course)
        self.sessions.show_sessions(snapshot.sessions, snapshot.course.venue)

    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return self.form.is_changed() or self.sessions.is_changed()

    def discard(self) -> None:
        """Forget what was typed."""
        self.form.discard()
        if self.sessions.typing:
            self.sessions.leave()

    def save(self, ended: Ended = nothing) -> None:
        """Save the date that is typed, then the course's fields; tell whether all of it worked."""

        def then(ok: bool) -> None:
            if ok and self.form.editing:
                self.form.save(ended)
            else:
                ended(ok)

        if self.sessions.typing:
            self.sessions.save(then)
        else:
            then(True)

    def _follow(self) -> None:
        editing = self.form.editing
        self.edit_button.setVisible(not editing)
        self.cancel_button.setVisible(editing)
        self.save_button.setVisible(editing)
        self.footnote.setText(self.form.footnote if editing else "")
        self.editing_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc forgets what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.form.editing:
            self.form.discard()
        else:
            super().keyPressEvent(event)
