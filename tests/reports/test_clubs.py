"""Papers about clubs: the letter with a name and nothing else, the overview of offers inside and outside the house."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import page
import pypdfium2
import pytest

from app.core.errors import Invalid
from app.core.progress import Progress
from app.models import Consent, Placement, Project
from app.models.db import Database
from app.models.query import Query
from app.reports import REPORTS
from tests import clubs, town
from tests.factories import project

PERIOD = {"first": date(2026, 1, 1), "last": date(2026, 11, 12)}
EVENINGS = PERIOD | {"days": "1 2 3 4 5", "start": 16, "end": 24}


@pytest.fixture
def office(one_db: Database, clock: datetime) -> Database:
    """The clubs of the pictures under a carrier with an address."""
    within = project(
        carrier="Kreisvolkshochschule Saale-Schwarza", carrier_street="Schloßstraße 24", carrier_city="07318 Saalfeld",
        issued_at="Saalfeld", head="Dr. Marit Ehrenforth", head_function="Leitung",
    )  # fmt: skip
    with one_db.work("anlegen") as work:
        work.add(within)
    one_db.ids = town.fill(one_db, within)
    return one_db


def build(db: Database, name: str, path: Path, **values) -> Path:
    return REPORTS[name].build(db, values, Progress(), path)


def text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        found = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    finally:
        document.close()
    return " ".join(found.split())


def trial(db: Database) -> int:
    with db.read() as session:
        return Query(Placement, where={"state": "trial"}).ids(session)[0]


def test_the_letter_says_who_comes_when_and_with_whom(office: Database, tmp_path: Path) -> None:
    said = text(build(office, "introduction_letter", tmp_path / "brief.pdf", placement=trial(office)))
    for part in (
        "Vorstellung: Yuliia Petrenko", "Freiwillige Feuerwehr Schwarzagrund", "Katrin Möbus, Wehrführerin",
        "Donnerstag, 19.11.2026, 18:30 Uhr", "Selin Barış, Integrationsassistenz", "Schloßstraße 24",
        "hat am 02.03.2026 eingewilligt", "Saalfeld, den 12.11.2026", "Dr. Marit Ehrenforth",
    ):  # fmt: skip
        assert part in said, part


def test_the_letter_tells_nothing_but_the_name(office: Database, tmp_path: Path) -> None:
    said = text(build(office, "introduction_letter", tmp_path / "brief.pdf", placement=trial(office)))
    assert "1991" not in said and "Bad Blankenburg" not in said  # birthday and home


@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.parametrize("name", ["introduction_letter", "offer_overview_print"])
def test_both_papers_are_archivable_and_accessible(office: Database, tmp_path: Path, name: str, profile: str) -> None:
    given = {"placement": trial(office)} if name == "introduction_letter" else EVENINGS
    made = build(office, name, tmp_path / "blatt.pdf", **given)
    result = page.validate_pdf(str(made), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_without_consent_there_is_no_letter(office: Database, tmp_path: Path) -> None:
    id = trial(office)
    with office.work("widerrufen") as work:
        person = work.get(Placement, id).person_id
        (consent,) = Query(Consent, where={"person_id": person}).ids(work.session)
        work.update(work.get(Consent, consent), {"withdrawn": date(2026, 11, 1)})
    with pytest.raises(Invalid, match="Ohne die Einwilligung"):
        build(office, "introduction_letter", tmp_path / "brief.pdf", placement=id)
    assert not list(tmp_path.glob("*.pdf"))


def test_a_religious_community_is_named_only_where_somebody_chose_to(office: Database, tmp_path: Path) -> None:
    with office.read() as session:
        (id,) = Query(Placement, where={"organisation_id": office.ids["mosque"]}).ids(session)
    with pytest.raises(Invalid, match="ausdrücklich"):
        build(office, "introduction_letter", tmp_path / "brief.pdf", placement=id)
    made = build(office, "introduction_letter", tmp_path / "brief.pdf", placement=id, protected="yes")
    assert "Moscheegemeinde Saalfeld" in text(made)


def test_an_ended_placement_has_no_letter(office: Database, tmp_path: Path) -> None:
    with office.read() as session:
        id = Query(Placement, where={"state": "ended"}).ids(session)[0]
    with pytest.raises(Invalid, match="beendet"):
        build(office, "introduction_letter", tmp_path / "brief.pdf", placement=id)


def test_a_long_name_in_any_script_is_printed(one_db: Database, clock: datetime, tmp_path: Path) -> None:
    club, someone = clubs.club("Verein " * 15), Project(name="P")
    from tests.factories import add, person

    who = person("Wickremesinghe-Bandaranaike", "Chandrika Kumaratunga Đức Āzāde")
    placed = clubs.placement(who, club)
    with one_db.work("anlegen") as work:
        add(work, club, someone, who, clubs.consent(who), placed)
    said = text(build(one_db, "introduction_letter", tmp_path / "brief.pdf", placement=placed.id))
    assert "Wickremesinghe-Bandaranaike" in said


def test_the_workbook_shows_the_table_its_figures_and_the_gaps(office: Database, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(build(office, "offer_overview", tmp_path / "u.xlsx", **EVENINGS))
    assert book.sheetnames == ["Angebotsübersicht", "Zahlen", "Lücken"]
    cells = [[cell.value for cell in row] for row in book["Angebotsübersicht"].iter_rows()]
    head = next(row for row in cells if row[0] == "Ort")
    town = next(row for row in cells if row[0] == "Königsee")
    assert town[head.index("davon für Frauen")] == "3 suchen"
    gaps = [[cell.value for cell in row] for row in book["Lücken"].iter_rows()]
    assert ["Königsee: für Frauen wochentags ab 16 Uhr nichts", 3] in [row[:2] for row in gaps]
    everything = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "Rahimzada" not in everything


def test_weekdays_make_a_workbook_of_weekdays(office: Database, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(build(office, "offer_overview", tmp_path / "u.xlsx", **PERIOD, by="days"))
    heads = [row for row in book["Angebotsübersicht"].iter_rows(values_only=True) if row[0] == "Ort"]
    assert heads[0][1:4] == ("Mo", "Di", "Mi")


def test_outside_the_house_no_small_number_is_seen(office: Database, tmp_path: Path) -> None:
    said = text(build(office, "offer_overview_print", tmp_path / "u.pdf", **EVENINGS))
    assert "Angebotsübersicht" in said and "gesucht" in said and "1 bis 4 TN" in said
    assert "3 suchen" not in said and "Kreisvolkshochschule" in said


def test_an_empty_overview_says_so(one_db: Database, clock: datetime, tmp_path: Path) -> None:
    assert "keine Angebote" in text(build(one_db, "offer_overview_print", tmp_path / "u.pdf", **PERIOD))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first": date(2026, 2, 1), "last": date(2026, 1, 1)}, "vor dem Beginn"),
        ({"days": "1 8"}, "Wochentage"),
        ({"start": 18, "end": 16}, "vor ihrem Ende"),
    ],
)
def test_an_impossible_scope_is_told(one_db: Database, clock: datetime, tmp_path: Path, given: dict, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        build(one_db, "offer_overview", tmp_path / "u.xlsx", **PERIOD | given)
