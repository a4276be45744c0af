"""The overview of offers: 2,000 offers and 10,000 people who look, from the database to the finished table."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from app.core.tags import Tags
from app.core.week_reading import SHORT as DAYS
from app.core.week_times import WeekTimes
from app.models import LanguageSkill, Offer, Organisation, Person, Place, Placement, Project, Role
from app.models.db import Database
from app.models.migrate import upgrade
from app.models.offer import Sector
from app.models.work import Work
from app.services.offer_gaps import explain
from app.services.offer_overview import By, Overview, Scope, overview
from tests.benchmarks import Row, median, ms

PERSONS, OFFERS, PLACES = 10_000, 2_000, 120
LEVELS = ("none", "A1", "A2", "B1", "B2")
WORDS = ("Fußball", "Chor", "Deutsch", "Nähen", "Feuerwehr", "Wandern", "Bewerbung", "Theater", "Schach")
SCOPE = Scope(date(2026, 1, 1), date(2026, 11, 12), (0, 1, 2, 3, 4), (16, 24))


def measure() -> list[Row]:
    """Both kinds of columns, and one gap in words."""
    with TemporaryDirectory() as folder:
        db = Database(Path(folder, "office.koord"), "0123456789abcdef" * 4)
        upgrade(db)
        with db.work("anlegen") as work:
            _fill(work, random.Random(7))
        rows = [_row(db, by, text) for by, text in ((By.SECTORS, "sectors"), (By.DAYS, "weekdays"))]
        found = _overview(db, By.SECTORS)
        words = median(lambda: explain(found, found.gaps[0]))
        db.close()
    return [*rows, Row("… one gap in words", "≤ 50 ms", ms(words))]


def _row(db: Database, by: By, text: str) -> Row:
    gaps = len(_overview(db, by).gaps)
    what = f"Overview of {OFFERS:,} offers by {text} with the demand of {PERSONS:,} people, {gaps} gaps, encrypted"
    return Row(what, "≤ 1 s", ms(median(lambda: _overview(db, by))))


def _overview(db: Database, by: By) -> Overview:
    with db.read() as session:
        return overview(session, SCOPE, by)


def _fill(work: Work, random_: random.Random) -> None:
    project = work.add(Project(name="Messung"))
    places = [f"Ort {chr(65 + n // 26)}{chr(97 + n % 26)}" for n in range(PLACES)]
    for name in places:
        work.add(Place(name=name, latitude=50.5 + random_.random(), longitude=10.5 + random_.random()))
    clubs = [work.add(Organisation(name=f"Verein {n}", kind="sport", city=random_.choice(places))) for n in range(200)]
    sectors = [sector.value for sector in Sector]
    for number in range(OFFERS):
        club = random_.choice(clubs)
        work.add(
            Offer(
                name=f"Angebot {number}", organisation_id=club.id, sector=random_.choice(sectors), places=10,
                city=random_.choice(places[:60]), times=_times(random_, 2), interests=Tags((random_.choice(WORDS),)),
                open_to="women" if number % 20 == 0 else "all", childcare=number % 15 == 0,
                **({"language": "de", "level": random_.choice((None, "A1", "A2", "B1"))} if number % 2 else {}),
            )
        )  # fmt: skip
    for number in range(PERSONS):
        person = work.add(
            Person(
                last_name="Muster", first_names="Person", gender="female" if number % 2 else "male",
                city=random_.choice(places), times=_times(random_, 4), childcare="yes" if number % 3 == 0 else None,
                interests=Tags(tuple(random_.sample(WORDS, 2))), radius=random_.choice((5, 10, 25)),
            )
        )  # fmt: skip
        for language in ("ar", "de"):
            work.add(LanguageSkill(person_id=person.id, language=language, level=random_.choice(LEVELS)))
        work.add(Role(person_id=person.id, project_id=project.id, kind="mentee", women_only=number % 5 == 1))
        if number % 10 == 0:
            work.add(
                Placement(person_id=person.id, organisation_id=clubs[0].id, state="member", started=date(2026, 5, 1))
            )


def _times(random_: random.Random, spans: int) -> WeekTimes:
    starts = [(random_.choice(DAYS), random_.randrange(8, 20)) for _n in range(spans)]
    return WeekTimes.parse(", ".join(f"{day} {hour:02}–{hour + 2:02}" for day, hour in starts))
