"""A believable sample: one project with people, courses and everything that lists of real offices hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import insert, inspect

from app.core import clock
from app.core.progress import Progress
from app.core.text import N_, _
from app.models import NumberSeries, Participation, Person, Project, Role, SearchToken
from app.models.base import Entity
from app.models.db import Database
from app.models.work import Work
from app.services import certificates, participations
from app.services.certificates import Wanted
from app.services.programmes import load
from app.services.sample_courses import CAST, Courses, cast
from app.services.sample_life import Life, interests
from app.services.sample_network import Network
from app.services.sample_people import FEMALE, YOUNGEST, Invented, People

BATCH = 2_000
LABEL = N_("Beispieldaten anlegen")
KINDS = (
    ("mentee", 66),
    ("mentor", 16),
    ("integration_assistant", 5),
    ("administration", 6),
    ("multiplier", 3),
    ("instructor", 1),
    ("contact", 1),
    ("", 2),
)
"""What people are, in percent."""
MOST, LOOKING = 40, 90
"""So many people of a kind get places in courses, and pairs or placements; more would tell nothing new."""
TWICE = 48
"""Every so many people one is there twice."""
MISTAKEN, CONTRADICTION = 100, {"employment": "employed", "unemployed_for": "over_12"}
"""Every so many participations have answers that cannot both be true, for the list of what is wrong."""
GROWN = {"mentor": 24, "administration": 21, "instructor": 27, "contact": 21}
GROWN |= {"multiplier": 18, "integration_assistant": 18}
"""How old people of a kind are at least when they come."""
LONG_HERE = timedelta(days=100)
"""Who came later cannot have been in courses that began before."""
NATIVE = {"mentor": 0.75, "administration": 0.95, "instructor": 0.8, "multiplier": 0.4, "contact": 0.7}
"""In which roles how many were always here."""


@dataclass(frozen=True)
class Sample:
    """What was made, for those who want to go on with it."""

    project_id: int
    course_id: int
    """The qualification whose certificates can be issued."""
    persons: int


def create(
    db: Database, persons: int = 150, seed: int = 1, today: date | None = None, progress: Progress | None = None
) -> Sample:
    """Fill an empty file; the same seed and day give the same data, apart from ids and versions.

    People and courses are the beginning of the file and no step to be taken back; the certificates after them are.
    """
    progress = progress or Progress()
    day = today or clock.today()
    with clock.frozen(datetime.combine(day, time(7, 55)).astimezone()) if today else nullcontext():
        maker = _Maker(seed, day, persons)
        with db.work(LABEL) as work:
            _store(work, [*maker.projects, *interests()])
            progress.done, progress.total, progress.text = 0, persons, _("Personen werden erfunden")
            for start in range(0, persons, BATCH):
                _store(work, [record for n in range(start, min(start + BATCH, persons)) for record in maker.person(n)])
                progress.done = min(start + BATCH, persons)
                progress.check()
            work.session.add(NumberSeries(name=participations.series(maker.whole), last=maker.admitted))
            _store(work, list(maker.course_records()))
            _store(work, list(maker.network_records()))
            work.session.add_all(maker.network.numbers())
        _issue(db, maker)
    return Sample(maker.whole.id, maker.courses.qualification.id, persons)


class _Maker:
    """Makes one record after the other, in an order that the seed alone decides."""

    def __init__(self, seed: int, today: date, persons: int) -> None:
        self.random, self.today, self.persons = Random(seed), today, persons
        self.people, self.life = People(self.random, today), Life(seed, today)
        self.projects = self.whole, self.women, self.partners = _projects(today)
        self.courses = Courses(self.people, self.women, self.partners)
        self.since: dict[int, date] = {}
        self.network = Network(seed, today, self.people, self.women, self.partners, self.since)
        self.programme = load(self.whole.programme)
        assert self.whole.starts
        self.cast = cast(self.people, self.whole.starts)
        # All of them came before their course began, in the last quarter of the time.
        self._places = {n * max(persons * 3 // 4, len(CAST)) // len(CAST): one for n, one in enumerate(self.cast)}
        self.admitted = 0
        self._known: dict[str, list[Person]] = {"women": [], "mentor": [], "administration": [], "looking": []}
        self._mentors: list[tuple[Person, Role]] = []
        self._assistants: list[tuple[Person, Role]] = []
        self._latest: Invented | None = None

    def person(self, n: int) -> Iterator[Entity]:
        """The n-th person with roles and participation; people are taken in from the project's beginning until now."""
        entry = self._entry(n)
        if given := self._places.get(n):
            yield from self._with_roles(given, "integration_assistant", entry, self.partners, learning=True)
            if given.origin is not self.people.german:
                yield self._participation(given, entry, self.partners)
            yield from self.life.records(given, entry)
            return
        kind = self.random.choices([code for code, _share in KINDS], [share for _code, share in KINDS])[0]
        native = self.random.random() < NATIVE.get(kind, 0)
        if n % TWICE == TWICE - 1 and self._latest:
            kind, native, invented = "mentee", False, self.people.again(self._latest, entry)
        else:
            female = 1 if kind == "mentor" else FEMALE
            invented = self.people.invent(entry, GROWN.get(kind, YOUNGEST), native=native, female=female)
        woman, here = invented.person.gender == "female", entry <= self.today - LONG_HERE
        part = self.women if kind == "mentor" or (kind == "mentee" and woman) else self.partners
        yield from self._with_roles(invented, kind, entry, part)
        yield from self.life.records(invented, entry, kind)
        if kind == "mentee" or (kind == "integration_assistant" and not native):
            participation = self._participation(invented, entry, part)
            self._leave(participation)
            yield participation
            if participation.cancelled or participation.exit:
                return
            if woman and here:
                self._remember("women", invented.person)
            if kind == "mentee":
                self._latest = invented
                self._remember("looking", invented.person, LOOKING)
        elif kind in self._known and here:
            self._remember(kind, invented.person)

    def course_records(self) -> Iterator[Entity]:
        """All courses with everything in them."""
        taking_part = [one.person for n, one in sorted(self._places.items()) if n < self.persons]
        known = self._known
        yield from self.courses.records(
            self.today, taking_part, known["women"], known["mentor"], known["administration"]
        )

    def network_records(self) -> Iterator[Entity]:
        """Clubs, placements, pairs and qualifications."""
        yield from self.network.records(self._known["looking"], self._mentors, self._assistants, self.life.agreed)

    def _with_roles(
        self, invented: Invented, kind: str, since: date, project: Project, *, learning: bool = False
    ) -> Iterator[Entity]:
        """The person with her role; who is still LEARNING for it accompanies nobody yet."""
        self.life.complete(invented, kind)
        self.since[invented.person.id] = since
        yield invented.person
        if kind:
            capacity = self.random.choice((1, 2, 3, 3, 4)) if kind in ("mentor", "integration_assistant") else 1
            channel = self.people.some("channels", 0.8)
            values = {"kind": kind, "since": since, "capacity": capacity, "channel": channel}
            role = Role(person_id=invented.person.id, project_id=project.id, **values)
            self.life.wishes(role, invented.person)
            if kind == "mentor" and len(self._mentors) < MOST:
                self._mentors.append((invented.person, role))
            if kind == "integration_assistant" and not learning and len(self._assistants) < MOST:
                self._assistants.append((invented.person, role))
            yield role

    def _participation(self, invented: Invented, entry: date, project: Project) -> Participation:
        self.admitted += 1
        answers = self.people.answers(self.programme, invented, entry)
        return Participation(
            person_id=invented.person.id,
            project_id=project.id,
            number=participations.participant_number(self.whole, self.admitted),
            entry=entry,
            answers=answers if self.admitted % MISTAKEN else answers | CONTRADICTION,
        )

    def _leave(self, participation: Participation) -> None:
        later = participation.entry + timedelta(days=self.random.randint(20, 240))
        if later >= self.today:
            return
        if self.people.chance(0.03):
            participation.cancelled, participation.cancel_reason = later, self.people.some("cancel_reasons")
        elif self.people.chance(0.25):
            participation.exit = later
            said = self.people.later_answers(self.programme, "exit", participation.answers, later)
            asked = later + timedelta(days=184)
            if asked < self.today and self.people.chance(0.7):
                participation.followed_up = asked
                said = self.people.later_answers(self.programme, "follow_up", said, asked)
            participation.answers = said

    def _entry(self, n: int) -> date:
        assert self.whole.starts
        span = (self.today - self.whole.starts).days - 14
        day = self.whole.starts + timedelta(days=14 + span * n // max(self.persons, 1))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def _remember(self, kind: str, person: Person, most: int = MOST) -> None:
        if len(self._known[kind]) < most:
            self._known[kind].append(person)


def _projects(today: date) -> tuple[Project, Project, Project]:
    """A project that began last year, with its two parts."""
    period = {"starts": date(today.year - 1, 1, 1), "ends": date(today.year + 1, 12, 31), "code": "SSA"}
    period |= {"reference": f"{(today.year - 1) % 100:02}-0417-CH (Muster)"}
    whole = Project(
        name=f"Connecting Humans {today.year - 1}–{today.year + 1}",
        carrier="Kreisvolkshochschule Saale-Schwarza",
        carrier_street="Musterstraße 12",
        carrier_city="07407 Rudolstadt",
        carrier_note="Öffentliche Einrichtung der Weiterbildung",
        placeholders=True,
        issued_at="Rudolstadt",
        head="Henriette Kallenbach",
        head_function="Leitung der Kreisvolkshochschule",
        goals="EECO01: 120\nEECO02: 60\nEECO13: 100",
        **period,
    )
    women = Project(name="Connecting Women", parent_id=whole.id, **period)
    partners = Project(name="Connecting Partners – gemeinsam vorwärts", parent_id=whole.id, **period)
    return whole, women, partners


def _store(work: Work, records: Sequence[Entity] | Iterable[Entity]) -> None:
    """Store many new records at once, checked and found by search as if they had been typed in one by one.

    They are the beginning of the file: nobody takes them back, and a history entry would hold everything twice.
    """
    connection = work.session.connection()
    rows: dict[type[Entity], list[dict[str, Any]]] = {}
    tokens = []
    for record in records:
        record.prepare()
        record.version = int(clock.now().timestamp())
        rows.setdefault(type(record), []).append({name: getattr(record, name) for name in _columns(type(record))})
        tokens += [(kind, token, record.id) for kind, token in record.index_keys()]
    for entity, values in rows.items():
        connection.execute(insert(entity), values)
    if tokens:
        found = [{"kind": kind, "token": token, "record_id": id} for kind, token, id in sorted(tokens)]
        connection.execute(insert(SearchToken), found)


@cache
def _columns(entity: type[Entity]) -> tuple[str, ...]:
    return tuple(prop.key for prop in inspect(entity).column_attrs if not prop.info.get("derived"))


def _issue(db: Database, maker: _Maker) -> None:
    """Certificates of a course that ended long ago; one of them was wrong and is issued once more."""
    course = maker.courses.mentors
    with db.read() as session:
        ready = [Wanted(one.person_id) for one in certificates.candidates(session, course.id) if not one.blocked]
    if not ready:
        return
    issued_on = maker.today - timedelta(days=60)
    with db.work(_("Bescheinigungen ausstellen: {course}").format(course=course.name)) as work:
        made = certificates.issue(work, course.id, ready, issued_on)
    wrong = made[len(made) // 2]
    with db.work(_("Bescheinigung {number} ersetzen").format(number=wrong.number)) as work:
        certificates.void(work, wrong.id, _("Name falsch geschrieben"), issued_on + timedelta(days=4))
        work.session.flush()
        certificates.issue(work, course.id, [Wanted(wrong.person_id)], issued_on + timedelta(days=4))
