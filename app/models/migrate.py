"""Bring the data to the form this program expects, in one transaction and after a backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from app.core.errors import Unavailable
from app.core.text import _

if TYPE_CHECKING:
    from alembic.config import Config

    from app.models.db import Database

SCRIPTS = Path(__file__).parent / "migrations"


def revisions() -> list[str]:
    """All revisions in order; their files are named '0001_what.py', so that nothing has to be imported to know them."""
    return sorted(path.name.split("_")[0] for path in (SCRIPTS / "versions").glob("[0-9]*_*.py"))


def current(db: Database) -> str | None:
    """The revision of the data; None for an empty database."""
    with db.read() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        found = session.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)


def upgrade(db: Database, before: Callable[[str], object] = lambda _revision: None) -> bool:
    """Migrate to the newest form; True when there was something to do.

    BEFORE is called with the old revision before anything changes: the place for a backup. Raises Unavailable for data
    of a newer program. Any failure leaves the data exactly as it was.
    """
    known, here = revisions(), current(db)
    if here == known[-1]:
        return False
    if here is not None and here not in known:
        raise Unavailable(
            _("Diese Datei wurde mit einer neueren Version des Programms bearbeitet. Bitte das Programm aktualisieren.")
        )
    if here:
        before(here)
    to(db, "head")
    if here:
        # The newer program may look for keys that the older one did not store.
        from app.models.reindex import reindex

        reindex(db)
    return True


def to(db: Database, revision: str) -> None:
    """Run the migrations up to REVISION in one transaction."""
    from alembic import command

    with db.migrating() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)


def config() -> Config:
    """Alembic's configuration; there is no file for it."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return made
