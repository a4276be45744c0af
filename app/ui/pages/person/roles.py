"""The roles of a person: what she is in which project, from when to when, how she was won, what she wishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.clock import today
from app.core.text import N_, _, period
from app.models import Role
from app.models.role import RoleKind
from app.services.dossier import RoleLine, roles
from app.services.people import validity
from app.ui.context import Context
from app.ui.pages.records_tab import RecordsTab
from app.ui.rows import Column, Item, Line
from app.ui.widgets.buttons import Button

LABELS = dict(RoleKind.options())
GUIDES = ("capacity", "police_seen", "police_until")
"""What is asked of those who accompany others."""
GUIDING = (None, RoleKind.MENTOR, RoleKind.BUDDY, RoleKind.ASSISTANT, RoleKind.MULTIPLIER, RoleKind.INSTRUCTOR)
WISHING = ("women_only", "wish_children", "wish_age_from", "wish_age_to", "wish")
WITHOUT_WISHES = (RoleKind.STAFF, RoleKind.CONTACT, RoleKind.INSTRUCTOR)


class RolesTab(RecordsTab):
    """Running roles first; one press ends a role today."""

    entity = Role
    tables = ("project",)
    table_columns = (
        Column(N_("Rolle"), 140), Column(N_("Projekt")), Column(N_("Zeitraum"), 168),
        Column(N_("Führungszeugnis"), 146),
    )  # fmt: skip
    nothing = N_("Diese Person hat noch keine Rolle. Mit „Rolle hinzufügen“ wird sie Mentee, Mentorin oder Buddy.")
    asked = (
        "kind", "project_id", "since", "until", "channel", "acquired", "capacity", "police_seen", "police_until",
        "women_only", "wish_children", "wish_age_from", "wish_age_to", "wish",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Rollen"))

    def buttons(self) -> Sequence[QWidget]:
        """Ending a role needs no form."""
        self.end_button = Button(_("Rolle heute beenden"), self.end, name="endRole", small=True)
        return [self.end_button]

    def load(self, session: Any, owner: int) -> Sequence[Any]:
        """Roles with the names of their projects."""
        lines = roles(session, owner)
        self.lines: dict[int, RoleLine] = {one.role.id: one for one in lines}
        return [one.role for one in lines]

    def line(self, record: Any) -> Line:
        """'Mentee · Connecting Women · seit 02.03.2026'."""
        state, words = validity(record.police_until) if record.police_seen else ("", "")
        return Line(
            (
                Item.of(_(LABELS.get(record.kind, record.kind))),
                Item.of(self.lines[record.id].project, muted=True),
                Item.of(span(record.since, record.until), muted=True),
                Item.of(words, state),
            ),
            record.id,
        )

    def fresh(self) -> dict[str, Any]:
        """From today on, in the project worked in, one place."""
        return {"since": today(), "project_id": self.context.project_id, "capacity": 1}

    def use_form(self, *given: Any, **more: Any) -> None:
        """Ask only what goes with the kind of role; values of what is not asked stay."""
        super().use_form(*given, **more)
        self.form.changed.connect(self._fit_kind)

    def begin(self, one: Any) -> None:
        """Edit a role, or a new one."""
        super().begin(one)
        self._fit_kind()

    def _fit_kind(self) -> None:
        kind = self.form.readable_values()["kind"]
        hidden = {*(GUIDES if kind not in GUIDING else ()), *(WISHING if kind in WITHOUT_WISHES else ())}
        self.form.show_only([name for name in self.asked if name not in hidden])

    def follow(self) -> None:
        """A role can be ended once."""
        super().follow()
        one = self.chosen()
        self.end_button.setEnabled(one is not None and one.until is None)

    def end(self) -> None:
        """End the chosen role today."""
        self.change(_("Rolle beenden"), {"until": today()})


def span(since: Any, until: Any) -> str:
    """'seit 02.03.2026', 'bis 01.04.2026' or both."""
    if since and until:
        return period(since, until)
    if since:
        return _("seit {day}").format(day=period(since, since))
    return _("bis {day}").format(day=period(until, until)) if until else ""
