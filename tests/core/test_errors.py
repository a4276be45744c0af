"""Errors keep what they say wherever they go."""

from __future__ import annotations

import pickle

from app.core.errors import Invalid


def test_problems_of_fields_travel_between_processes():
    problems = {"born": "Das Geburtsdatum liegt in der Zukunft.", "last_name": "Der Name fehlt."}
    arrived = pickle.loads(pickle.dumps(Invalid(problems)))
    assert arrived.problems == problems and str(arrived) == "\n".join(problems.values())
