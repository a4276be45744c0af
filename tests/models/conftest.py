"""An office file for the tests of the data layer."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core import keys
from app.models.office import Office
from tests.offices import PASSPHRASE, add


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new key files cost no time."""
    monkeypatch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed office file with one person, made once."""
    path = tmp_path_factory.mktemp("office") / "Saale.koord"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))
        with Office.create(path, PASSPHRASE) as office:
            add(office)
    return path


@pytest.fixture
def path(office_template: Path, tmp_path: Path) -> Path:
    """A closed office file, alone with its key file in its folder."""
    folder = tmp_path / "Büro"
    folder.mkdir()
    for file in office_template.parent.iterdir():
        shutil.copy(file, folder)
    return folder / office_template.name


@pytest.fixture
def office(path: Path, cheap_keys: None) -> Iterator[Office]:
    """The same, open."""
    with Office.open(path, PASSPHRASE) as opened:
        yield opened
