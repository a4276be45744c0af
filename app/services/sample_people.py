"""Invented people of many origins and scripts for the sample file, with everything that makes real lists untidy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any

from anyascii import anyascii

from app.core.fold import fold
from app.core.partial_date import PartialDate
from app.core.resources import resource
from app.models import Person
from app.services.programme import NO_ANSWER, REASON, Programme, Question

ALIKE = (
    *("born", "arrived", "gender", "family_first", "postcode", "city", "district"),
    *("birth_place", "birth_country", "nationality", "preferred_language"),
)
"""What stays the same when somebody is written down a second time."""
LATELY_DAYS = 75
"""Whose entry is not longer ago may still owe answers; most others have been asked since."""
FEMALE = 0.68
"""The project is mainly for women."""
PHONES = ("0171 39200{:02}", "0176 040690{:02}")
"""Numbers that the Bundesnetzagentur keeps free for stories."""
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "employment": {"employed": 22, "unemployed": 46, "inactive": 32},
    "unemployed_for": {"under_6": 30, "6_to_12": 28, "over_12": 42},
    "in_education": {"yes": 45, "no": 55},
    "school": {"never": 5, "below": 14, "lower": 20, "middle": 31, "upper": 30},
    "vocational": {"none": 50, "basic": 6, "trained": 17, "health": 7, "master_craft": 4, "bachelor": 8, "master": 7.5},
    "minority": {"yes": 6, "no": 94},
    "disability": {"yes": 5, "no": 95},
    "homeless": {"yes": 1, "no": 99},
    "german_level": {"none": 12, "a1": 20, "a2": 26, "b1": 24, "b2": 11, "c1": 4, "c2": 1, "native": 2},
    "german_level_exit": {"a1": 6, "a2": 20, "b1": 38, "b2": 26, "c1": 8, "c2": 1, "native": 1},
    "exit_kind": {"regular": 62, "work": 12, "training": 6, "moved": 6, "illness": 3, "childcare": 4, "other": 4},
    "status_after": {"employed": 24, "self_employed": 2, "unemployed": 24, "job_seeking": 12, "in_education": 26},
    "status_6_months": {"employed": 32, "self_employed": 3, "unemployed": 20, "job_seeking": 9, "in_education": 28},
    "qualification": {"yes": 30, "no": 70},
    "qualification_kind": {"language": 70, "school": 5, "vocational": 5, "part": 8, "certificate": 12},
}
"""How often an answer is given; answers that are not named are rare."""
NOTHING = dict.fromkeys(("basic", "trained", "health", "master_craft", "bachelor", "master", "doctorate"), 0.0)
UNTRAINED = {"none": 80.0} | NOTHING | {"basic": 8.0, "trained": 12.0}
"""Vocational training of the young and of those who hardly went to school."""
BY_AGE: Sequence[tuple[int, Mapping[str, Mapping[str, float]]]] = (
    (
        18,
        {
            "employment": {"employed": 0, "unemployed": 8, "inactive": 92},
            "unemployed_for": {"under_6": 100, "6_to_12": 0, "over_12": 0},
            "in_education": {"yes": 96, "no": 4},
            "school": {"never": 4, "below": 56, "lower": 28, "middle": 12, "upper": 0},
            "vocational": {"none": 100} | NOTHING,
        },
    ),
    (21, {"vocational": {"none": 88} | NOTHING | {"basic": 12}}),
    (24, {"vocational": UNTRAINED}),
)
"""What is otherwise for whoever is younger; the first that fits holds."""
YOUNGEST = 16.1
"""Nobody is younger when she comes."""
LEARNED, PARENT, OLD_PARENT, DRIVER = 25, 20, 55, 18
"""From these ages on people have an occupation, have children, have no small ones any more, drive a car."""


@dataclass(frozen=True, slots=True)
class Invented:
    """A person and what the answers at entry follow from."""

    person: Person
    origin: Mapping[str, Any]
    degurba: str


def age(person: Person, day: date) -> int | None:
    """How old somebody is on DAY at least, as far as that is known."""
    if person.born is None:
        return None
    born = person.born.latest()
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def fits(person: Person, text: str) -> bool:
    """Whether a sentence about somebody contradicts nothing that is known about her."""
    against = {
        "Möchte den Führerschein": person.mobility == "car",
        "Führerscheinprüfung": person.mobility != "car",
        "Kinderbetreuung": person.childcare != "yes",
        "Kita": person.childcare != "yes",
        "Elternabend": person.children != "yes",
        "Ruft lieber an": not person.phone,
        "Angerufen": not person.phone,
        "eugnis": not person.occupation,
        "Anerkennung": not person.occupation,
    }
    return not any(wrong and word in text for word, wrong in against.items())


def fitting(person: Person, texts: Sequence[str]) -> list[str]:
    """Those of the sentences that can be true of this person."""
    return [text for text in texts if fits(person, text)]


class People:
    """Everybody that one seed invents."""

    def __init__(self, random: Random, today: date) -> None:
        self.random = random
        self.today = today
        self.source = tomllib.loads(resource("sample", "people.toml").read_text(encoding="utf-8"))
        self.words: Mapping[str, Sequence[str]] = self.source["words"]

    @cached_property
    def german(self) -> Mapping[str, Any]:
        """The origin of those who were always here."""
        return self.of("Deutschland")

    def of(self, country: str) -> Mapping[str, Any]:
        """The first origin from COUNTRY."""
        found: Mapping[str, Any] = next(one for one in self.source["origin"] if one["country"] == country)
        return found

    def invent(
        self, entry: date | None = None, youngest: float = YOUNGEST, *, native: bool = False, female: float = FEMALE
    ) -> Invented:
        """Somebody new, who came on the day of ENTRY, today if not told, and was of age YOUNGEST or older then."""
        entry = entry or self.today
        origin = self.german if native else self._migrant()
        gender = self._gender(female)
        known = {"gender": gender, "born": self._born(entry, youngest)} | self._name(origin, gender)
        return self.complete(known, origin, entry)

    def complete(
        self, known: Mapping[str, Any], origin: Mapping[str, Any], entry: date, *, near: bool = False
    ) -> Invented:
        """The person with the KNOWN fields, the rest invented and sometimes missing; NEAR the office if so wanted."""
        place, degurba = self._home(near)
        values = self._origin(origin, known["born"], entry) | place | self._contact(known)
        person = Person(**{**values, **known})
        self._work(person)
        return Invented(person, origin, degurba)

    def again(self, first: Invented, entry: date) -> Invented:
        """The same person once more, spelt in another way."""
        known = {name: getattr(first.person, name) for name in ALIKE}
        known |= {name: anyascii(getattr(first.person, name)) for name in ("last_name", "first_names")}
        return replace(self.complete(known, first.origin, entry), degurba=first.degurba)

    def answers(self, programme: Programme, invented: Invented, entry: date) -> dict[str, Any]:
        """What this person said at ENTRY; some did not want to say, some who came lately were not asked yet."""
        abroad = "germany" if invented.origin is self.german else "abroad"
        known = {"nationality": self._status(invented), "parent_1": abroad, "degurba": invented.degurba}
        known |= {"school_abroad": "no" if abroad == "germany" else "yes", "school_country": invented.origin["country"]}
        known |= {"target_checked": entry.isoformat(), "target_evidence": self.some("evidence", 0.8)}
        known["parent_2"] = "germany" if abroad == "abroad" and self.chance(0.02) else abroad
        years = age(invented.person, entry)
        answers: dict[str, Any] = {}
        for question in programme.questions_at("entry"):
            if all(c.holds(answers.get(c.key)) for c in question.when):
                weights = _weights(question.key, years, answers.get("school"))
                given = known[question.key] if question.key in known else self._answer(question, weights)
                answers |= {question.key: given} if given else {}
        if self.chance(0.3 if (self.today - entry).days < LATELY_DAYS else 0.02):
            required = [one.key for one in programme.questions if one.required and one.key in answers]
            for key in self.random.sample(required, min(len(required), self.random.choice((1, 1, 2, 3)))):
                del answers[key]
        for question in programme.questions_at("entry"):  # nobody was asked what follows from it either
            if not all(c.holds(answers.get(c.key)) for c in question.when):
                answers.pop(question.key, None)
        person = {name: getattr(invented.person, name) for name in programme.person_fields}
        return programme.at_entry(person, entry) | answers

    def later_answers(self, programme: Programme, stage: str, entry: Mapping[str, Any], day: date) -> dict[str, Any]:
        """What somebody said who left on DAY, or six months after; some were not asked everything."""
        answers = dict(entry)
        for question in programme.questions_at(stage):
            if all(c.holds(answers.get(c.key)) for c in question.when) and not (
                question.required and self.chance(0.04)
            ):
                given = (
                    day.isoformat()
                    if question.kind == "date"
                    else self._answer(question, WEIGHTS.get(question.key, {}))
                )
                answers |= {question.key: given} if given else {}
                if question.reasoned and given == NO_ANSWER and self.chance(0.8):
                    answers[question.key + REASON] = self.some("reasons")
        return answers

    def chance(self, share: float) -> bool:
        """True in SHARE of all cases."""
        return self.random.random() < share

    def some(self, word: str, share: float = 1) -> str:
        """One of the words of a kind, or, beyond SHARE, nothing."""
        return self.random.choice(self.words[word]) if self.chance(share) else ""

    def _migrant(self) -> Mapping[str, Any]:
        drawn: Mapping[str, Any] = self.random.choices(self.source["origin"], cum_weights=self._origin_weights)[0]
        return drawn

    @cached_property
    def _origin_weights(self) -> list[float]:
        return list(accumulate(one["weight"] for one in self.source["origin"]))

    @cached_property
    def _district_weights(self) -> list[float]:
        return list(accumulate(one["weight"] for one in self.source["district"]))

    def _gender(self, female: float) -> str:
        if self.chance(0.012):
            return self.random.choice(("diverse", "none"))
        return "female" if self.chance(female) else "male"

    def _name(self, origin: Mapping[str, Any], gender: str) -> dict[str, Any]:
        woman = gender == "female" or (gender != "male" and self.chance(0.5))
        given = self.random.choice(origin["female" if woman else "male"]).split("|")
        family = [_form(part, woman) for part in self.random.choice(origin["family"]).split("|")]
        values: dict[str, Any] = {"family_first": origin.get("family_first", False), "birth_name": ""}
        if self.chance(origin.get("single", 0) / 100):
            return values | {"last_name": given[0], "first_names": "", "original_name": "".join(given[1:])}
        if woman and self.chance(0.14):
            other = _form(self.random.choice(origin["family"]).split("|")[0], woman)
            values["birth_name"] = other if other != family[0] else ""
        if self.chance(0.05) and not values["family_first"]:
            other = _form(self.random.choice(origin["family"]).split("|")[0], woman)
            family[0] += f"-{other}" if other != family[0] else ""
        if self.chance(0.06) and not values["family_first"]:
            second = self.random.choice(origin["female" if woman else "male"]).split("|")[0]
            given[0] += f" {second}" if second != given[0] else ""
        written = len(given) > 1 and len(family) > 1 and self.chance(0.7)
        original = f"{given[1]} {family[1]}" if written else ""
        return values | {"last_name": family[0], "first_names": given[0], "original_name": original}

    def _born(self, entry: date, youngest: float) -> PartialDate | None:
        years = self.random.triangular(youngest, 69, max(31, youngest))
        day = entry - timedelta(days=int(years * 365.25))
        kind = self.random.random()
        if kind < 0.02:
            return None
        if kind < 0.08:
            return PartialDate(day.year)
        if kind < 0.11:
            return PartialDate(day.year, day.month)
        if kind < 0.15:
            return PartialDate(day.year, 1, 1)  # what offices write when the day is not known
        return PartialDate(day.year, day.month, day.day)

    def _origin(self, origin: Mapping[str, Any], born: PartialDate | None, entry: date) -> dict[str, Any]:
        values = {
            "birth_place": self.random.choice(origin["cities"]) if self.chance(0.88) else "",
            "birth_country": origin["country"],
            "nationality": origin["nationality"],
            "preferred_language": origin["language"],
        }
        if origin["status"] == "third" and self.chance(0.025):
            values["nationality"] = self.random.choice(("ungeklärt", "staatenlos"))
        arrived = None
        if span := origin.get("arrived"):
            first, last = max(span[0], born.year + 1 if born else 0), min(span[1], entry.year - 1)
            if first <= last and self.chance(0.9):
                exact = self.chance(0.75)
                arrived = PartialDate(self.random.randint(first, last), self.random.randint(1, 12) if exact else None)
        return values | {"arrived": arrived}

    def _home(self, near: bool) -> tuple[dict[str, Any], str]:
        districts = self.source["district"]
        district = districts[0] if near else self.random.choices(districts, cum_weights=self._district_weights)[0]
        place, degurba = self.random.choice(district["places"]).split("|")
        postcode, city = place.split(" ", 1)
        if self.chance(0.04):
            return {"city": city}, degurba
        values = {"postcode": postcode, "city": city, "street": f"{self.some('streets')} {self.random.randint(1, 89)}"}
        if city in ("Rudolstadt", "Saalfeld/Saale"):
            values["district"] = self.some("quarters", 0.25)
        return values, degurba

    def _contact(self, known: Mapping[str, Any]) -> dict[str, Any]:
        values = {"phone": "", "email": ""}
        if self.chance(0.86):
            values["phone"] = self.random.choice(PHONES).format(self.random.randint(0, 99))
        if self.chance(0.55):
            given, family = fold(known["first_names"]).split(), fold(known["last_name"]).split()
            called = given[-1:] if known.get("family_first") else given[:1]
            values["email"] = ".".join([*called, *family[-1:]]) + "@example.org"
        return values

    def _work(self, person: Person) -> None:
        """Occupation, wish and a note that fits; whoever is young has not learned anything yet."""
        years, woman = age(person, self.today), person.gender != "male"
        person.occupation = _form(self.some("occupations", 0.6), woman) if years is None or years >= LEARNED else ""
        person.wished_occupation = _form(self.some("wishes", 0.45), woman)
        person.notes = self.some("notes", 0.2)

    def _status(self, invented: Invented) -> str:
        other = {"ungeklärt": "unclear", "staatenlos": "stateless"}
        return other.get(invented.person.nationality, str(invented.origin["status"]))

    def _answer(self, question: Question, weights: Mapping[str, float]) -> str | None:
        if question.declined and self.chance(0.01 if question.required else 0.07):
            return NO_ANSWER
        codes = [option.code for option in question.options]
        if not codes:
            return None
        return self.random.choices(codes, [weights.get(code, 0.5 if weights else 1) for code in codes])[0]


def _weights(key: str, years: int | None, school: object) -> Mapping[str, float]:
    """How often each answer to a question is given by people of this age and schooling."""
    usual = dict(WEIGHTS)
    if school in ("never", "below"):
        usual["vocational"] = UNTRAINED
    usual |= next((given for limit, given in BY_AGE if years is not None and years < limit), {})
    return usual.get(key, {})


def _form(name: str, woman: bool) -> str:
    """The woman's or the man's form of a name or an occupation."""
    forms = name.split("/")
    return forms[-1] if woman else forms[0]
