"""Tables are read as they stand in the file, whatever program wrote it."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Cancelled
from app.core.progress import Progress
from app.services.tables import Unreadable, read, read_bytes
from tests.services.tables.files import HEADERS, csv_bytes, part, repacked, xls_bytes, xlsx_bytes

PEOPLE = [HEADERS, ("Müller", "Jörg", "14.03.1991"), ("Šťastný", "Łucja", "1991")]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


# --- text files


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_separator_and_encoding_is_recognised(separator, encoding):
    table = read_bytes(csv_bytes(PEOPLE, separator, encoding), "liste.csv")
    assert (table.headers, table.rows) == (HEADERS, PEOPLE[1:])


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_old_encodings_are_recognised(encoding):
    table = read_bytes(csv_bytes([HEADERS, ("Müßig", "Zoë", "1991")], encoding=encoding), "liste.csv")
    assert table.rows == [("Müßig", "Zoë", "1991")]


def test_signs_that_only_windows_knows_survive():
    assert read_bytes("Name;Preis\nRim – „Haddad“;5 €".encode("cp1252"), "a.csv").rows == [("Rim – „Haddad“", "5 €")]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_fields_may_hold_line_ends_quotes_and_separators(end):
    note = f'eins{end}"zwei"; drei'
    table = read_bytes(csv_bytes([("Name", "Notiz"), ("A", note), ("B", "x")], line_end=end), "a.csv")
    assert table.rows == [("A", note), ("B", "x")]


def test_a_comma_inside_the_values_does_not_separate():
    table = read_bytes(b"Name;Quote\nHaddad, Rim;1,5\nBilenko, Oksana;2,5\n", "a.csv")
    assert (table.headers, table.rows[0]) == (("Name", "Quote"), ("Haddad, Rim", "1,5"))


def test_the_line_by_which_excel_names_the_separator_is_understood():
    table = read_bytes(b"sep=|\r\nName|Ort\r\nRim|Jena\r\n", "a.csv")
    assert (table.headers, table.rows, table.numbers) == (("Name", "Ort"), [("Rim", "Jena")], [3])


def test_blank_lines_are_left_out_and_keep_their_numbers():
    table = read_bytes(b"\n\nName;Ort\n\nRim;Jena\n;\n  ; \nOksana;Gera\n\n", "a.csv")
    assert (table.header_row, table.numbers, table.first_row) == (3, [5, 8], 5)
    assert [row[0] for row in table.rows] == ["Rim", "Oksana"]


def test_short_and_long_rows_get_the_same_length():
    table = read_bytes(b"Name;Ort\nRim\nOksana;Gera;mehr\n", "a.csv")
    assert table.headers == ("Name", "Ort", "Spalte C")
    assert table.rows == [("Rim", None, None), ("Oksana", "Gera", "mehr")]


def test_a_list_of_one_column_is_a_table_too():
    table = read_bytes("Familienname\nHaddad\nMüller\n".encode(), "a.txt")
    assert (table.headers, table.rows) == (("Familienname",), [("Haddad",), ("Müller",)])


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(' ;,\t"\n'), max_size=12
)


@given(
    rows=st.integers(2, 5).flatmap(lambda n: st.lists(st.tuples(*[CELLS] * n), min_size=1, max_size=8)),
    separator=st.sampled_from(";,\t"),
    encoding=st.sampled_from(ENCODINGS),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(rows, separator, encoding, line_end):
    headers = tuple(f"Spalte_{letter}" for letter in "abcde"[: len(rows[0])])
    data = csv_bytes([headers, *rows], separator, encoding, line_end, quoting=1)
    wanted = [tuple(cell or None for cell in row) for row in rows if any(cell.strip() for cell in row)]
    table = read_bytes(data, "liste.csv")
    assert (table.headers, list(table.rows)) == (headers, wanted)


# --- where the table stands


def test_titles_above_the_headers_are_skipped():
    rows = [("Teilnehmerliste 2026",), (), ("Stand:", date(2026, 11, 1)), HEADERS, ("Haddad", "Rim", date(1991, 3, 14))]
    table = read_bytes(xlsx_bytes(rows), "a.xlsx")
    assert (table.headers, table.header_row, table.numbers) == (HEADERS, 4, [5])


def test_whoever_knows_better_names_the_line_of_the_headers():
    data = csv_bytes([("a", "b"), HEADERS[:2], ("Haddad", "Rim")])
    assert read_bytes(data, "a.csv", header_row=2).headers == HEADERS[:2]
    with pytest.raises(Unreadable, match="keine Tabelle"):
        read_bytes(data, "a.csv", header_row=9)


def test_columns_without_header_are_named_by_their_letter_and_without_anything_left_out():
    table = read_bytes(xlsx_bytes([(None, "Name", None, "", "Ort"), (None, "Rim", "x", None, "Jena")]), "a.xlsx")
    assert (table.headers, table.rows) == (("Name", "Spalte C", "Ort"), [("Rim", "x", "Jena")])


def test_equal_headers_are_numbered():
    assert read_bytes(b"Telefon;Telefon;Telefon (2)\n1;2;3\n", "a.csv").headers == (
        "Telefon",
        "Telefon (2)",
        "Telefon (2) (2)",
    )


def test_headers_merged_over_columns_are_joined_with_those_below():
    def merge(workbook):
        sheet = workbook.active
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("A1:A2")

    rows = [("Name", "Anschrift", None, "Telefon"), (None, "PLZ", "Ort", None), ("Rim", "07407", "Rudolstadt", "1")]
    table = read_bytes(xlsx_bytes(rows, then=merge), "a.xlsx")
    assert table.headers == ("Name", "Anschrift PLZ", "Anschrift Ort", "Telefon")
    assert (table.rows, table.numbers) == ([("Rim", "07407", "Rudolstadt", "1")], [3])


def test_merged_headers_without_a_second_line_do_not_swallow_the_first_row():
    rows = [("Name", "Ort", None), ("Rim", "Jena", None), ("Oksana", "Gera", "x")]
    table = read_bytes(xlsx_bytes(rows, then=lambda workbook: workbook.active.merge_cells("B1:C1")), "a.xlsx")
    assert (table.headers, len(table.rows)) == (("Name", "Ort", "Spalte C"), 2)


# --- workbooks


def test_cells_keep_their_kinds():
    row = ("Rim", 7, 1.5, True, date(1991, 3, 14), datetime(2026, 11, 12, 8, 42), time(17, 30))  # noqa: DTZ001 - Excel knows no zones
    table = read_bytes(xlsx_bytes([tuple("abcdefg"), row]), "a.xlsx")
    assert table.rows == [row]
    assert [type(cell) for cell in table.rows[0]] == [str, int, float, bool, date, datetime, time]


def test_of_formulas_the_result_counts():
    formula = xlsx_bytes([("Name", "Summe"), ("Rim", "=1+1")])
    sheet = part(formula).replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
    table = read_bytes(repacked(formula, {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")
    assert table.rows == [("Rim", 2)]


def test_a_sheet_can_be_chosen_and_hidden_ones_come_last():
    def more(workbook):
        workbook.create_sheet("Verein", 0).append(["Verein", "Ort"])
        workbook.create_sheet("Alt", 0).sheet_state = "hidden"

    data = xlsx_bytes(PEOPLE, then=more)
    assert read_bytes(data, "a.xlsx").sheets == ("Verein", "Liste", "Alt")
    assert read_bytes(data, "a.xlsx", sheet="Liste").headers == HEADERS
    with pytest.raises(Unreadable, match="Vorhanden sind: Verein, Liste, Alt"):
        read_bytes(data, "a.xlsx", sheet="Fehlt")


def test_empty_sheets_before_the_list_are_passed_over():
    data = xlsx_bytes(PEOPLE, then=lambda workbook: workbook.create_sheet("Leer", 0))
    assert read_bytes(data, "a.xlsx").sheet == "Liste"


def test_old_workbooks_are_read():
    table = read_bytes(xls_bytes([HEADERS, ("Müller", "Jörg", 33311.0), ("Łoś", None, None)]), "a.xls")
    assert table.rows == [("Müller", "Jörg", 33311), ("Łoś", None, None)]


def test_of_a_workbook_with_macros_only_the_values_are_read():
    data = repacked(xlsx_bytes(PEOPLE), {"xl/vbaProject.bin": b"\0" * 100})
    table = read_bytes(data, "a.xlsm")
    assert len(table.rows) == 2
    assert "nicht ausgeführt" in table.notes[0]


def test_the_ending_of_the_name_does_not_matter(tmp_path):
    path = tmp_path / "liste.xls"
    path.write_bytes(csv_bytes(PEOPLE, "\t", "utf-16"))
    assert len(read(path).rows) == 2


def test_reading_tells_how_far_it_is_and_can_be_stopped():
    progress = Progress()
    read_bytes(xlsx_bytes(PEOPLE), "liste.xlsx", progress)
    assert (progress.text, progress.done, progress.total) == ("Lese liste.xlsx", 3, 3)
    progress.cancelled = True
    with pytest.raises(Cancelled):
        read_bytes(csv_bytes(PEOPLE), "liste.csv", progress)


@given(st.lists(st.integers(0, 16_383), min_size=1, max_size=5, unique=True))
def test_letters_of_columns_are_in_order(numbers):
    from app.services.tables.headers import letter

    letters = [letter(number) for number in sorted(numbers)]
    assert all((len(a), a) < (len(b), b) for a, b in pairwise(letters))
