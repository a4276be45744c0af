"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import nullcontext

import pytest

from app.core.files import copy_durably, sync_file, sync_folder, write_durably


def test_the_new_content_replaces_the_old(tmp_path):
    write_durably(tmp_path / "a", b"alt")
    write_durably(tmp_path / "a", b"neu")
    assert (tmp_path / "a").read_bytes() == b"neu"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_failure_leaves_the_old_content_and_nothing_else(tmp_path, monkeypatch):
    write_durably(tmp_path / "a", b"alt")

    def full(_):
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_durably(tmp_path / "a", b"neu")
    assert (tmp_path / "a").read_bytes() == b"alt"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right there")
def test_a_symbolic_link_stays_one(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "a")
    write_durably(tmp_path / "link", b"neu")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"neu"


def test_a_copy_is_whole_or_not_there(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    copy_durably(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == (tmp_path / "a").read_bytes()
    with pytest.raises(FileExistsError):
        copy_durably(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").exists()

    def full(_):
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        copy_durably(tmp_path / "a", tmp_path / "c")
    assert not (tmp_path / "c").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot open folders")
@pytest.mark.parametrize(("number", "told"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_a_drive_that_cannot_keep_names_is_good_enough_but_a_broken_one_is_not(tmp_path, monkeypatch, number, told):
    def fail(_):
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no") if told else nullcontext():
        sync_folder(tmp_path)


def test_a_folder_that_cannot_be_opened_is_good_enough(tmp_path, monkeypatch):
    def fail(*_):
        raise PermissionError

    monkeypatch.setattr(os, "open", fail)
    sync_folder(tmp_path)


def test_making_a_file_safe_does_not_change_it(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    sync_file(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"x"
