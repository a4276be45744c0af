"""Own fields: what an office keeps beyond the fields that everybody has, without programming."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Dialect, String, and_, cast, func, or_, select, type_coerce
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column
from sqlalchemy.types import TypeDecorator

from app.core.ids import new_id
from app.core.text import N_, _
from app.models.base import Entity, entity_of
from app.models.fields import OWN, Choice, Field, derived, field

KINDS: dict[str, type] = {"text": str, "number": int, "date": date, "yes_no": str, "choice": str}
PREFIX = "own_"
"""Begins the name of an own field among the names of columns; its id follows."""
YES_NO = (("yes", N_("ja")), ("no", N_("nein")))


class OwnFieldKind(Choice):
    """What can be entered."""

    TEXT = "text", N_("Text")
    NUMBER = "number", N_("Zahl")
    DATE = "date", N_("Datum")
    YES_NO = "yes_no", N_("Ja oder Nein")
    CHOICE = "choice", N_("Auswahl")


class OwnFieldTable(Choice):
    """Which records have it; their values lie in the column `own` under the field's id."""

    PERSON = "person", N_("Personen")
    ORGANISATION = "organisation", N_("Organisationen")


class OwnField(Entity):
    """One field that the office defined for itself."""

    __tablename__ = "own_field"
    title, titles = N_("Eigenes Feld"), N_("Eigene Felder")
    listed = ("caption", "place", "kind", "table")

    label: Mapped[str] = field(N_("Name"), length=60, search=True)
    table: Mapped[str] = field(N_("Gehört zu"), choice=OwnFieldTable, default=OwnFieldTable.PERSON.value)
    kind: Mapped[str] = field(N_("Art"), choice=OwnFieldKind, default=OwnFieldKind.TEXT.value)
    options: Mapped[str] = field(
        N_("Auswahl"), length=2000, default="", multiline=True, help=N_("Eine Zeile je Möglichkeit")
    )
    sensitive: Mapped[bool] = field(N_("Besonders geschützt"), default=False)
    position: Mapped[int] = mapped_column(BigInteger, default=new_id)
    """Grows in the order of the fields; a new id is greater than all before, so a new field comes last."""

    def describe(self) -> str:
        """The field's name."""
        return self.label

    def choices(self) -> tuple[str, ...]:
        """What can be chosen, in order."""
        return tuple(filter(None, map(str.strip, self.options.splitlines())))

    def field(self) -> Field:
        """How forms, lists and exports know it."""
        options = YES_NO if self.kind == OwnFieldKind.YES_NO else tuple((one, one) for one in self.choices())
        return Field(
            self.label,
            group=N_("Eigene Felder"),
            sensitive=self.sensitive,
            options=options,
            name=f"{PREFIX}{self.id}",
            kind=KINDS[self.kind],
            length=400 if self.kind == OwnFieldKind.TEXT else None,
        )

    def rules(self) -> Iterator[tuple[str, str]]:
        """A choice offers something, and nothing twice."""
        if self.kind != OwnFieldKind.CHOICE:
            return
        if len(self.choices()) < 2:
            yield "options", _("Eine Auswahl braucht mindestens zwei Möglichkeiten, eine je Zeile.")
        elif len(set(self.choices())) < len(self.choices()):
            yield "options", _("Eine Möglichkeit steht zweimal da.")


_before = aliased(OwnField)
_first = OwnFieldTable.PERSON.value
_of_table = and_(_before.table == OwnField.table, _before.position <= OwnField.position)
OwnField.place = derived(
    N_("Nr."),
    select(func.count())
    .where(or_(_of_table, and_(_before.table == _first, OwnField.table != _first)))
    .correlate(OwnField)
    .scalar_subquery(),
    kind=int,
)


class _IsoDate(TypeDecorator[date]):
    """A day as it lies in JSON."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else date.fromisoformat(value)


def stored(session: Session) -> list[OwnField]:
    """All own fields in the order that the office gave them."""
    return list(session.scalars(select(OwnField).order_by(OwnField.position, OwnField.id)))


def publish(defined: Iterable[OwnField]) -> None:
    """Let DEFINED be columns like all others, in lists, filters, exports and imports; those there were before go.

    A column stays mapped once it was: only what `columns` names is shown, and ids are never used twice.
    """
    OWN.clear()
    for one in defined:
        entity, spec = entity_of(one.table), one.field()
        if not hasattr(entity, spec.name):
            column = derived(spec.label, _expression(entity, one), kind=spec.kind)
            column.info["own"] = True
            setattr(entity, spec.name, column)
        OWN[one.table] = {**OWN.get(one.table, {}), spec.name: spec}


def _expression(entity: Any, one: OwnField) -> Any:
    """The value as SQLite, SQLCipher and PostgreSQL all read it out of JSON."""
    text = entity.own[str(one.id)].as_string()
    if one.kind == OwnFieldKind.NUMBER:
        return cast(text, BigInteger)
    return type_coerce(text, _IsoDate) if one.kind == OwnFieldKind.DATE else text
