"""Courses: trainings, qualifications and workshops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy.orm import Mapped

from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, field, readable, typed_lines

UNIT_MINUTES = 45
"""One Unterrichtseinheit (UE)."""


class CourseKind(Choice):
    """As the project offers them."""

    AWARENESS = "awareness", N_("Interkulturelle Sensibilisierung")
    ASSISTANT = "assistant", N_("Qualifizierung Integrationsassistenz")
    MENTOR = "mentor", N_("Mentorinnen-Schulung")
    LANGUAGE = "language", N_("Sprach- und Erstorientierungskurs")
    WORKSHOP = "workshop", N_("Workshop")
    OTHER = "other", N_("Sonstige")


_MODULE = re.compile(r"(?P<text>.*\S)\s*[;:|]\s*(?P<units>\d+)\s*(?:UE)?")


def parse_modules(text: str) -> tuple[tuple[str, int], ...]:
    """The (module, UE) lines of a course's contents, typed one per line as 'Module: 4'."""
    problem = _("Bitte Inhalt und UE schreiben, zum Beispiel „Ehrenamt: 4“.")
    return tuple((line["text"], int(line["units"])) for line in typed_lines(text, _MODULE, problem))


class Course(Entity):
    """One training with its dates and participants."""

    __tablename__ = "course"
    title, titles = N_("Schulung"), N_("Schulungen")
    caption_label = N_("Titel")
    listed = ("caption", "first_day", "last_day", "enrolled")

    name: Mapped[str] = field(N_("Titel"), length=160, search=True, group=N_("Schulung"))
    kind: Mapped[str] = field(N_("Art"), choice=CourseKind, default=CourseKind.OTHER.value, group=N_("Schulung"))
    project_id: Mapped[int] = refers("project", N_("Projekt"))
    units: Mapped[int] = field(N_("Geplante UE"), default=0, unit="UE", group=N_("Schulung"))
    threshold: Mapped[int] = field(N_("Schwelle für die Bescheinigung"), default=80, unit="%", group=N_("Schulung"))
    modules: Mapped[str] = field(
        N_("Inhalte"),
        length=4000,
        default="",
        multiline=True,
        rule=readable(parse_modules),
        group=N_("Schulung"),
        help=N_("Eine Zeile je Inhalt mit UE, zum Beispiel „Ehrenamt in der Region: 4“"),
    )
    venue: Mapped[str] = field(N_("Ort"), length=120, default="", search=True, group=N_("Durchführung"))
    instructor: Mapped[str] = field(N_("Leitung"), length=120, default="", search=True, group=N_("Durchführung"))
    instructor_function: Mapped[str] = field(
        N_("Funktion der Leitung"), length=80, default=N_("Kursleitung"), group=N_("Durchführung")
    )
    places: Mapped[int | None] = field(N_("Plätze"), group=N_("Durchführung"))
    notes: Mapped[str] = field(N_("Notizen"), length=4000, default="", multiline=True, group=N_("Notizen"))

    def describe(self) -> str:
        """The course's title."""
        return self.name

    def rules(self) -> Iterator[tuple[str, str]]:
        """Possible numbers, and contents that fit into the planned UE."""
        if not 0 <= self.threshold <= 100:
            yield "threshold", _("Die Schwelle liegt zwischen 0 und 100 Prozent.")
        if not 0 <= self.units <= 2000:
            yield "units", _("Möglich sind 0 bis 2000 UE.")
        contents = sum(units for _text, units in parse_modules(self.modules))
        if contents and self.units and contents != self.units:
            yield (
                "modules",
                _("Die Inhalte ergeben {sum} UE, geplant sind {units} UE.").format(sum=contents, units=self.units),
            )
