"""Placements: a person in an organisation, accompanied, from the first idea to "still there after six months"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import pairwise

from sqlalchemy import case, func, inspect, select
from sqlalchemy.orm import Mapped, Session, aliased

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, show
from app.models.base import Entity, refers
from app.models.consent import Consent, Purpose, valid
from app.models.fields import TODAY, Choice, derived, field
from app.models.offer import CHUNK, Offer, keep_places, running
from app.models.organisation import Organisation, OrganisationKind
from app.models.person import Person


class PlacementKind(Choice):
    """What it is about; the last four lead to work."""

    CLUB = "club", N_("Verein")
    VOLUNTEERING = "volunteering", N_("Ehrenamt")
    COUNSELLING = "counselling", N_("Beratung")
    SHADOWING = "shadowing", N_("Hospitation")
    INTERNSHIP = "internship", N_("Praktikum")
    TRAINING = "training", N_("Ausbildung")
    WORK = "work", N_("Arbeit")


class PlacementState(Choice):
    """The stages, in order; whoever ended or was declined stays in the list but holds no place."""

    PROPOSED = "proposed", N_("vorgeschlagen")
    ASKED = "asked", N_("angefragt")
    TRIAL = "trial", N_("Schnupperbesuch")
    MEMBER = "member", N_("Mitglied, aktiv")
    VOLUNTEER = "volunteer", N_("Ehrenamt übernommen")
    ENDED = "ended", N_("beendet")
    DECLINED = "declined", N_("abgelehnt")


class StillThere(Choice):
    """The answer after three and six months."""

    YES = "yes", N_("ja")
    NO = "no", N_("nein")
    UNKNOWN = "unknown", N_("nicht erreicht")


LEADS_TO_WORK = ("shadowing", "internship", "training", "work")
ARRIVED = (PlacementState.MEMBER.value, PlacementState.VOLUNTEER.value)
HOLDING = (PlacementState.ASKED.value, PlacementState.TRIAL.value, *ARRIVED)
"""Who takes one of the places: from the question on, so that nobody is asked in for a place that is gone."""
PASSED_ON = (PlacementState.ASKED.value, PlacementState.TRIAL.value)
"""Stages that begin with telling the organisation who somebody is."""
CLOSED = (PlacementState.ENDED.value, PlacementState.DECLINED.value)
FOLLOW_UPS = N_("Noch dabei?")


class Placement(Entity):
    """One person's way into one organisation."""

    __tablename__ = "placement"
    title, titles = N_("Vermittlung"), N_("Vermittlungen")
    caption_label = N_("Vermittlung")
    listed = ("person_name", "organisation_name", "state", "started")

    person_id: Mapped[int] = refers("person", N_("Person"))
    # Protected, because it may be a religious community; lists show `organisation_name` instead.
    organisation_id: Mapped[int] = refers("organisation", N_("Organisation"), sensitive=True)
    offer_id: Mapped[int | None] = refers("offer", N_("Angebot"), sensitive=True)
    assistant_id: Mapped[int | None] = refers("person", N_("Begleitet von"))
    project_id: Mapped[int | None] = refers("project", N_("Projekt"))
    kind: Mapped[str] = field(N_("Art"), choice=PlacementKind, default=PlacementKind.CLUB.value)
    state: Mapped[str] = field(N_("Stand"), choice=PlacementState, default=PlacementState.PROPOSED.value)
    proposed: Mapped[date | None] = field(N_("Vorgeschlagen am"), group=N_("Weg"))
    asked: Mapped[date | None] = field(N_("Angefragt am"), group=N_("Weg"))
    trial: Mapped[date | None] = field(N_("Schnupperbesuch am"), group=N_("Weg"))
    trial_time: Mapped[time | None] = field(N_("Uhrzeit"), group=N_("Weg"))
    started: Mapped[date | None] = field(N_("Dabei seit"), group=N_("Weg"))
    ended: Mapped[date | None] = field(N_("Beendet am"), group=N_("Weg"))
    end_reason: Mapped[str] = field(N_("Grund"), length=200, default="", group=N_("Weg"))
    after_3: Mapped[str | None] = field(N_("Nach 3 Monaten"), choice=StillThere, group=FOLLOW_UPS)
    after_3_on: Mapped[date | None] = field(N_("Gefragt am"), group=FOLLOW_UPS)
    after_6: Mapped[str | None] = field(N_("Nach 6 Monaten"), choice=StillThere, group=FOLLOW_UPS)
    after_6_on: Mapped[date | None] = field(N_("Gefragt am"), group=FOLLOW_UPS)
    points: Mapped[int | None] = field(N_("Punkte des Vorschlags"))
    notes: Mapped[str] = field(N_("Notizen"), length=2000, default="", multiline=True)

    def describe(self) -> str:
        """The kind; person and organisation are columns of their own."""
        return dict(PlacementKind.options()).get(self.kind, self.kind)

    @property
    def since(self) -> date | None:
        """The day of the stage reached."""
        days = {
            PlacementState.PROPOSED: self.proposed,
            PlacementState.ASKED: self.asked,
            PlacementState.TRIAL: self.trial,
            PlacementState.MEMBER: self.started,
            PlacementState.VOLUNTEER: self.started,
        }
        return days.get(PlacementState(self.state), self.ended)

    def rules(self) -> Iterator[tuple[str, str]]:
        """Each stage has its day, in order; nobody accompanies herself; the end has a reason."""
        if self.assistant_id == self.person_id:
            yield "assistant_id", _("Niemand begleitet sich selbst.")
        if self.state in ARRIVED and not self.started:
            yield "started", _("Seit wann ist die Person dabei? Der Tag fehlt.")
        if self.started and self.started > today():
            yield "started", _("Der Tag liegt in der Zukunft. Bis dahin ist es ein Schnupperbesuch.")
        if self.state in CLOSED and not self.ended:
            yield "ended", _("Der Tag des Endes fehlt.")
        if self.state in CLOSED and not self.end_reason:
            yield "end_reason", _("Der Grund fehlt.")
        if self.ended and self.started and self.ended < self.started:
            yield "ended", _("Das Ende liegt vor dem Beginn.")
        if (self.after_3 or self.after_6) and not self.started:
            yield "started", _("Ohne Beginn lässt sich nicht sagen, ob jemand noch dabei ist.")
        days = [(name, day) for name in ("proposed", "asked", "started") if (day := getattr(self, name))]
        for (_earlier, before), (name, day) in pairwise(days):
            if day < before:
                yield name, _("Der Tag liegt vor dem Schritt davor, dem {day}.").format(day=show(before))

    @classmethod
    def agree(cls, session: Session, records: Sequence[Placement]) -> None:
        """No offer gives more places than it has; nobody's name is passed on who has not agreed to that."""
        moved = [one for one in records if _changed(one, "state") or _changed(one, "offer_id")]
        _keep_consent(session, [one.person_id for one in moved if _is_passed_on(one)])
        held = {one.offer_id for one in moved if one.offer_id and one.state in HOLDING}
        keep_places(session, held, "offer_id")


def _changed(record: Placement, name: str) -> bool:
    return bool(inspect(record).attrs[name].history.has_changes())


def _is_passed_on(placement: Placement) -> bool:
    """Whether the organisation learns the name with this change; who joined by herself is known there already."""
    before = inspect(placement).attrs.state.history.deleted
    return placement.state in PASSED_ON and not (before and before[0] in HOLDING)


def _keep_consent(session: Session, person_ids: Sequence[int]) -> None:
    """Raise Invalid when one of these people has not given, or has withdrawn, the consent to be passed on."""
    for start in range(0, len(person_ids), CHUNK):
        part = person_ids[start : start + CHUNK]
        given = Person.id.in_(select(Consent.person_id).where(valid(Purpose.PASSING_ON)))
        missing = select(Person.id, Person.caption).where(Person.id.in_(part), ~given).order_by(Person.caption_key)
        for id, caption in session.execute(missing):
            withdrawn = select(func.max(Consent.withdrawn)).where(
                Consent.person_id == id, Consent.purpose == Purpose.PASSING_ON.value
            )
            raise Invalid({"state": _no_consent(caption, session.scalar(withdrawn))})


def _no_consent(who: str, withdrawn: date | None) -> str:
    purpose = _(Purpose.PASSING_ON.label)
    if withdrawn is None:
        sentence = _("{who}: Die Einwilligung „{purpose}“ fehlt. Bitte zuerst einholen und eintragen.")
        return sentence.format(who=who, purpose=purpose)
    sentence = _("{who}: Die Einwilligung „{purpose}“ wurde am {day} widerrufen. Deshalb wird niemand angefragt.")
    return sentence.format(who=who, purpose=purpose, day=show(withdrawn))


_people = aliased(Person)
Placement.person_name = derived(
    N_("Person"),
    select(_people.caption).where(_people.id == Placement.person_id).correlate(Placement).scalar_subquery(),
)
PROTECTED = N_("Geschützt")
"""Stands for a religious community wherever nobody asked to see it (Art. 9 DSGVO): in lists, exports, letters."""
_is_religious = Organisation.kind == OrganisationKind.RELIGIOUS.value
Placement.organisation_name = derived(
    N_("Organisation"),
    select(case((_is_religious, _(PROTECTED)), else_=Organisation.caption))
    .where(Organisation.id == Placement.organisation_id)
    .correlate(Placement)
    .scalar_subquery(),
)
_taken = select(func.count()).where(Placement.offer_id == Offer.id, Placement.state.in_(HOLDING))
Offer.taken = derived(N_("Belegt"), _taken.correlate(Offer).scalar_subquery(), kind=int)
Offer.free = derived(
    N_("Freie Plätze"),
    case((Offer.places.is_(None), None), else_=Offer.places - _taken.correlate(Offer).scalar_subquery()),
    kind=int,
)
Organisation.free = derived(
    N_("Freie Plätze"),
    select(func.sum(Offer.places - _taken.correlate(Offer).scalar_subquery()))
    .where(Offer.organisation_id == Organisation.id, running(TODAY))
    .correlate(Organisation)
    .scalar_subquery(),
    kind=int,
)
