"""The path on paper: every entry is there and read out with its lane, however long and however many they are."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import page
import pytest

from app.core.progress import Progress
from app.models import LanguageSkill, Organisation, Placement
from app.reports import REPORTS, path_sheet
from app.reports.path_sheet import PathSheet
from app.services.path import Lane, Path, Stretch
from app.services.path import path as read
from tests.factories import add, course, enrolment, participation, person, project, role, sessions
from tests.reports.pdf.reading import pages_of, picture, roles

EMPTY = Path(1, "Rim Al-Haddad", "", (), (), (), (), (), ())


@pytest.fixture
def rim(one_db, clock):
    whole, rim = project(carrier="Volkshochschule Saale-Schwarza"), person()
    german, club = course(whole, "Deutsch B1", kind="language"), Organisation(name="St. Beispiel", kind="religious")
    answers = {"employment": "unemployed", "minority": "yes", "status_after": "employed"}
    with one_db.work("anlegen") as work:
        add(work, whole, rim, role(rim, whole, acquired=date(2026, 2, 20)), german, *sessions(german, 4), club)
        add(work, enrolment(rim, german), participation(rim, whole, answers=answers, exit=date(2026, 8, 31)))
        work.add(Placement(person_id=rim.id, organisation_id=club.id, state="member", started=date(2026, 6, 12)))
        work.add(LanguageSkill(person_id=rim.id, language="de", level="B1", day=date(2026, 9, 1), evidence="telc"))
    return rim


def written(sheet: PathSheet) -> bytes:
    target = io.BytesIO()
    path_sheet.write(sheet, target)
    return target.getvalue()


def said(data: bytes) -> str:
    return " ".join(" ".join(pages_of(data)).split())


def built(db, rim, tmp_path):
    return REPORTS["path"].build(db, {"person": rim.id}, Progress(), tmp_path / "weg.pdf")


def test_one_landscape_page_says_everything(one_db, rim, tmp_path):
    data = built(one_db, rim, tmp_path).read_bytes()
    assert len(pages_of(data)) == 1 and picture(data).width > picture(data).height
    with one_db.read() as session:
        found = read(session, rim.id)
    for one in found.stretches:
        assert one.text.replace("\u00a0", " ") in said(data).replace("\u00a0", " ")
    for part in ("Weg von Rim Al-Haddad", "TN-Nr. CH-001", "telc", "Brücken", "Verein, Mentorin", "Kofinanziert"):
        assert part in said(data)


def test_nothing_sensitive_is_on_it(one_db, rim, tmp_path):
    text = said(built(one_db, rim, tmp_path).read_bytes())
    assert "Beispiel" not in text and "Minderheit" not in text and "Religionsgemeinschaft" in text


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_page_is_archivable_and_accessible(one_db, rim, tmp_path, profile):
    result = page.validate_pdf(str(built(one_db, rim, tmp_path)), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_each_lane_is_a_heading_and_its_entries_are_a_list(one_db, rim, tmp_path):
    data = built(one_db, rim, tmp_path).read_bytes()
    with one_db.read() as session:
        count = len(read(session, rim.id).stretches)
    found = list(roles(data))
    assert found.count("LI") == count and found.count("H2") == len(Lane) + 3 and found.count("H1") == 1


def test_a_person_of_whom_nothing_is_known_has_a_page_too(clock):
    assert "Noch ist nichts erfasst" in said(written(PathSheet(path=EMPTY)))


def test_many_long_entries_go_over_to_the_next_page_and_none_is_lost(clock):
    first = date(2016, 1, 4)
    many = []
    for lane in Lane:
        for n in range(18):
            start, text = first + timedelta(days=40 * n), "Deutsch für den Beruf und den Alltag " * (n % 6 + 1)
            end = None if n % 3 else start + timedelta(days=n)
            many.append(Stretch(lane, start, end, f"Nr{lane.value}{n:02} {text}", "course", n))
    data = written(PathSheet(path=replace(EMPTY, stretches=tuple(many))))
    text = said(data)
    assert len(pages_of(data)) > 1
    assert all(one.text.split()[0] in text for one in many) and text.count("Alltag") >= sum(
        one.text.count("Alltag") for one in many
    )
