"""Tasks: what somebody has to do until a day, about any record; needs are tasks that say who is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.text import N_, _
from app.models.base import Entity
from app.models.fields import Choice, field


class TaskKind(Choice):
    """A need is solved by winning somebody: a mentor, a club, an offer."""

    TASK = "task", N_("Wiedervorlage")
    NEED = "need", N_("Bedarf")


class Task(Entity):
    """One thing to do.

    What it is about is named by table and id without a foreign key: whoever deletes that record should not have to
    forget its tasks first.
    """

    __tablename__ = "task"
    title, titles = N_("Aufgabe"), N_("Aufgaben")
    caption_label = N_("Aufgabe")
    listed = ("caption", "due", "done_on")

    kind: Mapped[str] = field(N_("Art"), choice=TaskKind, default=TaskKind.TASK.value)
    text: Mapped[str] = field(N_("Aufgabe"), length=400, search=True)
    due: Mapped[date | None] = field(N_("Fällig am"))
    done_on: Mapped[date | None] = field(N_("Erledigt am"))
    helps: Mapped[int] = field(N_("Hilft Personen"), default=0)
    about_table: Mapped[str] = mapped_column(String(40), default="")
    about_id: Mapped[int | None] = mapped_column(BigInteger, index=True)

    def describe(self) -> str:
        """What is to be done."""
        return self.text

    def rules(self) -> Iterator[tuple[str, str]]:
        """A task that is to be looked at again has a day."""
        if self.kind == TaskKind.TASK and self.due is None:
            yield "due", _("Der Tag der Wiedervorlage fehlt.")
