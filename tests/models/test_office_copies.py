"""Backups, copies and moves of an office file: database and key file both, or nothing; also when a drive is full."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.clock import frozen
from app.core.errors import Unavailable
from app.core.keys import key_path
from app.core.progress import Progress
from app.models import Person
from app.models import office as module
from app.models.db import Database
from app.models.office import Office
from app.services import erasing
from app.services.showing import copy_for_showing
from tests.factories import person
from tests.offices import ADDED, PASSPHRASE, add, listing, names, names_in

GONE = "Zzyzx"
pytestmark = pytest.mark.usefixtures("cheap_keys")


def test_a_backup_is_complete_named_with_its_time_and_opens(office, tmp_path):
    add(office, "Nguyễn")
    folder = tmp_path / "Sicherung"
    folder.mkdir()
    with frozen(datetime(2026, 11, 12, 8, 42).astimezone()):
        first, second = office.backup(folder), office.backup(folder)
    assert first.name == "Saale_2026-11-12_08-42-00.koord"
    assert second.name == "Saale_2026-11-12_08-42-00_2.koord"
    assert listing(folder) == sorted(p.name for f in (first, second) for p in (f, key_path(f)))
    assert names_in(first) == [ADDED, "Nguyễn"]


def test_copies_that_hold_somebody_deleted_are_replaced_by_the_next_backup(office, tmp_path):
    gone = add(office, "Nguyễn")
    folder = tmp_path / "Sicherung"
    folder.mkdir()
    old, foreign = office.backup(folder), folder / "Saale_2026-01-01_08-00-00.koord"
    with Office.create(tmp_path / "Saale_fremd.koord", PASSPHRASE) as other:
        shutil.copy(other.path, foreign)
    own_name = office.copy_to(folder / "Saale_Abschluss.koord")
    for copy in (old, foreign, own_name):
        os.utime(copy, (1, 1))
    assert office.backup(folder).exists() and old.exists()
    with office.db.work("löschen") as work:
        erasing.erase(work, gone, "Wunsch der Person")
    fresh = office.backup(folder)
    assert not old.exists() and not key_path(old).exists()
    assert foreign.exists() and own_name.exists()
    assert names_in(fresh) == [ADDED]


@pytest.mark.skipif(os.name == "nt", reason="rights of Windows come from the folder")
def test_only_the_owner_may_read_a_copy(office, tmp_path):
    copy = office.copy_to(tmp_path / "Kopie")
    assert {file.stat().st_mode & 0o777 for file in (copy, key_path(copy), office.path)} == {0o600}


def test_a_copy_contains_what_a_running_work_has_not_changed_yet(office, tmp_path):
    with office.db.work("Person anlegen") as work:
        work.add(person("Nguyễn"))
        copy = office.copy_to(tmp_path / "Kopie.koord")
    assert names_in(copy) == [ADDED]
    assert names(office) == [ADDED, "Nguyễn"]


def test_a_copy_overwrites_nothing(office, tmp_path):
    (tmp_path / "Kopie.koord").write_bytes(b"da")
    with pytest.raises(Unavailable, match="gibt es dort schon"):
        office.copy_to(tmp_path / "Kopie.koord")
    assert (tmp_path / "Kopie.koord").read_bytes() == b"da"


def test_a_copy_to_a_missing_folder_is_told(office, tmp_path):
    with pytest.raises(Unavailable, match="gibt es nicht"):
        office.backup(tmp_path / "fehlt")


def full(*_args: object) -> None:
    raise OSError(errno.ENOSPC, "no space left on device")


@pytest.mark.parametrize("step", ["sync_file", "copy_durably", "sync_folder"])
def test_a_copy_that_fails_leaves_nothing(office, tmp_path, monkeypatch, step):
    folder = tmp_path / "Sicherung"
    folder.mkdir()
    monkeypatch.setattr(module, step, full)
    with pytest.raises(Unavailable, match="Platz"):
        office.backup(folder)
    assert listing(folder) == []


def test_a_copy_that_cannot_get_its_name_leaves_nothing(office, tmp_path, monkeypatch):
    folder = tmp_path / "Sicherung"
    folder.mkdir()
    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(Unavailable, match="Platz"):
        office.backup(folder)
    assert listing(folder) == []


def test_a_copy_that_is_damaged_is_thrown_away(office, tmp_path, monkeypatch):
    def damage(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[5000] ^= 1
        path.write_bytes(data)

    folder = tmp_path / "Sicherung"
    folder.mkdir()
    monkeypatch.setattr(module, "sync_file", damage)
    with pytest.raises(Unavailable, match="verworfen"):
        office.backup(folder)
    assert listing(folder) == []


# --- moving


def test_the_file_moves_with_its_key_and_work_goes_on(office, tmp_path):
    old, changed = office.path, []
    office.db.listeners.append(changed.append)
    add(office, "Nguyễn")
    new = office.move_to(tmp_path / "Neu")
    add(office, "Khalaf")
    assert office.path == new == tmp_path / "Neu.koord"
    assert len(changed) == 2
    assert listing(old.parent) == []
    with pytest.raises(Unavailable, match="schon geöffnet"):
        Office.open(new, PASSPHRASE)
    office.close()
    assert names_in(new) == [ADDED, "Nguyễn", "Khalaf"]


@pytest.mark.parametrize("step", ["sync_file", "copy_durably", "_give_up"])
def test_a_move_that_fails_changes_nothing(office, tmp_path, monkeypatch, step):
    folder = tmp_path / "Neu"
    folder.mkdir()
    with monkeypatch.context() as patch:
        if step == "_give_up":
            patch.setattr(Path, "unlink", lambda *_, **__: full())
        else:
            patch.setattr(module, step, full)
        with pytest.raises(Unavailable):
            office.move_to(folder / "Neu.koord")
    for leftover in folder.iterdir():
        assert step == "_give_up", leftover  # here nothing at all could be deleted
    add(office, "Nguyễn")
    assert names(office) == [ADDED, "Nguyễn"]
    office.close()
    assert names_in(office.path) == [ADDED, "Nguyễn"]


def test_a_file_whose_old_place_cannot_be_emptied_stays_there(office, tmp_path, monkeypatch):
    source, really = office.path, Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path == source:
            raise PermissionError(errno.EACCES, "in use")
        really(path, missing_ok)

    folder = tmp_path / "Neu"
    folder.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        with pytest.raises(Unavailable):
            office.move_to(folder / "Neu.koord")
    assert listing(folder) == []
    assert names(office) == [ADDED]


def test_a_file_is_not_moved_over_another(office, tmp_path):
    (tmp_path / "Neu.koord.key").write_bytes(b"da")
    with pytest.raises(Unavailable, match="gibt es dort schon"):
        office.move_to(tmp_path / "Neu.koord")
    assert names(office) == [ADDED]


# --- full drives


FULL = """
import resource, signal, sys
from pathlib import Path
from app.core.errors import Unavailable
from app.models.office import Office
from tests.offices import add, names
office = Office.open(Path(sys.argv[1]), sys.argv[2])
if sys.argv[3] == "limit":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for _ in range(2000):
        add(office)
except Unavailable as error:
    print(error)
print(len(names(office)))
try:
    office.backup(Path(sys.argv[1]).parent)
except Unavailable as error:
    print(error)
office.close()
"""


def until_full(path: Path, how: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-c", FULL, str(path), PASSPHRASE, how], stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    return found.stdout.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_full_drive_is_told_and_everything_saved_stays(path):
    sentence, count, backup = until_full(path, "limit")
    assert "Laufwerk" in sentence
    assert "Bitte" in backup
    assert int(count) > 1
    assert len(names_in(path)) == int(count)
    with Office.open(path, PASSPHRASE) as office:
        add(office)
        assert office.check() == []
    assert listing(path.parent) == ["Saale.koord", "Saale.koord.key"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can mount a small drive")
def test_a_really_full_drive_is_told_and_everything_saved_stays(path, tmp_path):
    drive = tmp_path / "klein"
    drive.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", drive], check=False).returncode:
        pytest.skip("no drive can be mounted here")
    try:
        for file in path.parent.iterdir():
            shutil.copy(file, drive)
        sentence, count, backup = until_full(drive / path.name, "drive")
        assert sentence.startswith("Das Laufwerk ist voll.")
        assert "Bitte schaffen Sie dort Platz" in backup
        assert len(names_in(drive / path.name)) == int(count)
    finally:
        subprocess.run(["umount", drive], check=True)


def test_the_copy_opens_with_its_own_key_and_the_file_is_untouched(office, tmp_path):
    add(office, GONE)
    before = names(office)
    folder = tmp_path / "show"
    folder.mkdir()
    shown = copy_for_showing(office.db, folder, Progress())
    with shown.read() as session:
        assert GONE not in session.scalars(select(Person.last_name)).all()
    shown.close()
    assert names(office) == before
    assert GONE.encode() not in (folder / "Vorführung.koord").read_bytes()
    stranger = Database(folder / "Vorführung.koord", office.key.hex)
    with pytest.raises(Unavailable, match="passen nicht zusammen"), stranger.read() as session:
        session.scalars(select(Person.id)).all()
    stranger.close()
