"""Roles and trainings for several people at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.clock import today
from app.core.text import N_, _, grouped, plural
from app.models import Enrolment, Role
from app.models.fields import Field, fields
from app.services.many_people import ADDED, ALREADY, WAITING, add_role, enrol_in
from app.ui.context import Context
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.pages.bulk import Outcomes, for_each
from app.ui.widgets.basics import label
from app.ui.widgets.buttons import PrimaryButton


class ForManyDialog(Dialog):
    """A short form whose answers go to all selected people."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        title: str,
        count: int,
        chosen: Mapping[str, Field],
        given: Mapping[str, Any],
        deed: str,
    ) -> None:
        super().__init__(parent, title, "forManyDialog", 560)
        self.values: dict[str, Any] = {}
        one, many = _("Für 1 ausgewählte Person"), _("Für {n} ausgewählte Personen")
        self.body.addWidget(label(plural(count, one, many), "muted"))
        self.form = Form(chosen, context)
        self.form.load(dict.fromkeys(chosen) | dict(given))
        self.form.edit()
        self.body.addWidget(self.form, 1)
        self.add_cancel()
        self.add_button(PrimaryButton(deed, self.take, name="deed"), default=True)
        self.form.focus_first()

    def take(self) -> None:
        """Close when everything needed is there."""
        values = self.form.checked_values()
        if values is not None:
            self.values = values
            self.accept()


def role_dialog(parent: QWidget, context: Context, count: int) -> ForManyDialog:
    """Which role, in which project, from when."""
    chosen = {name: fields(Role)[name] for name in ("kind", "project_id", "since")}
    given = {"project_id": context.project_id, "since": today()}
    return ForManyDialog(parent, context, _("Rolle hinzufügen"), count, chosen, given, _("Rolle hinzufügen"))


def course_dialog(parent: QWidget, context: Context, count: int) -> ForManyDialog:
    """Which course."""
    chosen = {"course_id": fields(Enrolment)["course_id"]}
    return ForManyDialog(parent, context, _("In Schulung anmelden"), count, chosen, {}, _("Anmelden"))


def add_roles(context: Context, ids: Sequence[int], values: Mapping[str, Any], owner: QWidget) -> None:
    """Give everybody a role."""
    for_each(
        context,
        _("Rolle hinzufügen ({n})").format(n=grouped(len(ids))),
        ids,
        lambda work, id: add_role(work, id, values),
        owner,
        _telling(context, N_("Rolle hinzugefügt: {n}."), N_("{n} hatten sie schon.")),
    )


def enrol_all(context: Context, ids: Sequence[int], course_id: int, owner: QWidget) -> None:
    """Enrol everybody, in the order of the list."""
    for_each(
        context,
        _("In Schulung anmelden ({n})").format(n=grouped(len(ids))),
        ids,
        lambda work, id: enrol_in(work, id, course_id),
        owner,
        _telling(context, N_("Angemeldet: {n}."), N_("{n} waren es schon.")),
    )


def _telling(context: Context, added: str, already: str) -> Callable[[Outcomes], None]:
    """Says what became of everybody."""

    def tell(counts: Outcomes) -> None:
        waiting = N_("{n} auf der Warteliste, weil die Plätze vergeben sind.")
        parts = [(added, counts[ADDED]), (waiting, counts[WAITING]), (already, counts[ALREADY])]
        said = [_(text).format(n=grouped(n)) for text, n in parts if n or text is added]
        context.message.emit(" ".join(said), False)

    return tell
