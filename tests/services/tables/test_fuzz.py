"""Damaged files of all kinds end with a table or a sentence, within a bounded time; --slow tries thousands."""

from __future__ import annotations

import zipfile
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.tables import Table, Unreadable, read_bytes
from tests.services.tables.files import HEADERS, csv_bytes, part, repacked
from tests.services.tables.test_bad_files import CSV, SHEET, XLS, XLSX

OLD = csv_bytes([HEADERS, ("Müller", "Jörg\nHans", "14.03.1991")], "\t", "cp1252")
LONG = 2_000
"""Examples of the slow run for each kind of file."""


def survives(data: bytes) -> None:
    """Reading ends with a table whose rows fit its headers, or with a sentence."""
    try:
        table = read_bytes(data, "liste")
    except Unreadable as told:
        assert str(told).endswith(".")
    else:
        assert isinstance(table, Table)
        assert {len(row) for row in table.rows} <= {len(table.headers)}
        assert len(set(table.headers)) == len(table.headers)
        assert len(table.rows) == len(table.numbers)


def damaged(data: bytes, chance: Random) -> bytes:
    """DATA with some bytes changed, lost, doubled or put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0:
                found[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[place : place + chance.randint(1, 20)]
            case 2:
                found[place:place] = bytes(chance.choices(b"<>\"/=0123456789ABZrcs&;'\xff\0", k=chance.randint(1, 9)))
            case _:
                other = chance.randrange(len(found) + 1)
                found[place:place] = found[other : other + chance.randint(1, 200)]
    return bytes(found)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(data):
    survives(data)


@given(st.sampled_from([CSV, OLD, CSV.decode().encode("utf-16")]), st.randoms(use_true_random=False))
def test_damaged_text_files_are_a_table_or_a_sentence(data, chance):
    survives(damaged(data, chance))


@given(st.sampled_from([XLS, XLSX]), st.randoms(use_true_random=False))
def test_damaged_workbooks_are_a_table_or_a_sentence(data, chance):
    survives(damaged(data, chance))


@given(
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"]),
    st.randoms(use_true_random=False),
)
def test_workbooks_with_damaged_parts_are_a_table_or_a_sentence(name, chance):
    survives(repacked(XLSX, {name: damaged(part(XLSX, name), chance)}))


@pytest.mark.slow
@settings(max_examples=LONG)
@pytest.mark.parametrize("what", [XLS, XLSX, SHEET, OLD], ids=["xls", "xlsx", "sheet", "csv"])
@given(chance=st.randoms(use_true_random=False))
def test_thousands_of_damaged_workbooks_are_a_table_or_a_sentence(what, chance):
    survives(repacked(XLSX, {SHEET: damaged(part(XLSX), chance)}) if what == SHEET else damaged(what, chance))


@given(st.sampled_from([XLSX, XLS, CSV, OLD]), st.data())
def test_files_that_end_too_early_are_a_table_or_a_sentence(data, chosen):
    survives(data[: chosen.draw(st.integers(0, len(data) - 1))])


@given(st.permutations(zipfile.ZipFile(BytesIO(XLSX)).namelist()))
def test_workbooks_whose_parts_were_swapped_are_a_table_or_a_sentence(order):
    names = zipfile.ZipFile(BytesIO(XLSX)).namelist()
    survives(repacked(XLSX, {name: part(XLSX, other) for name, other in zip(names, order, strict=True)}))


@given(st.sampled_from([XLSX, XLS]), st.sampled_from([XLSX, XLS, CSV]), st.randoms(use_true_random=False))
def test_halves_of_two_files_are_a_table_or_a_sentence(one, other, chance):
    survives(one[: chance.randrange(len(one))] + other[chance.randrange(len(other)) :])
