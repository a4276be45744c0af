"""The card with the list: table, what stands there when it is empty, and the line below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.text import _, grouped
from app.ui import theme
from app.ui.table_view import Table
from app.ui.widgets.basics import line
from app.ui.widgets.buttons import LinkButton, MenuButton, PrimaryButton
from app.ui.widgets.elided import Elided
from app.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from app.ui.pages.list_page import ListPage

WIDTH = 124
FIRST = 150
"""The first column takes what is left, but not less than this."""


class ListPanel(QFrame):
    """Shows the list or says why there is none."""

    reset = Signal()
    unhidden = Signal()
    """Show what is usually hidden."""

    def __init__(self, page: ListPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, entity = page, page.entity
        self._total: int | None = None
        self._hidden = 0
        self.setProperty("card", "true")
        self.stack = QStackedWidget(self)
        told = _("Liste: {what}").format(what=_(entity.titles))
        self.table = Table(page.model, f"list:{entity.__tablename__}", told, self.stack)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.stack.addWidget(self.table)
        self._empty: QWidget | None = None
        self.text = Elided("")
        self.text.setProperty("role", "small")
        self.show_link = LinkButton("", self.unhidden.emit, "showHidden", small=True)
        self.show_link.hide()
        self.many = MenuButton(_("Aktionen"), lambda: page.bulk_menu(self), name="bulkActions")
        self.many.setProperty("dense", "true")
        self.many.hide()
        self.reset_link = LinkButton(_("Filter zurücksetzen"), self.reset.emit, "resetFilters", small=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 3, 10, 3)
        foot.setSpacing(12)
        foot.addWidget(self.text, 1)
        foot.addWidget(self.show_link)
        foot.addWidget(self.many)
        foot.addWidget(self.reset_link)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(line())
        column.addLayout(foot)
        self._foot = foot
        self.setMinimumWidth(theme.px(300))
        self.set_widths(page.memory.widths())
        page.model.loaded.connect(self._follow)
        self.table.selection_changed.connect(self._say)
        theme.notifier().changed.connect(self._refit)

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Give the columns their widths; the first takes what is left."""
        self.table.give_widths(theme.px(FIRST), [theme.px(widths.get(n, WIDTH)) for n in self._page.model.shown[1:]])

    def _refit(self) -> None:
        self.setMinimumWidth(theme.px(300))
        self.set_widths(self._page.memory.widths())

    def set_total(self, total: int, hidden: int = 0) -> None:
        """How many records there are without any filter, and how many of them are usually hidden."""
        self._total, self._hidden = total, hidden
        self._follow()

    def set_compact(self, compact: bool) -> None:
        """Small margins where there is little room."""
        self._foot.setContentsMargins(10, 1 if compact else 3, 10, 1 if compact else 3)

    def _filtered(self) -> bool:
        """Whether somebody asked for a part; what is usually hidden was not asked for."""
        return bool(self._page.model.query.text.strip() or self._page.head.filters.where)

    def _follow(self) -> None:
        model = self._page.model
        if not model.complete:
            return
        if model.rowCount():
            self._show_empty(None)
        elif self._filtered():
            reset = LinkButton(_("Filter zurücksetzen"), self.reset.emit, "resetFromEmpty")
            self._show_empty(EmptyState.no_hits(model.query.text.strip(), reset))
        elif self._total is not None:
            self._show_empty(self._nothing_yet())
        self._say()

    def take_focus(self) -> None:
        """Put the keyboard into the list, or on the way to begin one."""
        if isinstance(self._empty, EmptyState) and (button := self._empty.findChild(PrimaryButton)):
            button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing_yet(self) -> EmptyState:
        page = self._page
        title = _("Noch keine {what}").format(what=_(page.entity.titles))
        deed = _("{what} anlegen").format(what=_(page.entity.title))
        return EmptyState(page.icon, title, page.purpose, [PrimaryButton(deed, page.new, "add", "newFromEmpty")])

    def _show_empty(self, state: QWidget | None) -> None:
        if self._empty is not None:
            self.stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = state
        if state is not None:
            self.stack.addWidget(state)
        self.stack.setCurrentWidget(state or self.table)

    def counts(self, hits: int) -> str:
        """'31 von 148 Personen', or '148 Personen' when these are all."""
        hidden = self._hidden if self._page.hiding() else 0
        total = None if self._total is None else self._total - hidden
        if total is None or (total == hits and not self._filtered()):
            return self._page.counted(hits)
        return _("{n} von {all}").format(n=grouped(hits), all=self._page.counted(total))

    def hidden_sentence(self) -> str:
        """'3 stornierte ausgeblendet', or nothing."""
        if not self._hidden or not self._page.hiding():
            return ""
        return _("{n} {what} ausgeblendet").format(n=grouped(self._hidden), what=_(self._page.hidden_word))

    def _say(self) -> None:
        """'31 von 148 Personen · 1 ausgewählt', and beside it '3 stornierte anzeigen'."""
        model = self._page.model
        if not model.complete:
            return
        selected, hidden = self.table.selected_count(), self.hidden_sentence()
        said = [self.counts(model.rowCount())]
        if selected:
            said.append(_("{n} ausgewählt").format(n=grouped(selected)))
        self.text.setText("  ·  ".join(said))
        self.text.setToolTip(self.text.text())
        what = _(self._page.hidden_word)
        self.show_link.setText(_("{n} {what} anzeigen").format(n=grouped(self._hidden), what=what))
        self.show_link.setAccessibleName(_("{hidden}. Anzeigen").format(hidden=hidden))
        self.show_link.setToolTip(hidden)
        self.show_link.setVisible(bool(hidden))
        self.reset_link.setVisible(self._filtered())
