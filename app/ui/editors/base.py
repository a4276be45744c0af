"""What every editor can do: give its value, take one, and say when a person changed it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.core.words import Words
from app.models.fields import Field
from app.ui import theme


class Editor(QWidget):
    """The place where one value is typed or chosen; `field` is the widget with the keyboard."""

    changed = Signal()
    """A person changed the value, perhaps into something that cannot be read yet."""
    left = Signal()
    """The keyboard went elsewhere."""

    narrow = False
    """Whether it leaves room beside it."""

    def __init__(self, spec: Field) -> None:
        super().__init__()
        self.spec = spec
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    def take(self, field: QWidget) -> None:
        """Make FIELD the widget of this editor."""
        self.field = field
        self.setFocusProxy(field)
        field.setObjectName(f"feld_{self.spec.name}")
        field.installEventFilter(self)
        self._layout.addWidget(field)
        self.fit()
        theme.notifier().changed.connect(self.fit)

    def fit(self) -> None:
        """Take the sizes that go with the person's text size."""

    def raw(self) -> object:
        """What stands there, as it was typed; equal before and after means unchanged."""
        raise NotImplementedError

    def value(self) -> Any:
        """The value; ValueError says in German why what was typed is none."""
        return self.raw()

    def put(self, value: Any) -> None:
        """Show VALUE."""
        raise NotImplementedError

    def put_raw(self, raw: Any) -> None:
        """Show again what `raw` gave."""
        self.put(raw)

    def tidy(self, value: Any) -> None:
        """Write VALUE, which was just typed, as the house does."""

    def suggest(self, words: Words) -> None:
        """Complete what is typed from WORDS, where the kind of value has words."""

    def mark(self, problem: str) -> None:
        """Look 'wrong', 'missing' or, with '', ordinary."""
        theme.mark(self.field, problem=problem)

    def describe(self, name: str, description: str) -> None:
        """What a screen reader says."""
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(description)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice leaving; let the wheel scroll the form instead of changing a value that nobody looks at."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                self.left.emit()
        elif isinstance(event, QWheelEvent) and isinstance(watched, QComboBox):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
