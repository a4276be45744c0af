"""State is told by icon and word, never by colour alone; the fixed pairs live here."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui import theme
from app.ui.widgets.basics import IconLabel, label


class Look(NamedTuple):
    """How a state looks: icon by meaning, colour by token."""

    icon: str
    colour: str


STATES = {
    "wrong": Look("error", "err"),
    "overdue": Look("error", "err"),
    "refused": Look("error", "err"),
    "missing": Look("warning", "warn"),
    "unclear": Look("warning", "warn"),
    "behind": Look("warning", "warn"),
    "today": Look("due", "warn"),
    "open": Look("open", "warn"),
    "later": Look("later", "muted"),
    "fulfilled": Look("ok", "ok"),
    "complete": Look("done", "muted"),
    "partial": Look("partial", "muted"),
    "left-out": Look("left-out", "muted"),
    "locked": Look("locked", "muted"),
    "hint": Look("info", "info"),
    "new": Look("new", "ok"),
    "changed": Look("edit", "info"),
    "quiet": Look("", "muted"),
}


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
        look = STATES[state]
        self.state = state
        self._icon.show_icon(look.icon, look.colour)
        self._icon.setVisible(bool(look.icon))
        self._text.setText(text)
        theme.mark(self._text, tone=look.colour)
        self.setAccessibleName(text)

    def set_wrap(self, wrap: bool = True) -> None:
        """Let a whole sentence take several lines."""
        self._text.setWordWrap(wrap)

    def text(self) -> str:
        """The word or sentence shown."""
        return self._text.text()
