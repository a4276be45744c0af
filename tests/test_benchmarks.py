"""The runner of the benchmarks; the benchmarks themselves are never tests."""

from __future__ import annotations

import re

import pytest

from tests import benchmarks
from tests.benchmarks import Row
from tests.benchmarks import __main__ as runner


@pytest.fixture
def three(monkeypatch):
    """Three benchmarks, the second of which fails."""
    measured = {"list": [Row("list complete", "≤ 250 ms", "120 ms")], "print": None, "start": [Row("start", "", "1")]}
    monkeypatch.setattr(runner, "names", lambda: sorted(measured))
    monkeypatch.setattr(runner, "apart", lambda name: measured[name])


def test_all_rows_come_out_as_one_table(three, capsys):
    assert runner.main(["list", "start"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "| what | aim | measured |",
        "| --- | --- | --- |",
        "| list complete | ≤ 250 ms | 120 ms |",
        "| start |  | 1 |",
    ]
    assert lines[-1].startswith("Measured on ")
    assert "cores" in lines[-1]


def test_a_failing_benchmark_does_not_hide_the_others(three, capsys):
    assert runner.main([]) == 1
    out = capsys.readouterr().out
    assert "| print |  | failed |" in out
    assert "| start |" in out


def test_an_unknown_name_is_refused(three, capsys):
    with pytest.raises(SystemExit, match="2"):
        runner.main(["speed"])
    assert "speed" in capsys.readouterr().err


def test_every_benchmark_can_be_found_and_measured():
    for name in runner.names():
        text = (runner.FOLDER / f"bench_{name}.py").read_text(encoding="utf-8")
        assert len(re.findall(r"^def measure\(.*\) -> list\[Row\]:", text, re.MULTILINE)) == 1


def test_times_leave_out_the_run_that_warms_up():
    runs = []
    assert len(benchmarks.times(lambda: runs.append(1), runs=3)) == 3
    assert len(runs) == 4


def test_a_ratio_compares_medians(monkeypatch):
    clock = iter([0, 2, 10, 11, 20, 24, 30, 31, 40, 46, 50, 52])
    monkeypatch.setattr(benchmarks.time, "perf_counter", lambda: next(clock))
    assert benchmarks.ratio(lambda: None, lambda: None, runs=3) == 4.0


def test_times_are_shown_as_people_read_them():
    assert benchmarks.ms(0.0824) == "82 ms"
    assert benchmarks.ms(1.234) == "1.23 s"
