"""Several tabs in one: where a detail has more matters than there is room for in its row of tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.models.base import Entity
from app.ui.context import Context
from app.ui.pages.detail_tab import DetailTab, Ended, nothing
from app.ui.pages.records_tab import RecordsTab
from app.ui.widgets.basics import line, named, plain, row
from app.ui.widgets.chips import SegmentedChips


class TabGroup(DetailTab):
    """Chips choose which of TABS is seen; whatever the detail asks for is passed on to it."""

    def __init__(self, context: Context, title: str, tabs: Sequence[DetailTab]) -> None:
        super().__init__(context, title)
        self.all_tabs = list(tabs)
        self.tables = tuple(table for tab in tabs for table in tab.tables)
        self.parts = tuple(table for tab in tabs for table in tab.parts)
        self._shown: set[DetailTab] = set()
        self.texts = {str(number): tab.title for number, tab in enumerate(tabs)}
        self.chips = SegmentedChips(list(self.texts.items()))
        named(self.chips, title, f"parts:{title}")
        self.stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(plain(row(self.chips, margins=(14, 8, 14, 8))))
        layout.addWidget(line())
        layout.addWidget(self.stack, 1)
        for number, tab in enumerate(tabs):
            self._add(number, tab)
        self.chips.changed.connect(lambda _key: self._turned())
        self._follow()

    def _add(self, number: int, tab: DetailTab) -> None:
        self.stack.addWidget(tab)
        tab.editing_changed.connect(self._follow)
        tab.saved.connect(self.saved)
        if isinstance(tab, RecordsTab):
            tab.counted.connect(lambda count: self._count(number, count))

    def _count(self, number: int, count: int) -> None:
        title = self.all_tabs[number].title
        self.texts[str(number)] = f"{title} {count}" if count else title
        self.chips.set_choices(list(self.texts.items()))

    def tab(self) -> DetailTab:
        """The one that is seen."""
        return self.all_tabs[int(self.chips.chosen() or 0)]

    def go_to(self, tab: DetailTab) -> None:
        """Let TAB be seen."""
        self.chips.choose(str(self.all_tabs.index(tab)))

    def _turned(self) -> None:
        tab = self.tab()
        self.stack.setCurrentWidget(tab)
        if self.record is not None and tab not in self._shown:
            self._shown.add(tab)
            tab.show_record(self.record)
        self._follow()

    def _follow(self) -> None:
        """Be edited when one of them is; meanwhile nobody turns to another."""
        being = self._being_edited()
        self.editing = being is not None
        self.editable, self.footnote = self.tab().editable, self.tab().footnote
        self.chips.setEnabled(not self.editing)
        self.editing_changed.emit()

    def _being_edited(self) -> DetailTab | None:
        return next((tab for tab in self.all_tabs if tab.editing), None)

    # ---------------------------------------------------------------- what the detail asks

    def show_record(self, record: Entity) -> None:
        """Show what belongs to RECORD in the tab that is seen, and in those that tell something by their title."""
        super().show_record(record)
        self._shown = {tab for tab in self.all_tabs if tab.eager or tab.editing}
        for tab in self._shown:
            tab.show_record(record)
        self._turned()

    def is_changed(self) -> bool:
        """Whether something typed is not saved yet."""
        return any(tab.is_changed() for tab in self.all_tabs)

    def edit(self) -> None:
        """Edit what is seen."""
        self.tab().edit()

    def discard(self) -> None:
        """Forget what was typed."""
        for tab in self.all_tabs:
            tab.discard()

    def save(self, ended: Ended = nothing) -> None:
        """Save what was typed."""
        tab = self._being_edited()
        if tab is None:
            ended(True)
        else:
            tab.save(ended)

    def go_to_noted(self, by: int) -> None:
        """Go to the next or the previous field with a note."""
        self.tab().go_to_noted(by)

    def set_compact(self, compact: bool) -> None:
        """Save lines where there is little room."""
        for tab in self.all_tabs:
            tab.set_compact(compact)

    def mend(self, table: str, id: int, field: str) -> None:
        """Edit one field in the tab that it belongs to."""
        tab = next(tab for tab in self.all_tabs if table in tab.parts)
        self.go_to(tab)
        tab.mend(table, id, field)

    def leave(self) -> None:
        """Cover again what was shown on request."""
        for tab in self.all_tabs:
            tab.leave()

    def open_part(self, table: str, id: int) -> None:
        """Show a record in the tab where it is kept."""
        tab = next(tab for tab in self.all_tabs if table in tab.parts)
        self.go_to(tab)
        tab.open_part(table, id)
