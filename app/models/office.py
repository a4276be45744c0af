"""The file of an office: database and key file, opened, checked, saved and moved only together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import func, select, text

from app.core import keys
from app.core.clock import now
from app.core.errors import Unavailable, UserError, WrongPassphrase
from app.core.files import copy_durably, sync_file, sync_folder
from app.core.keys import DataKey, KeyFileProblem, key_path
from app.core.places import BESIDE, FileLock, check_file, check_folder
from app.core.recovery_code import RecoverySheet, from_recovery_code
from app.core.text import _
from app.models.cipher import belongs, problems, problems_of_copy
from app.models.db import Database
from app.models.engine import SUFFIX, engine, plain_words
from app.models.erasure import Erasure
from app.models.migrate import upgrade
from app.models.own_field import publish, stored

_RESTORE = _("Bitte holen Sie die letzte Sicherung zurück.")


class Office:
    """An open office file."""

    def __init__(self, path: Path, key: DataKey, lock: FileLock) -> None:
        """Open what LOCK keeps for us; people use create, open or open_with_recovery."""
        self.path = path
        self.key = key
        self.db = Database(path, key.hex)
        self._lock = lock
        try:
            with self.db.read() as session:
                session.execute(text("SELECT count(*) FROM sqlite_master"))
        except BaseException:
            self.db.close()
            raise

    @classmethod
    def create(cls, path: Path, passphrase: str) -> Office:
        """Begin a new, empty office file; nothing is left of it when that fails."""
        path = _named(path)
        check_folder(path.parent)
        _refuse_existing(path)
        with _locked(path) as lock:
            key = keys.create(path, passphrase)
            try:
                path.touch(0o600)
                made = cls(path, key, lock)
                with _closing_on_failure(made.db):
                    upgrade(made.db)
                    made._fold()
            except BaseException:
                _remove(path)
                raise
        return made

    @classmethod
    def open(cls, path: Path, passphrase: str, *, beside: bool = False) -> Office:
        """Open an office file with its passphrase; BESIDE a window that may have it open, as administrators do.

        Raises WrongPassphrase, KeyFileProblem when only the recovery code helps, or Unavailable with what to do.
        """
        path = path.resolve()
        office = cls._opened(path, lambda path: keys.unlock(path, passphrase), _foreign_key_file, beside)
        if beside:
            office.step_aside()
        return office

    @classmethod
    def open_with_recovery(cls, path: Path, code: str, new_passphrase: str) -> Office:
        """Open an office file with its recovery code, and give it a new passphrase."""
        key = from_recovery_code(code)
        office = cls._opened(path.resolve(), lambda _path: key, _foreign_code)
        try:
            keys.rewrap(office.path, key, new_passphrase)
        except BaseException:
            office.close()
            raise
        return office

    @classmethod
    def _opened(
        cls,
        path: Path,
        unlock: Callable[[Path], DataKey],
        foreign: Callable[[Path], UserError],
        beside: bool = False,
    ) -> Office:
        check_folder(path.parent, needed=0)
        check_file(path)
        with _locked(path, beside) as lock:
            key = unlock(path)
            try:
                office = cls(path, key, lock)
            except Unavailable as error:
                raise _unreadable(path, key, error, foreign) from error
            with _closing_on_failure(office.db):
                # A window that has the file open has brought it up to date; the tables are not changed beneath it.
                upgrade(office.db, office._keep if lock.held else _refuse_upgrade)
                with office.db.read() as session:
                    publish(stored(session))
        return office

    def step_aside(self) -> None:
        """Give up the lock: whoever only looks or copies must not keep a person from opening the file."""
        self._lock.release()

    def recovery_sheet(self) -> RecoverySheet:
        """The recovery code and what to do with it, to be printed."""
        return RecoverySheet.of(self.path.name, self.key)

    def check_passphrase(self, passphrase: str) -> None:
        """Raise WrongPassphrase unless PASSPHRASE opens this file."""
        if keys.unlock(self.path, passphrase) != self.key:
            raise _foreign_key_file(self.path)

    def change_passphrase(self, old: str, new: str) -> None:
        """Let NEW open the file instead of OLD; the data stays as it is, and earlier backups keep OLD."""
        keys.change_passphrase(self.path, old, new)

    def backup(self, folder: Path) -> Path:
        """Save a checked copy, named with date and time, with its key file into FOLDER; its path.

        Earlier copies that still hold somebody who was deleted since are replaced by it.
        """
        made = self.copy_to(_free(folder / f"{self.path.stem}_{now():%Y-%m-%d_%H-%M-%S}{SUFFIX}"))
        for old in self._outdated(folder):
            _remove(old)
        return made

    def _outdated(self, folder: Path) -> list[Path]:
        """Copies of this file that were made before somebody was last deleted for good."""
        with self.db.read() as session:
            last = session.scalar(select(func.max(Erasure.at)))
        if last is None:
            return []
        copies = [
            *folder.glob(f"{self.path.stem}_*{SUFFIX}"),
            *self.path.parent.glob(f"{self.path.stem}_vor_*{SUFFIX}"),
        ]
        since = last.timestamp()
        own = (copy for copy in dict.fromkeys(copies) if _COPY.fullmatch(copy.stem.removeprefix(f"{self.path.stem}_")))
        return [copy for copy in own if copy.stat().st_mtime < since and belongs(copy, self.key)]

    def copy_to(self, target: Path) -> Path:
        """Save a checked copy under another name, with its key file: both or nothing; its path."""
        target = _named(target)
        check_folder(target.parent, needed=self._size(), network=True)
        _refuse_existing(target)
        with _fresh(target) as fresh:
            fresh.touch(0o600)
            self.db.backup(fresh)
            self._place(fresh, target)
        return target

    def move_to(self, target: Path) -> Path:
        """Move database and key file to another place, both or nothing, and go on working there; the new path."""
        source, target = self.path, _named(target)
        check_folder(target.parent, needed=self._size())
        _refuse_existing(target)
        with _locked(target) as lock:
            if not self._fold():
                raise Unavailable(_BUSY)
            self.db.engine.dispose()
            try:
                with _fresh(target) as fresh:
                    copy_durably(source, fresh)
                    self._place(fresh, target)
                    _give_up(source, target)
            except BaseException:
                self.db.engine = engine(source, self.key.hex)
                raise
            self.db.engine = engine(target, self.key.hex)
            self.path, self._lock, before = target, lock, self._lock
        _remove(source)
        before.release()
        return target

    def check(self) -> list[str]:
        """What is wrong with the file, one sentence each; an empty list when all is well."""
        if not self._fold():
            return [_BUSY]
        with plain_words(), closing(self.db.engine.raw_connection()) as connection:
            found = list(problems(connection))
        return [f"{sentence} {_RESTORE}" for sentence in found]

    def close(self) -> None:
        """Fold everything into the one file and let go of it."""
        try:
            with suppress(Unavailable):
                self._fold()
            self.db.close()
        finally:
            self._lock.release()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _fold(self) -> bool:
        """Bring the write-ahead log into the file; False when somebody is reading or writing it all the time."""
        with plain_words(), closing(self.db.engine.raw_connection()) as connection:
            busy, *_rest = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def _size(self) -> int:
        files = [self.path, *(_beside(self.path, end) for end in BESIDE)]
        return sum(file.stat().st_size for file in files if file.exists())

    def _keep(self, revision: str) -> None:
        """Save a copy before the data is changed to a newer form."""
        self.copy_to(_free(self.path.with_name(f"{self.path.stem}_vor_{revision}{SUFFIX}")))

    def _place(self, fresh: Path, target: Path) -> None:
        """Check the copy FRESH, then give it its name, after the key file so that it is never without."""
        sync_file(fresh)
        if found := list(problems_of_copy(fresh, self.key)):
            raise Unavailable(_("Die Kopie ist nicht in Ordnung und wurde verworfen: {what}").format(what=found[0]))
        copy_durably(key_path(self.path), key_path(target))
        try:
            fresh.rename(target)
        except BaseException:
            key_path(target).unlink()
            raise
        try:
            sync_folder(target.parent)
        except BaseException:
            _remove(target)
            raise


_COPY = re.compile(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d(_\d+)?|vor_\d+(_\d+)?")
_BUSY = _("Die Datei wird gerade benutzt. Bitte versuchen Sie es gleich noch einmal.")


def _named(path: Path) -> Path:
    """PATH with the ending of office files."""
    path = path.absolute()
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def _free(path: Path) -> Path:
    """PATH, or with a number when there is one already."""
    found, number = path, 1
    while found.exists() or key_path(found).exists():
        number += 1
        found = path.with_name(f"{path.stem}_{number}{SUFFIX}")
    return found


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _remove(path: Path) -> None:
    """Delete an office file that is not needed any more, with everything that belongs to it."""
    for file in (*(_beside(path, end) for end in BESIDE), path, key_path(path)):
        with suppress(OSError):
            file.unlink()


def _give_up(source: Path, target: Path) -> None:
    """Delete the moved database at its old place; if that is refused, it stays and the new one goes."""
    try:
        source.unlink()
    except BaseException:
        _remove(target)
        raise


def _refuse_existing(path: Path) -> None:
    for file in (path, key_path(path)):
        if file.exists():
            raise Unavailable(
                _("„{file}“ gibt es dort schon. Bitte wählen Sie einen anderen Namen oder Ordner.").format(
                    file=file.name
                )
            )


def _refuse_upgrade(_revision: str) -> None:
    raise Unavailable(_("Die Datei ist in einer anderen Version des Programms geöffnet. Bitte schließen Sie sie dort."))


@contextmanager
def _locked(path: Path, beside: bool = False) -> Iterator[FileLock]:
    """Lock PATH, for good if all goes well; BESIDE somebody who has it, go without."""
    lock = FileLock(path)
    if not (beside and lock.taken()):
        lock.acquire()
    try:
        yield lock
    except BaseException:
        lock.release()
        raise


@contextmanager
def _closing_on_failure(db: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


@contextmanager
def _fresh(target: Path) -> Iterator[Path]:
    """A name beside TARGET for a copy in the making; nothing is left of it afterwards."""
    fresh = target.with_name(f".{target.name}.tmp")
    _remove(fresh)
    try:
        yield fresh
    except OSError as error:
        raise Unavailable(
            _("Die Kopie konnte nicht gespeichert werden. Bitte prüfen Sie, ob in „{folder}“ noch Platz ist.").format(
                folder=target.parent
            )
        ) from error
    finally:
        _remove(fresh)


def _unreadable(path: Path, key: DataKey, error: Unavailable, foreign: Callable[[Path], UserError]) -> UserError:
    """Why KEY does not open PATH: damaged, of another file, or whatever else ERROR says."""
    told = str(getattr(error.__cause__, "orig", error.__cause__)).lower()
    if "not a database" not in told and "malformed" not in told:
        return error
    if not belongs(path, key):
        return foreign(path)
    sentence = _("Die Datei „{file}“ ist beschädigt und wurde nicht verändert.").format(file=path.name)
    return Unavailable(f"{sentence} {_RESTORE}")


def _foreign_key_file(path: Path) -> UserError:
    return KeyFileProblem(
        _(
            "Die Schlüsseldatei „{key}“ gehört nicht zu „{file}“. Legen Sie die richtige aus Ihrer Sicherung "
            "daneben, oder öffnen Sie die Datei mit dem Wiederherstellungscode."
        ).format(key=key_path(path).name, file=path.name)
    )


def _foreign_code(path: Path) -> UserError:
    return WrongPassphrase(
        _("Dieser Wiederherstellungscode gehört nicht zu „{file}“. Bitte nehmen Sie das Blatt dieser Datei.").format(
            file=path.name
        )
    )
