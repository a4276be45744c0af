"""Women who may be brought together, for the tests of pairs and of the matching."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.models import Consent, LanguageSkill, Pair, Person, Project
from app.models.consent import Purpose
from app.models.db import Database
from app.models.work import Work
from app.services import pairs
from tests import factories as make

AGREED = date(2026, 3, 2)


def willing(person: Person, **values: Any) -> Consent:
    """The consent to be matched."""
    return Consent(person_id=person.id, purpose=Purpose.MATCHING.value, **({"given": AGREED} | values))


def mentee(work: Work, project: Project, name: str = "Al-Haddad", first: str = "Rim", **values: Any) -> Person:
    """A woman who looks for a mentor and may be matched."""
    person = make.person(name, first, **values)
    make.add(work, person, make.role(person, project), willing(person))
    return person


def mentor(
    work: Work, project: Project, name: str = "Böttner", first: str = "Gudrun", places: int = 1, **values: Any
) -> Person:
    """A woman who accompanies others, with a police certificate."""
    person = make.person(name, first, **({"city": "Rudolstadt"} | values))
    seen = {"police_seen": date(2026, 1, 12), "police_until": date(2031, 1, 12)}
    make.add(work, person, make.role(person, project, "mentor", capacity=places, **seen), willing(person))
    return person


def speaks(person: Person, **levels: str) -> list[LanguageSkill]:
    """What somebody speaks how well: speaks(rim, ar='native', de='B1')."""
    return [LanguageSkill(person_id=person.id, language=code, level=level) for code, level in levels.items()]


def propose(db: Database, mentee: Person, mentor: Person, project: Project, **values: Any) -> Pair:
    """A pair in one work."""
    with db.work("Tandem anlegen") as work:
        return pairs.propose(work, mentee.id, mentor.id, project.id, **values)


def begin(
    db: Database, pair: Pair, met: date = date(2026, 6, 11), agreed: date | None = None, active: date | None = None
) -> None:
    """Lead a pair through acquaintance and both OKs to its beginning."""
    with db.work("Tandem beginnen") as work:
        pairs.introduce(work, pair.id, met)
        pairs.consent(work, pair.id, mentee=agreed or met, mentor=agreed or met)
        pairs.activate(work, pair.id, active or date(2026, 6, 18))
