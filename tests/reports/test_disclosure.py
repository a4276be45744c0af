"""The disclosure on paper and as a file says the same, for everybody's names and however long the notes are."""

from __future__ import annotations

import io
import json
from datetime import date

import page
import pytest

from app.core.progress import Progress
from app.models import Note, Person
from app.reports import REPORTS, disclosure
from app.services import disclosure as service
from tests.factories import add, participation, person, project, role
from tests.reports.pdf.reading import pages_of

LONG = "Am Telefon wegen der Anerkennung gesprochen. " * 80


@pytest.fixture
def rim(one_db):
    whole = project()
    rim = person(original_name="ريم الحداد", notes="Zeile eins\nZeile zwei")
    with one_db.work("Person anlegen") as work:
        add(work, whole, rim, role(rim, whole), participation(rim, whole, answers={"employment": "unemployed"}))
        add(work, *(Note(person_id=rim.id, day=date(2026, 3, day), text=LONG[:3900]) for day in (3, 4)))
    with one_db.work("Person ändern") as work:
        work.get(Person, rim.id).city = "Gotha"
    return rim


def written(db, rim, tmp_path, name="auskunft.pdf"):
    return REPORTS["disclosure"].build(db, {"person": rim.id}, Progress(), tmp_path / name)


def test_everything_filled_in_is_on_paper(one_db, rim, tmp_path):
    text = " ".join(" ".join(pages_of(written(one_db, rim, tmp_path).read_bytes())).split())
    for part in ("Rim Al-Haddad", "Gotha", "arbeitslos gemeldet", "Mentee", "Zeile zwei", "Art. 77", "Seite 1 von"):
        assert part in text
    assert text.count("Am Telefon wegen der Anerkennung") > 150


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_paper_is_archivable_and_accessible(one_db, rim, tmp_path, profile):
    result = page.validate_pdf(str(written(one_db, rim, tmp_path)), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_nothing_runs_over_the_foot_of_a_page(one_db, rim, tmp_path):
    import pypdfium2

    document = pypdfium2.PdfDocument(written(one_db, rim, tmp_path).read_bytes())
    for sheet in document:
        found = sheet.get_textpage()
        lowest = min(
            found.get_charbox(index)[1]
            for index in range(found.count_chars())
            if found.get_text_range(index, 1).strip()
        )
        assert lowest > 20
    document.close()


def test_the_file_for_machines_has_every_column(one_db, rim, tmp_path):
    told = json.loads(written(one_db, rim, tmp_path, "auskunft.json").read_text("utf-8"))
    assert told["name"] == "Rim Al-Haddad" and told["history"][0]["label"] == "Person ändern"
    columns = {
        value["column"] for record in told["records"] if record["table"] == "person" for value in record["values"]
    }
    assert {"last_name", "born", "interests", "children", "notes"} <= columns


def test_the_same_facts_twice_give_the_same_sections(one_db, rim):
    with one_db.read() as session:
        found = service.disclosure(session, rim.id)
    first, second = io.BytesIO(), io.BytesIO()
    disclosure.write(found, first)
    disclosure.write(found, second)
    assert pages_of(first.getvalue()) == pages_of(second.getvalue())


def test_letters_without_a_font_are_spelt_and_that_is_said(one_db, tmp_path):
    with one_db.work("anlegen") as work:
        gayane = work.add(person("Harutyunyan", "Gayane", original_name="Գայանե", notes="Գ kam am Montag"))
    text = " ".join(" ".join(pages_of(written(one_db, gayane, tmp_path).read_bytes())).split())
    assert "Gayane" in text and "umschrieben" in text and "G kam am Montag" in text
    assert "Գայանե" in written(one_db, gayane, tmp_path, "auskunft.json").read_text("utf-8")
