"""The overview of offers: true sums, gaps that are missing offers plus demand, and why what exists does not fit."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import LanguageSkill, Offer, Person, Place, Travel
from app.models.db import Database
from app.models.query import Query
from app.services.offer_facts import CHILDREN, WOMEN, Facts, Offered, Seeker, Way, facts
from app.services.offer_filters import filters
from app.services.offer_gaps import explain
from app.services.offer_overview import ALL, By, Gap, Overview, Scope, note_need, overview, table, this_year
from tests import clubs
from tests.factories import add, participation, person, project, role

YEAR = Scope(date(2026, 1, 1), date(2026, 11, 12))
EVENINGS = Scope(YEAR.first, YEAR.last, (0, 1, 2, 3, 4), (16, 24))


def mask(text: str) -> int:
    return WeekTimes.parse(text).mask


def offered(id: int, place: str = "konigsee", times: str = "Di 18–20", sector: str = "sport", **values) -> Offered:
    given = {
        "name": f"Angebot {id}", "organisation_id": 1, "organisation": "TSV", "city": place.title(), "open_to": "all",
        "ages": (0, 999), "children": False, "childcare": False, "free": 3, "users": 2,
    }  # fmt: skip
    hours = mask(times) if times else 0
    return Offered(**given | {"id": id, "place": place, "mask": hours, "times": times, "sector": sector} | values)


def seeker(id: int, wants: str = "sport", times: str = "Di 17–21", place: str = "konigsee", **values) -> Seeker:
    given = {
        "name": f"Person {id}", "female": True, "age": 30, "city": place.title(), "km": 25, "walks": False,
        "childcare": False, "since": date(2026, 8, 6),
    }  # fmt: skip
    hours = mask(times) if times else 0
    return Seeker(**given | {"id": id, "place": place, "mask": hours, "wants": frozenset({wants})} | values)


def cell(found: Overview, place: str, key: str):
    row = next(row for row in found.rows if row.key == place)
    return row.cells[[column.key for column in found.columns].index(key)]


@pytest.fixture
def town(db: Database, clock: datetime) -> Database:
    """Königsee as in the picture: nothing for women in the evening, three look for it."""
    p, tsv = project(), clubs.club("Turnverein Rinneblick", kind="sport", city="Königsee")
    offers = [
        clubs.offer(tsv, "Fußball", sector="sport", city="Königsee", places=12, interests=Tags(("Fußball",))),
        clubs.offer(None, "Frauenfrühstück", sector="culture", city="Königsee", open_to="women",
                    times=WeekTimes.parse("Mi 09–11")),
        clubs.offer(None, "Frauensport", sector="sport", city="Bad Blankenburg", open_to="women",
                    times=WeekTimes.parse("Di 18–20")),
        clubs.offer(tsv, "Alt", sector="sport", city="Königsee", valid_to=date(2025, 12, 31)),
    ]  # fmt: skip
    times = WeekTimes.parse("Di 17–21, Do 17–20")
    names = (("Rahimzada", "Zarghuna"), ("Ebrahimkhel", "Storai"), ("Çiftçi", "Mînê"))
    women = [person(*name, city="Königsee", times=times) for name in names]
    women[2].childcare = "yes"
    roles = [role(one, p, women_only=True, since=date(2026, 8, 6)) for one in women]
    member = person("Tekle", "Merhawi", gender="male", city="Königsee", interests=Tags(("Fußball",)), times=times)
    placed = clubs.placement(
        member, tsv, offer_id=offers[0].id, state="member", proposed=None, started=date(2026, 3, 1)
    )
    bus = Travel(start="Königsee", end="Bad Blankenburg", line="Bus 530", last_return=time(18, 14))
    with db.work("anlegen") as work:
        add(work, p, tsv, *offers, *women, *roles, member, participation(member, p), placed, bus)
    return db


def test_a_gap_is_a_missing_offer_that_somebody_misses(town: Database) -> None:
    with town.read() as session:
        found = overview(session, EVENINGS)
    women = cell(found, "konigsee", WOMEN)
    assert (women.text(), women.gap) == ("3 suchen", True)
    assert cell(found, "konigsee", "sport").text() == "1 · 1 TN"
    assert cell(found, "konigsee", "language").text() == "keins"
    assert cell(found, "konigsee", CHILDREN).text() == "1 sucht"
    assert (found.shown, found.of) == (2, 3)


def test_a_gap_says_who_looks_what_exists_and_what_would_help(town: Database) -> None:
    with town.read() as session:
        found = overview(session, EVENINGS)
    gap = found.gaps[0]
    told = explain(found, gap)
    assert told.title == "Königsee: für Frauen wochentags ab 16 Uhr nichts"
    assert told.count == "3 Personen suchen"
    assert [text for _id, text in told.seekers] == [
        "Çiftçi, Mînê · seit 14 Wochen · mit Kinderbetreuung",
        "Ebrahimkhel, Storai · seit 14 Wochen",
        "Rahimzada, Zarghuna · seit 14 Wochen",
    ]
    assert [(one.text, one.icon) for one in told.instead] == [
        ("Frauenfrühstück, Mi 09–11: dann hat niemand von ihnen Zeit", "open"),
        ("Frauensport, Bad Blankenburg, Di 18–20: keine Rückfahrt (Bus 530), die letzte um 18:14 Uhr", "bus"),
    ]
    assert told.helps == "Di oder Do ab 17 Uhr, mit Kinderbetreuung."
    assert [one.text for one in told.hosts] == ["Turnverein Rinneblick: 11 Plätze frei."]
    assert told.need == "Königsee: für Frauen, Di oder Do ab 17 Uhr, mit Kinderbetreuung"


def test_a_later_bus_closes_the_gap(town: Database) -> None:
    with town.work("Fahrplan") as work:
        (id,) = Query(Travel).ids(work.session)
        work.update(work.get(Travel, id), {"last_return": time(20, 14)})
    with town.read() as session:
        assert not cell(overview(session, EVENINGS), "konigsee", WOMEN).gap


def test_weekdays_count_an_offer_on_each_of_its_days_and_once_in_the_sum(town: Database) -> None:
    with town.read() as session:
        found = overview(session, YEAR, By.DAYS)
    assert [column.label for column in found.columns] == ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So", "Alle Tage"]
    assert cell(found, "konigsee", "Do").text() == "1 · 1 TN"
    assert cell(found, "konigsee", "Di").text() == "3 suchen"
    told = explain(found, next(one for one in found.gaps if found.columns[one.column].key == "Di"))
    assert told.title == "Königsee: am Dienstag nichts" and told.helps.startswith("Di ab 17 Uhr")


def test_who_does_not_speak_enough_german_is_not_served(town: Database) -> None:
    known = {"Rahimzada, Zarghuna": "A2", "Ebrahimkhel, Storai": "B1"}
    with town.work("Sprachen") as work:
        people = Query(Person, shown=("caption",))
        names = {row[0]: id for id, row in people.rows(work.session, people.ids(work.session)).items()}
        for name, level in known.items():
            work.add(LanguageSkill(person_id=names[name], language="de", level="A1", day=date(2025, 1, 1)))
            work.add(LanguageSkill(person_id=names[name], language="de", level=level, day=date(2026, 1, 1)))
        yoga = {"open_to": "women", "times": WeekTimes.parse("Di 18–20"), "language": "de"}
        work.add(clubs.offer(None, "Yoga", sector="sport", city="Rudolstadt", level="B1", **yoga))
        work.add(Travel(start="Königsee", end="Rudolstadt", line="Bus", last_return=time(22)))
    with town.read() as session:
        found = overview(session, EVENINGS)
    missed = cell(found, "konigsee", WOMEN)
    assert missed.seekers == (names["Rahimzada, Zarghuna"],), "one has B1, and of one nobody knows"
    told = explain(found, next(gap for gap in found.gaps if found.cell(gap) is missed))
    yoga = next(one.text for one in told.instead if one.text.startswith("Yoga"))
    assert yoga == "Yoga, Rudolstadt, Di 18–20: verlangt Deutsch B1, das fehlt 1 von 1"
    assert told.helps == "Di oder Do ab 17 Uhr, mit Deutsch A2."


@pytest.mark.parametrize(("level", "needs"), [(None, 1), ("none", 0), ("B1", 3), ("native", 7)])
def test_an_offer_in_a_language_asks_for_it_unless_it_says_that_none_is_needed(
    db: Database, clock: datetime, level: str | None, needs: int
) -> None:
    with db.work("anlegen") as work:
        work.add(clubs.offer(None, "Gespräch", sector="language", language="de", level=level))
    with db.read() as session:
        (found,) = facts(session, YEAR.first, YEAR.last).offers
    assert (found.language, found.level) == (("de", needs) if needs else ("", 0))


def test_the_list_of_offers_behind_a_cell_has_as_many_as_the_cell_counts(town: Database) -> None:
    with town.work("Chor ohne Ort") as work:
        work.add(clubs.offer(None, "Chor", sector="culture", city="", childcare=True, valid_to=date(2026, 3, 31)))
        work.add(clubs.offer(None, "Neu", sector="culture", city="Königsee", valid_from=date(2027, 1, 1)))
    with town.read() as session:
        found = overview(session, YEAR)
        lines = [*((row.place if row.key else "", row.cells) for row in found.rows), (ALL, found.totals)]
        for place, cells in lines:
            for column, one in zip(found.columns, cells, strict=True):
                listed = Query(Offer, where=filters(YEAR, place, column.key)).count(session)
                assert listed == one.offers, (place, column.key)
        assert found.totals[-1].offers == 1, "with children"


def test_a_need_is_noted_once(town: Database) -> None:
    with town.work("Bedarf") as work:
        assert note_need(work, "Königsee: für Frauen", 3).helps == 3
    with pytest.raises(Invalid, match="schon vorgemerkt"), town.work("Bedarf") as work:
        note_need(work, "Königsee: für Frauen", 3)


def test_an_empty_office_has_an_empty_overview(db: Database, clock: datetime) -> None:
    with db.read() as session:
        found = overview(session, this_year())
    assert (found.rows, found.gaps, found.shown) == ((), (), 0)


def test_distance_counts_where_the_office_states_no_way(db: Database, clock: datetime) -> None:
    p = project()
    seeking = person(city="Königsee", interests=Tags(("Chor",)), radius=12)
    chor = clubs.offer(None, "Chor", sector="culture", city="Rudolstadt", interests=Tags(("Chor",)))
    places = [
        Place(name="Königsee", latitude=50.6606, longitude=11.0989),
        Place(name="Rudolstadt", latitude=50.7169, longitude=11.3278),
    ]
    with db.work("anlegen") as work:
        add(work, p, seeking, role(seeking, p), chor, *places)
    with db.read() as session:
        found = overview(session, YEAR)
    assert cell(found, "konigsee", "culture").text() == "1 sucht"
    assert explain(found, found.gaps[0]).instead[0].text.endswith("17 km, zu weit")


# ---------------------------------------------------------------- the rules, without a database


@pytest.mark.parametrize(
    ("offer", "looks", "fits"),
    [
        ({}, {}, True),
        ({"free": 0}, {}, False),
        ({"free": None}, {}, True),
        ({"open_to": "men"}, {}, False),
        ({"open_to": "women"}, {"female": None}, True),
        ({"ages": (60, 999)}, {}, False),
        ({"ages": (60, 999)}, {"age": None}, True),
        ({"times": "Mo 08–10"}, {}, False),
        ({"times": ""}, {}, True),
        ({"place": "nirgends"}, {}, False),
        ({"language": "de", "level": 3}, {"speaks": {"de": 2, "ar": 7}}, False),
        ({"language": "de", "level": 3}, {"speaks": {"de": 3}}, True),
        ({"language": "de", "level": 1}, {"speaks": {"ar": 7}}, False),
        ({"language": "de", "level": 3}, {"speaks": None}, True),
        ({"language": "fa", "level": 1}, {"speaks": {"fa": 7, "de": 0}}, True),
        ({}, {"speaks": {}}, True),
    ],
)
def test_what_exists_elsewhere_counts_only_if_it_fits(offer: dict, looks: dict, fits: bool) -> None:
    near = {"saalfeld": (50.65, 11.36), "konigsee": (50.66, 11.10)}
    there = offered(1, **{"place": "saalfeld"} | offer)
    found = table(Facts((there,), (seeker(1, **looks),), {}, near), YEAR)
    assert (not found.gaps) == fits


def test_who_walks_does_not_take_the_bus() -> None:
    ways = {frozenset(("konigsee", "saalfeld")): Way("Bus", None)}
    people = (seeker(1), seeker(2, walks=True, km=5))
    found = table(Facts((offered(1, "saalfeld"),), people, ways), YEAR)
    assert [found.cell(gap).seekers for gap in found.gaps] == [(2,)]


def test_unknown_time_is_no_demand_in_the_evening() -> None:
    facts = Facts((), (seeker(1, times=""),))
    assert table(facts, YEAR).gaps and not table(facts, EVENINGS).gaps


def test_outside_the_house_small_numbers_are_hidden_and_cannot_be_worked_out() -> None:
    """A sum beside all its parts but one would tell that one."""
    offers = (offered(1), offered(2, users=7, sector="work"), offered(3, "saalfeld", users=9, sector="work"))
    found = table(Facts(offers, (seeker(1, "culture"),)), YEAR)
    shown = dict(found.outside())
    keys = [column.key for column in found.columns]
    here, everywhere = (dict(zip(keys, shown[place], strict=True)) for place in ("Konigsee", "Alle Orte"))
    assert (here["sport"], here["culture"], here["work"]) == ("1 · 1 bis 4 TN", "gesucht", "1 · 7 TN")
    assert here[ALL] == "2 · ab 8 TN"  # 7 and at least one
    assert (everywhere["sport"], everywhere["work"]) == ("1 · ab 1 TN", "2 · 16 TN")
    assert everywhere[ALL] == "3 · ab 17 TN"


places = st.sampled_from(("konigsee", "saalfeld", "remda", ""))
hours = st.sampled_from(("", "Mo 08–12", "Di 18–20", "Di 17–21, Sa 10–14"))
sectors = st.sampled_from(("sport", "culture", "language", "other"))
offer_lists = st.lists(
    st.builds(
        lambda place, times, sector, women, users: offered(
            1, place, times, sector, open_to="women" if women else "all", users=users
        ),
        places, hours, sectors, st.booleans(), st.integers(0, 9),
    ),
    max_size=12,
)  # fmt: skip
people_lists = st.lists(st.builds(lambda place, times, want: (place, times, want), places, hours, sectors), max_size=12)


@given(offer_lists, people_lists, st.sampled_from((YEAR, EVENINGS)))
def test_sums_are_true_and_a_gap_has_no_offer(offers: list[Offered], people: list, scope: Scope) -> None:
    seekers = tuple(seeker(n, want, times, place) for n, (place, times, want) in enumerate(people))
    found = table(Facts(tuple(offers), seekers), scope)
    keys = [column.key for column in found.columns]
    for row in (*found.rows, None):
        cells = dict(zip(keys, row.cells if row else found.totals, strict=True))
        sums = [one for column, one in zip(found.columns, cells.values(), strict=True) if not column.part]
        assert sum(one.offers for one in sums[:-1]) == cells[ALL].offers
        assert sum(one.users for one in sums[:-1]) == cells[ALL].users
        assert all(one.offers == 0 for one in cells.values() if one.gap)
    assert sum(dict(zip(keys, row.cells, strict=True))[ALL].offers for row in found.rows) == found.shown
    for gap in found.gaps:
        assert isinstance(gap, Gap) and explain(found, gap).need


@given(offer_lists, people_lists)
def test_one_more_offer_never_makes_a_gap(offers: list[Offered], people: list) -> None:
    seekers = tuple(seeker(n, want, times, place) for n, (place, times, want) in enumerate(people))

    def missed(listed: list[Offered]) -> int:
        found = table(Facts(tuple(listed), seekers), YEAR)
        return sum(len(found.cell(gap).seekers) for gap in found.gaps)

    counts = [missed(offers[:n]) for n in range(len(offers) + 1)]
    assert counts == sorted(counts, reverse=True)
