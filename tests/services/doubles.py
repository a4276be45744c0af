"""Invented lists of people with known doubles, and with people who only look like doubles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from app.core.fold import fold
from app.core.partial_date import PartialDate
from app.services.sample_people import People

Values = dict[str, Any]
FIELDS = ("last_name", "first_names", "birth_name", "original_name", "family_first", "gender", "born", "postcode")
FIELDS += ("city", "phone", "email")
_VARIANTS = "ae=ä oe=ö ue=ü ss=ß sch=sh kh=ch ou=u iy=ij ii=iy yi=ji ya=ia ie=je mm=m ss=s dj=j q=k w=v ee=i ai=ei "
_VARIANTS += "ah=a th=t ph=f c=k z=s yy=y tsch=ch"
VARIANTS = [tuple(pair.split("=")) for pair in _VARIANTS.split()]
"""Spellings of the same sound, either of which may become the other."""


@dataclass
class List:
    """People, and which of them are the same (pairs of places in the list)."""

    people: list[Values] = field(default_factory=list)
    doubles: set[tuple[int, int]] = field(default_factory=set)


def invent(count: int, seed: int, share: float = 0.06, traps: float = 0.03) -> List:
    """COUNT different people, a SHARE of them twice, and for some a relative or namesake who is not the same."""
    random = Random(seed)
    maker = _Maker(random)
    made = List([maker.person() for _n in range(count)])
    for place in random.sample(range(count), int(count * share)):
        made.doubles.add((place, len(made.people)))
        made.people.append(maker.double(made.people[place]))
    named = [place for place in range(count) if made.people[place]["first_names"]]
    for place in random.sample(named, int(count * traps)):
        made.people.append(random.choice(maker.traps)(made.people[place]))
    order = list(range(len(made.people)))
    random.shuffle(order)
    places = {old: new for new, old in enumerate(order)}
    shuffled = [made.people[old] for old in order]
    return List(shuffled, {tuple(sorted((places[a], places[b]))) for a, b in made.doubles})


class _Maker:
    """Makes people and what becomes of them when somebody else enters them again."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.people = People(random, date(2026, 11, 12))
        self.chains = _Chains(random)
        self.traps = (self.twin, self.namesake, self.relative, self.junior, self.partner)

    def person(self) -> Values:
        """Somebody new; many bear a name that few others have."""
        invented = self.people.invent(native=self.random.random() < 0.3)
        values = {name: getattr(invented.person, name) or None for name in FIELDS}
        if self.random.random() < 0.9:
            values["last_name"], values["original_name"] = self.chains.like(invented.origin["family"]), None
        if values["first_names"] and self.random.random() < 0.8:
            given = invented.origin["female" if values["gender"] == "female" else "male"]
            values["first_names"], values["original_name"] = self.chains.like(given), None
        return values | self.contact(values)

    def contact(self, values: Values) -> Values:
        """A telephone number and an address of one's own, or none."""
        first = (fold(values["first_names"] or values["last_name"]).split() or ["x"])[0]
        number = self.random.randint(1000, 9_999_999)
        return {
            "phone": f"0{self.random.randint(150, 179)} {number:07}" if values["phone"] else None,
            "email": f"{first}{self.random.randint(1, 99_999)}@example.org" if values["email"] else None,
        }

    def double(self, person: Values) -> Values:
        """The same person, entered again by somebody else: mostly one thing is different, sometimes several."""
        other = dict(person)
        if self.random.random() < 0.8:
            usual = (self.typo, self.typo, self.variant, self.variant, self.swap, self.drop, self.marry)
            self.random.choice(usual)(other)
        if self.random.random() < 0.15:
            self.random.choice((self.typo, self.variant))(other)
        if self.random.random() < 0.4:
            self.dated(other)
        self.moved(other)
        return other

    def typo(self, values: Values) -> None:
        """One letter missing, doubled, wrong, or two changed places."""
        name = self.random.choice(("last_name", "first_names")) if values["first_names"] else "last_name"
        text = values[name]
        place = self.random.randrange(len(text))
        if text[place] in " -'":
            return
        changed = {
            "missing": text[:place] + text[place + 1 :],
            "doubled": text[:place] + text[place] + text[place:],
            "wrong": text[:place] + self.random.choice("aeiourstnlm") + text[place + 1 :],
            "swapped": text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :],
        }
        values[name] = self.random.choice(list(changed.values())).strip() or text

    def variant(self, values: Values) -> None:
        """Another transliteration, without marks, umlauts written out, in small letters, or joined."""
        for name in ("last_name", "first_names"):
            text = (values[name] or "").replace("İ", "I")
            fitting = [pair for pair in (*VARIANTS, *(pair[::-1] for pair in VARIANTS)) if pair[0] in text.lower()]
            if fitting and self.random.random() < 0.7:
                before, after = self.random.choice(fitting)
                values[name] = text.lower().replace(before, after, 1).title()
            elif text and self.random.random() < 0.5:
                values[name] = fold(text).title()
            elif "-" in text:
                values[name] = text.replace("-", self.random.choice(("", " ")))
        if self.random.random() < 0.5:
            values["original_name"] = None

    def swap(self, values: Values) -> None:
        """First and last name in each other's place."""
        if values["first_names"]:
            values["last_name"], values["first_names"] = values["first_names"], values["last_name"]

    def drop(self, values: Values) -> None:
        """Only one of several names."""
        for name in ("last_name", "first_names"):
            parts = (values[name] or "").replace("-", " ").split()
            if len(parts) > 1:
                values[name] = self.random.choice((parts[0], parts[-1]) if name == "first_names" else parts[-1:])
                return
        values["birth_name"] = None

    def marry(self, values: Values) -> None:
        """A new last name, the former one as birth name."""
        if values["gender"] == "female" and not values["birth_name"] and values["first_names"]:
            values["birth_name"] = values["last_name"]
            values["last_name"] = self.chains.like(self.people.german["family"])

    def dated(self, values: Values) -> None:
        """The date of birth is missing, incomplete, a placeholder, or mistyped."""
        born = values["born"]
        if born is None:
            return
        year, month, day = born.year, born.month, born.day
        ways: list[PartialDate | None] = [None, None, PartialDate(year), PartialDate(year, 1, 1)]
        if month and day:
            ways += [PartialDate(year, month), PartialDate(year, month, day % 28 + 1)]
            ways += [PartialDate(year, day, month)] if day <= 12 else []
            ways += [PartialDate(year + 1, month, day)] if day <= 28 else []
        values["born"] = self.random.choice(ways)

    def moved(self, values: Values) -> None:
        """Address, telephone and e-mail are sometimes new or were not asked for."""
        if self.random.random() < 0.25:
            other = self.people.invent().person
            values |= {"postcode": other.postcode or None, "city": other.city}
            if self.random.random() < 0.4:
                values |= {"postcode": None, "city": None}
        if self.random.random() < 0.5:
            new = self.contact(values)
            values["phone"] = self.random.choice((None, new["phone"]))
        if self.random.random() < 0.6:
            values["email"] = None

    def twin(self, person: Values) -> Values:
        """Same last name, day, home and telephone."""
        return person | {"first_names": self.given(person), "email": None, "original_name": None}

    def namesake(self, person: Values) -> Values:
        """The same names, born on another day, living somewhere else."""
        stranger = self.person()
        return stranger | {name: person[name] for name in ("last_name", "first_names", "gender")} | {"born": self.day()}

    def relative(self, person: Values) -> Values:
        """Same last name, home and telephone."""
        return person | {"first_names": self.given(person), "born": self.day(), "email": None, "original_name": None}

    def junior(self, person: Values) -> Values:
        """Named like a parent, same home and telephone, born a generation later."""
        born = self.day()
        return person | {"born": PartialDate(born.year + 25, born.month, born.day), "email": None}

    def partner(self, person: Values) -> Values:
        """Same last name, home and telephone, the other gender."""
        gender = "male" if person["gender"] == "female" else "female"
        other = person | {"gender": gender}
        return other | {"first_names": self.given(other), "born": self.day(), "email": None, "original_name": None}

    def given(self, person: Values) -> str:
        """Another first name."""
        while True:
            other = self.people.invent(female=1 if person["gender"] == "female" else 0).person
            if other.first_names and not self._related(other.first_names, person["first_names"]):
                return other.first_names

    def _related(self, one: str, other: str) -> bool:
        """Whether two first names may be one: nobody calls twins Maria and Mariam."""
        return any(a[:3] == b[:3] for a in fold(one).split() for b in fold(other).split())

    def day(self) -> PartialDate:
        """Any day."""
        return PartialDate(self.random.randint(1955, 2000), self.random.randint(1, 12), self.random.randint(1, 28))


class _Chains:
    """Names that sound like those of an origin but are rarer; the sample file has few, so that its names repeat."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.learnt: dict[tuple[str, ...], dict[str, str]] = {}

    def _followers(self, names: tuple[str, ...]) -> dict[str, str]:
        if names not in self.learnt:
            self.learnt[names] = self._learn(names)
        return self.learnt[names]

    def _learn(self, names: tuple[str, ...]) -> dict[str, str]:
        followers: dict[str, str] = {}
        for name in names:
            text = f"^^{name.split('|')[0].split('/')[-1].replace('İ', 'I').lower()}$"
            for place in range(len(text) - 2):
                for known in (text[place : place + 2], text[place + 1]):
                    followers[known] = followers.get(known, "") + text[place + 2]
        return followers

    def like(self, names: list[str]) -> str:
        """A name of at least four letters that sounds like NAMES."""
        followers = self._followers(tuple(names))
        while True:
            text = "^^"
            while text[-1] != "$" and len(text) < 16:
                known = text[-2:] if text[-1] == "^" or self.random.random() < 0.8 else text[-1]
                text += self.random.choice(followers[known])
            name = text.strip("^$-' ")
            if text[-1] == "$" and len(fold(name)) > 3 and min(map(len, name.replace("-", " ").split())) > 1:
                return name.title()
