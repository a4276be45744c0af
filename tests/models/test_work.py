"""One action of a person: all of it or nothing, checked for every writer, and never over somebody else's work."""

from __future__ import annotations

from datetime import date, time
from threading import Thread

import pytest
from sqlalchemy import select, text

from app.core.errors import Conflict, Invalid
from app.core.partial_date import PartialDate
from app.models import CourseSession, History, Participation, Person, SearchToken
from app.models.db import Database
from tests.factories import add, course, enrolment, participation, person, project


def names(db: Database) -> list[str]:
    with db.read() as session:
        return list(session.scalars(select(Person.caption).order_by(Person.caption_key)))


def test_what_was_stored_comes_back_as_it_was(db: Database) -> None:
    p = project()
    c = course(p)
    with db.work("anlegen") as work:
        add(work, p, c, person("Nguyễn", "Thị Thu Hà", family_first=True, born=PartialDate(1986, 7)))
        work.add(CourseSession(course_id=c.id, day=date(2026, 8, 19), starts=time(17), ends=time(19, 15), units=3))
    with db.read() as session:
        found = session.scalars(select(Person)).one()
        day = session.scalars(select(CourseSession)).one()
    assert (found.full_name, found.caption, found.born) == (
        "Nguyễn Thị Thu Hà",
        "Nguyễn Thị Thu Hà",
        PartialDate(1986, 7),
    )
    assert (day.day, day.starts, day.ends) == (date(2026, 8, 19), time(17), time(19, 15))


def test_all_of_it_happens_or_nothing_does(db: Database) -> None:
    with pytest.raises(Invalid), db.work("zwei anlegen") as work:
        work.add(person("Khalaf", "Dilnaz"))
        work.add(person("", ""))
    assert names(db) == []
    with db.read() as session:
        assert session.scalars(select(History)).all() == []
        assert session.scalars(select(SearchToken)).all() == []


def test_rules_hold_for_every_writer_and_name_their_field(db: Database) -> None:
    with pytest.raises(Invalid) as caught, db.work("anlegen") as work:
        work.add(person(born=PartialDate(2999)))
    assert caught.value.problems == {"born": "Das Geburtsdatum liegt in der Zukunft."}


def test_text_is_stored_composed_but_never_otherwise_changed(db: Database) -> None:
    with db.work("anlegen") as work:
        work.add(person("Mu\u0308ller", "Kļava"))
    with db.read() as session:
        assert session.scalars(select(Person.last_name)).one() == "Müller"


def test_a_record_has_its_id_before_it_is_stored_and_newer_ones_are_greater() -> None:
    first, second = person(), person()
    assert 0 < first.id < second.id < 2**63


def test_a_form_opened_before_somebody_elses_change_is_refused(db: Database) -> None:
    one = person()
    with db.work("anlegen") as work:
        work.add(one)
    seen = one.version
    with db.work("jemand anders") as work:
        work.get(Person, one.id).city = "Saalfeld"
    with pytest.raises(Conflict, match="inzwischen geändert"), db.work("ändern") as work:
        work.get(Person, one.id, seen).city = "Rudolstadt"
    with db.read() as session:
        assert session.get_one(Person, one.id).city == "Saalfeld"


def test_a_number_that_is_taken_is_told_at_its_field(db: Database) -> None:
    p, a, b = project(), person(), person("Khalaf", "Dilnaz")
    with db.work("anlegen") as work:
        add(work, p, a, b, participation(a, p, "CH-001"))
    with pytest.raises(Invalid) as caught, db.work("aufnehmen") as work:
        work.add(participation(b, p, "CH-001"))
    assert caught.value.problems == {"number": "TN-Nr. ist schon vergeben."}


def test_the_order_in_which_a_work_creates_records_does_not_matter(db: Database) -> None:
    p, one = project(), person()
    c = course(p)
    with db.work("anlegen") as work:
        add(work, enrolment(one, c), c, p, one)
    assert names(db) == ["Al-Haddad, Rim"]


def test_what_others_refer_to_is_not_deleted(db: Database) -> None:
    p, one = project(), person()
    with db.work("anlegen") as work:
        add(work, p, one, participation(one, p))
    with pytest.raises(Conflict, match=r"noch an anderer Stelle.*Bitte"), db.work("löschen") as work:
        work.delete(work.get(Person, one.id))
    assert names(db) == ["Al-Haddad, Rim"]


def test_the_history_says_who_did_what_and_holds_before_and_after(db: Database) -> None:
    one = person()
    with db.work("Person anlegen") as work:
        work.add(one)
    with db.work("Person ändern") as work:
        work.get(Person, one.id).city = "Königsee"
    with db.read() as session:
        entry = session.scalars(select(History).order_by(History.id.desc())).first()
    assert entry and entry.who and entry.label == "Person ändern"
    assert entry.changes == [
        {"table": "person", "id": one.id, "before": {"city": "Bad Blankenburg"}, "after": {"city": "Königsee"}}
    ]


def test_a_work_that_changes_nothing_leaves_no_trace(db: Database) -> None:
    one = person()
    with db.work("anlegen") as work:
        work.add(one)
    heard: list[object] = []
    db.listeners.append(heard.append)
    with db.work("speichern ohne Änderung") as work:
        work.get(Person, one.id).city = "Bad Blankenburg"
    assert work.done and work.done.id is None and heard == []


def test_listeners_hear_what_changed_after_it_is_safe(db: Database) -> None:
    heard = []
    db.listeners.append(lambda done: heard.append((done.label, done.touches("person"), names(db))))
    with db.work("Person anlegen") as work:
        work.add(person())
    assert heard == [("Person anlegen", True, ["Al-Haddad, Rim"])]


def test_numbers_of_a_series_have_no_gaps_even_when_a_work_fails(db: Database) -> None:
    given = []
    for fails in (False, True, False):
        try:
            with db.work("vergeben") as work:
                work.add(person())
                given.append(work.next_number("SSA-2026"))
                if fails:
                    raise Conflict("abgebrochen")
        except Conflict:
            given.pop()
    assert given == [1, 2]


def test_a_reader_keeps_its_picture_while_somebody_writes(db: Database) -> None:
    with db.read() as session:
        assert session.scalars(select(Person.id)).all() == []
        with db.work("anlegen") as work:
            work.add(person())
        assert session.execute(text("SELECT count(*) FROM person")).scalar() == 0
    assert names(db) == ["Al-Haddad, Rim"]


def test_writers_wait_for_each_other_instead_of_failing(db: Database) -> None:
    p = project()
    with db.work("anlegen") as work:
        work.add(p)

    def write(part: int) -> None:
        for _ in range(10):
            with db.work("aufnehmen") as work:
                one = work.add(person())
                work.add(participation(one, p, f"{part}-{work.next_number('x')}"))

    threads = [Thread(target=write, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with db.read() as session:
        assert len(session.scalars(select(Participation.id)).all()) == 40
