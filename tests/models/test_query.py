"""Lists: found by any spelling, in German dictionary order, the same on all databases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models import Course, Person
from app.models.db import Database
from app.models.fields import columns
from app.models.query import Query
from tests.factories import add, course, enrolment, person, project, role, sessions

PEOPLE = (
    ("Müller", "Änne"),
    ("Mueller", "Berta"),
    ("MULLER", "Carla"),
    ("Muller-Schmidt", "Dora"),
    ("Al-Haddad", "Rim"),
    ("Çelikkaya", "Şengül"),
    ("Zając", "Łucja"),
    ("Öztoprak", "Gülnur"),
)


@pytest.fixture
def people(db: Database) -> Database:
    with db.work("anlegen") as work:
        add(work, *(person(last, first, city="Königsee") for last, first in PEOPLE))
        work.add(person("Hodko", "", original_name="Оксана Ходько", city=""))
    return db


def found(db: Database, text: str, **details: object) -> list[str]:
    with db.read() as session:
        query = Query(Person, text, **details)  # type: ignore[arg-type]
        rows = query.rows(session, ids := query.ids(session))
        assert query.ids(session, ordered=Query(Person, **details).ids(session)) == ids  # type: ignore[arg-type]
    return [rows[id][0] for id in ids]


def test_a_list_is_in_german_dictionary_order(people: Database) -> None:
    assert found(people, "") == [
        "Al-Haddad, Rim",
        "Çelikkaya, Şengül",
        "Hodko",
        "Mueller, Berta",
        "Müller, Änne",
        "MULLER, Carla",
        "Muller-Schmidt, Dora",
        "Öztoprak, Gülnur",
        "Zając, Łucja",
    ]


@pytest.mark.parametrize("typed", ["müller", "Mueller", "MULLER", "mül"])
def test_every_spelling_of_a_name_finds_all_its_bearers(people: Database, typed: str) -> None:
    assert {name.split(",")[0] for name in found(people, typed)} == {"Müller", "Mueller", "MULLER", "Muller-Schmidt"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("rim haddad", "Al-Haddad, Rim"),
        ("alhaddad", "Al-Haddad, Rim"),
        ("oksana", "Hodko"),
        ("gulnur oztoprak", "Öztoprak, Gülnur"),
        ("lucja", "Zając, Łucja"),
        ("koenigsee celik", "Çelikkaya, Şengül"),
    ],
)
def test_words_in_any_order_and_script_find_the_person(people: Database, typed: str, name: str) -> None:
    assert found(people, typed) == [name]


@pytest.mark.parametrize("typed", ["ع", "%", "_", "'; DROP TABLE person; --", "xyz"])
def test_what_nobody_is_called_finds_nobody(people: Database, typed: str) -> None:
    assert found(people, typed) == []


def test_a_list_sorts_by_any_column_with_empty_values_last(people: Database) -> None:
    with people.work("ändern") as work:
        work.add(person("Bilenko", "Oksana", born=None, city="Erfurt"))
    assert found(people, "", order="born")[-1] == "Bilenko, Oksana"
    assert found(people, "", order="born", descending=True)[-1] == "Bilenko, Oksana"
    assert found(people, "", order="city", descending=True)[-2:] == ["Bilenko, Oksana", "Hodko"]


def test_filters_take_one_value_or_several(people: Database) -> None:
    assert found(people, "", where={"city": "Erfurt"}) == []
    assert len(found(people, "", where={"city": ("Erfurt", "Königsee")})) == 8


def test_derived_columns_are_counted_by_the_database(db: Database) -> None:
    p, rim, dilnaz = project(), person(), person("Khalaf", "Dilnaz")
    c = course(p)
    with db.work("anlegen") as work:
        add(work, p, rim, dilnaz, c, *sessions(c), enrolment(rim, c), enrolment(dilnaz, c, state="withdrawn"))
        add(work, role(rim, p, "mentor"), role(rim, p, "mentee"), role(rim, p, "mentee"))
    with db.read() as session:
        assert Query(Person).rows(session, [rim.id])[rim.id][1] is not None
        (row,) = Query(Course, shown=("enrolled", "first_day", "last_day")).rows(session, [c.id]).values()
        shown = columns(Person)["role_codes"].show(Query(Person).rows(session, [rim.id])[rim.id][1])
    assert (row[0], str(row[1]), str(row[2])) == (1, "2026-08-19", "2026-10-07")
    assert shown == "Mentee, Mentorin"


WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüßçşğłøé", min_size=2, max_size=9)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6), data=st.data())
def test_the_beginning_of_any_name_finds_its_bearer(
    db: Database, names: list[tuple[str, str]], data: st.DataObject
) -> None:
    with db.work("anlegen") as work:
        people = [work.add(person(last, first, city="")) for last, first in names]
    target = data.draw(st.sampled_from(people))
    word = data.draw(st.sampled_from([target.last_name, target.first_names]))
    typed = word[: data.draw(st.integers(1, len(word)))]
    with db.read() as session:
        assert target.id in Query(Person, typed).ids(session)


def test_people_are_filtered_by_any_of_their_roles(people: Database) -> None:
    with people.work("Rollen") as work:
        rim, whole = work.add(person("Haidari", "Parwana")), work.add(project())
        add(work, role(rim, whole, "mentee"), role(rim, whole, "buddy"))
    assert found(people, "", where={"role_codes": "buddy"}) == ["Haidari, Parwana"]
    assert found(people, "", where={"role_codes": ("mentor", "mentee")}) == ["Haidari, Parwana"]
    assert found(people, "", where={"role_codes": "mentor"}) == []


def test_no_value_is_a_filter_too(people: Database) -> None:
    with people.work("anlegen") as work:
        work.add(person("Haidari", "Parwana", gender=None))
    assert found(people, "", where={"gender": None}) == ["Haidari, Parwana"]
    assert len(found(people, "", where={"gender": ("female", None)})) == len(PEOPLE) + 2
