"""The tab Bedarfe: whom the office has to win, how many that would help, and what is done already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import N_, _, plural, show
from app.models import Task
from app.models.fields import Field, fields
from app.models.history import Done
from app.models.work import Work
from app.services import needs
from app.services.pairs import of_project
from app.ui.context import Context
from app.ui.deed_dialog import Deed, ask
from app.ui.rows import Column, Item, Line, RowsView
from app.ui.widgets.basics import label, plain, row
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.card import Card
from app.ui.widgets.empty import EmptyState

ASKED = ("text", "helps", "due")
TITLE = N_("Bedarf")


class NeedsPage(QWidget):
    """A list; Enter changes a need, a button says that it is solved or open again."""

    tallied = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.found: list[Task] = []
        self.new_button = Button(_("Bedarf anlegen"), self.new, "add", "newNeed")
        self.top = plain(row(None, self.new_button))
        columns = (
            Column(_("Wer oder was fehlt")), Column(_("Hilft"), 90, right=True), Column(_("Fällig"), 96),
            Column(_("Stand"), 160),
        )  # fmt: skip
        self.table = RowsView(columns, "needTable", _("Liste: Bedarfe"))
        self.table.opened.connect(self.change)
        self.table.chosen.connect(self._follow)
        self.done_button = Button(_("Erledigt"), self.toggle, "done", "finishNeed", small=True)
        self.change_button = Button(
            _("Ändern …"), lambda: self.change(self.table.key()), "edit", "changeNeed", small=True
        )
        self.delete_button = Button(_("Löschen"), self.delete, "delete", "deleteNeed", small=True)
        card = Card(padded=False, name="needs")
        card.setAccessibleName(_("Bedarfe"))
        begin = PrimaryButton(_("Bedarf anlegen"), self.new, "add", "newNeedFromEmpty")
        self.nothing = EmptyState(
            "hint",
            _("Noch keine Bedarfe"),
            _("Hier steht, wen das Projekt gewinnen muss, damit alle jemanden finden."),
            [begin],
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.nothing)
        self.summary = label("", "small")
        card.body.addWidget(self.stack)
        card.add_foot(row(self.summary, None, self.change_button, self.done_button, self.delete_button))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 10)
        outer.addWidget(card)
        context.changed.connect(self._changed)
        context.project_changed.connect(self.reload)
        self.reload()

    # ---------------------------------------------------------------- reading

    def reload(self) -> None:
        """Read the needs anew."""
        project = self.context.project_id

        def read(_progress: Progress) -> list[Task]:
            with self.context.db.read() as session:
                return needs.needs(session, of_project(session, project))

        self.context.tasks.run(read, self._show, self, self.context.tell, key="needs", quiet=True)

    def _changed(self, done: Done) -> None:
        if done.touches("task"):
            self.reload()

    def _show(self, found: list[Task]) -> None:
        self.found = found
        self.table.show_lines([_line(one) for one in found])
        self.stack.setCurrentIndex(0 if found else 1)
        open_ = [one for one in found if one.done_on is None]
        helped = plural(sum(one.helps for one in open_), _("1 Person"), _("{n} Personen"))
        needs = plural(len(open_), _("1 offener Bedarf, hilft"), _("{n} offene Bedarfe, helfen zusammen"))
        self.summary.setText(f"{needs} {helped}" if open_ else _("Kein offener Bedarf") if found else "")
        self.announce()
        if found and self.table.key() is None:
            self.table.selectRow(0)
        self._follow()

    def announce(self) -> None:
        """Say how many are open."""
        self.tallied.emit(sum(one.done_on is None for one in self.found))

    def current(self) -> Task | None:
        """The need with the keyboard."""
        return next((one for one in self.found if one.id == self.table.key()), None)

    def _follow(self) -> None:
        one = self.current()
        for button in (self.done_button, self.change_button, self.delete_button):
            button.setEnabled(one is not None)
        words = _("Wieder öffnen") if one is not None and one.done_on else _("Erledigt")
        self.done_button.setText(f" {words}")
        self.done_button.setAccessibleName(words)

    # ---------------------------------------------------------------- deeds

    def new(self) -> None:
        """Note a need by hand."""
        project = self.context.project_id

        def act(work: Work, values: dict[str, Any]) -> None:
            needs.note(work, values["text"], values["helps"] or 0, project, values["due"])

        ask(self, self.context, Deed(_("Bedarf anlegen"), _("Anlegen"), _asked(), act, {"text": "", "helps": 1}))

    def change(self, key: object) -> None:
        """Change the chosen need."""
        one = next((task for task in self.found if task.id == key), None)
        if one is None:
            return
        id, version = one.id, one.version

        def act(work: Work, values: dict[str, Any]) -> None:
            work.update(work.get(Task, id, version), values | {"helps": values["helps"] or 0})

        values = {name: getattr(one, name) for name in ASKED}
        ask(self, self.context, Deed(_("Bedarf ändern"), _("Ändern"), _asked(), act, values))

    def change_current(self) -> None:
        """Change the need with the keyboard."""
        self.change(self.table.key())

    def toggle(self) -> None:
        """Solved, or open again."""
        if (one := self.current()) is None:
            return
        id, deed = one.id, needs.reopen if one.done_on else needs.finish
        told = _("Bedarf wieder öffnen") if one.done_on else _("Bedarf erledigen")
        self.context.do(told, lambda work: deed(work, id), self)

    def delete(self) -> None:
        """Remove the chosen need; it can be taken back, so nobody is asked."""
        if (one := self.current()) is not None:
            id = one.id
            self.context.do(_("Bedarf löschen"), lambda work: work.delete(work.get(Task, id)), self)

    # ---------------------------------------------------------------- what the window asks

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What menus and keys can do here."""
        return {
            "new": self.new,
            "refresh": self.reload,
            "edit": lambda: self.change(self.table.key()),
            "delete": self.delete,
        }

    def zones(self) -> list[QWidget]:
        """Where F6 stops."""
        return [self.table]

    def shown(self) -> None:
        """Begin in the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _asked() -> dict[str, Field]:
    known = fields(Task)
    return {name: known[name] for name in ASKED}


def _line(one: Task) -> Line:
    helps = plural(one.helps, _("1 Person"), _("{n} Personen")) if one.helps else ""
    done = one.done_on is not None
    state = (
        Item.of(_("erledigt {day}").format(day=show(one.done_on)), "complete") if done else Item.of(_("offen"), "open")
    )
    return Line((Item.of(one.text, muted=done), Item.of(helps), Item.of(show(one.due), muted=True), state), one.id)
