"""Bad files end with one German sentence: never with a hang, a crash or half of the rows."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.services.tables import Unreadable, read, read_bytes
from app.services.tables import package as packages
from tests.services.tables.files import HEADERS, compound, csv_bytes, part, repacked, xls_bytes, xlsx_bytes

PEOPLE = [HEADERS, ("Müller", "Jörg", 33311), ("Haddad", None, 1.5)]
XLSX, XLS, CSV = xlsx_bytes(PEOPLE), xls_bytes(PEOPLE), csv_bytes([HEADERS, ("Müller", "Jörg", "14.03.1991")])
SHEET = "xl/worksheets/sheet1.xml"


def refused(data: bytes, name: str = "liste.xlsx") -> str:
    with pytest.raises(Unreadable) as told:
        read_bytes(data, name)
    return str(told.value)


def sheet_with(cells: str) -> bytes:
    """A workbook whose only sheet says what CELLS says."""
    start, _rows, end = part(XLSX).decode().partition("<sheetData>")[0], "", "</worksheet>"
    return repacked(XLSX, {SHEET: f"{start}<sheetData>{cells}</sheetData>{end}".encode()})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "ist leer"),
        (b"\xef\xbb\xbf", "keine Tabelle"),
        (b" \r\n\r\n", "ist leer"),
        (b"\0" * 5000, "ist leer"),
        (b"%PDF-1.7 \xe2", "ein PDF"),
        (b"\x89PNG\r\n\x1a\n", "ein Bild"),
        (b"MZ\x90\0", "ein Programm"),
        (b"<html><table><tr><td>Name</td></tr></table>", "Webseite"),
        (b"\r\n <!DOCTYPE html>\n<p>", "Webseite"),
        (b"<?xml version='1.0'?><Workbook/>", "XML-Datei"),
        (
            b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook><Worksheet/></Workbook>',
            "XML-Datei",
        ),
        (b"Name;Ort\nRim;Je\0na\n", "keine Tabelle"),
        (b"\xff\xfe" + "<html>".encode("utf-16-le"), "Webseite"),
        (bytes(range(256)) * 9, "keine Tabelle"),
        (b'Name;Ort\n"Rim;' + b"x" * 200_000, "Anführungszeichen"),
        (b";" * 5000 + b"\nName", "zu viel"),
        (b"PK\x03\x04" + b"\0" * 500, "beschädigt"),
        (compound({"WordDocument": b"x"}), "keine Excel-Tabelle"),
        (compound({"EncryptedPackage": b"x"}), "Kennwort"),
        (xls_bytes(PEOPLE, locked=True), "Kennwort"),
        (XLS[:700], "beschädigt"),
        (XLSX[: len(XLSX) // 2], "beschädigt"),
        (repacked(XLSX, {"xl/workbook.xml": None, "word/document.xml": b"<w/>"}), "keine Excel-Tabelle"),
        (repacked(XLSX, {SHEET: b"<worksheet><sheetData><row"}), ""),
        (repacked(XLSX, {SHEET: part(XLSX).decode().encode("utf-16")}), "beschädigt"),
    ],
)
def test_what_is_no_table_is_told(data, sentence):
    told = refused(data)
    assert sentence in told
    assert told.startswith(("„liste.xlsx“", "In „liste.xlsx“"))
    assert told.endswith(".")


def test_files_that_cannot_be_opened_are_told(tmp_path):
    with pytest.raises(Unreadable, match="gibt es nicht"):
        read(tmp_path / "fehlt.xlsx")
    with pytest.raises(Unreadable, match=r"Ordner|nicht öffnen"):
        read(tmp_path)


def test_a_huge_file_is_not_even_read(tmp_path):
    path = tmp_path / "riesig.csv"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(Unreadable, match="zu groß"):
        read(path)


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 20 * 2**20)
    data = repacked(XLSX, {f"xl/worksheets/sheet{n}.xml": b" " * 7 * 2**20 for n in range(2, 5)})
    assert len(data) < 2**17
    assert "entpackt zu groß" in refused(data)


def test_a_package_that_lies_about_its_sizes_is_refused():
    data = bytearray(repacked(XLSX, {SHEET: part(XLSX) + b" " * 10_000_000}))
    with zipfile.ZipFile(BytesIO(bytes(data))) as package:
        true = struct.pack("<I", package.getinfo(SHEET).file_size)
    assert "beschädigt" in refused(bytes(data).replace(true, struct.pack("<I", 900)))


def test_a_package_with_a_password_for_each_part_is_refused():
    data = bytearray(XLSX)
    place = data.rfind(b"PK\x01\x02")
    data[place + 8] |= 1
    assert "Kennwort" in refused(bytes(data))


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r = 'ZZ1048576'><v>1</v></c></row>",
        '<row r="1"><c\tr="a1"><v>1</v></c><c\n  r="zz1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZ99999999"><v>1</v></c></row>',
    ],
)
def test_two_cells_far_apart_do_not_eat_the_memory(cells):
    assert "entpackt zu groß" in refused(sheet_with(cells))


def test_an_old_workbook_with_cells_far_apart_is_refused():
    far = XLS.replace(struct.pack("<HHH", 2, 0, 0), struct.pack("<HHH", 65_535, 60_000, 0))
    assert "entpackt zu groß" in refused(far)


def test_a_million_formatted_rows_below_the_list_are_harmless():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="ZZ{n}" s="0"/></row>' for n in range(3, 200_000))
    empty = '<row r="1048576" spans="1:9"/>'
    cells = '<row r="1"><c r="A1" t="str"><v>Name</v></c></row><row r="2"><c r="A2" t="str"><v>Rim</v></c></row>'
    table = read_bytes(sheet_with(cells + rows + empty), "liste.xlsx")
    assert table.rows == [("Rim",)]


def test_a_million_blank_lines_are_harmless():
    table = read_bytes(b"Name;Ort\nRim;Jena\n" + b";\n" * 500_000 + b"\n" * 500_000, "a.csv")
    assert table.rows == [("Rim", "Jena")]


def test_when_the_library_gives_up_the_file_counts_as_broken(monkeypatch):
    class PanicException(BaseException):  # what libraries written in Rust raise
        pass

    def gives_up(*_):
        raise PanicException

    monkeypatch.setattr("app.services.tables.excel._names", gives_up)
    assert "beschädigt" in refused(XLSX)


def test_the_area_within_which_nothing_is_counted_is_small_enough():
    assert packages._is_far(b'<c r="CA1"') and packages._is_far(b'<c r="A110000"')
    assert not packages._is_far(b'<row r="109999"><c r="BZ109999"')
    assert packages.MOST_CELLS >= 109_999 * 78


def test_zips_within_zips_are_not_unpacked(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 20 * 2**20)
    bomb = repacked(XLSX, {"xl/media/a.zip": b"\0" * 15 * 2**20})
    nested = repacked(XLSX, {"xl/embeddings/b.zip": bomb})
    assert len(read_bytes(nested, "a.xlsx").rows) == 2  # what is inside stays inside
    assert "entpackt zu groß" in refused(repacked(XLSX, {f"xl/{n}.bin": b"\0" * 15 * 2**20 for n in range(2)}))


def test_entities_that_grow_are_not_expanded():
    grown = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    sheet = part(XLSX).decode().partition("?>")[2] or part(XLSX).decode()
    told = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{grown}]>{sheet}'.replace("Müller", "&a11;")
    assert survives_in(repacked(XLSX, {SHEET: told.encode()})) < 10_000


def survives_in(data: bytes) -> int:
    """How many characters the table has, or the sentence."""
    try:
        return len(str(read_bytes(data, "a.xlsx").rows))
    except Unreadable as told:
        return len(str(told))


def test_a_package_whose_parts_overlap_is_refused():
    parts = {f"xl/worksheets/sheet{n}.xml": b" " * 2**20 for n in range(2, 6)}
    data = bytearray(repacked(XLSX, parts))
    first = data.find(b"PK\x01\x02")
    offset = data[first + 42 : first + 46]
    place = first
    while (place := data.find(b"PK\x01\x02", place + 1)) > 0:
        data[place + 42 : place + 46] = offset  # all entries name the bytes of the first
    assert "beschädigt" in refused(bytes(data))


def test_formulas_that_were_never_computed_are_told():
    table = read_bytes(xlsx_bytes([("Name", "Summe"), ("Rim", "=1+1")]), "a.xlsx")
    assert table.rows == [("Rim", None)]
    assert "Formeln ohne Ergebnis" in table.notes[0]


def test_a_computed_formula_is_not_complained_about():
    cells = '<row r="1"><c r="A1" t="str"><f>"N"</f><v>Name</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    rows = '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    table = read_bytes(sheet_with(cells + rows), "a.xlsx")
    assert (table.rows, table.notes) == ([(2,)], ())


def test_lists_in_two_encodings_are_read_line_by_line_and_told():
    table = read_bytes("Name;Ort\nMüller;Jena\n".encode() + "Größe;Königsee\n".encode("cp1252"), "a.csv")
    assert table.rows == [("Müller", "Jena"), ("Größe", "Königsee")]
    assert "mischt zwei Zeichensätze" in table.notes[0]


def test_headers_that_stand_there_again_are_left_out_and_told():
    table = read_bytes(
        csv_bytes([HEADERS, ("Haddad", "Rim", "1991"), (), HEADERS, ("Haile", "Berhane", "1979")]), "a.csv"
    )
    assert [row[0] for row in table.rows] == ["Haddad", "Haile"]
    assert (table.numbers, table.notes) == (
        [2, 5],
        ("In Zeile 4 stehen die Überschriften noch einmal. Die Zeile wurde ausgelassen.",),
    )


def test_columns_that_are_only_formatted_are_not_there():
    table = read_bytes(b"Name;Ort;;;\nRim;Jena;;;\n", "a.csv")
    assert table.headers == ("Name", "Ort")


def test_days_counted_from_1904_are_the_same_days():
    def old_mac(workbook):
        workbook.epoch = CALENDAR_MAC_1904

    table = read_bytes(xlsx_bytes([("Name", "Geburtsdatum"), ("Rim", date(1991, 3, 14))], then=old_mac), "a.xlsx")
    assert table.rows == [("Rim", date(1991, 3, 14))]
