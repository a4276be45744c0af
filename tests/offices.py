"""Office files for tests: made once, copied for each test, with a passphrase that costs no time."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.models import Person
from app.models.office import Office
from tests.factories import person

PASSPHRASE = "fünf blaue Fähren"
ADDED = "Öztürk-Weißenborn"


def add(office: Office, last_name: str = ADDED) -> int:
    """Save one more person; her id."""
    with office.db.work("Person anlegen") as work:
        return work.add(person(last_name)).id


def names(office: Office) -> list[str]:
    """The last names in the order in which they were saved."""
    with office.db.read() as session:
        return list(session.scalars(select(Person.last_name).order_by(Person.id)))


def names_in(path: Path, passphrase: str = PASSPHRASE) -> list[str]:
    """The last names in a closed office file."""
    with Office.open(path, passphrase) as office:
        return names(office)


def listing(folder: Path) -> list[str]:
    """The names of what lies in FOLDER."""
    return sorted(file.name for file in folder.iterdir())


def content(folder: Path) -> dict[str, bytes]:
    """Every file below FOLDER with what it holds."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
