"""Calling the program as an administrator does, and looking into the files that it leaves."""

from __future__ import annotations

from pathlib import Path

from app import demo
from app.__main__ import main
from app.models import Person
from app.models.office import Office
from app.models.query import Query


def called(capsys, *arguments) -> tuple[int, str, str]:
    """Exit code and what was said."""
    code = main([str(one) for one in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def captions(path: Path, passphrase: str = demo.PASSPHRASE) -> list[str]:
    """The people in a closed office file, by name."""
    with Office.open(path, passphrase) as office, office.db.read() as session:
        query = Query(Person, shown=("caption",))
        return [caption for (caption,) in query.rows(session, query.ids(session)).values()]
