"""Undo step by step; what others changed since does not bar the way."""

from __future__ import annotations

from sqlalchemy import func, select

from app.models import Digest, Person
from app.ui import context as contexts
from tests.factories import add, participation, person, project


def test_a_step_that_others_overtook_does_not_bar_the_way_to_the_one_before(context):
    rim, dilnaz = person(), person("Khalaf", "Dilnaz")
    context.do("Rim anlegen", lambda work: work.add(rim), context)
    context.do("Dilnaz anlegen", lambda work: work.add(dilnaz), context)
    context.do("umziehen", lambda work: work.update(work.get(Person, rim.id), {"city": "Saalfeld"}), context)
    with context.db.work("jemand anders") as work:
        work.get(Person, rim.id).city = "Gotha"
    context.undo()
    assert "seither weiter geändert" in context.told[-1][0] and context.told[-1][1]
    context.undo()
    with context.db.read() as session:
        assert session.get(Person, dilnaz.id) is None and session.get_one(Person, rim.id).city == "Gotha"


def known(context):
    with context.db.read() as session:
        return session.scalar(select(func.count()).select_from(Digest))


def test_everybody_is_looked_at_behind_the_screen_at_first_and_after_an_import(context, monkeypatch):
    p, people = project(), [person(name) for name in ("Amiri", "Bondar", "Çelik")]
    parts = [participation(one, p, f"CH-{n}") for n, one in enumerate(people)]
    context.do("anlegen", lambda work: add(work, p, *people, *parts), context)
    assert known(context) == 0
    context.keep_digests()
    assert known(context) == 3
    context.do("umziehen", lambda work: work.update(work.get(Person, people[0].id), {"city": "Saalfeld"}), context)
    assert known(context) == 2
    monkeypatch.setattr(contexts, "MANY", 2)
    more = [person("Desta"), person("Ege")]
    context.do("importieren", lambda work: add(work, *more), context)
    assert known(context) == 3 and not context.told
