"""The file as it may be shown to others: a copy in which every human being is invented.

A presentation works on the copy, so that no page can forget to hide a name. The copy is encrypted under a key that is
nowhere but in memory; when it is closed, or the program dies, nobody can read it any more.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from app.core.fold import sort_key
from app.core.partial_date import PartialDate
from app.core.progress import Progress
from app.core.resources import resource
from app.core.text import N_, _
from app.models import (
    Certificate,
    Course,
    Digest,
    Erasure,
    History,
    OrganisationContact,
    Participation,
    Person,
    PrivacyNotice,
    Project,
)
from app.models.base import Entity
from app.models.db import Database
from app.models.fields import KEY_LENGTH, fields
from app.models.reindex import reindex
from app.services.erasing import KEPT, REMOVED
from app.services.merge_rules import references
from app.services.programmes import load

BATCH = 1_000
TEXT = N_("Text der Vorführung")
PHONE, STREET = "0176 04069000", N_("Beispielweg 1")


def copy_for_showing(db: Database, folder: Path, progress: Progress) -> Database:
    """A copy of a local file in FOLDER with invented people and a key of its own; the caller closes and deletes it."""
    key, target = secrets.token_hex(32), folder / "Vorführung.koord"
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(f"ATTACH DATABASE ? AS shown KEY \"x'{key}'\"", [str(target)])
        try:
            cursor.execute("SELECT sqlcipher_export('shown')")
        finally:
            cursor.execute("DETACH DATABASE shown")
    shown = Database(target, key)
    try:
        invent(shown, progress)
    except BaseException:
        shown.close()
        raise
    return shown


def invent(db: Database, progress: Progress) -> None:
    """Put invented people in the place of real ones; keeps who belongs to what, gender, year of birth and town."""
    with Session(db.engine.execution_options(write=True)) as session:
        people = dict(_people(session, progress))
        _texts(session)
        _contacts(session)
        _certificates(session, people)
        _answers(session)
        for table in (History, Erasure, Digest, PrivacyNotice):
            session.execute(delete(table))
        session.commit()
    progress.text = _("Suche wird eingerichtet")
    reindex(db)
    with Session(db.engine.execution_options(write=True)) as session:
        session.execute(delete(History))
        session.commit()


class Names:
    """Invented names by gender, the same for the same record every time."""

    def __init__(self) -> None:
        source = tomllib.loads(resource("sample", "people.toml").read_text(encoding="utf-8"))
        origins = source["origin"]
        self.female = [name for origin in origins for name in _first(origin["female"], -1)]
        self.male = [name for origin in origins for name in _first(origin["male"], 0)]
        self.family = [name for origin in origins for name in _first(origin["family"], 0)]

    def of(self, id: int, gender: str | None) -> tuple[str, str]:
        """Last name and first name for the record ID."""
        random = Random(id)
        return random.choice(self.family), random.choice(self.male if gender == "male" else self.female)


def _first(entries: Sequence[str], form: int) -> Iterator[str]:
    """The Latin spelling of each entry, in its male (0) or female (-1) form."""
    for entry in entries:
        yield entry.split("|")[0].split("/")[form]


def _people(session: Session, progress: Progress) -> Iterator[tuple[int, tuple[str, str]]]:
    names, blank = Names(), Person()
    kept = {"gender", "city", "city_key", "nationality", "preferred_language", "occupation", "wished_occupation"}
    kept |= {"interests", "times", "mobility", "radius", "children", "childcare", "family_first", "arrived"}
    empty = {name: getattr(blank, name) for name in fields(Person) if name not in kept}
    rows = session.execute(select(Person.id, Person.gender, Person.born, Person.family_first)).all()
    table = Person.metadata.tables["person"]
    statement = update(table).where(table.c.id == bindparam("of_id"))
    for start in progress.over(range(0, len(rows), BATCH), _("Personen werden erfunden")):
        values = []
        for id, gender, born, family_first in rows[start : start + BATCH]:
            last, first = names.of(id, gender)
            caption = f"{last} {first}" if family_first else f"{last}, {first}"
            year = PartialDate(born.year) if born else None
            given = {"last_name": last, "first_names": first, "born": year, "street": _(STREET), "phone": PHONE}
            keys = {"of_id": id, "caption": caption, "caption_key": sort_key(caption)[:KEY_LENGTH], "own": {}}
            values.append(empty | given | keys)
            yield id, (last, first)
        session.execute(statement, values)


def _texts(session: Session) -> None:
    """Replace every free text of records that belong to people."""
    for entity in _belonging():
        kept = KEPT.get(entity.__tablename__, set())
        for name, spec in fields(entity).items():
            column = getattr(entity, name)
            if spec.kind is str and not spec.options and name not in kept:
                session.execute(update(entity).where(column != "").values({name: _(TEXT)[: spec.length or 99]}))
    for entity in REMOVED:
        session.execute(update(entity).values(caption=_(entity.title), caption_key=sort_key(_(entity.title))))
    session.execute(update(Course).values(instructor=_("Kursleitung")))
    session.execute(update(Project).values(head=_("Leitung")))


def _belonging() -> list[type[Entity]]:
    """The kinds of record that name a person, and those that hang on them; people and contacts have their own way."""
    found: dict[type[Entity], None] = {}
    fresh = ["person"]
    while fresh:
        new = [entity for table in fresh for entity, _column in references(table) if entity not in found]
        found |= dict.fromkeys(new)
        fresh = [entity.__tablename__ for entity in dict.fromkeys(new)]
    return [entity for entity in (*found, *REMOVED) if entity not in (OrganisationContact, Person, Certificate)]


def _contacts(session: Session) -> None:
    names = Names()
    for contact in session.scalars(select(OrganisationContact)):
        name = " ".join(reversed(names.of(contact.id, None)))
        contact.name, contact.phone, contact.email, contact.note = name, PHONE, "", ""
        contact.caption, contact.caption_key = name, sort_key(name)[:KEY_LENGTH]
    session.flush()


def _certificates(session: Session, people: Mapping[int, tuple[str, str]]) -> None:
    for one in session.scalars(select(Certificate)):
        last, first = people[one.person_id]
        invented = {"name": f"{first} {last}", "original_name": "", "birth_date": "", "birth_place": ""}
        one.content = {**one.content, **{key: invented[key] for key in invented if key in one.content}}
        one.override_reason = one.void_reason = ""
    session.flush()


def _answers(session: Session) -> None:
    """Texts that somebody answered with."""
    texts: dict[int, set[str]] = {}
    for project in session.scalars(select(Project)):
        questions = load(project.programme).questions
        texts[project.id] = {one.key for one in questions if one.kind == "text"}
    rows = session.execute(select(Participation.id, Participation.project_id, Participation.answers)).all()
    table = Participation.metadata.tables["participation"]
    values = [{"of_id": id, "answers": _blanked(answers or {}, texts[project])} for id, project, answers in rows]
    if values:
        session.execute(update(table).where(table.c.id == bindparam("of_id")), values)
    session.execute(update(table).values(episodes=[]))


def _blanked(answers: Mapping[str, Any], texts: Collection[str]) -> dict[str, Any]:
    return {
        key: _(TEXT) if value and (key in texts or key.endswith("__reason")) else value
        for key, value in answers.items()
    }
