"""Contacts of organisations: who speaks for them now, who did before, and the change from one to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _
from app.models import Organisation, OrganisationContact
from app.models.organisation_contact import speaks
from app.models.work import Work

HANDOVER_DAYS = 31
"""Who comes at most so long after somebody left has followed her."""


def contacts(session: Session, organisation_id: int) -> tuple[list[OrganisationContact], list[OrganisationContact]]:
    """Who speaks for the organisation, whom to ask first at the top; and who did formerly, the last one first."""
    query = select(OrganisationContact).where(OrganisationContact.organisation_id == organisation_id)
    found = list(session.scalars(query))
    now = [one for one in found if one.until is None or one.until >= today()]
    now.sort(key=lambda one: (not one.first, one.since or date.min, one.id))
    former = [one for one in found if one not in now]
    former.sort(key=lambda one: (one.until or date.min, one.id), reverse=True)
    return now, former


def speaker(session: Session, organisation_id: int) -> OrganisationContact | None:
    """Whom to write to; nobody where all have left."""
    return next(iter(contacts(session, organisation_id)[0]), None)


def predecessor(one: OrganisationContact, former: Sequence[OrganisationContact]) -> OrganisationContact | None:
    """Who did the same before: left when this one came, or has a function that is called alike (Wehrführer, -in)."""
    followed = [
        other for other in former if one.since and other.until and abs((one.since - other.until).days) <= HANDOVER_DAYS
    ]
    work = one.function.casefold()
    alike = [other for other in former if work and (name := other.function.casefold()) and _same(work, name)]
    both = [other for other in followed if other in alike]
    return next(iter(both or alike or followed), None)


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def hand_over(
    work: Work, organisation_id: int, former_id: int | None, since: date, values: Mapping[str, Any]
) -> OrganisationContact:
    """End a function on the day before SINCE and begin the new one, both in one work.

    Without FORMER_ID somebody is added beside the others. Who is to be asked first takes that from everybody else.
    """
    given = {"organisation_id": organisation_id, "since": since} | dict(values)
    if former_id is not None:
        former = work.get(OrganisationContact, former_id)
        if former.since and since <= former.since:
            raise Invalid({"since": _("Der Wechsel liegt vor dem Beginn der bisherigen Ansprechperson.")})
        given["first"] = bool(given.get("first")) or former.first
        given["function"] = given.get("function") or former.function
        work.update(former, {"until": since - timedelta(days=1), "first": False})
    work.session.flush()
    if given.get("first"):
        _step_back(work, organisation_id)
    return work.add(OrganisationContact(**given))


def ask_first(work: Work, contact_id: int) -> None:
    """Let one contact be asked before the others."""
    contact = work.get(OrganisationContact, contact_id)
    _step_back(work, contact.organisation_id)
    contact.first = True


def without_contact(session: Session) -> Sequence[Organisation]:
    """Organisations that take part but have nobody who speaks for them."""
    named = select(OrganisationContact.organisation_id).where(speaks())
    takes_part = Organisation.since.is_not(None) & (Organisation.until.is_(None) | (Organisation.until >= today()))
    query = select(Organisation).where(takes_part, Organisation.id.not_in(named))
    return session.scalars(query.order_by(Organisation.caption_key, Organisation.id)).all()


def _step_back(work: Work, organisation_id: int) -> None:
    for other in contacts(work.session, organisation_id)[0]:
        other.first = False
