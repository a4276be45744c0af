"""Qualifications: what somebody may do, granted for a time and renewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Mapped, aliased

from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, derived, field
from app.models.person import Person


class QualificationKind(Choice):
    """What it allows."""

    ASSISTANT = "integration_assistant", N_("Integrationsassistenz")
    MULTIPLIER = "multiplier", N_("Multiplikator*in")
    MENTOR = "mentor", N_("Mentorin")


class Qualification(Entity):
    """One qualification of one person; a renewal names the one it follows."""

    __tablename__ = "qualification"
    title, titles = N_("Qualifikation"), N_("Qualifikationen")
    caption_label = N_("Qualifikation")
    listed = ("person_name", "caption", "granted", "valid_until")

    person_id: Mapped[int] = refers("person", N_("Person"))
    kind: Mapped[str] = field(N_("Qualifikation"), choice=QualificationKind)
    course_id: Mapped[int | None] = refers("course", N_("Schulung"))
    modules: Mapped[str] = field(N_("Module"), length=1000, default="", multiline=True)
    units: Mapped[int] = field(N_("Umfang"), default=0, unit="UE")
    practice: Mapped[int] = field(N_("Praxisstunden"), default=0, unit="Std.")
    granted: Mapped[date | None] = field(N_("Erteilt am"), help=N_("Leer heißt: noch in der Qualifizierung"))
    valid_until: Mapped[date | None] = field(N_("Gültig bis"))
    renews_id: Mapped[int | None] = refers("qualification", N_("Erneuert"))
    note: Mapped[str] = field(N_("Bemerkung"), length=400, default="")

    def describe(self) -> str:
        """What it allows."""
        return dict(QualificationKind.options()).get(self.kind, self.kind)

    def rules(self) -> Iterator[tuple[str, str]]:
        """It is valid from when it was granted."""
        if self.granted and self.valid_until and self.valid_until < self.granted:
            yield "valid_until", _("Das Ende liegt vor der Erteilung.")
        if self.valid_until and not self.granted:
            yield "granted", _("Wann wurde die Qualifikation erteilt? Der Tag fehlt.")
        if self.renews_id == self.id:
            yield "renews_id", _("Eine Qualifikation kann sich nicht selbst erneuern.")


_people = aliased(Person)
Qualification.person_name = derived(
    N_("Person"),
    select(_people.caption).where(_people.id == Qualification.person_id).correlate(Qualification).scalar_subquery(),
)
