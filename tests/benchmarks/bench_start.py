"""How long people wait at the start: for the unlock dialog, and after Enter for a list of 100,000 persons."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import Row, ms
from tests.benchmarks.big_office import PASSPHRASE, PERSONS, big_office

PAIRS = 21
OPENINGS = 5

TELL = """
import os, sys
def painted():  # by a timer of 0 ms, which fires when the whole window has been painted and shown
    os.write(1, b".")
    os._exit(0)
"""
EMPTY = (
    TELL
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)
app = QApplication(sys.argv)
window = Window()
window.show()
app.exec()
"""
)
DIALOG = (
    TELL
    + """
import gc
gc.disable()  # as app.__main__ does before it imports Qt, which happens here in order to listen to the dialog
from app.ui.unlock import QTimer, UnlockDialog
usual = UnlockDialog.paintEvent
def paint(dialog, event):
    QTimer.singleShot(0, painted)
    usual(dialog, event)
UnlockDialog.paintEvent = paint
from app.__main__ import main
main(sys.argv[1:])
"""
)
"""The whole program as people start it; a last file is known, as on every day but the first."""


def measure() -> list[Row]:
    """The dialog against an empty window, in turns; then the way from Enter to the list."""
    path = big_office()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        (data / "settings.json").write_text(json.dumps({"recent": [str(path)]}), "utf-8")
        for program in (EMPTY, DIALOG):  # warms up the disk's cache
            seconds_to_paint(program, data)
        pairs = [(seconds_to_paint(DIALOG, data), seconds_to_paint(EMPTY, data)) for _turn in range(PAIRS)]
        opened = [seconds_to_list(path, data) for _turn in range(OPENINGS)]
    dialog, empty = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)  # of neighbours, as the machine's pace changes
    value = f"{ratio:.2f} × ({ms(dialog)} against {ms(empty)})"
    listed = f"{ms(statistics.median(opened))} (worst {ms(max(opened))})"
    return [
        Row("process start → unlock dialog shown, against an empty PySide6 window", "≤ 1.25 ×", value),
        Row(f"Enter in the unlock dialog → list of {PERSONS:,} persons complete", "≤ 0.7 s", listed),
    ]


def seconds_to_paint(program: str, data: Path) -> float:
    """From the start of a process that runs PROGRAM until its window is on the screen."""
    command = [sys.executable, "-c", program, "--data", str(data)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()) as process:
        told = process.stdout.read(1) if process.stdout else b""
        seconds = time.perf_counter() - start
        trouble = process.stderr.read().decode() if process.stderr else ""
    if told != b".":
        raise RuntimeError(trouble)
    return seconds


def seconds_to_list(path: Path, data: Path) -> float:
    """What another process measures between Enter and the list, after everything was loaded as while typing."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_start", str(path), str(data)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True, env=_environment()).stdout)


def _environment() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def _open_the_list(path: Path, data: Path) -> None:
    """Be the program, with persons as its first page; print the seconds from Enter to the complete list."""
    from PySide6.QtCore import QEventLoop

    from app.core.settings import home
    from app.ui import pages, theme
    from app.ui.start import Program

    pages.AREAS = tuple(sorted(pages.AREAS, key=lambda area: area.entity != "Person"))
    theme.hurry()
    app = theme.application()
    program = Program(app, home(data))
    program.unlock(path)
    dialog: Any = program.dialog
    wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    while theme.hurried() or dialog.tasks().running():
        app.processEvents(wait)
    dialog.open_page.passphrase.setText(PASSPHRASE)
    app.processEvents()
    start = time.perf_counter()
    dialog.primary.click()
    while not _complete(program.window):
        app.processEvents(wait)
    program.window.repaint()  # type: ignore[union-attr]
    print(time.perf_counter() - start, flush=True)
    program.end()


def _complete(window: Any) -> bool:
    model = window and window.page().model
    return bool(model) and model.complete and model.rowCount() > PERSONS * 0.9 and model.index(0, 0).data() is not None


if __name__ == "__main__":
    _open_the_list(Path(sys.argv[1]), Path(sys.argv[2]))
