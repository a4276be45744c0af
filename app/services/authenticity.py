"""Whether a paper is genuine: a check code that follows from what was printed, and looking it up without a network."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import crockford
from app.core.text import N_
from app.models import Certificate
from app.models.fields import Choice

CODE_LENGTH = 16


class Authenticity(Choice):
    """What a number and a check code say about a paper."""

    GENUINE = "genuine", N_("echt")
    VOID = "void", N_("ungültig")
    WRONG = "wrong", N_("Prüfcode passt nicht zur Nummer")
    UNKNOWN = "unknown", N_("hier nicht ausgestellt")


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer to somebody who shows a paper, with what was printed, to compare it."""

    result: str
    certificate: Certificate | None = None


def verify(session: Session, text: str) -> Verified:
    """Check what a QR code holds, or a typed number and check code, without any network.

    The code follows from everything that was printed, so a paper whose number and code fit still has to say what is
    shown here.
    """
    number, code = _read(text)
    certificate = session.scalars(select(Certificate).where(Certificate.number == number)).one_or_none()
    if certificate is None:
        return Verified(Authenticity.UNKNOWN)
    unchanged = content_hash(certificate.content) == certificate.content_hash
    if not unchanged or check_code(certificate.content_hash).replace("-", "") != code:
        return Verified(Authenticity.WRONG, certificate)
    return Verified(Authenticity.VOID if certificate.voided_on else Authenticity.GENUINE, certificate)


def content_hash(printed: Mapping[str, Any]) -> str:
    """SHA-256 over what was printed, in one fixed spelling of JSON."""
    spelled = json.dumps(printed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def check_code(hash: str) -> str:
    """The first 80 bits of a content hash as people can read and type them: '8F3K-7QWD-22TM-A9XE'."""
    number = int(hash[: CODE_LENGTH * 5 // 4], 16)
    signs = crockford.spelled(crockford.values(number, CODE_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def qr_text(number: str, hash: str) -> str:
    """What the QR code holds: nothing personal, and enough to check the paper wherever the data is."""
    return f"{number} {check_code(hash)}"


def _read(text: str) -> tuple[str, str]:
    """Number and check code, in capital or small letters, O for 0 and I or L for 1."""
    number, code, *_rest = *text.split(maxsplit=1), "", ""
    return number.upper(), re.sub(r"[^0-9A-Z]", "", crockford.as_typed(code))
