"""Meetings of a pair: when, how long, what about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, aliased

from app.core.clock import today
from app.core.text import N_, _, show
from app.models.base import Entity, refers
from app.models.fields import Choice, derived, field
from app.models.pair import Pair
from app.models.person import Person


class MeetingForm(Choice):
    """How they met."""

    IN_PERSON = "in_person", N_("persönlich")
    PHONE = "phone", N_("telefonisch")
    ONLINE = "online", N_("online")


class PairMeeting(Entity):
    """One meeting of one pair."""

    __tablename__ = "pair_meeting"
    title, titles = N_("Treffen"), N_("Treffen")
    caption_label = N_("Treffen am")
    listed = ("caption", "pair_name", "minutes", "form", "topic", "next_step")

    pair_id: Mapped[int] = refers("pair", N_("Tandem"))
    day: Mapped[date] = field(N_("Tag"), default=today)
    minutes: Mapped[int] = field(N_("Dauer"), default=60, unit="min")
    form: Mapped[str] = field(N_("Form"), choice=MeetingForm, default=MeetingForm.IN_PERSON.value)
    topic: Mapped[str] = field(N_("Thema"), length=400, default="", search=True)
    next_step: Mapped[str] = field(N_("Nächster Schritt"), length=400, default="")

    def describe(self) -> str:
        """The day."""
        return show(self.day)

    def prepare(self) -> None:
        """The order of the captions is that of the days."""
        super().prepare()
        self.caption_key = self.day.isoformat()

    def rules(self) -> Iterator[tuple[str, str]]:
        """A meeting took place, and not for days."""
        if self.day > today():
            yield "day", _("Der Tag liegt in der Zukunft. Eingetragen wird, was stattgefunden hat.")
        if not 1 <= self.minutes <= 720:
            yield "minutes", _("Möglich sind 1 bis 720 Minuten.")


def _of_pair(what: object) -> object:
    return select(what).where(PairMeeting.pair_id == Pair.id).correlate(Pair).scalar_subquery()  # type: ignore[call-overload]


Pair.last_meeting = derived(N_("Letztes Treffen"), _of_pair(func.max(PairMeeting.day)), kind=date)
_mentees, _mentors = aliased(Person), aliased(Person)
PairMeeting.pair_name = derived(
    N_("Tandem"),
    select(_mentees.caption + " – " + _mentors.caption)
    .select_from(Pair)
    .join(_mentees, _mentees.id == Pair.mentee_id)
    .join(_mentors, _mentors.id == Pair.mentor_id)
    .where(Pair.id == PairMeeting.pair_id)
    .correlate(PairMeeting)
    .scalar_subquery(),
)
Pair.meetings = derived(N_("Treffen"), _of_pair(func.count()), kind=int)
