"""The history of single records in plain German: when, who, what, from which value to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from app.core.text import N_, _, show
from app.models import (
    Document,
    Enrolment,
    Entity,
    History,
    LanguageSkill,
    Note,
    Offer,
    OrganisationContact,
    Participation,
    Placement,
    Project,
    Qualification,
    Role,
)
from app.models.base import entity_of
from app.models.fields import Field, fields, own_columns
from app.models.history import unpack
from app.models.own_field import PREFIX
from app.services.programme import REASON, Programme
from app.services.programmes import load

MOST = 200
"""So many entries are shown at most."""
RELATED: Mapping[str, tuple[type[Entity], ...]] = {
    "person": (Participation, Role, Enrolment, LanguageSkill, Document, Note, Placement, Qualification),
    "organisation": (OrganisationContact, Offer, Placement),
    "offer": (Placement,),
}
"""Records whose changes belong to the history of another kind, which they name in `<table>_id`."""
CREATED, DELETED, SEEN = N_("{what} angelegt"), N_("{what} gelöscht"), N_("Geschützte Angaben angesehen")


@dataclass(frozen=True)
class Line:
    """One field that changed, or one record that came or went."""

    what: str
    before: str = ""
    after: str = ""
    sensitive: bool = False

    def text(self, *, protect: bool = False) -> str:
        """'Wohnort: Saalfeld → Rudolstadt'; PROTECT leaves out values that are shown only to who asks for them."""
        if protect and self.sensitive:
            return _("{what}: geändert, Werte verdeckt").format(what=self.what)
        if not self.before and not self.after:
            return self.what
        return f"{self.what}: {self.before or _('leer')} → {self.after or _('leer')}"


@dataclass(frozen=True)
class Entry:
    """One work that touched the record."""

    id: int
    at: datetime
    who: str
    label: str
    lines: tuple[Line, ...]


def history(session: Session, entity: type[Entity], id: int) -> list[Entry]:
    """What was done to a record and to what belongs to it, newest first."""
    ids = {id, *_related(session, entity, id)}
    # Ids have 18 digits, so finding one in the text is as good as an index could tell.
    mentions = or_(*(cast(History.changes, String).contains(str(one)) for one in ids))
    query = select(History).where(mentions).order_by(History.at.desc(), History.id.desc()).limit(MOST)
    programme = _programme(session, ids)
    found = []
    for entry in session.scalars(query):
        touched = [change for change in entry.changes if _belongs(change, ids, entity, id)]
        lines = tuple(line for change in touched for line in _lines(change, programme))
        if lines:
            found.append(Entry(entry.id, entry.at, entry.who, entry.label, lines))
    return found


def _related(session: Session, entity: type[Entity], id: int) -> Iterator[int]:
    for other in RELATED.get(entity.__tablename__, ()):
        owner = getattr(other, f"{entity.__tablename__}_id")
        yield from session.scalars(select(other.id).where(owner == id))


def _programme(session: Session, ids: set[int]) -> Programme | None:
    query = select(Project.programme).join(Participation, Participation.project_id == Project.id)
    found = session.scalars(query.where(Participation.id.in_(ids))).first()
    return load(found) if found else None


def _belongs(change: Mapping[str, Any], ids: set[int], entity: type[Entity], id: int) -> bool:
    owner = f"{entity.__tablename__}_id"
    return change["id"] in ids or any((change[side] or {}).get(owner) == id for side in ("before", "after"))


def _lines(change: Mapping[str, Any], programme: Programme | None) -> Iterator[Line]:
    entity = entity_of(change["table"])
    before, after = change["before"], change["after"]
    if before is None or after is None:
        yield Line(_(CREATED if before is None else DELETED).format(what=_(entity.title)))
        return
    if not before and not after:
        yield Line(_(SEEN))
    for name, spec in fields(entity).items():
        if name in after and not spec.target:
            yield Line(_(spec.label), _shown(spec, before.get(name)), _shown(spec, after[name]), spec.sensitive)
    if "own" in after:
        yield from _own(entity, before.get("own") or {}, after["own"] or {})
    if "answers" in after and programme:
        yield from _answers(programme, before.get("answers") or {}, after["answers"] or {})


def _own(entity: type[Entity], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Line]:
    """What changed in the office's own fields, also in those that are no longer defined."""
    specs = own_columns(entity)
    for key in dict.fromkeys((*(name.removeprefix(PREFIX) for name in specs), *sorted({*before, *after}))):
        old, new = before.get(key), after.get(key)
        spec = specs.get(PREFIX + key, Field(_("Eigenes Feld (gelöscht)")))
        if old != new:
            protected = spec.sensitive or PREFIX + key not in specs  # nobody knows any more
            yield Line(_(spec.label), _shown(spec, old), _shown(spec, new), protected)


def _answers(programme: Programme, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Line]:
    for question in (*programme.known_columns, *programme.questions):
        old, new = before.get(question.key), after.get(question.key)
        protected = question.sensitivity == "special"
        if old != new:
            yield Line(question.label, question.show(old), question.show(new), protected)
        old, new = before.get(question.key + REASON), after.get(question.key + REASON)
        if old != new:
            what = _("Begründung zu „{question}“").format(question=question.label)
            yield Line(what, show(old), show(new), protected)


def _shown(spec: Field, value: Any) -> str:
    shown = spec.show(unpack(spec.kind, value)) if value is not None else ""
    return shown if len(shown) <= 80 else shown[:80] + " …"
