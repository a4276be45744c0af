"""Writes the migration that makes the tables what the records in app.models say: `python3 dev.py migration TEXT`.

Compares them with a new database that has all migrations so far; the new file is to be read before it is committed.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from alembic import command

from app.models import migrate
from app.models.db import Database

NOISE = re.compile(r"\n\s*# ###.*")


def main(text: str) -> Path:
    """Write the migration called TEXT and say where it is."""
    number = f"{int(migrate.revisions()[-1]) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        db = Database(Path(folder) / "data.db")
        migrate.upgrade(db)
        with db.migrating() as connection:
            settings = migrate.config()
            settings.attributes["connection"] = connection
            command.revision(settings, text, autogenerate=True, rev_id=number)
        db.close()
    path = next((migrate.SCRIPTS / "versions").glob(f"{number}_*.py"))
    path.write_text(NOISE.sub("", path.read_text("utf-8")), "utf-8")
    return path


if __name__ == "__main__":
    sys.stdout.write(f"{main(' '.join(sys.argv[1:]))}\n")
