"""What stands over a list: title and main action, search, filters, columns, detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.pages.filters import FilterBar
from app.ui.pages.list_kind import nullable
from app.ui.widgets.basics import label, plain
from app.ui.widgets.buttons import IconButton, PrimaryButton
from app.ui.widgets.search import SearchField

if TYPE_CHECKING:
    from app.ui.pages.list_page import ListPage


class ListHead(QWidget):
    """Two rows, or one where there is little room."""

    searched = Signal(str)

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, entity = page, page.entity
        self._compact = self._lifted = False
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self.top, self._tools = plain(self._first, self), plain(self._second, self)
        self.title, self.summary = label(_(entity.titles), "title"), label("", "muted")
        self.search = SearchField(parent=self._tools)
        self.search.searched.connect(self.searched)
        self.filters = FilterBar(page.filters(), nullable(entity), self._tools)
        deed = _("{what} anlegen").format(what=_(entity.title))
        self.primary = PrimaryButton(deed, page.new, "add", "new")
        self.primary.setToolTip(_("{deed} (Strg+N)").format(deed=deed))
        self.short = PrimaryButton("", page.new, "add", "newShort")
        self.short.setAccessibleName(deed)
        self.short.setToolTip(deed)
        self.short.hide()
        self.columns_button = IconButton("columns", _("Spalten wählen"), self._choose_columns, "columns", framed=True)
        self.detail_button = IconButton("detail", _("Detail zeigen"), None, "detailToggle", framed=True, checkable=True)
        self.detail_button.setChecked(True)
        self.buttons = list(page.head_buttons())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.top)
        column.addWidget(self._tools)
        self._arrange()
        theme.notifier().changed.connect(self._arrange)

    def lift(self) -> None:
        """Let a module put `top` into the row of its own title."""
        self._lifted = True
        self.title.hide()
        self._arrange()

    def set_summary(self, text: str) -> None:
        """How many there are."""
        self.summary.setText(text)

    def set_empty(self, empty: bool) -> None:
        """With nothing in the list its middle offers the main action; here it steps back."""
        theme.mark(self.primary, kind="" if empty else "primary")
        self.primary.icon_colour = "text" if empty else "on-accent"
        self.primary.show_icon("add")

    def set_compact(self, compact: bool) -> None:
        """Title and search in one row, without chips."""
        if compact != self._compact:
            self._compact = compact
            self._arrange()

    def _arrange(self) -> None:
        compact = self._compact
        for row in (self._first, self._second):
            while row.takeAt(0):
                pass
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
        self.filters.set_compact(compact)
        self.search.setFixedWidth(theme.px(220)) if not compact else self.search.setMaximumWidth(16777215)
        if compact:
            self.search.setMinimumWidth(theme.px(120))
            only = self._second if self._lifted else self._first
            parts = (self.title, self.search, self.filters, self.columns_button, self.short)
            for part in parts[1:] if self._lifted else parts:
                only.addWidget(part, 1 if part is self.search else 0)
        else:
            for part in (self.summary,) if self._lifted else (self.title, self.summary):
                self._first.addWidget(part)
            self._first.addStretch(1)
            for button in (*self.buttons, self.primary):
                self._first.addWidget(button)
            for part in (self.search, self.filters):
                self._second.addWidget(part)
            self._second.addStretch(1)
            for tool in (self.columns_button, self.detail_button):
                self._second.addWidget(tool)
        roomy: tuple[QWidget, ...] = (self.summary, self.primary, self.detail_button, *self.buttons)
        for hidden in roomy:
            hidden.setVisible(not compact)
        self.short.setVisible(compact)
        self._tools.setVisible(not compact or self._lifted)

    def _choose_columns(self) -> None:
        menu = self.columns_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height() + 2)))

    def columns_menu(self) -> QMenu:
        """One tick per column that could be shown; the first cannot be taken away."""
        menu, model = QMenu(self), self._page.model
        for name, text in model.possible().items():
            action = menu.addAction(_(text))
            action.setCheckable(True)
            action.setChecked(name in model.shown)
            action.setEnabled(name != model.shown[0])
            action.triggered.connect(lambda on, name=name: self._toggle_column(name, on))
        menu.addSeparator()
        standard = (*self._page.columns(), *model.extras)
        menu.addAction(_("Übliche Spalten"), lambda: self._page.choose_columns(standard))
        return menu

    def _toggle_column(self, name: str, on: bool) -> None:
        shown = [one for one in self._page.model.shown if one != name]
        self._page.choose_columns([*shown, name] if on else shown)
