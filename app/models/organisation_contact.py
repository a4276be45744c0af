"""Contacts: who speaks for an organisation, in which function, from when to when; former ones stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Mapped

from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import TODAY, derived, dialled, field
from app.models.organisation import Organisation


class OrganisationContact(Entity):
    """One function of one person in an organisation; who is known as a person of the project is named, too."""

    __tablename__ = "organisation_contact"
    title, titles = N_("Ansprechperson"), N_("Ansprechpersonen")
    listed = ("caption", "function", "since", "until")

    organisation_id: Mapped[int] = refers("organisation", N_("Organisation"))
    person_id: Mapped[int | None] = refers("person", N_("Person im Projekt"))
    name: Mapped[str] = field(N_("Name"), length=120, search=True)
    function: Mapped[str] = field(N_("Funktion"), length=80, default="")
    first: Mapped[bool] = field(N_("Zuerst fragen"), default=False)
    phone: Mapped[str] = field(N_("Telefon"), length=40, default="", rule=dialled)
    email: Mapped[str] = field(N_("E-Mail"), length=120, default="")
    since: Mapped[date | None] = field(N_("Von"))
    until: Mapped[date | None] = field(N_("Bis"))
    note: Mapped[str] = field(N_("Bemerkung"), length=400, default="")

    def describe(self) -> str:
        """The name."""
        return self.name

    def rules(self) -> Iterator[tuple[str, str]]:
        """A function runs forward; who has left is not asked first."""
        if self.since and self.until and self.until < self.since:
            yield "until", _("Das Ende liegt vor dem Beginn.")
        if self.first and self.until:
            yield "first", _("Wer nicht mehr da ist, kann nicht zuerst gefragt werden.")


def speaks() -> ColumnElement[bool]:
    """The condition for contacts who still speak for their organisation today."""
    return or_(OrganisationContact.until.is_(None), OrganisationContact.until >= TODAY)


Organisation.contact = derived(
    N_("Ansprechperson"),
    select(OrganisationContact.caption)
    .where(OrganisationContact.organisation_id == Organisation.id, speaks())
    .order_by(OrganisationContact.first.desc(), OrganisationContact.since, OrganisationContact.id)
    .limit(1)
    .correlate(Organisation)
    .scalar_subquery(),
)
