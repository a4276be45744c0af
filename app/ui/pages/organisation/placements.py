"""The placements of one organisation, one offer's club or one person: sums above, rows of two lines, deeds below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import N_, _, plural
from app.models import Offer, Organisation, Person
from app.models.base import Entity
from app.models.fields import Field
from app.models.placement import PlacementKind, PlacementState
from app.models.query import Query
from app.models.work import Work
from app.services import placement_rows, placements
from app.services.placement_rows import PlacementRow
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.form_dialog import FormDialog
from app.ui.pages.looking import enter_look
from app.ui.pages.organisation.placement_actions import PlacementActions
from app.ui.pages.organisation.placement_lines import placement_line, still_there, sums
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column
from app.ui.widgets.basics import label, line, plain, row
from app.ui.widgets.buttons import Button, LinkButton
from app.ui.widgets.two_lines import use_two_lines

HIDDEN_WORD = N_("Wer zu einer Religionsgemeinschaft gehört, ist besonders geschützt (Art. 9 DSGVO).")
STATES = (PlacementState.PROPOSED, PlacementState.ASKED, PlacementState.MEMBER, PlacementState.VOLUNTEER)
"""Stages at which a placement may begin."""


class PlacementsTab(DetailTab):
    """Shows the placements of a record; subclasses say which they are and how one begins."""

    eager = True
    tables = ("placement", "person", "organisation", "offer")
    by_person = True
    opened = Signal(str, object)
    """The record behind a row that was opened: its table and id."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self.rows: dict[int, PlacementRow] = {}
        self.with_closed = self.with_protected = False

    # ---------------------------------------------------------------- building

    def build(self) -> None:
        """Sums, table, deeds."""
        name = "clubPlacements" if self.by_person else "personPlacements"
        self.sums, self.rate = QLabel(), label("", "small", wrap=True)
        self.sums.setTextFormat(Qt.TextFormat.RichText)
        self.sums.setWordWrap(True)
        self.new_button = Button(_("Vermittlung anlegen"), self.ask_new, "add-person", f"{name}New")
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(1)
        words.addWidget(self.sums)
        words.addWidget(self.rate)
        head = row(plain(words), self.new_button, margins=(12, 8, 12, 8))
        head.setStretch(0, 1)
        first = _("Person") if self.by_person else _("Organisation")
        columns = [Column(first), Column(_("Stand"), 130), Column(_("nach 3 Monaten"), 102)]
        nothing = _("Hier ist noch niemand vermittelt.") if self.by_person else _("Noch keine Vermittlung.")
        columns.append(Column(_("nach 6 Monaten"), 130))
        self.table = SmallTable(name, _("Vermittlungen"), columns, nothing, "two")
        use_two_lines(self.table.view)
        self.table.setMinimumHeight(theme.px(120))
        self.actions_row = PlacementActions(self.context, self.current, name)
        self.table.view.chosen.connect(self.actions_row.follow)
        self.table.opened.connect(self._open)
        self.told = label("", "small")
        self.closed_link = LinkButton(_("Anzeigen"), self._toggle_closed, f"{name}Closed", small=True)
        self.protected_link = LinkButton(_("Geschützte anzeigen"), self._show_protected, f"{name}Protected", small=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self._protected_page())
        foot = row(self.protected_link, None, self.told, self.closed_link, spacing=8, margins=(10, 3, 10, 3))
        deeds = row(self.actions_row, margins=(10, 5, 10, 5))
        self.fill(head, self.stack, line(), deeds, line(), foot)

    def _protected_page(self) -> QWidget:
        page = QVBoxLayout()
        page.setContentsMargins(14, 14, 14, 14)
        page.addWidget(label(_(HIDDEN_WORD), "muted", wrap=True))
        button = Button(_("Trotzdem anzeigen"), self._show_protected, "show", "showProtected")
        page.addLayout(row(button, None))
        page.addStretch(1)
        return plain(page)

    # ---------------------------------------------------------------- showing

    def load(self, session: Any, id: int) -> list[PlacementRow]:
        """The placements of the record with this ID."""
        raise NotImplementedError

    def show_record(self, record: Entity) -> None:
        """Read the record's placements."""
        if self.record is None or self.record.id != record.id:
            self.with_closed = self.with_protected = False
        super().show_record(record)
        id = record.id
        self.read(lambda session: self.load(session, id), self._take)

    def _take(self, found: Sequence[PlacementRow]) -> None:
        self.rows = {one.id: one for one in found}
        self.tallied.emit(len(found))
        self._show()

    def _show(self) -> None:
        rows = list(self.rows.values())
        protected = [one for one in rows if one.sensitive] if not self.with_protected else []
        alone = self.by_person and bool(protected)
        self.stack.setCurrentIndex(1 if alone else 0)
        self.sums.setText("" if alone else sums(rows))
        self.rate.setText("" if alone else still_there(rows))
        self.rate.setVisible(bool(self.rate.text()))
        closed = [one for one in rows if one.closed]
        shown = [one for one in rows if self.with_closed or not one.closed] if not alone else []
        shown = shown if self.with_protected else [one.hidden() for one in shown]
        self.table.show_lines([placement_line(one, by_person=self.by_person) for one in shown])
        if not shown and rows and not alone:
            self.table.setCurrentIndex(0)
        hidden = plural(len(closed), _("1 beendete ausgeblendet"), _("{n} beendete ausgeblendet"))
        self.told.setText(_("Beendete am Ende") if self.with_closed else hidden)
        self.closed_link.setText(_("Ausblenden") if self.with_closed else _("Anzeigen"))
        self.closed_link.setAccessibleName(_("Beendete ausblenden") if self.with_closed else _("Beendete anzeigen"))
        for part in (self.told, self.closed_link):
            part.setVisible(bool(closed) and not alone)
        self.protected_link.setVisible(bool(protected) and not alone)
        self.actions_row.follow()

    def current(self) -> PlacementRow | None:
        """The placement chosen."""
        return self.rows.get(self.table.view.key())

    def _toggle_closed(self) -> None:
        self.with_closed = not self.with_closed
        self._show()

    def _show_protected(self) -> None:
        def seen(agreed: bool) -> None:
            self.with_protected = agreed
            self._show()

        enter_look(self, seen)

    def leave(self) -> None:
        """Name no religious community any more."""
        if self.with_protected:
            self.with_protected = False
            self._show()

    def _open(self, id: int) -> None:
        one = self.rows.get(id)
        if one and self.by_person:
            self.opened.emit("person", one.person_id)
        elif one and (self.with_protected or not one.sensitive):
            self.opened.emit("organisation", one.organisation_id)

    # ---------------------------------------------------------------- a new one

    def ask_new(self) -> None:
        """Begin a placement."""
        raise NotImplementedError

    def ask(self, title: str, fields: dict[str, Field], fixed: dict[str, Any]) -> FormDialog:
        """Ask for what is not FIXED and begin the placement; project and day are those of the moment."""
        stages = tuple((one.value, one.label) for one in STATES)
        fields |= {
            "kind": Field(_("Art"), name="kind", options=PlacementKind.options(), required=True),
            "state": Field(_("Stand"), name="state", options=stages, required=True),
            "on": Field(_("Seit"), name="on", kind=date, required=True),
        }
        project = self.context.project_id

        def act(work: Work, values: dict[str, Any]) -> None:
            given = fixed | values
            offer, state, on = int(given.pop("offer", None) or 0) or None, given.pop("state"), given.pop("on")
            placements.begin(work, given | {"offer_id": offer, "project_id": project}, state, on)

        start = {"kind": PlacementKind.CLUB.value, "state": PlacementState.PROPOSED.value, "on": today()}
        dialog = FormDialog(self.window(), self.context, title, fields, start, act, name="newPlacement")
        dialog.start()
        return dialog


class ClubPlacementsTab(PlacementsTab):
    """Who is placed in an organisation."""

    def load(self, session: Any, id: int) -> list[PlacementRow]:
        """Everybody placed there."""
        return placement_rows.of_organisation(session, id)

    def ask_new(self) -> None:
        """Ask who comes, and to which of the offers."""
        record = self.record
        assert isinstance(record, Organisation)

        def load(_progress: Progress) -> tuple[tuple[str, str], ...]:
            with self.context.db.read() as session:
                query = Query(Offer, where={"organisation_id": record.id}, shown=("caption",))
                ids = query.ids(session)
                rows = query.rows(session, ids)
                return tuple((str(id), str(rows[id][0])) for id in ids)

        self.context.tasks.run(load, lambda offers: self.show_new(record, offers), self, key="offers")

    def show_new(self, record: Organisation, offers: tuple[tuple[str, str], ...]) -> FormDialog:
        """The questions about a new placement in this organisation."""
        person = Field(_("Person"), name="person_id", kind=int, target="person", required=True)
        fields = {"person_id": person}
        if offers:
            fields["offer"] = Field(_("Angebot"), name="offer", options=offers)
        return self.ask(
            _("Vermittlung anlegen: {club}").format(club=record.caption), fields, {"organisation_id": record.id}
        )


class PersonPlacementsTab(PlacementsTab):
    """Where a person is or was."""

    by_person = False

    def load(self, session: Any, id: int) -> list[PlacementRow]:
        """The person's way through all organisations."""
        return placement_rows.of_person(session, id)

    def ask_new(self) -> None:
        """Ask for the organisation."""
        record = self.record
        assert isinstance(record, Person)
        club = Field(_("Organisation"), name="organisation_id", kind=int, target="organisation", required=True)
        title = _("Vermittlung anlegen: {who}").format(who=record.caption)
        self.ask(title, {"organisation_id": club}, {"person_id": record.id})
