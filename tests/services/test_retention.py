"""Papers are kept as long as the programme says; afterwards people are anonymised, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.progress import Progress
from app.models import Person, Project
from app.services import retention
from app.services.retention import anonymise_people, due, keepings, people_due
from tests.factories import add, participation, person, project

OVER = {"last_payment": date(2019, 5, 2), "proof_submitted": date(2019, 9, 1)}
"""Kept until 31.12.2024."""


def join(db, whole, *names, number=1):
    """People who take part in a project."""
    with db.work("anlegen") as work:
        people = [work.add(person(name, "Rim")) for name in names]
        add(work, *(participation(one, whole, f"CH-{number + n:03}") for n, one in enumerate(people)))
    return [one.id for one in people]


def make(db, name="Alt", **values):
    with db.work("anlegen") as work:
        return work.add(project(name, **values))


def test_the_later_rule_wins_and_a_missing_day_is_named(db, clock):
    make(db, "Neu", last_payment=date(2025, 3, 1))
    make(db, "Alt", **OVER)
    with db.read() as session:
        old, new = keepings(session)
    assert (old.project, old.until) == ("Alt", date(2024, 12, 31)) and new.until is None
    assert [rule.until for rule in old.rules] == [date(2024, 12, 31), date(2024, 9, 1)]
    assert [rule.start for rule in new.rules if rule.day is None] == ["proof_submitted"]
    assert old.rules[0].words == "5 Jahre ab Ende des Jahres: letzte Zahlung an den Träger"


def test_people_of_a_project_that_is_over_are_due(db, clock):
    whole = make(db, **OVER)
    ids = join(db, whole, "Zimmer", "Al-Haddad")
    with db.read() as session:
        found = people_due(session)
    assert [one.id for one in found] == ids[::-1]
    assert (found[0].caption, found[0].projects, found[0].until) == ("Al-Haddad, Rim", "Alt", date(2024, 12, 31))


def test_parts_of_a_project_follow_the_whole(db, clock):
    whole = make(db, **OVER)
    part = make(db, "Teil", parent_id=whole.id)
    ids = join(db, part, "Zimmer")
    with db.read() as session:
        assert [one.project for one in keepings(session)] == ["Alt"]
        assert [(one.id, one.until) for one in people_due(session)] == [(ids[0], date(2024, 12, 31))]
        assert [one.occasion for one in due(session, [whole.id, part.id], date(2027, 1, 1))] == [
            "1 Person anonymisieren"
        ]


def test_who_still_takes_part_elsewhere_is_not_due(db, clock):
    whole, running = make(db, **OVER), make(db, "Neu")
    (rim,) = join(db, whole, "Al-Haddad")
    with db.work("anlegen") as work:
        work.add(participation(work.get(Person, rim), running, "NE-001"))
    with db.read() as session:
        assert people_due(session) == [] and due(session, [whole.id, running.id], date(2030, 1, 1)) == []


def test_the_start_page_hears_of_it_when_the_time_comes(db, clock):
    whole = make(db, last_payment=date(2021, 5, 2), proof_submitted=date(2021, 12, 31))  # kept until 31.12.2026
    join(db, whole, "Zimmer", "Al-Haddad")
    with db.read() as session:
        assert people_due(session) == [] and due(session, [whole.id], date(2026, 12, 31)) == []
        (found,) = due(session, [whole.id], date(2027, 1, 1))
        assert due(session, [], date(2027, 1, 1)) == []
    assert (found.kind, found.who, found.occasion) == ("retention", "Alt", "2 Personen anonymisieren")
    assert (found.deadline, found.table, found.record_id) == (date(2027, 1, 1), "project", whole.id)


def test_a_programme_without_a_rule_keeps_for_nobody(db, clock, monkeypatch):
    from dataclasses import replace

    from app.services.programmes import load

    make(db, **OVER)
    programme = load("esf_plus_2021")
    bare = replace(programme, terms=replace(programme.terms, retention=()))
    monkeypatch.setattr(retention, "load", lambda _id: bare)
    with db.read() as session:
        (found,) = keepings(session)
    assert found.until is None and found.rules == ()


class Stopping(Progress):
    """Somebody stops after the first."""

    @property
    def done(self):
        return self._done

    @done.setter
    def done(self, value):
        self._done = value
        self.cancelled = value >= 1


def gone(db, ids):
    with db.read() as session:
        return [session.get_one(Person, id).anonymised is not None for id in ids]


def test_many_are_anonymised_each_in_a_work_of_its_own(db, clock):
    ids = join(db, make(db, **OVER), "Zimmer", "Al-Haddad", "Haile")
    done = []
    db.listeners.append(done.append)
    assert anonymise_people(db, ids, Progress()).done == 3 and gone(db, ids) == [True] * 3 and len(done) == 3


def test_who_is_done_when_it_stops_stays_done(db, clock):
    ids = join(db, make(db, **OVER), "Zimmer", "Al-Haddad", "Haile")
    found = anonymise_people(db, ids, Stopping())
    assert (found.done, found.stopped) == (1, True) and gone(db, ids) == [True, False, False]


@pytest.mark.parametrize("change", ["joins again", "is gone", "is anonymised already"])
def test_who_is_not_due_any_more_is_left_alone(db, clock, change):
    whole = make(db, **OVER)
    ids = join(db, whole, "Zimmer", "Al-Haddad")
    with db.work("inzwischen") as work:
        if change == "joins again":
            add(work, running := project("Neu"), participation(work.get(Person, ids[0]), running, "NE-001"))
        elif change == "is gone":
            work.get(Project, whole.id).last_payment = None
        else:
            retention.erasing.anonymise(work, ids[0])
    found = anonymise_people(db, ids[:1], Progress())
    assert (found.done, found.left, found.stopped) == (0, 1, False)
