"""An office file: opened, refused, saved, moved and recovered, always together with its key file."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.core import keys, places
from app.core.clock import frozen
from app.core.errors import Invalid, Unavailable, UserError, WrongPassphrase
from app.core.fold import fold
from app.core.keys import KeyFileProblem, key_path
from app.core.log import Log
from app.core.places import Probes
from app.core.recovery_code import WrongCode
from app.core.settings import Settings
from app.models import Person
from app.models import office as module
from app.models.office import Office
from app.models.query import Query
from tests.factories import person

PASSPHRASE = "fünf blaue Fähren"
ADDED = "Öztürk-Weißenborn"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed office file with one person, made once."""
    path = tmp_path_factory.mktemp("office") / "Saale.koord"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", keys.Cost(t=1, m=64, p=1))
        with Office.create(path, PASSPHRASE) as office:
            add(office)
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A closed office file, alone in its folder."""
    folder = tmp_path / "Büro"
    folder.mkdir()
    for file in template.parent.iterdir():
        shutil.copy(file, folder)
    return folder / template.name


@pytest.fixture
def office(path: Path) -> Iterator[Office]:
    with Office.open(path, PASSPHRASE) as opened:
        yield opened


def add(office: Office, last_name: str = ADDED) -> None:
    with office.db.work("Person anlegen") as work:
        work.add(person(last_name))


def names(office: Office) -> list[str]:
    with office.db.read() as session:
        return list(session.scalars(select(Person.last_name).order_by(Person.id)))


def names_in(path: Path, passphrase: str = PASSPHRASE) -> list[str]:
    with Office.open(path, passphrase) as office:
        return names(office)


def listing(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def refused(path: Path, kind: type[UserError] = Unavailable) -> str:
    """The sentence for a file that is not opened; nothing in its folder has changed."""
    before = content(path.parent)
    with pytest.raises(kind) as error:
        Office.open(path, PASSPHRASE)
    assert content(path.parent) == before
    return str(error.value)


# --- making and opening


def test_a_new_file_opens_again(tmp_path):
    with Office.create(tmp_path / "Saale", PASSPHRASE) as made:
        assert made.path == tmp_path / "Saale.koord"
        add(made)
    assert listing(tmp_path) == ["Saale.koord", "Saale.koord.key"]
    assert names_in(tmp_path / "Saale.koord") == [ADDED]


def test_a_file_that_cannot_be_made_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_):
        raise Unavailable("no")

    monkeypatch.setattr(module, "upgrade", fail)
    with pytest.raises(Unavailable):
        Office.create(tmp_path / "Saale.koord", PASSPHRASE)
    with pytest.raises(Invalid):
        Office.create(tmp_path / "Saale.koord", "")
    assert listing(tmp_path) == []


@pytest.mark.parametrize("there", ["Saale.koord", "Saale.koord.key"])
def test_making_a_file_overwrites_nothing(tmp_path, there):
    (tmp_path / there).write_bytes(b"da")
    with pytest.raises(Unavailable, match="gibt es dort schon"):
        Office.create(tmp_path / "Saale.koord", PASSPHRASE)
    assert content(tmp_path) == {there: b"da"}


def test_a_wrong_passphrase_is_one_plain_sentence(path):
    before = content(path.parent)
    with pytest.raises(WrongPassphrase, match=r"^Das Kennwort stimmt nicht\.$"):
        Office.open(path, "falsch")
    assert content(path.parent) == before


def test_a_second_instance_is_told_and_changes_nothing(office):
    with pytest.raises(Unavailable, match="schon geöffnet"):
        Office.open(office.path, PASSPHRASE)
    add(office)


def test_after_closing_only_the_two_files_are_left(path):
    with Office.open(path, PASSPHRASE) as office:
        add(office)
    assert listing(path.parent) == ["Saale.koord", "Saale.koord.key"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right there")
def test_a_link_opens_the_file_it_points_to(path, tmp_path):
    (tmp_path / "link.koord").symlink_to(path)
    assert names_in(tmp_path / "link.koord") == [ADDED]


# --- files and places that are refused


def test_a_missing_key_file_offers_the_recovery_code(path):
    key_path(path).unlink()
    assert "Wiederherstellungscode" in refused(path, KeyFileProblem)


def test_a_damaged_key_file_offers_the_recovery_code(path):
    key_path(path).write_bytes(key_path(path).read_bytes()[:200])
    assert "Wiederherstellungscode" in refused(path, KeyFileProblem)


def test_the_key_file_of_another_office_offers_the_recovery_code(path, tmp_path):
    with Office.create(tmp_path / "Andere.koord", PASSPHRASE) as other:
        shutil.copy(key_path(other.path), key_path(path))
    sentence = refused(path, KeyFileProblem)
    assert "gehört nicht zu „Saale.koord“" in sentence
    assert "Wiederherstellungscode" in sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "ist leer"),
        (b"\0" * 40960, "nur Nullen"),
        (b"SQLite format 3\0" + os.urandom(8176), "nicht verschlüsselt"),
        (b"%PDF-1.7\n" + os.urandom(8176), "eine PDF-Datei"),
        (os.urandom(1000), "unvollständig"),
        (os.urandom(40960), "gehört nicht zu"),
    ],
)
def test_an_empty_foreign_or_zero_file_is_told(path, data, sentence):
    path.write_bytes(data)
    told = refused(path)
    assert sentence in told
    assert "Sicherung" in told or "Bitte wählen" in told


@pytest.mark.parametrize("offset", [100, 4000])
def test_a_damaged_first_page_asks_for_the_backup(path, offset):
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)
    assert "ist beschädigt und wurde nicht verändert. Bitte holen Sie die letzte Sicherung zurück." in refused(path)


def test_a_damaged_page_inside_is_found_by_the_check(path):
    data = bytearray(path.read_bytes())
    data[-3000] ^= 1
    path.write_bytes(data)
    with Office.open(path, PASSPHRASE) as office:
        found = office.check()
    assert found
    assert "beschädigt, betroffene Stellen: 1." in found[0]
    assert all(sentence.endswith("Bitte holen Sie die letzte Sicherung zurück.") for sentence in found)


def test_a_file_that_was_cut_off_is_told(path):
    path.write_bytes(path.read_bytes()[: -4096 * 5])
    with pytest.raises(UserError), Office.open(path, PASSPHRASE) as office:
        assert office.check()
        raise Unavailable


def test_a_file_of_a_newer_program_is_left_alone(path):
    with Office.open(path, PASSPHRASE) as office, office.db.migrating() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "neueren Version" in refused(path)


def test_an_older_file_is_saved_before_it_is_changed(path, monkeypatch):
    monkeypatch.setattr(module, "upgrade", lambda db, before: before("0001"))
    for name in ("Saale_vor_0001.koord", "Saale_vor_0001_2.koord"):
        with Office.open(path, PASSPHRASE):
            assert (path.parent / name).exists()
            assert key_path(path.parent / name).exists()
    monkeypatch.undo()
    assert names_in(path.parent / "Saale_vor_0001.koord") == [ADDED]


def test_a_missing_file_is_told(path):
    assert "nicht mehr da" in refused(path.with_name("fehlt.koord"))


def test_a_read_only_folder_is_told(path, monkeypatch):
    monkeypatch.setattr(module, "check_folder", lambda f, **k: places.check_folder(f, **k, probes=probes))
    probes = Probes(can_write=lambda _: False)
    assert "darf nicht geschrieben werden" in refused(path)


@pytest.mark.skipif(os.name == "nt", reason="mounts of Linux")
def test_a_network_share_is_told(path, monkeypatch):
    monkeypatch.setattr(module, "check_folder", lambda f, **k: places.check_folder(f, **k, probes=probes))
    probes = Probes(platform="linux", mounts=lambda: [("/", "cifs")])
    assert "Netzlaufwerk" in refused(path)
    with pytest.raises(Unavailable, match="Netzlaufwerk"):
        Office.create(path.with_name("Neu.koord"), PASSPHRASE)


# --- passphrase and recovery


def test_a_new_passphrase_does_not_touch_the_data(office):
    before = office.path.read_bytes()
    office.change_passphrase(PASSPHRASE, "neu und lang genug")
    assert office.path.read_bytes() == before
    office.close()
    assert names_in(office.path, "neu und lang genug") == [ADDED]
    with pytest.raises(WrongPassphrase):
        Office.open(office.path, PASSPHRASE)


@pytest.mark.parametrize("key_file", ["there", "lost", "damaged", "foreign"])
def test_the_recovery_code_opens_the_data_whatever_became_of_the_key_file(path, key_file):
    with Office.open(path, PASSPHRASE) as office:
        code = " ".join(office.recovery_sheet().groups).lower()
    if key_file == "lost":
        key_path(path).unlink()
    if key_file == "damaged":
        key_path(path).write_bytes(b"x")
    if key_file == "foreign":
        key_path(path).unlink()
        keys.create(path, "fremd")
    with Office.open_with_recovery(path, code, "neu und lang genug") as office:
        assert names(office) == [ADDED]
    assert names_in(path, "neu und lang genug") == [ADDED]


def test_the_recovery_code_of_another_office_changes_nothing(path, tmp_path):
    with Office.create(tmp_path / "Andere.koord", PASSPHRASE) as other:
        code = "-".join(other.recovery_sheet().groups)
    before = content(path.parent)
    with pytest.raises(WrongPassphrase, match="gehört nicht zu „Saale"):
        Office.open_with_recovery(path, code, "neu und lang genug")
    with pytest.raises(WrongCode, match=r"3\. Gruppe"):
        Office.open_with_recovery(path, f"{code[:15]}{'0' if code[15] != '0' else '1'}{code[16:]}", "neu")
    assert content(path.parent) == before


def test_recovery_without_a_new_passphrase_lets_go_of_the_file(path):
    with Office.open(path, PASSPHRASE) as office:
        code = "-".join(office.recovery_sheet().groups)
    with pytest.raises(Invalid):
        Office.open_with_recovery(path, code, "")
    assert names_in(path) == [ADDED]


# --- copies


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
    assert [name for name in listing(folder) if not name.endswith(".koord")] == []


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


# --- checking, full drives


def test_a_sound_file_has_nothing_to_say(office):
    add(office)
    assert office.check() == []


def test_a_check_needs_the_file_for_itself(office, monkeypatch):
    monkeypatch.setattr(Office, "_fold", lambda _: False)
    assert "gerade benutzt" in office.check()[0]
    with pytest.raises(Unavailable, match="gerade benutzt"):
        office.move_to(office.path.with_name("Neu.koord"))


FULL = """
import resource, signal, sys
from pathlib import Path
from app.core.errors import Unavailable
from app.models.office import Office
from tests.models.test_office import add, names
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


# --- nothing personal on disk


def test_nothing_personal_lies_on_disk(tmp_path, monkeypatch):
    """Everything the program writes is searched for a name, in all forms in which it could appear."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    settings = Settings(tmp_path / "settings.toml")
    with Log(tmp_path / "logs") as log, Office.create(tmp_path / "Saale.koord", PASSPHRASE) as office:
        add(office)
        with office.db.work("Person ändern") as work:
            found = work.session.scalars(select(Person)).one()
            work.update(found, {"notes": f"Notiz über {ADDED}"})
        with office.db.read() as session:
            assert Query(Person, text=ADDED).ids(session)
            assert Query(Person, order="last_name").ids(session)
        provoke(office, log)
        settings.opened(office.path)
        settings.keep_layout("Person", "10,20")
        settings.save()
        office.backup(tmp_path)
        seen = leaks(tmp_path)
    assert [*seen, *leaks(tmp_path)] == []
    assert (tmp_path / "logs" / "program.log").stat().st_size


def provoke(office: Office, log: Log) -> None:
    """Errors of every kind with the name in them, in log and reports."""
    logger = logging.getLogger("app.models")
    statements = (f'SELECT "{ADDED}" FROM nowhere', f"INSERT INTO person (last_name) VALUES ('{ADDED}')")
    for statement in statements:
        try:
            with office.db.work(ADDED) as work:
                work.session.execute(text(statement), {"name": ADDED})
        except Exception as error:
            logger.exception("could not save %s", ADDED)
            log.report(error)
            sys.excepthook(type(error), error, error.__traceback__)


def leaks(folder: Path) -> list[str]:
    forms = {form for word in (ADDED, *ADDED.split("-")) for form in (word, word.lower(), word.upper(), fold(word))}
    marks = [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1", "cp1252")]
    marks += [form.encode("unicode_escape") for form in forms]
    return [name for name, data in content(folder).items() for mark in marks if mark in data or mark in name.encode()]


def test_the_search_for_leaks_would_find_one(tmp_path):
    for number, code in enumerate(("utf-8", "utf-16", "latin-1")):
        (tmp_path / f"{number}").write_bytes(f"Frau {ADDED}".encode(code))
    (tmp_path / "3").write_text(fold(ADDED))
    assert {*leaks(tmp_path)} == {"0", "1", "2", "3"}
