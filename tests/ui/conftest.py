"""What the tests of the screen share: no display needed, and a way to type any letter."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.ui import dialogs, theme
from tests.widgets import remove


def type_text(widget: QWidget, text: str) -> None:
    """Type TEXT into WIDGET letter by letter; QTest.keyClicks aborts on umlauts."""
    widget.setFocus()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


@pytest.fixture(autouse=True)
def look(qapp: QApplication):
    """Every test begins with the light theme at 100 %, German numbers, and nobody there to answer dialogs."""
    dialogs.alone()
    remove()  # what earlier tests closed
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    if theme.scale() != 1.0 or theme.is_dark() or not qapp.styleSheet():
        theme.apply(qapp, "light")


@pytest.fixture
def context(one_db, tmp_path, qapp):
    """What a page needs: an empty database and tasks that are done at once; `told` keeps what people were told."""
    from app.core.settings import Settings
    from app.ui.context import Context
    from app.ui.tasks import Here, Tasks

    def unexpected(error: BaseException) -> None:
        raise error

    tasks = Tasks(Here(), unexpected)
    made = Context(one_db, tasks, Settings(tmp_path / "settings.json"))
    made.told = []
    made.message.connect(lambda text, bad: made.told.append((text, bad)))
    yield made
    made.close()
    tasks.shutdown()


@pytest.fixture
def shown(qtbot):
    """Puts a widget on the screen, with the keyboard."""

    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(600, 300)
        widget.show()
        widget.activateWindow()
        QApplication.processEvents()
        return widget

    return show
