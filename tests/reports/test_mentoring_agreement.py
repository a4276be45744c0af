"""The agreement of a pair: both names, what they want, what holds, and three lines to sign."""

from __future__ import annotations

import io
from datetime import date

import page
import pytest

from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.week_times import WeekTimes
from app.reports import mentoring_agreement, report
from app.reports.certificate import FundingStrip
from app.reports.mentoring_agreement import AgreementSheet, Wording
from app.services import pair_log
from tests import factories as make
from tests import tandems
from tests.reports.pdf.reading import pages_of, roles


def sheet(**changes) -> AgreementSheet:
    values = {
        "institution": "Kreisvolkshochschule Saale-Schwarza",
        "address": ("Musterstraße 12", "07407 Rudolstadt"),
        "number": "2026-11",
        "mentee": "Iryna Tymoshchuk",
        "mentor": "Gudrun Böttner",
        "coordinator": "Dr. Marit Ehrenforth",
        "facts": (("Mentee", "Iryna Tymoshchuk"), ("Mentorin", "Gudrun Böttner"), ("Beginn", "18.06.2026")),
        "goals": ("B2-Prüfung bestehen (Termin 05.12.)", "Hospitation im Krankenhaus"),
        "place": "Rudolstadt",
        "strip": FundingStrip(
            True, "Kofinanziert von der Europäischen Union", ("Logo Freistaat Thüringen", "Logo Landkreis")
        ),
        "logo": "Logo Volkshochschule",
    }
    return AgreementSheet(**values | changes)


def written(one: AgreementSheet) -> bytes:
    target = io.BytesIO()
    mentoring_agreement.write(one, target)
    return target.getvalue()


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_an_agreement_is_archivable_and_accessible(tmp_path, profile):
    target = tmp_path / "vereinbarung.pdf"
    mentoring_agreement.write(sheet(), target)
    result = page.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_it_says_who_what_and_what_holds():
    [said] = pages_of(written(sheet()))
    parts = (
        "Mentoring-Vereinbarung", "Tandem 2026-11", "B2-Prüfung bestehen (Termin 05.12.)",
        "Jede von uns kann jederzeit aufhören", "bleibt unter uns", "Iryna Tymoshchuk", "Gudrun Böttner",
        "Koordination", "Kofinanziert", "Ort und Datum: Rudolstadt",
    )  # fmt: skip
    assert [part for part in parts if part not in said] == []
    assert {"H1", "H2", "Table", "L"} <= set(roles(written(sheet())))


def test_many_long_goals_go_on_on_another_page():
    many = tuple(f"{n}. " + "Ein Ziel, das in Worten lang beschrieben ist, " * 4 for n in range(14))
    pages = pages_of(written(sheet(goals=many)))
    assert len(pages) == 2 and "Unterschrift" not in pages[0] and "Koordination" in pages[1]


def test_without_goals_there_is_room_to_write():
    assert "Das nehmen wir uns vor" in pages_of(written(sheet(goals=(), strip=None, logo=None)))[0]


def test_a_second_language_is_a_second_part():
    english = Wording(language="en", title="Mentoring agreement", lead="We would like to work together for a while.")
    pages = pages_of(written(sheet(wordings=(Wording(), english))))
    assert len(pages) == 2 and "Mentoring agreement" in pages[1]


def test_names_of_any_script_are_printed(tmp_path):
    made = written(sheet(mentee="زرغونه رحیم‌زاده", mentor="Đặng Thị Ngọc Ánh Przybyłowicz-Dvořáčková"))
    assert "Przybyłowicz" in pages_of(made)[0]


def test_the_agreement_of_a_pair_comes_from_the_data(one_db, clock, tmp_path):
    project = make.project(carrier="Kreisvolkshochschule", carrier_city="07407 Rudolstadt", head="Marit Ehrenforth")
    with one_db.work("anlegen") as work:
        make.add(work, project)
        iryna = tandems.mentee(work, project, "Tymoshchuk", "Iryna", times=WeekTimes.parse("Di, Do ab 15 Uhr"))
        gudrun = tandems.mentor(work, project, times=WeekTimes.parse("Do ab 16 Uhr"))
    pair = tandems.propose(one_db, iryna, gudrun, project, on=date(2026, 5, 28))
    tandems.begin(one_db, pair)
    with one_db.work("Ziel") as work:
        pair_log.add_goal(work, pair.id, "B2-Prüfung bestehen", "Termin 05.12.")
    path = report("mentoring_agreement").build(one_db, {"pair": pair.id}, Progress(), tmp_path / "v.pdf")
    [said] = pages_of(path.read_bytes())
    assert "etwa alle zwei Wochen, Do ab 16 Uhr und nach Absprache" in said
    assert "B2-Prüfung bestehen (Termin 05.12.)" in said and "18.06.2027" in said
    assert "Ukrain" not in said, "nothing about origin is printed"
    with pytest.raises(Conflict, match="nicht mehr"):
        mentoring_agreement.sheet(one_db, 1)
