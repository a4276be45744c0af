"""What somebody decided about two people who look like one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.core.text import N_, _
from app.models.base import Entity


class NotDuplicate(Entity):
    """Two people who are not the same, so that nobody is asked again; FIRST has the smaller id.

    No foreign keys: whoever deletes a person should not have to forget this first, and undo finds it again.
    """

    __tablename__ = "not_duplicate"
    title, titles = N_("Keine Dublette"), N_("Keine Dubletten")

    first_id: Mapped[int] = mapped_column(BigInteger, index=True, info={"target": "person"})
    second_id: Mapped[int] = mapped_column(BigInteger, index=True, info={"target": "person"})

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (Index(None, "caption_key", "id"), UniqueConstraint("first_id", "second_id"))

    def rules(self) -> Iterator[tuple[str, str]]:
        """It takes two."""
        if self.first_id == self.second_id:
            yield "second_id", _("Eine Person lässt sich nicht mit sich selbst vergleichen.")
