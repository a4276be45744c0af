"""`dev.py bench`: runs the benchmarks, each in a process of its own, and prints one Markdown table."""

from __future__ import annotations

import argparse
import compileall
import importlib
import os
import platform
import subprocess
import sys
import traceback
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from tests.benchmarks import Row

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """All benchmarks, by the names of their files."""
    return sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))


def measure(name: str) -> list[Row]:
    """The rows of one benchmark; runs in its own process, so that no benchmark warms up or burdens another."""
    rows: list[Row] = importlib.import_module(f"tests.benchmarks.bench_{name}").measure()
    return rows


def apart(name: str) -> list[Row] | None:
    """Measure in another process; None where that failed, the reason goes to the terminal."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            # What runs as __main__ goes by no name that the other process could import.
            return pool.submit(importlib.import_module("tests.benchmarks.__main__").measure, name).result()
        except BrokenProcessPool:
            print(f"{name}: the process died", file=sys.stderr)
        except Exception:  # noqa: BLE001 - one broken benchmark must not hide the others
            print(f"{name}:\n{traceback.format_exc()}", file=sys.stderr)
    return None


def table(rows: Iterable[Row]) -> str:
    """The rows as Markdown."""
    lines = [("what", "aim", "measured"), ("---", "---", "---"), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def machine() -> str:
    """What it was measured on, in one line."""
    import psutil
    from PySide6.QtCore import qVersion

    memory = round(psutil.virtual_memory().total / 2**30)
    versions = f"Python {platform.python_version()}, Qt {qVersion()}"
    return f"{processor()}, {os.cpu_count()} cores, {memory} GB, {versions}, {platform.platform(terse=True)}"


def processor() -> str:
    """The name of the processor, which every system keeps elsewhere."""
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return platform.processor() or platform.machine()


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, or all, and print the table."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measures speed and memory; prints a table.")
    parser.add_argument("name", nargs="*", help=f"one of: {', '.join(names()) or 'none yet'}")
    chosen = parser.parse_args(arguments).name or names()
    if unknown := sorted(set(chosen) - set(names())):
        parser.error(f"there is no benchmark {', '.join(unknown)}")
    # An installed program comes compiled; from source it would be compiled by every process anew where none may write.
    compileall.compile_dir(FOLDER.parents[1] / "app", quiet=1)
    rows: list[Row] = []
    failed = False
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        measured = apart(name)
        failed = failed or measured is None
        rows += measured or [Row(name, "", "failed")]
    print(f"{table(rows)}\n\nMeasured on {machine()}.")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
