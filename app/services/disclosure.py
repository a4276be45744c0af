"""Disclosure to a person (Art. 15 DSGVO): everything that is kept about her, from the declarations of the fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Mapper, Session

from app.core.clock import now
from app.core.text import N_, _, show
from app.models import OwnField, Participation, Person, Project
from app.models.base import COMPUTED, Entity, entity_of
from app.models.fields import Field, fields
from app.services import changes
from app.services.belongings import belongings, mentioning
from app.services.letterhead import letterhead
from app.services.programme import NO_ANSWER, SPECIAL_LABELS, Programme
from app.services.programme_parts import Terms
from app.services.programmes import load

NAMES = {
    "id": N_("Interne Nummer"),
    "answers": N_("Antworten"),
    "episodes": N_("Frühere Teilnahmen"),
    "content": N_("Gedruckter Inhalt"),
    "own": N_("Eigene Felder"),
    "about_table": N_("Betrifft"),
    "about_id": N_("Betrifft Nummer"),
    "first_id": N_("Erste Person"),
    "second_id": N_("Zweite Person"),
    "anonymised": N_("Anonymisiert am"),
    "definition": N_("Inhalt"),
}
"""Labels of columns that no form shows."""
RIGHTS = (
    N_("Sie können unrichtige Angaben berichtigen lassen (Art. 16 DSGVO)."),
    N_("Sie können Löschung oder Einschränkung verlangen, wo kein Gesetz die Aufbewahrung vorschreibt (Art. 17, 18)."),
    N_("Sie können der Verarbeitung widersprechen und jede Einwilligung für die Zukunft widerrufen (Art. 7, 21)."),
    N_("Sie können sich beim Thüringer Landesbeauftragten für den Datenschutz beschweren (Art. 77)."),
    N_("Nichts wird automatisch entschieden: Das Programm schlägt vor, entschieden hat immer ein Mensch (Art. 22)."),
)


GROUPS = {
    "contact": N_("Kontaktdaten"),
    "personal": N_("Angaben zur Person"),
    "special": N_("Besonders geschützte Angaben"),
    "internal": N_("Nur für die Begleitung im Projekt"),
}
STARTS = {
    "last_payment": N_("letzte Zahlung an den Träger"),
    "proof_submitted": N_("Einreichen des Verwendungsnachweises"),
}
RECIPIENTS = N_("Bewilligungsstelle, Verwaltungs- und Prüfbehörden; in Berichten ohne Namen, nur mit der TN-Nr.")


@dataclass(frozen=True, slots=True)
class Part:
    """One record: what kind it is, and every value with its label."""

    table: str
    id: int
    title: str
    values: tuple[tuple[str, str, Any], ...]
    """Name of the column, label, value as text; of protected ones, too: the person has a right to them."""

    def lines(self) -> list[tuple[str, str]]:
        """Labels and values of what is filled in, for reading."""
        return [(label, text) for name, label, text in self.values if text and name != "id"]


@dataclass(frozen=True, slots=True)
class Basis:
    """Why, for how long and for whom the data of one participation is kept."""

    project: str
    programme: str
    legal: dict[str, str]
    """Legal basis by group of fields."""
    retention: str
    recipients: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Everything about one person, as of one moment."""

    person_id: int
    name: str
    office: str
    """Who keeps the data; unknown for somebody who is in no project."""
    made: str
    parts: tuple[Part, ...]
    mentions: tuple[Part, ...]
    """Records about others that name the person."""
    history: tuple[changes.Entry, ...]
    bases: tuple[Basis, ...]

    def as_json(self) -> dict[str, Any]:
        """For machines (Art. 20 DSGVO): tables, columns and values, with the labels beside them."""
        return {
            "stand": self.made,
            "name": self.name,
            "office": self.office,
            "records": [_record(part) for part in self.parts],
            "mentions": [_record(part) for part in self.mentions],
            "history": [
                {
                    "at": entry.at.isoformat(),
                    "who": entry.who,
                    "label": entry.label,
                    "lines": [line.text() for line in entry.lines],
                }
                for entry in self.history
            ],
            "processing": [{name: getattr(basis, name) for name in Basis.__dataclass_fields__} for basis in self.bases],
            "rights": [_(text) for text in RIGHTS],
        }


def disclosure(session: Session, person_id: int) -> Disclosure:
    """Collect everything about one person in one consistent state of the data."""
    person = session.get_one(Person, person_id)
    parts = tuple(_part(session, record) for record in belongings(session, person_id))
    mentions = tuple(_part(session, record) for record, _column in mentioning(session, person_id))
    history = tuple(changes.history(session, Person, person_id))
    projects = _projects(session, person_id)
    office = letterhead(session, projects[0].id if projects else None).institution
    bases = tuple(map(_basis, projects))
    return Disclosure(person_id, person.full_name, office, show(now()), parts, mentions, history, bases)


def _part(session: Session, record: Entity) -> Part:
    entity = type(record)
    known = fields(entity)
    values: list[tuple[str, str, Any]] = []
    for name in stored(entity):
        spec = known.get(name) or Field(_(NAMES.get(name, name)))
        value = getattr(record, name)
        if isinstance(value, dict | list):
            values += _nested(session, record, name, _(spec.label), value)
        elif target := getattr(entity, name).expression.info.get("target"):
            values.append((name, _(spec.label), _caption(session, target, value)))
        else:
            text = spec.show(value)
            values.append((name, _(spec.label), f"{text} {_(spec.unit)}" if text and spec.unit else text))
    return Part(entity.__tablename__, record.id, _(entity.title), tuple(values))


def stored(entity: type[Entity]) -> list[str]:
    """Every column that holds something about the person; sort keys and versions follow from others."""
    mapper: Mapper[Any] = inspect(entity)
    return [
        prop.key
        for prop in mapper.column_attrs
        if not prop.info.get("derived") and prop.key not in COMPUTED and "folded" not in prop.columns[0].info
    ]


def _caption(session: Session, table: str, id: int | None) -> str:
    if id is None:
        return ""
    found = session.get(entity_of(table), id)
    return found.caption if found else str(id)


def _nested(session: Session, record: Entity, name: str, label: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    """What is kept as one structured value: answers by question, own fields by their name, everything else as it is."""
    labels: dict[str, str] = {}
    programme: Programme | None = None
    if isinstance(record, Participation) and name == "answers":
        programme = load(session.get_one(Project, record.project_id).programme)
        labels = {question.key: question.column or question.label for question in programme.known_columns}
        labels |= {question.key: question.label for question in programme.questions}
    elif name == "own":
        ordered = select(OwnField.id, OwnField.label).order_by(OwnField.position)
        labels = {str(id): text for id, text in session.execute(ordered)}
        value = {key: value[key] for key in (*labels, *value) if key in value}
    for key, text in _flat(value):
        shown = _answer(programme, key, text) if programme else text
        yield f"{name}.{key}" if key else name, labels.get(key, f"{label}: {key}" if key else label), shown


def _flat(value: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _flat(one, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _flat(one, f"{prefix}.{number}" if prefix else str(number))
    else:
        yield prefix, show(value)


def _answer(programme: Programme, key: str, text: str) -> str:
    if text == NO_ANSWER:
        return _(SPECIAL_LABELS[NO_ANSWER])
    question = next((one for one in (*programme.known_columns, *programme.questions) if one.key == key), None)
    return question.show(text) if question else text


def _projects(session: Session, person_id: int) -> list[Project]:
    query = (
        select(Project)
        .join(Participation, Participation.project_id == Project.id)
        .where(Participation.person_id == person_id)
        .distinct()
        .order_by(Project.id)
    )
    return list(session.scalars(query))


def _basis(project: Project) -> Basis:
    programme = load(project.programme)
    legal = {_(GROUPS.get(group, group)): text for group, text in programme.terms.legal_basis.items()}
    return Basis(project.name, programme.title, legal, kept_for(project, programme.terms), _(RECIPIENTS))


def kept_for(project: Project, terms: Terms) -> str:
    """How long the papers of a project must be kept, with the day where it is known."""
    rules = (
        _("{n} Jahre ab: {start}").format(n=rule.years, start=_(STARTS.get(rule.start, rule.start)))
        for rule in terms.retention
    )
    until = terms.keep_until({"last_payment": project.last_payment, "proof_submitted": project.proof_submitted})
    day = _("also bis {day}").format(day=show(until)) if until else _("der Tag steht noch nicht fest")
    return "; ".join((*rules, day))


def _record(part: Part) -> dict[str, Any]:
    return {
        "table": part.table,
        "id": part.id,
        "title": part.title,
        "values": [{"column": name, "label": label, "value": value} for name, label, value in part.values],
    }
