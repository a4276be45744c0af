"""A document reaches its place whole or not at all."""

from __future__ import annotations

import io

import pytest

from app.core.errors import Cancelled, Unavailable
from app.core.progress import Progress
from app.reports.pdf.output import deliver


def test_a_file_is_written_and_nothing_else(tmp_path):
    deliver(b"%PDF", tmp_path / "liste.pdf", Progress())
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("liste.pdf", b"%PDF")]


def test_an_open_stream_is_written_directly():
    target = io.BytesIO()
    deliver(b"%PDF", target, Progress())
    assert target.getvalue() == b"%PDF"


def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "liste.pdf"
    target.write_bytes(b"old")
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        deliver(b"%PDF", target, progress)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("liste.pdf", b"old")]


def test_cancelling_while_it_is_written_leaves_nothing(tmp_path):
    class CancelledLate(Progress):
        def check(self) -> None:
            if any(tmp_path.iterdir()):
                raise Cancelled

    with pytest.raises(Cancelled):
        deliver(b"%PDF", tmp_path / "liste.pdf", CancelledLate())
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told_in_one_sentence(tmp_path):
    with pytest.raises(Unavailable, match="konnte nicht geschrieben werden"):
        deliver(b"%PDF", tmp_path / "fehlt" / "liste.pdf", Progress())


def test_a_target_that_cannot_be_replaced_leaves_no_draft(tmp_path):
    (tmp_path / "liste.pdf" / "inhalt").mkdir(parents=True)
    with pytest.raises(Unavailable):
        deliver(b"%PDF", tmp_path / "liste.pdf", Progress())
    assert [file.name for file in tmp_path.iterdir()] == ["liste.pdf"]
