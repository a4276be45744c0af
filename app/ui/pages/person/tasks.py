"""What is to be done about a person, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.clock import today
from app.core.text import N_, _
from app.models import Person, Task
from app.models.task import TaskKind
from app.services.people import due, tasks
from app.ui.context import Context
from app.ui.pages.records_tab import RecordsTab
from app.ui.rows import Column, Item, Line
from app.ui.widgets.buttons import Button

KINDS = dict(TaskKind.options())


class TasksTab(RecordsTab):
    """Open ones by day; one press says that it is done."""

    entity = Task
    table_columns = (Column(N_("Fällig"), 150), Column(N_("Art"), 120), Column(N_("Aufgabe")))
    nothing = N_("Nichts zu tun. Eine Wiedervorlage erinnert am gewählten Tag auf der Startseite.")
    asked = ("text", "due", "kind", "done_on")

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Aufgaben"))

    def buttons(self) -> Sequence[QWidget]:
        """Doing it needs no form."""
        self.done_button = Button(_("Heute erledigt"), self.done, "done", "taskDone", small=True)
        return [self.done_button]

    def load(self, session: Any, owner: int) -> Sequence[Any]:
        """The tasks about the person."""
        return tasks(session, owner)

    def belongs(self, owner: int) -> dict[str, Any]:
        """Tasks name what they are about by table and id."""
        return {"about_table": Person.__tablename__, "about_id": owner}

    def line(self, record: Any) -> Line:
        """'heute · Wiedervorlage · Anrufen'."""
        state, words = due(record)
        kind = Item.of(_(KINDS.get(record.kind, record.kind)), muted=True)
        return Line((Item.of(words, state), kind, Item.of(record.text, muted=bool(record.done_on))), record.id)

    def fresh(self) -> dict[str, Any]:
        """To be looked at again."""
        return {"kind": TaskKind.TASK.value}

    def follow(self) -> None:
        """What is done is done once."""
        super().follow()
        one = self.chosen()
        self.done_button.setEnabled(one is not None and one.done_on is None)

    def done(self) -> None:
        """The chosen task was done today."""
        self.change(_("Aufgabe erledigen"), {"done_on": today()})
