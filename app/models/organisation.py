"""Organisations: clubs, companies, offices and everybody else who takes people in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.core.text import N_, _
from app.models.base import Entity
from app.models.fields import Choice, dialled, field, folded


class OrganisationKind(Choice):
    """As the project counts them."""

    SPORT = "sport", N_("Sportverein")
    CULTURE = "culture", N_("Kulturverein")
    HERITAGE = "heritage", N_("Heimatverein")
    CARNIVAL = "carnival", N_("Faschingsverein")
    FIRE = "fire", N_("Feuerwehr")
    COMPANY = "company", N_("Unternehmen")
    ADMINISTRATION = "administration", N_("Öffentliche Verwaltung")
    EDUCATION = "education", N_("Bildungsträger")
    COUNSELLING = "counselling", N_("Beratungsstelle")
    RELIGIOUS = "religious", N_("Religionsgemeinschaft")
    HOUSING = "housing", N_("Wohnungsgesellschaft")
    OTHER = "other", N_("Sonstige")


class Tie(Choice):
    """Social ties after Ager and Strang: what a contact there is for a person."""

    BOND = "bond", N_("Nähe")
    BRIDGE = "bridge", N_("Brücke")
    LINK = "link", N_("Zugang")


LINKS = frozenset({OrganisationKind.ADMINISTRATION, OrganisationKind.COUNSELLING, OrganisationKind.HOUSING})
EMPLOYERS = frozenset({OrganisationKind.COMPANY, OrganisationKind.ADMINISTRATION})
ADDRESS, WORK = N_("Anschrift"), N_("Zusammenarbeit")


class Organisation(Entity):
    """One organisation; who belongs to a religious one tells something protected (Art. 9 DSGVO)."""

    __tablename__ = "organisation"
    title, titles = N_("Organisation"), N_("Organisationen")
    listed = ("caption", "kind", "city")

    name: Mapped[str] = field(N_("Name"), length=160, search=True)
    short_name: Mapped[str] = field(N_("Kurzname"), length=40, default="", search=True)
    kind: Mapped[str] = field(N_("Art"), choice=OrganisationKind)
    own_community: Mapped[bool] = field(
        N_("Eigene Gemeinschaft"), default=False, help=N_("Zum Beispiel ein Verein von Landsleuten: zählt als Nähe")
    )
    street: Mapped[str] = field(N_("Straße und Hausnummer"), length=80, default="", group=ADDRESS)
    postcode: Mapped[str] = field(N_("PLZ"), length=10, default="", group=ADDRESS)
    city: Mapped[str] = field(N_("Ort"), length=60, default="", search=True, suggest="places", group=ADDRESS)
    city_key: Mapped[str] = folded("city")
    county: Mapped[str] = field(N_("Landkreis"), length=60, default="", group=ADDRESS)
    phone: Mapped[str] = field(N_("Telefon"), length=40, default="", rule=dialled, group=ADDRESS)
    email: Mapped[str] = field(N_("E-Mail"), length=120, default="", group=ADDRESS)
    website: Mapped[str] = field(N_("Internetseite"), length=160, default="", group=ADDRESS)
    since: Mapped[date | None] = field(N_("Beteiligt seit"), group=WORK)
    agreement: Mapped[date | None] = field(N_("Vereinbarung vom"), group=WORK)
    until: Mapped[date | None] = field(N_("Beteiligt bis"), group=WORK)
    channel: Mapped[str] = field(N_("Gewonnen über"), length=80, default="", suggest="channels", group=WORK)
    first_contact: Mapped[date | None] = field(N_("Erstkontakt"), group=WORK)
    notes: Mapped[str] = field(N_("Notizen"), length=4000, default="", multiline=True, group=N_("Notizen"))
    own: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Values of the office's own fields by the field's id as text."""

    def describe(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def sensitive(self) -> bool:
        """Whether belonging to it must not be seen by everybody."""
        return self.kind == OrganisationKind.RELIGIOUS

    @property
    def tie(self) -> Tie:
        """What a contact there is for a person; follows from the kind, never asked."""
        if self.own_community:
            return Tie.BOND
        return Tie.LINK if self.kind in LINKS else Tie.BRIDGE

    def rules(self) -> Iterator[tuple[str, str]]:
        """Taking part runs forward; an address that can be written to."""
        if self.since and self.until and self.until < self.since:
            yield "until", _("Das Ende liegt vor dem Beginn.")
        if self.email and ("@" not in self.email.strip("@") or " " in self.email):
            yield "email", _("Die E-Mail-Adresse ist unvollständig. Bitte in der Form name@anbieter.de schreiben.")
