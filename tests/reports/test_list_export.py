"""Any list as a file: what was seen, in its order, with the filter above, and back again without loss."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import page as pdf_checks
import pytest

from app.core.errors import Cancelled, Invalid
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.models import Course, Person
from app.models.arrangement import Arrangement, Extra, Shown
from app.models.fields import columns
from app.models.query import Query
from app.reports import list_export
from app.reports.list_export import ListSheet, write_excel, write_pdf
from app.reports.pdf.documents import MissingCharacters
from app.reports.pdf.long_tables import MOST_PRINTED
from app.services import imports, sample, tables
from tests.factories import add, course, person, project, sessions
from tests.reports.pdf.reading import pages_of, picture, roles
from tests.services.imports.lists import PERSONS, look

EXTRA = Extra(
    "missing", "Angaben", lambda _session, ids: dict.fromkeys(ids, 2), lambda n: Shown(f"{n} fehlen", "missing")
)


def sheet(db, entity=Person, names=("caption", "born", "city"), extras=(), **query) -> ListSheet:
    specs = columns(entity)
    wanted = Query(entity, **query)
    with db.read() as session:
        ids = wanted.ids(session)
    arrangement = Arrangement((*(specs[name] for name in names), *extras))
    return ListSheet(title=entity.titles, query=wanted, arrangement=arrangement, ids=ids, about=("3 von 5 Personen",))


@pytest.fixture
def people(one_db):
    with one_db.work("anlegen") as work:
        add(
            work,
            person("Öztoprak", "Gülnur", born=PartialDate(1990), city="=1+1"),
            person("Al-Haddad", "Rim", city="Königsee"),
            person("Nguyễn", "Thị Thu Hà", family_first=True, born=None, city=""),
        )
    return one_db


def cells(path) -> list[tuple[object, ...]]:
    return [tuple(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]


# ---------------------------------------------------------------- Excel


def test_a_workbook_holds_what_was_seen_in_its_order(people, tmp_path, clock):
    made = sheet(people, extras=[EXTRA], order="caption", descending=True)
    rows = cells(write_excel(people, made, tmp_path / "list.xlsx", Progress()))
    assert [row[0] for row in rows[:3]] == ["Personen", "3 von 5 Personen", "Stand: 12.11.2026, 08:42 Uhr"]
    assert rows[4:] == [
        ("Name", "Geburtsdatum", "Wohnort", "Angaben"),
        ("Öztoprak, Gülnur", "1990", "=1+1", "2 fehlen"),
        ("Nguyễn Thị Thu Hà", None, None, "2 fehlen"),
        ("Al-Haddad, Rim", datetime(1991, 3, 14), "Königsee", "2 fehlen"),  # noqa: DTZ001 - as Excel has it
    ]


def test_text_that_looks_like_a_formula_stays_text(people, tmp_path):
    path = write_excel(people, sheet(people), tmp_path / "list.xlsx", Progress())
    found = next(c for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for c in row if c.value == "=1+1")
    assert found.data_type == "s" and found.quotePrefix


def test_numbers_days_and_names_of_other_records_come_as_such(one_db, tmp_path):
    whole = project()
    training = course(whole)
    with one_db.work("anlegen") as work:
        add(work, whole, training, *sessions(training, 1))
    made = sheet(one_db, Course, ("caption", "project_id", "kind", "units", "first_day"))
    rows = cells(write_excel(one_db, made, tmp_path / "list.xlsx", Progress()))
    assert rows[-1][1:4] == (whole.name, "Qualifizierung Integrationsassistenz", 24)
    assert rows[-1][4].date() == date(2026, 8, 19)


def test_an_empty_list_is_a_file_too(one_db, tmp_path):
    rows = cells(write_excel(one_db, sheet(one_db), tmp_path / "list.xlsx", Progress()))
    assert rows[4][0] == "Name" and not any(any(row) for row in rows[5:])


def test_a_cancelled_export_leaves_nothing(people, tmp_path):
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        write_excel(people, sheet(people), tmp_path / "list.xlsx", progress)
    assert list(tmp_path.glob("*list*")) == []


@pytest.mark.parametrize("names", ["usual", "all", "name only"])
def test_people_come_back_without_loss(one_db, tmp_path, names):
    sample.create(one_db, 60, seed=3, today=date(2026, 11, 12))
    with one_db.work("anlegen") as work:
        add(
            work,
            person("Nguyễn", "Thị Thu Hà", family_first=True, born=None, postcode="07407"),
            person("", "Oksana", notes="zwei\nZeilen", born=PartialDate(1990, 5), phone="0049 171"),
            person("Zwilling", "Anna"),
            person("Zwilling", "Anna"),
            person("van der Berg", "", notes="-", city="=A1"),
        )
    chosen = {
        "usual": ("caption", "role_codes", "city"),
        "all": tuple(columns(Person)),
        "name only": ("caption",),
    }[names]
    made = replace(sheet(one_db, names=chosen), keyed=True)
    path = write_excel(one_db, made, tmp_path / "list.xlsx", Progress())
    found = look(one_db, tables.read(path))
    assert {row.outcome for row in found.rows} == {imports.Outcome.UNCHANGED}
    assert len(found.rows) == len(made.ids)


def test_every_column_of_a_persons_list_that_can_come_back_is_known_by_its_heading(one_db):
    specs = columns(Person)
    mapping = imports.guess(PERSONS, [*(specs[name].label for name in specs), list_export.RECORD_KEY])
    stored = {name for name in PERSONS.fields if name in specs}
    assert stored | {"record"} <= set(mapping.targets) and len(stored) > 25


# ---------------------------------------------------------------- PDF


def written(db, made: ListSheet) -> bytes:
    target = io.BytesIO()
    write_pdf(db, made, target, Progress())
    return target.getvalue()


def test_a_pdf_says_the_same_on_landscape_pages(people, clock):
    data = written(people, sheet(people, extras=[EXTRA]))
    (text,) = pages_of(data)
    for said in ("Personen", "3 von 5 Personen", "Stand: 12.11.2026, 08:42 Uhr", "Nguyễn Thị Thu Hà", "2 fehlen"):
        assert said in text
    assert "Seite 1 von 1" in text
    shown = picture(data)
    assert shown.width > shown.height


def test_headings_stand_on_every_page_and_no_row_is_lost(one_db):
    with one_db.work("anlegen") as work:
        add(work, *(person("Al-Haddad", "Rim", city=f"Ort {n:03}") for n in range(90)))
    pages = pages_of(written(one_db, sheet(one_db)))
    assert len(pages) > 2 and all("Geburtsdatum" in text for text in pages)
    assert f"Seite 2 von {len(pages)}" in pages[1]
    assert all(any(f"Ort {n:03}" in text for text in pages) for n in range(90))


def test_long_texts_take_several_lines_and_longer_ones_several_pages(one_db):
    words = [f"Wort{n:04}" for n in range(440)]
    with one_db.work("anlegen") as work:
        add(work, person("Lang", "Rim", notes=" ".join(words)[:4000], city="x" * 60), person("Zuletzt", "Anna"))
    names = ("caption", "city", "notes", "email", "phone", "street", "occupation", "wished_occupation", "district")
    text = "\n".join(pages := pages_of(written(one_db, sheet(one_db, names=names))))
    assert len(pages) > 1 and all(word in text for word in words) and "Zuletzt, Anna" in text


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_lists_are_archivable_and_accessible(one_db, tmp_path, profile):
    with one_db.work("anlegen") as work:
        add(work, *(person("Al-Haddad", "Rim", notes="lang " * (n * 20)) for n in range(40)))
    target = tmp_path / "list.pdf"
    write_pdf(one_db, sheet(one_db, names=("caption", "born", "notes")), target, Progress())
    result = pdf_checks.validate_pdf(str(target), profile=profile)
    assert result.is_compliant, [failure.message for failure in result.failures]


def test_each_row_is_read_out_with_its_headings(people):
    found = list(roles(written(people, sheet(people))))
    assert found.count("TR") == 4 and found.count("TH") == 3 and found.count("TD") == 9


def test_a_letter_that_no_font_has_is_named_and_nothing_is_written(people, tmp_path):
    with people.work("anlegen") as work:
        work.add(person("Zeichen", "Rim", notes="\U000130fa"))
    with pytest.raises(MissingCharacters, match="U\\+130FA"):
        write_pdf(people, sheet(people, names=("caption", "notes")), tmp_path / "list.pdf", Progress())
    assert not (tmp_path / "list.pdf").exists()


def test_what_nobody_prints_is_refused_with_a_way_out(people):
    made = sheet(people)
    with pytest.raises(Invalid, match="Excel"):
        written(people, replace(made, ids=[1] * (MOST_PRINTED + 1)))
    with pytest.raises(Invalid, match="Spalten"):
        written(people, sheet(people, names=tuple(columns(Person))))


def test_an_empty_list_has_its_headings(one_db):
    assert "Geburtsdatum" in pages_of(written(one_db, sheet(one_db)))[0]
