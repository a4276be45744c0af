"""Work away from the screen: run a plain function elsewhere, get its result back here."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.core.errors import Cancelled
from app.core.progress import Progress

T = TypeVar("T")
log = logging.getLogger(__name__)
BUSY = 0.005
"""Seconds that a thread is kept from taking the place of the next one."""
LANES = {"work": 1, "read": 2}
"""Writing happens one after another; reading two at a time."""


class Here(Executor):
    """Runs everything at once on the calling thread, for tests."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run FN now; its error ends in the future, as with threads."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever a task raises belongs to its future
            future.set_exception(error)
        return future


@dataclass(eq=False)
class Running:
    """One task under way, for whoever shows what is going on."""

    progress: Progress
    owner: QObject
    key: str
    lane: str
    quiet: bool
    since: float = field(default_factory=time.monotonic)


class Tasks(QObject):
    """Runs tasks in two lanes; lives on the UI thread as long as the program. Tasks never touch Qt objects."""

    started = Signal()
    """A task is under way; look at `running()` until it is empty."""
    _finished = Signal(object)

    def __init__(
        self,
        pool: Executor | None = None,
        failed: Callable[[BaseException], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.failed = failed or _only_log
        self._pools: dict[str, Executor] = {
            lane: pool or _started(threads, thread_name_prefix=lane) for lane, threads in LANES.items()
        }
        self._running: list[Running] = []
        self._open = True
        # A task may be through before its end is listened to; its result must not arrive inside `run` all the same.
        queued, direct = Qt.ConnectionType.QueuedConnection, Qt.ConnectionType.DirectConnection
        self._finished.connect(self._finish, direct if isinstance(pool, Here) else queued)

    def run(
        self,
        task: Callable[[Progress], T],
        done: Callable[[T], object],
        owner: QObject,
        failed: Callable[[BaseException], object] | None = None,
        lane: str = "read",
        key: str = "",
        quiet: bool = False,
    ) -> Progress:
        """Run TASK elsewhere, then DONE here, unless OWNER has gone or asked anew under the same KEY.

        Requests without a key never replace each other. QUIET tasks are left out of the window's progress line.
        """
        progress = Progress()
        if not self._open:
            progress.cancelled = True
            return progress
        if key:
            self.cancel(owner, key)
        entry = Running(progress, owner, key, lane, quiet)
        self._running.append(entry)

        def finish(future: Future[T]) -> None:
            self._running.remove(entry)
            if not self._open or not shiboken6.isValid(owner):
                return
            error = future.exception()
            # A work that was finished before it heard of the cancelling has happened, and must be told.
            if error is None and (lane == "work" or not progress.cancelled):
                done(future.result())
            elif error is not None and not isinstance(error, Cancelled):
                (failed or self.failed)(error)

        future = self._pools[lane].submit(_checked, task, progress)
        future.add_done_callback(lambda ended: self._finished.emit(lambda: finish(ended)))
        self.started.emit()
        return progress

    def cancel(self, owner: QObject, key: str = "") -> None:
        """Ask the tasks of OWNER (only those under KEY, if given) to stop; their results are dropped."""
        for entry in self._running:
            if entry.owner is owner and (not key or entry.key == key):
                entry.progress.cancelled = True

    def running(self) -> list[Running]:
        """What is under way, oldest first, without what nobody waits for any more."""
        return [entry for entry in self._running if not entry.progress.cancelled]

    def shutdown(self) -> None:
        """Stop everything and wait for the work lane, so that nothing is half written."""
        self._open = False
        for entry in self._running:
            entry.progress.cancelled = entry.lane != "work" or entry.progress.cancelled
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=False)

    @Slot(object)
    def _finish(self, call: Callable[[], None]) -> None:
        call()


def _started(threads: int, **options: Any) -> ThreadPoolExecutor:
    """A pool whose threads run already: to start one later would hold the screen up until it has begun to work."""
    pool = ThreadPoolExecutor(threads, **options)
    for _thread in range(threads):
        pool.submit(time.sleep, BUSY)  # a pool starts no other thread as long as one has nothing to do
    return pool


def _checked(task: Callable[[Progress], T], progress: Progress) -> T:
    """Skip a task that was replaced while it waited in its lane."""
    progress.check()
    return task(progress)


def _only_log(error: BaseException) -> None:
    log.error("A task failed and nobody was asked to tell", exc_info=error)
