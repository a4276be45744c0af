"""A field reads what people type and paste, and says in one sentence what is wrong."""

from __future__ import annotations

import pytest

from app.core.partial_date import PartialDate
from app.models import Organisation, OrganisationContact, Person
from app.models.fields import fields

FIELDS = fields(Person)


@pytest.mark.parametrize("pasted", ["Al-Haddad\t", "\tAl-Haddad\r\n", "Al-Haddad\u2028"])
def test_what_comes_along_from_a_table_does_not_disturb(pasted):
    spec = FIELDS["last_name"]
    assert spec.parse(pasted) == "Al-Haddad" and spec.problem(spec.parse(pasted)) is None


def test_cells_pasted_into_one_field_are_parted_by_a_blank():
    assert FIELDS["original_name"].parse("ريم\tالحداد") == "ريم الحداد"


def test_a_date_may_be_pasted_with_its_cell_border():
    assert FIELDS["born"].parse("07.1986\t") == PartialDate(1986, 7)


def test_notes_keep_their_lines():
    assert FIELDS["notes"].parse("erste\nzweite") == "erste\nzweite"


@pytest.mark.usefixtures("clock")
def test_nobody_arrives_in_the_future():
    assert dict(Person(last_name="Abel", arrived=PartialDate(2050)).rules())["arrived"].endswith("Zukunft.")


@pytest.mark.parametrize("entity", [Person, Organisation, OrganisationContact])
def test_a_telephone_number_has_digits_in_whatever_way_they_are_written(entity):
    spec = fields(entity)["phone"]
    for text in ("", "0171 3920001", "+49 (0)3671 / 12-34", "٠١٧١ ٣٩٢", "03671 12345, nur abends"):
        assert spec.problem(spec.parse(text)) is None
    for text in ("keins", "-", "siehe E-Mail"):
        assert spec.problem(spec.parse(text)).startswith("Die Telefonnummer enthält keine Ziffer. ")
