"""Own fields: what an office keeps beyond the fields that everybody has, without programming."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from app.core.text import N_, _
from app.models.base import Entity
from app.models.fields import Choice, Field, field

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
    listed = ("caption", "kind", "table")

    table: Mapped[str] = field(N_("Gehört zu"), choice=OwnFieldTable, default=OwnFieldTable.PERSON.value)
    label: Mapped[str] = field(N_("Name"), length=60, search=True)
    kind: Mapped[str] = field(N_("Art"), choice=OwnFieldKind, default=OwnFieldKind.TEXT.value)
    options: Mapped[str] = field(
        N_("Auswahl"), length=2000, default="", multiline=True, help=N_("Eine Zeile je Möglichkeit")
    )
    sensitive: Mapped[bool] = field(N_("Besonders geschützt"), default=False)

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
