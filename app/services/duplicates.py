"""People who are likely the same: while one is being typed, and in the whole file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.likeness import Frequencies, Likeness, compare
from app.core.progress import Progress
from app.core.text import _, show
from app.core.traits import FIELDS, Traits
from app.models import NotDuplicate, Person, SearchToken
from app.models.base import DOUBLE
from app.models.work import Work

POSSIBLE, LIKELY = 0.25, 0.5
"""From these scores on somebody is worth a look while a person is typed, or belongs into the list of doubles."""
CONSIDERED = 150
"""So many people, those with most in common first, are compared with one who is being typed."""
LARGEST_BLOCK = 300
"""Keys that more people share tell nothing; doubles among them share others."""
KIND = Person.__tablename__ + DOUBLE


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the person that is being typed."""

    id: int
    caption: str
    score: float
    reasons: tuple[str, ...] = ()
    details: str = ""
    """'geb. 14.03.1991, Bad Blankenburg': by what people know them apart."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one; the first was entered earlier."""

    first: int
    second: int
    captions: tuple[str, str]
    score: float
    reasons: tuple[str, ...] = ()
    details: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class _Known:
    """A stored person, as far as it is compared."""

    id: int
    caption: str
    traits: Traits
    city: str

    @property
    def details(self) -> str:
        """Date of birth and place, as far as they are known."""
        born = _("geb. {day}").format(day=show(self.traits.born)) if self.traits.born else ""
        return ", ".join(filter(None, (born, self.city)))


def similar(
    session: Session, values: Mapping[str, Any], limit: int = 5, least: float = POSSIBLE, besides: int | None = None
) -> list[Candidate]:
    """Who may be the person with these VALUES, any part of the fields, best first; never the person BESIDES."""
    typed = Traits.of(values)
    known = [one for one in _people(session, _sharing(session, typed.keys())) if one.id != besides]
    if not known:
        return []
    return _best(typed, known, _frequencies(session, typed), limit, least)


def likely(session: Session, values: Mapping[str, Any]) -> list[Candidate]:
    """Who is likely the person with these VALUES: for lists that are brought in, where nobody looks at each row."""
    return similar(session, values, least=LIKELY)


class Register:
    """Everybody in the file at once, for long lists in which each row may be somebody who is there already.

    Reading all costs some seconds per 100,000 people; then a row takes a third of what `similar` takes.
    """

    def __init__(self, session: Session, progress: Progress | None = None) -> None:
        progress = progress or Progress()
        self._people = list(progress.over(_people(session), _("Personen werden gelesen")))
        self._frequencies = Frequencies.of([one.traits for one in self._people])
        self._blocks: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self._people):
            for key in one.traits.keys():  # noqa: SIM118 - the keys by which doubles are found, no mapping's
                self._blocks[key].append(place)

    def likely(self, _session: Session, values: Mapping[str, Any]) -> list[Candidate]:
        """Who is likely the person with these VALUES, as the function of this name says."""
        typed = Traits.of(values)
        shared = Counter(place for key in typed.keys() for place in self._blocks.get(key, ()))  # noqa: SIM118
        places = sorted(shared, key=lambda place: (-shared[place], self._people[place].id))[:CONSIDERED]
        return _best(typed, [self._people[place] for place in places], self._frequencies, 5, LIKELY)


def all_pairs(session: Session, progress: Progress | None = None, least: float = LIKELY) -> list[Pair]:
    """Everybody in the file who is likely there twice, surest first; without those found to be different people."""
    progress = progress or Progress()
    people = list(progress.over(_people(session), _("Personen werden gelesen")))
    frequencies = Frequencies.of([one.traits for one in people])
    different = _different(session)
    found: list[Pair] = []
    for one, other in _pairs_to_compare(people, progress):
        if (one.id, other.id) in different:
            continue
        if likeness := compare(one.traits, other.traits, frequencies, least=least):
            found.append(_pair(one, other, likeness))
    return sorted(found, key=lambda pair: (-pair.score, pair.captions, pair.first, pair.second))


def _best(
    typed: Traits, known: Iterable[_Known], frequencies: Frequencies, limit: int, least: float
) -> list[Candidate]:
    """Those who are like enough, best first."""
    compared = ((one, compare(typed, one.traits, frequencies, least=least)) for one in known)
    found = sorted(
        ((one, likeness) for one, likeness in compared if likeness),
        key=lambda pair: (-pair[1].score, pair[0].caption, pair[0].id),
    )
    return [Candidate(one.id, one.caption, alike.score, alike.reasons, one.details) for one, alike in found[:limit]]


def mark_different(work: Work, one_id: int, other_id: int) -> NotDuplicate:
    """Remember that two people are not the same; they are not offered again."""
    first, second = sorted((one_id, other_id))
    for id in (first, second):
        work.get(Person, id)
    work.session.flush()
    query = select(NotDuplicate).where(NotDuplicate.first_id == first, NotDuplicate.second_id == second)
    return work.session.scalars(query).one_or_none() or work.add(NotDuplicate(first_id=first, second_id=second))


def _pair(one: _Known, other: _Known, likeness: Likeness) -> Pair:
    return Pair(
        one.id, other.id, (one.caption, other.caption), likeness.score, likeness.reasons, (one.details, other.details)
    )


def _sharing(session: Session, keys: set[str]) -> Sequence[int]:
    """Those who share a key, most keys first."""
    if not keys:
        return []
    query = select(SearchToken.record_id).where(SearchToken.kind == KIND, SearchToken.token.in_(sorted(keys)))
    query = query.group_by(SearchToken.record_id).order_by(func.count().desc(), SearchToken.record_id)
    return session.scalars(query.limit(CONSIDERED)).all()


def _people(session: Session, ids: Sequence[int] | None = None) -> list[_Known]:
    """These people, or all, in the order in which they were entered."""
    columns = [getattr(Person, name) for name in FIELDS]
    query = select(Person.id, Person.caption, *columns).order_by(Person.id)
    if ids is not None:
        query = query.where(Person.id.in_(ids))
    rows = session.execute(query)
    given = ((id, caption, dict(zip(FIELDS, row, strict=True))) for id, caption, *row in rows)
    return [_Known(id, caption, Traits.of(values), values["city"]) for id, caption, values in given]


def _frequencies(session: Session, typed: Traits) -> Frequencies:
    """How common the typed names are; the search knows under which words people are found."""
    words = {*typed.last, *typed.first, *typed.birth}
    query = select(SearchToken.token, func.count()).where(SearchToken.kind == Person.__tablename__)
    counted = session.execute(query.where(SearchToken.token.in_(sorted(words))).group_by(SearchToken.token))
    total = session.scalar(select(func.count()).select_from(Person)) or 1
    return Frequencies({word: count for word, count in counted}, total)


def _different(session: Session) -> set[tuple[int, int]]:
    """Pairs about which somebody decided that they are two people."""
    rows = session.execute(select(NotDuplicate.first_id, NotDuplicate.second_id))
    return {(min(pair), max(pair)) for pair in rows}


def _pairs_to_compare(people: Sequence[_Known], progress: Progress) -> Iterator[tuple[_Known, _Known]]:
    """Every pair that shares a key, once."""
    keys = [one.traits.keys() for one in people]
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(keys):
        for key in own:
            blocks[key].append(place)
    shared = {key: places for key, places in blocks.items() if 1 < len(places) <= LARGEST_BLOCK}
    useful = [own & shared.keys() for own in keys]
    for key in progress.over(sorted(shared), _("Personen werden verglichen")):
        for one, other in combinations(shared[key], 2):
            if min(useful[one] & useful[other]) == key:
                yield people[one], people[other]
