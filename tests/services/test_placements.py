"""Placements: stages in order, consent first, never more people than places, answers after three and six months."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import Conflict, Invalid
from app.models import Consent, Offer, Person, Placement
from app.models.db import Database
from app.models.placement import ARRIVED, HOLDING, PlacementState
from app.models.query import Query
from app.services import placement_rows, placements
from app.services.merging import merge, plan
from tests import clubs
from tests.databases import Place
from tests.factories import add, person, project, role

S = PlacementState
NAMES = ("Merhawi", "Rəşad", "Yuliia", "Đức")


class Club:
    """A club with an offer of two places, and people who have agreed to be passed on."""

    def __init__(self, db: Database, places: int | None = 2, people: int = 3, **values) -> None:
        self.db = db
        self.club = clubs.club(**values)
        self.offer = clubs.offer(self.club, places=places)
        self.people = [person("Tekle", name) for name in NAMES[:people]]
        with db.work("anlegen") as work:
            add(work, self.club, self.offer, *self.people, *(clubs.consent(one) for one in self.people))

    def propose(self, number: int = 0, offer: bool = True) -> int:
        with self.db.work("vorschlagen") as work:
            id = self.offer.id if offer else None
            return placements.propose(work, self.people[number].id, self.club.id, id, on=date(2026, 3, 1)).id

    def go(self, id: int, *states: str, on: date = date(2026, 3, 2), **more) -> None:
        for state in states:
            with self.db.work("weiter") as work:
                placements.advance(work, id, state, on, **more)

    def record(self, id: int) -> Placement:
        with self.db.read() as session:
            return session.get_one(Placement, id)

    def rows(self):
        with self.db.read() as session:
            return placement_rows.of_organisation(session, self.club.id)

    def taken(self) -> int:
        with self.db.read() as session:
            return Query(Placement, where={"offer_id": self.offer.id, "state": HOLDING}).count(session)


@pytest.fixture
def club(db: Database, clock: datetime) -> Club:
    return Club(db)


def test_a_placement_goes_from_the_idea_to_membership_with_a_day_for_each_stage(club: Club) -> None:
    id = club.propose()
    club.go(id, S.ASKED, on=date(2026, 3, 5))
    club.go(id, S.TRIAL, on=date(2026, 3, 12))
    club.go(id, S.MEMBER, on=date(2026, 3, 20))
    club.go(id, S.VOLUNTEER, on=date(2026, 9, 1))
    found = club.record(id)
    assert (found.proposed, found.asked, found.trial) == (date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 12))
    assert (found.state, found.started) == ("volunteer", date(2026, 3, 20))


def test_an_end_needs_a_reason_and_a_stage_cannot_be_skipped(club: Club) -> None:
    id = club.propose()
    with pytest.raises(Invalid, match="Auf „vorgeschlagen“ kann nicht „Mitglied, aktiv“ folgen"):
        club.go(id, S.MEMBER)
    club.go(id, S.ASKED, S.MEMBER)
    with pytest.raises(Invalid, match="Der Grund fehlt"):
        club.go(id, S.ENDED)
    club.go(id, S.ENDED, reason="Umzug nach Gera")
    assert club.record(id).end_reason == "Umzug nach Gera"


def test_who_is_a_member_already_need_not_be_asked_for(club: Club) -> None:
    values = {"person_id": club.people[0].id, "organisation_id": club.club.id, "offer_id": club.offer.id}
    with club.db.work("aufnehmen") as work:
        made = placements.begin(work, values, S.MEMBER, date(2026, 2, 1))
    assert club.record(made.id).started == date(2026, 2, 1)
    with pytest.raises(Invalid, match="gibt es schon: Mitglied, aktiv"), club.db.work("noch einmal") as work:
        placements.propose(work, club.people[0].id, club.club.id, club.offer.id)


def test_nobody_is_passed_on_without_consent(db: Database, clock: datetime) -> None:
    club = Club(db)
    stranger = person("Hosseini", "Āzāde")
    with db.work("anlegen") as work:
        add(work, stranger)
    club.people.append(stranger)
    id = club.propose(3)
    with pytest.raises(
        Invalid, match="Hosseini, Āzāde: Die Einwilligung „Weitergabe an Vereine und Arbeitgeber“ fehlt"
    ):
        club.go(id, S.ASKED)
    with pytest.raises(Invalid, match="fehlt"), db.work("Import") as work:  # any other writer, too
        add(work, clubs.placement(stranger, club.club, state="trial", trial=date(2026, 11, 20)))


def test_a_withdrawn_consent_says_since_when(club: Club) -> None:
    id = club.propose()
    with club.db.work("widerrufen") as work:
        (consent,) = Query(Consent, where={"person_id": club.people[0].id}).ids(work.session)
        work.update(work.get(Consent, consent), {"withdrawn": date(2026, 11, 2)})
    with pytest.raises(Invalid, match=r"wurde am 02\.11\.2026 widerrufen"):
        club.go(id, S.ASKED)


def test_the_last_place_is_given_once(club: Club) -> None:
    ids = [club.propose(number) for number in range(3)]
    club.go(ids[0], S.ASKED)
    club.go(ids[1], S.ASKED)
    with pytest.raises(Invalid, match="„Übungsabend“ hat 2 Plätze, vergeben wären 3"):
        club.go(ids[2], S.ASKED)
    club.go(ids[0], S.DECLINED, reason="Passt nicht")
    club.go(ids[2], S.ASKED)
    assert club.taken() == 2


def test_places_that_are_taken_cannot_be_taken_away(club: Club) -> None:
    for number in range(2):
        club.go(club.propose(number), S.ASKED)
    with pytest.raises(Invalid) as caught, club.db.work("kleiner") as work:
        work.update(work.get(Offer, club.offer.id), {"places": 1})
    assert list(caught.value.problems) == ["places"]
    with club.db.work("größer") as work:
        work.update(work.get(Offer, club.offer.id), {"places": None})


def test_undo_cannot_bring_back_a_place_that_is_gone(club: Club) -> None:
    ids = [club.propose(number) for number in range(3)]
    club.go(ids[0], S.ASKED)
    club.go(ids[1], S.ASKED)
    with club.db.work("ablehnen") as work:
        placements.advance(work, ids[0], S.DECLINED, date(2026, 3, 3), reason="keine Zeit")
    assert work.done and work.done.id
    club.go(ids[2], S.ASKED)
    with pytest.raises(Conflict, match="vergeben wären 3"):
        club.db.undo(work.done.id)
    assert club.taken() == 2


def test_merging_people_never_gives_more_places_than_there_are(db: Database, clock: datetime) -> None:
    club = Club(db, places=2, people=2)
    for number in range(2):
        club.go(club.propose(number), S.ASKED)
    with db.read() as session:
        found = plan(session, club.people[0].id, club.people[1].id)
    with db.work(found.label) as work:
        merge(work, found)
    assert club.taken() <= 2


def test_two_coordinators_who_give_the_last_place_at_once_do_not_both_get_it(place: Place, clock: datetime) -> None:
    first, second = place.open(), place.open()
    try:
        club = Club(first, places=1, people=2)
        ids = [club.propose(number) for number in range(2)]
        together = Barrier(2)

        def ask(db: Database, id: int) -> str:
            together.wait()
            try:
                with db.work("anfragen") as work:
                    placements.advance(work, id, S.ASKED)
            except Invalid:
                return "refused"
            return "given"

        with ThreadPoolExecutor(2) as pool:
            results = sorted(pool.map(ask, (first, second), ids))
        assert results == ["given", "refused"] and club.taken() == 1
    finally:
        first.close()
        second.close()


def _ask_in_a_process(place: Place, id: int, together, results) -> None:
    db = place.open()
    together.wait()
    try:
        with db.work("anfragen") as work:
            placements.advance(work, id, S.ASKED)
        results.put("given")
    except Invalid:
        results.put("refused")
    finally:
        db.close()


@pytest.mark.parametrize("round_", range(2))
def test_two_processes_never_give_the_same_place(place: Place, clock: datetime, round_: int) -> None:
    db = place.open()
    club = Club(db, places=1, people=2)
    ids = [club.propose(number) for number in range(2)]
    spawn = multiprocessing.get_context("spawn")
    together, results = spawn.Barrier(2), spawn.Queue()
    started = [spawn.Process(target=_ask_in_a_process, args=(place, id, together, results)) for id in ids]
    for one in started:
        one.start()
    assert sorted(results.get(timeout=60) for _one in started) == ["given", "refused"]
    for one in started:
        one.join()
    assert club.taken() == 1
    db.close()


steps = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(list(S)), st.booleans()), max_size=25)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(steps=steps, places=st.integers(0, 3))
def test_whatever_is_tried_places_and_stages_hold(one_db: Database, clock: datetime, steps, places: int) -> None:
    club = Club(one_db, places=places, people=4)
    ids = [club.propose(number) for number in range(4)]
    undoable: list[int] = []
    for number, state, back in steps:
        before = club.record(ids[number])
        try:
            if back and undoable:
                one_db.undo(undoable.pop())
            else:
                with one_db.work("weiter") as work:
                    placements.advance(work, ids[number], state, date(2026, 3, 2), reason="Grund")
                assert state in placements.STEPS[before.state]
                undoable.append(work.done.id)
        except (Invalid, Conflict):
            pass
        assert club.taken() <= places
        after = club.record(ids[number])
        assert (after.state not in ARRIVED) or after.started


# ---------------------------------------------------------------- still there?


@pytest.mark.parametrize(
    ("started", "months", "due"),
    [
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 12, 1), 3, date(2027, 3, 1)),
    ],
)
def test_the_question_comes_so_many_months_later(started: date, months: int, due: date) -> None:
    assert placements.due_on(started, months) == due


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from((3, 6)))
def test_the_question_comes_in_the_right_month_never_later_than_the_same_day(started: date, months: int) -> None:
    due = placements.due_on(started, months)
    assert (due.year * 12 + due.month) - (started.year * 12 + started.month) == months and due.day <= started.day


def test_an_answer_is_kept_and_too_early_is_refused(club: Club) -> None:
    id = club.propose()
    club.go(id, S.ASKED, S.MEMBER, on=date(2026, 8, 31))
    with pytest.raises(Invalid, match=r"erst ab dem 30\.11\.2026"), club.db.work("fragen") as work:
        placements.answer(work, id, 3, "yes")
    (row,) = club.rows()
    assert [one.due for one in row.follow_ups] == [date(2026, 11, 30), date(2027, 2, 28)]


def test_who_is_not_there_any_more_has_ended(club: Club) -> None:
    id = club.propose()
    club.go(id, S.ASKED, S.MEMBER, on=date(2026, 3, 2))
    with club.db.work("fragen") as work:
        placements.answer(work, id, 3, "yes", date(2026, 6, 8))
    with club.db.work("fragen") as work:
        placements.answer(work, id, 6, "no", date(2026, 9, 7))
    found = club.record(id)
    assert (found.state, found.ended, found.end_reason) == (
        "ended",
        date(2026, 9, 7),
        "Nach 6 Monaten nicht mehr dabei",
    )


def test_the_sum_line_counts_who_ended_by_the_day_of_the_end(club: Club) -> None:
    """The club of the picture: three members, two ended; 3 of 4 after three months, 2 of 4 after six."""
    members = [clubs.placement(one, club.club, state="member") for one in club.people]
    for one, started in zip(members, (date(2026, 8, 31), date(2026, 4, 6), date(2026, 1, 20)), strict=True):
        one.started, one.proposed = started, None
    for one in members[1:]:
        one.after_3 = one.after_6 = "yes"
    gone = {"state": "ended", "started": date(2025, 6, 1), "proposed": None, "end_reason": "Umzug"}
    left = [
        clubs.placement(club.people[0], club.club, **gone, ended=date(2025, 10, 1)),
        clubs.placement(club.people[1], club.club, **gone, ended=date(2025, 7, 1)),
    ]
    with club.db.work("anlegen") as work:
        add(work, *members, *left)
    rows = club.rows()
    assert placement_rows.counts(rows) == {"member": 3, "ended": 2}
    assert [placement_rows.rate(rows, n) for n in (3, 6)] == [placement_rows.Rate(3, 4), placement_rows.Rate(2, 4)]
    with club.db.read() as session:
        assert placement_rows.next_question(session) == date(2026, 11, 30)
        assert placement_rows.rates(session, "organisation", 3)[club.club.caption] == placement_rows.Rate(3, 4)


def test_rates_by_sector_and_who_could_not_be_reached(club: Club) -> None:
    for number, said in enumerate(("yes", "unknown")):
        id = club.propose(number)
        club.go(id, S.ASKED, S.MEMBER, on=date(2026, 3, 2))
        with club.db.work("fragen") as work:
            placements.answer(work, id, 3, said, date(2026, 6, 8))
    with club.db.read() as session:
        assert placement_rows.rates(session, "sector", 3) == {"volunteering": placement_rows.Rate(1, 1, 1)}


# ---------------------------------------------------------------- protected, accompanied


def test_a_religious_community_is_not_named_unless_asked_for(db: Database, clock: datetime) -> None:
    club = Club(db, name="Moscheegemeinde Saalfeld", kind="religious")
    id = club.propose()
    with db.read() as session:
        shown = Query(Placement, shown=("person_name", "organisation_name")).rows(session, [id])[id]
        (row,) = placement_rows.of_person(session, club.people[0].id)
    assert shown[1] == "Geschützt" and row.sensitive
    assert row.hidden().organisation == "Geschützt" and row.hidden().offer == ""
    assert row.organisation == "Moscheegemeinde Saalfeld"


def test_only_who_may_accompanies_unless_somebody_says_anyway(club: Club) -> None:
    id, helper = club.propose(), person("Dvořáčková", "L.")
    p = project()
    with club.db.work("anlegen") as work:
        add(work, p, helper, role(helper, p, "integration_assistant"))
    with pytest.raises(Invalid, match="Die Qualifikation als Integrationsassistenz fehlt"), club.db.work("x") as work:
        placements.accompany(work, id, helper.id)
    with club.db.work("trotzdem") as work:
        placements.accompany(work, id, helper.id, anyway=True)
    with club.db.work("erteilen") as work:
        add(work, clubs.qualification(helper))
    with club.db.work("wechseln") as work:
        placements.accompany(work, id, None)
        placements.accompany(work, id, helper.id)
    assert club.record(id).assistant_id == helper.id


def test_an_offer_of_somebody_else_is_refused(club: Club) -> None:
    other = clubs.club("SV Heinebad", kind="sport")
    with club.db.work("anlegen") as work:
        add(work, other)
    with pytest.raises(Invalid, match="andere"), club.db.work("x") as work:
        placements.propose(work, club.people[0].id, other.id, club.offer.id)


def test_a_person_keeps_the_way_through_all_clubs(club: Club) -> None:
    id = club.propose()
    with club.db.read() as session:
        assert [row.id for row in placement_rows.of_person(session, club.people[0].id)] == [id]
        assert list(placement_rows.of_ids(session, [id])) == [id]
        assert session.get(Person, club.people[0].id)
