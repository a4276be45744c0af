"""The door to the data: consistent reading, and work that is one transaction, one history entry, one undo step."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, event, text
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, Unavailable
from app.core.text import _
from app.models.engine import engine, plain_words
from app.models.history import Change, Done, History
from app.models.work import Work

T = TypeVar("T")


class Database:
    """A local file (SQLCipher; plain SQLite only in tests) or a PostgreSQL server."""

    def __init__(self, target: URL | Path, key: str | None = None) -> None:
        """TARGET is a file or a server's address; KEY the 64 hex digits of a local file's key."""
        self.engine = engine(target, key)
        self.listeners: list[Callable[[Done], None]] = []

    @property
    def local(self) -> bool:
        """Whether the data is a file of this computer."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Look at one consistent state of the data; nothing is written."""
        # One snapshot for all statements; SQLite's read transactions are that by themselves.
        bound = self.engine if self.local else self.engine.execution_options(isolation_level="REPEATABLE READ")
        with plain_words(), Session(bound, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def work(self, label: str, undoes: int | None = None) -> Iterator[Work]:
        """Do one action of a person: all of it happens or nothing does.

        Raises Invalid, Conflict or Unavailable; in each case nothing was changed.
        """
        bound = self.engine.execution_options(write=True)
        with plain_words(), Session(bound, expire_on_commit=False, autoflush=False) as session:
            work = Work(session, label)
            event.listen(session, "before_flush", work.prepare)
            event.listen(session, "after_flush", work.record)
            yield work
            session.flush()
            work.done = _enter(session, work, undoes)
            session.commit()
        if work.changes:
            for listener in self.listeners:
                listener(work.done)

    def undo(self, id: int) -> Done:
        """Take back the work with this history id; undoing that again is redo.

        Raises Conflict where somebody changed the same field since, or where a rule now forbids what was before.
        """
        with self.read() as session:
            entry = session.get(History, id)
        if entry is None:
            raise Conflict(_("Dieser Schritt lässt sich nicht mehr rückgängig machen."))
        label = entry.label.removeprefix(UNDONE) if entry.undoes else UNDONE + entry.label
        try:
            with self.work(label, undoes=id) as work:
                work.revert([Change(**change) for change in entry.changes])
        except Invalid as error:
            raise Conflict(str(error)) from error
        assert work.done
        return work.done

    def backup(self, target: Path) -> None:
        """Write a complete, equally encrypted copy of a local file to TARGET, which must not exist."""
        with plain_words(), closing(self.engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", [str(target)])

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """One transaction for changing tables; foreign keys rest meanwhile and are checked at the end."""
        with self.engine.execution_options(write=True).connect() as connection:
            raw: Any = connection.connection
            if self.local:
                raw.execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
                    if self.local and connection.execute(text("PRAGMA foreign_key_check")).first():
                        raise Unavailable(_("Die Daten passen nicht zusammen. Es wurde nichts geändert."))
            finally:
                if self.local:
                    raw.execute("PRAGMA foreign_keys=ON")

    def close(self) -> None:
        """Let go of all connections; the last one folds the write-ahead log into the file."""
        self.engine.dispose()


UNDONE = _("Rückgängig: ")


def _enter(session: Session, work: Work, undoes: int | None) -> Done:
    """Write the history entry into the same transaction."""
    if not work.changes:
        return Done(None, work.label)
    packed = [
        {"table": change.table, "id": change.id, "before": change.before, "after": change.after}
        for change in work.changes
    ]
    entry = History(who=getpass.getuser()[:60], label=work.label[:200], undoes=undoes, changes=packed)
    session.add(entry)
    session.flush()
    return Done(entry.id, work.label, tuple(work.changes))
