"""The ways out of any page: a workbook that is saved, a PDF that is looked at before it is saved or printed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.clock import today
from app.core.progress import Progress
from app.core.text import N_, _
from app.ui import dialogs
from app.ui.context import Context
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button, PrimaryButton

if TYPE_CHECKING:
    from app.reports.pdf.output import Target
    from app.reports.small_tables import Tables

EXCEL, PDF = ((_("Excel-Datei"), [".xlsx"]),), ((_("PDF-Datei"), [".pdf"]),)
EXCEL_WAY = _("&Excel-Datei …\tStrg+E")
PDF_WAY = _("&PDF ansehen, speichern, drucken …\tStrg+P")
PERSONAL = N_(
    "Die Liste enthält personenbezogene Daten. Geben Sie sie nur an Stellen weiter, die sie für ihre Aufgabe "
    "brauchen, und löschen Sie die Datei, wenn sie nicht mehr gebraucht wird."
)
"""The note where a list names people."""


class FileExport(QObject):
    """Lets PAGE write files away from the screen; TITLE names them, NOTE says whom they are about."""

    def __init__(self, page: QWidget, context: Context, title: str = "", note: str = "") -> None:
        super().__init__(page)
        self.page, self.context, self.title, self.note = page, context, title, note

    def agreed(self, who: str) -> bool:
        """Ask whether WHO may leave in a file that nothing protects; only where there is a note about it."""
        if not self.note:
            return True
        lead = _("{n} verlassen den Schutz dieses Programms.").format(n=who)
        deed = _("Excel-Datei speichern")
        return dialogs.confirm(self.page.window(), _("Exportieren"), lead, self.note, deed)

    def excel_tables(self, tables: Tables) -> None:
        """Ask where to, then write TABLES there as a workbook."""

        def write(path: Path, progress: Progress) -> object:
            from app.reports.small_tables import write_excel

            return write_excel(tables, path, progress)

        self.excel(write)

    def pdf_tables(self, tables: Tables) -> None:
        """Show TABLES as a PDF."""

        def write(target: Target, progress: Progress) -> object:
            from app.reports.small_tables import write_pdf

            return write_pdf(tables, target, progress)

        self.pdf(write)

    def excel(self, write: Callable[[Path, Progress], object]) -> None:
        """Ask where to, then WRITE the workbook there."""
        path = dialogs.save_file(self.page.window(), _("Excel-Datei speichern"), self._suggested(".xlsx"), EXCEL)
        if path is not None:
            self._save(path, lambda progress: write(path, progress))

    def pdf(self, write: Callable[[Target, Progress], object]) -> None:
        """WRITE the PDF into memory and show it."""

        def run(progress: Progress) -> bytes:
            made = BytesIO()
            write(made, progress)
            return made.getvalue()

        self.context.tasks.run(run, self._look, self, self.context.tell, key="export")

    def _look(self, data: bytes) -> None:
        PdfDialog(self, data).exec()

    def save_pdf(self, data: bytes) -> None:
        """Keep the PDF that was looked at."""
        path = dialogs.save_file(self.page.window(), _("PDF speichern"), self._suggested(".pdf"), PDF)
        if path is None:
            return

        def write(progress: Progress) -> None:
            from app.reports.pdf.output import deliver

            deliver(data, path, progress)

        self._save(path, write)

    def print_pdf(self, data: bytes) -> None:
        """Print the PDF that was looked at."""
        from app.ui.pages.course import printing

        printer = printing.choose_printer(self.page.window(), _("Drucken: {what}").format(what=self.title))
        if printer is not None:
            job = printing.PrintJob(self.context.tasks, data, printer, self)
            told = _("An den Drucker geschickt: {what}").format(what=self.title)
            job.finished.connect(lambda whole: self.context.message.emit(told, False) if whole else None)
            job.start()

    def _save(self, path: Path, write: Callable[[Progress], object]) -> None:
        told = _("Gespeichert: {name}").format(name=path.name)
        self.context.tasks.run(
            write, lambda _done: self.context.message.emit(told, False), self, self.context.tell, key="export"
        )

    def _suggested(self, suffix: str) -> str:
        return f"{self.title}_{today():%Y-%m-%d}{suffix}"


class PdfDialog(dialogs.Dialog):
    """A document as it will be on paper, before it is saved or printed."""

    def __init__(self, export: FileExport, data: bytes) -> None:
        from app.ui.pages.course import printing
        from app.ui.preview import WIDTH, PdfPreview

        title = _("Als PDF: {what}").format(what=export.title)
        super().__init__(export.page.window(), title, "listPdf", 900, 760)
        if export.note:
            self.body.addWidget(Banner("info", export.note))
        self.preview = PdfPreview(export.context.tasks)
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
