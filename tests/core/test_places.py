"""Where office files may lie, which files are refused, and the lock."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import places
from app.core.errors import Unavailable
from app.core.places import FileLock, Probes, check_file, check_folder, foreign, is_remote

LINUX = """\
sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
server:/akten /mnt/akten nfs4 rw 0 0
//server/akten /mnt/mit\\040Leerzeichen cifs rw 0 0
anna@server: /home/anna/fern fuse.sshfs rw 0 0
/dev/sdb1 /mnt/akten/stick vfat rw 0 0
nfsd /proc/fs/nfsd nfsd rw 0 0
/dev/sdc1 /media/exfat fuseblk rw 0 0
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk4s1 on /Volumes/Stick (1) (exfat, local, nodev)
//anna@server/akten on /Volumes/akten (smbfs, nodev, nosuid, mounted by anna)
"""


def on_linux() -> Probes:
    return Probes(platform="linux", mounts=lambda: places.mounts_of_linux(LINUX))


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/home/anna/Saale.koord", False),
        ("/mnt/akten/Saale.koord", True),
        ("/mnt/akten", True),
        ("/mnt/aktenordner/Saale.koord", False),
        ("/mnt/mit Leerzeichen/x", True),
        ("/home/anna/fern/a/b", True),
        ("/mnt/akten/stick/a", False),
        ("/media/exfat/a", False),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="paths of Linux")
def test_network_drives_of_linux_are_known(path, remote):
    assert is_remote(Path(path), on_linux()) is remote


@pytest.mark.skipif(os.name == "nt", reason="paths of macOS")
def test_network_drives_of_macos_are_known():
    probes = Probes(platform="darwin", mounts=lambda: places.mounts_of_macos(MACOS))
    assert is_remote(Path("/Volumes/akten/Saale.koord"), probes)
    assert not is_remote(Path("/Volumes/Stick (1)/Saale.koord"), probes)
    assert not is_remote(Path("/Users/anna"), probes)


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        (r"\\server\akten\Saale.koord", True),
        ("//server/akten/Saale.koord", True),
        (r"\\?\UNC\server\akten\x", True),
        (r"\\?\C:\Akten\x", False),
        (r"C:\Akten\x", False),
        (r"H:\Akten\x", True),
        (r"h:\Akten\x", True),
    ],
)
def test_network_drives_of_windows_are_known(path, remote):
    probes = Probes(platform="win32", drive_type=lambda root: 4 if root.upper() == "H:\\" else 3)
    assert is_remote(path, probes) is remote


def test_an_unknown_drive_is_not_refused():
    assert places.windows_drive_type("?:\\") in {0, 1}
    assert not is_remote(Path("/anywhere"), Probes(platform="linux", mounts=list))


def test_the_folder_of_the_tests_is_suitable(tmp_path):
    check_folder(tmp_path, needed=1)
    assert list(tmp_path.iterdir()) == []


def test_a_network_drive_says_where_to_put_the_file_instead(tmp_path):
    probes = Probes(platform="linux", mounts=lambda: [("/", "ext4"), (str(tmp_path.resolve()), "cifs")])
    with pytest.raises(Unavailable, match=r"Netzlaufwerk.*auf diesem Computer"):
        check_folder(tmp_path, probes=probes)
    check_folder(tmp_path, needed=1, probes=probes, network=True)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right there")
def test_a_link_to_a_network_drive_is_seen_through(tmp_path):
    (tmp_path / "fern").mkdir()
    (tmp_path / "nah").symlink_to(tmp_path / "fern")
    probes = Probes(platform="linux", mounts=lambda: [("/", "ext4"), (str((tmp_path / "fern").resolve()), "nfs")])
    with pytest.raises(Unavailable, match="Netzlaufwerk"):
        check_folder(tmp_path / "nah", probes=probes)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(Unavailable, match="gibt es nicht"):
        check_folder(tmp_path / "fehlt")


def test_a_read_only_folder_is_told(tmp_path):
    with pytest.raises(Unavailable, match=r"darf nicht geschrieben werden\. Bitte"):
        check_folder(tmp_path, probes=Probes(can_write=lambda _: False))


def test_a_folder_that_takes_no_file_is_read_only(tmp_path):
    assert places.can_write(tmp_path)
    assert not places.can_write(tmp_path / "fehlt")


def test_a_full_drive_is_not_read_only(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "touch", full)
    assert places.can_write(tmp_path)


def test_too_little_space_says_how_much_is_missing(tmp_path):
    with pytest.raises(Unavailable, match="nur noch 3 MB frei, nötig sind 50 MB"):
        check_folder(tmp_path, probes=Probes(free_space=lambda _: 3 * 2**20 + 5))


# --- what a file looks like


def refused(path: Path) -> str:
    with pytest.raises(Unavailable) as error:
        check_file(path)
    return str(error.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ist leer"),
        (b"SQLite format 3\0" + os.urandom(8000), "nicht verschlüsselt"),
        (b"%PDF-1.7\n" + os.urandom(8000), "eine PDF-Datei"),
        (b"\x89PNG\r\n\x1a\n" + os.urandom(8000), "ein Bild"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + os.urandom(8000), "ein Bild"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(8000), "ältere Excel"),
        (b"7z\xbc\xaf\x27\x1c" + os.urandom(8000), "ein Archiv"),
        ("Änne;Müller;Köln\r\n".encode() * 500, "eine Textdatei"),
        (b"Kurz", "eine Textdatei"),
        (b'{\n "format": "koord-key",\n', "ist die Schlüsseldatei"),
        (b"\0" * 8192, "nur Nullen"),
        (b"\1\2\3\xff" * 4000, "beschädigt oder keine Datei"),
        (b"\0\xff" + os.urandom(3000), "unvollständig"),
        (b"\0" * 100, "nur Nullen"),
    ],
)
def test_a_foreign_or_damaged_file_is_told(tmp_path, content, sentence):
    path = tmp_path / "Saale.koord"
    path.write_bytes(content)
    assert sentence in refused(path)
    assert "Saale.koord" in refused(path)
    assert path.read_bytes() == content


def test_a_workbook_is_told(tmp_path):
    path = tmp_path / "Saale.koord"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "x" * 9000)
    assert "eine Excel- oder eine Word-Datei" in refused(path)


def test_a_missing_file_says_what_to_do(tmp_path):
    assert "nicht mehr da" in refused(tmp_path / "fehlt.koord")


def test_a_folder_is_no_file(tmp_path):
    assert "ist ein Ordner" in refused(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="rights of Windows come from the folder")
def test_an_unreadable_file_says_what_to_do(tmp_path, monkeypatch):
    path = tmp_path / "Saale.koord"
    path.write_bytes(b"x")

    def forbidden(*_, **__):
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbidden)
    assert "kann nicht gelesen werden" in refused(path)


def test_every_message_says_what_to_do():
    sentences = [
        foreign(content, len(content)) for content in (b"", b"SQLite format 3\0", b"%PDF-1.7", b"\0\1", b"\0" * 9)
    ]
    assert all("Bitte" in sentence for sentence in sentences)


@given(st.binary(min_size=16, max_size=16))
def test_an_encrypted_file_is_never_taken_for_another(salt):
    page = salt + bytes(range(256)) * 16
    if not salt.startswith(
        (b"SQLite format 3\0", b"%PDF-", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z", b"Rar!", b"PK")
    ):
        assert foreign(page[:4096], 8192) is None


# --- the lock


def test_a_second_program_on_the_same_file_is_refused(tmp_path):
    with FileLock(tmp_path / "a.koord"), pytest.raises(Unavailable, match=r"schon geöffnet\. Bitte"):
        FileLock(tmp_path / "a.koord").acquire()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right there")
def test_another_name_of_the_same_file_is_refused_too(tmp_path):
    (tmp_path / "a.koord").touch()
    (tmp_path / "b.koord").symlink_to(tmp_path / "a.koord")
    with FileLock(tmp_path / "a.koord"), pytest.raises(Unavailable):
        FileLock(tmp_path / "b.koord").acquire()


def test_the_lock_file_says_nothing_and_goes_away(tmp_path):
    lock = FileLock(tmp_path / "a.koord")
    with lock:
        assert (tmp_path / "a.koord.lock").read_bytes() == b""
    assert list(tmp_path.iterdir()) == []
    lock.release()
    with FileLock(tmp_path / "a.koord"):
        pass


def test_other_files_are_free(tmp_path):
    with FileLock(tmp_path / "a.koord"), FileLock(tmp_path / "b.koord"):
        pass


def test_a_place_without_locks_is_told(tmp_path):
    with pytest.raises(Unavailable, match="nicht gesperrt"):
        FileLock(tmp_path / "fehlt" / "a.koord").acquire()
    assert list(tmp_path.iterdir()) == []


HOLDER = """
import sys, time
from pathlib import Path
from app.core.places import FileLock
lock = FileLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_the_lock_of_a_crashed_program_does_not_block(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "a.koord")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Unavailable):
            FileLock(tmp_path / "a.koord").acquire()
        holder.send_signal(signal.SIGKILL)
    assert (tmp_path / "a.koord.lock").exists()
    with FileLock(tmp_path / "a.koord"):
        pass


def test_whoever_asks_whether_a_file_is_taken_takes_nothing(tmp_path):
    file = tmp_path / "a.koord"
    assert not FileLock(file).taken()
    with FileLock(file):
        assert FileLock(file).taken()
    assert not FileLock(file).taken() and list(tmp_path.iterdir()) == []


def test_the_lock_of_a_crashed_program_does_not_count_as_taken(tmp_path):
    (tmp_path / "a.koord.lock").touch()
    assert not FileLock(tmp_path / "a.koord").taken()
