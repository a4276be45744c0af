"""Undo step by step; what others changed since does not bar the way."""

from __future__ import annotations

from app.models import Person
from tests.factories import person


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
