"""The office's list of interests: what somebody does to it happens everywhere, and is taken back everywhere."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.tags import Tags
from app.models import Interest, Offer, Person
from app.models.query import Query
from app.services.interests import adopt, carriers, merge, remove, rename, used
from tests.factories import add, person


@pytest.fixture
def words(db):
    """Chor and Chormusik; Rim and one offer carry the first, Anna both."""
    with db.work("Anlegen") as work:
        choir, music = work.add(Interest(name="Chor")), work.add(Interest(name="Chormusik"))
        add(
            work,
            person(interests=Tags(("Chor", "Fußball"))),
            person("Zimmer", "Anna", interests=Tags(("Chormusik", "Chor"))),
            Offer(name="Singkreis", sector="culture", interests=Tags(("Chor",))),
        )
    return choir, music


def carried(db):
    with db.read() as session:
        people = [session.get(Person, id) for id in Query(Person).ids(session)]
        offers = [session.get(Offer, id) for id in Query(Offer).ids(session)]
        return [str(one.interests or "") for one in (*people, *offers)]


def listed(db):
    with db.read() as session:
        return [session.get(Interest, id).name for id in Query(Interest).ids(session)]


def test_use_is_counted_by_whole_words(db, words):
    choir, music = words
    with db.read() as session:
        assert used(session, [choir.id, music.id], Person) == {choir.id: 2, music.id: 1}
        assert used(session, [choir.id, music.id], Offer) == {choir.id: 1}
        assert len(carriers(session, "Chor")) == 3 and not carriers(session, "chor")


def test_a_new_name_is_new_everywhere_and_one_undo_takes_it_back(db, words):
    before = carried(db)
    with db.work("Interesse umbenennen") as work:
        assert rename(work, work.get(Interest, words[0].id), " Singen ") == 3
    assert carried(db) == ["Singen; Fußball", "Chormusik; Singen", "Singen"] and "Singen" in listed(db)
    db.undo(work.done.id)
    assert carried(db) == before and listed(db) == ["Chor", "Chormusik"]


def test_a_name_that_is_on_the_list_already_is_refused(db, words):
    with pytest.raises(Invalid, match="Führen Sie die beiden zusammen"), db.work("x") as work:
        rename(work, work.get(Interest, words[0].id), "Chormusik")


def test_merging_leaves_one_word_once_and_is_taken_back_by_one_undo(db, words):
    before = carried(db)
    with db.work("Interessen zusammenführen") as work:
        gone, kept = (work.get(Interest, one.id) for one in reversed(words))
        assert merge(work, gone, kept) == 1
    assert carried(db) == ["Chor; Fußball", "Chor", "Chor"] and listed(db) == ["Chor"]
    db.undo(work.done.id)
    assert carried(db) == before and listed(db) == ["Chor", "Chormusik"]


def test_removing_takes_it_from_everybody(db, words):
    with db.work("Interesse löschen") as work:
        assert remove(work, work.get(Interest, words[0].id)) == 3
    assert carried(db) == ["Fußball", "Chormusik", ""] and listed(db) == ["Chormusik"]


def test_new_words_come_onto_the_list_others_do_not(db, words):
    with db.work("Person ändern") as work:
        adopt(work, Tags(("chor", "Kochen", "Kochen")))
    assert listed(db) == ["Chor", "Chormusik", "Kochen"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(name=st.text(st.sampled_from("%_ab;\\'ö "), min_size=1, max_size=8).map(str.strip))
def test_signs_with_a_meaning_in_searches_are_letters(one_db, name):
    tags = Tags.parse(name)
    with one_db.work("Anlegen") as work:
        someone = work.add(person(interests=tags or None))
        work.add(person("Zimmer", "Anna", interests=Tags(("x", "aab"))))
    with one_db.read() as session:
        for word in tags:
            found = {one.id for one in carriers(session, word)}
            assert someone.id in found and all(word in session.get(Person, id).interests for id in found)
