"""The people who are there already, as far as rows of a list may mean them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.fold import fold
from app.core.partial_date import PartialDate
from app.models import Participation, Person

ALIKE = 0.84
"""From this likeness on, two names with the same birth date may be one person with a slip of the pen."""
CHUNK = 500


class Key(NamedTuple):
    """By what a person is known again."""

    name: str
    born: PartialDate | None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Key:
        """The key of a person with these VALUES."""
        return cls(name_key(values.get("last_name"), values.get("first_names")), values.get("born"))

    def may_be(self, other: Key) -> bool:
        """Whether two people of the same name can be one: what is known of their birth dates does not differ."""
        if self.born is None or other.born is None:
            return True
        shorter, longer = sorted((str(self.born), str(other.born)), key=len)
        return longer.startswith(shorter)


def name_key(last: str | None, first: str | None) -> str:
    """A name as it is compared; which part is which matters."""
    return f"{fold(last or '')}|{fold(first or '')}"


class People:
    """Somebody known: by key, by name alone, by birth date alone."""

    def __init__(self) -> None:
        self.keys: dict[Key, list[int]] = defaultdict(list)
        self.names: dict[str, list[tuple[Key, int]]] = defaultdict(list)
        self.born: dict[PartialDate, list[tuple[str, int]]] = defaultdict(list)

    def add(self, key: Key, who: int) -> None:
        """WHO is an id, or the number of a row."""
        self.keys[key].append(who)
        self.names[key.name].append((key, who))
        if key.born and key.born.complete:
            self.born[key.born].append((key.name, who))

    def same(self, key: Key) -> list[int]:
        """Those with this name and birth date."""
        return self.keys.get(key, [])

    def perhaps(self, key: Key) -> list[int]:
        """Those with this name whose birth date may be the same, and those born that day with a name like it."""
        found = [who for other, who in self.names.get(key.name, ()) if other.may_be(key)]
        if key.born and key.born.complete:
            found += [who for name, who in self.born.get(key.born, ()) if name != key.name and alike(name, key.name)]
        return found


def alike(one: str, other: str) -> bool:
    """Whether two names differ only by a slip of the pen, or last and first names stand in another order."""
    if sorted(one.split("|")) == sorted(other.split("|")):
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


class Known(People):
    """Everybody in the file."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.captions: dict[int, str] = {}
        self.name_of: dict[int, str] = {}
        query = select(Person.id, Person.caption, Person.last_name, Person.first_names, Person.born)
        for id, caption, last, first, born in session.execute(query.order_by(Person.id)):
            self.captions[id] = caption
            self.name_of[id] = name_key(last, first)
            self.add(Key(self.name_of[id], born), id)
        numbers = select(Participation.number, Participation.person_id).order_by(Participation.id)
        self.numbers: dict[str, set[int]] = defaultdict(set)
        for number, person in session.execute(numbers):
            self.numbers[number.upper()].add(person)

    def stored(self, ids: Iterable[int], names: Iterable[str]) -> dict[int, tuple[int, dict[str, Any]]]:
        """Version and values of these people."""
        wanted, shown = sorted(set(ids)), list(names)
        columns = [getattr(Person, name) for name in shown]
        return dict(self._stored(wanted, shown, columns))

    def _stored(
        self, ids: list[int], names: list[str], columns: list[Any]
    ) -> Iterator[tuple[int, tuple[int, dict[str, Any]]]]:
        for start in range(0, len(ids), CHUNK):
            here = Person.id.in_(ids[start : start + CHUNK])
            for id, version, *values in self.session.execute(select(Person.id, Person.version, *columns).where(here)):
                yield id, (version, dict(zip(names, values, strict=True)))
