"""What a pair does: meetings, goals and their reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.errors import Invalid
from app.core.text import _, show
from app.models import Pair, PairGoal, PairMeeting
from app.models.pair import PairState
from app.models.pair_goal import GoalState
from app.models.pair_meeting import MeetingForm
from app.models.work import Work
from app.services.pairs import REVIEW_MONTHS, months_later

USUAL_MINUTES = 60
NEXT_STEP = ";"
"""Parts what they spoke about from what comes next, in the one line of the quick entry."""


@dataclass(frozen=True)
class Habit:
    """How a pair met last time, which is how the next meeting is likely to be."""

    minutes: int = USUAL_MINUTES
    form: str = MeetingForm.IN_PERSON.value


@dataclass(frozen=True)
class Sums:
    """All meetings of a pair together."""

    count: int
    minutes: int

    @property
    def hours(self) -> float:
        """Hours of sixty minutes."""
        return self.minutes / 60


def add_meeting(work: Work, pair_id: int, day: date, minutes: int, form: str, text: str = "") -> PairMeeting:
    """Enter a meeting; TEXT is the topic, and after a semicolon the next step."""
    pair = work.get(Pair, pair_id)
    if pair.state == PairState.PROPOSED:
        raise Invalid({"day": _("Dieses Tandem hat sich noch nicht kennengelernt.")})
    if pair.ended and day > pair.ended:
        raise Invalid({"day": _("Das Tandem ist seit dem {day} beendet.").format(day=show(pair.ended))})
    if pair.proposed and day < pair.proposed:
        sentence = _("Das Tandem gibt es erst seit dem {day}. Bitte prüfen Sie den Tag.")
        raise Invalid({"day": sentence.format(day=show(pair.proposed))})
    topic, _semicolon, step = text.partition(NEXT_STEP)
    given = {"day": day, "minutes": minutes, "form": form, "topic": topic.strip(), "next_step": step.strip()}
    return work.add(PairMeeting(pair_id=pair_id, **given))


def change_meeting(work: Work, meeting_id: int, version: int, **values: object) -> None:
    """Correct a meeting."""
    work.update(work.get(PairMeeting, meeting_id, version), values)


def drop_meeting(work: Work, meeting_id: int) -> None:
    """Remove a meeting that was entered by mistake."""
    work.delete(work.get(PairMeeting, meeting_id))


def meetings(session: Session, pair_id: int) -> list[PairMeeting]:
    """All meetings, the latest first."""
    order = PairMeeting.day.desc(), PairMeeting.id.desc()
    return list(session.scalars(select(PairMeeting).where(PairMeeting.pair_id == pair_id).order_by(*order)))


def habit(session: Session, pair_id: int) -> Habit:
    """Minutes and form of the last meeting."""
    order = PairMeeting.day.desc(), PairMeeting.id.desc()
    query = select(PairMeeting.minutes, PairMeeting.form).where(PairMeeting.pair_id == pair_id).order_by(*order)
    found = session.execute(query.limit(1)).first()
    return Habit(*found) if found else Habit()


def sums(session: Session, pair_id: int) -> Sums:
    """How many meetings, and how long all together."""
    query = select(func.count(), func.coalesce(func.sum(PairMeeting.minutes), 0)).where(PairMeeting.pair_id == pair_id)
    count, minutes = session.execute(query).one()
    return Sums(count, int(minutes))


def goals(session: Session, pair_id: int) -> list[PairGoal]:
    """The goals in the order in which they were set."""
    return list(session.scalars(select(PairGoal).where(PairGoal.pair_id == pair_id).order_by(PairGoal.id)))


def add_goal(work: Work, pair_id: int, text: str, note: str = "") -> PairGoal:
    """Set another goal."""
    return work.add(PairGoal(pair_id=pair_id, text=text.strip(), note=note.strip()))


def change_goal(work: Work, goal_id: int, version: int, text: str, state: str, note: str = "") -> None:
    """Say how far a goal is; the day follows the state."""
    goal = work.get(PairGoal, goal_id, version)
    day = goal.day if state == goal.state else (None if state == GoalState.OPEN else today())
    work.update(goal, {"text": text.strip(), "state": state, "day": day, "note": note.strip()})


def review(work: Work, pair_id: int, on: date, following: date | None = None) -> None:
    """Note that the goals were looked at together, and when that comes next."""
    pair = work.get(Pair, pair_id)
    if on > today():
        raise Invalid({"reviewed": _("Der Tag liegt in der Zukunft.")})
    following = following or months_later(on, REVIEW_MONTHS)
    if following <= on:
        raise Invalid({"next_review": _("Die nächste Prüfung liegt nicht nach dieser.")})
    work.update(pair, {"reviewed": on, "next_review": following})
