"""A badge states a fact and cannot be pressed; at most four in a row."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.ui import theme
from app.ui.widgets.basics import IconLabel, label

_COLOUR = {"": "neu", "err": "err", "warn": "warn", "ok": "ok", "info": "info"}
_ICON = {"": "", "err": "error", "warn": "warning", "ok": "ok", "info": "info"}


class Badge(QFrame):
    """TEXT in a small frame; KIND err, warn, ok, info or neutral, with the icon that belongs to it."""

    def __init__(self, text: str, kind: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("", size=14)
        self._text: QLabel = label(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(5, 0, 5, 0)
        layout.setSpacing(4)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self._fit()
        self.show_fact(text, kind, icon)
        theme.notifier().changed.connect(self._fit)

    def show_fact(self, text: str, kind: str = "", icon: str = "") -> None:
        """State another fact."""
        meaning = icon or _ICON[kind]
        self._icon.show_icon(meaning, _COLOUR[kind])
        self._icon.setVisible(bool(meaning))
        self._text.setText(text)
        theme.mark(self, kind=kind)
        theme.mark(self._text)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The fact."""
        return self._text.text()

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(20))
