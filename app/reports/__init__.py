"""What leaves the program on paper or as a file: certificates, lists, workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.errors import Invalid
from app.core.text import N_, _
from app.models.fields import Field
from app.models.match_rules import MatchKind
from app.services.translations import LANGUAGES

if TYPE_CHECKING:
    from app.core.progress import Progress
    from app.models.db import Database

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Report:
    """One kind of file that can be made from the data."""

    name: str
    title: str
    help: str
    parameters: tuple[Field, ...]
    suffix: str
    make: Callable[[Database, Values, Path, Progress], object]

    def build(self, db: Database, values: Values, progress: Progress, path: Path) -> Path:
        """Write the file with these VALUES of the parameters to PATH: whole or not at all."""
        problems = {}
        for parameter in self.parameters:
            if problem := parameter.problem(values.get(parameter.name)):
                problems[parameter.name] = problem
        if problems:
            raise Invalid(problems)
        self.make(db, values, path, progress)
        return path


COURSE = Field(N_("Schulung"), name="course", kind=int, required=True, target="course")
PERIOD = (
    Field(N_("Von"), name="first", kind=date, required=True),
    Field(N_("Bis"), name="last", kind=date, required=True),
    Field(N_("Wochentage"), name="days", length=20, help=N_("Zahlen von 1 (Montag) bis 7; ohne Angabe alle")),
    Field(N_("Ab Uhr"), name="start", kind=int, help=N_("Ganze Stunde; ohne Angabe der ganze Tag")),
    Field(N_("Bis Uhr"), name="end", kind=int, help=N_("Ganze Stunde; ohne Angabe der ganze Tag")),
)
PAIR = Field(N_("Tandem"), name="pair", kind=int, required=True, target="pair")
PERSON = Field(N_("Person"), name="person", kind=int, required=True, target="person")
STAGES = (("entry", N_("Eintritt")), ("exit", N_("Austritt")), ("follow_up", N_("Nachbefragung")))
OPEN_PERIOD = (
    Field(N_("Von"), name="first", kind=date, help=N_("Ohne Angabe ohne Grenze")),
    Field(N_("Bis"), name="last", kind=date, help=N_("Ohne Angabe ohne Grenze")),
)
PROJECT = Field(N_("Projekt"), name="project", kind=int, required=True, target="project")


def _certificates(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.jobs import certificates

    return certificates(db, values["course"], path, progress, values.get("issued_on"), values.get("place") or "")


def _attendance_list(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.jobs import attendance_list

    return attendance_list(db, values["course"], path, progress, values.get("day"))


def _questionnaire(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.questionnaire import build

    language, person = values.get("language") or "", values.get("person")
    return build(db, values["project"], values.get("stage") or "entry", path, progress, language, person)


def _overview_workbook(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.offer_overview import write_workbook

    return write_workbook(db, values, path, progress)


def _overview_print(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.offer_overview import write_print

    return write_print(db, values, path, progress)


def _introduction_letter(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.introduction_letter import write

    return write(db, values["placement"], path, progress, protected=bool(values.get("protected")))


def _workbook(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.workbook import build

    return build(db, values, progress, path)


def _disclosure(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.disclosure import build

    return build(db, values["person"], path, progress)


def _mentoring_agreement(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.mentoring_agreement import build

    return build(db, values["pair"], path, progress)


def _match_sheet(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.match_sheet import make

    kind, offer = values.get("kind") or MatchKind.PAIRS, values.get("offer")
    return make(db, values["project"], values["person"], path, progress, MatchKind.OFFERS if offer else kind, offer)


def _checklist(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.checklist import build

    return build(db, values.get("project"), path, progress)


def _path(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.path_sheet import build

    return build(db, values["person"], path, progress)


def _ties(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.social import ties_tables
    from app.services.social_report import ties_report

    with db.read() as session:
        found = ties_report(session, values["project"], values.get("first"), values.get("last"))
    return ties_tables(found).write(path, progress)


def _funnel(db: Database, values: Values, path: Path, progress: Progress) -> object:
    from app.reports.social import funnel_tables
    from app.services.social_report import funnel_report

    with db.read() as session:
        found = funnel_report(session, values["project"], values.get("first"), values.get("last"))
    return funnel_tables(found).write(path, progress)


REPORTS: Mapping[str, Report] = {
    report.name: report
    for report in (
        Report(
            "certificates",
            N_("Bescheinigungen einer Schulung"),
            N_("Stellt aus, was bereit ist, und druckt alle gültigen Bescheinigungen in eine Datei."),
            (
                COURSE,
                Field(N_("Ausgestellt am"), name="issued_on", kind=date, help=N_("Ohne Angabe heute")),
                Field(N_("Ort"), name="place", length=60, help=N_("Ohne Angabe der Ausstellungsort des Projekts")),
            ),
            ".pdf",
            _certificates,
        ),
        Report(
            "attendance_list",
            N_("Teilnahmelisten einer Schulung"),
            N_("Eine Liste zum Unterschreiben für jeden Termin."),
            (COURSE, Field(N_("Termin"), name="day", kind=date, help=N_("Ohne Angabe alle Termine"))),
            ".pdf",
            _attendance_list,
        ),
        Report(
            "questionnaire",
            N_("Fragebogen des Förderprogramms"),
            N_("Zum Ausfüllen von Hand, auf Wunsch mit einer zweiten Sprache neben dem deutschen Text."),
            (
                PROJECT,
                Field(N_("Anlass"), name="stage", options=STAGES, help=N_("Ohne Angabe der Eintritt")),
                Field(
                    N_("Zweite Sprache"),
                    name="language",
                    options=tuple(LANGUAGES.items()),
                    help=N_("Arbeitsübersetzung; ohne Angabe nur Deutsch"),
                ),
                Field(
                    N_("Person"),
                    name="person",
                    kind=int,
                    target="person",
                    help=N_("Füllt aus, was über sie bekannt ist; ohne Angabe leer"),
                ),
            ),
            ".pdf",
            _questionnaire,
        ),
        Report(
            "workbook",
            N_("Indikatoren eines Projekts"),
            N_("Die Zahlen für den Fördergeber mit der pseudonymen Liste dahinter, als Excel-Arbeitsmappe."),
            (PROJECT, Field(N_("Stand"), name="until", kind=date, help=N_("Ohne Angabe heute"))),
            ".xlsx",
            _workbook,
        ),
        Report(
            "disclosure",
            N_("Auskunft an eine Person"),
            N_("Alles, was über eine Person gespeichert ist (Art. 15 DSGVO), als PDF oder mit der Endung .json."),
            (PERSON,),
            ".pdf",
            _disclosure,
        ),
        Report(
            "offer_overview",
            N_("Angebotsübersicht als Arbeitsmappe"),
            N_("Angebote nach Orten und Sparten mit Teilnehmenden und Lücken, ohne Namen."),
            (
                *PERIOD,
                Field(
                    N_("Spalten"),
                    name="by",
                    options=(("sectors", N_("Sparten und Zielgruppen")), ("days", N_("Wochentage"))),
                ),
            ),
            ".xlsx",
            _overview_workbook,
        ),
        Report(
            "offer_overview_print",
            N_("Angebotsübersicht für außen"),
            N_("Angebote nach Orten und Sparten als PDF; Zahlen unter 5 werden nicht gezeigt."),
            PERIOD,
            ".pdf",
            _overview_print,
        ),
        Report(
            "introduction_letter",
            N_("Vorstellungsschreiben"),
            N_("Stellt eine Person einem Verein oder Arbeitgeber vor, nur mit ihrer Einwilligung."),
            (
                Field(N_("Vermittlung"), name="placement", kind=int, required=True, target="placement"),
                Field(
                    N_("Religionsgemeinschaft nennen"),
                    name="protected",
                    options=(("yes", N_("ja")),),
                    help=N_("Nur wo das ausdrücklich gewollt ist"),
                ),
            ),
            ".pdf",
            _introduction_letter,
        ),
        Report(
            "mentoring_agreement",
            N_("Mentoring-Vereinbarung eines Tandems"),
            N_("Ziele, Zeiten und Rechte zum Unterschreiben für Mentee, Mentorin und Koordination."),
            (PAIR,),
            ".pdf",
            _mentoring_agreement,
        ),
        Report(
            "match_sheet",
            N_("Ergebnisbogen eines Vorschlags"),
            N_("Wer wem oder welches Angebot wem vorgeschlagen wird und warum, für das Gespräch, ohne Geschütztes."),
            (
                PROJECT,
                PERSON,
                Field(
                    N_("Vorschlag für"),
                    name="kind",
                    options=((MatchKind.PAIRS.value, N_("ein Tandem")), (MatchKind.OFFERS.value, N_("ein Angebot"))),
                    help=N_("pairs oder offers; ohne Angabe ein Tandem"),
                ),
                Field(
                    N_("Angebot"),
                    name="offer",
                    kind=int,
                    target="offer",
                    help=N_("Eines von mehreren; ohne Angabe das beste"),
                ),
            ),
            ".pdf",
            _match_sheet,
        ),
        Report(
            "checklist",
            N_("Prüfliste"),
            N_("Was in den Daten falsch ist oder fehlt, mit dem Grund, warum es zählt, als Excel-Arbeitsmappe."),
            (Field(N_("Projekt"), name="project", kind=int, target="project", help=N_("Ohne Angabe die ganze Datei")),),
            ".xlsx",
            _checklist,
        ),
        Report(
            "ties",
            N_("Soziale Beziehungen eines Projekts"),
            N_("Beziehungen vor und nach der Teilnahme und im Verlauf, als Excel oder mit der Endung .pdf."),
            (PROJECT, *OPEN_PERIOD),
            ".xlsx",
            _ties,
        ),
        Report(
            "funnel",
            N_("Akquise eines Projekts"),
            N_("Wie Menschen und Vereine gewonnen wurden, nach Kanal und Monat, als Excel oder mit der Endung .pdf."),
            (PROJECT, *OPEN_PERIOD),
            ".xlsx",
            _funnel,
        ),
        Report(
            "path",
            N_("Weg einer Person"),
            N_("Vom Erstkontakt bis zur Arbeit auf einer Seite, für das Gespräch; ohne besonders geschützte Angaben."),
            (PERSON,),
            ".pdf",
            _path,
        ),
    )
}
"""Everything that can be made, by name."""


def report(name: str) -> Report:
    """The report called NAME."""
    if name not in REPORTS:
        names = ", ".join(REPORTS)
        raise Invalid(
            {"name": _("Den Bericht „{name}“ gibt es nicht. Möglich sind: {names}.").format(name=name, names=names)}
        )
    return REPORTS[name]
