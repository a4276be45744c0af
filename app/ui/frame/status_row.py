"""The status row: what is open, how safe it is, what is going on. Each part is a button that leads to more."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app.core.text import _
from app.ui import icons, theme
from app.ui.tasks import Tasks
from app.ui.widgets.basics import line, named
from app.ui.widgets.buttons import EnterPresses
from app.ui.widgets.progress import ProgressLine
from app.ui.widgets.toast import announce

HEIGHT = 25
SHOWN_MS = 10_000
_ICONS = {"database": "database", "backup": "backup", "session": "edit", "contacts": "show", "saved": "ok"}
_NAMES = {
    "database": _("Datenbank"),
    "backup": _("Letzte Sicherung"),
    "session": _("Belegung"),
    "contacts": _("Kontaktdaten"),
    "saved": _("Speicherstand"),
    "zoom": _("Textgröße"),
}


class _Part(EnterPresses, QPushButton):
    """One fact of the status row, leading to where it is decided."""


class StatusRow(QFrame):
    """Parts database, backup, session, contacts, saved, zoom; messages take the place of `saved` for ten seconds."""

    pressed = Signal(str)

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusRow")
        self.parts: dict[str, QPushButton] = {}
        self._lines: dict[str, QWidget] = {}
        self._texts: dict[str, tuple[str, str, str]] = {}
        self._narrow = self._wished_narrow = False
        self.message = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(4)
        for name in ("database", "backup", "session", "contacts", "saved"):
            self._add(layout, name)
        layout.addStretch(1)
        self.progress = ProgressLine(tasks)
        layout.addWidget(self.progress)
        self._add(layout, "zoom")
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._forget_message)
        self.show_part("saved", _("Alle Änderungen gespeichert"), tone="ok")
        self._fit()
        theme.notifier().changed.connect(self._fit)

    def _add(self, layout: QHBoxLayout, name: str) -> None:
        part = _Part()
        part.clicked.connect(lambda: self.pressed.emit(name))
        part.setAutoDefault(False)
        named(part, _NAMES[name], f"status:{name}")
        self.parts[name] = part
        if name not in {"database"}:
            self._lines[name] = line(vertical=True)
            self._lines[name].setFixedHeight(14)
            layout.addWidget(self._lines[name])
            self._lines[name].hide()
        layout.addWidget(part)
        part.hide()

    def show_part(self, name: str, text: str, icon: str = "", tone: str = "") -> None:
        """Show TEXT in part NAME; '' hides the part; TONE ok, warn, err or quiet."""
        self._texts[name] = (text, icon or _ICONS.get(name, ""), tone)
        if name != "saved" or not self.message:
            self._show(name, *self._texts[name])
        self._refit()

    def _show(self, name: str, text: str, icon: str, tone: str) -> None:
        part = self.parts[name]
        part.setText("" if self._narrow and icon else f" {text}" if icon else text)
        part.setToolTip(text if self._narrow else "")
        part.setAccessibleName(f"{_NAMES[name]}: {text}")
        if icon:
            part.setIcon(icons.icon(icon, tone or "muted"))
            part.setIconSize(QSize(theme.px(14), theme.px(14)))
        theme.mark(part, tone=tone)
        part.setVisible(bool(text))
        if name in self._lines:
            self._lines[name].setVisible(bool(text) and name != "zoom")

    def tell(self, text: str, trouble: bool = False) -> None:
        """Show a message for ten seconds and let screen readers say it."""
        self.message = text
        self._show("saved", text, "error" if trouble else "info", "err" if trouble else "")
        self._timer.start()
        announce(self, text)

    def set_narrow(self, narrow: bool) -> None:
        """Fold the parts into icons on small screens, or where their texts do not fit."""
        self._wished_narrow = narrow
        self._refit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Unfold where there is room again."""
        super().resizeEvent(event)
        self._refit()

    def _refit(self) -> None:
        self._fold(self._wished_narrow)
        if self.isVisible() and self.sizeHint().width() > self.width():
            self._fold(True)

    def _fold(self, narrow: bool) -> None:
        if narrow != self._narrow:
            self._narrow = narrow
            for name, what in self._texts.items():
                self._show(name, *what)

    def _forget_message(self) -> None:
        self.message = ""
        self._show("saved", *self._texts["saved"])

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(HEIGHT))
