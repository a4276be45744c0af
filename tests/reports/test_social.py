"""Ties and acquisition as files: the same numbers in Excel and PDF, small groups hidden in both."""

from __future__ import annotations

from datetime import date

import openpyxl
import page
import pytest

from app.core.progress import Progress
from app.reports import REPORTS
from app.services import sample
from app.services.social_report import funnel_report, ties_report
from tests.reports.pdf.reading import pages_of, roles


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    from app.core import clock
    from app.models.office import Office
    from tests.shots import scenes

    with (
        clock.frozen(scenes.NOW),
        Office.create(tmp_path_factory.mktemp("social") / "a.koord", "nur zum Testen") as made,
    ):
        yield made.db, sample.create(made.db, 60, seed=1, today=scenes.DAY).project_id


def built(office, name, path, **values):
    db, project = office
    return REPORTS[name].build(db, {"project": project} | values, Progress(), path)


def rows(path, sheet):
    return [row for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True) if any(row)]


def test_the_workbook_of_ties_has_the_numbers_of_the_report(office, tmp_path):
    path = built(office, "ties", tmp_path / "ties.xlsx")
    with office[0].read() as session:
        found = ties_report(session, office[1], None, None)
    before = rows(path, "Vorher und nachher")
    everybody = [row[2:5] for row in before if row[0] == "Alle"]
    assert {row[1] for row in before if row[0] == "Alle"} == {found.people}
    changes = found.groups[0].changes
    assert everybody == [
        (name, one.before, one.after) for name, one in zip(("Nähe", "Brücken", "Zugänge"), changes, strict=True)
    ]
    assert len(rows(path, "Im Verlauf")) >= len(found.quarters) + 1


def test_small_groups_are_nowhere(office, tmp_path):
    path = built(office, "ties", tmp_path / "ties.xlsx", first=date(2026, 11, 1))
    with office[0].read() as session:
        assert ties_report(session, office[1], date(2026, 11, 1), None).people < 5
    cells = [cell for row in rows(path, "Vorher und nachher") for cell in row]
    assert not any(isinstance(cell, int) for cell in cells) and "unter 5" in cells


def test_the_workbook_of_the_funnel_has_shares_that_can_be_computed_with(office, tmp_path):
    path = built(office, "funnel", tmp_path / "funnel.xlsx")
    with office[0].read() as session:
        total = funnel_report(session, office[1], None, None).funnels[0].total
    sums = next(row for row in rows(path, "Nach Kanal") if row[:2] == ("Mentees", "Summe"))
    assert sums[2] == total.reached[0] and sums[3] == total.reached[1] and sums[4] == pytest.approx(total.share(1))


@pytest.mark.parametrize("name", ["ties", "funnel"])
@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_both_are_archivable_and_accessible(office, tmp_path, name, profile):
    path = built(office, name, tmp_path / f"{name}.pdf")
    result = page.validate_pdf(str(path), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]
    found = list(roles(path.read_bytes()))
    assert found.count("H1") == 1 and found.count("H2") >= 1 and found.count("Table") >= 1


def test_the_pdf_says_period_project_and_why_something_is_missing(office, tmp_path):
    path = built(office, "ties", tmp_path / "ties.pdf", first=date(2026, 11, 1), last=date(2026, 11, 30))
    text = " ".join(" ".join(pages_of(path.read_bytes())).split())
    for part in ("Soziale Beziehungen", "01.11.–30.11.2026", "weniger als 5 Personen", "Verein, Mentorin", "Vorher"):
        assert part in text


def test_a_period_in_which_nothing_was_is_a_file_too(office, tmp_path):
    for name in ("ties", "funnel"):
        path = built(office, name, tmp_path / f"{name}.pdf", first=date(2030, 1, 1))
        assert pages_of(path.read_bytes())
