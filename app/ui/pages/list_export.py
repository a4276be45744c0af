"""Taking a list out: as a workbook, as a PDF that is looked at first, onto paper, onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import _, grouped
from app.ui import dialogs
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button, PrimaryButton

if TYPE_CHECKING:
    from app.reports.list_export import ListSheet
    from app.ui.pages.list_page import ListPage

EXCEL, PDF = ((_("Excel-Datei"), [".xlsx"]),), ((_("PDF-Datei"), [".pdf"]),)


class ListExport(QObject):
    """What „Exportieren“ does; with several rows selected it is about these only."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self.page = page

    def menu(self, parent: QWidget) -> QMenu:
        """The ways out."""
        menu = QMenu(parent)
        ids = self.ids()
        for text, slot in (
            (_("&Excel-Datei …\tStrg+E"), self.excel),
            (_("&PDF ansehen, speichern, drucken …\tStrg+P"), self.pdf),
            (_("In die &Zwischenablage kopieren"), self.copy),
        ):
            menu.addAction(text, slot).setEnabled(bool(ids))
        menu.addSeparator()
        menu.addAction(self._extent(len(ids))).setEnabled(False)
        return menu

    def _extent(self, count: int) -> str:
        """What is taken along."""
        chosen = self.page.table.selected_count() > 1
        what = _("{n} ausgewählt") if chosen else _("{n} Zeilen, Spalten und Reihenfolge wie in der Liste")
        return what.format(n=grouped(count))

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

    # ---------------------------------------------------------------- ways out

    def copy(self) -> None:
        """Put the rows on the clipboard."""
        self.page.table.copy_ids(self.ids())

    def excel(self) -> None:
        """Save a workbook, after a word about whom it names."""
        if not self.ids() or not self._agreed(_("Excel-Datei speichern")):
            return
        path = dialogs.save_file(self.page.window(), _("Excel-Datei speichern"), self._suggested(".xlsx"), EXCEL)
        if path is None:
            return
        page, sheet = self.page, self.sheet(keyed=True)

        def write(progress: Progress) -> Path:
            from app.reports.list_export import write_excel

            return write_excel(page.context.db, sheet, path, progress)

        page.context.tasks.run(write, self._saved, self, page.context.tell, key="export")

    def pdf(self) -> None:
        """Make the PDF in memory and show it."""
        if not self.ids():
            return
        page, sheet = self.page, self.sheet()

        def write(progress: Progress) -> bytes:
            from app.reports.list_export import write_pdf

            made = BytesIO()
            write_pdf(page.context.db, sheet, made, progress)
            return made.getvalue()

        page.context.tasks.run(write, self._look, self, page.context.tell, key="export")

    def _look(self, data: bytes) -> None:
        PdfDialog(self, data).exec()

    def save_pdf(self, data: bytes) -> None:
        """Keep the PDF that was looked at."""
        path = dialogs.save_file(self.page.window(), _("PDF speichern"), self._suggested(".pdf"), PDF)
        if path is None:
            return

        def write(progress: Progress) -> Path:
            from app.reports.pdf.output import deliver

            deliver(data, path, progress)
            return path

        self.page.context.tasks.run(write, self._saved, self, self.page.context.tell)

    def print_pdf(self, data: bytes) -> None:
        """Print the PDF that was looked at."""
        from app.ui.pages.course import printing

        page = self.page
        printer = printing.choose_printer(page.window(), _("Liste drucken"))
        if printer is not None:
            job = printing.PrintJob(page.context.tasks, data, printer, self)
            told = _("An den Drucker geschickt: {what}").format(what=_(page.entity.titles))
            job.finished.connect(lambda whole: page.context.message.emit(told, False) if whole else None)
            job.start()

    def _agreed(self, deed: str) -> bool:
        note = self.page.export_note
        if not note:
            return True
        lead = _("{n} verlassen den Schutz dieses Programms.").format(n=self.page.counted(len(self.ids())))
        return dialogs.confirm(self.page.window(), _("Exportieren"), lead, _(note), deed)

    def _suggested(self, suffix: str) -> str:
        return f"{_(self.page.entity.titles)}_{today():%Y-%m-%d}{suffix}"

    def _saved(self, path: Path) -> None:
        self.page.context.message.emit(_("Gespeichert: {name}").format(name=path.name), False)


class PdfDialog(dialogs.Dialog):
    """The list as it will be on paper, before it is saved or printed."""

    def __init__(self, export: ListExport, data: bytes) -> None:
        from app.ui.pages.course import printing
        from app.ui.preview import WIDTH, PdfPreview

        page = export.page
        super().__init__(page.window(), _("Liste als PDF: {what}").format(what=_(page.entity.titles)), "listPdf", 900)
        if page.export_note:
            self.body.addWidget(Banner("info", _(page.export_note)))
        self.preview = PdfPreview(page.context.tasks)
        self.preview.setMinimumHeight(180)
        self.preview.set_zoom(WIDTH)
        self.body.addWidget(self.preview, 1)
        self.add_cancel()
        self.add_button(Button(_("Als PDF &speichern …"), lambda: self._end(export.save_pdf), "save", "savePdf"))
        if printing.POSSIBLE:
            button = PrimaryButton(_("&Drucken …"), lambda: self._end(export.print_pdf), "print", "printPdf")
            self.add_button(button, default=True)
        self._data = data
        self.preview.set_document(data)
        self.preview.desk.setFocus()

    def _end(self, deed: Callable[[bytes], object]) -> None:
        self.accept()
        deed(self._data)
