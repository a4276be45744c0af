"""Tasks run elsewhere and end here, or not at all."""

from __future__ import annotations

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject

from app.core.errors import UserError
from app.ui.tasks import Here, Tasks


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def tasks(qapp):
    tasks = Tasks()
    yield tasks
    tasks.shutdown()


def test_a_task_runs_on_another_thread_and_ends_on_this_one(tasks, owner, qtbot):
    seen = []
    tasks.run(
        lambda _: threading.current_thread().name, lambda name: seen.append((name, threading.current_thread())), owner
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("read") and seen[0][1] is threading.main_thread()


def test_works_run_one_after_another(tasks, owner, qtbot):
    order, gate = [], threading.Event()
    tasks.run(lambda _: gate.wait(5), lambda _: order.append("first"), owner, lane="work")
    tasks.run(lambda _: order.append("second"), lambda _: order.append("second told"), owner, lane="work")
    assert order == []
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order.index("first") < order.index("second told")


def test_a_newer_request_under_the_same_key_replaces_the_older(tasks, owner, qtbot):
    told, gate = [], threading.Event()
    old = tasks.run(lambda _: gate.wait(5) and "old", told.append, owner, key="list")
    tasks.run(lambda _: "new", told.append, owner, key="list")
    gate.set()
    qtbot.waitUntil(lambda: not tasks._running)
    assert old.cancelled and told == ["new"]


def test_requests_without_a_key_do_not_disturb_each_other(qapp, owner):
    tasks, told = Tasks(pool=Here()), []
    tasks.run(lambda _: 1, told.append, owner)
    tasks.run(lambda _: 2, told.append, owner)
    assert told == [1, 2]


def test_the_result_for_an_owner_who_has_gone_is_dropped(tasks, qtbot):
    told, gate, owner = [], threading.Event(), QObject()
    tasks.run(lambda _: gate.wait(5), told.append, owner)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not tasks._running)
    assert told == []


def test_an_error_reaches_whoever_asked(qapp, owner):
    def fail(_):
        raise UserError("Das Laufwerk H: ist nicht erreichbar.")

    errors = []
    Tasks(pool=Here()).run(fail, lambda _: None, owner, failed=errors.append)
    assert str(errors[0]) == "Das Laufwerk H: ist nicht erreichbar."


def test_an_error_nobody_expects_reaches_the_common_place(qapp, owner):
    errors = []
    Tasks(pool=Here(), failed=errors.append).run(lambda _: 1 / 0, lambda _: None, owner)
    assert isinstance(errors[0], ZeroDivisionError)


def test_a_cancelled_task_stops_at_the_next_item_and_tells_nobody(tasks, owner, qtbot):
    told, counted, reached, gate = [], [], threading.Event(), threading.Event()

    def count(progress):
        for number in progress.over(range(10)):
            counted.append(number)
            reached.set()
            gate.wait(5)

    progress = tasks.run(count, told.append, owner, failed=told.append)
    assert reached.wait(5)
    progress.cancelled = True
    gate.set()
    qtbot.waitUntil(lambda: not tasks._running)
    assert counted == [0] and told == []


def test_the_window_sees_what_is_running(tasks, owner, qtbot):
    gate = threading.Event()
    progress = tasks.run(lambda _: gate.wait(5), lambda _: None, owner)
    assert [entry.progress for entry in tasks.running()] == [progress]
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running())


def test_after_the_end_nothing_starts_any_more(qapp, owner):
    tasks, told = Tasks(), []
    tasks.shutdown()
    assert tasks.run(lambda _: 1, told.append, owner).cancelled and told == []
