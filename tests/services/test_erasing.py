"""Who is anonymised or deleted leaves no trace of who it was, and every figure stays what it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.partial_date import PartialDate
from app.models import (
    Certificate,
    Consent,
    Document,
    Erasure,
    History,
    LanguageSkill,
    Note,
    Participation,
    Person,
    Placement,
    Project,
    SearchToken,
    Task,
)
from app.services import erasing
from app.services.figures import figures, records
from app.services.participations import admit
from app.services.programmes import load
from tests.factories import add, person, project, role

SECRET = "Zzyzx"
LONG_AGO = {"last_payment": date(2019, 5, 2), "proof_submitted": date(2019, 9, 1)}
COMPLETE = {
    "employment": "unemployed",
    "unemployed_for": "over_12",
    "school": "upper",
    "vocational": "none",
    "nationality": "third",
    "minority": "no_answer",
    "homeless": "no",
}


@pytest.fixture
def whole(db):
    with db.work("Projekt anlegen") as work:
        return work.add(project())


def zzyzx(**values):
    given = {"phone": f"{SECRET} 1", "notes": f"{SECRET} kam", "street": f"{SECRET}weg 3", "postcode": "07407"}
    return person(SECRET, f"{SECRET}a", original_name=f"{SECRET}o", birth_place=f"{SECRET}stadt", **(given | values))


@pytest.fixture
def somebody(db, whole):
    """A participant about whom much is kept, in several works."""
    who = zzyzx()
    with db.work(f"{SECRET} anlegen") as work:
        add(work, who, role(who, whole))
        admit(work, who.id, whole.id, date(2026, 3, 2), COMPLETE)
    with db.work("Vieles") as work:
        work.add(Note(person_id=who.id, text=f"{SECRET} angerufen"))
        work.add(Document(person_id=who.id, kind="residence", name=SECRET, seen_on=date(2026, 3, 2)))
        work.add(Consent(person_id=who.id, purpose="photo", given=date(2026, 3, 2), guardian=SECRET))
        work.add(LanguageSkill(person_id=who.id, language="ar", level="native", evidence=SECRET))
        work.add(Task(text=f"{SECRET} anrufen", due=date(2026, 4, 1), about_table="person", about_id=who.id))
    with db.work("ändern") as work:
        work.get(Person, who.id).city = f"{SECRET}dorf"
    return who


def counted(db, whole):
    with db.read() as session:
        found = figures(load(whole.programme), records(session, whole.id))
        return {
            (one.code, gender.code): found.count(one.code, gender.code)
            for one in found.programme.indicators
            if not one.source
            for gender in found.programme.genders
        } | {"complete": found.complete, "open": len(found.open)}


def traces(db):
    """Every table in which the secret word still stands."""
    found = []
    with db.read() as session:
        for table in Person.metadata.sorted_tables:
            rows = session.execute(select(table)).all()
            if SECRET.lower() in str([tuple(row) for row in rows]).lower():
                found.append(table.name)
    return found


def anonymise(db, who):
    with db.work("Anonymisieren") as work:
        erasing.anonymise(work, who.id)
    return work.done


def test_nothing_tells_who_it_was(db, whole, somebody):
    assert set(traces(db)) >= {"person", "note", "history", "search_token"}
    anonymise(db, somebody)
    assert traces(db) == []


def test_all_figures_stay_what_they_were(db, whole, somebody):
    before = counted(db, whole)
    assert before["EECO01", "female"] == 1
    anonymise(db, somebody)
    assert counted(db, whole) == before


ANSWERS = st.fixed_dictionaries({}, optional={
    question.key: st.sampled_from([option.code for option in question.choices()])
    for question in load("esf_plus_2021").questions if question.options
})  # fmt: skip
BIRTHS = st.none() | st.builds(PartialDate, st.integers(1930, 2015)) | st.just(PartialDate(1991, 3, 14))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
@given(answers=ANSWERS, born=BIRTHS, address=st.booleans(), gender=st.sampled_from(["female", "male", "none", None]))
def test_figures_stay_whatever_was_answered(one_db, answers, born, address, gender):
    with one_db.work("anlegen") as work:
        whole, who = work.add(project()), work.add(zzyzx(born=born, gender=gender, street="Weg 1" if address else ""))
        admit(work, who.id, whole.id, date(2026, 3, 2), answers)
    before = counted(one_db, whole)
    anonymise(one_db, who)
    assert counted(one_db, whole) == before


def test_the_person_is_still_told_from_others(db, whole, somebody):
    anonymise(db, somebody)
    with db.read() as session:
        found = session.get_one(Person, somebody.id)
        assert found.caption == f"anonymisiert {found.id % 1_000_000:06}" and found.gender == "female"
        assert found.born is None and found.anonymised == clock.today()
        assert session.scalars(select(Participation.number)).all() == ["CH-001"]


def test_nobody_is_anonymised_twice(db, somebody):
    anonymise(db, somebody)
    with pytest.raises(Invalid, match="schon anonymisiert"):
        anonymise(db, somebody)


def test_it_cannot_be_taken_back(db, somebody):
    with db.read() as session:
        steps = session.scalars(select(History.id)).all()
    done = anonymise(db, somebody)
    for id in (done.id, *steps):
        try:
            db.undo(id)
        except Conflict:
            continue
    assert traces(db) == []


def test_what_others_did_stays_in_the_history(db, whole, somebody):
    with db.work("Zwei auf einmal") as work:
        other = work.add(person("Böttner", "Gudrun"))
        work.get(Person, somebody.id).city = f"{SECRET}hausen"
    anonymise(db, somebody)
    with db.read() as session:
        entry = session.scalars(select(History).where(History.label == "Zwei auf einmal")).one()
    assert [change["id"] for change in entry.changes] == [other.id]


def test_a_certificate_keeps_its_number_and_can_still_be_checked(db, whole, somebody):
    with db.work("ausstellen") as work:
        content = {"number": "SSA-2026-0001", "name": SECRET}
        values = {"issued_on": date(2026, 6, 1), "template": "certificate", "content_hash": "a" * 64}
        work.add(Certificate(number="SSA-2026-0001", person_id=somebody.id, content=content, **values))
    anonymise(db, somebody)
    with db.read() as session:
        kept = session.scalars(select(Certificate)).one()
    assert kept.number == "SSA-2026-0001" and kept.content_hash == "a" * 64 and kept.content == {}
    assert traces(db) == []


# ---------------------------------------------------------------- deleting


def test_whoever_was_never_counted_can_be_deleted(db, whole):
    who, other = zzyzx(), person("Böttner", "Gudrun")
    from app.models import Organisation

    club = Organisation(name="SV Heinebad", kind="sport")
    with db.work("anlegen") as work:
        add(work, who, other, club, Note(person_id=who.id, text=SECRET))
        accompanied = work.add(Placement(person_id=other.id, organisation_id=club.id, assistant_id=who.id))
    with db.work("löschen") as work:
        erasing.erase(work, who.id, "Wunsch der Person")
    assert traces(db) == []
    with db.read() as session:
        assert session.get(Person, who.id) is None
        assert session.get_one(Placement, accompanied.id).assistant_id is None
        assert set(session.scalars(select(Erasure.table))) == {"person", "note"}
        assert not session.scalars(select(SearchToken).where(SearchToken.record_id == who.id)).all()


def test_a_participant_is_kept_while_the_law_wants_it(db, whole, somebody):
    with pytest.raises(Invalid, match="müssen aufbewahrt werden"), db.work("löschen") as work:
        erasing.erase(work, somebody.id, "")
    with db.read() as session:
        assert session.get(Person, somebody.id)


def test_after_the_last_day_a_participant_can_be_deleted(db, whole, somebody):
    with db.work("abrechnen") as work:
        work.update(
            work.get(Project, whole.id), {"last_payment": date(2019, 5, 2), "proof_submitted": date(2019, 9, 1)}
        )
    with db.work("löschen") as work:
        erasing.erase(work, somebody.id, "Frist vorbei")
    assert traces(db) == []


def test_a_restored_backup_forgets_again(db, whole):
    who = zzyzx()
    with db.work("anlegen") as work:
        add(work, who)
    with db.work("löschen") as work:
        erasing.erase(work, who.id, "")
    with db.engine.begin() as connection:  # what a backup from before would bring back
        table = Person.metadata.tables["person"]
        values = {column.key: getattr(who, column.key) for column in table.columns}
        connection.execute(table.insert(), values | {"version": 1})
    with db.work("") as work:
        assert erasing.forget_again(work.session) == 1
    with db.read() as session:
        assert session.execute(text("SELECT count(*) FROM person")).scalar() == 0


# ---------------------------------------------------------------- retention


def test_due_is_who_takes_part_in_nothing_that_must_be_kept(db, whole, somebody):
    with db.read() as session:
        assert erasing.due(session) == {}
    with db.work("abrechnen") as work:
        work.update(
            work.get(Project, whole.id), {"last_payment": date(2019, 5, 2), "proof_submitted": date(2019, 9, 1)}
        )
    with db.read() as session:
        assert erasing.due(session) == {whole.id: [somebody.id]}
    with db.work("Neues Vorhaben") as work:
        running = work.add(project("Neu"))
        admit(work, somebody.id, running.id, date(2026, 3, 2))
    with db.read() as session:
        assert erasing.due(session) == {}


def test_nobody_anonymised_is_due_again(db, whole, somebody):
    with db.work("abrechnen") as work:
        work.update(
            work.get(Project, whole.id), {"last_payment": date(2019, 5, 2), "proof_submitted": date(2019, 9, 1)}
        )
    anonymise(db, somebody)
    with db.read() as session:
        assert erasing.due(session) == {}
