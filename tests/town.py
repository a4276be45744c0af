"""The clubs of the pictures: the fire brigade with its placements, and Königsee where women look in vain."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from app.core.tags import Tags
from app.core.week_times import WeekTimes
from app.models import Travel
from app.models.db import Database
from app.models.project import Project
from tests import clubs
from tests.factories import add, course, person, project, role

CLUBS = (
    ("Boxring Saalebogen", "Saalfeld", 5, "Nijaz Delić"), ("FF Hainberg", "Remda", 3, "Silke Wohlfarth"),
    ("FF Rinnegrund", "Königsee", 0, "Uwe Trabitzsch"), ("FF Sormitztal", "Leutenberg", 4, "J. Querengässer"),
    ("Kanufreunde Saaleaue", "Rudolstadt", 2, "Maren Stüwe"), ("Kegelclub", "Kaulsdorf", None, "Bernd Lößnitz"),
    ("Radgruppe Lichte", "Oberweißbach", 7, "Anke Zöllner"), ("SG Loquitztal", "Probstzella", 8, "Falk Großmann"),
    ("SV Heidekraut", "Saalfeld", 0, "René Tröbs"), ("SV Heinebad", "Rudolstadt", 9, "Tuğba Şimşek"),
    ("TSV Am Anger", "Bad Blankenburg", 9, ""), ("TTV Maxhütte", "Unterwellenborn", 2, "Oľga Kováčová"),
    ("Turnverein Rinneblick", "Königsee", 12, "Dörte Sachse"),
)  # fmt: skip


def fill(db: Database, within: Project | None = None) -> dict[str, int]:
    """Store everything; the ids of what tests look at, by name."""
    p = within or project()
    brigade = clubs.club(short_name="FF Schwarzagrund", agreement=date(2025, 6, 2), county="Saalfeld-Rudolstadt")
    mosque = clubs.club("Moscheegemeinde Saalfeld", kind="religious", city="Saalfeld")
    contacts = [
        clubs.contact(brigade, first=True, email="kmoebus@ff-schwarzagrund.example"),
        clubs.contact(brigade, "Rıza Kaplan", function="Jugendwart", since=date(2025, 9, 1),
                      email="rkaplan@ff-schwarzagrund.example"),
        clubs.contact(brigade, "Dörthe Henkel", function="Kassenwartin, Verein", since=date(2022, 1, 1)),
        clubs.contact(brigade, "Dieter Amling", function="Wehrführer", since=date(2011, 5, 1), until=date(2024, 2, 29)),
        clubs.contact(brigade, "Nico Pabst", function="Jugendwart", since=date(2018, 1, 1), until=date(2025, 8, 31)),
    ]  # fmt: skip
    offers = [
        clubs.offer(brigade, "Übungsabend Einsatzabteilung", places=8),
        clubs.offer(brigade, "Jugendfeuerwehr", places=2, times=WeekTimes.parse("Sa 10–12"), age_to=17),
        clubs.offer(brigade, "Sommerfest-Team", places=1, sector="culture", valid_to=None),
    ]
    assistant, second = person("Dvořáčková", "Lenka", city="Saalfeld"), person("Barış", "Selin", city="Saalfeld")
    people = [
        person("Tekle", "Merhawi", gender="male"), person("Aliyev", "Rəşad", gender="male"),
        person("Nguyễn", "Văn Đức", gender="male", family_first=True), person("Petrenko", "Yuliia"),
        person("Hosseini", "Āzāde"), person("Omar", "Zahra"), person("Kovalenko", "Ihor", gender="male"),
    ]  # fmt: skip
    stages: list[dict[str, Any]] = [
        {"state": "member", "started": date(2026, 8, 31), "assistant_id": assistant.id, "offer_id": offers[0].id},
        {"state": "member", "started": date(2026, 4, 6), "assistant_id": assistant.id, "after_3": "yes",
         "after_3_on": date(2026, 7, 8), "after_6": "yes", "after_6_on": date(2026, 10, 7)},
        {"state": "member", "started": date(2026, 1, 20), "assistant_id": second.id, "after_3": "yes",
         "after_3_on": date(2026, 4, 21), "after_6": "yes", "after_6_on": date(2026, 7, 22)},
        {"state": "trial", "trial": date(2026, 11, 19), "trial_time": time(18, 30), "assistant_id": second.id},
        {"state": "asked", "asked": date(2026, 10, 29), "assistant_id": assistant.id, "offer_id": offers[0].id},
        {"state": "ended", "started": date(2025, 6, 1), "ended": date(2025, 10, 1), "end_reason": "Umzug nach Gera"},
        {"state": "ended", "started": date(2025, 6, 1), "ended": date(2025, 7, 1), "end_reason": "keine Zeit mehr"},
    ]  # fmt: skip
    placed = [
        clubs.placement(one, brigade, **{"proposed": None, "project_id": p.id} | stage)
        for one, stage in zip(people, stages, strict=True)
    ]
    placed.append(clubs.placement(people[0], mosque, state="member", proposed=None, started=date(2026, 5, 1)))
    papers = [clubs.qualification(assistant), clubs.qualification(second, valid_until=date(2026, 12, 15))]
    roles = [
        role(assistant, p, "integration_assistant", capacity=4),
        role(second, p, "integration_assistant", capacity=2),
    ]
    with db.work("anlegen") as work:
        add(work, *([] if within else [p]), brigade, mosque, *contacts, *offers, assistant, second, *people)
        add(work, *(clubs.consent(one) for one in people), *placed, *papers, *roles, course(p, "Grundlagen"))
        _others(work, p)
    return {"club": brigade.id, "mosque": mosque.id, "tekle": people[0].id, "project": p.id, "asked": placed[4].id}


def _others(work: Any, p: Project) -> None:
    sectors = ("sport", "culture", "language", "work", "volunteering")
    for number, (name, city, free, speaker) in enumerate(CLUBS):
        one = clubs.club(
            name, kind="fire" if name.startswith("FF") else "sport", city=city, county="Saalfeld-Rudolstadt"
        )
        work.add(one)
        if speaker:
            work.add(clubs.contact(one, speaker, function="Vorsitz"))
        work.add(clubs.offer(one, "Training", sector=sectors[number % 5], places=free, city=city,
                             times=WeekTimes.parse("Mi 17–19"), interests=Tags(("Training",))))  # fmt: skip
    breakfast = clubs.offer(None, "Frauenfrühstück", sector="culture", city="Königsee", open_to="women",
                            times=WeekTimes.parse("Mi 09–11"))  # fmt: skip
    sport = clubs.offer(None, "Frauensport", sector="sport", city="Bad Blankenburg", open_to="women",
                        times=WeekTimes.parse("Di 18–20"))  # fmt: skip
    add(
        work,
        breakfast,
        sport,
        Travel(start="Königsee", end="Bad Blankenburg", line="Bus 530", last_return=time(18, 14)),
    )
    times = WeekTimes.parse("Di 17–21, Do 17–20")
    for name in (("Rahimzada", "Zarghuna"), ("Ebrahimkhel", "Storai"), ("Çiftçi", "Mînê")):
        woman = person(*name, city="Königsee", times=times, childcare="yes" if name[0] == "Çiftçi" else None)
        add(work, woman, role(woman, p, women_only=True, since=date(2026, 8, 6)))
    for name in (("Sesay", "Fatmata"), ("Haile", "Selam")):
        one = person(*name, city="Kaulsdorf", times=times, interests=Tags(("Deutsch",)))
        add(work, one, role(one, p, since=date(2026, 9, 6)))
