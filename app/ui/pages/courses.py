"""Courses: the list of trainings, and the page of the one that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.models import Course, Entity, Project
from app.models.query import Query
from app.ui.context import Context
from app.ui.pages.course import CoursePage
from app.ui.pages.list_page import ListPage
from app.ui.widgets.buttons import Button


class CourseList(ListPage):
    """All courses with their period and how many take part."""

    entered = Signal(object)
    """The id of a course whose people, dates and certificates somebody wants to see."""
    tables = ("course_session", "enrolment")
    icon = "course"
    purpose = N_(
        "Hier stehen Schulungen, Qualifizierungen und Workshops mit Terminen, Anwesenheit und Bescheinigungen."
    )
    widths = {"caption": 220, "kind": 140, "first_day": 90, "last_day": 90, "enrolled": 100}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Course)
        self.table.selection_changed.connect(self._allow)

    def new_record(self, session: Any) -> Entity:
        """A course of the project worked in."""
        latest = Query(Project, order="starts", descending=True).ids(session)
        return Course(project_id=self.context.project_id or next(iter(latest), None))

    def head_buttons(self) -> Sequence[QWidget]:
        """The way in, for whoever does not double-click."""
        self.enter = Button(_("Schulung ö&ffnen"), self._enter, "right", "openCourse")
        self.enter.setEnabled(False)
        self._way_in = QAction(_("Schulung öffnen"), self)
        self._way_in.triggered.connect(self._enter)
        return [self.enter]

    def _fill_menu(self) -> None:
        """Where the detail has the place of the list, and of the button above it, the way in is here."""
        super()._fill_menu()
        self.detail.menu.insertAction(self.detail.menu.actions()[0], self._way_in)

    def _allow(self) -> None:
        self.enter.setEnabled(self.table.current_id() is not None)

    def _enter(self) -> None:
        if (id := self.table.current_id()) is not None:
            self.open_record(id)

    def open_record(self, id: int) -> None:
        """Leave the list for the page of one course."""
        if self.detail.may_leave():
            self.entered.emit(id)


class CoursesPage(QWidget):
    """The list of courses or, in its place, the page of one of them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.list = CourseList(context)
        self.course: CoursePage | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.list.entered.connect(self.open_record)

    def open_record(self, id: int) -> None:
        """Show the page of one course."""
        if self.course is not None and self.course.course_id == id:
            return
        if self.course is not None and not self.course.may_leave():
            return
        self._close()
        self.course = CoursePage(self.context, id)
        self.course.closed.connect(self.back)
        self.stack.addWidget(self.course)
        self.stack.setCurrentWidget(self.course)

    def back(self) -> None:
        """Show the list again, where it was."""
        self._close()
        self.list.table.setFocus()

    def _close(self) -> None:
        if self.course is not None:
            self.stack.removeWidget(self.course)
            self.course.deleteLater()
            self.course = None

    # ---------------------------------------------------------------- what the window asks

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do: with the list or with the course."""
        return self.course.commands if self.course else self.list.commands

    def shown(self) -> None:
        """Begin in the list, or with the tabs of the course that is open."""
        if self.course is None:
            self.list.shown()
        else:
            focus = self.course.focusWidget()
            here = focus if focus is not None and focus.isVisible() else self.course.tabs.tabBar()
            here.setFocus(Qt.FocusReason.OtherFocusReason)

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        shown: Any = self.course or self.list
        return list(shown.zones())

    def may_leave(self) -> bool:
        """Ask what to do with unsaved input; False when the person stays."""
        shown: Any = self.course or self.list
        return bool(shown.may_leave())
