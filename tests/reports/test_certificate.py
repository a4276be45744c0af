"""The certificate: what it says, how it looks, what is told before printing."""

from __future__ import annotations

import io

import page
import pytest

from app.reports import certificate
from app.reports.certificate import CertificateSheet, FundingStrip

INTRO = (
    "hat im Projekt „Connecting Humans“, Teilprojekt „Connecting Partners – gemeinsam vorwärts“, "
    "an folgender Schulung teilgenommen:"
)


def sheet(name="Nguyễn Thị Thu Hà", **changes) -> CertificateSheet:
    values = {
        "institution": "Kreisvolkshochschule Saale-Schwarza",
        "address": ("Musterstraße 12 · 07407 Rudolstadt",),
        "nature": "Öffentliche Einrichtung der Weiterbildung",
        "name": name,
        "birth_date": "08.07.1986",
        "birth_place": "Hải Phòng",
        "intro": INTRO,
        "course": "Integrationsassistenz – Grundqualifizierung",
        "facts": (
            ("Zeitraum", "19.08.2026 bis 04.11.2026, 8 Termine"),
            ("Umfang", "24 Unterrichtseinheiten (UE) zu je 45 Minuten"),
            ("Teilnahme", "23 UE (96 %)"),
            ("Ort", "Volkshochschule, Standort Rudolstadt"),
            ("Leitung", "Dr. Marit Ehrenforth"),
        ),
        "contents": (
            ("Aufgaben und Rolle der Integrationsassistenz", 3),
            ("Kommunikation und Sprache im Alltag", 4),
            ("Interkulturelle Sensibilisierung, Umgang mit Vorurteilen", 6),
            ("Vereine, Feuerwehr und Ehrenamt in der Region", 4),
            ("Ämter, Beratung und Netzwerke im Landkreis", 4),
            ("Datenschutz, Nähe und Distanz, eigene Grenzen", 3),
        ),
        "place": "Rudolstadt",
        "issued": "12.11.2026",
        "signatories": (
            ("Dr. Marit Ehrenforth", "Kursleitung"),
            ("Henriette Kallenbach", "Leitung der Kreisvolkshochschule"),
        ),
        "number": "SSA-2026-0152",
        "check_code": "8F3K-7QWD-22TM-A9XE",
        "qr": "CH1:SSA-2026-0152:8F3K-7QWD-22TM-A9XE",
        "strip": FundingStrip(emblem=True, logos=("Logo Freistaat Thüringen", "Logo Landkreis")),
        "logo": "Logo Volkshochschule",
        "seal": True,
    }
    return CertificateSheet(**values | changes)


def written(*sheets: CertificateSheet) -> bytes:
    target = io.BytesIO()
    certificate.write(sheets, target)
    return target.getvalue()


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_certificates_are_archivable_and_accessible(tmp_path, profile):
    target = tmp_path / "bescheinigungen.pdf"
    certificate.write([sheet(), sheet("Олександр Їжакевич", strip=None)], target)
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]
