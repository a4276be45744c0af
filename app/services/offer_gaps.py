"""One gap of the overview in words: who looks, what exists and why it does not fit, what would help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.clock import today
from app.core.languages import LEVELS, language_name
from app.core.text import _, plural, show
from app.core.week_reading import SHORT as DAYS
from app.models.offer import Sector
from app.services.offer_facts import CHILDREN, WOMEN, Offered, Seeker
from app.services.offer_overview import By, Gap, Overview
from app.services.people import GERMAN

MOST_SHOWN = 3
"""Offers named that do not fit."""
FAR = 1_000.0
"""Stands for kilometres that nobody knows."""
SHORTEST = 2
"""Hours that an offer takes at least: a single free hour helps nobody."""


@dataclass(frozen=True, slots=True)
class Instead:
    """An offer that exists, why it does not fit, and the icon for that."""

    offer_id: int
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class Host:
    """An organisation in the place that has room."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything about one gap."""

    title: str
    count: str
    seekers: tuple[tuple[int, str], ...]
    instead: tuple[Instead, ...]
    helps: str
    hosts: tuple[Host, ...]
    need: str
    """What to look for, in one line."""
    serves: int


def explain(found: Overview, gap: Gap) -> Explained:
    """The words about one gap."""
    row, column, cell = found.rows[gap.row], found.columns[gap.column], found.cell(gap)
    ids = set(cell.seekers)
    people = [one for one in found.facts.seekers if one.id in ids]
    what, when = _what(found, column.key), found.scope.when()
    best = _best_times(people, found.scope.mask, column.key if found.by == By.DAYS else "")
    care = _("mit Kinderbetreuung") if any(one.childcare for one in people) else ""
    speech = _speech(_listed(found, column.key), people)
    helps = ", ".join(filter(None, (best or _("Zeiten sind noch nicht bekannt"), care, speech)))
    return Explained(
        title=" ".join(filter(None, (f"{row.place}:", what, when, _("nichts")))),
        count=plural(len(people), _("1 Person sucht"), _("{n} Personen suchen")),
        seekers=tuple((one.id, _who(one)) for one in people),
        instead=tuple(_instead(found, column.key, people, row.key)),
        helps=f"{helps[:1].upper()}{helps[1:]}.",
        hosts=tuple(_hosts(found, row.key)),
        need=", ".join(filter(None, (f"{row.place}: {what}", best or when, care, speech))),
        serves=len(people),
    )


def _what(found: Overview, key: str) -> str:
    if found.by == By.DAYS:
        return _("am {day}").format(day=dict(zip(DAYS, _DAY_NAMES, strict=True))[key])
    if key == WOMEN:
        return _("für Frauen")
    if key == CHILDREN:
        return _("mit Kindern")
    return _(dict(Sector.options())[key])


_DAY_NAMES = (
    _("Montag"), _("Dienstag"), _("Mittwoch"), _("Donnerstag"), _("Freitag"), _("Samstag"), _("Sonntag"),
)  # fmt: skip


def _who(one: Seeker) -> str:
    """'Rahimzada, Zarghuna · seit 14 Wochen · mit Kinderbetreuung'."""
    parts = [one.name]
    if one.since:
        weeks = (today() - one.since).days // 7
        parts.append(plural(weeks, _("seit 1 Woche"), _("seit {n} Wochen")) if weeks else _("seit dieser Woche"))
    if one.childcare:
        parts.append(_("mit Kinderbetreuung"))
    return " · ".join(parts)


# ---------------------------------------------------------------- what exists


def _listed(found: Overview, key: str) -> list[Offered]:
    """What is offered anywhere of the kind that is missing."""
    return [one for one in found.facts.offers if key in one.columns or found.by == By.DAYS]


def _instead(found: Overview, key: str, people: Sequence[Seeker], place: str) -> Iterator[Instead]:
    """The offers that come nearest, each with the hurdle that stops most of these people."""
    from app.services.offer_demand import Offers, People, Ways, hurdles

    listed = _listed(found, key)
    if not listed:
        return
    offers = Offers(listed)
    way = Ways(found.facts).between(place, offers)
    judged = hurdles(People(people), offers, way)
    counts = {name: (~meets).sum(axis=0).tolist() for name, meets in judged.items()}
    kilometres = [FAR if one != one else one for one in way[0].tolist()]  # noqa: PLR0124 - NaN
    scores = []
    for number in range(len(listed)):
        stops = {name: count[number] for name, count in counts.items()}
        scores.append((sum(stops.values()), kilometres[number], number, stops))
    for _sum, km, number, stops in sorted(scores, key=lambda score: score[:3])[:MOST_SHOWN]:
        one = listed[number]
        hurdle = next((name for name in _SPOKEN if stops[name] == max(stops.values())), "time")
        text = ", ".join(filter(None, (one.name, _elsewhere(one, place), one.times)))
        why = _why(found, one, hurdle, stops[hurdle], len(people), km, place)
        yield Instead(one.id, f"{text}: {why}", _ICONS[hurdle])


_SPOKEN = ("room", "way", "time", "age", "language", "open")
_ICONS = {"room": "people", "way": "bus", "time": "open", "age": "person", "language": "person", "open": "person"}


def _elsewhere(one: Offered, place: str) -> str:
    return one.city if one.place != place else ""


def _why(found: Overview, one: Offered, hurdle: str, stopped: int, of: int, km: float, place: str) -> str:
    if stopped == 0:
        return _("passt einzelnen nicht")
    if hurdle == "room":
        return _("voll")
    if hurdle == "way":
        return _no_way(found, one, km, place)
    if hurdle == "time":
        if stopped < of:
            return _("{n} von {all} haben dann keine Zeit").format(n=stopped, all=of)
        return _("dann hat niemand von ihnen Zeit") if of > 1 else _("hat dann keine Zeit")
    if hurdle == "age":
        return _("für {n} von {all} nicht im Alter").format(n=stopped, all=of)
    if hurdle == "language":
        asked = f"{language_name(one.language)} {_(LEVELS[one.level][1])}"
        return _("verlangt {language}, das fehlt {n} von {all}").format(language=asked, n=stopped, all=of)
    return _("nicht für sie offen")


def _no_way(found: Overview, one: Offered, km: float, place: str) -> str:
    way = found.facts.ways.get(frozenset((place, one.place)))
    if way and way.last_return:
        line = " ".join(filter(None, (_("keine Rückfahrt"), f"({way.line})" if way.line else "")))
        return _("{line}, die letzte um {time} Uhr").format(line=line, time=show(way.last_return))
    if km < FAR:
        return _("{n} km, zu weit").format(n=max(round(km), 1))
    return _("der Weg ist nicht bekannt")


# ---------------------------------------------------------------- what would help


def _best_times(people: Sequence[Seeker], mask: int, only_day: str) -> str:
    """'Di oder Do ab 17 Uhr': the hours at which most of these people have time, on the days that reach as many."""
    counts: Counter[int] = Counter()
    for one in people:
        hours = one.mask & mask if mask else one.mask
        starts = [hour for hour in range(7 * 24) if _lasts(hours, hour)]
        counts.update(hour for hour in starts if not only_day or DAYS[hour // 24] == only_day)
    if not counts:
        return ""
    most = max(counts.values())
    first: dict[int, int] = {}
    for hour in sorted(hour for hour, count in counts.items() if count == most):
        first.setdefault(hour // 24, hour % 24)
    earliest = Counter(first.values()).most_common(1)[0][0]
    days = [DAYS[day] for day, hour in first.items() if hour == earliest]
    named = _(" oder ").join((", ".join(days[:-1]), days[-1])) if len(days) > 1 else days[0]
    text = _("{days} ab {hour} Uhr").format(days=named, hour=earliest)
    return text if most == len(people) else _("{text} (passt {n} von {all})").format(text=text, n=most, all=len(people))


def _speech(listed: Sequence[Offered], people: Sequence[Seeker]) -> str:
    """'mit Deutsch A1': the German with which all of these people can follow, where an offer asks more of one."""
    spoken = [one.speaks.get(GERMAN, 0) for one in people if one.speaks is not None]
    asked = max((one.level for one in listed if one.language == GERMAN), default=0)
    if not spoken or min(spoken) >= asked:
        return ""
    level = min(spoken)
    return _("mit Deutsch {level}").format(level=_(LEVELS[level][1])) if level else _("ohne Deutschkenntnisse")


def _lasts(hours: int, start: int) -> bool:
    """Whether two hours in a row begin here, on one day."""
    return start % 24 <= 24 - SHORTEST and all(hours >> (start + n) & 1 for n in range(SHORTEST))


def _hosts(found: Overview, place: str) -> Iterator[Host]:
    """Organisations in the place whose offers have room, those with most of it first."""
    room: Counter[tuple[int, str]] = Counter()
    for one in found.facts.offers:
        if one.place == place and one.organisation_id and one.free and one.free > 0:
            room[one.organisation_id, one.organisation] += one.free
    for (id, name), free in room.most_common(MOST_SHOWN):
        places = plural(free, _("1 Platz frei"), _("{n} Plätze frei"))
        yield Host(id, f"{name}: {places}.")
