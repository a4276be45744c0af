"""Who speaks for an organisation, with function and time; former ones stay below and are never written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.core.clock import today
from app.core.text import _, grouped, plural
from app.models import Organisation, OrganisationContact
from app.models.base import Entity
from app.models.fields import Field, fields
from app.models.work import Work
from app.services import contacts
from app.ui import theme
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab
from app.ui.pages.form_dialog import FormDialog
from app.ui.pages.small_table import SmallTable
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import label, line, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.table import Cell
from app.ui.widgets.two_lines import use_two_lines

ASKED = ("name", "function", "since", "phone", "email", "first", "note")
EDITED = (*ASKED, "until")


class ContactsTab(DetailTab):
    """Two lists in one table, and the button that turns one person into the next."""

    tables = ("organisation_contact",)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Ansprechpersonen"))
        self.people: dict[int, OrganisationContact] = {}

    def build(self) -> None:
        """The table and what can be done."""
        self.told = label("", wrap=True)
        self.change_button = Button(_("Wechsel eintragen"), self.ask_change, "group", "contactChange")
        head = row(self.told, self.change_button, margins=(12, 8, 12, 8))
        head.setStretch(0, 1)
        columns = (Column(_("Name")), Column(_("Funktion, Zeit"), 134), Column(_("Hinweis"), 124))
        nothing = _("Noch keine Ansprechperson. „Wechsel eintragen“ beginnt die erste.")
        self.table = SmallTable("contacts", _("Ansprechpersonen"), columns, nothing, "two")
        use_two_lines(self.table.view)
        self.table.setMinimumHeight(theme.px(120))
        self.table.view.chosen.connect(self._follow)
        self.table.opened.connect(lambda _id: self.ask_edit())
        self.first_button = Button(_("Zuerst fragen"), self.ask_first, "first", "contactFirst", small=True)
        self.edit_button = Button(_("Ändern"), self.ask_edit, "edit", "contactEdit", small=True)
        deeds = row(self.first_button, self.edit_button, None, spacing=6, margins=(10, 5, 10, 5))
        told = label(_("Frühere bleiben stehen, werden aber nicht angeschrieben"), "small")
        self.fill(head, self.table, line(), deeds, line(), row(told, None, margins=(10, 3, 10, 3)))

    def show_record(self, record: Entity) -> None:
        """Read who speaks for the organisation."""
        super().show_record(record)
        id = record.id
        self.read(lambda session: contacts.contacts(session, id), self._show)

    def _show(self, found: tuple[Sequence[OrganisationContact], Sequence[OrganisationContact]]) -> None:
        now, former = found
        self.people = {one.id: one for one in (*now, *former)}
        parts = [plural(len(now), _("1 Ansprechperson heute"), _("{n} Ansprechpersonen heute"))]
        if former:
            parts.append(_("{n} früher").format(n=grouped(len(former))))
        self.told.setText(" · ".join(parts))
        lines = [_line(one) for one in now]
        if former:
            heads = (_("Früher"), _("Funktion"), _("Zeit"))
            lines.append(
                Line(tuple(Item.of(text, strong=True, muted=True, ground="surface2") for text in heads), heading=True)
            )
            lines += [_former(one) for one in former]
        self.table.show_lines(lines)
        self.table.view.verticalHeader().setMinimumSectionSize(theme.px(30))
        for number in range(len(now), len(lines)):  # one line is enough for those who have left
            self.table.view.setRowHeight(number, theme.px(30))
        self._follow()

    def current(self) -> OrganisationContact | None:
        """The contact chosen."""
        return self.people.get(self.table.view.key())

    def _follow(self) -> None:
        one = self.current()
        self.edit_button.setEnabled(one is not None)
        self.first_button.setEnabled(one is not None and not one.until and not one.first)

    # ---------------------------------------------------------------- deeds

    def ask_change(self) -> FormDialog:
        """Ask who comes, and whom she follows."""
        record = self.record
        assert isinstance(record, Organisation)
        id = record.id
        running = [one for one in self.people.values() if one.until is None or one.until >= today()]
        options = (("0", _("niemanden, kommt dazu")), *((str(one.id), _called(one)) for one in running))
        declared = fields(OrganisationContact)
        asked = {"former": Field(_("Löst ab"), name="former", options=options, required=True)}
        asked |= {name: declared[name] for name in ASKED}
        asked["since"] = Field(_("Seit"), name="since", kind=date, required=True)

        def act(work: Work, values: dict[str, Any]) -> None:
            given = dict(values)
            former, since = int(given.pop("former")) or None, given.pop("since")
            contacts.hand_over(work, id, former, since, given)

        chosen = self.current()
        start = {
            "former": str(chosen.id) if chosen in running and chosen else options[-1 if len(options) == 2 else 0][0]
        }
        start |= {"since": today()}  # type: ignore[dict-item]
        title = _("Wechsel eintragen: {club}").format(club=record.caption)
        lead = _("Endet die bisherige Ansprechperson, steht sie danach unter „Früher“.")
        dialog = FormDialog(self.window(), self.context, title, asked, start, act, lead=lead, name="contactDialog")
        dialog.start()
        return dialog

    def ask_edit(self) -> FormDialog | None:
        """Ask what is wrong about the contact chosen."""
        one = self.current()
        if one is None:
            return None
        declared = fields(OrganisationContact)
        asked = {name: declared[name] for name in EDITED}

        def act(work: Work, values: dict[str, Any]) -> None:
            work.update(work.get(OrganisationContact, one.id, one.version), values)

        start = {name: getattr(one, name) for name in EDITED}
        title = _("Ansprechperson ändern: {who}").format(who=one.name)
        return FormDialog(self.window(), self.context, title, asked, start, act, name="contactDialog").start()

    def ask_first(self) -> None:
        """Let the contact chosen be asked before the others."""
        if one := self.current():
            self.context.do(
                _("Zuerst fragen: {who}").format(who=one.name), lambda w: contacts.ask_first(w, one.id), self
            )


def _called(one: OrganisationContact) -> str:
    return f"{one.name}, {one.function}" if one.function else one.name


def _line(one: OrganisationContact) -> Line:
    reached = one.email or one.phone or _("weder Telefon noch E-Mail")
    since = _("{since} bis heute").format(since=_month(one.since)) if one.since else _("bis heute")
    name = Item(one.name, {int(Cell.SECOND): reached})
    work = Item(one.function or "–", {int(Cell.SECOND): since})
    badge = Item(_("zuerst fragen"), {int(Cell.BADGE): "", int(Cell.ICON): "first"}) if one.first else Item(one.note)
    return Line((name, work, badge), one.id)


def _former(one: OrganisationContact) -> Line:
    span = f"{_month(one.since)}–{_month(one.until)}"
    return Line(tuple(Item.of(text, muted=True) for text in (one.name, one.function or "–", span)), one.id)


def _month(day: date | None) -> str:
    """'03.2024': the day does not matter."""
    return f"{day:%m.%Y}" if day else "…"
