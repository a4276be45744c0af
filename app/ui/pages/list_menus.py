"""The menus of a list: what can be done with the record, or the records, chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.core.text import _
from app.ui.pages.list_contents import ListContents

if TYPE_CHECKING:
    from app.ui.pages.bulk import BulkPanel
    from app.ui.pages.detail import Detail


class ListMenus(ListContents):
    """The part of a page behind its three dots and the right mouse button."""

    detail: Detail
    many: bool = False
    """Whether several rows are chosen."""

    @property
    def bulk(self) -> BulkPanel:
        """What can be done with several records."""
        raise NotImplementedError

    def open_record(self, id: int) -> None:
        """Show the detail of a record."""
        raise NotImplementedError

    def delete(self) -> None:
        """Delete the record chosen."""
        raise NotImplementedError

    def menu_entries(self) -> list[tuple[str, Callable[[], object]]]:
        """What can be done with the record chosen, besides editing it."""
        return [(_("Löschen"), self.delete)]

    def _fill_menu(self) -> None:
        self.detail.menu.clear()
        for text, slot in self.menu_entries():
            self.detail.menu.addAction(text, slot)

    def bulk_menu(self, parent: QWidget) -> QMenu:
        """What can be done with all selected records."""
        menu = QMenu(parent)
        self.bulk.add_to(menu)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        menu = self.context_menu()
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.table.viewport().mapToGlobal(at))

    def context_menu(self) -> QMenu | None:
        """What can be done with the row, or the rows, chosen."""
        id = self.table.current_id()
        if self.many or id is None:
            return self.bulk_menu(self) if self.many else None
        menu = QMenu(self)
        menu.addAction(_("Öffnen"), lambda: self.open_record(id))
        menu.addAction(_("Zeilen kopieren"), self.table.copy)
        menu.addSeparator()
        for text, slot in self.menu_entries():
            menu.addAction(text, slot)
        return menu
