"""Connections to SQLCipher, PostgreSQL and, for tests, plain SQLite; and what they complain about, in plain words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, UniqueConstraint, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.core.errors import Conflict, Invalid, Unavailable, UserError
from app.core.text import N_, _
from app.models.base import Base, entity_of
from app.models.fields import fields

SUFFIX = ".koord"
WAIT_SECONDS = 30
"""How long a writer waits for another process that is writing."""


def engine(target: URL | Path, key: str | None) -> Engine:
    """An engine for TARGET; KEY is the 64 hex digits that encrypt a local file.

    Raises ValueError for any other key: SQLCipher would silently take it as a passphrase, and without a key it would
    write plain text.
    """
    if isinstance(target, URL):
        return create_engine(target, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 10})
    if key is not None and not re.fullmatch(r"[0-9a-f]{64}", key):
        raise ValueError("a key has exactly 64 hex digits")
    if key is None and target.suffix == SUFFIX:
        raise ValueError("an office file is never opened without its key")
    return _local(target, key)


def _local(target: Path, key: str | None) -> Engine:
    if key:
        from sqlcipher3 import dbapi2 as module
    else:
        import sqlite3 as module
    made = create_engine(
        URL.create("sqlite", database=str(target)),
        module=module,
        poolclass=QueuePool,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": WAIT_SECONDS},
    )

    place = _Place(target)

    @event.listens_for(made, "connect")
    def connect(connection: Any, _record: Any) -> None:
        place.check()
        connection.isolation_level = None  # the driver must not begin behind our back
        if key:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key}'\"")
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-8000",
            "temp_store=MEMORY",
            "trusted_schema=OFF",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "checkin")
    def checkin(connection: Any, _record: Any) -> None:
        # A commit that a deferred foreign key refuses leaves SQLite's transaction open behind SQLAlchemy's back.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        if write:
            place.check()
        # A deferred transaction that reads and then writes fails at once when another process is writing.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return made


class _Place:
    """Notices when a file is deleted, moved or replaced beneath us; what is written then would be lost in silence."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[int, int] | None = None

    def check(self) -> None:
        """Remember which file it is, or raise Unavailable when it is not that one any more."""
        try:
            found = self._path.stat()
        except OSError:
            found = None
        if found and self._known in (None, (found.st_dev, found.st_ino)):
            self._known = found.st_dev, found.st_ino
        elif self._known:
            sentence = _(
                "Die Datei „{file}“ ist nicht mehr an ihrem Ort, es wurde nichts gespeichert. Bitte legen Sie sie "
                "dorthin zurück, oder schreiben Sie gleich in den Einstellungen eine Sicherung, "
                "und öffnen Sie dann diese."
            )
            raise Unavailable(sentence.format(file=self._path.name))


SENTENCES = {
    "disk is full": N_("Das Laufwerk ist voll. Bitte Platz schaffen und noch einmal speichern."),
    "database is locked": N_("Ein anderes Programm benutzt die Datei gerade. Bitte gleich noch einmal versuchen."),
    "readonly database": N_("Die Datei ist schreibgeschützt. Bitte den Schreibschutz aufheben."),
    "unable to open database": N_("Die Datei lässt sich nicht öffnen. Bitte prüfen, ob der Ordner erreichbar ist."),
    "file is not a database": N_("Schlüssel und Datei passen nicht zusammen. Bitte eine Sicherung öffnen."),
    "malformed": N_("Die Datei ist beschädigt. Bitte eine Sicherung öffnen."),
    "disk i/o error": N_("Das Laufwerk meldet einen Fehler. Bitte prüfen, ob es noch verbunden ist."),
}
"""What a database says, in small letters, and what a person can do about it."""


@contextmanager
def plain_words() -> Iterator[None]:
    """Turn what a database says into what a person can act on."""
    try:
        yield
    except UserError:
        raise
    except StaleDataError as error:
        raise Conflict(_("Der Datensatz wurde inzwischen geändert oder gelöscht. Bitte neu laden.")) from error
    except IntegrityError as error:
        raise _broken(error) from error
    except _database_errors() as error:
        told = str(getattr(error, "orig", error)).lower()
        for sign, sentence in SENTENCES.items():
            if sign in told:
                raise Unavailable(_(sentence)) from error
        if getattr(error, "connection_invalidated", False) or "connect" in told:
            raise Unavailable(_("Die Datenbank ist nicht erreichbar. Bitte die Verbindung prüfen.")) from error
        raise


def _database_errors() -> tuple[type[Exception], ...]:
    """What SQLAlchemy raises, and what the drivers of local files do when asked directly, as for a backup."""
    modules = (sys.modules.get(name) for name in ("sqlite3", "sqlcipher3.dbapi2"))
    return DBAPIError, *(module.Error for module in modules if module)


def _broken(error: IntegrityError) -> UserError:
    """The sentence for a broken constraint, at the field it is about where there is one."""
    told = str(error.orig)
    if found := _unique(error, told):
        table, column = found
        known = fields(entity_of(table))
        label = known[column].label if column in known else column
        return Invalid({column: _("{label} ist schon vergeben.").format(label=label)})
    if "foreign key" in told.lower():
        return Conflict(
            _("Der Datensatz wird noch an anderer Stelle verwendet. Bitte entfernen Sie zuerst, was dazu erfasst ist.")
        )
    raise error


def _unique(error: IntegrityError, told: str) -> tuple[str, str] | None:
    """Table and last column of the unique constraint that was broken."""
    if found := re.search(r"UNIQUE constraint failed: .*?(\w+)\.(\w+)$", told):
        return found[1], found[2]
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            if name and isinstance(constraint, UniqueConstraint) and constraint.name == name:
                return table.name, list(constraint.columns)[-1].name
    return None
