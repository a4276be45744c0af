"""Taking a list out: as a workbook, as a PDF that is looked at first, onto paper, onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from app.core.progress import Progress
from app.core.text import _, grouped
from app.ui.context import Context
from app.ui.pages.file_export import EXCEL_WAY, PDF_WAY, PERSONAL, FileExport

if TYPE_CHECKING:
    from app.reports.list_export import ListSheet
    from app.reports.pdf.output import Target
    from app.ui.pages.list_page import ListPage


class SheetExport(QObject):
    """The ways out of a list that PAGE shows; subclasses say what stands in it just now."""

    def __init__(self, page: QWidget, context: Context, title: str, note: str = PERSONAL) -> None:
        super().__init__(page)
        self.context, self.title, self.note = context, title, note
        self._widget = page

    def menu(self, parent: QWidget) -> QMenu:
        """The ways out."""
        menu = QMenu(parent)
        ids = self.ids()
        for text, slot in self.ways():
            menu.addAction(text, slot).setEnabled(bool(ids))
        menu.addSeparator()
        menu.addAction(self.extent(len(ids))).setEnabled(False)
        return menu

    def ways(self) -> list[tuple[str, Callable[[], object]]]:
        """What can be done with the list, as the menu calls it."""
        return [(EXCEL_WAY, self.excel), (PDF_WAY, self.pdf)]

    def extent(self, count: int) -> str:
        """What is taken along."""
        return _("{n} Zeilen, Spalten und Reihenfolge wie in der Liste").format(n=grouped(count))

    def ids(self) -> Sequence[int]:
        """The records that are taken along."""
        raise NotImplementedError

    def counted(self, count: int) -> str:
        """'148 Personen'."""
        raise NotImplementedError

    def sheet(self, *, keyed: bool = False) -> ListSheet:
        """The list as it is seen just now; KEYED with the column by which the import finds a record again."""
        raise NotImplementedError

    def excel(self) -> None:
        """Save a workbook, after a word about whom it names."""
        files = self._files()
        if not self.ids() or not files.agreed(self.counted(len(self.ids()))):
            return
        db, sheet = self.context.db, self.sheet(keyed=True)

        def write(path: Path, progress: Progress) -> Path:
            from app.reports.list_export import write_excel

            return write_excel(db, sheet, path, progress)

        files.excel(write)

    def pdf(self) -> None:
        """Make the PDF in memory and show it."""
        if not self.ids():
            return
        db, sheet = self.context.db, self.sheet()

        def write(target: Target, progress: Progress) -> object:
            from app.reports.list_export import write_pdf

            return write_pdf(db, sheet, target, progress)

        self._files().pdf(write)

    def _files(self) -> FileExport:
        return FileExport(self._widget, self.context, self.title, _(self.note))


class ListExport(SheetExport):
    """What „Exportieren“ does on a list page; with several rows selected it is about these only."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page, page.context, _(page.entity.titles), page.export_note)
        self.page = page

    def ways(self) -> list[tuple[str, Callable[[], object]]]:
        """The clipboard besides."""
        return [*super().ways(), (_("In die &Zwischenablage kopieren"), self.copy)]

    def extent(self, count: int) -> str:
        """What is taken along."""
        chosen = self.page.table.selected_count() > 1
        return _("{n} ausgewählt").format(n=grouped(count)) if chosen else super().extent(count)

    def counted(self, count: int) -> str:
        """As the page counts."""
        return self.page.counted(count)

    def ids(self) -> Sequence[int]:
        """The selected records if there are several, otherwise all of the list."""
        page = self.page
        return page.table.selected_ids() if page.table.selected_count() > 1 else list(page.model.ids)

    def sheet(self, *, keyed: bool = False) -> ListSheet:
        """The list as it is seen just now."""
        from app.reports.list_export import ListSheet

        page, ids = self.page, self.ids()
        return ListSheet(
            title=_(page.entity.titles),
            query=page.model.query,
            arrangement=page.model.arrangement,
            ids=ids,
            about=tuple(self._about(len(ids))),
            keyed=keyed and bool(page.subject),
        )

    def _about(self, count: int) -> list[str]:
        """Count, filter, search and order."""
        page, query = self.page, self.page.model.query
        said = [page.panel.counts(count)]
        if page.table.selected_count() > 1:
            said.append(_("nur ausgewählte Zeilen"))
        if view := page.views.record(page.views.chosen):
            changed = _(" (geändert)") if page.views.changed_since() else ""
            said.append(_("Ansicht: {name}").format(name=view.name) + changed)
        order = page.model.possible().get(query.order, "")
        down = _(", absteigend") if query.descending else ""
        lines = [" · ".join([*said, _("sortiert nach {column}").format(column=_(order)) + down])]
        if page.head.filters.where:
            lines.append(_("Filter: {filters}").format(filters=page.head.filters.sentence()))
        if query.text.strip():
            lines.append(_("Suche: „{text}“").format(text=query.text.strip()))
        if hidden := page.panel.hidden_sentence():
            lines.append(hidden)
        return lines

    def copy(self) -> None:
        """Put the rows on the clipboard."""
        self.page.table.copy_ids(self.ids())
