"""The settings page: what is set up once – this file, how the program looks, and the projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.models import Place, Project, Travel
from app.ui.context import Context
from app.ui.pages.list_page import ListPage
from app.ui.pages.office_lists import InterestList, OwnFieldList
from app.ui.pages.office_settings import OfficeSettings
from app.ui.pages.retention import RetentionPage
from app.ui.widgets.basics import label, named, row


class ProjectList(ListPage):
    """The projects of the office and their parts."""

    icon = "finance"
    purpose = N_("Hier stehen die geförderten Vorhaben mit Aktenzeichen, Zeitraum, Träger und Zielen.")
    widths = {"caption": 260, "reference": 150, "starts": 96, "ends": 96}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Project)


class PlaceList(ListPage):
    """Places the list of the program does not know, or has in the wrong spot."""

    icon = "place"
    purpose = N_("Hier stehen Orte, die im mitgelieferten Verzeichnis fehlen oder an der falschen Stelle liegen.")
    widths = {"caption": 260, "postcode": 90, "county": 200}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Place)


class TravelList(ListPage):
    """Ways by bus and train, and when the last one back leaves."""

    icon = "bus"
    purpose = N_("Hier stehen Fahrzeiten mit Bus und Bahn und die letzte Rückfahrt; die Vorschläge rechnen damit.")
    widths = {"caption": 260, "line": 160, "minutes": 96, "last_return": 130}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Travel)


class SettingsPage(QWidget):
    """One tab for the file, one per list that an office keeps; what the window asks is answered by the one shown."""

    zoom_chosen = Signal(int)
    look_chosen = Signal(str)
    backed_up = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.projects = OfficeSettings(context), ProjectList(context)
        kinds = InterestList, OwnFieldList, PlaceList, TravelList
        self.lists: tuple[ListPage, ...] = (self.projects, *(kind(context) for kind in kinds))
        self.retention = RetentionPage(context)
        self.retention.project_wanted.connect(self.open_record)
        self.office.zoom_chosen.connect(self.zoom_chosen)
        self.office.look_chosen.connect(self.look_chosen)
        self.office.backed_up.connect(self.backed_up)
        self.tabs = QTabWidget()
        named(self.tabs.tabBar(), _("Bereiche der Einstellungen"), "settingsTabs")
        self.tabs.addTab(self.office, _("Datei und Darstellung"))
        for page in self.lists:
            self.tabs.addTab(page, _(page.entity.titles))
        self.tabs.addTab(self.retention, _("Aufbewahrung"))
        self.tabs.currentChanged.connect(lambda _number: self.shown())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(row(label(_("Einstellungen"), "title"), None, margins=(16, 8, 16, 0)))
        outer.addWidget(self.tabs, 1)

    def new_project(self) -> None:
        """Fill in a new project."""
        self.tabs.setCurrentWidget(self.projects)
        self.projects.new()

    def show_retention(self) -> None:
        """Show how long papers are kept."""
        self.tabs.setCurrentWidget(self.retention)

    def shown(self) -> None:
        """Read anew what may have become due."""
        if self.tabs.currentWidget() is self.retention:
            self.retention.shown()

    def open_record(self, id: int) -> None:
        """Show a project."""
        self.tabs.setCurrentWidget(self.projects)
        self.projects.open_record(id)

    # ---------------------------------------------------------------- what the window asks

    def _shown(self) -> ListPage | None:
        """The list in front, if it is one."""
        return next((page for page in self.lists if page is self.tabs.currentWidget()), None)

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do with the tab shown."""
        page = self._shown()
        return page.commands if page else {}

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        page = self._shown()
        inside = page.zones() if page else [self.tabs.currentWidget() or self.office]
        return [self.tabs.tabBar(), *inside]

    def may_leave(self) -> bool:
        """Ask what to do with unsaved input; False when the person stays."""
        return all(page.may_leave() for page in self.lists)
