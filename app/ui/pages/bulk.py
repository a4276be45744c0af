"""Several records at once: what can be done with them, in place of the detail; each deed is one step to take back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _, grouped, plural
from app.models.history import Done
from app.models.work import Work
from app.services.references import referred_to
from app.ui.context import Context
from app.ui.pages.list_kind import BulkAction
from app.ui.widgets.basics import column, label, line, row
from app.ui.widgets.buttons import Button, IconButton

if TYPE_CHECKING:
    from app.ui.pages.list_page import ListPage

Outcomes = Counter[str]
"""How often each thing happened."""


def for_each(
    context: Context,
    label: str,
    ids: Sequence[int],
    act: Callable[[Work, int], str],
    owner: QObject,
    done: Callable[[Outcomes], object],
) -> None:
    """Do one thing with every record in one work, with progress; cancelled, nothing has happened.

    ACT(work, id) says what became of one record; DONE gets the counts.
    """

    def run(progress: Progress) -> tuple[Done | None, Outcomes]:
        counts: Outcomes = Counter()
        with context.db.work(label) as work:
            for id in progress.over(ids, label):
                counts[act(work, id)] += 1
        return work.done, counts

    def finish(result: tuple[Done | None, Outcomes]) -> None:
        context.remember(result[0])
        done(result[1])

    context.tasks.run(run, finish, owner, context.tell, lane="work")


class BulkPanel(QFrame):
    """'12 ausgewählt' and the deeds."""

    def __init__(self, page: ListPage, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = page
        self.setProperty("card", "true")
        self.setObjectName("bulk")
        self.title = label("", "name")
        self.close_button = IconButton("close", _("Auswahl aufheben"), self.clear, "clearSelection")
        said = _("Jede Änderung gilt für alle ausgewählten Zeilen und lässt sich als ein Schritt zurücknehmen.")
        self.note = label(said, "small", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        head = column(row(self.title, None, self.close_button), self.note, spacing=2)
        self.setLayout(column(head, line(), self._list, None, spacing=10, margins=(14, 10, 14, 14)))
        self._fill()

    def actions_possible(self) -> list[BulkAction]:
        """Everything that can be done with several records of this kind."""
        page = self._page
        return [
            *page.bulk_actions(),
            BulkAction(_("Excel-Datei …"), "excel", "bulkExcel", lambda _ids: page.export.excel()),
            BulkAction(_("PDF ansehen, speichern, drucken …"), "pdf", "bulkPdf", lambda _ids: page.export.pdf()),
            BulkAction(_("Zeilen kopieren"), "copy", "bulkCopy", page.table.copy_ids),
            BulkAction(_("Löschen"), "delete", "bulkDelete", self.delete),
        ]

    def _fill(self) -> None:
        for action in self.actions_possible():
            button = Button(action.text, partial(self.run, action), action.icon, action.name)
            self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def run(self, action: BulkAction) -> None:
        """Do it with all selected records."""
        action.run(self.ids())

    def ids(self) -> list[int]:
        """The selected records in the order of the list."""
        return self._page.table.selected_ids()

    def show_count(self, count: int) -> None:
        """Say how many there are."""
        text = _("{n} ausgewählt").format(n=grouped(count))
        self.title.setText(text)
        self.setAccessibleName(text)

    def clear(self) -> None:
        """Choose nothing any more and go back to the list."""
        self._page.table.select_none()
        self._page.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_to(self, menu: QMenu) -> None:
        """The same deeds in a menu."""
        for action in self.actions_possible():
            menu.addAction(action.text, partial(self.run, action))

    def delete(self, ids: Sequence[int]) -> None:
        """Delete what nothing depends on; the rest stays and is counted."""
        page, kept = self._page, set[int]()
        entity, everything = page.entity, list(ids)
        looked = False

        def remove(work: Work, id: int) -> str:
            nonlocal looked
            if not looked:
                kept.update(referred_to(work.session, entity.__tablename__, everything))
                looked = True
            if id in kept:
                return "kept"
            work.delete(work.get(entity, id))
            return "deleted"

        def told(counts: Outcomes) -> None:
            if counts["kept"]:
                one = _("1 bleibt, weil dazu noch etwas erfasst ist.")
                many = _("{n} bleiben, weil dazu noch etwas erfasst ist.")
                deleted = _("{n} gelöscht.").format(n=grouped(counts["deleted"]))
                page.context.message.emit(f"{deleted} {plural(counts['kept'], one, many)}", not counts["deleted"])

        label = _("{what} löschen").format(what=page.counted(len(ids)))
        for_each(page.context, label, ids, remove, self, told)
