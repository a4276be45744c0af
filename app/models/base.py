"""What every record has in common."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, MetaData, String, UniqueConstraint, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, Mapper, Session, declared_attr, mapped_column

from app.core.errors import Invalid
from app.core.fold import sort_key, tokens
from app.core.ids import new_id
from app.core.text import N_
from app.models.fields import KEY, KEY_LENGTH, Field, fields

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

ID = BigInteger().with_variant(Integer, "sqlite")
"""SQLite only keeps a column as its fast row id when it is declared INTEGER."""


class Base(DeclarativeBase):
    """All tables of the application."""

    metadata = MetaData(naming_convention=NAMING)


def refers(
    target: str, label: str = "", group: str = "", *, sensitive: bool = False, **options: Any
) -> MappedColumn[Any]:
    """A column that holds the id of a record in table TARGET.

    Checked at commit: so the order in which a work creates or deletes records, or an undo brings them back, never
    matters.
    """
    key = ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    info = {"field": Field(label, group, sensitive=sensitive), "target": target} if label else {"target": target}
    return mapped_column(BigInteger, key, info=info, **{"index": True} | options)


def _next_version(version: int | None) -> int:
    # A new record starts at the clock, so that a restored one never looks older than it was.
    return int(time.time()) if version is None else version + 1


class Entity(Base):
    """A record that people see, find, change, undo and never overwrite by accident."""

    __abstract__ = True

    title: ClassVar[str]
    titles: ClassVar[str]
    caption_label: ClassVar[str] = N_("Name")
    listed: ClassVar[tuple[str, ...]] = ("caption",)
    """Names of the columns that a list shows unless the person chose others."""
    together: ClassVar[tuple[str, ...]] = ()
    """Names of columns of which no two records have the same values."""
    indexes: ClassVar[tuple[Index, ...]] = ()
    """Further indexes, for questions that lists ask all the time."""

    id: Mapped[int] = mapped_column(ID, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
    caption: Mapped[str] = mapped_column(String(KEY_LENGTH), default="")
    caption_key: Mapped[str] = mapped_column(KEY, default="")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        return {"version_id_col": cls.version, "version_id_generator": _next_version}

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        unique = (UniqueConstraint(*cls.together),) if cls.together else ()
        return (Index(None, "caption_key", "id"), *unique, *cls.indexes)

    def __init__(self, **values: Any) -> None:
        """A new record has its id and its defaults at once, so that others can refer to it before it is stored."""
        fresh = {name: make() for name, make in _defaults(type(self)).items()}
        super().__init__(**({"id": new_id()} | fresh | values))

    def describe(self) -> str:
        """How this record is called in lists, links and messages."""
        return ""

    def rules(self) -> Iterator[tuple[str, str]]:
        """Rules between fields; yield (field name, sentence) for each one broken."""
        yield from ()

    def retract(self) -> bool:
        """Undo of its creation: True deletes the record; False when it only marks itself as void."""
        return True

    @classmethod
    def agree(cls, session: Session, records: Sequence[Any]) -> None:
        """Rules across records, looked at within each work after RECORDS were written or deleted; raises Invalid.

        Whoever writes – form, import, merge, undo – is checked here, also against what others store at the same time.
        """

    def validate(self) -> None:
        """Raise Invalid with one sentence per broken rule."""
        problems = {n: p for n, f in fields(type(self)).items() if (p := f.problem(getattr(self, n)))}
        for name, sentence in () if problems else self.rules():
            problems.setdefault(name, sentence)
        if problems:
            raise Invalid(problems)

    def prepare(self) -> None:
        """Bring what is stored beside the fields up to date: composed characters, caption and sort keys."""
        for name, spec in fields(type(self)).items():
            if spec.kind is str and (value := getattr(self, name)):
                setattr(self, name, unicodedata.normalize("NFC", value))
        self.validate()
        self.caption = self.describe()[:KEY_LENGTH]
        self.caption_key = sort_key(self.caption)[:KEY_LENGTH]
        for key, source in _folded(type(self)).items():
            setattr(self, key, sort_key(getattr(self, source) or "")[:KEY_LENGTH])

    def search_tokens(self) -> set[str]:
        """The keys under which free-text search finds this record."""
        texts = (str(getattr(self, name) or "") for name, spec in fields(type(self)).items() if spec.search)
        return set().union(*(tokens(text) for text in texts if text))

    def double_keys(self) -> set[str]:
        """The keys that another record of the same thing would share, however it is spelt; none where nobody looks."""
        return set()

    def index_keys(self) -> Iterator[tuple[str, str]]:
        """Kind and key of everything this record is found by: its words, and what it has in common with doubles."""
        kind = self.__tablename__
        yield from ((kind, token) for token in self.search_tokens())
        yield from ((kind + DOUBLE, key) for key in self.double_keys())


def entity_of(table: str) -> type[Entity]:
    """The kind of record stored in TABLE."""
    found: type[Entity] = next(
        mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == table
    )
    return found


@cache
def _defaults(entity: type) -> dict[str, Callable[[], Any]]:
    """What each column of a new record begins with.

    Nothing is a value, too: of a column that was never set nobody could tell later what stood there before.
    """
    found: dict[str, Callable[[], Any]] = {}
    mapper: Mapper[Any] = inspect(entity)
    for prop in mapper.column_attrs:
        if getattr(prop.columns[0], "nullable", False) and not prop.info.get("derived"):
            found[prop.key] = partial(_same, None)
        if default := getattr(prop.columns[0], "default", None):
            found[prop.key] = partial(default.arg, None) if default.is_callable else partial(_same, default.arg)
    return found


def _same(value: Any) -> Any:
    return value


@cache
def _folded(entity: type) -> dict[str, str]:
    """The field that each sort key follows."""
    mapper: Mapper[Any] = inspect(entity)
    columns = {prop.key: prop.columns[0] for prop in mapper.column_attrs}
    return {key: source for key, column in columns.items() if (source := getattr(column, "info", {}).get("folded"))}


DOUBLE = "~"
"""Marks the kind of keys by which doubles are found, so that no search by words meets them."""
COMPUTED = frozenset({"version", "caption", "caption_key"})
"""Columns that follow from others: never part of a change that a person made."""
