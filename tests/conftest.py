"""What all tests share: which ones run, the clock, and a database on every back end."""

from __future__ import annotations

import os
import shutil
import sys
import types
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:  # tests without data or screen do not pay for importing either
    from app.models.db import Database
    from tests.databases import Place, Templates

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

LOCAL = ("sqlite", "sqlcipher")
SERVER = os.environ.get("TEST_POSTGRES")
BACKENDS = (*LOCAL, "postgresql") if SERVER else LOCAL

settings.register_profile("default", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=100)
settings.register_profile("slow", parent=settings.get_profile("default"), max_examples=1000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choices that `dev.py test` passes on."""
    group = parser.getgroup("connecting-humans")
    group.addoption("--slow", action="store_true", help="run the tests marked slow, too")
    group.addoption("--office", action="store_true", help="fail instead of skipping where LibreOffice is missing")
    group.addoption("--backend", choices=(*LOCAL, "postgresql"), help="run only the tests of data, on this back end")


def pytest_configure(config: pytest.Config) -> None:
    """Let long runs look longer for examples, unless a profile was chosen."""
    if not config.getoption("--hypothesis-profile", None):
        usual = "ci" if os.environ.get("CI") else "default"
        settings.load_profile("slow" if config.getoption("--slow") else usual)
    if config.getoption("--backend") == "postgresql" and not SERVER:
        raise pytest.UsageError("TEST_POSTGRES names no server; dev.py test --postgres starts one")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what was not asked for and say how to ask; with --backend leave out what does not depend on it."""
    if backend := config.getoption("--backend"):
        chosen = [i for i in items if isinstance(i, pytest.Function) and _backend(i) == backend]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen
    for item in items:
        if "slow" in item.keywords and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="long; dev.py test --slow runs it"))
        if "office" in item.keywords and not (shutil.which("soffice") or config.getoption("--office")):
            item.add_marker(pytest.mark.skip(reason="LibreOffice is missing; dev.py test --office installs it"))


def _backend(item: pytest.Function) -> object:
    return item.callspec.params.get("backend") if hasattr(item, "callspec") else None


@pytest.fixture(autouse=True)
def no_own_fields() -> Iterator[None]:
    """What an office defined for itself ends with the test that opened it."""
    yield
    if fields := sys.modules.get("app.models.fields"):
        fields.OWN.clear()


@pytest.fixture
def clock() -> Iterator[datetime]:
    """The clock stands on the morning that the pictures of the design show."""
    from app.core import clock

    moment = datetime(2026, 11, 12, 8, 42).astimezone()
    with clock.frozen(moment):
        yield moment


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Templates]:
    """One empty database of every kind, made when the first test needs it."""
    from tests.databases import Templates

    made = Templates(tmp_path_factory.mktemp("templates"), SERVER)
    yield made
    made.close()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database; whoever asks for it, or for `db`, runs once on each."""
    return str(request.param)


@pytest.fixture
def place(backend: str, templates: Templates, tmp_path: Path) -> Iterator[Place]:
    """Where the data of this test lie; `place.open()` is a second program at work on the same data as `db`."""
    with templates.copy(backend, tmp_path) as made:
        yield made


@pytest.fixture
def db(place: Place) -> Iterator[Database]:
    """An empty database of the newest form, on every back end."""
    made = place.open()
    yield made
    made.close()


@pytest.fixture
def one_db(templates: Templates, tmp_path: Path) -> Iterator[Database]:
    """An empty database for tests that are about something else (a page, a report) and run once."""
    with templates.copy("sqlite", tmp_path) as place:
        made = place.open()
        yield made
        made.close()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with thirty people, written once; take a copy to change it."""
    from app.demo import demo

    folder = tmp_path_factory.mktemp("demo")
    assert demo(folder, 30, opening=False) == 0
    return folder


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path | None, Path | None]]:
    """The windows that would have been opened: file and folder of settings."""
    opened: list[tuple[Path | None, Path | None]] = []
    start = types.ModuleType("app.ui.start")
    start.run = lambda file, data: opened.append((file, data)) or 0
    monkeypatch.setitem(sys.modules, "app.ui.start", start)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    return opened


@pytest.fixture
def qtbot(qtbot: Any) -> Any:
    """The same, but what it shows is never collected as garbage while it is being painted."""
    kept: list[Any] = []
    add = qtbot.addWidget

    def hold(widget: Any, **how: Any) -> None:
        kept.append(widget)
        add(widget, **how)

    qtbot.addWidget = hold
    return qtbot
