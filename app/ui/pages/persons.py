"""People: everybody the project knows, whatever the roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.text import N_, NBSP, _, plural, show
from app.models import Person
from app.models.base import Entity
from app.models.conditions import Condition, OneOf
from app.models.standing import SHOWN
from app.services.dossier import admission, participants, running_roles
from app.services.openness import Openness, of_people
from app.services.people import german
from app.ui.context import Context
from app.ui.pages.detail import Fact, Header
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.doubles import open_doubles
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.list_kind import BulkAction
from app.ui.pages.list_page import ListPage
from app.ui.pages.person.bulk import add_roles, course_dialog, enrol_all, role_dialog
from app.ui.pages.person.documents import DocumentsTab
from app.ui.pages.person.household import HouseholdTab
from app.ui.pages.person.languages import LanguagesTab
from app.ui.pages.person.mentoring import MentoringTab
from app.ui.pages.person.notes import NotesTab
from app.ui.pages.person.own import OwnDataTab
from app.ui.pages.person.participation import ParticipationTab
from app.ui.pages.person.path import PathTab
from app.ui.pages.person.placements import clubs_tab
from app.ui.pages.person.privacy import PrivacyTab
from app.ui.pages.person.roles import RolesTab
from app.ui.pages.person.tasks import TasksTab
from app.ui.pages.person.timeline import TimelineTab
from app.ui.pages.person.trainings import TrainingsTab
from app.ui.pages.tab_group import TabGroup
from app.ui.table import Extra, Shown
from app.ui.widgets.buttons import Button

MOST_ROLES = 2
"""So many roles stand as badges beside project and entry."""


def show_openness(found: Openness | None) -> Shown:
    """'vollständig', '2 fehlen', 'Austritt fehlt', or a dash for whoever takes part in no project."""
    if found is None:
        return Shown("–", "quiet")
    if found.late:
        return Shown(_("Austritt fehlt"), "overdue")
    if found.answers:
        return Shown(plural(found.answers, _("1 fehlt"), _("{n} fehlen")), "missing")
    return Shown(_("Austritt offen"), "today") if found.exit else Shown(_("vollständig"), "complete")


class PersonPage(ListPage):
    """All people with role, place and how complete their data is."""

    opened = Signal(str, object)
    """Another record that should be shown: its table and id."""

    tables = ("role", "participation", "project", "language_skill")
    icon = "people"
    purpose = N_("Hier stehen alle Menschen des Projekts: Mentees, Mentorinnen, Mitarbeitende und wer sonst mitwirkt.")
    widths = {"caption": 150, "role_codes": 96, "city": 106, "missing": 112}
    usually: Mapping[str, Condition] = {"standing": OneOf(SHOWN)}
    hidden_word = N_("stornierte")
    subject = "persons"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, Person, parent)

    def extras(self) -> Sequence[Extra]:
        """How much a participation lacks."""
        return [Extra("missing", N_("Angaben"), of_people, show_openness)]

    def detail_tabs(self) -> Iterator[DetailTab]:
        """Own data, participation, what belongs to the person, pairs, trainings, clubs, what was."""
        own = OwnDataTab(self.context)
        own.person_wanted.connect(self.open_record)
        yield own
        yield ParticipationTab(self.context)
        yield self._profile()
        for make in (MentoringTab, TrainingsTab, clubs_tab):
            tab = make(self.context)
            tab.opened.connect(self.opened)
            yield tab
        yield self._course_of_events()
        yield PrivacyTab(self.context)

    def _profile(self) -> DetailTab:
        """Roles, languages, documents, household: four small lists for which a row of tabs has no room."""
        household = HouseholdTab(self.context)
        household.person_wanted.connect(self.open_record)
        tabs = [RolesTab(self.context), LanguagesTab(self.context), DocumentsTab(self.context), household]
        return TabGroup(self.context, _("Profil"), tabs)

    def _course_of_events(self) -> DetailTab:
        """The path on one page, what happened and what is to be done, and what was changed in the file."""
        timeline = TimelineTab(self.context)
        timeline.part_wanted.connect(self.open_part)
        way = PathTab(self.context)
        way.opened.connect(self.open_part)
        changes = HistoryTab(self.context, Person, _("Änderungen"))
        tabs = [way, timeline, NotesTab(self.context), TasksTab(self.context), changes]
        return TabGroup(self.context, _("Verlauf"), tabs)

    def open_part(self, table: str, id: int) -> None:
        """Show a record that belongs to the person in the tab where it is kept, others on their own page."""
        tab = next((tab for tab in self.detail.all_tabs if table in tab.parts), None)
        if tab is None:
            self.opened.emit(table, id)
        else:
            self.detail.tabs.setCurrentWidget(tab)
            tab.open_part(table, id)

    def menu_entries(self) -> list[tuple[str, Callable[[], object]]]:
        """What can be done with a person, and with those who are there twice."""
        return [*super().menu_entries(), (_("Mögliche Dubletten …"), lambda: open_doubles(self, self.context))]

    def bulk_actions(self) -> Sequence[BulkAction]:
        """Roles and trainings for several people."""
        return [
            BulkAction(_("Rolle hinzufügen …"), "add", "bulkRole", self._add_roles),
            BulkAction(_("In Schulung anmelden …"), "course", "bulkEnrol", self._enrol),
        ]

    def _add_roles(self, ids: Sequence[int]) -> None:
        dialog = role_dialog(self.window(), self.context, len(ids))
        if dialog.exec():
            add_roles(self.context, ids, dialog.values, self)

    def _enrol(self, ids: Sequence[int]) -> None:
        dialog = course_dialog(self.window(), self.context, len(ids))
        if dialog.exec():
            enrol_all(self.context, ids, dialog.values["course_id"], self)

    def head_buttons(self) -> Sequence[QWidget]:
        """The way in for lists that exist already."""
        return [Button(_("&Importieren …"), self.bring_in, "import", "importPersons")]

    def bring_in(self) -> None:
        """Open the wizard that brings in a list."""
        from app.ui.pages.import_wizard import ImportWizard  # only here: not needed before somebody asks for it

        if self.detail.may_leave():
            ImportWizard(self.context, self).exec()

    def summary(self, session: Any, total: int) -> str:
        """'148 Personen, davon 44 Teilnehmende'."""
        within = participants(session)
        return _("{all}, davon {n} Teilnehmende").format(all=self.counted(total), n=within)

    def header(self, session: Any, record: Entity) -> Header:
        """'Rim Al-Haddad', 'TN-Nr. CH-031 · geb. 14.03.1991 in Homs · Bad Blankenburg', roles and project."""
        assert isinstance(record, Person)
        found = admission(session, record)
        parts = [_("TN-Nr. {number}").format(number=found.participation.number)] if found else []
        if record.born:
            place = _(" in {place}").format(place=record.birth_place) if record.birth_place else ""
            parts.append(_("geb. {day}").format(day=show(record.born)).replace(" ", NBSP) + place)
        if record.city:
            parts.append(record.city)
        facts = [Fact(role) for role in running_roles(session, record.id)[:MOST_ROLES]]
        facts += [Fact(level) for level in filter(None, (german(session, record.id),))]
        if found:
            facts.append(Fact(found.project))
            left, entry = found.participation.exit, found.participation.entry
            since = _("ausgetreten am {day}") if left else _("aktiv seit {day}")
            facts.append(Fact(since.format(day=show(left or entry))))
        return Header(record.full_name, " · ".join(parts), tuple(facts))
