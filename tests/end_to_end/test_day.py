"""A day in the office: from a new encrypted file to certificate and workbook, and back."""

from __future__ import annotations

import threading
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from app.models import Certificate, Participation, Person
from app.models.db import Database
from app.models.query import Query
from app.ui import dialogs, pdf_pages
from tests.end_to_end.conftest import PASSPHRASE, Clerk

NAME = "Țurcanu-Müller"


def stored(clerk: Clerk, entity: type) -> list:
    """All records of one kind, as they lie in the file."""
    with clerk.window.context.db.read() as session:
        return [session.get(entity, id) for id in Query(entity).ids(session)]


def valid(clerk: Clerk) -> list[str]:
    """The numbers of the certificates that hold."""
    return [one.number for one in stored(clerk, Certificate) if not one.voided_on]


def new_project(clerk: Clerk) -> None:
    """A project, in the settings."""
    page = clerk.go_to("Einstellungen")
    page.tabs.tabBar().setFocus()
    clerk.press("Right")
    clerk.press("Ctrl+N")
    for field, text in {
        "name": "Connecting Humans 2025–2027",
        "starts": "01.01.2025",
        "ends": "31.12.2027",
        "carrier": "Kreisvolkshochschule Saale-Schwarza",
        "issued_at": "Rudolstadt",
        "head": "Henriette Kallenbach",
    }.items():
        clerk.type(f"feld_{field}", text)
    clerk.press("Ctrl+S")


def new_person(clerk: Clerk) -> None:
    """A woman, taken into the project at once."""
    page = clerk.go_to("Personen")
    clerk.press("Ctrl+N")
    for field, text in {"last_name": NAME, "first_names": "Mihaela", "born": "01.12.1988"}.items():
        clerk.type(f"feld_{field}", text)
    clerk.press("Ctrl+S")
    assert [page.model.index(row, 0).data() for row in range(page.model.rowCount())] == [f"{NAME}, Mihaela"]
    page.detail.tabs.setCurrentIndex(1)
    clerk.rest()
    clerk.click("admit")


def new_course(clerk: Clerk) -> None:
    """A training of one afternoon."""
    page = clerk.go_to("Schulungen")
    clerk.press("Ctrl+N")
    for field, text in {"name": "Sprachmittlung", "units": "3", "venue": "VHS Rudolstadt"}.items():
        clerk.type(f"feld_{field}", text)
    clerk.press("Ctrl+S")
    clerk.click("openCourse")
    add_date(clerk, page)


def add_date(clerk: Clerk, page) -> None:
    """The afternoon itself; the dialog for it is answered by the test."""
    from datetime import date, time

    from app.models import CourseSession

    course = page.course.course_id
    values = {"day": date(2026, 11, 4), "starts": time(17), "ends": time(19, 15), "units": 3, "state": "held"}
    clerk.window.context.do(
        "Termin anlegen", lambda work: work.add(CourseSession(course_id=course, **values)), clerk.window
    )
    clerk.rest()


def attend(clerk: Clerk) -> None:
    """Enrol her by name, and enter with one key that she was there."""
    course = clerk.window.page().course
    course.tabs.setCurrentIndex(1)
    clerk.type("personSearch", "Turcanu")
    clerk.part("personSearch").returnPressed.emit()
    clerk.rest()
    clerk.click("enrol")
    course.tabs.setCurrentIndex(2)
    grid = clerk.part("attendanceGrid")
    grid.setFocus()
    grid.setCurrentIndex(course.attendance.model.index(0, 0))
    clerk.press("A")
    assert course.snapshot.ready == 1


def print_certificate(clerk: Clerk, path: Path) -> str:
    """Issue what is ready into PATH; the words on it."""
    dialogs.answer(path)
    clerk.click("openCertificates")
    clerk.click("saveCertificates")
    return pdf_pages.read(path.read_bytes())[0].text


def write_workbook(clerk: Clerk, path: Path) -> None:
    """The figures for the funder."""
    dialogs.answer(path)
    clerk.go_to("Berichte")
    clerk.click("createWorkbook")


def whole_day(clerk: Clerk, folder: Path) -> None:
    """Everything in a row, as far as paper."""
    code = clerk.create(folder / "Saale.koord")
    assert len(code.split()) == 11
    new_project(clerk)
    new_person(clerk)
    new_course(clerk)
    attend(clerk)
    words = print_certificate(clerk, folder / "Bescheinigung.pdf")
    assert f"Mihaela {NAME}" in words and "Sprachmittlung" in words
    write_workbook(clerk, folder / "Indikatoren.xlsx")


def test_a_day_from_the_new_file_to_paper_and_back(start, tmp_path):
    clerk = start()
    whole_day(clerk, tmp_path)
    assert openpyxl.load_workbook(tmp_path / "Indikatoren.xlsx", read_only=True).sheetnames
    assert len(valid(clerk)) == 1

    clerk.press("Ctrl+Z")
    assert valid(clerk) == []
    clerk.press("Ctrl+Y")
    assert len(valid(clerk)) == 1

    clerk.press("Ctrl+L")
    assert clerk.program.window is None and clerk.dialog.isVisible()
    clerk.unlock()
    clerk.until(lambda: clerk.program.window is not None)
    assert [one.last_name for one in stored(clerk, Person)] == [NAME]
    assert [one.number for one in stored(clerk, Participation)] == ["CH-001"]
    page = clerk.go_to("Personen")
    clerk.rest()
    assert page.model.index(0, 0).data() == f"{NAME}, Mihaela"


def test_the_screen_never_waits_for_the_database(start, tmp_path, monkeypatch):
    screen, trespasses = threading.get_ident(), []

    def watched(name):
        usual = getattr(Database, name)

        def door(db, *given, **more):
            if threading.get_ident() == screen:
                trespasses.append(name)
            return usual(db, *given, **more)

        monkeypatch.setattr(Database, name, door)

    for name in ("read", "work", "undo", "backup"):
        watched(name)
    clerk = start()
    whole_day(clerk, tmp_path)
    clerk.press("Ctrl+Z")
    clerk.press("Ctrl+Y")
    assert trespasses == []


@pytest.mark.usefixtures("at_once")
def test_nothing_of_a_day_lies_readable_on_the_disk(start, tmp_path):
    clerk = start()
    whole_day(clerk, tmp_path)
    for paper in ("Bescheinigung.pdf", "Indikatoren.xlsx"):
        (tmp_path / paper).unlink()
    clerk.press("Ctrl+L")
    readable = [file.name for file in tmp_path.rglob("*") if file.is_file() and NAME.encode() in file.read_bytes()]
    assert readable == []


@pytest.mark.usefixtures("at_once")
def test_what_was_deleted_comes_back_with_undo(start, office):
    clerk = start(office)
    clerk.unlock()
    page = clerk.go_to("Personen")
    page.table.select_id(page.model.id_at(0))
    page.commands["delete"]()
    clerk.rest()
    assert stored(clerk, Person) == [] and page.model.rowCount() == 0
    clerk.press("Ctrl+Z")
    assert [one.last_name for one in stored(clerk, Person)] == ["Gvazava"] and page.model.rowCount() == 1
    assert "Rückgängig gemacht" in clerk.window.status.message
    assert QApplication.focusWidget() is not None
    assert PASSPHRASE not in clerk.window.status.message
