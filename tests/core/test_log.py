"""Reports say where something went wrong and nothing about whom."""

from __future__ import annotations

import ast
import errno
import faulthandler
import gc
import logging
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from app.core import log as module
from app.core.errors import Unavailable
from app.core.log import Known, Log, described, report
from app.core.text import parse_amount, parse_date

NAME = "Änne Öztürk-Weißenborn"


@pytest.fixture
def told() -> list:
    return []


@pytest.fixture
def log(tmp_path, told):
    faults = faulthandler.is_enabled()
    with Log(tmp_path / "logs", lambda error, path: told.append((type(error), path))) as started:
        yield started
    if faults:
        faulthandler.enable(sys.__stderr__)


def caught(action) -> BaseException:
    try:
        action()
    except Exception as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing happened")


def first_line(error: BaseException) -> str:
    return next(described(error))


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def no_trace_of_the_name(folder: Path) -> bool:
    content = written(folder)
    parts = [NAME, *NAME.replace("-", " ").split(), "Änne".encode("unicode_escape").decode()]
    return not any(part.encode(code) in content for part in parts for code in ("utf-8", "utf-16-le", "latin-1"))


def provoke():
    """An error with the name in its message, its cause, its notes, its locals and its attributes."""
    person = {"name": NAME}
    try:
        parse_amount(person["name"])
    except ValueError as error:
        error.add_note(NAME)
        raise KeyError(person["name"]) from error


def test_an_error_leaves_no_trace_of_a_name(log, told, capsys):
    error = caught(provoke)
    path = log.report(error)
    logging.getLogger("app.models").exception("saving %s failed", NAME, exc_info=error)
    logging.getLogger("app.models").warning({"name": NAME})
    logging.getLogger("library").warning("bad value %s in %s", NAME, Path(NAME))
    sys.excepthook(type(error), error, error.__traceback__)
    log.stop()
    assert "builtins.KeyError" in path.read_text("utf-8")
    assert "KeyError" in (log.folder / "program.log").read_text("utf-8")
    assert no_trace_of_the_name(log.folder)
    assert "Änne" not in capsys.readouterr().err
    assert [kind for kind, _ in told] == [KeyError]


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "no such file", f"/home/{NAME}/x"),
        ImportError(NAME, name=NAME, path=NAME),
        AttributeError(NAME, name="Öztürk", obj=NAME),
        NameError(NAME, name="Öztürk"),
        UnicodeEncodeError("ascii", NAME, 0, 1, NAME),
        Unavailable(NAME),
        ExceptionGroup(NAME, [ValueError(NAME), KeyError(NAME)]),
        SyntaxError(NAME, (NAME, 1, 1, NAME)),
        type("Odd", (Exception,), {"sqlstate": "Öztürk", "sqlite_errorname": NAME, "orig": ValueError(NAME)})(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_type_of_error_gives_a_name_away(log, error):
    assert error.__class__.__name__ in log.report(error).read_text("utf-8")
    assert no_trace_of_the_name(log.folder)


def test_a_report_names_our_own_places_and_what_led_to_what(log):
    text = log.report(caught(provoke)).read_text("utf-8")
    lines = text[text.index("builtins.ValueError") :].splitlines()
    assert lines[0] == "builtins.ValueError"
    assert lines[1] == "  …"
    assert lines[2].startswith("  app/core/text.py:")
    assert lines[2].endswith(" parse_amount")
    assert lines[3:5] == ["führte zu:", "builtins.KeyError"]


def test_a_report_names_version_and_system_but_not_the_computer(log):
    import platform

    text = log.report(ValueError()).read_text("utf-8")
    assert platform.python_version() in text
    assert platform.node() not in text or platform.node() in {"localhost", ""}
    assert str(Path.home()) not in text


def test_codes_of_systems_are_said():
    class Driver(Exception):
        sqlite_errorname = "SQLITE_FULL"

    wrapped = type("DBAPIError", (Exception,), {"orig": Driver(NAME)})(NAME)
    assert first_line(OSError(errno.ENOSPC, "full")) == "builtins.OSError: ENOSPC"
    assert first_line(wrapped).endswith("DBAPIError: SQLITE_FULL")
    assert first_line(caught(lambda: __import__("no_such.module"))) == ("builtins.ModuleNotFoundError: no_such")


def test_a_name_that_stands_in_the_source_is_said():
    assert first_line(caught(lambda: Path.no_such_thing)) == "builtins.AttributeError: no_such_thing"
    assert first_line(caught(lambda: getattr(Path, NAME))) == "builtins.AttributeError"


def test_a_context_that_was_put_aside_is_not_told():
    assert not any("führte zu" in line for line in described(caught(lambda: parse_amount("x"))))
    assert not any("InvalidOperation" in line for line in described(caught(lambda: parse_amount("x"))))


def test_a_circle_of_causes_ends():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert len(list(described(first))) == 3


def test_endless_recursion_is_shortened(monkeypatch):
    def again():
        again()

    monkeypatch.setattr(module, "_ROOT", Path(__file__).parent)
    lines = list(described(caught(again)))
    assert len(lines) < 50
    assert any("weitere" in line for line in lines)


def test_the_log_shows_numbers_and_known_texts_only(log):
    logger = logging.getLogger("app.models.db")
    logger.info("work %d of %s took %s by %s after %s", 3, Known("import"), 1.5, NAME, ValueError(NAME))
    logger.info("nothing to fill in, 100 %")
    logger.info("by name: %(name)s", {"name": NAME})
    logging.getLogger("library").info(NAME)
    logging.getLogger("library").error(NAME)
    text = (log.folder / "program.log").read_text("utf-8")
    assert "work 3 of import took 1.5 by … after ValueError" in text
    assert "nothing to fill in, 100 %" in text
    assert "ERROR library test_log:" in text
    assert no_trace_of_the_name(log.folder)


def test_errors_in_threads_and_destructors_are_reported(log, told):
    thread = threading.Thread(target=provoke)
    thread.start()
    thread.join()

    class Odd:
        def __del__(self):
            raise ValueError(NAME)

    Odd()
    gc.collect()
    assert [kind for kind, _ in told] == [KeyError, ValueError]
    assert all(path.exists() for _, path in told)
    assert no_trace_of_the_name(log.folder)


def test_stopping_the_program_is_no_error(log, told):
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    sys.excepthook(SystemExit, None, None)
    assert told == []


def test_an_error_without_an_object_is_reported_too(log, told):
    sys.excepthook(MemoryError, None, None)
    assert "builtins.MemoryError" in told[0][1].read_text("utf-8")


def test_only_the_latest_reports_are_kept(log):
    reports = [log.report(ValueError()) for _ in range(25)]
    assert sorted(log.folder.glob("bericht-*.txt")) == reports[-20:]


def test_the_log_begins_a_new_file_before_it_gets_large(log):
    for _ in range(12_000):
        logging.getLogger("app").info("a line of the log that is about eighty characters long, number %d", 1)
    sizes = [path.stat().st_size for path in log.folder.glob("program.log*")]
    assert len(sizes) > 1
    assert max(sizes) <= 500_000


def test_without_a_log_folder_the_report_goes_elsewhere(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    with Log(tmp_path / "file" / "logs") as log:
        assert log.report(ValueError()).parent == tmp_path / "temp"
        logging.getLogger("app").error("lost")
    assert report(ValueError()).parent == tmp_path / "temp"


def test_a_report_goes_to_the_log_of_this_run(log):
    assert report(ValueError()).parent == log.folder


def test_after_the_end_nothing_is_caught(tmp_path):
    before = sys.excepthook
    with Log(tmp_path):
        assert sys.excepthook != before
    assert sys.excepthook is before


def test_every_text_for_the_log_stands_in_the_source():
    levels = {"debug", "info", "warning", "error", "exception", "critical"}
    for path in module._ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in levels:
                logger = ast.unparse(node.func.value)
                if "log" in logger:
                    assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"


CRASH = """
import sys, faulthandler
from pathlib import Path
from app.core.log import Log
log = Log(Path(sys.argv[1]))
log.start()
print(log.crashed.name if log.crashed else "")
if sys.argv[2] == "crash":
    faulthandler._sigsegv()
"""


def test_a_crash_of_the_interpreter_is_reported_at_the_next_start(tmp_path):
    def run(what: str) -> str:
        found = subprocess.run(
            [sys.executable, "-c", CRASH, str(tmp_path), what], capture_output=True, text=True, check=False
        )
        return found.stdout.strip()

    assert run("crash") == ""
    name = run("quiet")
    text = (tmp_path / name).read_text("utf-8")
    assert "Fatal Python error: Segmentation fault" in text
    assert str(Path(sys.prefix)) not in text
    assert run("quiet") == ""


def test_the_crash_text_keeps_only_our_own_places():
    text = (
        "Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n"
        '  File "C:\\\\Users\\\\anna\\\\lib\\\\x.py", line 3 in y\n'
        f'  File "{module._ROOT}/core/text.py", line 7 in show\n'
        '  File "app/ui/table.py", line 8 in data\n'
        'Extension modules: "x"'
    )
    assert list(module._without_paths(text))[3:] == [
        "  app/core/text.py:7 show",
        "  app/ui/table.py:8 data",
        "Extension modules: …",
    ]


def test_dates_too():
    assert first_line(caught(lambda: parse_date(NAME))) == "builtins.ValueError"
