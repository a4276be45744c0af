"""Puts window, pages and actions of one open file together: who asks for what is answered here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.core.clock import now
from app.core.text import _, clock_time
from app.models.fields import columns
from app.models.query import Query
from app.services.checklist import Finding, Rule
from app.ui.context import Context
from app.ui.frame.search_everywhere import Hit
from app.ui.main_window import MainWindow
from app.ui.pages import AREAS, Area
from app.ui.pages.list_page import ListPage
from app.ui.pages.module import ModulePage

HITS = 8
"""So many records of one kind are shown by the search over everything."""
OLD_BACKUP_DAYS = 7


@dataclass(frozen=True)
class Opening:
    """One module as the window wants it."""

    title: str
    icon: str
    page_factory: Callable[[Context, QWidget], QWidget]


class Navigation(QObject):
    """The window of one office file with all its pages."""

    def __init__(self, context: Context, name: str = "") -> None:
        super().__init__()
        areas = [Opening(area.title, area.icon, partial(self._make, area)) for area in AREAS]
        self.context = context
        self.since = now()
        self.window = MainWindow(context, areas, self.search, f"{name}.koord" if name else "")
        self.setParent(self.window)  # lives as long as its window
        self.window.hit_chosen.connect(lambda target: self.open(*target))
        self.window.project_chosen.connect(context.choose_project)
        self.window.part_pressed.connect(self._press)
        context.project_changed.connect(self._show_projects)
        context.covering_changed.connect(self._show_covering)
        self._show_facts()
        context.load_projects()

    # ---------------------------------------------------------------- pages

    def _make(self, area: Area, context: Context, parent: QWidget) -> QWidget:
        """Make a page and answer what it asks for."""
        page = area.page_factory(context, parent)
        answers: dict[str, Callable[..., object]] = {
            "opened": self.open,
            "counted": partial(self._count, area),
            "zoom_chosen": self._zoom,
            "look_chosen": self._look,
            "backed_up": self._show_facts,
            "project_wanted": partial(self._settings, "new_project"),
            "retention_wanted": partial(self._settings, "show_retention"),
            "goals_wanted": self._show_goals,
            "field_wanted": self._go_to_field,
        }
        for signal, answer in answers.items():
            asked = getattr(page, signal, None)
            if isinstance(asked, SignalInstance):
                asked.connect(answer)
        return page

    def _zoom(self, percent: int) -> None:
        self.window.set_zoom(percent)

    def _look(self, look: str) -> None:
        self.window.set_appearance(look)

    def _settings(self, deed: str) -> None:
        """Do DEED, a method of the settings page, there, unless somebody stays where she is."""
        number = len(AREAS) - 1
        page = self.window.go_to(number)
        if self.window.number() == number:
            getattr(page, deed)()

    def _show_goals(self) -> None:
        self.window.go_to([one.page.partition(":")[0] for one in AREAS].index("reports"))

    def _go_to_field(self, finding: Finding, rule: Rule) -> None:
        """Open the record of a finding at the field to be mended; F8 there goes to the next finding."""
        page = self.open(finding.table, finding.record_id)
        if page is not None:
            page.mend(rule.part, rule.field, finding.id, self._next_finding)
            self.context.message.emit(_("Prüfliste: {what}").format(what=rule.sentence), False)

    def _next_finding(self, by: int) -> None:
        home: Any = self.window.pages[0]
        home.checklist.step(by)  # it stays behind the page that has the keyboard

    def _count(self, area: Area, count: int) -> None:
        self.window.set_count([one.title for one in AREAS].index(area.title), count)

    def open(self, table: str, id: int) -> ListPage | None:
        """Show a record on the page of its kind; the page, unless somebody stays where she is."""
        for number, area in enumerate(AREAS):
            if table in [kind.__tablename__ for kind in area.kinds]:
                page: Any = self.window.go_to(number)
                if self.window.number() == number:
                    shown = page.part(table) if isinstance(page, ModulePage) else page
                    shown.open_record(id)
                    return shown if isinstance(shown, ListPage) else None
        return None

    def search(self, text: str) -> list[Hit]:
        """What is called like TEXT, in every module; called away from the screen."""
        hits = []
        with self.context.db.read() as session:
            for area, kind in ((one, kind) for one in AREAS for kind in one.kinds):
                ids = Query(kind, text).ids(session)[:HITS]
                shown = tuple(name for name in kind.listed if name != "caption")
                rows = Query(kind, shown=("caption", *shown)).rows(session, ids)
                specs = columns(kind)
                for id in ids:
                    caption, *rest = rows[id]
                    details = (specs[name].show(value) for name, value in zip(shown, rest, strict=True))
                    target = kind.__tablename__, id
                    title = kind.titles if len(area.kinds) > 1 else area.title
                    hits.append(Hit(title, caption, target, area.icon, " · ".join(filter(None, details))))
        return hits

    # ---------------------------------------------------------------- status

    def _show_projects(self) -> None:
        self.window.menu_row.set_projects(self.context.projects, self.context.project_id)

    def _show_facts(self) -> None:
        office = self.context.office
        if office is None:
            return
        last = self.context.settings.last_backup(office.path)
        old = last is None or (now() - last).days >= OLD_BACKUP_DAYS
        told = _("Letzte Sicherung: {when}").format(when=clock_time(last) if last else _("noch keine"))
        self.window.status.show_part("backup", told, "warning" if old else "", "warn" if old else "")
        told = _("Sie bearbeiten seit {time} Uhr").format(time=f"{self.since:%H:%M}")
        self.window.status.show_part("session", told)

    def _press(self, part: str) -> None:
        """Every part of the status row leads to where it is decided."""
        office = self.context.office
        if part == "database" and office:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(office.path).parent)))
        elif part in ("backup", "database", "zoom", "session"):
            self.window.go_to(len(AREAS) - 1)
        elif part == "checklist":
            home: Any = self.window.go_to(0)
            if self.window.number() == 0:
                home.show_checklist()
                self.window.menus.follow(home)
        elif part == "saved":
            self.window.go_to(0)
        elif part == "retention":
            self._settings("show_retention")
        elif part == "contacts":
            self.context.open_contacts(self.context.covers_contacts)

    def _show_covering(self) -> None:
        """Say while contact data is open, so that nobody forgets it."""
        told = _("Kontaktdaten offen") if self.context.contacts_open else ""
        self.window.status.show_part("contacts", told, tone="warn")
