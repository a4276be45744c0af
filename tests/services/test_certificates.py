"""Certificates are issued to those who may have one, with numbers that never repeat and a paper that can be checked."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import crockford
from app.core.errors import Invalid
from app.core.partial_date import PartialDate
from app.core.text import NBSP
from app.models import Certificate, Enrolment
from app.services import authenticity, certificates, courses
from app.services.certificates import Options, Wanted
from tests import factories as make

pytestmark = pytest.mark.usefixtures("clock")

DAY = date(2026, 11, 12)
MARKS = {
    "Barakzai": "A A A A A A A A",
    "Gvazava": "A A A A A A A .",
    "Hadgu": "A K K A A E A U",
    "Qassab": "A – – – – – – –",
    "Țurcanu": "A A E A T2 A A A",
}
MODULES = "Aufgaben und Rolle: 4\nKommunikation: 8\nVereine und Ehrenamt: 12"


class Lesson:
    """A finished course of 24 UE in a part of a project."""

    def __init__(self, db):
        self.db = db
        carrier = {"carrier": "Kreisvolkshochschule Saale-Schwarza", "carrier_street": "Musterstraße 12"}
        carrier |= {"carrier_city": "07407 Rudolstadt", "issued_at": "Rudolstadt", "code": "SSA"}
        head = {"head": "Henriette Kallenbach", "head_function": "Leitung der Kreisvolkshochschule"}
        self.project = make.project(**carrier, **head)
        self.part = make.project("Connecting Partners", parent_id=self.project.id)
        self.course = make.course(self.part, modules=MODULES)
        self.sessions = make.sessions(self.course)
        self.people = {name: make.person(name, birth_place="Aleppo") for name in MARKS}
        self.enrolments = {name: make.enrolment(one, self.course) for name, one in self.people.items()}
        letters = {letter: state for state, letter in courses.LETTERS.items()}
        with db.work("anlegen") as work:
            make.add(work, self.project, self.part, self.course, *self.sessions)
            make.add(work, *self.people.values(), *self.enrolments.values())
            for name, marks in MARKS.items():
                for session, mark in zip(self.sessions, marks.split(), strict=True):
                    if mark != ".":
                        minutes = int(mark[1:]) * 45 if mark[1:] else None
                        state = letters[mark[0]]
                        work.add(make.attendance(self.enrolments[name], session, state, minutes=minutes))

    def candidates(self):
        with self.db.read() as session:
            return {one.caption.split(",")[0]: one for one in certificates.candidates(session, self.course.id, DAY)}

    def issue(self, *names, reason="", on=DAY, **values):
        choices = [Wanted(self.people[name].id, reason) for name in names]
        with self.db.work("ausstellen") as work:
            made = certificates.issue(work, self.course.id, choices, on, **values)
        self.done = work.done
        return made

    def stored(self, certificate) -> Certificate:
        with self.db.read() as session:
            return session.get_one(Certificate, certificate.id)

    def verify(self, text):
        with self.db.read() as session:
            return authenticity.verify(session, text).result


@pytest.fixture
def lesson(db):
    return Lesson(db)


def test_the_check_says_who_is_ready_and_why_others_are_not(lesson):
    assert {name: one.told for name, one in lesson.candidates().items()} == {
        "Barakzai": "bereit",
        "Gvazava": "1 Termin offen (07.10.)",
        "Hadgu": f"unter Schwelle (50{NBSP}%)",
        "Țurcanu": "bereit",
    }


def test_who_is_ready_sees_the_coming_number(lesson):
    found = lesson.candidates()
    assert [(one.number, one.blocked) for one in found.values()] == [
        ("SSA-2026-0001", False),
        ("", True),
        ("", True),
        ("SSA-2026-0002", False),
    ]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"birth_place": ""}, "Geburtsort fehlt"),
        ({"born": None}, "Geburtsdatum fehlt"),
        ({"born": None, "birth_place": ""}, "Geburtsangaben fehlen, Zeile entfällt"),
        ({"born": PartialDate(1986)}, "bereit"),
    ],
)
def test_what_is_missing_is_a_hint_and_blocks_nothing(lesson, values, told):
    with lesson.db.work("ändern") as work:
        work.update(work.get(type(lesson.people["Barakzai"]), lesson.people["Barakzai"].id), values)
    found = lesson.candidates()["Barakzai"]
    assert (found.told, found.blocked) == (told, False)


def test_numbers_run_in_the_order_of_names_without_gaps(lesson):
    made = lesson.issue("Țurcanu", "Barakzai")
    assert [(one.number, one.units) for one in made] == [("SSA-2026-0001", 24), ("SSA-2026-0002", 20)]


def test_a_refused_job_takes_no_number(lesson):
    with pytest.raises(Invalid, match="Termin offen"):
        lesson.issue("Barakzai", "Gvazava")
    assert lesson.issue("Barakzai")[0].number == "SSA-2026-0001"


def test_every_year_begins_anew(lesson):
    lesson.issue("Barakzai")
    assert lesson.issue("Țurcanu", on=date(2027, 1, 4))[0].number == "SSA-2027-0001"


def test_the_paper_says_what_was_attended(lesson):
    (made,) = lesson.issue("Țurcanu")
    printed = lesson.stored(made).content
    assert printed["name"] == "Rim Țurcanu"
    assert (printed["birth_date"], printed["birth_place"]) == ("14.03.1991", "Aleppo")
    assert printed["institution"] == "Kreisvolkshochschule Saale-Schwarza"
    assert printed["address"] == ["Musterstraße 12 · 07407 Rudolstadt"]
    assert printed["intro"].startswith(
        "hat im Projekt „Connecting Humans 2025–2027“, Teilprojekt „Connecting Partners“, an"
    )
    assert dict(printed["facts"]) == {
        "Zeitraum": "19.08.2026 bis 07.10.2026, 8 Termine",
        "Umfang": "24 Unterrichtseinheiten (UE) zu je 45 Minuten",
        "Teilnahme": f"20{NBSP}UE (83{NBSP}%)",
        "Ort": "VHS Rudolstadt, Raum 4",
        "Leitung": "Dr. Marit Ehrenforth",
    }
    assert printed["contents"][0] == ["Aufgaben und Rolle", 4]
    assert sum(units for _module, units in printed["contents"]) == 24
    assert (printed["place"], printed["issued"]) == ("Rudolstadt", "12.11.2026")
    assert printed["signatories"] == [
        ["Dr. Marit Ehrenforth", "Kursleitung"],
        ["Henriette Kallenbach", "Leitung der Kreisvolkshochschule"],
    ]


def test_what_was_not_wanted_is_not_printed(lesson):
    (made,) = lesson.issue("Barakzai", place="Saalfeld", options=Options(False, False, False, False))
    assert (made.content["contents"], made.content["birth_place"], made.content["code"]) == ([], "", False)
    assert "Teilnahme" not in dict(made.content["facts"])
    assert made.content["place"] == "Saalfeld"


def test_below_the_threshold_needs_a_reason_and_prints_the_reduced_hours(lesson):
    with pytest.raises(Invalid, match=f"Hadgu, Rim ist unter der Schwelle \\(50{NBSP}%\\)"):
        lesson.issue("Hadgu", reason="  ")
    (made,) = lesson.issue("Hadgu", reason="Krankenhaus, Inhalte nachgeholt", options=Options(units=False))
    assert dict(made.content["facts"])["Teilnahme"] == f"12{NBSP}UE (50{NBSP}%)"
    assert made.override_reason == "Krankenhaus, Inhalte nachgeholt"


def test_a_reason_is_kept_only_where_it_was_needed(lesson):
    assert lesson.issue("Barakzai", reason="vorsorglich")[0].override_reason == ""


def test_with_an_open_date_no_reason_helps(lesson):
    with pytest.raises(Invalid, match="Bitte erst die Anwesenheit eintragen"):
        lesson.issue("Gvazava", reason="eilig")


def test_who_left_gets_no_certificate(lesson):
    with pytest.raises(Invalid, match="verlassen"):
        lesson.issue("Qassab", reason="bitte")
    with lesson.db.work("Warteliste") as work:
        work.get(Enrolment, lesson.enrolments["Barakzai"].id).state = "waiting"
    with pytest.raises(Invalid, match="verlassen"):
        lesson.issue("Barakzai")


def test_nobody_chosen_is_told(lesson):
    with pytest.raises(Invalid, match="niemand ausgewählt"):
        lesson.issue()


def test_a_certificate_is_not_older_than_the_course(lesson):
    with pytest.raises(Invalid, match=r"vor dem letzten Termin am 07\.10\.2026"):
        lesson.issue("Barakzai", on=date(2026, 10, 6))


def test_a_second_one_is_a_reprint_and_says_the_same(lesson):
    (made,) = lesson.issue("Barakzai")
    with pytest.raises(Invalid, match="hat schon die Bescheinigung SSA-2026-0001"):
        lesson.issue("Barakzai")
    with lesson.db.work("umbenennen") as work:
        work.get(type(lesson.people["Barakzai"]), lesson.people["Barakzai"].id).last_name = "Anders"
    with lesson.db.work("nachdrucken") as work:
        again = certificates.reprint(work, made.id)
    assert (again.reprints, again.content) == (1, made.content)
    found = lesson.candidates()["Anders"]
    assert (found.issued, found.blocked, found.number) == (True, False, "SSA-2026-0001")
    assert found.told == "ausgestellt am 12.11.2026, Nachdruck möglich"


def test_a_void_number_is_never_used_again(lesson):
    (made,) = lesson.issue("Barakzai")
    with lesson.db.work("ungültig") as work:
        certificates.void(work, made.id, "Name falsch geschrieben", DAY)
    assert lesson.stored(made).void_reason == "Name falsch geschrieben"
    assert lesson.issue("Barakzai")[0].number == "SSA-2026-0002"
    for again in (certificates.reprint, lambda work, id: certificates.void(work, id, "noch einmal")):
        with pytest.raises(Invalid, match="SSA-2026-0001 ist"), lesson.db.work("zu spät") as work:
            again(work, made.id)


def test_making_void_needs_a_reason(lesson):
    (made,) = lesson.issue("Barakzai")
    with pytest.raises(Invalid, match="warum"), lesson.db.work("ungültig") as work:
        certificates.void(work, made.id, " ")


def test_taking_back_an_issue_makes_it_void(lesson):
    (made,) = lesson.issue("Barakzai")
    lesson.db.undo(lesson.done.id)
    assert lesson.stored(made).voided_on
    assert lesson.candidates()["Barakzai"].number == "SSA-2026-0002"


def test_a_preview_says_what_the_paper_will_say(lesson):
    id = lesson.people["Barakzai"].id
    with lesson.db.read() as session:
        preview = certificates.contents(session, lesson.course.id, {id: "SSA-2026-0001"}, DAY)
    assert preview == {id: lesson.issue("Barakzai")[0].content}


def test_a_course_that_was_shorter_than_planned_says_so(lesson):
    with lesson.db.work("Ausfall") as work:
        courses.cancel_session(work, lesson.sessions[7].id, "Glatteis")
    facts = dict(lesson.issue("Barakzai")[0].content["facts"])
    assert facts["Umfang"] == "21 Unterrichtseinheiten (UE) zu je 45 Minuten, geplant waren 24"
    assert facts["Teilnahme"] == f"21{NBSP}UE (100{NBSP}%)"


def test_a_genuine_paper_is_recognised_however_its_code_is_typed(lesson):
    (made,) = lesson.issue("Barakzai")
    text = authenticity.qr_text(made.number, made.content_hash)
    number, code = text.split()
    assert lesson.verify(text) == authenticity.Authenticity.GENUINE
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert lesson.verify(f"  {number.lower()}   {typed}") == authenticity.Authenticity.GENUINE


def test_forged_papers_are_recognised(lesson):
    first, second = lesson.issue("Barakzai", "Țurcanu")
    code = authenticity.check_code(second.content_hash)
    assert lesson.verify(f"{first.number} {code}") == authenticity.Authenticity.WRONG
    assert lesson.verify(f"SSA-2026-0099 {code}") == authenticity.Authenticity.UNKNOWN
    assert lesson.verify(first.number) == authenticity.Authenticity.WRONG
    assert lesson.verify("") == authenticity.Authenticity.UNKNOWN


def test_a_void_paper_is_recognised(lesson):
    (made,) = lesson.issue("Barakzai")
    lesson.db.undo(lesson.done.id)
    assert lesson.verify(authenticity.qr_text(made.number, made.content_hash)) == authenticity.Authenticity.VOID


def test_what_was_changed_in_the_data_is_no_longer_genuine(lesson):
    (made,) = lesson.issue("Barakzai")
    with lesson.db.work("fälschen") as work:
        record = work.get(Certificate, made.id)
        record.content = record.content | {"name": "Jemand anders"}
    text = authenticity.qr_text(made.number, made.content_hash)
    assert lesson.verify(text) == authenticity.Authenticity.WRONG


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8) | st.lists(st.integers())))
def test_the_check_code_follows_from_the_content_and_not_from_its_order(content):
    backwards = dict(reversed(content.items()))
    assert authenticity.content_hash(content) == authenticity.content_hash(backwards)
    code = authenticity.check_code(authenticity.content_hash(content))
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= {*crockford.ALPHABET, "-"}
