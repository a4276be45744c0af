"""Enrolments: a person in a course."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped

from app.core.text import N_
from app.models.base import Entity, refers
from app.models.course import Course
from app.models.fields import Choice, derived, field


class EnrolmentState(Choice):
    """Whoever left stays in the list but in no count."""

    ENROLLED = "enrolled", N_("angemeldet")
    WAITING = "waiting", N_("Warteliste")
    ATTENDED = "attended", N_("teilgenommen")
    WITHDRAWN = "withdrawn", N_("abgemeldet")
    ABANDONED = "abandoned", N_("abgebrochen")


ACTIVE = (EnrolmentState.ENROLLED.value, EnrolmentState.ATTENDED.value)


class Enrolment(Entity):
    """One person in one course."""

    __tablename__ = "enrolment"
    title, titles = N_("Anmeldung"), N_("Anmeldungen")
    together = ("course_id", "person_id")

    person_id: Mapped[int] = refers("person", N_("Person"))
    course_id: Mapped[int] = refers("course", N_("Schulung"))
    state: Mapped[str] = field(N_("Stand"), choice=EnrolmentState, default=EnrolmentState.ENROLLED.value)
    needs: Mapped[str] = field(N_("Bedarf"), length=200, default="", help=N_("Kinderbetreuung, Bus, nur abends"))


Course.enrolled = derived(
    N_("Teilnehmende"),
    select(func.count())
    .where(Enrolment.course_id == Course.id, Enrolment.state.in_(ACTIVE))
    .correlate(Course)
    .scalar_subquery(),
    kind=int,
)
