"""People: one record for one human being, whatever the roles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from app.core.clock import today
from app.core.countries import spellings
from app.core.din91379 import check
from app.core.partial_date import PartialDate
from app.core.tags import Tags
from app.core.text import N_, _
from app.core.traits import FIELDS, Traits
from app.core.week_times import WeekTimes
from app.models.base import Entity, refers
from app.models.fields import Choice, PartialDateType, TagsType, WeekTimesType, dialled, field, folded


class Gender(Choice):
    """As in German civil status law."""

    FEMALE = "female", N_("weiblich")
    MALE = "male", N_("männlich")
    DIVERSE = "diverse", N_("divers")
    NONE = "none", N_("ohne Eintrag")


class YesNo(Choice):
    """Where not knowing is a third possibility."""

    YES = "yes", N_("ja")
    NO = "no", N_("nein")


class Mobility(Choice):
    """How somebody gets around."""

    FOOT = "foot", N_("zu Fuß oder mit dem Rad")
    PUBLIC = "public", N_("Bus und Bahn")
    CAR = "car", N_("Auto")


NAME, ORIGIN, WAYS = N_("Name"), N_("Geburt und Herkunft"), N_("Zeit und Wege")


def _of_country(label: str) -> MappedColumn[str]:
    """A country or nationality as somebody typed it, found by anything it is called."""
    return field(label, length=60, default="", suggest="countries", spellings=spellings, group=ORIGIN)


class Person(Entity):
    """One human being."""

    __tablename__ = "person"
    title, titles = N_("Person"), N_("Personen")
    listed = ("caption", "role_codes", "city")
    # Tells who seems to be there twice, and who is of age, without the long rows themselves.
    indexes = (Index(None, "caption_key", "born", "anonymised"),)

    last_name: Mapped[str] = field(
        N_("Nachname"), length=120, search=True, default="", rule=check, as_typed=True, group=NAME
    )
    first_names: Mapped[str] = field(
        N_("Vorname"), length=120, search=True, default="", rule=check, as_typed=True, group=NAME
    )
    birth_name: Mapped[str] = field(
        N_("Geburtsname"), length=120, search=True, default="", rule=check, as_typed=True, group=NAME
    )
    original_name: Mapped[str] = field(N_("Name in Originalschrift"), length=160, search=True, default="", group=NAME)
    family_first: Mapped[bool] = field(
        N_("Familienname zuerst"), default=False, group=NAME, help=N_("Zum Beispiel Nguyễn Thị Thu Hà")
    )
    gender: Mapped[str | None] = field(N_("Geschlecht"), choice=Gender, group=ORIGIN)
    born: Mapped[PartialDate | None] = field(
        N_("Geburtsdatum"),
        column=PartialDateType,
        group=ORIGIN,
        help=N_("TT.MM.JJJJ, auch MM.JJJJ oder nur das Jahr"),
    )
    birth_place: Mapped[str] = field(N_("Geburtsort"), length=80, default="", suggest="places", group=ORIGIN)
    birth_country: Mapped[str] = _of_country(N_("Geburtsland"))
    nationality: Mapped[str] = _of_country(N_("Staatsangehörigkeit"))
    second_nationality: Mapped[str] = _of_country(N_("Zweite Staatsangehörigkeit"))
    arrived: Mapped[PartialDate | None] = field(N_("In Deutschland seit"), column=PartialDateType, group=ORIGIN)
    street: Mapped[str] = field(N_("Straße und Hausnummer"), length=80, default="", group=N_("Anschrift"), contact=True)
    postcode: Mapped[str] = field(N_("PLZ"), length=10, default="", group=N_("Anschrift"))
    city: Mapped[str] = field(
        N_("Wohnort"), length=60, default="", search=True, suggest="places", group=N_("Anschrift")
    )
    city_key: Mapped[str] = folded("city")
    district: Mapped[str] = field(N_("Ortsteil"), length=60, default="", search=True, group=N_("Anschrift"))
    phone: Mapped[str] = field(N_("Telefon"), length=40, default="", rule=dialled, group=N_("Kontakt"), contact=True)
    email: Mapped[str] = field(N_("E-Mail"), length=120, default="", group=N_("Kontakt"), contact=True)
    preferred_language: Mapped[str] = field(
        N_("Bevorzugte Sprache"), length=40, default="", suggest="languages", group=N_("Kontakt")
    )
    occupation: Mapped[str] = field(N_("Beruf"), length=80, default="", suggest="professions", group=N_("Beruf"))
    wished_occupation: Mapped[str] = field(
        N_("Berufswunsch"), length=80, default="", suggest="professions", group=N_("Beruf")
    )
    interests: Mapped[Tags | None] = field(N_("Interessen"), column=TagsType, suggest="interests", group=N_("Beruf"))
    times: Mapped[WeekTimes | None] = field(N_("Verfügbar"), column=WeekTimesType, group=WAYS)
    mobility: Mapped[str | None] = field(N_("Mobilität"), choice=Mobility, group=WAYS)
    radius: Mapped[int | None] = field(N_("Weg höchstens"), unit="km", group=WAYS)
    children: Mapped[str | None] = field(N_("Hat Kinder"), choice=YesNo, group=WAYS)
    childcare: Mapped[str | None] = field(N_("Kinderbetreuung nötig"), choice=YesNo, group=WAYS)
    household_id: Mapped[int | None] = refers("household", N_("Haushalt"), WAYS)
    notes: Mapped[str] = field(N_("Notizen"), length=4000, default="", multiline=True, group=N_("Notizen"))
    own: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Values of the office's own fields by the field's id as text."""
    anonymised: Mapped[date | None] = mapped_column()
    """The day on which everything that tells who this is was taken away; what statistics need stays."""

    def describe(self) -> str:
        """'Al-Haddad, Rim'; family-first names and single names without a comma; 'anonymisiert 012345'."""
        if self.anonymised:
            return f"{self.last_name} {self.id % 1_000_000:06}"
        comma = " " if self.family_first else ", "
        return comma.join(part for part in (self.last_name, self.first_names) if part)

    @property
    def full_name(self) -> str:
        """'Rim Al-Haddad' as in headings, sentences and on certificates."""
        parts = (self.first_names, self.last_name)
        return " ".join(part for part in (reversed(parts) if self.family_first else parts) if part)

    def double_keys(self) -> set[str]:
        """Keys of names, day of birth, post code and contact."""
        return Traits.of({name: getattr(self, name) for name in FIELDS}).keys()

    def rules(self) -> Iterator[tuple[str, str]]:
        """A name, a possible birth date, an address that can be written to."""
        if not self.last_name and not self.first_names:
            yield "last_name", _("Der Name fehlt. Ein einzelner Name genügt.")
        if self.born and self.born.earliest() > today():
            yield "born", _("Das Geburtsdatum liegt in der Zukunft.")
        elif self.born and self.born.year < 1900:
            yield "born", _("Das Geburtsdatum liegt vor 1900. Bitte prüfen.")
        if self.born and self.arrived and self.arrived.latest() < self.born.earliest():
            yield "arrived", _("Die Einreise liegt vor der Geburt.")
        if self.arrived and self.arrived.earliest() > today():
            yield "arrived", _("Die Einreise liegt in der Zukunft.")
        if self.radius is not None and not 0 <= self.radius <= 500:
            yield "radius", _("Möglich sind 0 bis 500 Kilometer.")
        if self.email and ("@" not in self.email.strip("@") or " " in self.email):
            yield "email", _("Die E-Mail-Adresse ist unvollständig. Bitte in der Form name@anbieter.de schreiben.")
