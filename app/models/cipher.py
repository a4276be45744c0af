"""What can be found out about an encrypted file without opening it as a database, or without writing beside it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.core.keys import DataKey
from app.core.text import _

_PAGE, _SALT, _MAC = 4096, 16, 64
_SAMPLE = 50


def belongs(path: Path, key: DataKey) -> bool:
    """Whether KEY wrote any page of the file: then an unreadable one is damaged, else the key is another file's.

    SQLCipher 4 signs every page with a key that follows from the data key and the first 16 bytes of the file.
    """
    with path.open("rb") as stream:
        size = path.stat().st_size // _PAGE
        salt = stream.read(_SALT)
        signing = hashlib.pbkdf2_hmac("sha512", key.bytes, bytes(byte ^ 0x3A for byte in salt), 2, 32)
        for number in range(1, size + 1, max(1, size // _SAMPLE)):
            stream.seek((number - 1) * _PAGE)
            page = stream.read(_PAGE)
            signed = page[_SALT if number == 1 else 0 : -_MAC] + number.to_bytes(4, "little")
            if hmac.compare_digest(hmac.digest(signing, signed, "sha512"), page[-_MAC:]):
                return True
    return False


def problems_of_copy(path: Path, key: DataKey) -> Iterator[str]:
    """What is wrong with a closed copy of an office file; nothing is written, so it may lie anywhere."""
    from sqlcipher3 import dbapi2 as sqlcipher

    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlcipher.connect(address, uri=True, isolation_level=None)) as connection:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.hex}'\"")
            yield from problems(connection)
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlcipher.Error:
        yield _("Die Kopie lässt sich nicht öffnen.")


def problems(connection: Any) -> Iterator[str]:
    """What is wrong with the file of an open connection; what stands in the write-ahead log must be in the file."""
    from sqlcipher3 import dbapi2 as sqlcipher

    if broken := connection.execute("PRAGMA cipher_integrity_check").fetchall():
        yield _("Die Datei ist beschädigt, betroffene Stellen: {count}.").format(count=len(broken))
        return  # what cannot be deciphered cannot be looked at further
    try:
        sound = connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
        loose = connection.execute("PRAGMA foreign_key_check").fetchall() if sound else []
    except sqlcipher.DatabaseError:
        sound, loose = False, []
    if not sound:
        yield _("Der Aufbau der Datei stimmt nicht.")
    if loose:
        yield _("Verweise führen ins Leere, Anzahl: {count}.").format(count=len(loose))
