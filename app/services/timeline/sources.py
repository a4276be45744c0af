"""Where the events of a timeline come from: one function per kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.core.clock import today
from app.core.text import _, show
from app.models import (
    Certificate,
    Consent,
    Document,
    LanguageSkill,
    Note,
    Organisation,
    Pair,
    PairMeeting,
    Participation,
    Person,
    Placement,
    Project,
    Qualification,
    Role,
    Task,
)
from app.models.base import Entity
from app.models.certificate import CertificateKind
from app.models.fields import fields
from app.models.pair import EndReason
from app.models.placement import PlacementState
from app.services.timeline.kinds import Event, Kind
from app.services.timeline.trainings import trainings

Days = Iterable[tuple[date | None, str]]


def timeline(session: Session, person_id: int) -> list[Event]:
    """The latest first; what has no day comes last."""
    found = chain.from_iterable(source(session, person_id) for source in _SOURCES)
    return sorted(found, key=lambda event: (event.day or date.min, event.kind, event.id, event.title), reverse=True)


@dataclass(frozen=True)
class _Maker:
    """Makes the events of one record."""

    kind: Kind
    record: Entity

    def on(self, days: Days, detail: str = "") -> Iterator[Event]:
        """One event for each of DAYS (day, title) that there is."""
        yield from (self.event(day, title, detail) for day, title in days if day)

    def event(self, day: date | None, title: str, detail: str = "") -> Event:
        """One event, perhaps without a day."""
        return Event(day, self.kind, title, detail, self.record.__tablename__, self.record.id)


def _label(record: Entity, name: str) -> str:
    """What a field of RECORD shows."""
    return _(fields(type(record))[name].show(getattr(record, name)))


def _of(session: Session, entity: Any, person_id: int) -> Iterable[Any]:
    """The records of a kind that name the person."""
    found: Iterable[Any] = session.scalars(select(entity).where(entity.person_id == person_id))
    return found


def _notes(session: Session, person_id: int) -> Iterator[Event]:
    for one in _of(session, Note, person_id):
        yield _Maker(Kind.NOTE, one).event(one.day, _label(one, "kind"), one.text)


def _tasks(session: Session, person_id: int) -> Iterator[Event]:
    about = (Task.about_table == Person.__tablename__, Task.about_id == person_id)
    for one in session.scalars(select(Task).where(*about)):
        make = _Maker(Kind.TASK, one)
        if one.done_on:
            yield make.event(one.done_on, _("{kind} erledigt").format(kind=_label(one, "kind")), one.text)
        else:
            yield make.event(one.due, _label(one, "kind"), one.text)


def _roles(session: Session, person_id: int) -> Iterator[Event]:
    query = select(Role, Project.caption).join(Project, Project.id == Role.project_id)
    for one, project in session.execute(query.where(Role.person_id == person_id)):
        make, kind = _Maker(Kind.PROJECT, one), _label(one, "kind")
        via = _("gewonnen über {channel}").format(channel=one.channel) if one.channel else project
        if one.since is None and one.until is None:
            yield make.event(None, kind, project)
        yield from make.on([(one.acquired, _("Erstkontakt"))], via)
        yield from make.on([(one.since, kind), (one.until, _("{role}: Ende").format(role=kind))], project)
        yield from make.on([(one.police_seen, _("Führungszeugnis eingesehen"))], _until(one.police_until))


def _participations(session: Session, person_id: int) -> Iterator[Event]:
    query = select(Participation, Project.caption).join(Project, Project.id == Participation.project_id)
    for one, project in session.execute(query.where(Participation.person_id == person_id)):
        make = _Maker(Kind.PROJECT, one)
        detail = f"{one.number} · {project}"
        for episode in one.episodes or ():
            days = [(_day(episode.get("entry")), _("Eintritt")), (_day(episode.get("exit")), _("Austritt"))]
            yield from make.on(days, detail)
        yield from make.on(
            [(one.entry, _("Eintritt")), (one.exit, _("Austritt")), (one.followed_up, _("Nachbefragung"))], detail
        )
        yield from make.on([(one.cancelled, _("Teilnahme storniert"))], one.cancel_reason)


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def _certificates(session: Session, person_id: int) -> Iterator[Event]:
    for one in _of(session, Certificate, person_id):
        make, kind = _Maker(Kind.TRAINING, one), dict(CertificateKind.options()).get(one.kind, one.kind)
        yield from make.on([(one.issued_on, _(kind))], one.number)
        yield from make.on([(one.voided_on, _("{what} ungültig").format(what=_(kind)))], one.void_reason)


def _qualifications(session: Session, person_id: int) -> Iterator[Event]:
    for one in _of(session, Qualification, person_id):
        title = _("Qualifikation {what}").format(what=_label(one, "kind"))
        yield _Maker(Kind.TRAINING, one).event(one.granted, title, _until(one.valid_until))


def _until(day: date | None) -> str:
    return _("gültig bis {day}").format(day=show(day)) if day else ""


def _pairs(session: Session, person_id: int) -> Iterator[Event]:
    mentee, mentor = aliased(Person), aliased(Person)
    query = select(Pair, mentee, mentor).join(mentee, mentee.id == Pair.mentee_id)
    query = query.join(mentor, mentor.id == Pair.mentor_id)
    for one, hers, theirs in session.execute(
        query.where(or_(Pair.mentee_id == person_id, Pair.mentor_id == person_id))
    ):
        other = theirs if one.mentee_id == person_id else hers
        make = _Maker(Kind.MENTORING, one)
        words = {"other": other.full_name}
        reason = _(dict(EndReason.options()).get(one.end_reason or "", ""))
        yield from make.on(
            [
                (one.proposed, _("Tandem mit {other} vorgeschlagen").format(**words)),
                (one.introduction, _("Kennenlernen mit {other}").format(**words)),
                (one.active, _("Tandem mit {other}").format(**words)),
                (one.paused, _("Tandem mit {other} pausiert").format(**words)),
            ],
            one.number,
        )
        yield from make.on([(one.ended, _("Tandem mit {other} beendet").format(**words))], reason or one.number)
        for meeting in session.scalars(select(PairMeeting).where(PairMeeting.pair_id == one.id)):
            title = _("Treffen mit {other}").format(**words)
            detail = " · ".join(filter(None, (f"{meeting.minutes} min", meeting.topic)))
            # A meeting is shown where its pair is.
            yield make.event(meeting.day, title, detail)


def _placements(session: Session, person_id: int) -> Iterator[Event]:
    query = select(Placement, Organisation.caption).join(Organisation, Organisation.id == Placement.organisation_id)
    for one, organisation in session.execute(query.where(Placement.person_id == person_id)):
        make, kind = _Maker(Kind.PLACEMENT, one), _label(one, "kind")
        end = _("abgelehnt") if one.state == PlacementState.DECLINED else _("beendet")
        days = [
            (one.proposed, _("{kind} vorgeschlagen")),
            (one.asked, _("{kind} angefragt")),
            (one.trial, _("{kind}: Schnupperbesuch")),
            (one.started, "{kind}"),
        ]
        yield from make.on([(day, title.format(kind=kind)) for day, title in days], organisation)
        yield from make.on([(one.ended, f"{kind} {end}")], " · ".join(filter(None, (organisation, one.end_reason))))
        for months in (3, 6):
            asked, answer = getattr(one, f"after_{months}_on"), getattr(one, f"after_{months}")
            title = _("Noch dabei nach {n} Monaten: {answer}").format(n=months, answer=_label(one, f"after_{months}"))
            yield from make.on([(asked if answer else None, title)], organisation)


def _documents(session: Session, person_id: int) -> Iterator[Event]:
    for one in _of(session, Document, person_id):
        make, kind = _Maker(Kind.PROOF, one), _label(one, "kind")
        detail = " · ".join(filter(None, (one.name, _until(one.valid_until))))
        yield make.event(one.seen_on, _("{what} eingesehen").format(what=kind), detail)
        gone = one.valid_until and one.valid_until < today()
        title = _("{what} abgelaufen") if gone else _("{what} läuft ab")
        yield from make.on([(one.valid_until, title.format(what=kind))], one.name)


def _consents(session: Session, person_id: int) -> Iterator[Event]:
    for one in _of(session, Consent, person_id):
        make, purpose = _Maker(Kind.PROOF, one), _label(one, "purpose")
        yield from make.on([(one.given, _("Einwilligung")), (one.withdrawn, _("Einwilligung widerrufen"))], purpose)


def _languages(session: Session, person_id: int) -> Iterator[Event]:
    for one in _of(session, LanguageSkill, person_id):
        yield _Maker(Kind.PROOF, one).event(one.day, one.caption, one.evidence)


_SOURCES: tuple[Callable[[Session, int], Iterator[Event]], ...] = (
    _notes, _tasks, _roles, _participations, trainings, _certificates, _qualifications, _pairs, _placements,
    _documents, _consents, _languages,
)  # fmt: skip
