"""Roles: what a person is in a project, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Mapped, Session

from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import Choice, derived, field
from app.models.person import Person, YesNo


class RoleKind(Choice):
    """As the project names them."""

    MENTEE = "mentee", N_("Mentee")
    MENTOR = "mentor", N_("Mentorin")
    BUDDY = "buddy", N_("Buddy")
    ASSISTANT = "integration_assistant", N_("Integrationsassistenz")
    MULTIPLIER = "multiplier", N_("Multiplikator*in")
    INSTRUCTOR = "instructor", N_("Dozent*in")
    STAFF = "administration", N_("Verwaltungsmitarbeitende")
    CONTACT = "contact", N_("Kontaktperson")


POLICE, WISHES = N_("Erweitertes Führungszeugnis"), N_("Wünsche für das Tandem")


class Role(Entity):
    """One role of one person in one project."""

    __tablename__ = "role"
    title, titles = N_("Rolle"), N_("Rollen")

    person_id: Mapped[int] = refers("person", N_("Person"))
    project_id: Mapped[int] = refers("project", N_("Projekt"))
    kind: Mapped[str] = field(N_("Rolle"), choice=RoleKind)
    since: Mapped[date | None] = field(N_("Von"))
    until: Mapped[date | None] = field(N_("Bis"))
    channel: Mapped[str] = field(N_("Gewonnen über"), length=80, default="", suggest="channels")
    acquired: Mapped[date | None] = field(N_("Erstkontakt"))
    capacity: Mapped[int] = field(
        N_("Plätze gleichzeitig"), default=1, help=N_("So viele Menschen kann sie oder er nebeneinander begleiten")
    )
    police_seen: Mapped[date | None] = field(N_("Führungszeugnis eingesehen am"), group=POLICE)
    police_until: Mapped[date | None] = field(N_("Führungszeugnis gültig bis"), group=POLICE)
    women_only: Mapped[bool] = field(N_("Nur mit Frauen"), default=False, group=WISHES)
    wish_children: Mapped[str | None] = field(N_("Wunsch: hat selbst Kinder"), choice=YesNo, group=WISHES)
    wish_age_from: Mapped[int | None] = field(N_("Wunsch: Alter ab"), group=WISHES)
    wish_age_to: Mapped[int | None] = field(N_("Wunsch: Alter bis"), group=WISHES)
    wish: Mapped[str] = field(N_("Weitere Wünsche"), length=400, default="", group=WISHES)

    def describe(self) -> str:
        """The role's German name."""
        return dict(RoleKind.options()).get(self.kind, "")

    def rules(self) -> Iterator[tuple[str, str]]:
        """A role runs forward and has room for a possible number of people."""
        if self.since and self.until and self.until < self.since:
            yield "until", _("Das Ende liegt vor dem Beginn.")
        if not 0 <= self.capacity <= 20:
            yield "capacity", _("Möglich sind 0 bis 20 Plätze gleichzeitig.")
        if self.police_seen and self.police_until and self.police_until < self.police_seen:
            yield "police_until", _("Das Ende liegt vor dem Tag, an dem es eingesehen wurde.")
        if self.wish_age_from is not None and self.wish_age_to is not None and self.wish_age_to < self.wish_age_from:
            yield "wish_age_to", _("Das höchste Alter liegt unter dem niedrigsten.")

    @classmethod
    def agree(cls, session: Session, records: Sequence[Role]) -> None:
        """Places in which somebody is accompanied cannot be taken away."""
        from app.models.pair import keep_places  # pairs know roles, not the other way round

        keep_places(session, {id for one in records if _narrowed(session, one) for id in _holders(one)}, "capacity")


def _narrowed(session: Session, role: Role) -> bool:
    """Whether a change may leave fewer places than before."""
    attributes = inspect(role).attrs
    if any(attributes[name].history.deleted for name in ("kind", "person_id", "project_id")):
        return True
    fewer = any(before > role.capacity for before in attributes.capacity.history.deleted or ())
    return role in session.deleted or fewer or (attributes.until.history.has_changes() and role.until is not None)


def _holders(role: Role) -> set[int]:
    """Whose role it is, and whose it was."""
    return {role.person_id, *(inspect(role).attrs.person_id.history.deleted or ())}


_NAMES = dict(RoleKind.options())
_ORDER = {code: rank for rank, code in enumerate(_NAMES)}


def show_roles(codes: str | None) -> str:
    """The German names for the comma-separated CODES of a person's roles, each once, in the usual order."""
    known = set((codes or "").split(",")) & _NAMES.keys()
    return ", ".join(_NAMES[code] for code in sorted(known, key=_ORDER.__getitem__))


Person.role_codes = derived(
    N_("Rolle"),
    select(func.aggregate_strings(Role.kind, ","))
    .where(Role.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery(),
    having=lambda kinds: Person.id.in_(select(Role.person_id).where(Role.kind.in_(kinds))),
    options=RoleKind.options(),
    showing=show_roles,
)
