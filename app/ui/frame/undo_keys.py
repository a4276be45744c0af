"""Strg+Z and Strg+Y in an empty field take back the last action; otherwise the field keeps them for its text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

STEPS = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class UndoKeys(QObject):
    """Listens at the one field that has the keyboard; Qt lets every field swallow these keys, even an empty one."""

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Listen at the field that got the keyboard."""
        if isinstance(old, QLineEdit):
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the key from a field that has nothing to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            idle = isinstance(watched, QLineEdit) and not (
                watched.text() or watched.isUndoAvailable() or watched.isRedoAvailable()
            )
            if idle and any(event.matches(step) for step in STEPS):
                event.ignore()
                return True
        return super().eventFilter(watched, event)
