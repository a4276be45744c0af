"""State is told by icon and word, never by colour alone; the fixed pairs live here."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.basics import IconLabel, label

STATES = {
    "wrong": ("error", "err"),
    "overdue": ("error", "err"),
    "refused": ("error", "err"),
    "missing": ("warning", "warn"),
    "unclear": ("warning", "warn"),
    "behind": ("warning", "warn"),
    "today": ("due", "warn"),
    "open": ("open", "warn"),
    "later": ("later", "muted"),
    "fulfilled": ("ok", "ok"),
    "complete": ("done", "muted"),
    "partial": ("partial", "muted"),
    "left-out": ("left-out", "muted"),
    "locked": ("locked", "muted"),
    "hint": ("info", "info"),
    "new": ("new", "ok"),
    "changed": ("edit", "info"),
    "quiet": ("", "muted"),
}
"""How each state looks: its icon by meaning, its colour by token."""


class StatusText(QWidget):
    """Icon and word of a state; STATE is a key of STATES."""

    def __init__(self, state: str, text: str, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ""
        self._icon = IconLabel("", size=16)
        self._text = label("")
        if small:
            self._text.setProperty("dense", "true")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        self.show_state(state, text)

    def show_state(self, state: str, text: str) -> None:
        """Show another state and its word."""
        icon, colour = STATES[state]
        self.state = state
        self._icon.show_icon(icon, colour)
        self._icon.setVisible(bool(icon))
        self._text.setText(text)
        theme.mark(self._text, tone=colour)
        self.setAccessibleName(text)

    def set_wrap(self, wrap: bool = True) -> None:
        """Let a whole sentence take several lines."""
        self._text.setWordWrap(wrap)

    def text(self) -> str:
        """The word or sentence shown."""
        return self._text.text()
