"""Views: how a list was arranged, kept under a name for everybody in the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.text import N_
from app.models.base import Entity
from app.models.conditions import Condition, pack, unpack
from app.models.fields import field


@dataclass(frozen=True)
class View:
    """Columns, order and filters of a list; never what was searched for, which names people."""

    columns: tuple[str, ...]
    order: str = "caption"
    descending: bool = False
    where: Mapping[str, Condition] = part(default_factory=dict)

    def packed(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "columns": list(self.columns),
            "order": self.order,
            "descending": self.descending,
            "where": pack(self.where),
        }

    @classmethod
    def unpacked(cls, entity: type[Entity], packed: object) -> View:
        """From JSON; columns of today are not known here, conditions that do not fit any more are left out."""
        given = packed if isinstance(packed, dict) else {}
        names = given.get("columns")
        columns = tuple(str(name) for name in names) if isinstance(names, list) else ()
        where = unpack(entity, given.get("where"))
        return cls(columns, str(given.get("order", "caption")), given.get("descending") is True, where)


class SavedView(Entity):
    """One named view of the list of one kind of record."""

    __tablename__ = "saved_view"
    title, titles = N_("Ansicht"), N_("Ansichten")
    together = ("kind", "name")

    kind: Mapped[str] = field(N_("Liste"), length=40)
    name: Mapped[str] = field(N_("Name der Ansicht"), length=60)
    definition: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    def describe(self) -> str:
        """Its name."""
        return self.name


def saved_views(session: Session, kind: str) -> list[SavedView]:
    """The views of the list of one KIND, by name."""
    found = select(SavedView).where(SavedView.kind == kind).order_by(SavedView.caption_key, SavedView.id)
    return list(session.scalars(found))
