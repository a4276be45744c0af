"""A throw-away PostgreSQL on loopback, started from the server programs of this machine. Standard library only."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

USER = "koordination"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class Failed(Exception):
    """The server could not be made or started; the text says why."""


def programs() -> Path | None:
    """The folder with the newest PostgreSQL server of this machine."""
    places = (Path("/usr/lib/postgresql"), Path("C:/Program Files/PostgreSQL"))
    folders = [folder for place in places for folder in place.glob("*/bin") if any(folder.glob("initdb*"))]
    if folders:
        return max(folders, key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()])
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """Run a server for as long as the block lasts; gives its address for SQLAlchemy."""
    place = programs()
    if not place:
        raise Failed("PostgreSQL's initdb is not found. Please install PostgreSQL or put its folder into PATH.")
    who, folder = _identity(), Path(tempfile.mkdtemp(prefix="koordination-postgres-"))
    try:
        password = _prepare(place, folder, who)
        yield _start(place, folder, who, password)
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            stop = [str(place / "pg_ctl"), "stop", "-w", "-m", "immediate", "-D", str(folder / "data")]
            subprocess.run(stop, cwd=folder, capture_output=True, check=False, **who)
        shutil.rmtree(folder, ignore_errors=True)


def _identity() -> dict[str, Any]:
    """As whom the server runs: PostgreSQL refuses to run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _prepare(place: Path, folder: Path, who: Mapping[str, Any]) -> str:
    """Make an empty server in FOLDER that lets in who knows the password (other people may share this machine)."""
    password, file = secrets.token_hex(16), folder / "password"
    file.write_text(password)
    if who:
        for path in (folder, file):
            os.chown(path, who["user"], who["group"])
    flags = ["-U", USER, "-A", "password", "--pwfile", str(file), "-E", "UTF8", "--locale=C", "--no-sync"]
    command = [str(place / "initdb"), "-D", str(folder / "data"), *flags]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **who)
    if made.returncode:
        raise Failed(f"PostgreSQL could not prepare its folder:\n{made.stderr.strip()}")
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS)
    return password


def _start(place: Path, folder: Path, who: Mapping[str, Any], password: str) -> str:
    """Start the server on a free port of the loopback address."""
    log = folder / "log"
    for _ in range(3):  # somebody may take the port between our asking and the server's start
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [place / "pg_ctl", "start", "-w", "-D", folder / "data", "-l", log, "-o", f"-p {port}"]
        if not subprocess.run(
            list(map(str, command)), cwd=folder, stdout=subprocess.DEVNULL, check=False, **who
        ).returncode:
            return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{port}/postgres"
    raise Failed(f"PostgreSQL did not start:\n{log.read_text(errors='replace').strip()}")
