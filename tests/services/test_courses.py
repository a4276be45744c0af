"""The attendance grid counts as offices do."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.text import NBSP
from app.models import Attendance, CourseSession, Enrolment
from app.services import courses
from app.services.courses import Cell, Row, Verdict
from tests import factories as make

pytestmark = pytest.mark.usefixtures("clock")


class Lesson:
    """A course in a database, whose attendance a test writes as letters: 'A', 'T2', 'E', 'K', 'U', '–', '.'."""

    def __init__(self, db, marks, held=8, planned=0, **values):
        self.db = db
        self.project = make.project()
        self.course = make.course(self.project, **values)
        self.sessions = make.sessions(self.course, held)
        self.sessions += make.sessions(self.course, planned, date(2026, 11, 18), state="planned")
        self.people = [make.person(name) for name in marks]
        self.enrolments = [make.enrolment(person, self.course) for person in self.people]
        with db.work("anlegen") as work:
            make.add(work, self.project, self.course, *self.sessions, *self.people, *self.enrolments)
            for enrolment, letters in zip(self.enrolments, marks.values(), strict=True):
                for session, letter in zip(self.sessions, letters.split(), strict=False):
                    if letter != ".":
                        work.add(self.mark(enrolment, session, letter))

    def mark(self, enrolment, session, letter):
        state = {letter: state for state, letter in courses.LETTERS.items()}[letter[0]]
        minutes = int(letter[1:]) * 45 if letter[1:] else None
        return make.attendance(enrolment, session, state, minutes=minutes)

    def grid(self):
        with self.db.read() as session:
            return courses.grid(session, self.course.id)

    def row(self, name) -> Row:
        return next(row for row in self.grid().rows if row.caption.startswith(name))

    def enter(self, person, session, *what, **more):
        with self.db.work("eintragen") as work:
            courses.set_attendance(work, self.enrolments[person].id, self.sessions[session].id, *what, **more)


def test_whoever_was_always_there_has_all_units(db):
    row = Lesson(db, {"Barakzai": "A A A A A A A A"}).row("Barakzai")
    assert (row.units, row.held, row.share, row.told) == (24, 24, f"100{NBSP}%", "erfüllt")


def test_two_units_of_three_count_for_who_came_in_part(db):
    row = Lesson(db, {"Kaymakçı": "A T2 A A A A A A"}).row("Kaymakçı")
    assert (row.units, row.share) == (23, f"96{NBSP}%")
    assert row.cells[1].letter == "T 2"


def test_a_unit_that_was_left_early_does_not_count():
    assert [Cell("partial", minutes).counted(3) for minutes in (44, 45, 89, 90, 135, 300)] == [0, 1, 1, 2, 3, 3]


def test_shares_are_rounded_as_offices_do(db):
    row = Lesson(db, {"Mehari": "A A U A K A E A"}).row("Mehari")
    assert (row.units, row.share, row.told) == (15, f"63{NBSP}%", "unter Schwelle")


def test_an_empty_cell_is_an_open_date_and_no_absence(db):
    row = Lesson(db, {"Gvazava": "A A A A A A A ."}).row("Gvazava")
    assert (row.units, row.held, row.verdict, row.told) == (21, 24, Verdict.OPEN, "1 Termin offen")
    assert row.open == (date(2026, 10, 7),)


def test_several_open_dates_are_counted(db):
    assert Lesson(db, {"Gvazava": "A A A A A A . ."}).row("Gvazava").told == "2 Termine offen"


def test_who_cannot_reach_the_threshold_any_more_is_below_it_even_with_open_dates(db):
    assert Lesson(db, {"Hadgu": "A U U U A A . ."}).row("Hadgu").verdict == Verdict.BELOW


def test_who_left_is_counted_until_then(db):
    row = Lesson(db, {"Qassab": "A – – – – – – –"}).row("Qassab")
    assert (row.units, row.held, row.told) == (3, 3, "abgemeldet")


def test_after_withdrawing_empty_dates_are_not_open_but_shown_as_withdrawn(db):
    course = Lesson(db, {"Qassab": "A E"})
    with db.work("abmelden") as work:
        courses.withdraw(work, course.enrolments[0].id)
    row = course.row("Qassab")
    assert (row.units, row.held, row.open, row.told) == (3, 6, (), "abgemeldet")
    assert [cell.letter for cell in row.cells] == ["A", "E", *"––––––"]


def test_a_dash_before_the_person_came_back_is_an_absence(db):
    row = Lesson(db, {"Yıldırıcı": "A – A A A A A A"}).row("Yıldırıcı")
    assert (row.units, row.held, row.told) == (21, 24, "erfüllt")


def test_a_cancelled_session_is_shown_but_counts_for_nobody(db):
    course = Lesson(db, {"Barakzai": "A A A A A . A A A"}, held=9)
    with db.work("Ausfall") as work:
        courses.cancel_session(work, course.sessions[5].id, "Kursleitung erkrankt")
    grid = course.grid()
    assert grid.columns[5].cancelled
    assert (grid.held, grid.rows[0].units, grid.rows[0].told) == (24, 24, "erfüllt")


def test_while_dates_lie_ahead_nobody_has_finished(db):
    row = Lesson(db, {"Barakzai": "A A A"}, held=3, planned=5).row("Barakzai")
    assert (row.units, row.held, row.told) == (9, 9, "läuft noch")


def test_a_planned_date_that_has_passed_is_open(db, clock):
    course = Lesson(db, {"Barakzai": "A A"}, held=2)
    with db.work("planen") as work:
        courses.add_session(work, course.course.id, clock.date() - timedelta(days=1), time(17), time(19, 15))
    row = course.row("Barakzai")
    assert (row.held, row.told) == (6, "1 Termin offen")


def test_the_column_sums_count_who_was_there_also_in_part(db):
    grid = Lesson(db, {"Barakzai": "A T1 E", "Hadgu": "A A U", "Qassab": "A – –"}, held=3).grid()
    assert [column.present for column in grid.columns] == [3, 2, 0]


def test_people_stand_in_german_order_and_the_waiting_list_apart(db):
    course = Lesson(db, dict.fromkeys(["Zander", "Ölmez", "Oehler", "Țurcanu"], ""))
    with db.work("Warteliste") as work:
        work.get(Enrolment, course.enrolments[0].id).state = "waiting"
    assert [row.caption for row in course.grid().rows] == ["Oehler, Rim", "Ölmez, Rim", "Țurcanu, Rim"]


def test_who_was_cancelled_in_the_project_does_not_appear(db):
    course = Lesson(db, {"Barakzai": "A", "Storniert": "A"})
    with db.work("Storno") as work:
        cancelled = {"cancelled": date(2026, 9, 1), "cancel_reason": "doppelt"}
        work.add(make.participation(course.people[1], course.project, **cancelled))
    assert [row.caption for row in course.grid().rows] == ["Barakzai, Rim"]


def test_twenty_of_twenty_four_units_reach_80_percent(db):
    grid = Lesson(db, {"Barakzai": "A A A A A A A A"}).grid()
    assert (grid.needed, grid.planned, grid.fulfilled) == (20, 24, 1)


def test_the_grid_of_a_course_without_dates_is_empty(db):
    grid = Lesson(db, {"Barakzai": ""}, held=0).grid()
    assert (grid.columns, grid.rows[0].told, grid.rows[0].share) == ((), "läuft noch", "–")


def test_participants_are_those_who_belong_to_the_course_now(db):
    course = Lesson(db, dict.fromkeys(["Zander", "Wartend", "Ölmez", "Gegangen", "Storniert"], "A"))
    gone = {"cancelled": date(2026, 9, 1), "cancel_reason": "doppelt"}
    with db.work("ändern") as work:
        work.get(Enrolment, course.enrolments[1].id).state = "waiting"
        courses.withdraw(work, course.enrolments[3].id)
        work.add(make.participation(course.people[4], course.project, **gone))
    with db.read() as session:
        assert [one.last_name for one in courses.participants(session, course.course.id)] == ["Ölmez", "Zander"]


def test_entering_changing_and_emptying_a_cell(db):
    course = Lesson(db, {"Barakzai": ""})
    course.enter(0, 0, "excused", reason="Elternabend")
    assert course.row("Barakzai").cells[0] == Cell("excused", None, "Elternabend")
    course.enter(0, 0, "partial", 90)
    assert course.row("Barakzai").cells[0] == Cell("partial", 90)
    course.enter(0, 0, None)
    course.enter(0, 0, None)
    assert course.row("Barakzai").cells[0] == Cell()


def test_minutes_belong_to_partial_attendance_only(db):
    course = Lesson(db, {"Barakzai": ""})
    course.enter(0, 0, "present", 90)
    assert course.row("Barakzai").cells[0].minutes is None


def test_a_session_where_somebody_was_took_place(db):
    course = Lesson(db, {"Barakzai": ""}, held=1)
    with db.work("zurück") as work:
        work.get(CourseSession, course.sessions[0].id).state = "planned"
    course.enter(0, 0, "sick")
    assert not course.grid().columns[0].held
    course.enter(0, 0, "present")
    assert course.grid().columns[0].held


@pytest.mark.parametrize(
    ("session", "what", "sentence"),
    [
        (0, ("partial", 180), "Dieser Termin hat nur 3 UE."),
        (0, ("partial", None), "Bei „teilweise“ fehlt die Dauer."),
        (0, ("late", None), "steht nicht zur Wahl"),
        (1, ("present", None), "noch nicht gewesen"),
    ],
)
def test_impossible_entries_are_refused(db, session, what, sentence):
    course = Lesson(db, {"Barakzai": ""}, held=1, planned=1)
    with pytest.raises(Invalid, match=sentence):
        course.enter(0, session, *what)
    assert course.row("Barakzai").cells[session] == Cell()


def test_nothing_is_entered_for_a_cancelled_date_or_in_another_course(db):
    course, other = Lesson(db, {"Barakzai": ""}), Lesson(db, {"Hadgu": ""})
    with db.work("Ausfall") as work:
        courses.cancel_session(work, course.sessions[0].id, "Glatteis")
    with pytest.raises(Invalid, match="ausgefallen"):
        course.enter(0, 0, "present")
    with db.work("falsch") as work, pytest.raises(Invalid, match="anderen Schulung"):
        courses.set_attendance(work, course.enrolments[0].id, other.sessions[0].id, "present")


def test_all_present_fills_only_what_is_empty(db):
    course = Lesson(db, {"Barakzai": ".", "Hadgu": "E", "Lysenchuk": "."})
    with db.work("abmelden") as work:
        courses.withdraw(work, course.enrolments[2].id)
    with db.work("Spalte: alle anwesend") as work:
        assert courses.all_present(work, course.sessions[0].id) == 1
    assert [row.cells[0].letter for row in course.grid().rows] == ["A", "E", "–"]


def test_all_present_is_one_step_back(db):
    course = Lesson(db, {"Barakzai": ".", "Hadgu": "."})
    with db.work("Spalte: alle anwesend") as work:
        courses.all_present(work, course.sessions[0].id)
    db.undo(work.done.id)
    with db.read() as session:
        assert not session.query(Attendance).count()


def test_whoever_finds_no_place_waits_and_moves_up(db):
    course = Lesson(db, {"Barakzai": "", "Hadgu": ""}, places=2)
    newcomer = make.person("Wartend")
    with db.work("anmelden") as work:
        work.add(newcomer)
        assert courses.enrol(work, newcomer.id, course.course.id, "Kinderbetreuung").state == "waiting"
        assert courses.move_up(work, course.course.id) == []
    with db.work("abmelden") as work:
        courses.withdraw(work, course.enrolments[0].id)
        assert [one.person_id for one in courses.move_up(work, course.course.id)] == [newcomer.id]
    with db.read() as session:
        assert courses.free_places(session, course.course.id) == 0


def test_without_a_limit_everybody_has_a_place(db):
    course = Lesson(db, {"Barakzai": ""})
    newcomer = make.person("Neu")
    with db.work("anmelden") as work:
        work.add(newcomer)
        assert courses.enrol(work, newcomer.id, course.course.id).state == "enrolled"
        assert courses.free_places(work.session, course.course.id) is None


def test_nobody_is_enrolled_twice_but_may_come_back(db):
    course = Lesson(db, {"Barakzai": ""})
    person, id = course.people[0].id, course.course.id
    with db.work("noch einmal") as work, pytest.raises(Invalid, match="schon angemeldet"):
        courses.enrol(work, person, id)
    with db.work("zurück") as work:
        courses.withdraw(work, course.enrolments[0].id)
        assert courses.enrol(work, person, id).state == "enrolled"


def test_the_units_of_a_new_date_follow_from_its_time(db):
    course = Lesson(db, {}, held=0)
    with db.work("planen") as work:
        made = courses.add_session(work, course.course.id, date(2026, 12, 2), time(17), time(19, 15))
        assert (made.units, made.state) == (3, "planned")
        with pytest.raises(Invalid, match="schon"):
            courses.add_session(work, course.course.id, date(2026, 12, 2), time(17))
        courses.add_session(work, course.course.id, date(2026, 12, 2), time(9), units=4)
    assert [column.units for column in course.grid().columns] == [4, 3]


@given(
    st.lists(st.sampled_from(["A", "T1", "T2", "E", "K", "U", "–", "."]), min_size=1, max_size=9),
    st.integers(0, 100),
)
def test_a_certificate_is_only_due_at_the_threshold(marks, threshold):
    course = make.course(make.project(), threshold=threshold)
    sessions = make.sessions(course, len(marks))
    entered = {
        one.id: Cell({v: k for k, v in courses.LETTERS.items()}[mark[0]], int(mark[1:] or 0) * 45)
        for one, mark in zip(sessions, marks, strict=True)
        if mark != "."
    }
    row = courses.row(make.enrolment(make.person(), course), "", threshold, sessions, entered)
    assert 0 <= row.units <= row.held <= 3 * len(marks)
    if row.verdict == Verdict.FULFILLED:
        assert "." not in marks
        assert row.units * 100 >= threshold * row.held
    if row.verdict == Verdict.BELOW:
        assert row.units * 100 < threshold * row.held
