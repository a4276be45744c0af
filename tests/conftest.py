"""What all tests share: which ones run, the clock, and a database on every back end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import HealthCheck, settings

BACKENDS = ("sqlite", "sqlcipher", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choices that `dev.py test` passes on."""
    group = parser.getgroup("connecting-humans")
    group.addoption("--slow", action="store_true", help="run the tests marked slow, too")
    group.addoption("--office", action="store_true", help="fail instead of skipping where LibreOffice is missing")
    group.addoption("--backend", choices=BACKENDS, help="run only the tests of the data layer, on this back end")


settings.register_profile("default", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("default"), max_examples=100)
settings.register_profile("slow", parent=settings.get_profile("default"), max_examples=1000)


def pytest_configure(config: pytest.Config) -> None:
    """Let --slow look longer for examples, unless a profile was chosen."""
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile("slow" if config.getoption("--slow") else "default")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what was not asked for, and say how to ask."""
    for item in items:
        if "slow" in item.keywords and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="long; dev.py test --slow runs it"))
        if "office" in item.keywords and not (shutil.which("soffice") or config.getoption("--office")):
            item.add_marker(pytest.mark.skip(reason="LibreOffice is missing; dev.py test --office installs it"))


@pytest.fixture
def clock() -> Iterator[datetime]:
    """The clock stands on the day the pictures of the design were made."""
    from app.core import clock

    moment = datetime(2026, 11, 12, 8, 42).astimezone()
    with clock.frozen(moment):
        yield moment
