"""Older data becomes today's, in one step or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, inspect, select, text

from app.core.errors import Unavailable
from app.models import Base, OwnField, Person, SearchToken, migrate
from app.models.db import Database
from app.models.own_field import stored
from tests.factories import person


def test_migrations_and_models_say_the_same(db: Database) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_data_of_today_needs_no_migration(db: Database) -> None:
    assert migrate.upgrade(db) is False


def test_data_of_a_newer_program_is_refused(db: Database) -> None:
    with db.migrating() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unavailable, match="neueren Version"):
        migrate.upgrade(db)


def test_records_of_the_first_version_live_on(tmp_path: Path) -> None:
    db = Database(tmp_path / "old.db")
    migrate.to(db, "0002")
    with db.migrating() as connection:
        old = {column["name"]: "" for column in inspect(connection).get_columns("person") if not column["nullable"]}
        values = old | {"id": 1, "version": 1, "family_first": 0, "last_name": "Al-Haddad", "caption": "Al-Haddad"}
        names = ", ".join(values)
        connection.execute(text(f"INSERT INTO person ({names}) VALUES (:{names.replace(', ', ', :')})"), values)
    migrate.upgrade(db)
    with db.work("ändern") as work:
        found = work.get(Person, 1)
        assert found.own == {} and found.interests is None and found.second_nationality == ""
        found.city = "Gotha"
    db.close()


def test_own_fields_keep_the_order_in_which_they_were_made(tmp_path: Path) -> None:
    db = Database(tmp_path / "old.db")
    migrate.to(db, "0005")
    with db.migrating() as connection:
        for id, label in ((7, "Kita"), (9, "Arzt"), (8, "Verein")):
            connection.execute(
                text(
                    'INSERT INTO own_field (id, version, caption, caption_key, "table", label, kind, '
                    "options, sensitive) VALUES (:id, 1, :label, '', 'person', :label, 'text', '', 0)"
                ),
                {"id": id, "label": label},
            )
    migrate.upgrade(db)
    with db.work("anlegen") as work:
        work.add(OwnField(label="Neu"))
    with db.read() as session:
        assert [one.label for one in stored(session)] == ["Kita", "Verein", "Arzt", "Neu"]
    db.close()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations of a program one version ahead, to be filled in by the test."""
    scripts = tmp_path / "scripts"
    shutil.copytree(migrate.SCRIPTS, scripts)
    head = migrate.revisions()[-1]
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    script = scripts / "versions" / "9000_next.py"
    script.write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '9000'\ndown_revision = '{head}'\n\n"
        "def upgrade():\n    op.add_column('person', sa.Column('nickname', sa.String(20)))\n"
    )
    return script


def nicknames(db: Database) -> bool:
    return "nickname" in {column["name"] for column in inspect(db.engine).get_columns("person")}


def test_old_data_is_kept_and_saved_before(db: Database, next_version: Path) -> None:
    with db.work("anlegen") as work:
        work.add(person())
    saved: list[str] = []
    assert migrate.upgrade(db, saved.append) is True
    assert saved == [migrate.revisions()[-2]] and nicknames(db)
    with db.read() as session:
        assert session.scalars(select(Person.caption)).all() == ["Al-Haddad, Rim"]


def test_old_data_is_found_by_the_keys_of_today(db: Database, next_version: Path) -> None:
    with db.work("anlegen") as work:
        work.add(person())
    with db.work("") as work:
        work.session.execute(delete(SearchToken))
    migrate.upgrade(db)
    with db.read() as session:
        assert set(session.scalars(select(SearchToken.kind))) == {"person", "person~"}


def test_a_failing_migration_changes_nothing(db: Database, next_version: Path) -> None:
    with db.work("anlegen") as work:
        work.add(person())
    next_version.write_text(next_version.read_text() + "    op.execute('SELECT nothing FROM nowhere')\n")
    with pytest.raises(Exception, match="nowhere"):
        migrate.upgrade(db)
    assert not nicknames(db) and migrate.current(db) == migrate.revisions()[-2]
    with db.read() as session:
        assert session.scalars(select(Person.caption)).all() == ["Al-Haddad, Rim"]
