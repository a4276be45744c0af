#!/usr/bin/env python3
"""The one door for developers: makes everything ready on a bare machine, then does the job. Standard library only."""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 - this is where an older Python gets its sentence
    print("Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info[:2]))
    raise SystemExit(2)

from tests import postgres  # (standard library only, too)

SELF = Path(__file__).resolve()
ROOT = SELF.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"
BUSY = VENV / "installing"

OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt loads in any case, with the Debian package that brings it."""
XCB = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt loads in addition for a window under X11."""
WAYLAND = {"libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0"}
"""What Qt loads in addition for a window under Wayland."""


class Trouble(Exception):
    """Expected trouble; its text says what to do."""


# --- running and telling -------------------------------------------------------------------------


def say(text: str) -> None:
    """Tell the person at the terminal what is going on, apart from what the job itself prints."""
    print(text, file=sys.stderr, flush=True)


def run(command: Sequence[object], *, cwd: Path | None = ROOT, quiet: bool = False, **variables: str | None) -> int:
    """Run a command and return its exit code; VARIABLES are added to the environment."""
    given = {name: value for name, value in variables.items() if value is not None}
    environment = {"PYTHONIOENCODING": "utf-8", **os.environ, **given}
    # An editable install in a folder with umlauts is not found by every Python on Windows; this always is.
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    output = subprocess.DEVNULL if quiet else None
    try:
        done = subprocess.run(
            list(map(str, command)), cwd=cwd, env=environment, stdout=output, stderr=output, check=False
        )
    except OSError:
        return 127
    return done.returncode if done.returncode >= 0 else 128 - done.returncode


def module(
    name: str, *arguments: str, cwd: Path | None = ROOT, screen: bool = False, postgres: str | None = None
) -> int:
    """Run a module with the project's own Python; without a SCREEN Qt draws into memory, unless the person chose."""
    platform = None if screen or "QT_QPA_PLATFORM" in os.environ else "offscreen"
    command = [PYTHON, "-P", "-m", name, *arguments]
    return run(command, cwd=cwd, QT_QPA_PLATFORM=platform, TEST_POSTGRES=postgres)


# --- packages of the system ----------------------------------------------------------------------


def is_root() -> bool:
    """Whether packages of the system may be installed without asking."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt(packages: Iterable[str], why: str) -> None:
    """Install Debian packages as root; otherwise say which line does it, and stop."""
    names = sorted(set(packages))
    line = f"apt-get install --no-install-recommends {' '.join(names)}"
    if not shutil.which("apt-get"):
        raise Trouble(f"{why}\nOn Debian and Ubuntu this installs them: sudo {line}\nElsewhere use your own packages.")
    if not is_root():
        raise Trouble(f"{why}\nPlease run this once, then the same command again:\n\n    sudo {line}\n")
    say(f"{why} Installing {', '.join(names)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        done = subprocess.run(["apt-get", "-qq", *arguments], env=quiet, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"apt-get failed:\n{done.stderr.strip()}\nPlease try it by hand:\n\n    {line}\n")


def loads(library: str) -> bool:
    """Whether the system finds and can load a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(libraries: Mapping[str, str], probe: Callable[[str], bool] = loads) -> list[str]:
    """The Debian packages of those LIBRARIES that cannot be loaded."""
    return [package for library, package in libraries.items() if not probe(library)]


def needed(*, window: bool, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The libraries Qt will load: those for a window only where a screen is there to show it."""
    libraries = dict(OFFSCREEN)
    if window and environment.get("QT_QPA_PLATFORM", "xcb") != "offscreen":
        libraries |= XCB if environment.get("DISPLAY") else {}
        libraries |= WAYLAND if environment.get("WAYLAND_DISPLAY") else {}
    return libraries


def lacking(*, window: bool = False, probe: Callable[[str], bool] = loads) -> list[str]:
    """The Debian packages Qt misses; only on Linux do its wheels rely on the system."""
    return missing(needed(window=window), probe) if sys.platform == "linux" else []


def without_venv() -> list[str]:
    """The Debian package that Python misses for making virtual environments."""
    complete = importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv")
    return [] if complete else [f"python3.{sys.version_info.minor}-venv"]


def prepare(*extra: str, qt: bool = True, window: bool = False) -> None:
    """Make everything ready; what only the system can bring comes first, at once (EXTRA: further Debian packages)."""
    packages = [*extra, *(lacking(window=window) if qt else []), *([] if PYTHON.exists() else without_venv())]
    if packages:
        apt(packages, "This system lacks packages that are needed.")
        if qt and (still := lacking(window=window)):
            raise Trouble(f"These packages are installed, but Qt's libraries still do not load: {', '.join(still)}")
    set_up()


# --- Python packages -----------------------------------------------------------------------------


def version_of_venv() -> str:
    """The Python of `.venv`, or nothing when it does not run."""
    command = [str(PYTHON), "-I", "-S", "-c", "import sys; print(sys.version)"]
    try:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    except OSError:
        return ""


def fingerprint(version: str) -> str:
    """What decides whether everything is installed: the lock, the project's declaration, the Python and the place."""
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), version.encode(), os.fsencode(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready() -> bool:
    """Whether the last set-up was finished and still fits."""
    try:
        return STAMP.read_text() == fingerprint(version_of_venv())
    except OSError:
        return False


def make_venv(place: Path) -> None:
    """Make a virtual environment, in place of what may be there."""
    if packages := without_venv():
        apt(packages, "Python's own module for virtual environments is missing.")
    if run([sys.executable, "-m", "venv", "--clear", place]):
        raise Trouble(f"The virtual environment {place} could not be made; the lines above say why.")


@contextmanager
def alone() -> Iterator[None]:
    """Let a second set-up of the same tree wait for the first; the lock goes with the process, however it ends."""
    with SELF.open("rb") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(2**30)  # beyond the end: locked bytes cannot be read there
            for _ in range(60):
                with suppress(OSError):  # gives up after ten seconds each
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            with suppress(OSError):  # some network drives know no locks
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def set_up() -> None:
    """Install exactly the locked packages and the project itself into `.venv`, unless that is already done."""
    if is_ready():
        return
    with alone():
        if not is_ready():
            install()


def install() -> None:
    """Install everything, into a new `.venv` where there is none or a half-made one."""
    say("Setting up .venv; this takes some minutes the first time …")
    if BUSY.exists() or run([PYTHON, "-m", "pip", "--version"], quiet=True):
        make_venv(VENV)
    STAMP.unlink(missing_ok=True)
    BUSY.touch()  # whoever finds this later knows that .venv may be half made, and begins anew
    pip("install", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    # Without the network: the lock brought everything this needs, even the builder.
    pip("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(fingerprint(version_of_venv()))
    BUSY.unlink()


def pip(*arguments: str) -> None:
    """Run pip inside `.venv`."""
    quiet = [] if sys.stderr.isatty() else ["-qq"]  # a person likes to see how far it is
    if module("pip", *quiet, "--disable-pip-version-check", "--no-input", *arguments):
        raise Trouble("The Python packages could not be installed; the lines above say why.")


# --- the verbs -----------------------------------------------------------------------------------


def demo(arguments: list[str]) -> int:
    """Write a sample file and every document from it into demo/, then open the window on it.

    --persons N (150)   --seed N   --out DIR (demo)   --no-window
    """
    prepare(window="--no-window" not in arguments)
    return module("app", "demo", *arguments, cwd=None, screen=True)


def start(arguments: list[str]) -> int:
    """Start the program (same as python -m app)."""
    prepare(window=True)
    return module("app", *arguments, cwd=None, screen=True)


def test(arguments: list[str]) -> int:
    """Run the tests; everything not named here goes to pytest.

    --postgres   only the tests of the data layer, on a PostgreSQL started for them
    --office     LibreOffice recalculates the workbooks, too (as root it is installed)
    --slow       the long ones, too
    """
    own = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    own.add_argument("--postgres", action="store_true")
    own.add_argument("--office", action="store_true")
    mine, rest = own.parse_known_args(arguments)
    office = ["libreoffice-calc"] if mine.office and not shutil.which("soffice") else []
    server = ["postgresql"] if mine.postgres and not postgres.programs() else []
    prepare(*office, *server)
    rest += ["--office"] if mine.office else []
    whole = all(argument.startswith("-") for argument in rest) and not {"--pdb", "-s"} & set(rest)
    workers = ["-n", str(min(4, os.cpu_count() or 1))] if whole else []
    if not mine.postgres:
        return module("pytest", *workers, *rest)
    with postgres.server() as address:
        return module("pytest", *workers, "--backend", "postgresql", *rest, postgres=address)


def lint(_arguments: list[str]) -> int:
    """Check style and types (ruff, mypy --strict)."""
    prepare(qt=False)
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict", "app", "dev.py"])
    return int(any([module(*check) for check in checks]))


def bench(arguments: list[str]) -> int:
    """Measure the speed and print a table; name benchmarks to run only those."""
    prepare()
    return module("tests.benchmarks", *arguments)


def screenshots(arguments: list[str]) -> int:
    """Take pictures of every page."""
    prepare()
    return module("tests.screenshots", *arguments)


def migration(arguments: list[str]) -> int:
    """Write the migration for what has changed in app/models; its text says what that is."""
    prepare(qt=False)
    return run([PYTHON, "packaging/migration.py", *arguments]) or module("ruff", "format", "app/models/migrations")


def lock(arguments: list[str]) -> int:
    """Make packaging/requirements.txt anew from pyproject.toml.

    --upgrade    with the newest versions instead of the known ones
    """
    with tempfile.TemporaryDirectory() as folder:
        make_venv(Path(folder))
        python = Path(folder, *PYTHON.relative_to(VENV).parts)
        if run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"]):
            raise Trouble("uv could not be installed; the lines above say why.")
        flags = (
            "--universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet"
        )
        compile_ = [python, "-m", "uv", "pip", "compile", *flags.split(), "--python-version", "3.11", "--extra", "dev"]
        return run([*compile_, "pyproject.toml", "-o", LOCK, *arguments], UV_PYTHON_DOWNLOADS="never")


VERBS = {
    "demo": demo,
    "test": test,
    "run": start,
    "lint": lint,
    "bench": bench,
    "screenshots": screenshots,
    "migration": migration,
    "lock": lock,
}


def explain() -> None:
    """Say what there is."""
    print("python3 dev.py VERB [ARGUMENTS]\n")
    for name, verb in VERBS.items():
        first, *more = (line.strip() for line in (verb.__doc__ or "").strip().splitlines())
        print(f"  {name:12} {first}", *(f"\n{'':15}   {line}" for line in more if line), sep="")
    print("\nEvery verb first sees to .venv, the locked packages and Qt's system libraries.")


def interrupted(*_: object) -> NoReturn:
    """Let a friendly kill pass through the same doors as an error, so that a server we started is stopped."""
    raise SystemExit(143)


def main(arguments: list[str]) -> int:
    """Do what the command line says and return the exit code."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        explain()
        return 0
    name, *rest = arguments
    if name not in VERBS:
        explain()
        say(f"\nThere is no verb “{name}”.")
        return 2
    signal.signal(signal.SIGTERM, interrupted)
    try:
        return VERBS[name](rest)
    except (Trouble, postgres.Failed) as trouble:
        say(str(trouble))
        return 2
    except OSError as error:
        say(f"{error.strerror or error}: {error.filename or ''}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
