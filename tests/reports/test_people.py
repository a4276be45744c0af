"""The list of all people comes back through the import without loss."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.core.errors import Invalid
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import Household, LanguageSkill, Person
from app.models.arrangement import Arrangement
from app.models.fields import columns, fields
from app.models.query import Query
from app.reports.list_export import ListSheet, write_excel
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


def test_a_zero_is_a_value(one_db, tmp_path):
    with one_db.work("anlegen") as work:
        work.add(make.person(radius=0))
    (headers, row) = openpyxl.load_workbook(write_people(one_db, tmp_path / "a.xlsx", Progress())).active.values
    assert dict(zip(headers, row, strict=True))["Weg höchstens"] == 0


TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=12)
SAID = TEXT.map(str.strip).filter(lambda text: text not in {"-", "–", "—", "--", "---"})
"""Blanks around a text and a dash alone say nothing."""
DATES = st.dates(date(1930, 1, 1), date(2020, 1, 1)).map(PartialDate.of) | st.builds(
    PartialDate, st.integers(1930, 2020)
)
CODES = {name: [code for code, _label in spec.options] for name, spec in fields(Person).items() if spec.options}
KINDS = {
    PartialDate: st.none() | DATES,
    bool: st.booleans(),
    int: st.none() | st.integers(0, 500),
    Tags: st.none()
    | st.lists(st.sampled_from(["Chor", "Fußball", "E-Bike"]), min_size=1).map(lambda one: Tags(tuple(one))),
    WeekTimes: st.none() | st.integers(1, 2**168 - 1).map(WeekTimes),
}
VALUES = {
    name: st.none() | st.sampled_from(CODES[name]) if name in CODES else KINDS.get(spec.kind, SAID)
    for name, spec in fields(Person).items()
    if name in SHOWN and name not in {"last_name", "first_names", "email", "birth_name"}
}
SPOKEN = st.dictionaries(st.sampled_from(["ar", "de", "ckb", "prs"]), st.sampled_from(["native", "A1", "B2", "none"]))


@pytest.fixture(scope="module")
def office(templates, tmp_path_factory):
    """Two databases for all examples, each emptied before."""
    folders = [tmp_path_factory.mktemp(name) for name in ("hier", "dort")]
    with templates.copy("sqlite", folders[0]) as here, templates.copy("sqlite", folders[1]) as there:
        made = here.open(), there.open()
        yield made
        for one in made:
            one.close()


def emptied(db):
    with db.work("") as work:
        for entity in (LanguageSkill, Person, Household):
            work.session.execute(delete(entity))


def languages(db):
    with db.read() as session:
        return sorted(session.execute(select(LanguageSkill.language, LanguageSkill.level)))


def exported(db, path, keyed):
    """The list as its page writes it, with all columns."""
    with db.read() as session:
        query = Query(Person)
        ids = query.ids(session)
    specs = tuple(spec for name, spec in columns(Person).items() if name != "caption")
    return write_excel(
        db,
        ListSheet(title="Personen", query=query, arrangement=Arrangement(specs), ids=ids, keyed=keyed),
        path,
        Progress(),
    )


@settings(max_examples=max(settings().max_examples // 4, 1))  # each writes and reads three workbooks
@given(st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=1, max_size=3), SPOKEN, st.data())
def test_whoever_goes_out_comes_back_with_everything(office, tmp_path_factory, people, spoken, data):
    here, there = office
    emptied(here), emptied(there)
    try:
        with here.work("anlegen") as work:
            home = work.add(Household(name="Familie"))
            for number, values in enumerate(people):
                made = work.add(
                    make.person("Haddad", "ABC"[number], **({"born": PartialDate(1980 + number * 3)} | values))
                )
                made.household_id = data.draw(st.sampled_from([None, home.id]))
            for language, level in spoken.items():
                work.add(LanguageSkill(person_id=made.id, language=language, level=level))
    except Invalid:
        assume(False)  # the form would not take it either
    path = write_people(here, tmp_path_factory.mktemp("liste") / "personen.xlsx", Progress())
    found = look(there, read(path), decisions=dict.fromkeys(range(1, 10)))
    assert counts(look(here, read(path))) == (0, 0, len(people), 0, 0)
    assert counts(found) == (len(people), 0, 0, 0, 0)
    take(there, found)
    assert stored(there) == stored(here)
    assert languages(there) == languages(here)
    as_seen = exported(here, path.with_name("liste.xlsx"), keyed=True)
    assert counts(look(here, read(as_seen))) == (0, 0, len(people), 0, 0)
