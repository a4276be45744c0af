"""Excel files: strings stay strings, nothing is cut, a file appears whole or not at all."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from app.core.errors import Cancelled, Conflict, Unavailable, UserError
from app.core.progress import Progress
from app.reports.excel import DATE, Column, Formula, Listing, page, put, save, write_list
from tests.reports.office import recalculated

EVENING = datetime.fromisoformat("2025-03-10T18:30")
NASTY = [
    "=1+1",
    '=HYPERLINK("x","y")',
    "=cmd|' /C calc'!A0",
    "+49 3672 4567",
    "@x",
    "-x",
    "#N/A",
    "#REF!",
    "TRUE",
    "00123",
    "1e5",
    "12.03.2025",
    "\tTab vorn",
    "zwei\nZeilen",
    "<b>&amp; \"'",
    "  Leerzeichen  ",
    "👩🏽‍🏫 𝔘 🇺🇦",
    "عبد الرحمن חיים",
    "ǰ m̂ Ǌ ñ",
]


def listing(rows: list[list[object]], columns: int = 1, **options: object) -> Listing:
    return Listing("Liste", [Column(f"Spalte {n}", 20) for n in range(columns)], rows, len(rows), **options)


def written(target: Path, rows: list[list[object]], columns: int = 1) -> Worksheet:
    """The list as openpyxl reads it back."""
    return openpyxl.load_workbook(write_list(target, listing(rows, columns), Progress()))["Liste"]


# ------------------------------------------------------------------ strings


@pytest.mark.parametrize("text", NASTY)
def test_strings_in_lists_stay_strings(tmp_path, text):
    cell = written(tmp_path / "a.xlsx", [[text]])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", NASTY)
def test_strings_in_single_cells_stay_strings(tmp_path, text):
    book = openpyxl.Workbook()
    put(book.active, 1, 1, text)
    cell = openpyxl.load_workbook(save(book, tmp_path / "a.xlsx", [], Progress())).active["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x"])
def test_editing_a_string_does_not_make_it_a_formula(tmp_path, text):
    sheet = written(tmp_path / "a.xlsx", [[text], ["harmlos"]])
    assert sheet["A2"].quotePrefix and not sheet["A3"].quotePrefix


@pytest.mark.office
def test_libreoffice_sees_the_same_strings(tmp_path):
    target = write_list(tmp_path / "a.xlsx", listing([[text] for text in NASTY]), Progress())
    (book,) = recalculated([target], tmp_path)
    assert [cell.value for (cell,) in book["Liste"]["A2:A20"]] == NASTY


def test_only_a_formula_is_a_formula(tmp_path):
    book = openpyxl.Workbook()
    put(book.active, 1, 1, Formula("1+1"))
    assert openpyxl.load_workbook(save(book, tmp_path / "a.xlsx", [], Progress())).active["A1"].data_type == "f"


def test_control_characters_are_shown_and_told(tmp_path):
    sheet = written(tmp_path / "a.xlsx", [["a\x00b\x1f\ud800\uffff"], ["gut"]])
    assert sheet["A2"].value == "a\ufffdb\ufffd\ufffd\ufffd"
    assert sheet["A5"].value == "Hinweis: Unzulässige Steuerzeichen in dieser Liste sind als � gezeigt."


def test_without_control_characters_there_is_no_note(tmp_path):
    assert written(tmp_path / "a.xlsx", [["a"], ["\ufffd"]]).max_row == 3


def test_line_breaks_of_windows_and_old_macs_become_one_character(tmp_path):
    assert written(tmp_path / "a.xlsx", [["a\r\nb\rc"]])["A2"].value == "a\nb\nc"


def test_a_text_that_just_fits_is_whole(tmp_path):
    text = "x" * 32_765 + "👩"
    assert written(tmp_path / "a.xlsx", [[text]])["A2"].value == text


@pytest.mark.parametrize("text", ["x" * 40_000, "👩" * 16_384])
def test_a_text_that_does_not_fit_is_refused_with_its_place(tmp_path, text):
    with pytest.raises(UserError, match=r"Blatt „Liste“, Zelle B3: Der Text hat .* Bitte kürzen Sie den Eintrag"):
        write_list(tmp_path / "a.xlsx", listing([["a", "b"], ["c", text]], 2), Progress())
    assert list(tmp_path.iterdir()) == []


def test_a_long_text_in_a_single_cell_is_refused_too():
    with pytest.raises(UserError, match="Zelle C2"):
        put(openpyxl.Workbook().active, 2, 3, "x" * 40_000)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=20))
def test_any_text_comes_back(texts):
    with tempfile.TemporaryDirectory() as folder:
        sheet = written(Path(folder) / "a.xlsx", [[text] for text in texts])
        for n, text in enumerate(texts, 2):
            wanted = text.replace("\r\n", "\n").replace("\r", "\n")
            shown = sheet.cell(n, 1).value or ""
            assert len(shown) == len(wanted)
            assert all(a == b or a == "\ufffd" for a, b in zip(shown, wanted, strict=True))


# ------------------------------------------------------------------ other values


def test_numbers_and_dates_are_real_ones(tmp_path):
    row = [7, 2.5, Decimal("12.30"), date(2025, 3, 10), EVENING, None, True]
    columns = [Column(f"{n}", format=DATE if n in (3, 4) else "General") for n in range(7)]
    book = Listing("Liste", columns, [row], 1)
    cells = openpyxl.load_workbook(write_list(tmp_path / "a.xlsx", book, Progress()))["Liste"][2]
    assert [cell.value for cell in cells] == [
        7,
        2.5,
        12.3,
        datetime.fromisoformat("2025-03-10"),
        EVENING,
        None,
        "ja",
    ]


def test_a_long_text_takes_more_lines_where_the_column_says_so(tmp_path):
    columns = [Column("Wer", 20), Column("Warum", 30, wrap=True)]
    book = Listing("Liste", columns, [["Rim", "Ein langer Grund. " * 9], ["Rim", "kurz"]], 2)
    write_list(tmp_path / "a.xlsx", book, Progress())
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    who, why = sheet["A2"].alignment, sheet["B2"].alignment
    assert why.wrap_text and not who.wrap_text and who.vertical == why.vertical == "top"
    assert sheet.row_dimensions[2].height > 5 * 12 and not sheet.row_dimensions[3].height


def test_numbers_that_excel_would_round_stay_whole_as_text(tmp_path):
    row = written(tmp_path / "a.xlsx", [[1234567890123456789, float("nan"), Decimal("Infinity")]], 3)[2]
    assert [cell.value for cell in row] == ["1234567890123456789", "nan", "Infinity"]


# ------------------------------------------------------------------ lists and pages


def test_a_list_has_a_filter_a_frozen_head_and_prints_one_page_wide(tmp_path):
    sheet = written(tmp_path / "a.xlsx", [["a", 1]] * 30, 2)
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A1:B31", "B2", "$1:$1")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth == 1
    assert sheet.page_setup.paperSize == 9 and sheet.oddFooter.left.text == "&F"
    assert sheet.dimensions == "A1:B31"


def test_every_font_has_a_name(tmp_path):
    write_list(tmp_path / "a.xlsx", listing([["a"]]), Progress())
    styles = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/styles.xml").decode()
    fonts = styles[styles.index("<fonts") : styles.index("</fonts>")]
    assert fonts.count("<font>") == fonts.count('name val="Calibri"')


def test_an_empty_list_is_a_head_without_rows(tmp_path):
    sheet = written(tmp_path / "a.xlsx", [])
    assert [cell.value for cell in sheet["A"]] == ["Spalte 0"]


def test_a_list_longer_than_a_sheet_is_refused(tmp_path):
    long = Listing("Liste", [Column("A")], iter(()), 1_100_000)
    with pytest.raises(UserError, match="1100000 Zeilen"):
        write_list(tmp_path / "a.xlsx", long, Progress())


def test_a_row_of_the_wrong_length_is_a_bug(tmp_path):
    with pytest.raises(ValueError, match="zip"):
        write_list(tmp_path / "a.xlsx", listing([["a", "b"]], 1), Progress())
    assert list(tmp_path.iterdir()) == []


def test_pages_are_a4_in_the_wanted_direction():
    sheet = openpyxl.Workbook().active
    page(sheet, landscape=False, title_rows="3:3")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("portrait", "$3:$3")


# ------------------------------------------------------------------ whole or not at all


def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"vorher")
    progress = Progress()

    def rows():
        for n in range(2_000):
            progress.cancelled = n >= 1_200
            yield [n]

    with pytest.raises(Cancelled):
        write_list(target, Listing("Liste", [Column("A")], rows(), 2_000), progress)
    assert target.read_bytes() == b"vorher" and list(tmp_path.iterdir()) == [target]


def test_progress_counts_the_rows(tmp_path):
    progress = Progress()
    write_list(tmp_path / "a.xlsx", listing([[n] for n in range(1_234)]), progress)
    assert (progress.done, progress.total, progress.text) == (1_234, 1_234, "Schreibe a.xlsx")


def test_data_that_changed_meanwhile_are_told(tmp_path):
    with pytest.raises(Conflict, match="während des Schreibens geändert"):
        write_list(tmp_path / "a.xlsx", Listing("Liste", [Column("A")], [["a"]], 2), Progress())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Unavailable, match="prüfen Sie den Ordner"):
        write_list(tmp_path / "fehlt" / "a.xlsx", listing([["a"]]), Progress())


def test_a_file_that_is_open_elsewhere_is_told(tmp_path, monkeypatch):
    def locked(self, target):
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(Unavailable, match="schließen Sie die Datei in Excel"):
        write_list(tmp_path / "a.xlsx", listing([["a"]]), Progress())
    assert list(tmp_path.iterdir()) == []


def test_no_row_ever_lies_in_a_temporary_file(tmp_path, monkeypatch):
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def rows():
        yield ["CH-001"]
        assert list(folder.iterdir()) == []

    write_list(tmp_path / "a.xlsx", Listing("Liste", [Column("A")], rows(), 1), Progress())
    assert list(folder.iterdir()) == []
