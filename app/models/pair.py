"""Pairs: a mentee and her mentor, from the proposal to the end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import Select, func, inspect, select
from sqlalchemy.orm import Mapped, Session, aliased

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, plural
from app.models.base import Entity, refers
from app.models.fields import Choice, derived, field
from app.models.person import Person
from app.models.project import Project
from app.models.role import Role, RoleKind


class PairState(Choice):
    """The stages, in order; paused and broken off take the place of the running one."""

    PROPOSED = "proposed", N_("vorgeschlagen")
    INTRODUCTION = "introduction", N_("Kennenlernen")
    ACTIVE = "active", N_("aktiv")
    PAUSED = "paused", N_("pausiert")
    COMPLETED = "completed", N_("abgeschlossen")
    ABANDONED = "abandoned", N_("abgebrochen")


class EndReason(Choice):
    """Why a pair ended."""

    GOALS = "goals", N_("Ziele erreicht")
    TIME = "time", N_("vereinbarte Zeit zu Ende")
    WORK = "work", N_("Arbeit oder Ausbildung aufgenommen")
    MOVED = "moved", N_("Umzug")
    ILLNESS = "illness", N_("Krankheit")
    NO_TIME = "no_time", N_("keine Zeit mehr")
    NO_FIT = "no_fit", N_("passte nicht zusammen")
    NO_CONTACT = "no_contact", N_("kein Kontakt mehr")
    OTHER = "other", N_("anderer Grund")


HOLDING = (PairState.PROPOSED.value, PairState.INTRODUCTION.value, PairState.ACTIVE.value, PairState.PAUSED.value)
"""A mentor's place is taken from the accepted proposal on, so that nobody is promised twice."""
CLOSED = (PairState.COMPLETED.value, PairState.ABANDONED.value)
WAY, END = N_("Weg"), N_("Ende")


class Pair(Entity):
    """One mentee with one mentor in one project."""

    __tablename__ = "pair"
    title, titles = N_("Tandem"), N_("Tandems")
    caption_label = N_("Nummer")
    listed = ("mentee_name", "mentor_name", "state", "last_meeting")

    number: Mapped[str] = field(N_("Nummer"), length=20, search=True)
    mentee_id: Mapped[int] = refers("person", N_("Mentee"))
    mentor_id: Mapped[int] = refers("person", N_("Mentorin"))
    project_id: Mapped[int] = refers("project", N_("Projekt"))
    state: Mapped[str] = field(N_("Stand"), choice=PairState, default=PairState.PROPOSED.value)
    points: Mapped[int | None] = field(N_("Punkte des Vorschlags"))
    proposed: Mapped[date | None] = field(N_("Vorgeschlagen am"), group=WAY)
    introduction: Mapped[date | None] = field(N_("Kennenlernen am"), group=WAY)
    mentee_agreed: Mapped[date | None] = field(N_("OK der Mentee am"), group=WAY)
    mentor_agreed: Mapped[date | None] = field(N_("OK der Mentorin am"), group=WAY)
    active: Mapped[date | None] = field(N_("Aktiv seit"), group=WAY)
    paused: Mapped[date | None] = field(N_("Pausiert seit"), group=WAY)
    planned_end: Mapped[date | None] = field(N_("Geplantes Ende"), group=WAY)
    reviewed: Mapped[date | None] = field(N_("Ziele geprüft am"), group=WAY)
    next_review: Mapped[date | None] = field(N_("Nächste Prüfung am"), group=WAY)
    inquired: Mapped[date | None] = field(N_("Nachgefragt am"), group=WAY)
    ended: Mapped[date | None] = field(N_("Beendet am"), group=END)
    end_reason: Mapped[str | None] = field(N_("Grund"), choice=EndReason, group=END)
    end_note: Mapped[str] = field(N_("Bemerkung zum Ende"), length=400, default="", group=END)
    notes: Mapped[str] = field(N_("Notizen"), length=4000, default="", multiline=True, group=N_("Notizen"))

    def describe(self) -> str:
        """The number; the names are columns of their own."""
        return self.number

    @property
    def since(self) -> date | None:
        """The day of the stage reached."""
        days = {
            PairState.PROPOSED: self.proposed,
            PairState.INTRODUCTION: self.introduction,
            PairState.ACTIVE: self.active,
            PairState.PAUSED: self.paused,
        }
        return days.get(PairState(self.state), self.ended)

    def rules(self) -> Iterator[tuple[str, str]]:
        """Two people; both agreed before it became active; the end has a day and a reason."""
        if self.mentee_id == self.mentor_id:
            yield "mentor_id", _("Ein Tandem besteht aus zwei Personen.")
        yield from self._begins()
        yield from self._ends()

    def _begins(self) -> Iterator[tuple[str, str]]:
        if self.state in (PairState.ACTIVE, PairState.PAUSED, PairState.COMPLETED):
            if not self.mentee_agreed:
                yield "mentee_agreed", _("Vor „aktiv“ braucht es das OK der Mentee.")
            if not self.mentor_agreed:
                yield "mentor_agreed", _("Vor „aktiv“ braucht es das OK der Mentorin.")
            if not self.active:
                yield "active", _("Seit wann ist das Tandem aktiv? Der Tag fehlt.")
        if self.active and self.introduction and self.active < self.introduction:
            yield "active", _("Aktiv wird ein Tandem erst nach dem Kennenlernen.")
        if self.state == PairState.PAUSED and not self.paused:
            yield "paused", _("Seit wann pausiert das Tandem? Der Tag fehlt.")

    def _ends(self) -> Iterator[tuple[str, str]]:
        if self.state in CLOSED and not self.ended:
            yield "ended", _("Der Tag des Endes fehlt.")
        if self.state in CLOSED and not self.end_reason:
            yield "end_reason", _("Der Grund des Endes fehlt.")
        if self.ended and self.active and self.ended < self.active:
            yield "ended", _("Das Ende liegt vor dem Beginn.")

    @classmethod
    def agree(cls, session: Session, records: Sequence[Pair]) -> None:
        """No two are paired twice, no mentor accompanies more people than she has places.

        Who ends, pauses or goes on is never refused.
        """
        _keep_single(session, [one for one in records if _begins(session, one, "mentee_id", "mentor_id")])
        takes = {one.mentor_id for one in records if _begins(session, one, "mentor_id", "project_id")}
        keep_places(session, takes, "mentor_id")


def _begins(session: Session, pair: Pair, *moved: str) -> bool:
    """Whether PAIR runs with this change and did not before, or not with the same values of what may have MOVED."""
    if pair in session.deleted or pair.state not in HOLDING:
        return False
    attributes = inspect(pair).attrs
    before = attributes.state.history.deleted
    elsewhere = any(attributes[name].history.deleted for name in moved)
    return pair in session.new or elsewhere or bool(before and before[0] not in HOLDING)


def _keep_single(session: Session, begun: Sequence[Pair]) -> None:
    """Raise Invalid when two people have two running pairs, or one comes back beside the pair that took its place.

    That somebody has a second mentor is possible, but only who proposes one can mean it. Of two who write at once the
    second one waits here for the mentee, and then sees what the first one did.
    """
    if not begun:
        return
    mentees = {one.mentee_id for one in begun}
    session.execute(lock_people(mentees))
    held = select(Pair.id, Pair.number, Pair.mentee_id, Pair.mentor_id, Pair.proposed).order_by(Pair.id)
    running = session.execute(held.where(Pair.mentee_id.in_(mentees), Pair.state.in_(HOLDING))).all()
    for one in begun:
        over = next(iter(inspect(one).attrs.ended.history.deleted or ()), None)
        for other in running:
            again = other.mentor_id == one.mentor_id or (over and other.proposed and other.proposed >= over)
            if other.id != one.id and other.mentee_id == one.mentee_id and again:
                raise Invalid({"mentee_id": has_pair(session, other.number, other.mentor_id)})


def lock_people(ids: Collection[int]) -> Select[int]:
    """Wait for whoever else just writes about these people."""
    return select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update(key_share=True)


def has_pair(session: Session, number: str, mentor_id: int) -> str:
    """The sentence about a mentee who has a running pair already."""
    mentor = session.scalar(select(Person.caption).where(Person.id == mentor_id)) or ""
    return _("Diese Mentee hat schon ein Tandem: {number} mit {mentor}.").format(number=number, mentor=mentor)


def free_places(session: Session, mentor_ids: Collection[int], *, lock: bool = False) -> dict[tuple[int, int], int]:
    """How many places each mentor has left, by mentor and whole project; less than nothing where too many are taken.

    A mentor with roles in several parts of a project has the places of the largest: they say how many people she can
    accompany at once, not how many per part. With LOCK, whoever takes the last place at the same time waits here, and
    then sees what the first one did.
    """
    whole = _wholes(session)
    places: dict[tuple[int, int], int] = {}
    roles = select(Role.person_id, Role.project_id, Role.capacity, Role.until).order_by(Role.id)
    roles = roles.where(Role.person_id.in_(mentor_ids), Role.kind == RoleKind.MENTOR.value)
    for mentor, project, capacity, until in session.execute(roles.with_for_update(key_share=True) if lock else roles):
        if until is None or until >= today():
            key = mentor, whole[project]
            places[key] = max(places.get(key, 0), capacity)
    held = select(Pair.mentor_id, Pair.project_id).where(Pair.mentor_id.in_(mentor_ids), Pair.state.in_(HOLDING))
    for mentor, project in session.execute(held):
        key = mentor, whole[project]
        places[key] = places.get(key, 0) - 1
    return places


def _wholes(session: Session) -> dict[int, int]:
    """The whole project (Vorhaben) of every project; a circle, which rules forbid, ends nothing here."""
    parents = {id: above for id, above in session.execute(select(Project.id, Project.parent_id))}
    found = {}
    for id in parents:
        top, seen = id, {id}
        while (above := parents[top]) is not None and above not in seen:
            top = above
            seen.add(top)
        found[id] = top
    return found


def keep_places(session: Session, mentor_ids: Collection[int], field_name: str) -> None:
    """Raise Invalid at FIELD_NAME when one of these mentors accompanies more people than she has places."""
    if not mentor_ids:
        return
    for (mentor, _project), free in sorted(free_places(session, mentor_ids, lock=True).items()):
        if free < 0:
            name = session.scalar(select(Person.caption).where(Person.id == mentor)) or ""
            raise Invalid({field_name: _too_many(name, -free)})


def _too_many(name: str, missing: int) -> str:
    sentence = _(
        "{name}: Es {missing}. Bitte zuerst ein Tandem beenden oder in der Rolle „Mentorin“ mehr Plätze eintragen."
    )
    return sentence.format(name=name, missing=plural(missing, _("fehlt 1 Platz"), _("fehlen {n} Plätze")))


def _name(of: object) -> object:
    people = aliased(Person)
    return select(people.caption).where(people.id == of).correlate(Pair).scalar_subquery()


Pair.mentee_name = derived(N_("Mentee"), _name(Pair.mentee_id))
Pair.mentor_name = derived(N_("Mentorin"), _name(Pair.mentor_id))
Person.pairs = derived(
    N_("Laufende Tandems"),
    select(func.count())
    .where((Pair.mentee_id == Person.id) | (Pair.mentor_id == Person.id), Pair.state.in_(HOLDING))
    .correlate(Person)
    .scalar_subquery(),
    kind=int,
)
