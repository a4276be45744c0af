"""Consents: giving, withdrawing, and what may be done with whose data today."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _, show
from app.models import Consent, Person
from app.models.consent import Purpose, Signatory, valid
from app.models.work import Work

ADULT = 18
"""Completed years from which a person signs alone (§ 2 BGB)."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class PurposeState:
    """One purpose and how a person stands to it today."""

    purpose: Purpose
    given: bool
    consent: Consent | None
    """The latest consent to it, withdrawn or not."""

    @property
    def words(self) -> str:
        """'erteilt am 02.03.2026', 'widerrufen am 01.10.2026', 'nicht erteilt'."""
        if self.consent is None:
            return _("nicht erteilt")
        if self.given:
            return _("erteilt am {day}").format(day=show(self.consent.given))
        return _("widerrufen am {day}").format(day=show(self.consent.withdrawn))


def purpose_states(session: Session, person_id: int) -> list[PurposeState]:
    """Every purpose in the usual order, with the latest consent to it."""
    query = select(Consent).where(Consent.person_id == person_id).order_by(Consent.given, Consent.id)
    latest: dict[str, Consent] = {}
    for consent in session.scalars(query):
        before = latest.get(consent.purpose)
        if before is None or before.withdrawn is not None or consent.withdrawn is None:
            latest[consent.purpose] = consent
    found = ((purpose, latest.get(purpose.value)) for purpose in Purpose)
    return [PurposeState(purpose, one is not None and one.withdrawn is None, one) for purpose, one in found]


def withdrawn(session: Session, person_id: int) -> list[Consent]:
    """What a person took back, the latest first."""
    mine = Consent.person_id == person_id, Consent.withdrawn.is_not(None)
    return list(session.scalars(select(Consent).where(*mine).order_by(Consent.withdrawn.desc(), Consent.id.desc())))


def usual_version(session: Session) -> str:
    """The version of the form that was signed last, by whoever it was; proposed for the next consent."""
    query = select(Consent.form_version).where(Consent.form_version != "")
    return session.scalar(query.order_by(Consent.given.desc(), Consent.id.desc()).limit(1)) or ""


def may(session: Session, person_id: int, purpose: Purpose) -> bool:
    """Whether the person's data may be used for PURPOSE today."""
    return bool(session.scalar(select(exists().where(Consent.person_id == person_id, valid(purpose)))))


def allowed(purpose: Purpose) -> Select[int]:
    """A query for everybody whose data may be used for PURPOSE today."""
    return select(Consent.person_id).where(valid(purpose))


def those_allowed(session: Session, person_ids: Collection[int], purpose: Purpose) -> set[int]:
    """The ones among PERSON_IDS whose data may be used for PURPOSE today."""
    ids, found = list(person_ids), set[int]()
    for start in range(0, len(ids), CHUNK):
        some = Consent.person_id.in_(ids[start : start + CHUNK])
        found |= set(session.scalars(select(Consent.person_id).where(some, valid(purpose))))
    return found


def require(session: Session, person_id: int, purpose: Purpose) -> None:
    """Raise Invalid with a sentence when the person's data may not be used for PURPOSE."""
    if may(session, person_id, purpose):
        return
    person = session.get_one(Person, person_id)
    sentence = _("{name} hat dazu keine gültige Einwilligung: {purpose}. Bitte zuerst im Reiter „Datenschutz“ klären.")
    raise Invalid({"person_id": sentence.format(name=person.full_name, purpose=purpose.label)})


def give(work: Work, consent: Consent) -> Consent:
    """Store a consent; for a minor, guardians must have signed it."""
    person = work.session.get_one(Person, consent.person_id)
    if problem := guardian_needed(person, consent.given, consent.signed_by):
        raise Invalid({"signed_by": problem})
    for state in purpose_states(work.session, person.id):
        if state.purpose == consent.purpose and state.given and state.consent:
            sentence = _("Diese Einwilligung gibt es schon, erteilt am {day}.")
            raise Invalid({"purpose": sentence.format(day=show(state.consent.given))})
    return work.add(consent)


def guardian_needed(person: Person, given: date, signed_by: str) -> str:
    """One sentence when somebody signed who could not; nothing where it is right or the age is not known."""
    if signed_by == Signatory.GUARDIAN or person.born is None:
        return ""
    age = person.born.completed_years(given)
    if age is None or age >= ADULT:
        return ""
    sentence = _("{name} war am {day} {age} Jahre alt. Unter 18 unterschreiben die Sorgeberechtigten.")
    return sentence.format(name=person.full_name, day=show(given), age=age)


def withdraw(work: Work, consent_id: int, on: date | None = None) -> Consent:
    """Withdraw a consent: from this moment on nothing is done with the data for its purpose."""
    consent = work.get(Consent, consent_id)
    if consent.withdrawn:
        raise Invalid({"withdrawn": _("Diese Einwilligung ist schon widerrufen.")})
    work.update(consent, {"withdrawn": on or today()})
    return consent


def lacking(session: Session, person_ids: Collection[int], purpose: Purpose) -> Iterator[int]:
    """The ones among PERSON_IDS without a valid consent to PURPOSE."""
    given = those_allowed(session, person_ids, purpose)
    yield from (id for id in person_ids if id not in given)
