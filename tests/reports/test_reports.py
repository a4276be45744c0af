"""Every report is made from the data alone, whole or not at all."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.core.errors import Cancelled, Conflict, Invalid, Unavailable
from app.core.progress import Progress
from app.models import Certificate, Course, NumberSeries, Person, Project
from app.reports import REPORTS, certificate, jobs, report, sources
from app.services import certificates, sample
from app.services.certificates import Wanted
from app.services.indicator_report import indicator_report

DAY = date(2026, 11, 12)


@pytest.fixture
def office(one_db, clock):
    """A database with the sample in it, and where its main records are."""
    one_db.sample = sample.create(one_db, 60, today=DAY)
    return one_db


@pytest.fixture
def folder(tmp_path):
    """An empty folder for what is written."""
    made = tmp_path / "out"
    made.mkdir()
    return made


def build(db, name, path, progress=None, **values):
    return REPORTS[name].build(db, values, progress or Progress(), path)


def pages(path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def numbers(db) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(Certificate.number).order_by(Certificate.number)))


def last_number(db) -> int:
    with db.read() as session:
        return session.get_one(NumberSeries, "certificate SSA 2026").last


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_a_title_and_says_what_is_missing(office, name, folder):
    found = REPORTS[name]
    assert found.title and found.help.endswith(".") and found.suffix.startswith(".")
    if not any(parameter.required for parameter in found.parameters):
        return
    with pytest.raises(Invalid, match="fehlt"):
        build(office, name, folder / "leer")
    assert not list(folder.iterdir())


def test_an_unknown_report_is_told_with_those_there_are():
    with pytest.raises(Invalid, match="Möglich sind: certificates, attendance_list, questionnaire, workbook"):
        report("invoice")
    assert report("workbook").suffix == ".xlsx"


def test_certificates_are_issued_and_printed(office, folder):
    before = len(numbers(office))
    found = pages(build(office, "certificates", folder / "b.pdf", course=office.sample.course_id, issued_on=DAY))
    assert (len(found), len(numbers(office)) - before) == (10, 10)
    page = next(text for text in found if "Nguyễn Thị Thu Hà" in text)
    for line in ("geboren am 08.07.1986 in Hải Phòng", "24 Unterrichtseinheiten", "Kofinanziert von der", "12.11.2026"):
        assert line in page
    assert "Prüfcode" in page


def test_printing_again_says_the_same_with_the_same_numbers(office, folder):
    course = office.sample.course_id
    first = pages(build(office, "certificates", folder / "1.pdf", course=course, issued_on=DAY))
    issued = numbers(office)
    again = pages(build(office, "certificates", folder / "2.pdf", course=course))
    assert (first, issued) == (again, numbers(office))
    with office.read() as session:
        query = select(Certificate.reprints).where(Certificate.course_id == course)
        assert set(session.scalars(query)) == {1}


def test_where_nobody_is_ready_nothing_is_written(office, folder):
    with office.work("anlegen") as work:
        course = work.add(Course(name="Leer", project_id=office.sample.project_id))
    with pytest.raises(Invalid, match="noch niemand bereit"):
        build(office, "certificates", folder / "b.pdf", course=course.id)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", ["certificates", "attendance_list", "questionnaire", "workbook"])
def test_cancelling_leaves_nothing_behind(office, name, folder):
    progress, before = Progress(), (numbers(office), last_number(office))
    progress.cancelled = True
    values = {"course": office.sample.course_id, "project": office.sample.project_id}
    with pytest.raises(Cancelled):
        build(office, name, folder / "d", progress, **values)
    assert not list(folder.iterdir())
    assert (numbers(office), last_number(office)) == before


def test_without_its_paper_nothing_is_issued(office, folder):
    before = (numbers(office), last_number(office))
    with pytest.raises(Unavailable):
        build(office, "certificates", folder / "missing" / "b.pdf", course=office.sample.course_id)
    assert (numbers(office), last_number(office)) == before


def test_a_paper_that_could_not_be_recorded_does_not_stay(office, folder):
    with office.read() as session:
        ready = [one for one in certificates.candidates(session, office.sample.course_id) if not one.blocked]

    def meanwhile(session, *_):
        raise Conflict("dazwischen")

    event.listen(Session, "before_commit", meanwhile)
    try:
        with pytest.raises(Conflict):
            choices = [Wanted(one.person_id) for one in ready]
            jobs.issue(office, office.sample.course_id, choices, folder / "b.pdf", Progress(), DAY)
    finally:
        event.remove(Session, "before_commit", meanwhile)
    assert not list(folder.iterdir())


def test_a_certificate_without_its_code_shows_none(office):
    with office.work("ausstellen") as work:
        ready = [one for one in certificates.candidates(work.session, office.sample.course_id) if not one.blocked]
        options = certificates.Options(code=False)
        wanted = [Wanted(ready[0].person_id)]
        (made,) = certificates.issue(work, office.sample.course_id, wanted, DAY, options=options)
    sheet = sources.issued_sheet(made)
    assert (sheet.check_code, sheet.qr) == ("", "")
    assert sources.certificate_sheet(made.content).number == made.number


def test_one_list_to_sign_for_each_date_that_was_not_cancelled(office, folder):
    found = pages(build(office, "attendance_list", folder / "l.pdf", course=office.sample.course_id))
    assert len(found) == 8
    assert "Termin 8 von 8" in found[-1]
    for text in ("Mittwoch, 04.11.2026", "17:00 bis 19:15 Uhr, 3 UE", "Dvořáčková", "25-0417-CH (Muster)"):
        assert text in found[-1]
    assert "Qassab" not in "".join(found)


def test_one_list_for_one_date(office, folder):
    course = office.sample.course_id
    found = pages(build(office, "attendance_list", folder / "l.pdf", course=course, day=date(2026, 9, 2)))
    assert len(found) == 1
    assert "Termin 3 von 8" in found[0]
    with pytest.raises(Invalid, match=r"Am 03\.09\.2026 hat diese Schulung keinen Termin"):
        build(office, "attendance_list", folder / "x.pdf", course=course, day=date(2026, 9, 3))


def test_who_has_a_single_name_signs_under_name(office):
    with office.work("ändern") as work:
        for one in work.session.scalars(select(Person).where(Person.last_name == "Gvazava")):
            work.update(one, {"last_name": "", "first_names": "Nino"})
    rows = sources.attendance_sheets(office, office.sample.course_id)[0].rows
    assert ("Nino", "") in [(row.last_name, row.first_name) for row in rows]


def test_the_workbook_counts_until_a_day(office, folder):
    values = {"project": office.sample.project_id}
    now = openpyxl.load_workbook(build(office, "workbook", folder / "n.xlsx", **values))
    then = openpyxl.load_workbook(build(office, "workbook", folder / "t.xlsx", until=date(2025, 12, 31), **values))
    told = [str(cell.value) for row in now.worksheets[0].iter_rows() for cell in row if cell.value]
    assert "25-0417-CH (Muster)" in told
    assert "Connecting Partners – gemeinsam vorwärts, Connecting Women" in told
    assert now.worksheets[2].max_row > then.worksheets[2].max_row


def test_the_workbook_names_nobody(office, folder):
    book = openpyxl.load_workbook(build(office, "workbook", folder / "n.xlsx", project=office.sample.project_id))
    told = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    with office.read() as session:
        assert not told & set(session.scalars(select(Person.caption)))


def test_a_part_of_a_project_reports_under_the_whole_ones_reference(office):
    with office.read() as session:
        part = session.scalars(select(Project).where(Project.name == "Connecting Women")).one()
        found = indicator_report(session, part.id, DAY)
    assert (found.project, found.reference, found.carrier) == (
        "Connecting Women",
        "25-0417-CH (Muster)",
        "Kreisvolkshochschule Saale-Schwarza",
    )


def test_papers_can_be_written_into_memory_for_a_preview(office):
    with office.read() as session:
        ready = [one for one in certificates.candidates(session, office.sample.course_id) if not one.blocked]
        contents = certificates.contents(session, office.sample.course_id, {ready[0].person_id: ready[0].number}, DAY)
    target = BytesIO()
    certificate.write([sources.certificate_sheet(one) for one in contents.values()], target)
    assert target.getvalue().startswith(b"%PDF")


def test_places_for_logos_are_printed_only_where_the_office_wants_them(office, folder):
    def texts() -> str:
        path = folder / "listen.pdf"
        build(office, "attendance_list", path, course=office.sample.course_id)
        return "\n".join(pages(path))

    assert "Platzhalter" in texts()
    with office.work("ohne Felder") as work:
        for project in work.session.scalars(select(Project)):
            project.placeholders = False
    assert "Platzhalter" not in texts()
