"""What stands beside the people of a file in records of its own: read for comparing, and stored from a list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.fold import fold
from app.core.text import N_, _
from app.models import Household, LanguageSkill, Person, Role
from app.models.work import Work
from app.services.imports.beside import CHANNEL, CODE, GERMAN, HOUSEHOLD, LANGUAGES, ROLES
from app.services.imports.results import Problem
from app.services.imports.spoken import Spoken

CHUNK = 500
ROLE_MISSING = N_("Für „Gewonnen über“ fehlt die Rolle.")


class Beside:
    """What is known beside the people of the file."""

    def __init__(self, session: Session, project_id: int | None) -> None:
        self.session, self.project_id = session, project_id
        self.households = {id: name for id, name in session.execute(select(Household.id, Household.name))}
        self._twice = Counter(map(fold, self.households.values()))

    def values(self, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """What the columns would say about these people."""
        wanted = sorted(ids)
        found: dict[int, dict[str, Any]] = {id: {} for id in wanted}
        for start in range(0, len(wanted), CHUNK):
            part = wanted[start : start + CHUNK]
            skills, roles = spoken(self.session, part), self._roles(part)
            homes = select(Person.id, Person.household_id).where(Person.id.in_(part))
            for id, home in self.session.execute(homes):
                german = dict(skills[id].skills).get(CODE)
                found[id] = {LANGUAGES: skills[id], GERMAN: german, HOUSEHOLD: self.households.get(home or 0, "")}
                found[id] |= {ROLES: tuple(one.kind for one in roles[id])}
                found[id] |= {CHANNEL: next((one.channel for one in roles[id] if one.channel), "")}
        return found

    def problem(self, values: Mapping[str, Any], roles: Collection[str] = ()) -> Problem | None:
        """What keeps VALUES from being taken over by somebody who has these ROLES."""
        if self._twice[fold(values.get(HOUSEHOLD) or "")] > 1:
            sentence = _("Den Haushalt „{name}“ gibt es mehrmals. Bitte geben Sie ihnen verschiedene Namen.")
            return Problem(sentence.format(name=values[HOUSEHOLD]), field=HOUSEHOLD, value=values[HOUSEHOLD])
        if values.get(CHANNEL) and not values.get(ROLES) and not roles:
            return Problem(_(ROLE_MISSING), field=CHANNEL, value=values[CHANNEL])
        return None

    def _roles(self, ids: Collection[int]) -> Mapping[int, list[Role]]:
        found: defaultdict[int, list[Role]] = defaultdict(list)
        if self.project_id:
            query = select(Role).where(Role.person_id.in_(ids), Role.project_id == self.project_id).order_by(Role.id)
            for one in self.session.scalars(query):
                found[one.person_id].append(one)
        return found


def spoken(session: Session, ids: Collection[int]) -> Mapping[int, Spoken]:
    """The languages of these people at their newest levels."""
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    skills = session.scalars(select(LanguageSkill).where(LanguageSkill.person_id.in_(ids)))
    for one in sorted(skills, key=lambda one: (one.day or date.min, one.id)):
        found[one.person_id].pop(one.language, None)
        found[one.person_id][one.language] = one.level
    return {id: Spoken(tuple(sorted(found[id].items()))) for id in ids}


class Taking:
    """Stores what stands beside people, within one work."""

    def __init__(self, work: Work, project_id: int | None) -> None:
        self.work, self.project_id = work, project_id
        rows = work.session.execute(select(Household.id, Household.name))
        self._households = {fold(name): id for id, name in rows}

    def columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What VALUES mean for columns of the person: the household, which is made where it is missing."""
        if HOUSEHOLD not in values:
            return {}
        return {"household_id": self._household(values[HOUSEHOLD]) if values[HOUSEHOLD] else None}

    def store(self, person_id: int, values: Mapping[str, Any], *, fresh: bool) -> None:
        """Take over the VALUES of one row; FRESH says that the person is new and has nothing yet."""
        wanted = dict(values[LANGUAGES].skills) if LANGUAGES in values else {}
        wanted |= {CODE: values[GERMAN]} if values.get(GERMAN) else {}
        if wanted:
            self._speak(person_id, wanted, fresh)
        if self.project_id and (values.get(ROLES) or values.get(CHANNEL)):
            self._be(person_id, self.project_id, values.get(ROLES) or (), values.get(CHANNEL) or "")

    def _speak(self, person_id: int, wanted: Mapping[str, str], fresh: bool) -> None:
        """A new level is found today; the levels before stay as history."""
        known = {} if fresh else dict(spoken(self.work.session, [person_id])[person_id].skills)
        for code, level in wanted.items():
            if known.get(code) != level:
                day = today() if code in known else None
                self.work.add(LanguageSkill(person_id=person_id, language=code, level=level, day=day))

    def _household(self, name: str) -> int:
        key = fold(name)
        if key not in self._households:
            self._households[key] = self.work.add(Household(name=name)).id
        return self._households[key]

    def _be(self, person_id: int, project_id: int, kinds: Collection[str], channel: str) -> None:
        query = select(Role).where(Role.person_id == person_id, Role.project_id == project_id)
        known = {one.kind: one for one in self.work.session.scalars(query)}
        for kind in kinds:
            if kind not in known:
                self.work.add(Role(person_id=person_id, project_id=project_id, kind=kind, channel=channel))
        if channel:
            for role in known.values():
                if not kinds or role.kind in kinds:
                    self.work.update(role, {"channel": channel})
