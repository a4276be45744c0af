"""Chips filter: each active filter can be removed; segmented chips choose one of several views."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from app.core.text import _
from app.ui import theme
from app.ui.widgets.basics import named
from app.ui.widgets.buttons import Button, EnterPresses, IconButton
from app.ui.widgets.flow import FlowLayout

WIDEST = 300
"""Longer texts of filters are cut off, in px at 100 %; tooltip and screen reader have all of it."""


class FilterChip(QFrame):
    """An active filter: pressing the text changes it, the cross removes it."""

    clicked = Signal()
    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.button = Button("", self.clicked.emit, name=f"filter:{text}")
        self.button.setToolTip(text)
        self.button.setAccessibleName(_("Filter ändern: {text}").format(text=text))
        self.cross = IconButton("remove", _("Filter entfernen: {text}").format(text=text), self.removed.emit, size=14)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, 0, 4, 0)
        layout.setSpacing(3)
        layout.addWidget(self.button)
        layout.addWidget(self.cross)
        self._fit()
        theme.notifier().changed.connect(self._fit)

    def text(self) -> str:
        """What the filter says."""
        return self._text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Entf removes, wherever in the chip the keyboard is."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(26))
        room = self.button.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, theme.px(WIDEST))
        self.button.setText(room.replace("&", "&&"))


class AddChip(Button):
    """The chip „+ Filter“."""

    kind = "chip"

    def __init__(self, text: str = _("Filter"), parent: QWidget | None = None) -> None:
        super().__init__(text, icon="add", name="addFilter", parent=parent)
        self.setAccessibleName(_("Filter hinzufügen"))


class SegmentedChips(QWidget):
    """One of several views, chosen like radio buttons: Tab reaches the chosen one, arrow keys choose the next."""

    changed = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._layout = FlowLayout(self, spacing=8)
        self._group.buttonToggled.connect(self._toggled)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer CHOICES (key, text); the chosen one stays if it is still there, otherwise the first."""
        before = self.chosen()
        if list(self._buttons) == [key for key, _text in choices]:
            for key, text in choices:
                self._buttons[key].setText(text.replace("&", "&&"))
                self._buttons[key].setAccessibleName(text)
            return
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for key, text in choices:
            self._add(key, text)
        if choices:
            self.choose(before if before in self._buttons else choices[0][0])

    def _add(self, key: str, text: str) -> None:
        button = _Segment(self, text)
        named(button, text, f"view:{key}")
        self._buttons[key] = button
        self._group.addButton(button)
        self._layout.addWidget(button)

    def chosen(self) -> str:
        """The key of the view chosen."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose the view with KEY."""
        self._buttons[key].setChecked(True)

    def step(self, by: int) -> None:
        """Choose the next or the previous view and go there."""
        keys = list(self._buttons)
        key = keys[(keys.index(self.chosen()) + by) % len(keys)]
        self.choose(key)
        self._buttons[key].setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, button: QPushButton, on: bool) -> None:
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        if on:
            self.changed.emit(self.chosen())


class _Segment(EnterPresses, QPushButton):
    """One view; arrow keys go to its neighbours."""

    def __init__(self, owner: SegmentedChips, text: str) -> None:
        super().__init__(text.replace("&", "&&"), owner)
        self._owner = owner
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys choose, as with radio buttons."""
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by:
            self._owner.step(by)
        else:
            super().keyPressEvent(event)
