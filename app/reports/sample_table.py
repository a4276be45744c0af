"""An old list as offices have it, for trying the import: invented people and everything that makes lists untidy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.styles import Font

from app.core.clock import today
from app.core.progress import Progress
from app.models import Person
from app.reports.excel import save
from app.services.sample_people import People

TITLE = "Teilnehmerinnen und Teilnehmer – alte Liste"
SHEET = "TN-Liste"
HEADERS = (
    "Nr.",
    "Familienname",
    "Vorname",
    "geb. am",
    "Geschl.",
    "Staatsangeh.",
    "Straße",
    "Hausnr.",
    "PLZ/Ort",
    "Tel.",
    "Mail",
    "in D seit",
    "Schuhgröße",
    "Bemerkung",
)
WORDS = {
    "female": ("w", "W", "Frau", "weiblich"),
    "male": ("m", "M", "Herr", "männl."),
    "diverse": ("d",),
    "none": ("-",),
}
Line = list[object]


def sample_table(target: Path, seed: int = 1, count: int = 40, known: Sequence[Person] = ()) -> Path:
    """Write an old list of COUNT invented people to TARGET, with some of the KNOWN ones in between."""
    random = Random(seed)
    people = People(random, today())
    lines = [_line(random, person) for person in known]
    lines += [_line(random, people.invent().person) for _n in range(count)]
    random.shuffle(lines)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet
    sheet.title = SHEET
    sheet.append([TITLE])
    sheet["A1"].font = Font(name="Arial", bold=True, size=14)
    sheet.append(["Stand:", today()])
    sheet.append([])
    sheet.append(HEADERS)
    for number, line in enumerate(_spoilt(lines), 1):
        sheet.append([number, *line] if line else [])
    sheet.append([])
    sheet.append([None, "Summe:", len(lines)])
    return save(workbook, target, [], Progress())


def _line(random: Random, person: Person) -> Line:
    """A person as somebody typed it into the list."""
    street, _blank, number = (person.street or "").rpartition(" ")
    place = " ".join(part for part in (person.postcode, person.city) if part)
    return [
        person.last_name,
        person.first_names,
        _born(random, person),
        random.choice(WORDS[person.gender or "none"]),
        person.nationality or None,
        street or None,
        number or None,
        place or None,
        person.phone or None,
        person.email or None,
        person.arrived.show() if person.arrived else random.choice((None, "?", "-")),
        random.choice((None, 36, 38, 41)),
        person.notes or None,
    ]


def _born(random: Random, person: Person) -> object:
    """The birth date in one of the forms that stand side by side in such lists."""
    if person.born is None or not person.born.complete:
        return person.born.show() if person.born else random.choice((None, "unbekannt"))
    day = person.born.earliest()
    forms: tuple[Callable[[date], object], ...] = (
        lambda day: day,
        lambda day: day,
        lambda day: f"{day:%d.%m.%Y}",
        lambda day: f"{day.day}.{day.month}.{day.year}",
        lambda day: f"{day:%d.%m.%y}",
        lambda day: (day - date(1899, 12, 30)).days,
        lambda day: f"{day:%d/%m/%Y}",
    )
    return random.choice(forms)(day)


def _spoilt(lines: list[Line]) -> Iterator[Line]:
    """The lines with the mistakes that people make: what cannot be, what stands there twice, what nobody knows."""
    for number, line in enumerate(lines):
        if number == len(lines) // 6:
            line[2] = "31.02.1990"
        elif number == len(lines) // 4:
            line[3] = "Fr. Dr."
        elif number == len(lines) // 3:
            line[0], line[1] = f" {line[0]} ", f"{line[1]}²"
        yield line
        if number == len(lines) // 2:
            yield []
            yield list(line)
        if number == len(lines) * 2 // 3:
            name = str(line[0])
            yield [name[:2] + name[2:].replace("a", "e", 1), *line[1:]]
