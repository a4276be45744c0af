"""Clubs with offers, placements, pairs with meetings, and qualifications, for the sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.core.fold import fold
from app.core.geography import gazetteer
from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import (
    NumberSeries,
    Offer,
    Organisation,
    OrganisationContact,
    Pair,
    PairGoal,
    PairMeeting,
    Person,
    Placement,
    Project,
    Qualification,
    Role,
    Task,
    Travel,
)
from app.models.base import Entity
from app.models.consent import Purpose
from app.models.placement import HOLDING
from app.services.sample_life import words
from app.services.sample_people import People, fitting

ACTIVE, ENDED = ("active",) * 10, ("completed", "completed", "abandoned")
STAGES = ("active", "proposed", "proposed", *("introduction",) * 3, *ACTIVE, *ENDED)
"""Of nineteen pairs, as in the pictures of the design; a running one first, for samples with few people."""
LONGEST = ("completed", "abandoned", "active", "introduction", "proposed")
"""Who came first is farthest."""
BEFORE_ASKING = timedelta(days=7)
SETTLED = timedelta(days=30)
"""Nobody is proposed or placed who came later."""
FIRST_WEEKS = 14
"""Within so many days a pair meets for the first time."""
PLACED = ("member",) * 5 + ("volunteer",) * 2 + ("trial", "asked", "asked", "proposed", "ended", "declined")
OFFERS = 3


@dataclass
class _Guide:
    """An assistant with the room that is left."""

    id: int
    since: date
    room: int


@dataclass
class Network:
    """Everything around the people of the sample; each part takes its own random source from the seed."""

    seed: int
    today: date
    people: People
    women: Project
    partners: Project
    since: Mapping[int, date]
    """When each person came to the project."""
    organisations: list[Organisation] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    """Numbers of pairs given out so far."""
    _ready: list[_Guide] = field(default_factory=list)

    def records(
        self,
        mentees: Sequence[Person],
        mentors: Sequence[tuple[Person, Role]],
        assistants: Sequence[tuple[Person, Role]],
        agreed: Mapping[Purpose, set[int]],
    ) -> Iterator[Entity]:
        """All records, in an order in which each can refer to the one before; only with people who AGREED."""
        yield from self._organisations()
        yield from self._qualified(assistants)
        settled = [one for one in mentees if self._here(one, self.today - SETTLED)]
        shown = [one for one in settled if one.id in agreed[Purpose.PASSING_ON]]
        yield from self._placements([*shown, *shown[1::4]])
        women = [one for one in settled if one.gender == "female" and one.id in agreed[Purpose.MATCHING]]
        ready = [(one, role) for one, role in mentors if one.id in agreed[Purpose.MATCHING]]
        yield from self._pairs(women[::2], ready)
        for text in words()["needs"]:
            yield Task(kind="need", text=text, helps=2)
        yield Travel(start="Rudolstadt", end="Königsee", line="Bus 530", minutes=38)
        yield Travel(start="Bad Blankenburg", end="Rudolstadt", line="Bus 504", minutes=19)

    def numbers(self) -> Iterator[NumberSeries]:
        """The series of numbers that go on after the sample's."""
        years: dict[int, int] = {}
        for number in self.given:
            year, running = map(int, number.split("-"))
            years[year] = max(running, years.get(year, 0))
        yield from (NumberSeries(name=f"pair {year}", last=last) for year, last in sorted(years.items()))

    # ---------------------------------------------------------------- clubs

    def _organisations(self) -> Iterator[Entity]:
        random = Random(f"{self.seed} network")
        for county in words()["county"]:
            for line in county["organisations"]:
                name, short, kind, city = line.split("|")
                since = self.today - timedelta(days=random.randint(30, 600))
                taking_part = random.random() < 0.6
                made = Organisation(
                    name=name,
                    short_name=short,
                    kind=kind,
                    city=city,
                    county=county["name"],
                    own_community="Syrischer" in name,
                    postcode=self._postcode(city, county["name"]),
                    first_contact=since - timedelta(days=random.randint(10, 60)),
                    since=since if taking_part else None,
                    agreement=since + timedelta(days=19) if taking_part and random.random() < 0.7 else None,
                    channel=random.choice(self.people.words["channels"]),
                )
                self.organisations.append(made)
                yield made
                yield from self._contacts(random, made)
                yield from self._offers(random, made)

    def _postcode(self, city: str, county: str) -> str:
        place = gazetteer().find(city, "", county).place
        return min(place.postcodes) if place else ""

    def _contacts(self, random: Random, organisation: Organisation) -> Iterator[OrganisationContact]:
        if random.random() < 0.08:
            return  # nobody knows whom to ask
        since = self.today - timedelta(days=random.randint(100, 900))
        function = random.choice(words()["functions"]).split("/")[0]
        if random.random() < 0.3:
            yield self._contact(random, organisation, function, since=since - timedelta(days=900), until=since)
        yield self._contact(random, organisation, function, since=since, first=True)

    def _contact(
        self, random: Random, organisation: Organisation, function: str, **values: object
    ) -> OrganisationContact:
        german = self.people.german
        name = f"{random.choice(german['female'])} {random.choice(german['family'])}"
        phone = f"0176 040690{random.randint(10, 99)}"
        mail = f"{fold(name).replace(' ', '.')}@beispiel.de"
        given = {"name": name, "function": function, "phone": phone, "email": mail} | values
        return OrganisationContact(organisation_id=organisation.id, **given)

    def _offers(self, random: Random, organisation: Organisation) -> Iterator[Offer]:
        templates = words()["offers"][organisation.kind]
        for number in range(OFFERS):
            title, sector, times, open_to, spoken, marks, interests, places = templates[number % len(templates)].split(
                "|"
            )
            language, _space, level = spoken.partition(" ")
            again = number // len(templates)
            hours = WeekTimes.parse(times)
            made = Offer(
                name=f"{title}, {again + 1}. Gruppe" if again else title,
                organisation_id=organisation.id,
                sector=sector,
                city=organisation.city,
                postcode=organisation.postcode,
                county=organisation.county,
                times=WeekTimes(hours.mask << 48 & (1 << 168) - 1) if again and hours.mask << 48 < 1 << 168 else hours,
                open_to=open_to,
                language=language or None,
                level=level or None,
                with_children="k" in marks,
                childcare="b" in marks,
                interests=Tags.parse(interests) if interests else None,
                places=int(places) if places and random.random() < 0.92 else None,
                valid_from=organisation.first_contact,
                reachability="Bus bis 20 Uhr" if random.random() < 0.4 else "",
            )
            self.offers.append(made)
            yield made

    # ---------------------------------------------------------------- assistants and placements

    def _qualified(self, assistants: Sequence[tuple[Person, Role]]) -> Iterator[Qualification]:
        random = Random(f"{self.seed} qualified")
        for person, role in assistants:
            granted = self.today - timedelta(days=random.choice((40, 100, 200, 300, 400, 500, 600, 722)))
            until = granted + timedelta(days=2 * 365)
            values = {"units": 24, "practice": random.randint(8, 30), "granted": granted, "valid_until": until}
            self._ready.append(_Guide(person.id, max(granted, self.since[person.id]), role.capacity))
            yield Qualification(person_id=person.id, kind="integration_assistant", **values)

    def _placements(self, people: Sequence[Person]) -> Iterator[Placement]:
        random = Random(f"{self.seed} placements")
        taken: dict[int, int] = {}
        known: set[tuple[int, int]] = set()
        for person in people:
            asked = self.today - timedelta(days=random.randint(20, 330))
            asked = max(asked, self.since[person.id] + BEFORE_ASKING)
            offer, state = random.choice(self._open(person, asked)), random.choice(PLACED)
            full = offer.places is not None and taken.get(offer.id, 0) >= offer.places
            if full or (person.id, offer.id) in known:
                continue
            taken[offer.id] = taken.get(offer.id, 0) + 1
            known.add((person.id, offer.id))
            made = Placement(person_id=person.id, organisation_id=offer.organisation_id, offer_id=offer.id, state=state)
            made.project_id, made.kind = self.partners.id, _kind(offer)
            made.assistant_id = self._guide(random, made, asked - BEFORE_ASKING) if random.random() < 0.35 else None
            self._live(random, made, asked)
            yield made

    def _here(self, person: Person, day: date) -> bool:
        """Whether somebody was there already on DAY."""
        return self.since[person.id] <= day

    def _open(self, person: Person, asked: date) -> list[Offer]:
        """The offers for this person of clubs that were known when they were ASKED."""
        known = [one for one in self.offers if one.valid_from and one.valid_from <= asked - BEFORE_ASKING]
        return [one for one in known if one.open_to == "all" or person.gender == "female"]

    def _guide(self, random: Random, placement: Placement, proposed: date) -> int | None:
        """An assistant who was ready then and has room; who is gone, or was refused, takes none."""
        ready = [one for one in self._ready if one.since <= proposed and one.room > 0 and one.id != placement.person_id]
        if not ready:
            return None
        guide = random.choice(ready)
        guide.room -= placement.state in HOLDING
        return guide.id

    def _live(self, random: Random, made: Placement, asked: date) -> None:
        """The days of the stages up to the one reached, and what was asked afterwards."""
        made.proposed = asked - BEFORE_ASKING
        if made.state == "proposed":
            return
        made.asked = asked
        if made.state == "declined":
            made.ended, made.end_reason = asked + timedelta(days=9), random.choice(words()["declined"])
            return
        if made.state == "trial":
            made.trial = self.today + timedelta(days=random.randint(-2, 10))
        if made.state in ("member", "volunteer", "ended"):
            made.trial = asked + timedelta(days=8)
            made.started = min(asked + timedelta(days=14), self.today)
            for months, name in ((3, "after_3"), (6, "after_6")):
                day = made.started + timedelta(days=months * 31 - random.randint(-6, 0))
                if day < self.today - timedelta(days=5) and random.random() < 0.85:
                    setattr(made, name, "no" if made.state == "ended" and months == 6 else "yes")
                    setattr(made, f"{name}_on", day)
        if made.state == "ended":
            made.ended = min(asked + timedelta(days=200), self.today)
            made.end_reason = random.choice(words()["ends"])

    # ---------------------------------------------------------------- pairs

    def _pairs(self, mentees: Sequence[Person], mentors: Sequence[tuple[Person, Role]]) -> Iterator[Entity]:
        random, free = Random(f"{self.seed} pairs"), {person.id: role.capacity for person, role in mentors}
        running = ("proposed", "introduction", "active")
        stages = sorted(STAGES[: len(mentees)], key=LONGEST.index)
        for number, (person, state) in enumerate(zip(mentees, stages, strict=False)):
            ago = {"active": 330 - 16 * number, "completed": 220, "abandoned": 220}.get(state, 30 + number)
            proposed = max(self.today - timedelta(days=ago), self.since[person.id])
            there = [one for one, _role in mentors if self._here(one, proposed)]
            open_ = [one for one in there if state not in running or free[one.id] > 0]
            if not open_:
                continue
            mentor = random.choice(open_)
            free[mentor.id] -= state in running
            pair = Pair(
                number=self._number(proposed),
                mentee_id=person.id,
                mentor_id=mentor.id,
                project_id=self.women.id,
                state=state,
                proposed=proposed,
                points=random.randint(48, 96),
            )
            yield from self._walk(random, pair, person)

    def _number(self, day: date) -> str:
        running = sum(number.startswith(f"{day.year}-") for number in self.given) + 1
        self.given.append(f"{day.year}-{running:02}")
        return self.given[-1]

    def _walk(self, random: Random, pair: Pair, mentee: Person) -> Iterator[Entity]:
        """The stages that a pair has behind it, with goals and meetings."""
        yield pair
        assert pair.proposed
        if pair.state == "proposed":
            return
        pair.introduction = pair.proposed + timedelta(days=10)
        pair.mentee_agreed = pair.introduction
        if pair.state == "introduction":
            pair.introduction = self.today + timedelta(days=random.randint(-3, 6))
            pair.mentee_agreed = self.today - timedelta(days=4)
            return
        pair.mentor_agreed = pair.introduction + timedelta(days=1)
        pair.active = pair.introduction + timedelta(days=5)
        pair.planned_end = pair.active + timedelta(days=365)
        last = self.today - timedelta(days=random.choice((1, 3, 6, 9, 14, 20, 27, 28, 34)))
        if pair.state in ("completed", "abandoned"):
            last = self.today - timedelta(days=random.randint(10, 60))
        last = max(last, pair.active)
        if last - timedelta(days=30) >= pair.active:
            pair.reviewed = last - timedelta(days=30)
        if pair.state == "active":
            pair.next_review = last + timedelta(days=60)
        else:
            pair.ended, pair.end_reason = last, "goals" if pair.state == "completed" else "no_time"
        yield from self._goals(random, pair, mentee, last)
        yield from self._meetings(random, pair, mentee, last)

    def _meetings(self, random: Random, pair: Pair, mentee: Person, last: date) -> Iterator[PairMeeting]:
        """From soon after the beginning to the LAST one, each within the days after which nobody has to ask."""
        assert pair.active
        topics = fitting(mentee, words()["topics"])
        days = [last]
        while (days[-1] - pair.active).days > FIRST_WEEKS:
            days.append(max(days[-1] - timedelta(days=random.randint(7, 24)), pair.active))
        for number, day in enumerate(reversed(days)):
            topic = topics[number % len(topics)] if number else words()["first_topic"]
            form = random.choice(("in_person", "in_person", "in_person", "phone", "online"))
            values = {"topic": topic, "form": form, "minutes": random.choice((45, 60, 60, 75, 90))}
            yield PairMeeting(pair_id=pair.id, day=day, next_step=random.choice(words()["steps"]), **values)

    def _goals(self, random: Random, pair: Pair, mentee: Person, day: date) -> Iterator[PairGoal]:
        states = ("reached", "running", "running", "open")
        texts = random.sample(fitting(mentee, words()["goals"]), random.randint(2, 4))
        for text, state in zip(texts, states, strict=False):
            yield PairGoal(pair_id=pair.id, text=text, state=state, day=day if state != "open" else None)


def _kind(offer: Offer) -> str:
    if offer.sector == "work":
        return "internship" if "Praktikum" in offer.name else "training" if "Ausbildung" in offer.name else "shadowing"
    return {"volunteering": "volunteering", "counselling": "counselling"}.get(offer.sector, "club")
