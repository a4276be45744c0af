"""The roles of a person: what she is in which project, from when to when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _, show
from app.models import Role
from app.models.base import Entity
from app.models.fields import fields
from app.models.role import RoleKind
from app.models.work import Work
from app.services.dossier import RoleLine, roles
from app.ui import theme
from app.ui.context import Context
from app.ui.form import Form
from app.ui.pages.small_table import SmallTable
from app.ui.pages.tabs import DetailTab
from app.ui.rows import Column, Item, Line
from app.ui.widgets.basics import label, line, row
from app.ui.widgets.buttons import Button
from app.ui.widgets.side_by_side import scrolling

LABELS = dict(RoleKind.options())


class RolesTab(DetailTab):
    """A list of roles; one can be added, a running one can be ended."""

    tables = ("role", "project")

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Rollen"))
        self.lines: dict[int, RoleLine] = {}

    def build(self) -> None:
        """The roles, and a form for another one."""
        columns = (Column(_("Rolle"), 170), Column(_("Projekt")), Column(_("Von"), 88), Column(_("Bis"), 88))
        nothing = _("Diese Person hat noch keine Rolle. Unten können Sie eine hinzufügen.")
        self.table = SmallTable("roles", _("Rollen"), columns, nothing)
        self.table.view.chosen.connect(self._follow)
        self.end_button = Button(_("Rolle heute beenden"), self.end, name="endRole", small=True)
        self.add_button = Button(_("Rolle hinzufügen"), self.add, "add", "addRole", small=True)
        chosen = {name: fields(Role)[name] for name in ("kind", "project_id", "since")}
        self.form = Form(chosen, self.context)
        self.table.setMinimumHeight(theme.px(120))
        content = QWidget()
        content.setProperty("plain", "true")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 10)
        layout.setSpacing(6)
        layout.addWidget(self.table, 1)
        layout.addWidget(line())
        layout.addLayout(row(self.end_button, None, margins=(14, 4, 14, 4)))
        layout.addLayout(row(label(_("Neue Rolle"), "strong"), None, margins=(14, 4, 14, 0)))
        layout.addWidget(self.form)
        layout.addLayout(row(self.add_button, None, margins=(194, 0, 14, 0)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def show_record(self, record: Entity) -> None:
        """Read the person's roles."""
        fresh = self.record is None or self.record.id != record.id
        super().show_record(record)
        if fresh or not self.form.is_changed():
            self._empty_form()
        id = record.id
        self.read(lambda session: roles(session, id), self._show)

    def _empty_form(self) -> None:
        self.form.edit(False)
        self.form.load({"kind": None, "project_id": None, "since": today()})
        self.form.edit()

    def _show(self, found: Sequence[RoleLine]) -> None:
        self.lines = {one.id: one for one in found}
        self.table.show_lines(
            [
                Line(
                    (
                        Item.of(LABELS.get(one.kind, one.kind)),
                        Item.of(one.project, muted=True),
                        Item.of(show(one.since), muted=True),
                        Item.of(show(one.until), muted=True),
                    ),
                    one.id,
                )
                for one in found
            ]
        )
        self._follow()

    def _follow(self) -> None:
        line = self.lines.get(self.table.view.key())
        self.end_button.setEnabled(line is not None and line.until is None)

    def end(self) -> None:
        """End the chosen role today."""
        chosen = self.lines.get(self.table.view.key())
        if chosen is None:
            return
        self.context.do(
            _("Rolle beenden"),
            lambda work: work.update(work.get(Role, chosen.id, chosen.version), {"until": today()}),
            self,
        )

    def add(self) -> None:
        """Give the person another role."""
        person = self.record
        assert person is not None
        values = self.form.checked_values()
        if values is None:
            return

        def action(work: Work) -> None:
            work.add(Role(person_id=person.id, **values))

        self.context.do(_("Rolle hinzufügen"), action, self, self._empty_form, self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Invalid) or self.form.complain(error.problems):
            self.context.tell(error)
