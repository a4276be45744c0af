"""The certificate: what it says, how it looks, what is told before printing."""

from __future__ import annotations

import io

import page
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Cancelled, UserError
from app.core.progress import Progress
from app.reports import certificate
from app.reports.certificate import CertificateSheet, FundingStrip
from tests.reports.pdf.reading import MM, pages_of, picture, roles, size_of, where

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
        "strip": FundingStrip(
            True, "Kofinanziert von der Europäischen Union", logos=("Logo Freistaat Thüringen", "Logo Landkreis")
        ),
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


@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.parametrize(
    "least",
    [
        CertificateSheet(institution="", name="Ali", course=""),
        CertificateSheet(institution="Haus\x00 <&>", name="Ali\x07", course="Kurs\u202e\n„1 < 2“ ]]>", title="T\x1b"),
    ],
)
def test_even_the_emptiest_and_the_oddest_certificate_conforms(tmp_path, least, profile):
    target = tmp_path / "bescheinigung.pdf"
    certificate.write([least], target)
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def texts(*sheets: CertificateSheet) -> list[str]:
    return pages_of(written(*sheets))


def notes(sheet: CertificateSheet) -> list[str]:
    return [note.text for note in certificate.check(sheet)]


def test_a_certificate_says_everything_in_reading_order():
    said = texts(sheet())[0]
    parts = [
        "Kreisvolkshochschule Saale-Schwarza",
        "Teilnahmebescheinigung",
        "Nguyễn Thị Thu Hà",
        "geboren am 08.07.1986 in Hải Phòng",
        "an folgender Schulung teilgenommen:",
        "Integrationsassistenz – Grundqualifizierung",
        "Zeitraum",
        "19.08.2026 bis 04.11.2026, 8 Termine",
        "Inhalte",
        "Interkulturelle Sensibilisierung, Umgang mit Vorurteilen",
        "Eine Prüfung war nicht vorgesehen.",
        "Rudolstadt, 12.11.2026",
        "Henriette Kallenbach",
        "Bescheinigung Nr. SSA-2026-0152",
        "Prüfcode 8F3K-7QWD-22TM-A9XE",
        "Kofinanziert von der",
        "Logo Landkreis",
    ]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "left", "baseline"),
    [
        ("Teilnahmebescheinigung", 25, 51.3),
        ("Nguyễn Thị Thu Hà", 25, 72),
        ("geboren am", 25, 79),
        ("Integrationsassistenz – Grund", 25, 106.8),
        ("Zeitraum", 25, 116.6),
        ("19.08.2026 bis", 56.2, 116.6),
        ("Leitung", 25, 143),
        ("Inhalte", 25, 153),
        ("Datenschutz, Nähe", 25, 193.5),
        ("Diese Bescheinigung", 25, 202.3),
        ("Rudolstadt, 12", 25, 216.4),
        ("Henriette Kallenbach", 96.4, 236.2),
        ("Prüfcode", 45, 261.8),
        ("Kofinanziert", 48.2, 279),
    ],
)
def test_blocks_stand_where_the_picture_has_them(text, left, baseline):
    found = where(written(sheet()), text)
    assert found.left == pytest.approx(left, abs=1)
    descends = 1.6 if set(text) & set("gjpqyẹị,ß") else 0
    assert found.bottom == pytest.approx(baseline + descends, abs=1.6)


def test_amounts_of_units_end_at_the_right_edge():
    found = (
        where(written(sheet()), "6\u00a0UE") if "6\u00a0UE" in texts(sheet())[0] else where(written(sheet()), "6 UE")
    )
    assert found.right == pytest.approx(190, abs=0.6)


@pytest.mark.parametrize(
    ("x", "y", "colour"),
    [
        (10.7, 100, (11, 93, 115)),
        (10.7, 285, (11, 93, 115)),
        (30, 56.4, (198, 106, 27)),
        (26, 285, (0, 51, 153)),
        (100, 10, (255, 255, 255)),
        (17, 150, (255, 255, 255)),
    ],
)
def test_bar_rule_and_emblem_have_their_colours(x, y, colour):
    page_picture = picture(written(sheet()))
    assert page_picture.getpixel((int(x * MM * 4), int(y * MM * 4))) == colour


def test_without_funder_there_is_no_strip():
    said = texts(sheet(strip=None))[0]
    assert "Kofinanziert" not in said
    assert picture(written(sheet(strip=None))).getpixel((int(26 * MM * 4), int(285 * MM * 4))) == (255, 255, 255)


def test_a_state_funded_project_shows_logos_without_the_emblem():
    land = FundingStrip(sentence="Gefördert durch den Freistaat Thüringen", logos=("Logo Freistaat Thüringen",))
    said = texts(sheet(strip=land))[0]
    assert "Kofinanziert" not in said and "Emblem" not in said
    assert "Logo Freistaat Thüringen" in said and "Gefördert durch den\r\nFreistaat" in said
    assert (0, 51, 153) not in {colour for _count, colour in picture(written(sheet(strip=land))).getcolors(2**20)}


def test_placeholders_are_drawn_only_when_asked_for():
    assert "Platzhalter" in texts(sheet())[0]
    assert "Platzhalter" not in texts(sheet(logo=None, seal=False, strip=None))[0]


@pytest.mark.parametrize(
    ("date", "place", "sentence"),
    [
        ("08.07.1986", "Hải Phòng", "geboren am 08.07.1986 in Hải Phòng"),
        ("08.07.1986", None, "geboren am 08.07.1986"),
        ("08.07.1986", "", "geboren am 08.07.1986"),
        ("07.1986", "Aleppo", "geboren 07.1986 in Aleppo"),
        ("1986", None, "geboren 1986"),
        (None, "Aleppo", "geboren in Aleppo"),
    ],
)
def test_the_birth_line_says_what_is_known(date, place, sentence):
    assert sentence in texts(sheet(birth_date=date, birth_place=place))[0].splitlines()


def test_without_birth_date_and_place_there_is_no_birth_line():
    assert "geboren" not in texts(sheet(birth_date=None, birth_place=None))[0]


@pytest.mark.parametrize(
    ("name", "size", "told"),
    [
        ("Nguyễn Thị Thu Hà", 20, []),
        ("Ana Sofía Rodríguez-Santamaría Montoya-Aguilar", 18, ["Schrift auf 18 pt verkleinert"]),
        ("Ana Sofía Rodríguez-Santamaría y Montoya-Aguilar Ibáñez", 16, ["Schrift auf 16 pt verkleinert"]),
        (
            "Ana Sofía Rodríguez-Santamaría y Montoya-Aguilar de los Ángeles",
            16,
            ["Schrift auf 16 pt verkleinert", "Auf 2 Zeilen verteilt"],
        ),
    ],
)
def test_a_long_name_shrinks_and_every_step_is_told(name, size, told):
    assert size_of(written(sheet(name)), name[:12]) == pytest.approx(size)
    assert [note.split(":")[0] for note in notes(sheet(name))] == told


def test_writing_tells_the_same_as_checking_before():
    sheets = [sheet(), sheet("Ana Sofía Rodríguez-Santamaría Montoya-Aguilar")]
    told = certificate.write(sheets, io.BytesIO())
    assert told == [note for index, one in enumerate(sheets) for note in certificate.check(one, index)]
    assert [(note.index, note.blocking) for note in told] == [(1, False)]


def test_a_name_of_two_hundred_letters_is_printed_whole():
    name = "Wolfeschlegelsteinhausenbergerdorff " * 5 + "W" * 20
    said = " ".join(texts(sheet(name)))
    assert "".join(name.split()) in "".join(said.split())


def test_long_contents_go_on_on_a_second_page():
    contents = tuple((f"Inhalt Nummer {number}, ausführlich beschrieben", number) for number in range(1, 31))
    pages = texts(sheet(contents=contents))
    assert len(pages) == 2
    assert "Inhalt Nummer 30," in pages[1]
    assert "Seite 2 von 2" in pages[1]
    assert "Henriette Kallenbach" in pages[1]
    assert "Auf 2 Seiten verteilt" in notes(sheet(contents=contents))


@pytest.mark.parametrize(("more", "told"), [(1, []), (3, ["Abstände verringert, damit alles auf eine Seite passt"])])
def test_a_few_more_lines_are_made_room_for_on_the_same_page(more, told):
    contents = (*sheet().contents, *[("Exkursion nach Weimar", 2)] * more)
    assert len(texts(sheet(contents=contents))) == 1
    assert notes(sheet(contents=contents)) == told


@pytest.mark.parametrize("name", ["محمد علي الحسيني", "ፍልሞን ሃድጉ", "Олександр Їжакевич"])
def test_the_name_in_its_own_script_stands_below_the_name(name):
    data = written(sheet("Ali", original_name=name))
    assert name in pages_of(data)[0].splitlines()
    assert not notes(sheet("Ali", original_name=name))


def test_mixed_directions_and_control_signs_are_printed_clean():
    said = texts(sheet("Ali\x00 \u202eBaba\u202c\tمحمد aus Köln\n"))[0]
    assert "Ali Baba محمد aus Köln" in said


def test_a_sign_no_font_has_is_named_and_nothing_is_written(tmp_path):
    target = tmp_path / "bescheinigung.pdf"
    with pytest.raises(UserError, match=r"Für „𒀀“ \(U\+12000\) in „Ana 𒀀“ hat keine Schrift ein Zeichen\."):
        certificate.write([sheet(), sheet("Ana 𒀀")], target)
    assert not list(tmp_path.iterdir())
    blocking = [note for note in certificate.check(sheet("Ana 𒀀"), 7) if note.blocking]
    assert [(note.index, note.name) for note in blocking] == [(7, "Ana 𒀀")]


def test_nothing_selected_is_told():
    with pytest.raises(UserError, match="keine Bescheinigung ausgewählt"):
        certificate.write([], io.BytesIO())


def test_cancelling_leaves_nothing_behind(tmp_path):
    progress = Progress()

    def people():
        for number in range(5):
            progress.cancelled = number == 4
            yield sheet(f"Person {number}")

    with pytest.raises(Cancelled):
        certificate.write(people(), tmp_path / "bescheinigungen.pdf", progress)
    assert not list(tmp_path.iterdir())


def test_progress_counts_the_certificates():
    progress = Progress()
    certificate.write([sheet(), sheet()], io.BytesIO(), progress)
    assert (progress.done, progress.total) == (2, 2)


def test_the_same_certificates_at_the_same_time_are_the_same_file(clock):
    assert written(sheet()) == written(sheet())


@given(st.builds(sheet, st.text(min_size=1, max_size=60), original_name=st.none() | st.text(max_size=20)))
def test_any_name_is_either_printed_or_refused_with_a_sentence(person):
    try:
        certificate.write([person], io.BytesIO())
    except UserError as error:
        assert "hat keine Schrift ein Zeichen" in str(error)
        assert any(note.blocking for note in certificate.check(person))


def test_screen_readers_find_headings_tables_lists_and_figures():
    found = roles(written(sheet(), sheet("Ali")), page=1)
    assert found[0] == "Document"
    assert [role for role in found if role in {"H1", "H2", "H3", "Table", "L", "Figure"}] == [
        "H1",
        "H2",
        "Table",
        "H3",
        "L",
        "Figure",
        "Figure",
    ]
    assert found.count("TH") == found.count("TD") == 5
    assert found.count("LI") == 6


def test_a_second_page_is_read_aloud_too():
    contents = tuple((f"Inhalt Nummer {number}", number) for number in range(1, 31))
    found = roles(written(sheet(contents=contents)), page=1)
    assert "LBody" in found
    assert "H1" not in found
