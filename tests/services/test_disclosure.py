"""Whoever asks what is kept about her gets everything: every column of every record that belongs to her."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from sqlalchemy import JSON, inspect

from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import Base, Certificate, Entity, OwnField, Person, Task
from app.models.base import entity_of
from app.models.fields import fields
from app.services.belongings import RELEASED, belongings
from app.services.disclosure import disclosure, stored
from app.services.merge_rules import references
from tests.factories import add, participation, person, project, role


def belonging_tables() -> set[str]:
    """All tables whose records may belong to a person, found without the code under test."""
    found, fresh = {"person"}, {"person"}
    while fresh:
        fresh = {
            entity.__tablename__
            for table in fresh
            for entity, column in references(table)
            if (entity.__tablename__, column) not in RELEASED
        } - found
        found |= fresh
    return found | {"task"}


class Marks:
    """Values of every kind, each recognisable."""

    def __init__(self) -> None:
        self.count = 0
        self.texts: dict[tuple[str, str], str] = {}

    def value(self, entity: type[Entity], name: str, column) -> object:
        self.count += 1
        n, spec = self.count, fields(entity).get(name)
        if isinstance(column.type, JSON):
            self.texts[entity.__tablename__, name] = f"wert{n}"
            return [{"x": f"wert{n}"}] if column.default.arg.__name__ == "list" else {f"schlüssel{n}": f"wert{n}"}
        makers = {
            bool: lambda: True,
            int: lambda: 70_000 + n,
            date: lambda: date(2020, 1 + n % 12, 1 + n % 28),
            time: lambda: time(n % 24, 17),
            PartialDate: lambda: PartialDate(1960 + n % 40),
            Tags: lambda: Tags.parse(f"Marke {n}"),
            WeekTimes: lambda: WeekTimes.parse("Mi 10–12"),
            str: lambda: f"text{n}"[: column.type.length],
        }
        made = spec.options[0][0] if spec and spec.options else makers[column.type.python_type]()
        if spec:
            self.texts[entity.__tablename__, name] = spec.show(made)
        return made


@pytest.fixture
def everything(one_db):
    """One person with one record of every kind that may belong to her, every column filled in."""
    marks, rim = Marks(), person(own={"1": "eigener Wert"})
    ids = {table: number for number, table in enumerate(sorted(belonging_tables()), 1_000)} | {"person": rim.id}
    others = {"project": project(), "household": None}
    rows = []
    for table in sorted(belonging_tables() - {"person", "not_duplicate"}):
        entity = entity_of(table)
        values = {"id": ids[table]}
        for name in stored(entity):
            column = inspect(entity).columns[name]
            target = column.info.get("target")
            if target and (target == "person" or not column.nullable):
                values[name] = ids.get(target) or others[target].id if target in ids or others.get(target) else 1
            elif not target and name != "id":
                values[name] = marks.value(entity, name, column)
        if entity is Task:
            values |= {"about_table": "person", "about_id": rim.id}
        rows.append(entity(**values, version=1))
    with one_db.engine.connect() as connection:
        connection.connection.execute("PRAGMA foreign_keys=OFF")  # courses and households are nobody's own
        with connection.begin():
            for row in (rim, others["project"], *rows):
                row.version, row.caption, row.caption_key = 1, row.describe()[:200], ""
                table = Base.metadata.tables[row.__tablename__]
                connection.execute(table.insert(), {column.key: getattr(row, column.key) for column in table.columns})
        connection.connection.execute("PRAGMA foreign_keys=ON")
    return one_db, rim, marks


def test_every_column_of_every_record_is_told(everything):
    db, rim, marks = everything
    with db.read() as session:
        found = disclosure(session, rim.id)
        told = json.dumps(found.as_json(), ensure_ascii=False)
        kinds = {type(record).__tablename__ for record in belongings(session, rim.id)}
    assert kinds == belonging_tables() - {"not_duplicate"}
    assert not {
        place: text for place, text in marks.texts.items() if json.dumps(text, ensure_ascii=False)[1:-1] not in told
    }
    assert {(part.table, name.split(".")[0]) for part in found.parts for name, _label, _text in part.values} >= {
        (part.table, name) for part in found.parts for name in stored(entity_of(part.table))
    }


def test_answers_are_told_in_words(db):
    whole, rim = project(), person()
    answers = {"employment": "unemployed", "minority": "no_answer", "homeless": "no"}
    with db.work("anlegen") as work:
        add(work, whole, rim, participation(rim, whole, answers=answers))
    with db.read() as session:
        found = disclosure(session, rim.id)
    lines = [line for part in found.parts for line in part.lines()]
    assert ("Erwerbsstatus bei Eintritt", "arbeitslos gemeldet") in lines
    assert any(text == "keine Angabe" for _label, text in lines)
    assert found.bases[0].project == whole.name and "DSGVO" in found.bases[0].legal["Angaben zur Person"]


def test_what_the_person_answers_by_her_own_data_has_its_name_too(db):
    whole, rim = project(), person()
    answers = {"gender": "female", "age": 15, "address": "given"}
    with db.work("anlegen") as work:
        add(work, whole, rim, participation(rim, whole, answers=answers))
    with db.read() as session:
        lines = [line for part in disclosure(session, rim.id).parts for line in part.lines()]
    assert ("Geschlecht", "weiblich") in lines and ("Alter bei Eintritt", "15") in lines
    assert not any("Antworten" in label for label, _text in lines)


def test_numbers_have_their_unit_and_the_office_is_named(db):
    whole, rim = project(carrier="Kreisvolkshochschule Saale-Schwarza"), person(radius=10)
    with db.work("anlegen") as work:
        add(work, whole, rim, participation(rim, whole))
    with db.read() as session:
        found = disclosure(session, rim.id)
    assert ("Weg höchstens", "10 km") in found.parts[0].lines()
    assert found.office == "Kreisvolkshochschule Saale-Schwarza"


def test_values_of_own_fields_have_their_names(db):
    own = OwnField(label="Lieblingsfarbe")
    rim = person(own={str(own.id): "Blau"})
    with db.work("anlegen") as work:
        add(work, own, rim)
    with db.read() as session:
        lines = [line for part in disclosure(session, rim.id).parts for line in part.lines()]
    assert ("Lieblingsfarbe", "Blau") in lines


def test_nobody_else_is_told(db):
    whole, rim, other = project(), person(), person("Böttner", "Gudrun", phone="0171 5550199", email="g@beispiel.de")
    from app.models import Pair

    with db.work("anlegen") as work:
        add(work, whole, rim, other, role(other, whole, "mentor"))
        work.add(Pair(number="2026-01", mentee_id=rim.id, mentor_id=other.id, project_id=whole.id))
    with db.read() as session:
        told = json.dumps(disclosure(session, rim.id).as_json(), ensure_ascii=False)
    assert "Böttner" in told and "5550199" not in told and "g@beispiel.de" not in told


def test_what_was_changed_and_by_whom_is_told(db):
    rim = person()
    with db.work("anlegen") as work:
        add(work, rim)
    with db.work("Person ändern") as work:
        work.get(Person, rim.id).city = "Gotha"
    with db.work("Geschützte Angaben angesehen") as work:
        work.look(work.get(Person, rim.id))
    with db.read() as session:
        history = disclosure(session, rim.id).history
    assert [entry.label for entry in history] == ["Geschützte Angaben angesehen", "Person ändern", "anlegen"]
    assert history[1].lines[0].text() == "Wohnort: Bad Blankenburg → Gotha"
    assert history[0].lines[0].text() == "Geschützte Angaben angesehen"


def test_certificates_keep_what_was_printed(db):
    rim = person()
    issued = Certificate(
        number="SSA-2026-0001",
        person_id=rim.id,
        issued_on=date(2026, 3, 2),
        template="certificate",
        content={"name": "Rim Al-Haddad", "facts": [["Umfang", "24 UE"]]},
        content_hash="0" * 64,
    )
    with db.work("anlegen") as work:
        add(work, rim, issued)
    with db.read() as session:
        lines = [line for part in disclosure(session, rim.id).parts for line in part.lines()]
    assert ("Gedruckter Inhalt: facts.1.2", "24 UE") in lines
