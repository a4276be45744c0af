"""The key of an office file: a random data key, kept in a key file beside it that the passphrase opens.

An office file is `NAME.koord` (encrypted with the data key) and its key file `NAME.koord.key`. Every function here
takes the path of the office file. A change of passphrase rewrites the small key file only.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from app.core.errors import Invalid, Unavailable, WrongPassphrase
from app.core.files import write_durably
from app.core.passphrases import Attempts, Strength, TooSoon, normal, strength
from app.core.text import _

__all__ = [
    "Attempts",
    "DataKey",
    "KeyFileProblem",
    "Strength",
    "TooSoon",
    "change_passphrase",
    "create",
    "key_path",
    "rewrap",
    "strength",
    "unlock",
]

FORMAT = "koord-key"
VERSION = 1
_SLOT = "passphrase"
_LARGEST_FILE = 64 * 1024


class KeyFileProblem(Unavailable):
    """The key file cannot be used; the recovery code opens the data all the same."""


class DataKey:
    """256 random bits; nothing else can be one, because SQLCipher takes other strings silently as a passphrase."""

    __slots__ = ("_bytes",)

    def __init__(self, value: bytes) -> None:
        if type(value) is not bytes or len(value) != 32:
            raise ValueError("a data key is exactly 32 bytes")
        self._bytes = value

    @classmethod
    def new(cls) -> DataKey:
        """A fresh key from the random numbers of the operating system."""
        return cls(os.urandom(32))

    @property
    def hex(self) -> str:
        """Exactly 64 hexadecimal digits, as `PRAGMA key = "x'…'"` needs them."""
        return self._bytes.hex()

    @property
    def bytes(self) -> bytes:
        """The 32 bytes themselves."""
        return self._bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataKey) and hmac.compare_digest(self._bytes, other._bytes)

    def __hash__(self) -> int:
        return hash(self._bytes)

    def __repr__(self) -> str:
        return "DataKey(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a data key is never pickled or copied to disk")


@dataclass(frozen=True)
class Cost:
    """What one guess of a passphrase costs: passes, memory in KiB, threads of Argon2id."""

    t: int
    m: int
    p: int

    @property
    def reasonable(self) -> bool:
        """Whether a key file may ask for this; a doctored one must not eat all memory or time."""
        return 1 <= self.t <= 10 and 1 <= self.p <= 16 and 8 * self.p <= self.m <= 256 * 1024


COST = Cost(t=3, m=64 * 1024, p=4)


def key_path(path: Path) -> Path:
    """Where the key file of the office file PATH lies."""
    return path.with_name(path.name + ".key")


def create(path: Path, passphrase: str) -> DataKey:
    """Write the key file of a new office file; an existing one is never overwritten, it may open something."""
    if key_path(path).exists():
        raise KeyFileProblem(
            _("Es gibt schon eine Schlüsseldatei „{name}“. Bitte wählen Sie einen anderen Namen.").format(
                name=key_path(path).name
            )
        )
    key = DataKey.new()
    _save(path, os.urandom(16).hex(), key, passphrase)
    return key


def unlock(path: Path, passphrase: str) -> DataKey:
    """The data key of the office file PATH, or WrongPassphrase."""
    return _unwrap(_load(path), passphrase)


def change_passphrase(path: Path, old: str, new: str) -> None:
    """Let NEW open the file instead of OLD; the data stays as it is."""
    slot = _load(path)
    _save(path, slot.file_id, _unwrap(slot, old), new)


def rewrap(path: Path, key: DataKey, new_passphrase: str) -> None:
    """Write the key file anew after recovery, whatever became of the old one."""
    try:
        file_id = _load(path).file_id
    except KeyFileProblem:
        file_id = os.urandom(16).hex()
    _save(path, file_id, key, new_passphrase)


@dataclass(frozen=True)
class _Slot:
    """One wrapped data key as it stands in the key file."""

    file_id: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


def _save(path: Path, file_id: str, key: DataKey, passphrase: str) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not passphrase:
        raise Invalid({"passphrase": _("Bitte geben Sie ein Kennwort ein.")})
    slot = _Slot(file_id, COST, os.urandom(16), os.urandom(12), b"")
    wrapped = AESGCM(_stretch(passphrase, slot)).encrypt(slot.nonce, key.bytes, _bound(slot))
    parts = {"salt": slot.salt, "nonce": slot.nonce, "key": wrapped}
    text = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    record = {"kdf": "argon2id", **asdict(COST), **text}
    document = {"format": FORMAT, "version": VERSION, "id": file_id, "slots": {_SLOT: record}}
    try:
        write_durably(key_path(path), json.dumps(document, indent=1).encode())
    except OSError:
        raise KeyFileProblem(
            _(
                "Die Schlüsseldatei „{name}“ konnte nicht gespeichert werden; die bisherige gilt weiter. "
                "Prüfen Sie, ob der Ordner beschreibbar und noch Platz frei ist."
            ).format(name=key_path(path).name)
        ) from None


def _load(path: Path) -> _Slot:
    name = key_path(path).name
    try:
        with key_path(path).open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        raise KeyFileProblem(
            _(
                "Die Schlüsseldatei „{name}“ fehlt. Legen Sie sie aus Ihrer Sicherung wieder neben „{file}“, "
                "oder öffnen Sie die Datei mit dem Wiederherstellungscode."
            ).format(name=name, file=path.name)
        ) from None
    except OSError:
        raise KeyFileProblem(
            _(
                "Die Schlüsseldatei „{name}“ kann nicht gelesen werden. "
                "Prüfen Sie, ob Sie das Recht dazu haben und das Laufwerk erreichbar ist."
            ).format(name=name)
        ) from None
    return _parsed(content, name)


def _parsed(content: bytes, name: str) -> _Slot:
    """Read a key file without trusting it."""
    damaged = KeyFileProblem(
        _(
            "Die Schlüsseldatei „{name}“ ist beschädigt oder keine Schlüsseldatei. Legen Sie sie aus Ihrer Sicherung "
            "wieder an diese Stelle, oder öffnen Sie die Datei mit dem Wiederherstellungscode."
        ).format(name=name)
    )
    try:
        document: dict[str, Any] = json.loads(content) if len(content) <= _LARGEST_FILE else {}
        if document["format"] != FORMAT or type(document["version"]) is not int or document["version"] < 1:
            raise damaged
        if document["version"] > VERSION:
            raise KeyFileProblem(
                _(
                    "Die Schlüsseldatei „{name}“ stammt von einer neueren Fassung des Programms. "
                    "Bitte bringen Sie das Programm auf den neuesten Stand."
                ).format(name=name)
            )
        slot = _slot(document["id"], document["slots"][_SLOT])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged from None
    if not slot.cost.reasonable:
        raise damaged
    return slot


def _slot(file_id: object, record: dict[str, Any]) -> _Slot:
    """The slot of RECORD; ValueError, KeyError or TypeError when anything is not as we write it."""
    numbers = [record[name] for name in ("t", "m", "p")]
    salt, nonce, wrapped = (base64.b64decode(record[name], validate=True) for name in ("salt", "nonce", "key"))
    sound = record["kdf"] == "argon2id" and all(type(number) is int for number in numbers)
    if not (sound and isinstance(file_id, str) and (len(salt), len(nonce), len(wrapped)) == (16, 12, 48)):
        raise ValueError("not a slot")
    return _Slot(file_id, Cost(*numbers), salt, nonce, wrapped)


def _unwrap(slot: _Slot, passphrase: str) -> DataKey:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return DataKey(AESGCM(_stretch(passphrase, slot)).decrypt(slot.nonce, slot.wrapped, _bound(slot)))
    except InvalidTag:
        raise WrongPassphrase(_("Das Kennwort stimmt nicht.")) from None


def _bound(slot: _Slot) -> bytes:
    """What is authenticated with the key, so that parts of key files cannot be exchanged."""
    return json.dumps([FORMAT, VERSION, slot.file_id, _SLOT, slot.cost.t, slot.cost.m, slot.cost.p]).encode()


def _stretch(passphrase: str, slot: _Slot) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            normal(passphrase), slot.salt, slot.cost.t, slot.cost.m, slot.cost.p, hash_len=32, type=Type.ID
        )
    except (HashingError, MemoryError):
        raise Unavailable(
            _("Der Arbeitsspeicher reicht nicht. Schließen Sie andere Programme und versuchen Sie es noch einmal.")
        ) from None
