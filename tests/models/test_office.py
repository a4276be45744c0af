"""An office file: made, opened, refused, recovered and checked, always together with its key file."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlcipher3.dbapi2 import DatabaseError

from app.core import keys, places
from app.core.errors import Invalid, Unavailable, UserError, WrongPassphrase
from app.core.keys import KeyFileProblem, key_path
from app.core.places import Probes
from app.core.recovery_code import WrongCode
from app.models import migrate
from app.models import office as module
from app.models.cipher import problems
from app.models.office import Office
from tests.offices import ADDED, PASSPHRASE, add, content, listing, names, names_in

pytestmark = pytest.mark.usefixtures("cheap_keys")


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


def test_an_administrator_works_beside_the_window(office, tmp_path):
    with Office.open(office.path, PASSPHRASE, beside=True) as second:
        copy = second.backup(tmp_path)
    with pytest.raises(Unavailable, match="schon geöffnet"):
        Office.open(office.path, PASSPHRASE)
    assert copy.exists()


def test_an_administrator_does_not_keep_the_window_from_opening(path):
    with Office.open(path, PASSPHRASE, beside=True), Office.open(path, PASSPHRASE):
        pass


def test_an_administrator_with_another_version_changes_nothing_beneath_a_window(office, monkeypatch):
    known = [*migrate.revisions(), "9999"]
    monkeypatch.setattr("app.models.migrate.revisions", lambda: known)
    with pytest.raises(Unavailable, match="anderen Version"):
        Office.open(office.path, PASSPHRASE, beside=True)


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
    with Office.open(path, PASSPHRASE) as office, office.db.read() as session:
        page = session.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'course'"))  # not read at opening
    data = bytearray(path.read_bytes())
    data[page * 4096 - 3000] ^= 1
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


# --- checking


def test_a_sound_file_has_nothing_to_say(office):
    add(office)
    assert office.check() == []


def test_a_check_needs_the_file_for_itself(office, monkeypatch):
    monkeypatch.setattr(Office, "_fold", lambda _: False)
    assert "gerade benutzt" in office.check()[0]
    with pytest.raises(Unavailable, match="gerade benutzt"):
        office.move_to(office.path.with_name("Neu.koord"))


def spoil(office: Office, *statements: str) -> None:
    """Change the file behind the back of the data layer."""
    with closing(office.db.engine.raw_connection()) as connection:
        for statement in ("PRAGMA foreign_keys=OFF", "PRAGMA writable_schema=ON", *statements):
            connection.cursor().execute(statement)
    office.db.close()


def test_a_reference_that_leads_nowhere_is_found_by_the_check(office):
    columns = "id, version, person_id, project_id, kind, channel, capacity, caption, caption_key"
    spoil(office, f"INSERT INTO role ({columns}) VALUES (1, 1, 2, 3, 'mentee', '', 1, '', '')")
    assert "Verweise führen ins Leere, Anzahl: 2." in office.check()[0]


WRONG_STRUCTURE = "Der Aufbau der Datei stimmt nicht."


def test_a_wrong_structure_is_found_by_the_check(office):
    change = "sql = replace(sql, '(city_key)', '(notes)') WHERE name = 'ix_person_city_key'"
    spoil(office, f"UPDATE sqlite_master SET {change}")
    assert office.check() == [f"{WRONG_STRUCTURE} Bitte holen Sie die letzte Sicherung zurück."]


def test_a_structure_too_wrong_to_be_checked_is_told_as_well():
    class Broken:
        def execute(self, statement):
            if "cipher" not in statement:
                raise DatabaseError("database disk image is malformed")
            return self

        def fetchall(self):
            return []

    assert list(problems(Broken())) == [WRONG_STRUCTURE]


def test_other_trouble_when_opening_is_told_as_it_is(path):
    path.with_name("Saale.koord-wal").mkdir()
    assert "lässt sich nicht öffnen" in refused(path)


# --- what happens to the file while it is open


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file where it is")
@pytest.mark.parametrize("replaced", [False, True], ids=["moved", "replaced"])
def test_nothing_is_written_into_a_file_that_is_gone(tmp_path, replaced):
    with Office.create(tmp_path / "Saale.koord", PASSPHRASE) as office:
        add(office)
        office.path.rename(tmp_path / "weg")
        if replaced:
            office.path.touch()
        with pytest.raises(Unavailable, match="nicht mehr an ihrem Ort"):
            add(office, "Neumann")
        assert names(office) == [ADDED]
        saved = office.copy_to(tmp_path / "Sicherung")
        office.path.unlink(missing_ok=True)
        (tmp_path / "weg").rename(office.path)
        add(office, "Neumann")
    assert names_in(saved) == [ADDED] and names_in(tmp_path / "Saale.koord") == [ADDED, "Neumann"]
