"""How a finished document reaches its place: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from app.core.errors import Unavailable
from app.core.progress import Progress
from app.core.text import _

Target = Path | BinaryIO


def deliver(data: bytes, target: Target, progress: Progress) -> None:
    """Write DATA to TARGET; a file that was there before stays until the new one is complete."""
    progress.check()
    if not isinstance(target, Path):
        target.write(data)
        return
    draft = target.with_name(f"{target.name}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        progress.check()
        draft.replace(target)
    except OSError as error:
        sentence = _(
            "„{name}“ konnte nicht geschrieben werden. Bitte prüfen Sie Ordner und Speicherplatz "
            "und schließen Sie die Datei, falls sie noch geöffnet ist."
        )
        raise Unavailable(sentence.format(name=target.name)) from error
    finally:
        draft.unlink(missing_ok=True)
