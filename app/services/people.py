"""What belongs to one person alone: languages, documents, notes, tasks, household."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.languages import LANGUAGES, LEVELS
from app.core.text import _, show
from app.models import Document, Household, LanguageSkill, Note, Person, Task
from app.models.work import Work

SOON = timedelta(days=60)
"""So long before a document expires it is pointed out."""
GERMAN = "de"


def language_skills(session: Session, person_id: int) -> list[LanguageSkill]:
    """All levels ever found; of each language the newest first, German before the others."""
    found = session.scalars(select(LanguageSkill).where(LanguageSkill.person_id == person_id))
    newest = sorted(found, key=lambda one: (one.day or date.min, one.id), reverse=True)
    order = {code: place for place, (code, _label) in enumerate(LANGUAGES)}
    return sorted(newest, key=lambda one: (one.language != GERMAN, order.get(one.language, len(order))))


def current_levels(skills: Iterable[LanguageSkill]) -> dict[str, LanguageSkill]:
    """The level that counts for each language, from `language_skills`."""
    found: dict[str, LanguageSkill] = {}
    for one in skills:
        found.setdefault(one.language, one)
    return found


def german(session: Session, person_id: int) -> str:
    """'Deutsch B1', or nothing where no level was found yet."""
    level = current_levels(language_skills(session, person_id)).get(GERMAN)
    return level.caption if level else ""


def documents(session: Session, person_id: int) -> list[Document]:
    """What was shown; what expires first stands first, what is valid for ever last."""
    found = session.scalars(select(Document).where(Document.person_id == person_id))
    return sorted(found, key=lambda one: (one.valid_until or date.max, one.id))


def validity(until: date | None) -> tuple[str, str]:
    """State (a key of the screen's states) and words for the end of a document."""
    if until is None:
        return "quiet", _("unbefristet")
    if until < today():
        return "overdue", _("seit {day} abgelaufen").format(day=show(until))
    return ("today" if until - today() <= SOON else "complete"), _("bis {day}").format(day=show(until))


def notes(session: Session, person_id: int) -> list[Note]:
    """The latest first."""
    query = select(Note).where(Note.person_id == person_id)
    return list(session.scalars(query.order_by(Note.day.desc(), Note.id.desc())))


def tasks(session: Session, person_id: int) -> list[Task]:
    """Open ones by day, then those done, the latest first."""
    query = select(Task).where(Task.about_table == Person.__tablename__, Task.about_id == person_id)
    found = list(session.scalars(query))
    open_ = sorted((one for one in found if not one.done_on), key=lambda one: (one.due or date.max, one.id))
    return open_ + sorted((one for one in found if one.done_on), key=lambda one: one.done_on or date.min, reverse=True)


def due(task: Task) -> tuple[str, str]:
    """State and words for a task's day."""
    if task.done_on:
        return "complete", _("erledigt am {day}").format(day=show(task.done_on))
    if task.due is None:
        return "quiet", _("ohne Termin")
    days = (task.due - today()).days
    if days < 0:
        return "overdue", _("seit {day}").format(day=show(task.due))
    return ("today", _("heute")) if days == 0 else ("later", show(task.due))


# ---------------------------------------------------------------- households


@dataclass(frozen=True)
class Home:
    """A person's household with everybody who belongs to it."""

    household: Household
    members: Sequence[tuple[int, str, str]]
    """Id, name and further words of each."""


def home(session: Session, person_id: int) -> Home | None:
    """The household of a person, if she names one."""
    person = session.get(Person, person_id)
    household = session.get(Household, person.household_id) if person and person.household_id else None
    if household is None:
        return None
    query = select(Person).where(Person.household_id == household.id).order_by(Person.born, Person.caption_key)
    members = [(one.id, one.caption, _details(one)) for one in session.scalars(query)]
    return Home(household, members)


def _details(person: Person) -> str:
    born = _("geb. {day}").format(day=show(person.born)) if person.born else ""
    return " · ".join(filter(None, (born, person.city)))


NEW_NAME, MORE = "new_name", "member"
"""What a form about a household asks beside `household_id`: a name for a new one, and somebody else who belongs."""


def move_in(work: Work, person: Person, values: dict[str, Any]) -> None:
    """Put PERSON, and the further member of VALUES, into the household chosen or a new one; none means moving out."""
    household_id = values.get("household_id")
    if name := (values.get(NEW_NAME) or "").strip():
        household_id = work.add(Household(name=name)).id
    work.update(person, {"household_id": household_id})
    if not (member := values.get(MORE)):
        return
    if not household_id:
        raise Invalid({MORE: _("Zu welchem Haushalt? Bitte einen wählen oder einen neuen anlegen.")})
    work.update(work.get(Person, member), {"household_id": household_id})


def level_label(code: str) -> str:
    """'B1', 'Muttersprache'."""
    return _(dict(LEVELS).get(code, code))
