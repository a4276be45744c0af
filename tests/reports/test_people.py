"""The list of all people comes back through the import without loss."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.models import Person
from app.models.fields import fields
from app.reports.people import write_people
from app.services.tables import read
from tests import factories as make
from tests.services.imports.lists import counts, look, take

SHOWN = [name for name, spec in fields(Person).items() if not spec.target]


def stored(db) -> list[tuple[object, ...]]:
    with db.read() as session:
        return sorted((tuple(getattr(one, name) for name in SHOWN) for one in session.query(Person)), key=str)


def some_people() -> list[Person]:
    return [
        make.person(phone="0171 3920001", postcode="07422", notes="eins\nzwei", original_name="ريم الحداد"),
        make.person("Nguyễn", "Thị Thu Hà", family_first=True, born=PartialDate(1988, 7), gender="diverse"),
        make.person("Barakzai", "", born=None, gender=None, city="=1+1", street="007", arrived=PartialDate(2015)),
        make.person("Łoś", "Žofie", gender="none", email="z@example.org", birth_name="Şahin"),
    ]


def test_the_own_export_changes_nothing_where_it_came_from(one_db, tmp_path):
    with one_db.work("anlegen") as work:
        make.add(work, *some_people(), make.person("Doppelt", "Eins"), make.person("Doppelt", "Eins"))
    path = write_people(one_db, tmp_path / "personen.xlsx", Progress())
    assert counts(look(one_db, read(path))) == (0, 0, 6, 0, 0)


def test_the_own_export_makes_the_same_people_elsewhere(one_db, templates, tmp_path):
    with one_db.work("anlegen") as work:
        make.add(work, *some_people())
    path = write_people(one_db, tmp_path / "personen.xlsx", Progress())
    folder = tmp_path / "anderswo"
    folder.mkdir()
    with templates.copy("sqlite", folder) as place:
        other = place.open()
        found = look(other, read(path))
        assert counts(found) == (4, 0, 0, 0, 0)
        take(other, found)
        assert stored(other) == stored(one_db)
        assert counts(look(other, read(path))) == (0, 0, 4, 0, 0)
        other.close()


TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["city", "street", "phone", "occupation", "notes", "birth_country"]), TEXT))
def test_whatever_stands_in_the_fields_comes_back(one_db, tmp_path, values):
    person = make.person(**values)
    try:
        with one_db.work("anlegen") as work:
            work.add(person)
    except Invalid:
        assume(False)  # the form would not take it either
    path = write_people(one_db, tmp_path / "personen.xlsx", Progress())
    found = look(one_db, read(path))
    with one_db.work("löschen") as work:
        work.delete(work.get(Person, person.id))
    assert counts(found) == (0, 0, 1, 0, 0)
