"""The recovery sheet: everything needed to type the code correctly and to keep it safe."""

from __future__ import annotations

import io
from dataclasses import replace

import page
import pytest

from app.core.errors import Cancelled
from app.core.progress import Progress
from app.reports import recovery_sheet
from app.reports.recovery_sheet import RecoverySheet
from tests.reports.pdf.reading import pages_of, size_of, where

LINES = ("7K3F9Q 8ADSWM Q2XN4T 0ZPRVB", "H5C6G1 JT8YEK 9MFW3D V4QA7X", "KN2PB8 S6RC0H TWE5GJ")
SHEET = RecoverySheet(
    office="Kreisvolkshochschule Saale-Schwarza", file="Saale-Schwarza.koord", issued="12.11.2026", lines=LINES
)


def written(sheet: RecoverySheet = SHEET) -> bytes:
    target = io.BytesIO()
    recovery_sheet.write(sheet, target)
    return target.getvalue()


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_sheet_is_archivable_and_accessible(tmp_path, profile):
    target = tmp_path / "wiederherstellung.pdf"
    recovery_sheet.write(SHEET, target)
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_it_says_for_what_where_to_keep_it_and_the_code():
    pages = pages_of(written())
    assert len(pages) == 1
    parts = ["Saale-Schwarza.koord", "12.11.2026", "Kreisvolkshochschule", "Tresor", "Aufbewahrt von", "Aufbewahrt wo"]
    assert [part for part in parts if part not in pages[0]] == []


def test_all_groups_are_numbered_and_equally_large():
    data = written()
    groups = " ".join(LINES).split()
    sizes = {round(size_of(data, group), 2) for group in groups}
    assert len(sizes) == 1
    assert sizes.pop() >= 15
    for group in groups:
        assert where(data, group).right < 150
    assert "11" in pages_of(data)[0].split()


def test_the_groups_are_read_in_their_order():
    said = pages_of(written())[0]
    places = [said.index(group) for group in " ".join(LINES).split()]
    assert places == sorted(places)


def test_wide_groups_are_set_smaller_all_together():
    data = written(replace(SHEET, lines=("WWWWWWWW MMMMMMMM WWWWWWWW 11111111",)))
    assert size_of(data, "WWWWWWWW") == size_of(data, "11111111") < 15


def test_nothing_had_to_be_changed():
    assert recovery_sheet.write(SHEET, io.BytesIO()) == []


def test_cancelling_leaves_no_code_behind(tmp_path):
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        recovery_sheet.write(SHEET, tmp_path / "wiederherstellung.pdf", progress)
    assert not list(tmp_path.iterdir())
