"""Places and ways as the office knows them better than the list that comes with the program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from sqlalchemy.orm import Mapped

from app.core.text import N_, _
from app.models.base import Entity
from app.models.fields import field


class Place(Entity):
    """One place that the office added or corrected."""

    __tablename__ = "place"
    title, titles = N_("Ort"), N_("Orte")
    listed = ("caption", "postcode", "county")

    name: Mapped[str] = field(N_("Ort"), length=60, search=True)
    postcode: Mapped[str] = field(N_("PLZ"), length=10, default="")
    county: Mapped[str] = field(N_("Landkreis"), length=60, default="")
    latitude: Mapped[float] = field(N_("Breite"), help=N_("Zum Beispiel 50,7189"))
    longitude: Mapped[float] = field(N_("Länge"), help=N_("Zum Beispiel 11,3278"))

    def describe(self) -> str:
        """The name."""
        return self.name

    def rules(self) -> Iterator[tuple[str, str]]:
        """Somewhere in Germany."""
        if not 47 <= self.latitude <= 55.1:
            yield "latitude", _("Die Breite liegt zwischen 47 und 55 Grad.")
        if not 5.8 <= self.longitude <= 15.1:
            yield "longitude", _("Die Länge liegt zwischen 6 und 15 Grad.")


class Travel(Entity):
    """How one gets from one place to another, and when the last way back leaves; holds both ways."""

    __tablename__ = "travel"
    title, titles = N_("Verbindung"), N_("Verbindungen")
    caption_label = N_("Strecke")
    listed = ("caption", "line", "minutes", "last_return")
    together = ("start", "end")

    start: Mapped[str] = field(N_("Von"), length=60, search=True)
    end: Mapped[str] = field(N_("Nach"), length=60, search=True)
    line: Mapped[str] = field(N_("Verbindung"), length=80, default="", help=N_("Zum Beispiel Bus 530"))
    minutes: Mapped[int | None] = field(N_("Fahrzeit"), unit="min")
    last_return: Mapped[time | None] = field(N_("Letzte Rückfahrt"))

    def describe(self) -> str:
        """'Rudolstadt – Königsee'."""
        return f"{self.start} – {self.end}"

    def rules(self) -> Iterator[tuple[str, str]]:
        """From one place to another, within a day."""
        if self.start.casefold() == self.end.casefold():
            yield "end", _("Start und Ziel sind derselbe Ort.")
        if self.minutes is not None and not 1 <= self.minutes <= 600:
            yield "minutes", _("Möglich sind 1 bis 600 Minuten.")
