"""Anonymising and deleting people for good: nothing that tells who somebody was stays, every statistic stays right.

Neither can be taken back, so neither leaves what it removed in the history: the entries that mention the person are
cleaned in the same transaction. What was deleted is remembered by id alone (`Erasure`), so that a restored backup
forgets it again.
"""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import String, cast, delete, or_, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import N_, _, show
from app.models import Certificate, Consent, Document, Erasure, History, Note, Participation, Person, Project, Task
from app.models.base import Entity
from app.models.fields import fields
from app.models.history import Change
from app.models.work import Work
from app.services.belongings import RELEASED, belongings, mentioning
from app.services.programmes import load

REMOVED: tuple[type[Entity], ...] = (Consent, Document, Note, Task)
"""Records that say nothing once the person is gone."""
KEPT = {
    "person": {"gender"},
    "participation": {"number"},
    "certificate": {"number", "template", "content_hash", "void_reason"},
    "pair": {"number"},
    "role": {"channel"},
    "qualification": {"modules"},
}
"""Free texts that tell nothing about the person; all others go."""
BLANK, CLEANED = N_("anonymisiert"), N_("Bereinigter Eintrag")
CHUNK = 40


def anonymise(work: Work, person_id: int) -> Person:
    """Take everything from a person that tells who it is; what figures need stays, as it was at entry."""
    session = work.session
    person = work.get(Person, person_id)
    if person.anonymised:
        raise Invalid({"person_id": _("Diese Person ist schon anonymisiert.")})
    names = {part for part in (person.last_name, person.first_names, person.birth_name) if part}
    records = belongings(session, person_id)
    for record in records:
        if isinstance(record, Participation):
            _freeze(session, record, person)
    for record in records[1:]:
        if isinstance(record, REMOVED):
            work.delete(record)
        else:
            _blank(record)
    _release(work, person_id)
    _strip(person)
    session.flush()
    _forget(work, names, records, Change(Person.__tablename__, person_id, {}, {"anonymised": today().isoformat()}))
    return person


def erase(work: Work, person_id: int, reason: str) -> None:
    """Delete a person with everything that belongs to her; refused while a law wants it kept."""
    session = work.session
    person = work.get(Person, person_id)
    if obstacle := kept_by_law(session, person_id):
        raise Invalid({"person_id": obstacle})
    names = {part for part in (person.last_name, person.first_names, person.birth_name) if part}
    records = belongings(session, person_id)
    _release(work, person_id)
    who = getpass.getuser()[:60]
    for record in reversed(records):
        work.delete(record)
        session.add(Erasure(record_id=record.id, table=record.__tablename__, who=who, reason=reason[:200]))
    session.flush()
    _forget(work, names, records, Change(Person.__tablename__, person_id, {}, None))


def kept_by_law(session: Session, person_id: int) -> str:
    """Why a person may not be deleted yet, as one sentence; nothing when she may."""
    taken_part = select(Participation.project_id).where(Participation.person_id == person_id)
    query = select(Project).where(Project.id.in_(taken_part)).order_by(Project.id)
    for project in session.scalars(query):
        until = keep_until(session, project)
        if until is None or until >= today():
            when = _("bis zum {day}").format(day=show(until)) if until else _("noch ohne festen Tag")
            sentence = _(
                "Die Unterlagen von „{project}“ müssen aufbewahrt werden, {when}. Bitte anonymisieren Sie die Person."
            )
            return sentence.format(project=project.name, when=when)
    if session.scalar(select(Certificate.id).where(Certificate.person_id == person_id).limit(1)):
        return _("Für diese Person gibt es Bescheinigungen, deren Nummern bleiben. Bitte anonymisieren Sie die Person.")
    return ""


def keep_until(session: Session, project: Project) -> date | None:
    """The last day on which the papers of a project must be there; None while it is not known."""
    whole = project
    while whole.parent_id is not None and (above := session.get(Project, whole.parent_id)):
        whole = above
    days = {"last_payment": whole.last_payment, "proof_submitted": whole.proof_submitted}
    return load(whole.programme).terms.keep_until(days)


def due(session: Session, on: date | None = None) -> dict[int, list[int]]:
    """The people to be anonymised by project: its papers need not be kept any longer, nor those of another of hers.

    ON is the day that is asked about, without one today.
    """
    on = on or today()
    over: dict[int, bool] = {}
    for project in session.scalars(select(Project)):
        until = keep_until(session, project)
        over[project.id] = until is not None and until < on
    query = (
        select(Participation.person_id, Participation.project_id)
        .join(Person, Person.id == Participation.person_id)
        .where(Person.anonymised.is_(None))
        .order_by(Participation.person_id)
    )
    taken_part: dict[int, list[int]] = {}
    for person_id, project_id in session.execute(query):
        taken_part.setdefault(person_id, []).append(project_id)
    found: dict[int, list[int]] = {}
    for person_id, projects in taken_part.items():
        if all(over[id] for id in projects):
            for id in dict.fromkeys(projects):
                found.setdefault(id, []).append(person_id)
    return found


def surviving(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The history entries among IDS that are still there; with the label of those that were cleaned, '' otherwise."""
    left: dict[int, str] = {}
    query = select(History.id, History.label)
    for start in range(0, len(ids), CHUNK):
        some = list(ids)[start : start + CHUNK]
        left |= {id: label for id, label in session.execute(query.where(History.id.in_(some)))}
    return {id: label if label == _(CLEANED) else "" for id, label in left.items()}


def forget_again(session: Session) -> int:
    """Delete what was erased from data that still holds it, such as a restored backup; how many records went."""
    gone = 0
    for erasure in session.scalars(select(Erasure)):
        gone += session.connection().execute(delete_of(erasure)).rowcount
    return gone


def delete_of(erasure: Erasure) -> Any:
    """The statement that deletes the record an erasure names."""
    table = Erasure.metadata.tables[erasure.table]
    return delete(table).where(table.c.id == erasure.record_id)


def _freeze(session: Session, participation: Participation, person: Person) -> None:
    """Keep with the answers what reports take from the person, and no texts."""
    programme = load(session.get_one(Project, participation.project_id).programme)
    values = {name: getattr(person, name) for name in fields(Person)}
    given = participation.answers or {}
    frozen = given | programme.at_entry(values, participation.entry, given)
    texts = {question.key for question in programme.questions if question.kind == "text"}
    participation.answers = {
        key: _(BLANK) if value and (key in texts or key.endswith("__reason")) else value
        for key, value in frozen.items()
    }
    participation.episodes = [{**one, "answers": {}} for one in participation.episodes or []]


def _blank(record: Entity) -> None:
    """Empty every free text and every structured value of a record that is not named in KEPT."""
    kept = KEPT.get(record.__tablename__, set())
    for name, spec in fields(type(record)).items():
        if spec.kind is str and not spec.options and name not in kept and getattr(record, name):
            setattr(record, name, _(BLANK) if spec.required or name.endswith("reason") else "")
    if isinstance(record, Certificate):
        record.content = {}


def _strip(person: Person) -> None:
    """Leave of the person's own record what KEPT names."""
    fresh = Person()
    for name in fields(Person):
        if name not in KEPT["person"]:
            setattr(person, name, getattr(fresh, name))
    person.last_name = _(BLANK)
    person.own = {}
    person.anonymised = today()


def _release(work: Work, person_id: int) -> None:
    """Take the person's id out of records that are about others."""
    for record, column in list(mentioning(work.session, person_id)):
        assert (record.__tablename__, column) in RELEASED
        work.update(record, {column: None})


def _forget(work: Work, names: Collection[str], records: Sequence[Entity], left: Change) -> None:
    """Clean the history of everything about these records; only LEFT tells that something was done."""
    session = work.session
    keys = {(record.__tablename__, record.id) for record in records}
    for entry in list(_mentions(session, [record.id for record in records])):
        remaining = [change for change in entry.changes if (change["table"], change["id"]) not in keys]
        remaining = [change for change in remaining if not _names_any(change, {id for _table, id in keys})]
        if not remaining:
            session.delete(entry)
        elif len(remaining) < len(entry.changes):
            entry.changes = remaining
            entry.label = _(CLEANED) if any(name in entry.label for name in names) else entry.label
    session.flush()
    work.changes[:] = [left]


def _names_any(change: dict[str, Any], ids: set[int]) -> bool:
    """Whether a record that is gone by now belonged to one of IDS."""
    sides = (change[side] or {} for side in ("before", "after"))
    return change["after"] is None and any(
        value in ids for side in sides for value in side.values() if type(value) is int
    )


def _mentions(session: Session, ids: Sequence[int]) -> Iterator[History]:
    """Every history entry in which one of IDS stands; each once."""
    seen: set[int] = set()
    for start in range(0, len(ids), CHUNK):
        some = or_(*(cast(History.changes, String).contains(str(id)) for id in ids[start : start + CHUNK]))
        for entry in session.scalars(select(History).where(some).order_by(History.id)):
            if entry.id not in seen:
                seen.add(entry.id)
                yield entry
