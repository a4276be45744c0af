"""Letting go of widgets, as no event loop does it between tests."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget


def remove(*widgets: QWidget) -> None:
    """Delete WIDGETS, and all that wait to be deleted, now; Qt would go on to dress them at every change of look."""
    for widget in widgets:
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
