"""What two records of one person mean for pairs: nobody gets more mentees than places, or one mentor twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.core.text import _
from app.models import Pair, Person, Role
from app.models.pair import HOLDING
from app.models.role import RoleKind
from app.services.participations import root


def obstacles(session: Session, keep_id: int, drop_id: int) -> Iterator[str]:
    """Why the two cannot be one before a pair has ended or a role offers more places."""
    yield from _crowded(session, keep_id, drop_id)
    yield from _twice(session, keep_id, drop_id)


def remarks(session: Session, keep_id: int, drop_id: int) -> Iterator[str]:
    """A mentee with several mentors is possible, but nobody may have meant it."""
    held = _held(session, keep_id, drop_id)
    mine, theirs = ([one for one in held if one.mentee_id == id] for id in (keep_id, drop_id))
    if mine and theirs and not {one.mentor_id for one in mine} & {one.mentor_id for one in theirs}:
        numbers = ", ".join(sorted(one.number for one in (*mine, *theirs)))
        yield _("Danach laufen für sie oder ihn mehrere Tandems: {numbers}. Bitte prüfen.").format(numbers=numbers)


def _crowded(session: Session, keep_id: int, drop_id: int) -> Iterator[str]:
    """A mentor's places are those of the largest role in a whole project; too many before is no reason to refuse."""
    held = [one for one in _held(session, keep_id, drop_id) if one.mentor_id in (keep_id, drop_id)]
    taken = Counter(root(session, one.project_id).id for one in held)
    touched = {root(session, one.project_id).id for one in held if one.mentor_id == drop_id}
    places: dict[int, int] = defaultdict(int)
    query = select(Role.project_id, Role.capacity).where(
        Role.person_id.in_((keep_id, drop_id)),
        Role.kind == RoleKind.MENTOR.value,
        or_(Role.until.is_(None), Role.until >= today()),
    )
    for project_id, capacity in session.execute(query):
        whole = root(session, project_id).id
        places[whole] = max(places[whole], capacity)
    for whole in sorted(touched):
        if taken[whole] > places[whole]:
            sentence = _(
                "Zusammen begleiten beide {taken} Menschen, Plätze gibt es {places}. "
                "Bitte beenden Sie zuerst ein Tandem oder tragen Sie in der Rolle mehr Plätze ein."
            )
            yield sentence.format(taken=taken[whole], places=places[whole])


def _twice(session: Session, keep_id: int, drop_id: int) -> Iterator[str]:
    """Two running pairs of the same two people are one that was entered twice."""
    held = _held(session, keep_id, drop_id)
    for side, other in (("mentee_id", "mentor_id"), ("mentor_id", "mentee_id")):
        mine = {getattr(one, other): one for one in held if getattr(one, side) == keep_id}
        for one in held:
            if getattr(one, side) == drop_id and (twin := mine.get(getattr(one, other))):
                name = session.get_one(Person, getattr(one, other)).caption
                sentence = _("Beide haben ein laufendes Tandem mit {name}: {one} und {two}. Bitte beenden Sie eines.")
                yield sentence.format(name=name, one=twin.number, two=one.number)


def _held(session: Session, *person_ids: int) -> list[Pair]:
    query = select(Pair).where(
        or_(Pair.mentee_id.in_(person_ids), Pair.mentor_id.in_(person_ids)), Pair.state.in_(HOLDING)
    )
    return list(session.scalars(query.order_by(Pair.id)))
