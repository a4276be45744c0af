"""The first area: what is due, and behind it the Prüfliste."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.context import Context
from app.ui.pages.checklist import ChecklistPage
from app.ui.pages.start import StartPage


class HomePage(QStackedWidget):
    """The start page; the Prüfliste takes its place when somebody asks for it, and is made only then."""

    opened = Signal(str, object)
    field_wanted = Signal(object, object)
    project_wanted = Signal()
    goals_wanted = Signal()
    retention_wanted = Signal()
    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.start = StartPage(context)
        self.checklist: ChecklistPage | None = None
        for name in ("opened", "project_wanted", "goals_wanted", "retention_wanted", "counted"):
            getattr(self.start, name).connect(getattr(self, name))
        self.start.checklist_wanted.connect(self.show_checklist)
        self.addWidget(self.start)
        if self.start.found:
            self.counted.emit(len(self.start.found.due))

    def show_checklist(self) -> ChecklistPage:
        """Bring the Prüfliste to the front."""
        if self.checklist is None:
            self.checklist = ChecklistPage(self.context)
            self.checklist.left.connect(self.show_start)
            self.checklist.field_wanted.connect(self.field_wanted)
            self.addWidget(self.checklist)
        self.setCurrentWidget(self.checklist)
        self.checklist.shown()
        return self.checklist

    def show_start(self) -> None:
        """Bring what is due back to the front."""
        self.setCurrentWidget(self.start)
        self.start.shown()

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do with the page in front."""
        return getattr(self.currentWidget(), "commands", {})

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        page: Any = self.currentWidget()
        return list(page.zones())

    def shown(self) -> None:
        """Begin where the page in front begins."""
        page: Any = self.currentWidget()
        page.shown()
