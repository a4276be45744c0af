"""The course of the design's pictures, for the tests of its page and to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from app.models import Course, CourseSession, Enrolment, Person, Project
from app.services.courses import LETTERS
from tests import factories as make

MARKS = {
    "Barakzai, Homayoun": "A A A A A . A A A",
    "Dvořáčková, Lenka": "A A E A A . A A A",
    "Gvazava, Nino": "A A A A A . A A .",
    "Hadgu, Filmon": "A K K A A . E A U",
    "Hoàng, Thị Bích Ngọc": "A A A A A . A A A",
    "Kaymakçı, Serpil": "A T2 A A A . A A A",
    "Lysenchuk, Taras": "A A A A E . A A A",
    "Mehari, Senait": "A A U A K . A E A",
    "Nguyễn, Thị Thu Hà": "A A A A A . A T2 A",
    "Przybyłowicz, Małgorzata": "A A A K A . A A A",
    "Qassab, Mouayad": "A – – – – . – – –",
    "Schellhorn, Birgit": "A A A A A . A A A",
    "Țurcanu, Mihaela": "A A E A T2 . A A A",
    "Yıldırıcı, Emre": "U A A A A . A A A",
}
FAMILY_FIRST = {"Hoàng, Thị Bích Ngọc", "Nguyễn, Thị Thu Hà"}
DAYS = ["19.08.", "26.08.", "02.09.", "09.09.", "16.09.", "23.09.", "30.09.", "07.10.", "04.11."]
MODULES = """Aufgaben und Rolle der Integrationsassistenz: 3
Kommunikation und Sprache im Alltag: 4
Interkulturelle Sensibilisierung, Umgang mit Vorurteilen: 6
Vereine, Feuerwehr und Ehrenamt in der Region: 4
Ämter, Beratung und Netzwerke im Landkreis: 4
Datenschutz, Nähe und Distanz, eigene Grenzen: 3"""


@dataclass
class Lesson:
    """The stored records, by what the pictures call them."""

    project: Project
    part: Project
    course: Course
    sessions: list[CourseSession]
    people: dict[str, Person]
    enrolments: dict[str, Enrolment]


def lesson(db, marks=None) -> Lesson:
    """Store the course; MARKS are other people with other letters."""
    marks = marks or MARKS
    carrier = {"carrier": "Kreisvolkshochschule Saale-Schwarza", "carrier_street": "Musterstraße 12"}
    carrier |= {"carrier_city": "07407 Rudolstadt", "issued_at": "Rudolstadt", "code": "SSA"}
    head = {"head": "Henriette Kallenbach", "head_function": "Leitung der Kreisvolkshochschule"}
    paper = {"carrier_note": "Öffentliche Einrichtung der Weiterbildung", "placeholders": True}
    project = make.project(**paper, **carrier, **head)
    part = make.project("Connecting Partners", parent_id=project.id)
    course = make.course(part, modules=MODULES)
    sessions = [_session(course, day) for day in DAYS]
    people = {name: _person(name) for name in marks}
    enrolments = {name: make.enrolment(one, course) for name, one in people.items()}
    if "Qassab, Mouayad" in enrolments:
        enrolments["Qassab, Mouayad"].state = "withdrawn"
    letters = {letter: state for state, letter in LETTERS.items()}
    with db.work("anlegen") as work:
        make.add(work, project, part, course, *sessions, *people.values(), *enrolments.values())
        for name, row in marks.items():
            for session, mark in zip(sessions, row.split(), strict=True):
                if mark != ".":
                    minutes = int(mark[1:]) * 45 if mark[1:] else None
                    state = letters[mark[0]]
                    work.add(make.attendance(enrolments[name], session, state, minutes=minutes))
    return Lesson(project, part, course, sessions, people, enrolments)


def _session(course: Course, day: str) -> CourseSession:
    on = date(2026, int(day[3:5]), int(day[:2]))
    state = {"state": "cancelled", "reason": "Leitung erkrankt"} if day == "23.09." else {"state": "held"}
    return CourseSession(course_id=course.id, day=on, starts=time(17), ends=time(19, 15), units=3, **state)


def _person(name: str) -> Person:
    last, _comma, first = name.partition(", ")
    return make.person(last, first, family_first=name in FAMILY_FIRST, birth_place="Saalfeld")
