"""Doubles are found while a person is typed and in the whole file, on every database."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.core.errors import Cancelled, Conflict, Invalid
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.models import NotDuplicate, Person, SearchToken
from app.models.base import DOUBLE
from app.models.query import Query
from app.models.reindex import reindex
from app.services import duplicates
from app.services.duplicates import Register, all_pairs, likely, mark_different, similar
from tests.factories import person
from tests.services.doubles import invent

BORN = PartialDate(1991, 3, 14)


@pytest.fixture
def office(db):
    """Three people who have little in common."""
    with db.work("anlegen") as work:
        work.add(person("Al-Haddad", "Rim", phone="0171 3920012", postcode="07407"))
        work.add(person("Schewtschenko", "Jewhenija", born=PartialDate(1985, 5, 2)))
        work.add(person("Müller", "Jürgen", born=PartialDate(1970)))
    return db


def captions(db, **values):
    with db.read() as session:
        return [one.caption for one in similar(session, values)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"last_name": "Al Hadad", "first_names": "Rim"}, ["Al-Haddad, Rim"]),
        ({"last_name": "Rim", "first_names": "Alhaddad"}, ["Al-Haddad, Rim"]),
        ({"last_name": "Haddad", "born": BORN}, ["Al-Haddad, Rim"]),
        ({"last_name": "Petrova", "first_names": "Rim", "born": BORN, "birth_name": "Haddad"}, ["Al-Haddad, Rim"]),
        ({"first_names": "Rym", "phone": "+49 171 3920012", "born": BORN}, ["Al-Haddad, Rim"]),
        ({"last_name": "Shevchenko", "first_names": "Yevheniia"}, ["Schewtschenko, Jewhenija"]),
        ({"last_name": "Mueller", "first_names": "Juergen"}, ["Müller, Jürgen"]),
        ({"last_name": "Al-Haddad", "first_names": "Nour", "born": BORN}, []),
        ({"last_name": "Al-Haddad"}, []),
        ({"last_name": "Zöllner", "first_names": "Gudrun"}, []),
        ({"last_name": "", "first_names": None}, []),
        ({}, []),
    ],
    ids=str,
)
def test_who_may_be_the_person_that_is_typed(office, typed, found):
    assert captions(office, **typed) == found


def test_reasons_and_score_come_with_the_candidate(office):
    with office.read() as session:
        (found,) = similar(session, {"last_name": "Rim", "first_names": "Al-Haddad", "born": BORN})
    assert found.reasons == ("Name gleich", "Vor- und Nachname vertauscht", "Geburtsdatum gleich")
    assert 0.9 < found.score <= 1


def test_a_person_is_not_its_own_double(office):
    with office.read() as session:
        rim = session.scalars(select(Person).where(Person.first_names == "Rim")).one()
        values = {"last_name": rim.last_name, "first_names": rim.first_names, "born": rim.born}
        assert similar(session, values, besides=rim.id) == []


def test_only_the_best_few_are_shown(db):
    with db.work("anlegen") as work:
        for day in range(1, 10):
            work.add(person("Ehrenforth", "Marit", born=PartialDate(1980, 2, day)))
    with db.read() as session:
        found = similar(session, {"last_name": "Ehrenforth", "first_names": "Marit", "born": PartialDate(1980, 2, 4)})
    assert len(found) == 5
    assert found[0].score > found[1].score


def test_a_change_of_name_changes_what_is_found(office):
    with office.work("ändern") as work:
        rim = work.session.scalars(select(Person).where(Person.first_names == "Rim")).one()
        work.update(rim, {"last_name": "Petrova", "phone": ""})
    assert captions(office, last_name="Al-Haddad", first_names="Rim") == []
    assert captions(office, last_name="Petrova", first_names="Rim") == ["Petrova, Rim"]
    office.undo(work.done.id)
    assert captions(office, last_name="Al-Haddad", first_names="Rim") == ["Al-Haddad, Rim"]


def test_keys_of_doubles_are_not_met_by_the_search(office):
    with office.read() as session:
        kinds = set(session.scalars(select(SearchToken.kind)))
        assert kinds == {"person", "person" + DOUBLE}
        assert Query(Person, "y1991").ids(session) == []


def test_reindexing_restores_what_was_stored(office):
    with office.read() as session:
        before = session.execute(select(SearchToken.kind, SearchToken.token, SearchToken.record_id)).all()
    with office.work("") as work:
        work.session.execute(delete(SearchToken).where(SearchToken.kind == "person" + DOUBLE))
    reindex(office)
    with office.read() as session:
        after = session.execute(select(SearchToken.kind, SearchToken.token, SearchToken.record_id)).all()
    assert sorted(map(tuple, after)) == sorted(map(tuple, before))


@pytest.fixture
def doubles(office):
    """The same, and two of them once more."""
    with office.work("anlegen") as work:
        work.add(person("Rim", "Alhaddad", born=None, phone="03671 3920012"))
        work.add(person("Müller", "Juergen", born=PartialDate(1970, 7, 1)))
    return office


def pairs(db):
    with db.read() as session:
        return all_pairs(session)


def test_doubles_in_the_file_are_listed_surest_first(doubles):
    found = pairs(doubles)
    assert [pair.captions for pair in found] == [
        ("Al-Haddad, Rim", "Rim, Alhaddad"),
        ("Müller, Jürgen", "Müller, Juergen"),
    ]
    assert found == sorted(found, key=lambda pair: -pair.score)
    assert all(pair.first < pair.second for pair in found)
    assert pairs(doubles) == found


def test_who_was_found_to_be_somebody_else_is_not_listed_again(doubles):
    first, second = pairs(doubles)
    with doubles.work("Keine Dublette") as work:
        made = mark_different(work, first.second, first.first)
        assert mark_different(work, first.first, first.second) is made
    assert pairs(doubles) == [second]
    doubles.undo(work.done.id)
    assert pairs(doubles) == [first, second]


def test_a_person_can_be_deleted_whatever_was_decided(doubles):
    first, second = pairs(doubles)
    with doubles.work("Keine Dublette") as work:
        mark_different(work, first.first, first.second)
    with doubles.work("löschen") as work:
        work.delete(work.get(Person, first.second))
    assert pairs(doubles) == [second]
    doubles.undo(work.done.id)
    assert pairs(doubles) == [second]


def test_nobody_is_different_from_oneself_or_from_nobody(doubles):
    pair = pairs(doubles)[0]
    with pytest.raises(Invalid, match="sich selbst"), doubles.work("Keine Dublette") as work:
        mark_different(work, pair.first, pair.first)
    with pytest.raises(Conflict), doubles.work("Keine Dublette") as work:
        mark_different(work, pair.first, 1)
    with doubles.read() as session:
        assert session.scalars(select(NotDuplicate)).all() == []


def test_looking_through_the_file_can_be_stopped(doubles):
    progress = Progress()
    progress.cancelled = True
    with doubles.read() as session, pytest.raises(Cancelled):
        all_pairs(session, progress)


def test_a_register_of_everybody_finds_the_same(one_db):
    made = invent(150, 7, share=0.3)
    with one_db.work("anlegen") as work:
        for values in made.people:
            work.add(Person(**{n: v for n, v in values.items() if v}))
    with one_db.read() as session:
        register = Register(session)
        for values in made.people:
            found = {one.id for one in register.likely(session, values)}
            assert found == {one.id for one in likely(session, values)}


def test_an_empty_file_holds_no_doubles(db):
    with db.read() as session:
        assert all_pairs(session) == []
        assert similar(session, {"last_name": "Müller", "first_names": "Anna"}) == []


def test_common_keys_are_left_out_without_losing_the_pair(doubles, monkeypatch):
    found = pairs(doubles)
    monkeypatch.setattr(duplicates, "LARGEST_BLOCK", 2)
    assert pairs(doubles) == found


def in_order(people, order, one_db):
    """What is found when people were entered in this order, as pairs of captions and birth dates."""
    with one_db.work("anlegen") as work:
        stored = [work.add(Person(**{n: v for n, v in people[place].items() if v})) for place in order]
    place = {one.id: where for one, where in zip(stored, order, strict=True)}
    with one_db.read() as session:
        found = {tuple(sorted((place[pair.first], place[pair.second]))): pair for pair in all_pairs(session)}
        typed = [
            [(place[one.id], one.score, one.reasons) for one in similar(session, people[where], besides=one.id)]
            for where in range(5)
            for one in [next(s for s in stored if place[s.id] == where)]
        ]
    with one_db.work("löschen") as work:
        for one in stored:
            work.delete(work.get(Person, one.id))
    return {pair: (one.score, one.reasons) for pair, one in found.items()}, [sorted(one) for one in typed]


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(seed, shuffled, template_db):
    people = invent(25, seed, share=0.3).people
    order = list(range(len(people)))
    before = in_order(people, order, template_db)
    shuffled.shuffle(order)
    assert in_order(people, order, template_db) == before


@pytest.fixture(scope="module")
def template_db(templates, tmp_path_factory):
    """One database for all examples of a rule; each leaves it empty."""
    with templates.copy("sqlite", tmp_path_factory.mktemp("order")) as place:
        made = place.open()
        yield made
        made.close()
