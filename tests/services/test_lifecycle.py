"""Entry, exit, follow-up, and coming again: what is stored, what is wrong, what is due."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import Conflict, Invalid
from app.core.partial_date import PartialDate
from app.models import Consent, Participation, Person, Project
from app.services import concerns, lifecycle, participations
from app.services.figures import figures, records
from tests import factories as make
from tests.services.participants import COMPLETE, ESF, LEFT

ENTRY, EXIT = date(2026, 3, 2), date(2026, 6, 30)


class Desk:
    """One participation, changed step by step."""

    def __init__(self, db) -> None:
        self.db = db
        project = make.project()
        self.person = make.person(street="Am Markt 1", postcode="07422")
        with db.work("anlegen") as work:
            make.add(work, project, self.person)
            answers = {key: value for key, value in COMPLETE.items() if key != "address"}
            made = participations.admit(work, self.person.id, project.id, ENTRY, answers)
        self.id, self.project = made.id, project.id

    def __call__(self, step, *values, **more):
        with self.db.work("Schritt") as work:
            step(work, self.id, *values, **more)
        return work.done

    @property
    def stored(self) -> Participation:
        with self.db.read() as session:
            return session.get_one(Participation, self.id)

    def concerns(self, kind: str = "") -> list[tuple[str, str]]:
        with self.db.read() as session:
            found = concerns.concerns(session, session.get_one(Participation, self.id))
        return [(one.field, one.sentence) for one in found if kind in ("", one.kind)]

    def due(self) -> list[tuple[str, date]]:
        with self.db.read() as session:
            return [(one.stage, one.deadline) for one in concerns.due(session, session.get_one(Participation, self.id))]

    def change(self, **values) -> None:
        with self.db.work("ändern") as work:
            work.update(work.get(Participation, self.id), values)

    def counted(self, code: str) -> int:
        with self.db.read() as session:
            return figures(ESF, records(session, self.project)).count(code)


@pytest.fixture
def desk(one_db, clock):
    return Desk(one_db)


# ------------------------------------------------------------------ exit


def test_an_exit_is_stored_with_its_answers_and_taken_back_with_one_undo(db, clock):
    desk = Desk(db)
    before = desk.stored.answers
    done = desk(lifecycle.leave, EXIT, LEFT)
    assert (desk.stored.exit, desk.stored.answers) == (EXIT, before | LEFT)
    desk.db.undo(done.id)
    assert (desk.stored.exit, desk.stored.answers) == (None, before)


@pytest.mark.parametrize(
    ("day", "answers", "field", "sentence"),
    [
        (None, LEFT, "exit", "Austrittsdatum fehlt."),
        (date(2026, 3, 1), LEFT, "exit", "vor dem Eintritt"),
        (date(2028, 1, 1), LEFT, "exit", "nach dem Ende der Bewilligung am 31.12.2027"),
        (EXIT, {"status_after": "rich"}, "status_after", "„rich“ steht nicht zur Wahl"),
        (EXIT, {"employment": "employed"}, "employment", "nicht gefragt"),
    ],
)
def test_an_exit_that_cannot_be_is_refused_at_its_field(desk, day, answers, field, sentence):
    with pytest.raises(Invalid) as caught:
        desk(lifecycle.leave, day, answers)
    assert sentence in caught.value.problems[field]
    assert desk.stored.exit is None


def test_an_exit_after_the_grant_may_be_confirmed_and_stays_a_concern(desk):
    desk(lifecycle.leave, date(2028, 1, 1), LEFT, confirmed=True)
    assert desk.stored.exit == date(2028, 1, 1)
    assert [field for field, _sentence in desk.concerns("wrong")] == ["exit"]


def test_answers_to_questions_that_do_not_arise_are_not_kept(desk):
    desk(lifecycle.leave, EXIT, LEFT | {"qualification_kind": "language", "status_after__reason": "egal"})
    assert "qualification_kind" not in desk.stored.answers and "status_after__reason" not in desk.stored.answers


def test_no_answer_possible_keeps_its_reason(desk):
    said = LEFT | {"status_after": "no_answer", "status_after__reason": "Unbekannt verzogen"}
    desk(lifecycle.leave, EXIT, said)
    assert desk.stored.answers["status_after__reason"] == "Unbekannt verzogen" and not desk.concerns("missing")
    desk(lifecycle.leave, EXIT, said | {"status_after__reason": ""})
    assert desk.concerns("missing") == [("status_after", "Status nach dem Austritt: Die Begründung fehlt.")]


def test_an_exit_recorded_by_mistake_leaves_nothing(desk):
    before = desk.stored.answers
    desk(lifecycle.leave, EXIT, LEFT)
    desk(lifecycle.stay)
    assert (desk.stored.exit, desk.stored.answers) == (None, before)


def test_somebody_who_was_faster_is_noticed(desk):
    version = desk.stored.version
    desk.change(entry=date(2026, 3, 3))
    with pytest.raises(Conflict):
        desk(lifecycle.leave, EXIT, LEFT, version=version)


def test_who_is_cancelled_takes_no_further_step(desk):
    desk(participations.cancel, "doppelt")
    with pytest.raises(Invalid, match="storniert"):
        desk(lifecycle.leave, EXIT, LEFT)


# ------------------------------------------------------------------ follow-up and coming again


def test_the_follow_up_comes_after_the_exit(desk):
    with pytest.raises(Invalid, match="zuerst"):
        desk(lifecycle.follow_up, date(2026, 12, 30), {"status_6_months": "employed"})
    desk(lifecycle.leave, EXIT, LEFT)
    with pytest.raises(Invalid, match="vor dem Austritt"):
        desk(lifecycle.follow_up, date(2026, 6, 1), {})
    desk(lifecycle.follow_up, date(2026, 12, 30), {"status_6_months": "employed", "better_6_months": "yes"})
    assert desk.counted("EECR06") == 1


def test_coming_again_keeps_the_first_entry_and_opens_the_exit(db, clock):
    desk = Desk(db)
    first = desk.stored
    desk(lifecycle.leave, EXIT, LEFT | {"qualification": "yes"})
    assert desk.counted("EECR03") == 1
    desk(lifecycle.reenter, date(2026, 9, 1))
    again = desk.stored
    assert (again.number, again.entry, again.answers, again.exit) == (first.number, ENTRY, first.answers, None)
    assert again.episodes == [
        {
            "entry": "2026-03-02", "exit": "2026-06-30", "followed_up": None, "again": "2026-09-01",
            "answers": LEFT | {"qualification": "yes"},
        }
    ]  # fmt: skip
    assert desk.counted("EECR03") == 0 and desk.counted("EECO01") == 1
    desk(lifecycle.leave, date(2026, 11, 1), LEFT)
    desk(lifecycle.reenter, date(2026, 11, 2))
    assert [(one["entry"], one["exit"]) for one in desk.stored.episodes] == [
        ("2026-03-02", "2026-06-30"),
        ("2026-09-01", "2026-11-01"),
    ]


def test_only_who_left_can_come_again_and_not_before(desk):
    with pytest.raises(Invalid, match="läuft noch"):
        desk(lifecycle.reenter, date(2026, 9, 1))
    desk(lifecycle.leave, EXIT, LEFT)
    with pytest.raises(Invalid, match=r"vor dem Austritt am 30\.06\.2026"):
        desk(lifecycle.reenter, date(2026, 6, 1))


# ------------------------------------------------------------------ what is wrong, and why


def test_what_must_be_on_file_is_told_but_keeps_nobody_from_counting(desk):
    assert desk.concerns() == [
        ("privacy", "Datenschutzinformation erhalten: fehlt."),
        ("target_checked", "Zielgruppe geprüft am: fehlt."),
    ]
    assert desk.counted("EECO01") == 1


def test_a_minor_needs_a_guardian(desk):
    with desk.db.work("ändern") as work:
        work.update(work.get(Person, desk.person.id), {"born": PartialDate(2010, 5, 1)})
        consent = work.add(Consent(person_id=desk.person.id, purpose="informed", given=ENTRY))
    assert "Sorgeberechtigten" in dict(desk.concerns("wrong"))["privacy"]
    with desk.db.work("ändern") as work:
        work.update(work.get(Consent, consent.id), {"signed_by": "guardian", "guardian": "Hanan Al-Haddad"})
    assert not desk.concerns("wrong")


def test_every_gap_says_why_it_matters(desk):
    desk.change(answers={"employment": "no_answer", "gender": "female", "age": 34, "address": "given"}, exit=EXIT)
    with desk.db.read() as session:
        found = concerns.concerns(session, session.get_one(Participation, desk.id))
    told = {one.field: one for one in found if one.kind == "missing"}
    assert told["employment"].sentence == "Erwerbsstatus bei Eintritt: „keine Angabe“ genügt hier nicht."
    assert "EECO09, EECO10, EECO11" in told["school"].why
    assert told["qualification"].why == "Ohne sie fehlt die Person in EECR03."
    assert all(one.sentence and one.why for one in found)
    assert [one.stage for one in found] == sorted((one.stage for one in found), key=["entry", "exit"].index)


def test_answers_that_contradict_each_other_are_told(desk):
    said = desk.stored.answers
    desk.change(answers=said | {"unemployed_for": "over_12", "status_after": "employed"})
    assert desk.concerns("wrong") == [
        ("unemployed_for", "Dauer der Arbeitslosigkeit: passt nicht zur Antwort auf „Erwerbsstatus bei Eintritt“."),
        ("status_after", "Status nach dem Austritt: beantwortet, aber das Datum dazu fehlt."),
    ]


def test_days_outside_the_grant_and_in_the_wrong_order_are_told(desk):
    with desk.db.work("ändern") as work:
        work.update(work.get(Project, desk.project), {"starts": date(2026, 4, 1)})
    desk.change(followed_up=date(2026, 12, 1))
    assert dict(desk.concerns("wrong")) == {
        "entry": "Eintritt: Der 02.03.2026 liegt vor dem Beginn der Bewilligung am 01.04.2026.",
        "followed_up": "Nachbefragt, aber nicht ausgetreten.",
    }


def test_a_gender_that_changed_is_noted_and_the_report_keeps_the_old_one(desk):
    with desk.db.work("ändern") as work:
        work.update(work.get(Person, desk.person.id), {"gender": "diverse"})
    assert desk.concerns("note") == [
        ("gender", "Geschlecht: beim Eintritt „weiblich“, bei der Person heute „divers“."),
    ]


# ------------------------------------------------------------------ what is due


def test_deadlines_follow_from_entry_exit_and_six_months(desk):
    assert desk.due() == [("exit", date(2028, 1, 28))]
    desk.change(answers={})
    assert desk.due() == [("entry", date(2026, 3, 30)), ("exit", date(2028, 1, 28))]
    desk.change(answers=COMPLETE, exit=date(2026, 8, 31))
    assert desk.due() == [("exit", date(2026, 9, 28)), ("follow_up", date(2027, 2, 28))]
    desk.change(answers=COMPLETE | LEFT)
    assert desk.due() == [("follow_up", date(2027, 2, 28))]
    desk.change(followed_up=date(2027, 3, 1))
    assert desk.due() == []


def test_nothing_is_due_about_who_is_cancelled(desk):
    desk(participations.cancel, "doppelt")
    assert desk.due() == []
