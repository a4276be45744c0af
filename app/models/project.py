"""Projects: what is funded, by whom, for how long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.core.text import N_, _
from app.models.base import Entity, refers
from app.models.fields import field


class Project(Entity):
    """A funded project (Vorhaben), or a part of one."""

    __tablename__ = "project"
    title, titles = N_("Projekt"), N_("Projekte")
    listed = ("caption", "reference", "starts", "ends")

    name: Mapped[str] = field(N_("Name"), length=120, search=True)
    parent_id: Mapped[int | None] = refers("project", N_("Teil von"))
    reference: Mapped[str] = field(N_("Aktenzeichen"), length=40, search=True, default="")
    programme: Mapped[str] = field(N_("Förderprogramm"), length=40, default="esf_plus_2021")
    starts: Mapped[date | None] = field(N_("Bewilligt von"))
    ends: Mapped[date | None] = field(N_("Bewilligt bis"))
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
    targets: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Target per indicator code, for instance {"EECO01": 50}."""

    def describe(self) -> str:
        """The project's name."""
        return self.name

    def rules(self) -> Iterator[tuple[str, str]]:
        """The period of the grant runs forward; a project is no part of itself."""
        if self.starts and self.ends and self.ends < self.starts:
            yield "ends", _("Das Ende liegt vor dem Beginn.")
        if self.parent_id == self.id:
            yield "parent_id", _("Ein Projekt kann nicht Teil von sich selbst sein.")
