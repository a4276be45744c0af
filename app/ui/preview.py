"""A PDF as it will be printed, from memory: pages, zoom, and the page's text for screen readers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import NBSP, _
from app.ui import theme
from app.ui.pdf_pages import Picture, Sheet, read, render
from app.ui.tasks import Tasks
from app.ui.widgets.basics import label, line, named, row
from app.ui.widgets.buttons import IconButton

PAGE, WIDTH = "page", "width"
"""Zooms that follow the room there is; others are percents."""
PERCENTS = (50, 75, 100, 125, 150, 200)
SCREEN_DPI, PDF_DPI = 96, 72
MARGIN = 9
LARGEST = 4096
"""No page becomes more pixels wide or high, however large the zoom."""


class Paper(QWidget):
    """The sheet of paper on the desk; PDFium has painted it before."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.size_on_screen = QSize()

    def show_image(self, image: QImage) -> None:
        """Show another picture of the page."""
        self.image = image
        self.update()

    def place(self) -> QRect:
        """Where the sheet lies: in the middle of the desk."""
        sheet = QRect(0, 0, self.size_on_screen.width(), self.size_on_screen.height())
        sheet.moveCenter(self.rect().center())
        return sheet

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw desk, sheet and edge; the old picture stands in until the sharp one is there."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("desk"))
        sheet = self.place()
        if sheet.isEmpty():
            return
        painter.fillRect(sheet, Qt.GlobalColor.white)
        if not self.image.isNull():
            if self.image.deviceIndependentSize().toSize() != sheet.size():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(sheet, self.image)
            else:
                painter.drawImage(sheet.topLeft(), self.image)
        painter.setPen(theme.color("ctl"))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))


class Desk(QScrollArea):
    """Scrolls over the paper; it has the keyboard and says what stands on the page."""

    turned = Signal(int)
    zoomed = Signal(int)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.paper = Paper()
        self.setWidget(self.paper)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setBackgroundRole(QPalette.ColorRole.Window)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Bild auf and Bild ab turn pages, plus and minus zoom, arrows scroll."""
        turn = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        zoom = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()))
        if turn:
            self.turned.emit(turn)
        elif zoom and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(zoom)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Strg and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the page fit again."""
        super().resizeEvent(event)
        self.resized.emit()


class PdfPreview(QFrame):
    """Shows a PDF from memory; nothing is written to disk, nothing is rendered on the screen's thread."""

    page_changed = Signal(int)
    """The number of the page shown now, from 0."""
    loaded = Signal()
    """The pages of a new document are known."""

    def __init__(
        self, tasks: Tasks, title: str = _("Vorschau"), name: str = "preview", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.tasks, self.title = tasks, title
        self.data = b""
        self.sheets: tuple[Sheet, ...] = ()
        self.page = 0
        self.zoom: str | int = PAGE
        named(self, title, name)
        self._build(name)
        self._show_position()

    def _build(self, name: str) -> None:
        self.previous = IconButton("left", _("Vorige Seite"), lambda: self.step(-1), f"{name}Previous")
        self.next = IconButton("right", _("Nächste Seite"), lambda: self.step(1), f"{name}Next")
        self.position = label("")
        self.smaller = IconButton("zoom-out", _("Kleiner"), lambda: self.change_zoom(-1), f"{name}Smaller")
        self.larger = IconButton("zoom-in", _("Größer"), lambda: self.change_zoom(1), f"{name}Larger")
        self.zooms = QComboBox()
        named(self.zooms, _("Größe der Vorschau"), f"{name}Zoom")
        for key, text in ((PAGE, _("Ganze Seite")), (WIDTH, _("Seitenbreite"))):
            self.zooms.addItem(text, key)
        for percent in PERCENTS:
            self.zooms.addItem(f"{percent}{NBSP}%", percent)
        self.zooms.activated.connect(lambda at: self.set_zoom(self.zooms.itemData(at)))
        self.desk = Desk()
        self.desk.setObjectName(f"{name}Page")
        self.desk.turned.connect(self.step)
        self.desk.zoomed.connect(self.change_zoom)
        self.desk.resized.connect(self._draw)
        head = row(
            label(self.title, "section"), None, self.previous, self.position, self.next, 4, line(vertical=True), 4,
            self.smaller, self.zooms, self.larger, spacing=4, margins=(12, 3, 8, 3),
        )  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(line())
        outer.addWidget(self.desk, 1)
        theme.notifier().changed.connect(self.desk.paper.update)

    # ---------------------------------------------------------------- document and pages

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.sheets)

    def set_document(self, data: bytes, page: int = 0) -> None:
        """Show another PDF, beginning with PAGE; without DATA nothing is shown."""
        if not data:
            self.tasks.cancel(self)
            self._take(b"", (), 0)
            return
        self.tasks.run(
            lambda _progress: read(data),
            lambda sheets: self._take(data, sheets, page),
            self,
            key="document",
            quiet=True,
        )

    def _take(self, data: bytes, sheets: Sequence[Sheet], page: int) -> None:
        self.data, self.sheets = data, tuple(sheets)
        self.page = min(max(page, 0), max(self.page_count - 1, 0))
        self._show_position()
        self._draw()
        self.loaded.emit()

    def go_to(self, page: int) -> None:
        """Show another page."""
        if 0 <= page < self.page_count and page != self.page:
            self.page = page
            self._show_position()
            self._draw()
            self.desk.verticalScrollBar().setValue(0)
            self.page_changed.emit(page)

    def step(self, by: int) -> None:
        """Turn pages."""
        self.go_to(self.page + by)

    def page_with(self, text: str) -> int | None:
        """The first page with TEXT on it."""
        return next((n for n, sheet in enumerate(self.sheets) if text in sheet.text), None)

    def _show_position(self) -> None:
        count = self.page_count
        shown = _("{n} von {count}").format(n=self.page + 1, count=count) if count else _("keine Seite")
        self.position.setText(shown)
        self.previous.setEnabled(self.page > 0)
        self.next.setEnabled(self.page + 1 < count)
        where = _("Seite {n} von {count}").format(n=self.page + 1, count=count) if count else _("keine Seite")
        self.desk.setAccessibleName(f"{self.title}, {where}")
        self.desk.setAccessibleDescription(self.sheets[self.page].text if count else "")

    # ---------------------------------------------------------------- zoom

    def set_zoom(self, zoom: str | int) -> None:
        """Show the whole page, the page's width, or so many percent of its size on paper."""
        self.zoom = zoom
        self.zooms.setCurrentIndex(max(self.zooms.findData(zoom), 0))
        self._draw()

    def change_zoom(self, by: int) -> None:
        """The next larger or smaller of the usual sizes."""
        now = self._size().width() / max(self._natural().width(), 1) * 100
        ahead = [p for p in PERCENTS if (p > now + 1 if by > 0 else p < now - 1)]
        if ahead:
            self.set_zoom(ahead[0] if by > 0 else ahead[-1])

    def _natural(self) -> QSize:
        """The page at 100 %."""
        if not self.page_count:
            return QSize()
        sheet = self.sheets[self.page]
        return QSize(round(sheet.width * SCREEN_DPI / PDF_DPI), round(sheet.height * SCREEN_DPI / PDF_DPI))

    def _size(self) -> QSize:
        """The page as large as it is shown."""
        natural, room = self._natural(), self.desk.maximumViewportSize() - QSize(2 * MARGIN, 2 * MARGIN)
        if natural.isEmpty() or room.isEmpty():
            return QSize()
        if self.zoom == PAGE:
            return natural.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        if self.zoom == WIDTH:
            width = room.width() - self.desk.verticalScrollBar().sizeHint().width()
            return natural.scaled(width, LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
        return natural * (int(self.zoom) / 100)

    # ---------------------------------------------------------------- drawing

    def _draw(self) -> None:
        """Ask for the page in the size and sharpness of this screen."""
        paper, size = self.desk.paper, self._size()
        paper.size_on_screen = size
        paper.setMinimumSize(size + QSize(2 * MARGIN, 2 * MARGIN) if not size.isEmpty() else QSize(0, 0))
        paper.update()
        if size.isEmpty():
            paper.show_image(QImage())
            return
        data, page, ratio = self.data, self.page, self.devicePixelRatioF()
        width = min(round(size.width() * ratio), LARGEST)

        def arrived(picture: Picture) -> None:
            if data is self.data and page == self.page:
                paper.show_image(picture.image(picture.width / size.width()))

        def draw(progress: Progress) -> Picture:
            progress.check()
            return render(data, page, width)

        self.tasks.run(draw, arrived, self, key="page", quiet=True)
