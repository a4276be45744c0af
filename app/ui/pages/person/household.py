"""The household of a person: which one, and who else belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.core.text import N_, _
from app.models import Household, Person
from app.models.base import Entity
from app.models.fields import Field, fields
from app.models.work import Work
from app.services.people import MORE, NEW_NAME, Home, home, move_in
from app.ui import dialogs
from app.ui.context import Context
from app.ui.pages.small_table import SmallTable
from app.ui.pages.tabs import EditTab
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import label, plain, row
from app.ui.widgets.buttons import Button

NOTHING = N_("Diese Person gehört zu keinem Haushalt. Mit „Bearbeiten“ wählen Sie einen oder legen einen neuen an.")


class HouseholdTab(EditTab):
    """Members lead to their own page; „Bearbeiten“ chooses another household or makes one."""

    person_wanted = Signal(object)
    """The id of a member whom somebody wants to see."""
    tables = ("household", "person")

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Haushalt"))
        self.home: Home | None = None

    def build(self) -> None:
        """The members, and the form that takes their place."""
        self.heading = label("", "section")
        self.heading.setContentsMargins(14, 0, 14, 0)
        columns = (Column(_("Person"), 220), Column(_("Angaben")))
        self.table = SmallTable("household", _("Haushalt"), columns, _(NOTHING))
        self.table.opened.connect(self.person_wanted)
        listing = QVBoxLayout()
        listing.setContentsMargins(0, 0, 0, 0)
        listing.setSpacing(0)
        self.rename_button = Button(_("Umbenennen …"), self.rename, "edit", "renameHousehold", small=True)
        listing.addLayout(row(self.heading, None, self.rename_button, margins=(0, 6, 14, 4)))
        listing.addWidget(self.table, 1)
        self.listing = plain(listing)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.listing, 1)
        self.editing_changed.connect(self._arrange)
        self._arrange()

    def _arrange(self) -> None:
        self.listing.setVisible(not self.editing)
        self.area.setVisible(self.editing)

    def show_record(self, record: Entity) -> None:
        """Read who lives together, unless it is just being edited."""
        if self.editing and self.record is not None and self.record.id == record.id:
            return
        super().show_record(record)
        self.discard()
        self.tell("info", "")
        assert isinstance(record, Person)
        id = record.id
        self.read(lambda session: home(session, id), self._show, key="home")

    def edit(self) -> None:
        """Choose a household, or name a new one."""
        person = self.record
        if not isinstance(person, Person) or self.editing:
            return
        if not self.form.fields:
            self.use_form(_questions())
        self.form.load({"household_id": person.household_id, NEW_NAME: "", MORE: None})
        super().edit()

    def rename(self) -> None:
        """Ask for another name."""
        if self.home is None:
            return
        home = self.home.household
        what = _("Haushalt umbenennen")
        if name := dialogs.ask_text(self.window(), what, _("Name des Haushalts"), home.name, _("Umbenennen")):
            self.context.do(
                what, lambda work: work.update(work.get(Household, home.id, home.version), {"name": name}), self
            )

    def _show(self, found: Home | None) -> None:
        self.home = found
        self.heading.setText(found.household.name if found else "")
        self.heading.setVisible(found is not None)
        self.rename_button.setVisible(found is not None)
        members = found.members if found else ()
        here = self.record.id if self.record else None
        self.table.show_lines(
            [
                Line((Item.of(name, link=id != here, strong=id == here), Item.of(details, muted=True)), id)
                for id, name, details in members
            ]
        )

    def work(self, values: dict[str, Any]) -> tuple[str, Callable[[Work], object]]:
        """One action, whether the household is new or not."""
        person = self.record
        assert isinstance(person, Person)
        if self.form.rows[NEW_NAME].raw() and values["household_id"] == person.household_id:
            values = values | {"household_id": None}
        label_ = _("{what} ändern").format(what=_(Household.title))
        return label_, lambda work: move_in(work, work.get(Person, person.id, person.version), values)


def _questions() -> dict[str, Field]:
    """Which household, or a new one, and perhaps who else."""
    return {
        "household_id": fields(Person)["household_id"],
        NEW_NAME: Field(_("oder neuer Haushalt"), name=NEW_NAME, length=120, help=_("Zum Beispiel Familie Al-Haddad")),
        MORE: Field(_("Weitere Person"), name=MORE, kind=int, target=Person.__tablename__),
    }
