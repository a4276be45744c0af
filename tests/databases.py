"""Empty databases for tests: a template of every kind is made once through the migrations, each test gets a copy."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from app.models.db import Database
from app.models.migrate import upgrade

KEY = "0123456789abcdef" * 4


@dataclass(frozen=True)
class Place:
    """Where the data of one test lie."""

    target: URL | Path
    key: str | None

    def open(self) -> Database:
        """Another door to the same data, as a second program or process has it; the caller closes it."""
        return Database(self.target, self.key)


class Templates:
    """The templates of one test run."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self._folder = folder
        self._server = make_url(server) if server else None
        self._made: dict[str, Place] = {}

    @contextmanager
    def copy(self, backend: str, folder: Path) -> Iterator[Place]:
        """Empty data of the newest form; files are put into FOLDER."""
        template = self._template(backend)
        if isinstance(template.target, Path):
            target = folder / f"data{template.target.suffix}"
            shutil.copy(template.target, target)
            yield Place(target, template.key)
        else:
            with self._database(template.target.database) as url:
                yield Place(url, None)

    def close(self) -> None:
        """Remove what lies on the server; files go with the folder."""
        if "postgresql" in self._made:
            url = self._made["postgresql"].target
            assert isinstance(url, URL)
            self._on_server(f"DROP DATABASE {url.database} WITH (FORCE)")

    def _template(self, backend: str) -> Place:
        if backend not in self._made:
            place = self._empty(backend)
            db = place.open()
            upgrade(db)
            db.close()  # nothing may be connected to a template
            self._made[backend] = place
        return self._made[backend]

    def _empty(self, backend: str) -> Place:
        match backend:
            case "sqlite":
                return Place(self._folder / "template.db", None)
            case "sqlcipher":
                return Place(self._folder / "template.koord", KEY)
        return Place(self._create(), None)

    @contextmanager
    def _database(self, template: str | None) -> Iterator[URL]:
        url = self._create(template)
        try:
            yield url
        finally:
            self._on_server(f"DROP DATABASE {url.database} WITH (FORCE)")

    def _create(self, template: str | None = None) -> URL:
        name = f"koordination_{uuid.uuid4().hex[:16]}"
        self._on_server(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        assert self._server
        return self._server.set(database=name)

    def _on_server(self, statement: str) -> None:
        assert self._server, "TEST_POSTGRES names no server"
        url = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())
