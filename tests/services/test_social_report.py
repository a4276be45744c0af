"""Words and groups of the reports about a project's network."""

from __future__ import annotations

from datetime import date

import pytest

from app.models.organisation import Tie
from app.services.funnel import Row
from app.services.social_report import difference, funnel_report, share, span, ties_report
from app.services.ties import Change
from tests.factories import add, participation, person, project, role


@pytest.fixture
def whole(one_db, clock):
    whole, part = project(), project(name="Connecting Women")
    genders = ["female"] * 7 + ["male"] * 2 + [None] * 6
    people = [person("Name", f"Rim {chr(65 + n)}", gender=gender) for n, gender in enumerate(genders)]
    with one_db.work("anlegen") as work:
        add(work, whole, part, *people)
        part.parent_id = whole.id
        add(work, *(participation(one, part, f"CH-{n:03}") for n, one in enumerate(people)))
        add(work, *(role(one, part, channel="Jobcenter", acquired=date(2026, 2, 1)) for one in people))
    return whole


def test_the_groups_of_a_project_and_its_parts_have_names_and_reasons(one_db, whole):
    with one_db.read() as session:
        found = ties_report(session, whole.id, None, None)
    shown = [(one.label, one.size, one.hidden) for one in found.groups]
    assert shown == [
        ("Alle", "15", False),
        ("weiblich", "7", False),
        ("männlich", "unter 5", True),
        ("Geschlecht nicht erfasst", "6", True),
    ]
    small, derived = (one.why for one in found.groups if one.hidden)
    assert "weniger als 5" in small and "aus der Summe" in derived


def test_the_period_is_that_of_the_entry(one_db, whole):
    with one_db.read() as session:
        found = ties_report(session, whole.id, date(2026, 4, 1), None)
        won = funnel_report(session, whole.id, date(2026, 2, 1), date(2026, 2, 28))
    assert found.people == 0 and found.groups[0].hidden and not found.quarters
    assert won.funnels[0].total.reached == [15, 0, 0]


@pytest.mark.parametrize(("before", "after", "said"), [(1, 19, "18 mehr"), (3, 1, "2 weniger"), (2, 2, "gleich viele")])
def test_a_change_is_said_in_words(before, after, said):
    assert difference(Change(Tie.BRIDGE, 9, before, after)) == said


def test_a_hidden_change_is_not_said():
    assert difference(Change(Tie.BRIDGE, 4, None, None)) == ""


@pytest.mark.parametrize(("reached", "said"), [
    ([30, 12, 8], ["30", "12 von 30", "8 von 30"]),
    ([0, 2, 0], ["0", "2", "0"]),
    ([2, 3, 1], ["2", "3", "1 von 2"]),
])  # fmt: skip
def test_shares_are_said_only_where_they_are_parts(reached, said):
    row = Row("Flyer", reached)
    assert [share(row, step) for step in range(3)] == said


def test_a_period_may_be_open():
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    said = [span(first, last), span(first, None), span(None, last), span(None, None)]
    assert said == ["01.01.–30.06.2026", "seit 01.01.2026", "bis 30.06.2026", "ohne Grenze"]
