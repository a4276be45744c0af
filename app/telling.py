"""Talking to a person at a terminal: lines, and how far a long task is."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from app.core.progress import Progress

SECONDS = 0.1


def say(text: str, stream: TextIO | None = None) -> None:
    """One line, at once."""
    stream = stream or sys.stdout
    stream.write(text + "\n")
    stream.flush()


@contextmanager
def telling(stream: TextIO | None = None) -> Iterator[Progress]:
    """A Progress whose state is shown while it lasts; Strg+C cancels the task at its next step."""
    stream = stream or sys.stderr
    progress, finished = Progress(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(progress, finished, stream), daemon=True)
    before = _cancelling(progress)
    watcher.start()
    try:
        yield progress
    finally:
        finished.set()
        watcher.join()
        if before is not None:
            signal.signal(signal.SIGINT, before)


def _cancelling(progress: Progress) -> Any:
    """Let Strg+C cancel PROGRESS, where signals can be had; what it did before."""
    if threading.current_thread() is not threading.main_thread():
        return None

    def cancel(*_: object) -> None:
        progress.cancelled = True

    return signal.signal(signal.SIGINT, cancel)


def _watch(progress: Progress, finished: threading.Event, stream: TextIO) -> None:
    """On a screen one line that changes; elsewhere one line for each step."""
    shown, alive = "", stream.isatty()
    while not finished.wait(SECONDS):
        text = progress.text
        if alive and text:
            share = f" {100 * progress.done // progress.total} %" if progress.total else ""
            stream.write(f"\r\x1b[K{text}{share}")
            stream.flush()
        elif text != shown:
            say(f"{text} …", stream)
        shown = text
    if alive and shown:
        stream.write("\r\x1b[K")
        stream.flush()
