"""Paper: choosing a printer, and painting the pages of a PDF onto it, one after the other."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPaintDevice, QPainter

from app.core.progress import Progress
from app.core.text import _
from app.ui.pdf_pages import Picture, read, render
from app.ui.tasks import Tasks

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

POSSIBLE = find_spec("PySide6.QtPrintSupport") is not None
MOST_PIXELS = 5000
"""600 dots per inch on A4; more only takes time."""


def choose_printer(parent: QWidget | None, title: str) -> QPrinter | None:
    """Let the person choose a printer; None means Abbrechen."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


class PrintJob(QObject):
    """Renders page by page away from the screen and paints each as it arrives."""

    finished = Signal(bool)
    """True when every page went to the printer."""

    def __init__(self, tasks: Tasks, data: bytes, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self.tasks, self.data, self.printer = tasks, data, printer
        self.painter = QPainter()
        self.progress = Progress()
        self.progress.text = _("Seiten werden gedruckt")

    def start(self) -> None:
        """Count the pages and begin with the first."""
        if self.painter.begin(self.printer):
            data = self.data
            self.tasks.run(lambda _progress: len(read(data)), self._begin, self, quiet=True)
        else:
            self.finished.emit(False)

    def _begin(self, pages: int) -> None:
        self.progress.total = pages
        self._next()

    def _next(self) -> None:
        page = self.progress.done
        if self.progress.cancelled or page >= self.progress.total:
            self.painter.end()
            self.finished.emit(not self.progress.cancelled)
            return
        device: QPaintDevice = self.printer
        data, width = self.data, min(device.width(), MOST_PIXELS)
        self.tasks.run(lambda _progress: render(data, page, width), self._paint, self, quiet=True)

    def _paint(self, picture: Picture) -> None:
        if self.progress.done:
            self.printer.newPage()
        device: QPaintDevice = self.printer
        whole = QRectF(0, 0, device.width(), device.width() * picture.height / picture.width)
        self.painter.drawImage(whole, picture.image())
        self.progress.done += 1
        self._next()
