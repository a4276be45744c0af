"""The log and the crash reports: where something went wrong, never with what data.

Messages of exceptions, local variables and log texts of libraries can contain names of people; so none of them is
written. What stands in a file is the type of an error, our own places in the program, and codes that systems give.
"""

from __future__ import annotations

import errno
import faulthandler
import logging
import platform
import re
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import CodeType, TracebackType
from typing import IO, Any

from app import __version__
from app.core.clock import now

_ROOT = Path(__file__).parents[1]
_LIBRARIES = ("PySide6", "sqlalchemy", "sqlcipher3", "psycopg", "reportlab", "openpyxl")
_FRAMES = 40
_REPORTS = 20
_log = logging.getLogger("app.log")


class Known(str):
    """Text that a programmer wrote and that may therefore stand in the log."""

    __slots__ = ()


class Log:
    """The log of one run; `told` hears of every unexpected error after its report was saved."""

    def __init__(self, folder: Path, told: Callable[[BaseException, Path], None] = lambda *_: None) -> None:
        self.folder = folder
        self.told = told
        self.crashed: Path | None = None
        self._handler: logging.Handler = _File(folder / "program.log")
        self._faults: IO[str] | None = None
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def __enter__(self) -> Log:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Catch everything from now on; `crashed` is a report when the last run broke down."""
        global _active  # noqa: PLW0603 - the hooks of the interpreter are global, too
        _active = self
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
        logging.getLogger().addHandler(self._handler)
        logging.getLogger("app").setLevel(logging.INFO)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self._uncaught(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._uncaught(args.exc_type, args.exc_value, args.exc_traceback)
        self._watch_for_crashes()
        _log.info("start %s", Known(__version__))

    def stop(self) -> None:
        """Put everything back as it was."""
        global _active  # noqa: PLW0603
        _active = None
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        if self._faults:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def report(self, error: BaseException) -> Path:
        """Save a report about ERROR; its path, in the folder for temporary files if the log folder takes nothing."""
        return self._save("".join(f"{line}\n" for line in [*_computer(), "", *described(error)]))

    def _uncaught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            return
        error = error or kind().with_traceback(trace)
        _log.error("unexpected", exc_info=error)
        if sys.stderr:  # desktops keep what programs write there
            sys.stderr.write("\n".join(described(error)) + "\n")
        self.told(error, self.report(error))

    def _save(self, text: str) -> Path:
        name = f"bericht-{now():%Y-%m-%d-%H%M%S-%f}.txt"
        for folder in (self.folder, Path(tempfile.gettempdir())):
            with suppress(OSError):
                (folder / name).write_text(text, "utf-8")
                break
        for old in sorted(self.folder.glob("bericht-*.txt"))[:-_REPORTS]:
            with suppress(OSError):
                old.unlink()
        return folder / name

    def _watch_for_crashes(self) -> None:
        """Let the interpreter write where it was when it dies, and make a report of what it wrote last time."""
        path = self.folder / "absturz.txt"
        with suppress(OSError):
            if path.exists() and (text := path.read_text("utf-8", "replace")):
                self.crashed = self._save("\n".join([*_computer(), "", *_without_paths(text), ""]))
            self._faults = path.open("w", encoding="utf-8")
            faulthandler.enable(self._faults)


_active: Log | None = None


def report(error: BaseException) -> Path:
    """Save a report about ERROR with the log of this run."""
    return (_active or Log(Path(tempfile.gettempdir()))).report(error)


def described(error: BaseException) -> Iterator[str]:
    """Lines about ERROR and what led to it: types, our own places, codes."""
    yield from _described(error, set())


def _described(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before and id(before) not in seen:
        yield from _described(before, seen)
        yield "führte zu:"
    frames = list(_frames(error.__traceback__))
    detail = _detail(error, frames[-1][0] if frames else None)
    yield f"{type(error).__module__}.{type(error).__qualname__}{f': {detail}' if detail else ''}"
    places = [place for _code, place in frames]
    if len(places) > _FRAMES:
        places[_FRAMES // 2 : -_FRAMES // 2] = [f"… {len(places) - _FRAMES} weitere"]
    yield from (f"  {place}" for place in places)
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            if id(part) not in seen:
                yield "darin:"
                yield from _described(part, seen)


def _frames(trace: TracebackType | None) -> Iterator[tuple[CodeType, str]]:
    """Where ERROR went through: our own places with line, of libraries only that they were passed."""
    while trace:
        code = trace.tb_frame.f_code
        own = _own(code.co_filename)
        if own:
            yield code, f"{own}:{trace.tb_lineno} {code.co_qualname}"
        elif not trace.tb_next or _own(trace.tb_next.tb_frame.f_code.co_filename):
            yield code, "…"
        trace = trace.tb_next


def _own(filename: str) -> str | None:
    """'app/models/db.py' for a file of ours, from source and in a frozen build; None for any other."""
    path = Path(filename)
    if path.is_relative_to(_ROOT):
        return path.relative_to(_ROOT.parent).as_posix()
    return path.as_posix() if path.parts[:1] == ("app",) else None


def _detail(error: BaseException, code: CodeType | None) -> str:
    """What may be said about ERROR beyond its type: codes of systems, and names that stand in the source."""
    found: list[Any] = []
    if isinstance(error, OSError):
        found += [errno.errorcode.get(error.errno or 0), getattr(error, "winerror", None)]
    if isinstance(error, ImportError):
        found.append(error.name if re.fullmatch(r"[\w.]+", error.name or "") else None)
    if isinstance(error, AttributeError | NameError) and code and error.name in code.co_names:
        found.append(error.name)
    for source in (error, getattr(error, "orig", None)):
        found += [getattr(source, name, None) for name in ("sqlite_errorname", "sqlstate")]
    codes = [str(item) for item in found if isinstance(item, int) or (isinstance(item, str) and item.isascii())]
    return ", ".join(code for code in codes if re.fullmatch(r"[\w.]{1,60}", code))


def _computer() -> Iterator[str]:
    """Lines about program and computer, without the name of either its owner or itself."""
    yield f"Connecting Humans – Koordination {__version__}, {now():%d.%m.%Y, %H:%M}"
    yield f"{platform.system()} {platform.release()} {platform.machine()}, Python {platform.python_version()}"
    for name in _LIBRARIES:
        version = getattr(sys.modules.get(name), "__version__", None)
        if version:
            yield f"{name} {version}"


def _without_paths(text: str) -> Iterator[str]:
    """The interpreter's own crash text without the folders it names."""
    for line in text.splitlines():
        found = re.fullmatch(r'  File "(.*)", line (\d+) in (.*)', line)
        if not found:
            yield re.sub(r'"[^"]*"', "…", line)
        elif own := _own(found[1]):
            yield f"  {own}:{found[2]} {found[3]}"


class _File(RotatingFileHandler):
    """The log file; trouble with it never disturbs the program and is told nowhere else."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=500_000, backupCount=3, encoding="utf-8", delay=True)
        self.setFormatter(_Format())
        self.addFilter(lambda record: record.levelno >= logging.WARNING or _ours(record))

    def doRollover(self) -> None:  # noqa: N802 - the library's name
        """Begin a new file, unless another window has this one open."""
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing: the library would print the values of the record."""


class _Format(logging.Formatter):
    """One line per record: values only where they are numbers or known texts, of libraries only the place."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for RECORD."""
        text = _text(record) if _ours(record) else f"{record.module}:{record.lineno}"
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {text}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([line, *described(error)]) if error else line


def _ours(record: logging.LogRecord) -> bool:
    return record.name.split(".")[0] == "app"


def _text(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):
        return _shown(record.msg)
    args = tuple(map(_shown, record.args)) if isinstance(record.args, tuple) else ()
    parts = re.split(r"%[sdrfi]", record.msg)
    shown = [*args, *["…"] * len(parts)]
    return "".join(f"{part}{value}" for part, value in zip(parts, [*shown[: len(parts) - 1], ""], strict=True))


def _shown(value: object) -> str:
    if isinstance(value, Known | int | float):
        return str(value)
    return type(value).__name__ if isinstance(value, BaseException) else "…"
