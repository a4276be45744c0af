"""Nothing personal lies on disk unencrypted: every file that is written is searched for a known name."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.core.fold import fold
from app.core.log import Log
from app.core.settings import Settings
from app.models import Person
from app.models.office import Office
from app.models.query import Query
from tests.offices import ADDED, PASSPHRASE, add, content

pytestmark = pytest.mark.usefixtures("cheap_keys")


def test_nothing_personal_lies_on_disk(tmp_path, monkeypatch):
    """Everything the program writes is searched for a name, in all forms in which it could appear."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    settings = Settings(tmp_path / "settings.json")
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
