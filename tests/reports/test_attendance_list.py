"""The list to sign: one per day, numbered, with room for guests."""

from __future__ import annotations

import io
from itertools import pairwise

import page
import pytest

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.reports import attendance_list
from app.reports.attendance_list import AttendanceRow, AttendanceSheet
from app.reports.certificate import FundingStrip
from tests.reports.pdf.reading import MM, pages_of, picture, roles, where

PEOPLE = (
    AttendanceRow("Barakzai", "Homayoun"),
    AttendanceRow("Dvořáčková", "Lenka"),
    AttendanceRow("Hoàng", "Thị Bích Ngọc"),
    AttendanceRow("Przybyłowicz", "Małgorzata"),
    AttendanceRow("Țurcanu", "Mihaela"),
)


def sheet(**changes) -> AttendanceSheet:
    values = {
        "institution": "Kreisvolkshochschule Saale-Schwarza",
        "address": ("Musterstraße 12 · 07407 Rudolstadt",),
        "course": "Integrationsassistenz – Grundqualifizierung",
        "session": "Termin 8 von 8",
        "facts": (
            ("Datum", "Mittwoch, 04.11.2026"),
            ("Uhrzeit", "17:00 bis 19:15 Uhr, 3 UE"),
            ("Ort", "VHS Rudolstadt, Raum 4"),
            ("Leitung", "Dr. Marit Ehrenforth"),
            ("Projekt", "Connecting Humans"),
            ("Aktenzeichen", "25-0417-CH (Muster)"),
        ),
        "rows": PEOPLE,
        "number": "SSA-L-2026-0231",
        "strip": FundingStrip(
            True, "Kofinanziert von der Europäischen Union", logos=("Logo Freistaat Thüringen", "Logo Landkreis")
        ),
        "logo": "Logo Volkshochschule",
    }
    return AttendanceSheet(**values | changes)


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_lists_of_several_pages_are_archivable_and_accessible(tmp_path, profile):
    target = tmp_path / "listen.pdf"
    attendance_list.write([sheet(), sheet(rows=PEOPLE * 9)], target)
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def written(*sheets: AttendanceSheet) -> bytes:
    target = io.BytesIO()
    attendance_list.write(sheets, target)
    return target.getvalue()


def test_a_list_says_what_and_when_and_who():
    said = pages_of(written(sheet()))[0]
    parts = [
        "Teilnahmeliste",
        "Integrationsassistenz – Grundqualifizierung, Termin 8 von 8",
        "Mittwoch, 04.11.2026",
        "Unterschrift",
        "Dvořáčková",
        "Thị Bích Ngọc",
        "Bitte leserlich unterschreiben.",
        "Ich bestätige die Angaben auf dieser Liste.",
        "Liste SSA-L-2026-0231",
    ]
    assert [part for part in parts if part not in said] == []
    assert "Seite 1 von 1" in said


@pytest.mark.parametrize(
    ("text", "left", "baseline"),
    [
        ("Teilnahmeliste", 15, 15.2),
        ("Mittwoch, 04", 15, 33.5),
        ("Barakzai", 27.3, 51.3),
        ("Lenka", 80.3, 59),
        ("Unterschrift", 185, 43.7),
        ("Kofinanziert", 33.5, 195.6),
    ],
)
def test_blocks_stand_where_the_picture_has_them(text, left, baseline):
    found = where(written(sheet()), text)
    assert found.left == pytest.approx(left, abs=1)
    assert found.bottom == pytest.approx(baseline, abs=1.8)


def test_rows_to_sign_in_are_seven_point_seven_millimetres_high():
    data = written(sheet())
    assert where(data, "Przyby").bottom - where(data, "Barakzai").bottom == pytest.approx(3 * 7.7, abs=1.2)
    seen = picture(data)
    x = int(250 * MM * 4)
    column = [seen.getpixel((x, y)) for y in range(int(46.5 * MM * 4), int(178 * MM * 4))]
    lines = [y for y, (above, below) in enumerate(pairwise(column)) if above[0] > 240 > below[0]]
    assert len(lines) == 17
    assert [(b - a) / 4 / MM for a, b in pairwise(lines)] == pytest.approx([7.7] * 16, abs=0.15)


def test_empty_numbered_rows_fill_the_page():
    said = pages_of(written(sheet()))[0]
    assert "17" in said.splitlines()
    assert "18" not in said.splitlines()


def test_a_list_that_is_just_full_gets_a_page_for_guests():
    assert len(pages_of(written(sheet(rows=PEOPLE * 3)))) == 2
    assert len(pages_of(written(sheet(rows=PEOPLE * 3, blank_rows=2)))) == 1


def test_headings_and_page_numbers_come_again_on_every_page():
    pages = pages_of(written(sheet(rows=PEOPLE * 9)))
    assert len(pages) == 3
    for number, said in enumerate(pages, 1):
        assert "Unterschrift" in said
        assert "Mittwoch, 04.11.2026" in said
        assert f"Seite {number} von 3" in said
        assert "Datum, Unterschrift Leitung" in said


def test_every_list_counts_its_own_pages():
    pages = pages_of(written(sheet(session="Termin 1 von 2"), sheet(session="Termin 2 von 2")))
    assert ["Seite 1 von 1" in said for said in pages] == [True, True]
    assert ["Termin 1 von 2" in said for said in pages] == [True, False]


def test_a_list_without_names_is_a_list_of_empty_rows():
    assert "17" in pages_of(written(sheet(rows=())))[0].splitlines()


def test_times_and_units_are_printed_where_they_are_known():
    said = pages_of(written(sheet(rows=(AttendanceRow("Barakzai", "Homayoun", "17:00", "18:30", "2"),))))[0]
    assert "17:00" in said
    assert "18:30" in said


def test_very_long_names_and_facts_stay_inside_and_are_told():
    long = AttendanceRow("Wolfeschlegelsteinhausenbergerdorff-" * 5, "Ana")
    facts = tuple((label, value * (5 if label == "Leitung" else 1)) for label, value in sheet().facts)
    notes = attendance_list.check(sheet(rows=(long, *PEOPLE), facts=facts))
    assert any("Auf 4 Zeilen verteilt" in note.text or "Auf 5 Zeilen verteilt" in note.text for note in notes)
    data = written(sheet(rows=(long, *PEOPLE), facts=facts))
    assert where(data, "Aktenzeichen").right < 282
    assert where(data, "Wolfeschlegel").right < 78


def test_a_sign_no_font_has_is_named_and_nothing_is_written(tmp_path):
    with pytest.raises(UserError, match="Für „𒀀“"):
        attendance_list.write([sheet(rows=(AttendanceRow("Ana 𒀀", ""),))], tmp_path / "liste.pdf")
    assert not list(tmp_path.iterdir())


def test_nothing_selected_is_told():
    with pytest.raises(UserError, match="kein Termin ausgewählt"):
        attendance_list.write([], io.BytesIO())


def test_cancelling_leaves_nothing_behind(tmp_path):
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        attendance_list.write([sheet()], tmp_path / "liste.pdf", progress)
    assert not list(tmp_path.iterdir())


def test_the_table_has_a_heading_for_every_column_on_every_page():
    data = written(sheet(rows=PEOPLE * 5))
    for number in range(2):
        found = roles(data, number)
        grid = found[len(found) - 1 - found[::-1].index("Table") :]
        assert grid.count("TH") == 7
        assert grid.count("TD") == 17 * 7
