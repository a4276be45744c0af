"""How the window feels with 100,000 persons in an encrypted file: lists, search, jumps, pauses, memory."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.services import digests
from tests.benchmarks import Row, ms
from tests.benchmarks.big_office import PASSPHRASE, PERSONS, big_office
from tests.widgets import remove

if TYPE_CHECKING:
    from app.models.office import Office
    from app.ui.main_window import MainWindow

WORDS = ("Müller", "schmidt erfurt", "al haddad", "Oksana", "nguyen thi", "rudolstadt", "kowalska")
"""Typed letter by letter; some are found often, some never."""
JUMPS = 100
WINDOWS = 5


class Heart:
    """Beats every millisecond as long as the screen is free; the longest gap is the longest pause."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.pauses: dict[str, float] = {}
        self._phase = ""
        self._last = 0.0
        self._timer = QTimer(interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def during(self, phase: str) -> Iterator[None]:
        """Watch the screen while something is done; everything that was asked for has been painted afterwards."""
        self._phase, self._last = phase, time.perf_counter()
        self._timer.start()
        yield
        _wait(lambda: True)
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        moment = time.perf_counter()
        self.pauses[self._phase] = max(self.pauses.get(self._phase, 0), moment - self._last)
        self._last = moment


class Measured:
    """One window and what is done in it; every method gives the seconds until the result could be seen."""

    def __init__(self, office: Office, folder: Path) -> None:
        from app.core.settings import Settings
        from app.ui.start import open_window

        self.window: MainWindow = open_window(office, Settings(folder / "settings.json"))
        self.window.rest.set_minutes(0)  # as if somebody used it all the time
        self.window.resize(1366, 728)
        self.window.show()
        _wait(lambda: not self.window.context.tasks.running())
        _wait(lambda: True)  # the start page is painted, and no part of what follows

    def open_list(self) -> float:
        """Open the page of persons for the first time."""
        start = time.perf_counter()
        page: Any = self.window.go_to(_persons())
        self.page = page
        return self._until_complete(start)

    def do(self, action: Callable[[], object]) -> float:
        """ACTION asks for another list; until its rows are there."""
        arrived: list[bool] = []
        self.page.model.loaded.connect(lambda: arrived.append(True))
        start = time.perf_counter()
        action()
        _wait(lambda: bool(arrived))
        return self._until_complete(start)

    def type(self, text: str) -> float:
        """Search TEXT; without the pause in which the field waits for the next letter."""
        field = self.page.head.search
        field.setText(text)
        return self.do(field.returnPressed.emit)

    def jump(self, row: int) -> float:
        """Drag the scroll bar so that ROW is on top."""
        start = time.perf_counter()
        self.page.table.verticalScrollBar().setValue(row)
        return self._until_complete(start)

    def close(self) -> None:
        """Take the window away as locking does."""
        self.window.hide()
        self.window.context.tasks.shutdown()
        self.window.context.close()
        remove(self.window)

    def _until_complete(self, start: float) -> float:
        _wait(self._shows_rows)
        _wait(lambda: True)  # paints what has just arrived
        return time.perf_counter() - start

    def _shows_rows(self) -> bool:
        model, table = self.page.model, self.page.table
        if not model.complete:
            return False
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        rows = (max(first, 0), last if last >= 0 else model.rowCount() - 1)
        return model.rowCount() == 0 or all(model.index(row, 0).data() is not None for row in rows)


def _wait(ready: Callable[[], bool]) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()
    while not ready():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _persons() -> int:
    from app.ui.pages import AREAS

    return [area.entity for area in AREAS].index("Person")


@contextmanager
def _screen() -> Iterator[tuple[Office, Path]]:
    """An application with the big office file open."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from app.models.office import Office
    from app.ui import theme
    from app.ui.start import preload

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    preload()
    with tempfile.TemporaryDirectory() as folder, Office.open(big_office(), PASSPHRASE) as office:
        digests.keep(office.db)  # as the program does behind the screen, once
        yield office, Path(folder)


def _several(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{ms(statistics.median(ordered))} (worst {ms(ordered[-1])})"


def measure() -> list[Row]:
    """All that is done in the window, and the memory of a fresh process that only shows the list."""
    with _screen() as (office, folder):
        heart = Heart()
        opened = [_opened(office, folder, heart) for _turn in range(WINDOWS)]
        window = Measured(office, folder)
        window.open_list()
        reloaded, sorted_, typed, jumped = _work_in(window, heart)
        window.close()
    worst = max(heart.pauses, key=lambda phase: heart.pauses[phase])
    pauses = ", ".join(f"{phase} {ms(pause)}" for phase, pause in heart.pauses.items())
    return [
        Row(f"page with the list of {PERSONS:,} persons opened and complete", "≤ 250 ms", _several(opened)),
        Row("the same list read anew", "≤ 250 ms", _several(reloaded)),
        Row("the same list in another order", "", _several(sorted_)),
        Row("longest pause of the screen meanwhile", "≤ 50 ms", f"{ms(heart.pauses[worst])} ({pauses})"),
        Row("search per keystroke, without the typing pause", "≤ 60 ms", _several(typed)),
        Row("jump anywhere until the cells are filled", "≤ 25 ms", _several(jumped)),
        Row("memory of the window with the list", "≤ 250 MB", memory()),
    ]


def _opened(office: Office, folder: Path, heart: Heart) -> float:
    window = Measured(office, folder)
    with heart.during("opening"):
        seconds = window.open_list()
    window.close()
    return seconds


def _work_in(window: Measured, heart: Heart) -> tuple[list[float], ...]:
    page, chance = window.page, random.Random(1)
    with heart.during("reading"):
        reloaded = [window.do(page.reload) for _turn in range(WINDOWS)]
    with heart.during("sorting"):
        orders = [("city", False), ("caption", True), ("born", False), ("last_name", True), ("caption", False)]
        sorted_ = [window.do(lambda order=order: page.model.order_by(*order)) for order in orders]  # type: ignore[misc]
    with heart.during("searching"):
        typed = [window.type(word[:length]) for word in WORDS for length in range(1, len(word) + 1)]
        window.do(page.reset)
    with heart.during("jumping"):
        jumped = [window.jump(chance.randrange(PERSONS)) for _turn in range(JUMPS)]
    return reloaded, sorted_, typed, jumped


def memory() -> str:
    """The memory of a process that opens the window and the list, and nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_window"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _show_memory() -> None:
    import psutil

    with _screen() as (office, folder):
        window = Measured(office, folder)
        window.open_list()
        resident = psutil.Process().memory_info().rss
        print(f"{resident / 2**20:.0f} MB")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    _show_memory()
