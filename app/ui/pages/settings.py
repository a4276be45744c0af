"""The settings page: what is set up once – this file, how the program looks, and the projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.models import Project
from app.ui.context import Context
from app.ui.pages.list_page import ListPage
from app.ui.pages.office_settings import OfficeSettings
from app.ui.widgets.basics import label, named, row


class ProjectList(ListPage):
    """The projects of the office and their parts."""

    icon = "finance"
    purpose = N_("Hier stehen die geförderten Vorhaben mit Aktenzeichen, Zeitraum, Träger und Zielen.")
    widths = {"caption": 260, "reference": 150, "starts": 96, "ends": 96}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Project)


class SettingsPage(QWidget):
    """Two tabs; what the window asks is answered by the one shown."""

    zoom_chosen = Signal(int)
    look_chosen = Signal(str)
    backed_up = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.office, self.projects = OfficeSettings(context), ProjectList(context)
        self.office.zoom_chosen.connect(self.zoom_chosen)
        self.office.look_chosen.connect(self.look_chosen)
        self.office.backed_up.connect(self.backed_up)
        self.tabs = QTabWidget()
        named(self.tabs.tabBar(), _("Bereiche der Einstellungen"), "settingsTabs")
        self.tabs.addTab(self.office, _("Datei und Darstellung"))
        self.tabs.addTab(self.projects, _("Projekte"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(row(label(_("Einstellungen"), "title"), None, margins=(16, 8, 16, 0)))
        outer.addWidget(self.tabs, 1)

    def new_project(self) -> None:
        """Fill in a new project."""
        self.tabs.setCurrentWidget(self.projects)
        self.projects.new()

    def open_record(self, id: int) -> None:
        """Show a project."""
        self.tabs.setCurrentWidget(self.projects)
        self.projects.open_record(id)

    # ---------------------------------------------------------------- what the window asks

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do with the tab shown."""
        return self.projects.commands if self.tabs.currentWidget() is self.projects else {}

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        inside = self.projects.zones() if self.tabs.currentWidget() is self.projects else [self.office]
        return [self.tabs.tabBar(), *inside]

    def may_leave(self) -> bool:
        """Ask what to do with unsaved input; False when the person stays."""
        return self.projects.may_leave()
