"""People: everybody the project knows, whatever the roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.core.text import N_, NBSP, _, plural, show
from app.models import Person
from app.models.base import Entity
from app.models.conditions import Condition, OneOf
from app.models.standing import SHOWN
from app.services.dossier import admission, missing, participants, running_roles
from app.ui.context import Context
from app.ui.pages.detail import Fact, Header
from app.ui.pages.doubles import open_doubles
from app.ui.pages.history_tab import HistoryTab
from app.ui.pages.list_kind import BulkAction
from app.ui.pages.list_page import ListPage
from app.ui.pages.person.bulk import add_roles, course_dialog, enrol_all, role_dialog
from app.ui.pages.person.own import OwnDataTab
from app.ui.pages.person.participation import ParticipationTab
from app.ui.pages.person.roles import RolesTab
from app.ui.pages.person.trainings import TrainingsTab
from app.ui.pages.tabs import DetailTab
from app.ui.table import Extra, Shown
from app.ui.widgets.buttons import Button

MOST_ROLES = 2
"""So many roles stand as badges beside project and entry."""


def show_missing(count: int | None) -> Shown:
    """'vollständig', '2 fehlen', or a dash for whoever takes part in no project."""
    if count is None:
        return Shown("–", "quiet")
    if count == 0:
        return Shown(_("vollständig"), "complete")
    return Shown(plural(count, _("1 fehlt"), _("{n} fehlen")), "missing")


class PersonPage(ListPage):
    """All people with role, place and how complete their data is."""

    opened = Signal(str, object)
    """Another record that should be shown: its table and id."""

    tables = ("role", "participation", "project")
    icon = "people"
    purpose = N_("Hier stehen alle Menschen des Projekts: Mentees, Mentorinnen, Mitarbeitende und wer sonst mitwirkt.")
    widths = {"caption": 150, "role_codes": 96, "city": 106, "missing": 112}
    usually: Mapping[str, Condition] = {"standing": OneOf(SHOWN)}
    hidden_word = N_("stornierte")
    subject = "persons"

    def __init__(self, context: Context) -> None:
        super().__init__(context, Person)

    def extras(self) -> Sequence[Extra]:
        """How many mandatory answers are missing."""
        return [Extra("missing", N_("Angaben"), missing, show_missing)]

    def detail_tabs(self) -> Sequence[DetailTab]:
        """Own data, participation, roles, trainings, history."""
        courses = TrainingsTab(self.context)
        courses.opened.connect(self.opened)
        own = OwnDataTab(self.context)
        own.person_wanted.connect(self.open_record)
        return [
            own,
            ParticipationTab(self.context),
            RolesTab(self.context),
            courses,
            HistoryTab(self.context, Person),
        ]

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
        if found:
            facts.append(Fact(found.project))
            left, entry = found.participation.exit, found.participation.entry
            since = _("ausgetreten am {day}") if left else _("aktiv seit {day}")
            facts.append(Fact(since.format(day=show(left or entry))))
        return Header(record.full_name, " · ".join(parts), tuple(facts))
