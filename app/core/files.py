"""Writing a file so that after a crash or power cut either the old or the new content is there, never half of it."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Replace PATH by CONTENT in one step that survives a power cut; only its owner may read it."""
    target = path.resolve()  # a symbolic link stays one
    fresh = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def copy_durably(source: Path, target: Path) -> None:
    """Copy SOURCE to the new file TARGET so that it survives a power cut; nothing is left of a failed copy."""
    target.touch(0o600, exist_ok=False)  # not chmod, which memory sticks refuse
    try:
        with source.open("rb") as old, target.open("wb") as fresh:
            shutil.copyfileobj(old, fresh, 1024 * 1024)
            fresh.flush()
            os.fsync(fresh.fileno())
        sync_folder(target.parent)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def sync_file(path: Path) -> None:
    """Make the content of PATH, written by somebody else, survive a power cut."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make new names in FOLDER survive a power cut, where the drive can do that."""
    if os.name == "nt":  # Windows does so by itself and cannot open folders
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:  # so answer some network drives
            raise
    finally:
        os.close(descriptor)
