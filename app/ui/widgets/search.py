"""A search field that asks while typing and clears with Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.text import _
from app.ui import icons
from app.ui.widgets.basics import named

PAUSE_MS = 120
"""How long nobody types before the search begins."""


class SearchField(QLineEdit):
    """Emits `searched` after a pause in typing, at once with Enter or when cleared."""

    searched = Signal(str)

    def __init__(
        self, hint: str = _("In dieser Liste suchen"), name: str = "search", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        named(self, hint, name)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(icons.icon("remove", "muted"), _("Suche leeren"), self)
        self._clear.triggered.connect(self.clear_search)
        self._last = ""
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._search)

    def clear_search(self) -> None:
        """Empty the field and tell at once."""
        self.clear()
        self._search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears first; an empty field leaves it to the page."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear_search()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        if text and self._clear not in self.actions():
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        elif not text:
            self.removeAction(self._clear)
        self._timer.start()

    def _search(self) -> None:
        self._timer.stop()
        if self.text() != self._last:
            self._last = self.text()
            self.searched.emit(self._last)
