"""Rules about people, their roles and papers, organisations, offers and projects."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, and_, exists, func, join, not_, or_, select
from sqlalchemy.orm import aliased

from app.core.clock import today
from app.core.text import _
from app.models import (
    Consent,
    Document,
    Enrolment,
    NotDuplicate,
    Offer,
    Organisation,
    OrganisationContact,
    Pair,
    Participation,
    Person,
    Project,
    Qualification,
    Role,
)
from app.models.consent import Signatory
from app.models.offer import running
from app.models.pair import HOLDING
from app.models.role import RoleKind
from app.services.checklist.rule import Rule, Severity, Source
from app.services.consents import ADULT
from app.services.programme_sql import completed_years, iso, year

WRONG, MISSING, NOTE = Severity.WRONG, Severity.MISSING, Severity.NOTE
ACCOMPANY = (RoleKind.MENTOR.value, RoleKind.BUDDY.value, RoleKind.ASSISTANT.value)
"""Who is alone with people in their care, and so shows a police certificate."""


def record_rules() -> Iterator[Rule]:
    """Everything that can be wrong with records that no programme asks about."""
    yield from _people()
    yield from _roles()
    yield from _papers()
    yield from _consents()
    yield from _organisations()
    yield from _projects()


def _people() -> Iterator[Rule]:
    source = Source(
        Person.__table__, Person.id.expression, Person.id.expression, Person, Person.city.expression,
        where=Person.anonymised.is_(None),
    )  # fmt: skip
    group = _("Personen")
    used = (Role.person_id, Participation.person_id, Enrolment.person_id)
    nowhere = and_(*(Person.id.not_in(select(column)) for column in used))
    nowhere = and_(nowhere, Person.id.not_in(_contacts()))
    why = _("Daten ohne Zweck dürfen nicht gespeichert bleiben (Art. 5 DSGVO).")
    sentence = _("Die Person hat keine Rolle, keine Teilnahme und keine Schulung.")
    yield Rule("person.unused", group, NOTE, sentence, why, source, nowhere, "kind", Role.__tablename__)
    before = aliased(Person)
    again = exists().where(
        before.caption_key == Person.caption_key, before.born == Person.born, before.id < Person.id,
        before.anonymised.is_(None),
    )  # fmt: skip
    twice = and_(again, Person.id.not_in(select(NotDuplicate.second_id)))
    sentence = _("Jemand mit gleichem Namen und gleichem Geburtsdatum ist schon erfasst.")
    why = _("Eine Person zählt nur einmal. Zusammenführen oder als verschieden kennzeichnen.")
    yield Rule("person.double", group, NOTE, sentence, why, source, twice, "last_name", Person.__tablename__)


def _contacts() -> Select[int | None]:
    return select(OrganisationContact.person_id).where(OrganisationContact.person_id.is_not(None))


def _roles() -> Iterator[Rule]:
    source = Source(
        Role.__table__, Role.id.expression, Role.person_id.expression, Person, Role.caption.expression,
        Role.project_id.expression,
    )  # fmt: skip
    group, part, day = _("Rollen"), Role.__tablename__, today()
    runs = or_(Role.until.is_(None), Role.until >= day)

    def rule(key: str, severity: Severity, sentence: str, why: str, broken: object, field: str) -> Rule:
        return Rule(f"role.{key}", group, severity, sentence, why, source, broken, field, part)  # type: ignore[arg-type]

    why = _("Ohne den Tag lässt sich nicht sagen, wer wann mitgewirkt hat.")
    yield rule("since", MISSING, _("Der Beginn der Rolle fehlt."), why, Role.since.is_(None), "since")
    order = func.coalesce(Role.until < Role.since, False)
    yield rule("order", WRONG, _("Die Rolle endet, bevor sie beginnt."), why, order, "until")
    why = _("Wer Menschen allein begleitet, legt ein erweitertes Führungszeugnis vor.")
    alone = and_(runs, Role.kind.in_(ACCOMPANY))
    unseen = and_(alone, Role.police_seen.is_(None))
    yield rule("police_seen", MISSING, _("Das Führungszeugnis ist noch nicht eingesehen."), why, unseen, "police_seen")
    over = and_(alone, func.coalesce(Role.police_until < day, False))
    yield rule("police_until", WRONG, _("Das Führungszeugnis ist abgelaufen."), why, over, "police_until")
    held = select(func.count()).where(Pair.mentor_id == Role.person_id, Pair.state.in_(HOLDING))
    held_here = held.where(Pair.project_id == Role.project_id).correlate(Role).scalar_subquery()
    mentoring = select(Pair.mentor_id).where(Pair.state.in_(HOLDING))
    crowded = and_(runs, Role.kind == RoleKind.MENTOR.value, Role.person_id.in_(mentoring), held_here > Role.capacity)
    sentence = _("Sie begleitet mehr Menschen, als sie Plätze hat.")
    why = _("Wer mehr begleitet als vereinbart, hört oft ganz auf.")
    yield rule("capacity", WRONG, sentence, why, crowded, "capacity")


def _papers() -> Iterator[Rule]:
    newer = aliased(Document)
    renewed = exists().where(
        newer.person_id == Document.person_id, newer.kind == Document.kind,
        or_(newer.valid_until.is_(None), newer.valid_until > Document.valid_until), newer.id != Document.id,
    )  # fmt: skip
    source = Source(
        Document.__table__, Document.id.expression, Document.person_id.expression, Person, Document.caption.expression
    )
    over = and_(func.coalesce(Document.valid_until < today(), False), not_(renewed))
    why = _("Ein abgelaufener Nachweis belegt nichts mehr.")
    sentence = _("Der Nachweis ist abgelaufen.")
    yield Rule(
        "document.expired", _("Nachweise"), MISSING, sentence, why, source, over, "valid_until", Document.__tablename__
    )
    later = aliased(Qualification)
    follows = exists().where(later.renews_id == Qualification.id)
    source = Source(
        Qualification.__table__, Qualification.id.expression, Qualification.person_id.expression, Person,
        Qualification.caption.expression,
    )  # fmt: skip
    over = and_(func.coalesce(Qualification.valid_until < today(), False), not_(follows))
    sentence = _("Die Qualifikation ist abgelaufen und nicht erneuert.")
    why = _("Begleiten darf nur, wer dafür qualifiziert ist.")
    yield Rule(
        "qualification.expired", _("Nachweise"), MISSING, sentence, why, source, over, "valid_until",
        Qualification.__tablename__,
    )  # fmt: skip


def _consents() -> Iterator[Rule]:
    rows = join(Consent.__table__, Person.__table__, Person.id == Consent.person_id)
    # Who was grown up when the first consent was given is not looked at: that is nearly everybody.
    first = select(func.min(Consent.given)).scalar_subquery()
    real = Person.anonymised.is_(None)
    growing = select(Person.id).where(real, year(Person.born) >= year(iso(first)) - ADULT)
    source = Source(
        rows, Consent.id.expression, Consent.person_id.expression, Person, Consent.caption.expression,
        where=Consent.person_id.in_(growing),
    )  # fmt: skip
    young = func.coalesce(completed_years(Person.born, Consent.given) < ADULT, False)
    broken = and_(Consent.withdrawn.is_(None), Consent.signed_by != Signatory.GUARDIAN.value, young)
    sentence = _("Unter 18 Jahren unterschreiben die Sorgeberechtigten.")
    why = _("Sonst ist die Unterschrift nicht wirksam.")
    yield Rule(
        "consent.guardian",
        _("Einwilligungen"),
        WRONG,
        sentence,
        why,
        source,
        broken,
        "signed_by",
        Consent.__tablename__,
    )


def _organisations() -> Iterator[Rule]:
    day, group = today(), _("Vereine & Organisationen")
    source = Source(
        Organisation.__table__, Organisation.id.expression, Organisation.id.expression, Organisation,
        Organisation.city.expression,
    )  # fmt: skip
    contact = OrganisationContact
    asked = select(contact.organisation_id).where(or_(contact.until.is_(None), contact.until >= day))
    nobody = and_(or_(Organisation.until.is_(None), Organisation.until >= day), Organisation.id.not_in(asked))
    why = _("Ohne Ansprechperson kann niemand dorthin vermittelt werden.")
    yield Rule(
        "organisation.contact", group, MISSING, _("Es gibt keine Ansprechperson."), why, source, nobody, "name",
        contact.__tablename__,
    )  # fmt: skip
    source = Source(Offer.__table__, Offer.id.expression, Offer.id.expression, Offer, Offer.city.expression)
    unknown = and_(running(day), Offer.places.is_(None))
    why = _("Ohne die Zahl lässt sich nicht sagen, wer dort noch Platz findet.")
    sentence = _("Die Zahl der Plätze fehlt.")
    yield Rule("offer.places", group, NOTE, sentence, why, source, unknown, "places", Offer.__tablename__)


def _projects() -> Iterator[Rule]:
    source = Source(
        Project.__table__, Project.id.expression, Project.id.expression, Project, Project.reference.expression,
        Project.id.expression, Project.parent_id.is_(None),
    )  # fmt: skip
    open_ = or_(Project.starts.is_(None), Project.ends.is_(None))
    why = _("Ohne ihn prüft niemand, ob Eintritte und Austritte gefördert sind.")
    sentence = _("Der Bewilligungszeitraum ist nicht vollständig.")
    yield Rule("project.period", _("Projekte"), MISSING, sentence, why, source, open_, "starts", Project.__tablename__)
