"""Projects: what is funded, by whom, for how long."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from app.core.resources import resource
from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import field, readable, typed_lines

_GOAL = re.compile(r"(?P<code>[A-Za-z]+\d+)\s*[:=]?\s*(?P<target>\d{1,7})")


def parse_goals(text: str) -> dict[str, int]:
    """The targets per indicator, typed one per line as 'EECO01: 120'."""
    problem = _("Bitte Code und Zahl schreiben, zum Beispiel „EECO01: 120“.")
    return {line["code"].upper(): int(line["target"]) for line in typed_lines(text, _GOAL, problem)}


def programmes() -> tuple[tuple[str, str], ...]:
    """(id, title) of the funding programmes that ship with the program; each is one file."""
    found = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in resource("programmes").glob("*.toml")}
    return tuple((id, str(found[id].get("title", id))) for id in sorted(found))


class Project(Entity):
    """A funded project (Vorhaben), or a part of one."""

    __tablename__ = "project"
    title, titles = N_("Projekt"), N_("Projekte")
    listed = ("caption", "reference", "starts", "ends")

    name: Mapped[str] = field(N_("Name"), length=120, search=True)
    parent_id: Mapped[int | None] = refers("project", N_("Teil von"))
    reference: Mapped[str] = field(N_("Aktenzeichen"), length=40, search=True, default="")
    programme: Mapped[str] = field(N_("Förderprogramm"), length=40, default="esf_plus_2021", options=programmes())
    starts: Mapped[date | None] = field(N_("Bewilligt von"))
    ends: Mapped[date | None] = field(N_("Bewilligt bis"))
    sites: Mapped[str] = field(
        N_("Standorte"), length=1000, default="", multiline=True, help=N_("Eine Zeile je Standort: Landkreis, VHS")
    )
    last_payment: Mapped[date | None] = field(N_("Letzte Zahlung am"), group=N_("Abschluss"))
    proof_submitted: Mapped[date | None] = field(N_("Verwendungsnachweis vom"), group=N_("Abschluss"))
    code: Mapped[str] = field(
        N_("Kürzel für Bescheinigungen"), length=8, default="CH", help=N_("Steht vor jeder Nummer: SSA-2026-0152")
    )
    participant_code: Mapped[str] = field(N_("Kürzel für Teilnehmende"), length=8, default="CH")
    carrier: Mapped[str] = field(N_("Träger"), length=120, default="", group=N_("Träger"))
    carrier_street: Mapped[str] = field(N_("Straße und Hausnummer"), length=80, default="", group=N_("Träger"))
    carrier_city: Mapped[str] = field(N_("PLZ und Ort"), length=80, default="", group=N_("Träger"))
    carrier_note: Mapped[str] = field(N_("Zusatz im Briefkopf"), length=120, default="", group=N_("Träger"))
    issued_at: Mapped[str] = field(N_("Ausstellungsort"), length=60, default="", group=N_("Träger"))
    placeholders: Mapped[bool] = field(
        N_("Plätze für Logos und Siegel"),
        default=False,
        group=N_("Träger"),
        help=N_("Druckt gestrichelte Felder, in die Logos und Siegel gehören"),
    )
    head: Mapped[str] = field(N_("Unterschrift der Leitung"), length=80, default="", group=N_("Träger"))
    head_function: Mapped[str] = field(N_("Funktion der Leitung"), length=80, default="", group=N_("Träger"))
    goals: Mapped[str] = field(
        N_("Ziele"),
        length=2000,
        default="",
        multiline=True,
        rule=readable(parse_goals),
        group=N_("Ziele"),
        help=N_("Eine Zeile je Indikator, zum Beispiel „EECO01: 120“"),
    )

    @property
    def targets(self) -> dict[str, int]:
        """Target per indicator code, for instance {"EECO01": 120}."""
        return parse_goals(self.goals)

    def describe(self) -> str:
        """The project's name."""
        return self.name

    def rules(self) -> Iterator[tuple[str, str]]:
        """The period of the grant runs forward; a project is no part of itself."""
        if self.starts and self.ends and self.ends < self.starts:
            yield "ends", _("Das Ende liegt vor dem Beginn.")
        if self.parent_id == self.id:
            yield "parent_id", _("Ein Projekt kann nicht Teil von sich selbst sein.")
