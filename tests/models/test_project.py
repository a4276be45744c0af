"""Projects: targets typed line by line, and only programmes that exist."""

from __future__ import annotations

import pytest

from app.core.errors import Invalid
from app.models.db import Database
from tests.factories import project


def test_targets_are_typed_one_per_line() -> None:
    assert project(goals="EECO01: 120\n\neeco13 = 90\nEECO02 60").targets == {"EECO01": 120, "EECO13": 90, "EECO02": 60}


def test_a_line_that_is_no_target_is_told_by_its_number(db: Database) -> None:
    with pytest.raises(Invalid) as caught, db.work("anlegen") as work:
        work.add(project(goals="EECO01: 120\nviele Menschen"))
    assert caught.value.problems == {"goals": "Zeile 2: Bitte Code und Zahl schreiben, zum Beispiel „EECO01: 120“."}


def test_a_programme_that_does_not_exist_is_refused(db: Database) -> None:
    with pytest.raises(Invalid) as caught, db.work("anlegen") as work:
        work.add(project(programme="esf_1957"))
    assert "steht nicht zur Wahl" in caught.value.problems["programme"]
