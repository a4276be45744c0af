"""The office's list of interests: what is used how often, renaming, merging and deleting everywhere at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import String, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.tags import Tags
from app.core.text import _
from app.core.words import Words
from app.models import Interest, Offer, Person
from app.models.base import Entity
from app.models.work import Work

INTERESTS = "interests"
"""How fields name this list in `suggest`."""
USERS: tuple[type[Any], ...] = (Person, Offer)
"""The kinds of record that carry interests, in their column `interests`."""


def used(session: Session, ids: Sequence[int], entity: type[Any]) -> dict[int, int]:
    """How many records of ENTITY carry each of these interests; 0 is left out."""
    names = {name: id for id, name in session.execute(select(Interest.id, Interest.name).where(Interest.id.in_(ids)))}
    found: dict[int, int] = {}
    query = select(entity.interests, func.count()).where(_any_of(entity, names)).group_by(entity.interests)
    for tags, count in session.execute(query):
        for word in tags or ():
            if word in names:
                found[names[word]] = found.get(names[word], 0) + count
    return found


def carriers(session: Session, name: str) -> list[Entity]:
    """All records that carry the interest called NAME."""
    return [one for entity in USERS for one in _carriers(session, entity, name)]


def adopt(work: Work, tags: Iterable[str]) -> None:
    """Put words that are not on the list yet onto it."""
    known = Words(work.session.scalars(select(Interest.name)))
    for word in dict.fromkeys(tags):
        if known.same(word) is None and word not in known:
            work.add(Interest(name=word))


def rename(work: Work, interest: Interest, name: str) -> int:
    """Call an interest NAME, on the list and wherever it is carried; how many records carry it."""
    name = name.strip()
    other = work.session.scalars(select(Interest).where(Interest.name == name, Interest.id != interest.id)).first()
    if other:
        raise Invalid(
            {"name": _("„{name}“ steht schon auf der Liste. Führen Sie die beiden zusammen.").format(name=name)}
        )
    count = _replace(work, interest.name, name)
    work.update(interest, {"name": name})
    return count


def merge(work: Work, gone: Interest, kept: Interest) -> int:
    """Let KEPT stand for both; how many records carried the one that goes."""
    count = _replace(work, gone.name, kept.name)
    work.delete(gone)
    return count


def remove(work: Work, interest: Interest) -> int:
    """Take an interest off the list and from whoever carries it; how many records that were."""
    count = _replace(work, interest.name, None)
    work.delete(interest)
    return count


def _replace(work: Work, old: str, new: str | None) -> int:
    found = carriers(work.session, old)
    for record in found:
        carried: Any = getattr(record, "interests")  # noqa: B009 - not every Entity has it
        words = tuple(filter(None, (new if word == old else word for word in carried)))
        try:
            work.update(record, {"interests": Tags(words) or None})
        except ValueError as error:
            raise Invalid({"name": f"{record.caption}: {error}"}) from error
    return len(found)


def _carriers(session: Session, entity: type[Any], name: str) -> Iterator[Entity]:
    # LIKE ignores case on SQLite; what counts is the exact word.
    for record in session.scalars(select(entity).where(_carries(entity, name))):
        if name in tuple(record.interests or ()):
            yield record


def _carries(entity: type[Any], name: str) -> Any:
    return type_coerce(entity.interests, String).contains(f";{name};", autoescape=True)


def _any_of(entity: type[Any], names: Mapping[str, int]) -> Any:
    return or_(False, *(_carries(entity, name) for name in names))
