"""From records to what documents say: the plain values that certificates, lists and workbooks are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.text import N_, _, show, weekday
from app.models import Certificate, Course, CourseSession, Person, Project
from app.models.course_session import SessionState
from app.reports.attendance_list import AttendanceRow, AttendanceSheet
from app.reports.certificate import CertificateSheet, FundingStrip
from app.reports.path_sheet import PathSheet
from app.services import authenticity, courses, dossier, participations
from app.services.path import path
from app.services.programme_parts import Terms
from app.services.programmes import load

if TYPE_CHECKING:
    from app.models.db import Database

LOGO = N_("Logo Volkshochschule")
PARTNERS = (N_("Logo Freistaat Thüringen"), N_("Logo Landkreis"))
"""Names of the places for pictures on certificates that were issued before programmes named their own."""


def certificate_sheet(content: Mapping[str, Any], hash: str = "") -> CertificateSheet:
    """The paper with this CONTENT; without the HASH of an issued certificate it has no check code."""
    given = dict(content)
    places = bool(given.pop("placeholders"))
    logos = tuple(given.pop("logos", PARTNERS))
    strip = FundingStrip(bool(given.pop("emblem")), given.pop("sentence"), logos if places else ())
    coded = given.pop("code") and hash
    for name in ("address", "facts", "contents", "signatories"):
        given[name] = tuple(tuple(one) if isinstance(one, list) else one for one in given[name])
    return CertificateSheet(
        **given,
        check_code=authenticity.check_code(hash) if coded else "",
        qr=authenticity.qr_text(given["number"], hash) if coded else "",
        strip=strip,
        logo=LOGO if places else None,
        seal=places,
    )


def funding_strip(terms: Terms, *, places: bool) -> FundingStrip:
    """Who pays, as the programme wants it shown, with PLACES for logos where the office wants them."""
    return FundingStrip(terms.emblem == "eu", terms.sentence, terms.logos if places else ())


def issued_sheet(certificate: Certificate) -> CertificateSheet:
    """The paper of an issued certificate, as it was when it was issued."""
    return certificate_sheet(certificate.content, certificate.content_hash)


def attendance_sheets(db: Database, course_id: int, day: date | None = None) -> list[AttendanceSheet]:
    """A list to sign for every date of a course that was not cancelled, or for the one on DAY."""
    with db.read() as session:
        course = session.get_one(Course, course_id)
        part = session.get_one(Project, course.project_id)
        whole = participations.root(session, part.id)
        people = courses.participants(session, course_id)
        dates = [one for one in courses.sessions_of(session, course_id) if one.state != SessionState.CANCELLED]
    carrier = part if part.carrier else whole
    terms = load(whole.programme).terms
    return [
        AttendanceSheet(
            institution=carrier.carrier,
            address=(" · ".join(line for line in (carrier.carrier_street, carrier.carrier_city) if line),),
            course=course.name,
            session=_("Termin {n} von {all}").format(n=n, all=len(dates)),
            facts=_about(one, course, whole),
            rows=tuple(map(_signing, people)),
            strip=funding_strip(terms, places=carrier.placeholders),
            logo=LOGO if carrier.placeholders else None,
        )
        for n, one in enumerate(dates, 1)
        if day is None or one.day == day
    ]


def path_sheet(db: Database, person_id: int) -> PathSheet:
    """The path of a person with the house and the funder of the project she takes part in, if there is one."""
    with db.read() as session:
        found = path(session, person_id)
        inside = dossier.admission(session, session.get_one(Person, person_id))
        if inside is None:
            return PathSheet(path=found)
        part = session.get_one(Project, inside.participation.project_id)
        whole = participations.root(session, part.id)
    carrier = part if part.carrier else whole
    strip = funding_strip(inside.programme.terms, places=carrier.placeholders)
    return PathSheet(path=found, institution=carrier.carrier, strip=strip)


def _signing(person: Person) -> AttendanceRow:
    return AttendanceRow(person.last_name or person.first_names, person.first_names if person.last_name else "")


def _about(session: CourseSession, course: Course, project: Project) -> tuple[tuple[str, str], ...]:
    """Date, time, place, leader, project, reference; what is not known is left out."""
    hours = ""
    if session.starts and session.ends:
        hours = _("{starts} bis {ends} Uhr, ").format(starts=show(session.starts), ends=show(session.ends))
    facts = (
        (_("Datum"), f"{weekday(session.day)}, {show(session.day)}"),
        (_("Uhrzeit"), f"{hours}{session.units} UE"),
        (_("Ort"), session.venue or course.venue),
        (_("Leitung"), course.instructor),
        (_("Projekt"), project.name),
        (_("Aktenzeichen"), project.reference),
    )
    return tuple((label, value) for label, value in facts if value)
