"""What stands in a list: searched, filtered, arranged as in a view, counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.progress import Progress
from app.models.conditions import Condition, OneOf
from app.models.query import Query, tags_in_use
from app.models.saved_view import View
from app.ui.pages.filter_dialogs import choices_of
from app.ui.pages.list_kind import ListKind

if TYPE_CHECKING:
    from app.ui.pages.list_head import ListHead
    from app.ui.pages.list_memory import ListMemory
    from app.ui.pages.list_panel import ListPanel
    from app.ui.table import TableModel
    from app.ui.table_view import Table


class ListContents(ListKind):
    """The half of a page that is about all records; the parts are made by ListPage."""

    model: TableModel
    head: ListHead
    panel: ListPanel
    table: Table
    memory: ListMemory

    def reload(self) -> None:
        """Read list and counts anew."""
        self.table.reload()
        self._count()

    def reset(self) -> None:
        """Show everything again."""
        self.head.search.clear_search()
        self.head.filters.set_where({})

    def conditions(self) -> dict[str, Condition]:
        """What the list is filtered by: what the person asked for, and what is usually hidden where she did not."""
        asked = self.head.filters.where
        return {**{name: one for name, one in self.usually.items() if name not in asked}, **asked}

    def hiding(self) -> bool:
        """Whether what is usually hidden is hidden now."""
        return any(name not in self.head.filters.where for name in self.usually)

    def unhide(self) -> None:
        """Ask for everything, so that nothing is hidden."""
        bar = self.head.filters
        everything = {
            name: OneOf(tuple(code for code, _t in choices_of(bar.possible[name], False))) for name in self.usually
        }
        bar.set_where({**bar.where, **everything})

    def tags(self, name: str, done: Callable[[Sequence[str]], None]) -> None:
        """Read the tags that a column of tags holds."""

        def load(_progress: Progress) -> list[str]:
            with self.context.db.read() as session:
                return tags_in_use(session, self.entity, name)

        self.context.tasks.run(load, done, self, self.context.tell, key="tags", quiet=True)

    def take(self, view: View) -> None:
        """Arrange columns, order and filters as in VIEW, without reading anything."""
        filters = self.head.filters
        filters.blockSignals(True)
        filters.set_where(view.where)
        filters.blockSignals(False)
        self.model.choose(view.columns)
        self.panel.set_widths(self.memory.widths())
        self.model.query = replace(
            self.model.query, order=view.order, descending=view.descending, where=self.conditions()
        )
        self.head.show_view()

    def arrange_as(self, view: View) -> None:
        """Show the list as in VIEW; what is searched for stays."""
        text = self.model.wanted.text
        self.take(view)
        self.model.show(replace(self.model.query, text=text), self.table.near())

    def _search(self, text: str) -> None:
        self.model.show(replace(self.model.wanted, text=text), self.table.near())

    def _filter(self) -> None:
        self.model.show(replace(self.model.wanted, where=self.conditions()), self.table.near())
        self.head.show_view()

    def choose_columns(self, names: Sequence[str]) -> None:
        """Show these columns, in this order."""
        self.model.choose(names)
        self.panel.set_widths(self.memory.widths())
        self.head.show_view()
        self.reload()

    def _count(self) -> None:
        def load(_progress: Progress) -> tuple[int, int, str]:
            with self.context.db.read() as session:
                total = Query(self.entity).count(session)
                seen = Query(self.entity, where=self.usually).count(session) if self.usually else total
                return total, total - seen, self.summary(session, seen)

        self.context.tasks.run(load, self._counted, self, key="count", quiet=True)

    def _counted(self, found: tuple[int, int, str]) -> None:
        total, hidden, summary = found
        self.panel.set_total(total, hidden)
        self.head.set_summary(summary if total else "")
        self.head.set_empty(total == 0)
