"""What the tests of the screen share: no display needed, and a way to type any letter."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import theme


def type_text(widget: QWidget, text: str) -> None:
    """Type TEXT into WIDGET letter by letter; QTest.keyClicks aborts on umlauts."""
    widget.setFocus()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


@pytest.fixture(autouse=True)
def look(qapp: QApplication):
    """Every test begins with the light theme at 100 % and German numbers."""
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    if theme.scale() != 1.0 or theme.is_dark() or not qapp.styleSheet():
        theme.apply(qapp, "light")
