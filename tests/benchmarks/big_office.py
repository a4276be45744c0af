"""The encrypted office file with 100,000 invented persons that benchmarks open; made once on each machine."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from app.core.keys import key_path

ROOT = Path(__file__).parents[2]
PERSONS = 100_000
PASSPHRASE = "Bergwiese Kaffeetasse Regenschirm"
DAY = date(2026, 11, 12)
SOURCES = (
    "packaging/requirements.txt",
    "app/core/fold.py",
    "app/core/transcription.py",
    "app/models/base.py",
    "app/models/person.py",
    "app/models/migrations/versions/*.py",
    "app/services/sample*.py",
    "resources/sample/*",
)
"""What the file depends on; when one of them changes, it is made anew."""


def big_office() -> Path:
    """The path of the file, made now if there is none for the present state of the program."""
    home = Path(tempfile.gettempdir(), "connecting-humans-benchmarks")
    folder = home / _fingerprint()
    path = folder / "Gross.koord"
    if not path.exists():
        shutil.rmtree(home, ignore_errors=True)
        _make(path)
    return path


def _fingerprint() -> str:
    files = sorted(file for pattern in SOURCES for file in ROOT.glob(pattern))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]


def _make(path: Path) -> None:
    """Make the file under another name first, so that a broken-off attempt is never taken for it."""
    from app.models.office import Office
    from app.services import sample

    print(f"inventing {PERSONS:,} persons, once …", file=sys.stderr, flush=True)
    attempt = path.with_name("attempt") / path.name
    attempt.parent.mkdir(parents=True)
    with Office.create(attempt, PASSPHRASE) as office:
        sample.create(office.db, PERSONS, today=DAY)
    for file in (key_path(attempt), attempt):
        file.rename(path.with_name(file.name))
    shutil.rmtree(attempt.parent)


if __name__ == "__main__":
    print(big_office())
