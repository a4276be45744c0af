"""What a certificate says: every printed text, fixed at the moment of issue so that a reprint says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.text import NBSP, _, period, plural, show
from app.models import Course, Person, Project
from app.models.course import parse_modules
from app.services.grid import Grid, Row, Verdict
from app.services.programmes import load


@dataclass(frozen=True, slots=True)
class Options:
    """What a person chose to have on the paper."""

    contents: bool = True
    units: bool = True
    birth_place: bool = True
    code: bool = True
    original_name: bool = False


def content(
    attendance: Grid,
    row: Row,
    person: Person,
    course: Course,
    part: Project,
    whole: Project,
    number: str,
    issued_on: date,
    place: str,
    options: Options,
) -> dict[str, Any]:
    """Everything that is printed for one person, as texts and lists that JSON can hold."""
    carrier = part if part.carrier else whole
    leaders = ((course.instructor, course.instructor_function), (carrier.head, carrier.head_function))
    terms = load(whole.programme).terms
    return {
        "number": number,
        "institution": carrier.carrier,
        "address": [" · ".join(line for line in (carrier.carrier_street, carrier.carrier_city) if line)],
        "nature": carrier.carrier_note,
        "title": _("Teilnahmebescheinigung"),
        "name": person.full_name,
        "original_name": person.original_name if options.original_name else "",
        "birth_date": show(person.born),
        "birth_place": person.birth_place if options.birth_place else "",
        "intro": _intro(part, whole),
        "course": course.name,
        "facts": [list(fact) for fact in _facts(attendance, row, course, options)],
        "contents": [list(module) for module in parse_modules(course.modules)] if options.contents else [],
        "closing": _("Diese Bescheinigung bestätigt die Teilnahme. Eine Prüfung war nicht vorgesehen."),
        "place": place,
        "issued": show(issued_on),
        "signatories": [list(leader) for leader in leaders if leader[0]],
        "emblem": terms.emblem == "eu",
        "sentence": terms.sentence,
        "logos": list(terms.logos),
        "placeholders": carrier.placeholders,
        "code": options.code,
    }


def _intro(part: Project, whole: Project) -> str:
    if part.id == whole.id:
        return _("hat im Projekt „{project}“ an folgender Schulung teilgenommen:").format(project=whole.name)
    sentence = _("hat im Projekt „{project}“, Teilprojekt „{part}“, an folgender Schulung teilgenommen:")
    return sentence.format(project=whole.name, part=part.name)


def _facts(attendance: Grid, row: Row, course: Course, options: Options) -> Iterator[tuple[str, str]]:
    """When, how long, how much of it, where, by whom."""
    held = [column for column in attendance.columns if column.held]
    if held:
        days = plural(len(held), _("1 Termin"), _("{n} Termine"))
        yield _("Zeitraum"), f"{period(held[0].day, held[-1].day, paper=True)}, {days}"
    units = _("{n} Unterrichtseinheiten (UE) zu je 45 Minuten").format(n=attendance.held)
    short = attendance.held < attendance.planned
    yield _("Umfang"), units + (_(", geplant waren {n}").format(n=attendance.planned) if short else "")
    # Below the threshold the hours are always printed: the paper must not promise more than was attended.
    if options.units or row.verdict == Verdict.BELOW:
        yield _("Teilnahme"), f"{row.units}{NBSP}UE ({row.share})"
    if course.venue:
        yield _("Ort"), course.venue
    if course.instructor:
        yield _("Leitung"), course.instructor
