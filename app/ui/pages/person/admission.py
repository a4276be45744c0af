"""Taking a person into a project."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _
from app.models.fields import Field
from app.models.work import Work
from app.services.participations import Unconfirmed, admit
from app.ui import dialogs
from app.ui.context import Context
from app.ui.form import Form
from app.ui.pages.tabs import EditTab
from app.ui.widgets.basics import label, row
from app.ui.widgets.buttons import PrimaryButton

ENTRY = "entry"


def confirm_unusual(parent: QWidget, error: Unconfirmed) -> bool:
    """Ask whether what is possible and unusual is meant so."""
    why = " ".join(error.problems.values())
    text = _("Der Fördergeber erkennt Zeiten außerhalb der Bewilligung meist nicht an.")
    return dialogs.confirm(parent, _("Außerhalb der Bewilligung"), why, text, _("Trotzdem speichern"))


class AdmitPanel(QWidget):
    """Takes a person into a project."""

    def __init__(self, context: Context, tab: EditTab) -> None:
        super().__init__()
        self.setProperty("plain", "true")
        self.context, self._tab = context, tab
        self.form = Form(self._fields(()))
        self.button = PrimaryButton(_("Aufnehmen"), self.admit, "add", "admit")
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.setSpacing(6)
        title, text = (
            label(_("Noch nicht aufgenommen"), "section"),
            _("Mit der Aufnahme bekommt diese Person eine Teilnehmernummer und die Fragen des Förderprogramms."),
        )
        column.addLayout(row(title, None, margins=(14, 0, 14, 0)))
        column.addLayout(row(label(text, "muted", wrap=True), margins=(14, 0, 14, 0)))
        column.addLayout(self._place)
        column.addLayout(row(self.button, None, margins=(194, 0, 14, 0)))
        column.addStretch(1)

    def _fields(self, projects: tuple[tuple[str, str], ...]) -> dict[str, Field]:
        entry = Field(_("Eintrittsdatum"), name=ENTRY, kind=date, required=True)
        project = Field(_("Projekt"), name="project_id", options=projects, required=True)
        return {ENTRY: entry, "project_id": project}

    def offer(self, projects: list[tuple[int, str]]) -> None:
        """Let a person choose one of these projects."""
        self._place.removeWidget(self.form)
        self.form.deleteLater()
        options = tuple((str(id), caption) for id, caption in projects)
        self.form = Form(self._fields(options))
        self._place.addWidget(self.form)
        self.form.load({ENTRY: today(), "project_id": options[0][0] if options else None})
        self.form.edit()
        self.button.setEnabled(bool(options))

    def admit(self) -> None:
        """Take the person into the chosen project."""
        person = self._tab.record
        assert person is not None
        values = self.form.checked_values()
        if values is None:
            return

        self._store(person.id, values, confirmed=False)

    def _store(self, person_id: int, values: dict[str, Any], *, confirmed: bool) -> None:
        def action(work: Work) -> None:
            admit(work, person_id, int(values["project_id"]), values[ENTRY], confirmed=confirmed)

        def failed(error: BaseException) -> None:
            if isinstance(error, Unconfirmed) and confirm_unusual(self, error):
                self._store(person_id, values, confirmed=True)
            else:
                self._failed(error)

        self.context.do(_("Person aufnehmen"), action, self, failed=failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Invalid):
            if rest := self.form.complain(error.problems):
                self._tab.tell("err", " ".join(rest))
        else:
            self.context.tell(error)
