"""What a letter says that introduces somebody to an organisation: name and visit, nothing else about the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Conflict, Invalid
from app.core.text import _, show, weekday
from app.models import Consent, Offer, Organisation, OrganisationContact, Person, Placement
from app.models.consent import Purpose, valid
from app.models.placement import CLOSED, PlacementKind, PlacementState
from app.services import contacts
from app.services.agenda import projects
from app.services.letterhead import Letterhead, letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """The letter as plain values."""

    head: Letterhead
    organisation: str
    attention: str
    address: tuple[str, ...]
    person: str
    offer: str
    kind: str
    visit: str
    """'Donnerstag, 19.11.2026, 18:30 Uhr', or empty while none is arranged."""
    assistant: str
    agreed: date
    """When the person allowed that her name is passed on."""
    day: date


def introduction(session: Session, placement_id: int, *, protected: bool = False) -> Introduction:
    """The letter about one placement; PROTECTED only where somebody chose to name a religious community.

    Raises Invalid without consent, after an end, and for a religious community without that choice.
    """
    placement = session.get(Placement, placement_id)
    if placement is None:
        raise Conflict(_("Diese Vermittlung gibt es nicht mehr. Bitte neu laden."))
    club = session.get_one(Organisation, placement.organisation_id)
    if placement.state in CLOSED:
        raise Invalid({"placement": _("Diese Vermittlung ist beendet. Ein Schreiben gibt es dafür nicht.")})
    if club.sensitive and not protected:
        raise Invalid({"protected": _("Das Schreiben nennt eine Religionsgemeinschaft. Bitte ausdrücklich wählen.")})
    person = session.get_one(Person, placement.person_id)
    speaker = contacts.speaker(session, club.id)
    helper = session.get(Person, placement.assistant_id) if placement.assistant_id else None
    offer = session.get(Offer, placement.offer_id) if placement.offer_id else None
    newest = next((id for id, _name in projects(session)), None)
    return Introduction(
        head=letterhead(session, placement.project_id or newest),
        organisation=club.name,
        attention=_attention(speaker),
        address=tuple(line for line in (club.street, f"{club.postcode} {club.city}".strip()) if line),
        person=person.full_name,
        offer=offer.name if offer else "",
        kind=dict(PlacementKind.options())[placement.kind],
        visit=_visit(placement),
        assistant=helper.full_name if helper else "",
        agreed=_agreed(session, person),
        day=today(),
    )


def _attention(speaker: OrganisationContact | None) -> str:
    return ", ".join(filter(None, (speaker.name, speaker.function))) if speaker else ""


def _visit(placement: Placement) -> str:
    if placement.trial is None or placement.state not in (PlacementState.ASKED, PlacementState.TRIAL):
        return ""
    parts = [weekday(placement.trial), show(placement.trial)]
    if placement.trial_time:
        parts.append(_("{time} Uhr").format(time=show(placement.trial_time)))
    return ", ".join(parts)


def _agreed(session: Session, person: Person) -> date:
    """Since when the consent holds; refuses the letter where there is none."""
    query = select(Consent.given).where(Consent.person_id == person.id, valid(Purpose.PASSING_ON))
    given = session.scalars(query.order_by(Consent.given.desc())).first()
    if given is None:
        sentence = _("{who}: Ohne die Einwilligung „{purpose}“ gibt es kein Schreiben. Bitte zuerst einholen.")
        raise Invalid({"placement": sentence.format(who=person.caption, purpose=_(Purpose.PASSING_ON.label))})
    return given
