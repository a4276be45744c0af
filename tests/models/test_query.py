"""Lists: found by any spelling, in German dictionary order, the same on all databases."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.models import Course, Person
from app.models.conditions import Between, Condition, Contains, Empty, OneOf, Tagged, pack, unpack
from app.models.db import Database
from app.models.fields import columns
from app.models.query import Query, captions, tags_in_use
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


# ---------------------------------------------------------------- conditions


def kept(where: dict[str, Condition]) -> dict[str, Condition]:
    """WHERE after a way through JSON, as saved views make it."""
    again = unpack(Person, json.loads(json.dumps(pack(where))))
    assert again == where
    return again


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (("königs",), 8),
        (("NIGSEE",), 8),
        (("koenig",), 0),
        (("erf", "nigs"), 9),
        (("%",), 0),
    ],
)
def test_a_text_is_found_anywhere_in_a_column(people: Database, texts: tuple[str, ...], names: int) -> None:
    with people.work("anlegen") as work:
        work.add(person("Haidari", "Parwana", city="Erfurt"))
    assert len(found(people, "", where=kept({"city": Contains(texts)}))) == names


def test_case_does_not_count_where_a_column_has_no_sort_key(people: Database) -> None:
    with people.work("anlegen") as work:
        add(work, person("Ä", "", birth_place="ÖLSNITZ 100 %"), person("B", "", birth_place="Olsnitz_2"))
    assert found(people, "", where=kept({"birth_place": Contains(("ölsn",))})) == ["Ä"]
    assert found(people, "", where=kept({"birth_place": Contains(("100 %",))})) == ["Ä"]
    assert found(people, "", where=kept({"birth_place": Contains(("z_2",))})) == ["B"]


@pytest.mark.parametrize("typed", ["Syrien", "syrisch", "Syrer", "Syria", "SYR", "syri"])
def test_a_nationality_is_found_by_anything_it_is_called(people: Database, typed: str) -> None:
    with people.work("anlegen") as work:
        add(work, person("A", "", nationality="syrisch"), person("B", "", nationality="Syrien"))
        add(work, person("C", "", nationality="assyrianisch"), person("D", "", nationality="türkisch"))
    assert found(people, "", where=kept({"nationality": Contains((typed,))}))[:2] == ["A", "B"]
    assert "D" not in found(people, "", where=kept({"nationality": Contains((typed,))}))


def test_a_text_that_names_no_country_is_looked_for_as_it_is(people: Database) -> None:
    with people.work("anlegen") as work:
        add(work, person("A", "", nationality="syrisch"), person("B", "", nationality="staatenlos"))
    assert found(people, "", where=kept({"nationality": Contains(("nlos",))})) == ["B"]
    assert found(people, "", where=kept({"nationality": Contains(("Mittelerde",))})) == []


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("1990", "1990", ["Nur Jahr", "Nur Monat", "Tag"]),
        ("05.1990", None, ["Nur Jahr", "Nur Monat", "Tag"]),
        ("15.05.1990", "01.06.1990", ["Nur Jahr", "Nur Monat"]),
        (None, "14.05.1990", ["Nur Jahr", "Nur Monat", "Tag"]),
        ("1991", None, []),
        (None, "1989", []),
    ],
)
def test_incomplete_dates_are_in_a_period_they_may_be_in(
    db: Database, first: str | None, last: str | None, names: list[str]
) -> None:
    born = {"Nur Jahr": "1990", "Nur Monat": "05.1990", "Tag": "14.05.1990"}
    with db.work("anlegen") as work:
        add(work, *(person(name, "", born=PartialDate.parse(text)) for name, text in born.items()))
        work.add(person("Ohne", "", born=None))
    bounds = [PartialDate.parse(text) if text else None for text in (first, last)]
    assert found(db, "", where=kept({"born": Between(*bounds)})) == names
    assert found(db, "", where=kept({"born": Between(*bounds, or_none=True)})) == sorted([*names, "Ohne"])


def test_days_and_numbers_have_ranges(db: Database) -> None:
    p = project()
    one, two = course(p, "Kurs A", places=8), course(p, "Kurs B", places=None)
    with db.work("anlegen") as work:
        add(work, p, one, two, *sessions(one), *sessions(two, first=date(2027, 1, 13)))

    def courses(where: dict[str, Condition]) -> list[str]:
        assert unpack(Course, json.loads(json.dumps(pack(where)))) == where
        with db.read() as session:
            query = Query(Course, where=where)
            rows = query.rows(session, ids := query.ids(session))
        return [rows[id][0] for id in ids]

    assert courses({"places": Between(8, 8)}) == ["Kurs A"] and courses({"places": Between(9, None)}) == []
    assert courses({"first_day": Between(date(2026, 12, 1), None)}) == ["Kurs B"]
    assert courses({"places": Between(9, None, or_none=True)}) == ["Kurs B"]
    assert courses({"last_day": Between(None, date(2026, 12, 31))}) == ["Kurs A"]
    assert courses({"enrolled": Between(0, 0)}) == ["Kurs A", "Kurs B"]
    assert courses({"places": Empty()}) == ["Kurs B"]
    assert courses({"project_id": Contains(("humans",))}) == ["Kurs A", "Kurs B"]
    assert courses({"project_id": Contains(("xyz",))}) == []


def test_conditions_on_different_columns_must_all_hold(people: Database) -> None:
    with people.work("anlegen") as work:
        work.add(person("Haidari", "Parwana", gender="male", city="Königsee", family_first=True))
    where: dict[str, Condition] = {"city": Contains(("see",)), "gender": OneOf(("male",))}
    assert found(people, "", where=kept(where)) == ["Haidari Parwana"]
    assert found(people, "", where=kept({**where, "family_first": OneOf((False,))})) == []
    assert found(people, "par", where=kept({**where, "family_first": OneOf((True,))})) == ["Haidari Parwana"]


def test_empty_and_filled_are_opposites(people: Database) -> None:
    empty = found(people, "", where=kept({"city": Empty()}))
    filled = found(people, "", where=kept({"city": Empty(False)}))
    assert empty == ["Hodko"] and len(filled) == 8


def test_tags_are_found_whole(people: Database) -> None:
    with people.work("anlegen") as work:
        add(
            work,
            person("Ä", "", interests=Tags(("Fußball", "Chor"))),
            person("B", "", interests=Tags(("Kirchenchor",))),
        )
    assert found(people, "", where=kept({"interests": Tagged(("Chor", "Theater"))})) == ["Ä"]
    assert len(found(people, "", where=kept({"interests": Empty()}))) == 9
    with people.read() as session:
        assert tags_in_use(session, Person, "interests") == ["Chor", "Fußball", "Kirchenchor"]


def test_what_no_longer_fits_the_columns_is_left_out_of_a_kept_filter() -> None:
    nonsense = {
        "gone": {"is": "empty", "yes": True},
        "gender": {"is": "one_of", "values": ["green"]},
        "born": {"is": "between", "first": "yesterday", "last": None},
        "city": {"is": "contains"},
        "notes": "text",
        "phone": {"is": "unheard of"},
        "email": {"is": "empty", "yes": False},
    }
    assert unpack(Person, nonsense) == {"email": Empty(False)} and unpack(Person, "text") == {}


def test_filters_say_what_they_ask() -> None:
    specs = columns(Person)
    said = {
        "gender": OneOf(("female", None)).text(specs["gender"]),
        "city": Contains(("Saal", "Rudol")).text(specs["city"]),
        "born": Between(PartialDate(1990), None).text(specs["born"]),
        "arrived": Between(None, PartialDate(2015), or_none=True).text(specs["arrived"]),
        "notes": Empty(False).text(specs["notes"]),
        "family_first": OneOf((True,)).text(specs["family_first"]),
    }
    assert said == {
        "gender": "weiblich, ohne Angabe",
        "city": "enthält „Saal“ oder „Rudol“",
        "born": "ab 1990",
        "arrived": "bis 2015 oder ohne Angabe",
        "notes": "ausgefüllt",
        "family_first": "ja",
    }


def test_a_list_sorts_by_the_names_of_what_it_refers_to(db: Database) -> None:
    first, second = project("Anfang"), project("Ende")
    with db.work("anlegen") as work:
        add(work, first, second, course(second, "Kurs A"), course(first, "Kurs B"))
    with db.read() as session:
        query = Query(Course, order="project_id", shown=("caption", "project_id"))
        rows = query.rows(session, ids := query.ids(session))
        assert [rows[id][0] for id in ids] == ["Kurs B", "Kurs A"]
        assert captions(session, "project", [first.id]) == {first.id: "Anfang"}
