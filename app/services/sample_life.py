"""What offices note about people beside their own record, for the sample: languages, time, consents, papers, talks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from app.core.languages import LEVELS, language
from app.core.resources import resource
from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import Consent, Document, Interest, LanguageSkill, Note, Person, Role, Task
from app.models.base import Entity
from app.models.consent import Purpose
from app.services.sample_people import DRIVER, OLD_PARENT, PARENT, Invented, age, fits, fitting

GERMAN = ("A1", "A2", "A2", "B1", "B1", "B2", "C1")
TIMES = ("Di, Do ab 16 Uhr", "werktags vormittags", "Mo, Mi 14–18", "Sa", "Fr ab 15 Uhr", "Mo–Do ab 17 Uhr", "Di 9–12")
CONSENTED = {
    Purpose.INFORMED: 0.94,
    Purpose.MATCHING: 0.9,
    Purpose.PASSING_ON: 0.8,
    Purpose.SPECIAL: 0.7,
    Purpose.PHOTO: 0.45,
    Purpose.MESSENGER: 0.5,
    Purpose.SURVEY: 0.75,
}
"""How many have agreed; a few have taken it back."""
NEEDED = (Purpose.MATCHING, Purpose.PASSING_ON)
"""Without these nobody is proposed or passed on."""
LATE = 60
"""Days after which nobody's signature is missing any more."""
SHORTEST = timedelta(days=30)
"""Nobody shows a residence permit that runs out sooner."""
FORM = "Datenschutz 2025-1"


@cache
def words() -> Mapping[str, Any]:
    """Clubs, offers and sentences of the sample."""
    return tomllib.loads(resource("sample", "network.toml").read_text(encoding="utf-8"))


def interests() -> Iterator[Interest]:
    """The office's list of interests."""
    yield from (Interest(name=name) for name in words()["interests"])


@dataclass(frozen=True)
class Life:
    """Notes about people as they are made, from a random source of their own."""

    seed: int
    today: date
    agreed: dict[Purpose, set[int]] = field(
        default_factory=lambda: {Purpose.MATCHING: set(), Purpose.PASSING_ON: set()}
    )
    """Whose consent to these purposes stands."""

    def complete(self, invented: Invented, kind: str) -> None:
        """Fill in what a coordinator asks for: interests, time, ways, children; not everybody was asked."""
        random, person = self._random(invented.person, "own"), invented.person
        if random.random() < 0.8:
            person.interests = Tags.parse("; ".join(random.sample(words()["interests"], random.randint(1, 3))))
        if random.random() < 0.85:
            person.times = WeekTimes.parse(random.choice(TIMES)) | WeekTimes.parse(random.choice(TIMES))
        years = age(person, self.today)
        years = PARENT if years is None else years
        person.mobility = random.choice(
            ("foot", "public", "public", "car", None) if kind != "mentor" else ("car", None)
        )
        if person.mobility == "car" and years < DRIVER:
            person.mobility = "public"
        person.radius = random.choice((10, 15, 20, 30, None))
        person.children = random.choice(("yes", "yes", "no", None) if years >= PARENT else ("no", None))
        small = person.children == "yes" and years < OLD_PARENT
        person.childcare = random.choice(("yes", "no", "no")) if small else None
        person.notes = person.notes if fits(person, person.notes) else ""

    def wishes(self, role: Role, person: Person) -> None:
        """What mentors show and what both sides wish."""
        random = self._random(person, "role")
        role.acquired = role.since - timedelta(days=random.randint(3, 30)) if role.since else None
        if role.kind == "mentor":
            issued = self.today - timedelta(days=random.choice((60, 200, 400, 800, 1790, 1822)))
            role.police_seen = max(issued, role.since) if role.since else issued
            role.police_until = issued + timedelta(days=5 * 365)
            role.wish_children = random.choice((None, None, "yes"))
        if role.kind == "mentee":
            role.women_only = person.gender == "female" and random.random() < 0.3
            role.wish_children = random.choice((None, None, None, "yes"))

    def records(self, invented: Invented, entry: date, kind: str = "") -> Iterator[Entity]:
        """Everything that is noted about one person."""
        random, person = self._random(invented.person, "records"), invented.person
        yield from self._languages(random, invented, entry)
        yield from self._consents(random, person, entry, kind)
        if invented.origin.get("status") == "third" and random.random() < 0.6:
            seen = min(entry + timedelta(days=random.randint(0, 20)), self.today)
            until = self.today + timedelta(days=random.choice((-20, 9, 40, 90, 200, 200, 400, 500, 700, 900)))
            until = max(until, seen + SHORTEST)
            yield Document(person_id=person.id, kind="residence", seen_on=seen, valid_until=until)
        for _n in range(random.choice((0, 0, 1, 1, 2))):
            day = entry + (self.today - entry) * random.random()
            yield Note(person_id=person.id, day=day, kind="talk", text=_fitting(random, person, "talks"))
        if random.random() < 0.04:
            due = self.today + timedelta(days=random.randint(-5, 12))
            yield Task(text=_fitting(random, person, "tasks"), due=due, about_table="person", about_id=person.id)

    def _languages(self, random: Random, invented: Invented, entry: date) -> Iterator[LanguageSkill]:
        id, own = invented.person.id, language(invented.origin["language"])
        if own == "de":
            yield LanguageSkill(person_id=id, language="de", level="native")
            known = random.choice(("en", "ru", "ru", "fr", "ar", "fa", "es", None))
            if known:
                yield LanguageSkill(person_id=id, language=known, level=random.choice(("A2", "B1", "B2", "C1")))
            return
        if own:
            yield LanguageSkill(person_id=id, language=own, level="native")
        if random.random() < 0.92:
            level, day = random.choice(GERMAN), entry - timedelta(days=random.randint(0, 300))
            if arrived := invented.person.arrived:
                day = max(day, min(arrived.latest(), entry))
            yield LanguageSkill(person_id=id, language="de", level=level, day=day, evidence="Einstufung")
            later = entry + timedelta(days=random.randint(90, 260))
            if later < self.today and random.random() < 0.4:
                better = _next(level)
                yield LanguageSkill(
                    person_id=id, language="de", level=better, day=later, evidence=f"Zertifikat {better}"
                )
        if random.random() < 0.3:
            yield LanguageSkill(person_id=id, language=random.choice(("en", "ru", "tr", "fr")), level="B1")

    def _consents(self, random: Random, person: Person, entry: date, kind: str) -> Iterator[Consent]:
        age = person.born.completed_years(entry) if person.born else None
        minor = age is not None and age < 18
        signed = {"signed_by": "guardian", "guardian": f"Eltern {person.last_name}"} if minor else {}
        for purpose, share in CONSENTED.items():
            # Whoever came long ago has signed by now that she was informed.
            signed_late = purpose is Purpose.INFORMED and (self.today - entry).days > LATE
            # Who offers herself as a mentor wants to be proposed.
            offers = purpose is Purpose.MATCHING and kind == "mentor"
            if random.random() < share or signed_late or offers:
                late = entry + timedelta(days=random.randint(40, 200))
                withdrawn = late if late < self.today and random.random() < 0.03 else None
                values = {"purpose": purpose.value, "form_version": FORM, "withdrawn": withdrawn}
                if purpose in self.agreed and not withdrawn:
                    self.agreed[purpose].add(person.id)
                yield Consent(person_id=person.id, given=entry, **values, **signed)

    def _random(self, person: Person, what: str) -> Random:
        # By name, not by id: ids differ from one run to the next.
        return Random(f"{self.seed} {what} {person.last_name} {person.first_names} {person.born}")


def _next(level: str) -> str:
    codes = [code for code, _label in LEVELS]
    return codes[min(codes.index(level) + 1, codes.index("C2"))]


def _fitting(random: Random, person: Person, kind: str) -> str:
    """One of the sentences of a kind that can be true of this person."""
    return random.choice(fitting(person, words()[kind]))
