"""Invented mentees, mentors and offers of Thüringen, with gaps as real lists have them."""

from __future__ import annotations

import random
from datetime import date, timedelta

from app.services.matching import Column, Problem, RuleSet, Side, shipped
from app.services.matching.kinds.overlap import hours

TODAY = date(2026, 11, 12)
PLACES = {
    "Königsee": (50.6622, 11.0986), "Rudolstadt": (50.7167, 11.3333), "Saalfeld": (50.6483, 11.3542),
    "Bad Blankenburg": (50.6842, 11.2728), "Unterwellenborn": (50.6583, 11.4397), "Kaulsdorf": (50.6206, 11.4328),
    "Sondershausen": (51.3667, 10.8667), "Nordhausen": (51.5, 10.8), "Gotha": (50.95, 10.7),
    "Mühlhausen": (51.2167, 10.45), "Artern": (51.3667, 11.3), "Bad Frankenhausen": (51.35, 11.1),
}  # fmt: skip
LANGUAGES = {
    "prs": "Dari", "fas": "Farsi", "ara": "Arabisch", "ukr": "Ukrainisch", "rus": "Russisch", "tir": "Tigrinya",
    "tur": "Türkisch", "kur": "Kurdisch", "eng": "Englisch", "fra": "Französisch", "vie": "Vietnamesisch",
}  # fmt: skip
WORK = (
    "Krankenpflegerin", "Pflegedienstleiterin", "Lehrerin", "Erzieherin", "Buchhalterin", "Steuerfachangestellte",
    "Köchin", "Verkäuferin", "Verwaltungsangestellte", "Sachbearbeiterin", "Ingenieurin", "Schneiderin", "Ärztin",
    "Softwareentwicklerin", "Friseurin", "Bürokauffrau", "Praxisanleiterin", "Zahnärztin", "Mechatronikerin",
)  # fmt: skip
TOPICS = ("fussball", "chor", "garten", "feuerwehr", "karneval", "naehen", "wandern", "volleyball", "kochen", "heimat")


def problem(mentees: int, mentors: int, seed: int = 1, *, rules: RuleSet | None = None, places: int = 2) -> Problem:
    """Mentees before mentors who have up to PLACES places, with the rules that ship."""
    draw = random.Random(seed)
    return Problem(_mentees(draw, mentees), _mentors(draw, mentors, places), rules or shipped("mentoring"), today=TODAY)


def offers(persons: int, count: int, seed: int = 1) -> Problem:
    """Persons before offers of clubs with two to nine places, with the rules that ship."""
    draw = random.Random(seed)
    return Problem(_mentees(draw, persons), _offers(draw, count), shipped("offers"), today=TODAY)


def side(count: int, columns: dict[str, tuple[str, list]], places: list[int] | None = None, name: str = "P") -> Side:
    """A side from kinds and values, with captions that tell the row."""
    made = {key: Column(kind, values) for key, (kind, values) in columns.items()}
    return Side(list(range(1, count + 1)), [f"{name}{n}" for n in range(1, count + 1)], made, places)


def _mentees(draw: random.Random, count: int) -> Side:
    rows = range(count)
    city = [_or_none(draw, draw.choice(list(PLACES)), 0.02) for _n in rows]
    columns = {
        "consent": Column("flag", [draw.random() > 0.03 for _n in rows]),
        "languages": Column("levels", [_languages(draw, german=draw.randint(0, 5)) for _n in rows], names=LANGUAGES),
        "women_only": Column("flag", [_or_none(draw, draw.random() < 0.3, 0.1) for _n in rows]),
        "gender": Column("text", [draw.choice(["female", "female", "female", "male", None]) for _n in rows]),
        "age": Column("number", [_or_none(draw, draw.randint(16, 64), 0.05) for _n in rows]),
        "city": Column("text", city),
        "home": Column("place", [PLACES.get(place) for place in city]),
        "radius": Column("number", [draw.choice([None, None, 10, 20, 30]) for _n in rows]),
        "occupation": Column("text", [_or_none(draw, draw.choice(WORK), 0.1) for _n in rows]),
        "times": Column("times", [_or_none(draw, _week(draw), 0.15) for _n in rows]),
        "wishes": Column(
            "tags", [frozenset(draw.sample(["children", "woman", "free"], draw.randint(0, 2))) for _n in rows]
        ),
        "has_children": Column("flag", [_or_none(draw, draw.random() < 0.6, 0.2) for _n in rows]),
        "interests": Column("tags", [frozenset(draw.sample(TOPICS, draw.randint(0, 3))) for _n in rows]),
        "waiting": Column("day", [_or_none(draw, TODAY - timedelta(draw.randint(0, 400)), 0.05) for _n in rows]),
    }
    return Side(list(rows), [f"Mentee {n}" for n in rows], columns)


def _mentors(draw: random.Random, count: int, places: int) -> Side:
    rows = range(count)
    city = [draw.choice(list(PLACES)) for _n in rows]
    columns = {
        "consent": Column("flag", [draw.random() > 0.02 for _n in rows]),
        "police_record": Column(
            "day", [_or_none(draw, TODAY + timedelta(draw.randint(-60, 900)), 0.03) for _n in rows]
        ),
        "languages": Column("levels", [_languages(draw, german=7) for _n in rows], names=LANGUAGES),
        "women_only": Column("flag", [draw.random() < 0.2 for _n in rows]),
        "gender": Column("text", [draw.choice(["female", "female", "male"]) for _n in rows]),
        "age_from": Column("number", [draw.choice([None, None, 18, 25]) for _n in rows]),
        "age_to": Column("number", [draw.choice([None, None, None, 50]) for _n in rows]),
        "city": Column("text", city),
        "home": Column("place", [PLACES[place] for place in city]),
        "occupation": Column("text", [_or_none(draw, draw.choice(WORK), 0.05) for _n in rows]),
        "times": Column("times", [_or_none(draw, _week(draw), 0.05) for _n in rows]),
        "has_children": Column("flag", [_or_none(draw, draw.random() < 0.6, 0.2) for _n in rows]),
        "wishes": Column("tags", [frozenset(draw.sample(["children", "woman"], draw.randint(0, 1))) for _n in rows]),
    }
    return Side(list(rows), [f"Mentorin {n}" for n in rows], columns, [draw.randint(0, places) for _n in rows])


def _offers(draw: random.Random, count: int) -> Side:
    rows = range(count)
    city = [draw.choice(list(PLACES)) for _n in rows]
    columns = {
        "women_only": Column("flag", [draw.random() < 0.2 for _n in rows]),
        "men_only": Column("flag", [n % 17 == 3 for n in rows]),
        "age_from": Column("number", [draw.choice([None, 16, 18, 25]) for _n in rows]),
        "age_to": Column("number", [draw.choice([None, 27, 35, 60]) for _n in rows]),
        "languages": Column("levels", [{"deu": draw.randint(1, 5)} for _n in rows], names={"deu": "Deutsch"}),
        "city": Column("text", city),
        "home": Column("place", [PLACES[place] for place in city]),
        "times": Column("times", [hours(draw.randrange(7), 16 + draw.randrange(3), 20) for _n in rows]),
        "topics": Column("tags", [frozenset(draw.sample(TOPICS, 1)) for _n in rows]),
        "childcare": Column("flag", [_or_none(draw, draw.random() < 0.2, 0.3) for _n in rows]),
        "free_of_charge": Column("flag", [_or_none(draw, draw.random() < 0.5, 0.2) for _n in rows]),
    }
    return Side(list(rows), [f"Angebot {n}" for n in rows], columns, [draw.randint(2, 9) for _n in rows])


def _or_none(draw: random.Random, value, share: float):
    return None if draw.random() < share else value


def _languages(draw: random.Random, german: int) -> dict[str, int]:
    found = {draw.choice(list(LANGUAGES)): 7 for _n in range(draw.choice([1, 1, 2]))}
    found |= {"eng": draw.randint(2, 6)} if draw.random() < 0.4 else {}
    return found | ({"deu": german} if german else {})


def _week(draw: random.Random) -> int:
    week = 0
    for _n in range(draw.randint(1, 4)):
        first = draw.choice([8, 9, 14, 16, 17])
        week |= hours(draw.randrange(7), first, first + draw.randint(1, 4))
    return week
