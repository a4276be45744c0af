"""What somebody decided about two people who look like one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr

from app.core.text import N_, _
from app.models.base import Entity, refers


class NotDuplicate(Entity):
    """Two people who are not the same, so that nobody is asked again; FIRST has the smaller id."""

    __tablename__ = "not_duplicate"
    title, titles = N_("Keine Dublette"), N_("Keine Dubletten")

    first_id: Mapped[int] = refers("person")
    second_id: Mapped[int] = refers("person")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (Index(None, "caption_key", "id"), UniqueConstraint("first_id", "second_id"))

    def rules(self) -> Iterator[tuple[str, str]]:
        """It takes two."""
        if self.first_id == self.second_id:
            yield "second_id", _("Eine Person lässt sich nicht mit sich selbst vergleichen.")
