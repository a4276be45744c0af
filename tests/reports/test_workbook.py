"""The funding workbook: figures, the same as formulas, pseudonyms only, and what is missing."""

from __future__ import annotations

import getpass
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import Cancelled, Conflict
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.models import Participation, Person, Project
from app.reports.emblem import emblem_png
from app.reports.workbook import WorkbookFacts, build, write
from app.services.figures import Record, figures
from app.services.programme import NO_ANSWER, Condition, Programme
from tests.reports.office import recalculated
from tests.services.participants import COMPLETE, ESF, gone, record, records

FACTS = WorkbookFacts(
    project="Connecting Humans 2025–2027",
    reference="25-0417-CH (Muster)",
    carrier="Kreisvolkshochschule Saale-Schwarza",
    parts=("Connecting Women", "Connecting Partners"),
    first=date(2025, 1, 1),
    last=date(2026, 10, 31),
    as_of=datetime.fromisoformat("2026-11-12T08:42"),
    report="Nr. B-2026-011, eingefroren",
    author="J. Weidhase",
    targets={"EECO01": 4, "EECO02": 3},
    remarks=("4 Austrittsdaten stehen aus; die Ergebnisse sind vorläufig.",),
)
SOME = [
    record(1, employment="unemployed", unemployed_for="over_12", nationality="third"),
    record(2, gender="male", employment="inactive", in_education="yes", age=60),
    record(3, gender="diverse", disability="yes", parent_1="abroad", parent_2="abroad"),
    record(4, school=None, vocational=NO_ANSWER),
    replace(record(5), cancelled=True),
]


def written(folder: Path, found: list[Record], facts: WorkbookFacts = FACTS, programme: Programme = ESF) -> Path:
    return write(facts, figures(programme, found), found, folder / "Indikatoren.xlsx", Progress())


def book(folder: Path, found: list[Record], facts: WorkbookFacts = FACTS) -> Workbook:
    return openpyxl.load_workbook(written(folder, found, facts))


def lines(sheet: Worksheet) -> list[list[object]]:
    return [[value for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]


def line(sheet: Worksheet, start: str) -> list[object]:
    """The values of the row whose first cell is START."""
    return next(row for row in lines(sheet) if row and row[0] == start)


# ------------------------------------------------------------------ the cover


def test_the_workbook_has_four_sheets(tmp_path):
    assert book(tmp_path, SOME).sheetnames == ["Übersicht", "Nachrechnung", "Teilnehmende", "Offene Angaben"]


def test_the_cover_says_what_the_report_is_about(tmp_path):
    texts = lines(book(tmp_path, SOME)["Übersicht"])
    assert texts[0] == ["Indikatorenbericht ESF+"]
    assert ["Vorhaben", FACTS.project, "Zeitraum", "01.01.2025 bis 31.10.2026, kumuliert"] in texts
    assert ["Aktenzeichen", FACTS.reference, "Stand", "12.11.2026, 08:42 Uhr"] in texts
    assert ["Teilprojekte", "Connecting Women, Connecting Partners", "Erstellt von", "J. Weidhase"] in texts


def test_the_cover_shows_real_numbers_by_gender_with_target(tmp_path):
    sheet = book(tmp_path, SOME)["Übersicht"]
    assert line(sheet, "EECO01") == ["EECO01", "Teilnehmende insgesamt", 1, 1, 1, 0, 3, 4, 0.75]
    assert line(sheet, "EECO03")[2:] == [1, 0, 0, 0, 1, "–", "–"]
    codes = [*(f"EECO{n:02}" for n in range(1, 20)), *(f"EECR{n:02}" for n in range(1, 7))]
    assert [row[0] for row in lines(sheet) if row and str(row[0]).startswith("EEC")] == codes


def test_what_nobody_records_is_not_shown_as_nothing(tmp_path):
    sheet = book(tmp_path, SOME)["Übersicht"]
    assert line(sheet, "EECO18")[2:] == ["–", "–", "–", "–", "nicht erfasst", "–", "–"]
    target = write(FACTS, figures(ESF, SOME, {"EECO18": 4}), SOME, tmp_path / "b.xlsx", Progress())
    assert line(openpyxl.load_workbook(target)["Übersicht"], "EECO18")[6:] == [4, "–", "–"]


def test_parts_of_an_indicator_are_indented(tmp_path):
    sheet = book(tmp_path, SOME)["Übersicht"]
    indents = {row[0].value: row[1].alignment.indent for row in sheet.iter_rows()}
    assert indents["EECO03"] > indents["EECO02"]


def test_the_cover_says_who_is_not_counted(tmp_path):
    (text,) = [row[0] for row in lines(book(tmp_path, SOME)["Übersicht"]) if row and "Vollständigkeit" in str(row[0])]
    assert text == (
        "Vollständigkeit: 3 von 4 Personen haben alle Pflichtangaben und sind gezählt. 1 Person ist nicht enthalten "
        "(Blatt „Offene Angaben“). 4 Austrittsdaten stehen aus; die Ergebnisse sind vorläufig."
    )


def test_a_second_participation_of_a_person_is_told_and_not_listed(tmp_path):
    twice = [replace(record(1), person=9), replace(record(2), person=9)]
    result = book(tmp_path, twice)
    assert "Weitere Teilnahmen derselben Personen (1) zählen nicht noch einmal." in str(lines(result["Übersicht"]))
    assert "CH-002" not in str(lines(result["Teilnehmende"]))


def test_the_cover_has_control_sums_and_who_pays(tmp_path):
    result = book(tmp_path, SOME)["Übersicht"]
    assert ["Bildung: EECO09 + 10 + 11 = EECO01", "3 = 3", "stimmt"] in lines(result)
    assert ["Kofinanziert von der Europäischen Union"] in lines(result)
    assert len(result._images) == 1


def test_the_emblem_has_a_text_for_screen_readers(tmp_path):
    drawing = zipfile.ZipFile(written(tmp_path, SOME)).read("xl/drawings/drawing1.xml").decode()
    assert 'descr="Emblem der Europäischen Union"' in drawing


def test_the_cover_prints_on_one_portrait_page_wide(tmp_path):
    sheet = book(tmp_path, SOME)["Übersicht"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == ("portrait", 9, 1)
    assert sheet.print_title_rows and sheet.oddFooter.left.text == "&F" and "&A" in sheet.oddFooter.right.text


def test_an_empty_header_has_dashes(tmp_path):
    texts = lines(book(tmp_path, [], WorkbookFacts("=1+1"))["Übersicht"])
    assert ["Vorhaben", "=1+1", "Zeitraum", "–"] in texts
    assert "0 von 0 Personen" in str(texts)


def test_every_font_is_named(tmp_path):
    styles = zipfile.ZipFile(written(tmp_path, SOME)).read("xl/styles.xml").decode()
    fonts = styles[styles.index("<fonts") : styles.index("</fonts>")]
    assert fonts.count("<font>") == fonts.count('name val="Calibri"')


# ------------------------------------------------------------------ the lists


def test_the_list_has_labels_and_no_cancelled_people(tmp_path):
    sheet = book(tmp_path, SOME)["Teilnehmende"]
    head, *rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert head[:8] == [
        "TN-Nr.", "Eintritt", "Austritt", "Geschlecht", "Alter bei Eintritt", "Anschrift", "Erwerbsstatus",
        "Dauer arbeitslos",
    ]  # fmt: skip
    assert [row[0] for row in rows] == ["CH-001", "CH-002", "CH-003", "CH-004"]
    assert rows[0][1:9] == [
        datetime.fromisoformat("2025-03-10"), None, "weiblich", 34, "vorhanden", "arbeitslos", "über 12 Monate",
        "entfällt",
    ]  # fmt: skip
    assert [row[-1] for row in rows] == ["ja", "ja", "ja", "nein"]
    assert [row[-2] for row in rows] == [3, 3, 3, None]


def test_the_open_list_says_what_is_missing_and_why_it_matters(tmp_path):
    rows = [list(row) for row in book(tmp_path, SOME)["Offene Angaben"].iter_rows(min_row=4, values_only=True)]
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("CH-004", "Höchster Schulabschluss", "fehlt"),
        ("CH-004", "Höchster Berufs- oder Studienabschluss", "keine Angabe"),
    ]
    assert rows[0][2] == datetime.fromisoformat("2025-04-07")
    assert rows[0][5] == "Ohne sie wird die Person nicht gemeldet; sie entscheidet über EECO09, EECO10, EECO11."


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"gender": None}, "Alle Zahlen werden nach Geschlecht gemeldet."),
        ({"employment": "inactive"}, "Pflichtangabe: Ohne sie wird die Person nicht gemeldet."),
    ],
)
def test_other_gaps_have_their_own_reason(tmp_path, changes, reason):
    assert reason in str(lines(book(tmp_path, [record(**changes)])["Offene Angaben"]))


def test_when_nothing_is_missing_the_open_list_says_so(tmp_path):
    assert ["Es fehlt nichts: Alle Personen haben alle Pflichtangaben."] in lines(
        book(tmp_path, [record()])["Offene Angaben"]
    )


def test_cancelling_leaves_nothing(tmp_path):
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        write(FACTS, figures(ESF, SOME), SOME, tmp_path / "a.xlsx", progress)
    assert list(tmp_path.iterdir()) == []


def test_other_records_than_the_counted_ones_are_refused(tmp_path):
    with pytest.raises(Conflict):
        write(FACTS, figures(ESF, SOME), SOME[:2], tmp_path / "a.xlsx", Progress())


def test_the_emblem_is_three_by_two_with_twelve_stars():
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(emblem_png(360)))
    assert picture.size == (540, 360)
    yellow = sum(picture.getpixel((x, y))[0] > 127 for x in range(540) for y in range(360))
    assert yellow == pytest.approx(12 * 1.1226 * 20**2, rel=0.05)  # area of a star by its radius
    assert picture.getpixel((270, 60)) == picture.getpixel((390, 180)) == (255, 204, 0)
    assert picture.getpixel((270, 180)) == (0, 51, 153)


# ------------------------------------------------------------------ the formulas, computed by another program


def computed(sheet: Worksheet) -> dict[str, list[object]]:
    """Per label of an indicator its five computed figures and the check."""
    return {row[1]: list(row[2:8]) for row in sheet.iter_rows(min_row=6, values_only=True) if row[1]}


def expected(found: list[Record], programme: Programme = ESF) -> dict[str, list[object]]:
    counted = figures(programme, found)
    genders = [option.code for option in programme.genders]
    return {
        one.label: [
            *(counted.count(one.code, gender) for gender in genders),
            counted.count(one.code),
            "nur intern" if one.internal else "stimmt",
        ]
        for one in programme.indicators
        if not one.source
    }


@pytest.mark.office
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(records(), min_size=6, max_size=6))
def test_libreoffice_counts_the_same(tmp_path_factory, samples):
    folder = tmp_path_factory.mktemp("office")
    files = [
        write(FACTS, figures(ESF, found), found, folder / f"{n}.xlsx", Progress()) for n, found in enumerate(samples)
    ]
    for found, result in zip(samples, recalculated(files, folder), strict=True):
        sheet = result["Nachrechnung"]
        assert computed(sheet) == expected(found)
        assert sheet["A3"].value == "Ergebnis: Alle Zahlen und Kontrollsummen stimmen."
        first = 5 + len(expected(found)) + 3
        controls = [row for row in sheet.iter_rows(min_row=first, max_row=first + 6, values_only=True)]
        assert [(row[2], row[4], row[5]) for row in controls] == [
            (one.left, one.right, "stimmt") for one in figures(ESF, found).controls
        ]


@pytest.mark.office
def test_a_changed_answer_is_noticed(tmp_path):
    target = written(tmp_path, SOME)
    changed = openpyxl.load_workbook(target)
    changed["Teilnehmende"]["G4"] = "erwerbstätig"
    changed.save(target)
    (result,) = recalculated([target], tmp_path)
    sheet = result["Nachrechnung"]
    assert sheet["A3"].value.startswith("Ergebnis: Mindestens eine Zahl weicht ab")
    assert {label for label, row in computed(sheet).items() if row[-1] == "weicht ab"} == {
        "Arbeitslose, auch Langzeitarbeitslose", "davon Langzeitarbeitslose", "Erwerbstätige, auch Selbstständige",
    }  # fmt: skip


@pytest.mark.office
def test_alternatives_are_counted_by_formula_too(tmp_path):
    alternatives = (
        (Condition("nationality", codes=("third", "stateless")), Condition("age", low=18, high=40)),
        (Condition("parent_1", codes=("abroad",)),),
        (Condition("isced", low=5),),
        (Condition("age", high=17),),
    )
    other = tuple(replace(o, where=alternatives) if o.code == "EECO14" else o for o in ESF.indicators)
    programme = replace(ESF, indicators=other)
    found = [
        record(1, nationality="third"),
        record(2, nationality="third", parent_1="abroad", gender="male"),
        record(3, nationality="stateless", age=50),
        record(4, vocational="master"),
        record(5, age=12, gender="none"),
        record(6, age=None, parent_1="abroad"),
    ]
    (result,) = recalculated([written(tmp_path, found, programme=programme)], tmp_path)
    wanted = expected(found, programme)
    assert wanted["Personen ausländischer Herkunft"] == [2, 1, 0, 1, 4, "stimmt"]
    assert computed(result["Nachrechnung"]) == wanted


def test_formulas_name_the_columns_they_look_at(tmp_path):
    result = book(tmp_path, SOME)
    sheet = result["Nachrechnung"]
    assert sheet["C8"].value == (
        '=COUNTIFS(TN_Vollständig,"ja",TN_Geschlecht,"weiblich",TN_Erwerbsstatus,"arbeitslos",'
        'TN_Dauer_arbeitslos,"über 12 Monate")'
    )
    assert sheet["G6"].value == "=G7+G9+G10"
    assert sheet["C25"].value == (
        '=SUMPRODUCT((TN_Vollständig="ja")*((TN_Geschlecht="weiblich"))*((((TN_Erwerbsstatus="erwerbstätig")+'
        '(TN_Erwerbsstatus="arbeitslos"))+((TN_In_Bildung="nein")))>0)*'
        '((((TN_Status_nach_Austritt="in Bildung")))>0))'
    )
    assert result.defined_names["TN_Vollständig"].attr_text == "'Teilnehmende'!$AG$4:$AG$7"


def test_exits_have_their_day_and_what_is_open_counts_by_it(tmp_path):
    found = [gone(1, status_after=None), gone(2, qualification="yes", qualification_kind="language")]
    result = book(tmp_path, [*found, gone(3, **DONE)])
    head, *rows = [list(row) for row in result["Teilnehmende"].iter_rows(min_row=3, values_only=True)]
    assert [row[2] for row in rows] == [datetime.fromisoformat("2025-06-30")] * 3
    assert [row[head.index("Qualifizierung am")] for row in rows] == [
        "entfällt", None, datetime.fromisoformat("2025-05-31"),
    ]  # fmt: skip
    gaps = [list(row) for row in result["Offene Angaben"].iter_rows(min_row=4, values_only=True)]
    assert [(row[0], row[3]) for row in gaps] == [
        ("CH-001", "Status nach dem Austritt"),
        ("CH-002", "Qualifizierung erlangt am"),
    ]
    assert (gaps[0][1], gaps[0][2]) == (datetime.fromisoformat("2025-06-30"), datetime.fromisoformat("2025-07-28"))
    assert gaps[0][5] == "Ohne sie fehlt die Person in EECR01, EECR02, EECR04."
    assert "Bei 2 Personen sind Angaben zum Austritt offen; die Ergebnisse sind vorläufig." in str(
        lines(result["Übersicht"])
    )


DONE = {"qualification": "yes", "qualification_kind": "language", "qualification_date": "2025-05-31"}


# ------------------------------------------------------------------ from the data


def test_the_workbook_of_a_project_comes_from_the_data(one_db, tmp_path, clock):
    with one_db.work("Test") as work:
        work.add(Project(id=1, name="Connecting Humans", reference="25-1", starts=date(2025, 1, 1), goals="EECO01: 4"))
        work.add(Project(id=2, name="Connecting Women", parent_id=1))
        for n, entry in enumerate([date(2025, 5, 19), date(2026, 1, 1)], 1):
            work.add(
                Person(id=n, last_name="Okbay", first_names="Tirhas", gender="female", born=PartialDate(1990, 5, 20))
            )
            work.add(Participation(person_id=n, project_id=2, number=f"CH-00{n}", entry=entry, answers=COMPLETE))
    target = build(one_db, {"project": 1, "until": date(2025, 12, 31)}, Progress(), tmp_path / "a.xlsx")
    result = openpyxl.load_workbook(target)
    cover = lines(result["Übersicht"])
    assert ["Teilprojekte", "Connecting Women", "Erstellt von", getpass.getuser()] in cover
    assert ["Vorhaben", "Connecting Humans", "Zeitraum", "01.01.2025 bis 31.12.2025, kumuliert"] in cover
    assert ["Aktenzeichen", "25-1", "Stand", "12.11.2026, 08:42 Uhr"] in cover
    assert line(result["Übersicht"], "EECO01")[2:] == [1, 0, 0, 0, 1, 4, 0.25]
    build(one_db, {"project": 1}, Progress(), target)
    assert line(openpyxl.load_workbook(target)["Übersicht"], "EECO01")[6] == 2


def test_no_name_and_no_birth_date_is_anywhere_in_the_file(one_db, tmp_path):
    with one_db.work("Test") as work:
        work.add(Project(id=1, name="Connecting Humans"))
        work.add(
            Person(id=1, last_name="Okbay", first_names="Tirhas", born=PartialDate(1990, 5, 20), city="Rudolstadt")
        )
        work.add(Participation(person_id=1, project_id=1, number="CH-001", entry=date(2025, 5, 19)))
    with zipfile.ZipFile(build(one_db, {"project": 1}, Progress(), tmp_path / "a.xlsx")) as archive:
        everything = b"".join(map(archive.read, archive.namelist())).decode("utf-8", "replace")
    assert "CH-001" in everything
    assert not [word for word in ("Okbay", "Tirhas", "1990", "Rudolstadt") if word in everything]


def test_a_project_that_is_gone_is_told(one_db, tmp_path):
    with pytest.raises(Conflict, match="gibt es nicht mehr"):
        build(one_db, {"project": 7}, Progress(), tmp_path / "a.xlsx")
