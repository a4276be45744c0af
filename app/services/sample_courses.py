"""The courses of the sample file: one as in the pictures of the design, others before, beside and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Any

from app.core.partial_date import PartialDate
from app.models import Attendance, Course, CourseSession, Enrolment, Person, Project
from app.models.attendance import AttendanceState
from app.models.course import UNIT_MINUTES
from app.models.course_session import SessionState
from app.models.enrolment import EnrolmentState
from app.services.grid import LETTERS
from app.services.sample_people import Invented, People, fits

STATES = {letter: state for state, letter in LETTERS.items()}
QUALIFICATION = "Integrationsassistenz – Grundqualifizierung"
CONTENTS = """Aufgaben und Rolle der Integrationsassistenz: 3
Kommunikation und Sprache im Alltag: 4
Interkulturelle Sensibilisierung, Umgang mit Vorurteilen: 6
Vereine, Feuerwehr und Ehrenamt in der Region: 4
Ämter, Beratung und Netzwerke im Landkreis: 4
Datenschutz, Nähe und Distanz, eigene Grenzen: 3"""

CAST: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
    ("Barakzai", "Homayoun", "همایون بارکزی", "male", "Afghanistan", "1989", "Herat", "AAAAA.AAA"),
    ("Dvořáčková", "Lenka", "", "female", "Tschechien", "1979-11-23", "Děčín", "AAEAA.AAA"),
    ("Gvazava", "Nino", "ნინო გვაზავა", "female", "Georgien", "1992-05-30", "Sugdidi", "AAAAA.AA."),
    ("Hadgu", "Filmon", "ፍልሞን ሓድጉ", "male", "Eritrea", "1997-01-01", "Keren", "AKKAA.EAU"),
    ("Hoàng", "Thị Bích Ngọc", "", "female", "Vietnam", "1990-02-17", "", "AAAAA.AAA"),
    ("Kaymakçı", "Serpil", "", "female", "Türkei", "1984-09-09", "Diyarbakır", "ATAAA.AAA"),
    ("Lysenchuk", "Taras", "Тарас Лисенчук", "male", "Ukraine", "1975-06-04", "Charkiw", "AAAAE.AAA"),
    ("Mehari", "Senait", "ሰናይት መሓሪ", "female", "Eritrea", "1994-07", "Asmara", "AAUAK.AEA"),
    ("Nguyễn", "Thị Thu Hà", "", "female", "Vietnam", "1986-07-08", "Hải Phòng", "AAAAA.ATA"),
    ("Przybyłowicz", "Małgorzata", "", "female", "Polen", "1981-03-12", "Częstochowa", "AAAKA.AAA"),
    ("Qassab", "Mouayad", "مؤيد قصاب", "male", "Syrien", "1993-10-28", "Homs", "A––––.–––"),
    ("Schellhorn", "Birgit", "", "female", "Deutschland", "1966-04-19", "Rudolstadt", "AAAAA.AAA"),
    ("Țurcanu", "Mihaela", "", "female", "Rumänien", "1988-12-01", "Bacău", "AAEAT.AAA"),
    ("Yıldırıcı", "Emre", "", "male", "Türkei", "1999-08-15", "İzmir", "UAAAA.AAA"),
)
"""Who takes part in the qualification, and the marks; a part is always two UE."""
WEEKS = (-11, -10, -9, -8, -7, -6, -5, -4, 0)
"""When its dates lie, before the last of them; autumn holidays lie in between."""
CANCELLED = 5


def cast(people: People, begin: date) -> list[Invented]:
    """The participants of the qualification, who were there at the project's BEGIN."""
    found = []
    for last, first, original, gender, country, born, place, _marks in CAST:
        origin = people.of(country)
        known: dict[str, Any] = {"last_name": last, "first_names": first, "original_name": original, "gender": gender}
        known |= {"born": PartialDate.parse(born), "birth_place": place, "nationality": origin["nationality"]}
        known["family_first"] = origin.get("family_first", False)
        found.append(people.complete(known, origin, begin, near=True))
    return found


class Courses:
    """All courses of the sample, as records to be stored."""

    def __init__(self, people: People, women: Project, partners: Project) -> None:
        self.people = people
        self.women, self.partners = women, partners
        self.qualification = self._course(partners, QUALIFICATION, "assistant", 24, modules=CONTENTS, places=16)
        self.mentors = self._course(
            women,
            "Mentorinnen-Schulung",
            "mentor",
            12,
            venue="VHS Saalfeld, Raum 12",
            modules="Meine Rolle als Mentorin: 3\nArbeitsmarkt, Anerkennung, Ausbildung: 4\n"
            "Gut zuhören, gut fragen: 3\nNähe, Distanz, Datenschutz: 2",
            places=14,
        )
        self.awareness = self._course(
            partners,
            "Interkulturelle Sensibilisierung für die Verwaltung",
            "awareness",
            8,
            venue="Landratsamt, Sitzungssaal 2",
            instructor="Nele Oertel-Brandis",
            modules="Eigene Bilder, fremde Bilder: 3\nEinfache Sprache am Schalter: 3\nFälle aus dem Alltag: 2",
        )
        self.language = self._course(
            partners,
            "Deutsch für den Vereinsalltag",
            "language",
            24,
            threshold=75,
            places=18,
            instructor="Ute Langguth",
            venue="Mehrgenerationenhaus Bad Blankenburg",
            instructor_function="Dozentin",
        )
        self.workshop = self._course(
            women, "Workshop: Bewerbung, die ankommt", "workshop", 6, places=12, instructor="Katrin Böttner"
        )
        self.fire = self._course(
            partners,
            "Erste Hilfe mit der Freiwilligen Feuerwehr",
            "workshop",
            4,
            threshold=100,
            venue="Gerätehaus Schwarza",
            instructor="Jörg Töpfer",
        )

    def records(
        self,
        today: date,
        cast: Sequence[Person],
        women: Sequence[Person],
        mentors: Sequence[Person],
        staff: list[Person],
    ) -> Iterator[Any]:
        """The courses with dates, enrolments and attendance, as far as there are people for them."""
        yield from (self.qualification, self.mentors, self.awareness, self.language, self.workshop, self.fire)
        yield from self._qualification(today, cast)
        last = _weekday(today - timedelta(days=90), 5)
        yield from self._held(self.mentors, [last + timedelta(weeks=n) for n in range(4)], mentors[:13], time(9), "A")
        last = _weekday(today - timedelta(days=5), 1)
        days = [last - timedelta(weeks=1), last]
        yield from self._held(self.awareness, days, staff[:11], time(13), "AAAAAAAAAE")
        last = _weekday(today - timedelta(days=2), 3)
        days = [last - timedelta(weeks=6 - n) for n in range(12)]
        yield from self._held(self.language, days, women[:20], time(9, 30), "AAAAAAAATEKU–", today)
        days = [_weekday(today + timedelta(days=20), 4)]
        yield from self._held(self.workshop, days, women[12:27], time(8, 30), "", today)
        days = [_weekday(today - timedelta(days=40), 5)]
        yield from self._held(self.fire, days, [*mentors[10:14], *women[18:26]], time(10), "AAAAAAU")

    def _course(self, project: Project, name: str, kind: str, units: int, **values: Any) -> Course:
        given = {"venue": "VHS Rudolstadt, Raum 4", "instructor": "Dr. Marit Ehrenforth"} | values
        return Course(project_id=project.id, name=name, kind=kind, units=units, **given)

    def _qualification(self, today: date, people: Sequence[Person]) -> Iterator[Any]:
        last = _weekday(today - timedelta(days=8), 2)
        sessions = [self._session(self.qualification, last + timedelta(weeks=n), time(17), 3) for n in WEEKS]
        sessions[CANCELLED].state, sessions[CANCELLED].reason = SessionState.CANCELLED.value, "Leitung erkrankt"
        yield from sessions
        for person, (*_person, marks) in zip(people, CAST, strict=False):
            enrolment = Enrolment(person_id=person.id, course_id=self.qualification.id)
            enrolment.state = (EnrolmentState.WITHDRAWN if "–" in marks else EnrolmentState.ENROLLED).value
            yield enrolment
            yield from self._marks(enrolment, sessions, marks)

    def _held(
        self,
        course: Course,
        days: Sequence[date],
        people: Sequence[Person],
        starts: time,
        marks: str,
        until: date = date.max,
    ) -> Iterator[Any]:
        """A course with dates of equal length; what lies after UNTIL is still planned."""
        units = course.units // len(days)
        sessions = [self._session(course, day, starts, units) for day in days]
        for session in sessions:
            session.state = (SessionState.HELD if session.day <= until else SessionState.PLANNED).value
        yield from sessions
        held = [session for session in sessions if session.state == SessionState.HELD]
        for n, person in enumerate(people):
            full = course.places is not None and n >= course.places
            needs = self.people.some("needs", 0.2)
            enrolment = Enrolment(person_id=person.id, course_id=course.id, needs=needs if fits(person, needs) else "")
            enrolment.state = (EnrolmentState.WAITING if full else EnrolmentState.ENROLLED).value
            drawn = "".join(self.people.random.choice(marks) for _ in held) if marks and not full else ""
            if "–" in drawn:
                enrolment.state = EnrolmentState.WITHDRAWN.value
                drawn = drawn[: drawn.index("–")]
            yield enrolment
            yield from self._marks(enrolment, held, drawn)

    def _session(self, course: Course, day: date, starts: time, units: int) -> CourseSession:
        minutes = starts.hour * 60 + starts.minute + units * UNIT_MINUTES
        ends = time(*divmod(minutes, 60))
        state = SessionState.HELD.value
        return CourseSession(course_id=course.id, day=day, starts=starts, ends=ends, units=units, state=state)

    def _marks(self, enrolment: Enrolment, sessions: Sequence[CourseSession], marks: str) -> Iterator[Attendance]:
        for session, mark in zip(sessions, marks, strict=False):
            if mark == ".":
                continue
            part = max(1, session.units - 1) * UNIT_MINUTES
            yield Attendance(
                enrolment_id=enrolment.id,
                session_id=session.id,
                state=STATES[mark],
                minutes=part if STATES[mark] == AttendanceState.PARTIAL else None,
            )


def _weekday(day: date, weekday: int) -> date:
    """The last WEEKDAY (Monday is 0) that is not after DAY."""
    return day - timedelta(days=(day.weekday() - weekday) % 7)
