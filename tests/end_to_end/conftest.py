"""The running program and somebody in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.core import clock, keys
from app.core.settings import home
from app.ui import dialogs
from app.ui.main_window import MainWindow
from app.ui.start import Program
from app.ui.tasks import Here
from app.ui.unlock import UnlockDialog
from tests.ui.conftest import type_text

PASSPHRASE = "Bergwiese Kaffeetasse Regenschirm"


class Screen:
    """A usual screen; the one that Qt draws into memory for tests is smaller."""

    @staticmethod
    def availableSize() -> QSize:
        """The part that the task bar leaves; there is room for a window of the usual size."""
        return QSize(1920, 1040)


class Clerk:
    """Somebody who uses the program, and waits as long as it takes."""

    def __init__(self, program: Program, qtbot: Any) -> None:
        self.program, self.qtbot = program, qtbot

    # ---------------------------------------------------------------- what is in front

    @property
    def dialog(self) -> UnlockDialog:
        """The unlock dialog."""
        assert self.program.dialog is not None
        return self.program.dialog

    @property
    def window(self) -> MainWindow:
        """The window of the open file."""
        assert self.program.window is not None
        return self.program.window

    @property
    def front(self) -> QWidget:
        """What is in front: the window or the unlock dialog."""
        return self.program.window or self.dialog

    def part(self, name: str) -> Any:
        """The part called NAME that can be seen."""
        found = [one for one in self.front.findChildren(QWidget, name) if one.isVisible()]
        assert len(found) == 1, f"{len(found)} parts called {name} can be seen"
        return found[0]

    # ---------------------------------------------------------------- what people do

    def click(self, name: str) -> None:
        """Press the button called NAME."""
        button: QAbstractButton = self.part(name)
        assert button.isEnabled(), f"{name} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()

    def type(self, name: str, text: str) -> None:
        """Type TEXT into the field called NAME, in place of what stands there."""
        field = self.part(name)
        field.selectAll()
        type_text(field, text)

    def press(self, keys: str, times: int = 1) -> None:
        """Press a key of the window's menus, as 'Ctrl+S', or one that goes to where the keyboard is, as 'Return'."""
        for _time in range(times):
            actions = [a for a in self.front.findChildren(QAction) if keys in [s.toString() for s in a.shortcuts()]]
            if actions:
                assert actions[0].isEnabled(), f"{keys} does nothing here"
                actions[0].trigger()
            else:
                QTest.keyClick(QApplication.focusWidget(), Qt.Key[f"Key_{keys}"])
            self.rest()

    def go_to(self, module: str) -> Any:
        """Go to a module by its name in the sidebar; its page."""
        self.click(f"area:{module}")
        return self.window.page()

    # ---------------------------------------------------------------- waiting

    def until(self, happened: Callable[[], object]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(lambda: bool(happened()), timeout=20_000)

    def rest(self) -> None:
        """Wait until nothing is under way."""
        self.until(lambda: not self._busy())
        QApplication.processEvents()

    def _busy(self) -> bool:
        QApplication.processEvents()
        window = self.program.window
        return bool((window.context.tasks if window else self.dialog.tasks()).running())

    # ---------------------------------------------------------------- whole steps

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase and press Enter."""
        self.dialog.activateWindow()
        self.rest()
        self.type("passphrase", passphrase)
        self.press("Return")

    def create(self, path: Path) -> str:
        """Begin a new office file; the recovery code that was shown."""
        self.rest()
        self.click("newOffice")
        self.type("newPath", str(path))
        self.type("newPassphrase", PASSPHRASE)
        self.type("repeatPassphrase", PASSPHRASE)
        self.click("primary")
        self.until(lambda: self.dialog.heading.text() == "Wiederherstellungscode aufbewahren")
        code = str(self.part("shownCode").toPlainText())
        self.click("codeKept")
        self.click("primary")
        self.until(lambda: self.program.window is not None)
        self.rest()
        return code


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The morning of the pictures; new key files cost no time; nobody answers dialogs."""
    monkeypatch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))
    dialogs.alone()
    with clock.frozen(datetime(2026, 11, 12, 8, 42).astimezone()):
        yield
    dialogs.alone()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is asked for is done at once, without threads."""
    monkeypatch.setattr("app.ui.tasks.ThreadPoolExecutor", lambda *_lanes, **_names: Here())


@pytest.fixture
def start(
    qapp: QApplication, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Clerk]]:
    """Starts the program, with a folder of its own for settings and logs."""
    running: list[Program] = []
    locale = QLocale()

    monkeypatch.setattr("app.ui.main_window.MainWindow.screen", lambda _window: Screen)

    def begin(file: Path | None = None) -> Clerk:
        program = Program(qapp, home(tmp_path / f"home{len(running)}"))
        running.append(program)
        program.unlock(file)
        program.dialog.rejected.disconnect(qapp.quit)  # the tests go on after a program has ended
        clerk = Clerk(program, qtbot)
        clerk.dialog.activateWindow()
        clerk.rest()
        return clerk

    yield begin
    for program in running:
        program.end()
        if program.dialog:
            program.dialog.tasks().shutdown()
            program.dialog.deleteLater()
    QLocale.setDefault(locale)


@pytest.fixture
def office(start: Callable[..., Clerk], tmp_path: Path) -> Path:
    """A closed office file, made without a window."""
    from app.models.office import Office
    from tests import factories

    path = tmp_path / "Saale.koord"
    with Office.create(path, PASSPHRASE) as made, made.db.work("Anlegen") as work:
        work.add(factories.project())
        work.add(factories.person("Gvazava", "Nino"))
    return path
