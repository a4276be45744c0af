"""A thousand accessible certificates in one PDF, against plain reportlab drawing the same pages untagged."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import cycle, islice

import fontpkg
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.reports import certificate
from app.reports.certificate import CertificateSheet, FundingStrip
from app.reports.pdf import figures, template
from app.reports.pdf.layout import compose
from app.reports.pdf.shaping import Typesetter
from tests.benchmarks import Row, ratio, times

COUNT = 1000
RUNS = 3
FIRST = (
    "Thị Thu Hà",
    "Lenka",
    "Homayoun",
    "Małgorzata",
    "Emre",
    "Mihaela",
    "Olena",
    "Birgit",
    "Senait",
    "Jiří",
    "Ülkü",
)
LAST = ("Nguyễn", "Dvořáčková", "Barakzai", "Przybyłowicz", "Yıldırıcı", "Țurcanu", "Škvarla", "Al-Haddad", "Größler")
EVERYBODY = CertificateSheet(
    institution="Kreisvolkshochschule Saale-Schwarza",
    address=("Musterstraße 12 · 07407 Rudolstadt",),
    nature="Öffentliche Einrichtung der Weiterbildung",
    name="Vorname Nachname",
    birth_date="08.07.1986",
    birth_place="Hải Phòng",
    intro="hat im Projekt „Connecting Humans“, Teilprojekt „Connecting Partners – gemeinsam vorwärts“, "
    "an folgender Schulung teilgenommen:",
    course="Integrationsassistenz – Grundqualifizierung",
    facts=(
        ("Zeitraum", "19.08.2026 bis 04.11.2026, 8 Termine"),
        ("Umfang", "24 Unterrichtseinheiten (UE) zu je 45 Minuten"),
        ("Teilnahme", "23 UE (96 %)"),
        ("Ort", "Volkshochschule, Standort Rudolstadt"),
        ("Leitung", "Dr. Marit Ehrenforth"),
    ),
    contents=(
        ("Aufgaben und Rolle der Integrationsassistenz", 3),
        ("Kommunikation und Sprache im Alltag", 4),
        ("Interkulturelle Sensibilisierung, Umgang mit Vorurteilen", 6),
        ("Vereine, Feuerwehr und Ehrenamt in der Region", 4),
        ("Ämter, Beratung und Netzwerke im Landkreis", 4),
        ("Datenschutz, Nähe und Distanz, eigene Grenzen", 3),
    ),
    place="Rudolstadt",
    issued="12.11.2026",
    signatories=(("Dr. Marit Ehrenforth", "Kursleitung"), ("Henriette Kallenbach", "Leitung der Kreisvolkshochschule")),
    number="SSA-2026-0000",
    check_code="8F3K-7QWD-22TM-A9XE",
    qr="CH1:SSA-2026-0000:8F3K-7QWD-22TM-A9XE",
    strip=FundingStrip(
        True, "Kofinanziert von der Europäischen Union", logos=("Logo Freistaat Thüringen", "Logo Landkreis")
    ),
    logo="Logo Volkshochschule",
    seal=True,
)


def measure() -> list[Row]:
    """The table's rows on certificates."""
    script = Script()
    people = list(_people(COUNT))
    without = [replace(person, qr="") for person in people]
    both = ratio(lambda: accessible(people), lambda: plain(people, script), RUNS)
    bare = ratio(lambda: accessible(without), lambda: plain(without, script), RUNS)
    seconds = times(lambda: accessible(people), 1)[0]
    size = len(accessible(people)) / 1024 / COUNT
    what = "1,000 accessible certificates in one PDF, against plain untagged reportlab"
    return [
        Row(what, "≤ 2.5 ×", f"{both:.2f} ×"),
        Row("… the same without the QR codes, which cost both sides as much", "≤ 2.5 ×", f"{bare:.2f} ×"),
        Row("… one certificate", "", f"{seconds / COUNT * 1000:.1f} ms, {size:.1f} KiB"),
    ]


def _people(count: int) -> Iterator[CertificateSheet]:
    names = zip(cycle(FIRST), cycle(LAST), strict=False)
    for index, (first, last) in enumerate(islice(names, count)):
        number = f"SSA-2026-{index:04}"
        code = f"8F3K-7QWD-22TM-{index:04}"
        yield replace(
            EVERYBODY,
            name=f"{first} {last}",
            birth_date=f"{index % 28 + 1:02}.{index % 12 + 1:02}.{1950 + index % 55}",
            number=number,
            check_code=code,
            qr=f"CH1:{number}:{code}",
        )


def accessible(people: list[CertificateSheet]) -> bytes:
    """What the program prints."""
    target = io.BytesIO()
    certificate.write(people, target)
    return target.getvalue()


class Script:
    """Where everything stands on the page, read once from the composed certificate, so that both draw the same."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, tuple]] = []
        composition = compose(template.load("certificate"), certificate._values(EVERYBODY), Typesetter())
        for drawing in composition.pages[0]:
            drawing(_Recorder(self.steps))


class _Recorder:
    """Stands in for the canvas and notes what is drawn."""

    def __init__(self, steps: list[tuple[str, tuple]]) -> None:
        self._steps = steps

    def tag(self, *_args: object, **_extra: object) -> _Recorder:
        return self

    decoration = tag

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_error: object) -> None:
        pass

    def __getattr__(self, name: str):
        return lambda *args: self._steps.append((name, args))


def plain(people: list[CertificateSheet], script: Script) -> bytes:
    """The same pages with drawString, rect and one form for the emblem: no shaping, no tags, no PDF/A."""
    pdfmetrics.registerFont(TTFont("Plain", str(fontpkg.path("Arimo"))))
    rl_config.useA85 = 0
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595.28, 841.89), pageCompression=1, initialFontName="Plain")
    canvas.beginForm("emblem")
    emblem = next(args for name, args in script.steps if name == "stamp")
    canvas._code.append(figures.emblem(emblem[2][1]))
    canvas.endForm()
    for person in people:
        _plain_page(canvas, script, person)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _plain_page(canvas: Canvas, script: Script, person: CertificateSheet) -> None:
    own = {
        EVERYBODY.name: person.name,
        f"geboren am {EVERYBODY.birth_date} in {EVERYBODY.birth_place}": f"geboren am {person.birth_date} in Hải Phòng",
        f"Bescheinigung Nr. {EVERYBODY.number}": f"Bescheinigung Nr. {person.number}",
        f"Prüfcode {EVERYBODY.check_code}": f"Prüfcode {person.check_code}",
    }
    for name, args in script.steps:
        if name == "write":
            line, x, y, size, colour = args
            canvas.setFont("Plain", size)
            canvas.setFillColor(_colour(colour))
            canvas.drawString(x, y, own.get(line.text, line.text))
        elif name == "area":
            x, y, width, height, colour = args
            canvas.setFillColor(_colour(colour))
            canvas.rect(x, y, width, height, stroke=0, fill=1)
        elif name == "stroke":
            path, colour, width, dash = args
            canvas.setStrokeColor(_colour(colour))
            canvas.setLineWidth(width)
            canvas.setDash(*dash)
            canvas._code.append(f"{path} S")
        elif name == "stamp":
            canvas.saveState()
            canvas.translate(args[3], args[4])
            canvas.doForm("emblem")
            canvas.restoreState()
        elif name == "draw" and person.qr:
            canvas.setFillColor(_colour("#19242A"))
            canvas._code.append(f"q 1 0 0 1 70.87 79 cm {figures.qr(person.qr, 46.5)} Q")


_colour = cache(HexColor)
