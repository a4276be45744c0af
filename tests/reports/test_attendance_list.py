"""The list to sign: one per day, numbered, with room for guests."""

from __future__ import annotations

import page
import pytest

from app.reports import attendance_list
from app.reports.attendance_list import AttendanceRow, AttendanceSheet
from app.reports.certificate import FundingStrip

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
        "strip": FundingStrip(emblem=True, logos=("Logo Freistaat Thüringen", "Logo Landkreis")),
        "logo": "Logo Volkshochschule",
    }
    return AttendanceSheet(**values | changes)


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_lists_of_several_pages_are_archivable_and_accessible(tmp_path, profile):
    target = tmp_path / "listen.pdf"
    attendance_list.write([sheet(), sheet(rows=PEOPLE * 9)], target)
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]
