"""Above the columns: into which project people are taken, and which mapping with a name is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QWidget

from app.core.errors import Invalid
from app.core.text import _
from app.services import imports
from app.services.imports import Mapping, Subject
from app.ui import dialogs
from app.ui.context import Context
from app.ui.widgets.basics import label, named, row
from app.ui.widgets.buttons import IconButton


class Choices(QWidget):
    """Two choices and what can be done with named mappings, which lie in the settings of this computer."""

    project_chosen = Signal(object)
    """The id of a project, or None."""
    mapping_chosen = Signal(str)
    """The name of a mapping; '' where the program is to guess."""
    told = Signal(str)
    """A sentence about why something was not done."""

    def __init__(self, context: Context, subject: Subject) -> None:
        super().__init__()
        self.context, self.subject = context, subject
        self.mapping = Mapping((), ())
        self.projects, self.names = QComboBox(), QComboBox()
        named(self.projects, _("In dieses Projekt aufnehmen"), "importProject")
        named(self.names, _("Gespeicherte Zuordnung"), "mappingName")
        self.menu = QMenu(self)
        self.keep = self.menu.addAction(_("Speichern …"), self._save)
        self.rename = self.menu.addAction(_("Umbenennen …"), self._rename)
        self.forget = self.menu.addAction(_("Löschen"), self._forget)
        told = _("Zuordnung speichern, umbenennen oder löschen")
        self.more = IconButton("more", told, self._show_menu, "mappingMenu", framed=True)
        into, mapped = _title(_("Aufnehmen in"), self.projects), _title(_("Zuordnung"), self.names)
        head = label(_("Spalten zuordnen"), "section")
        self.setLayout(row(head, None, into, self.projects, None, mapped, self.names, self.more))
        for box in (self.projects, self.names):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(18)
        self.projects.activated.connect(lambda _index: self.project_chosen.emit(self.projects.currentData()))
        self.names.activated.connect(lambda _index: self._chosen())
        self.show_projects(context.projects)
        context.project_changed.connect(lambda: self.show_projects(context.projects))
        self._show_names("")

    def show_projects(self, projects: Sequence[tuple[int, str]]) -> None:
        """Offer these projects; people who are in none stay so unless somebody chooses one."""
        before = self.projects.currentData()
        self.projects.clear()
        self.projects.addItem(_("kein Projekt"), None)
        for id, name in projects:
            self.projects.addItem(name, id)
        self.projects.setCurrentIndex(max(self.projects.findData(before), 0))

    @property
    def name(self) -> str:
        """The mapping that is chosen."""
        return str(self.names.currentData() or "")

    def _show_names(self, chosen: str) -> None:
        self.names.clear()
        self.names.addItem(_("automatisch"), "")
        for name in imports.names(self.context.settings, self.subject):
            self.names.addItem(name, name)
        self.names.setCurrentIndex(max(self.names.findData(chosen), 0))
        self._allow()

    def _allow(self) -> None:
        for button in (self.rename, self.forget):
            button.setEnabled(bool(self.name))

    def _show_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _chosen(self) -> None:
        self._allow()
        self.mapping_chosen.emit(self.name)

    def _save(self) -> None:
        title, what = _("Zuordnung speichern"), _("Name der Zuordnung")
        if name := dialogs.ask_text(self, title, what, self.name, _("Speichern")):
            self._do(lambda: imports.save(self.context.settings, self.subject, name, self.mapping))

    def _rename(self) -> None:
        title, what, old = _("Zuordnung umbenennen"), _("Neuer Name"), self.name
        if name := dialogs.ask_text(self, title, what, old, _("Umbenennen")):
            self._do(lambda: imports.rename(self.context.settings, self.subject, old, name))

    def _forget(self) -> None:
        lead = _("„{name}“ wird gelöscht.").format(name=self.name)
        text = _("Die Spalten dieser Liste bleiben zugeordnet, wie sie sind. Personen sind nicht betroffen.")
        if dialogs.confirm(self, _("Zuordnung löschen"), lead, text, _("Löschen")):
            imports.unname(self.context.settings, self.subject, self.name)
            self.context.keep_settings()
            self._show_names("")

    def _do(self, change: Callable[[], str]) -> None:
        """Change what is kept, and choose the mapping that results."""
        try:
            name = change()
        except Invalid as error:
            self.told.emit(str(error))
            return
        self.context.keep_settings()
        self._show_names(name)


def _title(text: str, field: QWidget) -> QLabel:
    made = QLabel(text)
    made.setBuddy(field)
    return made
