"""A long task shows how far it is, and Strg+C stops it."""

from __future__ import annotations

import io
import signal

import pytest

from app import telling
from app.core.errors import Cancelled
from app.core.progress import Progress


class Terminal(io.StringIO):
    """A screen that somebody looks at."""

    def isatty(self):
        return True


class Looks:
    """Stands for the end of a task that comes after some looks at its progress."""

    def __init__(self, *between):
        self.between = list(between)

    def wait(self, _seconds):
        if not self.between:
            return True
        self.between.pop(0)()
        return False


def test_on_a_screen_one_line_shows_how_far_a_step_is():
    progress, screen = Progress(), Terminal()
    steps = progress.over(range(4), "Schreibe")
    telling._watch(progress, Looks(lambda: None, lambda: next(steps), lambda: next(steps)), screen)
    assert screen.getvalue() == "\r\x1b[KSchreibe 0 %\r\x1b[KSchreibe 25 %\r\x1b[K"


def test_elsewhere_each_step_is_one_line():
    progress, log = Progress(), io.StringIO()
    looks = Looks(*(lambda text=text: setattr(progress, "text", text) for text in ("Lade", "Lade", "Schreibe")))
    telling._watch(progress, looks, log)
    assert log.getvalue() == "Lade …\nSchreibe …\n"


def test_strg_c_cancels_the_task_and_is_given_back():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(Cancelled), telling.telling(io.StringIO()) as progress:
        signal.raise_signal(signal.SIGINT)
        progress.check()
    assert signal.getsignal(signal.SIGINT) is before
