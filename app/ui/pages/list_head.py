"""What stands over a list: title and main action, search, filters, view, columns, detail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from app.core.text import _
from app.models.fields import Field
from app.models.work import Work
from app.ui import theme
from app.ui.pages.columns_dialog import ColumnsDialog
from app.ui.pages.filters import FilterBar
from app.ui.pages.list_kind import nullable
from app.ui.widgets.basics import label, plain
from app.ui.widgets.buttons import IconButton, MenuButton, PrimaryButton
from app.ui.widgets.elided import Elided
from app.ui.widgets.search import SearchField

if TYPE_CHECKING:
    from app.ui.pages.list_page import ListPage

VIEW_WIDTH = 168


class ListHead(QWidget):
    """Two rows, or one where there is little room."""

    searched = Signal(str)

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self._page, entity = page, page.entity
        self._compact = self._lifted = False
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        self.top, self._tools = plain(self._first, self), plain(self._second, self)
        self.title, self.summary = label(_(entity.titles), "title"), Elided("", "muted", giving=True)
        self.search = SearchField(parent=self._tools)
        self.search.searched.connect(self.searched)
        self.filters = FilterBar(page.filters(), nullable(entity), page.tags, self._tools)
        self._make_primary()
        self.export = MenuButton(_("Ex&portieren"), lambda: page.export.menu(self), "export", "export")
        self.view_label = label(_("Ansicht"), "muted")
        self.view = MenuButton("", lambda: page.views.menu(self), name="view")
        self.columns_button = IconButton("columns", _("Spalten wählen"), self.choose_columns, "columns", framed=True)
        self.detail_button = IconButton("detail", _("Detail zeigen"), None, "detailToggle", framed=True, checkable=True)
        self.detail_button.setChecked(True)
        self.more = IconButton("more", _("Weitere Aktionen der Liste"), name="listMore", framed=True)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        self.buttons = [*page.head_buttons(), self.export]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.top)
        column.addWidget(self._tools)
        self._arrange()
        theme.notifier().changed.connect(self._refit)
        page.views.changed.connect(self.show_view)

    def _make_primary(self) -> None:
        page = self._page
        deed = _("{what} anlegen").format(what=_(page.entity.title))
        self.primary = PrimaryButton(deed, page.new, "add", "new")
        self.primary.setToolTip(_("{deed} (Strg+N)").format(deed=deed))
        self.short = PrimaryButton("", page.new, "add", "newShort")
        self.short.setAccessibleName(deed)
        self.short.setToolTip(deed)
        self.short.hide()

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
            self._refit()

    def _refit(self) -> None:
        self._arrange()
        self.show_view()

    def show_view(self) -> None:
        """Say which view the list is in, and whether it was changed since."""
        name = self._page.views.title()
        room = theme.px(VIEW_WIDTH - 44)
        shown = _("Ansicht") if self._compact else name
        elided = self.view.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideMiddle, room)
        self.view.setText(elided.replace("&", "&&"))
        changed = _(", geändert") if name.endswith(" *") else ""
        self.view.setAccessibleName(_("Ansicht: {name}").format(name=name.removesuffix(" *")) + changed)
        self.view.setToolTip(name)

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
            self.search.setMinimumWidth(theme.px(110))
            self.view.setMinimumWidth(0)
            only = self._second if self._lifted else self._first
            parts = (self.title, self.search, self.filters, self.view, self.short, self.more)
            for part in parts[1:] if self._lifted else parts:
                only.addWidget(part, 1 if part is self.search else 0)
        else:
            self.view.setMinimumWidth(theme.px(VIEW_WIDTH))
            self._fill_rows()
        roomy: tuple[QWidget, ...] = (
            self.summary, self.primary, self.columns_button, self.detail_button, self.view_label, *self.buttons
        )  # fmt: skip
        for hidden in roomy:
            hidden.setVisible(not compact)
        self.short.setVisible(compact)
        self.more.setVisible(compact)
        self._tools.setVisible(not compact or self._lifted)

    def _fill_rows(self) -> None:
        for part in (self.summary,) if self._lifted else (self.title, self.summary):
            self._first.addWidget(part)
        self._first.addStretch(1)
        for button in (*self.buttons, self.primary):
            self._first.addWidget(button)
        top = Qt.AlignmentFlag.AlignTop
        self._second.addWidget(self.search, 0, top)
        self._second.addWidget(self.filters, 1)
        for tool in (self.view_label, self.view, self.columns_button, self.detail_button):
            self._second.addWidget(tool, 0, top)
        self.view_label.setFixedHeight(theme.px(30))

    def _show_more(self) -> None:
        menu = self.more_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def more_menu(self) -> QMenu:
        """Everything for which there is no room beside each other."""
        menu = self._page.export.menu(self)
        first = menu.actions()[0]
        for action in (
            *(self._same(button, menu) for button in self.buttons if isinstance(button, QPushButton)),
            menu.addAction(_("&Spalten wählen …"), self.choose_columns),
        ):
            menu.removeAction(action)
            menu.insertAction(first, action)
        menu.insertSeparator(first)
        return menu

    @staticmethod
    def _same(button: QPushButton, menu: QMenu) -> QAction:
        """BUTTON as an entry of MENU."""
        action = menu.addAction(button.text().strip(), button.click)
        action.setEnabled(button.isEnabled())
        action.setVisible(not isinstance(button, MenuButton))
        return action

    def columns_dialog(self) -> ColumnsDialog:
        """Every column that could be shown, with a tick."""
        page = self._page
        usual = page.views.usual().columns
        return ColumnsDialog(page.window(), page.model.possible(), page.model.shown, usual, self._protected())

    def choose_columns(self) -> None:
        """Ask which columns to show, in which order."""
        dialog = self.columns_dialog()
        if dialog.exec():
            self.show_columns(dialog.names())

    def show_columns(self, names: Sequence[str]) -> None:
        """Show these columns; that protected ones are seen from now on is entered into the history before."""
        page = self._page
        fresh = [_(spec.label) for n, spec in self._protected().items() if n in names and n not in page.model.shown]
        if not fresh:
            page.choose_columns(names)
            return
        told = _("Geschützte Spalten zeigen: {columns}").format(columns=", ".join(fresh))
        look = partial(Work.look_through, kind=page.entity)
        page.context.do(told, look, page, lambda: page.choose_columns(names), undoable=False)

    def _protected(self) -> dict[str, Field]:
        """The columns that are not shown by the way."""
        specs = self._page.model.specs().items()
        return {name: spec for name, spec in specs if isinstance(spec, Field) and spec.sensitive}
