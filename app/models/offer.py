"""Offers: what an organisation, or anybody, offers people: where, when, for whom, with how many places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import BindParameter, ColumnElement, and_, func, inspect, or_, select
from sqlalchemy.orm import Mapped, Session

from app.core.errors import Invalid
from app.core.languages import LANGUAGES, LEVELS
from app.core.tags import Tags
from app.core.text import N_, _, grouped, plural
from app.core.week_times import WeekTimes
from app.models.base import Entity, refers
from app.models.fields import TODAY, Choice, TagsType, WeekTimesType, derived, field, folded
from app.models.organisation import Organisation


class Sector(Choice):
    """Each offer counts in exactly one."""

    SPORT = "sport", N_("Sport")
    CULTURE = "culture", N_("Kultur")
    LANGUAGE = "language", N_("Deutsch")
    WORK = "work", N_("Arbeit")
    VOLUNTEERING = "volunteering", N_("Ehrenamt")
    COUNSELLING = "counselling", N_("Beratung")
    OTHER = "other", N_("Sonstiges")


class OpenTo(Choice):
    """Who may come."""

    ALL = "all", N_("alle")
    WOMEN = "women", N_("nur Frauen")
    MEN = "men", N_("nur Männer")


CHUNK = 500
"""Offers looked at in one statement."""
WHEN, WHO = N_("Ort und Zeit"), N_("Für wen")


class Offer(Entity):
    """One offer with its places."""

    __tablename__ = "offer"
    title, titles = N_("Angebot"), N_("Angebote")
    caption_label = N_("Titel")
    listed = ("caption", "provider", "sector", "city", "times", "free")

    name: Mapped[str] = field(N_("Titel"), length=160, search=True)
    organisation_id: Mapped[int | None] = refers("organisation", N_("Organisation"))
    sector: Mapped[str] = field(N_("Sparte"), choice=Sector)
    interests: Mapped[Tags | None] = field(N_("Interessen"), length=400, column=TagsType, suggest="interests")
    places: Mapped[int | None] = field(N_("Plätze"), help=N_("Leer heißt: nicht bekannt"))
    city: Mapped[str] = field(N_("Ort"), length=60, default="", search=True, suggest="places", group=WHEN)
    city_key: Mapped[str] = folded("city")
    postcode: Mapped[str] = field(N_("PLZ"), length=10, default="", group=WHEN)
    county: Mapped[str] = field(N_("Landkreis"), length=60, default="", group=WHEN)
    times: Mapped[WeekTimes | None] = field(N_("Zeiten"), column=WeekTimesType, group=WHEN)
    valid_from: Mapped[date | None] = field(N_("Gültig ab"), group=WHEN)
    valid_to: Mapped[date | None] = field(N_("Gültig bis"), group=WHEN)
    reachability: Mapped[str] = field(N_("Erreichbarkeit"), length=200, default="", group=WHEN)
    target_group: Mapped[str] = field(N_("Zielgruppe"), length=120, default="", group=WHO)
    open_to: Mapped[str] = field(N_("Offen für"), choice=OpenTo, default=OpenTo.ALL.value, group=WHO)
    age_from: Mapped[int | None] = field(N_("Alter ab"), group=WHO)
    age_to: Mapped[int | None] = field(N_("Alter bis"), group=WHO)
    language: Mapped[str | None] = field(N_("Sprache"), length=30, options=LANGUAGES, group=WHO)
    level: Mapped[str | None] = field(N_("Niveau mindestens"), length=30, options=LEVELS, group=WHO)
    with_children: Mapped[bool] = field(N_("Auch mit Kindern"), default=False, group=WHO)
    childcare: Mapped[bool] = field(N_("Kinderbetreuung"), default=False, group=WHO)
    cost: Mapped[str] = field(N_("Kosten"), length=80, default="", group=WHO)
    notes: Mapped[str] = field(N_("Notizen"), length=4000, default="", multiline=True, group=N_("Notizen"))

    def describe(self) -> str:
        """The title."""
        return self.name

    def rules(self) -> Iterator[tuple[str, str]]:
        """Possible ages, places and periods."""
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield "valid_to", _("Das Ende liegt vor dem Beginn.")
        if self.age_from is not None and self.age_to is not None and self.age_to < self.age_from:
            yield "age_to", _("Das höchste Alter liegt unter dem niedrigsten.")
        for name in ("age_from", "age_to"):
            if (age := getattr(self, name)) is not None and not 0 <= age <= 120:
                yield name, _("Möglich sind 0 bis 120 Jahre.")
        if self.places is not None and not 0 <= self.places <= 10_000:
            yield "places", _("Möglich sind 0 bis 10.000 Plätze.")
        if self.level and not self.language:
            yield "language", _("Zum Niveau fehlt die Sprache.")

    @classmethod
    def agree(cls, session: Session, records: Sequence[Offer]) -> None:
        """Places that are taken cannot be taken away."""
        changed = [one.id for one in records if inspect(one).attrs.places.history.has_changes()]
        keep_places(session, changed, "places")


def keep_places(session: Session, offer_ids: Collection[int], field_name: str) -> None:
    """Raise Invalid at FIELD_NAME when one of these offers has given more places than it has.

    Locks the offers until the end of the work: of two people who give the last place at once the second one waits here,
    and then sees what the first one did.
    """
    ids = sorted(offer_ids)
    for start in range(0, len(ids), CHUNK):
        of_these = Offer.id.in_(ids[start : start + CHUNK])
        session.execute(select(Offer.id).where(of_these).order_by(Offer.id).with_for_update(key_share=True))
        taken = inspect(Offer).attrs["taken"].columns[0]
        full = select(Offer.name, Offer.places, taken).where(of_these, Offer.places < taken).order_by(Offer.id)
        for name, places, count in session.execute(full):
            raise Invalid({field_name: _too_many(name, places, count)})


def _too_many(name: str, places: int, taken: int) -> str:
    """The sentence about an offer with more people than places."""
    sentence = _(
        "„{offer}“ hat {places}, vergeben wären {taken}. Bitte zuerst eine Vermittlung beenden oder die Plätze ändern."
    )
    return sentence.format(offer=name, places=plural(places, _("1 Platz"), _("{n} Plätze")), taken=grouped(taken))


def running(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """The condition for offers that are valid on DAY."""
    begun = or_(Offer.valid_from.is_(None), Offer.valid_from <= day)
    return and_(begun, or_(Offer.valid_to.is_(None), Offer.valid_to >= day))


Offer.provider = derived(
    N_("Organisation"),
    select(Organisation.caption).where(Organisation.id == Offer.organisation_id).correlate(Offer).scalar_subquery(),
)
Offer.for_children = derived(
    N_("Mit Kindern möglich"), or_(Offer.with_children.is_(True), Offer.childcare.is_(True)), kind=bool
)
Organisation.offers = derived(
    N_("Angebote"),
    select(func.count())
    .where(Offer.organisation_id == Organisation.id, running(TODAY))
    .correlate(Organisation)
    .scalar_subquery(),
    kind=int,
)
