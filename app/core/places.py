"""Where an office file may lie, whether a file looks like one, and the lock against a second program on it."""

from __future__ import annotations

import codecs
import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import Unavailable
from app.core.i18n import _

if TYPE_CHECKING:
    import filelock

ENOUGH_SPACE = 50 * 1024 * 1024
PAGE = 4096
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite lays beside an open database."""
_DRIVE_REMOTE = 4
# File systems of other machines, and those of virtual machines that do not share memory maps: WAL needs one machine.
_REMOTE = re.compile(
    r"nfs\d*|cifs|smb.*|ncpfs|ncp|afs|afpfs|coda|ceph|lustre|gfs2?|glusterfs|beegfs|9p|drvfs|vboxsf|prl_fs|vmhgfs|"
    r"webdav|davfs2?|ftp|sshfs|macfuse|osxfuse|"
    r"fuse\.(sshfs|rclone|s3fs|glusterfs|ceph|davfs2?|curlftpfs|gvfsd-fuse|vmhgfs-fuse|smbnetfs|juicefs|mfs|moosefs)"
)


def windows_drive_type(root: str) -> int:
    """What kind of drive ROOT ('H:\\\\') is in Windows' own numbers."""
    import ctypes

    windows: Any = vars(ctypes).get("windll")
    return int(windows.kernel32.GetDriveTypeW(root)) if windows else 0


def mounts() -> list[tuple[str, str]]:
    """Folder and file system type of every mounted file system, the later one lying over the earlier one."""
    with suppress(OSError, subprocess.SubprocessError):
        if sys.platform == "darwin":
            found = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
            return mounts_of_macos(found.stdout)
        return mounts_of_linux(Path("/proc/self/mounts").read_text("utf-8", "surrogateescape"))
    return []


def mounts_of_linux(table: str) -> list[tuple[str, str]]:
    """Read the lines of /proc/self/mounts, where a blank in a name is written as \\040."""
    lines = (line.split(" ") for line in table.splitlines())
    return [(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), line[1]), line[2]) for line in lines if len(line) > 2]


def mounts_of_macos(table: str) -> list[tuple[str, str]]:
    """Read the lines of `mount`: '//anna@server/akten on /Volumes/akten (smbfs, nodev)'."""
    return re.findall(r"^.*? on (/.*) \(([^,)]+)[^()]*\)$", table, re.MULTILINE)


def can_write(folder: Path) -> bool:
    """Whether a file can be made in FOLDER, found out by doing it: rights alone do not tell on every system."""
    probe = folder / f".{os.urandom(4).hex()}.tmp"
    try:
        probe.touch(0o600, exist_ok=False)
        probe.unlink()
    except OSError as error:
        return error.errno in {errno.ENOSPC, errno.EDQUOT}  # a full drive is another question
    return True


def free_space(folder: Path) -> int:
    """Free bytes on the drive of FOLDER."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True)
class Probes:
    """How this computer is asked about places; tests put their own answers here."""

    platform: str = sys.platform
    drive_type: Callable[[str], int] = windows_drive_type
    mounts: Callable[[], Iterable[tuple[str, str]]] = mounts
    can_write: Callable[[Path], bool] = can_write
    free_space: Callable[[Path], int] = free_space


REAL = Probes()


def is_remote(path: Path, probes: Probes = REAL) -> bool:
    """Whether PATH lies on another machine, where two computers could write into the file at the same time."""
    if probes.platform == "win32":
        text = str(path).replace("/", "\\")
        if text.startswith("\\\\?\\") and not text.upper().startswith("\\\\?\\UNC\\"):
            text = text[4:]
        return text.startswith("\\\\") or (text[1:2] == ":" and probes.drive_type(text[:2] + "\\") == _DRIVE_REMOTE)
    above = [*path.parents, path]
    below = [
        (len(folder), number, kind) for number, (folder, kind) in enumerate(probes.mounts()) if Path(folder) in above
    ]
    kind = max(below)[2] if below else ""
    return _REMOTE.fullmatch(kind) is not None


def check_folder(folder: Path, needed: int = ENOUGH_SPACE, probes: Probes = REAL, *, network: bool = False) -> None:
    """Raise Unavailable unless an office file of NEEDED bytes can live in FOLDER; a copy may be in the NETWORK."""
    asked = Path(os.path.abspath(folder))  # noqa: PTH100 - resolve() would already wait for a dead network drive
    for place in (asked, asked.resolve() if not is_remote(asked, probes) else asked):
        if not network and is_remote(place, probes):
            raise Unavailable(
                _(
                    "„{folder}“ ist ein Netzlaufwerk. Dort kann die Datei beschädigt werden; "
                    "bitte wählen Sie einen Ordner auf diesem Computer oder einem angesteckten Datenträger."
                ).format(folder=folder)
            )
    if not asked.is_dir():
        raise Unavailable(
            _(
                "Den Ordner „{folder}“ gibt es nicht. Stecken Sie den Datenträger an, oder wählen Sie einen anderen."
            ).format(folder=folder)
        )
    _check_room(asked, needed, probes)


def _check_room(folder: Path, needed: int, probes: Probes) -> None:
    if not probes.can_write(folder):
        raise Unavailable(
            _(
                "In den Ordner „{folder}“ darf nicht geschrieben werden. "
                "Bitte wählen Sie einen anderen Ordner, oder bitten Sie die Verwaltung um das Recht dazu."
            ).format(folder=folder)
        )
    if (free := probes.free_space(folder)) < needed:
        raise Unavailable(
            _(
                "Auf dem Laufwerk von „{folder}“ sind nur noch {free} MB frei, nötig sind {needed} MB. "
                "Bitte schaffen Sie dort Platz, oder wählen Sie ein anderes Laufwerk."
            ).format(folder=folder, free=free // 2**20, needed=-(-needed // 2**20))
        )


def check_file(path: Path) -> None:
    """Raise Unavailable unless PATH looks like an office file; whether a key opens it is not asked here."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Unavailable(_("„{file}“ ist ein Ordner. Bitte wählen Sie die Datei darin.").format(file=path.name))
        with path.open("rb") as stream:
            page = stream.read(PAGE)
    except FileNotFoundError:
        raise Unavailable(
            _(
                "Die Datei „{file}“ ist nicht mehr da. Stecken Sie den Datenträger an, suchen Sie die Datei an ihrem "
                "neuen Ort, oder holen Sie sie aus der Sicherung zurück."
            ).format(file=path.name)
        ) from None
    except OSError:
        raise Unavailable(
            _(
                "Die Datei „{file}“ kann nicht gelesen werden. "
                "Prüfen Sie, ob Sie das Recht dazu haben und das Laufwerk erreichbar ist."
            ).format(file=path.name)
        ) from None
    if sentence := foreign(page, size):
        raise Unavailable(sentence.format(file=path.name))


_RESTORE = _("Bitte holen Sie die letzte Sicherung zurück. Die Datei wurde nicht verändert.")
_CHOOSE = _("Bitte wählen Sie die Datei mit der Endung „.koord“.")


def foreign(page: bytes, size: int) -> str | None:
    """What is wrong with a file of SIZE bytes that begins with PAGE; None when it may be an office file.

    An encrypted page is random in every byte, so the marks asked for are long enough never to come about by chance.
    """
    if size == 0:
        return _("Die Datei „{file}“ ist leer. ") + _RESTORE
    if page.startswith(b"SQLite format 3\0"):
        return (
            _("Die Datei „{file}“ ist eine Datenbank, die nicht verschlüsselt ist; sie wird nicht geöffnet. ") + _CHOOSE
        )
    if b'"koord-key"' in page:
        return _("„{file}“ ist die Schlüsseldatei. Bitte wählen Sie die Datei daneben, die auf „.koord“ endet.")
    if kind := _kind(page):
        return _("Die Datei „{file}“ ist {kind}, keine Datei dieses Programms. ").replace("{kind}", kind) + _CHOOSE
    if not any(page):
        return _("Die Datei „{file}“ ist beschädigt, sie enthält nur Nullen. ") + _RESTORE
    if size < PAGE:
        return _("Die Datei „{file}“ ist unvollständig oder keine Datei dieses Programms. ") + _RESTORE
    if len(set(page)) < 200:
        return _("Die Datei „{file}“ ist beschädigt oder keine Datei dieses Programms. ") + _RESTORE
    return None


def _kind(page: bytes) -> str | None:
    if page[:4] == b"PK\x03\x04" and page[5:6] == b"\0" and page[4:5] < b"@":
        return _("ein ZIP-Archiv, eine Excel- oder eine Word-Datei")
    if page.startswith((b"%PDF-1.", b"%PDF-2.")):
        return _("eine PDF-Datei")
    if page.startswith(b"\x89PNG\r\n\x1a\n") or page[6:11] in {b"JFIF\0", b"Exif\0"}:
        return _("ein Bild")
    if page.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _("eine ältere Excel- oder Word-Datei")
    if page.startswith((b"\x1f\x8b\x08\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")):
        return _("ein Archiv")
    with suppress(UnicodeDecodeError):
        # the incremental decoder, because a page may end in the middle of a letter
        if not re.search(rb"[\0-\x08]", page) and codecs.getincrementaldecoder("utf-8")().decode(page):
            return _("eine Textdatei")
    return None


class FileLock:
    """Keeps a second program on this computer away from an office file; a crashed program's lock does not."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._file = self.path.with_name(self.path.name + ".lock")
        self._lock: filelock.BaseFileLock | None = None

    def acquire(self) -> None:
        """Take the lock, or raise Unavailable with a sentence when somebody has it."""
        import filelock as library

        lock = library.FileLock(self._file, timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)
        try:
            self._file.parent.stat()  # the library would make the folder
            lock.acquire()
        except library.Timeout:
            raise Unavailable(
                _(
                    "Die Datei ist auf diesem Computer schon geöffnet. "
                    "Bitte wechseln Sie zu jenem Fenster, oder schließen Sie es zuerst."
                )
            ) from None
        except OSError:
            raise Unavailable(
                _(
                    "Die Datei kann hier nicht gesperrt werden. "
                    "Bitte legen Sie sie in einen Ordner, in den Sie schreiben dürfen."
                )
            ) from None
        self._lock = lock

    @property
    def held(self) -> bool:
        """Whether this lock was taken and not given back."""
        return self._lock is not None

    def taken(self) -> bool:
        """Whether another program has the file open just now."""
        if not self._file.exists():
            return False
        try:
            with FileLock(self.path):
                return False
        except Unavailable:
            return True

    def release(self) -> None:
        """Give the lock back and remove its file; a second call does nothing."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        with suppress(OSError):  # Windows cannot remove an open file, so there it is done afterwards
            self._file.unlink()
        lock.release()
        if os.name == "nt":
            with suppress(OSError):
                self._file.unlink()

    def __enter__(self) -> FileLock:
        self.acquire()
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()
